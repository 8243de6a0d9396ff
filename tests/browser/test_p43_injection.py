"""P43: a thousand texts that would run, in every field of every record, as they come out of every output."""

import copy
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from chromium import ARGUMENTS, EXECUTABLE
from flask import Flask
from injected import Watched, watched
from injections import ALL
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Playwright, Request
from pydantic import ValidationError
from werkzeug.test import TestResponse

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "web" / "admin")]

from conftest import FULL  # noqa: E402
from desk_browser import Browser, Clock, join  # noqa: E402
from example import document, plan_document, source  # noqa: E402

from hotline.config import Settings  # noqa: E402
from hotline.domain import gate  # noqa: E402
from hotline.domain.edition import Edition  # noqa: E402
from hotline.domain.edition_change import changes  # noqa: E402
from hotline.domain.listing import LOCALES, ContactPoint, Organization, RegionDirectory  # noqa: E402
from hotline.domain.numbering import NumberingPlan  # noqa: E402
from hotline.domain.person import Person  # noqa: E402
from hotline.domain.report import read as read_report  # noqa: E402
from hotline.editions import building, rendering  # noqa: E402
from hotline.editions.serving import Follower  # noqa: E402
from hotline.editions.vocabulary import load_vocabulary  # noqa: E402
from hotline.resources import resource_dir  # noqa: E402
from hotline.services import proposing, reporting  # noqa: E402
from hotline.services.importing import import_directory  # noqa: E402
from hotline.storage.migrations import migrate  # noqa: E402
from hotline.storage.session import make_engine, sessions, writing  # noqa: E402
from hotline.web.admin.app import create_desk  # noqa: E402
from hotline.web.app import create_app  # noqa: E402

#: Each ninth of them meets every carrier, way out and act.
TRIED = ALL if FULL else ALL[::9]
#: So many of them stand in one edition.
AT_ONCE = 130
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE, ELSEWHERE, DESK = "https://localhost:8443", "https://elsewhere.example", "https://localhost"
US = {**plan_document("US"), "calling_code": "1", "trunk_prefix": "1", "lengths": [10]}
PLANS = {plan.region: plan for plan in (NumberingPlan.model_validate(one) for one in (plan_document(), US))}


def is_taken(text: str) -> bool:
    """Whether the domain lets it into a record as a name."""
    try:
        Organization(id="x", name=text, name_language="es")
    except ValidationError:
        return False
    return True


def is_address(text: str) -> bool:
    """Whether the domain lets it in as the address of a web line."""
    point = {**document()["service"][0]["contact_point"][2], "address": text}
    try:
        ContactPoint.model_validate(point)
    except ValidationError:
        return False
    return True


TAKEN = tuple(text for text in TRIED if is_taken(text))


def batches(texts: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]


def service(text: str, place: int | str, entries: tuple[str, ...]) -> dict[str, Any]:
    """The example's first line with the text in each of its fields that hold any text."""
    made = copy.deepcopy(document()["service"][0])
    locales = dict.fromkeys(LOCALES, text)
    piece = source("x", says=text) | {"address": text, "title": text}
    web = f"https://example.org/{text}"
    made |= {
        "name": text,
        "description": locales,
        "who_answers": locales,
        "what_happens": locales,
        "caution": locales,
    }
    made |= {"other_names": entries, "places": entries, "conflicts": entries, "organization": f"o-{place}"}
    for point in made["contact_point"]:
        point |= {
            "hours_note": locales,
            "evidence": [piece, *point["evidence"], source("y") | {"address": web, "title": text}],
        }
        point.pop("hours", None)
        if "number" in point:
            point |= {"after_dialling": locales, "confirmed_by": text, "words_to_send": entries}
            point["reach"] = {"abroad": "no", "note": locales}
        elif is_address(web):
            point["address"] = web
    return {**made, "id": f"gt-{place}"}


