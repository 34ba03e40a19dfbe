"""From claims to quads: each claim's fact and statement in the graphs of its reveal, and nothing else."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from famk_graph import dates, iris
from famk_graph.check import superclasses
from famk_graph.horizon import OPEN
from famk_graph.model import EPISODE, Claim, Dataset, Date, Ref, Reveal, Source, Text, Uri, Value, make_reveal
from famk_graph.vocabulary import CONCEPT, PROPERTIES, TERM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Term = NamedNode | Literal
_A = NamedNode(iris.RDF + "type")
_LABEL = NamedNode(iris.RDFS + "label")
_DERIVED = NamedNode(iris.PROV + "wasDerivedFrom")
_DATE = NamedNode(iris.XSD + "date")
_WORLDS = {"alternate": "alternate-timeline", "ours": "our-timeline"}
# The dates that say when the subject itself takes place, and so bound its earliest and latest day.
OWN_TIME = frozenset({"date", "startDate", "endDate", "launchDate", "landingDate", "releaseDate", "finaleDate"})
_PRECISIONS = {7: NamedNode(iris.XSD + "gYearMonth"), 4: NamedNode(iris.XSD + "gYear"), 10: _DATE}


def compile_quads(dataset: Dataset) -> Iterator[Quad]:
    """Yield the quads of a checked dataset; the same dataset gives the same set of quads."""
    reveals: set[tuple[str, Reveal]] = set()
    cited: set[tuple[str, str, str]] = set()
    for claim in dataset.claims:
        world = "" if claim.world in _WORLDS else claim.world
        reveals.add((world, claim.reveal))
        cited.update((ident, claim.reveal.key, world) for ident in claim.sources)
        yield from _facts(claim, dataset, world)
        yield from _statement(claim, world)
    finales = finales_of(dataset)
    for ident, key, world in cited:
        yield from _source(dataset.sources[ident], key, world, finales)
    yield from _bounds(dataset.claims)
    yield from _differences(dataset.claims)
    for world, reveal in reveals:
        yield from _reveal(reveal, world)


# Graphs, terms and concepts stand in millions of quads, and making a node costs more than a quad of ready ones.
_node_of = lru_cache(maxsize=8192)(NamedNode)


@lru_cache(maxsize=1024)
def _node(name: str) -> NamedNode:
    return NamedNode(TERM + name)


def literal(text: str) -> Literal:
    """Return the literal of an EDTF date, with an XML Schema datatype where one has its precision."""
    datatype = _PRECISIONS.get(len(text)) if text.replace("-", "").isdigit() else None
    return Literal(text, datatype=datatype or NamedNode(iris.EDTF))


def term(value: Value, predicate: str = "") -> Term:
    """Return the RDF term of a value."""
    if isinstance(value, Ref):
        return NamedNode(iris.thing(value.id, predicate))
    if isinstance(value, Text):
        return Literal(value.text, language=value.lang)
    if isinstance(value, Date):
        return literal(value.edtf)
    if isinstance(value, Uri):
        return NamedNode(value.uri) if predicate == "wikidata" else Literal(value.uri, datatype=_xsd("anyURI"))
    return Literal(value)


def _xsd(name: str) -> NamedNode:
    return NamedNode(iris.XSD + name)


def _triple(claim: Claim) -> tuple[NamedNode, NamedNode, Term]:
    """Return the claim's triple in the primary direction of its property."""
    subject, value = NamedNode(iris.thing(claim.subject)), term(claim.value, claim.predicate)
    known = PROPERTIES.get(claim.predicate)
    if known and known.inverse_of and isinstance(value, NamedNode):
        return value, _node(known.inverse_of), subject
    return subject, NamedNode(iris.predicate(claim.predicate)), value


def _facts(claim: Claim, dataset: Dataset, world: str) -> Iterator[Quad]:
    if not claim.asserted:
        return
    graph = _node_of(iris.facts_graph(claim.reveal.key, world))
    subject, predicate, value = _triple(claim)
    yield Quad(subject, predicate, value, graph)
    inferred = _node_of(iris.inferred_graph(claim.reveal.key, world))
    if isinstance(value, NamedNode):
        yield from _above(subject, predicate.value.removeprefix(TERM), value, inferred)
    entity = dataset.entities.get(claim.subject)
    if claim.predicate == "is" and entity:
        above = superclasses(entity.cls)
        for cls in sorted(above - {entity.cls}):
            yield Quad(subject, _A, _node(cls), inferred)
        if "Event" in above:
            timeline = _node_of(iris.ENTITY + _WORLDS.get(claim.world, claim.world))
            yield Quad(subject, _node("inTimeline"), timeline, inferred)


