"""Writes the edition that is built here as a copy that needs no server, and packs it for a stick.

The same edition and the same forms give the same bytes, on every machine and every day.
"""

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions import copy_pages, sealing
from hotline.editions.minisign import SecretKey
from hotline.editions.rendering import Home
from hotline.editions.serving import DOCUMENT, SITE
from hotline.resources import resource_dir

HEADERS = "hotline-headers.conf"
_README = "README.txt"
#: What only works behind the address of the site, or names it in every line.
_LEFT_OUT = ("api/", "embed/", "errors/", "robots.txt", "sitemap.xml")
_ADDRESSED = ("changes.atom", "changes.json", "hsds.json")
#: Any fixed day: a pack of the same files has the same bytes. This is the first that a zip can hold.
_DAY = (1980, 1, 1, 0, 0, 0)
#: Sounds, films, pictures and paper are as small as they get.
_SQUEEZED = {".html", ".json", ".txt", ".csv", ".xml", ".vcf", ".vtt", ".conf", ".svg"}


class ExportError(Exception):
    """There is nothing to copy, or no place for it; the message says what to do."""


@dataclass(frozen=True)
class Exported:
    """What was written."""

    number: int
    files: int
    bytes: int
    signed: bool


def export(
    built: Path, target: Path, home: Home, headers: Mapping[str, str], key: SecretKey | None
) -> Exported:
    """Write the built edition in the folder `built` to `target`, whole or not at all. ExportError.

    `headers` are written as a file that nginx includes; `key` signs the copy.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} is there already. Name a new folder, or an empty one.")
    edition = Edition.model_validate_json((built / DOCUMENT).read_bytes())
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        _fill(temporary, built / SITE, edition, home)
        (temporary / HEADERS).write_text(_nginx(headers), encoding="utf-8")
        readme = (resource_dir("templates") / "copy" / _README).read_text(encoding="utf-8")
        day = edition.published_at.date().isoformat()
        (temporary / _README).write_text(readme.format(number=edition.number, day=day), encoding="utf-8")
        sealing.seal(temporary, edition, (), "copy")
        if key is not None:
            sealing.sign(temporary, key)
        if target.exists():
            target.rmdir()
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    sizes = [path.stat().st_size for path in target.rglob("*") if path.is_file()]
    return Exported(edition.number, len(sizes), sum(sizes), key is not None)


def pack(copy: Path, file: Path) -> None:
    """The whole copy as one zip, in a folder of its own name; the same copy gives the same bytes."""
    temporary = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in sorted(path for path in copy.rglob("*") if path.is_file()):
                info = zipfile.ZipInfo(f"hotline/{path.relative_to(copy).as_posix()}", _DAY)
                info.external_attr = 0o644 << 16
                info.create_system = 3
                squeezed = path.suffix in _SQUEEZED
                info.compress_type = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
                large = path.stat().st_size > 2**31
                with path.open("rb") as source, packed.open(info, "w", force_zip64=large) as into:
                    shutil.copyfileobj(source, into, 1024 * 1024)
        os.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(target: Path, site: Path, edition: Edition, home: Home) -> None:
    taken = set(_taken(site))
    own = {f"{locale}/{copy_pages.ELSEWHERE}" for locale in LOCALES}

    def has(path: str) -> bool:
        return path in taken or path in own or path == sealing.FILES

    for path in sorted(taken):
        into = target / path
        into.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".html"):
            html = (site / path).read_text(encoding="utf-8")
            into.write_text(copy_pages.page(html, path, has), encoding="utf-8")
        else:
            shutil.copyfile(site / path, into)
    for locale in LOCALES:
        path = f"{locale}/{copy_pages.ELSEWHERE}"
        html = copy_pages.elsewhere(edition, locale, home)
        (target / path).write_text(copy_pages.page(html, path, has), encoding="utf-8")


def _taken(site: Path) -> Iterator[str]:
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        in_locale = path.partition("/")[2]
        if (
            file.is_file()
            and file.suffix not in {".gz", ".br"}
            and not file.name.startswith(".")
            and path not in sealing.UNLISTED
            and not path.startswith(_LEFT_OUT)
            and not (path.startswith("data/") and file.name in _ADDRESSED)
            and in_locale not in copy_pages.SERVED
        ):
            yield path


def _nginx(headers: Mapping[str, str]) -> str:
    lines = [
        "# Headers for a server that hands this folder out:",
        "#     location /lineas/ { include /path/to/hotline-headers.conf; access_log off; }",
        "# Pages carry the same policy in themselves, for hosts that send none.",
    ]
    return "\n".join(
        [*lines, *(f'add_header {name} "{value}" always;' for name, value in headers.items()), ""]
    )
