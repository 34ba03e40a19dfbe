"""Break valid data in one way at a time: the check that should catch it does, and no other complains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import change, needs_java, thorough

from famk_graph.audit import audit
from famk_graph.format import rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from famk_graph.report import Report


def breach(report: Report) -> set[str]:
    return {problem.rule for problem in report.problems if problem.level != "note"}


def test_the_small_universe_is_valid(data: Path) -> None:
    assert data.is_file()
    assert breach(audit()) == set()


JOB = "occupation: engineer"
# (what stands in the data, what is put in its place, the rule that it breaks)
CLAIMS = {
    "misspelt entity": ("friend: boris-volk", "friend: boris-wolk", "unknown-entity"),
    "misspelt concept": ("field: space", "field: spaces", "unknown-entity"),
    "misspelt predicate": (JOB, "ocupation: engineer", "unknown-predicate"),
    "computed predicate": (JOB, "playedBy: boris-volk", "computed-predicate"),
    "misspelt class": ("is: CelestialBody", "is: CelestialBodies", "unknown-class"),
    "class of the reasoner": ("is: Event", "is: AlternateEvent", "defined-class"),
    "misspelt source": ("sources: [finale-recap]", "sources: [finale-recaps]", "unknown-source"),
    "unknown grade": ("grade: B", "grade: E", "unknown-grade"),
    "source of grade D": ("sources: [finale-recap]", "sources: [rumours]", "weak-source"),
    "source twice": ("- id: rumours", "- id: handbook", "duplicate-source"),
    "tells of nothing": ("tells: fam-s01e02", "tells: fam-s09", "unknown-work"),
    "no source": ("      sources: [finale-recap]\n      evidence: shown\n      says:\n        title", "      evidence: shown\n      says:\n        title", "missing-source"),
    "no reveal": ("    - reveal: production\n      sources", "    - sources", "missing-reveal"),
    "misspelt reveal": ("reveal: production", "reveal: produced", "unknown-reveal"),
    "unknown episode": ("[fam-s01e02, sc-s01e01]", "[fam-s01e02, sc-s01e07]", "unknown-episode"),
    "misspelt evidence": ("evidence: implied", "evidence: implyed", "unknown-evidence"),
    "misspelt rank": ("rank: deprecated", "rank: deprecate", "unknown-rank"),
    "misspelt role": ("role: commander", "role: comander", "unknown-role"),
    "no reason": (", reason: Counted too early.", "", "missing-reason"),
    "impossible date": ("date: 1969-06-26", "date: 1969-06-31", "bad-date"),
    "death before birth": ("deathDate: 1983~", "deathDate: 1933", "death-before-birth"),
    "end before start": ("from: 1971-05", "from: 1971-05, until: 1970", "end-before-start"),
    "recalled date": ("sources: [handbook]\n      evidence: reference\n      says:\n        date: 1969-07-20", "evidence: recalled\n      says:\n        date: 1969-07-20", "recalled-date"),
    "text for a number": ("episodeNumber: 1", "episodeNumber: one", "wrong-value"),
    "wrong class of subject": (JOB, "seasonNumber: 2", "wrong-subject"),
    "wrong class of value": ("walkedOn: moon", "walkedOn: boris-volk", "wrong-value-class"),
    "claim twice": ("friend: boris-volk", "friend: [boris-volk, boris-volk]", "duplicate-claim"),
    "id twice": ("- id: real-landing", "- id: moon", "duplicate-id"),
    "id that is none": ("- id: boris-volk", "- id: Boris Volk", "bad-id"),
    "misspelt key": ("evidence: implied", "evidence: implied\n      evidense: shown", "unknown-key"),
    "no label": ("  label: Boris Volk\n", "", "missing-key"),
    "order of no number": ("role: commander", "role: commander, order: first", "bad-order"),
    "claim before its entity": ("reveal: sc-s01e01", "reveal: premise", "claim-before-entity"),
    "value before its entity": ("- reveal: fam-s01e01\n      sources: [handbook]\n      evidence: spoken\n      says:\n        date: 197X", "- reveal: fam-s01e02\n      sources: [handbook]\n      evidence: spoken\n      says:\n        date: 197X", "value-before-entity"),
    "label that tells a later name": ("fate: Leaves the programme.", "alias: Stone", "label-tells-later"),
    "label that tells a later title": ("fate: Leaves the programme.", "positionHeld: Ada", "label-tells-later"),
    "remark with a later name": (JOB, "remark: One day she is Ada Volk.", "text-tells-later"),
    "note with a later name": (f"says:\n        {JOB}", f"note: Ada Volk in the credits.\n      says:\n        {JOB}", "text-tells-later"),
    "fate in a description": (JOB, "description: She leaves the programme.", "text-tells-later"),
    "source with a later name": ("title: The handbook", "title: The handbook of Ada Volk", "source-tells-later"),
    "story as a credit": ("spinOffOf: for-all-mankind", "spinOffOf: for-all-mankind\n        theme: Who is first", "story-told-early"),
    "no indentation with tabs": ("\n  is: CelestialBody", "\n\tis: CelestialBody", "tab-indent"),
    "broken YAML": ("label: Boris Volk", "label: Boris: Volk", "yaml-syntax"),
    "key twice": ("label: Boris Volk", "label: Boris Volk\n  label: Boris", "duplicate-key"),
}  # fmt: skip
# One broken line may break what rests on it.
ALSO = {
    "misspelt class": {"unknown-entity"},
    "class of the reasoner": {"unknown-entity"},
    "id twice": {"unknown-entity", "value-before-entity"},
    "id that is none": {"unknown-entity"},
    "no label": {"unknown-entity"},
    "no reveal": {"unknown-entity"},
    "misspelt reveal": {"unknown-entity"},
    "source twice": {"unknown-source"},
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_broken_claim_is_caught_by_its_rule(data: Path, name: str) -> None:
    old, new, rule = CLAIMS[name]
    change(data, old, new)
    if rule not in ("tab-indent", "yaml-syntax", "duplicate-key"):
        rewrite(data)
    found = breach(audit(quick=True))
    assert rule in found
    assert found - {rule} <= ALSO.get(name, set())


def test_a_part_of_a_later_name_is_caught(data: Path) -> None:
    change(data, "label: Ada Volk", "label: Ada Wren")
    change(data, JOB, "remark: One day they call her Mrs Wren.")
    rewrite(data)
    assert breach(audit(quick=True)) == {"text-tells-later"}


def test_another_form_is_caught(data: Path) -> None:
    change(data, "friend: boris-volk", "friend: [boris-volk]")
    assert breach(audit(quick=True)) == {"not-canonical"}


def test_a_file_in_another_encoding_is_caught(data: Path) -> None:
    data.write_bytes(data.read_text(encoding="utf-8").encode("utf-16"))
    assert breach(audit(quick=True)) == {"bad-encoding"}


def test_an_empty_file_is_caught(data: Path) -> None:
    (data.parent / "empty.yaml").write_text("\n")
    assert breach(audit(quick=True)) == {"empty-file"}


def test_a_file_name_that_tells_is_caught(data: Path) -> None:
    data.rename(data.with_name("ada-volk.yaml"))
    assert breach(audit(quick=True)) == {"file-name-tells-later"}


def test_an_exception_excuses_what_it_names_and_must_be_needed(data: Path) -> None:
    change(data, JOB, "remark: One day she is Ada Volk.")
    rewrite(data)
    allowed = '[[allow]]\nabout = "ada-stone"\nname = "Ada Volk"\nreason = "A test."\n'
    exceptions = data.with_name("exceptions.toml")
    exceptions.write_text(allowed)
    assert breach(audit(quick=True)) == set()
    exceptions.write_text(allowed.replace('reason = "A test."', ""))
    assert breach(audit(quick=True)) == {"text-tells-later", "stale-exception"}
    exceptions.write_text(allowed + '\n[[allow]]\nabout = "moon"\nname = "Ada Volk"\nreason = "A test."\n')
    report = audit(quick=True)
    assert breach(report) == {"stale-exception"}
    assert [p.line for p in report.of("warning")] == [6]
    exceptions.write_text("allow = [")
    assert breach(audit(quick=True)) == {"text-tells-later", "unreadable-file"}


# What only the compiled graph shows, with the words of the line at which it is told.
GRAPH = {
    "number below one": ("episodeNumber: 2", "episodeNumber: 0", "shape-episode", "episodeNumber: 0"),
    "season of no show": ("        partOfShow: star-city\n", "", "shape-season", "- id: sc-s01"),
    "no seasons": ("seasonCount: {value: 4, rank: deprecated, reason: Counted too early.}", "seasonCount: 0", "shape-show", "seasonCount: 0"),
    "kind of no divergence": ("        divergenceKind: earlier\n", "", "shape-divergence", "- id: divergence-landing"),
    "parent and spouse": ("fate: Leaves the programme.", "parent: boris-volk", "shape-agent", "parent: boris-volk"),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPH)
def test_a_broken_graph_is_caught_by_its_shape_alone(data: Path, name: str) -> None:
    old, new, rule, line = GRAPH[name]
    change(data, old, new)
    rewrite(data)
    assert breach(audit(quick=True)) == set()
    report = audit()
    assert breach(report) == {rule}
    lines = data.read_text(encoding="utf-8").splitlines()
    assert [lines[p.line - 1].strip() for p in report.of("error")] == [line]


@thorough
@needs_java
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("occupation: cosmonaut", "parent: boris-volk", "parent: boris-volk"),
    ],
    ids=["own parent"],
)
def test_a_contradiction_is_caught_by_the_reasoner_alone(data: Path, old: str, new: str, line: str) -> None:
    change(data, "        spouse: {value: boris-volk, from: 1971-05}\n", "")
    change(data, old, new)
    rewrite(data)
    assert breach(audit(quick=True)) == set()
    report = audit()
    assert breach(report) == {"owl-inconsistent"}
    (problem,) = report.of("error")
    assert data.read_text(encoding="utf-8").splitlines()[problem.line - 1].strip() == line
    assert "cannot all be true" in problem.message


def test_enough_is_broken() -> None:
    assert len(CLAIMS) + len(GRAPH) >= 25
    assert len({rule for _, _, rule in CLAIMS.values()}) >= 30
