"""What a hostile or careless client tries against a server, and what it must not cost others."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SMALL, change
from serving import client, run_apart

from famk_graph import store
from famk_graph.errors import FamkError, QueryTimeoutError
from famk_graph.horizon import Horizon
from famk_graph.serve import horizons
from famk_graph.serve.site import Options
from famk_graph.serve.sparql.workers import BusyError, Limits, Workers

if TYPE_CHECKING:
    from pathlib import Path

SECOND = "PREFIX f: <urn:f> SELECT (COUNT(*) AS ?n) { VALUES ?a { 1 2 } ?s (!<urn:x>)* ?o . ?t (!<urn:y>)* ?u }"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))


@pytest.mark.parametrize("text", ["", " ", ",", " ;"])
def test_an_empty_position_is_none_and_not_everything(text: str) -> None:
    with pytest.raises(FamkError, match="no horizon"):
        Horizon.parse(text)
    assert client().get("/api/horizon", params={"seen": text}).status_code == 400
    reader = client()
    reader.cookies.set(horizons.COOKIE, text.strip() or '""')
    assert reader.get("/api/horizon").json()["seen"] != "all"
    assert client().post("/seen", data={"seen": text}, follow_redirects=False).status_code == 400


@pytest.mark.parametrize("default", ["fam:s1e1", None])
def test_a_link_widens_nothing_for_who_has_a_position_or_a_bad_one(default: str | None) -> None:
    reader = client(options=Options(seen=default))
    if default is None:
        reader.cookies.set(horizons.COOKIE, "garbage")
    wide = "/api/card/ada-stone?seen=all"
    assert reader.get(wide).text == client(default or "none").get("/api/card/ada-stone").text
    assert reader.get(wide).text != client("all").get(wide).text


def test_a_header_in_several_lines_gets_nobody_elses_answer() -> None:
    reader = client()
    first = reader.get("/api/search?q=ada", headers=[("cookie", "famk-seen=all"), ("cookie", "a=b")])
    assert "Volk" in first.text
    assert "Volk" not in reader.get("/api/search?q=ada", headers=[("cookie", "a=b")]).text


def test_mistakes_in_the_data_are_told_to_nobody_who_asks(data: Path) -> None:
    data.write_text("- id: x\n  is: Nonsense\n", encoding="utf-8")
    for path in ("/sparql?query=ASK{}", "/api/card/gordo", "/query?run=1&query=ASK{}"):
        answer = client("none", raising=False).get(path)
        assert (answer.status_code, "Nonsense" in answer.text) == (500, False), path


def test_a_form_may_narrow_what_is_seen() -> None:
    ask = {"query": 'ASK { ?x ?p "Ada Volk"@en }', "format": "json"}
    with client("all") as reader:
        assert reader.post("/sparql", data=ask).json()["boolean"] is True
        assert reader.post("/sparql", data={**ask, "seen": "none"}).json()["boolean"] is False
    with client("none") as reader:
        assert reader.post("/sparql", data={**ask, "seen": "all"}).json()["boolean"] is False


@pytest.mark.parametrize("path", ["/seen?next=//%5B", "/why?event=x&depth=" + "1" * 5000, "/why?event=" + "a" * 5000])
def test_what_makes_no_sense_is_no_crash(path: str) -> None:
    assert client("all").get(path).status_code in (200, 400, 404)


@pytest.mark.parametrize("seen", ["fam:s" + "1" * 5000, "fam:s1e" + "1" * 90])
def test_a_position_of_many_digits_is_none(seen: str) -> None:
    assert client().post("/seen", data={"seen": seen}, follow_redirects=False).status_code == 400


@pytest.mark.parametrize(
    "path", ["/api/timeline?about=", "/api/paths?from=gordo&to=ada-stone&avoid=", "/timelines?kind="]
)
def test_a_parameter_has_so_many_values_and_no_more(path: str) -> None:
    answer = client("all").get(path + ",".join(f"x{number}" for number in range(61)))
    assert (answer.status_code, "more than 60" in answer.text) == (400, True)


def test_a_saved_query_answers_errors_as_the_api_does() -> None:
    answer = client("all").get("/api/queries/cast-of-season/run", params={"season": "x" * 400})
    assert answer.status_code == 400
    assert "longer than" in answer.json()["error"]["message"]


def test_the_dataset_of_a_request_goes_before_that_of_the_query() -> None:
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s a ?c } } ORDER BY ?g LIMIT 2"
    with client("all") as reader:
        rows = reader.get("/sparql", params={"query": graphs}).json()["results"]["bindings"]
        one, two = (row["g"]["value"] for row in rows)
        count = f"SELECT (COUNT(*) AS ?n) FROM <{one}> {{ ?s ?p ?o }}"
        asked = {"query": count, "default-graph-uri": [one, two]}
        found = reader.get("/sparql", params=asked).json()["results"]["bindings"][0]["n"]["value"]
        alone = reader.get("/sparql", params={"query": count}).json()["results"]["bindings"][0]["n"]["value"]
    assert int(found) > int(alone) > 0


def test_a_horizon_is_cut_once_however_many_ask_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path))
    store.build(Horizon.parse("all"))
    written: list[Path] = []
    write = store._write  # noqa: SLF001 - counts what is written

    def counted(target: Path, *arguments: object, **more: object) -> None:
        written.append(target)
        write(target, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_write", counted)
    with client() as reader, ThreadPoolExecutor(6) as many:
        asked = [many.submit(reader.get, f"/sparql?seen=fam:s1e2&query=ASK{{}}%23{n}") for n in range(6)]
        assert {answer.result().status_code for answer in asked} == {200}
    assert len(written) == 1


def test_stores_that_nobody_used_for_long_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path))
    monkeypatch.setattr(store, "_KEPT_HORIZONS", 2)
    monkeypatch.setattr(store, "_IN_USE_SECONDS", -1)
    monkeypatch.setattr(store, "_ABANDONED_SECONDS", -1)
    whole = store.build(Horizon.parse("all")).path.parent
    (whole.parent / ".building-left").mkdir()
    for seen in ("fam:s1e1", "fam:s1e2", "fam:s1e3"):
        store.build(Horizon.parse(seen))
    kept = {path.name for path in whole.parent.iterdir()}
    assert {"all", "fam-s1e3"} <= kept
    assert len(kept) == 3


def test_a_build_in_use_is_not_dropped_however_old_it_is(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_CACHE", str(data.parent.parent / "cache"))
    monkeypatch.setattr(store, "_KEPT_BUILDS", 1)
    used = store.build(Horizon.parse("all")).path
    os.utime(used.parent.parent, (0, 0))
    store.build(Horizon.parse("all"))  # what is there is used
    change(data, "Ada Stone", "Ada Stein")
    assert store.build(Horizon.parse("all")).path != used
    assert used.is_dir()


def _job() -> dict[str, Any]:
    path = str(store.build(Horizon.parse("all")).path)
    return {
        "do": "sparql", "store": path, "default": (), "named": (), "solutions": "json", "graph": None, "largest": 1000,
    }  # fmt: skip


def test_no_process_is_left_when_the_server_closes_right_after_it_ended_a_query() -> None:
    async def main() -> list[int | None]:
        workers = Workers(Limits(quick=1))
        job = _job()
        await workers.start()
        await workers.run(job, b"ASK {}")
        begun = [worker._process for worker in workers._all]  # noqa: SLF001 - the processes themselves
        with pytest.raises(QueryTimeoutError):
            await workers.run(job, SECOND.encode(), seconds=0.1)
        await workers.close()
        return [process.returncode for process in begun]

    assert run_apart(main()) == [-signal.SIGKILL]


def test_who_left_while_they_waited_is_not_worked_for() -> None:
    async def main() -> list[Any]:
        workers = Workers(Limits(quick=1, seconds=8))
        job = _job()

        async def gone() -> bool:
            return True

        await workers.start()
        first = asyncio.create_task(workers.run(job, SECOND.encode(), seconds=0.8))
        await asyncio.sleep(0.1)
        left = [workers.run(job, f"{SECOND}#{number}".encode(), gone=gone) for number in range(20)]
        waited = [asyncio.create_task(one) for one in left]
        await asyncio.sleep(0)
        last = asyncio.create_task(workers.run(job, b"ASK {}"))
        told = await asyncio.gather(first, *waited, last, return_exceptions=True)
        await workers.close()
        return told

    *_, last = told = run_apart(main())
    assert [type(one) for one in told[1:-1]] == [BusyError] * 20
    assert not isinstance(last, BaseException)


def test_a_worker_has_no_network() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        program = (
            "import socket\nfrom famk_graph.serve.sparql.worker import leave_network\n"
            f"left = leave_network()\ntry:\n    socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}), 2)\n"
            "except OSError:\n    print(left, 'nobody')\nelse:\n    print(left, 'reached')"
        )
        told = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.split()
    if told[0] != "True":
        pytest.skip("this system lets no process give up the network")
    assert told == ["True", "nobody"]
