"""The two histories side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph import dates, iris
from famk_graph.query import run
from famk_graph.saved import internal

if TYPE_CHECKING:
    import pyoxigraph as ox

    from famk_graph.names import Names


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An event at its dates, in one of the worlds, and what tells the date (``fam-s01e03``, ``history``)."""

    earliest: str
    latest: str
    date: str
    event: str
    label: str
    world: str
    reveal: str

    @property
    def is_alternate(self) -> bool:
        """Whether it happens in the world that the shows tell."""
        return self.world == "alternate-timeline"


def timeline(store: ox.Store, names: Names, start: str | None = None, end: str | None = None) -> list[Moment]:
    """Return the dated events of both worlds in order, those that touch a span of time if one is given.

    Of events with the same date those told earlier come first: within a year, that is mostly their order.
    ``start`` and ``end`` are the first and last day as ``YYYY-MM-DD``. An event of several dates is shown at
    the best ranked and most exact one.
    """
    best: dict[str, tuple[tuple[object, ...], Moment]] = {}
    order = {"startDate": 1, "date": 0, "launchDate": 1, "landingDate": 2, "endDate": 3}
    for row in run(store, internal("dated")).solutions():
        iri = row["event"].value
        ident = iri.removeprefix(iris.ENTITY)
        kind, date = row["kind"].value.rpartition("#")[2], row["date"].value
        earliest, latest = row["earliest"].value, row["latest"].value
        world = row["timeline"].value.removeprefix(iris.ENTITY)
        moment = Moment(
            earliest, latest, date, ident, names.label(iri), world, row["reveal"].value.removeprefix(iris.REVEAL)
        )
        exact = 0 if dates.is_set(date) else len(date)
        key = (not row["rank"].value.endswith("preferred"), order[kind], -exact, date)
        if ident not in best or key < best[ident][0]:
            best[ident] = (key, moment)
    moments = [moment for _, moment in best.values()]
    kept = [m for m in moments if (not start or m.latest >= start) and (not end or m.earliest <= end)]
    return sorted(kept, key=_order)


def _order(moment: Moment) -> tuple[object, ...]:
    day = moment.date.lstrip("[").replace("X", "0"), moment.earliest, moment.latest
    return (*day, not moment.is_alternate, moment.reveal, moment.label)
