"""``famk serve`` as a process: where it listens, how it ends, and what it answers to bytes that no client would send."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from conftest import ROOT, SMALL

from famk_graph.cli.serve import _PORT, _listen
from famk_graph.errors import FamkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENVIRONMENT = {**os.environ, "FAMK_DATA": str(SMALL), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[subprocess.Popen[str], int]]]:
    """Return a function that starts the explorer and returns the process and its port once it answers."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> tuple[subprocess.Popen[str], int]:
        environment = {**ENVIRONMENT, **{k: v for k, v in os.environ.items() if k in ("FAMK_CACHE", "FAMK_CONFIG")}}
        command = [sys.executable, "-m", "famk_graph", "serve", "--no-browser", *arguments]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stderr
        told = ""
        while not (match := re.search(r"The explorer: http://\S+:(\d+)/", told)):
            line = process.stderr.readline()
            assert line, told
            told += line
        process.told = told  # type: ignore[attr-defined]
        return process, int(match[1])

    yield start
    for process in running:
        process.kill()
        process.communicate()


def send(port: int, raw: bytes) -> tuple[int, bytes]:
    """Send bytes and return the status and all that came back."""
    with socket.create_connection(("127.0.0.1", port), 20) as opened:
        opened.sendall(raw)
        told = b""
        while part := opened.recv(65536):
            told += part
    return int(told.split(b" ", 2)[1]), told


def request(path: str, host: str = "127.0.0.1", extra: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{extra}\r\n".encode()


def test_it_answers_and_ends_cleanly_with_its_workers(serve: Callable[..., tuple[subprocess.Popen[str], int]]) -> None:
    process, port = serve("--port", "0")
    status, told = send(port, request("/sparql?query=ASK%20%7B%7D"))
    assert (status, b'"boolean":true' in told) == (200, True)
    children = _children(process.pid)
    assert children
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert process.stderr
    assert "Traceback" not in process.stderr.read()
    deadline = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{child}") for child in children):  # noqa: PTH110 - a look, not a path
        assert time.monotonic() < deadline, "workers outlive their server"
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    if not os.path.isdir("/proc/self/task"):  # noqa: PTH112 - as above
        pytest.skip("this system does not list the children of a process")
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - as above
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:  # noqa: PTH123 - as above
            found += [int(child) for child in file.read().split()]
    return found


def test_workers_end_when_their_server_is_killed_even_in_the_midst_of_a_query(
    serve: Callable[..., tuple[subprocess.Popen[str], int]],
) -> None:
    process, port = serve("--port", "0")
    send(port, request("/sparql?query=ASK%20%7B%7D"))
    children = _children(process.pid)
    endless = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"})
    with socket.create_connection(("127.0.0.1", port)) as opened:
        opened.sendall(request(f"/sparql?seen=all&{endless}"))
        time.sleep(0.5)
        process.kill()
    process.wait(20)
    deadline = time.monotonic() + 20
    while any(os.path.exists(f"/proc/{child}") for child in children):  # noqa: PTH110 - as above
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../serve/app.py", "/static/../../../../../../../../etc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2f..%2fetc%2fpasswd", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/style.css/../../serve/app.py",
        "/static/....//....//serve/app.py", "/static/%c0%ae%c0%ae/etc/passwd", "/id/../../etc/passwd", "/id/..%2f..%2fetc%2fpasswd.ttl",
        "/../../../../etc/passwd", "//etc/passwd", "/static/\\..\\..\\serve\\app.py", "/static/%00", "/id/%00.ttl", "/api/card/%2e%2e%2f%2e%2e",
    ],
)  # fmt: skip
def test_no_path_leads_out(path: str, traversed: int) -> None:
    status, told = send(traversed, request(path))
    assert status in (400, 404), told[:200]
    assert b"root:" not in told
    assert b"import annotations" not in told
    assert b"nosniff" in told or status == 400


@pytest.fixture(scope="module")
def traversed() -> Iterator[int]:
    """The port of one server for all hostile paths."""
    command = [sys.executable, "-m", "famk_graph", "--seen", "all", "serve", "--no-browser", "--port", "0"]
    environment = {**ENVIRONMENT, **{k: v for k, v in os.environ.items() if k in ("FAMK_CACHE", "FAMK_CONFIG")}}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    match = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())
    assert match
    yield int(match[1])
    process.kill()
    process.communicate()


def test_one_header_each(traversed: int) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/api/horizon", "/nothing"):
        _, told = send(traversed, request(path))
        names = [line.split(b":")[0].lower() for line in told.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]]
        assert sorted(set(names)) == sorted(names), path
        assert b"server" not in names


def test_a_small_answer_is_sent_at_once() -> None:
    listener = _listen("127.0.0.1", 0)
    assert listener.proto == socket.IPPROTO_TCP  # or else each answer on a kept connection waits for 40 ms
    listener.close()


def test_a_port_that_is_taken_is_told_or_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(FamkError, match="may be taken"):
            _listen("127.0.0.1", taken.getsockname()[1])
    first = _listen("127.0.0.1", None)
    second = _listen("127.0.0.1", None)
    assert _PORT <= first.getsockname()[1] < second.getsockname()[1]
    first.close()
    second.close()


def test_a_host_that_is_none_is_told() -> None:
    with pytest.raises(FamkError, match="cannot be had"):
        _listen("203.0.113.1", 0)


def test_whoever_opens_it_to_others_is_warned(serve: Callable[..., tuple[subprocess.Popen[str], int]]) -> None:
    process, port = serve("--port", "0", "--host", "0.0.0.0")  # noqa: S104 - to see the warning
    assert "Warning: on 0.0.0.0 anybody" in process.told  # type: ignore[attr-defined]
    assert send(port, request("/seen", host="any.example"))[0] == 200
