"""The documentation page of the ontology: one HTML file that needs nothing from the network.

Why not pyLODE: its page knows neither modules nor closed lists nor alignments, and cannot be searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from famk_graph import iris, ontology, resources
from famk_graph.class_diagram import diagram
from famk_graph.vocabulary import CONCEPT, TERM

if TYPE_CHECKING:
    import rdflib

_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KINDS = {"Class": "class", "ObjectProperty": "object property", "DatatypeProperty": "datatype property"}
_TRAITS = {
    "FunctionalProperty": "functional: one value at most",
    "SymmetricProperty": "symmetric: holds both ways",
    "AsymmetricProperty": "asymmetric: never both ways",
    "IrreflexiveProperty": "irreflexive: never of itself",
    "TransitiveProperty": "transitive: follows along chains",
}
_BACK = '<p><a href="/data/ontology">Back to the explorer</a></p>'
_MATCHES = {
    iris.RDFS + "subClassOf": "is a kind of",
    iris.RDFS + "subPropertyOf": "is a kind of",
    _SKOS + "closeMatch": "much the same as",
    _SKOS + "relatedMatch": "related to",
}


@dataclass(slots=True)
class TermPage:
    """What the page says of one term; links are pairs of anchor (or empty) and text."""

    anchor: str
    label: str
    iri: str
    kind: str
    definition: str
    example: str
    notes: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    members: list[TermPage] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The words by which the search finds the term."""
        listed = " ".join(f"{m.label} {m.definition}" for m in self.members)
        return f"{self.anchor} {self.label} {self.definition} {listed}".lower()


@dataclass(slots=True)
class ModulePage:
    """One module of the ontology."""

    anchor: str
    title: str
    description: str
    iri: str
    classes: list[TermPage]
    properties: list[TermPage]
    individuals: list[TermPage]


