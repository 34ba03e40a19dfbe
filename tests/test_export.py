"""Dumps: each says the same as the graph, byte for byte the same each time, whole or not at all."""

from __future__ import annotations

import csv
import io
import sqlite3
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pyoxigraph as ox
import pytest
import rdflib
from conftest import SMALL, Famk, thorough

from famk_graph import Universe, export, iris
from famk_graph.errors import FamkError
from famk_graph.vocabulary import TERM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FACT = "ASK { id:ada-stone famk:friend id:boris-volk }"


@pytest.mark.parametrize("form", export.FORMATS)
def test_the_same_data_give_the_same_bytes(
    small: Callable[[str], Universe], form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = export.FORMATS[form](small("all"))
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path))
    assert export.FORMATS[form](small("all")) == first


@pytest.mark.parametrize("form", ["nquads", "trig", "jsonld"])
def test_rdf_dumps_keep_every_quad(small: Callable[[str], Universe], form: str) -> None:
    universe = small("all")
    rdf = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}[form]
    found = {str(quad) for quad in ox.parse(export.FORMATS[form](universe), format=rdf)}
    expected = {str(quad) for quad in export.quads(universe)}
    assert {q for q in found if "_:" not in q} == {q for q in expected if "_:" not in q}
    assert len(found) == len(expected)


def test_turtle_is_read_by_rdflib(small: Callable[[str], Universe]) -> None:
    universe = small("all")
    graph = rdflib.Graph().parse(data=export.FORMATS["turtle"](universe), format="turtle")
    assert len(graph) == len({str(quad.triple) for quad in export.quads(universe)})


def test_rdf12_says_each_statement_as_an_annotation(small: Callable[[str], Universe]) -> None:
    assert same_statements(small("all")) > 40


@thorough
@pytest.mark.parametrize("seen", ["fam:s1e6", "none"])
def test_rdf12_says_each_statement_of_the_real_data(seen: str) -> None:
    assert same_statements(Universe(seen)) > 1000


def same_statements(universe: Universe) -> int:
    """Compare the annotations of the RDF 1.2 dump with the statement nodes; return how many there are."""
    store = ox.Store()
    store.load(export.FORMATS["rdf12"](universe), format=ox.RdfFormat.TURTLE)
    annotated = store.query("SELECT ?s ?p ?o ?t { ?t rdf:reifies <<( ?s ?p ?o )>> }", prefixes=dict(iris.PREFIXES))
    assert isinstance(annotated, ox.QuerySolutions)
    found = {(row["t"].value, row["s"].value, row["p"].value, str(row["o"])) for row in annotated}
    plain = universe.query(
        "SELECT ?t ?s ?p ?o { ?t famk:subject ?s ; famk:predicate ?p ; famk:object|famk:literal ?o }"
    )
    assert found == {(row["t"].value, row["s"].value, row["p"].value, str(row["o"])) for row in plain}
    apart = {TERM + name for name in ("subject", "predicate", "object", "literal")}
    parts = universe.query("SELECT ?t ?p ?o { ?t a famk:Statement ; ?p ?o }")
    dumped = store.query("SELECT ?t ?p ?o { ?t a famk:Statement ; ?p ?o }", prefixes=dict(iris.PREFIXES))
    assert isinstance(dumped, ox.QuerySolutions)
    said = {tuple(map(str, row)) for row in parts.solutions() if row["p"].value not in apart}
    reifies = f"<{iris.RDF}reifies>"
    assert {row for row in (tuple(map(str, r)) for r in dumped) if row[1] != reifies} == said
    return len(found)


def test_tables_hold_the_claims(small: Callable[[str], Universe]) -> None:
    universe = small("all")
    with ZipFile(io.BytesIO(export.FORMATS["csv"](universe))) as bundle:
        rows = {n: list(csv.DictReader(io.StringIO(bundle.read(n).decode()))) for n in bundle.namelist()}
    spouse = next(row for row in rows["claims.csv"] if row["predicate"] == "spouse")
    expected = {
        "subject": "ada-stone",
        "value": "boris-volk",
        "from": "1971-05",
        "reveal": "fam-s01e02",
        "rank": "normal",
    }
    assert expected.items() <= spouse.items()
    assert spouse["sources"] == "finale-recap handbook"
    base = next(row for row in rows["entities.csv"] if row["id"] == "base-is-built")
    assert base == {
        "id": "base-is-built", "class": "Event", "label": "The base is built",
        "earliest": "1970-01-01", "latest": "1979-12-31",
    }  # fmt: skip
    counted = universe.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a famk:Statement }").rows()[0]["n"]
    assert len(rows["claims.csv"]) == counted


def test_the_database_answers_sql(small: Callable[[str], Universe]) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(export.FORMATS["sqlite"](small("all")))
    found = database.execute("SELECT value FROM claims WHERE subject = 'moon' AND predicate = 'alias'").fetchall()
    database.close()
    assert found == [("Луна",)]


def test_a_dump_can_be_built_upon(small: Callable[[str], Universe], tmp_path: Path) -> None:
    path = small("all").export("nquads", tmp_path / "famk.nq")
    assert Universe("all", [path]).query(FACT).answer


@pytest.mark.parametrize("name", ["missing/famk.nq", "."])
def test_a_place_that_cannot_be_written_is_told(
    famk: Famk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    found = famk("export", "-o", str(tmp_path / name))
    assert (found.exit_code, "Traceback" in found.output) == (1, False)
    assert str(tmp_path) in found.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told(small: Callable[[str], Universe], tmp_path: Path) -> None:
    with pytest.raises(FamkError, match="Expected nquads, trig"):
        small("all").export("xlsx", tmp_path / "x")
