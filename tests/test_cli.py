"""The command line as a person uses it: answers, exit codes, and no traceback whatever happens."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL, Famk

from famk_graph.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

FAMK = [sys.executable, "-m", "famk_graph"]


@pytest.fixture
def small_famk(famk: Famk, monkeypatch: pytest.MonkeyPatch) -> Famk:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    return famk


def test_help_lists_every_command(famk: Famk) -> None:
    text = famk("--help").output
    assert all(f"  {name} " in text for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_says_what_it_does(famk: Famk, name: str) -> None:
    found = famk(name, "--help")
    assert found.exit_code == 0
    assert len(found.output.split("Options:")[0].splitlines()) >= 3


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["shwo", "ada"], 2, "There is no command “shwo”; did you mean show"),
        (["show", "adda stoen"], 3, "Ada Stone (ada-stone)"),
        (["--seen", "fam:s9", "show", "ada"], 1, "there is no season 9"),
        (["--with", "nowhere.ttl", "show", "ada"], 3, "There is no file or folder nowhere.ttl"),
        (["query", "SELECT ?x { ?x a famk:Evnt }"], 4, "did you mean Event"),
        (["query", "no-such"], 3, "There is no saved query “no-such”"),
        (["query", "missing.rq"], 3, "There is no file missing.rq"),
        (["query", "ASK {}", "--bind", "x"], 2, "“x” is not NAME=VALUE"),
        (["query", "ASK {}", "--timeout", "0"], 2, "0"),
        (["timeline", "--from", "6/7/69"], 1, "ambiguous"),
        (["export", "--format", "xls"], 2, "nquads"),
        (["why", "the moon landing that never was"], 3, "No event or mission called"),
        (["network", "--kind", "Charakter"], 3, "did you mean Character"),
    ],
)
def test_a_mistake_gets_one_message_and_a_code(small_famk: Famk, arguments: list[str], code: int, message: str) -> None:
    found = small_famk(*arguments)
    assert (found.exit_code, message in found.output) == (code, True), found.output
    assert "Traceback" not in found.output


def test_show_gives_facts_with_footnotes(small_famk: Famk) -> None:
    text = small_famk("--seen", "fam:s1e2", "show", "ada").output
    assert "Ada Volk  Character  id:ada-stone" in text
    assert re.search(r"Boris Volk \(from 1971-05\) \[\d\]\[\d\]", text)
    assert "“The handbook”, 2019-11, https://example.org/handbook [grade A]" in text
    assert "Seen: fam:s1e2." in text


def test_show_keeps_fallen_claims_for_those_who_ask(small_famk: Famk) -> None:
    assert "Counted too early" not in small_famk("show", "for-all-mankind").output
    assert "4 — does not stand: Counted too early." in small_famk("show", "for-all-mankind", "--all").output


def test_why_tells_the_chain(small_famk: Famk) -> None:
    text = small_famk("why", "the", "base", "is", "built").output
    assert "1. First landing — causes → Second landing" in text
    assert "2. Second landing — enables → The base is built" in text


def test_timeline_has_two_columns(small_famk: Famk) -> None:
    lines = small_famk("timeline", "--from", "1969", "--to", "1969").output.splitlines()
    theirs = next(line for line in lines if "First landing" in line).index("First")
    ours = next(line for line in lines if "Apollo 11" in line).index("Landing of")
    assert ours > theirs


@pytest.mark.parametrize("way", ["text", "file", "input"])
def test_a_query_comes_in_three_ways(small_famk: Famk, tmp_path: Path, way: str) -> None:
    text = "SELECT ?n { id:fam-s01 famk:seasonNumber ?n }"
    file = tmp_path / "mine.rq"
    file.write_text(text)
    what = {"text": text, "file": str(file), "input": "-"}[way]
    found = small_famk("query", what, "--format", "csv", text=text if way == "input" else None)
    assert found.output.splitlines()[:2] == ["n", "1"]


def test_a_name_can_be_bound(small_famk: Famk) -> None:
    found = small_famk(
        "query", "SELECT ?who ?job { ?who famk:occupation ?job }", "--bind", "who=boris volk", "--format", "csv"
    )
    assert "cosmonaut" in found.output


def test_the_horizon_can_come_from_the_environment(small_famk: Famk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_SEEN", "fam:s1e1")
    assert "Ada Stone  Character" in small_famk("show", "ada").output


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*FAMK, *arguments], text=True, capture_output=True, check=False, timeout=120, **options)  # type: ignore[call-overload, no-any-return]


def test_the_program_itself_answers_and_ends_with_its_code() -> None:
    environment = os.environ | {"FAMK_DATA": str(SMALL)}
    assert run("query", "ASK { id:moon ?p ?o }", env=environment).stdout == "yes\n"
    assert run("query", "ASK { id:mooon ?p ?o }", env=environment).returncode == 4


def test_a_query_stops_at_its_limit() -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?e != ?h) }"
    found = run("query", text, "--timeout", "1", env=os.environ | {"FAMK_DATA": str(SMALL)})
    assert (found.returncode, "took more than 1 s" in found.stderr) == (5, True)


def test_ctrl_c_is_clean() -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?e != ?h) }"
    environment = os.environ | {"FAMK_DATA": str(SMALL)}
    run("build", env=environment)
    with subprocess.Popen([*FAMK, "query", text], stderr=subprocess.PIPE, text=True, env=environment) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert (process.returncode, told.strip()) == (130, "Interrupted.")


@pytest.mark.parametrize("reader", ["head -n 1", "true"])
@pytest.mark.parametrize(
    "asked",
    [
        *("query 'SELECT ?s ?p ?o { ?s ?p ?o }' --format csv", "query 'SELECT ?s { ?s ?p ?o }'", "show ada", "--help"),
        *("timeline", "export --format nquads -o -", "queries"),
    ],
)
def test_a_reader_that_goes_is_no_error(asked: str, reader: str) -> None:
    """``famk … | head`` ends quietly: with 0 where all was written before the reader went, else as shells say it."""
    script = f"{sys.executable} -m famk_graph {asked} | {reader} >/dev/null; exit ${{PIPESTATUS[0]}}"
    environment = os.environ | {"FAMK_DATA": str(SMALL), "PYTHONUNBUFFERED": "1"}
    found = subprocess.run(["bash", "-c", script], text=True, capture_output=True, check=False, env=environment)
    assert found.returncode in (0, 141)
    assert [word for word in ("Traceback", "Error", "pipe") if word in found.stderr] == []


def test_check_tells_every_mistake_of_ones_own_file(small_famk: Famk, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "- id: x\n  is: Person\n  label: X\n  known:\n    - reveal: premise\n      evidence: fans\n      says: {}\n- nonsense\n"
    )
    found = small_famk("check", str(file))
    assert found.exit_code == 2
    assert "a claim without a source" in found.output
    assert "mine.yaml:8:3: expected a map" in found.output
    assert found.output.count("mine.yaml:") == 2


def test_what_is_heavy_is_not_imported_to_give_help_or_to_query() -> None:
    heavy = "{'rdflib', 'networkx', 'owlready2', 'pyvis', 'pyshacl', 'pandas', 'numpy', 'IPython', 'yaml', 'rapidfuzz'}"
    for arguments in (["--help"], ["query", "ASK { id:moon ?p ?o }", "--format", "json"]):
        script = f"import sys, atexit\nfrom famk_graph.cli import famk\ntry:\n    famk({arguments!r}, standalone_mode=False)\nfinally:\n    print('HEAVY', sorted(set(sys.modules) & {heavy}), file=sys.stderr)"
        environment = os.environ | {"FAMK_DATA": str(SMALL)}
        run("build", env=environment)
        found = subprocess.run(
            [sys.executable, "-c", script], text=True, capture_output=True, check=False, env=environment
        )
        assert "HEAVY []" in found.stderr, found.stderr


def test_how_far_one_has_watched_is_said_once(
    small_famk: Famk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAMK_CONFIG", str(tmp_path / "config"))
    assert small_famk("seen").output.startswith("Seen: everything")
    assert "Seen: fam:s1e1." in small_famk("seen", "FAM:1x1").output
    assert "Ada Stone  Character" in small_famk("show", "ada").output
    assert "Ada Volk  Character" in small_famk("--seen", "fam:s1e2", "show", "ada").output
    assert "Forgotten." in small_famk("seen", "--forget").output
    assert "Ada Volk  Character" in small_famk("show", "ada").output


def test_a_saved_horizon_that_is_none_is_told(
    small_famk: Famk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAMK_CONFIG", str(tmp_path))
    assert small_famk("seen", "fam:s9").exit_code == 1
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "seen").write_bytes(b"\xff")
    found = small_famk("show", "ada")
    assert (found.exit_code, "Delete that file" in found.output) == (1, True)


def test_a_terminal_of_few_letters_gets_question_marks_and_no_traceback() -> None:
    found = run("show", "ada", env=os.environ | {"FAMK_DATA": str(SMALL), "PYTHONIOENCODING": "ascii"})
    assert (found.returncode, "Traceback" in found.stderr) == (0, False)
    found = run("show", "nobody", env=os.environ | {"FAMK_DATA": str(SMALL), "PYTHONIOENCODING": "ascii"})
    assert "?nobody?" in found.stderr


def test_events_of_ones_own_world_stand_in_a_column_of_their_own(small_famk: Famk, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "- id: my-notes\n  is: Source\n  title: My notes\n  publisher: Me\n  grade: C\n"
        "- id: my-landing\n  is: Landing\n  label: My landing\n  known:\n    - reveal: premise\n"
        "      sources: [my-notes]\n      evidence: fans\n      says: {date: 1970-02-03}\n"
    )
    lines = small_famk("--with", str(file), "timeline").output.splitlines()
    head, row = (next(line for line in lines if word in line) for word in ("theirs", "My landing"))
    assert head.index("the world of mine.yaml") == row.index("My landing")
    assert "premise, the world of mine.yaml" in small_famk("--with", str(file), "show", "my-landing").output


def test_query_files_of_other_editors(small_famk: Famk, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_bytes(b"\xef\xbb\xbfASK { id:moon ?p ?o }")
    assert "yes" in small_famk("query", str(file)).output
    file.write_bytes("ASK { ?x rdfs:label 'Pe\u00f1a' }".encode("latin-1"))
    found = small_famk("query", str(file))
    assert (found.exit_code, "byte 0xf1 is not UTF-8" in found.output) == (1, True)


def test_an_export_goes_to_standard_output_too() -> None:
    found = run("export", "--format", "turtle", "-o", "-", env=os.environ | {"FAMK_DATA": str(SMALL)})
    assert found.stdout.startswith("@prefix")
    assert "famk:friend" in found.stdout
