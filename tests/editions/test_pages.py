"""Every public page of the real data: valid, small, neutral, and with the right digits in its links."""

import posixpath
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import unquote

import brotli
import html5lib
import pytest
from lxml import etree

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions import pages, rendering, sealing
from hotline.editions.formats import open_data
from hotline.editions.lookup import Lookup
from hotline.editions.print import making
from hotline.editions.ranking import Found, NumberFound, SearchResult
from hotline.resources import resource_dir
from hotline.services import files

HOME = rendering.Home("https://lineas.example.org", "https://www.example.org/")
LARGEST_REGION_PAGE = 14 * 1024
#: Roots of words that a title over somebody's shoulder must not show, in the three locales.
ALARM = re.compile(
    r"trafic|trata|traite|traffick|victim|víctim|explot|exploit|abus|slave|esclav|anti-", re.IGNORECASE
)
#: P7: promises that nobody can keep, and their translations.
FALSE_SAFETY = re.compile(
    r"\berase|\bborra|\beffac|untraceable|irrastreable|intraçable|100 ?%|\banonymous|\banonyme\b",
    re.IGNORECASE,
)


class Page(NamedTuple):
    path: str
    html: str
    tree: etree._Element

    @property
    def address(self) -> str:
        return re.sub(r"(index)?\.html$", "", self.path)

    def all(self, xpath: str) -> list[etree._Element]:
        found = self.tree.xpath(xpath)
        assert isinstance(found, list)
        return found


@pytest.fixture(scope="module")
def edition() -> Edition:
    loaded = files.load(resource_dir("data"))
    assert not loaded.problems
    return Edition(
        number=1,
        published_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
        regions=loaded.regions,
        numbering=loaded.plans,
    )


def read(path: str, html: str) -> Page:
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    return Page(path, html, parser.parse(html).getroot())


def answers(edition: Edition) -> Iterator[tuple[str, str]]:
    lookup = Lookup(edition)
    for raw, region in (
        ("1555", "GT"),
        ("1552", "GT"),
        ("900 123 4567", "MX"),
        ("123", None),
        ("<b>1</b>", None),
    ):
        answer = lookup.answer(raw, region)
        yield "es/check.html", pages.render_check(edition, "es", HOME, raw, region, answer)
    found = SearchResult(
        regions=("GT",),
        listings=(Found("GT", "gt-pdh-1555"),),
        numbers=(NumberFound("GT", "1552", "retired", ("gt-pdh-1555",)),),
    )
    yield "fr/search.html", pages.render_search(edition, "fr", HOME, "<script>", "GT", found)
    yield "en/search.html", pages.render_search(edition, "en", HOME, "nothing", None, SearchResult())


@pytest.fixture(scope="module")
def site(edition: Edition) -> list[Page]:
    return [read(path, html) for path, html in (*pages.render_all(edition, HOME), *answers(edition))]


def test_every_page_is_valid_and_says_its_language_and_direction(site: list[Page]) -> None:
    # Reading them strictly, in the fixture, is the test of validity.
    for page in site:
        # The page about the API is for people who write programs, in English.
        default = "en" if page.path.startswith("api/") else "es"
        locale = next((part for part in page.path.split("/") if part in LOCALES), default)
        assert page.tree.get("lang") == locale, page.path
        assert page.tree.get("dir") == "ltr", page.path


def test_every_page_has_one_heading_and_unique_ids(site: list[Page]) -> None:
    for page in site:
        assert len(page.all("//h1")) == 1, page.path
        ids = [element.get("id") for element in page.all("//*[@id]")]
        assert len(ids) == len(set(ids)), page.path


def test_titles_are_neutral_and_tell_the_pages_of_a_locale_apart(site: list[Page], edition: Edition) -> None:
    finished = {page.path: page.all("//title")[0].text for page in reversed(site)}
    for locale in LOCALES:
        titles = [title for path, title in finished.items() if path.startswith(f"{locale}/")]
        pages_of_their_own = 2 * len(edition.regions) + len(edition.materials)
        assert len(titles) == len(set(titles)) == 13 + pages_of_their_own
    assert not [title for title in finished.values() if title is None or ALARM.search(title)]


