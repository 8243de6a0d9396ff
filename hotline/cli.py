"""The `hotline` command: every task of an operator, each with an exit status that means something.

0: done. 1: the input has problems, all of which were printed, and nothing was written.
2: the command was called wrongly.
"""

import sys

import click
from pydantic import ValidationError

from hotline.commands.audit import audit
from hotline.commands.backup import backup, restore
from hotline.commands.check import check
from hotline.commands.export import export
from hotline.commands.fetch import fetch
from hotline.commands.keep import keep
from hotline.commands.key import key
from hotline.commands.print import print_
from hotline.commands.publish import build, publish
from hotline.commands.serve import serve
from hotline.commands.sheet import import_, sheet
from hotline.commands.sign import sign
from hotline.commands.user import user
from hotline.commands.verify import verify
from hotline.config import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline")
@click.pass_context
def main(context: click.Context) -> None:
    """The directory of help lines. Settings are HOTLINE_* variables (docs/settings.md)."""
    try:
        context.obj = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "HOTLINE_" + "_".join(str(part) for part in problem["loc"]).upper()
            click.echo(f"{name}: {problem['msg']}", err=True)
        sys.exit(2)


for command in (
    check,
    import_,
    sheet,
    publish,
    build,
    audit,
    serve,
    user,
    fetch,
    keep,
    print_,
    key,
    sign,
    verify,
    export,
    backup,
    restore,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
