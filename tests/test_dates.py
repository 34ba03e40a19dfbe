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
    ],
)
def test_a_date_spans_what_it_can_mean(text: str, earliest: dt.date | None, latest: dt.date | None) -> None:
    span = dates.parse(text)
    assert (span.earliest, span.latest) == (earliest, latest)


@pytest.mark.parametrize("text", ["1969-06-26", "1969-06", "1969", "196X", "1969/1974", "1955-11-01/1975-04-30"])
def test_an_independent_reader_agrees(text: str) -> None:
    parsed = edtf.parse_edtf(text)
    span = dates.parse(text)

    def day(moment: time.struct_time) -> dt.date:
        return dt.date(*moment[:3])

    assert (day(parsed.lower_strict()), day(parsed.upper_strict())) == (span.earliest, span.latest)


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
