"""How far the reader of one request has watched: from its address, its cookie, or how the server was started."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from famk_graph.errors import FamkError
from famk_graph.horizon import SHOWS, TITLES, Horizon

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

COOKIE = "famk-seen"
PARAMETER = "seen"
_LONGEST = 100  # letters of a position; a longer one is nobody's


class HorizonError(FamkError):
    """A position that a request gives and that no show has."""


def of_request(request: HTTPConnection, default: str | None) -> Horizon | None:
    """Return the horizon of a request, or ``None`` where nobody has said how far they have watched.

    The reader's own position is that of the cookie, or else that which the server was started with. Where there is
    one, the parameter ``seen`` can only narrow it: a link that somebody else made cannot spoil.

    Raises
    ------
    HorizonError
        The position is none; the message says what exists.

    """
    return narrowed(own_position(request, default), request.query_params.get(PARAMETER), COOKIE in request.cookies)


def of_program(request: HTTPConnection) -> Horizon:
    """Return the horizon of a request whose sender is not asked for one: who has not said so has seen nothing.

    Raises
    ------
    HorizonError
        The position is none.

    """
    return of_request(request, request.app.state.site.options.seen) or Horizon(())


def narrowed(own: Horizon | None, asked: str | None, has_cookie: bool) -> Horizon | None:  # noqa: FBT001 - of a request
    """Return the horizon that a request asks for, but no more than the reader's own; a bad cookie widens nothing."""
    if asked is None:
        return own
    horizon = parse(asked)
    if own is None:
        return None if has_cookie else horizon
    return meet(horizon, own)


def own_position(request: HTTPConnection, default: str | None) -> Horizon | None:
    """Return the horizon that the reader has set, whatever the address says; a cookie gone bad counts as none."""
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        try:
            return parse(unquote(cookie))
        except HorizonError:
            return None
    return None if default is None else Horizon.parse(default)


def onward(request: HTTPConnection, path: str) -> str:
    """Return the address that a request is led on to: another path with its parameters, the horizon among them."""
    return f"{path}?{request.url.query}" if request.url.query else path


def is_narrowed(request: HTTPConnection, default: str | None) -> bool:
    """Whether an address asks for more than the reader's own position, so that they see less than who made it."""
    asked = request.query_params.get(PARAMETER)
    own = own_position(request, default)
    if asked is None or own is None:
        return False
    try:
        horizon = parse(asked)
    except HorizonError:
        return False
    return meet(horizon, own).key != horizon.key


def parse(text: str) -> Horizon:
    """Return the horizon of a text that a request gives.

    Raises
    ------
    HorizonError
        The text is none.

    """
    if len(text) > _LONGEST:
        raise HorizonError("That is too long for a position.\n    Write for example fam:s2e5,sc:s1e3, all or none.")
    try:
        return Horizon.parse(text)
    except FamkError as error:
        raise HorizonError(str(error)) from None


def meet(one: Horizon, other: Horizon) -> Horizon:
    """Return what two horizons both permit: in each show the earlier position."""
    mine, theirs = (_positions(horizon) for horizon in (one, other))
    return Horizon(tuple(min(mine[show], theirs[show]) for show in sorted(mine.keys() & theirs.keys())))


def _positions(horizon: Horizon) -> dict[str, str]:
    return {episode.partition("-")[0]: episode for episode in horizon.seen}


def cookie_value(horizon: Horizon) -> str:
    """Return a horizon as a cookie keeps it."""
    return quote(horizon.key, safe="")


def in_words(horizon: Horizon) -> str:
    """Return a horizon as people say it: “For All Mankind to season 2, episode 5”."""
    if horizon.key in ("all", "none"):
        return {"all": "everything", "none": "nothing yet"}[horizon.key]
    parts = []
    for show, episode in _positions(horizon).items():
        season, number = (int(part) for part in episode.partition("-s")[2].split("e"))
        upto = "all of it" if season == len(SHOWS[show]) and number == SHOWS[show][-1] else f"season {season}"
        whole = number == SHOWS[show][season - 1]
        parts.append(f"{TITLES[show]}: {upto}" + ("" if whole else f", episode {number}"))
    return " · ".join(parts)


def choices(horizon: Horizon | None) -> list[dict[str, object]]:
    """Return for each show its title, its positions by season, and the one that is set, for a form."""
    positions = _positions(horizon) if horizon else {}
    shows: list[dict[str, object]] = []
    for show, seasons in SHOWS.items():
        set_to = positions.get(show, "")
        groups = [
            (f"Season {season}", [(f"s{season}e{n}", n, n == last) for n in range(1, last + 1)])
            for season, last in enumerate(seasons, 1)
        ]
        chosen = "e".join(str(int(p)) for p in set_to.partition("-s")[2].split("e")) if set_to else ""
        shows.append({"id": show, "title": TITLES[show], "seasons": groups, "set": f"s{chosen}" if chosen else "none"})
    return shows
