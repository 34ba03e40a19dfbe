"""The graph as a networkx network, and the measures people ask of a cast."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

import networkx as nx

from famk_graph import iris
from famk_graph.check import superclasses
from famk_graph.errors import NotFoundError
from famk_graph.query import run, to_python
from famk_graph.saved import internal
from famk_graph.vocabulary import CLASSES
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from famk_graph.names import Names

    Network = nx.MultiDiGraph[str]


def network(store: ox.Store, names: Names, kinds: Iterable[str] = ()) -> Network:
    """Return the entities of a store and the asserted relations between them.

    Nodes are ids, with ``label`` and ``kind`` (the class). Edges have ``predicate``, ``reveal``, ``sources``
    (ids, comma-separated) and, where known, ``start``, ``end``, ``at`` (EDTF) and ``role``; their key is the
    id of the statement. With ``kinds`` only entities of those classes, or classes below them, are kept.
    """
    graph: Network = nx.MultiDiGraph()
    wanted = {class_name(kind) for kind in kinds}
    for entry in sorted(names.entries.values(), key=lambda e: e.id):
        if entry.cls and (not wanted or wanted & superclasses(entry.cls)):
            graph.add_node(entry.id, label=entry.label, kind=entry.cls)
    sources: dict[str, set[str]] = defaultdict(set)
    rows = list(run(store, internal("edges")).solutions())
    for row in rows:
        if row["source"] is not None:
            sources[row["statement"].value].add(row["source"].value.removeprefix(iris.SOURCE))
    for row in sorted(rows, key=lambda r: r["statement"].value):
        subject, target = (row[n].value.removeprefix(iris.ENTITY) for n in ("subject", "object"))
        if subject not in graph or target not in graph:
            continue
        statement = row["statement"].value
        qualifiers = {"start": row["from"], "end": row["until"], "at": row["at"], "role": row["role"]}
        known = {
            name: str(to_python(term)).removeprefix("concept:") for name, term in qualifiers.items() if term is not None
        }
        graph.add_edge(
            subject,
            target,
            key=statement.removeprefix(iris.STATEMENT),
            predicate=row["predicate"].value.rpartition("#")[2],
            reveal=row["reveal"].value.removeprefix(iris.REVEAL),
            sources=",".join(sorted(sources[statement])),
            **known,
        )
    return graph


def class_name(word: str) -> str:
    """Return the class that a word means, in any case.

    Raises
    ------
    NotFoundError
        There is no such class; the message names near ones.

    """
    found = {name.lower(): name for name in CLASSES}.get(word.strip().lower())
    if found is None:
        near = did_you_mean(word, CLASSES)
        raise NotFoundError(f"There is no class “{word}”.\n    {near or 'famk ontology lists them.'}")
    return found


def simple(graph: Network) -> nx.Graph[str]:
    """Return the undirected network with one edge per pair, weighted by the number of relations."""
    flat: nx.Graph[str] = nx.Graph()
    flat.add_nodes_from((node, dict(data)) for node, data in graph.nodes(data=True))
    for one, other in graph.edges():
        if one != other:
            weight = flat.get_edge_data(one, other, {"weight": 0})["weight"]
            flat.add_edge(one, other, weight=weight + 1)
    return flat


def centrality(graph: Network) -> list[tuple[str, int, float, float]]:
    """Return id, number of neighbours, betweenness (0 to 1) and PageRank of every node, most central first.

    Betweenness is Freeman's (1977), as networkx computes it on the undirected network; PageRank is Brin and
    Page's (1998) with damping 0.85, weighted by the number of relations.
    """
    flat = simple(graph)
    between = nx.betweenness_centrality(flat)
    ranks = nx.pagerank(flat) if len(flat) else {}
    rows = [(node, int(flat.degree(node)), between[node], ranks[node]) for node in flat]
    return sorted(rows, key=lambda row: (-row[2], -row[3], row[0]))


def communities(graph: Network) -> list[list[str]]:
    """Return groups of entities more tied to each other than to the rest, largest first.

    The method is greedy modularity maximisation (Clauset, Newman and Moore 2004), which gives the same
    groups each time.
    """
    flat = simple(graph)
    found = nx.community.greedy_modularity_communities(flat, weight="weight") if flat.number_of_edges() else []
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def bridges(graph: Network) -> list[tuple[str, str]]:
    """Return the pairs whose one tie is all that holds two parts of the network together, sorted."""
    flat = simple(graph)
    pairs = cast("Iterable[tuple[str, str]]", nx.bridges(flat))  # its stubs take it for an iterator of nodes
    return sorted((min(pair), max(pair)) for pair in pairs)
