"""Search as one types: whole names first, then beginnings, parts, and near misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph.check import superclasses
from famk_graph.words import fold, nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from famk_graph.names import Entry
    from famk_graph.universe import Universe

_HIDDEN = "Portrayal"  # a tie between an actor and a part rather than something to look for


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its id, label and class, and by which of its names it was found."""

    id: str
    label: str
    kind: str
    matched: str


def suggest(universe: Universe, text: str, kinds: Iterable[str] = (), limit: int = 10) -> list[Hit]:
    """Return what a text may mean, the likeliest first.

    Parameters
    ----------
    universe
        The universe at the reader's horizon: nothing else is searched.
    text
        What was typed so far, in any case, with or without accents.
    kinds
        Classes; only their members (and those of the classes below) are found.
    limit
        How many to return at most.

    """
    asked, wanted = fold(text), set(kinds)
    if not asked:
        return []
    found: dict[str, Hit] = {}
    for entry, name in _ranked(universe, text, asked, wanted):
        found.setdefault(entry.id, Hit(entry.id, entry.label, entry.cls, name))
        if len(found) >= limit:
            break
    return list(found.values())


def _ranked(universe: Universe, text: str, asked: str, wanted: set[str]) -> Iterator[tuple[Entry, str]]:
    """Yield entries with the names by which they were found, the best first."""
    names = universe.names
    for entry in names.find(text):
        if _fits(entry, wanted):
            yield entry, entry.label
    scored = []
    for entry in names.entries.values():
        if not _fits(entry, wanted):
            continue
        best = min((_distance(asked, name), name) for name in (entry.names or {entry.id}))
        if best[0] < _FAR:
            scored.append((best[0], entry.likelihood, best[1], entry))
    for _, _, name, entry in sorted(scored, key=lambda s: s[:3]):
        yield entry, name
    if not scored:
        by_name = {name: entry for entry in names.entries.values() if _fits(entry, wanted) for name in entry.names}
        for name in nearest_names(text, by_name, limit=8):
            yield by_name[name], name


_FAR = 9


def _distance(asked: str, name: str) -> int:
    """Return how far a name is from what was typed: 0 begins so, 1 a word begins so, 2 all words begin so, 3 a part."""
    known = fold(name)
    if known.startswith(asked):
        return 0
    if f" {asked}" in f" {known}":
        return 1
    words = known.split()
    if all(any(word.startswith(part) for word in words) for part in asked.split()):
        return 2
    return 3 if len(asked) > 2 and asked in known else _FAR  # noqa: PLR2004 - two letters are in every name


def _fits(entry: Entry, wanted: set[str]) -> bool:
    above = superclasses(entry.cls) if entry.cls else frozenset()
    if wanted:
        return bool(above & wanted)
    return _HIDDEN not in above and bool(entry.cls)
