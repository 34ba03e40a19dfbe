"""Near misses: the one place that decides which known word a user may have meant."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_A_FEW = 3  # letters: they stand in many words by chance
# Letters that no normal form takes apart, as people without that keyboard write them.
_PLAIN = str.maketrans({"×": "x", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Return a text without case, accents and punctuation, for comparing names in any script."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", "".join(letters).translate(_PLAIN)))


def nearest(word: str, known: Iterable[str], limit: int = 3, cutoff: float = 60) -> list[str]:
    """Return at most ``limit`` known words like the given one, best first.

    A part of a longer word counts as like it (``crew`` of ``crew-of-mission``), a few letters do not.
    """
    from rapidfuzz import fuzz, process, utils

    def likeness(asked: str, other: str, **_: object) -> float:
        part = 0.9 * fuzz.partial_ratio(asked, other) if _A_FEW < len(asked) <= len(other) else 0
        return max(fuzz.ratio(asked, other), part)

    plain = utils.default_process
    found = process.extract(word, sorted(known), scorer=likeness, processor=plain, limit=limit, score_cutoff=cutoff)
    # Beside a near certain word (90 and more) there is little to add; beside a poor one others may be meant.
    return [match for match, score, _ in found if score >= 1.2 * found[0][1] - 30]


def nearest_names(text: str, known: Iterable[str], limit: int = 4, cutoff: float = 60) -> list[str]:
    """Return at most ``limit`` known names like the given one, best first.

    Names are of several words, so each word asked for is held against the best word of a name; likeness of
    the whole text alone finds “Piotr” for “pilot” and nothing for half a title.
    """
    from rapidfuzz import fuzz, process

    def likeness(asked: str, name: str, **_: object) -> float:
        words, theirs = asked.split(), name.split()
        if not words or not theirs:
            return 0
        letters = sum(map(len, words))
        covered = sum(max(fuzz.ratio(word, other) for other in theirs) * len(word) for word in words) / letters
        joined = fuzz.ratio(asked.replace(" ", ""), name.replace(" ", ""))
        return 0.6 * covered + 0.4 * max(joined, fuzz.token_sort_ratio(asked, name))

    asked, names = fold(text), sorted(known)
    found = process.extract(asked, names, scorer=likeness, processor=fold, limit=limit, score_cutoff=cutoff)
    return [name for name, score, _ in found if score >= found[0][1] - 20]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “did you mean …?” with the nearest known words, or an empty text."""
    near = nearest(word, known)
    return f"did you mean {' or '.join(near)}?" if near else ""
