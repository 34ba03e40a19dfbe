"""The layers of the package, and that everything a user meets is documented."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from famk_graph.cli import COMMANDS
from famk_graph.saved import saved_queries
from famk_graph.vocabulary import CLASSES, PROPERTIES

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "src" / "famk_graph"
# A module imports only from layers above its own line.
LAYERS = [
    ["rules"],
    ["errors", "vocabulary"],
    ["resources", "dates", "model", "words", "iris", "terms"],
    ["yaml_files"],
    ["findings", "values", "horizon", "settings", "report"],
    ["groups", "format", "saved", "exceptions"],
    ["read", "schema"],
    ["check"],
    ["families", "lint"],
    ["crosscheck"],
    ["compile", "asof"],
    ["existence"],
    ["extras", "versions"],
    ["diff"],
    ["diff_text"],
    ["axioms"],
    ["infer"],
    ["store"],
    ["result", "sparql_text"],
    ["query"],
    ["names", "reason", "validate"],
    ["meant", "holdings"],
    ["cards", "network", "timeline", "coverage", "explain"],
    ["chains", "layout", "audit", "conflicts"],
    ["picture", "ontology", "class_diagram", "description"],
    ["draw", "docs_page", "export"],
    ["importers"],
    ["universe"],
    ["notebook", "serve"],
    ["cli"],
    ["__main__"],
]
# Folders, whose modules may import one another.
PACKAGES = ("cli", "importers", "serve")
# The one module that may import a library, so that its traps are met in one place.
SOLE = {"pyvis": "draw", "owlready2": "reason", "pyshacl": "validate", "ryaml": None, "IPython": "notebook"}
LIGHT = {"click", "pyoxigraph", "platformdirs", "ryaml"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def unit(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node) for block in ast.walk(tree) if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }  # fmt: skip
    nodes = tree.body if top_only else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_every_module_has_its_layer() -> None:
    assert {unit(path) for path in modules()} == {name for layer in LAYERS for name in layer}


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_layers_below(path: Path) -> None:
    level = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    mine = unit(path)
    used = {m.split(".")[1] for m in imports(path) if m.startswith("famk_graph.")} & set(level)
    wrong = {name for name in used if level[name] >= level[mine] and not (name == mine in PACKAGES)}
    assert wrong == set()


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    heavy = (
        {m.split(".")[0] for m in imports(path, top_only=True)} - LIGHT - set(sys.stdlib_module_names) - {"famk_graph"}
    )
    lazy_modules = {
        "network": {"networkx"},
        "layout": {"networkx", "numpy"},
        "draw": {"networkx"},
        "picture": {"networkx"},
        "format": {"yaml"},
        "notebook": {"IPython"},
        "serve": {"jinja2", "markupsafe", "networkx", "starlette"},
    }
    assert heavy <= lazy_modules.get(unit(path), set())


@pytest.mark.parametrize(("library", "module"), [(k, v) for k, v in SOLE.items() if v])
def test_one_module_imports(library: str, module: str) -> None:
    found = {unit(path) for path in modules() if any(m.split(".")[0] == library for m in imports(path))}
    assert found <= {module}


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_files_are_of_a_size_to_be_read(path: Path) -> None:
    if path.name == "vocabulary.py":
        pytest.skip("generated")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_no_module_builds_sparql_out_of_strings() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = "".join(
                    part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
                assert not re.search(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b.*\{", text, re.DOTALL), path


def generated(name: str, *arguments: str) -> str:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import generate_reference  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    text: str = getattr(generate_reference, name)(*arguments)
    return text


def test_the_examples_of_the_readme_are_what_the_program_says() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("```console\n$ famk ") >= 5
    assert generated("readme", text) == text, "run: make docs"


@pytest.mark.parametrize("name", ["commands", "queries"])
def test_the_reference_is_current(name: str) -> None:
    assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == generated(name), "run: make docs"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_or_the_reference(command: str) -> None:
    assert f"## famk {command}\n" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_every_saved_query_asks_a_question() -> None:
    queries = saved_queries()
    assert len(queries) >= 40
    assert [name for name, query in queries.items() if not query.question.endswith("?")] == []


def test_every_class_and_property_is_in_the_documentation_of_the_ontology() -> None:
    from famk_graph.docs_page import page

    text = page()
    assert [name for name in [*CLASSES, *PROPERTIES] if f'id="{name}"' not in text] == []


def test_links_between_our_pages_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
