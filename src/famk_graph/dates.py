"""Calendar dates in the precision that a source gives: EDTF levels 0 and 1, and decades.

The forms are those of the Library of Congress' Extended Date/Time Format (ISO 8601-2:2019):
``1969-06-26``, ``1969-06``, ``1969``, ``196X``, each with ``?``, ``~`` or ``%`` behind it, and spans
``1969/1974`` with ``..`` for an open end.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_SINGLE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
_AMBIGUOUS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}")


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
    first, slash, last = text.partition("/")
    if not slash:
        return Span(text, *_single(text))
    earliest = None if first in ("", "..") else _single(first)[0]
    latest = None if last in ("", "..") else _single(last)[1]
    if earliest and latest and latest < earliest:
        raise ValueError(f"“{text}” ends before it starts")
    return Span(text, earliest, latest)


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
