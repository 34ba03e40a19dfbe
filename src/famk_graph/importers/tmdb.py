"""TMDB: the details of a show, a season, an episode or a person, and credits.

The form is that of version 3 of the API, https://developer.themoviedb.org/reference. A season and bare credits do
not say of which show they are; the user does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from famk_graph.importers.fields import Fields, shown
from famk_graph.importers.harvest import Harvest, Origin, Thing

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = Any
_SITE = "https://www.themoviedb.org"


def read_tmdb(document: Json, kind: str, show: str, season: int | None, out: Harvest) -> None:
    """Add what a file of a kind says to a harvest; ``show`` is a title, ``season`` that of bare credits."""
    reader = _Reader(out)
    if kind == "show":
        reader.show(document)
    elif kind == "person":
        reader.person(document)
    elif kind == "season":
        reader.season_file(document, show)
    elif kind == "episode":
        key = reader.show_named(show)
        number = document["season_number"]
        source = reader.source(f"tmdb-episode-{document.get('id')}", f"{show}, season {number}", "", f"{key}:{number}")
        reader.episode(document, key, show, source)
    else:
        reader.credits_file(document, show, season)


class _Reader:
    def __init__(self, out: Harvest) -> None:
        self.out, self.fields = out, Fields("tmdb", out)

    def source(self, ident: str, title: str, url: str, tells: str | None = None) -> str:
        # The id is TMDB's number: a season in it would tell in which one somebody is credited.
        self.out.origins[ident] = Origin(
            id=ident, title=title, url=url, publisher="TMDB", grade="C", tells=tells, covers="kept by its users"
        )
        return ident

    def show_named(self, title: str) -> str:
        return self.out.thing(Thing(key=f"tmdb:show:{title}", names=(title,), classes=("Show",)))

    def season(self, show: str, title: str, number: int) -> str:
        key, name = f"{show}:{number}", f"{title}, season {number}"
        return self.out.thing(Thing(key=key, names=(name,), classes=("Season",), part_of=show, number=number))

    def show(self, raw: Mapping[str, Json]) -> None:
        title = shown(raw, "name", "original_name")
        key = self.show_named(title)
        source = self.source(f"tmdb-tv-{raw.get('id')}", title, f"{_SITE}/tv/{raw.get('id')}")
        self.fields.say("show", raw, key, title, source)
        for one in _objects(raw.get("seasons")):
            number = one.get("season_number")
            if number and isinstance(number, int):  # 0 is what TMDB calls specials
                self.fields.say("season", one, self.season(key, title, number), f"{title}, season {number}", source)
        for person in _objects(raw.get("created_by")):
            self.fields.crew([person | {"job": "Creator"}], key, title, source)
        for name in ("aggregate_credits", "credits"):
            self.credits(raw.get(name), key, title, source)

    def season_file(self, raw: Mapping[str, Json], show: str) -> None:
        number, key = raw["season_number"], self.show_named(show)
        if not number or not isinstance(number, int):
            self.out.skip(f"{show}: specials", "a special, which has no number")
            return
        of, title = self.season(key, show, number), f"{show}, season {number}"
        page = next(
            (f"{_SITE}/tv/{e['show_id']}/season/{number}" for e in _objects(raw["episodes"]) if "show_id" in e), ""
        )
        source = self.source(f"tmdb-season-{raw.get('id')}", title, page, of)
        self.fields.say("season", raw, of, title, source)
        for one in _objects(raw["episodes"]):
            self.episode({"season_number": number} | one, key, show, source)
        for name in ("aggregate_credits", "credits"):
            self.credits(raw.get(name), of, title, source)

    def episode(self, raw: Mapping[str, Json], show: str, title: str, source: str) -> None:
        season, number = raw["season_number"], raw.get("episode_number")
        if not season or not isinstance(season, int) or not isinstance(number, int):
            self.out.skip(shown(raw, "name", "id"), "a special, which has no number")
            return
        of, about = self.season(show, title, season), f"{title} {season}×{number:02d}"
        thing = Thing(key=f"{of}:{number}", names=(about,), classes=("Episode",), part_of=of, number=number)
        self.fields.say("episode", raw, self.out.thing(thing), about, source)
        self.credits(raw, thing.key, about, source)
        self.credits(raw.get("credits"), thing.key, about, source)

    def credits(self, raw: Json, work: str, about: str, source: str) -> None:
        """Read cast, guests and crew of a work."""
        if not isinstance(raw, dict):
            return
        for name in ("cast", "guest_stars"):
            for member in _objects(raw.get(name)):
                person = self.fields.person(member)
                roles = [role.get("character") for role in _objects(member.get("roles"))] or [member.get("character")]
                for role in roles if person else ():
                    self.fields.played(person, role, (work,), source, guest=name == "guest_stars")
        self.fields.crew(_objects(raw.get("crew")), work, about, source)

    def credits_file(self, raw: Mapping[str, Json], show: str, season: int | None) -> None:
        key = self.show_named(show)
        work, title = (self.season(key, show, season), f"{show}, season {season}") if season else (key, show)
        source = self.source(f"tmdb-credits-{raw.get('id')}", f"{title}: credits", "", work if season else None)
        self.credits(raw, work, title, source)

    def person(self, raw: Mapping[str, Json]) -> None:
        person = self.fields.person(raw)
        if person:
            name = shown(raw, "name")
            source = self.source(f"tmdb-person-{raw.get('id')}", name, f"{_SITE}/person/{raw.get('id')}")
            self.fields.say("person", raw, person, name, source)


def _objects(raw: Json) -> list[dict[str, Json]]:
    return [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []
