"""Everything claimed about one entity, as typed values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.dates import difference_in_words, in_words
from famk_graph.model import UNSETTLED
from famk_graph.query import run, to_python
from famk_graph.saved import internal
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from famk_graph.names import Entry, Names

# The order in which a card tells things: what it is, when and where, who, then ties; remarks come last.
_FIRST = (
    *("description", "alias", "title", "date", "startDate", "endDate", "launchDate", "landingDate", "releaseDate"),
    *(
        "place",
        "locatedIn",
        "destination",
        "operator",
        "crewMember",
        "participant",
        "outcome",
        "divergenceKind",
        "field",
    ),
    *("alternateSide", "realSide", "occupation", "positionHeld", "militaryRank", "employer", "memberOf", "nationality"),
    *(
        "birthDate",
        "birthPlace",
        "deathDate",
        "deathPlace",
        "causeOfDeath",
        "fate",
        "spouse",
        "partner",
        "parent",
        "child",
    ),
    *("sibling", "friend", "mentor", "rival", "counterpartOf", "hasCounterpart", "portrayedIn", "performerIn"),
)
_PLACE = {name: number for number, name in enumerate(_FIRST)}
# A row as the query “statements” gives it: its columns by name, with the properties they are read from.
Value = ox.NamedNode | ox.BlankNode | ox.Literal
Row = Mapping[str, Any]
_QUALIFIERS = {"from": "validFrom", "until": "validUntil", "at": "validAt", "reveal": "revealedIn"}
_LAST = frozenset({"remark", "website", "wikidata"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is shown: a title that tells of later episodes is left out."""

    id: str
    publisher: str
    grade: str
    title: str | None = None
    url: str | None = None
    published: str | None = None

    def __str__(self) -> str:
        """Return publisher, title, date, address and grade in one line."""
        parts = (self.publisher, f"“{self.title}”" if self.title else None, self.published, self.url)
        return ", ".join(part for part in parts if part) + f" [grade {self.grade}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One claim about an entity, read from the entity's side."""

    statement: str
    predicate: str
    words: str
    value: str
    value_id: str | None
    evidence: str
    rank: str
    reveal: str
    world: str
    sources: tuple[str, ...]
    valid_from: str | None = None
    valid_until: str | None = None
    valid_at: str | None = None
    role: str | None = None
    order: int | None = None
    note: str | None = None
    reason: str | None = None

    @property
    def asserted(self) -> bool:
        """Whether the claim counts as a fact."""
        return self.rank not in UNSETTLED

    @property
    def time(self) -> str:
        """When the fact held, in words; empty if nothing is known of that."""
        start, end = in_words(self.valid_from or ""), in_words(self.valid_until or "")
        if self.valid_at:
            return in_words(self.valid_at)
        if start and end:
            return f"{start} to {end}"
        return f"from {start}" if start else f"until {end}" if end else ""


@dataclass(frozen=True, slots=True)
class Card:
    """An entity with its facts, the sources they cite, and other entities of the same name.

    ``difference`` says of a divergence in words how much earlier or later it is there than here, where that is known.
    """

    id: str
    label: str
    cls: str
    facts: tuple[Fact, ...]
    citations: dict[str, Citation] = field(default_factory=dict)
    namesakes: tuple[str, ...] = ()
    difference: str = ""

    @property
    def iri(self) -> str:
        """The IRI of the entity."""
        return iris.ENTITY + self.id

    def values(self, predicate: str) -> list[str]:
        """Return the asserted values of a predicate, best rank first."""
        found = [fact for fact in self.facts if fact.predicate == predicate and fact.asserted]
        return [fact.value for fact in sorted(found, key=lambda fact: fact.rank != "preferred")]

    def best(self, predicate: str) -> Fact | None:
        """Return the best that is known of a predicate: a preferred fact, a fact, or else a speculation."""
        order = ("preferred", "normal", "speculative")
        found = [fact for fact in self.facts if fact.predicate == predicate and fact.rank in order]
        return min(found, key=lambda fact: order.index(fact.rank), default=None)


def citations(store: ox.Store) -> dict[str, Citation]:
    """Return all sources that the store cites, by id."""
    found: dict[str, Citation] = {}
    for row in run(store, internal("sources")).solutions():
        get = {name: to_python(row[name]) for name in ("publisher", "title", "url", "published")}
        ident = row["source"].value.removeprefix(iris.SOURCE)
        grade = row["grade"].value[-1].upper()
        text = {name: None if value is None else str(value) for name, value in get.items()}
        found[ident] = Citation(ident, text["publisher"] or "", grade, text["title"], text["url"], text["published"])
    return found


