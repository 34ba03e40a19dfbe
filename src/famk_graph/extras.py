"""Facts that users bring: YAML claims, a CSV of claims, or any RDF file, each in a world of its own."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.check import check
from famk_graph.compile import numbered
from famk_graph.errors import NotFoundError, Problem
from famk_graph.existence import Existence, ends, existence
from famk_graph.findings import Findings, display
from famk_graph.model import Dataset
from famk_graph.read import Reader, read
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CLASSES, PROPERTIES, TERM
from famk_graph.words import did_you_mean, fold

if TYPE_CHECKING:
    from famk_graph.horizon import Horizon

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
        if path.is_dir() and not any(_ending(p) in _readers() for p in found):
            raise NotFoundError(f"{path}: the folder holds no file that is read.\n    Expected {_endings()}.")
    for file in files:
        if _ending(file) not in _readers():
            raise NotFoundError(
                f"{display(str(file))}: the ending “{file.suffix}” is not read.\n    Expected {_endings()}."
            )
    return tuple(files)


def _endings() -> str:
    return ", ".join(sorted(_readers()))


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


def problems_below(horizon: Horizon, files: Iterable[Path], data: Iterable[Path]) -> list[Problem]:
    """Return what is wrong with users' files as somebody at a horizon may be told it.

    The files are checked once more, against the claims that the horizon admits: a name that is met later is an
    unknown name, and no hint suggests one. Where nothing is wrong below the horizon, that alone is said.

    Parameters
    ----------
    horizon
        How far the user has watched.
    files
        The user's files, in which a check against everything found mistakes.
    data
        The curated data files.

    """
    dataset, findings = read(data)
    check(dataset)
    known = existence(dataset)
    for ident, entity in list(dataset.entities.items()):
        met = tuple(reveal for reveal in entity.introductions if horizon.admits(reveal.key))
        dataset.entities[ident] = replace(entity, introductions=met)
        if not met:
            del dataset.entities[ident]
    _keep_admitted(dataset, horizon)
    apart = _take_out(dataset, known.hidden(horizon))
    read_extras(files, dataset, findings)
    _keep_admitted(dataset, horizon)
    _bring_back(dataset, apart, known, horizon)
    findings += check(dataset)
    if findings:
        return findings.problems()
    hint = "correct it with --seen all, which tells where, or leave the file out"
    message = "a claim does not fit what lies beyond your horizon"
    return [Problem(display(str(file)), 0, 0, "beyond-horizon", message, hint) for file in files]


def _take_out(dataset: Dataset, hidden: frozenset[str]) -> Dataset:
    """Take the real entities that do not exist at the horizon out of a dataset, with all claims that name them."""
    apart = Dataset({ident: dataset.entities.pop(ident) for ident in sorted(hidden)})
    apart.claims = [claim for claim in dataset.claims if hidden & {*ends(claim)}]
    dataset.claims = [claim for claim in dataset.claims if not hidden & {*ends(claim)}]
    return apart


def _bring_back(dataset: Dataset, apart: Dataset, known: Existence, horizon: Horizon) -> None:
    """Bring back the real entities that the user's own claims name, and what those lead to."""
    named = {ident for claim in dataset.claims for ident in ends(claim)} & apart.entities.keys()
    hidden = known.hidden(horizon, named)
    back = {ident: entity for ident, entity in apart.entities.items() if ident not in hidden}
    dataset.entities = back | dataset.entities
    dataset.claims.extend(claim for claim in apart.claims if not hidden & {*ends(claim)})


def _keep_admitted(dataset: Dataset, horizon: Horizon) -> None:
    dataset.claims = [claim for claim in dataset.claims if horizon.admits(claim.reveal.key)]


def _ending(file: Path) -> str:
    ending = Path(file.name.removesuffix(".gz")).suffix.lower()
    return file.suffix.lower() if ending in (".yaml", ".yml") else ending  # packed YAML is not read


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
            findings.add(entity.where, "duplicate-id", f"the id “{ident}” is taken", hint)
        else:
            dataset.entities[ident] = entity
    for ident, source in own.sources.items():
        if ident in dataset.sources:
            findings.add(source.where, "duplicate-source", f"the source id “{ident}” is taken", "choose another id")
        else:
            dataset.sources[ident] = source
    dataset.claims.extend(own.claims)
    return []


