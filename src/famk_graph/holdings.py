"""How much is known of each kind of thing: how many there are, and of how many of them what is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from famk_graph import iris
from famk_graph.check import superclasses
from famk_graph.query import run
from famk_graph.saved import internal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from famk_graph.names import Names

_TURNED: Final = "^"  # before a property: the entity is its value
_CREDITS: Final = "^performer ^director ^writer ^creator ^showrunner ^executiveProducer ^composer ^castMember"
_TIES: Final = (
    "spouse parent grandparent sibling partner friend rival mentor superior relatedTo "
    "^spouse ^parent ^grandparent ^sibling ^partner ^friend ^rival ^mentor ^superior ^relatedTo"
)
_CREWS: Final = "^crewMember ^backupCrewMember"
_LINKS: Final = "causes enables motivates prevents"
_EVENT: Final = {
    "date": "date startDate endDate launchDate landingDate",
    "place": "place",
    "participants": "participant",
    "episode": "shownIn toldIn",
    "cause or consequence": f"{_LINKS} ^causes ^enables ^motivates ^prevents",
}
# The kinds, and of each what is worth knowing: words, and the properties any of which tells it. Statements have no
# inverse properties: those in the data are turned round when they are compiled.
_ASPECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "episodes": {
        "title": "title",
        "release date": "releaseDate",
        "director": "director",
        "writer": "writer",
        "time of the story": "setDuring",
        "who appears": "^appearsIn ^inWork",
        "events": "^shownIn ^toldIn",
    },
    "characters": {
        "performer": "^portrays",
        "occupation": "occupation positionHeld",
        "employer": "employer memberOf",
        "nationality": "nationality",
        "ties": _TIES,
        "missions": _CREWS,
        "events": "^participant",
        "appearances": "appearsIn firstAppearance ^portrays",
        "fate": "fate deathDate",
    },
    "performers and makers": {"credit": _CREDITS, "birth": "birthDate", "Wikidata": "wikidata"},
    "other real people": {
        "birth": "birthDate",
        "death": "deathDate",
        "role": "occupation positionHeld",
        "counterpart": "^counterpartOf",
        "missions": _CREWS,
        "footage": "archiveFootageIn",
        "Wikidata": "wikidata",
    },
    "alternate events": {**_EVENT, "traced to a point of divergence": "pointOfDivergenceOf"},
    "real events": {"date": _EVENT["date"], "place": "place", "participants": "participant", "divergence": "^realSide"},
    "divergences": {
        "kind": "divergenceKind",
        "field": "field",
        "alternate side": "alternateSide",
        "real side": "realSide",
    },
    "missions": {
        "launch": "launchDate date",
        "crew": "crewMember",
        "operator": "operator partOfProgramme",
        "spacecraft": "usesSpacecraft",
        "end": "outcome fate endDate landingDate",
    },
    "spacecraft, rockets and things": {
        "maker": "manufacturer",
        "operator": "operator partOfProgramme",
        "missions and events": "^usesSpacecraft ^launchVehicle ^involves",
    },
    "bases and places": {"lies in": "locatedIn", "events and missions": "^place ^destination ^launchSite"},
    "organisations": {"members": "^memberOf ^employer", "place": "locatedIn"},
    "awards": {"result": "awardResult", "date": "date", "giver": "awardedBy"},
}
_KINDS: Final = {
    "Episode": "episodes", "Character": "characters", "Divergence": "divergences", "Mission": "missions",
    "Artifact": "spacecraft, rockets and things", "Place": "bases and places", "Organization": "organisations",
    "Award": "awards",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of thing: how many are known, and of how many of them each of some facts is told.

    Attributes
    ----------
    kind
        What they are, in the plural.
    count
        How many there are.
    told
        The number of those of which something is told, by what it is.

    """

    kind: str
    count: int
    told: dict[str, int]


def holdings(store: ox.Store, names: Names) -> tuple[Holding, ...]:
    """Count the kinds of things that a store knows, and what it tells of them.

    Parameters
    ----------
    store, names
        A store at any horizon, with its names.

    Returns
    -------
    tuple
        The kinds in a fixed order, without those of which there is none, and last the causal links by verb.

    """
    said: dict[str, set[str]] = defaultdict(set)
    for row in run(store, internal("said")).solutions():
        entity = row["entity"].value.removeprefix(iris.ENTITY)
        turned = _TURNED if row["turned"].value == "true" else ""
        said[entity].add(turned + row["property"].value.rpartition("#")[2])
    members: dict[str, list[set[str]]] = defaultdict(list)
    for ident, entry in names.entries.items():
        kind = _kind(entry.cls, said[ident]) if entry.cls else ""
        members[kind].append(said[ident])
    found = [
        Holding(kind, len(members[kind]), {what: _count(members[kind], of) for what, of in aspects.items()})
        for kind, aspects in _ASPECTS.items()
        if members[kind]
    ]
    links = {
        r["link"].value.rpartition("#")[2]: int(r["count"].value)
        for r in run(store, internal("causal_links")).solutions()
    }
    return (*found, Holding("causal links", sum(links.values()), links)) if links else tuple(found)


def _kind(cls: str, said: set[str]) -> str:
    above = superclasses(cls)
    if "Person" in above:
        return "performers and makers" if said & set(_CREDITS.split()) else "other real people"
    kind = next((kind for name, kind in _KINDS.items() if name in above), "")
    if not kind and "Event" in above:
        return "alternate events" if "inTimeline" in said else "real events"
    return kind


def _count(members: list[set[str]], properties: str) -> int:
    wanted = set(properties.split())
    return sum(1 for said in members if said & wanted)
