"""Where ontology, data and saved queries lie: inside an installed wheel, or in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from famk_graph.errors import NotFoundError

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parent.parent


def _shared(name: str) -> Path:
    for candidate in (_PACKAGE / "_shared" / name, _REPOSITORY / name):
        if candidate.is_dir():
            return candidate
    raise NotFoundError(
        f"The folder “{name}” is neither inside the installed package nor beside it in a repository.\n"
        "    Install famk-graph again."
    )


def data_dir() -> Path:
    """Return the folder of the curated claims; ``FAMK_DATA`` names another one."""
    override = os.environ.get("FAMK_DATA")
    if not override:
        return _shared("data")
    if not Path(override).is_dir():
        raise NotFoundError(f"FAMK_DATA names “{override}”, which is not a folder.")
    return Path(override)


def ontology_dir() -> Path:
    """Return the folder of the ontology's modules."""
    return _shared("ontology")


def ontology_modules() -> list[Path]:
    """Return the modules that make up the ontology; its alignments and shapes are products beside it."""
    return [ontology_dir() / f"{name}.ttl" for name in ("alternate-history", "screen-works", "space-programme", "famk")]


def queries_dir() -> Path:
    """Return the folder of the saved queries."""
    return _PACKAGE / "queries"


def template(name: str) -> Path:
    """Return the path of an HTML template of the package."""
    return _PACKAGE / "templates" / name


def static_dir() -> Path:
    """Return the folder of the explorer's styles, scripts and vendored libraries."""
    return _PACKAGE / "static"


def cache_dir() -> Path:
    """Return the folder for built graphs; ``FAMK_CACHE`` names another one."""
    return Path(os.environ.get("FAMK_CACHE") or platformdirs.user_cache_dir("famk-graph"))
