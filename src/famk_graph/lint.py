"""The spoiler lint for authors: texts, sources and file names that use a name which only a later reveal tells.

A name is a label, an alias or a title, and in what is said of its own subject a position, rank or fate. An
entity may have several, each with the reveals at which it is first heard. A text may use a name whose reveal
whoever sees the text has passed. What remains is a guess, since names are also words, so these are warnings,
and `data/exceptions.toml` lists what is meant, with the reason.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from famk_graph import dates
from famk_graph.check import superclasses
from famk_graph.errors import Problem
from famk_graph.findings import display
from famk_graph.model import EPISODE, Dataset, Date, Reveal, Source, Text, Where, make_reveal
from famk_graph.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from famk_graph.findings import Findings

EXCEPTIONS: Final = "exceptions.toml"
_NAMES: Final = frozenset({"label", "alias", "title"})
_OWN: Final = frozenset({"label", "alias", "title", "positionHeld", "militaryRank", "fate"})
_TOPICS: Final = frozenset({"Divergence", "Portrayal"})  # their labels name a topic or repeat two names
_PEOPLE: Final = frozenset({"Character", "Person"})
_SHORTEST: Final = 4  # a name of fewer letters is found in too many words' company
_MOMENTS: Final = frozenset({"Launch", "Landing", "Death", "Election", "Decision", "Discovery", "Accident"})
_OPEN: Final = Reveal(("premise",))


class Hit(NamedTuple):
    """A name in a text that is visible before the name is told."""

    where: Where
    rule: str
    about: str
    name: str
    message: str


@dataclass(slots=True)
class Names:
    """Which folded names are told when: anybody's, and those that only give away something of their own subject."""

    told: dict[str, set[Reveal]] = field(default_factory=lambda: defaultdict(set))
    people: dict[str, set[Reveal]] = field(default_factory=lambda: defaultdict(set))
    own: dict[str, dict[str, set[Reveal]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    @classmethod
    def of(cls, dataset: Dataset) -> Names:
        """Collect the names of a dataset."""
        names = cls()
        for claim in dataset.claims:
            if not isinstance(claim.value, Text) or claim.predicate not in _OWN or not claim.asserted:
                continue
            name, entity = fold(claim.value.text), dataset.entities[claim.subject]
            names.own[claim.subject][name].add(claim.reveal)
            common = claim.predicate == "title" and " " not in name
            if claim.predicate in _NAMES and entity.cls not in _TOPICS and not common:
                names.told[name].add(claim.reveal)
            if entity.cls in _PEOPLE:
                names.people[name].add(claim.reveal)
        return names

    def early(self, text: str, reveal: Reveal, subject: str = "") -> Iterator[tuple[str, Reveal]]:
        """Yield the names in a text that whoever has seen the reveal does not know yet, and when they are told."""
        phrases = sorted(_phrases(fold(text).split()))
        for name in phrases:
            if " " not in name and any(self._inside(name, longer, reveal) for longer in phrases):
                continue
            told = self.told.get(name, set()) | self.own.get(subject, {}).get(name, set())
            if told and len(name) >= _SHORTEST and not any(reveal.implies(known) for known in told):
                yield name, min(told)

    def _inside(self, word: str, longer: str, reveal: Reveal) -> bool:
        """Whether a word is only a part of a person's longer name that is known by then."""
        inside = word != longer and word in longer.split()
        return inside and any(reveal.implies(known) for known in self.people.get(longer, ()))


def _phrases(words: list[str], longest: int = 8) -> set[str]:
    return {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + longest, len(words)) + 1)}


def lint(dataset: Dataset, files: Iterable[Path], root: Path, findings: Findings) -> None:
    """Add a warning for each text, source and file name that tells something too early.

    Parameters
    ----------
    dataset
        A dataset without errors.
    files, root
        The curated data files and their folder, which may hold a list of exceptions.
    findings
        Where the warnings go.

    """
    names = Names.of(dataset)
    excepted = _exceptions(root, findings)
    used: set[tuple[str, str]] = set()
    for hit in [*_texts(dataset, names), *_sources(dataset, names), *_files(files, root, names)]:
        if excepted.get((hit.about, hit.name)):
            used.add((hit.about, hit.name))
        else:
            findings.add(hit.where, hit.rule, hit.message, "use a name that is known by then, or move the claim")
    for number, (key, reason) in enumerate(excepted.items()):
        if key not in used or not reason:
            what = "is not needed any more" if reason else "gives no reason"
            message = f"the exception for “{key[1]}” in “{key[0]}” {what}"
            line = _lines(root / EXCEPTIONS)[number]
            findings.append(Problem(display(str(root / EXCEPTIONS)), line, 1, "stale-exception", message))