def region(texts: tuple[str, ...], alone: int | None = None) -> RegionDirectory:
    """A line, an organization, a lead and an old number for each text, and a first line that holds them all.

    Of many texts, only the first `alone` have records of their own.
    """
    raw = document()
    together = " ".join(texts)
    raw["service"] = [service(together, "trata", texts), raw["service"][1]]
    raw["first"]["reason"] = dict.fromkeys(LOCALES, together)
    raw["organization"][1] |= {"id": "o-trata", "name": together, "other_names": texts}
    for place, text in enumerate(texts[:alone]):
        piece = source("x", says=text) | {"address": text, "title": text}
        raw["service"].append(service(text, place, (text,)))
        raw["organization"].append(
            {
                "id": f"o-{place}",
                "name": text,
                "name_language": "es",
                "acronym": text,
                "other_names": [text],
                "website": text,
            }
        )
        raw["lead"].append(
            raw["lead"][0]
            | {"id": f"l-{place}", "name": text, "operator": text, "note": text, "evidence": [piece]}
        )
        raw["retired_number"].append(
            raw["retired_number"][0]
            | {"id": f"r-{place}", "note": dict.fromkeys(LOCALES, text), "evidence": [piece]}
        )
    notice = {
        "id": "n-1",
        "kind": "outage",
        "service": "gt-trata",
        "contact_point": "voice",
        "instead": "gt-0",
    }
    notice |= {
        "since": "2026-11-24T11:00:00Z",
        "until": "2026-11-25T12:00:00Z",
        "note": dict.fromkeys(LOCALES, together),
    }
    raw["notice"] = [notice]
    return RegionDirectory.model_validate(raw)


def site_of(texts: tuple[str, ...], var: Path) -> tuple[Flask, list[str]]:
    """The public site of an edition with these texts, whose feeds tell what it changed; and its addresses."""
    plans = tuple(sorted(PLANS.values(), key=lambda plan: plan.region))
    before = Edition(
        number=1, published_at=NOW, regions=(RegionDirectory.model_validate(document()),), numbering=plans
    )
    after = Edition(
        number=2, published_at=NOW, regions=(region(texts),), numbering=plans, previous=before.sha256
    )
    settings = Settings(var=var, hosts=("localhost",))
    vocabulary = load_vocabulary(resource_dir("data") / "search")
    home = rendering.Home(SITE, settings.exit_url)
    building.build(after, settings.editions, vocabulary, home, changes(before, after)[:200])
    app = create_app(settings)
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    return app, sorted(Follower(settings.editions, vocabulary).site().addresses)


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Chromium]:
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    yield browser
    browser.close()


def of(app: Flask) -> Callable[[Request], TestResponse]:
    def ask(request: Request) -> TestResponse:
        kind = request.headers.get("content-type")
        path = request.url.partition(SITE)[2]
        return app.test_client().open(
            path, method=request.method, data=request.post_data_buffer, content_type=kind, base_url=SITE
        )

    return ask


def elsewhere(request: Request) -> TestResponse:
    """A page of another site that shows the frame, the whole frame and the element."""
    frames = "".join(f"<iframe src={SITE}/embed/{name}></iframe>" for name in ("es/gt", "fr/gt/full"))
    element = "<hotline-directory region=GT locale=en></hotline-directory>"
    page = f"<!doctype html><title>x</title><link rel=icon href=data:,>{frames}{element}<script src={SITE}/embed/v1.js></script>"
    return as_page(page)


def as_page(html: str) -> TestResponse:
    app = Flask("elsewhere", static_folder=None)
    app.add_url_rule("/", view_func=lambda: html)
    return app.test_client().get("/")


def shown(watch: Watched, texts: tuple[str, ...]) -> int:
    """How many of these texts can be read on the page, as they are."""
    everything = "".join(watch.page.evaluate("document.body.textContent").split())
    return sum("".join(text.split()) in everything for text in texts)


def test_p43_the_judge_sees_what_runs_and_what_stands_in_a_page(chromium: Chromium) -> None:
    """The control: the same texts on a page that takes them for markup."""
    # Those that would lead away, or change what every address means, would hide the others.
    staying = [
        text for text in ALL if not re.search("location|refresh|<base|<template|<xmp|<!--|<style", text)
    ]
    html = "<!doctype html><title>x</title><p>" + "<p>".join(
        sorted(staying[:400:2], key=lambda text: not text.startswith("<a"))
    )
    watch = watched(chromium, {"elsewhere.example": lambda request: as_page(html)})
    watch.open(f"{ELSEWHERE}/")
    found = " ".join(watch.hits)
    for sign in ("ran in", "dialog", "asked for https://hit.example", "element:", "handler:", "address:"):
        assert sign in found, sign