def page() -> str:
    """Return the documentation page as HTML."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    template = environment.from_string(resources.template("ontology.html").read_text(encoding="utf-8"))
    found = _Reader()
    header = dict(found.header(ontology.IRI))
    return template.render(header=header, iri=ontology.IRI, modules=found.modules(), diagram=diagram())


@cache
def split() -> dict[str, str]:
    """Return the page in three parts, for a server whose pages may hold neither styles nor scripts: html, css, js."""
    text = page()
    style, script = (re.search(rf"<{name}>\n(.*?)</{name}>", text, re.DOTALL) for name in ("style", "script"))
    assert style and script  # noqa: S101, PT018 - the template has one of each
    text = text.replace('<nav aria-label="Contents">', '<nav aria-label="Contents">\n' + _BACK)
    head = text.replace(style[0], '<link rel="stylesheet" href="ontology.css">')
    return {
        "html": head.replace(script[0], '<script type="module" src="ontology.js"></script>'),
        "css": style[1],
        "js": script[1],
    }


class _Reader:
    """Reads pages from the merged ontology and its alignments."""

    def __init__(self) -> None:
        import rdflib

        self.rdf = rdflib
        self.graph = ontology.graph()
        self.headers = rdflib.Graph()
        for path in resources.ontology_modules():
            self.headers.parse(path, format="turtle")
        self.matches = rdflib.Graph().parse(resources.ontology_dir() / "alignments.ttl", format="turtle")

    def header(self, ontology_iri: str) -> list[tuple[str, str]]:
        about = self.rdf.URIRef(ontology_iri)
        return sorted(
            (str(p).rpartition("/")[2].rpartition("#")[2], str(o)) for p, o in self.headers.predicate_objects(about)
        )

    def modules(self) -> list[ModulePage]:
        order = ("famk", "alternate-history", "screen-works", "space-programme")
        return [self._module(name) for name in order]

    def _module(self, name: str) -> ModulePage:
        iri = ontology.IRI if name == "famk" else f"{ontology.IRI}/{name}"
        header = dict(self.header(iri))
        terms = sorted(self.graph.subjects(self.rdf.RDFS.isDefinedBy, self.rdf.URIRef(iri)), key=str)
        pages = [self._term(t) for t in terms if str(t).startswith(TERM)]
        others = [t for t in terms if not str(t).startswith((TERM, CONCEPT))]
        return ModulePage(
            anchor=f"module-{name}",
            title=header["title"],
            description=header["description"],
            iri=iri,
            classes=[p for p in pages if p.kind == "class"],
            properties=[p for p in pages if p.kind != "class"],
            individuals=[self._term(t) for t in others],
        )

    def _text(self, term: rdflib.term.Node, predicate: str) -> str:
        return str(self.graph.value(term, self.rdf.URIRef(predicate)) or "")

    def _term(self, term: rdflib.term.Node) -> TermPage:
        types = {str(t).removeprefix(_OWL) for t in self.graph.objects(term, self.rdf.RDF.type)}
        kind = next((_KINDS[t] for t in _KINDS if t in types), "individual")
        page = TermPage(
            anchor=self._anchor(term),
            label=self._text(term, iris.RDFS + "label"),
            iri=str(term),
            kind=kind,
            definition=self._text(term, _SKOS + "definition"),
            example=self._text(term, _SKOS + "example"),
            notes=sorted(str(n) for n in self.graph.objects(term, self.rdf.URIRef(_SKOS + "scopeNote"))),
        )
        if kind == "class":
            page.rows = self._class_rows(term)
            page.members = [
                self._term(m)
                for m in sorted(self.graph.subjects(self.rdf.RDF.type, term), key=str)
                if str(m).startswith(CONCEPT)
            ]
        elif kind != "individual":
            page.rows = self._property_rows(term)
            page.rows.append(("characteristics", [("", _TRAITS[t]) for t in _TRAITS if t in types]))
        page.rows.extend(self._match_rows(term))
        page.rows = [(name, links) for name, links in page.rows if links]
        return page

    def _class_rows(self, term: rdflib.term.Node) -> list[tuple[str, list[tuple[str, str]]]]:
        rdfs, owl = self.rdf.RDFS, self.rdf.OWL
        disjoint = set(self.graph.objects(term, owl.disjointWith)) | set(self.graph.subjects(owl.disjointWith, term))
        for group in self.graph.subjects(self.rdf.RDF.type, owl.AllDisjointClasses):
            listed = set(self.graph.items(self.graph.value(group, owl.members) or self.rdf.RDF.nil))
            disjoint |= listed if term in listed else set()
        supers = list(self.graph.objects(term, rdfs.subClassOf))
        return [
            ("defined as", self._links(self.graph.objects(term, owl.equivalentClass))),
            ("superclasses", self._links(s for s in supers if isinstance(s, self.rdf.URIRef))),
            ("subclasses", self._links(self.graph.subjects(rdfs.subClassOf, term))),
            (
                "each one",
                self._links(s for s in supers if isinstance(s, self.rdf.BNode) and not self.graph.value(s, owl.oneOf)),
            ),
            (
                "told apart by",
                [
                    ("", " and ".join(t for _, t in self._links(self.graph.items(k))))
                    for k in self.graph.objects(term, owl.hasKey)
                ],
            ),
            ("properties from it", self._links(self._users(term, rdfs.domain))),
            ("properties to it", self._links(self._users(term, rdfs.range))),
            ("disjoint with", self._links(disjoint - {term})),
        ]

    def _users(self, cls: rdflib.term.Node, side: rdflib.URIRef) -> set[rdflib.term.Node]:
        """Return the properties that have a class, or a union with it, for their domain or range."""
        found = set(self.graph.subjects(side, cls))
        for union in set(self.graph.objects(None, side)):
            if (parts := self.graph.value(union, self.rdf.OWL.unionOf)) is not None and cls in self.graph.items(parts):
                found |= set(self.graph.subjects(side, union))
        return found

    def _property_rows(self, term: rdflib.term.Node) -> list[tuple[str, list[tuple[str, str]]]]:
        rdfs, owl = self.rdf.RDFS, self.rdf.OWL
        inverses = set(self.graph.objects(term, owl.inverseOf)) | set(self.graph.subjects(owl.inverseOf, term))
        chains = [
            " then ".join(t for _, t in self._ordered(self.graph.items(c)))
            for c in self.graph.objects(term, owl.propertyChainAxiom)
        ]
        return [
            ("domain", self._links(self.graph.objects(term, rdfs.domain))),
            ("range", self._links(self.graph.objects(term, rdfs.range))),
            ("superproperties", self._links(self.graph.objects(term, rdfs.subPropertyOf))),
            ("subproperties", self._links(self.graph.subjects(rdfs.subPropertyOf, term))),
            ("inverse", self._links(inverses)),
            ("follows from", [("", chain) for chain in sorted(chains)]),
        ]

    def _match_rows(self, term: rdflib.term.Node) -> list[tuple[str, list[tuple[str, str]]]]:
        names = self.matches.namespace_manager
        rows = []
        for predicate, words in _MATCHES.items():
            found = sorted(
                o.n3(names)
                for o in self.matches.objects(term, self.rdf.URIRef(predicate))
                if isinstance(o, self.rdf.URIRef)
            )
            rows.append((f"elsewhere, {words}", [("", text) for text in found]))
        return rows

    def _ordered(self, terms: object) -> list[tuple[str, str]]:
        return [(self._anchor(t), self._expression(t)) for t in terms]  # type: ignore[attr-defined]

    def _links(self, terms: object) -> list[tuple[str, str]]:
        return sorted(set(self._ordered(terms)), key=lambda link: link[1].lower())

    def _anchor(self, term: rdflib.term.Node) -> str:
        text = str(term)
        if text.startswith(TERM):
            return text.removeprefix(TERM)
        return text.rpartition("/")[2] if text.startswith(iris.ENTITY) else ""

    def _expression(self, term: rdflib.term.Node) -> str:
        """Return a class expression in words close to Manchester syntax."""
        owl, value = self.rdf.OWL, self.graph.value
        if isinstance(term, self.rdf.URIRef):
            return iris.shorten(str(term)).removeprefix("famk:")
        if (parts := value(term, owl.intersectionOf)) is not None:
            return " and ".join(text for _, text in self._ordered(self.graph.items(parts)))
        if (parts := value(term, owl.unionOf)) is not None:
            return " or ".join(text for _, text in self._ordered(self.graph.items(parts)))
        on = self._expression(value(term, owl.onProperty) or self.rdf.OWL.Thing)
        for quantifier, word in ((owl.someValuesFrom, "some"), (owl.allValuesFrom, "only"), (owl.hasValue, "value")):
            if (filler := value(term, quantifier)) is not None:
                return f"({on} {word} {self._expression(filler)})"
        return "an unnamed class"
