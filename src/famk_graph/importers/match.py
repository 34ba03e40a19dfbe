"""Which of our entities a thing from outside is: by its Wikidata address, its number, or its name; never by a guess."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from famk_graph.check import superclasses
from famk_graph.model import Claim, Dataset, Ref, Text, Uri
from famk_graph.vocabulary import PROPERTIES
from famk_graph.words import fold, nearest_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from famk_graph.importers.harvest import Thing

_NAMES: Final = frozenset({"label", "alias", "title"})


class Match(NamedTuple):
    """The entity that a thing is, and how that is known; without an entity, those that it could be."""

    id: str | None
    how: str = ""
    rivals: tuple[str, ...] = ()


class Index:
    """Our entities by what they can be recognised by, and the claims about them."""

    def __init__(self, dataset: Dataset) -> None:
        """Read the names, addresses, numbers and worlds of all entities of a dataset."""
        self.entities, self.sources = dataset.entities, dataset.sources
        self.facts: dict[tuple[str, str], list[tuple[object, Claim]]] = defaultdict(list)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._wikidata: dict[str, set[str]] = defaultdict(set)
        self._addresses: dict[str, set[str]] = defaultdict(set)
        self._roles: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._world: dict[str, str] = {}
        self._known: dict[tuple[tuple[str, ...], bool], dict[str, str]] = {}  # for near(): the names of a class
        for claim in dataset.claims:
            self._add(claim)
        self.parts = self._numbered()

    def _add(self, claim: Claim) -> None:
        if claim.predicate == "is":
            self._world.setdefault(claim.subject, claim.world)
            return
        if claim.predicate in _NAMES and isinstance(claim.value, Text) and claim.asserted:
            self._names[fold(claim.value.text)].add(claim.subject)
        if claim.predicate == "wikidata" and isinstance(claim.value, Uri):
            address = claim.value.uri.replace("https:", "http:")
            self._wikidata[address].add(claim.subject)
            self._addresses[claim.subject].add(address)
        subject, predicate, value = primary(claim.subject, claim.predicate, claim.value)
        self.facts[subject, predicate].append((value, claim))
        if predicate in ("performer", "portrays") and isinstance(value, Ref):
            self._roles[predicate, value.id].add(subject)

    def _numbered(self) -> dict[tuple[str, int], str]:
        """Return the seasons and episodes by what they are part of and their number."""
        found: dict[tuple[str, int], str] = {}
        for ident in self.entities:
            for whole, number in (("partOfShow", "seasonNumber"), ("partOfSeason", "episodeNumber")):
                above = [value for value, _ in self.facts[ident, whole] if isinstance(value, Ref)]
                count = [value for value, _ in self.facts[ident, number] if isinstance(value, int)]
                if above and count:
                    found[above[0].id, count[0]] = ident
        return found

    def match(self, thing: Thing, things: Mapping[str, Thing]) -> Match:
        """Return which entity a thing is; ``things`` are those that it may be a part of."""
        if thing.wikidata:
            found = self._wikidata.get(thing.wikidata, set())
            if found:
                return _only(found, "by its Wikidata address")
        whole = things.get(thing.part_of or "")
        if whole is not None and thing.number is not None:
            above = self.match(whole, things).id
            part = self.parts.get((above, thing.number)) if above else None
            return Match(part, "by its number")
        for names in (thing.names[:1], thing.names[1:]):
            found = {ident for name in names for ident in self._names.get(fold(name), ()) if self._fits(ident, thing)}
            if found:
                return _only(found, "by its name")
        return Match(None)

    def _fits(self, ident: str, thing: Thing) -> bool:
        """Whether an entity is of a class and a world in which the thing can be, and not at another address."""
        entity = self.entities.get(ident)
        if entity is None or not superclasses(entity.cls) & set(thing.classes):
            return False
        if self._addresses[ident] and thing.wikidata and thing.wikidata not in self._addresses[ident]:
            return False
        return (self._world.get(ident) == "alternate") == thing.fictional

    def near(self, thing: Thing) -> list[str]:
        """Return the ids of entities whose names are like that of a thing, the nearest first."""
        kind = (thing.classes, thing.fictional)
        if kind not in self._known:
            fits = ((n, i) for n, ids in self._names.items() for i in sorted(ids) if self._fits(i, thing))
            self._known[kind] = dict(fits)
        known = self._known[kind]
        return list(dict.fromkeys(known[n] for n in nearest_names(thing.names[0], known, limit=2, cutoff=80)))

    def portrayals(self, performer: str, character: str) -> list[str]:
        """Return the portrayals of a character by a performer."""
        return sorted(self._roles["performer", performer] & self._roles["portrays", character])


def _only(found: set[str], how: str) -> Match:
    return Match(next(iter(found)), how) if len(found) == 1 else Match(None, how, tuple(sorted(found)))


def primary(subject: str, predicate: str, value: object) -> tuple[str, str, object]:
    """Return a claim in the primary direction of its property; a symmetric one begins with the lesser id."""
    known = PROPERTIES.get(predicate)
    if known and isinstance(value, Ref):
        if known.inverse_of:
            return value.id, known.inverse_of, Ref(subject)
        if "symmetric" in known.flags and value.id < subject:
            return value.id, predicate, Ref(subject)
    return subject, predicate, value
