"""From what files say to proposals: matched, compared with what stands, each with a careful reveal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from famk_graph.check import superclasses
from famk_graph.importers.compare import CONFLICTING, SAME, compare
from famk_graph.importers.harvest import Harvest, Origin, Part, Said, Skip, Thing, When
from famk_graph.model import Ref, Reveal, Value, make_reveal
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CONCEPTS
from famk_graph.words import fold

if TYPE_CHECKING:
    from famk_graph.importers.match import Index, Match
    from famk_graph.model import Claim

_OPEN = ("production", "history")


@dataclass(frozen=True, slots=True)
class Shown:
    """When it may be seen: the reveal that is set, or the one that is proposed to whoever decides."""

    parts: tuple[str, ...]
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed claim about one of our entities, existing or proposed."""

    subject: str
    predicate: str
    value: Value
    shown: Shown
    sources: tuple[str, ...]
    status: str
    stands: tuple[Claim, ...] = ()
    mark: str = ""
    valid_from: str | None = None
    valid_until: str | None = None
    valid_at: str | None = None
    order: int | None = None


@dataclass(slots=True, kw_only=True)
class NewEntity:
    """A proposed entity; it is introduced with the earliest of what is said of it."""

    id: str
    cls: str
    label: str
    shown: Shown
    source: str
    mark: str = ""


@dataclass(slots=True)
class Proposals:
    """All that some files propose."""

    entities: dict[str, NewEntity] = field(default_factory=dict)
    claims: list[Proposal] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    matched: dict[str, Match] = field(default_factory=dict)
    skips: list[Skip] = field(default_factory=list)

    def of(self, status: str) -> list[Proposal]:
        """Return the claims of a status."""
        return [claim for claim in self.claims if claim.status == status]

    @property
    def undecided(self) -> int:
        """How many claims wait for a person's decision."""
        return sum(1 for c in self.claims if c.status != SAME and (not c.shown.decided or c.status == CONFLICTING))


def propose(harvest: Harvest, index: Index) -> Proposals:
    """Return what a harvest proposes for the entities of an index."""
    return _Proposer(harvest, index).run()


