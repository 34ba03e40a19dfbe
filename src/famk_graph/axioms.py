"""What the ontology lets us infer: its axioms, read from its modules into tables that rules can be run by.

The rules are those of the OWL 2 RL profile (W3C, Web Ontology Language Profiles, section 4.3) that give new facts
about individuals. Those that make two names one (functional properties, keys) are left out, since in a universe of
counterparts and namesakes a wrong identity would do more harm than a missing one does; so are those that only
repeat the ontology to itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris, resources
from famk_graph.vocabulary import CONCEPT, TERM

if TYPE_CHECKING:
    from collections.abc import Iterable

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
OWL = iris.PREFIXES["owl"]
TYPE = ox.NamedNode(iris.RDF + "type")
THING = ox.NamedNode(OWL + "Thing")
_Table = dict[Node, list[Node]]


def _table() -> _Table:
    return defaultdict(list)


@dataclass(slots=True)
class Rules:
    """The axioms by what sets them off; classes and properties without a name are nodes like any other.

    Attributes
    ----------
    classes, properties
        What lies directly above a class or property.
    inverses
        The inverses of a property; a symmetric property is its own.
    domains, ranges
        The classes of a property's subjects and of its objects.
    chains
        Chains of properties with the property that each gives; a transitive property gives itself.
    intersections
        Classes with the classes that an individual must belong to.
    some, every, value
        Restrictions with their property, and the class that some or all objects belong to, or the one object.
    individuals
        What the ontology says of individuals.

    """

    classes: _Table = field(default_factory=_table)
    properties: _Table = field(default_factory=_table)
    inverses: _Table = field(default_factory=_table)
    domains: _Table = field(default_factory=_table)
    ranges: _Table = field(default_factory=_table)
    chains: list[tuple[tuple[Node, ...], Node]] = field(default_factory=list)
    intersections: list[tuple[Node, tuple[Node, ...]]] = field(default_factory=list)
    some: list[tuple[Node, Node, Node]] = field(default_factory=list)
    every: list[tuple[Node, Node, Node]] = field(default_factory=list)
    value: list[tuple[Node, Node, Node]] = field(default_factory=list)
    individuals: list[ox.Triple] = field(default_factory=list)


def ontology_rules() -> Rules:
    """Read the rules of the ontology's modules."""
    triples: list[ox.Triple] = []
    for path in resources.ontology_modules():
        quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        triples.extend(quad.triple for quad in quads)
    return read_rules(triples)


def read_rules(ontology: Iterable[ox.Triple]) -> Rules:
    """Return the rules that an ontology's triples amount to."""
    rules = Rules()
    said: dict[str, dict[Node, list[Node]]] = defaultdict(_table)
    for triple in ontology:
        said[triple.predicate.value][triple.subject].append(triple.object)
        if _is_individual(triple):
            rules.individuals.append(triple)
    _properties(rules, said)
    _ends(rules, said)
    _classes(rules, said)
    return rules


def _is_individual(triple: ox.Triple) -> bool:
    about = isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith((iris.ENTITY, CONCEPT))
    cls = triple.object.value if isinstance(triple.object, ox.NamedNode) else ""
    return about and triple.predicate == TYPE and cls.startswith(TERM)


def _pairs(said: dict[str, _Table], predicate: str) -> list[tuple[Node, Node]]:
    return [(subject, value) for subject, values in said[predicate].items() for value in values]


def _properties(rules: Rules, said: dict[str, _Table]) -> None:
    for lower, upper in _pairs(said, iris.RDFS + "subPropertyOf"):
        rules.properties[lower].append(upper)
    for one, other in _pairs(said, OWL + "equivalentProperty"):
        rules.properties[one].append(other)
        rules.properties[other].append(one)
    for one, other in _pairs(said, OWL + "inverseOf"):
        rules.inverses[one].append(other)
        rules.inverses[other].append(one)
    for prop, values in said[TYPE.value].items():
        if ox.NamedNode(OWL + "SymmetricProperty") in values:
            rules.inverses[prop].append(prop)
        if ox.NamedNode(OWL + "TransitiveProperty") in values:
            rules.chains.append(((prop, prop), prop))
    for whole, chain in _pairs(said, OWL + "propertyChainAxiom"):
        rules.chains.append((_list(said, chain), whole))


def _ends(rules: Rules, said: dict[str, _Table]) -> None:
    for table, name in ((rules.domains, "domain"), (rules.ranges, "range")):
        for prop, cls in _pairs(said, iris.RDFS + name):
            if cls != THING:
                table[prop].append(cls)


def _classes(rules: Rules, said: dict[str, _Table]) -> None:
    for lower, upper in _pairs(said, iris.RDFS + "subClassOf"):
        rules.classes[lower].append(upper)
    for one, other in _pairs(said, OWL + "equivalentClass"):
        rules.classes[one].append(other)
        rules.classes[other].append(one)
    for cls, parts in _pairs(said, OWL + "intersectionOf"):
        members = _list(said, parts)
        rules.intersections.append((cls, members))
        rules.classes[cls].extend(members)
    for cls, parts in _pairs(said, OWL + "unionOf"):
        for member in _list(said, parts):
            rules.classes[member].append(cls)
    for name, rows in (("someValuesFrom", rules.some), ("allValuesFrom", rules.every), ("hasValue", rules.value)):
        for restriction, filler in _pairs(said, OWL + name):
            rows.extend((restriction, prop, filler) for prop in said[OWL + "onProperty"][restriction])


def _list(said: dict[str, _Table], head: Node) -> tuple[Node, ...]:
    """Return the members of an RDF list."""
    found: list[Node] = []
    while first := said[iris.RDF + "first"].get(head):
        found.append(first[0])
        head = said[iris.RDF + "rest"][head][0]
    return tuple(found)
