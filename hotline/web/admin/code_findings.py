"""What the QR codes and links of a file lead to, against the directory as it is now."""

from flask import current_app
from sqlalchemy.orm import Session

from hotline.domain.near import listed
from hotline.domain.printed_code import ERRORS, WARNINGS, Judged, judged
from hotline.storage.directory import read_all
from hotline.storage.tables.brought_file import BroughtFile
from hotline.web.admin.plans import plans


def found_in(session: Session, file: BroughtFile) -> tuple[Judged, ...]:
    """Each code of a file, what has to be looked at first."""
    if not file.codes:
        return ()
    numbers = listed(read_all(session), plans())
    found = judged(file.codes, file.region, numbers, plans(), current_app.config["TRUSTED_HOSTS"])
    return tuple(sorted(found, key=_urgency))


def _urgency(one: Judged) -> int:
    return 0 if one.verdict in ERRORS else 1 if one.verdict in WARNINGS else 2
