"""Read the groups of an entry, and the claims in them, noting every mistake of form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from famk_graph import dates
from famk_graph.model import BASE_REVEALS, EPISODE, UNDECIDED, Claim, Dataset, Reveal, Value, Where, World, make_reveal
from famk_graph.values import CLAIMABLE, COMPUTED, SLUG, convert
from famk_graph.vocabulary import CONCEPTS
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from famk_graph.findings import Findings

RANKS = ("preferred", "normal", "deprecated")
WORLDS = ("alternate", "ours")
EVIDENCE = tuple(name for name, cls in CONCEPTS.items() if cls == "Evidence")
_GROUP_KEYS = ("reveal", "sources", "evidence", "world", "note", "says")
_VALUE_KEYS = (
    *("value", "rank", "reason", "from", "until", "at", "role", "order", "lang", "note", "evidence", "sources"),
)


class Group(NamedTuple):
    """What the claims of a group share."""

    subject: str
    reveal: Reveal
    world: World
    evidence: str
    sources: tuple[str, ...]
    note: str | None


class _More(TypedDict, total=False):
    """What a claim may have besides, where it is not what the group says."""

    rank: str
    reason: str | None
    role: str | None
    order: int | None
    valid_from: str | None
    valid_until: str | None
    valid_at: str | None


class GroupReader:
    """Reads what is common to entries of every kind; each method notes mistakes and goes on."""

    def __init__(self, dataset: Dataset, findings: Findings, file: str, world: World | None) -> None:
        self.dataset, self.findings, self.file, self.world = dataset, findings, file, world

    def where(self, *path: str | int) -> Where:
        """Return a place in the file."""
        return Where(self.file, path)

    def keys(
        self, found: dict[str, object], allowed: tuple[str, ...], needed: tuple[str, ...], *path: str | int
    ) -> bool:
        """Note unknown and missing keys; return whether all needed ones are there."""
        for key in found:
            if key not in allowed:
                hint = did_you_mean(str(key), allowed) or f"expected one of {', '.join(allowed)}"
                self.findings.add(self.where(*path, key), "unknown-key", f"unknown key “{key}”", hint)
        missing = [key for key in needed if found.get(key) in (None, "", [])]
        for key in missing:
            rule = f"missing-{key.removesuffix('s')}" if key in ("sources", "reveal") else "missing-key"
            what = {"sources": "a claim without a source", "reveal": "a claim without a reveal"}.get(
                key, f"“{key}” is missing"
            )
            hint = {
                "sources": "name at least one id from data/sources, or say evidence: recalled",
                "reveal": "name the episode that reveals it, or premise, production or history",
            }.get(key, "")
            self.findings.add(self.where(*path), rule, what, hint)
        return not missing

    def slug(self, raw: object, *path: str | int) -> str | None:
        """Return an id, or note that it is none."""
        if isinstance(raw, str) and SLUG.fullmatch(raw):
            return raw
        hint = "an id is lower-case ASCII words with hyphens, such as gordo-stevens"
        self.findings.add(self.where(*path), "bad-id", f"“{raw}” is not an id", hint)
        return None

    def groups(self, number: int, subject: str, known: object) -> list[Group]:
        """Read the groups of an entry; return those that are whole."""
        if not isinstance(known, list):
            hint = "begin each group with “- reveal: …”"
            self.findings.add(self.where(number, "known"), "wrong-form", "found a map, expected a list of groups", hint)
            return []
        groups = [self.group(number, index, subject, group) for index, group in enumerate(known)]
        return [group for group in groups if group]

    def group(self, number: int, index: int, subject: str, raw: object) -> Group | None:
        """Read a group with all its claims."""
        path = (number, "known", index)
        if not isinstance(raw, dict):
            hint = "a group has reveal, sources, evidence and says"
            self.findings.add(self.where(*path), "wrong-form", "expected a map", hint)
            return None
        recalled = raw.get("evidence") == "recalled"
        needed = ("reveal", "evidence", "says") if recalled else ("reveal", "sources", "evidence", "says")
        if not self.keys(raw, _GROUP_KEYS, needed, *path):
            return None
        reveal = self.reveal(raw["reveal"], *path, "reveal")
        world = raw.get("world")
        if world is not None and world not in WORLDS:
            where = self.where(*path, "world")
            self.findings.add(where, "unknown-world", f"unknown world “{world}”", "expected alternate or ours")
        says = raw["says"]
        if not isinstance(says, dict):
            self.findings.add(self.where(*path, "says"), "wrong-form", "expected a map of predicates and values")
            return None
        if reveal is None:
            return None
        group = Group(
            subject=subject,
            reveal=reveal,
            world=self.world or str(world or ""),
            evidence=self.evidence(raw["evidence"], *path, "evidence"),
            sources=_texts(raw.get("sources")),
            note=_text(raw.get("note")),
        )
        for predicate, values in says.items():
            self.predicate(str(predicate), values, group, *path, "says", predicate)
        return group

    def evidence(self, raw: object, *path: str | int) -> str:
        """Return the kind of evidence, noting an unknown one."""
        if raw not in EVIDENCE:
            hint = did_you_mean(str(raw), EVIDENCE) or f"expected one of {', '.join(EVIDENCE)}"
            self.findings.add(self.where(*path), "unknown-evidence", f"unknown evidence “{raw}”", hint)
        return str(raw)

    def reveal(self, raw: object, *path: str | int) -> Reveal | None:
        """Return the reveal that some words name, noting unknown ones."""
        parts = _texts(raw)
        for part in parts:
            if part not in BASE_REVEALS and not EPISODE.fullmatch(part):
                hint = "expected premise, production, history or an episode such as fam-s01e01"
                if part == UNDECIDED:
                    hint = "say what must have been seen, and leave this word out; see docs/importing.md"
                self.findings.add(self.where(*path), "unknown-reveal", f"unknown reveal “{part}”", hint)
                return None
        return make_reveal(parts)

    def predicate(self, predicate: str, values: object, group: Group, *path: str | int) -> None:
        """Read all values of a predicate."""
        known = CLAIMABLE.get(predicate)
        if known is None:
            what = (
                "is computed and cannot be claimed" if predicate in COMPUTED else "is not a predicate of the ontology"
            )
            rule = "computed-predicate" if predicate in COMPUTED else "unknown-predicate"
            self.findings.add(self.where(*path), rule, f"“{predicate}” {what}", did_you_mean(predicate, CLAIMABLE))
            return
        if isinstance(values, list):
            for index, value in enumerate(values):
                self.value(predicate, known.kind, value, group, *path, index)
        else:
            self.value(predicate, known.kind, values, group, *path)

    def value(self, predicate: str, kind: str, raw: object, group: Group, *path: str | int) -> None:
        """Read one value, with what it says besides, as a claim."""
        own = raw if isinstance(raw, dict) else {"value": raw}
        if isinstance(raw, dict) and not self.keys(raw, _VALUE_KEYS, ("value",), *path):
            return
        try:
            value = convert(kind, own["value"], str(own.get("lang", "en")))
        except ValueError as error:
            rule = "bad-date" if kind == "date" else "wrong-value"
            self.findings.add(self.where(*path), rule, f"{predicate}: {error}")
            return
        rank = str(own.get("rank", "normal"))
        if rank not in RANKS:
            hint = did_you_mean(rank, RANKS) or f"expected one of {', '.join(RANKS)}"
            if rank == UNDECIDED:
                hint = "another value stands: take one of them out, or rank them; see docs/importing.md"
            self.findings.add(self.where(*path, "rank"), "unknown-rank", f"unknown rank “{rank}”", hint)
        if rank == "deprecated" and not own.get("reason"):
            hint = "add “reason:”, why it does not stand"
            self.findings.add(self.where(*path), "missing-reason", "a deprecated claim without a reason", hint)
        order = own.get("order")
        if order is not None and (not isinstance(order, int) or order < 1):
            message = f"order: found “{order}”, expected 1, 2, 3 …"
            self.findings.add(self.where(*path, "order"), "bad-order", message)
            order = None
        if "evidence" in own:
            group = group._replace(evidence=self.evidence(own["evidence"], *path, "evidence"))
        if "sources" in own:
            group = group._replace(sources=_texts(own["sources"]))
        if "note" in own:
            group = group._replace(note=_text(own["note"]))
        times = {key: self.date(own[key], *path, key) for key in ("from", "until", "at") if key in own}
        self.claim(
            predicate,
            value,
            group,
            self.where(*path),
            rank=rank,
            reason=_text(own.get("reason")),
            role=_text(own.get("role")),
            order=order,
            valid_from=times.get("from"),
            valid_until=times.get("until"),
            valid_at=times.get("at"),
        )

    def claim(self, predicate: str, value: Value, group: Group, where: Where, **more: Unpack[_More]) -> None:
        """Add a claim to the dataset."""
        claim = Claim(
            subject=group.subject,
            predicate=predicate,
            value=value,
            reveal=group.reveal,
            world=group.world,
            evidence=group.evidence,
            sources=group.sources,
            note=group.note,
            where=where,
            **more,
        )
        self.dataset.claims.append(claim)

    def date(self, raw: object, *path: str | int) -> str | None:
        """Return a date in EDTF, or note what is wrong with it."""
        try:
            value = convert("date", raw)
        except ValueError as error:
            self.findings.add(self.where(*path), "bad-date", str(error))
            return None
        return dates.parse(value[0]).text if isinstance(value, tuple) else None


def _text(raw: object) -> str | None:
    return None if raw is None else str(raw)


def _texts(raw: object) -> tuple[str, ...]:
    items = raw if isinstance(raw, list) else [raw]
    return tuple(str(item) for item in items if item is not None)
