"""Facts that users bring: YAML claims, a CSV of claims, or any RDF file, each in a world of its own."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.compile import numbered
from famk_graph.errors import NotFoundError, Problem
from famk_graph.findings import Findings, display
from famk_graph.model import Dataset
from famk_graph.read import Reader, read
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CLASSES, PROPERTIES, TERM
from famk_graph.words import did_you_mean, fold

COLUMNS = ("subject", "predicate", "value", "reveal", "sources", "evidence")
OPTIONAL = ("rank", "reason", "from", "until", "at", "role", "order", "lang", "note")
RDF_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}


def expand(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that a user's paths name; a folder stands for every readable file below it.

    Raises
    ------
    NotFoundError
        A path does not exist, or a file has an ending that is not read.

    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            near = did_you_mean(path.name, [p.name for p in path.absolute().parent.glob("*")])
            raise NotFoundError(f"There is no file or folder {path}." + (f"\n    {near}" if near else ""))
        found = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        files.extend(p.resolve() for p in found if not path.is_dir() or _ending(p) in _readers())
    for file in files:
        if _ending(file) not in _readers():
            endings = ", ".join(sorted(_readers()))
            raise NotFoundError(
                f"{display(str(file))}: the ending “{file.suffix}” is not read.\n    Expected {endings}."
            )
    return tuple(files)


def world_of(file: Path) -> str:
    """Return the id of the world in which the facts of a user's file hold."""
    stem = file.name.removesuffix(".gz").rpartition(".")[0]
    return "with-" + ("-".join(fold(stem).encode("ascii", "ignore").decode().split()) or "facts")


def read_extras(files: Iterable[Path], dataset: Dataset, findings: Findings) -> list[ox.Quad]:
    """Add users' claims to a dataset and return the quads of their RDF files; mistakes go to the findings."""
    quads: list[ox.Quad] = []
    for file in files:
        world = world_of(file)
        graph = ox.NamedNode(iris.facts_graph("premise", world))
        node = ox.NamedNode(iris.ENTITY + world)
        label = ox.Literal(f"the world of {file.name}", language="en")
        quads.append(ox.Quad(node, ox.NamedNode(iris.RDF + "type"), ox.NamedNode(TERM + "Timeline"), graph))
        quads.append(ox.Quad(node, ox.NamedNode(iris.RDFS + "label"), label, graph))
        quads.extend(_readers()[_ending(file)](file, world, dataset, findings))
    return quads


def _ending(file: Path) -> str:
    return Path(file.name.removesuffix(".gz")).suffix.lower()


Read = Callable[[Path, str, Dataset, Findings], list[ox.Quad]]


def _readers() -> dict[str, Read]:
    plain: dict[str, Read] = {".yaml": _yaml, ".yml": _yaml, ".csv": _csv}
    return plain | dict.fromkeys(RDF_FORMATS, _rdf)


def _yaml(file: Path, world: str, dataset: Dataset, findings: Findings) -> list[ox.Quad]:
    own, found = read([file], world=world)
    findings += found
    for ident, entity in own.entities.items():
        if ident in dataset.entities:
            hint = f"use “about: {ident}” to add claims to it, or choose another id"
            findings.add(entity.where, f"the id “{ident}” is taken", hint)
        else:
            dataset.entities[ident] = entity
    for ident, source in own.sources.items():
        if ident in dataset.sources:
            findings.add(source.where, f"the source id “{ident}” is taken", "choose another id")
        else:
            dataset.sources[ident] = source
    dataset.claims.extend(own.claims)
    return []


def _text(file: Path) -> bytes:
    raw = file.read_bytes()
    return gzip.decompress(raw) if file.name.endswith(".gz") else raw


def _csv(file: Path, world: str, dataset: Dataset, findings: Findings) -> list[ox.Quad]:
    name = display(str(file))
    try:
        text = _text(file).decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        findings.append(Problem(name, 0, 0, f"the file cannot be read: {error}", "save it as UTF-8"))
        return []
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = tuple(rows[0]) if rows else ()
    missing = [column for column in COLUMNS if column not in columns]
    unknown = [column for column in columns if column not in COLUMNS + OPTIONAL]
    if missing or unknown:
        what = (
            f"missing columns: {', '.join(missing)}" if missing else f"unknown columns: {', '.join(map(str, unknown))}"
        )
        findings.append(
            Problem(name, 1, 1, what, f"expected {', '.join(COLUMNS)} and optionally {', '.join(OPTIONAL)}")
        )
        return []
    reader = Reader(dataset, findings, str(file), world)
    labels = {row["subject"]: row["value"] for row in rows if row["predicate"] == "label"}
    defined = {row["subject"] for row in rows if row["predicate"] == "is"}
    for number, row in enumerate(rows):
        subject, predicate = row["subject"], row["predicate"]
        group: dict[str, object] = {key: row[key].split() if key == "sources" else row[key] for key in COLUMNS[3:]}
        group["reveal"] = str(row["reveal"]).split()
        if predicate == "is":
            entry = {"id": subject, "is": row["value"], "label": labels.get(subject), "known": [group | {"says": {}}]}
            reader.entity(number, entry)
        elif predicate != "label" or subject not in defined:
            own = {key: row[key] for key in OPTIONAL if row.get(key)}
            value = own | {"value": _number(row["value"], predicate)}
            if "order" in own:
                value["order"] = _number(own["order"], "episodeNumber")
            reader.about(number, {"about": subject, "known": [group | {"says": {predicate: value}}]})
    return []


def _number(text: str, predicate: str) -> object:
    known = CLAIMABLE.get(predicate)
    return int(text) if known and known.kind == "integer" and text.lstrip("-").isdigit() else text


def _rdf(file: Path, world: str, _: Dataset, findings: Findings) -> list[ox.Quad]:
    name = display(str(file))
    graph = ox.NamedNode(iris.facts_graph("premise", world))
    quads: list[ox.Quad] = []
    try:
        parsed = ox.parse(_text(file), format=RDF_FORMATS[_ending(file)], base_iri=file.as_uri())
        quads = list(numbered(parsed, world, graph))
    except SyntaxError as error:
        message = f"{_ending(file)[1:]} syntax: {error.msg}"
        findings.append(Problem(name, error.lineno or 0, error.offset or 0, message, "nothing of the file was loaded"))
    except (OSError, ValueError) as error:
        findings.append(Problem(name, 0, 0, f"the file cannot be read: {error}"))
    if not quads and not any(isinstance(f, Problem) and f.file == name for f in findings):
        findings.append(Problem(name, 0, 0, "the file holds no triple", "leave it out"))
    for word in sorted({n for q in quads for n in _terms(q)}):
        if word not in PROPERTIES and word not in CLASSES:
            hint = did_you_mean(word, [*PROPERTIES, *CLASSES])
            findings.append(Problem(name, 0, 0, f"famk:{word} is not a term of the ontology", hint))
    return quads


def _terms(quad: ox.Quad) -> list[str]:
    nodes = [quad.predicate] + ([quad.object] if quad.predicate.value == iris.RDF + "type" else [])
    return [n.value.removeprefix(TERM) for n in nodes if isinstance(n, ox.NamedNode) and n.value.startswith(TERM)]
