"""Texts as nobody means them: for whatever is typed into a search, a look-up or a question of the API.

The same seed gives the same texts, so that one that breaks something breaks it again.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

#: What some engine behind a search would take for an order.
_SYNTAX = (
    "' OR 1=1--", '" OR ""="', "1; DROP TABLE service", "UNION SELECT null,null", "x' AND SLEEP(9)#", "%' --",
    "(a+)+$", "^(a|a)*$", ".*.*.*=.*", "[[:alpha:]", "(?P<x", "\\", "\\x", "a{999999}", "(?=a)*", "[^", "(((((",
    "name:trata", "text:*", "operator:[a TO z]", "operator:{* TO *}", "trata~9", "trata^1000000", '"trata"~99',
    "+trata -policia", "*:*", "_exists_:x", "NOT NOT NOT", "AND AND", "name:\"", "a AND (b OR", "IN [a b c]", "/./",
    "{!func}1", "word:/tr.*/", "*", "?", "a*b*c", "~", "^", "-", "+", "&&", "||", "!", "\"", "''''", "$where", "{$ne: 1}",
    "{{7*7}}", "${7*7}", "%s%s%n", "%(q)s", "{0.__class__}", "../../etc/passwd", "\x1b[31m", "<!--", "]]>", "\r\nX-A: b",
    "javascript:alert(1)", "*21*123#", "*#06#", "tel:+502;ext=1", "+" * 99, "1e999", "-0", "0x1F", "NaN", "１２３",
)  # fmt: skip
_WORDS = (
    "trata", "policía", "me quitaron el pasaporte", "Guatemala", "1555", "trafficking", "traite", "niña", "esplotada",
    "Honduras", "110", "+502 1555", "01 800 5533 000", "ayuda", "kaqchikel", "*765", "911", "PDH",
)  # fmt: skip
#: The zero of each script that has digits of its own, and some letters of each kind.
_ZEROS = (
    0x0660,
    0x06F0,
    0x07C0,
    0x0966,
    0x09E6,
    0x0E50,
    0x0F20,
    0x1040,
    0x17E0,
    0x1810,
    0xFF10,
    0x1D7CE,
    0x1E950,
)
_LETTERS = "aáñßİıſﬁﬃㅎ한漢あ𝐀ᎪЖχשرहกၐ🏴👩‍👩‍👧‍👦ǅⅧ①㎏﷽"
_INVISIBLE = (
    "\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2028\u2029\u180e\ufe0f\U000e0041\U000e0100"
)
_ENCODED = (
    b"%", b"%zz", b"%u0041", b"%00", b"%ff%fe", b"%c0%af", b"%ed%a0%80", b"%f5%80%80%80", b"%25%32%30", b"%e2%80",
    b"\xff", b"\xc3", b"\xc3\x28", b"\xed\xa0\x80\xed\xb0\x80", b"\xf8\x88\x80\x80\x80", b"\x00", b"\xef\xbf\xbf",
)  # fmt: skip
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Question:
    """One request: where to, and the body as it is sent."""

    path: str
    body: bytes
    kind: str = _FORM


def texts(choose: random.Random) -> Iterator[str]:
    """Without an end, one of each kind in turn; some hold halves of a character."""
    while True:
        yield "".join(chr(choose.randrange(0x110000)) for _ in range(choose.randrange(1, 40)))
        yield choose.choice(_WORDS) + " " + choose.choice(_SYNTAX)
        yield choose.choice(_SYNTAX) * choose.randrange(1, 60)
        yield choose.choice("aá ñ9*+ẞ\u0301漢\U0001f3f4") * choose.choice((190, 199, 200, 201, 1000, 4000))
        yield "".join(choose.choices(_LETTERS + _INVISIBLE, k=choose.randrange(1, 60)))
        yield "a" + "".join(chr(0x300 + choose.randrange(0x70)) for _ in range(choose.randrange(1, 900)))
        yield (
            "\u202e"
            + choose.choice(_WORDS)[::-1]
            + choose.choice(_INVISIBLE)
            + "\u2066" * choose.randrange(50)
        )
        yield "".join(
            chr(choose.choice(_ZEROS) + choose.randrange(10)) for _ in range(choose.randrange(1, 30))
        )
        yield " ".join(choose.choices([*_WORDS, "x"], k=choose.randrange(30, 1500)))
        yield "".join(choose.choices("0123456789 -().+*#,;/x", k=choose.randrange(1, 70)))
        yield "\0" * choose.randrange(1, 5) + choose.choice(_WORDS) + chr(choose.randrange(32))
        yield (
            chr(choose.randrange(0xD800, 0xE000))
            + choose.choice(_WORDS)
            + chr(choose.randrange(0xD800, 0xE000))
        )
        yield _misspelt(choose, choose.choice(_WORDS))


def _misspelt(choose: random.Random, word: str) -> str:
    signs = list(word * choose.randrange(1, 4))
    for _ in range(choose.randrange(1, 4)):
        signs[choose.randrange(len(signs))] = choose.choice(_LETTERS + "xyz ")
    return "".join(signs)


def questions(seed: int) -> Iterator[Question]:
    """Without an end: each text to one of the four places, every seventh in a body that is broken too."""
    choose = random.Random(seed)
    for number, text in enumerate(texts(choose)):
        region = choose.choice(["", "GT", "gt", "MX", "ZZ", "Ǆ", text[:3]])
        place = number % 4
        if number % 7 == 0:
            yield _broken(choose, place, text)
        elif place < 2:
            locale = choose.choice(("es", "en", "fr"))
            path, name = ((f"/{locale}/search", "q"), (f"/{locale}/check", "number"))[place]
            body = f"{name}={_quoted(text)}&region={_quoted(region)}"
            yield Question(path, body.encode())
        else:
            path, name = (("/api/v1/search", "query"), ("/api/v1/numbers", "number"))[place - 2]
            asked: dict[str, object] = {name: text}
            if choose.random() < 0.3:
                asked["region"] = region
            # Half of them escaped: "\ud800" is JSON, and stands for no character.
            said = json.dumps(asked, ensure_ascii=choose.random() < 0.5)
            yield Question(path, said.encode("utf-8", "surrogatepass"), "application/json")


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def _broken(choose: random.Random, place: int, text: str) -> Question:
    bad = b"".join(choose.choices(_ENCODED, k=choose.randrange(1, 30)))
    raw = text.encode("utf-8", "surrogatepass")[:3000]
    path, name = (
        ("/es/search", b"q"), ("/fr/check", b"number"), ("/api/v1/search", b"query"), ("/api/v1/numbers", b"number"),
    )[place]  # fmt: skip
    bodies = (
        (name + b"=" + bad, _FORM),
        (b"&".join([name + b"=" + bad] * choose.randrange(1, 40)), _FORM),
        (bad + b"=" + raw + b"&" + name, _FORM),
        (name + b"=" + raw, f"{_FORM}; charset=utf-7"),
        (b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + raw + b"\r\n--x--", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="' + name + b'"; filename="a"\r\n\r\n' + raw, "multipart/form-data; boundary=x"),
        (raw, "multipart/form-data"),
        (b'{"' + name + b'": "' + bad + b'"}', "application/json"),
        (b'{"' + name + b'": "' + raw + b'"}', "application/json; charset=latin-1"),
        (b"[" * choose.randrange(1, 9000), "application/json"),
        (b'{"' + name + b'": ' + b"9" * choose.randrange(1, 9000) + b"}", "application/json"),
        (b'{"' + name + b'": "a", "' + name + b'": {"a": NaN}}', "application/json"),
        (bad + raw, "text/plain"),
        (b"", choose.choice((_FORM, "application/json", "", "a/b; c=\xff"))),
    )  # fmt: skip
    body, kind = choose.choice(bodies)
    return Question(path, body, kind)
