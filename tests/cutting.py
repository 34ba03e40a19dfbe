"""Data files cut at a horizon or at a day: what they would be if nobody had written down anything later."""

from __future__ import annotations

import calendar
from itertools import count
from typing import TYPE_CHECKING, Any

import ryaml
import yaml

from famk_graph.model import make_reveal
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from famk_graph.horizon import Horizon

Entry = dict[str, Any]
HARMLESS = ("production", "history")
# What is never hidden for being real: it is part of a story, or of the shows as works.
STORY = ("Character", "Portrayal", "Divergence", "Award", "Timeline", "Show", "Season", "Episode", "ScreenWork")
CAUSAL = ("causes", "enables", "motivates", "prevents", "influences")


def cut(source: Path, target: Path, horizon: Horizon, named: Collection[str] = ()) -> None:
    """Write to a folder all claims of a data folder that a horizon admits, and nothing of the others.

    Of real history stays what something visible leads to, or what is ``named`` by a user's own facts.
    """
    entries = [entry for path in sorted(source.rglob("*.yaml")) for entry in ryaml.loads(path.read_text("utf-8"))]
    sources = [entry for entry in entries if entry.get("is") == "Source"]
    more: dict[str, list[Any]] = {}
    for entry in entries:
        if "about" in entry:
            more.setdefault(entry["about"], []).extend(entry["known"])
    kept = []
    for entry in entries:
        if "known" in entry and "id" in entry:
            groups = [g for g in [*entry["known"], *more.get(entry["id"], [])] if _admitted(g, horizon)]
            if groups:
                kept.append(entry | {"known": groups})
    if horizon.key != "all":
        real = {e["id"] for e in entries if "id" in e and "known" in e and _key(e["known"][0]) in HARMLESS}
        absent = _absent(kept, {e["id"] for e in kept if e["id"] in real and e["is"] not in STORY}, named)
        kept = [_without(entry, absent) for entry in kept if entry["id"] not in absent]
    target.mkdir(parents=True)
    (target / "cut.yaml").write_text(yaml.dump([*sources, *kept], sort_keys=False, allow_unicode=True), "utf-8")


def _admitted(group: dict[str, Any], horizon: Horizon) -> bool:
    return horizon.admits(_key(group))


def _key(group: dict[str, Any]) -> str:
    reveal = group["reveal"]
    return make_reveal(reveal if isinstance(reveal, list) else [reveal]).key


def _absent(entries: list[Entry], real: set[str], named: Collection[str]) -> set[str]:
    """Return which real entities nothing leads to: go over all claims again and again until nobody new is met."""
    kinds = {entry["id"]: entry["is"] for entry in entries}
    met = kinds.keys() - real | {*named}
    while True:
        before = len(met)
        for entry in entries:
            for group in entry["known"]:
                if _key(group) not in HARMLESS:
                    met.add(entry["id"])
                for predicate, values in group["says"].items():
                    for value in _idents(predicate, values):
                        if _key(group) not in HARMLESS:
                            met.add(value)
                        elif (ends := _from_to(entry["id"], predicate, value)) and ends[0] in met:
                            met |= {ends[1]} if kinds.get(ends[0]) != "ScreenWork" else set()
        if len(met) == before:
            return real - met


def _idents(predicate: str, values: object) -> list[str]:
    """Return the ids among the values of a predicate."""
    if predicate == "label" or PROPERTIES[predicate].kind != "entity":
        return []
    listed = values if isinstance(values, list) else [values]
    return [str(value["value"] if isinstance(value, dict) else value) for value in listed]


def _from_to(subject: str, predicate: str, value: str) -> tuple[str, str] | None:
    """Return which end of a harmless claim leads to which, if any does."""
    inverse = PROPERTIES[predicate].inverse_of
    if "symmetric" in PROPERTIES[predicate].flags:
        return None
    backwards = bool(inverse) != ((inverse or predicate) in CAUSAL)
    return (value, subject) if backwards else (subject, value)


def _without(entry: Entry, absent: set[str]) -> Entry:
    """Return an entry without the claims that have an absent entity as value."""
    groups = []
    for group in entry["known"]:
        says: dict[str, Any] = {}
        for predicate, values in group["says"].items():
            listed = values if isinstance(values, list) else [values]
            left = [v for v in listed if not absent & {*_idents(predicate, v)}]
            if left:
                says[predicate] = left
        groups.append(group | {"says": says})
    return entry | {"known": groups}


def cut_at_day(source: Path, target: Path, day: str) -> None:
    """Write a data folder without the sources that had not surely been published by a day, and without their claims.

    What the curators call a thing and where its claims are revealed stays; in the place of what was taken out
    of a group stands a remark of a source without a date, which is known on no day.
    """
    entries = [entry for path in sorted(source.rglob("*.yaml")) for entry in ryaml.loads(path.read_text("utf-8"))]
    left = {e["id"] for e in entries if e.get("is") == "Source" and _last_day(str(e.get("published", ""))) <= day}
    kept: list[Any] = [{"id": "withheld", "is": "Source", "title": "Withheld", "publisher": "Withheld", "grade": "B"}]
    numbers = count(1)
    for entry in entries:
        if "known" in entry:
            kept.append(entry | {"known": [_group(group, left, numbers) for group in entry["known"]]})
        elif entry["id"] in left:
            kept.append(entry)
    target.mkdir(parents=True)
    (target / "cut.yaml").write_text(yaml.dump(kept, sort_keys=False, allow_unicode=True), "utf-8")


def _last_day(published: str) -> str:
    """Return the last day that a date of publication can mean; later than every day if there is none."""
    if not published or set("~?%") & set(published):
        return "9999"
    text = published.rpartition("/")[2]
    if len(text) == 4:
        return f"{text}-12-31"
    return text if len(text) == 10 else f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]}"


def _group(group: dict[str, Any], left: set[str], numbers: Iterator[int]) -> dict[str, Any]:
    own = [ident for ident in group.get("sources", []) if ident in left]
    says: dict[str, list[Any]] = {}
    for predicate, values in group.get("says", {}).items():
        for value in values if isinstance(values, list) else [values]:
            cited = (
                value.get("sources", group.get("sources", [])) if isinstance(value, dict) else group.get("sources", [])
            )
            if not left & set(cited):
                continue
            says.setdefault(predicate, []).append(_value(value, cited, left) if isinstance(value, dict) else value)
    remark = {"value": f"Withheld {next(numbers)}.", "sources": ["withheld"], "evidence": "press"}
    says.setdefault("remark", []).append(remark)
    return {key: v for key, v in group.items() if key != "note"} | {"sources": own or ["withheld"], "says": says}


def _value(value: dict[str, Any], cited: list[str], left: set[str]) -> dict[str, Any]:
    changed = {"sources": [ident for ident in cited if ident in left], "reason": "Withheld."}
    return {key: changed.get(key, part) for key, part in value.items() if key != "note"}
