"""The graph as files: RDF dumps, networks, tables. The same data gives the same bytes."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.description import describe
from famk_graph.errors import FamkError
from famk_graph.vocabulary import PROPERTIES, TERM

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph.universe import Universe

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can hold, the same for every dump
ENTITY_COLUMNS = ("id", "class", "label", "earliest", "latest")
CLAIM_COLUMNS = (
    *("statement", "subject", "predicate", "value", "datatype", "world", "reveal", "rank", "evidence", "sources"),
    *("role", "order", "from", "until", "at", "note", "reason"),
)
SOURCE_COLUMNS = ("id", "publisher", "title", "url", "published", "grade")


def export(universe: Universe, form: str, path: Path) -> Path:
    """Write the graph of a universe in a format and return the path.

    Parameters
    ----------
    universe
        The universe; only what its horizon permits is written.
    form
        One of :data:`FORMATS`.
    path
        The file to write. It appears whole or not at all.

    Raises
    ------
    FamkError
        The format is unknown, or the file cannot be written.

    """
    if form not in FORMATS:
        raise FamkError(f"There is no format “{form}”.\n    Expected {', '.join(FORMATS)}.")
    return write_whole(path, FORMATS[form](universe))


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file through a neighbour that takes its place at the end.

    Raises
    ------
    FamkError
        The folder does not exist or cannot be written to.

    """
    if path.is_dir():
        raise FamkError(f"{path} is a folder.\n    Name a file in it.")
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise FamkError(f"{path} cannot be written: {error.strerror}.") from None
    return path


def quads(universe: Universe) -> list[ox.Quad]:
    """Return the quads of all named graphs in canonical order."""
    store = universe.store
    found = (q for graph in store.named_graphs() for q in store.quads_for_pattern(None, None, None, graph))
    return sorted(found, key=str)


def _rdf(form: ox.RdfFormat) -> Callable[[Universe], bytes]:
    def write(universe: Universe) -> bytes:
        named = form.supports_datasets
        items = quads(universe)
        rows = items if named else sorted({q.triple for q in items}, key=str)
        prefixes = dict(iris.PREFIXES) if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else None
        if form is ox.RdfFormat.TRIG:
            rows = sorted(items, key=lambda q: (str(q.graph_name), str(q)))
        return ox.serialize(rows, format=form, prefixes=prefixes) or b""

    return write


def _rdf12(universe: Universe) -> bytes:
    """Write each fact with its statement as an annotation: ``<< s p o >>`` reified by the statement's IRI."""
    reifies = ox.NamedNode(iris.RDF + "reifies")
    parts: dict[str, dict[str, ox.NamedNode | ox.Literal]] = defaultdict(dict)
    triples: list[ox.Triple] = []
    for quad in quads(universe):
        name = quad.predicate.value.removeprefix(TERM)
        subject, value = quad.subject, quad.object
        of_statement = isinstance(subject, ox.NamedNode) and subject.value.startswith(iris.STATEMENT)
        if of_statement and name in ("subject", "predicate", "object", "literal"):
            assert isinstance(value, ox.NamedNode | ox.Literal)  # noqa: S101 - a statement's parts have names
            parts[str(subject)[1:-1]]["object" if name == "literal" else name] = value
        else:
            triples.append(quad.triple)
    for statement, found in parts.items():
        about, predicate = found["subject"], found["predicate"]
        assert isinstance(about, ox.NamedNode)  # noqa: S101 - statements are about entities
        assert isinstance(predicate, ox.NamedNode)  # noqa: S101 - and have a predicate
        triples.append(ox.Triple(ox.NamedNode(statement), reifies, ox.Triple(about, predicate, found["object"])))
    rows = sorted(set(triples), key=str)
    return ox.serialize(rows, format=ox.RdfFormat.TURTLE, prefixes=dict(iris.PREFIXES)) or b""


def _network_file(form: str) -> Callable[[Universe], bytes]:
    def write(universe: Universe) -> bytes:
        import networkx as nx

        out = io.BytesIO()
        graph = universe.network()
        if form == "graphml":
            nx.write_graphml_xml(graph, out, encoding="utf-8", named_key_ids=True)
            return out.getvalue()
        for number, (_, _, data) in enumerate(graph.edges(data=True)):
            for old, new in (("start", "valid_from"), ("end", "valid_until")):
                if old in data:  # GEXF keeps start and end for its own clock, which knows no EDTF
                    data[new] = data.pop(old)
            data["id"] = str(number)
            data["label"] = data["predicate"]
        nx.write_gexf(graph, out, encoding="utf-8", prettyprint=True, version="1.2draft")
        return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())  # the same data give the same bytes

    return write


