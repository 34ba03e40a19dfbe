"""The families of kinds, by which pictures and lists tell things apart: ``static/kinds.js`` has the same."""

from __future__ import annotations

from functools import cache

from famk_graph.check import superclasses


@cache
def family(kind: str) -> str:
    """Return the key of the family of a class, such as ``places``; what has none is of ``other``."""
    from famk_graph.draw import FAMILIES

    above = superclasses(kind) if kind else frozenset()
    return next(each.name.lower() for each in FAMILIES if not each.classes or above & {*each.classes})


def families() -> list[tuple[str, str]]:
    """Return the families as key and name, in the order of the legend."""
    from famk_graph.draw import FAMILIES

    return [(each.name.lower(), each.name) for each in FAMILIES]
