"""What the API answers, one function to an address; :mod:`famk_graph.serve.api.routes` lists them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from famk_graph.network import class_name
from famk_graph.saved import saved_queries, saved_query
from famk_graph.serve import shapes
from famk_graph.serve.api import ways
from famk_graph.serve.api.around import MOST, around
from famk_graph.serve.api.around import among as ties_among
from famk_graph.serve.content.places import places
from famk_graph.serve.search import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.chains import Step
    from famk_graph.serve.api.endpoints import Call
    from famk_graph.serve.lens import Lens
    from famk_graph.serve.shapes import Json
    from famk_graph.universe import Universe


def search(call: Call) -> Json:
    """Find what a text may mean."""
    kinds = [class_name(kind) for kind in call.texts("kind")]
    hits = suggest(call.lens.universe, call.text("q"), kinds, call.number("limit"))
    return {"query": call.text("q"), "hits": [shapes.hit(found) for found in hits]}


def card(call: Call) -> Json:
    """Tell everything claimed about an entity."""
    return shapes.card(call.lens, call.lens.universe.entity(call.text("name")))


def nodes(call: Call) -> Json:
    """Tell labels, kinds, dates and timelines of those of some entities that are known."""
    known = call.lens.universe.names.entries
    return {"nodes": [shapes.node(call.lens, ident) for ident in dict.fromkeys(call.texts("id")) if ident in known]}


def neighbours(call: Call) -> Json:
    """Tell who and what an entity is tied to."""
    entry = call.lens.universe.names.resolve(call.text("name"))
    kinds = [class_name(kind) for kind in call.texts("kind")]
    return around(call.lens, entry.id, kinds, call.number("limit"), call.number("offset"))


def among(call: Call) -> Json:
    """Tell the ties among some entities."""
    names = call.lens.universe.names
    return ties_among(call.lens, [names.resolve(text).id for text in call.texts("of")[:MOST]])


def why(call: Call) -> Json:
    """Tell what led to an event, back to the point of divergence."""
    chain = call.lens.universe.why(call.text("name"))
    return {**_causes(call.lens, chain.event, chain.steps), "ends": list(chain.roots), "spine": _steps(chain.spine)}


def consequences(call: Call) -> Json:
    """Tell what came of an event."""
    event = call.lens.universe.names.resolve(call.text("name"), "Event").id
    steps = ways.consequences(call.lens.universe.ties, event)
    onward = {step.start for step in steps}
    ends = sorted({step.end for step in steps} - onward)
    return {**_causes(call.lens, event, steps), "ends": ends, "spine": []}


def _causes(lens: Lens, event: str, steps: Iterable[Step]) -> Json:
    links = list(steps)
    idents = dict.fromkeys([event, *(end for step in links for end in (step.start, step.end))])
    return {
        "event": event,
        "nodes": [shapes.node(lens, ident) for ident in idents],
        "steps": _steps(links),
        "sources": shapes.cited(lens, [source for step in links for source in step.sources]),
    }


def _steps(steps: Iterable[Step]) -> list[Json]:
    return [shapes.step(step) for step in steps]


def paths(call: Call) -> Json:
    """Tell the shortest ways between two entities."""
    lens, names = call.lens, call.lens.universe.names
    start, end = (names.resolve(call.text(name)) for name in ("from", "to"))
    barred = {class_name(kind) for kind in call.texts("without")}
    avoided = {names.resolve(name).id for name in call.texts("avoid")}
    found = ways.shortest(
        lens.universe.ties, start.id, end.id, call.number("limit"),
        passable=lambda ident: ident not in avoided and not (barred and lens.is_a(ident, barred)),
    )  # fmt: skip
    inner = Counter(names.entries[step.end].cls for way in found for step in way[:-1])
    idents = dict.fromkeys([start.id, end.id, *(e for way in found for step in way for e in (step.start, step.end))])
    return {
        "from": start.id,
        "to": end.id,
        "paths": [_steps(way) for way in found],
        "through": [{"kind": kind, "words": shapes.kind_words(kind), "count": n} for kind, n in inner.most_common()],
        "nodes": [shapes.node(lens, ident) for ident in idents],
        "sources": shapes.cited(lens, [source for way in found for step in way for source in step.sources]),
    }


def timeline(call: Call) -> Json:
    """Tell the dated events of both timelines, and the divergences that bridge them."""
    lens = call.lens
    kinds = {class_name(kind) for kind in call.texts("kind")}
    about = {lens.universe.names.resolve(name).id for name in call.texts("about")}
    near = {tie.end for ident in about for tie in lens.universe.ties.out[ident]} | about
    near |= _other_sides(lens, near)
    start, end = call.text("from") or None, call.text("to") or None
    moments = lens.universe.timeline(start, end) if start or end else lens.moments.values()
    where = places(lens)
    kept = sorted(
        (
            moment for moment in moments
            if (not kinds or lens.is_a(moment.event, kinds)) and (not about or moment.event in near)
        ),
        key=lambda moment: where[moment.event],
    )  # fmt: skip
    shown = {moment.event for moment in kept}
    events = [
        {
            **shapes.node(lens, m.event), "date": m.date, "earliest": m.earliest, "latest": m.latest,
            "at": where[m.event].day, "first": where[m.event].first.isoformat(),
            "last": where[m.event].last.isoformat(), "ties": len(lens.universe.ties.out[m.event]),
        }
        for m in kept
    ]  # fmt: skip
    bridges = []
    for divergence in lens.divergences:
        theirs, ours = ([e for e in _listed(divergence[side]) if e in shown] for side in ("theirs", "ours"))
        if theirs or ours:
            bridges.append({**divergence, "theirs": theirs, "ours": ours})
    return {"events": events, "divergences": bridges}


def _other_sides(lens: Lens, events: set[str]) -> set[str]:
    """Return what stands against some events in the other timeline."""
    sides = [{*_listed(d["theirs"]), *_listed(d["ours"])} for d in lens.divergences]
    return {event for side in sides if side & events for event in side}


def _listed(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def coverage(call: Call) -> Json:
    """Tell what is known and what is missing."""
    known = call.lens.coverage
    return {**asdict(known), "claims": known.claims, "recalledShare": round(known.recalled_share, 4)}


def queries(call: Call) -> Json:
    """List the saved queries."""
    return {"queries": [_saved(call.lens.universe, name) for name in saved_queries()]}


def query(call: Call) -> Json:
    """Tell one saved query with its text."""
    name = call.text("name")
    text, universe = saved_query(name).text, call.lens.universe
    hidden = [p.default for p in saved_query(name).parameters if not _is_known(universe, p.kind, p.default)]
    lines = [
        line for line in text.splitlines()
        if not (line.startswith("# param:") and any(line.endswith(f" {default}") for default in hidden))
    ]  # fmt: skip
    return {**_saved(universe, name), "text": "\n".join(lines) + "\n"}


def _saved(universe: Universe, name: str) -> Json:
    """Return a saved query; a default that the horizon does not know is left out."""
    saved = saved_query(name)
    parameters = [
        {"name": p.name, "kind": p.kind, "default": p.default if _is_known(universe, p.kind, p.default) else None}
        for p in saved.parameters
    ]
    return {"name": name, "question": saved.question, "parameters": parameters}


def _is_known(universe: Universe, kind: str, default: str) -> bool:
    return kind != "entity" or default in universe.names.entries
