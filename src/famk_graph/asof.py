"""What the press knew on a day: claims cut to the sources that existed, and old guesses taken for what they were.

Each rule looks only at claims that are visible wherever its own claim is, so that cutting at a day and
cutting at a horizon give the same in either order.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from famk_graph import dates
from famk_graph.errors import FamkError
from famk_graph.model import Claim, Dataset, Date, Ref, Reveal, Source, Text
from famk_graph.values import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GUESSED = ("makers", "press")  # whose word can be a speculation, the better one first
_STANDING = "Another claim stood on that day."
_BETTER = "A better guess had been made by that day."


def parse_day(text: str) -> dt.date:
    """Return the day of a text such as ``2025-06-01``.

    Raises
    ------
    FamkError
        The text is not one certain day.

    """
    try:
        span = dates.parse(text.strip())
    except ValueError as error:
        raise FamkError(f"{error}.\n    Write the day for --as-of as 2025-06-01.") from None
    if not span.is_day or span.earliest is None:
        raise FamkError(f"“{text}” is not one certain day.\n    Write the day for --as-of as 2025-06-01.")
    return span.earliest


def existed(source: Source, day: dt.date) -> bool:
    """Return whether a source had certainly been published by a day.

    A month or a year counts from its last day. A source without a date, or with an approximate or open one,
    is not certain to have existed on any day.
    """
    if not source.published or set("~?%") & set(source.published):
        return False
    latest = dates.parse(source.published).latest
    return latest is not None and latest <= day


def known_by(dataset: Dataset, day: dt.date) -> Dataset:
    """Return the dataset as it would have been on a day.

    Parameters
    ----------
    dataset
        A checked dataset. It is not changed.
    day
        The day; what was published on it is known.

    Returns
    -------
    Dataset
        All entities, the sources that existed, and the claims that rest on one of them. Remarks and reasons
        of the curators are left out, since they were written later.

    """
    sources = {ident: source for ident, source in dataset.sources.items() if existed(source, day)}
    kept = list(_supported(dataset.claims, sources))
    named = [claim for claim in kept if _introduces(claim, dataset)]
    rest = _ranked([claim for claim in kept if not _introduces(claim, dataset)], sources)
    claims = [*named, *_introductions(dataset, named, rest), *rest]
    return Dataset(dataset.entities, sources, claims)


def _supported(claims: Iterable[Claim], sources: Mapping[str, Source]) -> Iterator[Claim]:
    for claim in claims:
        left = tuple(ident for ident in claim.sources if ident in sources)
        if left:
            yield replace(claim, sources=left, note=None, reason=None)


def _introduces(claim: Claim, dataset: Dataset) -> bool:
    """Whether a claim says the class or the first name of its subject."""
    if claim.predicate == "is":
        return True
    entity = dataset.entities.get(claim.subject)
    first = entity is not None and claim.reveal in entity.introductions
    return first and claim.predicate == "label" and claim.value == Text(entity.label if entity else "", "en")


def _ranked(claims: list[Claim], sources: Mapping[str, Source]) -> list[Claim]:
    """Give the claims that are deprecated today the rank that they had then."""
    standing: dict[tuple[str, str, str], set[Reveal]] = defaultdict(set)
    guesses: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        key = (claim.subject, claim.predicate, claim.world)
        if claim.asserted:
            standing[key].add(claim.reveal)
        elif claim.evidence in _GUESSED:
            guesses[key].append(claim)
    found: list[Claim] = []
    for claim in claims:
        key = (claim.subject, claim.predicate, claim.world)
        if claim.asserted:
            found.append(claim)
        elif any(claim.reveal.implies(reveal) for reveal in standing[key]):
            found.append(replace(claim, reason=_STANDING))
        elif claim.evidence in _GUESSED:
            rivals = guesses[key] if claim.predicate in SINGLE else []
            beaten = any(claim.reveal.implies(c.reveal) and _merit(c, sources) < _merit(claim, sources) for c in rivals)
            found.append(replace(claim, reason=_BETTER) if beaten else replace(claim, rank="speculative"))
    return found


def _merit(claim: Claim, sources: Mapping[str, Source]) -> tuple[object, ...]:
    """Sort key: the makers' word before the press's, then the better source, the newer, the more exact."""
    cited = [sources[ident] for ident in claim.sources]
    newest = max(dates.parse(source.published or "").latest or dt.date.min for source in cited)
    date = claim.value.edtf if isinstance(claim.value, Date) else ""
    exact = 0 if dates.is_set(date) else -len(date)
    place = _GUESSED.index(claim.evidence)
    return place, min(source.grade for source in cited), -newest.toordinal(), exact, repr(claim.identity)


def _introductions(dataset: Dataset, named: list[Claim], rest: list[Claim]) -> Iterator[Claim]:
    """Name the entities that are spoken of and whose own introduction rests on later sources.

    What a thing is called here is the curators' word and no news of any day, so that the claim which speaks
    of it introduces it with its own sources.
    """
    known: dict[str, set[Reveal]] = defaultdict(set)
    for claim in named:
        if claim.predicate == "is":
            known[claim.subject].add(claim.reveal)
    worlds = {claim.subject: claim.world for claim in dataset.claims if claim.predicate == "is"}
    for claim in sorted(rest, key=_from_early_to_late):
        spoken_of = [claim.subject, *([claim.value.id] if isinstance(claim.value, Ref) else [])]
        for ident in spoken_of:
            entity = dataset.entities.get(ident)
            if entity is None or any(claim.reveal.implies(reveal) for reveal in known[ident]):
                continue
            known[ident].add(claim.reveal)
            for predicate, value in (("is", Ref(entity.cls)), ("label", Text(entity.label, "en"))):
                yield replace(claim.unqualified(predicate, value), subject=ident, world=worlds[ident])


def _from_early_to_late(claim: Claim) -> tuple[object, ...]:
    """Sort key: a reveal comes after all that it implies."""
    return len(claim.reveal.episodes), claim.reveal, repr(claim.identity)
