"""Which real people, places, missions and events exist at a horizon: those that something visible leads to.

What of real history is in the data was chosen for what the shows tell, so that the choice would give stories away.
Below the full horizon a real entity therefore exists only once somebody who has seen that much is told of it:

- a claim that the story reveals (or that a user brings) admits whatever real entity it names;
- a claim of the two harmless reveals, `production` and `history`, leads one way only. A season leads to its director, a
  mission to its crew and its rocket, an event to its place and to its causes; a person never leads to the missions that
  name them, a place never to what happened there, a cause never to what came of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.check import superclasses
from famk_graph.compile import finales_of, title_key
from famk_graph.model import Claim, Dataset, Entity, Ref
from famk_graph.vocabulary import PROPERTIES, TERM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from famk_graph.horizon import Horizon

HARMLESS = ("production", "history")
# Classes of what is no part of real history, or says that it is part of the shows.
NOT_REAL = frozenset({"ScreenWork", "Award", "Timeline", "Source", "Portrayal", "Divergence", "Character"})
CURATED = ("alternate", "ours")
# An effect is told with its causes. The ontology says these the other way round, and what came of an event is later
# history, which may be there only because a later story changes it.
TOLD_FROM_THE_EFFECT = frozenset(n for n, p in PROPERTIES.items() if n == "influences" or p.super == "influences")
_TITLES = (ox.NamedNode(TERM + "title"), ox.NamedNode(TERM + "url"))
_CITES = ox.NamedNode(iris.PROV + "wasDerivedFrom")
_ENDS = (ox.NamedNode(TERM + "subject"), ox.NamedNode(TERM + "object"))
_REVEALED = ox.NamedNode(TERM + "revealedIn")


@dataclass(frozen=True, slots=True)
class Existence:
    """What decides which real entities exist at a horizon, and where the titles of their sources stand.

    ``told`` holds per reveal the real entities that its claims tell of, ``leads`` what each real entity leads to, and
    ``titles`` for each source whose title tells of later episodes, per reveal that cites it, the reveal of the title.
    """

    real: frozenset[str]
    told: Mapping[str, list[str]]
    leads: Mapping[str, list[str]]
    titles: Mapping[str, dict[str, str]]

    @classmethod
    def read(cls, path: Path) -> Existence:
        """Return what was written to a file."""
        found = json.loads(path.read_text(encoding="utf-8"))
        return cls(frozenset(found["real"]), found["told"], found["leads"], found["titles"])

    def write(self, path: Path) -> None:
        """Write it to a file."""
        parts = {"real": sorted(self.real), "told": self.told, "leads": self.leads, "titles": self.titles}
        path.write_text(json.dumps(parts, sort_keys=True), encoding="utf-8")

    def hidden(self, horizon: Horizon, named: Iterable[str] = ()) -> frozenset[str]:
        """Return the ids of the real entities that do not exist at a horizon; at the full one all exist.

        ``named`` are entities that something besides the claims tells of.
        """
        if horizon.key == "all":
            return frozenset()
        waiting = [*named, *(ident for key, told in self.told.items() if horizon.admits(key) for ident in told)]
        found: set[str] = set()
        while waiting:
            ident = waiting.pop()
            if ident not in found:
                found.add(ident)
                waiting.extend(self.leads.get(ident, ()))
        return self.real - found


def existence(dataset: Dataset, own: Iterable[ox.Quad] = ()) -> Existence:
    """Return which real entities the claims of a checked dataset, and the triples of a user's files, lead to."""
    real = frozenset(entity.id for entity in dataset.entities.values() if _is_real(entity))
    told: dict[str, set[str]] = defaultdict(set)
    leads: dict[str, set[str]] = defaultdict(set)
    for claim in dataset.claims:
        key = claim.reveal.key
        if key not in HARMLESS or claim.world not in CURATED:
            told[key].update(real & set(ends(claim)))
            continue
        start, end = _direction(claim)
        if end in real and start in real:
            leads[start].add(end)
        elif end in real and _leads_on(dataset.entities.get(start)):
            told[key].add(end)
    nodes = {node for quad in own for node in (quad.subject, quad.object)}
    told["premise"].update(n.value.removeprefix(iris.ENTITY) for n in nodes if isinstance(n, ox.NamedNode))
    told["premise"] &= real
    return Existence(real, _sorted(told), _sorted(leads), _titles(dataset))


def _is_real(entity: Entity) -> bool:
    return entity.introductions[0].key in HARMLESS and not superclasses(entity.cls) & NOT_REAL


