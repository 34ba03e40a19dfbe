"""From what a person types to the entity they mean: any case, accents or none, nicknames, near misses."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.check import superclasses
from famk_graph.errors import NotFoundError
from famk_graph.query import run
from famk_graph.saved import internal
from famk_graph.vocabulary import CLASSES, CONCEPTS, PROPERTIES
from famk_graph.words import fold, nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable

# Where one name means several entities, what a viewer is likeliest to mean comes first. A part of a name is
# likelier a person's than a word of an event.
_LIKELY = ("Character", "Show", "Event", "Person", "Base", "Organization", "Season", "Episode", "Place")
_LIKELY_PART = ("Character", "Show", "Person", "Event", *_LIKELY[4:])
_LISTED = 10  # names in a message that asks which one is meant
_EPISODE = re.compile(r"(?:(fam|sc)[:\s-]*)?s?0*(\d+)[ex]0*(\d+)")


@dataclass(slots=True)
class Entry:
    """An entity as the index knows it."""

    id: str
    label: str = ""
    cls: str = ""
    names: set[str] = field(default_factory=set)

    @property
    def likelihood(self) -> tuple[int, int, str]:
        """Sort key: the likeliest meaning of a shared name first."""
        return self.place(_LIKELY), 0 if self.id.startswith("alt-") else 1, self.id

    def place(self, order: tuple[str, ...]) -> int:
        """Return how early the entity's class comes in an order of classes."""
        above = superclasses(self.cls)
        return next((n for n, cls in enumerate(order) if cls in above), len(order))


