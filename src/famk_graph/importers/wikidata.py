"""Wikidata: entities as Special:EntityData and wbgetentities give them, and the results of a query.

The form is that of https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. Of each property only the
statements of the best rank are taken, as Wikidata's own queries do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from famk_graph import dates, iris
from famk_graph.check import superclasses
from famk_graph.importers.harvest import PLAIN, Harvest, Origin, Part, Said, Thing, When, one_line
from famk_graph.importers.tables import Row, table
from famk_graph.model import Date, Ref, Text, Uri, Value
from famk_graph.values import CLAIMABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Json = Any  # what a file from outside holds is not known before it is looked at
ITEM: Final = re.compile(r"Q[1-9]\d*")
_TIME: Final = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T")
_JULIAN: Final = "Q1985786"
_MINUTES: Final = ("1", "http://www.wikidata.org/entity/Q7727")
_CIRCA: Final = "Q5727902"
_DAY, _MONTH, _YEAR, _DECADE = 11, 10, 9, 8
# Properties that say how an entity hangs together, and not a fact of ours.
_SERIES, _SEASON, _ORDINAL, _CLASS = "P179", "P4908", "P1545", "P31"
_CAST, _ROLE, _PERFORMER, _WORK = "P161", "P453", "P175", "P1441"


class Unfit(ValueError):  # noqa: N818 - no error of the program: a value that is passed over
    """A value that cannot be told as a claim of ours; the text says why."""


def entities_of(document: Json) -> dict[str, Json]:
    """Return the entities of a file by id: of one file of one or many, a list, or one bare entity."""
    if isinstance(document, dict) and isinstance(document.get("entities"), dict):
        found = list(document["entities"].values())
    else:
        found = document if isinstance(document, list) else [document]
    return {
        e["id"]: e for e in found if isinstance(e, dict) and ITEM.fullmatch(str(e.get("id"))) and "missing" not in e
    }


def read_entities(document: Json, out: Harvest) -> None:
    """Add what the entities of a file say to a harvest."""
    entities = entities_of(document)
    reader = _Reader(entities, out)
    for ident, entity in entities.items():
        if _map(entity.get("claims")):
            reader.entity(ident)


class _Reader:
    """Reads entities that may name one another."""

    def __init__(self, entities: Mapping[str, Json], out: Harvest) -> None:
        self.entities, self.out = entities, out
        self.known = {row["item"]: row for row in table("wikidata-items")}
        self.makers = {row["occupation"] for row in table("wikidata-makers")}
        self.rows: dict[str, list[Row]] = {}
        for row in table("wikidata-properties"):
            self.rows.setdefault(row["property"], []).append(row)

    def names(self, ident: str) -> tuple[str, ...]:
        """Return what an item is called in English, as far as the file or the table of items says."""
        entity = self.entities.get(ident, {})
        found: list[str] = []
        for language in ("en", "mul"):
            found += [t["value"] for t in [_map(entity.get("labels")).get(language)] if t]
            found += [t["value"] for t in _map(entity.get("aliases")).get(language, [])]
        if not found and ident in self.known:
            found = [self.known[ident]["label"]]
        return tuple(dict.fromkeys(found))

    def entity(self, ident: str) -> None:
        """Add an entity, its source and its claims."""
        entity, label = self.entities[ident], (*self.names(ident), ident)[0]
        thing = self.thing(ident)
        if not thing.classes:
            self.out.skip(label, "its class (P31) is not in our table, so that nothing can be matched")
            return
        self.out.thing(thing)
        version = f", version {entity['lastrevid']}" if "lastrevid" in entity else ""
        source = f"wikidata-{ident.lower()}"
        self.out.origins[source] = Origin(
            id=source,
            title=f"Item {ident}",
            url=f"https://www.wikidata.org/wiki/{ident}",
            publisher="Wikidata",
            grade="B",
            published=str(entity.get("modified", ""))[:10] or None,
            covers=f"{label}{version}",
        )
        address = Uri(iris.WIKIDATA + ident)
        self.out.said.append(Said(subject=ident, predicate="wikidata", value=address, source=source))
        for prop, statements in _map(entity.get("claims")).items():
            self.property(thing, label, prop, _best(statements), source)

    def thing(self, ident: str, classes: Iterable[str] = ()) -> Thing:
        """Return a thing for an item, whether or not the file describes it."""
        claims = _map(self.entities.get(ident, {}).get("claims"))
        kinds = [self.known[i] for i in _items(claims, _CLASS) if i in self.known and self.known[i]["class"]]
        work = {self.known[i]["label"] for i in _items(claims, "P106") if i in self.known} & self.makers
        series = next(iter(_items(claims, _SEASON) or _items(claims, _SERIES)), None)
        own = tuple(dict.fromkeys(row["class"] for row in kinds))
        guessed = () if own or classes else self.subjects(claims)
        works = bool(own) and "ScreenWork" in superclasses(own[0])
        return Thing(
            key=ident,
            names=self.names(ident),
            classes=own or tuple(classes) or guessed,
            base="production" if work or works else "history",
            fictional=any(row["kind"] == "story" for row in kinds),
            may_be_new=bool(own) and not works and bool(self.names(ident)),
            part_of=series if own in (("Season",), ("Episode",)) else None,
            number=_ordinal(claims),
            wikidata=iris.WIKIDATA + ident,
        )

    def subjects(self, claims: Mapping[str, Json]) -> tuple[str, ...]:
        """Return the classes that an item can be of by what is said of it, where nothing says what it is."""
        rows = [row for prop in claims for row in self.rows.get(prop, ())[:1]]
        return tuple(dict.fromkeys(cls for row in rows for cls in row["classes"].split(",") if cls))

    def property(self, thing: Thing, label: str, prop: str, statements: list[Json], source: str) -> None:
        """Add the claims of one property."""
        if prop in (_CLASS, _SERIES, _SEASON, _ORDINAL):
            return
        if prop in (_CAST, _PERFORMER):
            self.cast(thing, label, prop, statements, source)
            return
        rows = self.rows.get(prop)
        if not rows:
            self.out.skip(f"{label}: {prop}", "a property that is not in our table")
            return
        above = {name for cls in thing.classes for name in superclasses(cls)}
        row = next((r for r in rows if not r["classes"] or set(r["classes"].split(",")) & above), None)
        for statement in statements if row else ():
            assert row is not None  # noqa: S101 - there is nothing to go through without a row
            try:
                self.out.said.append(self.claim(thing, row, statement, source))
            except Unfit as unfit:
                self.out.skip(f"{label}: {row['label']}", str(unfit))
        if row is None:
            self.out.skip(f"{label}: {rows[0]['label']}", f"no fact of ours for a {'/'.join(thing.classes)}")

    def claim(self, thing: Thing, row: Row, statement: Json, source: str) -> Said:
        """Return the claim of a statement."""
        predicate = row["predicate"]
        value = self.value(predicate, statement.get("mainsnak"))
        if isinstance(value, Date) and _CIRCA in _snaks(statement, "P1480"):
            value = Date(value.edtf + "~")
        times = {
            name: _date_of(statement, prop) for name, prop in (("from", "P580"), ("until", "P582"), ("at", "P585"))
        }
        story = row["reveal"] == "story"
        return Said(
            subject=thing.key,
            predicate=predicate,
            value=value,
            source=source,
            when=When("story", (thing.key,) if "ScreenWork" in _above(thing) else ()) if story else PLAIN,
            valid_from=times["from"],
            valid_until=times["until"],
            valid_at=times["at"],
        )

    def value(self, predicate: str, snak: Json) -> Value:
        """Return a value as a predicate of ours takes it."""
        kind, raw = _datavalue(snak)
        known = CLAIMABLE[predicate]
        if known.kind == "entity" and kind == "wikibase-entityid":
            ident = _id(raw)
            self.out.thing(self.thing(ident, known.range))
            return Ref(ident)
        if known.kind == "date" and kind == "time":
            return Date(edtf(raw))
        if known.kind == "integer" and kind == "quantity":
            return _amount(raw)
        if known.kind == "uri" and kind == "string":
            return Uri(str(raw))
        if known.kind == "text":
            return self.text(kind, raw)
        raise Unfit(f"the value is of the kind {kind}, expected {known.kind}")

    def text(self, kind: str, raw: Json) -> Text:
        """Return a text, of an item its name."""
        if kind == "monolingualtext":
            return Text(one_line(str(raw.get("text"))), str(raw.get("language", "en")))
        if kind == "string":
            return Text(one_line(str(raw)), "en")
        names = self.names(_id(raw)) if kind == "wikibase-entityid" else ()
        if not names:
            raise Unfit("the file does not bring what the item is called")
        return Text(one_line(names[0]), "en")

    def cast(self, thing: Thing, label: str, prop: str, statements: list[Json], source: str) -> None:
        """Add who plays whom: a work's cast with their roles, or the performers of a character."""
        for statement in statements:
            try:
                other = _id(_datavalue(statement.get("mainsnak"))[1])
            except Unfit as unfit:
                self.out.skip(f"{label}: {prop}", str(unfit))
                continue
            self.out.thing(self.thing(other, ("Person",)))
            if prop == _PERFORMER:
                claims = _map(self.entities.get(thing.key, {}).get("claims"))
                for work in _items(claims, _WORK):
                    self.out.thing(self.thing(work, ("Show", "Season", "Episode")))
                works = tuple(_items(claims, _WORK))
                self.part(other, thing.key, works, source)
                continue
            for role in _snaks(statement, _ROLE):
                character = self.thing(role, ("Character",))
                self.out.thing(character)
                self.part(other, role, (thing.key,), source)
            if not _snaks(statement, _ROLE):
                when = When("story", (thing.key,))
                self.out.said.append(
                    Said(subject=thing.key, predicate="castMember", value=Ref(other), source=source, when=when)
                )

    def part(self, performer: str, character: str, works: tuple[str, ...], source: str) -> None:
        """Add that somebody plays somebody."""
        when = When("story", works)
        self.out.parts.append(Part(performer=performer, character=character, works=works, source=source, when=when))


