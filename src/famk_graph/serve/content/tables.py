"""The tables that people look for: each is the answer to a saved query, with words for its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the variable of the query, its heading, what it holds, and the variable with the ids to link to.

    ``kind`` is one of ``text``, ``date``, ``number``, ``world``, ``links``, ``seasons`` and ``apart`` (days).
    """

    name: str
    heading: str
    kind: str = "text"
    ids: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes
    ----------
    name
        The last part of its address.
    query
        The saved query that it shows.
    subject
        The variable with what a row is about.
    facet
        The column by whose values it may be narrowed, if any.
    by_season
        Whether the query has a season for its parameter.

    """

    name: str
    title: str
    words: str
    query: str
    subject: str
    columns: tuple[Column, ...]
    facet: str = ""
    by_season: bool = False

    def column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((column for column in self.columns if column.name == name), None)


_TABLES: Final = (
    Table(
        name="people", title="People", query="characters", subject="id", facet="seasons",
        words="Everybody in the story: who plays them, what they do, where they are seen, and what becomes of them.",
        columns=(
            Column("character", "Character", "links", "id"),
            Column("playedBy", "Played by", "links", "performers"),
            Column("occupation", "Occupation"),
            Column("seasons", "Seen in", "seasons"),
            Column("first", "First seen", "links", "firstId"),
            Column("last", "Last seen", "links", "lastId"),
            Column("fate", "Fate"),
            Column("died", "Died", "date"),
        ),
    ),
    Table(
        name="families", title="Families", query="families", subject="id",
        words="Who is whose parent, spouse, child or sibling, as a table and as trees.",
        columns=(
            Column("person", "Person", "links", "id"),
            Column("parentsAre", "Parents", "links", "parents"),
            Column("spousesAre", "Married to", "links", "spouses"),
            Column("childrenAre", "Children", "links", "children"),
            Column("siblingsAre", "Siblings", "links", "siblings"),
        ),
    ),
    Table(
        name="missions", title="Missions", query="missions", subject="id", facet="world",
        words="Every flight of both timelines: craft, crew, launch, landing, and how it ended.",
        columns=(
            Column("mission", "Mission", "links", "id"),
            Column("world", "Timeline", "world"),
            Column("launched", "Launched", "date"),
            Column("landed", "Landed", "date"),
            Column("dated", "Other date", "date"),
            Column("craft", "Craft", "links", "crafts"),
            Column("goal", "Bound for", "links", "goals"),
            Column("crew", "Crew", "links", "members"),
            Column("flownBy", "Flown by", "links", "operators"),
            Column("outcome", "Outcome"),
        ),
    ),
    Table(
        name="crews", title="Crews", query="crews", subject="id", facet="world",
        words="Who flew on what, and in which role: one row for each seat.",
        columns=(
            Column("member", "Who", "links", "memberId"),
            Column("role", "Role"),
            Column("mission", "Mission", "links", "id"),
            Column("world", "Timeline", "world"),
            Column("launched", "Launched", "date"),
        ),
    ),
    Table(
        name="presidents", title="Presidents", query="presidents-compared", subject="id",
        words="The presidents of the United States: theirs, and who held the office in our world meanwhile.",
        columns=(
            Column("president", "Theirs", "links", "id"),
            Column("from", "From", "date"),
            Column("until", "Until", "date"),
            Column("ours", "Ours meanwhile", "links", "ourIds"),
        ),
    ),
    Table(
        name="cast", title="Cast by season", query="cast-of-season", subject="characterId", by_season=True,
        words="Who plays whom in a season, at which age, and how they are billed.",
        columns=(
            Column("character", "Character", "links", "characterId"),
            Column("actor", "Played by", "links", "actorId"),
            Column("age", "Age"),
            Column("billed", "Billed"),
        ),
    ),
    Table(
        name="real-people", title="Real people", query="real-people", subject="alternate",
        words="People of our history who live on in theirs, who plays them, and how long each of the two lives.",
        columns=(
            Column("counterpart", "In theirs", "links", "alternate"),
            Column("person", "In ours", "links", "real"),
            Column("playedBy", "Played by", "links", "actors"),
            Column("diedThere", "Died in theirs", "date"),
            Column("diedHere", "Died in ours", "date"),
        ),
    ),
    Table(
        name="divergences", title="Divergences", query="divergences", subject="id", facet="kind",
        words="Where their history leaves ours: what happened there, what happened here, and how far apart.",
        columns=(
            Column("divergence", "Divergence", "links", "id"),
            Column("kind", "How it differs"),
            Column("fields", "Field"),
            Column("there", "Theirs", "links", "theirs"),
            Column("when", "Theirs, when", "date"),
            Column("here", "Ours", "links", "ours"),
            Column("whenHere", "Ours, when", "date"),
            Column("days", "Theirs comes", "apart"),
        ),
    ),
    Table(
        name="awards", title="Awards", query="awards", subject="a", facet="result",
        words="Awards and nominations: who gave them, for what, and with which result.",
        columns=(
            Column("award", "Award", "links", "a"),
            Column("category", "Category"),
            Column("for", "For", "links", "works"),
            Column("recipient", "Recipient", "links", "people"),
            Column("result", "Result"),
            Column("givenBy", "Given by", "links", "givers"),
            Column("on", "When", "date"),
        ),
    ),
    Table(
        name="episodes", title="Episodes", query="episodes", subject="id", facet="show",
        words="Every episode of both shows: release, direction, writing, and the years in which it plays.",
        columns=(
            Column("title", "Title", "links", "id"),
            Column("show", "Show", "links", "showId"),
            Column("season", "Season", "number", "seasonId"),
            Column("number", "Episode", "number", "id"),
            Column("released", "Released", "date"),
            Column("directedBy", "Directed by", "links", "directors"),
            Column("writtenBy", "Written by", "links", "writers"),
            Column("playsIn", "Plays in", "date"),
            Column("minutes", "Minutes", "number"),
        ),
    ),
)  # fmt: skip
TABLES: Final = {table.name: table for table in _TABLES}
