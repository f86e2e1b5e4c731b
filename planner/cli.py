"""The command `planproof`: commands, exit codes, and no traceback for anybody who did not ask for one."""

from __future__ import annotations

import functools
import gc
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands import about, asking, chatting, contrasting, generating, many, replanning
from planner.commands.output import drop_stdout, show, write_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BAD_USAGE, INTERRUPTED = 2, 130
_SHORT = {
    "solve": "Find the best plan, or why there is none.",
    "read": "Show what is understood; solve nothing.",
    "check": "Verify a plan that anybody made.",
    "batch": "Answer many requests from a file.",
    "export": "Write plans in another form.",
    "why": "Show why the best plan has a part, and what it costs without.",
    "why-not": "Show why the best plan is not otherwise.",
    "what-if": "Show what another wish, rule or offer would change.",
    "replan": "Change as little of a plan as possible.",
    "chat": "Talk about a plan until it fits.",
    "generate": "Make random problems, told in English.",
    "domains": "List the kinds of plans and their formats.",
    "new-domain": "Start a planning world of your own.",
    "doctor": "Look whether everything works.",
}
"""The commands in the list of `planproof --help`."""


def _version(wanted: bool) -> None:
    if wanted:
        from planner.versions import version

        write_line(f"planproof {version('planproof')}")
        raise typer.Exit


def _planproof(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Planning requests in plain English become proven plans, or minimal conflicts with verified ways out."""


def application() -> typer.Typer:
    """The commands and their options."""
    app = typer.Typer(
        name="planproof",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_planproof)
    questions = (contrasting.why, contrasting.why_not, contrasting.what_if)
    one = (asking.solve, asking.read, asking.check, replanning.replan, chatting.chat, *questions)
    for command in (*one, many.batch, many.export, generating.generate, about.domains, about.new_domain, about.doctor):
        name = command.__name__.replace("_", "-")
        app.command(name, short_help=_SHORT[name])(_contained(command))
    return app


class _Code(int):
    """An exit code that one of our commands gave, not Typer."""


def _contained(command: Callable[..., int]) -> Callable[..., int | BaseException]:
    """The command with whatever it raises as its result: Typer has its own ideas of interrupts and broken pipes."""

    @functools.wraps(command)
    def contained(**given: object) -> int | BaseException:
        try:
            return _Code(command(**given))
        except BaseException as error:
            return error

    return contained


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; every failure is a sentence on stderr, or an Answer with --json."""
    words = list(arguments)
    if not words:
        run(["--help"])
        return BAD_USAGE
    as_json = "--json" in (words[: words.index("--")] if "--" in words else words)
    try:
        return _run(words, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted(as_json=as_json)
    except BrokenPipeError:
        drop_stdout()
        return 0


def _run(words: list[str], *, as_json: bool) -> int:
    try:
        result = application()(args=words, prog_name="planproof", standalone_mode=False)
        if isinstance(result, BaseException):
            raise result
        if result == INTERRUPTED and not isinstance(result, _Code):  # Ctrl-C before the command had begun
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except typer.TyperException as error:
        return _refuse(_usage(error, words), as_json=as_json)
    except (KeyboardInterrupt, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:
        if "--debug" in words:
            raise
        from planner.failures import failed

        return show(failed(error), as_json=as_json)


def _usage(error: typer.TyperException, words: Sequence[str]) -> str:
    sentence = (" ".join(error.format_message().split()) or "A command is missing").rstrip(".")
    if "unexpected extra argument" in sentence:
        sentence += "; put the request in quotes"
    command = f"{words[0]} " if words and words[0] in _SHORT else ""
    return f"{sentence}. See `planproof {command}--help`."


def _refuse(sentence: str, *, as_json: bool) -> int:
    from planner.answer import Answer, Failure

    return show(
        Answer(status="error", error=Failure(kind="input", says=sentence, where="command line")), as_json=as_json
    )


def _interrupted(*, as_json: bool) -> int:
    if as_json:
        from planner.answer import Answer, Failure

        failure = Failure(kind="input", says="Interrupted before there was an answer.")
        show(Answer(status="error", error=failure), as_json=True)
    else:
        sys.stderr.write("Interrupted.\n")
    return INTERRUPTED


def main() -> None:
    """The entry point of the command `planproof`."""
    gc.set_threshold(50_000, 20, 20)  # a command is short and makes many objects that stay: few collections
    from planner.stopwatch import count_whole_process

    count_whole_process()
    code = run(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the answer is out: Ctrl-C has nothing left to interrupt
    sys.exit(code)


if __name__ == "__main__":
    main()
