"""Data files cut at a horizon: what the files would be if nobody had written down anything later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ryaml
import yaml

from famk_graph.model import make_reveal

if TYPE_CHECKING:
    from pathlib import Path

    from famk_graph.horizon import Horizon


def cut(source: Path, target: Path, horizon: Horizon) -> None:
    """Write to a folder all claims of a data folder that a horizon admits, and nothing of the others."""
    entries = [entry for path in sorted(source.rglob("*.yaml")) for entry in ryaml.loads(path.read_text("utf-8"))]
    sources = [entry for entry in entries if entry.get("is") == "Source"]
    more: dict[str, list[Any]] = {}
    for entry in entries:
        if "about" in entry:
            more.setdefault(entry["about"], []).extend(entry["known"])
    kept = []
    for entry in entries:
        if "known" in entry and "id" in entry:
            groups = [g for g in [*entry["known"], *more.get(entry["id"], [])] if _admitted(g, horizon)]
            if groups:
                kept.append(entry | {"known": groups})
    target.mkdir(parents=True)
    (target / "cut.yaml").write_text(yaml.dump([*sources, *kept], sort_keys=False, allow_unicode=True), "utf-8")


def _admitted(group: dict[str, Any], horizon: Horizon) -> bool:
    reveal = group["reveal"]
    return horizon.admits(make_reveal(reveal if isinstance(reveal, list) else [reveal]).key)
