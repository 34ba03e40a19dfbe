"""Synthetic claims in the shape of the real ones: as many as asked for, and the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famk_graph.horizon import SHOWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLAIMS_PER_PAIR = 20  # a character and an event
_PAIRS_PER_FILE = 250
_CLAIMS_PER_SOURCE = 12  # about as in the curated data

_WORKS = """\
- id: show-{show}
  is: Show
  label: The show {show}
  known:
    - reveal: production
      sources: [source-0]
      evidence: reference
      says: {{releaseDate: 2019-11-01}}
"""
_SEASON = """\
- id: {show}-s{season:02d}
  is: Season
  label: The show {show}, season {season}
  known:
    - reveal: production
      sources: [source-0]
      evidence: reference
      says: {{partOfShow: show-{show}, seasonNumber: {season}}}
"""
_EPISODE = """\
- id: {show}-s{season:02d}e{episode:02d}
  is: Episode
  label: The show {show} {season}×{episode:02d}
  known:
    - reveal: production
      sources: [source-0]
      evidence: reference
      says: {{partOfSeason: {show}-s{season:02d}, episodeNumber: {episode}}}
"""
_COMMON = """\
- id: agency
  is: Organization
  label: The agency
  known:
    - reveal: history
      sources: [source-0]
      evidence: reference
      says: {foundedOn: 1958-07-29}
- id: town
  is: Place
  label: The town
  known:
    - reveal: history
      sources: [source-0]
      evidence: reference
      says: {description: Where everybody lives.}
"""
_SOURCE = """\
- id: source-{number}
  is: Source
  title: Article number {number}
  url: https://example.org/article/{number}
  publisher: Publisher {publisher}
  published: 2020-{month:02d}
  grade: {grade}
"""
_PAIR = """\
- id: character-{number}
  is: Character
  label: Character {number}
  known:
    - reveal: premise
      sources: [source-{one}, source-{two}]
      evidence: press
      says:
        alias: The {number}th astronaut
        occupation: astronaut
        memberOf: agency
        residence: town
        birthDate: 19{decade}-{month:02d}-{day:02d}
        description: A made-up astronaut who is there to be counted, number {number} of many.
        friend: character-{before}
    - reveal: {episode}
      sources: [source-{one}]
      evidence: shown
      says:
        spouse: {{value: character-{before}, from: 1965, until: 1969~, note: "pair {number}"}}
- id: event-{number}
  is: Event
  label: Event {number}
  known:
    - reveal: {episode}
      sources: [source-{two}]
      evidence: shown
      says:
        date: 19{decade}-{month:02d}
        place: town
        participant:
          - {{value: character-{number}, order: 1}}
          - character-{before}
        shownIn: {episode}
        description: Something that happens to two made-up astronauts.
        outcome: Nothing that anybody would remember.
        causedBy: event-{before}
"""


def write(folder: Path, claims: int) -> int:
    """Write files with about as many claims into a folder, in the layout of ``data/``; return the number of files."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = max(2, claims // CLAIMS_PER_PAIR)
    sources = max(2, claims // _CLAIMS_PER_SOURCE)
    (folder / "works.yaml").write_text("".join(_works()), encoding="utf-8")
    (folder / "common.yaml").write_text(_COMMON, encoding="utf-8")
    (folder / "sources.yaml").write_text("".join(map(_source, range(sources))), encoding="utf-8")
    files = 3
    for start in range(0, pairs, _PAIRS_PER_FILE):
        numbers = range(start, min(start + _PAIRS_PER_FILE, pairs))
        text = "".join(_pair(number, pairs, sources) for number in numbers)
        (folder / f"pairs-{start:07d}.yaml").write_text(text, encoding="utf-8")
        files += 1
    return files


def _works() -> Iterator[str]:
    for show, seasons in SHOWS.items():
        yield _WORKS.format(show=show)
        for season, episodes in enumerate(seasons, 1):
            yield _SEASON.format(show=show, season=season)
            for episode in range(1, episodes + 1):
                yield _EPISODE.format(show=show, season=season, episode=episode)


def _source(number: int) -> str:
    return _SOURCE.format(number=number, publisher=number % 97, month=number % 12 + 1, grade="ABC"[number % 3])


def _pair(number: int, pairs: int, sources: int) -> str:
    """Return a character and an event, each tied to the one before, revealed by the episodes in order."""
    place = number * 50 // pairs  # of 50 episodes of the first show
    return _PAIR.format(
        number=number,
        before=max(number - 1, 0) if number else 1,
        episode=f"fam-s{place // 10 + 1:02d}e{place % 10 + 1:02d}" if number > 1 else "fam-s01e01",
        one=number % sources,
        two=(number * 7 + 1) % sources,
        decade=20 + number % 70,
        month=number % 12 + 1,
        day=number % 28 + 1,
    )
