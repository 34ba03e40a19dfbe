"""Whether claims fit each other: ages and dates, crews and missions, terms of office, ranks, casts.

Each claim may be in order by itself, and two of them together still be impossible or unlikely. Sources do
contradict each other, so these are warnings; `data/exceptions.toml` lists what is meant, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from famk_graph import dates
from famk_graph.check import superclasses
from famk_graph.findings import display
from famk_graph.model import Claim, Dataset, Date, Ref, Text
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CONCEPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from famk_graph.exceptions import Exceptions
    from famk_graph.findings import Findings

_ABSENT: Final = frozenset({"commemorated", "recording"})
_OWN_DEATH: Final = frozenset({"Death", "Accident", "Conflict", "Attack"})  # they may outlast their victims
_ABOARD: Final = frozenset({"Launch", "Landing", "Spacewalk"})
_YEAR: Final = dt.timedelta(days=365.25)
_YOUNGEST_PARENT, _YOUNGEST_SPOUSE, _YOUNGEST_FLIER, _OLDEST_FLIER = 13, 14, 15, 100  # years
_MOST_DAYS_BETWEEN_EPISODES: Final = 14
_OFFICES: Final = ("president of the united states", "vice president of the united states", "administrator of nasa")
_RANKS: Final = (
    ("second lieutenant", "first lieutenant", "captain", "major", "lieutenant colonel", "colonel", "brigadier general",
     "major general", "lieutenant general"),
    ("ensign", "lieutenant junior grade", "lieutenant", "lieutenant commander", "commander", "captain", "rear admiral",
     "vice admiral", "admiral"),
)  # fmt: skip


class Doubt(NamedTuple):
    """Something that does not fit: the claim to look at, the rule, whom it is about, and why."""

    claim: Claim
    rule: str
    about: str
    message: str


class Facts:
    """The asserted claims of a dataset by predicate, inverse ones turned round, with the days of its events."""

    def __init__(self, dataset: Dataset) -> None:
        """Index the claims."""
        self.entities = dataset.entities
        self._links: dict[str, list[tuple[str, str, Claim]]] = defaultdict(list)
        self._dates: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self.texts: dict[str, list[Claim]] = defaultdict(list)
        self.numbers: dict[tuple[str, str], int] = {}
        for claim in dataset.claims:
            if not claim.asserted:
                continue
            if isinstance(claim.value, Ref):
                known = CLAIMABLE.get(claim.predicate)
                inverse = known.inverse_of if known else None
                ends = (claim.subject, claim.value.id)
                self._links[inverse or claim.predicate].append((*(ends[::-1] if inverse else ends), claim))
            elif isinstance(claim.value, Date):
                self._dates[claim.subject, claim.predicate].append(claim)
            elif isinstance(claim.value, Text):
                self.texts[claim.predicate].append(claim)
            elif isinstance(claim.value, int):
                self.numbers[claim.subject, claim.predicate] = claim.value

    def links(self, predicate: str) -> list[tuple[str, str, Claim]]:
        """Return subject, value and claim of each claim with a predicate."""
        return self._links.get(predicate, [])

    def cls(self, ident: str) -> str:
        """Return the class of an entity, or nothing."""
        entity = self.entities.get(ident)
        return entity.cls if entity else ""

    def kinds(self, ident: str) -> frozenset[str]:
        """Return the classes of an entity, those above its own among them."""
        return superclasses(self.cls(ident))

    def claims(self, ident: str, *predicates: str) -> list[Claim]:
        """Return the claims that date something by any of some predicates."""
        return [claim for predicate in predicates for claim in self._dates.get((ident, predicate), [])]

    def first(self, ident: str, *predicates: str) -> dt.date | None:
        """Return the earliest day that any claim of the date allows: nothing can have been before it."""
        days = [dates.parse(_edtf(c)).earliest for c in self.claims(ident, *predicates)]
        return min((d for d in days if d), default=None) if None not in days else None

    def last(self, ident: str, *predicates: str) -> dt.date | None:
        """Return the latest day that any claim of the date allows."""
        days = [dates.parse(_edtf(c)).latest for c in self.claims(ident, *predicates)]
        return max((d for d in days if d), default=None) if None not in days else None


def crosscheck(dataset: Dataset, excepted: Exceptions, findings: Findings) -> None:
    """Add a warning for all that does not fit together.

    Parameters
    ----------
    dataset
        A dataset without errors.
    excepted
        What is meant as it is.
    findings
        Where the warnings go.

    """
    facts = Facts(dataset)
    for check in _CHECKS:
        for doubt in check(facts):
            if not excepted.excuse(doubt.about, doubt.rule):
                hint = "correct or date one of them, or say in exceptions.toml why both stand"
                findings.add(doubt.claim.where, doubt.rule, doubt.message, hint)


def _edtf(claim: Claim) -> str:
    return claim.value.edtf if isinstance(claim.value, Date) else ""


def _before_birth_or_after_death(facts: Facts) -> Iterator[Doubt]:
    """Find people who take part in what happens before they live, or after."""
    for predicate in ("participant", "crewMember", "backupCrewMember"):
        for event, agent, claim in facts.links(predicate):
            if claim.role in _ABSENT:
                continue
            begun = facts.first(event, "date", "startDate", "launchDate")
            over = facts.last(event, "date", "endDate", "startDate", "launchDate")
            born, died = facts.first(agent, "birthDate"), facts.last(agent, "deathDate")
            if begun and died and begun > died and not (claim.role == "victim" and facts.cls(event) in _OWN_DEATH):
                message = f"“{agent}” died by {died}, but takes part in “{event}” ({begun} or later)"
                yield Doubt(
                    claim, "acts-after-death", agent, f"{message}; the absent are commemorated or in a recording"
                )
            if over and born and over < born:
                message = f"“{agent}” takes part in “{event}” ({over}) before being born"
                yield Doubt(claim, "acts-before-birth", agent, message)


def _funerals(facts: Facts) -> Iterator[Doubt]:
    """Find those who are mourned, or said to have died in an event, at another time than that of their death."""
    for event, agent, claim in facts.links("participant"):
        died_last, died_first = facts.last(agent, "deathDate"), facts.first(agent, "deathDate")
        begun, over = facts.first(event, "date", "startDate"), facts.last(event, "date", "endDate", "startDate")
        if not (begun and over and died_first and died_last):
            continue
        if claim.role == "commemorated" and over < died_first:
            message = f"“{agent}”, who lives until {died_first}, is commemorated in “{event}” ({over})"
            yield Doubt(claim, "alive-at-own-funeral", agent, message)
        if facts.cls(event) == "Death" and claim.role == "victim" and (over < died_first or begun > died_last):
            message = f"“{event}” is on another day than the death of “{agent}” ({died_first})"
            yield Doubt(claim, "two-deaths", agent, message)


def _ages(facts: Facts) -> Iterator[Doubt]:
    """Find parents, spouses and fliers of an age that is unlikely."""
    for child, parent, claim in facts.links("parent"):
        born, parent_born = facts.last(child, "birthDate"), facts.first(parent, "birthDate")
        # Who is their own parent is left to the reasoner: the age would hide the cause.
        if child != parent and born and parent_born and (born - parent_born) / _YEAR < _YOUNGEST_PARENT:
            message = f"“{parent}” is at most {max(0, (born - parent_born) // _YEAR)} at the birth of “{child}”"
            yield Doubt(claim, "unlikely-age", child, message)
    for one, other, claim in facts.links("spouse"):
        married = dates.parse(claim.valid_from).latest if claim.valid_from else None
        for agent in (one, other):
            born = facts.first(agent, "birthDate")
            if married and born and (married - born) / _YEAR < _YOUNGEST_SPOUSE:
                message = f"“{agent}” marries at {max(0, (married - born) // _YEAR)} at most"
                yield Doubt(claim, "unlikely-age", agent, message)
    for mission, agent, claim in facts.links("crewMember"):
        first_born, last_born = facts.first(agent, "birthDate"), facts.last(agent, "birthDate")
        begun, over = facts.first(mission, "launchDate", "date"), facts.last(mission, "launchDate", "date")
        young = over and first_born and (over - first_born) / _YEAR < _YOUNGEST_FLIER
        if young or (begun and last_born and (begun - last_born) / _YEAR > _OLDEST_FLIER):
            yield Doubt(claim, "unlikely-age", agent, f"“{agent}” flies on “{mission}” at an unlikely age")


def _crews(facts: Facts) -> Iterator[Doubt]:
    """Find people on two missions at once, and those who fly on a mission without being of its crew."""
    crews: dict[str, set[str]] = defaultdict(set)
    flights: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for mission, agent, claim in facts.links("crewMember"):
        crews[mission].add(agent)
        flights[agent].append((mission, claim))
    for agent, flown in flights.items():
        for (one, _), (other, claim) in combinations(flown, 2):
            if one != other and _overlap(facts, one, other):
                message = f"“{agent}” is on “{one}” and on “{other}” at the same time"
                yield Doubt(claim, "two-missions-at-once", agent, message)
    missions = {part: whole for part, whole, _ in facts.links("partOf") if crews.get(whole)}
    for event, agent, claim in facts.links("participant"):
        mission = missions.get(event, "")
        aboard = claim.role is None or CONCEPTS.get(claim.role) == "CrewRole"
        person = facts.cls(agent) in ("Character", "Person")
        if facts.cls(event) in _ABOARD and mission and aboard and person and agent not in crews[mission]:
            message = f"“{agent}” takes part in “{event}”, but is not of the crew of “{mission}”"
            yield Doubt(claim, "not-in-crew", agent, message)


def _overlap(facts: Facts, one: str, other: str) -> bool:
    """Whether two missions surely share a day between launch and end."""
    spans = [(facts.last(m, "launchDate"), facts.first(m, "endDate")) for m in (one, other)]
    (a, b), (c, d) = spans
    return bool(a and b and c and d and a < b and c < d and max(a, c) < min(b, d))


def _terms(facts: Facts) -> Iterator[Doubt]:
    """Find two holders of an office that only one can hold at a time."""
    terms: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in facts.texts["positionHeld"]:
        office = claim.value.text.casefold() if isinstance(claim.value, Text) else ""
        if office in _OFFICES and (claim.valid_from or claim.valid_until):
            terms[office, claim.world][claim.subject].append(claim)
    for (office, _), holders in terms.items():
        for (one, mine), (other, theirs) in combinations(holders.items(), 2):
            clash = next(((a, b) for a in mine for b in theirs if _both_hold(a, b)), None)
            if clash:
                stands = display(clash[0].where.file)
                message = f"“{one}” ({stands}) and “{other}” are {office} at the same time"
                yield Doubt(clash[1], "office-held-twice", other, message)
        if office == _OFFICES[0]:
            yield from _vacancies(office, holders)


def _vacancies(office: str, holders: dict[str, list[Claim]]) -> Iterator[Doubt]:
    """Find times between the known holders of an office in which surely nobody held it."""
    begun = [(dates.parse(c.valid_from).earliest, c) for cs in holders.values() for c in cs if c.valid_from]
    over = [dates.parse(c.valid_until).latest for cs in holders.values() for c in cs if c.valid_until]
    for start, claim in begun:
        before = [end for end in over if end and start and end < start]
        held = any(other.subject != claim.subject and _holds_before(other, start) for _, other in begun)
        if start and before and not held and (start - max(before)).days > 1:
            message = f"nobody is {office} between {max(before)} and {start}, when “{claim.subject}” begins"
            yield Doubt(claim, "office-vacant", claim.subject, message)


def _holds_before(claim: Claim, day: dt.date | None) -> bool:
    """Whether a term may last until the eve of a day."""
    end = dates.parse(claim.valid_until).latest if claim.valid_until else None
    start = dates.parse(claim.valid_from).earliest if claim.valid_from else None
    return bool(day and start and start < day and (end is None or (day - end).days <= 1))


def _both_hold(one: Claim, other: Claim) -> bool:
    """Whether two terms with both ends surely share a day."""
    spans = []
    for claim in (one, other):
        if not (claim.valid_from and claim.valid_until):
            return False
        spans.append((dates.parse(claim.valid_from).latest, dates.parse(claim.valid_until).earliest))
    (a, b), (c, d) = spans
    return bool(a and b and c and d and max(a, c) < min(b, d))


def _ranks(facts: Facts) -> Iterator[Doubt]:
    """Find military ranks that fall in time."""
    held: dict[str, list[tuple[dt.date, Claim]]] = defaultdict(list)
    for claim in facts.texts["militaryRank"]:
        begun = dates.parse(claim.valid_from).earliest if claim.valid_from else None
        if begun:
            held[claim.subject].append((begun, claim))
    for agent, claims in held.items():
        for (_, one), (_, other) in pairwise(sorted(claims, key=lambda pair: pair[0])):
            for ladder in _RANKS:
                steps = [_step(claim, ladder) for claim in (one, other)]
                if None not in steps and steps[0] > steps[1]:  # type: ignore[operator]  # None is ruled out before
                    yield Doubt(other, "rank-falls", agent, f"“{agent}” falls from {_words(one)} to {_words(other)}")


def _step(claim: Claim, ladder: tuple[str, ...]) -> int | None:
    text = _words(claim)
    fitting = [rank for rank in ladder if text.startswith(rank)]
    return ladder.index(max(fitting, key=len)) if fitting else None


def _words(claim: Claim) -> str:
    return claim.value.text.casefold() if isinstance(claim.value, Text) else ""


def _weekly(facts: Facts) -> Iterator[Doubt]:
    """Find episodes that are released before the one before them, or long after it."""
    seasons: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    for episode, season, _ in facts.links("partOfSeason"):
        number = facts.numbers.get((episode, "episodeNumber"))
        seasons[season] += [(number, claim) for claim in facts.claims(episode, "releaseDate") if number is not None]
    for released in seasons.values():
        for (_, one), (_, other) in pairwise(sorted(released, key=lambda pair: pair[0])):
            days = [dates.parse(_edtf(claim)) for claim in (one, other)]
            if all(day.is_day for day in days) and days[0].earliest and days[1].earliest:
                gap = (days[1].earliest - days[0].earliest).days
                if not 0 <= gap <= _MOST_DAYS_BETWEEN_EPISODES:
                    message = f"“{other.subject}” is released {gap} days after “{one.subject}”"
                    yield Doubt(other, "release-out-of-step", other.subject, message)


def _casts(facts: Facts) -> Iterator[Doubt]:
    """Find performers who are in the cast list of one of our works without a portrayal in it."""
    inside: dict[str, set[str]] = defaultdict(set)
    for part, whole, _ in (*facts.links("partOfSeason"), *facts.links("partOfShow")):
        inside[whole].add(part)
    performers = {portrayal: person for portrayal, person, _ in facts.links("performer")}
    played: dict[str, set[str]] = defaultdict(set)
    for portrayal, work, _ in facts.links("inWork"):
        played[work].add(performers.get(portrayal, ""))
    for work, person, claim in facts.links("castMember"):
        if "Show" in facts.kinds(work) or work in inside or facts.cls(work) == "Episode":
            parts = {work, *inside[work], *(e for season in inside[work] for e in inside[season])}
            if not any(person in played[part] for part in parts):
                message = f"“{person}” is in the cast of “{work}” without a portrayal in it"
                yield Doubt(claim, "cast-without-portrayal", person, message)


_CHECKS: Final[tuple[Callable[[Facts], Iterator[Doubt]], ...]] = (
    _before_birth_or_after_death,
    _funerals,
    _ages,
    _crews,
    _terms,
    _ranks,
    _weekly,
    _casts,
)
