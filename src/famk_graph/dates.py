"""Calendar dates in the precision that a source gives: EDTF levels 0 and 1, decades, and one of a set.

The forms are those of the Library of Congress' Extended Date/Time Format (ISO 8601-2:2019):
``1969-06-26``, ``1969-06``, ``1969``, ``196X``, each with ``?``, ``~`` or ``%`` behind it, and spans
``1969/1974`` with ``..`` for an open end. ``[1980..1983]`` is one unknown moment of a time, whose ends are of one
precision; ``[..1983]`` and ``[1980..]`` know one end.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_SINGLE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
_SET = re.compile(r"\[(?:(\d{4}(?:-\d\d){0,2})\.\.(\d{4}(?:-\d\d){0,2})?|\.\.(\d{4}(?:-\d\d){0,2}))\]")
_BARE_SET = re.compile(r"\[.*\]?|[\d-]*\.\.[\d-]*\]?")
_AMBIGUOUS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}")

# How many days make a unit, and up to how many days it is the one to speak in.
_UNITS = (("day", 1.0, 60), ("month", 365.25 / 12, 730), ("year", 365.25, float("inf")))


@dataclass(frozen=True, slots=True)
class Span:
    """A date and the first and last day that it can mean; ``None`` where an end is open."""

    text: str
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def is_day(self) -> bool:
        """Whether the date is one certain day."""
        return self.earliest is not None and self.text == self.earliest.isoformat()


@lru_cache(maxsize=20_000)
def parse(text: str) -> Span:
    """Return the span of an EDTF date.

    Raises
    ------
    ValueError
        The text is no such date; the message says why and what was expected.

    """
    if _AMBIGUOUS.fullmatch(text):
        raise ValueError(f"“{text}” is ambiguous: write year-month-day, such as 1969-06-26")
    if _BARE_SET.fullmatch(text):
        return _one_of(text)
    first, slash, last = text.partition("/")
    if not slash:
        return Span(text, *_single(text))
    earliest = None if first in ("", "..") else _single(first)[0]
    latest = None if last in ("", "..") else _single(last)[1]
    if earliest and latest and latest < earliest:
        raise ValueError(f"“{text}” ends before it starts")
    return Span(text, earliest, latest)


def _one_of(text: str) -> Span:
    """Return the span of a set, of which one moment is meant."""
    match = _SET.fullmatch(text)
    if not match:
        raise ValueError(f'“{text}” is not a date: write one moment of a time in quotes, such as "[1980..1983]"')
    first, last = match[1], match[2] or match[3]
    if first and last and len(first) != len(last):
        raise ValueError(f"“{text}” is not a date: both ends of a set are years, months or days")
    earliest, latest = first and _single(first)[0], last and _single(last)[1]
    if earliest and latest and latest < earliest:
        raise ValueError(f"“{text}” ends before it starts")
    return Span(text, earliest or None, latest or None)


def is_set(text: str) -> bool:
    """Whether a text is a date that means one unknown moment of a time."""
    return _SET.fullmatch(text) is not None


def in_words(text: str) -> str:
    """Return a date as people read it: a set in words, whatever else as it is.

    >>> in_words("[1980..1983]")
    'between 1980 and 1983'
    """
    match = _SET.fullmatch(text)
    if not match:
        return text
    if match[3]:
        return f"by {match[3]}"
    return f"between {match[1]} and {match[2]}" if match[2] else f"{match[1]} or later"


def difference_in_words(least: int | None, greatest: int | None) -> str:
    """Return how much later than a day another lies that is at least and at most so many days later.

    >>> difference_in_words(-1461, -1096), difference_in_words(-24, -24)
    ('about 3 to 4 years earlier', '24 days earlier')
    """
    if least is None or greatest is None:
        return ""
    if least == greatest:
        return _days(least) if least else "on the same day"
    if least < 0 < greatest:
        return f"between {_amount(-least)} earlier and {_amount(greatest)} later"
    near, far = sorted((abs(least), abs(greatest)))
    unit, length = _unit(far)
    few, many = round(near / length), round(far / length)
    way = "earlier" if least < 0 else "later"
    if few == 0:
        return f"up to about {many} {unit}{'s' * (many > 1)} {way}"
    amount = f"{few} to {many}" if few < many else str(many)
    return f"about {amount} {unit}{'s' * (many > 1)} {way}"


def roughly_in_words(days: int) -> str:
    """Return how much later than a day another lies, in the unit that says it best.

    >>> roughly_in_words(-7358), roughly_in_words(24)
    ('about 20 years earlier', '24 days later')
    """
    return f"{_amount(abs(days))} {'earlier' if days < 0 else 'later'}" if days else "on the same day"


def _unit(days: int) -> tuple[str, float]:
    return next((unit, length) for unit, length, most in _UNITS if days < most)


def _amount(days: int) -> str:
    unit, length = _unit(days)
    count = round(days / length)
    return f"{'' if unit == 'day' else 'about '}{count} {unit}{'s' * (count > 1)}"


def _days(count: int) -> str:
    return f"{abs(count):,} day{'s' * (abs(count) > 1)} {'earlier' if count < 0 else 'later'}"


def _single(text: str) -> tuple[dt.date, dt.date]:
    match = _SINGLE.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}” is not a date: write 1969-06-26, 1969-06, 1969, 196X, 1969~ or 1969/1974")
    year, month, day, _ = match.groups()
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None:
        return dt.date(max(first, 1), 1, 1), dt.date(last, 12, 31)
    if "X" in year:
        raise ValueError(f"“{text}” is not a date: a month needs a whole year")
    if not 1 <= int(month) <= 12:  # noqa: PLR2004 - the months of a year
        raise ValueError(f"“{text}” is impossible: there is no month {month}")
    days = calendar.monthrange(first, int(month))[1]
    if day is None:
        return dt.date(first, int(month), 1), dt.date(first, int(month), days)
    if not 1 <= int(day) <= days:
        raise ValueError(f"“{text}” is impossible: that month has {days} days")
    exact = dt.date(first, int(month), int(day))
    return exact, exact
