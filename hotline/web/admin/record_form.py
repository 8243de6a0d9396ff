"""A record as names and typed values of a form, there and back, and what its buttons do to it.

A name is a path ("contact_point.0.evidence.1.address", "description.es"). Nothing is judged here:
what cannot be right is handed on, so that the domain refuses it with its own sentence. Must not know
requests, pages or the database.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from hotline.domain import captions, gate
from hotline.domain.listing import LOCALES
from hotline.domain.record import SHAPES, Kind
from hotline.web.admin.fields import Field, fields

#: Path -> what stands in the fields of that name, in their order.
Typed = dict[str, list[str]]

#: Lists whose entries get an id of their own from another of their fields.
_IDS_INSIDE = (("contact_point", "channel"), ("claim", "region"), ("rendition", "file"))

#: Further entries of a list than anybody needs are refused by not being read.
MOST_ENTRIES = 60


def typed_of(kind: Kind, document: Mapping[str, Any]) -> Typed:
    """The fields of a form that shows this record."""
    typed: Typed = {}
    _fill(typed, fields(SHAPES[kind]), document, "")
    return typed


def document_of(kind: Kind, typed: Typed) -> dict[str, Any]:
    """The record that the fields say, with the keys of the data files; what is empty is left out."""
    return _read(typed, fields(SHAPES[kind]), "")


def entries(typed: Typed, path: str) -> int:
    """How many entries the list at this path has."""
    start = f"{path}."
    places = [name[len(start) :].partition(".")[0] for name in typed if name.startswith(start)]
    return min(MOST_ENTRIES, max((int(place) + 1 for place in places if place.isdecimal()), default=0))


def of_form(items: Iterable[tuple[str, str]]) -> Typed:
    """What a browser sent. It ends lines with two signs, of which one is kept."""
    typed: Typed = {}
    for name, value in items:
        if re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)*", name):
            typed.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return typed


def _fill(typed: Typed, some: Sequence[Field], document: Mapping[str, Any], prefix: str) -> None:
    for field in some:
        path, value = prefix + field.name, document.get(field.name)
        match field.widget:
            case "repeat":
                for place, entry in enumerate(value or ()):
                    _fill(typed, field.inside, entry, f"{path}.{place}.")
            case "group":
                _fill(typed, field.inside, value or {}, f"{path}.")
            case "texts":
                typed.update({f"{path}.{locale}": [(value or {}).get(locale, "")] for locale in LOCALES})
            case "lines":
                typed[path] = ["\n".join(value or ())]
            case "choices" | "regions" | "references":
                typed[path] = list(value or ())
            case "flag":
                typed[path] = ["yes"] if value else []
            case "found":
                pass
            case _:
                typed[path] = [str(value) if value is not None else field.default]


def _read(typed: Typed, some: Sequence[Field], prefix: str) -> dict[str, Any]:
    found = ((field.name, _value(typed, field, prefix + field.name)) for field in some)
    return {name: value for name, value in found if value not in ("", [], {}, False)}


def _value(typed: Typed, field: Field, path: str) -> Any:
    values = typed.get(path, [])
    match field.widget:
        case "repeat":
            return [_read(typed, field.inside, f"{path}.{place}.") for place in range(entries(typed, path))]
        case "group":
            return _read(typed, field.inside, f"{path}.")
        case "texts":
            texts = {locale: "".join(typed.get(f"{path}.{locale}", [])).strip() for locale in LOCALES}
            return {locale: text for locale, text in texts.items() if text}
        case "lines":
            return [line.strip() for text in values for line in text.splitlines() if line.strip()]
        case "choices":
            # The heading has a field of its own, so that the order is a choice and no accident.
            return list(dict.fromkeys(one for one in (*typed.get(f"{path}.first", []), *values) if one))
        case "regions":
            codes = (code.upper() for text in values for code in re.split(r"[\s,;]+", text) if code)
            return list(dict.fromkeys(codes))
        case "references":
            return list(dict.fromkeys(one for one in values if one))
        case "flag":
            return "yes" in values
        case "found":
            # Whatever a browser sends in its name: it is filled in from the file itself.
            return ""
        case "exact":
            return "".join(values[:1])
        case "long" if field.name == "captions":
            # Files of captions often begin with a mark that says how they are written.
            return "".join(values[:1]).removeprefix("\ufeff").strip()
        case _:
            return "".join(values[:1]).strip()


def act_on(kind: Kind, typed: Typed, act: str, today: str) -> Typed:
    """What the form holds after a button inside it: "add:path", "remove:path.2", "up:…", "down:…"."""
    verb, _, path = act.partition(":")
    if verb == "add" and _list_at(kind, path) is not None:
        return with_entry(kind, typed, path, today)
    parent, _, last = path.rpartition(".")
    if not last.isdecimal() or _list_at(kind, parent) is None:
        return typed
    count, place = entries(typed, parent), int(last)
    order = list(range(count))
    other = place + {"up": -1, "down": 1}.get(verb, 0)
    if verb == "remove" and place < count:
        order.remove(place)
    elif other != place and 0 <= other < count > place:
        order[place], order[other] = order[other], order[place]
    return _in_order(typed, parent, order)


def with_entry(kind: Kind, typed: Typed, path: str, today: str) -> Typed:
    """The form with one more entry in a list; a source begins with the day on which it is read: today."""
    field = _list_at(kind, path)
    place = entries(typed, path)
    if field is None or place >= MOST_ENTRIES:
        return typed
    more: Typed = {}
    _fill(more, field.inside, {}, f"{path}.{place}.")
    for one in field.inside:
        if one.name == "read":
            more[f"{path}.{place}.{one.name}"] = [today]
    both = {**typed, **more}
    for one in field.inside:
        # A contact point without a source is no use: it begins with one.
        if one.widget == "repeat":
            both = with_entry(kind, both, f"{path}.{place}.{one.name}", today)
    return both


def _list_at(kind: Kind, path: str) -> Field | None:
    """The field of this path if it is a list of entries."""
    some: Sequence[Field] = fields(SHAPES[kind])
    found = None
    for part in path.split("."):
        if not part.isdecimal():
            found = next((field for field in some if field.name == part), None)
            some = found.inside if found else ()
    return found if found and found.widget == "repeat" and not path[-1:].isdecimal() else None


def _in_order(typed: Typed, path: str, order: Sequence[int]) -> Typed:
    places = {f"{path}.{old}": f"{path}.{new}" for new, old in enumerate(order)}
    kept: Typed = {}
    for name, values in typed.items():
        rest = name.removeprefix(f"{path}.")
        old = f"{path}.{rest.partition('.')[0]}"
        if rest == name or not rest.partition(".")[0].isdecimal():
            kept[name] = values
        elif old in places:
            kept[places[old] + name.removeprefix(old)] = values
    return kept


def with_ids(kind: Kind, region: str, typed: Typed, taken: Callable[[str], bool]) -> Typed:
    """The form with an id in the place of each that was left empty, from the name, the channel or the country."""
    named = dict(typed)
    own = next((field for field in fields(SHAPES[kind]) if field.is_id), None)
    if own and own.refers_to is None and _is_empty(typed, "id"):
        text = next(
            (typed[name][0] for name in ("name", "number", "title") if not _is_empty(typed, name)), ""
        )
        named["id"] = [_proposed(kind, region, text, taken)]
    for path, made_from in _IDS_INSIDE:
        used = {
            "".join(values).strip()
            for name, values in typed.items()
            if re.fullmatch(rf"{path}\.\d+\.id", name)
        }
        for place in range(entries(typed, path)):
            here = f"{path}.{place}"
            text = "".join(typed.get(f"{here}.{made_from}", [])).lower()
            if _is_empty(typed, f"{here}.id") and text:
                # The name of a rendition stands in public, so it says nothing: "file-1".
                found = _numbered(used) if path == "rendition" else _free(text, used.__contains__)
                used.add(found)
                named[f"{here}.id"] = [found]
    return named


def _is_empty(typed: Typed, name: str) -> bool:
    return not "".join(typed.get(name, [])).strip()


def _proposed(kind: Kind, region: str, text: str, taken: Callable[[str], bool]) -> str:
    if kind == "material" and text:
        # A title says what it is about, and an address must not.
        return _free(f"{region.lower()}-material", taken)
    words = slug(text) if re.search(r"[^\W\d_]", text) else gate.digits_of(text)
    if not words:
        return ""
    # A service stands on pages of other regions, too, so its id begins with the region.
    beginning = {"service": f"{region.lower()}-", "retired_number": "number-"}.get(kind, "")
    return _free(f"{beginning}{words}"[:50].rstrip("-"), taken)


def slug(text: str) -> str:
    """A text as an id: small letters and digits, with hyphens between words."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))


