"""Read entries from YAML files into a dataset, noting every mistake of form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from famk_graph import yaml_files
from famk_graph.findings import Findings, display
from famk_graph.groups import GroupReader
from famk_graph.model import Dataset, Entity, Ref, Source, Text, World
from famk_graph.values import SLUG, convert
from famk_graph.vocabulary import CLASSES, DEFINED_CLASSES, PROPERTIES
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[str], None]
_ENTITY_KEYS = ("id", "is", "label", "known")
_ABOUT_KEYS = ("about", "known")
_SOURCE_KEYS = ("id", "is", "title", "url", "publisher", "published", "grade", "tells", "covers")
_WORKS = frozenset({"ScreenWork", "Show", "Season", "Episode", "Portrayal"})
_OURS = _WORKS | {"Person", "Actor", "HistoricalFigure", "Award", "Divergence"}
# That somebody is seen in an episode, or is the fiction's version of somebody, is so in our world.
_SAYS_OURS = frozenset(name for name, known in PROPERTIES.items() if _WORKS & {*known.range}) | {
    *("counterpartOf", "hasCounterpart"),
}


def read(
    files: Iterable[Path], world: World | None = None, on_file: Progress | None = None
) -> tuple[Dataset, Findings]:
    """Return the dataset of some YAML files and what is wrong with their form.

    Parameters
    ----------
    files
        The files, in the order in which their mistakes shall be told.
    world
        The world of all their claims, for facts that a user brings; ``None`` for the curated data.
    on_file
        Called with each file's name, for a progress display.

    """
    dataset, findings = Dataset(), Findings()
    for file in files:
        if on_file:
            on_file(file.name)
        reader = Reader(dataset, findings, str(file), world)
        content, problems = yaml_files.load(file, display(str(file)))
        findings.extend(problems)
        if not problems:
            reader.entries(content)
    fill_worlds(dataset)
    return dataset, findings


def fill_worlds(dataset: Dataset) -> None:
    """Give each claim without a world the one that its subject's class, its predicate and its reveal mean."""
    for number, claim in enumerate(dataset.claims):
        if claim.world:
            continue
        entity = dataset.entities.get(claim.subject)
        ours = claim.reveal.parts[0] in ("production", "history") or claim.predicate in _SAYS_OURS
        ours = ours or (entity is not None and entity.cls in _OURS)
        dataset.claims[number] = replace(claim, world="ours" if ours else "alternate")


class Reader(GroupReader):
    """Reads the entries of one file."""

    def entries(self, content: object) -> None:
        """Read all entries of a file."""
        if not isinstance(content, list):
            found = "a map" if isinstance(content, dict) else "one value"
            self.findings.add(
                self.where(),
                "wrong-form",
                f"found {found}, expected a list of entries",
                "begin each entry with “- id: …”",
            )
            return
        for number, entry in enumerate(content):
            if not isinstance(entry, dict):
                hint = "an entry is “- id: …”, “is: …”, “known: …”"
                self.findings.add(self.where(number), "wrong-form", "expected a map", hint)
            elif entry.get("is") == "Source":
                self.source(number, entry)
            elif "about" in entry:
                self.about(number, entry)
            else:
                self.entity(number, entry)

    def source(self, number: int, entry: dict[str, object]) -> None:
        """Read an entry of the bibliography."""
        if not self.keys(entry, _SOURCE_KEYS, ("id", "title", "publisher", "grade"), number):
            return
        ident = self.slug(entry["id"], number, "id")
        grade = entry["grade"]
        if grade not in ("A", "B", "C", "D"):
            where = self.where(number, "grade")
            self.findings.add(where, "unknown-grade", f"unknown grade “{grade}”", "expected A, B, C or D")
        published = entry.get("published")
        if published is not None:
            published = self.date(published, number, "published")
        url = entry.get("url")
        if url is not None:
            try:
                convert("uri", url)
            except ValueError as error:
                self.findings.add(self.where(number, "url"), "wrong-value", str(error))
        tells = entry.get("tells")
        if tells is not None and not (isinstance(tells, str) and SLUG.fullmatch(tells)):
            where, message = self.where(number, "tells"), f"“{tells}” is not a season or episode"
            self.findings.add(where, "unknown-work", message, "such as fam-s02")
            tells = None
        if ident is None:
            return
        if ident in self.dataset.sources:
            first = display(self.dataset.sources[ident].where.file)
            message = f"the source “{ident}” is defined twice"
            self.findings.add(self.where(number, "id"), "duplicate-source", message, f"first in {first}")
            return
        self.dataset.sources[ident] = Source(
            id=ident,
            title=str(entry["title"]),
            publisher=str(entry["publisher"]),
            grade=str(grade),
            where=self.where(number, "id"),
            url=str(url) if url else None,
            published=published,
            tells=str(tells) if tells else None,
        )

    def entity(self, number: int, entry: dict[str, object]) -> None:
        """Read an entity with its claims, its class and its label."""
        if not self.keys(entry, _ENTITY_KEYS, ("id", "is", "label", "known"), number):
            return
        ident = self.slug(entry["id"], number, "id")
        cls = str(entry["is"])
        if cls not in CLASSES or cls in DEFINED_CLASSES:
            what = (
                "is filled by the reasoner and cannot be stated" if cls in DEFINED_CLASSES else "is not in the ontology"
            )
            hint = did_you_mean(cls, set(CLASSES) - DEFINED_CLASSES)
            rule = "defined-class" if cls in DEFINED_CLASSES else "unknown-class"
            self.findings.add(self.where(number, "is"), rule, f"the class “{cls}” {what}", hint)
            return
        if not isinstance(entry["label"], str):
            message = f"found the value {entry['label']}, expected a text as label"
            self.findings.add(self.where(number, "label"), "wrong-value", message, "put quotes around it")
            return
        if ident is None:
            return
        if ident in self.dataset.entities:
            first = display(self.dataset.entities[ident].where.file)
            hint = f"first in {first}; use “about: {ident}” to add claims to it"
            self.findings.add(self.where(number, "id"), "duplicate-id", f"the id “{ident}” is defined twice", hint)
            return
        groups = self.groups(number, ident, entry["known"])
        if groups:
            where, reveal = self.where(number, "id"), groups[0].reveal
            self.dataset.entities[ident] = Entity(ident, cls, entry["label"], (reveal,), where)
            plain = groups[0]._replace(note=None)
            self.claim("is", Ref(cls), plain, self.where(number, "is"))
            self.claim("label", Text(entry["label"], "en"), plain, self.where(number, "label"))

    def about(self, number: int, entry: dict[str, object]) -> None:
        """Read more claims about an entity of another entry."""
        if self.keys(entry, _ABOUT_KEYS, ("about", "known"), number):
            ident = self.slug(entry["about"], number, "about")
            if ident:
                self.groups(number, ident, entry["known"])
