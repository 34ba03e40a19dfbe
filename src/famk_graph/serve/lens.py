"""What pages and the API ask of a universe again and again, worked out once for each horizon."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.check import superclasses

if TYPE_CHECKING:
    from famk_graph.coverage import Coverage
    from famk_graph.timeline import Moment
    from famk_graph.universe import Universe


class Lens:
    """A universe, and what was worked out of it."""

    def __init__(self, universe: Universe) -> None:
        """Look at a universe; everything is worked out when it is first asked for."""
        self.universe = universe

    @cached_property
    def moments(self) -> dict[str, Moment]:
        """The dated events of both timelines in order, by id."""
        return {moment.event: moment for moment in self.universe.timeline()}

    @cached_property
    def coverage(self) -> Coverage:
        """What is known and what is missing."""
        return self.universe.coverage()

    @cached_property
    def timelines(self) -> dict[str, str]:
        """The timeline of what lies in one, by id: ``theirs`` or ``ours``."""
        found = {}
        within = ox.NamedNode(iris.predicate("inTimeline"))
        for quad in self.universe.store.quads_for_pattern(None, within, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                found[quad.subject.value.removeprefix(iris.ENTITY)] = side(quad.object.value.rpartition("/")[2])
        return found

    @cached_property
    def divergences(self) -> list[dict[str, object]]:
        """Where the timelines differ: each with its kinds and with the events of both sides."""
        entries, store = self.universe.names.entries, self.universe.store
        ends: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for predicate in ("alternateSide", "realSide"):
            for quad in store.quads_for_pattern(None, ox.NamedNode(iris.predicate(predicate)), None, ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    side_of = ends[quad.subject.value.removeprefix(iris.ENTITY)]
                    side_of[predicate].append(quad.object.value.removeprefix(iris.ENTITY))
        found: list[dict[str, object]] = []
        for ident in sorted(entries):
            if "Divergence" not in superclasses(entries[ident].cls):
                continue
            found.append({
                "id": ident,
                "label": entries[ident].label,
                "kinds": sorted(self._concepts(ident, "divergenceKind")),
                "theirs": sorted(ends[ident]["alternateSide"]),
                "ours": sorted(ends[ident]["realSide"]),
            })  # fmt: skip
        return found

    def _concepts(self, ident: str, predicate: str) -> list[str]:
        node, named = ox.NamedNode(iris.ENTITY + ident), ox.NamedNode(iris.predicate(predicate))
        quads = self.universe.store.quads_for_pattern(node, named, None, ox.DefaultGraph())
        return [self.universe.names.label(q.object.value) for q in quads if isinstance(q.object, ox.NamedNode)]

    def is_a(self, ident: str, kinds: set[str]) -> bool:
        """Whether an entity belongs to one of some classes, or to a class below one of them."""
        entry = self.universe.names.entries.get(ident)
        return entry is not None and bool(superclasses(entry.cls) & kinds)

    def members(self, cls: str) -> set[str]:
        """Return the ids of all that belong to a class, by what is stated and by what follows."""
        kind, named = ox.NamedNode(iris.RDF + "type"), ox.NamedNode(iris.predicate(cls))
        quads = self.universe.store.quads_for_pattern(None, kind, named, ox.DefaultGraph())
        found = {q.subject.value.removeprefix(iris.ENTITY) for q in quads if isinstance(q.subject, ox.NamedNode)}
        return found & self.universe.names.entries.keys()


def side(timeline: str) -> str:
    """Return what people call a timeline: ``theirs`` is the one that the shows tell."""
    return "theirs" if timeline == "alternate-timeline" else "ours"
