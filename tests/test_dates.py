"""Dates keep the precision of their source, and agree with an independent reader of EDTF."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import edtf
import pytest

from famk_graph import dates

if TYPE_CHECKING:
    import time

DAY = dt.date


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1969-06-26", DAY(1969, 6, 26), DAY(1969, 6, 26)),
        ("1969-06", DAY(1969, 6, 1), DAY(1969, 6, 30)),
        ("1972-02", DAY(1972, 2, 1), DAY(1972, 2, 29)),
        ("1969", DAY(1969, 1, 1), DAY(1969, 12, 31)),
        ("196X", DAY(1960, 1, 1), DAY(1969, 12, 31)),
        ("19XX", DAY(1900, 1, 1), DAY(1999, 12, 31)),
        ("1969-06~", DAY(1969, 6, 1), DAY(1969, 6, 30)),
        ("1969?", DAY(1969, 1, 1), DAY(1969, 12, 31)),
        ("1969/1974", DAY(1969, 1, 1), DAY(1974, 12, 31)),
        ("1955-11-01/1975-04-30", DAY(1955, 11, 1), DAY(1975, 4, 30)),
        ("1969/..", DAY(1969, 1, 1), None),
        ("../1974-02", None, DAY(1974, 2, 28)),
        ("[1980..1983]", DAY(1980, 1, 1), DAY(1983, 12, 31)),
        ("[1980-02..1983-02]", DAY(1980, 2, 1), DAY(1983, 2, 28)),
        ("[1980-05-03..1980-05-04]", DAY(1980, 5, 3), DAY(1980, 5, 4)),
        ("[..1983-06]", None, DAY(1983, 6, 30)),
        ("[1980..]", DAY(1980, 1, 1), None),
    ],
)
def test_a_date_spans_what_it_can_mean(text: str, earliest: dt.date | None, latest: dt.date | None) -> None:
    span = dates.parse(text)
    assert (span.earliest, span.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "1969-06-26",
        "1969-06",
        "1969",
        "196X",
        "1969/1974",
        "1955-11-01/1975-04-30",
        "[1980..1983]",
        "[1980-02..1983-02]",
        "[1980-05-03..1980-05-04]",
    ],
)
def test_an_independent_reader_agrees(text: str) -> None:
    parsed = edtf.parse_edtf(text)
    span = dates.parse(text)

    def day(moment: time.struct_time) -> dt.date:
        return dt.date(*moment[:3])

    assert (day(parsed.lower_strict()), day(parsed.upper_strict())) == (span.earliest, span.latest)


@pytest.mark.parametrize("text", ["[..1983]", "[1980..]", "[..1983-06-07]", "[1980-05..]"])
def test_an_independent_reader_takes_open_sets_too(text: str) -> None:
    assert type(edtf.parse_edtf(text)).__name__ == "OneOfASet"
    assert None in (dates.parse(text).earliest, dates.parse(text).latest)


@pytest.mark.parametrize(
    "text", ["[1980-05..1983]", "[198X..1983]", "[1980~..1983]", "[1980..1983", "[..]", "[1980.1983]"]
)
def test_what_is_no_set_is_none_for_an_independent_reader_either(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        dates.parse(text)
    with pytest.raises(edtf.EDTFParseException):
        edtf.parse_edtf(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1980..1983]", "between 1980 and 1983"),
        ("[1980-05-03..1980-06-01]", "between 1980-05-03 and 1980-06-01"),
        ("[..1983]", "by 1983"),
        ("[1980..]", "1980 or later"),
        ("1980/1983", "1980/1983"),
        ("Words [1980..1983]", "Words [1980..1983]"),
    ],
)
def test_a_set_is_told_in_words_and_nothing_else_is(text: str, words: str) -> None:
    assert dates.in_words(text) == words


@pytest.mark.parametrize(
    ("least", "greatest", "words"),
    [
        (-24, -24, "24 days earlier"),
        (1, 1, "1 day later"),
        (0, 0, "on the same day"),
        (-1461, -1, "up to about 4 years earlier"),
        (-1461, -1096, "about 3 to 4 years earlier"),
        (3650, 3660, "about 10 years later"),
        (40, 50, "about 40 to 50 days later"),
        (80, 140, "about 3 to 5 months later"),
        (0, 30, "up to about 30 days later"),
        (-10, 400, "between 10 days earlier and about 13 months later"),
        (-2766, 885, "between about 8 years earlier and about 2 years later"),
        (None, 5, ""),
    ],
)
def test_how_far_two_days_are_apart_is_told_in_words(least: int | None, greatest: int | None, words: str) -> None:
    assert dates.difference_in_words(least, greatest) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1969-13", "no month 13"),
        ("1969-00", "no month 00"),
        ("1969-02-29", "has 28 days"),
        ("1969-06-00", "has 30 days"),
        ("26.06.1969", "ambiguous"),
        ("06/07/1969", "ambiguous"),
        ("6/7/69", "ambiguous"),
        ("1974/1969", "ends before it starts"),
        ("[1983..1980]", "ends before it starts"),
        ("[1980-02-30..1980-03-01]", "has 29 days"),
        ("[1980-05..1983]", "both ends of a set"),
        ("1980..1983", "in quotes"),
        ("196X-05", "needs a whole year"),
        ("June 1969", "is not a date"),
        ("69", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_a_wrong_date_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        dates.parse(text)


def test_only_a_certain_day_is_a_day() -> None:
    assert [dates.parse(t).is_day for t in ("1969-06-26", "1969-06-26~", "1969-06", "1969-06-26/1969-06-26")] == [
        True,
        False,
        False,
        False,
    ]
