"""The library's answers as plain values for JSON, the same in the API and in what pages hand to their scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from famk_graph import iris

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.cards import Card, Citation, Fact
    from famk_graph.chains import Step
    from famk_graph.serve.lens import Lens
    from famk_graph.serve.search import Hit

Json = dict[str, Any]


def kind_words(cls: str) -> str:
    """Return a class in words: ``SpaceStation`` is “space station”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls).lower()


def hit(found: Hit) -> Json:
    """Return something that a search found."""
    return {
        "id": found.id,
        "label": found.label,
        "kind": found.kind,
        "kindWords": kind_words(found.kind),
        "matched": found.matched,
        "href": f"/id/{found.id}",
    }


def node(lens: Lens, ident: str) -> Json:
    """Return an entity as a picture shows it: what it is, and for an event when and in which timeline."""
    entry = lens.universe.names.entries.get(ident)
    moment = lens.moments.get(ident)
    return {
        "id": ident,
        "label": entry.label if entry else ident,
        "kind": entry.cls if entry else "",
        "date": moment.date if moment else None,
        "side": lens.timelines.get(ident),
        "href": f"/id/{ident}",
    }


def step(tie: Step) -> Json:
    """Return a tie between two entities, read in one direction."""
    return {
        "from": tie.start,
        "to": tie.end,
        "words": tie.words,
        "predicate": tie.predicate,
        "forward": tie.forward,
        "statement": tie.statement.removeprefix(iris.STATEMENT),
        "reveal": tie.reveal,
        "sources": list(tie.sources),
    }


def fact(told: Fact) -> Json:
    """Return one claim about an entity."""
    return {
        "predicate": told.predicate,
        "words": told.words,
        "value": told.value,
        "valueId": told.value_id,
        "time": told.time,
        "role": told.role,
        "order": told.order,
        "rank": told.rank,
        "asserted": told.asserted,
        "evidence": told.evidence,
        "reveal": told.reveal,
        "world": told.world,
        "note": told.note,
        "reason": told.reason,
        "statement": told.statement.removeprefix(iris.STATEMENT),
        "sources": list(told.sources),
    }


def citation(source: Citation) -> Json:
    """Return a source as it may be shown."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "grade": source.grade,
        "title": source.title,
        "url": source.url,
        "published": source.published,
    }


def cited(lens: Lens, idents: Iterable[str]) -> Json:
    """Return the sources of some ids, by id."""
    known = lens.universe.citations
    return {ident: citation(known[ident]) for ident in sorted(set(idents)) if ident in known}


def card(lens: Lens, shown: Card) -> Json:
    """Return everything claimed about an entity."""
    return {
        **node(lens, shown.id),
        "iri": shown.iri,
        "kindWords": kind_words(shown.cls),
        "facts": [fact(told) for told in shown.facts],
        "sources": {ident: citation(source) for ident, source in shown.citations.items()},
    }
