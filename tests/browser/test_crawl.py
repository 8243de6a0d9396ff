"""What holds on every page of every locale, seen by a browser that visited them all (P7 to P13)."""

import re

import crawl
import pytest
from chromium import digits
from internet import EXIT, SITE, Internet
from words import ALARM, FALSE_SAFETY, found

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES, NUMBER_CHANNELS
from hotline.domain.phone import parse
from hotline.domain.reach import dial
from hotline.editions.serving import Site

#: The name under which the fixtures build their edition: what only machines follow is written in full.
OWN_NAME = "http://localhost:8000/"
#: Chromium itself asks for these, whatever site it shows; docs/residue.md says what that tells.
OF_THE_BROWSER = {"content-autofill.googleapis.com", "update.googleapis.com", "accounts.google.com", "www.google.com", "clients2.google.com",
                  "edgedl.me.gvt1.com", "redirector.gvt1.com", "safebrowsingohttpgateway.googleapis.com"}  # fmt: skip


def test_every_page_runs_without_a_word_in_the_console(visited: crawl.Crawl) -> None:
    assert len(visited.pages) >= 70
    # A name that this browser does not know yet, or no longer, is no mistake of the table of headers.
    assert {
        text for text in visited.said if "Permissions-Policy header: Unrecognized feature" not in text
    } == set()


def test_p07_every_page_leads_in_one_tap_to_what_leaving_cannot_do(visited: crawl.Crawl) -> None:
    for address, page in visited.pages.items():
        goes = {link["goes"] for link in page["links"]}
        wanted = LOCALES if address == "/" else (page["lang"],)
        for locale in wanted:
            assert f"{SITE}/{locale}/safety" in goes, address


@pytest.mark.parametrize("locale", LOCALES)
def test_p07_the_page_on_safety_names_what_cannot_be_hidden(visited: crawl.Crawl, locale: str) -> None:
    text = visited.pages[f"/{locale}/safety"]["text"].casefold()
    named = {
        "es": ("historial", "llamadas", "factura", "whatsapp", "wi-?fi", "programa", "otros aparatos|otros dispositivos"),
        "en": ("history", "calls", "bill", "whatsapp", "wi-?fi", "spy program", "other devices"),
        "fr": ("historique", "appels", "facture", "whatsapp", "wi-?fi", "espion", "autres appareils"),
    }  # fmt: skip
    for word in named[locale]:
        assert re.search(word, text), word


def test_p07_no_page_promises_what_nobody_can_keep(visited: crawl.Crawl) -> None:
    hits = {
        address: words
        for address, page in visited.pages.items()
        # The API calls a line "anonymous" where a caller may stay without a name; its page says so.
        if address != "/api/v1/" and (words := found(page["own"], FALSE_SAFETY[page["lang"]]))
    }
    print(f"P7: {len(hits)} of {len(visited.pages)} pages hold a word of false safety")
    assert hits == {}


def test_p08_nothing_that_is_seen_beside_the_page_holds_a_word_of_alarm(visited: crawl.Crawl) -> None:
    every = tuple(word for words in ALARM.values() for word in words)
    hits: dict[str, list[str]] = {}
    for address, page in visited.pages.items():
        seen = [
            page["title"],
            *(content for name, content in page["meta"] if name != "viewport"),
            *page["files"],
        ]
        bad = found(" ".join(seen), ALARM[page["lang"]]) + found(
            # "Report a wrong number": the address is a contract, and here it is a matter of numbers.
            re.sub(r"[/?#-]", " ", address.split("?")[0].removesuffix("/report")),
            every,
        )
        if bad:
            hits[address] = bad
        # The names that a sharing phone would print come from og: tags, or else from the title.
        assert not [
            name for name, _ in page["meta"] if name.startswith(("og:", "twitter:", "description"))
        ], address
    print(f"P8: {len(hits)} of {len(visited.pages)} pages show a word of alarm in title, address or tags")
    assert hits == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_p08_titles_stay_unique_and_true(visited: crawl.Crawl, locale: str) -> None:
    titles = [
        page["title"] for address, page in visited.finished.items() if address.startswith(f"/{locale}/")
    ]
    assert len(titles) >= 18
    assert len(set(titles)) == len(titles)
    assert visited.pages[f"/{locale}/gt"]["title"].endswith("Guatemala")


def test_p09_nothing_moves_asks_or_opens_by_itself(visited: crawl.Crawl) -> None:
    for address, page in visited.pages.items():
        assert page["surprises"] == [], address
        assert page["moving"] == [], address