def test_the_exit_is_the_second_stop_of_the_tab_key_and_leaks_nothing(site: list[Page]) -> None:
    for page in site:
        skip, leave = page.all("//a[@href]")[:2]
        assert skip.get("href") == "#main"
        assert leave.get("id") == "exit"
        assert leave.get("href") == HOME.exit_url
        assert leave.get("rel") == "nofollow noreferrer"
        assert page.all(f"//*[@id='{leave.get('aria-describedby')}']")


def test_every_link_of_ours_resolves(site: list[Page], edition: Edition) -> None:
    addresses = {page.address for page in site}
    addresses |= {path for path, _ in open_data.files(edition, (), HOME.address)}
    addresses |= {path for path, _ in making.contents(edition, HOME, {})}
    addresses.add(sealing.FILES)
    for page in site:
        ids = {element.get("id") for element in page.all("//*[@id]")}
        for link in page.all("//a[@href]"):
            target = unquote(link.get("href"))
            if re.match(r"[a-z]+:", target):
                continue
            if target.startswith("#"):
                assert target[1:] in ids, (page.path, target)
                continue
            base = "" if target.startswith("/") else posixpath.dirname(page.address)
            joined = posixpath.normpath(posixpath.join("/", base, target)).removeprefix("/")
            assert {joined, f"{joined}/", "" if joined == "." else joined} & addresses, (page.path, target)


def test_links_that_leave_give_no_referrer(site: list[Page]) -> None:
    for page in site:
        for link in page.all("//a[starts-with(@href, 'http')]"):
            assert "noreferrer" in link.get("rel", ""), page.path


def test_shown_digits_are_the_digits_of_the_link(site: list[Page]) -> None:
    seen = 0
    for page in site:
        for link in page.all(
            "//a[starts-with(@href,'tel:') or starts-with(@href,'sms:') or contains(@href,'//wa.me/')]"
        ):
            target = re.sub(r"^(tel:|sms:|https://wa\.me/)", "", link.get("href"))
            assert re.fullmatch(r"\+?[0-9]+", target), (page.path, target)
            shown = re.sub(r"\D", "", "".join(link.itertext()))
            assert shown == target.removeprefix("+"), (page.path, target, shown)
            seen += 1
    assert seen > 1000


def test_every_published_number_stands_on_the_page_of_its_region(site: list[Page], edition: Edition) -> None:
    text = {page.path: " ".join("".join(page.tree.itertext()).split()) for page in site}
    for directory in edition.regions:
        for service in directory.services:
            for point in service.contact_points:
                if point.number and (point.number_region or directory.region) == directory.region:
                    assert point.number in text[f"es/{directory.region.lower()}.html"]


def test_numbers_are_isolated_from_the_direction_of_the_text(site: list[Page]) -> None:
    for page in site:
        for number in page.all("//*[contains(concat(' ', @class, ' '), ' n ')]"):
            if number.tag == "bdi":
                assert number.get("dir") == "ltr"


def test_a_star_code_is_shown_without_a_link(site: list[Page]) -> None:
    stars = [number for page in site for number in page.all("//bdi[starts-with(normalize-space(.), '*')]")]
    assert stars
    assert not [star for star in stars if star.xpath("ancestor::a")]


def test_a_region_is_one_request_of_at_most_14_kilobytes(site: list[Page], edition: Edition) -> None:
    regions = {directory.region.lower() for directory in edition.regions}
    for page in site:
        assert not page.all("//img | //script[@src] | //link[@rel='stylesheet'] | //iframe")
        if page.address.split("/")[-1] in regions:
            assert len(brotli.compress(page.html.encode())) <= LARGEST_REGION_PAGE, page.path


