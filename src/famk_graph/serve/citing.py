"""Which sources speak of which entities, and in how many claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.serve.kept import per_lens

if TYPE_CHECKING:
    from famk_graph.serve.lens import Lens

_SUBJECT, _FROM = ox.NamedNode(iris.predicate("subject")), ox.NamedNode(iris.PROV + "wasDerivedFrom")


@dataclass(frozen=True, slots=True)
class Citing:
    """The claims that each source carries, counted by what they are about, and the same seen from there."""

    entities: dict[str, Counter[str]]
    sources: dict[str, Counter[str]]

    def claims(self, source: str) -> int:
        """Return how many claims a source carries."""
        return self.entities[source].total() if source in self.entities else 0


@per_lens
def citing(lens: Lens) -> Citing:
    """Return which sources speak of which entities at a horizon, by their ids."""
    store, default = lens.universe.store, ox.DefaultGraph()
    about = {quad.subject: quad.object for quad in store.quads_for_pattern(None, _SUBJECT, None, default)}
    entities: dict[str, Counter[str]] = defaultdict(Counter)
    sources: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in store.quads_for_pattern(None, _FROM, None, default):
        subject = about.get(quad.subject)
        if isinstance(subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            entity, source = subject.value.removeprefix(iris.ENTITY), quad.object.value.removeprefix(iris.SOURCE)
            entities[source][entity] += 1
            sources[entity][source] += 1
    return Citing(dict(entities), dict(sources))
