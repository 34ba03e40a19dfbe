"""The graph of a horizon as files: made by a worker when somebody wants one, and kept beside the store."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph.description import Dump
from famk_graph.universe import Universe

if TYPE_CHECKING:
    from famk_graph.horizon import Horizon
    from famk_graph.serve.site import Site

_SECONDS: Final = 180.0
_KEPT: Final = 1024**3  # bytes of dumps that are kept, of all horizons together


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which the graph can be had: what ``famk export`` calls it, the name of its file, and what it is for."""

    name: str
    file: str
    title: str
    media: str
    words: str


FORMS: Final = {
    form.file: form
    for form in (
        Form("nquads", "famk.nq", "N-Quads", "application/n-quads", "each line a quad; keeps the named graphs"),
        Form("trig", "famk.trig", "TriG", "application/trig", "named graphs, made to be read"),
        Form("turtle", "famk.ttl", "Turtle", "text/turtle", "the union of all graphs, made to be read"),
        Form("jsonld", "famk.jsonld", "JSON-LD", "application/ld+json", "for programs that know JSON"),
        Form("rdf12", "famk-rdf12.ttl", "RDF 1.2", "text/turtle", "each claim an annotation of its triple"),
        Form("graphml", "famk.graphml", "GraphML", "application/xml", "the network, for Gephi, yEd and networkx"),
        Form("gexf", "famk.gexf", "GEXF", "application/xml", "the network, for Gephi"),
        Form("csv", "famk.csv.zip", "CSV", "application/zip", "entities, claims and sources as three tables"),
        Form("sqlite", "famk.sqlite", "SQLite", "application/vnd.sqlite3", "the same tables as one database"),
    )
}


class _Stored(Universe):
    """A universe that a worker opens by the path of its store."""

    def __init__(self, path: str) -> None:
        self.store = ox.Store.read_only(path)


def write(store: str, form: str, target: str) -> str:
    """Write the graph of a store in a form to a file, and return its SHA-256; called by a worker."""
    from famk_graph.export import FORMATS, write_whole

    content = FORMATS[form](_Stored(store))
    digest = hashlib.sha256(content).hexdigest()
    path = Path(target)
    path.parent.mkdir(exist_ok=True)
    write_whole(path, content)
    write_whole(_noted(path), digest.encode())
    return digest


def _noted(path: Path) -> Path:
    """Return where the checksum of a file is noted."""
    return path.with_name(path.name + ".sha256")


async def folder(site: Site, horizon: Horizon) -> Path:
    """Return where the dumps of a horizon lie; its store is built first if need be."""
    return Path(await site.store_path(horizon)).parent / "dumps"


async def made(site: Site, horizon: Horizon, form: Form) -> tuple[Path, str]:
    """Return the file of a form and its SHA-256; a worker makes it unless it is there.

    Raises
    ------
    FamkError
        It could not be made; see :meth:`famk_graph.serve.sparql.workers.Workers.run`.

    """
    path = await folder(site, horizon) / form.file
    async with site.making.setdefault(str(path), asyncio.Lock()):
        if not (_noted(path).is_file() and path.is_file()):
            job = {"do": "dump", "store": await site.store_path(horizon), "form": form.name, "target": str(path)}
            await site.workers.run(job, form.name.encode(), seconds=_SECONDS)
            await asyncio.to_thread(_prune, path)
        return path, await asyncio.to_thread(_noted(path).read_text)


def _prune(newest: Path) -> None:
    """Drop the oldest dumps of all horizons where they take too much room."""
    files = sorted(newest.parent.parent.parent.glob("*/dumps/famk*"), key=lambda file: file.stat().st_mtime)
    room = sum(file.stat().st_size for file in files)
    for file in files:
        if room > _KEPT and file.parent != newest.parent:
            room -= file.stat().st_size
            file.unlink(missing_ok=True)


def listed(place: Path, server: str) -> list[Dump]:
    """Return all forms as a description tells them, with size and checksum of those that lie in a folder."""
    found = []
    for form in FORMS.values():
        path, digest, size = place / form.file, None, None
        if _noted(path).is_file() and path.is_file():
            digest, size = _noted(path).read_text(encoding="utf-8"), path.stat().st_size
        found.append(
            Dump(
                name=form.file, title=form.title, media=form.media, url=f"{server}/data/dumps/{form.file}",
                size=size, sha256=digest,
            )
        )  # fmt: skip
    return found