def moments(dataset: Dataset, findings: Findings) -> None:
    """Add a remark for each span that is given as the date of an event which does not last."""
    for claim in dataset.claims:
        entity = dataset.entities[claim.subject]
        if claim.predicate != "date" or not isinstance(claim.value, Date) or not superclasses(entity.cls) & _MOMENTS:
            continue
        first, slash, last = claim.value.edtf.partition("/")
        span = dates.parse(claim.value.edtf)
        if slash and span.earliest and span.latest and first != last:
            plain = len(first) == len(last) and not set(first + last) & set("X?~%")
            ends = (first, last) if plain else (span.earliest.isoformat(), span.latest.isoformat())
            message = f"“{entity.id}” lasts from {first} to {last}, which no {entity.cls} does"
            hint = f'if it was on one unknown day of that time, write "[{ends[0]}..{ends[1]}]"'
            findings.add(claim.where, "moment-as-span", message, hint)


def _texts(dataset: Dataset, names: Names) -> Iterator[Hit]:
    for claim in dataset.claims:
        value = claim.value.text if isinstance(claim.value, Text) else ""
        for what, text in ((claim.predicate, value), ("note", claim.note), ("reason", claim.reason)):
            for name, told in names.early(text or "", claim.reveal, claim.subject):
                message = f"{what} of “{claim.subject}”, seen at {claim.reveal.key}, tells “{name}” of {told.key}"
                yield Hit(claim.where, "text-tells-later", claim.subject, name, message)
    for entity in dataset.entities.values():
        for reveal in entity.introductions[:1]:
            for name, told in names.early(entity.id, reveal, entity.id):
                message = f"the id “{entity.id}”, seen at {reveal.key}, tells “{name}” of {told.key}"
                yield Hit(entity.where, "text-tells-later", entity.id, name, message)


def _sources(dataset: Dataset, names: Names) -> Iterator[Hit]:
    cited: dict[str, set[Reveal]] = defaultdict(set)
    for claim in dataset.claims:
        for ident in claim.sources:
            cited[ident].add(claim.reveal)
    finales = {e.rpartition("e")[0]: e for e in sorted(dataset.entities) if EPISODE.fullmatch(e)}
    for source in dataset.sources.values():
        told = _tells(source, finales)
        seen = {name: when for reveal in cited[source.id] for name, when in names.early(source.id, reveal)}
        for reveal in cited[source.id]:
            seen |= names.early(source.title, make_reveal([*reveal.episodes, *told] or reveal.parts))
        for name, when in sorted(seen.items()):
            message = f"the source “{source.id}” tells “{name}” of {when.key} to whoever meets it earlier"
            yield Hit(source.where, "source-tells-later", source.id, name, message)


def _tells(source: Source, finales: dict[str, str]) -> list[str]:
    if not source.tells:
        return []
    episode = source.tells if EPISODE.fullmatch(source.tells) else finales.get(source.tells)
    return [episode] if episode else []


def _files(files: Iterable[Path], root: Path, names: Names) -> Iterator[Hit]:
    for file in files:
        shown = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        for name, told in names.early(shown.rpartition(".")[0], _OPEN):
            message = f"the file name “{shown}” tells “{name}” of {told.key}"
            yield Hit(Where(str(file), ()), "file-name-tells-later", shown, name, message)


def _exceptions(root: Path, findings: Findings) -> dict[tuple[str, str], str]:
    """Return what may stand although it is told early: whose text and which name, with the reason."""
    path = root / EXCEPTIONS
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("allow", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.append(Problem(display(str(path)), 0, 0, "unreadable-file", f"the file cannot be read: {error}"))
        return {}
    return {(str(e.get("about")), fold(str(e.get("name")))): str(e.get("reason") or "") for e in entries}


def _lines(path: Path) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.strip() == "[[allow]]"]
