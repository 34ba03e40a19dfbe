"""The pages colour and shape kinds as the drawn page does."""

from __future__ import annotations

import re

from famk_graph import resources
from famk_graph.families import FAMILIES, family_of
from famk_graph.vocabulary import CLASSES


def _static(name: str) -> str:
    return (resources.static_dir() / name).read_text(encoding="utf-8")


def test_scripts_know_the_families_of_all_classes() -> None:
    rows = re.findall(r'name: "(\w+)", shape: "(\w+)",\s+classes: \[([^\]]*)\]', _static("kinds.js"))
    assert [(name, shape) for name, shape, _ in rows] == [(family.name, family.shape) for family in FAMILIES]
    told = {kind: name for name, _, classes in rows for kind in re.findall(r"\w+", classes)}
    last = FAMILIES[-1].name
    assert told == {kind: family_of(kind).name for kind in CLASSES if family_of(kind).name != last}


def test_both_palettes_are_those_of_the_drawn_page() -> None:
    colours = re.findall(r"--kind-(\w+): (#\w+);", _static("kinds.css"))
    light, dark = ([(f.key, getattr(f, theme)) for f in FAMILIES] for theme in ("light", "dark"))
    assert colours == [*light, *dark, *dark]
