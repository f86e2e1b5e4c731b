"""The command `planproof`: commands, exit codes, and no traceback for anybody who did not ask for one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from planner.answer import BAD_INPUT, INTERRUPTED, Answer, Failure
from planner.commands import about, asking, many
from planner.commands.output import show, write_line

if TYPE_CHECKING:
    from collections.abc import Sequence


def _version(wanted: bool) -> None:
    if wanted:
        from planner.versions import version

        write_line(f"planproof {version('planproof')}")
        raise typer.Exit


def _planproof(
    version: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Planning requests in plain English become proven plans, or minimal conflicts with verified ways out."""


def application() -> typer.Typer:
    """The commands and their options."""
    app = typer.Typer(
        name="planproof", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    app.callback()(_planproof)
    for command in (asking.solve, asking.read, asking.check, many.batch, many.export, about.domains, about.doctor):
        app.command(command.__name__)(command)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; every failure is a sentence on stderr, or an Answer with --json."""
    words = list(arguments)
    as_json = "--json" in (words[: words.index("--")] if "--" in words else words)
    debug = "--debug" in words
    try:
        code = application()(args=words, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except typer.TyperException as error:
        return _refuse(_usage(error), as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted(as_json=as_json)
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except Exception as error:
        if debug:
            raise
        from planner.failures import failed

        return show(failed(error), as_json=as_json)


def _usage(error: typer.TyperException) -> str:
    sentence = " ".join(error.format_message().split()) or "A command is missing."
    if "unexpected extra argument" in sentence:
        sentence += " Put the request in quotes."
    return f"{sentence} See `planproof --help`."


def _refuse(sentence: str, *, as_json: bool) -> int:
    failure = Failure(kind="input", says=sentence, where="command line")
    return show(Answer(status="error", error=failure), as_json=as_json)


def _interrupted(*, as_json: bool) -> int:
    if as_json:
        failure = Failure(kind="input", says="Interrupted before there was an answer.")
        show(Answer(status="error", error=failure), as_json=True)
    else:
        sys.stderr.write("Interrupted.\n")
    return INTERRUPTED


def _drop_stdout() -> None:
    """Nobody reads any more: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """The entry point of the command `planproof`."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

__all__ = ["BAD_INPUT", "main", "run"]
