"""What a person who types a number blind does not read, and when they have guessed too often."""

from datetime import UTC, datetime, timedelta

import pytest

from hotline.domain.blind import LOCKED_FOR, Veil, dots, locked_until

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "text", "shown", "reason"),
    [
        ("1556", "It is 1556 now.", "It is •••• now.", "the number itself"),
        ("1556", "It was 1555.", "It was 1555.", "the number before is no secret"),
        ("1556", "since 15-56", "since ••-••", "however it is written"),
        ("1556", "1 5 5 6", "• • • •", "digit by digit"),
        ("1556", "15 – 5.6", "•• – •.•", "with signs between"),
        ("1556", "1\u200b5\u200b5\u200b6", "•\u200b•\u200b•\u200b•", "with signs that nobody sees between"),
        ("1556", "１５５６", "••••", "in digits of another width"),
        ("1556", "١٥٥٦", "••••", "in digits of another script"),
        ("1556", "https://example.org/linea-1556", "https://example.org/linea-••••", "in an address"),
        ("1556", "+502 1556", "+••• ••••", "with a calling code before it"),
        ("2424-1717", "+502 2424 1717", "+••• •••• ••••", "with a calling code before it"),
        ("+502 2424-1717", "2424-1717", "••••-••••", "without its calling code"),
        ("0800-112233", "+502 800 112233", "+••• ••• ••••••", "without its first zero"),
        ("2424-1717", "2424 and then 1717", "•••• and then ••••", "in two halves"),
        ("2424-1717", "it ends in 717", "it ends in •••", "its end alone"),
        ("110", "Policía 110", "Policía •••", "a short one in a name"),
        ("110", "1 of 10, 24/7, Mo-Fr 08:00", "1 of 10, 24/7, Mo-Fr 08:00", "what is no piece of it"),
        ("110", "11 pages", "11 pages", "two digits say too little"),
        ("2424-1717", "2424-1718", "••••-••••", "what looks like it, to be safe"),
        ("2424-1717", "2300-0000 in 2019", "2300-0000 in 2019", "another number and a year"),
        ("", "1556", "1556", "nothing to hide"),
    ],
)
def test_what_is_hidden_in_a_text(number: str, text: str, shown: str, reason: str) -> None:
    assert Veil([number]).text(text) == shown, reason


@pytest.mark.parametrize(
    ("number", "before", "shown", "reason"),
    [
        ("2424-1718", "2424-1717", "2424-1717", "the number before is shown, although it is alike"),
        ("1556", "1556", "••••", "a number that only moved to another contact point"),
        ("1556", "+502 1556", "+••• ••••", "it holds the number"),
        ("+502 1556", "1556", "1556", "it is what was published before"),
    ],
)
def test_what_is_hidden_of_the_number_before(number: str, before: str, shown: str, reason: str) -> None:
    assert Veil([number]).number(before) == shown, reason


def test_of_what_is_nearly_the_number_no_digit_is_shown() -> None:
    assert Veil(["1556"]).every_digit("Línea 1552") == "Línea ••••"
    assert Veil().every_digit("Línea 1552") == "Línea 1552"


def test_a_hidden_number_shows_only_how_many_digits_it_has() -> None:
    assert dots("+502 2424-1717") == "•" * 11


def minutes(*several: int) -> list[datetime]:
    return [NOW + timedelta(minutes=one) for one in several]


@pytest.mark.parametrize(
    ("tries", "locked", "reason"),
    [
        ([], False, "nobody tried"),
        ([0, 1, 2, 3], False, "four are not five"),
        ([0, 1, 2, 3, 60], True, "five within an hour"),
        ([0, 1, 2, 3, 61], False, "the first is longer ago"),
        ([0, 20, 21, 22, 23, 61], True, "any five of them"),
    ],
)
def test_who_has_to_leave_it_to_somebody_else(tries: list[int], locked: bool, reason: str) -> None:
    end = locked_until(minutes(*tries), NOW + timedelta(hours=2))
    assert end == (minutes(max(tries))[0] + LOCKED_FOR if locked else None), reason


def test_the_lock_ends() -> None:
    tries = minutes(0, 0, 0, 0, 0)
    assert locked_until(tries, NOW + LOCKED_FOR - timedelta(seconds=1)) == NOW + LOCKED_FOR
    assert locked_until(tries, NOW + LOCKED_FOR) is None
