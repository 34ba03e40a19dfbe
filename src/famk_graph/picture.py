"""What a picture of the universe holds: which entities and relations, in which words, from which sources.

Nothing here knows how a picture is drawn; :mod:`famk_graph.draw` makes a page of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from famk_graph import iris
from famk_graph.cards import words
from famk_graph.check import superclasses
from famk_graph.dates import in_words
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.query import run, to_python
from famk_graph.saved import internal
from famk_graph.vocabulary import CLASSES, DEFINED_CLASSES
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.network import Network
    from famk_graph.universe import Universe

# Ties that so many share that their lines would hide all others: drawn only around what is selected.
QUIET = frozenset({
    "appearsIn", "archiveFootageIn", "awardedFor", "castMember", "director", "executiveProducer", "firstAppearance",
    "inWork", "lastAppearance", "locatedIn", "mentionedIn", "nationality", "operator", "partOfProgramme", "residence",
    "shownIn", "toldIn", "writer",
})  # fmt: skip
_TEXTS_LEFT_OUT = frozenset({"title", "earliestDate", "latestDate"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A claim that the picture tells: between two entities, or (``text``) about one."""

    subject: str
    forward: str
    backward: str
    target: str
    text: bool = False
    quiet: bool = False
    detail: str = ""
    reveal: str = ""
    sources: tuple[str, ...] = ()


@dataclass(slots=True)
class Picture:
    """What is to be drawn."""

    graph: Network
    title: str
    span: str = ""
    centre: str | None = None
    relations: list[Relation] = field(default_factory=list)


def picture(
    universe: Universe,
    about: str | None = None,
    depth: int = 1,
    kinds: Iterable[str] = (),
    *,
    start: str | None = None,
    end: str | None = None,
) -> Picture:
    """Choose what to draw.

    Parameters
    ----------
    universe
        The universe at its horizon.
    about, depth
        A name, and how many relations away from it something may stand; without a name, everything.
    kinds
        Classes: only their members are kept, and what the picture is about.
    start, end
        Dates (EDTF): of the events only those of this time are kept, and what they touch.

    Raises
    ------
    NotFoundError
        The name or a class is unknown; the message suggests near ones.
    FamkError
        A date is none, the depth is negative, or nothing is left to draw.

    """
    classes = [_known_class(kind) for kind in kinds]
    made = Picture(universe.network(), "The universe of For All Mankind")
    if "Portrayal" not in classes:
        fold_portrayals(made.graph)
    if about is not None:
        _go_to(universe, made, about, depth)
    graph = made.graph
    if start or end:
        made.span = f"{start or '…'} to {end or '…'}"
        _keep_time(universe, made, start, end)
    if classes:
        named = [n for n, d in graph.nodes(data=True) if superclasses(d["kind"]) & set(classes)]
        _keep(graph, [*named, *([made.centre] if made.centre else [])])
    if not len(graph):
        what = " or ".join(classes) or "dated event"
        when = f" from {made.span}" if made.span else ""
        raise FamkError(f"Nothing to draw: no {what} is known{when} at this horizon.\n    Ask for more kinds or time.")
    made.relations = [*_relations(graph), *_texts(universe, graph)]
    return made


def _known_class(kind: str) -> str:
    known = {name.lower(): name for name in CLASSES if name not in DEFINED_CLASSES}
    if kind.lower() in known:
        return known[kind.lower()]
    hint = did_you_mean(kind, known.values()) or f"the kinds are {', '.join(sorted(known.values()))}"
    raise NotFoundError(f"There is no kind “{kind}”.\n    {hint[0].upper()}{hint[1:]}")


def _go_to(universe: Universe, made: Picture, about: str, depth: int) -> None:
    if depth < 0:
        raise FamkError(f"The depth {depth} is negative.\n    1 draws the neighbours, 2 theirs as well.")
    made.centre = universe.names.resolve(about).id
    if made.centre not in made.graph:  # a portrayal, which is folded away unless it is asked for
        made.graph = universe.network()
    made.title = universe.names.entries[made.centre].label
    _keep(made.graph, _around(made.graph, made.centre, depth))


def _around(graph: Network, centre: str, depth: int) -> set[str]:
    """Return the entities that are at most so many relations away, in either direction."""
    found, edge = {centre}, {centre}
    for _ in range(depth):
        edge = {other for node in edge for other in (*graph.successors(node), *graph.predecessors(node))} - found
        found |= edge
    return found


