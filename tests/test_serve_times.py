"""The causes that a picture shows, where it puts them, and the two timelines as a table, in the real universe."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from serving import client

from famk_graph.serve.api import answers
from famk_graph.serve.api.endpoints import Call
from famk_graph.serve.content.causal_picture import TALL, WIDE, Style, picture
from famk_graph.serve.content.causes import causes, ends_of, points
from famk_graph.serve.content.layered import Size, in_order, layered
from famk_graph.serve.content.places import places
from famk_graph.serve.content.starts import differences, offered
from famk_graph.serve.lens import Lens
from famk_graph.serve.pages.timelines import _decades, _notice

if TYPE_CHECKING:
    from famk_graph import Universe

LATE = "deke-slayton-death"


@pytest.fixture(scope="module")
def lens(universe: Universe) -> Lens:
    return Lens(universe)


def test_the_causes_shown_are_those_within_the_depth_and_the_way(lens: Lens) -> None:
    event = lens.universe.names.resolve(LATE).id
    every = causes(lens, event, depth=30)
    near = causes(lens, event, depth=1)
    assert set(near.shown) <= set(every.shown) <= set(every.steps)
    assert set(near.way) <= set(near.shown)
    assert {step.end for step in near.shown if step not in set(near.way)} == {event}
    assert near.way[-1].end == event
    assert [step.end for step in near.way[:-1]] == [step.start for step in near.way[1:]]
    assert len(causes(lens, event).events) <= 14 + len(near.way)


def test_each_point_of_divergence_has_its_way(lens: Lens) -> None:
    found = causes(lens, LATE)
    assert [parting.fact.rank for parting in found.partings] == ["preferred", "normal"]
    for parting in found.partings:
        chosen = causes(lens, LATE, through=parting.event)
        assert chosen.way == parting.way
        assert (chosen.way[0].start, chosen.way[-1].end) == (parting.event, LATE)


def test_consequences_lead_to_any_of_them(lens: Lens) -> None:
    first = causes(lens, LATE).partings[0].event
    onward = causes(lens, first, onward=True, depth=2, through=LATE)
    assert (onward.way[0].start, onward.way[-1].end) == (first, LATE)
    assert LATE in onward.events
    assert not causes(lens, first).steps


def test_events_lie_in_the_order_of_cause_and_time() -> None:
    events = {"c": "1970", "a": "1969", "b": "1968", "x": "1971", "y": "1967"}
    links = [("a", "c"), ("b", "c"), ("c", "y"), ("x", "y"), ("y", "x")]
    assert in_order(events, links) == ["b", "a", "c", "y", "x"]
    drawing = layered(events, links, ["b", "c"])
    assert drawing.places["a"][0] == drawing.places["b"][0] < drawing.places["c"][0] < drawing.places["y"][0]
    assert drawing.places["b"][1] == drawing.places["c"][1]


@pytest.mark.parametrize("style", [WIDE, TALL])
@pytest.mark.parametrize("depth", [2, 30])
def test_no_box_covers_another_and_all_lie_in_the_picture(style: Style, depth: int, lens: Lens) -> None:
    found = causes(lens, LATE, depth=depth)
    drawn = picture(lens, found, style)
    wide, high = style.box
    assert {node.id for node in drawn.nodes} == {LATE, *ends_of(found.shown)}
    for one, other in itertools.combinations(drawn.nodes, 2):
        assert abs(one.x - other.x) >= wide or abs(one.y - other.y) >= high - 0.01, (one.id, other.id)
    assert all(0 <= node.x <= drawn.width - wide and 0 <= node.y <= drawn.height - high for node in drawn.nodes)
    for link in drawn.links:
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", link.path)]
        assert all(-0.1 <= x <= drawn.width for x in numbers[::2])


def test_one_event_alone_is_a_picture_too() -> None:
    assert layered({"a": "1969"}, [], ["a"], Size()).columns == [(90.0, ["a"])]


def test_the_plainest_difference_is_told_first(lens: Lens) -> None:
    assert differences(lens, "soviet-moon-landing")[0]["ours"][0]["id"] == "apollo-11-landing"
    assert differences(lens, "korolev-survives-operation")[0]["ours"][0]["kind"] == "Death"


def test_what_is_offered_exists_and_has_causes(lens: Lens) -> None:
    told = offered(lens)
    assert len(told["partings"]) == 2
    assert "soviet-moon-landing" in {pair["id"] for pair in told["pairs"]}
    assert all(lens.universe.why(end["id"]).steps for end in told["far"])


def test_the_table_tells_every_event_in_its_own_year(lens: Lens) -> None:
    told = answers.timeline(Call(lens, {"from": "", "to": "", "kind": [], "about": []}))
    seen: set[tuple[str, str]] = set()
    for decade in _decades(lens, told, only_differing=False):
        for year, rows in decade["years"]:
            for row in rows:
                seen.update((year, event["id"]) for side in ("theirs", "ours") for event in row[side])
    assert {(event["earliest"][:4], event["id"]) for event in told["events"]} <= seen


def test_what_stands_against_an_event_is_told_with_it(lens: Lens) -> None:
    about = answers.timeline(Call(lens, {"from": "", "to": "", "kind": [], "about": ["soviet-moon-landing"]}))
    assert "apollo-11-landing" in {event["id"] for event in about["events"]}


def test_of_one_vague_date_causes_come_before_effects_and_stay_where_they_are(lens: Lens) -> None:
    flight = ["alt-apollo-15", "alt-apollo-15-launch", "alt-apollo-15-site-change", "alt-apollo-15-landing"]
    flight.append("shackleton-ice-discovery")
    assert {lens.moments[event].date for event in flight} == {"1971"}
    where = places(lens)
    assert sorted(flight, key=where.__getitem__) == flight
    told = answers.timeline(Call(lens, {"from": "", "to": "", "kind": [], "about": []}))
    ids = [event["id"] for event in told["events"]]
    assert sorted(flight, key=ids.index) == flight
    fewer = answers.timeline(Call(lens, {"from": "1971", "to": "1971", "kind": ["Launch", "Landing"], "about": []}))
    days = {event["id"]: event["at"] for event in told["events"]}
    assert {event["id"]: event["at"] for event in fewer["events"]}.items() <= days.items()


def test_a_place_in_time_is_within_the_date_and_after_the_causes(lens: Lens) -> None:
    where = places(lens)
    for moment in lens.moments.values():
        place = where[moment.event]
        assert place.first.isoformat() <= place.day <= place.last.isoformat(), moment
    for event in lens.moments:
        for tie in lens.universe.ties.out[event]:
            if tie.predicate in ("causes", "enables") and tie.forward and tie.end in lens.moments:
                cause, effect = where[event], where[tie.end]
                assert cause < effect or cause.at >= effect.last.toordinal(), tie


def test_a_flight_with_a_known_start_begins_on_a_known_day(lens: Lens) -> None:
    told = {
        event["id"]: event
        for event in answers.timeline(Call(lens, {"from": "", "to": "", "kind": [], "about": []}))["events"]
    }
    flight = told["apollo-8"]
    assert flight["first"] == flight["last"] == flight["at"] == "1968-12-21" < flight["latest"]
    assert told["planned-soviet-moon-flyby"]["last"] == "1968-12-31"


def test_an_event_without_a_date_stands_in_the_time_of_its_episode(lens: Lens) -> None:
    where = places(lens)
    assert where["soviet-moon-landing"] < where["slayton-von-braun-press-meeting"] < where["first-woman-moon-landing"]
    found = causes(lens, "slayton-von-braun-press-meeting", onward=True)
    drawn = picture(lens, causes(lens, "soviet-moon-landing", onward=True, depth=30))
    across = {node.id: node.x for node in drawn.nodes}
    late = [e for e in across if e in lens.moments and lens.moments[e].earliest > "1973"]
    assert found.event in across
    assert late
    assert all(across[found.event] < across[event] for event in late)


def test_a_point_of_divergence_is_told_of_alike_in_both_directions(lens: Lens) -> None:
    for point, _ in points(lens):
        said = {
            node.parting
            for onward in (False, True)
            for node in picture(lens, causes(lens, point, onward=onward)).nodes
            if node.id == point
        }
        said |= {node.parting for node in picture(lens, causes(lens, LATE)).nodes if node.id == point}
        assert len(said) == 1, point


def test_an_event_that_is_not_there_is_told_so(lens: Lens) -> None:
    told = answers.timeline(Call(lens, {"from": "1971", "to": "1971", "kind": [], "about": []}))
    assert "no event called “nonsense”" in _notice(lens, "nonsense", told)
    assert "not among the events" in _notice(lens, "jamestown-landing", told)
    assert "has no date" in _notice(lens, "slayton-von-braun-press-meeting", told)
    assert _notice(lens, "alt-apollo-15", told) == _notice(lens, "", told) == ""


def test_the_page_of_causes_counts_in_words_and_in_steps(lens: Lens) -> None:
    single = next(event for event in lens.moments if causes(lens, event).count == 1)
    with client("all") as reader:
        told = reader.get(f"/why?event={single}").text
        assert "The one event that led to it." in told
        told = reader.get(f"/why?event={LATE}").text
        assert "Steps back:" in told
        assert "Steps on:" in reader.get("/why?event=soviet-moon-landing&way=on").text
        assert "drawn wider" in reader.get("/").text
