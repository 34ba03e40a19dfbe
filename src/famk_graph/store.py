"""Building the graph once and opening it fast: one read-only Oxigraph store per horizon, in a cache.

A store holds what its horizon permits and nothing else. Its default graph is the union of its named
graphs, written out, because the engine counts a triple once per graph in a union made at query time. What follows from
the permitted facts is inferred last, from those facts alone, and lies in a graph of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import __version__, iris, resources
from famk_graph.errors import DataError, FamkError
from famk_graph.existence import Existence, existence, permitted
from famk_graph.horizon import Horizon
from famk_graph.infer import Closure
from famk_graph.vocabulary import TERM

if TYPE_CHECKING:
    import datetime as dt

Progress = Callable[[str], None]
ONTOLOGY_GRAPH = ox.NamedNode(iris.BASE + "ontology")
INFERRED_GRAPH = ox.NamedNode(iris.INFERRED)
# What the graph of inferred facts says of itself.
_DESCRIPTION = (
    (iris.RDFS + "label", ox.Literal("Inferred facts", language="en")),
    (
        iris.PREFIXES["dcterms"] + "description",
        ox.Literal("What follows from the facts of the other graphs by the rules of the ontology.", language="en"),
    ),
    (iris.PREFIXES["dcterms"] + "conformsTo", ox.NamedNode("http://www.w3.org/ns/owl-profile/RL")),
)
_EXISTENCE = "existence.json"  # beside the store of everything
_KEPT_BUILDS = 4
_IN_USE_SECONDS = 60
_KEPT_HORIZONS = 64  # of one build, the last used; there are some four hundred
_ABANDONED_SECONDS = 3600  # after which an unfinished build is nobody's any more
_STRIDE = 50_000  # quads between two signs of life


@dataclass(frozen=True, slots=True)
class Build:
    """Where a built graph lies and what went into it."""

    path: Path
    counts: dict[str, int]


def data_files() -> list[Path]:
    """Return the curated data files in canonical order."""
    return sorted(resources.data_dir().rglob("*.yaml"))


def fingerprint(extras: Iterable[Path] = ()) -> str:
    """Return a digest of the version and of the name, size and time of every file that is built in."""
    digest = hashlib.sha256(f"{__version__} {ox.__version__}".encode())
    code = Path(__file__).parent
    own = [*code.glob("*.py"), *resources.ontology_dir().glob("*.ttl")]
    for path in [*sorted(own), *data_files(), *extras]:
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:24]


def open_store(
    horizon: Horizon,
    extras: tuple[Path, ...] = (),
    progress: Progress | None = None,
    as_of: dt.date | None = None,
    *,
    inference: bool = True,
) -> ox.Store:
    """Return the read-only store of a horizon, as of a day if one is given, building it where it is not yet cached.

    Parameters
    ----------
    horizon
        How far somebody has watched.
    extras
        Files with facts of one's own.
    progress
        Called with a line of text at each step of a build.
    as_of
        The day on which the press knew what the store holds; ``None`` for today.
    inference
        Whether the store shall hold what follows from its facts.

    Raises
    ------
    DataError
        The data or a user's own facts hold mistakes; none of it was loaded.

    """
    return ox.Store.read_only(str(build(horizon, extras, progress, as_of, inference=inference).path))


def build(
    horizon: Horizon,
    extras: tuple[Path, ...] = (),
    progress: Progress | None = None,
    as_of: dt.date | None = None,
    *,
    inference: bool = True,
) -> Build:
    """Build the store of a horizon unless the cache has it, and say where it is."""
    tell = progress or (lambda _: None)
    folder = resources.cache_dir() / fingerprint(extras)
    day = f"@{as_of}" if as_of else ""
    name = horizon.key.replace(":", "-").replace(",", "_") + day + ("" if inference else "-stated")
    target = folder / name
    if not (target / "counts.json").is_file():
        if horizon.key == "all":
            _write(target, lambda work: _compile(extras, tell, as_of, work), tell, inference=inference)
            _prune(folder)
        else:
            path = _whole(horizon, extras, progress, as_of, inference=inference).path
            whole, known = ox.Store.read_only(str(path)), Existence.read(path.with_name(_EXISTENCE))
            tell(f"cutting the graph at {horizon.key}")
            _write(target, lambda _: permitted(whole, horizon, known), tell, inference=inference)
            _prune_horizons(folder, target)
    else:
        with suppress(OSError):  # a cache that cannot be written to is not pruned either
            os.utime(target)
            os.utime(folder)
    counts = json.loads((target / "counts.json").read_text(encoding="utf-8"))
    return Build(target / "store", counts)


def _whole(
    horizon: Horizon, extras: tuple[Path, ...], progress: Progress | None, as_of: dt.date | None, *, inference: bool
) -> Build:
    """Build everything, to be cut at a horizon; what is wrong with a user's file is told in the horizon's words."""
    try:
        return build(Horizon.parse("all"), extras, progress, as_of, inference=inference)
    except DataError:
        if not extras:
            raise
    from famk_graph.extras import problems_below

    raise DataError(problems_below(horizon, extras, data_files()))


def _compile(extras: tuple[Path, ...], tell: Progress, as_of: dt.date | None, work: Path) -> Iterator[ox.Quad]:
    """Yield the quads of everything, and note in a folder which of it exists at which horizon."""
    from famk_graph.asof import known_by
    from famk_graph.check import check
    from famk_graph.compile import compile_quads
    from famk_graph.extras import read_extras
    from famk_graph.read import read

    tell("reading the data")
    dataset, findings = read(data_files(), on_file=lambda name: tell(f"reading {name}"))
    own_quads = read_extras(extras, dataset, findings)
    tell("checking the claims")
    findings += check(dataset)
    if findings:
        raise DataError(findings.problems())
    if as_of:
        tell(f"leaving out what was published after {as_of}")
        dataset = known_by(dataset, as_of)
    existence(dataset, own_quads).write(work / _EXISTENCE)
    tell("compiling the claims")
    yield from ontology_quads()
    yield from compile_quads(dataset)
    yield from own_quads


def ontology_quads() -> Iterator[ox.Quad]:
    """Yield the ontology in its graph."""
    from famk_graph.compile import numbered

    modules = sorted(resources.ontology_dir().glob("*.ttl"))
    triples = (t for module in modules for t in ox.parse(path=str(module), format=ox.RdfFormat.TURTLE))
    return numbered(triples, "axiom", ONTOLOGY_GRAPH)


def _write(target: Path, make: Callable[[Path], Iterable[ox.Quad]], tell: Progress, *, inference: bool) -> None:
    """Write a store beside its place and move it there whole, so that no half of one is ever seen."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        counts = fill(work / "store", make(work), tell, inference=inference)
        (work / "counts.json").write_text(json.dumps(counts), encoding="utf-8")
        try:
            work.rename(target)
        except OSError as error:
            if not (target / "counts.json").is_file():
                raise FamkError(f"The built graph could not be written to {target}: {error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def fill(
    path: Path, quads: Iterable[ox.Quad], tell: Progress = lambda _: None, *, inference: bool = True
) -> dict[str, int]:
    """Write a new store of quads and of what follows from them, and return the counts of what it holds.

    Its default graph is the union of its named graphs.
    """
    store = ox.Store(str(path))
    store.bulk_extend(_with_union(with_inferred(quads, tell) if inference else quads, tell))
    store.flush()
    return _count(store)


