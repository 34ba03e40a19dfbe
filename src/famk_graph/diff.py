"""What changed between two versions of the data, in claims.

A claim is the same where what makes it the claim it is (:attr:`famk_graph.model.Claim.identity`, of which its
statement's IRI is a digest) is the same. Of the rest, those with one subject, predicate and value are one claim that
changed, and so are two values of a predicate of which a thing has one, and a text in other words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from famk_graph.model import Claim, Dataset, Date, Ref, Text, Uri, Value
from famk_graph.values import SINGLE
from famk_graph.vocabulary import CONCEPTS, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from famk_graph.model import Entity, Source

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
KINDS: Final = (ADDED, REMOVED, CHANGED)
# What of a claim can change, and what it is called.
_PARTS: Final = {
    "value": "value",
    "reveal": "reveal",
    "world": "world",
    "rank": "rank",
    "reason": "reason",
    "evidence": "evidence",
    "sources": "sources",
    "valid_from": "from",
    "valid_until": "until",
    "valid_at": "at",
    "role": "role",
    "order": "order",
    "note": "note",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that was added, removed or changed, in words; of a changed one what, with both sides."""

    kind: str
    predicate: str
    words: str
    value: str
    reveal: str
    statement: tuple[object, ...]
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity of which something changed: whether it is itself new or gone, its class and name, and its claims."""

    id: str
    cls: str
    label: str
    kind: str
    changes: tuple[Change, ...]
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source that is cited and was not, or the other way round, or of which something changed."""

    id: str
    kind: str
    publisher: str
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed."""

    entries: tuple[Entry, ...]
    sources: tuple[SourceChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.entries or self.sources)

    def count(self, kind: str, cls: str | None = None) -> int:
        """Return the number of claims of a kind of change, of entities of a class if one is given."""
        return sum(c.kind == kind for e in self.entries if cls in (None, e.cls) for c in e.changes)

    def entities(self, kind: str, cls: str | None = None) -> int:
        """Return the number of entities that are new or gone."""
        return sum(e.kind == kind and cls in (None, e.cls) for e in self.entries)


def diff(old: Dataset, new: Dataset) -> Difference:
    """Return what changed from one dataset to another; see :func:`famk_graph.versions.load`.

    Entities come by class and id, the changes of each by predicate; the order of files, entries and sources does not
    matter.
    """
    before, after = _by_subject(old), _by_subject(new)
    entries = []
    for ident in {*before, *after, *old.entities, *new.entities}:
        one, other = old.entities.get(ident), new.entities.get(ident)
        changes = sorted(
            _changes(before[ident], after[ident], old, new), key=lambda c: (c.predicate, c.kind, c.value, c.reveal)
        )
        kind = REMOVED if one and not other else ADDED if other and not one else CHANGED
        parts = tuple(_entity_parts(one, other)) if one and other else ()
        if changes or parts or kind != CHANGED:
            known = other or one
            label = _label(ident, new if other else old)
            entries.append(Entry(ident, known.cls if known else "", label, kind, tuple(changes), parts))
    entries.sort(key=lambda entry: (entry.cls, entry.id))
    return Difference(tuple(entries), tuple(_sources(old, new)))


def _entity_parts(one: Entity, other: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield what changed of an entity itself: its class, its first name, and where viewers meet it."""
    met = [", ".join(sorted(reveal.key for reveal in side.introductions)) for side in (one, other)]
    sides = (("class", one.cls, other.cls), ("first name", one.label, other.label), ("introduced at", *met))
    yield from ((name, was, now) for name, was, now in sides if was != now)


def _by_subject(dataset: Dataset) -> defaultdict[str, dict[tuple[object, ...], Claim]]:
    """Return the claims about each entity by their identity, without those that merely introduce it."""
    found: defaultdict[str, dict[tuple[object, ...], Claim]] = defaultdict(dict)
    for claim in dataset.claims:
        entity = dataset.entities.get(claim.subject)
        named = entity is not None and claim.predicate == "label" and claim.value == Text(entity.label, "en")
        if claim.predicate != "is" and not named:
            found[claim.subject][claim.identity] = claim
    return found


Claims = dict[tuple[object, ...], Claim]


