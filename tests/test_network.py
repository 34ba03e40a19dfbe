"""The network says what the claims say, and its measures agree with what can be counted by hand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from famk_graph import Universe, network

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def graph(small: Callable[[str], Universe]) -> network.Network:
    return small("all").network()


def test_nodes_are_typed_and_edges_have_their_claim(graph: network.Network) -> None:
    assert graph.nodes["ada-stone"] == {"label": "Ada Volk", "kind": "Character"}
    edges = [data for _, _, data in graph.edges(data=True) if data["predicate"] == "spouse"]
    assert edges == [
        {"predicate": "spouse", "reveal": "fam-s01e02", "sources": "finale-recap,handbook", "start": "1971-05"}
    ]


def test_parallel_ties_are_kept(graph: network.Network) -> None:
    assert {data["predicate"] for data in graph["ada-stone"]["boris-volk"].values()} == {"friend", "spouse"}


def test_kinds_narrow_the_network_with_their_subclasses(small: Callable[[str], Universe]) -> None:
    assert set(small("all").network(["Event"])) == {"first-landing", "second-landing", "base-is-built", "real-landing"}


def test_centrality_of_a_star(star: network.Network) -> None:
    rows = network.centrality(star)
    assert rows[0][:3] == ("hub", 3, 1.0)
    assert [row[2] for row in rows[1:]] == [0.0, 0.0, 0.0]
    assert sum(row[3] for row in rows) == pytest.approx(1)


def test_each_ray_of_a_star_is_a_bridge(star: network.Network) -> None:
    assert network.bridges(star) == [("a", "hub"), ("b", "hub"), ("c", "hub")]


def test_two_cliques_are_two_communities() -> None:
    graph: network.Network = nx.MultiDiGraph()
    for group in ("abc", "xyz"):
        graph.add_edges_from((one, other) for one in group for other in group if one < other)
    graph.add_edge("c", "x")
    assert network.communities(graph) == [["a", "b", "c"], ["x", "y", "z"]]


def test_measures_leave_the_network_as_it_was(star: network.Network) -> None:
    before = nx.utils.graphs_equal(star, star.copy())
    network.centrality(star)
    assert before
    assert [data for *_, data in star.edges(data=True)] == [{"predicate": "friend"}] * 3


def test_an_empty_network_has_no_measures() -> None:
    graph: network.Network = nx.MultiDiGraph()
    assert (network.centrality(graph), network.communities(graph), network.bridges(graph)) == ([], [], [])


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_files_open_again(small: Callable[[str], Universe], graph: network.Network, form: str) -> None:
    from famk_graph.export import FORMATS

    written = io.BytesIO(FORMATS[form](small("all")))
    again = nx.read_graphml(written, force_multigraph=True) if form == "graphml" else nx.read_gexf(written)
    assert set(again) == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes["moon"]["kind"] == "CelestialBody"


@pytest.fixture
def star() -> network.Network:
    graph: network.Network = nx.MultiDiGraph()
    for ray in "abc":
        graph.add_edge(ray, "hub", predicate="friend")
    return graph
