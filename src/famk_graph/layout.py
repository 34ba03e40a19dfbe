"""Where each entity of a picture stands: those that belong together on one island, tied islands side by side.

One force layout of the whole universe is a hairball and takes long. Here the network is cut into communities
(Blondel and others 2008), each is laid out by itself after Fruchterman and Reingold (1991), and the islands
are then packed as discs are. Nothing is left to chance: the same network gives the same places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

_GAP = 15.0  # room between two nodes of an island, beside their radii
_SHORE = 26.0  # room between two islands
_SMALLEST = 5  # smaller communities join a neighbour
_LARGEST = 90  # larger ones are cut once more
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_PASSES = 160
_WIDE, _TALL = 1.55, 0.5  # how much wider than high a picture is on a screen and on a phone


@dataclass(frozen=True, slots=True)
class Island:
    """A community: its members, the best tied one first, and the disc that holds them.

    ``tall`` is where its centre lies in a picture that is higher than wide.
    """

    members: tuple[str, ...]
    x: int
    y: int
    radius: int
    tall: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of every node, and the islands from the largest to the smallest; the one of the untied comes last."""

    places: dict[str, tuple[int, int]]
    islands: tuple[Island, ...]


def layout(graph: nx.Graph[str], radii: dict[str, float]) -> Layout:
    """Return places for the nodes of a network.

    Parameters
    ----------
    graph
        An undirected network; the attribute ``weight`` of an edge says how close it pulls.
    radii
        The radius of each node, in the unit of the places.

    """
    if not len(graph):
        return Layout({}, ())
    groups = _communities(graph)
    spots = [_inside(graph, group, radii) for group in groups]
    discs = np.array([_disc(points, [radii[n] for n in group]) for group, points in zip(groups, spots, strict=True)])
    ties = _between(graph, groups)
    centres, tall = (_pack(ties, discs, aspect) for aspect in (_WIDE, _TALL))
    _turn(graph, groups, spots, centres)
    places: dict[str, tuple[int, int]] = {}
    islands = []
    for n, (group, points) in enumerate(zip(groups, spots, strict=True)):
        x, y = _whole(centres[n])
        islands.append(Island(tuple(group), x, y, round(float(discs[n])), _whole(tall[n])))
        for node, (dx, dy) in zip(group, points, strict=True):
            places[node] = (x + round(float(dx)), y + round(float(dy)))
    return Layout(places, tuple(islands))


def _whole(point: Points) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _communities(graph: nx.Graph[str]) -> list[list[str]]:
    """Return the communities, largest first, each from its best tied member on; at last those tied to nothing."""
    names = sorted(graph)
    number = {name: n for n, name in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()  # numbers, because sets of texts have another order in each run
    plain.add_nodes_from(range(len(names)))
    ties = [(*sorted((number[a], number[b])), float(d.get("weight", 1))) for a, b, d in graph.edges(data=True)]
    plain.add_weighted_edges_from((int(a), int(b), weight) for a, b, weight in sorted(ties))
    groups: list[set[int]] = []
    for part in _cut(plain, resolution=1.0):
        groups += _cut(plain.subgraph(sorted(part)), resolution=1.6) if len(part) > _LARGEST else [part]
    groups, loose = _join_small(plain, groups)
    strength = dict(plain.degree(weight="weight"))
    ordered = [sorted(group, key=lambda n: (-strength[n], n)) for group in groups]
    ordered = sorted(ordered, key=lambda g: (-len(g), g[0]))
    return [[names[n] for n in group] for group in (*ordered, *([sorted(loose)] if loose else []))]


def _cut(graph: nx.Graph[int], resolution: float) -> list[set[int]]:
    found = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=1)
    return sorted((set(part) for part in found), key=min)


def _join_small(graph: nx.Graph[int], groups: list[set[int]]) -> tuple[list[set[int]], set[int]]:
    """Let a small community join the one it is tied to best; return the communities, and what is tied to none."""
    kept = [group for group in groups if len(group) >= _SMALLEST]
    home = {node: group for group in kept for node in group}
    loose: set[int] = set()
    for group in (group for group in groups if len(group) < _SMALLEST):
        pull: dict[int, float] = {}
        for node in sorted(group):
            for other, data in graph[node].items():
                if other in home:
                    first = min(home[other])
                    pull[first] = pull.get(first, 0) + float(data.get("weight", 1))
        if not pull:
            loose |= group
            continue
        best = min(pull, key=lambda first: (-pull[first], first))
        home[best] |= group  # a community goes by its smallest number
        home.update(dict.fromkeys(group, home[best]))
    return kept, loose


def _inside(graph: nx.Graph[str], group: list[str], radii: dict[str, float]) -> Points:
    """Return places for the members of one community, around its centre."""
    size = np.array([radii[node] for node in group])
    number = {node: n for n, node in enumerate(group)}
    pull = np.zeros((len(group), len(group)))
    for a, b, data in graph.subgraph(group).edges(data=True):
        pull[number[a], number[b]] = pull[number[b], number[a]] = min(float(data.get("weight", 1)), 3.0)
    spacing = 2 * float(size.mean()) + 1.9 * _GAP
    index = np.arange(len(group))
    angle, distance = index * _GOLDEN_ANGLE, spacing * np.sqrt(index) * 0.75
    points = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
    if len(group) > 1 and pull.any():
        points = _even(_settle(points, pull, spacing), spacing * 0.56)
    return _centred(_part(points, size, _GAP, passes=220), size)


