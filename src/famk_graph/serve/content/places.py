"""Where events stand in time: what is known only roughly, or not at all, is placed by its causes and by its episode."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph import dates, iris
from famk_graph.check import superclasses
from famk_graph.serve.content.kept import per_lens
from famk_graph.serve.content.layered import in_order

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from famk_graph.serve.lens import Lens

_BEFORE: Final = ("causes", "enables", "motivates", "prevents")
_STAGES: Final = ("Launch", "Landing", "Spacewalk", "Discovery")  # of a flight, as they follow on each other
_LEAST, _MOST = dt.date.min.toordinal(), dt.date.max.toordinal()
_NEXT: Final = 0.01  # days by which an effect stands after its cause, where nothing else tells them apart

Spans = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in time; ``first`` and ``last`` are the days between which the event begins, as far as is known.

    ``at`` is a day with its fraction, as :meth:`datetime.date.toordinal` counts; ``number`` tells apart what is equal.
    """

    at: float
    number: int
    first: dt.date
    last: dt.date

    @property
    def day(self) -> str:
        """The day at which the event stands, as ``YYYY-MM-DD``."""
        return dt.date.fromordinal(int(self.at)).isoformat()


@per_lens
def places(lens: Lens) -> dict[str, Place]:
    """Return where the events of a horizon stand, by id; of those without a date only where something hints at one.

    The place of an event is the same whatever else is shown with it. It is within what its date can mean; no cause
    stands after its effect and no whole after its part, unless their dates say so; beyond that events follow
    on each other as the episodes tell them.
    """
    told = {event: _episodes(lens, event) for event in _events(lens)}
    known = _known(lens, told)
    links = list(_links(lens, known.keys()))
    spans = _narrowed(known, links, lens.moments)
    keys = {event: _key(lens, event, span, told[event]) for event, span in spans.items()}
    order = in_order(keys, [link for link in links if link[0] in spans and link[1] in spans])
    at = _spread(lens, order, spans, links)
    day = dt.date.fromordinal
    own = {e: known[e] if known[e] != (_LEAST, _MOST) else spans[e] for e in order}
    return {event: Place(at[event], n, day(own[event][0]), day(own[event][1])) for n, event in enumerate(order)}


def _events(lens: Lens) -> list[str]:
    entries = lens.universe.names.entries
    return sorted(entry.id for entry in entries.values() if entry.cls and "Event" in superclasses(entry.cls))


def _objects(lens: Lens, subject: str, predicate: str) -> list[str]:
    node, named = ox.NamedNode(iris.ENTITY + subject), ox.NamedNode(iris.predicate(predicate))
    quads = lens.universe.store.quads_for_pattern(node, named, None, ox.DefaultGraph())
    return sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal))


def _episodes(lens: Lens, event: str) -> list[str]:
    """Return the episodes that show an event, or else those that tell its date."""
    shown = [episode.removeprefix(iris.ENTITY) for episode in _objects(lens, event, "shownIn")]
    moment = lens.moments.get(event)
    return shown or (moment.reveal.split("+") if moment else [])


def _known(lens: Lens, told: dict[str, list[str]]) -> Spans:
    """Return between which days each event begins: by its date, or by when the episodes play that show it."""
    found = {}
    for event, episodes in told.items():
        moment = lens.moments.get(event)
        texts = [moment.date] if moment else [text for e in episodes for text in _objects(lens, e, "setDuring")]
        spans = [dates.parse(text if not moment else text.partition("/")[0] or text) for text in texts]
        firsts = [span.earliest.toordinal() for span in spans if span.earliest]
        lasts = [span.latest.toordinal() for span in spans if span.latest]
        if moment and not (firsts and lasts):  # one end of the date is open
            firsts, lasts = ([dt.date.fromisoformat(end).toordinal()] for end in (moment.earliest, moment.latest))
        found[event] = (min(firsts, default=_LEAST), max(lasts, default=_MOST))
    return found


def _links(lens: Lens, events: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield pairs of events of which the first does not begin after the second."""
    known = {*events}
    for predicate in (*_BEFORE, "partOf"):
        named = ox.NamedNode(iris.predicate(predicate))
        pairs = sorted(
            (quad.subject.value.removeprefix(iris.ENTITY), quad.object.value.removeprefix(iris.ENTITY))
            for quad in lens.universe.store.quads_for_pattern(None, named, None, ox.DefaultGraph())
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        )
        for one, other in pairs:
            if one in known and other in known and one != other:
                yield (other, one) if predicate == "partOf" else (one, other)


def _narrowed(known: Spans, links: list[tuple[str, str]], dated: Container[str]) -> Spans:
    """Return the spans as causes and effects narrow them; they yield to a date, and an episode's time to them."""
    order = in_order({event: f"{first:08} {last:08} {event}" for event, (first, last) in known.items()}, links)
    near: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for one, other in links:
        near[other][0].append(one)
        near[one][1].append(other)
    found = dict(known)
    for event in order:
        first, last = found[event]
        later = max([first, *(found[cause][0] for cause in near[event][0])])
        if later <= last or event not in dated:
            found[event] = (later, max(later, last))
    for event in reversed(order):
        first, last = found[event]
        sooner = min([last, *(found[effect][1] for effect in near[event][1])])
        found[event] = (first, sooner if sooner >= first else last)
    for event, (first, last) in list(found.items()):
        found[event] = (last if first == _LEAST else first, first if last == _MOST else last)
    return {event: span for event, span in found.items() if span != (_MOST, _LEAST)}


def _key(lens: Lens, event: str, span: tuple[int, int], told: list[str]) -> str:
    """Return what sorts events where no link does: their days, the first episode, the stage of a flight, the name."""
    entry = lens.universe.names.entries[event]
    stage = _STAGES.index(entry.cls) + 1 if entry.cls in _STAGES else 0
    return f"{span[0]:08} {span[1]:08} {min(told, default='~')} {stage} {entry.label} {event}"


def _spread(lens: Lens, order: list[str], spans: Spans, links: list[tuple[str, str]]) -> dict[str, float]:
    """Return the places: events of one span and timeline share its days, and none stands before its cause."""
    groups: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for event in order:
        groups[*spans[event], lens.timelines.get(event, "")].append(event)
    at = {}
    for (first, last, _), held in groups.items():
        for n, event in enumerate(held):
            at[event] = first + (n + 0.5) / len(held) * (last + 1 - first)
    causes: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        causes[other].append(one)
    for event in order:
        least = max((at[cause] + _NEXT for cause in causes[event] if cause in at), default=0.0)
        if event not in lens.moments or least < spans[event][1] + 1:  # a date holds against its causes
            at[event] = max(at[event], least)
    return at
