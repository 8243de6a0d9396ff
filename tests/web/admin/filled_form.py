"""Reads the form of a page as a browser would send it, so that a test fills in what a person does."""

from html.parser import HTMLParser
from typing import Any

from desk_browser import Browser
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class Form(HTMLParser):
    """The fields of the form in <main> that would be sent, in their order, and its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self.buttons: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self._text: list[str] | None = None
        self._name = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        name, value = said.get("name") or "", said.get("value") or ""
        if said.get("id"):
            self.ids.add(str(said["id"]))
        if tag == "input" and (said.get("type") not in {"checkbox", "radio"} or "checked" in said):
            self.fields.add(name, value)
        elif tag == "textarea":
            self._name, self._text = name, []
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((value, "selected" in said))
        elif tag == "button" and name:
            self.buttons.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            # A browser ends each line with two signs.
            self.fields.add(self._name, "".join(self._text).replace("\n", "\r\n"))
            self._text = None
        elif tag == "select" and self._select is not None and self._options:
            chosen = [value for value, selected in self._options if selected]
            self.fields.add(self._select, (chosen or [self._options[0][0]])[0])
            self._select = None


def press(
    browser: Browser, path: str, form: "Form | MultiDict[str, str]", act: str, **typed: Any
) -> TestResponse:
    """Send a form by the button `act`. `typed` replaces fields; "__" stands for the points of a name."""
    fields = form.fields if isinstance(form, Form) else form
    sent: MultiDict[str, str] = MultiDict(fields)
    sent["act"] = act
    for name, value in typed.items():
        sent.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return browser.open("POST", path, data=sent)