def _leads_on(entity: Entity | None) -> bool:
    """Whether something that is not real leads to what it names; films that somebody else made do not."""
    return entity is not None and entity.cls != "ScreenWork"


def ends(claim: Claim) -> tuple[str, ...]:
    """Return the ids that a claim names: its subject, and its value where that is an entity or a concept."""
    return (claim.subject, claim.value.id) if isinstance(claim.value, Ref) else (claim.subject,)


def _direction(claim: Claim) -> tuple[str, str]:
    """Return from which entity to which a claim leads; two empty names where it leads nowhere."""
    known = PROPERTIES.get(claim.predicate)
    if known is None or "symmetric" in known.flags or not isinstance(claim.value, Ref):
        return "", ""
    start, end = claim.subject, claim.value.id
    if known.inverse_of:
        start, end = end, start
    return (end, start) if (known.inverse_of or known.name) in TOLD_FROM_THE_EFFECT else (start, end)


def _sorted(found: Mapping[str, set[str]]) -> dict[str, list[str]]:
    return {key: sorted(idents) for key, idents in found.items() if idents}


def _titles(dataset: Dataset) -> dict[str, dict[str, str]]:
    finales = finales_of(dataset)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for claim in dataset.claims:
        for ident in claim.sources:
            if dataset.sources[ident].tells and claim.world in CURATED:
                found[ident][claim.reveal.key] = title_key(dataset.sources[ident], claim.reveal.key, finales)
    return found


def permitted(whole: ox.Store, horizon: Horizon, known: Existence) -> Iterator[ox.Quad]:
    """Yield what a horizon permits of the store of everything, without what was inferred from all of it."""
    gone = _gone(whole, horizon, known)
    for graph in whole.named_graphs():
        if graph.value == iris.INFERRED or not horizon.admits_graph(graph.value):
            continue
        quads = whole.quads_for_pattern(None, None, None, graph)
        nodes, titles = gone.get(graph.value, (frozenset(), frozenset()))
        if not nodes and not titles:
            yield from quads
            continue
        for quad in quads:
            untitled = quad.subject in titles and quad.predicate in _TITLES
            if not (untitled or quad.subject in nodes or quad.object in nodes):
                yield quad


_Nodes = frozenset[object]
_Gone = dict[str, tuple[_Nodes, _Nodes]]


def _gone(whole: ox.Store, horizon: Horizon, known: Existence) -> _Gone:
    """Return per graph which nodes do not exist in it, and which sources have no title there.

    Whatever a claim of the story or of a user names exists, so that only the graphs of the harmless reveals hold
    anything else, and besides them those where the titles of their sources stand.
    """
    hidden = frozenset(ox.NamedNode(iris.ENTITY + ident) for ident in known.hidden(horizon))
    gone: _Gone = {}
    uncited: dict[str, _Nodes] = {}
    for key in HARMLESS if hidden else ():
        graph = ox.NamedNode(iris.statements_graph(key))
        lost = {q.subject for node in hidden for end in _ENDS for q in whole.quads_for_pattern(None, end, node, graph)}
        cited = {True: set[object](), False: set[object]()}
        for quad in whole.quads_for_pattern(None, _CITES, None, graph):
            cited[quad.subject in lost].add(quad.object)
        uncited[key] = frozenset(cited[True] - cited[False])
        reveal = ox.NamedNode(iris.REVEAL + key)
        empty = all(q.subject in lost for q in whole.quads_for_pattern(None, _REVEALED, reveal, graph))
        gone[graph.value] = (uncited[key] | lost | ({reveal} if empty else set()), frozenset())
        gone[iris.facts_graph(key)] = gone[iris.inferred_graph(key)] = (hidden, frozenset())
    for key, nodes in _untitled(horizon, known, uncited).items():
        graph_name = iris.statements_graph(key)
        gone[graph_name] = (gone.get(graph_name, (frozenset(), nodes))[0], nodes)
    return gone


def _untitled(
    horizon: Horizon, known: Existence, uncited: Mapping[str, frozenset[object]]
) -> dict[str, frozenset[object]]:
    """Return per reveal the sources whose title stands there only for claims that do not exist."""
    found: dict[str, set[object]] = defaultdict(set)
    for ident, places in known.titles.items():
        node = ox.NamedNode(iris.SOURCE + ident)
        lost = {key for key in places if node in uncited.get(key, ())}
        still = {title for key, title in places.items() if horizon.admits(key) and key not in lost}
        for title in {places[key] for key in lost} - still:
            found[title].add(node)
    return {key: frozenset(nodes) for key, nodes in found.items()}
