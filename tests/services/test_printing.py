"""The keeper's forms for paper: made as soon as an edition is frozen, and none outlives its number."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from desk import ANA, CARLA, NEW, NOW, OLD, PLANS, Desk, service
from sqlalchemy import Engine

from hotline.config import Settings
from hotline.editions import folder
from hotline.editions.print import marks, plan
from hotline.editions.print.plan import Yielded
from hotline.services import deciding, printing, proposing
from hotline.services.keeping import Keeper, keep, steps

#: The database has no part in typesetting.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "var", database_url=engine.url.render_as_string(hide_password=False))


def comes(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 90
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def site(settings: Settings) -> Path:
    found = folder.current(settings.editions)
    assert found is not None
    return found / "site"


def yielded(settings: Settings) -> Yielded:
    found = plan.read(site(settings).parent)
    assert found is not None
    return found


def printed(settings: Settings, keeper: Keeper) -> Yielded:
    """Build the newest edition and make all its forms."""
    keeper.build(NOW)
    assert comes(lambda: keeper.print(NOW) is None and missing(settings, keeper) == [])
    return yielded(settings)


def missing(settings: Settings, keeper: Keeper) -> list[str]:
    refused = len(keeper._printer.refused)
    absent = [path for path in yielded(settings).forms if not (site(settings) / path).exists()]
    return absent[refused:]


def place(found: Yielded, ending: str) -> str:
    return next(path for path in found.forms if path.endswith(ending))


def text(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path.read_bytes())
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def codes(path: Path) -> set[str]:
    pages = pypdfium2.PdfDocument(path.read_bytes())
    return {one.text for page in pages for one in zxingcpp.read_barcodes(page.render(scale=2).to_pil())}


def test_p29_a_number_changed_at_the_desk_stands_on_the_poster_of_the_next_edition(
    desk: Desk, settings: Settings, figure: Callable[[str], None]
) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=keep, args=(settings, lambda: NOW, stop, lambda: True))
    worker.start()

    def whole(number: int) -> bool:
        current = folder.current(settings.editions)
        found = plan.read(current) if current else None
        if current is None or found is None or found.edition != number:
            return False
        return all((current / "site" / path).exists() for path in found.forms)

    try:
        assert comes(lambda: whole(1))
        before = site(settings)
        poster = place(yielded(settings), "gt/es/poster-a4.pdf")
        untouched = place(yielded(settings), "ni/es/poster-a4.pdf")
        assert OLD in text(before / poster)
        desk.approve(desk.propose())
        began = time.monotonic()

        def new_poster() -> bool:
            now = site(settings).parent
            found = plan.read(now)
            if found is None or found.edition == 1:
                return False
            # An address of the new edition never shows the number of the old one, not even at first.
            there = now / "site" / place(found, "gt/es/poster-a4.pdf")
            shown = text(there).split() if there.exists() else []
            assert OLD not in shown
            return NEW in shown

        assert comes(new_poster)
        seconds = time.monotonic() - began
        assert comes(lambda: whole(2))
        after = site(settings)
        new = after / place(yielded(settings), "gt/es/poster-a4.pdf")
        assert NEW in text(new).split()
        assert codes(new) == {f"{settings.site}/es/gt"}
        assert (after / untouched).samefile(before / untouched), "another country's poster is the same file"
        assert comes(
            lambda: (
                {path.name for path in settings.printed.iterdir()} == set(yielded(settings).forms.values())
            )
        )
    finally:
        stop.set()
        worker.join(60)
    figure(f"P29: {seconds:.1f} s from the approval of a number to its poster, the build included")


def test_forms_of_another_country_are_there_at_the_flip(desk: Desk, settings: Settings) -> None:
    keeper = Keeper(settings)
    printed(settings, keeper)
    desk.approve(desk.propose())
    keeper.build(NOW)
    there = {path for path in yielded(settings).forms if (site(settings) / path).exists()}
    of_ni = {path for path in yielded(settings).forms if "/ni/" in path}
    assert of_ni
    assert there == of_ni, "before anything was typeset for the new edition"


def test_a_form_that_cannot_be_made_raises_the_alarm_and_stops_no_other(
    desk: Desk, settings: Settings
) -> None:
    keeper = Keeper(settings)
    printed(settings, keeper)
    assert keeper.tell_of_forms(NOW) is None
    named = desk.do(
        proposing.propose, ANA, "service", "GT", service(OLD, name="\u4eac\u90fd"), "Renamed.", NOW, PLANS
    )
    desk.do(deciding.approve, CARLA, named.id, named.version, {}, NOW, PLANS)
    found = printed(settings, keeper)
    assert found.edition == 2
    with pytest.raises(printing.NotMadeError, match=r"forms cannot be made.*poster.*could not be displayed"):
        keeper.tell_of_forms(NOW)
    assert not (site(settings) / place(found, "gt/es/poster-a4.pdf")).exists(), "nor is the old one served"
    assert (site(settings) / place(found, "gt/es/door.pdf")).exists(), "it names no service"
    back = desk.do(proposing.undo, ANA, named.id, "It was right.", NOW, PLANS)
    desk.do(deciding.approve, CARLA, back.id, back.version, {}, NOW, PLANS)
    printed(settings, keeper)
    assert keeper.tell_of_forms(NOW) is None
    assert (site(settings) / place(yielded(settings), "gt/es/poster-a4.pdf")).exists()


def test_the_marks_of_the_edition_before_give_what_the_whole_chain_gives(
    desk: Desk, settings: Settings
) -> None:
    keeper = Keeper(settings)
    keeper.build(NOW)
    built = site(settings).parent
    desk.approve(desk.propose())
    edition = desk.edition()
    with desk.factory() as session:
        chain = printing.marks_of(session, edition)
        assert printing.marks_of(session, edition, built) == chain
        # Of an edition that nobody has printed, nothing is taken over.
        plan.write(built, Yielded(1, "0" * 64, {}, {}))
        assert printing.marks_of(session, edition, built) == chain
        (built / plan.FILE).write_bytes(b"{")
        assert printing.marks_of(session, edition, built) == chain
    assert {code: mark.number for code, mark in chain.items()} == {"GT": 2, "NI": 1}
    assert marks.since((edition,), marks.Known(edition.sha256, chain)) == chain


def test_without_typesetting_there_are_neither_forms_nor_a_step_for_them(
    desk: Desk, settings: Settings
) -> None:
    without = settings.model_copy(update={"print": False})
    keeper = Keeper(without)
    assert {step.name for step in steps(Keeper(settings))} - {step.name for step in steps(keeper)} == {
        "print",
        "forms",
    }
    keeper.build(NOW)
    assert plan.read(site(without).parent) is None
    assert not list(site(without).rglob("print*"))
