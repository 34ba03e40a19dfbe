"""Events to begin with, and what is told of one beside its causes: how it differs, and what happened before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from famk_graph.chains import CAUSES
from famk_graph.serve import shapes
from famk_graph.serve.content import telling
from famk_graph.serve.content.causes import points
from famk_graph.words import fold

if TYPE_CHECKING:
    from famk_graph.serve.lens import Lens

_OFFERED = 8
_FAR = 5
_BEFORE = 3
_KIND = 3  # how many words one kind of both sides, such as two landings, tells as much as
_SHORT = 3  # letters of words that tell nothing


def moment(lens: Lens, ident: str) -> dict[str, Any]:
    """Return an event as pages name it: label, date in words, timeline, and what it is."""
    told = shapes.node(lens, ident)
    return {**told, "when": telling.when(told["date"]), "kindWords": shapes.kind_words(told["kind"])}


def offered(lens: Lens) -> dict[str, Any]:
    """Return what there is to ask at a horizon: points of divergence, events that differ, ends of long chains."""
    links = {ident: sum(t.predicate in CAUSES for t in ties) for ident, ties in list(lens.universe.ties.out.items())}
    pairs: dict[str, dict[str, Any]] = {}
    for divergence in lens.divergences:
        theirs, ours = (sides_of(divergence, side) for side in ("theirs", "ours"))
        for event in theirs:
            if links.get(event) and event in lens.moments and ours and ours[0] in lens.moments:
                pairs.setdefault(event, {**moment(lens, event), "links": links[event], "real": moment(lens, ours[0])})
    best = sorted(pairs.values(), key=lambda pair: (-pair["links"], pair["id"]))[:_OFFERED]
    far = _furthest(lens)
    return {
        "partings": [moment(lens, event) for event, _ in points(lens)],
        "pairs": sorted(best, key=lambda pair: lens.moments[pair["id"]].earliest),
        "far": [{**moment(lens, event), "links": far[event]} for event in list(far)[:_FAR]],
    }  # fmt: skip


def _furthest(lens: Lens) -> dict[str, int]:
    """Return how many links events are away from where the timelines part, the furthest first."""
    ties = lens.universe.ties
    layer = [event for event, _ in points(lens)]
    far = dict.fromkeys(layer, 0)
    while layer:
        ahead = []
        for node in layer:
            for tie in ties.out.get(node, ()):
                if tie.forward and tie.predicate in CAUSES and tie.end not in far:
                    far[tie.end] = far[node] + 1
                    ahead.append(tie.end)
        layer = ahead
    ranked = sorted((e for e, links in far.items() if links > 1), key=lambda event: (-far[event], event))
    return {event: far[event] for event in ranked}


def differences(lens: Lens, event: str) -> list[dict[str, Any]]:
    """Return the divergences that an event is a side of: in what they differ, by how much, and the other side."""
    found = []
    for divergence in lens.divergences:
        sides = {side: sides_of(divergence, side) for side in ("theirs", "ours")}
        if event in sides["theirs"] or event in sides["ours"]:
            card = lens.universe.entity(str(divergence["id"]))
            description = card.best("description")
            found.append({
                "id": card.id, "label": card.label, "kinds": divergence["kinds"], "difference": card.difference,
                "description": description.value if description else "",
                "sources": telling.citations(lens, description.sources) if description else [],
                "told": telling.told_in(lens, description.reveal) if description else [],
                "theirs": [moment(lens, ident) for ident in sides["theirs"]],
                "ours": [moment(lens, ident) for ident in sides["ours"]],
            })  # fmt: skip
    own = lens.universe.names.entries[event].label
    return sorted(found, key=lambda d: (not (d["theirs"] and d["ours"]), -_likeness(d, own), d["label"]))


def _likeness(divergence: dict[str, Any], own: str) -> int:
    """Return how plainly a divergence tells in what an event differs: its name and its two sides speak of one thing."""
    sides = [divergence[side] for side in ("theirs", "ours")]
    kinds = [{moment["kind"] for moment in side} - {"Event"} for side in sides]
    said = [_words(" ".join(moment["label"] for moment in side)) for side in sides]
    return _KIND * len(kinds[0] & kinds[1]) + len(said[0] & said[1]) + len(_words(divergence["label"]) & _words(own))


def _words(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) > _SHORT}


def before(lens: Lens, event: str) -> list[dict[str, Any]]:
    """Return the events of the same timeline that happened last before one: no causes, but what is near."""
    own = lens.moments.get(event)
    if own is None:
        return []
    earlier = [m for m in lens.moments.values() if m.latest < own.earliest and m.world == own.world]
    return [moment(lens, m.event) for m in sorted(earlier, key=lambda m: m.latest)[-_BEFORE:]]


def sides_of(divergence: dict[str, object], side: str) -> list[str]:
    """Return the events on one side of a divergence, ``theirs`` or ``ours``, whether dated or not."""
    found = divergence[side]
    return found if isinstance(found, list) else []
