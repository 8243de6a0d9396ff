"""P27 at the desk itself: bad numbers typed into the form of a record. None is taken silently."""

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from conftest import FULL
from example import document, source
from filled_form import Form, press
from proposals import Review
from sqlalchemy import Engine, select

from hotline.domain.errors import InputError
from hotline.domain.person import Person
from hotline.services import proposing
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin.plans import plans
from hotline.web.admin.record_form import document_of, of_form, typed_of

sys.path.append(str(Path(__file__).parents[2] / "services"))
from test_p27_bad_numbers import everything

EDIT = "/admin/records/service/GT/gt-policia/edit"
#: Browsers cut the ends of lines out of a field of one line, so these never arrive as they were.
ANA = Person("ana", "Ana", frozenset({"editor"}), frozenset({"GT"}))


def spread(count: int) -> list[tuple[str, str, str]]:
    """Bad numbers of every kind and every region, as evenly as they can be had."""
    left = list(everything())
    random.Random(27).shuffle(left)
    seen: Counter[tuple[str, str]] = Counter()
    ranked = []
    for region, kind, number in left:
        ranked.append((seen[region, kind], region, kind, number))
        seen[region, kind] += 1
    return [(region, kind, number) for _, region, kind, number in sorted(ranked)[:count]]


def test_p27_no_bad_number_gets_through_the_form(review: Review, engine: Engine) -> None:
    numbers = spread((220 if FULL else 90) if engine.dialect.name == "sqlite" else 30)
    taken, marked = [], 0
    browser = review.browser("editor")
    form = Form(browser.get(EDIT).text)
    form.fields["contact_point.0.evidence.0.title"] = "A page that shows the new number"
    for count, (region, kind, number) in enumerate(numbers):
        # As many as one person sends in a minute come from one address.
        browser.source = f"198.18.{count // 50}.1"
        typed = {"contact_point__0__number": number, "contact_point__0__number_region": region, "why": "x"}
        answer = press(browser, EDIT, form, "propose", **typed)
        if answer.status_code != 400:
            taken.append((region, kind, number))
        marked += 'href="#contact_point.0.number"' in answer.text
    print(f"P27 in the form: {len(numbers)} bad numbers, {len(taken)} taken")
    assert taken == []
    assert marked == len(numbers), "each is told beside its field"
    assert len({kind for _, kind, _ in numbers}) == 13
    with review.factory() as session:
        assert session.scalars(select(Change).where(Change.state == "proposed")).all() == []


def test_p27_all_of_them_go_through_what_the_form_reads(review: Review, engine: Engine) -> None:
    # That the desk takes none of them is tried with all (services); here it is what a form makes of them.
    every = (1 if FULL else 4) if engine.dialect.name == "sqlite" else 40
    typed = typed_of("service", document()["service"][1])
    told: dict[str, Any] = source("shows-it")
    typed |= {f"contact_point.0.evidence.0.{name}": [value] for name, value in told.items()}
    taken, refused = [], 0
    with writing(review.factory) as session:
        for region, kind, number in everything()[::every]:
            sent = of_form([("contact_point.0.number", number), ("contact_point.0.number_region", region)])
            text = document_of("service", {**typed, **sent})
            try:
                proposing.propose(session, ANA, "service", "GT", text, "x", review.clock(), plans())
            except InputError as error:
                refused += bool(error.problems)
            else:
                taken.append((region, kind, number))
    assert (taken, refused) == ([], len(everything()[::every]))
    assert refused >= 2000 // every
