"""Search as one types: whole names first, then beginnings, words, parts, descriptions, and near misses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from famk_graph.check import superclasses
from famk_graph.words import fold, nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from famk_graph.names import Entry
    from famk_graph.universe import Universe

_folded = lru_cache(20_000)(fold)  # names, at each letter that is typed
_HIDDEN = "Portrayal"  # a tie between an actor and a part rather than something to look for


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its id, label and class, by which of its names, and whether the text is only like that name."""

    id: str
    label: str
    kind: str
    matched: str
    near: bool = False


def suggest(universe: Universe, text: str, kinds: Iterable[str] = (), limit: int = 10) -> list[Hit]:
    """Return what a text may mean, the likeliest first.

    Parameters
    ----------
    universe
        The universe at the reader's horizon: nothing else is searched.
    text
        What was typed so far, in any case, with or without accents, its words in any order.
    kinds
        Classes; only their members (and those of the classes below) are found.
    limit
        How many to return at most.

    """
    asked, wanted = fold(text), set(kinds)
    if not asked:
        return []
    names = universe.names
    fitting = [entry for entry in names.entries.values() if _fits(entry, wanted)]
    found: dict[str, Hit] = {}
    for entry in names.exact(text):
        if _fits(entry, wanted):
            found[entry.id] = Hit(entry.id, entry.label, entry.cls, entry.label)
    for entry, name in _ranked(universe, asked, fitting):
        found.setdefault(entry.id, Hit(entry.id, entry.label, entry.cls, name))
    if not found:
        by_name = {name: entry for entry in fitting for name in entry.names}
        for name in nearest_names(text, by_name, limit=8):
            entry = by_name[name]
            found.setdefault(entry.id, Hit(entry.id, entry.label, entry.cls, name, near=True))
    return list(found.values())[:limit]


def _ranked(universe: Universe, asked: str, entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield entries with the names by which they were found: the best names first, then those most told of."""
    names, scored = universe.names, []
    for entry in entries:
        far, name = min((_distance(asked, name, name == entry.label), name) for name in (entry.names or {entry.id}))
        if far == _FAR:
            far, name = _spread(asked, entry, names.described.get(entry.id, "")), entry.label
        if far < _FAR:
            scored.append((far, -names.told(entry), entry.likelihood, name, entry))
    for *_, name, entry in sorted(scored, key=lambda one: one[:3]):
        yield entry, name


# How far a name is from what was typed; one of an alias lies behind the same of a label, except for whole names.
_BEGINS, _HAS, _BEGINS_PART, _HAS_PART, _ALL_WORDS, _ALIAS, _WITH_KIND, _INSIDE, _TOLD, _FAR = range(10)


def _distance(asked: str, name: str, label: bool) -> int:  # noqa: FBT001 - of which kind the name is
    """Return how far a name is from what was typed."""
    known = _folded(name)
    words, parts = known.split(), asked.split()
    if not _begin(parts, words):
        return _INSIDE if len(asked) > 2 and asked in known else _FAR  # noqa: PLR2004 - two letters are in every name
    if not label:
        return _ALIAS
    whole = len(asked) > 1 and f" {asked} " in f" {known} "  # one letter is the beginning of a word
    if known.startswith(asked):
        return _BEGINS if whole else _BEGINS_PART
    if f" {asked}" in known:
        return _HAS if whole else _HAS_PART
    return _ALL_WORDS


def _spread(asked: str, entry: Entry, described: str) -> int:
    """Return how far an entry is whose label, other names, kind and description hold the words between them."""
    parts = asked.split()
    words = [word for name in (entry.label, *entry.names) for word in _folded(name).split()]
    kinds = [word for cls in superclasses(entry.cls) for word in re.findall("[A-Z][a-z]+", cls)]
    known = [*words, *map(str.lower, kinds)]
    if not any(_begin([part], words) for part in parts):
        return _FAR  # what has none of the words in a name is all of a kind, or speaks of something else
    if _begin(parts, known):
        return _WITH_KIND
    return _TOLD if _begin(parts, [*known, *described.split()]) else _FAR


def _begin(parts: list[str], words: list[str]) -> bool:
    """Whether each part is the beginning of a word."""
    return all(any(word.startswith(part) for word in words) for part in parts)


def _fits(entry: Entry, wanted: set[str]) -> bool:
    above = superclasses(entry.cls) if entry.cls else frozenset()
    if wanted:
        return bool(above & wanted)
    return _HIDDEN not in above and bool(entry.cls)
