"""TVmaze: a show (with its episodes, seasons, cast and crew), a list of episodes, seasons or cast, or a person.

The form is that of https://www.tvmaze.com/api. A cast is that of a whole show: it does not say when somebody appears,
so that a person has to.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from famk_graph.importers.fields import Fields, shown
from famk_graph.importers.harvest import Harvest, Origin, Thing

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = Any
_LAST_SECOND = 4_102_444_800  # the end of this century


def read_tvmaze(document: Json, kind: str, show: str, out: Harvest) -> None:
    """Add what a file of a kind says to a harvest; ``show`` is the title of the show of a list."""
    reader = _Reader(out)
    if kind == "show":
        reader.show(document)
    elif kind == "person":
        reader.person(document)
    else:
        key = out.thing(Thing(key=f"tvmaze:show:{show}", names=(show,), classes=("Show",)))
        source = reader.source(f"tvmaze-{_slug(show)}-{kind}", f"{show} ({kind})", "")
        reader.lists({kind: document}, key, show, source)


class _Reader:
    def __init__(self, out: Harvest) -> None:
        self.out, self.fields = out, Fields("tvmaze", out)

    def source(self, ident: str, title: str, url: str, updated: Json = None) -> str:
        self.out.origins[ident] = Origin(
            id=ident,
            title=title,
            url=url,
            publisher="TVmaze",
            grade="C",
            published=_day(updated),
            covers="kept by its users",
        )
        return ident

    def show(self, raw: Mapping[str, Json]) -> None:
        title = shown(raw, "name")
        key = self.out.thing(Thing(key=f"tvmaze:show:{title}", names=(title,), classes=("Show",)))
        source = self.source(f"tvmaze-show-{raw.get('id')}", title, _page(raw), raw.get("updated"))
        self.fields.say("show", raw, key, title, source)
        embedded = raw.get("_embedded")
        self.lists(embedded if isinstance(embedded, dict) else {}, key, title, source)

    def lists(self, lists: Mapping[str, Json], show: str, title: str, source: str) -> None:
        """Read what is embedded in a show, or is a file of its own."""
        for raw in _objects(lists.get("seasons")):
            number = raw.get("number")
            if isinstance(number, int):
                self.fields.say("season", raw, self.season(show, title, number), f"{title}, season {number}", source)
        for raw in _objects(lists.get("episodes")):
            self.episode(raw, show, title, source)
        for raw in _objects(lists.get("cast")):
            self.cast(raw, (show,), source)
        self.fields.crew(_objects(lists.get("crew")), show, title, source)

    def season(self, show: str, title: str, number: int) -> str:
        key, name = f"{show}:{number}", f"{title}, season {number}"
        return self.out.thing(Thing(key=key, names=(name,), classes=("Season",), part_of=show, number=number))

    def episode(self, raw: Mapping[str, Json], show: str, title: str, source: str) -> None:
        number, season = raw.get("number"), raw.get("season")
        if not isinstance(number, int) or not isinstance(season, int):
            self.out.skip(shown(raw, "name", "id"), "a special, which has no number")
            return
        of, about = self.season(show, title, season), f"{title} {season}×{number:02d}"
        # The title is told by the episode; it is no name by which to find it.
        thing = Thing(key=f"{of}:{number}", names=(about,), classes=("Episode",), part_of=of, number=number)
        self.fields.say("episode", raw, self.out.thing(thing), about, source)
        embedded = raw.get("_embedded")
        for member in _objects(embedded.get("guestcast") if isinstance(embedded, dict) else None):
            self.cast(member, (thing.key,), source, guest=True)

    def cast(self, raw: Mapping[str, Json], works: tuple[str, ...], source: str, *, guest: bool = False) -> None:
        person = self.fields.person(raw.get("person") or {})
        if person and raw.get("self"):
            self.out.skip(shown(raw["person"], "name"), "plays nobody by name, or themselves")
        elif person:
            mark = "voice only" if raw.get("voice") else ""
            self.fields.played(person, raw.get("character"), works, source, guest=guest, mark=mark)

    def person(self, raw: Mapping[str, Json]) -> None:
        person = self.fields.person(raw)
        if person:
            name = shown(raw, "name")
            source = self.source(f"tvmaze-person-{raw.get('id')}", name, _page(raw), raw.get("updated"))
            self.fields.say("person", raw, person, name, source)


def _day(seconds: Json) -> str | None:
    """Return the day of a time in seconds since 1970, where it is one of this century."""
    if not isinstance(seconds, int) or not 0 < seconds < _LAST_SECOND:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()


def _objects(raw: Json) -> list[dict[str, Json]]:
    return [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []


def _page(raw: Mapping[str, Json]) -> str:
    return str(raw.get("url") or "")


def _slug(title: str) -> str:
    return "-".join(title.lower().split())
