"""The magic %%sparql in a real IPython shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import rdflib
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from famk_graph import Universe
from famk_graph.errors import FamkError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PEOPLE = "SELECT ?who ?name WHERE { ?who a famk:Character ; rdfs:label ?name } ORDER BY ?who"
COUNT = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a famk:Statement }"


@pytest.fixture
def shell(small: Callable[[], Universe], tmp_path: Path) -> InteractiveShell:
    """Return a shell with the extension, over the small universe, that leaves nothing in anybody's home."""
    small()
    made = InteractiveShell(ipython_dir=str(tmp_path), config=Config({"HistoryManager": {"enabled": False}}))
    made.run_line_magic("load_ext", "famk_graph.notebook")
    return made


def _count(frame: pd.DataFrame) -> int:
    return int(frame["n"][0])


def test_select_gives_a_data_frame(shell: InteractiveShell) -> None:
    frame = shell.run_cell_magic("sparql", "", PEOPLE)
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["who", "name"]
    assert len(frame) == len(Universe().query(PEOPLE).rows()) > 0


def test_ask_gives_a_truth_value(shell: InteractiveShell) -> None:
    assert shell.run_cell_magic("sparql", "", "ASK { ?show a famk:Show }") is True
    assert shell.run_cell_magic("sparql", "", "ASK { ?show a famk:Season, famk:Show }") is False


def test_construct_gives_a_table_of_triples_and_an_rdflib_graph_under_out(shell: InteractiveShell) -> None:
    text = "CONSTRUCT { ?season famk:partOfShow ?show } WHERE { ?season famk:partOfShow ?show }"
    frame = shell.run_cell_magic("sparql", "", text)
    assert list(frame.columns) == ["subject", "predicate", "object"]
    assert frame["predicate"].unique().tolist() == ["famk:partOfShow"]
    assert shell.run_cell_magic("sparql", "--out graph", text) is None
    assert isinstance(shell.user_ns["graph"], rdflib.Graph)
    assert len(shell.user_ns["graph"]) == len(frame)


def test_out_keeps_a_data_frame_and_shows_nothing(shell: InteractiveShell) -> None:
    assert shell.run_cell_magic("sparql", "--out found", PEOPLE) is None
    assert isinstance(shell.user_ns["found"], pd.DataFrame)


def test_the_horizon_holds_until_another_is_named(shell: InteractiveShell) -> None:
    everything = _count(shell.run_cell_magic("sparql", "", COUNT))
    nothing = _count(shell.run_cell_magic("sparql", "--seen none", COUNT))
    assert nothing < everything
    assert _count(shell.run_cell_magic("sparql", "", COUNT)) == nothing
    shell.run_line_magic("sparql", "--seen all")
    assert _count(shell.run_cell_magic("sparql", "", COUNT)) == everything


def test_the_environment_says_how_far_somebody_has_watched(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAMK_SEEN", "none")
    assert _count(shell.run_cell_magic("sparql", "", COUNT)) == _count(Universe("none").query(COUNT).to_pandas())


@pytest.mark.parametrize(
    ("line", "cell", "message"),
    [
        ("", "SELECT ?x WHERE { ?x a famk:Charakter }", "did you mean Character"),
        ("", "SELECT ?x WHERE { ?x a famk:Character", "closing }"),
        ("--seen fam:s9", COUNT, "there is no season 9"),
        ("--out 1st", COUNT, "cannot name a variable"),
        ("", "  \n", "no query in this cell"),
    ],
)
def test_a_mistake_is_told_in_a_message(shell: InteractiveShell, line: str, cell: str, message: str) -> None:
    with pytest.raises(FamkError, match=message):
        shell.run_cell_magic("sparql", line, cell)


def test_an_unknown_option_is_a_usage_error(shell: InteractiveShell) -> None:
    with pytest.raises(UsageError, match="--sene"):
        shell.run_cell_magic("sparql", "--sene all", COUNT)


def test_a_line_without_a_horizon_says_what_to_do(shell: InteractiveShell) -> None:
    with pytest.raises(FamkError, match="--seen"):
        shell.run_line_magic("sparql", "")


def test_a_mistake_has_no_traceback(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = shell.run_cell("%%sparql\nSELECT ?x WHERE { ?x a famk:Charakter }")
    printed = capsys.readouterr()
    assert isinstance(outcome.error_in_exec, QueryError)
    text = printed.out + printed.err
    assert "did you mean Character" in text
    assert "Traceback" not in text
    assert "famk_graph/" not in text
