"""How far somebody has watched, and what exists at that point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph import iris
from famk_graph.errors import FamkError
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

# What is known without any episode, in words: the reveals that are none.
OPEN: Mapping[str, str] = {"premise": "the shows’ publicity", "production": "credits", "history": "real history"}
# The seasons of each show with their numbers of episodes: what a position may be.
SHOWS: Mapping[str, tuple[int, ...]] = {"fam": (10, 10, 10, 10, 10), "sc": (8,)}
TITLES: Mapping[str, str] = {"fam": "For All Mankind", "sc": "Star City"}
_NAMES = {"fam": "fam", "famk": "fam", "for-all-mankind": "fam", "sc": "sc", "star-city": "sc"}
# How people say it, and how it is written.
_SPOKEN = (
    (re.compile(r"for[\s_-]?all[\s_-]?mankind"), "fam"),
    (re.compile(r"star[\s_-]?city"), "sc"),
    (re.compile(r"\bseason\s*(?=\d)"), "s"),
    (re.compile(r"(?<=\d)[,\s]*\bepisode\s*(?=\d)"), "e"),
    (re.compile(r"\b(famk?|sc)[:\s]+"), r"\1:"),
)
_POSITION = re.compile(r"(?:s(?:eason)?)?0*(\d{1,4})(?:[ex:.]0*(\d{1,4}))?")
_GRAPH = re.compile(re.escape(iris.GRAPH) + r"(?:[^/]+/)?([^/]+)/(?:facts|statements|inferred)")


@dataclass(frozen=True, slots=True)
class Horizon:
    """A position in each show: the id of the last episode seen, or none."""

    seen: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Horizon:
        """Return the horizon of a text such as ``fam:s2e5,sc:s1e3``, ``fam:s2``, ``all`` or ``none``.

        Raises
        ------
        FamkError
            The text names no such show, season or episode; the message says what exists.

        """
        if not isinstance(text, str):
            # None could mean nothing seen or everything; a guess would spoil those who meant the one.
            raise FamkError(f"{text!r} is no horizon.\n    Write a text such as fam:s2e5,sc:s1e3, none or all.")
        word = text.strip().lower()
        if word == "all":
            return cls(tuple(f"{show}-s{len(s):02d}e{s[-1]:02d}" for show, s in SHOWS.items()))
        if word == "none":
            return cls(())
        for spoken, written in _SPOKEN:
            word = spoken.sub(written, word)
        positions: dict[str, str | None] = {}
        if not word.strip(",; "):  # nothing could mean nothing seen or everything, as above
            raise FamkError("An empty text is no horizon.\n    Write a text such as fam:s2e5,sc:s1e3, none or all.")
        for part in re.split(r"[,;\s]+", word.strip(",; ")):
            show, episode = _position(part)
            if show in positions:
                raise FamkError(f"The horizon “{text}” names {show} twice; give one position per show.")
            positions[show] = episode
        return cls(tuple(episode for _, episode in sorted(positions.items()) if episode))

    @property
    def key(self) -> str:
        """The canonical spelling: ``all``, ``none`` or such as ``fam:s2e5,sc:s1e3``."""
        if self == Horizon.parse("all"):
            return "all"
        parts = (re.sub(r"-s0*(\d+)e0*(\d+)", r":s\1e\2", episode) for episode in self.seen)
        return ",".join(parts) or "none"

    def admits(self, key: str) -> bool:
        """Whether claims of a reveal (``premise``, ``fam-s01e01`` …) exist at this horizon."""
        if key in OPEN:
            return True
        positions = {episode.partition("-")[0]: episode for episode in self.seen}
        return all(episode <= positions.get(episode.partition("-")[0], "") for episode in key.split("+"))

    def admits_graph(self, graph: str) -> bool:
        """Whether a named graph of the full dataset exists at this horizon."""
        match = _GRAPH.fullmatch(graph)
        return match is None or self.admits(match[1])


def _position(part: str) -> tuple[str, str | None]:
    name, colon, rest = part.partition(":")
    if not colon and (match := re.fullmatch(r"([a-z-]+?)-?(s?\d.*)", part)):
        name, rest = match.groups()
    show = _NAMES.get(name)
    if show is None and _POSITION.fullmatch(part):
        raise FamkError(f"“{part}” does not say in which show.\n    Write fam:{part} or sc:{part}.")
    if show is None:
        hint = did_you_mean(name, _NAMES) or "the shows are fam and sc."
        raise FamkError(f"Unknown show “{name}” in the horizon; {hint}\n    Write for example fam:s2e5,sc:s1e3.")
    if rest in ("all", "none"):
        return show, f"{show}-s{len(SHOWS[show]):02d}e{SHOWS[show][-1]:02d}" if rest == "all" else None
    match = _POSITION.fullmatch(rest)
    if not match:
        raise FamkError(f"“{part}” is not a position in a show.\n    Write for example {show}:s1e3 or {show}:s1.")
    season = int(match[1])
    if not 1 <= season <= len(SHOWS[show]):
        count = f"{len(SHOWS[show])} season{'s' if len(SHOWS[show]) > 1 else ''}"
        raise FamkError(f"{TITLES[show]} has {count}; there is no season {season}.")
    last = SHOWS[show][season - 1]
    episode = int(match[2]) if match[2] else last
    if not 1 <= episode <= last:
        raise FamkError(f"Season {season} of {TITLES[show]} has {last} episodes; there is no episode {episode}.")
    return show, f"{show}-s{season:02d}e{episode:02d}"
