"""The network as it unfolds: after which episode each of its parts is there, of those that the reader has seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from famk_graph import iris
from famk_graph.check import superclasses
from famk_graph.existence import CURATED, HARMLESS, NOT_REAL, TOLD_FROM_THE_EFFECT
from famk_graph.horizon import SHOWS, TITLES
from famk_graph.query import run
from famk_graph.saved import internal
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

_WORLDS = {"alternate-timeline": "alternate", "our-timeline": "ours"}
# The episodes in the order in which they are watched: one show after the other.
_ORDER = tuple(
    f"{show}-s{season:02d}e{episode:02d}"
    for show, seasons in SHOWS.items() for season, count in enumerate(seasons, 1) for episode in range(1, count + 1)
)  # fmt: skip


@dataclass(frozen=True)
class Unfolding:
    """The episodes of which a store tells, in order, and after which of them each entity is there (0: before all).

    ``real`` are the entities of real history.
    """

    episodes: tuple[str, ...]
    since: Mapping[str, int]
    real: frozenset[str] = frozenset()

    def after(self, reveal: str) -> int:
        """Return after which episode a reveal (``premise``, ``fam-s01e01`` …) has come; 0 is before all."""
        return max((self._places.get(part, 0) for part in reveal.split("+")), default=0)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {episode: place for place, episode in enumerate(self.episodes, 1)}

    def words(self) -> list[dict[str, str]]:
        """Return the episodes with their names, for a control."""
        return [
            {"key": key, "label": f"{TITLES[key[:-7]]} {int(key[-5:-3])}×{int(key[-2:]):02d}", "season": key[:-3]}
            for key in self.episodes
        ]

    def seasons(self) -> list[dict[str, str]]:
        """Return the seasons of those episodes with their names."""
        keys = dict.fromkeys(key[:-3] for key in self.episodes)
        return [{"key": key, "label": f"{TITLES[key[:-4]]}, season {int(key[-2:])}"} for key in keys]


def unfolding(store: ox.Store, kinds: Mapping[str, str]) -> Unfolding:
    """Return how the entities of a store unfold, by the rule of :mod:`famk_graph.existence`.

    Parameters
    ----------
    store
        The store of a horizon: nothing but what it holds is told.
    kinds
        The class of each entity, by id.

    """
    rows = [
        (
            row["subject"].value.removeprefix(iris.ENTITY),
            row["predicate"].value.rpartition("#")[2],
            _ident(row["object"]),
            row["reveal"].value.removeprefix(iris.REVEAL),
            _WORLDS.get(row["world"].value.removeprefix(iris.ENTITY), ""),
        )
        for row in run(store, internal("told")).solutions()
    ]
    told = {part for row in rows for part in row[3].split("+")}
    made = Unfolding(tuple(episode for episode in _ORDER if episode in told), {})
    introduced: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, _, reveal, _ in rows:
        if predicate == "type":
            introduced[subject].add(reveal)
    real = {
        ident for ident, reveals in introduced.items()
        if reveals & {*HARMLESS} and not superclasses(kinds.get(ident, "")) & NOT_REAL
    }  # fmt: skip
    since = {i: min(map(made.after, reveals)) for i, reveals in introduced.items() if i not in real}
    since.update(_real(made, rows, real, kinds))
    return Unfolding(made.episodes, since, frozenset(real))


def _ident(term: object) -> str:
    value = getattr(term, "value", "")
    return value.removeprefix(iris.ENTITY) if value.startswith(iris.ENTITY) else ""


def _real(
    made: Unfolding, rows: Iterable[tuple[str, str, str, str, str]], real: set[str], kinds: Mapping[str, str]
) -> dict[str, int]:
    """Return after which episode the first visible claim leads to each real entity; without one, after the last."""
    last = len(made.episodes)
    told: dict[int, set[str]] = defaultdict(set)
    leads: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value, reveal, world in rows:
        if reveal not in HARMLESS or world not in CURATED:
            told[made.after(reveal)].update(real & {subject, value})
            continue
        known = PROPERTIES.get(predicate)
        if known is None or "symmetric" in known.flags:
            continue
        start, end = (value, subject) if predicate in TOLD_FROM_THE_EFFECT else (subject, value)
        if end in real and start in real:
            leads[start].add(end)
        elif end in real and kinds.get(start, "ScreenWork") != "ScreenWork":
            told[0].add(end)
    since: dict[str, int] = {}
    for position in range(last + 1):
        waiting = [*told[position]]
        while waiting:
            ident = waiting.pop()
            if ident not in since:
                since[ident] = position
                waiting.extend(leads[ident])
    return {ident: since.get(ident, last) for ident in real}
