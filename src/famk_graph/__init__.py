"""The universe of For All Mankind and Star City as linked data.

>>> from famk_graph import Universe
>>> Universe(seen="fam:s1").entity("Jamestown").cls
'Base'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["FamkError", "Universe", "__version__"]

if TYPE_CHECKING:
    from famk_graph.errors import FamkError
    from famk_graph.universe import Universe


def __getattr__(name: str) -> object:
    """Import the public names when they are first asked for, so that the command line starts fast."""
    if name == "Universe":
        from famk_graph.universe import Universe

        return Universe
    if name == "FamkError":
        from famk_graph.errors import FamkError

        return FamkError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
