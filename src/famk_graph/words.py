"""Near misses: the one place that decides which known word a user may have meant."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def fold(text: str) -> str:
    """Return a text without case, accents and punctuation, for comparing names."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def nearest(word: str, known: Iterable[str], limit: int = 3, cutoff: float = 60) -> list[str]:
    """Return at most ``limit`` known words like the given one, best first."""
    from rapidfuzz import process, utils

    found = process.extract(word, sorted(known), processor=utils.default_process, limit=limit, score_cutoff=cutoff)
    return [match for match, _, _ in found]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “did you mean …?” with the nearest known words, or an empty text."""
    near = nearest(word, known)
    return f"did you mean {' or '.join(near)}?" if near else ""
