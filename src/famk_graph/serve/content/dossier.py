"""The facts of an entity as a page tells them: in groups, dated, in order, each with what backs it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from famk_graph.check import superclasses
from famk_graph.serve.content.proofs import WEAK, Notes, Proof, joined, proof
from famk_graph.serve.content.telling import held, when
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.cards import Card, Fact
    from famk_graph.serve.lens import Lens

# The groups in their order, each with its predicates in theirs; what is in none goes to the screen or to the last.
GROUPS: Final = (
    ("identity", "At a glance", (
        "alias", "title", "occupation", "positionHeld", "militaryRank", "employer", "memberOf", "nationality",
        "divergenceKind", "field", "operator", "manufacturer", "partOfProgramme", "foundedOn", "dissolvedOn",
        "locatedIn", "partOfShow", "partOfSeason", "seasonNumber", "episodeNumber", "seasonCount", "episodeCount",
        "releaseDate", "setDuring", "genre", "namedAfter", "namesakeOf", "modelledOn", "modelFor",
    )),
    ("life", "Life", ("birthDate", "birthPlace", "residence", "deathDate", "deathPlace", "causeOfDeath")),
    ("course", "How it went", (
        "date", "startDate", "launchDate", "landingDate", "endDate", "place", "destination", "launchSite",
        "launchVehicle", "usesSpacecraft", "involves", "outcome", "casualties", "fate", "partOf", "hasPart",
    )),
    ("differs", "Where the timelines differ", (
        "counterpartOf", "hasCounterpart", "alternateSide", "realSide", "alternateSideOf", "realSideOf", "concerns",
        "concernedBy", "pointOfDivergenceOf", "hasPointOfDivergence", "differenceInDays",
    )),
    ("causes", "Causes and consequences", (
        "causedBy", "enabledBy", "motivatedBy", "preventedBy", "influencedBy", "causes", "enables", "motivates",
        "prevents", "influences",
    )),
    ("people", "Who took part", ("crewMember", "backupCrewMember", "participant")),
    ("family", "Family and relations", (
        "spouse", "partner", "parent", "child", "sibling", "grandparent", "grandchild", "friend", "mentor", "mentorOf",
        "rival", "superior", "superiorOf", "relatedTo",
    )),
    ("work", "Work and missions", (
        "crewOf", "backupCrewOf", "walkedOn", "launches", "spacecraftOf", "hasMission", "operates", "manufactured",
        "employerOf", "hasMember", "destinationOf", "launchSiteOf", "walkedOnBy",
    )),
    ("events", "Events", ("participantIn", "placeOf", "involvedIn")),
    ("places", "What is there", ("locationOf",)),
    ("screen", "On screen and behind it", ()),
    ("remarks", "Remarks", ("remark",)),
    ("other", "Elsewhere", ("website", "wikidata")),
)  # fmt: skip
_HOME: Final = {name: key for key, _, names in GROUPS for name in names}
_RANK: Final = {name: number for _, _, names in GROUPS for number, name in enumerate(names)}
_SCREEN: Final = frozenset({"ScreenWork", "Show", "Season", "Episode", "Portrayal", "Award"})
# What pages call a predicate whose own words are for those who know the ontology.
_CALLED: Final = {
    "alternateSide": "in theirs", "realSide": "in ours", "alternateSideOf": "differs from ours in",
    "realSideOf": "differs from theirs in", "concernedBy": "they differ in",
}  # fmt: skip
FIRST: Final = 8  # values of a row that are shown before the rest is asked for
_SLACK: Final = 3  # so many more are shown at once rather than hidden
_OWN_PLACE: Final = frozenset({"description", "is", "label"})  # told at the head of the page


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a row with all that is said of it."""

    text: str
    proofs: tuple[Proof, ...]
    ident: str | None = None
    url: str | None = None
    time: str = ""
    role: str = ""
    weak: str = ""
    side: str = ""
    fallen: bool = False
    preferred: bool = False
    order: tuple[object, ...] = ()


@dataclass(slots=True)
class Row:
    """All that is claimed with one predicate, in order of time."""

    words: str
    predicate: str
    items: list[Item] = field(default_factory=list)

    @property
    def first(self) -> int:
        """How many items are shown at once."""
        return len(self.items) if len(self.items) <= FIRST + _SLACK else FIRST


@dataclass(frozen=True, slots=True)
class Section:
    """A group of rows."""

    key: str
    title: str
    rows: list[Row]


