"""Names, cards, causes, paths and timelines of the real universe: what a person would ask, and what is true."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL, Famk
from cutting import cut

from famk_graph.errors import FamkError, NotFoundError
from famk_graph.horizon import Horizon
from famk_graph.universe import Universe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "ident"),
    [
        ("Gordo Stevens", "gordo-stevens"),
        ("gordo", "gordo-stevens"),
        ("GORDO STEVENS", "gordo-stevens"),
        ("Gordon Stevens", "gordo-stevens"),
        ("gordo-stevens", "gordo-stevens"),
        ("Coral Pena", "coral-pena"),
        ("Coral Peña", "coral-pena"),
        ("Star City", "star-city"),
        ("Wernher von Braun", "alt-wernher-von-braun"),
        ("wernher-von-braun", "wernher-von-braun"),
        ("Red Moon", "fam-s01e01"),
        ("Apollo 11", "alt-apollo-11"),
        ("Jamestown", "jamestown"),
        ("Ed", "ed-baldwin"),
        ("tracy", "tracy-stevens"),
        ("kelly", "kelly-baldwin"),
        ("apollo11", "alt-apollo-11"),
        ("1x03", "fam-s01e03"),
        ("sc:s1e2", "sc-s01e02"),
    ],
)
def test_names_are_forgiving(universe: Universe, typed: str, ident: str) -> None:
    assert universe.entity(typed).id == ident


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Gordo Stevns", "gordo-stevens"),
        ("Margo Maddison", "margo-madison"),
        ("Karen Baldwyn", "karen-baldwin"),
        ("ron moore", "ronald-d-moore"),
        ("Apolo15", "alt-apollo-15"),
    ],
)
def test_near_misses_are_suggested(universe: Universe, typed: str, suggested: str) -> None:
    with pytest.raises(NotFoundError, match=suggested):
        universe.entity(typed)


def test_a_part_of_a_name_is_rather_a_persons_than_an_events() -> None:
    assert Universe(seen="fam:s1e1").entity("Korolev").id == "sergei-korolev"


@pytest.mark.parametrize("text", ["Луна", "???", ""])
def test_what_has_no_letters_that_a_name_has_is_not_found(universe: Universe, text: str) -> None:
    with pytest.raises(NotFoundError):
        universe.entity(text)


def test_who_asks_why_of_a_person_is_told_what_it_is(universe: Universe) -> None:
    with pytest.raises(NotFoundError, match=r"“wrenn” is Wrenn Schmidt \(Person\), no event or mission"):
        universe.why("wrenn")


def test_a_part_of_many_names_lists_some_of_them(universe: Universe) -> None:
    with pytest.raises(NotFoundError, match=r"(?s)part of several names.*and \d+ more; write more of the name") as told:
        universe.why("margo")
    assert len(str(told.value).splitlines()) == 12


def test_namesakes_are_mentioned(universe: Universe) -> None:
    assert "wernher-von-braun" in universe.entity("Wernher von Braun").namesakes


def test_a_card_has_facts_with_sources_and_reveals(universe: Universe) -> None:
    card = universe.entity("Ed Baldwin")
    assert card.cls == "Character"
    assert "Joel Kinnaman as Ed Baldwin" in card.values("portrayedIn")
    fact = next(fact for fact in card.facts if fact.predicate == "occupation")
    assert fact.sources
    assert set(fact.sources) <= set(card.citations)
    assert fact.reveal == "premise" or fact.reveal.startswith("fam-s01")


def test_a_claim_that_does_not_stand_has_its_reason(universe: Universe) -> None:
    fallen = [fact for fact in universe.entity("star-city").facts if not fact.asserted]
    assert fallen
    assert all(fact.reason for fact in fallen)


def test_why_is_a_path_back_to_the_point_of_divergence(universe: Universe) -> None:
    chain = universe.why("jamestown-landing")
    known = {step.start for step in chain.steps}
    assert {"korolev-survives-operation", "soviet-moon-landing"} <= known
    assert all(step.sources for step in chain.steps)
    assert "korolev-survives-operation" in chain.roots
    assert (chain.spine[0].start, chain.spine[-1].end) == ("korolev-survives-operation", "jamestown-landing")
    assert all(one.end == other.start for one, other in pairwise(chain.spine))


def test_causes_stand_before_their_effects(universe: Universe) -> None:
    told: set[str] = set()
    steps = universe.why("jamestown-landing").steps
    effects = {step.end for step in steps}
    for step in steps:
        assert step.start in told or step.start not in effects
        told.add(step.end)


def test_a_part_of_several_event_names_is_not_guessed(universe: Universe) -> None:
    with pytest.raises(NotFoundError, match="jamestown-landing"):
        universe.why("jamestown")


def test_an_event_without_known_causes_has_an_empty_chain(small: Callable[[str], Universe]) -> None:
    assert small("all").why("first landing").steps == ()


def test_a_path_joins_two_names(small: Callable[[str], Universe]) -> None:
    steps = small("all").path("boris volk", "the base is built")
    assert steps is not None
    assert [(step.words, step.end) for step in steps] == [
        ("participant in", "first-landing"),
        ("causes", "second-landing"),
        ("enables", "base-is-built"),
    ]


def test_a_path_can_go_around(small: Callable[[str], Universe]) -> None:
    assert small("all").path("boris volk", "the base is built", avoid=["first landing"]) is None


def test_a_path_to_oneself_is_empty(small: Callable[[str], Universe]) -> None:
    assert small("all").path("boris volk", "boris-volk") == []


def test_the_timeline_holds_both_worlds(small: Callable[[str], Universe]) -> None:
    moments = small("all").timeline("1969", "1979")
    assert [(m.date, m.label, m.is_alternate) for m in moments] == [
        ("1969-06-26", "First landing", True),
        ("1969-07", "Second landing", True),
        ("1969-07-20", "Landing of Apollo 11", False),
        ("197X", "The base is built", True),
    ]


def test_the_timeline_keeps_what_may_lie_in_the_span(small: Callable[[str], Universe]) -> None:
    assert [m.label for m in small("all").timeline("1975-01", "1975-12-31")] == ["The base is built"]


@pytest.mark.parametrize(
    ("start", "end", "message"), [("soon", None, "is not a date"), ("1970", "1969", "ends before it starts")]
)
def test_a_timeline_of_no_time_is_refused(universe: Universe, start: str, end: str | None, message: str) -> None:
    with pytest.raises(FamkError, match=message):
        universe.timeline(start, end)


def test_events_of_one_date_stand_in_the_order_in_which_they_are_told(universe: Universe) -> None:
    theirs = [moment for moment in universe.timeline("1983", "1983") if moment.is_alternate and moment.date == "1983"]
    reveals = [moment.reveal for moment in theirs]
    assert len(set(reveals)) > 5
    assert reveals == sorted(reveals)


def test_coverage_shows_gaps(small: Callable[[str], Universe]) -> None:
    found = {season.season: season for season in small("all").coverage().seasons}
    assert found["fam-s01"].gaps == (
        "no director: episode 1, 2",
        "no writer: episode 1, 2",
        "no release date: episode 2",
    )
    assert (found["fam-s01"].episodes, found["fam-s01"].titled, found["fam-s01"].dated) == (2, 2, 1)


def test_coverage_counts_what_is_told_of_each_kind(small: Callable[[str], Universe]) -> None:
    found = {holding.kind: holding for holding in small("all").coverage().holdings}
    assert (found["alternate events"].count, found["alternate events"].told["participants"]) == (3, 1)
    assert (found["real events"].count, found["real events"].told["divergence"]) == (1, 1)
    assert (found["characters"].count, found["characters"].told["ties"], found["characters"].told["fate"]) == (2, 2, 2)
    assert (found["episodes"].told["title"], found["episodes"].told["director"]) == (2, 0)
    assert found["causal links"].told == {"causes": 1, "enables": 1}
    assert "awards" not in found
    early = {holding.kind: holding.count for holding in small("none").coverage().holdings}
    assert "characters" not in early
    assert early["alternate events"] == 1


def test_days_between_the_two_sides_are_counted(small: Callable[[str], Universe]) -> None:
    rows = small("none").query("SELECT ?d ?n { ?d famk:differenceInDays ?n }").rows()
    assert rows == [{"d": "id:divergence-landing", "n": -24}]


SETS = """
- id: divergence-base
  is: Divergence
  label: A base
  known:
    - reveal: fam-s01e01
      sources: [handbook]
      evidence: shown
      says:
        divergenceKind: earlier
        field: space
        alternateSide: outpost
        realSide: real-landing
