"""Theirs and ours side by side: an entity of one timeline and what stands for it in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from famk_graph.cards import words
from famk_graph.serve.content.telling import when
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from famk_graph.cards import Card
    from famk_graph.serve.lens import Lens

_COMPARED: Final = (
    "description", "date", "startDate", "launchDate", "landingDate", "endDate", "place", "destination", "operator",
    "crewMember", "participant", "outcome", "casualties", "occupation", "positionHeld", "militaryRank", "employer",
    "memberOf", "birthDate", "spouse", "child", "deathDate", "deathPlace", "causeOfDeath", "fate",
)  # fmt: skip
# What tells something even where only one side is known.
_TELLING_ALONE: Final = frozenset({"description", "outcome", "casualties", "fate", "deathDate", "causeOfDeath"})
_MOST: Final = 6  # values of one side of a row
Value = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Line:
    """What both sides say to one predicate: values with ids, and how many more there are."""

    words: str
    theirs: list[Value]
    ours: list[Value]
    more: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """Both sides of something: who or what stands on each, where they differ, and what is the same.

    ``divergences`` tells in which respects: id, label, kinds in words.
    """

    theirs: Card | None
    ours: Card | None
    lines: list[Line]
    same: list[Line]
    divergences: list[tuple[str, str, str]]
    difference: str = ""


def beside(lens: Lens, card: Card) -> Beside | None:
    """Return an entity beside its other side, or ``None`` where it has none."""
    theirs, ours, through = _sides(lens, card)
    if theirs is None and ours is None:
        return None
    divergence = lens.universe.entity(through) if through else None
    lines, same = _lines(theirs, ours) if theirs and ours else ([], [])
    known = {str(found["id"]): found for found in lens.divergences}
    named = {fact.value_id for fact in card.facts if fact.predicate in ("concernedBy", "alternateSideOf", "realSideOf")}
    told = []
    for ident in sorted({*(n for n in named if n), *([through] if through else [])} - {card.id}):
        if ident in known:
            kinds = known[ident]["kinds"]
            told.append((ident, str(known[ident]["label"]), ", ".join(kinds) if isinstance(kinds, list) else ""))
    return Beside(theirs, ours, lines, same, told, divergence.difference if divergence else "")


def _sides(lens: Lens, card: Card) -> tuple[Card | None, Card | None, str | None]:
    """Return the cards of both sides, and the divergence that sets them against each other, if one does."""
    twin, real = _first(card, "hasCounterpart"), _first(card, "counterpartOf")
    divergence = _weightiest(lens, card)
    if real:
        return card, lens.universe.entity(real), divergence
    if twin:
        return lens.universe.entity(twin), card, divergence
    through = card.id if card.cls == "Divergence" else divergence
    if not through:
        return None, None, None
    between = card if through == card.id else lens.universe.entity(through)
    sides = [_first(between, name) for name in ("alternateSide", "realSide")]
    theirs, ours = (None if s is None else card if s == card.id else lens.universe.entity(s) for s in sides)
    if card.id not in (through, *sides):  # another event of the same side stands for it
        theirs, ours = (card, ours) if _first(card, "alternateSideOf") else (theirs, card)
    return theirs, ours, through


def _weightiest(lens: Lens, card: Card) -> str | None:
    """Return the divergence of which an event is a side; among several that of which most is told."""
    names = ("alternateSideOf", "realSideOf")
    found = [fact.value_id for fact in card.facts if fact.predicate in names and fact.asserted and fact.value_id]
    return min(found, key=lambda ident: (-len(lens.universe.ties.out.get(ident, ())), ident), default=None)


def _first(card: Card, predicate: str) -> str | None:
    return next((fact.value_id for fact in card.facts if fact.predicate == predicate and fact.asserted), None)


def _lines(theirs: Card, ours: Card) -> tuple[list[Line], list[Line]]:
    differing: list[Line] = []
    same: list[Line] = []
    for name in _COMPARED:
        left, right = _values(theirs, name), _values(ours, name)
        if not (left and right) and (name not in _TELLING_ALONE or not (left or right)):
            continue
        row = Line(
            words(name, forward=True), left[:_MOST], right[:_MOST],
            (max(0, len(left) - _MOST), max(0, len(right) - _MOST)),
        )  # fmt: skip
        equal = {text for text, _ in left} == {text for text, _ in right}
        (same if equal else differing).append(row)
    return differing, same


def _values(card: Card, predicate: str) -> list[Value]:
    known = PROPERTIES[predicate]
    found: dict[tuple[str, str | None], list[str]] = {}  # who is named by several claims stands once, with each role
    for fact in sorted(card.facts, key=lambda fact: (fact.rank != "preferred", fact.order or 0)):
        if fact.predicate == predicate and fact.asserted and not fact.words.startswith("is "):
            text = when(fact.value) if known.kind == "date" else fact.value
            roles = found.setdefault((text, fact.value_id), [])
            if fact.role and fact.role not in roles:
                roles.append(fact.role)
    return [(text + (f" ({', '.join(roles)})" if roles else ""), ident) for (text, ident), roles in found.items()]
