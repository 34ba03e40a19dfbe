"""The page of one entity. Its address, which answers in other forms too, is routed in ``serve/resource.py``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from famk_graph.check import superclasses
from famk_graph.conflicts import kind_of
from famk_graph.serve.api.around import ties_of
from famk_graph.serve.content.beside import beside
from famk_graph.serve.content.dossier import best, sections
from famk_graph.serve.content.inferences import inferred
from famk_graph.serve.content.proofs import RANKS, Notes, proof
from famk_graph.serve.content.telling import held, when
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from famk_graph.cards import Card, Fact
    from famk_graph.conflicts import Conflict
    from famk_graph.names import Entry
    from famk_graph.serve.lens import Lens
    from famk_graph.serve.view import View


def show(view: View, entry: Entry) -> Response:
    """Show what is known of an entity."""
    lens = view.lens
    card = lens.universe.entity(entry.id)
    notes = Notes(lens.universe.citations)
    described = best(card.facts, "description") or best(card.facts, "title")
    classes, follows = inferred(lens, card)
    return view.render(
        "entity.html",
        title=card.label,
        card=card,
        description=described and (described.value, proof(lens, notes, described)),
        aliases=list(dict.fromkeys(f.value for f in card.facts if f.predicate == "alias" and f.asserted)),
        side=lens.timelines.get(card.id),
        classes=classes,
        sections=sections(lens, card, notes),
        follows=follows,
        beside=beside(lens, card),
        disputes=_disputes(lens, notes, card),
        namesakes=[other for other in lens.universe.names.find(card.label) if _is_another(other, entry)],
        ways=_ways(lens, card),
        tied=len({tie.end for tie in ties_of(lens, card.id)}),
        sources=notes.listed(),
    )


def _is_another(other: Entry, entry: Entry) -> bool:
    return other.id != entry.id and bool(other.cls) and other.cls != "Portrayal"


def _ways(lens: Lens, card: Card) -> list[tuple[str, str]]:
    """Return the pages that go on from here: address and words."""
    above = superclasses(card.cls)
    event = card.id if "Event" in above else None
    if card.cls == "Divergence":
        event = next((fact.value_id for fact in card.facts if fact.predicate == "alternateSide"), None)
    words = "Why did it happen?"
    if not event:
        event, words = _beginning(lens, card), "Why is it there?"
    found = []
    if event:
        found.append((f"/why?{urlencode({'event': event})}", words))
    found.append((f"/connect?{urlencode({'from': card.id})}", "Connect with …"))
    near = {card.id, *(tie.end for tie in lens.universe.ties.out.get(card.id, ()))}
    if near & lens.moments.keys():
        found.append((f"/timelines?{urlencode({'about': card.id})}", "On the two timelines"))
    return found


def _beginning(lens: Lens, card: Card) -> str | None:
    """Return the event with which something began: one that is tied to it and has the day of its founding."""
    founded = best(card.facts, "foundedOn")
    ends = sorted({tie.end for tie in lens.universe.ties.out.get(card.id, ())} & lens.moments.keys())
    return next((end for end in ends if founded and lens.moments[end].date == founded.value), None)


def _disputes(lens: Lens, notes: Notes, card: Card) -> list[dict[str, object]]:
    """Return the claims that disagree; where the card shows that there can be none, nothing is asked of the store."""
    told: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in card.facts:
        told[fact.predicate, fact.world].append(fact)
    if not any(kind_of(predicate, facts) for (predicate, _), facts in told.items()):
        return []
    return [_dispute(lens, notes, conflict) for conflict in lens.universe.conflicts(card.id)]


def _dispute(lens: Lens, notes: Notes, conflict: Conflict) -> dict[str, object]:
    """Return claims that disagree, with the standing of each and why."""
    claims = [
        {
            "text": _text(fact), "ident": fact.value_id, "time": held(fact), "rank": RANKS[fact.rank],
            "stands": fact.asserted, "proof": proof(lens, notes, fact),
        }
        for fact in conflict.facts
    ]  # fmt: skip
    return {"predicate": conflict.predicate, "words": conflict.words, "kind": conflict.kind, "claims": claims}


def _text(fact: Fact) -> str:
    """Return the value of a fact; a date in words."""
    known = PROPERTIES.get(fact.predicate)
    return when(fact.value) if known and known.kind == "date" else fact.value


routes: list[BaseRoute] = []
