"""What a person finds when they come for help: the right line first, and an answer for any number."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient


def _text(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


#: A number as a page shows it; names stand in elements of their own, too.
NUMBER = r'<bdi class="n [^>]*>([^<]+)</bdi>'

FIRST = [
    ("/es/gt", "1555", ["110", "1561", "1572", "1573"], "the ombudsman takes reports of trafficking"),
    ("/es/hn", "145", ["911", "8990-5187"], "a line for trafficking alone"),
    ("/en/bz", "911", ["0-800-922-8477"], "no line for trafficking was found"),
    ("/fr/pa", "104", ["911"], "the police line that led to rescues"),
    ("/es/mx", "800 55 33 000", ["911", "089"], "a line for trafficking alone"),
    ("/es/cr", "9-1-1", ["800-8000-645", "2299-8056"], "the official channel for reports"),
    ("/es/ni", "118", ["133"], "133 was last seen in July 2024"),
    ("/es/sv", "911", ["121", "2511-1000"], "the police take the reports"),
    ("/en/us", "1-888-373-7888", ["233733", "911"], "a line for trafficking alone"),
    ("/en/ca", "1-833-900-1010", ["911"], "a line for trafficking alone"),
    ("/es/do", "809-200-7393", ["911"], "a line for trafficking alone"),
]


@pytest.mark.parametrize(("address", "first", "others", "reason"), FIRST)
def test_the_page_of_a_region_begins_with_its_first_line(
    client: FlaskClient, address: str, first: str, others: list[str], reason: str
) -> None:
    html = client.get(address).text
    numbers = [unescape(found) for found in re.findall(NUMBER, html)]
    assert numbers[0] == first, reason
    assert set(others) <= set(numbers)
    digits = re.sub(r"\D", "", first)
    assert re.search(rf'href="tel:\+?{digits}"', html)


def test_a_number_that_one_source_names_is_marked(client: FlaskClient) -> None:
    text = _text(client.get("/es/gt").text)
    marked = text.index("una sola fuente, sin confirmar", text.index("1573"))
    assert marked - text.index("1573") < 200


LOOKED_UP = [
    ("1552", "", "ya no se usa", ["1555", "110"], [], "the number of the campaign of 2009"),
    ("1-866-373-7888", "", "mal impreso", ["1-888-373-7888"], [], "a misprint"),
    ("01 800 5533 000", "", "es verdadero", ["800 55 33 000"], [], "the old prefix is explained"),
    ("+502 1555", "", "es verdadero", ["1555"], ["sin el código"], "a short number is dialled alone"),
    ("900 123 4567", "MX", "No podemos", [], ["costo extra"], "a premium rate is refused"),
    ("3399-4699", "HN", "no está confirmado", [], [], "seen, and another number is better supported"),
    ("555 0000", "", "no conocemos", [], [], "not known does not mean false"),
]


@pytest.mark.parametrize(("number", "region", "verdict", "to_call", "words", "reason"), LOOKED_UP)
def test_a_number_from_a_poster_gets_an_answer(
    client: FlaskClient,
    number: str,
    region: str,
    verdict: str,
    to_call: list[str],
    words: list[str],
    reason: str,
) -> None:
    text = _text(client.post("/es/check", data={"number": number, "region": region}).text)
    for expected in (verdict, *to_call, *words, "quién le está llamando"):
        assert expected in text, f"{reason}: {text[:600]}"


def test_a_line_for_calls_and_whatsapp_is_one_card(client: FlaskClient) -> None:
    html = client.post("/es/check", data={"number": "800 5533 000", "region": "MX"}).text
    assert html.count("<h2") == 1
    assert "WhatsApp" in html
    assert 'href="tel:8005533000"' in html


def test_a_search_in_everyday_words_finds_the_line(client: FlaskClient) -> None:
    html = client.post("/es/search", data={"q": "mi jefe no me deja salir", "region": "GT"}).text
    assert "1555" in re.findall(NUMBER, html)[0]


def test_a_search_that_finds_nothing_still_gives_regions_and_emergency_numbers(client: FlaskClient) -> None:
    html = client.post("/fr/search", data={"q": "xqzw vvkj"}).text
    assert html.count('href="tel:911"') >= 8
    assert 'href="gt"' in html or 'href="../fr/gt"' in html
