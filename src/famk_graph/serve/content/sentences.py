"""Ties as sentences: “Ed Baldwin has the employer NASA”, “NASA is the employer of Margo Madison”."""

from __future__ import annotations

import re
from typing import Final

_OWN: Final = {
    "friend": "is a friend of", "rival": "is a rival of", "sibling": "is a sibling of", "spouse": "is the spouse of",
    "partner": "is the partner of", "part of": "is part of", "walked on by": "was walked on by",
    "crew of": "is in the crew of", "archive footage in": "has archive footage in",
    "concerned by": "plays a part in", "alternate side of": "is their side of", "real side of": "is our side of",
    "alternate side": "has for their side", "real side": "has for our side",
    "has point of divergence": "has its point of divergence in",
}  # fmt: skip
_WITH_ARTICLE: Final = frozenset({"Moon", "Earth", "Soviet Union", "United States", "United Kingdom"})
_VERBS: Final = (
    "appears|awards|causes|concerns|distributes|enables|features|influences|introduces|involves|launches|manufactured"
    "|mentions|motivates|operates|plays|portrays|prevents|produced|received|requires|reveals|shows|tells|uses|walked"
)
# The words of a tie, and what becomes of them in a sentence; the first that fits.
_FORMS: Final = tuple(
    (re.compile(words), form)
    for words, form in (
        (rf"((?:{_VERBS})(?: .*)?)", r"\1"),
        (r"(is|has) (.*)", r"\1 the \2"),
        (r"part of (.*)", r"is part of the \1"),
        (r"((?:\w+ed|shown|told|model) (?:of|in|by|on|after|at|to|for))", r"is \1"),
        (r"((?:member|participant|performer|namesake) .*)", r"is a \1"),
        (r"(.* (?:of|in|for))", r"is the \1"),
    )
)


def article(name: str) -> str:
    """Return what stands before a name in a sentence.

    >>> article("Moon"), article("Mars")
    ('the ', '')
    """
    return "the " if name in _WITH_ARTICLE else ""


def link(words: str) -> str:
    """Return what stands between the names of two entities, from the words of the tie between them."""
    if words in _OWN:
        return _OWN[words]
    forms = (match.expand(form) for pattern, form in _FORMS if (match := pattern.fullmatch(words)))
    return next(forms, f"has the {words}")