class _Proposer:
    def __init__(self, harvest: Harvest, index: Index) -> None:
        self.harvest, self.index = harvest, index
        self.out = Proposals(skips=list(harvest.skips))
        self.ids: dict[str, str | None] = {}
        self.people: dict[str, str] = {}  # of which person of the file each of ours is taken to be
        self.places: dict[tuple[object, ...], int] = {}
        self.sources = {_bare(s.url): s.id for s in index.sources.values() if s.url}
        self.last: dict[str, str] = {}
        for (above, _), ident in sorted(index.parts.items()):
            self.last[above] = ident

    def run(self) -> Proposals:
        for part in self.harvest.parts:
            self.part(part)
        for said in self.harvest.said:
            subject = self.harvest.things[said.subject]
            if said.only_new and self.known(subject):
                continue
            ident = self.id_of(said.subject, said)
            if ident:
                self.claim(ident, said)
        self.finish()
        return self.out

    def known(self, thing: Thing) -> bool:
        return self.index.match(thing, self.harvest.things).id is not None

    def id_of(self, key: str, said: Said | Part) -> str | None:
        """Return the id of a thing, proposing an entity where that may be; none where it cannot be told."""
        if key not in self.ids:
            self.ids[key] = self._id_of(self.harvest.things[key], said)
        found = self.ids[key]
        if found in self.out.entities and said.when.kind == "story":
            self.meet(self.out.entities[found], self.shown(said.when))
        return found

    @staticmethod
    def meet(entity: NewEntity, shown: Shown) -> None:
        """Let a proposed entity be introduced no later than it is spoken of."""
        if not entity.shown.decided and shown.parts and (not entity.shown.parts or shown.parts < entity.shown.parts):
            entity.shown = Shown(shown.parts, decided=False)

    def _id_of(self, thing: Thing, said: Said | Part) -> str | None:
        match = self.index.match(thing, self.harvest.things)
        name = thing.names[0] if thing.names else thing.key
        ident = match.id or slug(name)
        if thing.classes == ("Person",) and self.people.setdefault(ident, thing.key) != thing.key:
            self.skip(name, f"another of that name in the file is {ident}; add this one by hand")
            return None
        if match.id:
            if match.how != "by its number":
                self.out.matched[name] = match
            return match.id
        if match.rivals:
            self.skip(name, f"can be several of ours: {', '.join(match.rivals)}")
        elif not thing.may_be_new or not thing.names:
            self.skip(name, f"none of ours, looked for as {' or '.join(thing.classes) or 'anything'}")
        else:
            shown = self.shown(said.when) if thing.fictional else Shown((thing.base,), decided=True)
            near = self.index.near(thing)
            mark = f"near: {', '.join(near)}" if near else ""
            own = f"wikidata-{thing.key.lower()}"  # an item that the file describes speaks for itself
            source = own if own in self.harvest.origins else said.source
            return self.entity(ident, thing.classes[0], name, shown, source=source, mark=mark)
        return None

    def entity(self, ident: str, cls: str, label: str, shown: Shown, *, source: str, mark: str = "") -> str | None:
        """Propose an entity and return its id; none where the id is taken."""
        before = self.out.entities.get(ident)
        if ident in self.index.entities or not ident or (before and before.cls != cls):
            taken = self.index.entities[ident].cls if ident in self.index.entities else "new entity"
            self.skip(
                label, f"the id “{ident}” is taken by another {taken}; add it by hand" if ident else "no id of it"
            )
            return None
        new = NewEntity(id=ident, cls=cls, label=label, shown=shown, source=self.source(source), mark=mark)
        self.meet(self.out.entities.setdefault(ident, new), shown)
        return ident

    def skip(self, about: str, reason: str) -> None:
        if Skip(about, reason) not in self.out.skips:
            self.out.skips.append(Skip(about, reason))

    def part(self, part: Part) -> None:
        """Propose who plays whom: a portrayal, or the works that are missing in one that stands."""
        performer, character = self.id_of(part.performer, part), self.id_of(part.character, part)
        if not performer or not character:
            return
        found = self.index.portrayals(performer, character)
        about = f"{performer} as {character}"
        if len(found) > 1:
            self.skip(about, f"can be several of ours: {', '.join(found)}")
            return
        shown = self.settled(self.shown(part.when), [performer, character])
        label = f"{self.label(performer)} as {self.label(character)}"
        ident = found[0] if found else f"portrayal-{performer}-as-{character}"
        first = not found and ident not in self.out.entities
        if not found and not self.entity(ident, "Portrayal", label, shown, source=part.source):
            return
        works = [Ref(work) for work in self.works(part.works)]
        values: list[tuple[str, str, Value]] = [(ident, "inWork", work) for work in works]
        if first:
            values += [(ident, "performer", Ref(performer)), (ident, "portrays", Ref(character))]
            values += [(ident, "billing", Ref("guest"))] if part.guest else []
        values += [(character, "appearsIn", work) for work in works]
        for subject, predicate, value in values:
            said = Said(subject="", predicate=predicate, value=value, source=part.source, when=part.when)
            self.add(subject, said, value, part.mark if predicate == "inWork" else "")

    def works(self, keys: tuple[str, ...]) -> list[str]:
        found = [(key, self.index.match(self.harvest.things[key], self.harvest.things).id) for key in keys]
        for key, ident in found:
            if not ident:
                self.skip((*self.harvest.things[key].names, key)[0], "no such season or episode among ours")
        return [ident for _, ident in found if ident]

    def label(self, ident: str) -> str:
        known = self.index.entities.get(ident) or self.out.entities[ident]
        return known.label

    def claim(self, subject: str, said: Said) -> None:
        """Propose a claim, its value matched."""
        value = said.value
        if isinstance(value, Ref) and value.id not in CONCEPTS:
            if not self.fits(subject, said.predicate, domain=True):
                return
            found = self.id_of(value.id, said)
            if not found:
                return
            value = Ref(found)
        self.add(subject, said, value)

    def add(self, subject: str, said: Said, value: Value, mark: str = "") -> None:
        ends = [(subject, True)] + ([(value.id, False)] if isinstance(value, Ref) and value.id not in CONCEPTS else [])
        if not all(self.fits(ident, said.predicate, domain=domain) for ident, domain in ends):
            return
        verdict = compare(self.index, subject, said, value)
        proposal = Proposal(
            subject=subject,
            predicate=said.predicate,
            value=value,
            shown=self.settled(self.shown(said.when, subject), [ident for ident, _ in ends]),
            sources=(self.source(said.source),),
            status=verdict.status,
            stands=verdict.stands,
            mark="; ".join(filter(None, (verdict.mark, mark))),
            valid_from=said.valid_from,
            valid_until=said.valid_until,
            valid_at=said.valid_at,
            order=said.order,
        )
        self.merge(proposal)

    def merge(self, claim: Proposal) -> None:
        """Add a proposal; the same of another source adds that, and the earlier of two reveals holds."""
        key = (claim.subject, claim.predicate, claim.value, claim.valid_from, claim.valid_until, claim.valid_at)
        number = self.places.setdefault(key, len(self.out.claims))
        if number == len(self.out.claims):
            self.out.claims.append(claim)
            return
        before = self.out.claims[number]
        shown = min(before.shown, claim.shown, key=lambda s: (s.decided, not s.parts, s.parts))
        sources = tuple(dict.fromkeys((*before.sources, *claim.sources)))
        self.out.claims[number] = replace(before, sources=sources, shown=shown)

    def fits(self, ident: str, predicate: str, *, domain: bool) -> bool:
        known = CLAIMABLE[predicate]
        wanted = known.domain if domain else known.range
        cls = (self.index.entities.get(ident) or self.out.entities[ident]).cls
        if wanted and not superclasses(cls) & set(wanted):
            self.skip(f"{ident}: {known.label}", f"is for {' or '.join(wanted)}, and this is a {cls}")
            return False
        return True

    def source(self, ident: str) -> str:
        """Return the id of a source: ours, where its address is in the bibliography."""
        origin = self.harvest.origins[ident]
        ours = self.sources.get(_bare(origin.url)) if origin.url else None
        if ours or (not origin.url and ident in self.index.sources):
            return ours or ident
        if ident in self.index.sources:
            origin = replace(origin, id=f"{ident}-again")
        tells = self.works((origin.tells,)) if origin.tells else []
        self.out.origins[origin.id] = replace(origin, tells=tells[0] if tells else None)
        return origin.id

    def shown(self, when: When, subject: str = "") -> Shown:
        """Return when something may be seen: only what tells no story is decided without a person."""
        if when.kind == "plain" and subject:
            return self.introduced(subject)
        parts: list[str] = []
        for work in self.works(when.works):
            cls = self.index.entities[work].cls
            # Whoever has seen a season's last episode has seen whatever the season shows.
            parts += [work] if cls == "Episode" else [self.last[work]] if cls == "Season" and work in self.last else []
        decided = when.kind == "certain" and bool(parts)
        return Shown(make_reveal(parts).parts if parts else (), decided)

    def introduced(self, ident: str) -> Shown:
        if ident in self.out.entities:
            return self.out.entities[ident].shown
        first = self.index.entities[ident].introductions[0].parts
        return Shown(first, decided=first[0] in _OPEN)

    def settled(self, shown: Shown, idents: list[str]) -> Shown:
        """Return a reveal that comes after those of the entities that a claim speaks of."""
        for ident in idents:
            known = self.index.entities.get(ident)
            reveals = known.introductions if known else (Reveal(self.out.entities[ident].shown.parts or ("premise",)),)
            open_end = known is None and not self.out.entities[ident].shown.decided
            mine = Reveal(shown.parts or ("premise",))
            if not any(mine.implies(reveal) for reveal in reveals):
                parts = make_reveal([*mine.episodes, *reveals[0].episodes]).parts
                shown = Shown(parts, decided=False)
            elif open_end:
                shown = Shown(shown.parts, decided=False)
        return shown

    def finish(self) -> None:
        """Drop the entities and sources that nothing speaks of."""
        kept = [claim for claim in self.out.claims if claim.status != SAME]
        used = {claim.subject for claim in kept} | {c.value.id for c in kept if isinstance(c.value, Ref)}
        self.out.entities = {ident: entity for ident, entity in self.out.entities.items() if ident in used}
        cited = {source for claim in kept for source in claim.sources} | {
            entity.source for entity in self.out.entities.values()
        }
        self.out.origins = {ident: origin for ident, origin in self.out.origins.items() if ident in cited}


def slug(name: str) -> str:
    """Return the id that a name gives.

    >>> slug("Agnes O'Casey")
    'agnes-ocasey'
    """
    plain = name.replace("'", "").replace("’", "").replace(".", "")
    return "-".join(fold(plain).encode("ascii", "ignore").decode().split())


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
