"""The core of the ontology as an SVG drawing, for the documentation page."""

from __future__ import annotations

from html import escape

# Where each class stands: column and row. The places are chosen by hand so that no line crosses a box.
NODES = {
    "Person": (0, 0), "Portrayal": (1, 0), "Episode": (2, 0), "Season": (3, 0), "Show": (4, 0),
    "Character": (1, 1), "Event": (2, 1), "Divergence": (3, 1), "DivergenceKind": (4, 1),
    "Organization": (0, 2), "Place": (1, 2), "Timeline": (2, 2), "Mission": (3, 2), "Spacecraft": (4, 2),
    "Source": (0, 3), "Statement": (1, 3), "Reveal": (2, 3),
}  # fmt: skip
# From, property, to.
EDGES = (
    ("Portrayal", "performer", "Person"), ("Portrayal", "portrays", "Character"), ("Portrayal", "inWork", "Episode"),
    ("Episode", "partOfSeason", "Season"), ("Season", "partOfShow", "Show"), ("Character", "counterpartOf", "Person"),
    ("Event", "participant", "Character"), ("Event", "shownIn", "Episode"), ("Event", "place", "Place"),
    ("Event", "inTimeline", "Timeline"), ("Divergence", "alternateSide", "Event"),
    ("Divergence", "divergenceKind", "DivergenceKind"), ("Mission", "subClassOf", "Event"),
    ("Mission", "usesSpacecraft", "Spacecraft"), ("Character", "memberOf", "Organization"),
    ("Statement", "revealedIn", "Reveal"), ("Statement", "wasDerivedFrom", "Source"),
    ("Statement", "world", "Timeline"),
)  # fmt: skip
_WIDE, _HIGH, _BOX, _TALL = 236, 120, 136, 40


def diagram() -> str:
    """Return the drawing as an SVG element that takes its colours from the page."""
    width, height = 4 * _WIDE + _BOX + 20, 3 * _HIGH + _TALL + 20
    title = "The main classes of the ontology and the properties between them"
    lines = [_edge(*edge) for edge in EDGES]
    boxes = [_box(name) for name in NODES]
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="group" aria-labelledby="diagram-title">'
        f'<title id="diagram-title">{title}</title>'
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 L10 5 L0 10 z"/></marker></defs>'
        f"{''.join(lines)}{''.join(boxes)}</svg>"
    )


def _middle(name: str) -> tuple[float, float]:
    column, row = NODES[name]
    return column * _WIDE + _BOX / 2 + 10, row * _HIGH + _TALL / 2 + 10


def _rim(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return the point where the line from a box's middle leaves the box."""
    across, down = end[0] - start[0], end[1] - start[1]
    scale = min(_BOX / 2 / abs(across) if across else 9, _TALL / 2 / abs(down) if down else 9)
    return start[0] + across * scale, start[1] + down * scale


def _edge(source: str, name: str, target: str) -> str:
    start, end = _middle(source), _middle(target)
    (x1, y1), (x2, y2) = _rim(start, end), _rim(end, start)
    kind = "kind" if name == "subClassOf" else "link"
    words = "is a" if kind == "kind" else name
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return (
        f'<line class="{kind}" x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" marker-end="url(#arrow)"/>'
        f'<text class="edge" x="{x:.0f}" y="{y - 5:.0f}">{escape(words)}</text>'
    )


def _box(name: str) -> str:
    x, y = _middle(name)
    return (
        f'<a href="#{name}">'
        f'<rect x="{x - _BOX / 2:.0f}" y="{y - _TALL / 2:.0f}" width="{_BOX}" height="{_TALL}" rx="6"/>'
        f'<text class="node" x="{x:.0f}" y="{y + 5:.0f}">{escape(name)}</text></a>'
    )