- id: outpost
  is: Landing
  label: Landing at the outpost
  known:
    - reveal: fam-s01e01
      sources: [handbook]
      evidence: shown
      says:
        date: "[1966..1967]"
    - reveal: fam-s01e02
      sources: [handbook]
      evidence: shown
      says:
        date: 1966-03
- id: outpost-plan
  is: Decision
  label: The plan of the outpost
  known:
    - reveal: fam-s01e01
      sources: [handbook]
      evidence: shown
      says:
        date: [1964/1965, "[..1965]"]
"""


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The small universe with dates that are sets."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sets.yaml").write_text((SMALL / "universe.yaml").read_text("utf-8") + SETS, "utf-8")
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.mark.usefixtures("sets")
def test_where_a_date_is_no_day_the_least_and_most_days_apart_are_said() -> None:
    text = "SELECT ?p ?n { id:divergence-base ?p ?n FILTER(isNumeric(?n)) } ORDER BY ?p ?n"
    first = [{"p": "famk:maximumDifferenceInDays", "n": -567}, {"p": "famk:minimumDifferenceInDays", "n": -1296}]
    assert Universe("fam:s1e1").query(text).rows() == first
    better = [{"p": "famk:maximumDifferenceInDays", "n": -1207}, {"p": "famk:minimumDifferenceInDays", "n": -1237}]
    assert Universe("fam:s1e2").query(text).rows() == [better[0], first[0], first[1], better[1]]
    assert [Universe(seen).entity("a base").difference for seen in ("fam:s1e1", "fam:s1e2")] == [
        "about 2 to 4 years earlier",
        "about 3 years earlier",
    ]
    assert Universe("none").entity("divergence-landing").difference == "24 days earlier"


@pytest.mark.usefixtures("sets")
def test_a_set_stands_in_the_timeline_where_it_begins_and_is_told_in_words(famk: Famk) -> None:
    told = famk("--seen", "fam:s1e1", "timeline", "--from", "1960", "--to", "1969-07-20").output
    assert "between 1966 and 1967" in told
    labels = ["The plan of the outpost", "Landing at the outpost", "First landing", "Landing of Apollo 11"]
    assert [m.label for m in Universe("fam:s1e1").timeline("1960", "1969-07-20")] == [
        *labels[:3], "Second landing", labels[3],
    ]  # fmt: skip
    card = famk("--seen", "fam:s1e1", "show", "landing at the outpost").output
    assert "between 1966 and 1967" in card
    assert "about 2 to 4 years earlier" in famk("--seen", "fam:s1e1", "show", "divergence-base").output
    kept = Universe("fam:s1e1").query("SELECT ?d { id:outpost famk:date ?d FILTER(DATATYPE(?d) = edtf:EDTF) }").rows()
    assert kept == [{"d": "[1966..1967]"}]


def test_a_span_as_the_date_of_a_moment_is_remarked_with_the_set(sets: Path, famk: Famk) -> None:
    told = famk("check", "--quick", "--remarks").output
    found = [line for line in told.splitlines() if "moment-as-span" in line and "lasts" in line]
    assert len(found) == 1
    assert "“outpost-plan” lasts from 1964 to 1965, which no Decision does" in found[0]
    assert 'write "[1964..1965]"' in told
    assert sets.is_dir()


@pytest.mark.parametrize("seen", ["none", "fam:s1e1", "fam:s1e2"])
def test_differences_are_those_of_cut_data(
    seen: str, sets: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = {str(quad) for quad in Universe(seen).store}
    cut(sets, tmp_path / "cut", Horizon.parse(seen))
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "cut"))
    assert {str(quad) for quad in Universe(seen).store} == expected


def test_what_a_year_can_mean_is_said_in_days(small: Callable[[str], Universe]) -> None:
    text = "SELECT ?first ?last { id:base-is-built famk:earliestDate ?first ; famk:latestDate ?last }"
    assert small("all").query(text).rows() == [{"first": "1970-01-01", "last": "1979-12-31"}]


@pytest.mark.parametrize(
    "pattern",
    [
        "id:second-landing famk:influences id:base-is-built",  # enables, and the relation above it
        "id:ada-stone famk:relatedTo id:boris-volk",
        "id:boris-volk famk:friend id:ada-stone",  # stated the other way round
        "id:boris-volk famk:relatedTo id:ada-stone",
    ],
)
def test_relations_above_and_symmetric_ones_are_there_without_a_reasoner(
    pattern: str, small: Callable[[str], Universe]
) -> None:
    assert small("fam:s1e1").query(f"ASK {{ {pattern} }}").answer


def test_a_marriage_is_seen_from_neither_side_before_its_episode(small: Callable[[str], Universe]) -> None:
    asked = "ASK { id:boris-volk famk:spouse id:ada-stone }"
    assert [small(seen).query(asked).answer for seen in ("fam:s1e1", "fam:s1e2")] == [False, True]


@pytest.mark.parametrize(
    ("entity", "predicate", "world"),
    [
        ("first-landing", "date", "alternate-timeline"),
        ("first-landing", "shownIn", "our-timeline"),
        ("divergence-landing", "alternateSide", "our-timeline"),
        ("real-landing", "date", "our-timeline"),
    ],
)
def test_a_claim_holds_in_the_world_it_is_about(
    small: Callable[[str], Universe], entity: str, predicate: str, world: str
) -> None:
    assert {fact.world for fact in small("all").entity(entity).facts if fact.predicate == predicate} == {world}
