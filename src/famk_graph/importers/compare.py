"""What stands against a proposed claim: whether it is new, the same, or in conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from famk_graph import dates
from famk_graph.importers.match import Index, primary
from famk_graph.model import Claim, Date, Text, Uri, Value
from famk_graph.values import CLAIMABLE, SINGLE
from famk_graph.words import fold

if TYPE_CHECKING:
    from famk_graph.importers.harvest import Said

NEW, SAME, CONFLICTING = "new", "same", "conflicting"
# Besides what a thing has one of: where another value stands under these, one of the two is likely wrong.
_RARELY_TWO: Final = frozenset({"title", "director"})


class Verdict(NamedTuple):
    """How a proposed claim stands to ours, the claims beside it, and what the reviewer should know."""

    status: str
    stands: tuple[Claim, ...] = ()
    mark: str = ""


def compare(index: Index, subject: str, said: Said, value: Value) -> Verdict:
    """Hold a proposed claim against those of the same subject and predicate.

    A date that ours make more exact is the same; one that makes ours more exact is new. What was taken back once is
    in conflict, so that nobody takes it up again without the reason in view.
    """
    first, predicate, other = primary(subject, said.predicate, value)
    ours = [(found, claim) for found, claim in index.facts.get((first, predicate), ()) if _comparable(found, other)]
    equal = [claim for found, claim in ours if _equal(found, other)]
    standing = [claim for claim in equal if claim.asserted]
    if standing:
        return _times(said, standing)
    if equal:
        return Verdict(CONFLICTING, tuple(equal), f"taken back once: {equal[0].reason}")
    rivals = [(found, claim) for found, claim in ours if claim.asserted]
    if isinstance(other, Date):
        within = [claim for found, claim in rivals if isinstance(found, Date) and _within(found, other)]
        if within:
            return Verdict(SAME, tuple(within), "stands more exactly")
        if rivals and all(isinstance(found, Date) and _within(other, found) for found, _ in rivals):
            return Verdict(NEW, tuple(claim for _, claim in rivals), "more exact than what stands")
    if rivals and _one_only(said.predicate):
        return Verdict(CONFLICTING, tuple(claim for _, claim in rivals))
    return Verdict(NEW)


def _one_only(predicate: str) -> bool:
    return predicate in SINGLE | _RARELY_TWO or CLAIMABLE[predicate].kind == "integer"


def _comparable(found: object, other: object) -> bool:
    """Whether two values can disagree: texts in two languages cannot."""
    return not (isinstance(found, Text) and isinstance(other, Text)) or found.lang == other.lang


def _equal(found: object, other: object) -> bool:
    if isinstance(found, Text) and isinstance(other, Text):
        return fold(found.text) == fold(other.text)
    if isinstance(found, Uri) and isinstance(other, Uri):
        return _bare(found.uri) == _bare(other.uri)
    if isinstance(found, Date) and isinstance(other, Date):
        return found.edtf.rstrip("~?%") == other.edtf.rstrip("~?%")
    return found == other


def _bare(uri: str) -> str:
    return uri.partition("://")[2].removeprefix("www.").rstrip("/")


def _within(inner: Date, outer: Date) -> bool:
    one, other = dates.parse(inner.edtf), dates.parse(outer.edtf)
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return False
    return other.earliest <= one.earliest and one.latest <= other.latest


def _times(said: Said, standing: list[Claim]) -> Verdict:
    """Compare when it held, of claims with one value."""
    theirs = (said.valid_from, said.valid_until, said.valid_at)
    if not any(theirs):
        return Verdict(SAME, tuple(standing))
    agreeing: list[Claim] = []
    bare: list[Claim] = []
    for claim in standing:
        pairs = list(zip(theirs, (claim.valid_from, claim.valid_until, claim.valid_at), strict=True))
        clash = [1 for one, other in pairs if one and other and not _near(one, other)]
        more = [1 for one, other in pairs if one and not other]
        if not clash:
            (bare if more else agreeing).append(claim)
    if agreeing:
        return Verdict(SAME, tuple(agreeing))
    if bare:
        return Verdict(NEW, tuple(bare), "stands without these times")
    return Verdict(CONFLICTING, tuple(standing), "the times disagree")


def _near(one: str, other: str) -> bool:
    first, second = Date(one), Date(other)
    return _within(first, second) or _within(second, first)
