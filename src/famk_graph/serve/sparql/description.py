"""What the SPARQL endpoint says of itself: a service description (SPARQL 1.1 Service Description, W3C, 2013)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph import iris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from famk_graph.universe import Universe

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_VOID: Final = "http://rdfs.org/ns/void#"
_TYPE: Final = ox.NamedNode(iris.RDF + "type")
_WRITTEN: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)


def service_description(universe: Universe, endpoint: str, form: ox.RdfFormat) -> bytes:
    """Return the description of the endpoint at an address, with the graphs of a horizon, in a format of RDF."""
    prefixes = {"sd": _SD, "formats": _FORMATS, "void": _VOID}
    return ox.serialize(_triples(universe, endpoint), format=form, prefixes=prefixes) or b""


def _triples(universe: Universe, endpoint: str) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "dataset", "default"))

    def say(subject: ox.BlankNode, name: str, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(_SD + name), value)

    yield ox.Triple(service, _TYPE, ox.NamedNode(_SD + "Service"))
    yield say(service, "endpoint", ox.NamedNode(endpoint))
    yield say(service, "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query"))
    for name in _WRITTEN:
        yield say(service, "resultFormat", ox.NamedNode(_FORMATS + name))
    yield say(service, "defaultDataset", dataset)
    yield ox.Triple(dataset, _TYPE, ox.NamedNode(_SD + "Dataset"))
    yield say(dataset, "defaultGraph", default)
    yield ox.Triple(default, _TYPE, ox.NamedNode(_SD + "Graph"))
    for number, graph in enumerate(sorted(universe.store.named_graphs(), key=str)):
        if isinstance(graph, ox.NamedNode):
            node = ox.BlankNode(f"g{number}")
            yield say(dataset, "namedGraph", node)
            yield ox.Triple(node, _TYPE, ox.NamedNode(_SD + "NamedGraph"))
            yield say(node, "name", graph)
