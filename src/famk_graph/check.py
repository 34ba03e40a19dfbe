"""What a dataset must satisfy beyond its form: references, types, dates, duplicates, sources, spoilers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from famk_graph import dates
from famk_graph.findings import Findings, display
from famk_graph.model import Claim, Dataset, Date, Entity, Ref, Reveal, Text
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CLASSES, CONCEPTS
from famk_graph.words import did_you_mean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

TIMELINES = frozenset({"alternate-timeline", "our-timeline"})
_NAMES = frozenset({"label", "alias", "positionHeld", "militaryRank", "fate"})
_OF_THE_STORY = frozenset({"theme", "tone", "pointOfView", "setting", "setDuring"})
_IN_THE_STORY = frozenset({"Character", "Portrayal", "Divergence"})
_LATER_SEASON = re.compile(r"[a-z]+-s(?!01)\d\d(e\d\d)?")


@cache
def superclasses(cls: str) -> frozenset[str]:
    """Return a class and all classes above it."""
    above = {cls}
    for parent in CLASSES.get(cls, ()):
        above |= superclasses(parent)
    return frozenset(above)


def check(dataset: Dataset) -> Findings:
    """Complete the introductions of the dataset's entities and return everything that is wrong with it."""
    findings = Findings()
    introduce(dataset, findings)
    _references(dataset, findings)
    _duplicates(dataset, findings)
    _sources(dataset, findings)
    _times(dataset, findings)
    _giveaways(dataset, findings)
    _story(dataset, findings)
    return findings


def introduce(dataset: Dataset, findings: Findings) -> None:
    """Let viewers of the other show meet an entity where its claims first reach them.

    An entity is introduced by its first group. A claim that such a viewer cannot see yet, but a viewer of
    another show can, introduces it there too, under the same label and with the claim's own sources.
    """
    extra: list[Claim] = []
    for claim in sorted(dataset.claims, key=lambda c: c.reveal):
        entity = dataset.entities.get(claim.subject)
        if entity is None or any(claim.reveal.implies(known) for known in entity.introductions):
            continue
        first = entity.introductions[0]
        shows = {e.partition("-")[0] for e in first.episodes} & {e.partition("-")[0] for e in claim.reveal.episodes}
        if not claim.reveal.episodes or shows:
            message = (
                f"“{claim.subject}” is not known before {first.key}, but this claim is revealed at {claim.reveal.key}"
            )
            findings.add(
                claim.where,
                "claim-before-entity",
                message,
                "move the claim, or let an earlier group introduce the entity",
            )
            continue
        dataset.entities[entity.id] = replace(entity, introductions=(*entity.introductions, claim.reveal))
        extra.append(claim.unqualified("is", Ref(entity.cls)))
        extra.append(claim.unqualified("label", Text(entity.label, "en")))
    dataset.claims.extend(extra)


def _references(dataset: Dataset, findings: Findings) -> None:
    episodes = {e.id for e in dataset.entities.values() if e.cls == "Episode"}
    for claim in dataset.claims:
        if claim.subject not in dataset.entities:
            hint = did_you_mean(claim.subject, dataset.entities)
            findings.add(claim.where, "unknown-entity", f"unknown entity “{claim.subject}”", hint)
            continue
        for episode in claim.reveal.episodes:
            if episode not in episodes:
                message = f"unknown episode “{episode}” in the reveal"
                findings.add(claim.where, "unknown-episode", message, did_you_mean(episode, episodes))
        if claim.role is not None and "Role" not in superclasses(CONCEPTS.get(claim.role, "")):
            roles = [name for name, cls in CONCEPTS.items() if "Role" in superclasses(cls)]
            hint = did_you_mean(claim.role, roles)
            findings.add(claim.where, "unknown-role", f"unknown role “{claim.role}”", hint)
        if claim.predicate != "is":
            _types(claim, dataset, findings)


def _types(claim: Claim, dataset: Dataset, findings: Findings) -> None:
    known = CLAIMABLE[claim.predicate]
    subject = dataset.entities[claim.subject]
    if known.domain and not superclasses(subject.cls) & set(known.domain):
        expected = " or ".join(known.domain)
        near = _fitting(claim.predicate, subject.cls)
        message = f"{claim.predicate} is for {expected}; “{subject.id}” is a {subject.cls}"
        findings.add(claim.where, "wrong-subject", message, near)
    if not isinstance(claim.value, Ref):
        return
    value = claim.value.id
    cls = CONCEPTS.get(value) or ("Timeline" if value in TIMELINES else None)
    entity = dataset.entities.get(value)
    if entity:
        cls = entity.cls
        if not any(claim.reveal.implies(known_at) for known_at in entity.introductions):
            first = entity.introductions[0].key
            message = f"“{value}” is not known before {first}, but this claim is revealed at {claim.reveal.key}"
            hint = "give the claim the later reveal, or introduce the entity earlier"
            findings.add(claim.where, "value-before-entity", message, hint)
    if cls is None:
        words = {**dataset.entities, **CONCEPTS}
        message = f"{claim.predicate}: unknown entity “{value}”"
        findings.add(claim.where, "unknown-entity", message, did_you_mean(value, words))
    elif known.range and not superclasses(cls) & set(known.range):
        expected = " or ".join(known.range)
        concepts = [name for name, c in CONCEPTS.items() if superclasses(c) & set(known.range)]
        hint = did_you_mean(value, concepts) if concepts else ""
        message = f"{claim.predicate}: expected a {expected}, found “{value}”, a {cls}"
        findings.add(claim.where, "wrong-value-class", message, hint)


