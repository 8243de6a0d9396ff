"""Where a change stands in review. Who may move it comes with the desk; the words are fixed here."""

from typing import Literal

State = Literal["proposed", "approved", "published", "rejected", "withdrawn"]

#: States in which a change still waits for somebody.
OPEN: tuple[State, ...] = ("proposed", "approved")
