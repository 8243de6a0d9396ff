"""Captions are read as every player reads them, and every line that is wrong is named."""

import pytest

from hotline.domain import captions
from hotline.domain.captions import Cue
from hotline.domain.errors import InputError

GOOD = """WEBVTT

NOTE
made at the desk

1
00:00:01.000 --> 00:00:04.500
<v Ana>Llame al 110.</v>

01:02:03.004 --> 01:02:05.000 line:0
Es <i>gratis</i>.
De día y de noche."""


def test_cues_are_read_with_their_moments_in_milliseconds() -> None:
    first, second = captions.parse(GOOD)
    assert first == Cue(1000, 4500, "<v Ana>Llame al 110.</v>")
    assert (second.start, second.end) == (3_723_004, 3_725_000)


def test_the_words_alone_begin_a_transcript() -> None:
    assert captions.plain(GOOD) == "Llame al 110.\nEs gratis. De día y de noche."


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("00:01.000 --> 00:02.000\nx", "captions_heading", None),
        ("webvtt\n\n00:01.000 --> 00:02.000\nx", "captions_heading", None),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", "captions_heading", None),
        ("WEBVTT\n\nNOTE nothing else", "captions_empty", None),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nx", "captions_timing", "3"),  # the commas of SRT
        ("WEBVTT\n\n1\n00:01.000 -> 00:02.000\nx", "captions_timing", "3"),
        ("WEBVTT\n\n00:61.000 --> 01:02.000\nx", "captions_timing", "3"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "captions_order", "3"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:01.000 --> 00:02.000\ny", "captions_order", "6"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000", "captions_silent", "3"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>", "captions_silent", "3"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script>", "captions_marks", "3"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<img src=x>x", "captions_marks", "3"),
        ("WEBVTT\n\nSTYLE\n::cue { opacity: 0 }\n\n00:01.000 --> 00:02.000\nx", "captions_timing", "3"),
        ("WEBVTT\n\nREGION\nid:x\n\n00:01.000 --> 00:02.000\nx", "captions_timing", "3"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, code: str, line: str | None) -> None:
    with pytest.raises(InputError) as raised:
        captions.parse(text)
    (problem,) = raised.value.problems
    assert (problem.code, problem.parameters.get("line")) == (code, line)


def test_all_wrong_lines_are_named_at_once() -> None:
    with pytest.raises(InputError) as raised:
        captions.parse("WEBVTT\n\n00:02.000 --> 00:01.000\nx\n\nnothing\n\n00:03.000 --> 00:04.000")
    assert [(one.code, one.parameters["line"]) for one in raised.value.problems] == [
        ("captions_order", "3"),
        ("captions_timing", "6"),
        ("captions_silent", "8"),
    ]
