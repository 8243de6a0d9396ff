"""`hotline user`: people of the desk, before there is anybody who could invite them there."""

import sys

import click

from hotline.commands.terminal import now, who
from hotline.config import Settings, ensure_secret_key
from hotline.domain.errors import InputError
from hotline.domain.listing import LOCALES
from hotline.services import people, site
from hotline.storage.session import writing


@click.group()
def user() -> None:
    """People of the desk."""


@user.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(people.ROLES))
@click.option(
    "--region", "regions", multiple=True, help="Two letters, such as GT; more than once for several."
)
@click.option("--locale", type=click.Choice(LOCALES), default="es", help="The language of the desk for them.")
@click.option("--by", default=None, help="Who invites: your name, for the audit trail.")
@click.pass_obj
def add_user(
    settings: Settings,
    name: str,
    email: str,
    roles: tuple[str, ...],
    regions: tuple[str, ...],
    locale: people.Locale,
    by: str | None,
) -> None:
    """Add a person, and print the link with which they choose a password and set up their phone."""
    ensure_secret_key(settings)
    sessions = site.open_database(settings)
    chosen = [region.upper() for region in regions]
    try:
        with writing(sessions) as session:
            secret = people.invite(session, name, email, roles, chosen, by or who(), now(), locale)
    except InputError as error:
        for problem in error.problems:
            click.echo(f"{problem.where or 'user'}: {problem.sentence}", err=True)
        sys.exit(1)
    hours = int(people.INVITATION_LASTS.total_seconds() // 3600)
    click.echo(f"Give {name} this link. It works once, for {hours} hours, and is shown only now:")
    click.echo(f"{settings.site}/admin/invitation/{secret}")