def _keep(graph: Network, nodes: Iterable[str]) -> None:
    kept = set(nodes)
    graph.remove_nodes_from([node for node in graph if node not in kept])


def _keep_time(universe: Universe, made: Picture, start: str | None, end: str | None) -> None:
    """Keep the events of a time and what they touch; other events that they touch fall outside the time."""
    graph = made.graph
    dated = {moment.event for moment in universe.timeline()}
    inside = {moment.event for moment in universe.timeline(start, end)} & set(graph)
    touched = {other for node in inside for other in (*graph.successors(node), *graph.predecessors(node))}
    _keep(graph, inside | (touched - dated) | ({made.centre} if made.centre else set()))
    if not inside:
        hint = "famk timeline lists all that are dated."
        raise FamkError(f"Nothing to draw: no event is dated from {made.span} at this horizon.\n    {hint}")


def fold_portrayals(graph: Network) -> None:
    """Turn each portrayal between an actor and a character into one tie: the actor plays the character."""
    for node in [n for n, d in graph.nodes(data=True) if d["kind"] == "Portrayal"]:
        out = list(graph.out_edges(node, data=True))
        actors = [(other, d) for _, other, d in out if d["predicate"] == "performer"]
        roles = [(other, d) for _, other, d in out if d["predicate"] == "portrays"]
        works = sorted({graph.nodes[other]["label"] for _, other, d in out if d["predicate"] == "inWork"})
        for actor, one in actors:
            for role, two in roles:
                sources = sorted({*one["sources"].split(","), *two["sources"].split(",")} - {""})
                reveal = _later(one["reveal"], two["reveal"])
                tie = {"predicate": "plays", "reveal": reveal, "sources": ",".join(sources), "works": ", ".join(works)}
                graph.add_edge(actor, role, key=f"{node}/{actor}/{role}", **tie)
        graph.remove_node(node)


def _later(one: str, other: str) -> str:
    """Return the reveal at which both of two are known."""
    latest: dict[str, str] = {}
    for episode in sorted({*one.split("+"), *other.split("+")} - {"premise", "production", "history"}):
        latest[episode.partition("-")[0]] = episode
    return "+".join(sorted(latest.values())) or other


def _relations(graph: Network) -> list[Relation]:
    found = []
    for subject, target, data in graph.edges(data=True):
        predicate = data["predicate"]
        details = (data.get("role", "").replace("-", " "), _time(data), data.get("works", ""))
        found.append(
            Relation(
                subject=subject,
                forward=words(predicate, forward=True),
                backward=words(predicate, forward=False),
                target=target,
                quiet=predicate in QUIET,
                detail=", ".join(detail for detail in details if detail),
                reveal=data["reveal"],
                sources=tuple(source for source in data["sources"].split(",") if source),
            )
        )
    return sorted(found, key=lambda r: (r.subject, r.forward, r.target, r.detail, r.reveal, r.sources))


def _time(data: dict[str, str]) -> str:
    start, end, at = (in_words(data.get(name) or "") for name in ("start", "end", "at"))
    if at:
        return at
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def _texts(universe: Universe, graph: Network) -> list[Relation]:
    """Return what is told of the entities in texts, dates and numbers, descriptions first."""
    sources: dict[str, set[str]] = defaultdict(set)
    rows = {}
    for row in run(universe.store, internal("literals")):
        statement = row["statement"].value
        rows[statement] = row
        if row["source"] is not None:
            sources[statement].add(row["source"].value.removeprefix(iris.SOURCE))
    found = []
    for statement, row in sorted(rows.items()):
        subject = row["subject"].value.removeprefix(iris.ENTITY)
        predicate = row["predicate"].value.rpartition("#")[2]
        if subject not in graph or predicate in _TEXTS_LEFT_OUT:
            continue
        columns = (("start", "from"), ("end", "until"), ("at", "at"))
        times = {name: row[column].value for name, column in columns if row[column] is not None}
        found.append(
            Relation(
                subject=subject,
                forward=words(predicate, forward=True),
                backward="",
                target=in_words(str(to_python(row["literal"]))),
                text=True,
                detail=_time(times),
                reveal=row["reveal"].value.removeprefix(iris.REVEAL),
                sources=tuple(sorted(sources[statement])),
            )
        )
    return sorted(found, key=lambda r: (r.subject, r.forward != "description", r.forward, r.target, r.detail, r.reveal))


__all__ = ["QUIET", "Picture", "Relation", "picture"]