def with_inferred(quads: Iterable[ox.Quad], tell: Progress = lambda _: None) -> Iterator[ox.Quad]:
    """Yield quads, and after them what follows from their facts, in the graph of what is inferred."""
    closure = Closure()
    for quad in quads:
        yield quad
        if is_fact_graph(quad.graph_name):
            closure.add(quad)
    tell("inferring what follows")
    closure.run()
    for predicate, value in _DESCRIPTION:
        yield ox.Quad(INFERRED_GRAPH, ox.NamedNode(predicate), value, INFERRED_GRAPH)
    for triple in closure.inferred():
        yield ox.Quad(triple.subject, triple.predicate, triple.object, INFERRED_GRAPH)


def is_fact_graph(graph: object) -> bool:
    """Whether a graph's triples say something of the world, and not of the claims and sources that say so."""
    if not isinstance(graph, ox.NamedNode) or graph == INFERRED_GRAPH:
        return False
    return graph.value.endswith(("/facts", "/inferred"))


def stated(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the triples of a store's default graph without those that were inferred."""
    inferred = {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED_GRAPH)}
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if quad.triple not in inferred:
            yield quad.triple


def _with_union(quads: Iterable[ox.Quad], tell: Progress) -> Iterator[ox.Quad]:
    """Yield each quad and its triple in the default graph, one by one, so that no build has to fit into memory.

    A triple of several graphs comes several times; the engine's bulk loader keeps it once.
    """
    for number, quad in enumerate(quads, 1):
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
        if number % _STRIDE == 0:
            tell(f"writing quad {number:,}")


def _count(store: ox.Store) -> dict[str, int]:
    query = """
    SELECT (COUNT(?s) AS ?claims) (COUNT(DISTINCT ?e) AS ?entities) WHERE {
      { ?s a famk:Statement } UNION { ?x famk:predicate rdf:type ; famk:subject ?e }
    }"""
    solutions = store.query(query, prefixes=dict(iris.PREFIXES))
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - a SELECT has solutions
    row = next(iter(solutions))
    sources = len(
        {
            q.subject
            for q in store.quads_for_pattern(None, ox.NamedNode(iris.RDF + "type"), ox.NamedNode(TERM + "Source"), None)
        }
    )
    return {"claims": int(row[0].value), "entities": int(row[1].value), "sources": sources, "quads": len(store)}


def _prune_horizons(folder: Path, current: Path) -> None:
    """Drop the stores that were not used for longest, and what is left of builds that were cut short."""
    others = [path for path in folder.iterdir() if path.name not in ("all", current.name)]
    _drop([path for path in others if path.name[0] != "."], _KEPT_HORIZONS - 1, _IN_USE_SECONDS)
    _drop([path for path in others if path.name.startswith(".building-")], 0, _ABANDONED_SECONDS)


def _prune(current: Path) -> None:
    """Drop the stores of the oldest builds; those in use stay readable until they are closed."""
    named = len(current.name)  # other folders of the cache have no digest as their name
    others = [path for path in current.parent.iterdir() if path.is_dir() and len(path.name) == named]
    _drop([path for path in others if path != current], _KEPT_BUILDS - 1, _IN_USE_SECONDS)


def _drop(folders: list[Path], kept: int, seconds: float) -> None:
    """Drop all but the last used folders, and none that was used within so many seconds."""
    ages = {path: _age(path) for path in folders}
    for path in sorted(folders, key=lambda each: ages[each])[kept:]:
        if ages[path] > seconds:
            shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> float:
    """Return for how many seconds nothing has used a folder; another process may just have dropped it."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
