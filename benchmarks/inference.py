"""What inference costs beside the build that it is a part of, and beside an independent reasoner."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import duration, interleaved, table

from famk_graph import Universe, reason
from famk_graph.axioms import read_rules
from famk_graph.infer import Closure
from famk_graph.store import fill, is_fact_graph
from famk_graph.terms import to_rdflib

if TYPE_CHECKING:
    import pyoxigraph as ox

    from famk_graph.axioms import Rules


def compare(*, quick: bool) -> None:
    """Print what the closure of the whole graph takes against the build, and against owlrl on a part of it."""
    from famk_graph import store

    universe, axioms = Universe("fam:s1" if quick else "all"), reason.ontology_axioms()
    rules, facts = read_rules(axioms), _facts(universe)
    with tempfile.TemporaryDirectory(prefix="famk-benchmark-") as folder:
        places = iter(range(1000))

        def build() -> None:
            quads = store._compile((), lambda _: None, None, Path(folder))  # noqa: SLF001 - the build without its cache
            fill(Path(folder) / str(next(places)), quads, inference=False)

        tasks = {
            "build without inference": build,
            "closure": lambda: _close(rules, facts),
            "explain": lambda: universe.explain("soviet-moon-landing", "influences", "von-braun-hearing"),
        }
        times = interleaved(tasks, 1 if quick else 9)
    base = times["build without inference"]
    inferred = len(_close(rules, facts))
    rows = [[name, duration(seconds), f"{seconds / base:.2f}"] for name, seconds in times.items()]
    table(f"Inference: {len(facts):,} facts, {inferred:,} follow", ["step", "time", "ratio"], rows)

    some = facts[:200] if quick else facts[:2000]
    pair = interleaved({"ours": lambda: _close(rules, some), "owlrl": lambda: _owlrl(some, axioms)}, 1 if quick else 3)
    rows = [[name, duration(seconds), f"{seconds / pair['ours']:,.0f}"] for name, seconds in pair.items()]
    table(f"Inference: {len(some):,} facts, against owlrl", ["reasoner", "time", "ratio"], rows)


def _facts(universe: Universe) -> list[ox.Triple]:
    graphs = [graph for graph in universe.store.named_graphs() if is_fact_graph(graph)]
    found = {q.triple for graph in graphs for q in universe.store.quads_for_pattern(None, None, None, graph)}
    return sorted(found, key=str)


def _close(rules: Rules, facts: list[ox.Triple]) -> list[ox.Triple]:
    closure = Closure(rules)
    for triple in facts:
        closure.add(triple)
    closure.run()
    return list(closure.inferred())


def _owlrl(facts: list[ox.Triple], axioms: list[ox.Triple]) -> None:
    import owlrl

    closure = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    closure.expand(to_rdflib([*axioms, *facts]))
