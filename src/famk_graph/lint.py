"""The spoiler lint for authors: texts, sources and file names that use a name which only a later reveal tells.

A name is a label, an alias or a title, and in what is said of its own subject a position, rank or fate. An
entity may have several, each with the reveals at which it is first heard. A text may use a name whose reveal
whoever sees the text has passed, and a single word of a name once any name that has it is known. What remains
is a guess, since names are also words, so these are warnings, and `data/exceptions.toml` lists what is meant,
with the reason.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from famk_graph import dates
from famk_graph.check import superclasses
from famk_graph.model import EPISODE, Dataset, Date, Reveal, Source, Text, Where, make_reveal
from famk_graph.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from famk_graph.exceptions import Exceptions
    from famk_graph.findings import Findings

_NAMES: Final = frozenset({"label", "alias", "title"})
_OWN: Final = frozenset({"label", "alias", "title", "positionHeld", "militaryRank", "fate"})
_TOPICS: Final = frozenset({"Divergence", "Portrayal"})  # their labels name a topic or repeat two names
_PEOPLE: Final = frozenset({"Character", "Person"})
_SHORTEST: Final = 4  # a name of fewer letters is found in too many words' company
_MOMENTS: Final = frozenset({"Launch", "Landing", "Death", "Election", "Decision", "Discovery", "Accident"})
_OPEN: Final = Reveal(("premise",))
_CALENDAR: Final = frozenset(map(str.casefold, [*calendar.month_name, *calendar.day_name]))


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
    words: dict[str, set[Reveal]] = field(default_factory=lambda: defaultdict(set))
    common: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, dataset: Dataset) -> Names:
        """Collect the names of a dataset."""
        names = cls()
        texts = (claim.value.text for claim in dataset.claims if isinstance(claim.value, Text))
        names.common = {word for text in texts for word in text.split() if word.islower()} | _CALENDAR
        for claim in dataset.claims:
            if not isinstance(claim.value, Text) or claim.predicate not in _OWN or not claim.asserted:
                continue
            name, entity = fold(claim.value.text), dataset.entities[claim.subject]
            names.own[claim.subject][name].add(claim.reveal)
            common = claim.predicate == "title" and " " not in name
            if claim.predicate in _NAMES and entity.cls not in _TOPICS and not common:
                names.told[name].add(claim.reveal)
                for word in _proper(claim.value.text):
                    names.words[word].add(claim.reveal)
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

    def parts(self, text: str, reveal: Reveal) -> Iterator[tuple[str, Reveal]]:
        """Yield the words in a text that whoever has seen the reveal has met in no name yet, and when they are told.

        Only what is written as a proper name counts, and nothing that is also an ordinary word in the data.
        """
        for word in sorted(_proper(text) - self.common):
            told = self.words.get(word, set())
            if told and not any(reveal.implies(known) for known in told):
                yield word, min(told)

    def _inside(self, word: str, longer: str, reveal: Reveal) -> bool:
        """Whether a word is only a part of a person's longer name that is known by then."""
        inside = word != longer and word in longer.split()
        return inside and any(reveal.implies(known) for known in self.people.get(longer, ()))


def _proper(text: str) -> set[str]:
    """Return the words of a text that are written as proper names, folded."""
    words = re.findall(r"[^\W\d_]+", text)
    return {fold(word) for word in words if word[0].isupper() and len(word) >= _SHORTEST}


def _phrases(words: list[str], longest: int = 8) -> set[str]:
    return {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + longest, len(words)) + 1)}


def lint(dataset: Dataset, files: Iterable[Path], root: Path, excepted: Exceptions, findings: Findings) -> None:
    """Add a warning for each text, source and file name that tells something too early.

    Parameters
    ----------
    dataset
        A dataset without errors.
    files, root
        The curated data files and their folder.
    excepted
        What is meant as it is.
    findings
        Where the warnings go.

    """
    names = Names.of(dataset)
    for hit in [*_texts(dataset, names), *_sources(dataset, names), *_files(files, root, names)]:
        if not excepted.excuse(hit.about, hit.name):
            findings.add(hit.where, hit.rule, hit.message, "use a name that is known by then, or move the claim")


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
            early = dict(names.early(text or "", claim.reveal, claim.subject))
            whole = {word for name in early for word in name.split()}
            early |= {word: told for word, told in names.parts(text or "", claim.reveal) if word not in whole}
            for name, told in early.items():
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
