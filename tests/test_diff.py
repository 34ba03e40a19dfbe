"""What changed between two versions of the data: every kind of change, every kind of version, nothing later."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import ryaml
import yaml
from conftest import OLDER, SMALL, Famk
from cutting import cut

from famk_graph.compile import statement_iri
from famk_graph.diff import ADDED, CHANGED, KINDS, REMOVED, Difference, diff
from famk_graph.horizon import Horizon
from famk_graph.versions import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALL = Horizon.parse("all")
UNIVERSE = (SMALL / "universe.yaml").read_text(encoding="utf-8")


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], Difference]:
    """Return a function that tells what differs after a text of the small universe is replaced."""

    def make(was: str, now: str) -> Difference:
        assert UNIVERSE.count(was) == 1
        folder = tmp_path / "changed"
        folder.mkdir()
        (folder / "universe.yaml").write_text(UNIVERSE.replace(was, now), encoding="utf-8")
        return diff(load(str(SMALL), ALL).dataset, load(str(folder), ALL).dataset)

    return make


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("spouse: { value: boris-volk, from: 1971-05 }", "spouse: { value: boris-volk, from: 1971 }", ("ada-stone", CHANGED, [("from", "1971-05", "1971")])),
        ("role: commander", "role: pilot", ("first-landing", CHANGED, [("role", "commander", "pilot")])),
        ("fate: Leaves the programme.", "fate: { value: Leaves the programme., rank: preferred }", ("ada-stone", CHANGED, [("rank", "normal", "preferred")])),
        ("reason: Counted too early.", "reason: Counted wrongly.", ("for-all-mankind", CHANGED, [("reason", "Counted too early.", "Counted wrongly.")])),
        ("date: 1969-07-20", "date: 1969-07-21", ("real-landing", CHANGED, [("value", "1969-07-20", "1969-07-21")])),
        ("fate: Leaves the programme.", "fate: Is sent away.", ("ada-stone", CHANGED, [("value", "Leaves the programme.", "Is sent away.")])),
        ("        walkedOn: moon\n", "", ("ada-stone", REMOVED, [])),
        ("        occupation: cosmonaut\n", "        occupation: cosmonaut\n        friend: ada-stone\n", ("boris-volk", ADDED, [])),
    ],
)  # fmt: skip
def test_a_change_is_told_for_what_it_is(
    was: str,
    now: str,
    expected: tuple[str, str, list[tuple[str, str, str]]],
    changed: Callable[[str, str], Difference],
) -> None:
    (entry,) = changed(was, now).entries
    (change,) = entry.changes
    assert (entry.id, change.kind, list(change.parts)) == expected


def test_a_claim_that_moves_to_another_reveal_is_one_change(changed: Callable[[str, str], Difference]) -> None:
    found = changed("    - reveal: sc-s01e01\n", "    - reveal: [fam-s01e02, sc-s01e01]\n")
    (entry,) = found.entries
    assert [(c.kind, c.parts) for c in entry.changes] == [(CHANGED, (("reveal", "sc-s01e01", "fam-s01e02+sc-s01e01"),))]


def test_another_source_changes_the_claims_of_its_group_only(changed: Callable[[str, str], Difference]) -> None:
    found = changed("sources: [finale-recap, handbook]", "sources: [handbook]")
    assert {(e.id, c.predicate) for e in found.entries for c in e.changes} == {
        ("ada-stone", name) for name in ("label", "spouse", "fate")
    }
    assert {part for e in found.entries for c in e.changes for part in c.parts} == {
        ("sources", "finale-recap, handbook", "handbook")
    }


@pytest.mark.parametrize(
    ("was", "now", "part"),
    [
        ("- id: base-is-built\n  is: Event", "- id: base-is-built\n  is: Meeting", ("class", "Event", "Meeting")),
        ("label: The base is built", "label: A base is built", ("first name", "The base is built", "A base is built")),
    ],
)
def test_what_an_entity_is_and_is_called_is_told_once(
    was: str, now: str, part: tuple[str, str, str], changed: Callable[[str, str], Difference]
) -> None:
    (entry,) = changed(was, now).entries
    assert (entry.id, entry.kind, entry.parts, entry.changes) == ("base-is-built", CHANGED, (part,), ())


def test_an_entity_that_is_met_earlier_is_told(changed: Callable[[str, str], Difference]) -> None:
    was = "  label: The base is built\n  known:\n    - reveal: fam-s01e01\n"
    (entry,) = changed(was, was.replace("fam-s01e01", "premise")).entries
    assert entry.parts == (("introduced at", "fam-s01e01", "premise"),)
    assert [c.parts for c in entry.changes] == [(("reveal", "fam-s01e01", "premise"),)]


def test_a_source_that_is_graded_anew_is_told(changed: Callable[[str, str], Difference]) -> None:
    found = changed("  published: 2019-11\n  grade: A", "  published: 2019-11\n  grade: B")
    assert found.entries == ()
    assert [(s.id, s.kind, s.parts) for s in found.sources] == [("handbook", CHANGED, (("grade", "A", "B"),))]


def test_two_texts_that_both_changed_are_not_taken_for_one_another(changed: Callable[[str, str], Difference]) -> None:
    (entry,) = changed("fate: Leaves the programme.", "fate: [She goes to sea., She is gone.]").entries
    assert [c.kind for c in entry.changes] == [ADDED, ADDED, REMOVED]


def test_the_order_of_files_and_entries_does_not_matter(tmp_path: Path) -> None:
    entries = ryaml.loads(UNIVERSE)
    for number, part in enumerate((entries[8:][::-1], entries[:8])):
        (tmp_path / f"{number}.yaml").write_text(yaml.dump(part, allow_unicode=True, sort_keys=True), encoding="utf-8")
    assert not diff(load(str(SMALL), ALL).dataset, load(str(tmp_path), ALL).dataset)


def test_what_is_added_and_removed_are_statements_that_only_one_side_has() -> None:
    old, new = load(str(OLDER), ALL).dataset, load(str(SMALL), ALL).dataset
    iris = [{c.identity: statement_iri(c) for c in side.claims} for side in (old, new)]
    told = {kind: {c.statement for e in diff(old, new).entries for c in e.changes if c.kind == kind} for kind in KINDS}
    assert {iris[1][s] for s in told[ADDED]} <= set(iris[1].values()) - set(iris[0].values())
    assert {iris[0][s] for s in told[REMOVED]} <= set(iris[0].values()) - set(iris[1].values())
    assert len(told[ADDED]) == 2
    assert len(told[REMOVED]) == 3


def test_the_other_way_round_turns_everything_round() -> None:
    old, new = load(str(OLDER), ALL).dataset, load(str(SMALL), ALL).dataset
    there, back = diff(old, new), diff(new, old)
    assert [there.count(k) for k in KINDS] == [back.count(k) for k in (REMOVED, ADDED, CHANGED)]
    assert there.entities(REMOVED) == back.entities(ADDED) == 1


@pytest.mark.parametrize("seen", ["none", "fam:s1e1", "sc:s1e1", "fam:s1e1,sc:s1e1"])
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_both_sides_are_told_as_if_nothing_later_had_been_written(
    seen: str, form: str, famk: Famk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for name, sides in (("whole", (OLDER, SMALL)), ("cut", (OLDER, SMALL))):
        folder = tmp_path / name
        folder.mkdir()
        for side, data in zip(("old", "new"), sides, strict=True):
            if name == "whole":
                shutil.copytree(data, folder / side)
            else:
                cut(data, folder / side, Horizon.parse(seen))
        monkeypatch.chdir(folder)
        result = famk("--seen", seen, "diff", "old", "new", "--format", form)
        told.append((result.exit_code, result.output))
    assert told[0] == told[1]
    assert told[0][0] == 0


def test_the_title_of_a_later_episode_is_told_once_it_is_seen(famk: Famk) -> None:
    outputs = [famk("--seen", seen, "diff", str(OLDER), str(SMALL)).output for seen in ("fam:s1e1", "fam:s1e2")]
    assert ["Ada Leaves" in output for output in outputs] == [False, True]
    assert ["boris-flies" in output for output in outputs] == [False, True]


def git(folder: Path, *arguments: str) -> None:
    own = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *own, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with the older data at a tag and today's in its folder."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    folder = tmp_path / "repository"
    shutil.copytree(OLDER, folder / "data" / "works")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Older")
    git(folder, "tag", "v0.1.0")
    shutil.copy(SMALL / "universe.yaml", folder / "data" / "works" / "universe.yaml")
    (folder / "src").mkdir()
    monkeypatch.chdir(folder / "src")
    return folder


def test_a_revision_is_compared_with_a_folder_from_anywhere_in_the_repository(repository: Path, famk: Famk) -> None:
    result = famk("diff", "v0.1.0", str(repository))
    assert result.exit_code == 0
    expected = famk("diff", str(OLDER), str(SMALL)).stdout.splitlines()[1:]
    assert result.stdout.splitlines()[1:] == expected


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("v0.1.1", 3, "did you mean v0.1.0?"),
        ("--version-of-nothing", 2, "No such option"),
        ("HEAD:data", 3, "no revision"),
    ],
)
def test_a_revision_that_does_not_exist(name: str, code: int, words: str, repository: Path, famk: Famk) -> None:
    result = famk("diff", name, str(repository))
    assert result.exit_code == code
    assert words in result.output


def test_without_git_a_revision_is_a_clear_message(famk: Famk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = famk("diff", "v0.1.0", str(SMALL))
    assert result.exit_code == 6
    assert "git, which knows revisions, is not on this machine" in result.output


def test_outside_a_repository_a_revision_is_a_clear_message(
    famk: Famk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    result = famk("diff", "v0.1.0", str(SMALL))
    assert result.exit_code == 3
    assert "no git repository" in result.output


@pytest.mark.parametrize(
    "inside",
    ["famk_graph/_shared/data/works/universe.yaml", "famk_graph-0.1.0/data/universe.yaml", "data/universe.yaml"],
)
@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_the_archive_of_a_release_is_read_and_its_tests_are_not(
    inside: str, ending: str, famk: Famk, tmp_path: Path
) -> None:
    members = {
        inside: (OLDER / "universe.yaml").read_bytes(),
        "famk_graph-0.1.0/tests/data/small/universe.yaml": b"- nonsense",
        "tests/data/small/universe.yaml": b"- nonsense",
        "../../data/outside.yaml": b"- nonsense",
    }
    archive = tmp_path / f"release.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(archive, "w") as packed:
            for name, content in members.items():
                packed.writestr(name, content)
    else:
        with tarfile.open(archive, "w:gz") as tar:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    result = famk("diff", str(archive), str(SMALL))
    assert result.stdout.splitlines()[1:] == famk("diff", str(OLDER), str(SMALL)).stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.tar.gz", b"nothing of the kind", "cannot be unpacked"),
        ("notes.txt", b"text", "a file that is not read"),
        ("empty.zip", None, "holds no data"),
    ],
)
def test_what_is_no_release_is_a_clear_message(
    name: str, content: bytes | None, words: str, famk: Famk, tmp_path: Path
) -> None:
    if content is None:
        zipfile.ZipFile(tmp_path / name, "w").close()
    else:
        (tmp_path / name).write_bytes(content)
    result = famk("diff", str(tmp_path / name), str(SMALL))
    assert result.exit_code != 0
    assert words in result.output
    assert result.stdout == ""


@pytest.mark.parametrize(("old", "code"), [(SMALL, 0), (OLDER, 7)])
def test_the_exit_code_tells_of_differences_when_asked_for(old: Path, code: int, famk: Famk) -> None:
    assert famk("diff", str(old), str(SMALL), "--exit-code").exit_code == code
    assert famk("diff", str(old), str(SMALL)).exit_code == 0


def test_json_and_markdown_count_what_the_text_counts(famk: Famk) -> None:
    document: dict[str, Any] = json.loads(famk("diff", str(OLDER), str(SMALL), "--format", "json").stdout)
    assert document["counts"]["claims"] == {"added": 2, "removed": 3, "changed": 6}
    assert sum(len(e["changes"]) for e in document["entities"]) == 11
    page = famk("diff", str(OLDER), str(SMALL), "--format", "markdown").stdout
    assert "Claims: 2 added, 3 removed, 6 changed." in page
    rows = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| ")][1:]
    assert [sum(int(row[column]) for row in rows) for column in range(1, 6)] == [0, 1, 2, 3, 6]
    assert "- Boris flies (`boris-flies`, gone): 2 claims" in page


def test_what_cannot_be_read_today_is_left_out_and_said(famk: Famk, tmp_path: Path) -> None:
    text = UNIVERSE.replace("        walkedOn: moon\n", "        wentTo: moon\n")
    (tmp_path / "universe.yaml").write_text(text, encoding="utf-8")
    result = famk("diff", str(tmp_path), str(SMALL))
    assert "+ walked on: Moon" in result.stdout
    assert "Not all of" in result.stderr
    assert "wentTo" not in result.output


@pytest.mark.parametrize("option", [("--as-of", "2025-06-01"), ("--with", "mine.yaml")])
@pytest.mark.parametrize("command", [("diff", str(OLDER)), ("import", "wikidata", "mine.json")])
def test_options_that_have_no_part_are_refused(option: tuple[str, str], command: tuple[str, ...], famk: Famk) -> None:
    result = famk(*option, *command)
    assert result.exit_code == 2
    assert f"{option[0]} has no part in this command" in result.stderr
