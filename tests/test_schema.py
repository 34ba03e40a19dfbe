"""The published schema is the current one, and agrees with the reader on what a data file may hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import ryaml
from conftest import ROOT, SMALL
from test_mistakes import MISTAKES

from famk_graph import resources
from famk_graph.schema import claim_schema

if TYPE_CHECKING:
    from pathlib import Path

# Mistakes that no schema can see: they are about other entries, or about what words mean.
BEYOND = ("unknown entity", "unknown source", "unknown episode", "wrong class", "before", "duplicate", "grade D", "impossible",
          "ambiguous", "known later", "tells a later name", "deprecated without", "claim without source", "recalled", "empty file",
          "a tab", "bad encoding", "YAML syntax", "key twice")  # fmt: skip


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(claim_schema())


def test_the_published_schema_is_current_and_valid() -> None:
    published = json.loads((ROOT / "docs" / "claims.schema.json").read_text(encoding="utf-8"))
    assert published == claim_schema()
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize(
    "path", [SMALL / "universe.yaml", *sorted((ROOT / "data").rglob("*.yaml"))], ids=lambda p: p.stem
)
def test_every_data_file_fits(path: Path) -> None:
    errors = [e.json_path for e in validator().iter_errors(ryaml.loads(path.read_text(encoding="utf-8")))]
    assert errors == []


@pytest.mark.parametrize("name", [name for name in MISTAKES if not any(word in name for word in BEYOND)])
def test_mistakes_of_form_do_not_fit(name: str) -> None:
    text = MISTAKES[name][0]
    assert isinstance(text, str)
    assert not validator().is_valid(ryaml.loads(text))


def test_the_data_folder_is_the_one_that_is_tested() -> None:
    assert resources.data_dir() == ROOT / "data"