def edtf(time: Mapping[str, Json]) -> str:
    """Return the date of a time value in EDTF, in its own precision.

    Raises
    ------
    Unfit
        The precision is coarser than a decade, the calendar is the Julian one, or it is no time value.

    >>> edtf({"time": "+1969-07-20T00:00:00Z", "precision": 11})
    '1969-07-20'
    >>> edtf({"time": "+1969-00-00T00:00:00Z", "precision": 9})
    '1969'
    """
    match = _TIME.match(str(time.get("time")))
    if not match:
        raise Unfit(f"“{time.get('time')}” is no date of our era")
    if str(time.get("calendarmodel", "")).endswith(_JULIAN):
        raise Unfit("the date is of the Julian calendar; convert it by hand")
    year, month, day = match.groups()
    forms = {_DAY: f"{year}-{month}-{day}", _MONTH: f"{year}-{month}", _YEAR: year, _DECADE: f"{year[:3]}X"}
    found = forms.get(min(int(time.get("precision", 0)), _DAY))
    if found is None:
        raise Unfit("the date is coarser than a decade")
    try:
        return dates.parse(found).text
    except ValueError as error:
        raise Unfit(str(error)) from None


def _above(thing: Thing) -> set[str]:
    return {name for cls in thing.classes for name in superclasses(cls)}


