"""The tables and the pages on the data, without a browser: rows, order, filters, CSV, families, sources, dumps."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from serving import client

from famk_graph import Universe, docs_page
from famk_graph.saved import saved_queries
from famk_graph.serve.content import dumps, rows, shacl, tables
from famk_graph.serve.content.kinship import Kin
from famk_graph.serve.content.terms_of_office import drawing
from famk_graph.serve.lens import Lens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def lens(universe: Universe) -> Lens:
    return Lens(universe)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    with client("all") as opened:
        yield opened


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_shows_what_its_query_answers(name: str, lens: Lens) -> None:
    table = tables.TABLES[name]
    season = "fam-s01" if table.by_season else ""
    answer = lens.universe.ask(table.query, **({"season": season} if season else {})).rows()  # type: ignore[arg-type]
    read = rows.read(lens, table, season)
    assert [row.subject for row in read] == [str(told[table.subject]).removeprefix("id:") for told in answer]
    assert table.query in saved_queries()
    for column in table.columns:
        assert column.name in answer[0]
        assert not column.ids or column.ids in answer[0]
        assert any(row.cells[column.name].parts for row in read) or column.name in ("billed", "age")
    known = lens.universe.names.entries
    assert {ident for row in read for cell in row.cells.values() for _, ident in cell.parts if ident} <= known.keys()


@pytest.mark.parametrize(("sort", "first", "last"), [("launched", "Sputnik 1", ""), ("-launched", "", "")])
def test_a_table_is_sorted_by_what_its_cells_mean(sort: str, first: str, last: str, lens: Lens) -> None:
    table = tables.TABLES["missions"]
    read = rows.shown(table, rows.read(lens, table), "", "", sort)
    days = [row.cells["launched"].sort for row in read if row.cells["launched"].sort]
    assert days == sorted(days, reverse=sort.startswith("-"))
    assert not read[-1].cells["launched"].sort  # what is not known comes last either way
    assert read[0].cells["mission"].text == first or not first
    assert len(read) == len(rows.read(lens, table))
    assert not last


def test_numbers_sort_as_numbers(lens: Lens) -> None:
    table = tables.TABLES["divergences"]
    days = [
        int(row.cells["days"].value)
        for row in rows.shown(table, rows.read(lens, table), "", "", "days")
        if row.cells["days"].value and ".." not in row.cells["days"].value
    ]
    assert days == sorted(days)
    assert days[0] < 0 < days[-1]


def test_a_table_is_narrowed_by_words_and_by_its_facet(lens: Lens) -> None:
    table = tables.TABLES["missions"]
    read = rows.read(lens, table)
    assert rows.facets(table, read) == ["ours", "theirs"]
    theirs = rows.shown(table, read, "", "theirs", "")
    assert 0 < len(theirs) < len(read)
    found = rows.shown(table, read, "APOLLO baldwin", "theirs", "")
    assert {row.subject for row in found} >= {"alt-apollo-10", "alt-apollo-15"}
    assert rows.shown(table, read, "apollo baldwin", "ours", "") == []


def test_csv_has_texts_and_ids_and_dates_as_they_are_kept(lens: Lens) -> None:
    table = tables.TABLES["families"]
    read = list(csv.DictReader(io.StringIO(rows.as_csv(table, rows.read(lens, table)))))
    danny = next(row for row in read if row["Person (id)"] == "danny-stevens")
    assert danny["Parents"] == "Gordo Stevens; Tracy Stevens"
    assert danny["Parents (id)"] == "gordo-stevens tracy-stevens"


def test_everybody_stands_once_in_the_tree_of_their_family(lens: Lens) -> None:
    table = tables.TABLES["families"]
    kin = Kin(rows.read(lens, table))
    families = kin.families()
    assert sum(family.size for family in families) == len(kin.labels)
    stevens = next(family for family in families if "Stevens" in family.title)
    gordo = stevens.roots[0]
    assert {gordo.ident, *gordo.partners} >= {"gordo-stevens", "tracy-stevens"}
    assert {child.ident for child in gordo.children} == {"danny-stevens", "jimmy-stevens"}


def test_a_family_that_is_its_own_ancestor_ends(lens: Lens) -> None:
    read = rows.read(lens, tables.TABLES["families"])[:2]
    kin = Kin(read)
    one, other = (row.subject for row in read)
    kin.ties["children"][one].add(other)
    kin.ties["parents"][other].add(one)
    kin.ties["children"][other].add(one)
    kin.ties["parents"][one].add(other)
    assert kin.families()


def test_presidencies_lie_where_their_years_are(lens: Lens) -> None:
    found = drawing(lens, rows.read(lens, tables.TABLES["presidents"]))
    assert found
    for bars in (found.theirs, found.ours):
        for one, other in pairwise(bars):
            assert one.x + one.width <= other.x + 1
    assert {bar.label for bar in found.theirs} >= {"Ted Kennedy", "Gary Hart"}
    assert drawing(lens, []) is None


@pytest.mark.parametrize("seen", ["fam:s1e8", "fam:s1"])
def test_the_table_of_presidents_and_its_drawing_name_the_same(seen: str) -> None:
    partly = Lens(Universe(seen))
    read = rows.read(partly, tables.TABLES["presidents"])
    found = drawing(partly, read)
    assert found
    assert {bar.ident for bar in found.ours} == {ident for row in read for _, ident in row.cells["ours"].parts}
    assert all(bar.width > 0 for bar in found.ours)


def test_what_is_not_launched_is_dated_all_the_same(lens: Lens) -> None:
    cells = next(row.cells for row in rows.read(lens, tables.TABLES["missions"]) if row.subject == "apollo-23")
    assert (cells["launched"].text, cells["dated"].text) == ("", "24 August 1974")


def test_how_far_apart_is_said_in_words_and_sorted_by_days(lens: Lens) -> None:
    table = tables.TABLES["divergences"]
    sorted_ = [row.cells["days"] for row in rows.shown(table, rows.read(lens, table), "", "", "days")]
    told = [cell for cell in sorted_ if cell.text]
    assert len(told) > 100
    exact = [cell for cell in told if ".." not in cell.value]
    assert [int(cell.value) for cell in exact] == sorted(int(cell.value) for cell in exact)
    assert all("earlier" in cell.text for cell in exact if int(cell.value) < 0)
    assert any("years earlier" in cell.text for cell in exact)


def test_the_page_of_a_class_that_follows_lists_its_members(reader: TestClient) -> None:
    page = reader.get("/data/classes/MoonWalker").text
    assert "Ada Volk" in page
    assert "none of which has a page" not in page


def test_a_page_without_scripts_shows_the_rows_that_fit_and_keeps_its_state(reader: TestClient) -> None:
    page = reader.get("/tables/people?filter=ada&sort=-character").text
    assert len(re.findall(r"<tr role=\"row\" data-words[^>]*>", page)) - page.count('|" hidden>') == 1
    assert 'value="ada"' in page
    assert 'aria-sort="descending"' in page
    assert "/tables/people.csv?filter=ada&amp;sort=-character" in page


@pytest.mark.parametrize(
    "path", ["/tables/peple", "/tables/people.xml", "/tables/cast?season=fam-s09", "/data/classes/Persn"]
)
def test_what_is_not_there_is_told_in_words(path: str, reader: TestClient) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "There is no" in answer.text


def test_an_order_that_there_is_not_is_told(reader: TestClient) -> None:
    assert "There is no column “nonsense” to sort by" in reader.get("/tables/people?sort=-nonsense").text.replace(
        "“-", "“"
    )
    assert "to sort by" not in reader.get("/tables/people?sort=-character").text


def test_a_csv_is_a_file_of_that_name(reader: TestClient) -> None:
    answer = reader.get("/tables/people.csv?filter=ada")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="famk-people.csv"' in answer.headers["content-disposition"]
    assert answer.text.count("\r\n") == 2


def test_a_program_that_did_not_say_how_far_it_watched_is_answered_as_if_nothing(reader: TestClient) -> None:
    reader.cookies.clear()
    assert "How far have you watched?" in reader.get("/tables/people").text
    assert reader.get("/tables/people.csv").text.count("\r\n") == 1
    assert "ontology#spouse>" not in reader.get("/data/void.ttl").text


def test_sources_are_counted_and_lead_to_what_they_speak_of(reader: TestClient) -> None:
    page = reader.get("/data/sources?about=ada").text
    assert "The handbook" in page
    assert "Rumours" not in page
    assert "Ada Volk" in reader.get("/data/sources/handbook").text
    assert reader.get("/data/sources/nothing").status_code == 404
    assert reader.get("/data/sources?page=99999999").status_code == 200


@pytest.mark.parametrize("form", dumps.FORMS)
def test_a_dump_is_what_its_checksum_says_and_what_the_command_writes(
    form: str, reader: TestClient, small: Callable[[str], Universe]
) -> None:
    from famk_graph.export import FORMATS

    answer = reader.get(f"/data/dumps/{form}")
    assert answer.status_code == 200
    digest = hashlib.sha256(answer.content).hexdigest()
    assert reader.get(f"/data/dumps/{form}.sha256").text == f"{digest}  {form}\n"
    assert answer.content == FORMATS[dumps.FORMS[form].name](small("all"))
    assert digest in reader.get("/data/dumps").text
    assert digest in reader.get("/data/void.ttl").text
    assert reader.get(f"/data/dumps/{form}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert reader.get(f"/data/dumps/{form}", headers={"Range": "bytes=0-3"}).content == answer.content[:4]


def test_the_well_known_address_leads_to_the_description(reader: TestClient) -> None:
    answer = reader.get("/.well-known/void")
    assert answer.url.path == "/data/void.ttl"
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"


def test_the_oldest_dumps_go_where_they_take_too_much_room(monkeypatch: pytest.MonkeyPatch, reader: TestClient) -> None:
    monkeypatch.setattr(dumps, "_KEPT", 0)
    for seen in ("fam:s1e1", "fam:s1e2"):
        assert reader.get(f"/data/dumps/famk.ttl?seen={seen}").status_code == 200
    assert "not made yet" in reader.get("/data/dumps?seen=fam:s1e1").text


def test_each_shape_is_told_with_its_messages() -> None:
    found = {shape.name: shape for shape in shacl.shapes()}
    episode = found["Episode"]
    assert [target.label for target in episode.targets] == ["Episode"]
    assert ("episode number", ("exactly one", "a whole number", "from 1")) in [
        (r.path, r.demands) for r in episode.rules
    ]
    assert all(rule.demands and rule.message for shape in found.values() for rule in shape.rules)


def test_the_documentation_served_has_no_style_or_script_within() -> None:
    parts = docs_page.split()
    assert "<style" not in parts["html"]
    assert re.findall(r"<script[^>]*>", parts["html"]) == ['<script type="module" src="ontology.js">']
    assert not re.findall(r"\sstyle=|\son\w+=", parts["html"])
    assert "addEventListener" in parts["js"]
    assert ".term" in parts["css"]
