"""The notebooks run, say the same in both halves of their pairs, and hold nothing interactive."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import jupytext
import nbformat
import pytest
from conftest import ROOT, thorough
from nbformat import NotebookNode

from famk_graph import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
SCRIPT = ROOT / "scripts" / "sync_notebooks.py"
SEEN = "fam:s1"  # as far as the notebooks go
_QUERY = re.compile(r"```sparql\n(.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sync_notebooks", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sync = _script()


def _outputs(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, NotebookNode]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield cell, output


class Run(NamedTuple):
    """A notebook that was run just now, the one that is committed, and the cells of the folded solutions, run after it."""

    fresh: NotebookNode
    committed: NotebookNode
    solutions: list[NotebookNode]


@cache
def _run(source: Path) -> tuple[NotebookNode, list[NotebookNode]]:
    notebook = jupytext.read(source)
    length = len(notebook.cells)
    answers = [answer for cell in notebook.cells for answer in _PYTHON.findall(cell.source)]
    notebook.cells.extend(nbformat.v4.new_code_cell(answer) for answer in answers)
    solutions = sync.executed(notebook, source.parent).cells[length:]
    del notebook.cells[length:]
    return sync.canonical(notebook), solutions


@pytest.fixture(
    scope="module",
    # Each runs a Python of its own for up to a minute: every day one of them, with the proof all.
    params=[pytest.param(path, id=path.stem, marks=[] if path.stem[:2] == "03" else thorough) for path in NOTEBOOKS],
)
def pair(request: pytest.FixtureRequest) -> Run:
    """Return a notebook that was run just now and the one that is committed."""
    source: Path = request.param
    fresh, solutions = _run(source)
    return Run(fresh, nbformat.read(source.with_suffix(".ipynb"), as_version=4), solutions)


def test_there_are_notebooks_in_pairs() -> None:
    assert len(NOTEBOOKS) >= 5
    assert {p.stem for p in NOTEBOOKS} == {p.stem for p in (ROOT / "notebooks").glob("*.ipynb")}


def test_every_cell_runs_and_only_the_meant_mistakes_are_mistakes(pair: Run) -> None:
    for cell, output in _outputs(pair[0]):
        meant = "raises-exception" in cell.metadata.get("tags", ())
        assert meant or output.output_type != "error", cell.source
        assert output.get("name") != "stderr", output.text


def test_the_committed_notebook_says_what_its_pair_says(pair: Run) -> None:
    fresh, committed, _ = pair
    wanted = [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in fresh.cells]
    found = [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in committed.cells]
    assert found == wanted, "run: python scripts/sync_notebooks.py"


def test_the_committed_notebook_has_the_kinds_of_output_of_a_fresh_run(pair: Run) -> None:
    fresh, committed, _ = pair
    wanted = [(cell.id, output.output_type, sorted(output.get("data", ()))) for cell, output in _outputs(fresh)]
    found = [(cell.id, output.output_type, sorted(output.get("data", ()))) for cell, output in _outputs(committed)]
    assert found == wanted, "run: python scripts/sync_notebooks.py"


def test_tables_and_pictures_are_kept_and_nothing_interactive(pair: Run) -> None:
    kinds = {kind for _, output in _outputs(pair[1]) for kind in output.get("data", ())}
    assert "text/html" in kinds
    assert kinds <= set(sync.KEPT)
    for _, output in _outputs(pair[1]):
        assert not any(sync.is_interactive(value) for value in output.get("data", {}).values())


def test_the_committed_notebook_is_canonical(pair: Run) -> None:
    text = sync.text_of(pair[1])
    assert text == sync.text_of(sync.canonical(nbformat.from_dict(pair[1])))
    assert '"execution_count": null' in text
    assert not re.search(r'"execution_count": \d', text)
    assert str(ROOT) not in text
    assert "<dc:date>" not in text


def test_what_is_drawn_shows_without_running_it(pair: Run) -> None:
    for cell, output in _outputs(pair[0]):
        if "plt.show()" in cell.source:
            assert "image/svg+xml" in output.get("data", ()), cell.source
    drawn = sum("image/svg+xml" in output.get("data", ()) for _, output in _outputs(pair[1]))
    assert drawn == sum("plt.show()" in cell.source for cell in pair[1].cells if cell.cell_type == "code")


@pytest.mark.parametrize("source", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_enough_to_be_shown(source: Path) -> None:
    assert source.with_suffix(".ipynb").stat().st_size < 400_000


@pytest.mark.parametrize("source", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_committed_outputs_name_nobody_and_nothing_of_later_episodes(source: Path) -> None:
    seen = {entry.label for entry in Universe(SEEN).names.entries.values()}
    telling = {"Character", "Event", "Divergence", "Decision", "Death", "Accident"}
    later = {
        entry.label
        for entry in Universe("all").names.entries.values()
        if entry.cls in telling and " " in entry.label and entry.label not in seen
    }
    outputs = "\n".join(
        str(output) for _, output in _outputs(nbformat.read(source.with_suffix(".ipynb"), as_version=4))
    )
    assert len(later) > 300
    assert [label for label in sorted(later) if re.search(rf"\b{re.escape(label)}\b", outputs)] == []


def test_interactive_output_is_dropped_and_plain_text_beside_a_table_too() -> None:
    cell = nbformat.v4.new_code_cell("x")
    cell.outputs = [
        nbformat.v4.new_output("display_data", {"text/html": "<iframe src='x'></iframe>", "text/plain": "<IFrame>"}),
        nbformat.v4.new_output("display_data", {"application/javascript": "alert(1)", "text/plain": "<Javascript>"}),
        nbformat.v4.new_output(
            "display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "7"}, "text/plain": "Widget()"}
        ),
        nbformat.v4.new_output("execute_result", {"text/html": "<table></table>", "text/plain": "  a\n0 1"}),
        nbformat.v4.new_output("execute_result", {"text/plain": "42"}),
    ]
    kept = sync.canonical(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs
    assert [dict(output.data) for output in kept] == [{"text/html": "<table></table>"}, {"text/plain": "42"}]


def _solutions() -> list[object]:
    texts = [(path.stem, cell.source) for path in NOTEBOOKS for cell in jupytext.read(path).cells]
    found = [(f"{stem}-{n}", query) for n, (stem, text) in enumerate(texts) for query in _QUERY.findall(text)]
    return [pytest.param(query, id=name) for name, query in found]


@pytest.mark.parametrize("query", _solutions())
def test_the_folded_solutions_find_something(query: str) -> None:
    assert any(True for _ in Universe(SEEN).query(query))


def test_the_folded_python_solutions_run_after_the_notebook(pair: Run) -> None:
    assert all(cell.outputs for cell in pair.solutions)
    assert all(output.get("name") != "stderr" for cell in pair.solutions for output in cell.outputs)


@thorough
def test_without_java_the_reasoning_notebook_says_what_is_missing_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    source = ROOT / "notebooks" / "05-the-ontology.py"
    fresh, committed = sync.fresh(source), nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    said = "".join(output.text for _, output in _outputs(fresh) if output.get("name") == "stdout")
    assert "HermiT needs Java" in said
    assert "HermiT has reasoned" not in said
    kinds = [[(cell.id, output.output_type) for cell, output in _outputs(each)] for each in (fresh, committed)]
    assert kinds[0] == kinds[1]


@thorough
def test_a_second_run_gives_the_same_bytes() -> None:
    """Of the one that places a network; the others draw nothing by chance."""
    source = ROOT / "notebooks" / "04-the-character-network.py"
    assert sync.text_of(sync.fresh(source)) == sync.text_of(_run(source)[0])
