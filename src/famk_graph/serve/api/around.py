"""The neighbourhood of an entity: who and what it is tied to, counted by kind, never more than a picture can hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from famk_graph.picture import QUIET
from famk_graph.serve import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.chains import Step
    from famk_graph.serve.lens import Lens
    from famk_graph.serve.shapes import Json

MOST = 60  # nodes of a picture that can still be read
_FOLDED = "Portrayal"


def around(lens: Lens, ident: str, kinds: Iterable[str] = (), limit: int = MOST, offset: int = 0) -> Json:
    """Return the neighbours of an entity and the ties among them.

    Parameters
    ----------
    lens
        The universe at the reader's horizon.
    ident
        The id of the entity in the middle.
    kinds
        Classes: only neighbours of these; without them, of every kind.
    limit, offset
        How many neighbours to return at most, the closest tied first, and how many to pass over.

    """
    wanted = set(kinds)
    ties = ties_of(lens, ident)
    strength: Counter[str] = Counter()
    for tie in ties:
        strength[tie.end] += 1 if tie.predicate in QUIET else 4
    entries = lens.universe.names.entries
    counts = Counter(entries[end].cls for end in strength if end in entries)
    fitting = [end for end in strength if end in entries and (not wanted or lens.is_a(end, wanted))]
    fitting.sort(key=lambda end: (-strength[end], -len(lens.universe.ties.out[end]), end))
    shown = fitting[offset : offset + min(limit, MOST - 1)]  # with the one in the middle no more than a picture holds
    inside = {ident, *shown}
    others = set(shown)
    among = [tie for end in shown for tie in lens.universe.ties.out[end] if tie.forward and tie.end in others]
    own = [tie for tie in ties if tie.end in inside]
    return {
        "centre": ident,
        "total": len(fitting),
        "counts": [
            {"kind": kind, "words": shapes.kind_words(kind), "count": count} for kind, count in counts.most_common()
        ],
        "nodes": [shapes.node(lens, each) for each in (ident, *shown)],
        "ties": [shapes.step(tie) for tie in [*own, *among]],
        "sources": shapes.cited(lens, [source for tie in [*own, *among] for source in tie.sources]),
    }


def among(lens: Lens, idents: Iterable[str]) -> Json:
    """Return some entities with all ties among them, each once."""
    inside = dict.fromkeys(idents)
    ties = [tie for ident in inside for tie in ties_of(lens, ident) if tie.forward and tie.end in inside]
    return {
        "nodes": [shapes.node(lens, ident) for ident in inside],
        "ties": [shapes.step(tie) for tie in ties],
        "sources": shapes.cited(lens, [source for tie in ties for source in tie.sources]),
    }


def ties_of(lens: Lens, ident: str) -> list[Step]:
    """Return the ties of an entity; a portrayal between an actor and a part is passed through."""
    found: list[Step] = []
    for tie in lens.universe.ties.out.get(ident, ()):
        if not lens.is_a(tie.end, {_FOLDED}):
            found.append(tie)
            continue
        if tie.predicate not in ("portrays", "performer"):
            continue  # of a work, say: who plays whom in it is no tie of its own
        played = tie.predicate == "portrays"
        wanted = "performer" if played else "portrays"
        for onward in lens.universe.ties.out[tie.end]:
            if onward.predicate == wanted and onward.forward and onward.end != ident:
                words = "played by" if played else "plays"
                found.append(onward._replace(start=ident, words=words, predicate="plays", forward=not played))
    return found
