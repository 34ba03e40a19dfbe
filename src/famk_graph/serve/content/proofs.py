"""What backs a claim, in words for people: how it is known, from which episode on, and from which sources."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from famk_graph.horizon import SHOWS
from famk_graph.serve.content.telling import when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.cards import Citation, Fact
    from famk_graph.serve.lens import Lens

EVIDENCE: Final = {
    "shown": "Shown on screen",
    "spoken": "Said or written on screen",
    "implied": "Implied on screen",
    "makers": "Said by the makers",
    "press": "Reported by the press",
    "reference": "From reference works",
    "fans": "Concluded by viewers",
    "recalled": "Recalled, without a source",
}
# Evidence that is said beside the claim itself, because it is weaker than the rest.
WEAK: Final = {"implied": "implied", "fans": "viewers’ conclusion", "recalled": "recalled"}
RANKS: Final = {
    "preferred": "preferred: the best claim there is",
    "normal": "stands",
    "speculative": "a guess: nothing was settled",
    "deprecated": "does not stand",
}
GRADES: Final = {
    "A": "the makers themselves, an archive, a reference work, a newspaper of record",
    "B": "an edited publication, a careful recap",
    "C": "a fan wiki, a blog, a forum, a copy of another page",
    "D": "unusable: it supports nothing",
}
_BASES: Final = {
    "premise": ("premise", "Known from the shows’ publicity"),
    "production": ("credits", "Known from credits and announcements"),
    "history": ("history", "Known from real history"),
}


@dataclass(frozen=True, slots=True)
class Reveal:
    """What tells a fact: the short form for a mark, the words, and the pages of the episodes."""

    short: str
    words: str
    kind: str  # “episode”, “history” or “production”: how it is coloured
    episodes: tuple[tuple[str, str], ...] = ()  # id and label


@dataclass(slots=True)
class Notes:
    """The sources of a page, numbered in the order in which they are first cited."""

    known: dict[str, Citation]
    numbers: dict[str, int] = field(default_factory=dict)

    def cite(self, sources: Iterable[str]) -> tuple[tuple[int, Citation], ...]:
        """Return sources with their numbers, numbering those that are new."""
        cited = [ident for ident in sources if ident in self.known]
        return tuple((self.numbers.setdefault(ident, len(self.numbers) + 1), self.known[ident]) for ident in cited)

    def listed(self) -> list[dict[str, object]]:
        """Return all sources that were cited, in order."""
        return [
            {
                "number": number, "id": ident, "citation": self.known[ident],
                "published": when(self.known[ident].published),
                "grade": GRADES.get(self.known[ident].grade, ""),
            }
            for ident, number in self.numbers.items()
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """What backs one claim."""

    reveal: Reveal
    evidence: str
    sources: tuple[tuple[int, Citation], ...]
    note: str | None = None
    reason: str | None = None


def proof(lens: Lens, notes: Notes, fact: Fact) -> Proof:
    """Return what backs a claim, and number its sources."""
    evidence = EVIDENCE.get(fact.evidence, fact.evidence)
    return Proof(reveal(lens, fact.reveal), evidence, notes.cite(fact.sources), fact.note, fact.reason)


def joined(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Return proofs with those put together that differ in nothing but their sources."""
    found: dict[tuple[object, ...], Proof] = {}
    for one in proofs:
        key = (one.reveal, one.evidence, one.note, one.reason)
        before = found[key].sources if key in found else ()
        found[key] = replace(one, sources=tuple(sorted({*before, *one.sources}, key=lambda cited: cited[0])))
    return tuple(found.values())


def reveal(lens: Lens, key: str) -> Reveal:
    """Return in words what a reveal such as ``fam-s01e03`` or ``history`` is."""
    if key in _BASES:
        short, words = _BASES[key]
        return Reveal(short, words, "history" if key == "history" else "production")
    episodes = tuple(key.split("+"))
    entries = lens.universe.names.entries
    labels = tuple((ident, entries[ident].label if ident in entries else _code(ident)) for ident in episodes)
    return Reveal(" + ".join(_code(ident) for ident in episodes), "Revealed in", "episode", labels)


def _code(episode: str) -> str:
    """Return an episode in brief: ``1×03``, ``SC 1×03``."""
    show, _, number = episode.partition("-s")
    season, _, part = number.partition("e")
    head = "" if show == next(iter(SHOWS)) else f"{show.upper()} "
    return f"{head}{int(season)}×{part}" if season.isdigit() else episode
