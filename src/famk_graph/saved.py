"""The saved queries: SPARQL files with a question in plain English and typed parameters.

A file begins with comments that say what it is::

    # question: Who plays whom in season {season}?
    # topic: Cast and makers
    # param: season entity fam-s01

The topic is one of :data:`TOPICS`, by which long lists are put in order.
Each parameter is a variable of the query's projection, with its kind (``entity``, ``integer``, ``text``
or ``concept``) and a default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from famk_graph import resources
from famk_graph.errors import NotFoundError
from famk_graph.words import did_you_mean

TOPICS: Final = (
    "People",
    "Families and ties",
    "Missions and crews",
    "Events and their causes",
    "Theirs and ours",
    "Places, offices and organizations",
    "Cast and makers",
    "Episodes and seasons",
    "Sources and claims",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved query."""

    name: str
    kind: str
    default: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved query: its name, its question, its parameters, its SPARQL text and what it is about."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str
    topic: str = ""


@cache
def saved_queries() -> dict[str, SavedQuery]:
    """Return all saved queries by name."""
    return {
        path.stem: _parse(path.stem, path.read_text("utf-8")) for path in sorted(resources.queries_dir().glob("*.rq"))
    }


@cache
def internal(name: str) -> str:
    """Return the text of one of the queries that the package itself asks."""
    return (resources.queries_dir() / "internal" / f"{name}.rq").read_text("utf-8")


def saved_query(name: str) -> SavedQuery:
    """Return a saved query by name.

    Raises
    ------
    NotFoundError
        There is none of that name; the message suggests near ones.

    """
    found = saved_queries().get(name)
    if found is None:
        near = did_you_mean(name, saved_queries())
        raise NotFoundError(f"There is no saved query “{name}”.\n    {near or 'famk queries lists them.'}")
    return found


def _parse(name: str, text: str) -> SavedQuery:
    question = re.search(r"^# question: (.+)$", text, re.MULTILINE)
    parameters = re.findall(r"^# param: (\w+) (\w+) (.+)$", text, re.MULTILINE)
    topic = re.search(r"^# topic: (.+)$", text, re.MULTILINE)
    given = tuple(Parameter(*p) for p in parameters)
    return SavedQuery(name, question[1] if question else "", given, text, topic[1] if topic else "")
