"""What an import found, in words and as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from famk_graph.importers.compare import CONFLICTING, NEW, SAME
from famk_graph.importers.review import plain, reveal_of, standing

if TYPE_CHECKING:
    from famk_graph.importers.propose import Proposal, Proposals

_SHOWN: Final = 8  # of a long list


def counts(proposals: Proposals) -> dict[str, int]:
    """Return how many claims are new, the same and in conflict, how many wait for a decision, and what was skipped."""
    return {status: len(proposals.of(status)) for status in (NEW, SAME, CONFLICTING)} | {
        "to_decide": proposals.undecided,
        "entities": len(proposals.entities),
        "skipped": len(proposals.skips),
    }


def in_words(proposals: Proposals) -> str:
    """Return the summary for people."""
    number = counts(proposals)
    head = (
        f"Claims: {number[NEW]} new, {number[SAME]} same, {number[CONFLICTING]} conflicting; "
        f"{number['to_decide']} to be decided, {number['skipped']} skipped."
    )
    lines = [head]
    if proposals.matched:
        lines += ["", "Matched:"]
        lines += [f"  {name} is {match.id}, {match.how}" for name, match in sorted(proposals.matched.items())]
    if proposals.entities:
        lines += ["", "New entities:"]
        for entity in proposals.entities.values():
            near = f" ({entity.mark})" if entity.mark else ""
            lines.append(f"  {entity.id}, a {entity.cls}{near}")
    if proposals.of(CONFLICTING):
        lines += ["", "Conflicting:"]
        for claim in proposals.of(CONFLICTING):
            lines.append(f"  {claim.subject} {claim.predicate}: {plain(claim.value)}")
            lines += [f"    stands: {standing(other)}" for other in claim.stands]
    return "\n".join([*lines, *_skipped(proposals)]) + "\n"


def _skipped(proposals: Proposals) -> list[str]:
    about: dict[str, list[str]] = defaultdict(list)
    for skip in proposals.skips:
        about[skip.reason].append(skip.about)
    lines = ["", "Skipped:"] if about else []
    for reason, found in sorted(about.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        lines.append(f"  {len(found)} × {reason}: {'; '.join(found[:_SHOWN])}{more}")
    return lines


def as_json(proposals: Proposals, written: str | None) -> str:
    """Return the summary for programs."""
    document = {
        "counts": counts(proposals),
        "written": written,
        "claims": [_claim(claim) for claim in proposals.claims],
        "entities": [{"id": e.id, "class": e.cls, "label": e.label} for e in proposals.entities.values()],
        "matched": {name: {"id": match.id, "how": match.how} for name, match in sorted(proposals.matched.items())},
        "skipped": [skip._asdict() for skip in proposals.skips],
        "sources": sorted(proposals.origins),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _claim(claim: Proposal) -> dict[str, Any]:
    return {
        "status": claim.status,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "value": plain(claim.value),
        "reveal": reveal_of(claim.shown),
        "sources": list(claim.sources),
        "mark": claim.mark,
        "stands": [{"value": plain(o.value), "rank": o.rank, "sources": list(o.sources)} for o in claim.stands],
    }