class Names:
    """The index of the names that exist in a store."""

    def __init__(self, store: ox.Store) -> None:
        """Read all names and classes of the store."""
        self._store = store
        self.entries: dict[str, Entry] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._counted: dict[str, int] = {}
        for row in run(store, internal("names")).solutions():
            entry = self._entry(row["entity"].value)
            if not entry.label or row["kind"].value.endswith("#label"):
                entry.label = row["name"].value
            entry.names.add(row["name"].value)
            self._by_name[fold(row["name"].value)].add(entry.id)
        for row in run(store, internal("classes")).solutions():
            entry, cls = self._entry(row["entity"].value), row["class"].value.rpartition("#")[2]
            if cls in CLASSES and len(superclasses(cls)) > len(superclasses(entry.cls) if entry.cls else ()):
                entry.cls = cls
        latest: dict[str, str] = {}
        for row in run(store, internal("later_labels")).solutions():
            ident, reveal = row["entity"].value.removeprefix(iris.ENTITY), row["reveal"].value
            if _episode_order(reveal) >= latest.get(ident, ""):
                latest[ident] = _episode_order(reveal)
                self.entries[ident].label = row["name"].value

    def _entry(self, iri: str) -> Entry:
        ident = iri.removeprefix(iris.ENTITY)
        return self.entries.setdefault(ident, Entry(ident, ident))

    def label(self, iri: str) -> str:
        """Return the name to show for an IRI: an entity's label, or a term's or concept's words."""
        for base in (iris.ENTITY, iris.REVEAL, iris.SOURCE):
            if iri.startswith(base):
                ident = iri.removeprefix(base)
                return self.entries[ident].label if ident in self.entries else ident
        word = iri.rpartition("#")[2].rpartition("/")[2]
        if word in PROPERTIES:
            return PROPERTIES[word].label
        return word.replace("-", " ") if word in CONCEPTS else iris.shorten(iri)

    def find(self, text: str, cls: str | None = None) -> list[Entry]:
        """Return the entities (of a class) that a text can mean, the likeliest first; empty if there is none.

        An id or a whole name goes before a part of a name.
        """
        return self.exact(text, cls) or self._partial(text, cls)

    def exact(self, text: str, cls: str | None = None) -> list[Entry]:
        """Return the entities whose id or whole name a text is, or the episode that it is the number of."""
        name = fold(text)
        if not name:
            return []
        found = self._of({text} & self.entries.keys(), cls) or self._of(self._by_name.get(name, ()), cls)
        joined = name.replace(" ", "")
        return (
            found
            or self._of(_episodes(text) & self.entries.keys(), cls)
            or self._of({i for n, ids in self._by_name.items() if n.replace(" ", "") == joined for i in ids}, cls)
        )

    def _partial(self, text: str, cls: str | None) -> list[Entry]:
        words = set(fold(text).split())
        if not words:
            return []
        found = self._of({i for n, ids in self._by_name.items() if words <= set(n.split()) for i in ids}, cls)
        return sorted(found, key=lambda entry: (entry.place(_LIKELY_PART), -self.told(entry)))

    def told(self, entry: Entry) -> int:
        """Return how often other things speak of an entity: “Ed” is Ed Baldwin, not Ed White."""
        if entry.id not in self._counted:
            node = ox.NamedNode(iris.ENTITY + entry.id)
            self._counted[entry.id] = sum(1 for _ in self._store.quads_for_pattern(None, None, node, None))
        return self._counted[entry.id]

    @cached_property
    def described(self) -> dict[str, str]:
        """What things are said to be and where they are, by id and folded: words that people search them by, too."""
        found: dict[str, list[str]] = defaultdict(list)
        for predicate in ("description", "place"):
            named = ox.NamedNode(iris.predicate(predicate))
            for quad in self._store.quads_for_pattern(None, named, None, ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                    node = isinstance(quad.object, ox.NamedNode)
                    text = self.label(quad.object.value) if node else quad.object.value
                    found[quad.subject.value.removeprefix(iris.ENTITY)].append(fold(text))
        return {ident: " ".join(sorted(texts)) for ident, texts in found.items()}

    def _of(self, idents: Iterable[str], cls: str | None) -> list[Entry]:
        found = [e for e in map(self.entries.__getitem__, idents) if cls is None or cls in superclasses(e.cls)]
        return sorted(found, key=lambda entry: entry.likelihood)

    def resolve(self, text: str, cls: str | None = None) -> Entry:
        """Return the entity that a text means.

        Parameters
        ----------
        text
            An id, a name in any case and with or without accents, a nickname, or a part of a name.
        cls
            The class that the entity must belong to, where only one will do. A part of several names is
            then refused, since a likeliest one cannot be told.

        Raises
        ------
        NotFoundError
            Nothing is called so; the message holds the nearest names.

        """
        text = text.strip()
        exact = self.exact(text, cls)
        found = exact or self._partial(text, cls)
        if cls and not exact and len(found) > 1:
            listed = "\n".join(f"    {entry.id}: {entry.label}" for entry in found[:_LISTED])
            more = f"\n    and {len(found) - _LISTED} more; write more of the name" if len(found) > _LISTED else ""
            raise NotFoundError(f"“{text}” is a part of several names. Which one is meant?\n{listed}{more}")
        if found:
            return found[0]
        what = {"Event": "event or mission"}.get(cls or "", "thing")
        other = self.find(text)
        fault = (
            f"“{text}” is {other[0].label} ({other[0].cls}), no {what}."
            if other
            else f"No {what} called “{text}” is known at this horizon."
        )
        near = self._near(text, cls)
        lists = "famk timeline lists those with a date." if cls == "Event" else "famk coverage tells what there is."
        raise NotFoundError(f"{fault}\n    {f'Did you mean {near}?' if near else lists}")

    def _near(self, text: str, cls: str | None) -> str:
        """Return the names nearest to a text in words, each entity once; who plays whom is not what is looked for."""
        known: dict[str, Entry] = {}
        for entry in sorted(self.entries.values(), key=lambda entry: entry.likelihood):
            if entry.cls != "Portrayal" and (cls is None or cls in superclasses(entry.cls)):
                for name in entry.names:
                    known.setdefault(name, entry)
        near = {known[name].id: f"{name} ({known[name].id})" for name in reversed(nearest_names(text, known))}
        return " or ".join(reversed(near.values()))


def _episodes(text: str) -> set[str]:
    """Return the ids of the episodes that a text such as ``s1e3``, ``1x03`` or ``fam:s1e3`` can mean."""
    match = _EPISODE.fullmatch(text.strip().lower().replace("×", "x"))
    shows = (match[1],) if match and match[1] else ("fam", "sc")
    return {f"{show}-s{int(match[2]):02d}e{int(match[3]):02d}" for show in shows} if match else set()


def _episode_order(reveal: str) -> str:
    key = reveal.removeprefix(iris.REVEAL)
    return "" if key in ("premise", "production", "history") else key
