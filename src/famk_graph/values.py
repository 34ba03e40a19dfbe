"""From a raw scalar of a data file to a typed value, as the predicate asks for it."""

from __future__ import annotations

import re
from typing import Final

from famk_graph import dates
from famk_graph.model import Date, Ref, Text, Uri, Value
from famk_graph.vocabulary import PROPERTIES, Property

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LABEL: Final = Property("label", "label", "text", (), (), None, None, ())
COMPUTED: Final = frozenset(
    {"earliestDate", "latestDate", "inTimeline", "timelineOf", "playedBy"}
    | {"differenceInDays", "minimumDifferenceInDays", "maximumDifferenceInDays"}
)
STATEMENT_ONLY: Final = frozenset(
    name for name, p in PROPERTIES.items() if p.domain in (("Statement",), ("Reveal",)) and name != "requires"
)
SOURCE_ONLY: Final = frozenset({"url", "publisher", "published", "grade", "requires", "requiredBy"})
# Of these a thing has one, whoever says what it is: the functional properties of the ontology, and what OWL 2 DL
# leaves out because values of several precisions stand side by side.
SINGLE: Final = frozenset(
    {name for name, p in PROPERTIES.items() if "functional" in p.flags and name not in COMPUTED | STATEMENT_ONLY}
    | {"birthDate", "birthPlace", "deathDate", "deathPlace", "foundedOn", "dissolvedOn", "date", "startDate", "endDate"}
    | {"launchDate", "landingDate", "releaseDate", "finaleDate", "productionStart", "seasonCount", "episodeCount"}
)
_EXPECTED: Final = {
    "entity": "the id of an entity, such as ed-baldwin",
    "text": "a text (put quotes around a number or true/false)",
    "integer": "a whole number without quotes",
    "date": 'a date such as 1969-06-26, 1969-06, 1969, 1969/1974 or "[1980..1983]"',
    "uri": "an address that starts with https:// or http://",
    "boolean": "true or false",
}


def claimable() -> dict[str, Property]:
    """Return the properties that a claim may use, by name."""
    hidden = COMPUTED | STATEMENT_ONLY | SOURCE_ONLY
    return {"label": LABEL} | {name: p for name, p in PROPERTIES.items() if name not in hidden}


CLAIMABLE: Final = claimable()


def convert(kind: str, raw: object, lang: str = "en") -> Value:
    """Return the value that a raw scalar means under a predicate of a kind.

    Raises
    ------
    ValueError
        The scalar does not fit; the message says what was found and what was expected.

    """
    value: Value | None = None
    if isinstance(raw, bool):
        value = raw if kind == "boolean" else None
    elif isinstance(raw, int):
        value = raw if kind == "integer" else Date(f"{raw:04d}") if kind == "date" else None
    elif isinstance(raw, str) and raw.strip():
        value = _from_text(kind, raw, lang)
    if isinstance(value, Date):
        dates.parse(value.edtf)
    if value is not None:
        return value
    raise ValueError(f"found {_show(raw)}, expected {_EXPECTED[kind]}")


def _from_text(kind: str, raw: str, lang: str) -> Value | None:
    if kind == "text":
        return Text(raw, lang)
    if kind == "date":
        return Date(raw)
    if kind == "entity" and SLUG.fullmatch(raw):
        return Ref(raw)
    return Uri(raw) if kind == "uri" and _ADDRESS.fullmatch(raw) else None


def _show(raw: object) -> str:
    if isinstance(raw, dict):
        return "a map"
    if isinstance(raw, list):
        return "a list"
    if raw is None or raw == "":
        return "nothing"
    names = {bool: "true/false", int: "number", float: "number", str: "text"}
    return f"the {names.get(type(raw), 'value')} “{raw}”"
