"""Who says what, what disagrees, and what was known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import SMALL, Famk, thorough
from cutting import cut_at_day

from famk_graph import Universe, asof, resources
from famk_graph.conflicts import KINDS
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.model import Source, Where

if TYPE_CHECKING:
    from pathlib import Path

BEFORE, AFTER = "2025-06-01", "2026-03-01"

OWN = """
- {id: early, is: Source, title: Early, publisher: The Morning, published: 2020-01-10, grade: C}
- {id: maker, is: Source, title: Interview, publisher: The Evening, published: 2020-02, grade: B}
- {id: late, is: Source, title: It is out, publisher: The Night, published: 2021, grade: A}
- id: serial
  is: Show
  label: A serial
  known:
    - reveal: production
      sources: [late]
      evidence: press
      says:
        releaseDate:
          - 2021-05-05
          - {value: 2021, rank: deprecated, reason: It became exact in 2021, evidence: press, sources: [early]}
          - {value: 2022, rank: deprecated, reason: It came a year sooner, evidence: makers, sources: [maker]}
          - {value: 2023, rank: deprecated, reason: Fans were wrong, evidence: fans, sources: [early]}
        seasonCount:
          - {value: 1, sources: [early], note: so far}
          - {value: 2, sources: [early]}
        genre:
          - {value: comedy, rank: preferred, sources: [early, late]}
          - {value: farce, sources: [late]}
"""


def quads(universe: Universe) -> set[str]:
    return {str(quad) for quad in universe.store}


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A universe in which every kind of disagreement happens once."""
    (tmp_path / "data").mkdir()
    text = (SMALL / "universe.yaml").read_text("utf-8")
    (tmp_path / "data" / "own.yaml").write_text(text + OWN, "utf-8")
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "data"))


@pytest.mark.usefixtures("own")
def test_claims_disagree_in_three_ways() -> None:
    found = Universe().conflicts("serial")
    assert [(c.kind, c.predicate, [(f.value, f.rank) for f in c.facts]) for c in found] == [
        ("several values", "seasonCount", [("1", "normal"), ("2", "normal")]),
        ("rivals", "genre", [("comedy", "preferred"), ("farce", "normal")]),
        (
            "superseded",
            "releaseDate",
            [("2021-05-05", "normal"), ("2021", "deprecated"), ("2022", "deprecated"), ("2023", "deprecated")],
        ),
    ]
    fallen = found[2].facts[2]
    assert (fallen.reason, fallen.sources, fallen.evidence) == ("It came a year sooner", ("maker",), "makers")


@pytest.mark.usefixtures("own")
def test_sources_come_newest_first_and_memory_last() -> None:
    found = Universe().sources("serial")
    assert [t.citation.id if t.citation else None for t in found] == ["late", "maker", "early"]
    assert [f.value for f in found[1].facts] == ["2022"]


def test_a_more_exact_date_is_no_disagreement(universe: Universe) -> None:
    found = universe.conflicts()
    for conflict in found:
        assert conflict.kind in KINDS
        assert len(conflict.facts) > 1 or not conflict.facts[0].asserted
    kinds = {(c.entity, c.predicate): c.kind for c in found}
    assert kinds["ronald-evans", "deathDate"] == "several values"
    assert kinds["chappaquiddick-party-cancelled", "outcome"] == "rivals"
    assert kinds["star-city", "releaseDate"] == "superseded"