def _free(wanted: str, taken: Callable[[str], bool]) -> str:
    number, found = 2, wanted
    while taken(found):
        found, number = f"{wanted}-{number}", number + 1
    return found


def _numbered(used: Container[str]) -> str:
    return next(f"file-{number}" for number in count(1) if f"file-{number}" not in used)


def with_transcript(typed: Typed, path: str) -> Typed:
    """The form with the words of the captions in the transcript; InputError if they are no captions.

    What stands in the transcript already stays above them.
    """
    words = captions.plain("".join(typed.get(f"{path}.captions", [])).strip())
    there = "".join(typed.get(f"{path}.transcript", [])).strip()
    return {**typed, f"{path}.transcript": [f"{there}\n\n{words}" if there else words]}


def place_of(kind: Kind, document: Mapping[str, Any], where: str) -> str:
    """The name of the field that a problem of this document is about; the nearest one around it.

    Problems name entries by their ids, and by their number, from 1, where they have none.
    """
    some: Sequence[Field] = fields(SHAPES[kind])
    node: Any = document
    found: list[str] = []
    parts = where.split(".") if where else []
    for place, part in enumerate(parts):
        if isinstance(node, list):
            index = next((i for i, one in enumerate(node) if _id(one) == part), None)
            index = int(part) - 1 if index is None and part.isdecimal() else index
            if index is None or not 0 <= index < len(node):
                break
            found.append(str(index))
            node = node[index]
            continue
        field = next((one for one in some if one.name == part), None)
        if field is None:
            break
        found.append(part)
        node, some = (node or {}).get(part), field.inside
        if field.widget == "texts" and parts[place + 1 :][:1] and parts[place + 1] in LOCALES:
            found.append(parts[place + 1])
        if field.widget not in {"repeat", "group"}:
            break
    return ".".join(found)


def _id(entry: Any) -> Any:
    return entry.get("id") if isinstance(entry, Mapping) else None
