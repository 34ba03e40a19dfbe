"""Claims that do not fit each other: each rule finds what breaks it, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import change, needs_java, thorough

from famk_graph.audit import audit
from famk_graph.format import rewrite

if TYPE_CHECKING:
    from pathlib import Path


def entity(ident: str, cls: str, *says: str, world: str = "alternate") -> str:
    """Return an entry in the claim format."""
    lines = [f"- id: {ident}", f"  is: {cls}", f"  label: {ident.replace('-', ' ').capitalize()}", "  known:"]
    lines += ["    - reveal: fam-s01e01", "      sources: [handbook]", "      evidence: shown", f"      world: {world}"]
    return "\n".join([*lines, "      says:", *(f"        {line}" for line in says)]) + "\n"


def mission(ident: str, launch: str, end: str, crew: str) -> str:
    return entity(ident, "Mission", f"launchDate: {launch}", f"endDate: {end}", f"crewMember: {crew}")


def president(ident: str, start: str, end: str) -> str:
    office = f"positionHeld: {{ value: President of the United States, from: {start}, until: {end} }}"
    return entity(ident, "Character", office)


def episode(number: int, date: str) -> str:
    facts = ("partOfSeason: fam-s01", f"episodeNumber: {number}", f"releaseDate: {date}")
    return entity(f"fam-s01e0{number}", "Episode", *facts, world="ours")


# What is added to the small universe, in which Boris was born in 1934 and dies about 1983, and the rule that breaks.
BROKEN = {
    "acts-after-death": entity("speech", "Meeting", "date: 1985-02", "participant: { value: boris-volk, role: speaker }"),
    "acts-before-birth": entity("speech", "Meeting", "date: 1933", "participant: boris-volk"),
    "alive-at-own-funeral": entity("funeral", "Ceremony", "date: 1975", "participant: { value: boris-volk, role: commemorated }"),
    "two-deaths": entity("boris-dies", "Death", "date: 1975", "participant: { value: boris-volk, role: victim }"),
    "unlikely-age": entity("old-child", "Character", "birthDate: 1940", "parent: boris-volk"),
    "two-missions-at-once": mission("dawn", "1970-01-01", "1970-02-01", "boris-volk") + mission("dusk", "1970-01-15", "1970-03-01", "boris-volk"),
    "not-in-crew": mission("dawn", "1970-01-01", "1970-02-01", "ada-stone") + entity("touchdown", "Landing", "partOf: dawn", "participant: boris-volk"),
    "office-held-twice": president("mister-ames", "1969-01-20", "1973-01-20") + president("mister-bell", "1972-01-20", "1977-01-20"),
    "office-vacant": president("mister-ames", "1969-01-20", "1973-01-20") + president("mister-bell", "1974-01-20", "1977-01-20"),
    "rank-falls": entity("soldier", "Character", "militaryRank: [{ value: captain in the US Navy, from: 1970 }, { value: Commander, from: 1972 }]"),
    "release-out-of-step": episode(3, "2019-11-08") + episode(4, "2019-11-01"),
    "cast-without-portrayal": entity("player", "Person", "castMemberOf: fam-s01", world="ours"),
}  # fmt: skip
FITTING = {
    "a recording": entity("speech", "Meeting", "date: 1985", "participant: { value: boris-volk, role: recording }"),
    "a funeral": entity("funeral", "Ceremony", "date: 1984", "participant: { value: boris-volk, role: commemorated }"),
    "the year of the death": entity("speech", "Meeting", "date: 1983", "participant: boris-volk"),
    "a death": entity("boris-dies", "Death", "date: 1983", "participant: { value: boris-volk, role: victim }"),
    "one mission after the other": mission("dawn", "1970-01-01", "1970-02-01", "boris-volk") + mission("dusk", "1970-02-01", "1970-03-01", "boris-volk"),
    "missions known to the year": mission("dawn", "1970", "1970", "boris-volk") + mission("dusk", "1970", "1970", "boris-volk"),
    "somebody on the ground": mission("dawn", "1970-01-01", "1970-02-01", "ada-stone") + entity("touchdown", "Landing", "partOf: dawn", "participant: { value: boris-volk, role: witness }"),
    "a term after the other": president("mister-ames", "1969-01-20", "1973-01-20") + president("mister-bell", "1973-01-20", "1977-01-20"),
    "terms known to the year": president("mister-ames", "1969", "1973") + president("mister-bell", "1973", "1977"),
    "a promotion": entity("soldier", "Character", "militaryRank: [{ value: Commander, from: 1970 }, { value: captain, from: 1972 }]"),
    "two episodes on a day": episode(3, "2019-11-01") + episode(4, "2019-11-01"),
}  # fmt: skip


def found(file: Path, more: str) -> set[str]:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(more)
    rewrite(file)
    return {problem.rule for problem in audit(quick=True).problems if problem.level != "note"}


@pytest.mark.parametrize("rule", BROKEN)
def test_what_does_not_fit_is_a_warning(data: Path, rule: str) -> None:
    assert found(data, BROKEN[rule]) == {rule}


@pytest.mark.parametrize("case", FITTING)
def test_what_may_be_is_none(data: Path, case: str) -> None:
    assert found(data, FITTING[case]) == set()


def test_a_warning_names_both_claims_and_can_be_excused(data: Path) -> None:
    assert found(data, BROKEN["office-held-twice"]) == {"office-held-twice"}
    (warning,) = audit(quick=True).of("warning")
    assert "“mister-ames” (" in warning.message
    assert "“mister-bell”" in warning.message
    assert data.read_text(encoding="utf-8").splitlines()[warning.line - 1].strip().startswith("positionHeld")
    allowed = '[[allow]]\nabout = "mister-bell"\nrule = "office-held-twice"\nreason = "A test."\n'
    data.with_name("exceptions.toml").write_text(allowed)
    assert audit(quick=True).of("warning") == []
    change(data, "from: 1972-01-20", "from: 1973-01-20")
    assert {problem.rule for problem in audit(quick=True).of("warning")} == {"stale-exception"}


def test_a_real_person_played_as_a_character_is_refused(data: Path) -> None:
    person = entity("somebody", "Person", "birthDate: 1930", world="ours")
    part = entity("part", "Portrayal", "portrays: somebody", world="ours")
    assert found(data, person + part) == {"wrong-value-class"}


@thorough
@needs_java
def test_an_event_in_both_timelines_is_a_contradiction_with_both_claims_told(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix famk: <https://w3id.org/famk/ontology#> . @prefix id: <https://w3id.org/famk/id/> .\n"
        "id:first-landing famk:inTimeline id:our-timeline ."
    )
    assert data.is_file()
    problems = {problem.rule: problem.message for problem in audit((own,)).of("error")}
    assert set(problems) == {"owl-inconsistent", "shape-event", "shape-divergence"}
    for timeline in ("our", "alternate"):
        assert f"id:first-landing famk:inTimeline id:{timeline}-timeline (" in problems["owl-inconsistent"]