def _tables(universe: Universe) -> dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]:
    """Return the three tables that the CSV and SQLite dumps hold."""
    days: dict[str, dict[str, str]] = defaultdict(dict)
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    sources: dict[str, list[str]] = defaultdict(list)
    for quad in quads(universe):
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
            continue  # an axiom of the ontology
        subject, name = quad.subject.value, quad.predicate.value.rpartition("#")[2]
        if name in ("earliestDate", "latestDate"):
            pick = min if name == "earliestDate" else max
            old = days[subject].get(name)
            days[subject][name] = pick(old, quad.object.value) if old else quad.object.value
        elif subject.startswith(iris.STATEMENT):
            if name == "wasDerivedFrom":
                sources[subject].append(quad.object.value.removeprefix(iris.SOURCE))
            else:
                _statement_part(rows[subject], name, quad.object)
    entities = [
        (e.id, e.cls, e.label, *(days[iris.ENTITY + e.id].get(day, "") for day in ("earliestDate", "latestDate")))
        for e in sorted(universe.names.entries.values(), key=lambda e: e.id)
    ]
    claims = [
        tuple(
            statement.removeprefix(iris.STATEMENT)
            if column == "statement"
            else " ".join(sorted(sources[statement]))
            if column == "sources"
            else row.get(column, "")
            for column in CLAIM_COLUMNS
        )
        for statement, row in sorted(rows.items())
    ]
    cited = [tuple(getattr(c, name) or "" for name in SOURCE_COLUMNS) for _, c in sorted(universe.citations.items())]
    return {
        "entities": (ENTITY_COLUMNS, list(entities)),
        "claims": (CLAIM_COLUMNS, list(claims)),
        "sources": (SOURCE_COLUMNS, list(cited)),
    }


def _statement_part(row: dict[str, str], name: str, term: ox.NamedNode | ox.Literal) -> None:
    """Put one part of a statement into its row."""
    columns = {"validFrom": "from", "validUntil": "until", "validAt": "at", "revealedIn": "reveal"}
    if name in ("object", "literal"):
        row["value"] = term.value.removeprefix(iris.ENTITY) if isinstance(term, ox.NamedNode) else term.value
        row["datatype"] = iris.shorten(term.datatype.value) if isinstance(term, ox.Literal) else ""
    elif name == "predicate":
        known = term.value.rpartition("#")[2]
        row["predicate"] = known if known in PROPERTIES else {"type": "is"}.get(known, known)
    elif columns.get(name, name) in CLAIM_COLUMNS:
        is_node = isinstance(term, ox.NamedNode)
        row[columns.get(name, name)] = term.value.rpartition("/")[2] if is_node else term.value


def _csv(universe: Universe) -> bytes:
    """Write a zip file with entities.csv, claims.csv and sources.csv."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        for name, (columns, rows) in _tables(universe).items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
            bundle.writestr(ZipInfo(f"{name}.csv", _EPOCH), text.getvalue().encode())
    return out.getvalue()


def _sqlite(universe: Universe) -> bytes:
    """Write a SQLite database with the tables entities, claims and sources."""
    database = sqlite3.connect(":memory:")
    try:
        for name, (columns, rows) in _tables(universe).items():
            named = ", ".join(
                f'"{column}" TEXT' + (" PRIMARY KEY" if n == 0 else "") for n, column in enumerate(columns)
            )
            marks = ", ".join("?" * len(columns))
            database.execute(f"CREATE TABLE {name} ({named}) WITHOUT ROWID")
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - our own table names
        database.commit()
        return database.serialize()
    finally:
        database.close()


FORMATS: dict[str, Callable[[Universe], bytes]] = {
    "nquads": _rdf(ox.RdfFormat.N_QUADS),
    "trig": _rdf(ox.RdfFormat.TRIG),
    "turtle": _rdf(ox.RdfFormat.TURTLE),
    "jsonld": _rdf(ox.RdfFormat.JSON_LD),
    "rdf12": _rdf12,
    "graphml": _network_file("graphml"),
    "gexf": _network_file("gexf"),
    "csv": _csv,
    "sqlite": _sqlite,
    "void": describe,
}
