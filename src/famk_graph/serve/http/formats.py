"""Media types: what the endpoint and the entities can be had as, and which of them a client likes best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Mapping

Engine = TypeVar("Engine", ox.RdfFormat, ox.QueryResultsFormat)


@dataclass(frozen=True, slots=True)
class Form(Generic[Engine]):
    """A format: its media type, other names that clients use for it, its ending, and the engine's writer."""

    media: str
    engine: Engine
    ending: str
    also: tuple[str, ...] = ()
    charset: bool = False

    @property
    def content_type(self) -> str:
        """The value of the header."""
        return f"{self.media}; charset=utf-8" if self.charset else self.media


# The first of each is what a client gets that does not mind.
SOLUTIONS: Final[Mapping[str, Form[ox.QueryResultsFormat]]] = {
    "json": Form("application/sparql-results+json", ox.QueryResultsFormat.JSON, "json", ("application/json",)),
    "xml": Form("application/sparql-results+xml", ox.QueryResultsFormat.XML, "xml", ("application/xml", "text/xml")),
    "csv": Form("text/csv", ox.QueryResultsFormat.CSV, "csv", charset=True),
    "tsv": Form("text/tab-separated-values", ox.QueryResultsFormat.TSV, "tsv", charset=True),
}
GRAPHS: Final[Mapping[str, Form[ox.RdfFormat]]] = {
    "turtle": Form("text/turtle", ox.RdfFormat.TURTLE, "ttl", ("application/x-turtle",), charset=True),
    "ntriples": Form("application/n-triples", ox.RdfFormat.N_TRIPLES, "nt", ("text/plain",)),
    "jsonld": Form("application/ld+json", ox.RdfFormat.JSON_LD, "jsonld", ("application/json",)),
    "rdfxml": Form("application/rdf+xml", ox.RdfFormat.RDF_XML, "rdf", ("application/xml", "text/xml")),
    "trig": Form("application/trig", ox.RdfFormat.TRIG, "trig", ("application/x-trig",)),
    "nquads": Form("application/n-quads", ox.RdfFormat.N_QUADS, "nq", ("text/x-nquads",)),
}


@lru_cache(maxsize=256)
def preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the offered media type that an ``Accept`` header likes best; the first offered of several alike.

    The most exact range that fits a type decides on it (RFC 9110, 12.5.1). ``None`` if none is acceptable.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    best, liked = None, 0.0
    for media in offered:
        weight = _weight(media, ranges)
        if weight > liked:
            best, liked = media, weight
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not media:
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                weight = _number(value.strip())
        found.append((media, weight))
    return found


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _weight(media: str, ranges: list[tuple[str, float]]) -> float:
    whole = media.partition("/")[0] + "/*"
    for wanted in (media, whole, "*/*"):
        given = [weight for name, weight in ranges if name == wanted]
        if given:
            return max(given)
    return 0.0


@lru_cache(maxsize=512)
def negotiate(accept: str, kind: str) -> str | None:
    """Return the name of the format of ``solutions`` or ``graphs`` that an ``Accept`` header likes best."""
    forms: Mapping[str, Form[ox.RdfFormat] | Form[ox.QueryResultsFormat]] = SOLUTIONS if kind == "solutions" else GRAPHS
    names = {media: name for name, form in reversed(list(forms.items())) for media in (*form.also, form.media)}
    offered = [form.media for form in forms.values()] + [media for form in forms.values() for media in form.also]
    found = preferred(accept, tuple(dict.fromkeys(offered)))
    return None if found is None else names[found]
