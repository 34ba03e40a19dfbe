"""The command that opens the explorer."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import remark
from famk_graph.errors import FamkError
from famk_graph.settings import saved_horizon

if TYPE_CHECKING:
    import uvicorn

    from famk_graph.cli import Session

_PORT = 1969
_TRIED = 20  # ports after the usual one, before giving up
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"The port; left out, {_PORT} or the next free one. 0 takes any."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.pass_obj
def serve(session: Session, port: int | None, host: str, *, no_browser: bool) -> None:
    """Open the explorer: pages, a SPARQL endpoint at /sparql and a JSON API at /api/, all on this machine.

    Who opens it is asked how far they have watched, unless --seen or famk seen has said so. Ctrl-C ends it.
    """
    import uvicorn

    from famk_graph.serve.app import create_app
    from famk_graph.serve.site import Options

    seen = session.chosen or saved_horizon()
    session.universe()  # builds with a progress display, and tells mistakes here rather than in the browser
    names = ("localhost", "127.0.0.1", "[::1]") if host in _LOOPBACK else ()
    options = Options(extra=session.extra, as_of=session.as_of, inference=session.inference, seen=seen, hosts=names)
    listener = _listen(host, port)
    address = _address(host, listener)
    if not names:
        remark(
            f"Warning: on {host} anybody who reaches this machine can read and ask everything here.\n"
            "    There is no password and no encryption; leave --host out to serve this machine alone."
        )
    app = create_app(options)

    class Server(uvicorn.Server):
        """A server that ends its queries first, or who waits for one would hold it up."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """Close everything."""
            await app.state.site.workers.close()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=3,
    )  # fmt: skip
    server = Server(config)
    threading.Thread(target=_greet, args=(server, address, not no_browser), daemon=True).start()
    with suppress(KeyboardInterrupt):  # the server has closed everything and hands the signal on
        server.run(sockets=[listener])
    remark("\nThe explorer is closed.")


def _listen(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens: on the port asked for, or on the usual one or the next that is free."""
    wanted = [port] if port is not None else range(_PORT, _PORT + _TRIED)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in wanted:
        # Only where the protocol is named does the event loop send small answers at once (TCP_NODELAY).
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":  # there the option lets two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(256)
        except OSError as error:
            listener.close()
            problem = error
        else:
            return listener
    if port is None:
        raise FamkError(f"The ports {_PORT} to {_PORT + _TRIED - 1} are all taken.\n    Give another with --port.")
    hint = f"Leave --port out to take a free one. ({problem.strerror or problem})"
    raise FamkError(f"The port {port} of {host} cannot be had: it may be taken.\n    {hint}")


def _address(host: str, listener: socket.socket) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not listened on
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"


def _greet(server: uvicorn.Server, address: str, browser: bool) -> None:
    """Say where the explorer is, once it answers, and open it."""
    while not server.started:
        time.sleep(0.02)
    remark(f"The explorer: {address}    (Ctrl-C ends it)")
    if browser:
        import webbrowser

        webbrowser.open(address)
