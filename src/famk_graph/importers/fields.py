"""What the APIs of TVmaze and TMDB have in common: fields by a table, casts and crews by names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from famk_graph import dates
from famk_graph.importers.harvest import PLAIN, Harvest, Part, Said, Thing, When, one_line
from famk_graph.importers.tables import table
from famk_graph.model import Date, Ref, Text, Value
from famk_graph.values import convert
from famk_graph.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json = Any
_REMARKS: Final = re.compile(r"\s*\((?:voice|uncredited|archive footage|archival footage|credit only)\)", re.IGNORECASE)
_QUOTED: Final = re.compile(r"""["“'‘(]([^"”'’)]+)["”'’)]""")
_NOBODY: Final = frozenset({"", "self", "himself", "herself", "themselves"})


class Fields:
    """Adds to a harvest what the objects of an API say, by the API's table of fields."""

    def __init__(self, name: str, out: Harvest) -> None:
        """Take the table of an API."""
        self.name, self.out = name, out
        self._rows = table(name)
        self._jobs = {row["job"]: row for row in table("crew")}

    def say(self, kind: str, raw: Mapping[str, Json], subject: str, about: str, source: str) -> None:
        """Add what the fields of an object say about a thing."""
        for row in self._rows:
            found = raw.get(row["field"]) if row["object"] == kind else None
            if found in (None, "", [], {}, 0):
                continue
            if not row["predicate"]:
                self.out.skip(f"{about}: {row['field']}", row["reason"])
                continue
            when = When("certain", (subject,)) if row["reveal"] == "certain" else PLAIN
            for one in found if isinstance(found, list) else [found]:
                value = self._value(row["kind"], one, f"{about}: {row['field']}")
                if value is not None:
                    self.out.said.append(
                        Said(subject=subject, predicate=row["predicate"], value=value, source=source, when=when)
                    )

    def _value(self, kind: str, raw: Json, about: str) -> Value | None:
        text = raw.get("name") if isinstance(raw, dict) else raw
        if kind.startswith("name:") and isinstance(text, str) and text.strip():
            # Of a place the first part is its name: “Wapakoneta, Ohio, USA”.
            name = text.partition(",")[0].strip() if kind == "name:Place" else text
            return Ref(self.named(name, kind.partition(":")[2]))
        try:
            if kind == "text" and isinstance(text, str) and one_line(text):
                return Text(one_line(text), "en")
            if kind == "date":
                return Date(dates.parse(str(text)).text)
            if kind in ("integer", "uri"):
                return convert(kind, text)
        except ValueError:
            pass  # told below, in the same words for every kind
        self.out.skip(about, f"found “{text}”, expected a {kind.partition(':')[0]}")
        return None

    def named(self, name: str, cls: str) -> str:
        """Add a thing that is known by its name alone, and return its key."""
        return self.out.thing(Thing(key=f"{cls}:{fold(name)}", names=(name,), classes=(cls,)))

    def person(self, raw: Mapping[str, Json]) -> str:
        """Add a person, and return the key; an empty one where the file has no name."""
        name = raw.get("name")
        if not isinstance(name, str) or not name.strip():
            self.out.skip("a person", "the file gives no name")
            return ""
        key = f"{self.name}:person:{raw.get('id', fold(name))}"
        return self.out.thing(Thing(key=key, names=(name.strip(),), classes=("Person",), may_be_new=True))

    def crew(self, members: Iterable[Json], work: str, about: str, source: str) -> None:
        """Add the makers of a work, by their jobs."""
        for raw in members:
            found = raw.get("person", raw) if isinstance(raw, dict) else {}
            jobs = [raw.get("type"), raw.get("job")] if isinstance(raw, dict) else []
            jobs += [job.get("job") for job in raw.get("jobs", ())] if isinstance(raw, dict) else []
            for job in filter(None, jobs):
                row = self._jobs.get(str(job))
                person = self.person(found) if row else ""
                if not row:
                    self.out.skip(f"{about}: {found.get('name')}, {job}", "a job that is not in our table")
                elif person:
                    self.made(person, row["occupation"], source)
                    value, predicate = Ref(person), row["predicate"]
                    self.out.said.append(Said(subject=work, predicate=predicate, value=value, source=source))

    def made(self, person: str, occupation: str, source: str) -> None:
        """Add what somebody who is credited does for a living."""
        value = Text(occupation, "en")
        said = Said(subject=person, predicate="occupation", value=value, source=source, only_new=True)
        if said not in self.out.said:
            self.out.said.append(said)

    def played(
        self, person: str, character: Json, works: tuple[str, ...], source: str, *, guest: bool = False, mark: str = ""
    ) -> None:
        """Add the parts that somebody plays in some works; the names of several are parted by ``/``."""
        for name in _characters(character):
            key = f"{self.name}:character:{fold(name)}"
            thing = Thing(key=key, names=_variants(name), classes=("Character",), fictional=True, may_be_new=True)
            self.out.thing(thing)
            self.made(person, "actor", source)
            part = Part(
                performer=person,
                character=key,
                works=works,
                source=source,
                when=When("story", works),
                guest=guest,
                mark=mark,
            )
            if part not in self.out.parts:
                self.out.parts.append(part)
        if not _characters(character):
            self.out.skip(self.out.things[person].names[0], "plays nobody by name, or themselves")


def _characters(raw: Json) -> list[str]:
    text = raw.get("name") if isinstance(raw, dict) else raw
    names = _REMARKS.sub("", text).split("/") if isinstance(text, str) else []
    return [name.strip() for name in names if fold(name) not in _NOBODY]


def _variants(name: str) -> tuple[str, ...]:
    """Return the forms of a name with a nickname in it: “Edward ‘Ed’ Baldwin” is Edward Baldwin and Ed Baldwin."""
    match = _QUOTED.search(name)
    if not match:
        return (name,)
    before, after = name[: match.start()].split(), name[match.end() :].split()
    return " ".join([*before, *after]), " ".join([match[1], *after])


def shown(raw: Mapping[str, Json], *names: str) -> str:
    """Return the first of some fields that is a text, for messages."""
    return next((str(raw[name]) for name in names if raw.get(name)), "?")
