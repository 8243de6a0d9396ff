"""Whatever stands in the raw text, the gate never breaks and never lets two meanings through."""

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hotline.domain import gate
from hotline.domain.errors import SENTENCES, InputError, Problem
from hotline.domain.numbering import NumberingPlan
from hotline.domain.phone import PhoneNumber, parse

PLANS = [
    NumberingPlan.model_validate(tomllib.loads(path.read_text()))
    for path in sorted((Path(__file__).parents[2] / "data" / "numbering").glob("*.toml"))
]
#: Text that looks like numbers far more often than chance would make it.
NEARLY = st.text(alphabet="0123456789 +-.()*#,;/xolpw\u200b\u202e\u00a0٣２é\t", max_size=40)


def _number_or_problems(raw: str, plan: NumberingPlan) -> PhoneNumber | tuple[Problem, ...]:
    try:
        return parse(raw, plan.region, plan)
    except InputError as error:
        return error.problems


@given(st.one_of(st.text(max_size=80), NEARLY), st.sampled_from(PLANS))
def test_any_text_is_a_number_or_a_list_of_known_problems(raw, plan):
    read = _number_or_problems(raw, plan)
    if not isinstance(read, PhoneNumber):
        assert read
        assert all(problem.code in SENTENCES and problem.sentence for problem in read)
        return
    number = read
    assert raw.isascii()
    assert not any(sign.isalpha() for sign in raw)
    assert "#" not in raw
    assert number.published == raw
    assert number.digits == gate.digits_of(raw)
    assert number.tel is None or gate.digits_of(number.tel) == number.digits


@given(
    st.sampled_from(["2424-1717", "+502 2424 1717", "1555", "(502) 2424-1717"]),
    st.integers(min_value=0, max_value=15),
    st.sampled_from([*"\u200b\u200e\u202e\u2066\ufeff\x00\x7f\n\t\u00ad\u00a0\u0301٣２²aл#,;/*"]),
)
def test_one_strange_sign_anywhere_is_always_refused(published, place, sign):
    place = min(place, len(published))
    raw = published[:place] + sign + published[place:]
    if raw == "*1555":
        return  # That is a star code of its own, and it is warned about.
    assert gate.inspect(raw)


@given(st.text(alphabet="0123456789", min_size=2, max_size=12), st.integers(0, 3), st.integers(0, 3))
def test_taking_digits_away_takes_away_only_those(digits, start, count):
    left = gate.without_digits("-".join(digits), start, count)
    assert gate.digits_of(left) == digits[:start] + digits[start + count :]


@given(st.text(max_size=80))
def test_letters_are_checked_without_breaking(raw):
    for problem in gate.inspect_vanity(raw):
        assert problem.code in SENTENCES