def _map(raw: Json) -> dict[str, Json]:
    """Return a map of the file; an empty one is written as a list."""
    return raw if isinstance(raw, dict) else {}


def _best(statements: Json) -> list[Json]:
    found = [s for s in statements if isinstance(s, dict)] if isinstance(statements, list) else []
    for rank in ("preferred", "normal"):
        if best := [s for s in found if s.get("rank", "normal") == rank]:
            return best
    return []


def _datavalue(snak: Json) -> tuple[str, Json]:
    if not isinstance(snak, dict) or snak.get("snaktype", "value") != "value":
        raise Unfit("the value is not known there")
    value = _map(snak.get("datavalue"))
    return str(value.get("type")), value.get("value")


def _id(raw: Json) -> str:
    ident = _map(raw).get("id") or f"Q{_map(raw).get('numeric-id')}"
    if not ITEM.fullmatch(str(ident)):
        raise Unfit("the value is no item")
    return str(ident)


def _snaks(statement: Json, prop: str) -> list[str]:
    """Return the items that a statement's qualifier names."""
    return list(_ids(_map(statement.get("qualifiers")).get(prop, [])))


def _items(claims: Mapping[str, Json], prop: str) -> list[str]:
    return list(_ids(s.get("mainsnak") for s in _best(claims.get(prop))))


def _ids(snaks: Iterable[Json]) -> Iterator[str]:
    for snak in snaks:
        try:
            yield _id(_datavalue(snak)[1])
        except Unfit:
            continue  # a value that is not known is no item


def _ordinal(claims: Mapping[str, Json]) -> int | None:
    """Return the number of a season or an episode: a qualifier of what it is part of."""
    for prop in (_SEASON, _SERIES):
        for statement in _best(claims.get(prop)):
            for snak in _map(statement.get("qualifiers")).get(_ORDINAL, []):
                text = str(_map(snak.get("datavalue")).get("value"))
                if text.isdigit():
                    return int(text)
    return None


def _date_of(statement: Json, prop: str) -> str | None:
    for snak in _map(statement.get("qualifiers")).get(prop, []):
        try:
            kind, raw = _datavalue(snak)
            return edtf(raw) if kind == "time" else None
        except Unfit:
            return None
    return None


def _amount(raw: Json) -> int:
    amount, unit = str(_map(raw).get("amount", "")), str(_map(raw).get("unit", "1"))
    if unit not in _MINUTES or not re.fullmatch(r"[+-]?\d+", amount):
        raise Unfit(f"“{amount}” is no whole number, or its unit is another")
    return int(amount)
