"""Questions worth asking, as links to the pages that answer them: only such as can be asked at the reader's horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from famk_graph.serve.lens import Lens

MOST: Final = 6
_LIMITS: Final = {"/id": 3}  # questions to one page; of others one


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the page that answers it."""

    words: str
    href: str
    kind: str


# Page, words with the labels of the entities put in, the entities by the parameters of the page. What a reader has
# lately seen comes first.
_ASKED: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("/id", "{0}: how is it there, and how here?", ("divergence-first-moon-landing",)),
    ("/id", "Who is {0}?", ("danielle-poole",)),
    ("/id", "What is {0}?", ("jamestown",)),
    ("/id", "What is {0}?", ("happy-valley",)),
    ("/id", "Who is {0}?", ("ed-baldwin",)),
    ("/why", "What led to this: {0}?", ("first-steps-on-mars",)),
    ("/why", "What led to this: {0}?", ("jamestown-landing",)),
    ("/why", "What led to this: {0}?", ("soviet-moon-landing",)),
    ("/connect", "What ties {0} to {1}?", ("danielle-poole", "sally-ride")),
    ("/connect", "What ties {0} to {1}?", ("gordo-stevens", "neil-armstrong")),
    ("/connect", "What ties {0} to {1}?", ("ed-baldwin", "wernher-von-braun")),
    ("/tables/presidents", "Who is president there, and who here?", ()),
    ("/timelines", "What happens around {0}, there and here?", ("moon",)),
)  # fmt: skip
_PARAMETERS: Final = {"/why": ("event",), "/connect": ("from", "to"), "/timelines": ("about",)}


def questions(lens: Lens) -> list[Question]:
    """Return questions whose entities exist at the horizon."""
    entries = lens.universe.names.entries
    found: list[Question] = []
    for page, words, idents in _ASKED:
        exists = all(ident in entries for ident in idents)
        asked = sum(1 for question in found if question.href.startswith(page))
        if not exists or asked >= _LIMITS.get(page, 1):
            continue
        labels = [entries[ident].label for ident in idents]
        named = urlencode(dict(zip(_PARAMETERS.get(page, ()), idents, strict=False)))
        href = f"/id/{idents[0]}" if page == "/id" else page + (f"?{named}" if named else "")
        found.append(Question(words.format(*labels), href, entries[idents[0]].cls if idents else ""))
    return found[:MOST]
