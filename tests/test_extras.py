"""People bring their own facts, in every common form; each file is a world of its own, checked like ours."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from famk_graph import Universe
from famk_graph.errors import DataError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

TURTLE = """\
@prefix famk: <https://w3id.org/famk/ontology#> .
@prefix id: <https://w3id.org/famk/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:cat-of-ada a famk:Character ; rdfs:label "Ada's cat"@en ; famk:friend id:ada-stone .
"""
FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
YAML = """\
- id: my-notes
  is: Source
  title: My notes
  publisher: Me
  grade: C
- id: cat-of-ada
  is: Character
  label: Ada's cat
  known:
    - reveal: fam-s01e01
      sources: [my-notes]
      evidence: fans
      says:
        friend: ada-stone
"""
CSV = """\
subject,predicate,value,reveal,sources,evidence,from
cat-of-ada,is,Character,fam-s01e01,handbook,fans,
cat-of-ada,label,Ada's cat,fam-s01e01,handbook,fans,
cat-of-ada,friend,ada-stone,fam-s01e01,handbook finale-recap,fans,1970
"""
FRIEND = "SELECT ?friend { ?friend famk:friend id:ada-stone ; rdfs:label ?label FILTER(?friend != id:boris-volk) }"
Add = Callable[[str, str | bytes], Universe]


@pytest.fixture
def add(small: Callable[[str], Universe], tmp_path: Path) -> Add:
    """Return a function that opens the small universe with a file of somebody's own facts."""
    small("all")

    def make(name: str, content: str | bytes) -> Universe:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Universe("all", [file])

    return make


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("packed", [False, True])
def test_rdf_in_every_form(add: Add, form: str, packed: bool) -> None:
    content = ox.serialize(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE), format=FORMS[form])
    assert content is not None
    universe = add(f"mine.{form}" + (".gz" if packed else ""), gzip.compress(content) if packed else content)
    assert universe.query(FRIEND).rows() == [{"friend": "id:cat-of-ada"}]
    graphs = universe.query("SELECT DISTINCT ?g { GRAPH ?g { id:cat-of-ada famk:friend ?x } }").rows()
    assert graphs == [{"g": "https://w3id.org/famk/graph/with-mine/premise/facts"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [("mine.yaml", YAML), ("mine.csv", CSV), ("mine.csv", CSV.replace(",", ";")), ("mine.csv", CSV.replace(",", "\t"))],
)
def test_claims_become_facts_of_a_world_of_their_own(add: Add, name: str, content: str) -> None:
    universe = add(name, content)
    assert universe.query(FRIEND).rows() == [{"friend": "id:cat-of-ada"}]
    facts = [fact for fact in universe.entity("ada's cat").facts if fact.predicate == "friend"]
    assert [(fact.value, fact.world, fact.reveal) for fact in facts] == [("Ada Volk", "with-mine", "fam-s01e01")]


def test_the_horizon_holds_for_claims_of_ones_own(add: Add) -> None:
    universe = add("mine.yaml", YAML)
    assert universe.seen("none").query("ASK { id:ada-stone ?p ?o }".replace("id:ada-stone", "?s")).answer
    with pytest.raises(NotFoundError):
        universe.seen("none").entity("ada's cat")
    assert universe.seen("fam:s1e1").entity("ada's cat").cls == "Character"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "mine.ttl",
            TURTLE.replace("famk:friend", "famk:frend"),
            "famk:frend is not a term of the ontology [unknown-term]\n    did you mean friend",
        ),
        ("mine.ttl", TURTLE.replace("famk:Character", "famk:Caracter"), "did you mean Character"),
        ("mine.ttl", TURTLE.replace(" .\nid", "\nid"), "mine.ttl:4:"),
        ("mine.ttl", "", "holds no triple"),
        ("mine.nt", b"\xff\xfe", "mine.nt"),
        ("mine.ttl.gz", b"not packed", "cannot be read"),
        ("mine.jsonld", "{", "mine.jsonld"),
        ("mine.csv", CSV.replace("evidence", "evidense"), "missing columns: evidence"),
        ("mine.csv", CSV.replace("ada-stone", "ada-stoen"), "mine.csv:4:1: friend: unknown entity “ada-stoen”"),
        ("mine.csv", CSV.replace(",1970", ",soon"), "“soon” is not a date"),
        (
            "mine.csv.gz",
            gzip.compress(CSV.replace("ada-stone", "ada-stoen").encode()),
            "mine.csv.gz:4:1: friend: unknown",
        ),
        ("mine.csv", CSV.replace("handbook finale-recap", ""), "a claim without a source"),
        ("mine.csv", CSV + "cat-of-ada,friend\n", "mine.csv:5:1: a claim without a reveal"),
        (
            "mine.csv",
            CSV + "cat-of-ada,remark,Purrs, loudly,premise,handbook,fans,\n",
            "mine.csv:5:1: the row has more",
        ),
        ("mine.csv", CSV.splitlines()[0], "the table has no row"),
        ("mine.csv", CSV + f"cat-of-ada,remark,{'x' * 200_000},premise,handbook,fans,\n", "cannot be read"),
        ("mine.yaml", YAML.replace("id: cat-of-ada", "id: ada-stone"), "the id “ada-stone” is taken"),
        ("mine.yaml", YAML.replace("id: my-notes", "id: handbook"), "the source id “handbook” is taken"),
        ("mine.yaml", "", "the file is empty"),
    ],
)
def test_mistakes_are_told_as_for_our_own_files(add: Add, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        add(name, content)
    assert message in str(caught.value)


def test_a_single_file_needs_no_list(small: Callable[[str], Universe], tmp_path: Path) -> None:
    small("all")
    (tmp_path / "mine.ttl").write_text(TURTLE)
    assert Universe("all", str(tmp_path / "mine.ttl")).entity("ada's cat").cls == "Character"


def test_a_folder_without_facts_is_a_mistake(small: Callable[[str], Universe], tmp_path: Path) -> None:
    small("all")
    (tmp_path / "notes.txt").write_text("not read")
    with pytest.raises(NotFoundError, match="holds no file that is read"):
        Universe("all", [tmp_path])


def test_a_folder_stands_for_the_files_in_it(add: Add, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not read")
    add("mine.ttl", TURTLE)
    assert Universe("all", [tmp_path]).query(FRIEND).rows() == [{"friend": "id:cat-of-ada"}]


@pytest.mark.parametrize(
    ("name", "message"),
    [("mine.tll", "did you mean mine.ttl"), ("other.txt", "“.txt” is not read"), ("mine.yaml.gz", "“.gz” is not")],
)
def test_a_file_that_is_not_there_or_not_read(add: Add, tmp_path: Path, name: str, message: str) -> None:
    add("mine.ttl", TURTLE)
    (tmp_path / "other.txt").write_text("x")
    (tmp_path / "mine.yaml.gz").write_bytes(gzip.compress(YAML.encode()))
    with pytest.raises(NotFoundError, match=message):
        Universe("all", [tmp_path / name])


def test_nothing_is_half_loaded(add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path / "cache"))
    with pytest.raises(DataError):
        add("mine.ttl", TURTLE.replace("famk:friend", "famk:frend"))
    assert not list((tmp_path / "cache").rglob(".building-*"))