def _fitting(predicate: str, cls: str) -> str:
    fitting = [n for n, p in CLAIMABLE.items() if not p.domain or superclasses(cls) & set(p.domain)]
    return did_you_mean(predicate, fitting)


def _duplicates(dataset: Dataset, findings: Findings) -> None:
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in dataset.claims:
        first = seen.setdefault(claim.identity, claim)
        if first is not claim and claim.predicate != "is":
            where = display(first.where.file)
            message = f"duplicate claim: {claim.subject} {claim.predicate}"
            hint = f"it stands already in {where}; keep one, with the sources of both"
            findings.add(claim.where, "duplicate-claim", message, hint)


def _sources(dataset: Dataset, findings: Findings) -> None:
    works = {e.id for e in dataset.entities.values() if e.cls in ("Season", "Episode")}
    for source in dataset.sources.values():
        if source.tells and source.tells not in works:
            message = f"tells: unknown season or episode “{source.tells}”"
            findings.add(source.where, "unknown-work", message, did_you_mean(source.tells, works))
    for claim in dataset.claims:
        for ident in claim.sources:
            cited = dataset.sources.get(ident)
            if cited is None:
                hint = did_you_mean(ident, dataset.sources)
                findings.add(claim.where, "unknown-source", f"unknown source “{ident}”", hint)
            elif cited.grade == "D" and claim.asserted:
                message = f"the source “{ident}” has grade D and supports nothing that is asserted"
                hint = "find a better source, or give the claim rank: deprecated and a reason"
                findings.add(claim.where, "weak-source", message, hint)
        if claim.evidence == "recalled" and isinstance(claim.value, Date):
            message = f"{claim.predicate}: a date cannot be recalled"
            findings.add(claim.where, "recalled-date", message, "name a source, or leave the date out")


def _times(dataset: Dataset, findings: Findings) -> None:
    own: dict[tuple[str, str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in dataset.claims:
        if claim.valid_from and claim.valid_until and _after(claim.valid_from, claim.valid_until):
            message = f"ends ({claim.valid_until}) before it starts ({claim.valid_from})"
            findings.add(claim.where, "end-before-start", message)
        if isinstance(claim.value, Date) and claim.asserted:
            own[claim.subject, claim.world, ""][claim.predicate].append(claim)
    pairs = (
        ("startDate", "endDate", "ends"),
        ("birthDate", "deathDate", "dies"),
        ("foundedOn", "dissolvedOn", "ends"),
        ("launchDate", "landingDate", "lands"),
        ("releaseDate", "finaleDate", "ends"),
    )
    for (subject, _, _), found in own.items():
        for first, last, verb in pairs:
            for start in found.get(first, ()):
                for end in found.get(last, ()):
                    if _after(_edtf(start), _edtf(end)):
                        message = f"“{subject}” {verb} ({_edtf(end)}) before {first} ({_edtf(start)})"
                        rule = "death-before-birth" if verb == "dies" else "end-before-start"
                        findings.add(end.where, rule, message, f"compare {display(start.where.file)}")


def _edtf(claim: Claim) -> str:
    return claim.value.edtf if isinstance(claim.value, Date) else ""


def _after(start: str, end: str) -> bool:
    first, last = dates.parse(start).earliest, dates.parse(end).latest
    return first is not None and last is not None and first > last


def _giveaways(dataset: Dataset, findings: Findings) -> None:
    """Find ids and labels that hold a whole name, title or fate which is only revealed later."""
    names: dict[str, list[Claim]] = defaultdict(list)
    for claim in dataset.claims:
        if claim.predicate in _NAMES and isinstance(claim.value, Text):
            names[claim.subject].append(claim)
    for entity in dataset.entities.values():
        early = _words(c for c in names[entity.id] if _at_introduction(c, entity) and c.predicate != "label")
        for claim in names[entity.id]:
            if _at_introduction(claim, entity) or not isinstance(claim.value, Text):
                continue
            late = set(fold(claim.value.text).split()) - early
            if late and late <= set(fold(entity.label).split()) | set(entity.id.split("-")):
                where = "label" if late <= set(fold(entity.label).split()) else "id"
                told = f"{claim.predicate} “{claim.value.text}”, revealed at {claim.reveal.key}"
                message = f"the {where} of “{entity.id}” tells {told}"
                hint = "use the name under which the audience first meets the entity"
                findings.add(entity.where, f"{where}-tells-later", message, hint)


def _story(dataset: Dataset, findings: Findings) -> None:
    """Find what is told of the story as if it were a credit, or of a later season as if it were the premise."""
    for claim in dataset.claims:
        entity = dataset.entities.get(claim.subject)
        story = claim.predicate in _OF_THE_STORY or (entity is not None and superclasses(entity.cls) & _IN_THE_STORY)
        later = _LATER_SEASON.fullmatch(claim.subject)
        if (claim.reveal.key == "production" and story) or (claim.reveal.key == "premise" and later):
            message = f"{claim.predicate} of “{claim.subject}” is of the story, and revealed as {claim.reveal.key}"
            hint = "name the episode that shows it" + ("" if later else ", or premise for what the publicity tells")
            findings.add(claim.where, "story-told-early", message, hint)


def _at_introduction(claim: Claim, entity: Entity) -> bool:
    return any(known.implies(claim.reveal) for known in entity.introductions)


def _words(claims: Iterable[Claim]) -> set[str]:
    return {word for c in claims if isinstance(c.value, Text) for word in fold(c.value.text).split()}


__all__ = ["Reveal", "check", "introduce", "superclasses"]
