"""What files from outside say, in one form for all of them, before it is held against the data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from famk_graph.model import Value


def one_line(text: str) -> str:
    r"""Return a text of a file without line breaks and other signs that are not to be seen.

    >>> one_line("Ada\n  Stone\x1b")
    'Ada Stone'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class When(NamedTuple):
    """When a viewer may learn it: ``plain`` (no story), ``story`` (a person decides), or ``certain``.

    ``works`` are the keys of the episodes or seasons that speak of it: for ``certain`` what must have been seen,
    for ``story`` what is proposed.
    """

    kind: str
    works: tuple[str, ...] = ()


PLAIN = When("plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that a file speaks of, under a key of its own.

    Attributes
    ----------
    key
        What the file calls it: a Wikidata id, or such as ``person:1``.
    names
        Its name, then its other names.
    classes
        The classes that it can be of, the one for a new entity first.
    base
        The reveal of what is said of it without telling the story.
    fictional
        Whether it belongs to a story, and not to our world.
    may_be_new
        Whether an entity is proposed where the data have none.
    part_of, number
        The show of a season or the season of an episode, and which one it is.
    wikidata
        Its address at Wikidata, where that is sure.

    """

    key: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    base: str = "production"
    fictional: bool = False
    may_be_new: bool = False
    part_of: str | None = None
    number: int | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim of a file; the subject and a reference are keys of things, or ids of concepts."""

    subject: str
    predicate: str
    value: Value
    source: str
    when: When = PLAIN
    valid_from: str | None = None
    valid_until: str | None = None
    valid_at: str | None = None
    order: int | None = None
    only_new: bool = False  # whether it is worth saying of a new entity only


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Somebody plays somebody, in some works."""

    performer: str
    character: str
    works: tuple[str, ...]
    source: str
    when: When
    guest: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A proposed entry of the bibliography; ``tells`` is the key of a season or an episode."""

    id: str
    title: str
    url: str
    publisher: str
    grade: str
    published: str | None = None
    tells: str | None = None
    covers: str = ""


class Skip(NamedTuple):
    """What is not proposed: about what, and why."""

    about: str
    reason: str


@dataclass(slots=True)
class Harvest:
    """Everything that some files say."""

    things: dict[str, Thing] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    skips: list[Skip] = field(default_factory=list)

    def thing(self, thing: Thing) -> str:
        """Add a thing unless it is there, and return its key; one that knows more takes the other's place."""
        thing = replace(thing, names=tuple(filter(None, map(one_line, thing.names))))
        before = self.things.get(thing.key)
        if before is None or len(thing.names) > len(before.names) or (thing.may_be_new and not before.may_be_new):
            self.things[thing.key] = thing
        return thing.key

    def skip(self, about: str, reason: str) -> None:
        """Note that something is not proposed."""
        self.skips.append(Skip(about, reason))

    def reasons(self) -> Counter[str]:
        """Return how often each reason was given."""
        return Counter(skip.reason for skip in self.skips)
