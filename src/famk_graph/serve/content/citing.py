"""Which sources speak of which entities, and in how many claims."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from famk_graph import iris
from famk_graph.query import run
from famk_graph.saved import internal
from famk_graph.serve.content.kept import per_lens

if TYPE_CHECKING:
    from famk_graph.serve.lens import Lens


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
    entities: dict[str, Counter[str]] = defaultdict(Counter)
    sources: dict[str, Counter[str]] = defaultdict(Counter)
    # As text, which the engine writes while other threads go on: row by row takes three times as long.
    told = run(lens.universe.store, internal("citing")).serialize("csv").decode()
    for about, cited, count in islice(csv.reader(io.StringIO(told)), 1, None):
        entity, source = about.removeprefix(iris.ENTITY), cited.removeprefix(iris.SOURCE)
        entities[source][entity] = sources[entity][source] = int(count)
    return Citing(dict(entities), dict(sources))
