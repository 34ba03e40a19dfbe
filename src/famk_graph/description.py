"""The graph described for machines and catalogues: VoID and DCAT, as Turtle. The same data gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph import __version__, iris
from famk_graph.query import run
from famk_graph.saved import internal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.universe import Universe

DATASET: Final = iris.BASE + "dataset"
CATALOG: Final = iris.BASE + "catalog"
PUBLISHER: Final = iris.BASE + "contributors"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
TITLE: Final = "The universe of For All Mankind and Star City as linked data"
WORDS: Final = (
    "People, missions, events and divergences of the alternate history of For All Mankind and Star City, beside real "
    "history; every claim with its sources, its rank, and the episode that reveals it."
)
_NAMESPACES: Final = {
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
    "formats": "http://www.w3.org/ns/formats/",
    **{name: iris.PREFIXES[name] for name in ("dcterms", "foaf", "owl", "rdf", "rdfs", "skos", "xsd", "prov")},
}
_VOCABULARIES: Final = ("famk", "rdf", "rdfs", "owl", "skos", "prov", "dcterms", "foaf", "schema")
_EXAMPLES: Final = ("for-all-mankind", "star-city")  # known to whoever has watched nothing
_RDF: Final = ("application/n-quads", "application/trig", "text/turtle", "application/ld+json")
_FEATURES: Final = ("N-Triples", "N-Quads", "Turtle", "TriG", "JSON-LD", "RDF_XML")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A file in which the graph can be had; size and checksum are known once it has been made."""

    name: str
    title: str
    media: str
    url: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the graph of a horizon holds: totals, things by class and triples by property (their IRIs)."""

    triples: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]


def statistics(store: ox.Store) -> Statistics:
    """Count what the default graph of a store holds."""
    total = next(run(store, internal("void_totals")).solutions())
    counted = {
        name: {row[0].value: int(row["count"].value) for row in run(store, internal(f"void_{name}")).solutions()}
        for name in ("classes", "properties")
    }
    triples, subjects, objects = (int(total[name].value) for name in ("triples", "subjects", "objects"))
    return Statistics(triples, subjects, objects, counted["classes"], counted["properties"])


def describe(
    universe: Universe, counts: Statistics | None = None, dumps: Iterable[Dump] = (), server: str | None = None
) -> bytes:
    """Return the description of a universe's graph as Turtle.

    Parameters
    ----------
    universe
        The universe; only what its horizon permits is counted.
    counts
        What :func:`statistics` returns of it, where that is known already.
    dumps
        The files in which it can be had.
    server
        The address of a server that answers SPARQL on it, without a slash at its end.

    """
    told = counts or statistics(universe.store)
    writer = _Writer()
    writer.dataset(universe, told)
    writer.partitions(told)
    for dump in dumps:
        writer.distribution(dump)
    writer.catalog(server)
    return ox.serialize(sorted(writer.triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=_NAMESPACES) or b""


Value = ox.NamedNode | ox.Literal | str | int


class _Writer:
    """Collects triples; parts have names of their own, so that two runs do not differ by blank nodes."""

    def __init__(self) -> None:
        self.triples: set[ox.Triple] = set()

    def say(self, subject: str, **values: Value | list[Value]) -> None:
        """Add what is said of a subject: ``dcterms_title="…"``; a list says several things."""
        for name, value in values.items():
            prefix, _, local = name.partition("_")
            for one in value if isinstance(value, list) else [value]:
                term = one if isinstance(one, ox.NamedNode | ox.Literal) else ox.Literal(one)
                predicate = iris.RDF + "type" if name == "a" else _NAMESPACES[prefix] + local
                self.triples.add(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term))

    def dataset(self, universe: Universe, told: Statistics) -> None:
        """Say what the dataset is and how much it holds."""
        self.say(
            DATASET,
            a=_terms("void:Dataset", "dcat:Dataset"),
            dcterms_title=_english(TITLE),
            dcterms_description=_english(WORDS),
            dcterms_publisher=ox.NamedNode(PUBLISHER),
            dcterms_license=ox.NamedNode(LICENCE),
            dcterms_language=ox.NamedNode("http://id.loc.gov/vocabulary/iso639-1/en"),
            dcterms_identifier=DATASET,
            foaf_homepage=ox.NamedNode(iris.BASE),
            dcat_version=__version__,
            owl_versionInfo=__version__,
            dcat_keyword=[*map(_english, ("alternate history", "television", "space flight"))],
            # Of what a reader has not watched nothing is here; the description says which part it describes.
            rdfs_comment=_english(f"Cut at the horizon “{universe.horizon.key}”: nothing that a later episode tells."),
            void_uriSpace=iris.ENTITY,
            void_vocabulary=_nodes(iris.PREFIXES[name] for name in _VOCABULARIES),
            void_feature=_nodes(_NAMESPACES["formats"] + name for name in _FEATURES),
            void_exampleResource=_nodes(iris.ENTITY + name for name in _EXAMPLES if name in universe.names.entries),
            void_triples=told.triples,
            void_entities=sum(1 for entry in universe.names.entries.values() if entry.cls),
            void_classes=len(told.classes),
            void_properties=len(told.properties),
            void_distinctSubjects=told.subjects,
            void_distinctObjects=told.objects,
        )

    def partitions(self, told: Statistics) -> None:
        """Say how much there is of each class and of each property."""
        for iri, count in told.classes.items():
            part = f"{DATASET}#class-{_local(iri)}"
            self.say(part, void_class=ox.NamedNode(iri), void_entities=count)
            self.say(DATASET, void_classPartition=ox.NamedNode(part))
        for iri, count in told.properties.items():
            part = f"{DATASET}#property-{_local(iri)}"
            self.say(part, void_property=ox.NamedNode(iri), void_triples=count)
            self.say(DATASET, void_propertyPartition=ox.NamedNode(part))

    def distribution(self, dump: Dump) -> None:
        """Say where a file of it lies, and of which bytes it is."""
        node, media = f"{DATASET}#{dump.name}", "https://www.iana.org/assignments/media-types/" + dump.media
        self.say(
            node,
            a=_terms("dcat:Distribution"),
            dcterms_title=_english(dump.title),
            dcterms_license=ox.NamedNode(LICENCE),
            dcat_downloadURL=ox.NamedNode(dump.url),
            dcat_accessURL=ox.NamedNode(dump.url),
            dcat_mediaType=ox.NamedNode(media),
        )
        self.say(DATASET, dcat_distribution=ox.NamedNode(node))
        if dump.media in _RDF:  # VoID knows no other files
            self.say(DATASET, void_dataDump=ox.NamedNode(dump.url))
        if dump.size is not None:
            size = ox.Literal(str(dump.size), datatype=ox.NamedNode(iris.XSD + "nonNegativeInteger"))
            self.say(node, dcat_byteSize=size)
        if dump.sha256 is not None:
            self.say(node, spdx_checksum=ox.NamedNode(node + "-checksum"))
            self.say(
                node + "-checksum",
                a=_terms("spdx:Checksum"),
                spdx_algorithm=_terms("spdx:checksumAlgorithm_sha256"),
                spdx_checksumValue=ox.Literal(dump.sha256, datatype=ox.NamedNode(iris.XSD + "hexBinary")),
            )

    def catalog(self, server: str | None) -> None:
        """Say which catalogue lists the dataset, and which service answers on it."""
        self.say(
            CATALOG,
            a=_terms("dcat:Catalog"),
            dcterms_title=_english("famk-graph"),
            dcterms_description=_english("The one dataset of famk-graph, its files and its service."),
            dcterms_publisher=ox.NamedNode(PUBLISHER),
            dcterms_license=ox.NamedNode(LICENCE),
            dcat_dataset=ox.NamedNode(DATASET),
        )
        self.say(PUBLISHER, a=_terms("foaf:Agent"), foaf_name="famk-graph contributors")
        if server is not None:
            endpoint, node = ox.NamedNode(server + "/sparql"), DATASET + "#sparql"
            self.say(DATASET, void_sparqlEndpoint=endpoint)
            self.say(CATALOG, dcat_service=ox.NamedNode(node))
            self.say(
                node,
                a=_terms("dcat:DataService"),
                dcterms_title=_english("SPARQL 1.1 query endpoint"),
                dcat_endpointURL=endpoint,
                dcat_servesDataset=ox.NamedNode(DATASET),
                dcterms_conformsTo=ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/"),
            )


def _terms(*names: str) -> list[Value]:
    pairs = (name.split(":") for name in names)
    return _nodes(_NAMESPACES[prefix] + local for prefix, local in pairs)


def _nodes(found: Iterable[str]) -> list[Value]:
    return [ox.NamedNode(iri) for iri in found]


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _local(iri: str) -> str:
    """Return a name for a term that no other term of the graph has."""
    return re.sub(r"[^A-Za-z0-9]+", "-", iris.shorten(iri).removeprefix("http://").removeprefix("https://"))
