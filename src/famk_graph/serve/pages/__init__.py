"""The pages, one module per group; each module lists its routes."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def all_routes() -> list[BaseRoute]:
    """Return the routes of all modules of this package, in the order of the modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [route for name in names for route in import_module(f"{__name__}.{name}").routes]