@pytest.mark.parametrize(
    ("published", "first"),
    [("2020-01-10", "2020-01-10"), ("2020-02", "2020-02-29"), ("2021", "2021-12-31"), ("2023/2024", "2024-12-31"), (None, None), ("2021?", None), ("2021/..", None)],
)  # fmt: skip
def test_a_source_exists_from_its_latest_possible_day(published: str | None, first: str | None) -> None:
    source = Source(id="x", title="x", publisher="x", grade="A", where=Where("x", ()), published=published)
    days = [
        "2020-01-09",
        "2020-01-10",
        "2020-02-28",
        "2020-02-29",
        "2021-12-30",
        "2021-12-31",
        "2024-12-30",
        "2024-12-31",
    ]
    found = [day for day in days if asof.existed(source, asof.parse_day(day))]
    assert found[:1] == ([first] if first else [])


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("day", "ranks"),
    [
        ("2020-01-10", {"2021": "speculative"}),
        ("2020-02-29", {"2021": "deprecated", "2022": "speculative"}),
        ("2021-12-31", {"2021-05-05": "normal", "2021": "deprecated", "2022": "deprecated", "2023": "deprecated"}),
    ],
)
def test_a_claim_counts_for_what_it_was_on_the_day(day: str, ranks: dict[str, str]) -> None:
    card = Universe(as_of=day).entity("serial")
    assert {f.value: f.rank for f in card.facts if f.predicate == "releaseDate"} == ranks
    best = card.best("releaseDate")
    assert best is not None
    assert ranks[best.value] in ("normal", "speculative")
    told = [part for fact in card.facts for part in (fact.reason, fact.note) if part]
    assert not any("came a year sooner" in part or "exact" in part or "so far" in part for part in told)


@pytest.mark.usefixtures("own")
def test_before_any_source_nothing_exists() -> None:
    with pytest.raises(NotFoundError):
        Universe(as_of="2020-01-09").entity("serial")


@pytest.mark.usefixtures("own")
def test_a_guess_is_no_fact() -> None:
    guess = "ASK { id:serial famk:releaseDate ?date }"
    assert not Universe(as_of="2020-01-10").query(guess).answer
    assert Universe(as_of="2021-12-31").query(guess).answer


@thorough
def test_the_release_of_star_city_on_two_days() -> None:
    before = Universe(as_of=BEFORE).entity("star-city")
    best = before.best("releaseDate")
    assert best is not None
    assert (best.value, best.rank, best.evidence, before.values("releaseDate")) == ("2026", "speculative", "press", [])
    after = Universe(as_of=AFTER).entity("star-city")
    assert after.values("releaseDate") == ["2026-05-29"]
    assert all(not citation.published or citation.published <= AFTER for citation in after.citations.values())


@thorough
@pytest.mark.parametrize(
    ("day", "said"), [(BEFORE, "2026 (2025-02-05) — speculation"), pytest.param(AFTER, "2026-05-29", marks=thorough)]
)
def test_the_command_line_says_the_day(famk: Famk, day: str, said: str) -> None:
    found = famk("--seen", "fam:s1", "--as-of", day, "show", "star city")
    assert found.exit_code == 0
    assert said in found.output
    assert "Seen: fam:s1e10." in found.output
    assert f"As known on {day}" in found.output


@pytest.mark.parametrize("day", ["2025", "June", "2025-02-30", "2025-06-01?"])
def test_a_day_that_is_none_is_told(famk: Famk, day: str) -> None:
    found = famk("--as-of", day, "conflicts")
    assert (found.exit_code, "Traceback" in found.output) == (1, False)
    assert "2025-06-01" in found.output


@thorough
@pytest.mark.parametrize(("seen", "day"), [("all", BEFORE)])
def test_a_day_holds_what_data_cut_at_it_give(
    seen: str, day: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = quads(Universe(seen, as_of=day))
    cut_at_day(resources.data_dir(), tmp_path / "cut", day)
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "cut"))
    assert quads(Universe(seen, as_of=day)) == expected
    assert len(expected) > 5000


@thorough
def test_a_horizon_keeps_its_day() -> None:
    universe = Universe("fam:s1", as_of=BEFORE).seen("fam:s2")
    assert repr(universe) == "Universe(seen='fam:s2e10', as_of='2025-06-01')"
    assert quads(universe) == quads(Universe("fam:s2", as_of=BEFORE))


def test_a_wrong_name_is_told() -> None:
    with pytest.raises(FamkError, match="is known at this horizon"):
        Universe("none").conflicts("no such person at all")


@thorough
def test_data_cut_too_early_are_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    expected = quads(Universe("none", as_of=BEFORE))
    cut_at_day(resources.data_dir(), tmp_path / "cut", "2025-02-04")
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "cut"))
    assert quads(Universe("none", as_of=BEFORE)) != expected
