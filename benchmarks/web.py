"""Helpers to start servers and to ask them over keep-alive connections."""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

HERE = Path(__file__).resolve().parent


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def server(*command: str, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block is left; it is waited for until it takes connections."""
    said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server; a pipe that nobody reads would stop it
    process = subprocess.Popen([sys.executable, *command], env={**os.environ, **environment}, stderr=said)
    try:
        _await(process, port, said)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _await(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            said.seek(0)
            raise SystemExit(f"The server ended: {said.read().decode()[-2000:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("The server did not come up within two minutes.")


def explorer(port: int) -> list[str]:
    """Return the command that starts the explorer."""
    return ["-m", "famk_graph", "--seen", "all", "serve", "--no-browser", "--port", str(port)]


@contextlib.contextmanager
def explored() -> Iterator[tuple[Browser, str]]:
    """Run the explorer and a Chromium without a graphics card; gives the browser and the explorer's address."""
    from playwright.sync_api import sync_playwright

    port = free_port()
    path = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with server(*explorer(port), port=port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser, f"http://127.0.0.1:{port}"
        browser.close()


def rate(port: int, path: str, seconds: float, connections: int, header: str = "") -> float:
    """Return how many requests a second a server answers, each connection with one request at a time.

    ``header`` is one more line of the request, with its end. The client must cost little, because it shares the
    machine: it learns once how long an answer is, which is the same each time, and from then on counts bytes.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n{header}\r\n".encode()
    length = _length(port, request)
    chooser, missing, done = selectors.DefaultSelector(), dict[socket.socket, int](), 0
    for _ in range(connections):
        opened = socket.create_connection(("127.0.0.1", port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chooser.register(opened, selectors.EVENT_READ)
        missing[opened] = length
        opened.sendall(request)
    start = time.perf_counter()
    while time.perf_counter() < start + seconds:
        for key, _ in chooser.select(1.0):
            opened = key.fileobj  # type: ignore[assignment]
            missing[opened] -= len(opened.recv(1 << 18))
            if missing[opened] == 0:
                done += 1
                missing[opened] = length
                opened.sendall(request)
            elif missing[opened] < 0:
                raise SystemExit("An answer differs in length from the one before.")
    spent = time.perf_counter() - start
    for opened in missing:
        opened.close()
    return done / spent


def _length(port: int, request: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port)) as opened:
        opened.sendall(request)
        told = b""
        while b"\r\n\r\n" not in told:
            told += opened.recv(1 << 16)
        head, _, rest = told.partition(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise SystemExit(f"{head.decode()}\n{rest.decode()[:500]}")
        size = next(
            int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
        )
        while len(rest) < size:
            rest += opened.recv(1 << 18)
        return len(head) + 4 + size
