"""Ways, consequences and neighbourhoods in the real universe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serving import client

from famk_graph.serve import shapes
from famk_graph.serve.api import ways
from famk_graph.serve.api.around import MOST, around
from famk_graph.serve.lens import Lens
from famk_graph.serve.pages.connect import _side
from famk_graph.serve.site import Options

if TYPE_CHECKING:
    from famk_graph import Universe


def test_every_event_is_reached_both_ways_in_the_real_universe(universe: Universe) -> None:
    event = universe.names.resolve("jamestown-landing").id
    for root in universe.why(event).roots:
        assert event in {step.end for step in ways.consequences(universe.ties, root)}


@pytest.mark.parametrize(("start", "end"), [("gordo-stevens", "neil-armstrong"), ("margo-madison", "jamestown-base")])
def test_ways_are_short_simple_and_different(universe: Universe, start: str, end: str) -> None:
    first, last = (universe.names.resolve(name).id for name in (start, end))
    found = ways.shortest(universe.ties, first, last)
    shortest = universe.ties.path(first, last)
    assert shortest
    assert len(found) == 5
    assert [len(way) for way in found] == sorted(len(way) for way in found)
    assert len(found[0]) == len(shortest)
    visited = [(first, *(step.end for step in way)) for way in found]
    assert len(set(visited)) == 5
    for way, nodes in zip(found, visited, strict=True):
        assert len(set(nodes)) == len(nodes)
        assert nodes[-1] == last
        assert [step.start for step in way] == list(nodes[:-1])
    assert ways.shortest(universe.ties, first, last) == found


@pytest.mark.parametrize(
    ("start", "end"), [("danielle-poole", "sally-ride"), ("margo-madison", "wernher-von-braun"), ("moon", "star-city")]
)
def test_no_way_is_nearly_another_or_a_detour(universe: Universe, start: str, end: str) -> None:
    found = ways.shortest(universe.ties, start, end)
    assert len(found) > 1
    assert len(found[-1]) <= len(found[0]) + 2
    inner = [{step.end for step in way[:-1]} for way in found]
    for number, way in enumerate(inner):
        for other in inner[:number]:
            assert not other or not other <= way
            assert len(other) < 2 or len(way & other) < len(way) - 1


def test_a_way_says_where_it_comes_into_the_other_timeline(universe: Universe) -> None:
    nodes = {i: shapes.node(Lens(universe), i) for i in ("ed-baldwin", "moon", "apollo-11", "neil-armstrong")}
    assert [_side(node) for node in nodes.values()] == ["theirs", "", "ours", "ours"]


def test_a_way_tells_each_crossing_once_and_one_letter_is_asked_about() -> None:
    answers = client("all", Options())
    told = answers.get("/connect?from=ed-baldwin&to=sergei-korolev").text
    assert told.count("Here the way crosses from their timeline to ours") >= told.count('class="through"') > 0
    told = answers.get("/connect?from=a&to=ed-baldwin").text
    assert "Taken for" not in told
    assert "write more of the name" in told
    assert "Did you mean" in told


def test_a_kind_that_is_left_out_is_not_passed_through(universe: Universe) -> None:
    first, last = "gordo-stevens", "margo-madison"
    kinds = {"Show", "Season", "Episode"}
    entries = universe.names.entries
    plain = ways.shortest(universe.ties, first, last)
    through = {step.end for way in plain for step in way[:-1]}
    assert through
    avoided = min(through)
    for way in ways.shortest(universe.ties, first, last, passable=lambda ident: entries[ident].cls not in kinds):
        assert not {entries[step.end].cls for step in way[:-1]} & kinds
    for way in ways.shortest(universe.ties, first, last, passable=lambda ident: ident != avoided):
        assert avoided not in {step.end for step in way}


def test_there_is_no_way_from_a_thing_to_itself_or_to_what_is_cut_off(universe: Universe) -> None:
    assert ways.shortest(universe.ties, "gordo-stevens", "gordo-stevens") == []
    assert ways.shortest(universe.ties, "gordo-stevens", "margo-madison", passable=lambda _: False) in (
        [],
        [way for way in ways.shortest(universe.ties, "gordo-stevens", "margo-madison") if len(way) == 1],
    )


def test_a_neighbourhood_is_never_larger_than_a_picture_can_hold(universe: Universe) -> None:
    lens = Lens(universe)
    busiest = max(universe.ties.out, key=lambda ident: len({step.end for step in universe.ties.out[ident]}))
    found = around(lens, busiest)
    nodes = [node["id"] for node in found["nodes"]]
    assert len(nodes) == len(set(nodes)) == MOST
    assert found["total"] > MOST
    assert sum(count["count"] for count in found["counts"]) == found["total"]
    assert {end for tie in found["ties"] for end in (tie["from"], tie["to"])} <= set(nodes)
    second = around(lens, busiest, offset=MOST - 1)
    assert not {node["id"] for node in second["nodes"][1:]} & set(nodes)
