"""Pages from the network, politely: one request a second to a host, a cache with conditional requests, few retries.

What has been fetched stays in the cache, so that an interrupted run goes on where it stopped. A key is sent and never
kept: it is in no address that is stored or told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from famk_graph import __version__
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.export import write_whole
from famk_graph.importers.kinds import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPMessage
    from pathlib import Path

AGENT: Final = f"famk-graph/{__version__} (https://w3id.org/famk/)"
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_PATIENCE: Final = 120.0  # seconds that a host may ask to wait before a run is better taken up later
_SECRETS: Final = frozenset({"api_key", "apikey", "access_token", "token", "key"})
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the bytes, the day they were fetched, and how."""

    url: str
    body: bytes
    day: str
    how: str  # fetched, unchanged, cached or offline


@dataclass(frozen=True, slots=True)
class Key:
    """A key for a host: a header, or a parameter of the address. Its text is never shown."""

    header: tuple[str, str] | None = field(default=None, repr=False)
    parameter: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages into a folder.

    Attributes
    ----------
    folder
        The cache; it is made where it is not there.
    keys
        The keys of hosts.
    fresh
        For how many seconds a page of the cache is taken without asking.
    pause
        The seconds between two requests to one host.
    timeout
        The seconds that a page may take, and between two of its parts.
    limit
        The bytes that a page may have.
    sleep, tell
        How to wait, and whom to tell what is being done.

    """

    folder: Path
    keys: Mapping[str, Key] = field(default_factory=dict)
    fresh: float = 3600.0
    pause: float = 1.0
    timeout: float = 60.0
    limit: int = LARGEST
    tries: int = 4
    sleep: Callable[[float], None] = time.sleep
    tell: Callable[[str], None] = lambda _: None
    _next: dict[str, float] = field(default_factory=dict)

    def get(self, url: str) -> Page:
        """Return the page of an address, from the cache where it is still good.

        Raises
        ------
        FamkError
            The address is not one of http(s), there is no network and no copy, the host refuses, or the page is
            too large or too slow.

        """
        url = clean(url)
        kept = self._kept(url)
        if kept and time.time() - float(kept["at"]) < self.fresh:
            return self._page(url, kept, "cached")
        for attempt in range(1, self.tries + 1):
            try:
                return self._request(url, kept)
            except urllib.error.HTTPError as error:
                with error:
                    wait = self._wait(url, error, attempt)
            except (OSError, HTTPException) as error:
                if kept:
                    self.tell(f"{_host(url)} cannot be reached; the copy of {kept['day']} is used")
                    return self._page(url, kept, "offline")
                raise FamkError(_offline(url, error)) from None
            self.tell(f"{_host(url)} is busy; waiting {wait:.0f} seconds")
            self.sleep(wait)
        raise FamkError(f"{_host(url)} is busy.\n    Run the command again later; what was fetched is kept.")

    def _request(self, url: str, kept: dict[str, str] | None) -> Page:
        self._turn(_host(url))
        self.tell(f"fetching {url}")
        request = urllib.request.Request(self._address(url), headers=self._headers(url, kept))  # noqa: S310 - clean() lets http(s) pass only
        opener = urllib.request.build_opener(_Redirects(self))
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                body, headers = self._read(answer, url), answer.headers
                promised = headers["Content-Length"]
                if promised and promised.isdigit() and len(body) < int(promised):
                    raise ConnectionError(f"the page broke off after {len(body):,} of {int(promised):,} bytes")
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.NOT_MODIFIED or not kept:
                raise
            error.close()
            kept["at"] = str(time.time())
            self._keep_head(url, kept)
            return self._page(url, kept, "unchanged")
        head = {"url": url, "at": str(time.time()), "day": dt.datetime.now(dt.UTC).date().isoformat()}
        head |= {name: headers[name] for name in ("ETag", "Last-Modified") if headers[name]}
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._file(url, "body"), body)
        self._keep_head(url, head)
        return Page(url, body, head["day"], "fetched")

    def _headers(self, url: str, kept: dict[str, str] | None) -> dict[str, str]:
        headers = {"User-Agent": AGENT, "Accept": "application/json"}
        key = self.keys.get(_host(url))
        if key and key.header:
            headers |= dict([key.header])
        for name, asked in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
            if kept and name in kept:
                headers[asked] = kept[name]
        return headers

    def _address(self, url: str) -> str:
        key = self.keys.get(_host(url))
        if not key or not key.parameter:
            return url
        return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode([key.parameter])}"

    def _turn(self, host: str) -> None:
        """Wait until the host may be asked again."""
        now = time.monotonic()
        wait = self._next.get(host, now) - now
        if wait > 0:
            self.sleep(wait)
        self._next[host] = time.monotonic() + self.pause

    def _read(self, answer: IO[bytes], url: str) -> bytes:
        end, parts, size = time.monotonic() + self.timeout, [], 0
        while part := answer.read(_CHUNK):
            size += len(part)
            parts.append(part)
            if size > self.limit:
                raise FamkError(f"{url}: the page has more than the {self.limit:,} bytes that are read.")
            if time.monotonic() > end:
                raise FamkError(f"{url}: the page took longer than {self.timeout:.0f} seconds.\n    Try again later.")
        return b"".join(parts)

    def _wait(self, url: str, error: urllib.error.HTTPError, attempt: int) -> float:
        """Return for how long a busy host is to be left alone.

        Raises
        ------
        FamkError
            It is not busy but refuses, or asks for more time than a run should wait.

        """
        if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.BAD_REQUEST):
            raise NotFoundError(f"{url}: there is no such page ({error.code}).") from None
        if error.code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            key = "The environment variable FAMK_TMDB_KEY holds the key for TMDB; see docs/importing.md."
            raise FamkError(f"{url}: the host refuses ({error.code} {error.reason}).\n    {key}") from None
        if error.code not in _BUSY:
            raise FamkError(f"{url}: the host answers {error.code} {error.reason}.") from None
        asked = _seconds(error.headers.get("Retry-After"))
        wait = float(2**attempt) if asked is None else asked
        if wait > _PATIENCE or attempt == self.tries:
            again = f"in {wait:.0f} seconds" if asked is not None else "later"
            message = (
                f"{_host(url)} is busy ({error.code}).\n    Run the command again {again}; what was fetched is kept."
            )
            raise FamkError(message) from None
        return wait

    def _file(self, url: str, ending: str) -> Path:
        return self.folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.{ending}"

    def _keep_head(self, url: str, head: dict[str, str]) -> None:
        write_whole(self._file(url, "json"), json.dumps(head).encode())

    def _kept(self, url: str) -> dict[str, str] | None:
        """Return what is known of a page of the cache, if it is there whole."""
        try:
            head = json.loads(self._file(url, "json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None  # a cache that cannot be read is as good as none
        return head if isinstance(head, dict) and "at" in head and self._file(url, "body").is_file() else None

    def _page(self, url: str, kept: dict[str, str], how: str) -> Page:
        return Page(url, self._file(url, "body").read_bytes(), kept["day"], how)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http(s) only, at the pace of each host, and takes no key to another one."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher

    def redirect_request(  # noqa: PLR0917 - the signature is the base's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the next request."""
        target = clean(newurl)
        found = super().redirect_request(req, fp, code, msg, headers, newurl)
        if found and _host(target) != _host(req.full_url):
            key = self.fetcher.keys.get(_host(req.full_url))
            if key and key.header:
                found.remove_header(key.header[0].capitalize())
        self.fetcher._turn(_host(target))  # noqa: SLF001 - of one piece with it
        return found


def clean(url: str) -> str:
    """Return an address without a key or a fragment.

    Raises
    ------
    FamkError
        It is no address of http or https.

    >>> clean("https://api.example.org/3/tv/1?api_key=secret&page=2#top")
    'https://api.example.org/3/tv/1?page=2'
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FamkError(
            f"“{url}” is no address that is fetched.\n    Expected one that starts with https:// or http://."
        )
    if parts.username or parts.password:
        raise FamkError(f"The address of {parts.hostname} holds a name or a password.\n    Leave it out.")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name.lower() not in _SECRETS]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _seconds(text: str | None) -> float | None:
    """Return the seconds of a Retry-After, which are a number or a date."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - dt.datetime.now(dt.UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _offline(url: str, error: Exception) -> str:
    cause = getattr(error, "reason", None) or error
    return (
        f"{_host(url)} cannot be reached: {getattr(cause, 'strerror', None) or cause}.\n"
        f"    Without a network, save {url} elsewhere as a file and name the file instead."
    )