def card(store: ox.Store, names: Names, entry: Entry, namesakes: tuple[str, ...], known: dict[str, Citation]) -> Card:
    """Return the card of an entity."""
    rows, cited = statements_about(store, entry)
    facts = [fact_of(row, names, cited) for row in rows]
    ordered = sorted((f for f in facts if f.predicate not in ("is", "label")), key=_order)
    used = {source for fact in facts for source in fact.sources}
    mine = {ident: known[ident] for ident in sorted(used) if ident in known}
    difference = _difference(store, entry) if entry.cls == "Divergence" else ""
    return Card(entry.id, entry.label, entry.cls, tuple(ordered), mine, namesakes, difference)


def _difference(store: ox.Store, entry: Entry) -> str:
    node = {"entity": ox.NamedNode(iris.ENTITY + entry.id)}
    found: dict[str, list[int]] = {"exact": [], "least": [], "most": []}
    for row in run(store, internal("differences"), node).solutions():
        for name, days in found.items():
            if row[name] is not None:
                days.append(int(row[name].value))
    least, most = max(found["least"], default=None), min(found["most"], default=None)
    exact = found["exact"][0] if found["exact"] else None
    return difference_in_words(least, most) if exact is None else difference_in_words(exact, exact)


def statements_about(store: ox.Store, entry: Entry) -> tuple[list[Row], dict[str, list[str]]]:
    """Return the statements about an entity as rows for :func:`fact_of`, and the sources of each statement.

    A statement that relates the entity to itself gives two rows.
    """
    node = ox.NamedNode(iris.ENTITY + entry.id)
    said: dict[str, dict[str, Value]] = defaultdict(dict)
    cited: dict[str, set[str]] = defaultdict(set)
    for row in run(store, internal("card"), {"entity": node}).solutions():
        statement, name = row["statement"].value, row["property"].value.rpartition("#")[2]
        if name == "wasDerivedFrom":
            cited[statement].add(row["value"].value.removeprefix(iris.SOURCE))
        said[statement][name] = row["value"]
    rows: list[Row] = []
    for statement, terms in said.items():
        for forward, mine, other in ((True, "subject", "object"), (False, "object", "subject")):
            if terms.get(mine) == node:
                named = {column: terms[name] for column, name in _QUALIFIERS.items() if name in terms}
                ends = {"statement": ox.NamedNode(statement), "forward": ox.Literal(forward)}
                rows.append(defaultdict(_nothing, {**terms, **named, **ends, "other": terms.get(other)}))
    return rows, {statement: sorted(sources) for statement, sources in cited.items()}


def _nothing() -> None:
    """Return what a row has in a column that is not bound."""


def _order(fact: Fact) -> tuple[bool, int, str, int, str]:
    place = _PLACE.get(fact.predicate, len(_PLACE))
    last = fact.predicate in _LAST
    return not fact.asserted, len(_PLACE) + 1 if last else place, fact.words, fact.order or 0, fact.value


def fact_of(row: Row | ox.QuerySolution, names: Names, cited: dict[str, list[str]]) -> Fact:
    """Return the fact of a row of :func:`statements_about` or of the internal query statements."""
    get = {n: to_python(row[n]) for n in ("from", "until", "at", "order", "note", "reason")}
    text = {name: None if value is None else str(value) for name, value in get.items()}
    iri = row["predicate"].value
    predicate = {iris.RDF + "type": "is", iris.RDFS + "label": "label"}.get(iri, iri.rpartition("#")[2])
    forward, other = row["forward"].value == "true", row["other"]
    return Fact(
        statement=row["statement"].value,
        predicate=predicate if forward else inverse(predicate),
        words=words(predicate, forward=forward),
        value=names.label(other.value) if other is not None else str(to_python(row["literal"])),
        value_id=other.value.removeprefix(iris.ENTITY) if other is not None and _is_entity(other.value) else None,
        evidence=_local(row["evidence"].value),
        rank=_local(row["rank"].value),
        reveal=row["reveal"].value.removeprefix(iris.REVEAL),
        world=_local(row["world"].value),
        sources=tuple(sorted(cited.get(row["statement"].value, ()))),
        valid_from=text["from"],
        valid_until=text["until"],
        valid_at=text["at"],
        role=_local(row["role"].value).replace("-", " ") if row["role"] is not None else None,
        order=int(text["order"]) if text["order"] else None,
        note=text["note"],
        reason=text["reason"],
    )


def _is_entity(iri: str) -> bool:
    return iri.startswith(iris.ENTITY)


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


@cache
def inverse(predicate: str) -> str:
    """Return the name of the inverse of a property, of the property itself if it is symmetric or has none."""
    known = PROPERTIES.get(predicate)
    if known is None or "symmetric" in known.flags:
        return predicate
    return next((p.name for p in PROPERTIES.values() if p.inverse_of == predicate), predicate)


@cache
def words(predicate: str, *, forward: bool) -> str:
    """Return a property in words, read from its subject or from its value."""
    name = predicate if forward else inverse(predicate)
    label = PROPERTIES[name].label if name in PROPERTIES else {"is": "is a"}.get(name, name)
    unnamed = not forward and name == predicate and "symmetric" not in PROPERTIES[name].flags
    return f"is {label} of" if unnamed else label
