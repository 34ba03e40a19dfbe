"""What is worked out of a lens once, and forgotten together with it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph.serve.lens import Lens

Made = TypeVar("Made")


def per_lens(work: Callable[[Lens], Made]) -> Callable[[Lens], Made]:
    """Make a function remember its answer for each lens, as long as the lens lives.

    Two threads that ask at once may both work it out; the answers are the same.
    """
    answers: WeakKeyDictionary[Lens, Made] = WeakKeyDictionary()

    @wraps(work)
    def remembered(lens: Lens) -> Made:
        found = answers.get(lens)
        if found is None:
            found = answers[lens] = work(lens)
        return found

    return remembered
