"""What the server keeps of its answers: each page is made once, and never told to a reader of another horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from serving import client, run_apart

from famk_graph.horizon import Horizon
from famk_graph.serve import horizons
from famk_graph.serve.http.bodies import LONGEST
from famk_graph.serve.http.memory import Memory

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))


def _counted(*pieces: bytes, status: int = 200) -> tuple[Memory, list[str]]:
    """Return a memory around an application that answers in pieces, and what that was asked: paths, or bodies."""
    asked: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", scope["method"] == "POST"
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message["more_body"]
        asked.append(body.decode() or scope["path"])
        await send({"type": "http.response.start", "status": status, "headers": []})
        for number, piece in enumerate(pieces, 1):
            await send({"type": "http.response.body", "body": piece, "more_body": number < len(pieces)})

    return Memory(app, size=2_000), asked


def _ask(memory: Memory, path: str, cookie: str = "all", post: tuple[bytes, ...] = (), **headers: str) -> bytes:
    """Return what a request is answered with; one with a body, in such pieces, is posted."""
    told: list[Message] = []
    pieces = list(post)

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": pieces.pop(0) if pieces else b"", "more_body": bool(pieces)}

    named = {"cookie": f"famk-seen={cookie}", "host": "localhost", **headers}
    scope = {
        "type": "http", "method": "POST" if post else "GET", "path": path, "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()],
    }  # fmt: skip
    run_apart(memory(scope, receive, send))
    return b"".join(message.get("body", b"") for message in told)


def test_what_was_answered_is_not_worked_out_again() -> None:
    memory, asked = _counted(b"a page")
    assert [_ask(memory, "/id/nasa") for _ in range(3)] == [b"a page"] * 3
    assert asked == ["/id/nasa"]


@pytest.mark.parametrize(
    "other", [{"cookie": "none"}, {"accept": "text/turtle"}, {"host": "127.0.0.1"}, {"cache_control": "no-cache"}]
)
def test_what_decides_on_an_answer_tells_answers_apart(other: dict[str, str]) -> None:
    memory, asked = _counted(b"a page")
    _ask(memory, "/id/nasa")
    _ask(memory, "/id/nasa", **other)  # type: ignore[arg-type]  # none of them is a body
    assert len(asked) == 2


def test_what_was_posted_is_not_worked_out_again() -> None:
    memory, asked = _counted(b"an answer")
    for pieces in ((b"ASK ", b"{}"), (b"ASK {}",), (b"ASK { ?s ?p ?o }",)):
        assert _ask(memory, "/sparql", post=pieces) == b"an answer"
    assert asked == ["ASK {}", "ASK { ?s ?p ?o }"]


@pytest.mark.parametrize("other", [{"cookie": "none"}, {"content_type": "text/plain"}])
def test_what_decides_on_the_answer_to_a_post_tells_answers_apart(other: dict[str, str]) -> None:
    memory, asked = _counted(b"an answer")
    for named in ({}, other, other):
        _ask(memory, "/sparql", named.get("cookie", "all"), (b"ASK {}",), content_type=named.get("content_type", ""))
    assert len(asked) == 2


def test_what_changes_something_is_done_each_time() -> None:
    memory, asked = _counted(b"an answer")
    for _ in range(2):
        _ask(memory, "/seen", post=(b"seen=none",))
    assert len(asked) == 2


def test_a_long_body_reaches_the_application_and_is_not_kept() -> None:
    memory, asked = _counted(b"an answer")
    long = (b"#" * LONGEST, b"ASK ", b"{}")
    for _ in range(2):
        _ask(memory, "/sparql", post=long)
    assert asked == [b"".join(long).decode()] * 2


@pytest.mark.parametrize(
    ("pieces", "status", "path"),
    [((b"a", b"b", b"c"), 200, "/x"), ((b"a",), 404, "/x"), ((b"a",), 202, "/x"), ((b"a",), 200, "/static/x")],
)
def test_what_comes_in_pieces_or_is_no_answer_is_not_kept(pieces: tuple[bytes, ...], status: int, path: str) -> None:
    memory, asked = _counted(*pieces, status=status)
    assert [_ask(memory, path) for _ in range(2)] == [b"".join(pieces)] * 2
    assert len(asked) == 2


def test_the_oldest_is_forgotten_when_there_is_no_room() -> None:
    memory, asked = _counted(b"x" * 900)
    for path in ("/a", "/b", "/c", "/c", "/a"):
        _ask(memory, path)
    assert asked == ["/a", "/b", "/c", "/a"]


def test_a_page_that_was_made_for_all_is_not_shown_to_who_has_seen_less() -> None:
    reader = client("all")
    assert "Ada Volk" in reader.get("/id/ada-stone").text
    reader.cookies.set(horizons.COOKIE, horizons.cookie_value(Horizon.parse("fam:s1e1")))
    assert "Ada Volk" not in reader.get("/id/ada-stone").text


def test_a_new_horizon_drops_what_a_browser_fetched_ahead() -> None:
    answer = client("all").post("/seen", data={"seen": "none"}, follow_redirects=False)
    assert "prefetchCache" in answer.headers["clear-site-data"]