def _text(file: Path) -> bytes:
    raw = file.read_bytes()
    return gzip.decompress(raw) if file.name.endswith(".gz") else raw


def _csv(file: Path, world: str, dataset: Dataset, findings: Findings) -> list[ox.Quad]:
    rows = _rows(file, findings)
    reader = Reader(dataset, findings, str(file), world)
    labels = {row["subject"]: row["value"] for row in rows if row["predicate"] == "label"}
    defined = {row["subject"] for row in rows if row["predicate"] == "is"}
    for number, row in enumerate(rows):
        subject, predicate = row["subject"], row["predicate"]
        if None in row:
            hint = "put a cell with a comma in double quotes"
            message = "the row has more cells than the head"
            findings.append(Problem(display(str(file)), number + 2, 1, "wrong-columns", message, hint))
            continue
        group: dict[str, object] = {key: row[key].split() if key == "sources" else row[key] for key in COLUMNS[3:]}
        group["reveal"] = str(row["reveal"]).split()
        if predicate == "is":
            known = [group | {"says": {}}]
            reader.entity(number, {"id": subject, "is": row["value"], "label": labels.get(subject), "known": known})
        elif predicate != "label" or subject not in defined:
            own = {key: row[key] for key in OPTIONAL if row.get(key)}
            value = own | {"value": _number(row["value"], predicate)}
            if "order" in own:
                value["order"] = _number(own["order"], "episodeNumber")
            reader.about(number, {"about": subject, "known": [group | {"says": {predicate: value}}]})
    return []


def _rows(file: Path, findings: Findings) -> list[dict[str, str]]:
    """Return the rows of a table of claims; where it is no such table, a finding and no row."""
    name = display(str(file))
    try:
        text = _text(file).decode("utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text), restval="")
        rows = list(table)
    except (UnicodeDecodeError, OSError, csv.Error) as error:
        message = f"the file cannot be read: {error}"
        findings.append(Problem(name, 0, 0, "unreadable-file", message, "save it as CSV in UTF-8"))
        return []
    columns = table.fieldnames or ()
    missing = [column for column in COLUMNS if column not in columns]
    unknown = [column for column in columns if column not in COLUMNS + OPTIONAL]
    if missing or unknown:
        what = f"missing columns: {', '.join(missing)}" if missing else f"unknown columns: {', '.join(unknown)}"
        hint = f"expected {', '.join(COLUMNS)} and optionally {', '.join(OPTIONAL)}"
        findings.append(Problem(name, 1, 1, "wrong-columns", what, hint))
        return []
    if not rows:
        findings.append(Problem(name, 1, 1, "empty-file", "the table has no row", "leave the file out"))
    return rows


def _delimiter(text: str) -> str:
    """Return what parts the cells of a table: a comma, or what spreadsheets of other countries write."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


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
        line, column = error.lineno or 0, error.offset or 0
        findings.append(Problem(name, line, column, "rdf-syntax", message, "nothing of the file was loaded"))
    except (OSError, ValueError) as error:
        findings.append(Problem(name, 0, 0, "unreadable-file", f"the file cannot be read: {error}"))
    if not quads and not any(isinstance(f, Problem) and f.file == name for f in findings):
        findings.append(Problem(name, 0, 0, "empty-file", "the file holds no triple", "leave it out"))
    for word in sorted({n for q in quads for n in _terms(q)}):
        if word not in PROPERTIES and word not in CLASSES:
            hint = did_you_mean(word, [*PROPERTIES, *CLASSES])
            message = f"famk:{word} is not a term of the ontology"
            findings.append(Problem(name, 0, 0, "unknown-term", message, hint))
    return quads


def _terms(quad: ox.Quad) -> list[str]:
    nodes = [quad.predicate] + ([quad.object] if quad.predicate.value == iris.RDF + "type" else [])
    return [n.value.removeprefix(TERM) for n in nodes if isinstance(n, ox.NamedNode) and n.value.startswith(TERM)]
