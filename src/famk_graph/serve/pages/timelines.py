"""The page of the two timelines: a picture with one axis, and the same as a table by year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.routing import Route

from famk_graph.check import superclasses
from famk_graph.errors import FamkError
from famk_graph.network import class_name
from famk_graph.serve import shapes
from famk_graph.serve.api import answers
from famk_graph.serve.api.endpoints import Call
from famk_graph.serve.content import starts
from famk_graph.serve.search import suggest
from famk_graph.serve.view import View, page
from famk_graph.words import fold

if TYPE_CHECKING:
    from starlette.responses import Response

    from famk_graph.names import Entry
    from famk_graph.serve.lens import Lens
    from famk_graph.serve.shapes import Json

_OPEN = 300  # events up to which all decades of the table are open
_CHOICES = 8
_LONGEST = 100  # letters of what is asked for that a message repeats


@page
def timelines(view: View) -> Response:
    """Show the events of both timelines, or those that are asked for."""
    lens = view.lens
    about, choices = _about(lens, view.text("about"))
    asked: Json = {
        "from": view.text("from"), "to": view.text("to"), "kind": view.texts("kind"), "about": [about] if about else [],
    }  # fmt: skip
    differing, trouble = view.text("only") == "differences", ""
    told: Json = {"events": [], "divergences": []}
    if view.text("about") and not about:
        trouble = "" if choices else f"Nothing is called “{view.text('about')}”, up to where you have watched."
    else:
        try:
            told = answers.timeline(Call(lens, asked))
        except FamkError as error:
            trouble = str(error).split("\n", maxsplit=1)[0]
    entry = lens.universe.names.entries.get(about)
    decades = _decades(lens, told, only_differing=differing)
    query = {name: value for name, value in {**asked, "only": view.text("only")}.items() if value}
    return view.render(
        "timelines.html", title="Two timelines", decades=decades, asked=asked, about=entry, choices=choices,
        about_text=entry.label if entry else view.text("about"), differing=differing, trouble=trouble,
        kinds=_kinds(lens, asked["kind"]), count=len(told["events"]), bridges=len(told["divergences"]),
        undated=_undated(lens, asked, about) if not trouble and not choices and not differing else [],
        narrowed=bool(query), all_open=len(told["events"]) <= _OPEN,
        settings={"query": urlencode(query, doseq=True), "only": differing, "title": _title(told, entry)},
        notice=_notice(lens, view.text("event"), told) if not trouble and not choices else "",
    )  # fmt: skip


def _title(told: Json, about: Entry | None) -> str:
    """Return what a saved picture is called."""
    years = sorted(event["earliest"][:4] for event in told["events"])
    span = f", {years[0]} to {years[-1]}" if years and years[0] != years[-1] else f", {years[0]}" if years else ""
    return f"Two timelines{f', with {about.label}' if about else ''}{span}"


def _notice(lens: Lens, event: str, told: Json) -> str:
    """Return why an event that the address asks for is not chosen; empty if it is, or if none is asked for."""
    entry = lens.universe.names.entries.get(event)
    if not event or any(shown["id"] == event for shown in told["events"]):
        return ""
    if entry is None:
        return f"There is no event called “{event[:_LONGEST]}”, up to where you have watched."
    if event in lens.moments:
        return f"“{entry.label}” is not among the events that are shown."
    return f"“{entry.label}” has no date, so it has no place here."


def _about(lens: Lens, text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the id that a text means, or else what it may mean."""
    if not text:
        return "", []
    if text in lens.universe.names.entries:
        return text, []
    hits = suggest(lens.universe, text, (), _CHOICES)
    same = [hit for hit in hits if fold(hit.matched) == fold(text)]
    if len(same or hits) == 1:
        return (same or hits)[0].id, []
    return "", [starts.moment(lens, hit.id) for hit in hits]


def _kinds(lens: Lens, chosen: list[str]) -> list[dict[str, Any]]:
    """Return the kinds of events that there are, with how many there are of each."""
    entries = lens.universe.names.entries
    counts = Counter(entries[ident].cls for ident in lens.moments if ident in entries)
    wanted = {fold(kind) for kind in chosen}
    return [
        {"kind": kind, "words": shapes.kind_words(kind), "count": count, "chosen": fold(kind) in wanted}
        for kind, count in counts.most_common()
    ]


def _decades(lens: Lens, told: Json, *, only_differing: bool) -> list[dict[str, Any]]:
    """Return the rows of the table by year, and the years by decade.

    A divergence stands in the year of its event in their timeline; what stands against that and happened in another
    year stands there once more.
    """
    bridges, placed = _bridges(lens, told)
    years: dict[str, list[dict[str, Any]]] = {}
    for event in told["events"]:
        ident, year = event["id"], _year(lens, event["id"])
        rows = years.setdefault(year, [])
        rows.extend(bridges.get(ident, ()))
        if (year, ident) not in placed and not only_differing:
            alone = starts.moment(lens, ident)
            rows.append({"bridge": None, "theirs": [], "ours": [], event["side"] or "ours": [alone]})
    found: dict[str, list[tuple[str, list[dict[str, Any]]]]] = {}
    for year, rows in sorted(years.items()):
        if rows:
            found.setdefault(f"{year[:3]}0s", []).append((year, rows))
    first = next((name for name, held in found.items() if any(row["bridge"] for _, rows in held for row in rows)), "")
    return [
        {"name": name, "years": held, "count": sum(len(rows) for _, rows in held), "first": name == first}
        for name, held in found.items()
    ]


def _bridges(lens: Lens, told: Json) -> tuple[dict[str, list[Json]], set[tuple[str, str]]]:
    """Return the rows of divergences by the event that they stand at, and which events stand so in which years."""
    known = {divergence["id"]: divergence for divergence in lens.divergences}
    found: dict[str, list[Json]] = {}
    placed: set[tuple[str, str]] = set()
    for bridge in told["divergences"]:
        # Both sides whole: what stands against an event may have no date, or not be asked for.
        both = {side: starts.sides_of(known[bridge["id"]], side) for side in ("theirs", "ours")}
        first = (bridge["theirs"] or bridge["ours"])[0]
        row = {side: [starts.moment(lens, ident) for ident in idents] for side, idents in both.items()}
        found.setdefault(first, []).append({"bridge": bridge, **row})
        placed.update((_year(lens, first), ident) for idents in both.values() for ident in idents)
    return found, placed


def _year(lens: Lens, ident: str) -> str:
    return lens.moments[ident].earliest[:4]


def _undated(lens: Lens, asked: Json, about: str) -> list[dict[str, Any]]:
    """Return the events without a date that the filters leave; with years asked for there are none."""
    if asked["from"] or asked["to"]:
        return []
    kinds = {class_name(kind) for kind in asked["kind"]} or {"Event"}
    near = {tie.end for tie in lens.universe.ties.out.get(about, ())} | {about} if about else None
    found = [
        {**shapes.node(lens, entry.id), "kindWords": shapes.kind_words(entry.cls)}
        for entry in lens.universe.names.entries.values()
        if entry.cls and "Event" in superclasses(entry.cls) and entry.id not in lens.moments
        and lens.is_a(entry.id, kinds) and (near is None or entry.id in near)
    ]  # fmt: skip
    return sorted(found, key=lambda event: (event["side"] or "", event["label"]))


routes = [Route("/timelines", timelines, name="timelines")]