def _above(subject: NamedNode, predicate: str, value: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """Yield what follows from one relation alone: the relations above it, and each symmetric one turned round."""
    name: str | None = predicate
    while name in PROPERTIES:
        known = PROPERTIES[name]
        if name != predicate:
            yield Quad(subject, _node(name), value, graph)
        if "symmetric" in known.flags:
            yield Quad(value, _node(name), subject, graph)
        name = known.super


def statement_iri(claim: Claim) -> str:
    """Return the IRI of a claim's statement: a digest of what makes it the claim it is."""
    digest = hashlib.sha256(repr(claim.identity).encode()).hexdigest()[:20]
    return iris.STATEMENT + digest


def _statement(claim: Claim, world: str) -> Iterator[Quad]:
    graph = _node_of(iris.statements_graph(claim.reveal.key, world))
    node = NamedNode(statement_iri(claim))
    subject, predicate, value = _triple(claim)
    parts: list[tuple[NamedNode, Term]] = [
        (_A, _node("Statement")),
        (_node("subject"), subject),
        (_node("predicate"), predicate),
        (_node("object" if isinstance(value, NamedNode) else "literal"), value),
        (_node("asserted"), Literal(claim.asserted)),
        (_node("world"), _node_of(iris.ENTITY + _WORLDS.get(claim.world, claim.world))),
        (_node("rank"), _node_of(CONCEPT + claim.rank)),
        (_node("evidence"), _node_of(CONCEPT + claim.evidence)),
        (_node("revealedIn"), _node_of(iris.REVEAL + claim.reveal.key)),
        *((_DERIVED, _node_of(iris.SOURCE + ident)) for ident in claim.sources),
    ]
    if claim.role:
        parts.append((_node("role"), _node_of(CONCEPT + claim.role)))
    if claim.order is not None:
        parts.append((_node("order"), Literal(claim.order)))
    parts.extend(
        (_node(n), Literal(t, language="en")) for n, t in (("note", claim.note), ("reason", claim.reason)) if t
    )
    times = (("validFrom", claim.valid_from), ("validUntil", claim.valid_until), ("validAt", claim.valid_at))
    parts.extend((_node(name), literal(text)) for name, text in times if text)
    if isinstance(claim.value, Date):
        span = dates.parse(claim.value.edtf)
        days = (("valueEarliest", span.earliest), ("valueLatest", span.latest))
        parts.extend((_node(name), Literal(day.isoformat(), datatype=_DATE)) for name, day in days if day)
    for predicate_node, object_term in parts:
        yield Quad(node, predicate_node, object_term, graph)


def _source(source: Source, key: str, world: str, finales: Mapping[str, str]) -> Iterator[Quad]:
    """Describe a source where it is cited; a title that tells of later episodes waits for them."""
    node = NamedNode(iris.SOURCE + source.id)
    graph = _node_of(iris.statements_graph(key, world))
    yield Quad(node, _A, _node("Source"), graph)
    yield Quad(node, _LABEL, Literal(f"{source.publisher} ({source.id})", language="en"), graph)
    yield Quad(node, _node("publisher"), Literal(source.publisher, language="en"), graph)
    yield Quad(node, _node("grade"), NamedNode(f"{CONCEPT}grade-{source.grade.lower()}"), graph)
    if source.published:
        yield Quad(node, _node("published"), literal(source.published), graph)
    told_in = _node_of(iris.statements_graph(title_key(source, key, finales), world))
    yield Quad(node, _node("title"), Literal(source.title, language="en"), told_in)
    if source.url:
        yield Quad(node, _node("url"), Literal(source.url, datatype=_xsd("anyURI")), told_in)


def title_key(source: Source, key: str, finales: Mapping[str, str]) -> str:
    """Return the reveal of a source's title and address where a claim of a reveal cites it."""
    episodes = [] if key in OPEN else key.split("+")
    return make_reveal([*episodes, *_last_episode(source, finales)] or [key]).key


def finales_of(dataset: Dataset) -> dict[str, str]:
    """Return the last episode of each season."""
    return {e.rpartition("e")[0]: e for e in sorted(dataset.entities) if EPISODE.fullmatch(e)}


def _last_episode(source: Source, finales: Mapping[str, str]) -> list[str]:
    """Return the episode after which a source's title gives nothing away."""
    if not source.tells:
        return []
    if "e" in source.tells.partition("-")[2]:
        return [source.tells]
    return [finales[source.tells]] if source.tells in finales else []


def _bounds(claims: Iterable[Claim]) -> Iterator[Quad]:
    """Say the first and last possible day of whatever has dates of its own, one pair per reveal."""
    own: dict[tuple[str, Reveal, str], list[str]] = defaultdict(list)
    for claim in claims:
        if claim.asserted and claim.predicate in OWN_TIME and isinstance(claim.value, Date):
            own[claim.subject, claim.reveal, claim.world].append(claim.value.edtf)
    for (subject, reveal, world), texts in own.items():
        graph = _node_of(iris.inferred_graph(reveal.key, "" if world in _WORLDS else world))
        spans = [dates.parse(text) for text in texts]
        firsts = [span.earliest for span in spans if span.earliest]
        lasts = [span.latest for span in spans if span.latest]
        node = NamedNode(iris.ENTITY + subject)
        if firsts:
            yield Quad(node, _node("earliestDate"), Literal(min(firsts).isoformat(), datatype=_DATE), graph)
        if lasts:
            yield Quad(node, _node("latestDate"), Literal(max(lasts).isoformat(), datatype=_DATE), graph)


def _differences(claims: Iterable[Claim]) -> Iterator[Quad]:
    """Count the days between the two sides of a divergence: exactly, or the least and most that its dates allow.

    It is counted for each reveal at which all that it needs is known, from what is known there and nothing later.
    """
    own: dict[str, list[Claim]] = defaultdict(list)
    sides: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.asserted and claim.predicate in OWN_TIME and isinstance(claim.value, Date):
            own[claim.subject].append(claim)
        if claim.asserted and claim.predicate in _SIDES and isinstance(claim.value, Ref):
            sides[claim.subject].append(claim)
    found: set[tuple[str, str, int, str]] = set()
    for divergence, known in sides.items():
        pairs = [[c for c in known if c.predicate == side] for side in _SIDES]
        for pair in product(*pairs):
            for dated in product(*(own[c.value.id] for c in pair if isinstance(c.value, Ref))):
                parts = {p for c in (*pair, *dated) for p in c.reveal.episodes}
                reveal = make_reveal(sorted(parts) or ["premise"])
                spans = [_of_side(side, own, reveal) for side in pairs]
                found.update((divergence, *part, reveal.key) for part in _between(*spans))
    for divergence, name, days, key in sorted(found):
        yield Quad(NamedNode(iris.ENTITY + divergence), _node(name), Literal(days), _node_of(iris.inferred_graph(key)))


_SIDES = ("alternateSide", "realSide")
# The first of these that an event has says when it is, where more than one says something of its time.
_WHEN = ("date", "launchDate", "startDate", "releaseDate", "landingDate", "endDate", "finaleDate")


def _of_side(side: list[Claim], own: Mapping[str, list[Claim]], reveal: Reveal) -> dates.Span | None:
    """Return when the one event of a side takes place, as far as is known at a reveal."""
    known = [c.value.id for c in side if reveal.implies(c.reveal) and isinstance(c.value, Ref)]
    if len(known) != 1:
        return None
    claims = [c for c in own[known[0]] if reveal.implies(c.reveal)]
    days = [span for c in claims if (span := _span_of(c)).is_day]
    if len(days) == 1:
        return days[0]
    first = next((name for name in _WHEN if any(c.predicate == name for c in claims)), "")
    spans = [_span_of(c) for c in claims if c.predicate == first]
    earliest = max((s.earliest for s in spans if s.earliest), default=None)
    latest = min((s.latest for s in spans if s.latest), default=None)
    whole = earliest and latest and earliest <= latest
    return dates.Span("", earliest, latest) if whole else None


def _between(there: dates.Span | None, here: dates.Span | None) -> Iterator[tuple[str, int]]:
    """Yield the properties that say how many days lie between two times, with their values."""
    if not (there and here and there.earliest and there.latest and here.earliest and here.latest):
        return
    least, greatest = (there.earliest - here.latest).days, (there.latest - here.earliest).days
    if there.is_day and here.is_day:
        yield "differenceInDays", least
    elif least < greatest:
        yield "minimumDifferenceInDays", least
        yield "maximumDifferenceInDays", greatest


def _span_of(claim: Claim) -> dates.Span:
    return dates.parse(claim.value.edtf if isinstance(claim.value, Date) else "")


def numbered(found: Iterable[Quad], prefix: str, graph: NamedNode) -> Iterator[Quad]:
    """Yield triples in a graph with their blank nodes numbered, so that each build gives the same bytes."""
    numbers: dict[BlankNode, BlankNode] = {}
    for quad in found:
        ends = [
            numbers.setdefault(node, BlankNode(f"{prefix}{len(numbers)}")) if isinstance(node, BlankNode) else node
            for node in (quad.subject, quad.object)
        ]
        assert not isinstance(ends[0], Literal)  # noqa: S101 - a subject is no literal
        yield Quad(ends[0], quad.predicate, ends[1], graph)


def _reveal(reveal: Reveal, world: str) -> Iterator[Quad]:
    graph = _node_of(iris.statements_graph(reveal.key, world))
    node = NamedNode(iris.REVEAL + reveal.key)
    yield Quad(node, _A, _node("Reveal"), graph)
    yield Quad(node, _LABEL, Literal(" and ".join(reveal.parts), language="en"), graph)
    for episode in reveal.episodes:
        yield Quad(node, _node("requires"), NamedNode(iris.ENTITY + episode), graph)