def _changes(before: Claims, after: Claims, old: Dataset, new: Dataset) -> Iterator[Change]:
    for identity in before.keys() & after.keys():
        if parts := _parts(before[identity], after[identity], old, new):
            yield _change(CHANGED, after[identity], new, parts)
    gone = [before[identity] for identity in sorted(before.keys() - after.keys(), key=repr)]
    come = [after[identity] for identity in sorted(after.keys() - before.keys(), key=repr)]
    for same in (_same_value, _only_one, _reworded):
        for one, other in _pairs(gone, come, same):
            yield _change(CHANGED, other, new, _parts(one, other, old, new))
    yield from (_change(REMOVED, claim, old) for claim in gone)
    yield from (_change(ADDED, claim, new) for claim in come)


def _same_value(claim: Claim) -> tuple[object, ...] | None:
    return claim.predicate, type(claim.value).__name__, claim.value


def _only_one(claim: Claim) -> tuple[object, ...] | None:
    return (claim.predicate, claim.world) if claim.predicate in SINGLE or claim.predicate == "label" else None


def _reworded(claim: Claim) -> tuple[object, ...] | None:
    return (claim.predicate, claim.reveal, claim.world) if isinstance(claim.value, Text) else None


def _pairs(
    gone: list[Claim], come: list[Claim], key: Callable[[Claim], tuple[object, ...] | None]
) -> list[tuple[Claim, Claim]]:
    """Take out of both lists the claims that are one claim by a key; of several the likest, but texts one by one."""
    found: list[tuple[Claim, Claim]] = []
    for one in list(gone):
        like = [other for other in come if key(one) is not None and key(one) == key(other)]
        alone = key is not _reworded or (len(like) == 1 and sum(key(c) == key(one) for c in gone) == 1)
        if like and alone:
            other = min(like, key=lambda c: sum(getattr(one, part) != getattr(c, part) for part in _PARTS))
            gone.remove(one)
            come.remove(other)
            found.append((one, other))
    return found


def _parts(one: Claim, other: Claim, old: Dataset, new: Dataset) -> tuple[tuple[str, str, str], ...]:
    found = []
    for part, name in _PARTS.items():
        was, now = getattr(one, part), getattr(other, part)
        if part == "sources":
            was, now = sorted(was), sorted(now)
        if was != now:
            found.append((name, _told(part, was, old), _told(part, now, new)))
    return tuple(found)


def _told(part: str, found: object, dataset: Dataset) -> str:
    if part == "value":
        return value_words(found, dataset)  # type: ignore[arg-type] # a claim's value
    if part == "reveal":
        return str(getattr(found, "key", found))
    if isinstance(found, list | tuple):
        return ", ".join(found)
    return "" if found is None else str(found)


def _change(kind: str, claim: Claim, dataset: Dataset, parts: tuple[tuple[str, str, str], ...] = ()) -> Change:
    known = PROPERTIES.get(claim.predicate)
    times = [
        f"{word} {text}"
        for word, text in (("from", claim.valid_from), ("until", claim.valid_until), ("at", claim.valid_at))
        if text
    ]
    about = ", ".join(
        [claim.role.replace("-", " ") if claim.role else "", *times, claim.rank if claim.rank != "normal" else ""]
    )
    about = ", ".join(part for part in about.split(", ") if part)
    value = value_words(claim.value, dataset) + (f" ({about})" if about else "")
    words = known.label if known else claim.predicate
    return Change(kind, claim.predicate, words, value, claim.reveal.key, claim.identity, parts)


def value_words(value: Value, dataset: Dataset) -> str:
    """Return a value as people read it: an entity by its name."""
    if isinstance(value, Ref):
        return value.id.replace("-", " ") if value.id in CONCEPTS else _label(value.id, dataset)
    if isinstance(value, Text):
        return value.text if value.lang == "en" else f"{value.text} ({value.lang})"
    if isinstance(value, Date):
        return value.edtf
    return value.uri if isinstance(value, Uri) else str(value)


def _label(ident: str, dataset: Dataset) -> str:
    entity = dataset.entities.get(ident)
    return entity.label if entity else ident


def _sources(old: Dataset, new: Dataset) -> Iterator[SourceChange]:
    """Yield the changes of what is cited; titles and addresses, which can tell of later episodes, are not told."""
    for ident in sorted({*old.sources, *new.sources}):
        one, other = old.sources.get(ident), new.sources.get(ident)
        if one and other:
            parts = tuple(_source_parts(one, other))
            if parts:
                yield SourceChange(ident, CHANGED, other.publisher, parts)
        elif source := one or other:
            yield SourceChange(ident, REMOVED if one else ADDED, source.publisher)


def _source_parts(one: Source, other: Source) -> Iterable[tuple[str, str, str]]:
    for part in ("publisher", "published", "grade"):
        was, now = getattr(one, part) or "", getattr(other, part) or ""
        if was != now:
            yield part, was, now
