"""From what a user names (files, addresses, ids) to a review file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from famk_graph import resources
from famk_graph.check import check
from famk_graph.errors import FamkError
from famk_graph.export import write_whole
from famk_graph.findings import display
from famk_graph.importers.fetch import Fetcher, Key
from famk_graph.importers.harvest import Harvest
from famk_graph.importers.kinds import Kind, kind_of, parse, read_file
from famk_graph.importers.match import Index
from famk_graph.importers.propose import Proposals, propose
from famk_graph.importers.review import review_text
from famk_graph.importers.sparql_results import as_entities
from famk_graph.importers.tmdb import read_tmdb
from famk_graph.importers.tvmaze import read_tvmaze
from famk_graph.importers.wikidata import read_entities
from famk_graph.read import read
from famk_graph.store import data_files
from famk_graph.versions import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from famk_graph.horizon import Horizon
    from famk_graph.model import Dataset

Json = Any
DATABASES: Final = ("wikidata", "tvmaze", "tmdb")
SHOWS: Final = {"fam": "for-all-mankind", "sc": "star-city"}
KEY: Final = "FAMK_TMDB_KEY"
_TMDB: Final = "api.themoviedb.org"
_BATCH: Final = 50  # items that Wikidata gives at once
_SHORT_KEY: Final = re.compile(r"[0-9a-f]{32}")
_FROM_NOWHERE: Final = frozenset({"season", "episode", "credits", "episodes", "seasons", "cast", "crew"})


@dataclass(frozen=True, slots=True)
class Input:
    """One file or page: what to call it, its bytes, and the day of a page."""

    name: str
    raw: bytes
    day: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asks for: of which database, and for lists that do not say it, of which show and season."""

    database: str
    show: str | None = None
    season: int | None = None


def fetcher(tell: Callable[[str], None], *, refresh: bool = False) -> Fetcher:
    """Return the fetcher of the user's cache, with the key for TMDB where the environment has one."""
    key, keys = os.environ.get(KEY, "").strip(), {}
    if _SHORT_KEY.fullmatch(key):
        keys[_TMDB] = Key(parameter=("api_key", key))
    elif key:
        keys[_TMDB] = Key(header=("Authorization", f"Bearer {key}"))
    folder = resources.cache_dir() / "pages"
    return Fetcher(folder, keys, tell=tell, fresh=0 if refresh else 3600)


def inputs(database: str, names: Iterable[str], get: Fetcher) -> Iterator[Input]:
    """Yield what files, addresses and ids name; of a file that is called like an id, the file.

    Raises
    ------
    FamkError
        A file or page cannot be had; what was fetched before stays in the cache.

    """
    ids: list[str] = []
    for name in (part for text in names for part in _parts(text)):
        if re.match(r"[a-z]+://", name, re.IGNORECASE):
            yield _fetched(name, get)
        elif not Path(name).exists() and (address := _address(database, name)):
            ids.append(address)
        else:
            yield Input(display(str(Path(name).absolute())), read_file(Path(name)))
    if database == "wikidata" and len(ids) > 1:
        ids = [_several(ids[first : first + _BATCH]) for first in range(0, len(ids), _BATCH)]
    for address in ids:
        yield _fetched(address if "://" in address else _one(address), get)


def _parts(text: str) -> list[str]:
    return text.split(",") if re.fullmatch(r"Q\d+(,Q\d+)+", text) else [text]


def _fetched(address: str, get: Fetcher) -> Input:
    page = get.get(address)
    return Input(page.url, page.body, page.day)


def _one(item: str) -> str:
    return f"https://www.wikidata.org/wiki/Special:EntityData/{item}.json"


def _several(items: Iterable[str]) -> str:
    return f"https://www.wikidata.org/w/api.php?action=wbgetentities&format=json&ids={'%7C'.join(items)}"


