"""Fetching politely, against a real server on this machine: pace, cache, retries, interruption, keys, limits."""

from __future__ import annotations

import json
import os
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import SMALL, TESTS, Famk

from famk_graph import __version__
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.importers.fetch import Fetcher, Key, clean
from famk_graph.importers.run import fetcher, inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - it opens nothing


class Answer(NamedTuple):
    code: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    cut: int = 0  # bytes that are promised and do not come


class Server(ThreadingHTTPServer):
    """Gives the answers of a list for a path, the last one again and again; 304 to who has its ETag or date."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.wait = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers[self.path]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        headers = dict(answer.headers)
        known = [(headers.get("ETag"), "If-None-Match"), (headers.get("Last-Modified"), "If-Modified-Since")]
        if any(value and self.headers.get(asked) == value for value, asked in known):
            answer = Answer(304)
        if answer.code == 0:  # no answer before the test is over
            self.server.wait.wait(10)
            answer = Answer(200)
        self.send_response(answer.code)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + answer.cut))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.wait.set()
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def make(tmp_path: Path, slept: list[float]) -> Callable[..., Fetcher]:
    """Return a function that makes a fetcher on one folder, which notes its waits instead of waiting."""

    def made(**options: object) -> Fetcher:
        return Fetcher(tmp_path / "pages", sleep=slept.append, **options)  # type: ignore[arg-type]

    return made


def test_the_program_says_who_it_is(server: Server, make: Callable[..., Fetcher]) -> None:
    server.answers["/a"] = [Answer(200, b"{}")]
    assert make().get(server.url("/a")).how == "fetched"
    assert server.asked[0][1]["User-Agent"].startswith(f"famk-graph/{__version__} ")


def test_a_fresh_copy_is_taken_without_asking(server: Server, make: Callable[..., Fetcher]) -> None:
    server.answers["/a"] = [Answer(200, b"one"), Answer(200, b"two")]
    make().get(server.url("/a"))
    page = make().get(server.url("/a"))
    assert (page.body, page.how, server.paths) == (b"one", "cached", ["/a"])


@pytest.mark.parametrize("header", [("ETag", '"v1"'), ("Last-Modified", "Fri, 01 Nov 2019 00:00:00 GMT")])
def test_an_older_copy_is_asked_about_and_kept_where_nothing_changed(
    header: tuple[str, str], server: Server, make: Callable[..., Fetcher]
) -> None:
    server.answers["/a"] = [Answer(200, b"one", (header,))]
    make().get(server.url("/a"))
    page = make(fresh=0).get(server.url("/a"))
    assert (page.body, page.how) == (b"one", "unchanged")
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header[0]]
    assert [header[1] in headers.values() for _, headers in server.asked] == [False, True]
    assert server.asked[1][1][asked] == header[1]


def test_an_older_copy_gives_way_to_a_new_page(server: Server, make: Callable[..., Fetcher]) -> None:
    server.answers["/a"] = [Answer(200, b"one", (("ETag", '"v1"'),)), Answer(200, b"two", (("ETag", '"v2"'),))]
    make().get(server.url("/a"))
    assert make(fresh=0).get(server.url("/a")).body == b"two"
    assert make().get(server.url("/a")).body == b"two"


def test_one_host_is_asked_once_a_second_and_another_at_once(
    server: Server, make: Callable[..., Fetcher], slept: list[float]
) -> None:
    for path in ("/a", "/b", "/c"):
        server.answers[path] = [Answer(200, b"{}")]
    one = make()
    one.get(server.url("/a"))
    one.get(server.url("/b", "localhost"))
    assert slept == []
    one.get(server.url("/c"))
    assert len(slept) == 1
    assert 0 < slept[0] <= 1


def test_a_redirect_waits_for_its_turn_too(server: Server, make: Callable[..., Fetcher], slept: list[float]) -> None:
    server.answers["/a"] = [Answer(302, headers=(("Location", "/b"),))]
    server.answers["/b"] = [Answer(200, b"{}")]
    assert make().get(server.url("/a")).body == b"{}"
    assert len(slept) == 1


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_host_is_asked_again_when_it_says(
    code: int, server: Server, make: Callable[..., Fetcher], slept: list[float]
) -> None:
    server.answers["/a"] = [Answer(code, headers=(("Retry-After", "7"),)), Answer(200, b"{}")]
    assert make(pause=0).get(server.url("/a")).body == b"{}"
    assert slept == [7.0]


def test_the_time_to_ask_again_can_be_a_date(server: Server, make: Callable[..., Fetcher], slept: list[float]) -> None:
    import time

    later = formatdate(time.time() + 60, usegmt=True)
    server.answers["/a"] = [Answer(503, headers=(("Retry-After", later),)), Answer(200, b"{}")]
    make(pause=0).get(server.url("/a"))
    assert len(slept) == 1
    assert 1 < slept[0] <= 60


def test_a_host_that_asks_for_much_time_is_left_alone(
    server: Server, make: Callable[..., Fetcher], slept: list[float]
) -> None:
    server.answers["/a"] = [Answer(429, headers=(("Retry-After", "3600"),))]
    with pytest.raises(FamkError, match="again in 3600 seconds; what was fetched is kept"):
        make().get(server.url("/a"))
    assert slept == []
    assert len(server.asked) == 1


def test_a_host_that_stays_busy_is_given_up(server: Server, make: Callable[..., Fetcher], slept: list[float]) -> None:
    server.answers["/a"] = [Answer(500)]
    with pytest.raises(FamkError, match=r"is busy \(500\)"):
        make(pause=0).get(server.url("/a"))
    assert slept == [2.0, 4.0, 8.0]


def test_an_interrupted_run_goes_on_where_it_stopped(server: Server, make: Callable[..., Fetcher]) -> None:
    for path in ("/1", "/2", "/3"):
        server.answers[path] = [Answer(200, b"{}")]
    server.answers["/2"].insert(0, Answer(200, b"{", cut=100))
    addresses = [server.url(path) for path in ("/1", "/2", "/3")]
    with pytest.raises(FamkError, match="broke off after 1 of 101 bytes"):
        list(inputs("tvmaze", addresses, make()))
    assert server.paths == ["/1", "/2"]
    assert [page.raw for page in inputs("tvmaze", addresses, make())] == [b"{}"] * 3
    assert server.paths == ["/1", "/2", "/2", "/3"]


def test_half_a_page_is_not_kept(server: Server, make: Callable[..., Fetcher], tmp_path: Path) -> None:
    server.answers["/a"] = [Answer(200, b"half", cut=100)]
    with pytest.raises(FamkError):
        make().get(server.url("/a"))
    assert list(tmp_path.rglob("*.*")) == []


def test_a_page_that_is_too_large_is_refused(server: Server, make: Callable[..., Fetcher], tmp_path: Path) -> None:
    server.answers["/a"] = [Answer(200, b"x" * 5000)]
    with pytest.raises(FamkError, match="more than the 1,000 bytes"):
        make(limit=1000).get(server.url("/a"))
    assert list(tmp_path.rglob("*.*")) == []


def test_a_host_that_does_not_answer_is_given_up(server: Server, make: Callable[..., Fetcher]) -> None:
    server.answers["/a"] = [Answer(0)]
    with pytest.raises(FamkError, match="cannot be reached: timed out"):
        make(timeout=0.2).get(server.url("/a"))


def test_a_broken_cache_is_as_good_as_none(server: Server, make: Callable[..., Fetcher], tmp_path: Path) -> None:
    server.answers["/a"] = [Answer(200, b"one")]
    make().get(server.url("/a"))
    (head,) = (tmp_path / "pages").glob("*.json")
    head.write_text("{", encoding="utf-8")
    assert make().get(server.url("/a")).how == "fetched"


def test_without_a_network_the_copy_is_used_or_the_way_out_is_told(
    server: Server, make: Callable[..., Fetcher]
) -> None:
    server.answers["/a"] = [Answer(200, b"one")]
    make().get(server.url("/a"))
    port = server.server_port
    server.shutdown()
    server.server_close()
    told: list[str] = []
    page = make(fresh=0, tell=told.append).get(f"http://127.0.0.1:{port}/a")
    assert (page.body, page.how) == (b"one", "offline")
    assert any("the copy of" in text for text in told)
    with pytest.raises(FamkError) as caught:
        make().get(f"http://127.0.0.1:{port}/b")
    assert str(caught.value).splitlines() == [
        f"127.0.0.1:{port} cannot be reached: Connection refused.",
        f"    Without a network, save http://127.0.0.1:{port}/b elsewhere as a file and name the file instead.",
    ]


@pytest.mark.parametrize(("code", "error"), [(404, NotFoundError), (401, FamkError), (418, FamkError)])
def test_a_refusal_is_told_once_and_not_repeated(
    code: int, error: type[FamkError], server: Server, make: Callable[..., Fetcher]
) -> None:
    server.answers["/a"] = [Answer(code)]
    with pytest.raises(error, match=str(code)):
        make().get(server.url("/a"))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/a", "data:,a", "https://", "//example.org/a"]
)
def test_only_pages_of_the_web_are_fetched(address: str, make: Callable[..., Fetcher]) -> None:
    with pytest.raises(FamkError, match="no address that is fetched"):
        make().get(address)


def test_a_redirect_to_a_local_file_is_not_followed(
    server: Server, make: Callable[..., Fetcher], tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    server.answers["/a"] = [Answer(302, headers=(("Location", (tmp_path / "secret").as_uri()),))]
    with pytest.raises(FamkError, match="is not allowed"):
        make().get(server.url("/a"))


@pytest.mark.parametrize(
    "key",
    [Key(parameter=("api_key", SECRET)), Key(header=("Authorization", f"Bearer {SECRET}"))],
    ids=["parameter", "header"],
)
def test_a_key_is_sent_to_its_host_and_neither_kept_nor_told(
    key: Key, server: Server, make: Callable[..., Fetcher], tmp_path: Path
) -> None:
    sent = f"/a?page=1&api_key={SECRET}" if key.parameter else "/a?page=1"
    server.answers[sent] = [Answer(200, b"{}")]
    server.answers[sent.replace("/a", "/gone")] = [Answer(401)]
    told: list[str] = []
    host = f"127.0.0.1:{server.server_port}"
    get = make(keys={host: key}, tell=told.append, pause=0)
    page = get.get(server.url("/a?page=1"))
    with pytest.raises(FamkError) as caught:
        get.get(server.url("/gone?page=1"))
    path, headers = server.asked[0]
    assert SECRET in path + headers.get("Authorization", "")
    kept = b"".join(p.read_bytes() + p.name.encode() for p in (tmp_path / "pages").iterdir())
    assert SECRET.encode() not in kept
    assert SECRET not in " ".join([*told, str(caught.value), page.url, repr(get)])


def test_a_key_does_not_follow_to_another_host(server: Server, make: Callable[..., Fetcher]) -> None:
    server.answers["/a"] = [Answer(302, headers=(("Location", server.url("/b", "localhost")),))]
    server.answers["/b"] = [Answer(200, b"{}")]
    key = Key(header=("Authorization", f"Bearer {SECRET}"))
    make(keys={f"127.0.0.1:{server.server_port}": key}).get(server.url("/a"))
    assert ["Authorization" in headers for _, headers in server.asked] == [True, False]


def test_fetched_pages_outlive_old_builds(famk: Famk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path))
    for number, name in enumerate(["pages", *(f"{n:024x}" for n in range(6))]):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1000 + number, 1000 + number))
    assert famk("build").exit_code == 0
    left = sorted(path.name for path in tmp_path.iterdir())
    assert "pages" in left
    assert len(left) == 5  # three old builds, today's, and the pages


def test_a_key_in_an_address_is_taken_out() -> None:
    assert clean(f"https://example.org/a?api_key={SECRET}&b=1") == "https://example.org/a?b=1"
    with pytest.raises(FamkError) as caught:
        clean(f"https://me:{SECRET}@example.org/a")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(("key", "used"), [("", "none"), (SECRET, "parameter"), ("eyJhbGciOi.token", "header")])
def test_the_key_comes_from_the_environment_alone(key: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_TMDB_KEY", key)
    keys = fetcher(print).keys
    kinds = ["parameter" if k.parameter else "header" for k in keys.values()]
    assert (kinds or ["none"]) == [used]
    assert set(keys) <= {"api.themoviedb.org"}


def test_an_address_is_imported_and_its_copy_serves_the_next_run(
    server: Server, famk: Famk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path / "cache"))
    content = (TESTS / "import_files" / "tvmaze-episodes.json").read_bytes()
    server.answers["/shows/41414/episodes"] = [Answer(200, content)]
    results = []
    for name in ("one", "two"):
        address = server.url("/shows/41414/episodes")
        out = tmp_path / f"{name}.yaml"
        result = famk("import", "tvmaze", address, "--show", "fam", "-o", str(out), "--format", "json")
        assert result.exit_code == 0, result.output
        results.append((json.loads(result.stdout)["counts"], out.read_text(encoding="utf-8")))
    assert results[0] == results[1]
    assert "; read on " in results[0][1]
    assert server.paths == ["/shows/41414/episodes"]
    famk("import", "tvmaze", address, "--show", "fam", "-o", str(tmp_path / "three.yaml"), "--refresh")
    assert len(server.paths) == 2
