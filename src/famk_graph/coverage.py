"""What is known and what is missing, per season, per class and by evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph import iris
from famk_graph.holdings import Holding, holdings
from famk_graph.query import run
from famk_graph.saved import internal

if TYPE_CHECKING:
    import pyoxigraph as ox

    from famk_graph.names import Names


@dataclass(frozen=True, slots=True)
class SeasonCoverage:
    """A season: how many of its episodes have what, and which have not."""

    season: str
    label: str
    episodes: int
    titled: int
    dated: int
    directed: int
    written: int
    claims: int
    events: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole count."""

    seasons: tuple[SeasonCoverage, ...]
    holdings: tuple[Holding, ...]
    classes: dict[str, int]
    evidence: dict[str, int]
    ranks: dict[str, int]

    @property
    def claims(self) -> int:
        """The number of all claims."""
        return sum(self.ranks.values())

    @property
    def recalled_share(self) -> float:
        """The share of claims that rest on memory alone, from 0 to 1."""
        return self.evidence.get("recalled", 0) / self.claims if self.claims else 0.0


def coverage(store: ox.Store, names: Names) -> Coverage:
    """Count what a store knows; gaps are told as they are."""
    claims: Counter[str] = Counter()
    evidence: Counter[str] = Counter()
    ranks: Counter[str] = Counter()
    for row in run(store, internal("statement_counts")).solutions():
        count = int(row["count"].value)
        for part in row["reveal"].value.removeprefix(iris.REVEAL).split("+"):
            claims[part] += count
        evidence[row["evidence"].value.rpartition("/")[2]] += count
        ranks[row["rank"].value.rpartition("/")[2]] += count
    seasons: dict[str, list[ox.QuerySolution]] = defaultdict(list)
    for row in run(store, internal("episodes")).solutions():
        seasons[row["season"].value].append(row)
    found = tuple(_season(iri, rows, names, claims) for iri, rows in sorted(seasons.items()))
    classes = Counter(entry.cls for entry in names.entries.values() if entry.cls)
    return Coverage(
        found,
        holdings(store, names),
        dict(sorted(classes.items())),
        dict(evidence.most_common()),
        dict(ranks.most_common()),
    )


def _season(iri: str, rows: list[ox.QuerySolution], names: Names, claims: Counter[str]) -> SeasonCoverage:
    gaps: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: int(r["number"].value)):
        number = row["number"].value
        missing = {
            "title": row["title"] is None,
            "release date": row["released"] is None,
            "director": row["directors"].value == "0",
            "writer": row["writers"].value == "0",
        }
        for what, absent in missing.items():
            if absent:
                gaps[what].append(number)
    ident = iri.removeprefix(iris.ENTITY)
    return SeasonCoverage(
        season=ident,
        label=names.label(iri),
        episodes=len(rows),
        titled=len(rows) - len(gaps["title"]),
        dated=len(rows) - len(gaps["release date"]),
        directed=len(rows) - len(gaps["director"]),
        written=len(rows) - len(gaps["writer"]),
        claims=sum(count for key, count in claims.items() if key.startswith(ident)),
        events=sum(int(row["events"].value) for row in rows),
        gaps=tuple(f"no {what}: episode {', '.join(numbers)}" for what, numbers in gaps.items() if numbers),
    )