def test_p09_the_browser_allows_the_pages_no_feature_that_a_person_would_notice(visited: crawl.Crawl) -> None:
    """What is left are switches of the browser itself: hints that it sends, and how it unloads a page."""
    left = {feature for page in visited.pages.values() for feature in page["allowed"]}
    print(f"P9: allowed by the browser and not denied: {sorted(left)}")
    noticed = re.compile(
        r"autoplay|camera|microphone|geolocation|notifications|vibrat|clipboard|fullscreen|payment|usb|serial|hid$|midi"
        r"|bluetooth|share|wake|idle|fonts|display|speaker|picture|otp|publickey|digital-|storage|sync-xhr|xr-|gyro"
        r"|accelero|magneto|gamepad|window|keyboard|topics|attribution|interest-group|auction|language-|translat|rewrit"
        r"|summari|private-state|deferred|network"
    )
    assert sorted(feature for feature in left if noticed.search(feature)) == []


def test_p10_a_visit_of_every_page_leaves_nothing_stored(visited: crawl.Crawl) -> None:
    assert visited.cookies == []
    for address, page in visited.pages.items():
        assert page["cookies"] == "", address
        # localStorage, sessionStorage, databases, caches, service workers.
        assert page["stored"] == [0, 0, 0, 0, 0], address
        assert "manifest" not in {rel for rel, _, _ in page["hints"]}, address


def test_p11_no_field_lets_a_browser_keep_what_is_typed(visited: crawl.Crawl) -> None:
    for address, page in visited.pages.items():
        assert set(page["fields"]) <= {"off"}, address


def allowed_digits(edition: Edition) -> set[str]:
    """The digits of every number of the edition, as published, and as dialled from each region."""
    plans = {plan.region: plan for plan in edition.numbering}
    found: set[str] = set()
    for directory in edition.regions:
        for service in directory.services:
            for point in service.contact_points:
                if point.channel not in NUMBER_CHANNELS or point.number is None:
                    continue
                region = point.number_region or directory.region
                number = parse(point.number, region, plans[region])
                found |= {digits(point.number), digits(number.e164 or "")}
                found |= {digits(dial(number, origin, plans, point.reach).dial or "") for origin in plans}
    return found - {""}


def test_p12_what_is_shown_is_what_is_dialled(visited: crawl.Crawl, built: Site) -> None:
    numbers = allowed_digits(built.edition)
    checked = 0
    for address, page in visited.pages.items():
        for link in page["links"]:
            kind, _, target = link["href"].partition(":")
            if kind in {"tel", "sms"}:
                assert re.fullmatch(r"\+?\d+", target), (
                    f"only digits are dialled: {link['href']} at {address}"
                )
            elif link["href"].startswith("https://wa.me/"):
                target = link["href"].removeprefix("https://wa.me/")
                assert re.fullmatch(r"\d+", target), link["href"]
            else:
                assert not re.match(r"(whatsapp|callto|skype|facetime|intent|javascript):", link["href"]), (
                    link["href"]
                )
                continue
            assert digits(link["shown"]) == digits(target), f"{link} at {address}"
            assert digits(target) in numbers, f"{link} at {address}"
            checked += 1
    print(f"P12: {checked} links on {len(visited.pages)} pages dial the digits that they show")
    assert checked > 500


def test_p13_a_visit_of_every_page_asks_one_host(visited: crawl.Crawl, net: Internet) -> None:
    hosts = {url.split("/")[2] for url in visited.requests if not url.startswith("data:")}
    print(
        f"P13: {len(visited.requests)} requests to {len(hosts)} host; others asked by the browser: {visited.strangers}"
    )
    assert hosts == {SITE.removeprefix("https://")}
    assert visited.strangers <= OF_THE_BROWSER
    assert EXIT not in hosts
    for address, page in visited.pages.items():
        for rel, kind, goes in page["hints"]:
            # What a browser never asks for by itself: an icon of no bytes, and where machines find more.
            assert rel in {"icon", "canonical", "alternate"}, address
            assert goes == "data:," if rel == "icon" else goes.startswith(OWN_NAME), address
            assert rel != "alternate" or kind in {
                "es",
                "en",
                "fr",
                "application/json+oembed",
                "text/xml+oembed",
            }
        assert page["speculation"] == [], address


def test_p17_links_that_lead_away_leak_nothing(visited: crawl.Crawl) -> None:
    away = 0
    for address, page in visited.pages.items():
        for link in page["links"]:
            if link["goes"].startswith(("http://", "https://")) and not link["goes"].startswith(SITE):
                wanted = {"noreferrer"} if link["id"] == "exit" else {"noreferrer", "noopener"}
                assert wanted <= set(link["rel"].split()), f"{link} at {address}"
                assert link["target"] == "", f"{link} at {address}"
                away += 1
    assert away > 100


#: Where a page leads back to, if not to the list of regions.
BEHIND = {"data": "about", "embed": "data", "api": "data", "materials": "data"}


def test_every_page_has_its_own_way_back(visited: crawl.Crawl) -> None:
    for address, page in visited.finished.items():
        _, locale, *names = address.split("/")
        if address == "/api/v1/":
            locale, names = "en", ["api"]
        if names and names != [""]:
            behind = "/".join(names[:-1]) if names[1:] else BEHIND.get(names[0], "")
            back = [link["goes"] for link in page["links"] if link["text"].startswith("‹")]
            assert back == [f"{SITE}/{locale}/{behind}"], address
