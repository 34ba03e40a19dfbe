"""The review file: proposed claims in the claim format, so marked that what is not decided cannot be taken over."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from famk_graph.format import entry_text
from famk_graph.importers.compare import CONFLICTING, NEW, SAME
from famk_graph.importers.harvest import one_line
from famk_graph.model import UNDECIDED, Claim, Date, Ref, Text, Uri, Value

if TYPE_CHECKING:
    from famk_graph.importers.harvest import Origin
    from famk_graph.importers.propose import NewEntity, Proposal, Proposals, Shown

_HEAD = """\
# Proposed claims, to be read one by one; famk import wrote them from {files}.
# new: no such claim stands. conflicting: another stands, and is shown with its sources.
# Where a reveal says “{word}”, say what must have been seen and leave the word out; what stands behind it is a
# proposal. Where a rank says so, take the claim out, or rank it and the one that stands (deprecated needs a reason).
# Take out what is wrong. Then run famk check THIS-FILE, and move the entries into data/ (docs/importing.md).
"""


def review_text(proposals: Proposals, files: str) -> str:
    """Return the text of the review file; an empty one where nothing is new or in conflict."""
    claims: dict[str, list[Proposal]] = defaultdict(list)
    for claim in proposals.claims:
        if claim.status != SAME:
            claims[claim.subject].append(claim)
    subjects = [*proposals.entities, *sorted(set(claims) - set(proposals.entities))]
    blocks = [entry_text(_origin(origin)) for _, origin in sorted(proposals.origins.items())]
    blocks += [_entry(ident, proposals.entities.get(ident), claims[ident]) for ident in subjects]
    same = _same(proposals.of(SAME))
    if not subjects:
        return ""
    return "\n".join([_HEAD.format(files=one_line(files), word=UNDECIDED), *blocks, *([same] if same else [])])


def _origin(origin: Origin) -> dict[str, str]:
    parts = {
        "id": origin.id,
        "is": "Source",
        "title": origin.title,
        "url": origin.url,
        "publisher": origin.publisher,
        "published": origin.published,
        "grade": origin.grade,
        "tells": origin.tells,
        "covers": origin.covers,
    }
    return {key: text for key, text in parts.items() if text}


def _entry(ident: str, entity: NewEntity | None, claims: list[Proposal]) -> str:
    """Return the text of an entry; the first group of a new entity introduces it."""
    head: dict[str, Any] = {"about": ident}
    groups: dict[tuple[Any, ...], list[Proposal]] = defaultdict(list)
    if entity:
        head = {"id": ident, "is": entity.cls, "label": entity.label}
        groups[NEW, (entity.source,), entity.shown.parts, entity.shown.decided] = []
    for claim in claims:
        groups[claim.status, claim.sources, claim.shown.parts, claim.shown.decided].append(claim)
    lines = [entry_text(head), "  known:\n"]
    for number, ((status, sources, _, _), members) in enumerate(groups.items()):
        shown = members[0].shown if members else entity.shown if entity else None
        marks = [f"{status}{': a new entity' if entity and not number else ''}"]
        marks += [entity.mark] if entity and entity.mark and not number else []
        marks += [line for claim in members for line in _marks(claim)]
        lines += [f"    # {one_line(mark)}\n" for mark in marks]
        group = {"reveal": reveal_of(shown), "sources": list(sources), "evidence": "reference", "says": _says(members)}
        text = entry_text({"known": [group]})
        lines.append(text.partition("\n")[2])
    return "".join(lines)


def reveal_of(shown: Shown | None) -> str | list[str]:
    """Return a reveal as it is written: one that is not decided begins with a word that the checker refuses."""
    if shown is None or not shown.decided:
        parts = shown.parts if shown is not None else ()
        return [UNDECIDED, *parts] if parts else UNDECIDED
    return shown.parts[0] if len(shown.parts) == 1 else list(shown.parts)


def _marks(claim: Proposal) -> list[str]:
    found = [f"{claim.predicate} {plain(claim.value)}: {claim.mark}"] if claim.mark else []
    return found + [f"{claim.predicate} stands: {standing(other)}" for other in claim.stands]


def _says(claims: list[Proposal]) -> dict[str, list[Any]]:
    says: dict[str, list[Any]] = defaultdict(list)
    for claim in claims:
        more: dict[str, Any] = (
            {"lang": claim.value.lang} if isinstance(claim.value, Text) and claim.value.lang != "en" else {}
        )
        times = {"from": claim.valid_from, "until": claim.valid_until, "at": claim.valid_at, "order": claim.order}
        more |= {key: _year(value) for key, value in times.items() if value}
        more |= {"rank": UNDECIDED} if claim.status == CONFLICTING else {}
        raw = _year(plain(claim.value)) if isinstance(claim.value, Date) else plain(claim.value)
        says[claim.predicate].append({"value": raw} | more if more else raw)
    return dict(says)


def _year(raw: str | int) -> str | int:
    """Return a year as the number as which data files have it."""
    return int(raw) if isinstance(raw, str) and raw.isdigit() else raw


def plain(value: Value) -> str | int | bool:
    """Return a value as it is written in a data file."""
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, Text):
        return value.text
    if isinstance(value, Date):
        return value.edtf
    return value.uri if isinstance(value, Uri) else value


def standing(claim: Claim) -> str:
    """Return a claim that stands, on one line, with its sources."""
    times = [f"{word} {text}" for word, text in (("from", claim.valid_from), ("until", claim.valid_until)) if text]
    rank = [] if claim.rank == "normal" else [claim.rank]
    about = " ".join(filter(None, [str(plain(claim.value)), *times, *rank]))
    cited = ", ".join(claim.sources) or claim.evidence
    return f"{about} (revealed at {claim.reveal.key}) [{cited}]"


def _same(claims: list[Proposal]) -> str:
    told = (f"{c.subject} {c.predicate} {plain(c.value)} [{', '.join(c.stands[0].sources)}]" for c in claims)
    lines = [f"#   {one_line(text)}\n" for text in told]
    head = "# The same as what stands; a claim that rests on one source gains by a second.\n"
    return head + "".join(dict.fromkeys(lines)) if lines else ""
