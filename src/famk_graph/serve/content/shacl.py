"""The SHACL shapes in words: what each is about, what it demands, and what it says to who breaks it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from famk_graph import iris, resources
from famk_graph.vocabulary import CLASSES, PROPERTIES

_SH: Final = "http://www.w3.org/ns/shacl#"
_SHAPE: Final = iris.BASE + "shape/"
_TARGETS: Final = {
    "targetClass": "every",
    "targetSubjectsOf": "whatever has",
    "targetNode": "the one thing",
}
_DATATYPES: Final = {
    "integer": "a whole number",
    "date": "a full day",
    "gYearMonth": "a month",
    "gYear": "a year",
    "EDTF": "a date with doubt or a span (EDTF)",
    "langString": "a text in a language",
    "boolean": "true or false",
    "anyURI": "a web address",
}
Node = ox.NamedNode | ox.BlankNode | ox.Triple
Said = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is about: words, and a term of the ontology that it may lead to."""

    words: str
    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a shape demands of one property (or of the thing itself), and its message."""

    path: str
    demands: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape."""

    name: str
    targets: tuple[Target, ...]
    rules: tuple[Rule, ...]


@cache
def shapes() -> tuple[Shape, ...]:
    """Return all shapes that are about something, in the order of their file."""
    reader = _Reader()
    return tuple(reader.shape(node) for node in reader.said if reader.is_targeted(node))


class _Reader:
    """Reads shapes out of their file."""

    def __init__(self) -> None:
        self.said: dict[Node, Said] = {}
        path = resources.ontology_dir() / "shapes.ttl"
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            of = self.said.setdefault(quad.subject, defaultdict(list))
            of[quad.predicate.value.removeprefix(_SH)].append(quad.object)

    def is_targeted(self, node: Node) -> bool:
        return isinstance(node, ox.NamedNode) and any(target in self.said[node] for target in _TARGETS)

    def shape(self, node: Node) -> Shape:
        said = self.said[node]
        assert isinstance(node, ox.NamedNode)  # noqa: S101 - a shape that is about something has a name
        targets = tuple(
            Target(words, _local(term), _name(term)) for target, words in _TARGETS.items() for term in said[target]
        )
        rules = [self._rule(part) for part in said["property"]]
        itself = self._demands({name: values for name, values in said.items() if name != "property"})
        if itself:
            rules.append(Rule("", itself, self._message(said)))
        return Shape(node.value.removeprefix(_SHAPE), targets, tuple(rules))

    def _rule(self, part: object) -> Rule:
        said = self._of(part)
        return Rule(self._path(said["path"][0]), self._demands(said), self._message(said))

    def _of(self, node: object) -> Said:
        assert isinstance(node, ox.NamedNode | ox.BlankNode)  # noqa: S101 - parts of shapes are nodes
        return self.said[node]

    @staticmethod
    def _message(said: Said) -> str:
        return next((term.value for term in said["message"] if isinstance(term, ox.Literal)), "")

    def _path(self, path: object) -> str:
        if isinstance(path, ox.NamedNode):
            return _name(path)
        said = self._of(path)
        if said["inversePath"]:
            return f"what has it for its {self._path(said['inversePath'][0])}"
        if said["alternativePath"]:
            return " or ".join(self._path(step) for step in self._list(said["alternativePath"][0]))
        return " and then ".join(self._path(step) for step in self._list(path))

    def _list(self, node: object) -> list[object]:
        items: list[object] = []
        while node != ox.NamedNode(iris.RDF + "nil"):
            said = self._of(node)
            items.append(said[iris.RDF + "first"][0])
            node = said[iris.RDF + "rest"][0]
        return items

    def _demands(self, said: Said) -> tuple[str, ...]:
        """Return what the constraints of a shape demand, in words."""
        value = {name: _value(terms[0]) for name, terms in said.items() if terms}
        found = [_number(value.get("minCount"), value.get("maxCount"))]
        found += [_a(_name(term)) for term in said.get("class", [])]
        found += [_DATATYPES.get(_local(term), _local(term)) for term in said.get("datatype", [])]
        found += ["a date" if _value(term).endswith("/date") else self._node(term) for term in said.get("node", [])]
        words = {
            "minInclusive": "from {}", "pattern": "of the form {}", "hasValue": "{} among them",
            "disjoint": "none of its {}", "lessThanOrEquals": "not after its {}", "nodeKind": "a thing with an address",
        }  # fmt: skip
        found += [text.format(_name(said[name][0])) for name, text in words.items() if said.get(name)]
        if value.get("minLength"):
            found.append("not empty")
        found += ["only " + " or ".join(_name(item) for item in self._list(term)) for term in said.get("in", [])]
        for name, text in (("or", "either "), ("xone", "exactly one of: ")):
            for term in said.get(name, []):
                found.append(text + "; or ".join(self._node(item) for item in self._list(term)))
        found += [f"not ({self._node(term)})" for term in said.get("not", [])]
        return tuple(part for part in found if part)

    def _node(self, node: object) -> str:
        """Return a shape within a shape in words."""
        said = self._of(node)
        if isinstance(node, ox.NamedNode) and node.value.endswith("/text"):
            return "a text in a language"
        own = list(self._demands({name: values for name, values in said.items() if name != "property"}))
        for part in said["property"]:
            rule = self._rule(part)
            own.append(f"{rule.path}: {', '.join(rule.demands)}")
        return " and ".join(own)


def _number(least: str | None, most: str | None) -> str:
    if least is not None and least == most:
        return "exactly one" if least == "1" else f"exactly {least}"
    return " and ".join(
        [*([f"at least {'one' if least == '1' else least}"] if least else []),
         *([f"at most {'one' if most == '1' else most}"] if most else [])]
    )  # fmt: skip


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "AEIOU" else f"a {name}"


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _local(term: object) -> str:
    return _value(term).rpartition("#")[2].rpartition("/")[2]


def _name(term: object) -> str:
    """Return a term in words: a class or property of ours by its label."""
    local = _local(term) if isinstance(term, ox.NamedNode) else _value(term)
    if local in PROPERTIES:
        return PROPERTIES[local].label
    if local in CLASSES:
        return local
    return {"wasDerivedFrom": "source", "inScheme": "list"}.get(local, local.replace("-", " "))
