"""The page on which somebody chooses how another site shows the numbers, and what it gives to paste."""

import re

import html5lib
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from hotline.domain.listing import LOCALES
from hotline.editions import embed_page
from hotline.editions.embed_page import Choice
from hotline.editions.rendering import Home, style
from hotline.editions.serving import Site

HOME = Home("https://lineas.example.org", "https://www.example.org/")


def pasted(html: str) -> list[str]:
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return ["".join(one.itertext()) for one in page.iter("div") if one.get("class") == "paste"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_answer_gives_the_safest_form_first(client: FlaskClient, locale: str) -> None:
    answer = client.post(f"/{locale}/embed", data={"region": "GT", "language": "es", "size": "full"})
    assert answer.status_code == 200
    link, frame, element = pasted(answer.text)
    assert re.fullmatch(r'<a href="http://localhost:8000/es/gt" hreflang="es">[^<\d]+</a>', link)
    assert frame.startswith('<iframe src="http://localhost:8000/embed/es/gt/full" title="Líneas')
    assert element.startswith('<script src="http://localhost:8000/embed/v1.js" integrity="sha384-')
    assert link in element, "the link stays where scripts are blocked"
    assert "script" not in link + frame.replace("allow-scripts", "")


def test_no_snippet_holds_a_number(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        for text in pasted(client.post("/es/embed", data={"region": directory.region}).text):
            text = re.sub(r'integrity="[^"]*"|localhost:8000|(?:width|height)="\d+"|v1|sha384', "", text)
            assert not re.search(r"\d{2}", text), text


def test_the_integrity_is_that_of_the_loader(client: FlaskClient) -> None:
    element = pasted(client.post("/es/embed", data={"region": "GT"}).text)[2]
    assert f'integrity="{embed_page.integrity()}"' in element


@pytest.mark.parametrize(
    ("form", "path", "why"),
    [
        ({}, "embed/es/", "nothing chosen: the visitor chooses"),
        ({"region": "GT"}, "embed/es/gt", "a country"),
        ({"region": "GT", "language": "fr"}, "embed/fr/gt", "another language than that of the page"),
        ({"region": "GT", "size": "full"}, "embed/es/gt/full", "all lines"),
        ({"size": "full", "theme": "dark"}, "embed/es/#theme=dark&size=full", "all lines, where the visitor chooses"),
        ({"region": "MX", "accent": "plum", "corners": "square"}, "embed/es/mx#accent=plum&corners=square", "looks"),
        ({"region": "GT", "size": "full", "needs": ["women", "children"]},
         "embed/es/gt/full#needs=children,women", "some needs, in the order of the page"),
        ({"region": "GT", "needs": ["women"]}, "embed/es/gt", "needs without all lines: there is nothing to hide"),
        ({"region": '"><script>', "theme": "x", "accent": "red", "size": "9", "needs": ["x"], "language": "de"},
         "embed/es/", "what stands in no list"),
    ],
)  # fmt: skip
def test_a_choice_is_an_address(built: Site, form: dict[str, str], path: str, why: str) -> None:
    choice = embed_page.read(MultiDict(form), built.edition, "es")
    assert choice.path == path, why


def test_what_was_chosen_stays_chosen_and_is_shown(client: FlaskClient) -> None:
    chosen = {"region": "HN", "language": "fr", "size": "full", "theme": "dark", "accent": "blue",
              "corners": "square", "needs": ["children"]}  # fmt: skip
    html = client.post("/en/embed", data=chosen).text
    page = html5lib.parse(html, namespaceHTMLElements=False)
    checked = {
        (one.get("name"), one.get("value")) for one in page.iter("input") if one.get("checked") is not None
    }
    assert checked == {
        ("size", "full"),
        ("theme", "dark"),
        ("accent", "blue"),
        ("corners", "square"),
        ("needs", "children"),
    }
    [preview] = page.iter("iframe")
    assert preview.get("src") == "../embed/fr/hn/full#theme=dark&accent=blue&corners=square&needs=children"
    assert preview.get("sandbox") == embed_page.SANDBOX


def test_only_this_page_may_show_a_frame_and_nobody_may_frame_it(
    client: FlaskClient, addresses: list[str]
) -> None:
    for address in addresses:
        policy = client.get(address).headers["Content-Security-Policy"]
        assert ("frame-src 'self'" in policy) is bool(re.fullmatch("/(es|en|fr)/embed", address)), address
        assert "frame-ancestors 'none'" in policy
    answer = client.post("/es/embed", data={"region": "GT"})
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("; frame-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == answer.headers["CDN-Cache-Control"] == "no-store"


def luminance(colour: str) -> float:
    if len(colour) == 4:
        colour = "#" + "".join(2 * sign for sign in colour[1:])
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(css: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of a style that set colours, as (selector, names to colours)."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    return [
        (selector, found)
        for selector, body in rules
        if (found := dict(re.findall(r"--([a-z]+):(#[0-9a-f]{3,6})\b", body)))
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("accent", embed_page.ACCENTS)
def test_every_look_of_a_frame_keeps_the_contrast_of_aaa(theme: str, accent: str) -> None:
    css = style("embed/embed.css").partition("@media")[0]
    set_by = dict(colours(css))
    known = dict(set_by[":root"])
    for selector in ('[data-theme="light"]', f'[data-accent="{accent}"]'):
        known |= set_by.get(selector, {}) if theme == "light" else {}
    if theme == "dark":
        known |= set_by['[data-theme="dark"]'] | set_by.get(
            f'[data-theme="dark"][data-accent="{accent}"]', {}
        )
    for one, other in (("ink", "paper"), ("soft", "paper"), ("danger", "paper"), ("call", "on")):
        assert contrast(known[one], known[other]) >= 7, (theme, accent, one, other)


def test_the_night_of_a_phone_has_the_same_colours_as_the_dark_theme() -> None:
    css = style("embed/embed.css")
    night = css[css.index("@media (prefers-color-scheme:dark){") :].partition("}}")[0].partition("{")[2] + "}"
    chosen = {
        selector.replace('[data-theme="dark"]', ":root:not([data-theme])"): found
        for selector, found in colours(css)
        if selector.startswith('[data-theme="dark"]')
    }
    assert dict(colours(night)) == chosen


@pytest.mark.parametrize("theme", ["", "dark"])
@pytest.mark.parametrize("accent", embed_page.ACCENTS)
def test_every_look_of_an_element_keeps_the_contrast_of_aaa(
    client: FlaskClient, theme: str, accent: str
) -> None:
    rules = dict(colours(client.get("/embed/v1.js").text.partition("replaceSync(`")[2].partition("`")[0]))
    known = dict(rules["div"])
    for selector in (f".{accent}", ".dark" if theme else "", f".dark.{accent}" if theme else ""):
        known |= rules.get(selector, {})
    call = known["i"] if accent == "ink" else known["c"]
    assert contrast(known["i"], known["p"]) >= 7
    assert contrast(call, known["p"]) >= 7


def test_a_title_needs_no_escape_to_be_safe() -> None:
    choice = Choice("GT", "fr", theme="dark")
    frame = embed_page.frame(choice, HOME)
    assert 'src="https://lineas.example.org/embed/fr/gt#theme=dark"' in frame
    assert (
        html5lib.parseFragment(frame, namespaceHTMLElements=False)[0].get("title")
        == "Lignes téléphoniques, Guatemala"
    )
