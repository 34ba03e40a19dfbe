"""Claims that disagree, and who says what: the statements of a store, held against one another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from famk_graph import dates, iris
from famk_graph.cards import Card, Citation, Fact, Row, fact_of, statements_about
from famk_graph.query import run
from famk_graph.saved import internal
from famk_graph.values import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from famk_graph.names import Entry, Names

# The kinds of disagreement, the hardest first.
KINDS = {
    "several values": "a thing has one of these, and standing claims name several that do not agree",
    "rivals": "standing claims, one of which is preferred to the others",
    "superseded": "claims that do not stand, beside those of the same predicate that do",
}
_RANKS = ("preferred", "normal", "speculative", "deprecated")
_NAMING = frozenset({"is", "label"})
_APART = frozenset({"remark"})  # remarks are of many things: one that fell says nothing of those that stand


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of one predicate about one entity in one world that disagree, the best ranked first.

    ``kind`` is one of :data:`KINDS`. Each fact has its value, rank, evidence, reason and the ids of its
    sources; ``Universe.citations`` tells those sources' grades and dates.
    """

    kind: str
    entity: str
    label: str
    predicate: str
    words: str
    world: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Testimony:
    """A source and what it claims; without a citation, what rests on memory alone."""

    citation: Citation | None
    facts: tuple[Fact, ...]


def conflicts(store: ox.Store, names: Names, entry: Entry | None = None) -> list[Conflict]:
    """Return the claims that disagree, about everything or about one entity: the hardest kind first."""
    if entry:
        about, cited = statements_about(store, entry)
        rows: list[Row | ox.QuerySolution] = [row for row in about if row["forward"].value == "true"]
    else:
        rows, cited = list(run(store, internal("statements")).solutions()), _cited(store)
    grouped: dict[tuple[str, str, str], dict[str, Fact]] = defaultdict(dict)
    for row in rows:
        fact = fact_of(row, names, cited)
        if fact.predicate not in _NAMING:
            subject = row["subject" if entry else "entity"].value
            grouped[subject, fact.predicate, fact.world][fact.statement] = fact
    found: list[Conflict] = []
    for (iri, predicate, world), facts in grouped.items():
        kind = kind_of(predicate, facts.values())
        if kind:
            ranked = sorted(facts.values(), key=lambda f: (_RANKS.index(f.rank), f.value, f.statement))
            shown = tuple(f for f in ranked if predicate not in _APART or not f.asserted)
            ident = iri.removeprefix(iris.ENTITY)
            found.append(Conflict(kind, ident, names.label(iri), predicate, ranked[0].words, world, shown))
    kinds = list(KINDS)
    return sorted(found, key=lambda c: (kinds.index(c.kind), c.label, c.entity, c.words, c.world))


def _cited(store: ox.Store) -> dict[str, list[str]]:
    """Return the sources of every statement."""
    cited: dict[str, list[str]] = defaultdict(list)
    for row in run(store, internal("statement_sources")).solutions():
        cited[row["statement"].value].append(row["source"].value.removeprefix(iris.SOURCE))
    return cited


def kind_of(predicate: str, facts: Iterable[Fact]) -> str | None:
    """Return how claims of one predicate about one entity in one world disagree, or ``None`` if they do not."""
    values = {fact.value_id or fact.value: fact.rank for fact in facts if fact.asserted}
    if predicate in SINGLE and not _agree(list(values)):
        return "several values"
    if predicate not in _APART and {"preferred", "normal"} <= set(values.values()):
        return "rivals"
    return "superseded" if any(not fact.asserted for fact in facts) else None


def _agree(values: list[str]) -> bool:
    """Whether values are one value, or dates each of which is a more exact form of the next."""
    if len(values) < 2:  # noqa: PLR2004 - one value cannot disagree
        return True
    try:
        spans = [dates.parse(value) for value in values]
    except ValueError:
        return False
    days = sorted((s.earliest, s.latest) for s in spans if s.earliest and s.latest)
    if len(days) != len(spans):
        return False
    by_length = sorted(days, key=lambda day: day[1] - day[0])
    return all(o[0] <= i[0] and i[1] <= o[1] for i, o in pairwise(by_length))


def testimonies(card: Card) -> list[Testimony]:
    """Return who claims what on a card: the newest source first, then those without a date, then memory."""
    said: dict[str, list[Fact]] = defaultdict(list)
    for fact in card.facts:
        for ident in fact.sources or ("",):
            said[ident].append(fact)
    return [
        Testimony(card.citations.get(ident), tuple(said[ident]))
        for ident in sorted(said, key=lambda ident: _newest_first(card.citations.get(ident), ident))
    ]


def _newest_first(citation: Citation | None, ident: str) -> tuple[bool, int, str]:
    latest = dates.parse(citation.published).latest if citation and citation.published else None
    return citation is None, -latest.toordinal() if latest else 0, ident
