"""The closure: everything that follows from facts by the rules of the ontology.

Semi-naive forward chaining (Ullman, Principles of Database and Knowledge-Base Systems, 1988): each fact sets off the
rules once, together with the facts known by then. Terms are numbers while the rules run, since comparing numbers
costs a fraction of comparing texts. Facts are met in the order of their depth, so that the first derivation of a fact
is one of the shallowest; and its premises were known before it, so that no explanation runs in a circle.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from famk_graph.axioms import THING, TYPE, Node, ontology_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from famk_graph.axioms import Rules

Fact = tuple[int, int, int]
_TYPE = 0  # the number of rdf:type
_THING = 1
_Index = dict[int, dict[int, list[int]]]


class Because(NamedTuple):
    """Why a fact is inferred: the rule, and the facts it rests on."""

    rule: str
    premises: tuple[Fact, ...]


class Closure:
    """Facts, and what follows from them.

    Parameters
    ----------
    rules
        The rules to run; those of the ontology if left out.
    explain
        Whether to keep a derivation of each fact in ``because``.

    """

    def __init__(self, rules: Rules | None = None, *, explain: bool = False) -> None:
        """Make the tables of the rules; nothing is known yet."""
        self.terms: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self._literal: list[bool] = []
        self.facts: dict[Fact, bool] = {}
        self.because: dict[Fact, Because] = {}
        self._explain = explain
        self._queue: deque[Fact] = deque()
        self._out: _Index = defaultdict(lambda: defaultdict(list))
        self._into: _Index = defaultdict(lambda: defaultdict(list))
        self.number(TYPE)
        self.number(THING)
        self._compile(ontology_rules() if rules is None else rules)

    def number(self, term: Node) -> int:
        """Return the number of a term."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(term)
            self._literal.append(isinstance(term, ox.Literal))
        return found

    def _compile(self, rules: Rules) -> None:
        n = self.number

        def table(rows: dict[Node, list[Node]]) -> dict[int, list[int]]:
            return {n(key): [n(value) for value in values] for key, values in rows.items()}

        self._classes, self._properties = table(rules.classes), table(rules.properties)
        self._inverses, self._domains, self._ranges = map(table, (rules.inverses, rules.domains, rules.ranges))
        self._chains: dict[int, list[tuple[list[int], int, int]]] = defaultdict(list)
        for chain, whole in rules.chains:
            links = [n(link) for link in chain]
            for place, link in enumerate(links):
                self._chains[link].append((links, place, n(whole)))
        self._intersections: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        for cls, members in rules.intersections:
            for member in members:
                self._intersections[n(member)].append((n(cls), tuple(map(n, members))))
        some, every, value = (
            [(n(one), n(two), n(three)) for one, two, three in rows] for rows in (rules.some, rules.every, rules.value)
        )
        self._some, self._some_of = _by(some, 1), _by(some, 2)
        self._every, self._every_of = _by(every, 1), _by(every, 0)
        self._value, self._value_of = _by(value, 1), _by(value, 0)
        nameless = (term for term in self.terms if isinstance(term, ox.BlankNode))
        self.nameless = frozenset(self._numbers[term] for term in nameless)
        for triple in rules.individuals:
            self.add(triple)

    def add(self, triple: ox.Triple | ox.Quad) -> None:
        """State a fact."""
        fact = self.fact(triple)
        if fact not in self.facts:
            self._learn(fact, stated=True)

    def run(self) -> None:
        """Infer until nothing new follows."""
        while self._queue:
            fact = self._queue.popleft()
            if fact[1] == _TYPE:
                self._on_type(fact)
            else:
                self._on_relation(fact)

    def inferred(self) -> Iterator[ox.Triple]:
        """Yield the facts that were inferred and not stated, without classes and properties that have no name."""
        for fact, stated in self.facts.items():
            if not stated and self.nameless.isdisjoint(fact):
                subject, predicate, value = (self.terms[part] for part in fact)
                assert isinstance(predicate, ox.NamedNode)  # noqa: S101 - nameless ones were left out
                yield ox.Triple(subject, predicate, value)  # type: ignore[arg-type]  # literals are no subjects

    def fact(self, triple: ox.Triple | ox.Quad) -> Fact:
        """Return a triple in numbers, known or not."""
        return self.number(triple.subject), self.number(triple.predicate), self.number(triple.object)

    def about(self, subject: int, predicate: int) -> list[Fact]:
        """Return the facts of a subject and a predicate, in the order in which they became known."""
        return [(subject, predicate, value) for value in self._out[predicate].get(subject, ())]

    def _learn(self, fact: Fact, *, stated: bool) -> None:
        subject, predicate, value = fact
        self.facts[fact] = stated
        self._out[predicate][subject].append(value)
        self._into[predicate][value].append(subject)
        self._queue.append(fact)

    def derive(self, fact: Fact, rule: str, *premises: Fact) -> None:
        """Note a fact that follows from others, unless it is known."""
        if fact not in self.facts:
            self._learn(fact, stated=False)
            if self._explain:
                self.because[fact] = Because(rule, premises)

    def _on_type(self, fact: Fact) -> None:
        subject, _, cls = fact
        for above in self._classes.get(cls, ()):
            self.derive((subject, _TYPE, above), "class", fact)
        for whole, members in self._intersections.get(cls, ()):
            parts = [(subject, _TYPE, member) for member in members]
            if all(part in self.facts for part in parts):
                self.derive((subject, _TYPE, whole), "definition", *parts)
        for restriction, prop, _filler in self._some_of.get(cls, ()):
            for other in tuple(self._into[prop].get(subject, ())):
                self.derive((other, _TYPE, restriction), "definition", (other, prop, subject), fact)
        for _restriction, prop, filler in self._every_of.get(cls, ()):
            for other in tuple(self._out[prop].get(subject, ())):
                if not self._literal[other]:
                    self.derive((other, _TYPE, filler), "every", (subject, prop, other), fact)
        for _restriction, prop, filler in self._value_of.get(cls, ()):
            self.derive((subject, prop, filler), "definition", fact)

    def _on_relation(self, fact: Fact) -> None:
        subject, prop, value = fact
        for above in self._properties.get(prop, ()):
            self.derive((subject, above, value), "property", fact)
        for cls in self._domains.get(prop, ()):
            self.derive((subject, _TYPE, cls), "domain", fact)
        for chain, place, whole in self._chains.get(prop, ()):
            self._follow(fact, chain, place, whole)
        for restriction, _prop, filler in self._value.get(prop, ()):
            if filler == value:
                self.derive((subject, _TYPE, restriction), "definition", fact)
        self._restrictions(fact)
        if not self._literal[value]:
            for other in self._inverses.get(prop, ()):
                self.derive((value, other, subject), "symmetric" if other == prop else "inverse", fact)
            for cls in self._ranges.get(prop, ()):
                self.derive((value, _TYPE, cls), "range", fact)

    def _restrictions(self, fact: Fact) -> None:
        subject, prop, value = fact
        for restriction, _prop, filler in self._some.get(prop, ()):
            kind = (value, _TYPE, filler)
            if filler == _THING:
                self.derive((subject, _TYPE, restriction), "definition", fact)
            elif kind in self.facts:
                self.derive((subject, _TYPE, restriction), "definition", fact, kind)
        for restriction, _prop, filler in self._every.get(prop, ()):
            kind = (subject, _TYPE, restriction)
            if kind in self.facts and not self._literal[value]:
                self.derive((value, _TYPE, filler), "every", fact, kind)

    def _follow(self, fact: Fact, chain: list[int], place: int, whole: int) -> None:
        """Apply a chain of properties in which a fact stands at a place."""
        ways: list[tuple[Fact, ...]] = [(fact,)]
        for link in reversed(chain[:place]):
            ways = [((s, link, way[0][0]), *way) for way in ways for s in self._into[link].get(way[0][0], ())]
        for link in chain[place + 1 :]:
            ways = [(*way, (way[-1][2], link, o)) for way in ways for o in self._out[link].get(way[-1][2], ())]
        for way in ways:
            self.derive((way[0][0], whole, way[-1][2]), "chain", *way)


def _by(rows: list[Fact], place: int) -> dict[int, list[Fact]]:
    """Return restrictions by one of their parts: itself, its property or what it asks for."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in rows:
        found[row[place]].append(row)
    return found
