"""The process that answers what may take long: it reads jobs from its input and writes replies to its output.

The engine cannot be stopped from inside its process, and it takes what memory a query makes it take. So it works in
a process of its own, which can be killed and has a limit of memory. A job and a reply are each a header in JSON and a
body in bytes, after the lengths of both.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from famk_graph.errors import FamkError, QueryError
from famk_graph.iris import PREFIXES
from famk_graph.query import Scope, Term, run
from famk_graph.serve.http.formats import GRAPHS, SOLUTIONS
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTHS = struct.Struct(">II")
_OPEN = 6  # stores held open
_UNION = "urn:famk:union"  # the graph that several default graphs make together
Reply = tuple[dict[str, Any], bytes]


class TooLargeError(FamkError):
    """A result beyond the limit of bytes."""


class _Bounded:
    """A file in memory that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        self.parts = bytearray()
        self._limit = limit

    def write(self, data: bytes) -> int:
        if len(self.parts) + len(data) > self._limit:
            raise TooLargeError
        self.parts += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: it is written already."""


class Worker:
    """The state of a worker: the stores it has opened."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._stores: OrderedDict[str, tuple[ox.Store, set[str]]] = OrderedDict()

    def answer(self, job: dict[str, Any], body: bytes) -> Reply:
        """Do a job; whatever goes wrong becomes a reply that says so."""
        doing: dict[str, Callable[[dict[str, Any], bytes], Reply]] = {
            "sparql": self._sparql,
            "network": self._network,
            "dump": self._dump,
        }
        try:
            return doing[job["do"]](job, body)
        except FamkError as error:
            return {"error": type(error).__name__, "message": str(error)}, b""
        except MemoryError:
            return {"error": "MemoryError", "message": ""}, b""
        except Exception as error:  # noqa: BLE001 - a worker outlives a job that fails; the server logs what it was
            return {"error": "crash", "message": f"{type(error).__name__}: {error}"}, b""

    def _store(self, path: str) -> tuple[ox.Store, set[str]]:
        if path not in self._stores:
            self._stores[path] = ox.Store.read_only(path), set()
            while len(self._stores) > _OPEN:
                self._stores.popitem(last=False)
        self._stores.move_to_end(path)
        return self._stores[path]

    def _sparql(self, job: dict[str, Any], body: bytes) -> Reply:
        store, known = self._store(job["store"])
        default, named = tuple(job["default"]), tuple(job["named"])
        scope = Scope(default, named) if default or named else None
        if len(default) > 1:
            # The dataset of a request goes before that of the query (SPARQL Protocol, 2.1.4), so it is named here too.
            store, scope = _merged(store, default, named), Scope((_UNION,), named)
        raw = run(store, body.decode("utf-8"), _terms(job.get("bindings", {})), known=known, scope=scope).raw
        form = job["graph"] if isinstance(raw, ox.QueryTriples) else job["solutions"]
        if form is None:
            kind = "triples" if isinstance(raw, ox.QueryTriples) else "solutions"
            return {"error": "NotAcceptable", "message": kind}, b""
        out = _Bounded(job["largest"])
        try:
            _write(raw, form, out)
        except TooLargeError:
            return {"error": "TooLargeError", "message": ""}, b""
        except OSError as error:
            raise QueryError(f"The engine could not answer: {error}") from None
        return {"form": form}, bytes(out.parts)

    def _network(self, job: dict[str, Any], body: bytes) -> Reply:  # noqa: ARG002 - the job says it all
        from famk_graph.serve.api.constellation import constellation

        store, _ = self._store(job["store"])
        return {}, json.dumps(constellation(store), ensure_ascii=False, separators=(",", ":")).encode()

    def _dump(self, job: dict[str, Any], body: bytes) -> Reply:  # noqa: ARG002 - the job says it all
        from famk_graph.serve.content.dumps import write

        return {"sha256": write(job["store"], job["form"], job["target"])}, b""


def _merged(store: ox.Store, default: tuple[str, ...], named: tuple[str, ...]) -> ox.Store:
    """Return a store of some graphs with a true union of them: the engine's own counts a triple once per graph."""
    made = ox.Store()
    for graph in dict.fromkeys(default):
        made.load(_dumped(store, graph), format=ox.RdfFormat.N_TRIPLES, to_graph=_graph(_UNION))
    for graph in dict.fromkeys(named):
        made.load(_dumped(store, graph), format=ox.RdfFormat.N_TRIPLES, to_graph=_graph(graph))
    return made


def _dumped(store: ox.Store, graph: str) -> bytes:
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_graph(graph)) or b""


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"A graph is not named by an IRI: {error}") from None


def _terms(texts: dict[str, str]) -> dict[str, Term]:
    """Return terms by the names of the variables that they stand for, from their form in N-Triples."""
    terms: dict[str, Term] = {}
    for name, text in texts.items():
        triple = next(iter(ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES))).triple
        assert not isinstance(triple.object, ox.Triple)  # noqa: S101 - the server sends no triple terms
        terms[name] = triple.object
    return terms


def _write(raw: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: str, out: _Bounded) -> None:
    stream: Any = out  # the engine asks for no more of a file than these two methods
    if isinstance(raw, ox.QueryTriples):
        ox.serialize(raw, stream, GRAPHS[form].engine, prefixes=dict(PREFIXES))
    elif isinstance(raw, ox.QueryBoolean) and form in ("csv", "tsv"):
        stream.write(b"true\n" if raw else b"false\n")
    else:
        raw.serialize(stream, SOLUTIONS[form].engine)


def serve(reading: BinaryIO, writing: BinaryIO) -> None:
    """Answer jobs one after the other until the input ends."""
    worker = Worker()
    while lengths := reading.read(LENGTHS.size):
        head, size = LENGTHS.unpack(lengths)
        job = json.loads(reading.read(head))
        header, body = worker.answer(job, reading.read(size))
        told = json.dumps(header).encode()
        writing.write(LENGTHS.pack(len(told), len(body)) + told + body)
        writing.flush()


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # there is no such limit on Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))  # and not RLIMIT_AS: threads reserve what they never use
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_network() -> bool:
    """Give up the network for good where the system lets a process do so, and say whether it did.

    A second door behind the check of the query's words: whatever gets past that reaches nobody. Linux gives a process
    a network of its own that is connected to nothing, to the superuser or within a namespace of users.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    user, network = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of linux/sched.h
    unshare = ctypes.CDLL(None).unshare
    return any(unshare(what) == 0 for what in (network, user | network))


def _end_with(parent: int) -> None:
    """End this process when the server is gone, even in the midst of a query (the engine lets go of the GIL)."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    leave_network()  # first, while there is one thread only
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes this input
    _limit_memory(int(sys.argv[1]))
    did_you_mean("worker", ["worker"])  # loads what finds near words now, not when somebody waits for it
    serve(sys.stdin.buffer, sys.stdout.buffer)
    os._exit(0)  # an open store takes longer to tear down than a query takes to answer
