"""Shift three times leaves; no typing ever does (P6)."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import FULL
from internet import EXIT, SITE
from playwright.sync_api import CDPSession, Page

FALSE, TRUE = (10_000, 200) if FULL else (500, 10)
SEED = 20261124

LETTERS = "abcdefghijklmnopqrstuvwxyzñáéç"
#: Keys pressed alone, or while Shift, Control or Alt is held.
OTHERS = (
    "Escape",
    "Tab",
    "ArrowLeft",
    "ArrowRight",
    "Home",
    "End",
    "Backspace",
    "Delete",
    "CapsLock",
    "PageDown",
)
HELD = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}

Step = tuple[str, str, int]  # "down", "up" or "again" (a held key repeats); the key; what is held meanwhile


def tap(key: str, held: int = 0) -> list[Step]:
    return [("down", key, held), ("up", key, held)]


def lone_shift(repeats: int = 0) -> list[Step]:
    return [("down", "Shift", 8), *[("again", "Shift", 8)] * repeats, ("up", "Shift", 0)]


def with_held(key: str, inner: list[str]) -> list[Step]:
    """The key is held while others are pressed, as for a capital letter."""
    bit = HELD[key]
    return [("down", key, bit), *(step for one in inner for step in tap(one, bit)), ("up", key, 0)]


def typing(chance: random.Random) -> list[Step]:
    """Something that a person types; at most two lone taps of Shift follow each other in it."""
    # A sequence begins with a letter, so that the taps at the end of the one before do not count.
    steps, lone = tap(chance.choice(LETTERS)), 0
    for _ in range(chance.randint(2, 9)):
        kind = chance.random()
        if kind < 0.35 and lone < 2:
            steps += lone_shift(chance.choice((0, 0, 0, 3)))
            lone += 1
            continue
        lone = 0
        if kind < 0.6:
            steps += with_held("Shift", chance.choices(LETTERS.upper(), k=chance.randint(1, 4)))
        elif kind < 0.75:
            steps += tap(chance.choice(LETTERS + "0123456789 .,-"))
        elif kind < 0.85:
            steps += tap(chance.choice(OTHERS))
        elif kind < 0.92:
            steps += with_held("Shift", [chance.choice(OTHERS)])
        elif kind < 0.96:
            # A shortcut with Shift in it, in either order of pressing.
            steps += [
                ("down", "Control", 2),
                ("down", "Shift", 10),
                *tap("k", 10),
                ("up", "Shift", 2),
                ("up", "Control", 0),
            ]
        else:
            steps += [("down", "Shift", 8), ("down", "Alt", 9), ("up", "Shift", 1), ("up", "Alt", 0)]
    return steps


def press(session: CDPSession, steps: Sequence[Step]) -> None:
    for what, key, held in steps:
        session.send(
            "Input.dispatchKeyEvent",
            {
                "type": "keyUp" if what == "up" else "rawKeyDown",
                "key": key,
                "code": {"Shift": "ShiftLeft", "Control": "ControlLeft", "Alt": "AltLeft"}.get(key, ""),
                "modifiers": held,
                "autoRepeat": what == "again",
            },
        )


def opened(window: Any, path: str) -> tuple[Page, CDPSession]:
    page = window().new_page()
    page.goto(SITE + path)
    return page, page.context.new_cdp_session(page)


def left(page: Page) -> bool:
    return not page.url.startswith(SITE)


def test_p06_typing_never_leaves(window: Any) -> None:
    chance = random.Random(SEED)
    page, session = opened(window, "/es/search")
    page.locator("#q").focus()
    false = 0
    for number in range(FALSE):
        steps = typing(chance)
        press(session, steps)
        if number % 20 == 0:
            # Keys that move the focus must not lead all sequences to the same place.
            page.locator("#q").focus()
        if number % 50 == 49 or number == FALSE - 1:
            page.wait_for_timeout(20)
            false += left(page) or page.locator("#exit").count() == 0
            assert not false, f"one of the 50 sequences up to number {number} left (seed {SEED})"
    print(f"P6: {false} of {FALSE} sequences of keys left the page")


def test_p06_shift_three_times_leaves(window: Any) -> None:
    chance = random.Random(SEED)
    page, session = opened(window, "/es/gt")
    true = 0
    for _ in range(TRUE):
        page.goto(SITE + chance.choice(("/es/gt", "/fr/check", "/en/", "/", "/errors/es/404")))
        if chance.random() < 0.5 and page.locator("form input:visible").count():
            page.locator("form input:visible").first.focus()
        press(session, typing(chance) if chance.random() < 0.7 else [])
        press(session, tap("a"))
        for _ in range(3):
            press(session, lone_shift(chance.choice((0, 0, 2))))
            page.wait_for_timeout(chance.choice((0, 30, 120, 400 if FULL else 120)))
        page.wait_for_url(f"https://{EXIT}/", timeout=5000)
        true += 1
    print(f"P6: Shift three times left {true} of {TRUE} times")
    assert true == TRUE


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (tap("Escape") * 12, "Escape closes things and is pressed in panic; it never leaves"),
        (with_held("Shift", ["A"]) * 6, "capital letters"),
        (with_held("Shift", ["Tab"]) * 6, "going back through the links"),
        (lone_shift() * 2 + with_held("Shift", ["A"]) + lone_shift() * 2, "a capital letter starts over"),
        (lone_shift() * 2 + tap("a") + lone_shift() * 2, "so does any other key"),
        (lone_shift(repeats=30), "a Shift held down is pressed once"),
        ([("down", "Control", 2), *[("down", "Shift", 10), ("up", "Shift", 2)] * 4, ("up", "Control", 0)], "another key is held"),
        ([("down", "Shift", 8)] + tap("CapsLock", 8) * 3 + [("up", "Shift", 0)], "keys under a held Shift"),
    ],
)  # fmt: skip
def test_p06_these_do_not_leave(window: Any, steps: list[Step], why: str) -> None:
    page, session = opened(window, "/es/gt")
    press(session, steps)
    page.wait_for_timeout(200)
    assert not left(page), why
    assert page.locator("#exit").is_visible()


def test_p06_three_times_in_more_than_five_seconds_do_not_leave(window: Any) -> None:
    page, session = opened(window, "/es/gt")
    for _ in range(3):
        press(session, lone_shift())
        page.wait_for_timeout(2700)
    assert not left(page)
    # The last two and two more are three within five seconds.
    press(session, lone_shift() * 2)
    page.wait_for_url(f"https://{EXIT}/")


def test_p06_selecting_with_the_mouse_while_shift_is_held_does_not_leave(window: Any) -> None:
    page, _session = opened(window, "/es/about")
    for _ in range(4):
        page.keyboard.down("Shift")
        page.mouse.click(200, 500)
        page.keyboard.up("Shift")
    page.wait_for_timeout(200)
    assert not left(page)


def test_p06_it_is_said_to_those_who_hear_the_page(window: Any) -> None:
    page, _ = opened(window, "/en/gt")
    described = page.locator("#exit").get_attribute("aria-describedby")
    assert "Shift three times" in page.locator(f"#{described}").inner_text()