def _address(database: str, name: str) -> str:
    """Return where an id is found, or nothing for what is no id; of Wikidata the id, since several make one page."""
    if database == "wikidata":
        return name if re.fullmatch(r"Q[1-9]\d*", name) else ""
    if database == "tvmaze":
        show, person = re.fullmatch(r"(?:shows?/)?(\d+)", name), re.fullmatch(r"(?:people|person)/(\d+)", name)
        if show:
            embedded = "&".join(f"embed[]={part}" for part in ("episodes", "seasons", "cast", "crew"))
            return f"https://api.tvmaze.com/shows/{show[1]}?{embedded}"
        return f"https://api.tvmaze.com/people/{person[1]}" if person else ""
    if re.fullmatch(r"tv/\d+(/season/\d+)?|person/\d+", name):
        more = "" if name.startswith("person") else "?append_to_response=credits"
        return f"https://{_TMDB}/3/{name}{more}"
    return ""


def propose_from(found: Iterable[Input], asked: Asked, dataset: Dataset) -> Proposals:
    """Return what inputs propose for a dataset.

    Raises
    ------
    FamkError
        An input is not of the database, or holds something else than its format says; nothing is proposed.

    """
    index, harvest = Index(dataset), Harvest()
    for one in found:
        before = dict(harvest.origins)
        document = parse(one.raw, one.name)
        kind = kind_of(document, asked.database, one.name)
        try:
            _read(document, kind, asked, index, harvest)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FamkError(
                f"{one.name} looks like {kind.words}, but is not formed like one: {type(error).__name__}: {error}.\n"
                f"    Nothing was proposed; fetch the file again."
            ) from error
        for ident, origin in harvest.origins.items():
            if one.day and before.get(ident) != origin:
                covers = "; ".join(filter(None, (origin.covers, f"read on {one.day}")))
                harvest.origins[ident] = replace(origin, covers=covers)
    return propose(harvest, index)


def _read(document: Json, kind: Kind, asked: Asked, index: Index, harvest: Harvest) -> None:
    if asked.database == "wikidata":
        read_entities(as_entities(document) if kind.holds == "results" else document, harvest)
        return
    show = ""
    if kind.holds in _FROM_NOWHERE:
        if not asked.show:
            raise FamkError(
                f"{kind.words.capitalize()} does not say of which show it is.\n    Add --show fam or --show sc."
            )
        show = index.entities[SHOWS[asked.show]].label
    elif kind.holds == "show":
        _ours(document, index)
    if asked.database == "tvmaze":
        read_tvmaze(document, kind.holds, show, harvest)
    else:
        read_tmdb(document, kind.holds, show, asked.season, harvest)


def _ours(document: Json, index: Index) -> None:
    """Refuse a show that is none of ours."""
    labels = [index.entities[ident].label for ident in SHOWS.values() if ident in index.entities]
    titles = {str(document.get(key)).casefold() for key in ("name", "original_name")}
    if not titles & {label.casefold() for label in labels}:
        raise FamkError(f"The file is about “{document.get('name')}”.\n    The data are about {' and '.join(labels)}.")


def known_dataset(horizon: Horizon) -> tuple[Dataset, int]:
    """Return the curated data as far as a horizon admits them, and how many mistakes they hold."""
    dataset, findings = read(data_files())
    findings += check(dataset)
    return cut(dataset, horizon), len(findings)


def write_review(proposals: Proposals, path: Path, names: str) -> bool:
    """Write the review file, whole or not at all; return whether there is anything to review.

    Raises
    ------
    FamkError
        The file exists already, stands among the curated data, or cannot be written.

    """
    text = review_text(proposals, names)
    if not text:
        return False
    refuse(path)
    write_whole(path, text.encode())
    return True


def refuse(path: Path) -> None:
    """Refuse a place where no review file may stand.

    Raises
    ------
    FamkError
        Something stands there, or it is among the curated data.

    """
    if path.exists():
        raise FamkError(f"{path} exists already.\n    Name another file with --out, or take that one away.")
    if path.absolute().resolve().is_relative_to(resources.data_dir().resolve()):
        raise FamkError(f"{path} is among the curated data.\n    Proposals are reviewed before anything is taken over.")
