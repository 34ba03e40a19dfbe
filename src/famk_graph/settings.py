"""What a viewer says once: how far they have watched, kept in a small file of their own."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from famk_graph.errors import FamkError


def _file() -> Path:
    folder = os.environ.get("FAMK_CONFIG") or platformdirs.user_config_dir("famk-graph")
    return Path(folder) / "seen"


def saved_horizon() -> str | None:
    """Return the saved horizon as it was written, or ``None``; ``FAMK_CONFIG`` names another folder."""
    path = _file()
    try:
        return path.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise FamkError(f"The saved horizon in {path} cannot be read: {error}.\n    Delete that file.") from None


def save_horizon(key: str | None) -> Path:
    """Save a horizon, or forget the saved one, and return the file.

    Raises
    ------
    FamkError
        The file cannot be written.

    """
    path = _file()
    try:
        if key is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(key + "\n", encoding="utf-8")
    except OSError as error:
        raise FamkError(f"The horizon cannot be saved in {path}: {error.strerror}.") from None
    return path
