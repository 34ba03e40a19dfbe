"""Why a fact holds: the claims that state it, or the stated facts that it follows from, step by step.

Nothing is kept for this while a store is built. The closure is run again, from the facts that the store holds,
and this time it keeps a derivation of each fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from famk_graph import dates, iris
from famk_graph.compile import OWN_TIME
from famk_graph.infer import Closure
from famk_graph.meant import find, same
from famk_graph.query import run
from famk_graph.saved import internal
from famk_graph.store import is_fact_graph
from famk_graph.vocabulary import PROPERTIES, TERM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famk_graph.axioms import Node
    from famk_graph.infer import Fact
    from famk_graph.names import Names

_TYPE = iris.RDF + "type"
_LABEL = iris.RDFS + "label"
_IS_A = "is a"
_KNOWN_VALUES = 5
_RULES = {
    "class": "every {kind} is {cls}",
    "property": "“{first}” is a kind of “{verb}”",
    "domain": "whatever has “{first}” is {cls}",
    "range": "whatever “{first}” leads to is {cls}",
    "inverse": "“{verb}” is “{first}” read from the other end",
    "symmetric": "“{verb}” holds in both directions",
    "transitive": "“{verb}” goes on along chains",
    "chain": "{chain} give “{verb}”",
    "every": "“{first}” of {kind} leads only to {cls}",
    "definition": "that is what {kind} means",
    "computed": "worked out from the dates",
    "timeline": "what is claimed of it holds in that timeline",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as far as it backs or denies a fact."""

    reveal: str
    evidence: str
    sources: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of an explanation.

    Attributes
    ----------
    words
        The fact: who, what, whom.
    claims
        The claims that state it; empty if it is inferred.
    rule
        Why it follows, in words; empty if it is stated.
    premises
        The numbers, from 1, of the lines it follows from.

    """

    words: str
    claims: tuple[Claimed, ...] = ()
    rule: str = ""
    premises: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a fact holds, or that it does not.

    Attributes
    ----------
    words
        The fact.
    status
        Whether it is stated, inferred or unknown.
    lines
        Stated facts and what follows from them, each after what it follows from; the last is the fact.
    denied
        For an unknown fact the claims of it that do not stand.
    instead
        For an unknown fact other values that are known.

    """

    words: str
    status: Literal["stated", "inferred", "unknown"]
    lines: tuple[Line, ...] = ()
    denied: tuple[Claimed, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the fact is stated or inferred."""
        return self.status != "unknown"


def explain(store: ox.Store, names: Names, candidates: Sequence[ox.Triple]) -> Explanation:
    """Explain the first of some triples that a store holds, or say that it does not hold the first of them."""
    explainer = _Explainer(store, names)
    found = next((held for triple in candidates if (held := find(store, triple))), None)
    return explainer.known(found) if found else explainer.unknown(candidates[0])


class _Explainer:
    def __init__(self, store: ox.Store, names: Names) -> None:
        self._store, self._names = store, names
        self._closure = Closure(explain=True)
        self._lines: dict[Fact, int] = {}
        self._told: list[Line] = []

    def unknown(self, triple: ox.Triple) -> Explanation:
        parts = triple.subject, triple.predicate, triple.object
        denied = self._claims(parts, asserted=False)
        return Explanation(self._words(parts), "unknown", denied=denied, instead=self._instead(triple))

    def known(self, triple: ox.Triple) -> Explanation:
        self._run()
        goal = self._closure.fact(triple)
        self._tell(goal)
        status: Literal["stated", "inferred"] = "inferred" if goal in self._closure.because else "stated"
        return Explanation(self._words(self._terms(goal)), status, tuple(self._told))

    def _run(self) -> None:
        """Infer from the facts, then from what their compilation worked out of dates and worlds."""
        facts, computed = set[ox.Triple](), set[ox.Triple]()
        for graph in self._store.named_graphs():
            if is_fact_graph(graph):
                target = facts if graph.value.endswith("/facts") else computed
                target.update(quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph))
        closure = self._closure
        # What a thing is said to be comes first, so that it is not explained by what else is said of it.
        for triple in sorted(facts, key=lambda t: (t.predicate.value != _TYPE, str(t))):
            closure.add(triple)
        closure.run()
        for triple in sorted(computed, key=str):
            fact = closure.fact(triple)
            if fact not in closure.facts:
                closure.derive(fact, "computed", *self._basis(triple, fact))
        closure.run()

    def _basis(self, triple: ox.Triple, fact: Fact) -> list[Fact]:
        """Return the facts that a computed one was computed from."""
        name = triple.predicate.value.removeprefix(TERM)
        if name == "inTimeline":
            return [f for f in self._about(fact[0], _TYPE) if f not in self._closure.because]
        if name in ("minimumDifferenceInDays", "maximumDifferenceInDays"):
            sides = [f for side in ("alternateSide", "realSide") for f in self._about(fact[0], TERM + side)]
            return [
                *sides,
                *(d for side in sides for own in sorted(OWN_TIME) for d in self._about(side[2], TERM + own)),
            ]
        if name == "differenceInDays":
            sides = [f for side in ("alternateSide", "realSide") for f in self._about(fact[0], TERM + side)]
            days = [day for side in sides for own in sorted(OWN_TIME) for day in self._about(side[2], TERM + own)]
            return [*sides, *(day for day in days if _span(self._value(day)).is_day)]
        day = triple.object.value if isinstance(triple.object, ox.Literal) else ""
        found = [f for own in sorted(OWN_TIME) for f in self._about(fact[0], TERM + own)]
        spans = {f: _span(self._value(f)) for f in found}
        return [f for f, span in spans.items() if day in (str(span.earliest), str(span.latest))] or found

    def _about(self, subject: int, predicate: str) -> list[Fact]:
        return self._closure.about(subject, self._closure.number(ox.NamedNode(predicate)))

    def _value(self, fact: Fact) -> str:
        term = self._closure.terms[fact[2]]
        return term.value if isinstance(term, ox.Literal) else ""

    def _tell(self, fact: Fact) -> int:
        """Write the lines of a fact, those that it follows from first, and return the number of its own."""
        if fact not in self._lines:
            terms = self._terms(fact)
            words = self._words(terms)
            if fact in self._closure.because:
                rule, premises = self._premises(fact)
                numbers = tuple(self._tell(premise) for premise in premises)
                line = Line(words, rule=self._rule(rule, fact, premises), premises=numbers)
            else:
                line = Line(words, claims=self._claims(terms, asserted=True))
            self._told.append(line)
            self._lines[fact] = len(self._told)
        return self._lines[fact]

    def _premises(self, fact: Fact) -> tuple[str, list[Fact]]:
        """Return the rule and the premises of a fact, told without nameless classes and without steps half-way."""
        rule, premises = self._closure.because[fact]
        found: list[Fact] = []
        for premise in premises:
            if not self._closure.nameless.isdisjoint(premise):
                inner, deeper = self._premises(premise)
                rule = "definition" if len(deeper) > 1 or inner != "class" else rule
                found += deeper
            elif rule == "chain" and self._is_link(premise, fact[1]):
                found += self._premises(premise)[1]
            else:
                found.append(premise)
        return rule, list(dict.fromkeys(found))

    def _is_link(self, premise: Fact, predicate: int) -> bool:
        """Whether a premise was itself put together of links like it, so that the links can be told at once."""
        because = self._closure.because.get(premise)
        return because is not None and because.rule == "chain" and {p[1] for p in because.premises} == {predicate}

    def _terms(self, fact: Fact) -> tuple[Node, Node, Node]:
        subject, predicate, value = (self._closure.terms[part] for part in fact)
        return subject, predicate, value

    def _words(self, terms: tuple[Node, Node, Node]) -> str:
        return f"{self._name(terms[0])} — {_verb(terms[1])} → {self._name(terms[2])}"

    def _name(self, term: Node) -> str:
        if not isinstance(term, ox.NamedNode):
            return term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term)
        return term.value.removeprefix(TERM) if term.value.startswith(TERM) else self._names.label(term.value)

    def _rule(self, rule: str, fact: Fact, premises: list[Fact]) -> str:
        """Say in words why a fact follows."""
        verbs = [_verb(self._closure.terms[premise[1]]) for premise in premises]
        kinds = [self._name(self._closure.terms[p[2]]) for p, v in zip(premises, verbs, strict=True) if v == _IS_A]
        verb, cls = _verb(self._closure.terms[fact[1]]), self._name(self._closure.terms[fact[2]])
        if rule == "chain" and set(verbs) == {verb}:
            rule = "transitive"
        if rule == "computed" and verb == PROPERTIES["inTimeline"].label:
            rule = "timeline"
        kind = cls if rule == "definition" and verb == _IS_A else " and ".join(kinds)
        kind, cls = (kind, _a(cls)) if rule != "every" else (_a(kind), _a(cls))
        chain = " and then ".join(f"“{v}”" for v in verbs)
        return _RULES[rule].format(kind=kind, cls=cls, first=verbs[0] if verbs else "", verb=verb, chain=chain)

    def _claims(self, terms: tuple[Node, Node, Node], *, asserted: bool) -> tuple[Claimed, ...]:
        """Return the claims that state a fact, or those that claim it and do not stand."""
        subject, predicate, value = terms
        if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
            return ()
        found: dict[str, tuple[str, str, str]] = {}
        sources: dict[str, set[str]] = {}
        for row in run(self._store, internal("claims_of"), {"subject": subject, "predicate": predicate}).solutions():
            if not same(row["value"], value):
                continue
            if (row["asserted"].value == "true") is asserted:
                ident, reason = row["statement"].value, row["reason"]
                evidence = row["evidence"].value.rpartition("/")[2]
                found[ident] = (row["reveal"].value.removeprefix(iris.REVEAL), evidence, reason.value if reason else "")
                sources.setdefault(ident, set())
                if row["source"] is not None:
                    sources[ident].add(row["source"].value.removeprefix(iris.SOURCE))
        claims = [(reveal, kind, tuple(sorted(sources[i])), why) for i, (reveal, kind, why) in found.items()]
        return tuple(Claimed(*claim) for claim in sorted(claims))

    def _instead(self, triple: ox.Triple) -> tuple[str, ...]:
        values = self._store.quads_for_pattern(triple.subject, triple.predicate, None, ox.DefaultGraph())
        return tuple(sorted({self._name(quad.object) for quad in values}))[:_KNOWN_VALUES]


def _span(text: str) -> dates.Span:
    """Return the span of a date; an open one for what is no date, since a user's own RDF may hold anything."""
    try:
        return dates.parse(text)
    except ValueError:
        return dates.Span(text, None, None)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "AEIO" else f"a {noun}"


def _verb(predicate: Node) -> str:
    iri = predicate.value if isinstance(predicate, ox.NamedNode) else ""
    name = iri.removeprefix(TERM)
    if name in PROPERTIES:
        return PROPERTIES[name].label
    return {_TYPE: _IS_A, _LABEL: "is called"}.get(iri, iris.shorten(iri))
