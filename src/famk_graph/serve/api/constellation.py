"""The whole network with a fixed place for everything, and the measures that a drawing of it can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from famk_graph.layout import layout
from famk_graph.names import Names
from famk_graph.network import network, simple
from famk_graph.picture import QUIET, fold_portrayals
from famk_graph.serve.api.unfolding import unfolding

if TYPE_CHECKING:
    import pyoxigraph as ox

    from famk_graph.network import Network

_SMALLEST, _LARGEST = 5.0, 26.0  # radii
_SAMPLES = 120  # nodes from which betweenness is estimated; from all it takes minutes


def constellation(store: ox.Store) -> dict[str, Any]:
    """Return the network of a store as JSON: nodes with places and measures, and the ties between them.

    Places, groups and measures come from what this store holds and from nothing else, so that they give away
    nothing beyond its horizon. The same store gives the same places. A tie names its ends by their numbers; who plays
    whom is a tie, too. ``degree`` counts to how many others something is tied by any tie. ``since`` tells after which
    of the episodes something is there, 0 before all.
    """
    graph = network(store, Names(store))
    kinds = {node: data["kind"] for node, data in graph.nodes(data=True)}
    fold_portrayals(graph)
    unfolded = unfolding(store, kinds)
    flat = _loud(graph)
    heard, degree = dict(flat.degree()), dict(simple(graph).degree())
    most = max(heard.values(), default=1) or 1
    radii = {node: _SMALLEST + (_LARGEST - _SMALLEST) * (heard[node] / most) ** 0.5 for node in flat}
    placed = layout(flat, radii)
    home = {node: number for number, island in enumerate(placed.islands) for node in island.members}
    ranks = nx.pagerank(flat) if len(flat) else {}
    between = nx.betweenness_centrality(flat, k=min(_SAMPLES, len(flat)), seed=1) if len(flat) else {}
    order = sorted(flat)
    number = {node: n for n, node in enumerate(order)}
    nodes = [
        {
            "id": node, "label": graph.nodes[node]["label"], "kind": graph.nodes[node]["kind"],
            "x": placed.places[node][0], "y": placed.places[node][1], "r": round(radii[node], 1),
            "group": home[node], "degree": degree[node],
            "rank": round(ranks[node], 6), "between": round(between[node], 6), "since": unfolded.since.get(node, 0),
            "real": int(node in unfolded.real),
        }
        for node in order
    ]  # fmt: skip
    ties = [
        [
            number[a], number[b], data["predicate"], data["reveal"], int(data["predicate"] in QUIET),
            max(unfolded.after(data["reveal"]), *(unfolded.since.get(end, 0) for end in (a, b))),
        ]
        for a, b, data in graph.edges(data=True)
    ]  # fmt: skip
    groups = [
        {
            "x": i.x,
            "y": i.y,
            "tall": [*i.tall],
            "r": i.radius,
            "size": len(i.members),
            "first": [*i.members[:3]],
        }
        for i in placed.islands
    ]
    return {
        "nodes": nodes, "ties": sorted(ties), "groups": groups,
        "episodes": unfolded.words(), "seasons": unfolded.seasons(),
    }  # fmt: skip


def _loud(graph: Network) -> nx.Graph[str]:
    """Return the network without those ties that so many share that they would pull everything together.

    What has only such ties keeps them, or it would stand nowhere.
    """
    quiet = [(a, b, k) for a, b, k, d in graph.edges(keys=True, data=True) if d["predicate"] in QUIET]
    heard = {end for a, b, d in graph.edges(data=True) if d["predicate"] not in QUIET for end in (a, b)}
    loud = graph.copy()
    loud.remove_edges_from([(a, b, k) for a, b, k in quiet if a in heard and b in heard])
    return simple(loud)
