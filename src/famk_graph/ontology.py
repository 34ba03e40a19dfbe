"""The ontology as one file: its modules merged, as Turtle or RDF/XML, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris, resources
from famk_graph.errors import FamkError
from famk_graph.terms import to_rdflib

if TYPE_CHECKING:
    import rdflib

IRI = iris.BASE + "ontology"
FORMATS = ("turtle", "rdfxml")
PREFIXES = {
    **{
        name: iris.PREFIXES[name]
        for name in ("famk", "concept", "id", "rdf", "rdfs", "owl", "xsd", "skos", "prov", "dcterms", "foaf", "schema")
    },
    "bibo": "http://purl.org/ontology/bibo/",
    "mod": "https://w3id.org/mod#",
    "vann": "http://purl.org/vocab/vann/",
}
_OWL = "http://www.w3.org/2002/07/owl#"


def merged() -> list[ox.Triple]:
    """Return the triples of all modules under one ontology header, sorted.

    The headers of the modules and the imports between them are left out, because a document has one ontology;
    each term still tells its module by `rdfs:isDefinedBy`. Blank nodes are named by the RDF canonicalization
    algorithm (RDFC-1.0), so that the result does not depend on the run.
    """
    modules = {f"{IRI}/{path.stem}" for path in resources.ontology_modules()}
    dataset = ox.Dataset()
    for path in resources.ontology_modules():
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            header = isinstance(quad.subject, ox.NamedNode) and quad.subject.value in modules
            if not header and quad.predicate.value != _OWL + "imports":
                dataset.add(quad)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=_place)


def _place(triple: ox.Triple) -> tuple[int, str]:
    """Put the header first and blank nodes last: old parsers read a declaration only before its use."""
    subject = str(triple.subject)
    return (0 if subject == f"<{IRI}>" else 2 if subject.startswith("_:") else 1, str(triple))


def serialize(form: str) -> bytes:
    """Return the merged ontology in a format.

    Parameters
    ----------
    form
        ``turtle``, or ``rdfxml``, which Protégé and owlready2 open.

    Raises
    ------
    FamkError
        There is no such format.

    """
    if form == "rdfxml":
        return ox.serialize(merged(), format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    if form == "turtle":
        return graph().serialize(format="turtle", encoding="utf-8")
    raise FamkError(f"The ontology has no format “{form}”.\n    Expected {' or '.join(FORMATS)}.")


def graph() -> rdflib.Graph:
    """Return the merged ontology as an rdflib graph, its blank nodes under names that every run gives them."""
    found = to_rdflib(merged())
    for prefix, iri in PREFIXES.items():
        found.bind(prefix, iri)
    return found
