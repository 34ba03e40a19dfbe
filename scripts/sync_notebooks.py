"""Run the notebooks and write each .ipynb from its .py pair, with outputs that only change when the answers do.

The .py file (jupytext's percent format) is what people edit; the .ipynb is what people read. Tables, pictures and
texts stay in the outputs; what is interactive or changes from run to run does not.

    python scripts/sync_notebooks.py            write notebooks/*.ipynb
    python scripts/sync_notebooks.py --check    only say which of them are not up to date; exits with 1 if any is
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
KEPT = ("text/html", "image/svg+xml", "text/markdown", "text/plain")  # the first two go without their plain text
_INTERACTIVE = ("<iframe", "<script", "application/javascript")
_SECONDS = 300


def fresh(source: Path) -> NotebookNode:
    """Return the notebook of a .py file, run from top to bottom and brought into canonical form.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell failed that is not tagged ``raises-exception``.

    """
    return canonical(executed(jupytext.read(source), source.parent))


def executed(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run a notebook from top to bottom in a folder and return it with its outputs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell failed that is not tagged ``raises-exception``.

    """
    resources = {"metadata": {"path": str(folder)}}
    with tempfile.TemporaryDirectory(prefix="famk-") as sockets:
        # Sockets in a folder of our own, where the system has such: nobody else can listen in.
        line = {"transport": "ipc", "ip": f"{sockets}/kernel"} if os.name == "posix" else {}
        config = Config({"KernelManager": line})
        NotebookClient(notebook, kernel_name="python3", config=config, timeout=_SECONDS, resources=resources).execute()
    return notebook


def canonical(notebook: NotebookNode) -> NotebookNode:
    """Strip what is interactive or changes from run to run; number the cells."""
    notebook.metadata = nbformat.from_dict(
        {
            "jupytext": {"formats": "ipynb,py:percent"},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [kept for output in cell.outputs if (kept := _output(output))]
    return notebook


def _output(output: NotebookNode) -> NotebookNode | None:
    """Return an output as it is kept, or ``None``."""
    if output.output_type not in ("display_data", "execute_result"):
        return output
    data = {kind: output.data[kind] for kind in KEPT if kind in output.data and not is_interactive(output.data[kind])}
    if len(data) > 1:
        data.pop("text/plain", None)
    richer = set(output.data) - set(data) - {"text/plain"}
    if not data or (richer and set(data) == {"text/plain"}):  # what is left would only name what was stripped
        return None
    output.data, output.metadata = nbformat.from_dict(data), nbformat.from_dict({})
    if output.output_type == "execute_result":
        output.execution_count = None
    return output


def is_interactive(text: object) -> bool:
    """Whether an output would run or load something when it is shown."""
    return any(mark in str(text).lower() for mark in _INTERACTIVE)


def text_of(notebook: NotebookNode) -> str:
    """Return the bytes of an .ipynb file as text."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def main() -> int:
    """Write or check all pairs; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if one is not up to date")
    check = parser.parse_args().check
    stale = 0
    for source in sorted(NOTEBOOKS.glob("*.py")):
        wanted, target = text_of(fresh(source)), source.with_suffix(".ipynb")
        if target.exists() and target.read_text(encoding="utf-8") == wanted:
            continue
        stale += 1
        if check:
            sys.stderr.write(f"{target.name} is not up to date; run scripts/sync_notebooks.py.\n")
        else:
            target.write_text(wanted, encoding="utf-8")
            sys.stderr.write(f"{target.name} written.\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
