"""Families as trees: who descends from whom, with whom they had children, drawn as nested lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.serve.content.rows import Row

_COUPLE = 2
_TIES = {"parents": "parentsAre", "spouses": "spousesAre", "children": "childrenAre", "siblings": "siblingsAre"}


@dataclass(slots=True)
class Node:
    """Somebody in a tree, whom they married or had children with, and their children.

    ``again`` says that they stand elsewhere in the tree already, with their children there.
    """

    ident: str
    partners: list[str] = field(default_factory=list)
    siblings: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    again: bool = False


@dataclass(slots=True)
class Family:
    """People who are related: what they are called, how many there are, and their trees from the eldest down."""

    title: str
    size: int
    roots: list[Node]


class Kin:
    """The relatives of everybody who has some."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Read the table of families."""
        self.labels: dict[str, str] = {}
        self.ties: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in _TIES}
        turned = {"parents": "children", "children": "parents", "spouses": "spouses", "siblings": "siblings"}
        for row in rows:
            self.labels[row.subject] = row.cells["person"].text
            for kind, column in _TIES.items():
                for label, ident in row.cells[column].parts:
                    self.labels.setdefault(ident, label)
                    self.ties[kind][row.subject].add(ident)
                    self.ties[turned[kind]][ident].add(row.subject)

    def families(self) -> list[Family]:
        """Return all families, the largest first."""
        found, seen = [], set[str]()
        for ident in sorted(self.labels):
            if ident not in seen:
                members = self._members(ident)
                seen |= members
                found.append(Family(self._title(members), len(members), self._trees(members)))
        return sorted(found, key=lambda family: (-family.size, family.title))

    def _members(self, start: str) -> set[str]:
        members, waiting = {start}, [start]
        while waiting:
            ident = waiting.pop()
            near = {other for kind in _TIES for other in self.ties[kind][ident]} - members
            members |= near
            waiting.extend(near)
        return members

    def _title(self, members: set[str]) -> str:
        """Return the names that several of a family share, or else all of them."""
        last = Counter(self.labels[ident].split()[-1] for ident in members)
        shared = [name for name, count in sorted(last.items(), key=lambda item: (-item[1], item[0])) if count > 1]
        return " and ".join(shared[:3]) or ", ".join(self._sorted(members))

    def _sorted(self, idents: Iterable[str]) -> list[str]:
        return [self.labels[ident] for ident in self._in_order(idents)]

    def _in_order(self, idents: Iterable[str]) -> list[str]:
        return sorted(idents, key=lambda ident: (self.labels[ident], ident))

    def _partners(self, ident: str) -> set[str]:
        """Return whom somebody married or had children with; who is one of more than two parents stands apart."""
        couples = (self.ties["parents"][child] for child in self.ties["children"][ident])
        parents = {parent for couple in couples if len(couple) == _COUPLE for parent in couple}
        return (self.ties["spouses"][ident] | parents) - {ident}

    def _trees(self, members: set[str]) -> list[Node]:
        placed: set[str] = set()
        eldest = [ident for ident in self._in_order(members) if not self.ties["parents"][ident]]
        # Who married into a family stands there, and begins no tree of their own.
        eldest.sort(key=lambda ident: any(self.ties["parents"][partner] for partner in self._partners(ident)))
        # Each tree places whom it shows, so that nobody begins another one.
        return [self._node(ident, placed) for ident in [*eldest, *self._in_order(members)] if ident not in placed]

    def _node(self, ident: str, placed: set[str]) -> Node:
        if ident in placed:
            return Node(ident, again=True)
        placed.add(ident)
        partners = self._partners(ident)
        node = Node(ident, self._in_order(partners))
        # A sibling is told only where no parent shows it.
        parents = self.ties["parents"]
        node.siblings = self._in_order(s for s in self.ties["siblings"][ident] if not parents[s] & parents[ident])
        joined = {partner for partner in partners if not parents[partner]} - placed
        placed |= joined
        children = set(self.ties["children"][ident]).union(*(self.ties["children"][p] for p in joined))
        node.children = [self._node(child, placed) for child in self._in_order(children)]
        return node
