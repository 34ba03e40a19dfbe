"""Dates, episodes and sources in the words in which pages tell them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from famk_graph.horizon import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.cards import Citation, Fact
    from famk_graph.serve.lens import Lens

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SINGLE = re.compile(r"(\d{3}[\dX]|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
_SET = re.compile(r"\[([\d-]*)\.\.([\d-]*)\]")


class Told(NamedTuple):
    """What tells a fact: an episode with its address, or what is known without any."""

    words: str
    href: str | None


def when(date: str | None) -> str:
    """Return an EDTF date as people write it; what is no such date stays as it is, and none is empty.

    >>> when("1969-06-26"), when("1969-07~"), when("1969/1974"), when("[1970..1971]")
    ('26 June 1969', 'about July 1969', '1969 to 1974', 'between 1970 and 1971')
    """
    if not date:
        return ""
    if match := _SET.fullmatch(date):
        first, last = (_single(part) for part in match.groups())
        if not first or not last:
            return f"by {last}" if last else f"{first} or later"
        return f"between {first} and {last}"
    first, slash, last = date.partition("/")
    if slash:
        start, end = _single(first), _single(last)
        return f"{start} to {end}" if start and end else f"from {start}" if start else f"until {end}"
    return _single(date)


def held(fact: Fact) -> str:
    """Return in words when a fact held; nothing if that is not known.

    Spans whose ends are spans or sets themselves keep the words of their ends apart.
    """
    if fact.valid_at:
        return when(fact.valid_at)
    start, end = when(fact.valid_from), when(fact.valid_until)
    if start and end:
        return f"from {start} to {end}" if " to " in start + end or " and " in start + end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def _single(date: str) -> str:
    match = _SINGLE.fullmatch(date)
    if not match:
        return "" if date == ".." else date
    year, month, day, doubt = match.groups()
    named = f"{year.replace('X', '0')}s" if "X" in year else year
    if month:
        named = f"{_MONTHS[int(month) - 1]} {named}"
    if day:
        named = f"{int(day)} {named}"
    return {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}[doubt] + named


def told_in(lens: Lens, reveal: str) -> list[Told]:
    """Return what tells a fact that is revealed so: each episode, or what is known without one."""
    entries = lens.universe.names.entries
    found = []
    for part in reveal.split("+"):
        entry = entries.get(part)
        found.append(Told(entry.label, f"/id/{part}") if entry else Told(OPEN.get(part, part), None))
    return found


def citations(lens: Lens, idents: Iterable[str]) -> list[Citation]:
    """Return the sources of some ids as they may be shown, the best first."""
    known = lens.universe.citations
    found = [known[ident] for ident in dict.fromkeys(idents) if ident in known]
    return sorted(found, key=lambda source: (source.grade, source.publisher, source.id))