def sections(lens: Lens, card: Card, notes: Notes) -> list[Section]:
    """Return the facts of a card in groups; the description is told elsewhere."""
    rows: dict[tuple[str, str], Row] = {}
    for fact in card.facts:
        if fact.predicate in _OWN_PLACE or (not fact.asserted and fact.value_id is None):
            continue  # what does not stand is told among the claims that disagree
        shown = _folded(lens, fact)
        row = rows.setdefault((fact.predicate, shown[0]), Row(shown[0], fact.predicate))
        row.items.append(replace(_item(lens, notes, fact, *shown[1:]), role=_role(lens, card, fact)))
    grouped: dict[str, list[Row]] = {key: [] for key, _, _ in GROUPS}
    for row in rows.values():
        row.items = sorted(_merged(row.items), key=lambda item: item.order)
        _drop_plain_sides(card, lens, row)
        grouped[_group(card, row)].append(row)
    for found in grouped.values():
        found.sort(key=lambda row: (_RANK.get(row.predicate, 99), row.words))
    return [Section(key, title, grouped[key]) for key, title, _ in GROUPS if grouped[key]]


def _group(card: Card, row: Row) -> str:
    if row.predicate == "fate" and "Agent" in superclasses(card.cls):
        return "life"
    known = PROPERTIES.get(row.predicate)
    if row.words.startswith("is "):  # read from its value: a residence is the residence of somebody
        return "places" if known and "Place" in known.range else "screen"
    if row.predicate in _HOME:
        return _HOME[row.predicate]
    return "screen" if known and _SCREEN & {*known.domain, *known.range} else "other"


def _folded(lens: Lens, fact: Fact) -> tuple[str, str, str | None]:
    """Return words, value and id of a fact; a portrayal is passed through to the one at its other end."""
    onward = {"portrayedIn": ("performer", "played by"), "performerIn": ("portrays", "plays")}.get(fact.predicate)
    if onward and fact.value_id:
        for tie in lens.universe.ties.out.get(fact.value_id, ()):
            if tie.predicate == onward[0] and tie.forward:
                return onward[1], lens.universe.names.entries[tie.end].label, tie.end
    return _CALLED.get(fact.predicate, fact.words), fact.value, fact.value_id


def _item(lens: Lens, notes: Notes, fact: Fact, text: str, ident: str | None) -> Item:
    known = PROPERTIES.get(fact.predicate)
    moment = lens.moments.get(fact.value_id or "")
    value, url = text, None
    if known and known.kind == "date":
        value = when(text)
    elif known and known.kind == "uri":
        url, value = text, text.partition("//")[2].removeprefix("www.").rstrip("/")
    begun = (fact.valid_at or fact.valid_from or (moment.date if moment else "")).lstrip("[").replace("X", "0")
    return Item(
        text=value,
        proofs=(proof(lens, notes, fact),),
        ident=ident,
        url=url,
        time=held(fact) or (when(moment.date) if moment else ""),
        weak=WEAK.get(fact.evidence, ""),
        side=lens.timelines.get(fact.value_id or "", ""),
        fallen=not fact.asserted,
        preferred=fact.rank == "preferred",
        order=(not fact.asserted, fact.order or 0, not begun, begun, value),
    )


def _role(lens: Lens, card: Card, fact: Fact) -> str:
    """Return the role of a fact; who gains by a decision has been chosen and has won nothing."""
    event = card.id if fact.predicate == "participant" else fact.value_id or ""
    entry = lens.universe.names.entries.get(event)
    chosen = fact.role == "winner" and entry is not None and entry.cls == "Decision"
    return "chosen" if chosen else fact.role or ""


def _merged(items: Iterable[Item]) -> Iterable[Item]:
    """Return each value once: what several claims say of it is put together."""
    found: dict[tuple[object, ...], Item] = {}
    for item in items:
        twin = next((key for key, other in found.items() if _is_same(item, other)), None)
        if twin is None:
            found[item.ident, item.text, item.role, item.time, item.fallen] = item
            continue
        other = found[twin]
        found[twin] = replace(
            other, proofs=joined((*other.proofs, *item.proofs)), role=other.role or item.role,
            time=other.time or item.time, weak=other.weak and item.weak,
            preferred=other.preferred or item.preferred, order=min(other.order, item.order),
        )  # fmt: skip
    return found.values()


def _is_same(one: Item, other: Item) -> bool:
    """Whether two items name one value, and what is said of it does not disagree."""
    same = (one.ident, one.text, one.fallen) == (other.ident, other.text, other.fallen)
    return same and all(a == b or not a or not b for a, b in ((one.role, other.role), (one.time, other.time)))


def _drop_plain_sides(card: Card, lens: Lens, row: Row) -> None:
    """Leave the timeline out where all of a row lie in one, and in that of the entity itself if it has one."""
    sides = {item.side for item in row.items if item.side}
    own = lens.timelines.get(card.id)
    if len(sides) <= 1 and (own is None or sides <= {own}):
        row.items = [replace(item, side="") for item in row.items]


def best(facts: Iterable[Fact], predicate: str) -> Fact | None:
    """Return the best asserted fact of a predicate."""
    found = [fact for fact in facts if fact.predicate == predicate and fact.asserted]
    return min(found, key=lambda fact: fact.rank != "preferred", default=None)
