"""The command line: ``famk``."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

from famk_graph import __version__
from famk_graph.errors import FamkError
from famk_graph.settings import saved_horizon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from famk_graph.universe import Universe

# command: the module that holds it and what it does. Modules are imported only when they are called.
COMMANDS = {
    "show": ("ask", "A card of anything: facts, dates, sources."),
    "why": ("ask", "The chain of causes that led to an event, with sources."),
    "conflicts": ("claims", "Claims that disagree, with their sources."),
    "sources": ("claims", "Who claims what about something, newest first."),
    "path": ("ask", "How two people, places or things are connected."),
    "explain": ("explain", "Why a fact holds: its sources, or the facts it follows from."),
    "timeline": ("ask", "The two histories side by side."),
    "query": ("sparql", "Ask SPARQL, a .rq file, or a saved query."),
    "queries": ("sparql", "List the saved queries and the question each answers."),
    "seen": ("seen", "Say once how far you have watched."),
    "coverage": ("ask", "What is known and what is missing."),
    "draw": ("write", "Write the graph as one interactive HTML file."),
    "network": ("dumps", "Who is central, which groups there are, what bridges them."),
    "export": ("dumps", "Write the graph in a common format."),
    "ontology": ("write", "Write the ontology, or its documentation."),
    "build": ("data", "Build the graph into the cache."),
    "check": ("data", "Check the data, or your own, and tell every mistake."),
    "format": ("data", "Bring data files into their canonical form."),
    "serve": ("serve", "Open the explorer in a browser."),
    "import": ("bring", "Propose claims from Wikidata, TVmaze or TMDB, for review."),
    "diff": ("compare", "What changed between two versions of the data."),
}


class _ReaderGoneError(Exception):
    """Whoever read our output has gone, as head does: no failure, which click and rich would make of it."""


@contextmanager
def _until_the_reader_goes() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise _ReaderGoneError from None
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):
            raise _ReaderGoneError from None
        raise


class _Commands(click.Group):
    """A group that knows its commands without importing them."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        with _until_the_reader_goes():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        with _until_the_reader_goes():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature of click
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        command = getattr(import_module(f"famk_graph.cli.{COMMANDS[cmd_name][0]}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from famk_graph.words import did_you_mean

            hint = did_you_mean(args[0], COMMANDS) or "famk --help lists them"
            raise click.UsageError(f"There is no command “{args[0]}”; {hint}.", ctx) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="famk")
@click.option(
    "--seen",
    envvar="FAMK_SEEN",
    metavar="HORIZON",
    help="How far you have watched, such as fam:s2e5,sc:s1e3, fam:s2, all or none: nothing later exists. "
    "Left out it is what famk seen has saved, or all.",
)
@click.option(
    "--with",
    "extra",
    multiple=True,
    metavar="PATH",
    type=click.Path(),
    help="Add facts of your own: YAML claims, a CSV of claims, or RDF (repeatable).",
)
@click.option("--no-inference", is_flag=True, help="Only what is stated, nothing that merely follows from it.")
@click.option(
    "--as-of",
    metavar="DATE",
    help="Answer as the press knew it on that day, such as 2025-06-01: no source published later exists.",
)
@click.pass_context
def famk(
    ctx: click.Context, seen: str | None, extra: tuple[str, ...], as_of: str | None, *, no_inference: bool
) -> None:
    """Ask, draw and explore the universe of For All Mankind and Star City.

    Every fact has a source, and the episode that reveals it.
    """
    ctx.obj = Session(seen, extra, as_of, inference=not no_inference)


@famk.result_callback()
@click.pass_obj
def _told(session: Session, /, outcome: object, **_: object) -> object:
    """Say as of which day an answer was given, in one place for all commands."""
    from famk_graph.cli.output import remark

    if session.as_of and session.opened:
        remark(f"As known on {session.as_of}: no source published later, or without a date, was used (--as-of).")
    return outcome


class Session:
    """What all commands share: the horizon, the day, the user's own facts, and the way to the universe."""

    def __init__(
        self, seen: str | None, extra: tuple[str, ...], as_of: str | None = None, *, inference: bool = True
    ) -> None:
        """Remember the options; nothing is opened yet."""
        self.chosen, self.extra, self.as_of = seen, extra, as_of
        self.inference = inference
        self.opened = False

    @property
    def seen(self) -> str:
        """The horizon: the one asked for, else the saved one, else everything."""
        return self.chosen or saved_horizon() or "all"

    def curated_only(self) -> None:
        """Refuse the options that have no part in a command on the curated data."""
        given = [name for name, value in (("--with", self.extra), ("--as-of", self.as_of)) if value]
        if given:
            raise click.UsageError(f"{given[0]} has no part in this command: it is about the curated data.")

    def universe(self) -> Universe:
        """Open the universe, with a progress display where a build is needed."""
        from famk_graph.cli.output import progress
        from famk_graph.universe import Universe

        self.opened = True
        with progress() as tell:
            return Universe(self.seen, self.extra, tell, as_of=self.as_of, inference=self.inference)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error is one message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without “×” shows “?” rather than a traceback
    code = _guarded(lambda: famk.main(arguments, standalone_mode=False))
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = code or 141
    if arguments is None:
        os._exit(code)  # an open store takes longer to tear down than a query takes to answer
    raise SystemExit(code)


def _guarded(run: Callable[[], object]) -> int:
    try:
        outcome = run()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("Interrupted.\n")
        code = 128 + signal.SIGINT
    except FamkError as error:
        sys.stderr.write(f"{error}\n")
        code = error.exit_code
    except (BrokenPipeError, _ReaderGoneError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + signal.SIGPIPE
    except OSError as error:
        sys.stderr.write(f"{error.strerror or error}: {error.filename or ''}\n")
        code = 1
    else:
        code = outcome if isinstance(outcome, int) else 0
    return code