def _settle(points: Points, pull: Points, spacing: float) -> Points:
    """Let tied nodes draw near and all others keep away, in steps that grow smaller."""
    for step in range(_PASSES):
        delta = points[:, None] - points[None]
        square = (delta**2).sum(axis=2) + 1.0
        force = (spacing * spacing / square - pull * np.sqrt(square) / spacing)[..., None] * delta
        move = force.sum(axis=1) - points * 0.16
        length = np.sqrt((move**2).sum(axis=1))[:, None] + 1e-9
        points = points + move / length * np.minimum(length, spacing * 1.6 * (1 - step / _PASSES) ** 1.5)
    return points


def _even(points: Points, spacing: float) -> Points:
    """Keep each direction from the middle and the order of the distances, but fill the disc evenly."""
    points = points - points.mean(axis=0)
    distance = np.sqrt((points**2).sum(axis=1)) + 1e-9
    rank = np.empty(len(points))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(points))
    even: Points = points / distance[:, None] * (spacing * np.sqrt(rank + 0.3))[:, None]
    return even


def _part(points: Points, size: Points, gap: float, passes: int) -> Points:
    """Push apart discs that overlap."""
    room = size[:, None] + size[None] + gap
    np.fill_diagonal(room, 0)
    for _ in range(passes):
        delta = points[:, None] - points[None]
        distance = np.sqrt((delta**2).sum(axis=2)) + 1e-6
        overlap = np.maximum(room - distance, 0)
        if not overlap.any():
            break
        points = points + (delta / distance[..., None] * (overlap * 0.5)[..., None]).sum(axis=1) * 0.6
    return points


def _centred(points: Points, size: Points) -> Points:
    low, high = (points - size[:, None]).min(axis=0), (points + size[:, None]).max(axis=0)
    middle: Points = (low + high) / 2
    return points - middle


def _disc(points: Points, radii: list[float]) -> float:
    return float((np.sqrt((points**2).sum(axis=1)) + np.array(radii)).max()) + _GAP


def _between(graph: nx.Graph[str], groups: list[list[str]]) -> Points:
    """Return how strongly each two communities are tied."""
    home = {node: n for n, group in enumerate(groups) for node in group}
    ties = np.zeros((len(groups), len(groups)))
    for a, b, data in graph.edges(data=True):
        if home[a] != home[b]:
            ties[home[a], home[b]] += float(data.get("weight", 1))
            ties[home[b], home[a]] += float(data.get("weight", 1))
    return ties


def _pack(ties: Points, discs: Points, aspect: float) -> Points:
    """Return the centres of the islands: each, from the largest on, as near the middle and its ties as there is room.

    An island goes where it touches two that lie already. What counts as the middle has the shape of a screen.
    """
    room = discs + _SHORE / 2
    points = np.zeros((len(discs), 2))
    frame = np.array([1 / np.sqrt(aspect), np.sqrt(aspect)])
    for n in range(1, len(discs)):
        spots = _free_spots(points[:n], room[:n], float(room[n]))
        outward = ((((np.abs(spots) + room[n]) * frame) ** 4).sum(axis=1)) ** 0.25
        away = np.sqrt(((spots[:, None] - points[None, :n]) ** 2).sum(axis=2))
        pull = (away * ties[n, :n]).sum(axis=1) / max(float(ties[n, :n].sum()), 1e-9)
        points[n] = spots[int(np.argmin(np.round(outward + 0.45 * pull, 3)))]
    return _centred(points, discs)


def _free_spots(points: Points, room: Points, own: float) -> Points:
    """Return the places where a disc touches two others, or one of them from due directions, and covers none."""
    reach = room + own
    around = np.arange(24) * (np.pi / 12)
    ring = np.stack([np.cos(around), np.sin(around)], axis=1)
    spots = [(points[:, None] + reach[:, None, None] * ring[None]).reshape(-1, 2)]
    one, other = np.triu_indices(len(points), 1)
    if len(one):
        delta = points[other] - points[one]
        distance = np.sqrt((delta**2).sum(axis=1))
        along = (distance**2 + reach[one] ** 2 - reach[other] ** 2) / (2 * distance)
        square = reach[one] ** 2 - along**2
        near = square >= 0
        unit = (delta / distance[:, None])[near]
        foot = points[one][near] + unit * along[near][:, None]
        side = np.stack([-unit[:, 1], unit[:, 0]], axis=1) * np.sqrt(square[near])[:, None]
        spots += [foot + side, foot - side]
    found = np.concatenate(spots)
    away = np.sqrt(((found[:, None] - points[None]) ** 2).sum(axis=2))
    free: Points = found[(away >= reach[None] - 1e-6).all(axis=1)]
    return free


def _turn(graph: nx.Graph[str], groups: list[list[str]], spots: list[Points], centres: Points) -> None:
    """Turn and mirror each island so that its nodes look towards those they are tied to elsewhere."""
    home = {node: (n, m) for n, group in enumerate(groups) for m, node in enumerate(group)}
    for n, group in enumerate(groups):
        ties = [(m, home[other]) for m, node in enumerate(group) for other in sorted(graph[node])]
        outward = [(m, there) for m, there in ties if there[0] != n]
        if not outward:
            continue
        own = np.array([m for m, _ in outward])
        aims = np.array([centres[k] + spots[k][j] for _, (k, j) in outward]) - centres[n]
        best = min(_turns(spots[n]), key=lambda points: round(float(((points[own] - aims) ** 2).sum()), 3))
        spots[n] = best


def _turns(points: Points) -> list[Points]:
    turned = []
    for mirror in (1.0, -1.0):
        for angle in np.arange(24) * (np.pi / 12):
            cos, sin = float(np.cos(angle)), float(np.sin(angle))
            x, y = points[:, 0] * mirror, points[:, 1]
            turned.append(np.stack([x * cos - y * sin, x * sin + y * cos], axis=1))
    return turned