def test_the_policy_names_exactly_the_style_and_script_that_stand_in_the_page(site: list[Page]) -> None:
    styles, scripts = rendering.csp_hashes()
    for page in site:
        assert [rendering.csp_source(style.text) for style in page.all("//style")] == list(styles)
        assert [rendering.csp_source(script.text) for script in page.all("//script[not(@type)]")] == list(
            scripts
        )
        assert not page.all("//@style"), page.path
        assert not page.all("//@*[starts-with(name(), 'on')]"), page.path


def test_nothing_that_was_typed_becomes_markup(site: list[Page]) -> None:
    for page in site:
        assert "<b>1</b>" not in page.html
        assert "<script>" not in page.html.replace("<script>(", "")


def test_forms_post_and_ask_the_browser_to_remember_nothing(site: list[Page]) -> None:
    for page in site:
        for form in page.all("//form"):
            assert (form.get("method"), form.get("autocomplete")) == ("post", "off")
            assert form.get("action").split("/")[-1] in {"search", "check", "report", "embed", "make"}


def test_no_page_promises_what_nobody_can_keep(site: list[Page]) -> None:
    for page in (page for page in site if not page.path.startswith("api/")):
        # Names of services and of sources are others' words.
        for other in page.all(
            "//h2/bdi | //h3/bdi | //*[contains(@class, 'source')] | //li/bdi | //ul[contains(@class, 'sources')]"
        ):
            other.clear()
        text = "".join(page.all("//body")[0].itertext())
        found = FALSE_SAFETY.search(text)
        assert found is None, (page.path, text[max(0, found.start() - 40) : found.end() + 20])


def test_an_emergency_number_that_is_the_first_line_is_shown_once(site: list[Page], edition: Edition) -> None:
    same = [one.region for one in edition.regions if one.first.emergency == one.first.services[0]]
    assert same
    for page in site:
        region = page.address.split("/")[-1].upper()
        if page.address == f"es/{region.lower()}" and region in {one.region for one in edition.regions}:
            assert bool(page.all("//section[@class='danger']")) is (region not in same)


@pytest.mark.parametrize(
    ("operator", "said"),
    [
        ("unknown", "Who answers? Not confirmed."),
        ("international", "An organization, not the police."),
        ("emergency", "The emergency line."),
    ],
)
def test_a_card_never_says_more_of_who_answers_than_is_known(
    edition: Edition, operator: str, said: str
) -> None:
    guatemala = edition.directories["GT"]
    first = guatemala.first.services[0]
    services = tuple(
        service.model_copy(update={"operator": operator}) if service.id == first else service
        for service in guatemala.services
    )
    changed = edition.model_copy(update={"regions": (guatemala.model_copy(update={"services": services}),)})
    card = read("en/gt.html", pages.render_region(changed, "en", HOME, "GT")).all(
        "//section[contains(@class, 'first')]"
    )[0]
    text = " ".join("".join(card.itertext()).split())
    assert said in text
    assert ("The emergency line." in text) is (operator == "emergency")


def test_the_same_edition_gives_the_same_bytes(edition: Edition) -> None:
    assert list(pages.render_all(edition, HOME)) == list(pages.render_all(edition, HOME))


PLACES = {
    "from one region to another": ("es/gt", "es/mx", "mx"),
    "to the home of the locale": ("es/gt", "es/", "./"),
    "to another locale": ("es/gt", "en/gt", "../en/gt"),
    "from the home of a locale": ("es/", "es/gt", "gt"),
    "from the page of everybody": ("", "es/gt", "es/gt"),
}


@pytest.mark.parametrize("reason", PLACES)
def test_links_are_relative_so_that_a_copy_works_anywhere(reason: str) -> None:
    here, target, link = PLACES[reason]
    assert rendering.Place(here, HOME).link(target) == link


def test_an_error_page_links_from_the_root_because_it_can_appear_anywhere() -> None:
    assert rendering.Place("es/", HOME, anywhere=True).link("es/gt") == "/es/gt"


def test_only_english_may_lack_a_catalog() -> None:
    with pytest.raises(FileNotFoundError):
        rendering.translations("de")
