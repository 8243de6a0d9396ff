"""Who says so: one source for a number, a material or whatever else the directory tells."""

from datetime import date as Day
from typing import Literal

from pydantic import Field

from .field import Digest, PartialDate, Record, Text

#: "number_list" is a technical list of numbers: it shows that a number exists, never that somebody
#: answers it, so it makes no line look younger.
Obtained = Literal["stored_copy", "live_page", "operator", "call", "document", "number_list"]


class Evidence(Record):
    """One source: where it stands, what it says, and how old that is."""

    address: Text  #: a web address, or where the source can be found when it has none
    title: Text
    says: Text | None = None  #: what the source says, in our words (for editors, in English)
    date: PartialDate | None = None  #: the source's own date; None where it is undated
    read: Day  #: the day on which somebody read it
    obtained: Obtained
    #: The attachment at the desk that shows it: a picture, a PDF, a recorded call. It is never
    #: published. Left out where there is none, so that older documents keep their bytes.
    file: Digest | None = Field(default=None, exclude_if=lambda value: value is None)
