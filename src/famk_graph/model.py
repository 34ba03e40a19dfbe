"""Claims, entities and sources as plain values, and nothing that reads or writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

BASE_REVEALS: Final = ("premise", "production", "history")
UNDECIDED: Final = "to-decide"  # stands in review files for a reveal or a rank; the checker refuses it
UNSETTLED: Final = frozenset({"deprecated", "speculative"})  # the ranks of claims that are not facts
EPISODE: Final = re.compile(r"([a-z]+)-s(\d\d)e(\d\d)")
Path = tuple[str | int, ...]


class Where(NamedTuple):
    """A place in a file: the file's name as a user wrote it, and the keys that lead to the place."""

    file: str
    path: Path


@dataclass(frozen=True, slots=True, order=True)
class Reveal:
    """What must have been seen: one base word, or one episode of each show that is needed."""

    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name of the reveal in graph names: ``premise``, ``fam-s01e01``, ``fam-s02e03+sc-s01e01``."""
        return "+".join(self.parts)

    @property
    def episodes(self) -> tuple[str, ...]:
        """The ids of the episodes that must have been seen; none for a base reveal."""
        return () if self.parts[0] in BASE_REVEALS else self.parts

    def implies(self, other: Reveal) -> bool:
        """Whether whoever has seen this has seen the other."""
        mine = {_show(e): e for e in self.episodes}
        return all(_show(e) in mine and e <= mine[_show(e)] for e in other.episodes)


def _show(episode: str) -> str:
    return episode.partition("-")[0]


def make_reveal(parts: Iterable[str]) -> Reveal:
    """Return the canonical reveal of some words: the latest episode of each show, or the base word."""
    latest: dict[str, str] = {}
    base = ""
    for part in parts:
        if part in BASE_REVEALS:
            base = base or part
        else:
            latest[_show(part)] = max(part, latest.get(_show(part), ""))
    return Reveal(tuple(latest[show] for show in sorted(latest)) or (base,))


class Ref(NamedTuple):
    """A value that is an entity or a concept, by its id."""

    id: str


class Text(NamedTuple):
    """A value that is a text in a language."""

    text: str
    lang: str


class Date(NamedTuple):
    """A value that is a date, in EDTF."""

    edtf: str


class Uri(NamedTuple):
    """A value that is the address of a page."""

    uri: str


Value = Ref | Text | Date | Uri | int | bool
World = str  # alternate, ours, or the world of a user's file


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim; see docs/claim-format.md for what each part means."""

    subject: str
    predicate: str
    value: Value
    reveal: Reveal
    world: World
    evidence: str
    sources: tuple[str, ...]
    where: Where
    rank: str = "normal"
    reason: str | None = None
    note: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    valid_at: str | None = None
    role: str | None = None
    order: int | None = None

    @property
    def asserted(self) -> bool:
        """Whether the claim counts as a fact."""
        return self.rank not in UNSETTLED

    def unqualified(self, predicate: str, value: Value) -> Claim:
        """Return a plain claim of another predicate with this one's subject, world, reveal and sources."""
        return Claim(
            subject=self.subject,
            predicate=predicate,
            value=value,
            reveal=self.reveal,
            world=self.world,
            evidence=self.evidence,
            sources=self.sources,
            where=self.where,
        )

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes a claim the claim it is; two claims with one identity are duplicates."""
        return (
            self.subject,
            self.predicate,
            type(self.value).__name__,
            self.value,
            self.reveal.key,
            self.world,
            self.valid_from,
            self.valid_until,
            self.valid_at,
            self.role,
            self.rank,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An entry of the bibliography."""

    id: str
    title: str
    publisher: str
    grade: str
    where: Where
    url: str | None = None
    published: str | None = None
    tells: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity and the reveals that introduce it, each with the label it is introduced under."""

    id: str
    cls: str
    label: str
    introductions: tuple[Reveal, ...]
    where: Where


@dataclass(slots=True)
class Dataset:
    """Everything that was read: entities by id, sources by id, and all claims."""

    entities: dict[str, Entity] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
