"""The description of the graph in VoID and DCAT: it counts what is there, names nothing later, and can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

from famk_graph.description import DATASET, Dump, describe, statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph import Universe

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
ABOUT = rdflib.URIRef(DATASET)
DUMP = Dump(
    name="famk.nq",
    title="N-Quads",
    media="application/n-quads",
    url="http://localhost/famk.nq",
    size=5,
    sha256="ab" * 32,
)


def graph(universe: Universe, dumps: tuple[Dump, ...] = (), server: str | None = None) -> rdflib.Graph:
    return rdflib.Graph().parse(data=describe(universe, dumps=dumps, server=server), format="turtle")


def number(told: rdflib.Graph, subject: rdflib.term.Node | None, predicate: rdflib.URIRef) -> int:
    value = told.value(subject, predicate)
    assert isinstance(value, rdflib.Literal)
    return int(value)


@pytest.mark.parametrize("seen", ["none", "fam:s1e1", "all"])
def test_the_counts_are_those_of_the_graph(seen: str, small: Callable[[str], Universe]) -> None:
    universe = small(seen)
    told = graph(universe)
    assert number(told, ABOUT, VOID.triples) == len(universe.query("SELECT * { ?s ?p ?o }").rows())
    for part in told.objects(ABOUT, VOID.classPartition):
        cls = told.value(part, VOID["class"])
        rows = universe.query(f"SELECT DISTINCT ?s {{ ?s a <{cls}> }}").rows()
        assert number(told, part, VOID.entities) == len(rows), cls
    for part in told.objects(ABOUT, VOID.propertyPartition):
        name = told.value(part, VOID.property)
        assert number(told, part, VOID.triples) == len(universe.query(f"SELECT * {{ ?s <{name}> ?o }}").rows()), name
    used = {row["p"] for row in universe.query("SELECT DISTINCT ?p { ?s ?p ?o }").rows()}
    assert number(told, ABOUT, VOID.properties) == len(used) == len(set(told.objects(ABOUT, VOID.propertyPartition)))


def test_each_partition_has_a_name_of_its_own(small: Callable[[str], Universe]) -> None:
    counts = statistics(small("all").store)
    told = graph(small("all"))
    assert len(set(told.objects(ABOUT, VOID.classPartition))) == len(counts.classes)
    assert len(set(told.subjects(VOID["class"], None))) == len(counts.classes)


def test_a_dump_is_told_with_its_checksum_and_the_endpoint_where_there_is_one(small: Callable[[str], Universe]) -> None:
    told = graph(small("all"), (DUMP,), "http://localhost")
    file = told.value(ABOUT, DCAT.distribution)
    assert str(told.value(file, DCAT.downloadURL)) == DUMP.url
    assert number(told, file, DCAT.byteSize) == 5
    assert str(told.value(told.value(file, SPDX.checksum), SPDX.checksumValue)) == DUMP.sha256
    assert str(told.value(ABOUT, VOID.sparqlEndpoint)) == "http://localhost/sparql"
    bare = graph(small("all"))
    assert not list(bare.objects(ABOUT, DCAT.distribution))
    assert not list(bare.objects(ABOUT, VOID.sparqlEndpoint))


def test_it_says_of_which_horizon_it_is_and_names_no_later_thing(small: Callable[[str], Universe]) -> None:
    text = describe(small("fam:s1e1")).decode()
    assert "fam:s1e1" in text
    assert "ontology#spouse>" not in text  # Ada marries in the second episode
    assert "ontology#spouse>" in describe(small("fam:s1e2")).decode()
    assert describe(small("fam:s1e1")) == describe(small("fam:s1e1"))
