"""Settings of one installation, read once from `HOTLINE_*` variables and then frozen.

Every setting is listed in docs/settings.md; a test keeps that list complete.
"""

import os
import secrets
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set. A wrong value stops the start and says which one."""

    model_config = SettingsConfigDict(env_prefix="HOTLINE_", frozen=True, extra="ignore")

    var: Path = Path("var")  #: where state lives: the database, the editions, the secret key
    database_url: str | None = None  #: None means SQLite in `var`
    #: Where the site stands for the world; None: the first of `hosts`.
    address: str | None = Field(default=None, pattern=r"^https?://[^/\s]+$")
    exit_url: str = Field(default="https://www.wikipedia.org/", pattern=r"^https://")
    hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1")
    proxies: int = Field(default=0, ge=0, le=5)  #: how many proxies of your own stand in front
    count: bool = False  #: count public pages by day and locale, in `var`/counts
    #: Where letters are handed over, `smtp://` with STARTTLS or `smtps://`; None: people pass them on.
    mail: SecretStr | None = None
    mail_from: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )
    reviewers_need_passkey: bool = True  #: a reviewer acts only when signed in with a passkey
    #: A secret key of minisign without a passphrase: this node signs what it builds.
    signing_key: Path | None = None
    #: Where numbers about editions and work are told to whoever watches; None: nowhere.
    metrics: str | None = Field(default=None, pattern=r"^(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$")
    keep_editions: int = Field(default=10, ge=1)  #: how many editions stay built
    print: bool = True  #: typeset forms for paper, and offer them
    secret_key: str | None = Field(default=None, min_length=32)

    @field_validator("hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        """`HOTLINE_HOSTS="lineas.example.org,www.example.org"`."""
        return (
            tuple(host.strip() for host in value.split(",") if host.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("mail")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            # Reading the port is what finds out that it is none.
            if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.port == 0:
                raise ValueError("must look like smtp://user:password@mail.example.org:587 or smtps://…")
        return value

    @model_validator(mode="after")
    def _mail_comes_from_somewhere(self) -> Self:
        if (self.mail is None) != (self.mail_from is None):
            raise ValueError("HOTLINE_MAIL and HOTLINE_MAIL_FROM need each other: set both or none")
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{(self.var / 'hotline.sqlite').resolve()}"

    @property
    def site(self) -> str:
        """The address of the site, without a slash at its end."""
        host = self.hosts[0]
        if host in {"localhost", "127.0.0.1"}:
            return self.address or f"http://{host}:{os.environ.get('PORT', '8000')}"
        return self.address or f"https://{host}"

    @property
    def printed(self) -> Path:
        """The shelf of typeset forms."""
        return self.var / "print"

    @property
    def editions(self) -> Path:
        """The folder of built editions, with the pointer `current`."""
        return self.var / "editions"

    @property
    def files(self) -> Path:
        """The store of the files of campaign materials, each under its hash."""
        return self.var / "files"


def ensure_secret_key(settings: Settings) -> str:
    """The secret that signs sessions and links: from the settings, or made on the first run.

    The file is created with mode 0600 before a byte is written, so that no other user of the
    machine can read it in between.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.var / "secret-key"
    settings.var.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < 32:
            raise ValueError(
                f"{path} is too short for a secret: delete it, and the next start makes a new one"
            ) from None
        return key
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
