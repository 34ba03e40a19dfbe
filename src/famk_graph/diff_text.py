"""The difference between two versions as text, as JSON, and as the part of a changelog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from famk_graph.diff import ADDED, CHANGED, KINDS, REMOVED, Change, Difference, Entry, SourceChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SIGNS: Final = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
_WORDS: Final = {ADDED: "added", REMOVED: "removed", CHANGED: "changed"}


def summary(found: Difference) -> str:
    """Return what changed in one sentence."""
    claims = ", ".join(f"{found.count(kind):,} {_WORDS[kind]}" for kind in KINDS)
    entities = ", ".join(f"{found.entities(kind):,} {_WORDS[kind]}" for kind in (ADDED, REMOVED))
    cited = ", ".join(f"{sum(s.kind == kind for s in found.sources):,} {_WORDS[kind]}" for kind in KINDS)
    return f"Claims: {claims}. Entities: {entities}. Cited sources: {cited}."


def _text(found: Difference, old: str, new: str) -> str:
    if not found:
        return f"Nothing that is claimed differs between {old} and {new}.\n"
    lines = [f"From {old} to {new}", summary(found)]
    for entry in found.entries:
        kind = {ADDED: ", new", REMOVED: ", gone", CHANGED: ""}[entry.kind]
        lines += ["", f"{entry.label}  {entry.id}  {entry.cls}{kind}"]
        lines += [f"  ~ {name}: {was} → {now}" for name, was, now in entry.parts]
        lines += [line for change in entry.changes for line in _change(change)]
    if found.sources:
        lines += ["", "Sources"]
    for source in found.sources:
        told = "; ".join(f"{name} {was or 'none'} → {now or 'none'}" for name, was, now in source.parts)
        lines.append(f"  {_SIGNS[source.kind]} {source.id}, {source.publisher}" + (f": {told}" if told else ""))
    return "\n".join(lines) + "\n"


def _change(change: Change) -> list[str]:
    line = f"  {_SIGNS[change.kind]} {change.words}: {change.value}  [{change.reveal}]"
    return [line, *(f"      {name}: {was or 'none'} → {now or 'none'}" for name, was, now in change.parts)]


def _json(found: Difference, old: str, new: str) -> str:
    counts = {
        "claims": {kind: found.count(kind) for kind in KINDS},
        "entities": {kind: found.entities(kind) for kind in (ADDED, REMOVED)},
        "sources": {kind: sum(s.kind == kind for s in found.sources) for kind in KINDS},
    }
    entries = [
        {"id": entry.id, "class": entry.cls, "label": entry.label, "change": entry.kind}
        | _parts(entry.parts)
        | {"changes": [_change_json(change) for change in entry.changes]}
        for entry in found.entries
    ]
    document = {
        "old": old,
        "new": new,
        "counts": counts,
        "entities": entries,
        "sources": [_source_json(source) for source in found.sources],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _change_json(change: Change) -> dict[str, object]:
    told = {"change": change.kind, "predicate": change.predicate, "value": change.value, "reveal": change.reveal}
    return told | _parts(change.parts)


def _source_json(source: SourceChange) -> dict[str, object]:
    return {"id": source.id, "change": source.kind, "publisher": source.publisher} | _parts(source.parts)


def _parts(parts: Iterable[tuple[str, str, str]]) -> dict[str, object]:
    """Return what changed of something, where anything did."""
    found = [dict(zip(("part", "old", "new"), part, strict=True)) for part in parts]
    return {"parts": found} if found else {}


def _markdown(found: Difference, old: str, new: str) -> str:
    lines = [f"### Data: from {old} to {new}", "", summary(found) if found else "Nothing that is claimed differs."]
    kinds = sorted({entry.cls for entry in found.entries})
    if kinds:
        lines += ["", "| kind | new | gone | claims added | removed | changed |", "|---|---:|---:|---:|---:|---:|"]
    for cls in kinds:
        numbers = [
            found.entities(ADDED, cls),
            found.entities(REMOVED, cls),
            *(found.count(kind, cls) for kind in KINDS),
        ]
        lines.append(f"| {cls} | {' | '.join(str(number) for number in numbers)} |")
    lines += ["", *(_item(entry) for entry in found.entries)] if kinds else []
    return "\n".join(lines) + "\n"


def _item(entry: Entry) -> str:
    """Return one line of a changelog: the entity, and the predicates that changed."""
    kind = {ADDED: ", new", REMOVED: ", gone", CHANGED: ""}[entry.kind]
    told = []
    for change in KINDS if entry.kind == CHANGED else ():
        words = [c.words for c in entry.changes if c.kind == change]
        counted = [f"{word} ({words.count(word)})" if words.count(word) > 1 else word for word in dict.fromkeys(words)]
        told += [f"{_WORDS[change]} {', '.join(counted)}"] if counted else []
    told += [f"{name} {was} → {now}" for name, was, now in entry.parts]
    if entry.kind != CHANGED and entry.changes:
        told = [f"{len(entry.changes)} claim{'' if len(entry.changes) == 1 else 's'}"]
    label = entry.label.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")
    return f"- {label} (`{entry.id}`{kind})" + (f": {'; '.join(told)}" if told else "")


FORMATS: Final[dict[str, Callable[[Difference, str, str], str]]] = {"text": _text, "json": _json, "markdown": _markdown}


def render(found: Difference, form: str, old: str, new: str) -> str:
    """Return a difference between two versions, named as the user does, in one of :data:`FORMATS`."""
    return FORMATS[form](found, old, new)
