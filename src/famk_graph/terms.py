"""Oxigraph's terms as rdflib's, for the libraries that know rdflib only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as an rdflib graph without prefixes.

    Each IRI is made once, which takes half the time of writing the triples and parsing them again. Blank
    nodes keep their names. A plain text is a literal without datatype, as rdflib's own parsers have it.
    """
    import rdflib

    named: dict[str, rdflib.URIRef] = {}

    def iri(text: str) -> rdflib.URIRef:
        return named.get(text) or named.setdefault(text, rdflib.URIRef(text))

    def convert(term: object) -> rdflib.term.Node:
        if isinstance(term, ox.NamedNode):
            return iri(term.value)
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        assert isinstance(term, ox.Literal)  # noqa: S101 - the graph holds no triple terms
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return rdflib.Literal(term.value, datatype=None if datatype == _STRING else iri(datatype))

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))
    return graph
