"""Which database a JSON file is from, by what it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from famk_graph.errors import FamkError, NotFoundError
from famk_graph.findings import display

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Json = Any
LARGEST: Final = 64 * 2**20  # bytes; a file of these formats for one universe has some hundred thousand


class Kind(NamedTuple):
    """A database, and what of it a file holds."""

    database: str
    holds: str
    words: str


def _object(*keys: str) -> Callable[[Json], bool]:
    return lambda found: isinstance(found, dict) and all(key in found for key in keys)


def _list(*keys: str) -> Callable[[Json], bool]:
    one = _object(*keys)
    return lambda found: isinstance(found, list) and bool(found) and one(found[0])


def _results(found: Json) -> bool:
    results = found.get("results") if isinstance(found, dict) else None
    return isinstance(results, dict) and isinstance(results.get("bindings"), list)


def _entities(found: Json) -> bool:
    if isinstance(found, dict) and isinstance(found.get("entities"), dict):
        return True
    first = found[0] if isinstance(found, list) and found else found
    return isinstance(first, dict) and str(first.get("id", "")).startswith("Q") and "claims" in first


# The first that fits; what is more telling stands above.
_SIGNS: Final[tuple[tuple[Kind, Callable[[Json], bool]], ...]] = (
    (Kind("wikidata", "results", "the results of a SPARQL query"), _results),
    (Kind("wikidata", "entities", "entities of Wikidata"), _entities),
    (Kind("tmdb", "season", "a season of TMDB"), _object("season_number", "episodes")),
    (Kind("tmdb", "episode", "an episode of TMDB"), _object("season_number", "episode_number", "air_date")),
    (Kind("tmdb", "show", "a show of TMDB"), _object("first_air_date", "name")),
    (Kind("tmdb", "person", "a person of TMDB"), _object("place_of_birth", "name")),
    (Kind("tmdb", "credits", "credits of TMDB"), _object("cast", "crew")),
    (Kind("tvmaze", "show", "a show of TVmaze"), _object("premiered", "name")),
    (Kind("tvmaze", "person", "a person of TVmaze"), _object("birthday", "country", "name")),
    (Kind("tvmaze", "episodes", "a list of episodes of TVmaze"), _list("airdate", "season", "number")),
    (Kind("tvmaze", "seasons", "a list of seasons of TVmaze"), _list("premiereDate", "number")),
    (Kind("tvmaze", "cast", "a cast of TVmaze"), _list("person", "character")),
    (Kind("tvmaze", "crew", "a crew of TVmaze"), _list("person", "type")),
)


def parse(raw: bytes, name: str) -> Json:
    """Return what a JSON file holds.

    Raises
    ------
    FamkError
        The file is empty, too large, or no JSON; the message says where.

    """
    if not raw.strip():
        raise FamkError(f"{name}: the file is empty.\n    Expected JSON.")
    if len(raw) > LARGEST:
        raise FamkError(f"{name}: {len(raw):,} bytes are more than the {LARGEST:,} that are read.")
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FamkError(f"{name}: byte {error.start:,} is not UTF-8; expected JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        page = " It looks like a web page; take the address of the API." if raw.lstrip()[:1] == b"<" else ""
        raise FamkError(f"{name}:{error.lineno}:{error.colno}: no JSON: {error.msg}.{page}") from None
    except RecursionError:
        raise FamkError(f"{name}: the JSON is nested too deeply to be of these formats.") from None


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that is not too large.

    Raises
    ------
    NotFoundError
        There is no such file.
    FamkError
        It is a folder, too large, or cannot be read.

    """
    name = display(str(path))
    if not path.exists():
        raise NotFoundError(f"There is no file {name}.\n    Expected a JSON file, an http(s) address, or an id.")
    if path.is_dir():
        raise FamkError(f"{name} is a folder; name the files in it.")
    size = path.stat().st_size
    if size > LARGEST:
        raise FamkError(f"{name}: {size:,} bytes are more than the {LARGEST:,} that are read.")
    return path.read_bytes()


def kind_of(document: Json, database: str, name: str) -> Kind:
    """Return what a file of a database holds.

    Raises
    ------
    FamkError
        It is of another database, an error message of one, or none that is known.

    """
    kind = next((kind for kind, fits in _SIGNS if fits(document)), None)
    if kind and kind.database == database:
        return kind
    if kind:
        raise FamkError(f"{name} looks like {kind.words}.\n    famk import {kind.database} reads it.")
    if isinstance(document, dict) and document.get("status_message"):
        raise FamkError(f"{name} is an error of TMDB, saved as a file: {document['status_message']}")
    known = ", ".join(kind.words for kind, _ in _SIGNS if kind.database == database)
    raise FamkError(f"{name} is {_shape(document)}.\n    famk import {database} reads {known}.")


def _shape(document: Json) -> str:
    if isinstance(document, dict):
        keys = ", ".join(sorted(document)[:6])
        return f"an object with the keys {keys}" if keys else "an empty object"
    if isinstance(document, list):
        return f"a list of {len(document)}" if document else "an empty list"
    return "one value"