def test_p43_no_text_of_a_record_runs_on_any_public_output(
    chromium: Chromium, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    opened = downloads = 0
    for number, texts in enumerate(batches(TAKEN)):
        app, addresses = site_of(texts, tmp_path / str(number))
        watch = watched(chromium, {"localhost:8443": of(app), "elsewhere.example": elsewhere})
        assert {"/es/gt", "/embed/fr/gt/full", "/data/directory.csv", "/api/v1/listings"} <= set(addresses)
        for address in addresses:
            watch.open(f"{SITE}{address}")
            if address in {"/es/gt", "/en/gt", "/fr/gt", "/data/directory.json"}:
                wanted = texts if address.endswith("gt") else ()
                assert shown(watch, wanted) == len(wanted), address
        watch.open(f"{ELSEWHERE}/")
        watch.page.wait_for_function("document.querySelector('hotline-directory').shadowRoot")
        watch.judge("the element")
        assert sorted(set(watch.hits)) == []
        opened, downloads = opened + watch.opened, downloads + watch.downloads
        watch.page.context.close()
    refused = len(TRIED) - len(TAKEN)
    numbers = sum(not gate.inspect(text) for text in TRIED)
    assert numbers == 0
    figure(
        f"P43: {len(TAKEN)} texts in every field of text ({refused} more refused; as a number all {len(TRIED)} are), "
        f"{opened} outputs opened, {downloads} of them files to keep: 0 ran, 0 elements"
    )


#: Types a text into the form of a page and sends it with the page's own script, or as any form is sent.
TYPE = """([name, text]) => new Promise(done => {
  const form = document.querySelector(`main form:has([name=${name}])`);
  form.elements[name].value = text;
  new MutationObserver((_, all) => { all.disconnect(); done(document.body.textContent); })
    .observe(document.documentElement, {childList: true});
  form.requestSubmit();
})"""


@pytest.mark.parametrize("batch", range(len(batches(TRIED))))
def test_p43_no_text_that_is_typed_runs_in_its_answer(
    chromium: Chromium, tmp_path: Path, batch: int, figure: Callable[[str], None]
) -> None:
    tried = batches(TRIED)[batch]
    app, _ = site_of(TAKEN[:3], tmp_path)
    ask = of(app)
    watch = watched(chromium, {"localhost:8443": ask})
    client = app.test_client()
    typed = 0
    for page, name in (("search", "q"), ("check", "number")):
        for place, locale in enumerate(LOCALES):
            watch.open(f"{SITE}/{locale}/{page}")
            for text in tried[place::3] if FULL else tried[place + 3 * (name == "q") :: 6]:
                watch.page.evaluate(TYPE, [name, text])
                watch.judge(f"{page} for {text!r}")
                typed += 1
    for place, text in enumerate(tried):
        posted = [
            ("/es/search", {"q": text, "region": text}), ("/en/check", {"number": text}), ("/oembed", {}),
            ("/fr/report", {"line": text, "seen": text, "words": text, "region": text}),
            ("/api/v1/search", {"query": text}), ("/api/v1/numbers", {"number": text, text: text}),
        ]  # fmt: skip
        for path, form in posted[place % 3 :: 3] if FULL else posted[place % 6 : place % 6 + 1]:
            if path == "/oembed":
                answer = client.get(
                    path, query_string={"url": f"{SITE}/es/gt?{text}", "format": text}, base_url=SITE
                )
            elif "api" in path:
                answer = client.post(path, json=form, base_url=SITE)
            else:
                answer = client.post(path, data=form, base_url=SITE)
            assert answer.status_code in {200, 400, 404, 422, 429, 501, 503}
            watch.show(SITE, answer)
    for text in tried[::5]:
        for path in (
            f"/api/v1/listings?need={quote(text)}",
            f"/es/{quote(text)}",
            f"/{quote(text, safe='')}",
        ):
            watch.show(SITE, client.get(path, base_url=SITE))
    assert sorted(set(watch.hits)) == []
    figure(
        f"P43: {typed} texts typed into search and look-up, {watch.opened} answers as documents: 0 ran, 0 elements"
    )


@pytest.mark.parametrize("batch", range(len(batches(TAKEN))))
def test_p43_no_text_runs_at_the_desk(
    chromium: Chromium, tmp_path: Path, batch: int, figure: Callable[[str], None]
) -> None:
    texts = batches(TAKEN)[batch]
    opened = _at_the_desk(chromium, tmp_path / "var", texts)
    figure(f"P43: {opened} pages of the desk with {len(texts)} texts: 0 ran, 0 elements")


def _at_the_desk(chromium: Chromium, var: Path, texts: tuple[str, ...]) -> int:
    var.mkdir()
    clock = Clock()
    address = f"sqlite:///{var / 'hotline.sqlite'}"
    engine = make_engine(address)
    migrate(engine)
    factory = sessions(engine)
    together = " ".join(texts)
    alone = len(texts) if FULL else 10
    directory = region(texts, alone).model_copy(update={"notices": ()})
    with writing(factory) as session:
        import_directory(session, (directory,), together, clock())
        for text in texts:
            form = {"wrong": "other", "region": "GT", "line": text, "seen": text, "words": text}
            report = reporting.keep(session, read_report(form, {"GT"}, "es"), clock().date())
    desk = create_desk(Settings(var=var, database_url=address, reviewers_need_passkey=False), clock)
    members = {
        name: join(desk, factory, clock, name, name) for name in ("editor", "reviewer", "administrator")
    }
    person = Person("zoe-editor", together, frozenset({"editor"}), frozenset({"GT"}))
    changed = copy.deepcopy(directory.services[0].model_dump(mode="json", by_alias=True))
    changed["places"] = changed["places"][::-1]
    changed["description"] = document()["service"][0]["description"]
    with writing(factory) as session:
        change = proposing.propose(session, person, "service", "GT", changed, together, clock(), PLANS).id
    one = "records/service/GT/gt-trata"
    last = alone - 1
    pages = {
        "editor": ("", "regions/GT", one, f"{one}/edit", f"{one}/remove", f"records/organization/GT/o-{last}", f"records/lead/GT/l-{last}/edit", f"records/service/GT/gt-{last}/edit", f"records/retired_number/GT/r-{last}", "records/first_lines/GT/GT", f"changes/{change}", f"changes/{change}/revise", "freshness", "import", "services/GT/gt-trata/attestation"),
        "reviewer": ("changes", f"changes/{change}", "history/service/GT/gt-trata", f"history/lead/GT/l-{last}", "reports", f"reports/{report}", "services/GT/gt-trata/outage", "services/GT/gt-trata/hide", "letters"),
        "administrator": ("history/trail", "people", f"reports?region={quote(texts[0])}", quote(texts[-1])),
    }  # fmt: skip
    opened = 0
    for name, paths in pages.items():
        browser = Browser(desk, f"192.0.2.{len(name)}")
        assert members[name].sign_in(browser).status_code == 303
        watch = watched(
            chromium,
            {"localhost": lambda request, browser=browser: browser.get(request.url.partition(DESK)[2])},
        )
        for path in paths:
            answer = watch.open(f"{DESK}/admin/{path}")
            assert answer is not None, path
            assert answer.status == 200 or path == paths[-1] == pages["administrator"][-1], (
                path,
                answer.status,
            )
            if path == one:
                assert shown(watch, texts) == len(texts)
        for path, form in {
            "editor": ((f"{one}/edit", {"name": together, "description.es": together, "id": together, "why": together}),
                       ("records/lead/GT/new", {"name": together, "number": together, "address": together, "id": texts[0]})),
            "reviewer": ((f"changes/{change}/return", {"version": "1", "note": together}), ("history", {"number": texts[0]}),
                         ("services/GT/gt-trata/outage", {"note.es": together, "until": together, "contact_point": texts[0]})),
            "administrator": (("people/invite", {"name": together, "email": texts[0], "roles": texts[0]}), ("history/trail", {"hash": texts[0]})),
        }[name]:  # fmt: skip
            sent = browser.post(f"/admin/{path}", form)
            # What was taken leads to another page, which shows it.
            watch.open(f"{DESK}{sent.location}") if sent.status_code == 303 else watch.show(DESK, sent)
        assert sorted(set(watch.hits)) == []
        opened += watch.opened
        watch.page.context.close()
    engine.dispose()
    return opened
