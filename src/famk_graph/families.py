"""The families of kinds, as pictures and legends tell them apart: each with a shape, and a colour for each theme."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from famk_graph.check import superclasses


class Family(NamedTuple):
    """A kind of thing as the legend has it: its classes, its shape, its colour on light and on dark ground."""

    name: str
    classes: tuple[str, ...]
    shape: str
    light: str
    dark: str

    @property
    def key(self) -> str:
        """The name as style sheets and scripts have it: ``places``."""
        return self.name.lower()


# Hues after Okabe and Ito (2008), told apart with any colour vision, in a darker and a lighter version. The
# shape says the same again. The first family that fits an entity is its own.
FAMILIES: Final = (
    Family("Characters", ("Character",), "circle", "#b45f06", "#ffb347"),
    Family("People", ("Person",), "ring", "#0b6aa8", "#62b6f0"),
    Family("Missions", ("Mission",), "triangle", "#00775a", "#2fd0a0"),
    Family("Events", ("Event",), "diamond", "#a63d80", "#ee8fc6"),
    Family("Divergences", ("Divergence",), "star", "#c4320a", "#ff7a59"),
    Family("Craft", ("Artifact",), "arrow", "#756300", "#f2e35c"),
    Family("Organizations", ("Organization",), "square", "#3f51c9", "#93a4ff"),
    Family("Places", ("Place",), "hexagon", "#5d6b2f", "#b6c77d"),
    Family("Works", ("ScreenWork",), "screen", "#5c6675", "#b3bfd1"),
    Family("Other", (), "cross", "#6d5f57", "#cbbcae"),
)
# The ground on which each palette is drawn, for the page and for the test of its contrast.
GROUNDS: Final = {"light": "#f6f5f1", "dark": "#0c1120"}


@cache
def family_of(kind: str) -> Family:
    """Return the family of a class; what fits none belongs to the last."""
    above = superclasses(kind) if kind else frozenset()
    return next((family for family in FAMILIES if above & set(family.classes)), FAMILIES[-1])
