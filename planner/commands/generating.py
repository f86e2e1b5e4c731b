"""`generate`: random problems told in plain English, for batches and for trying a language model."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands import arguments as given_as
from planner.commands.models import Chosen, with_model
from planner.commands.output import ProgressLine, is_unicode, print_to, write_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from encoders.errors import InputError
    from planner.generate.reading_back import ReadBack
    from planner.generate.rows import Story

_FORMS = ("text", "request")
_OUT = ".jsonl"
_MOST, _LARGEST_SEED = 10_000, 10**9
OTHER, INTERRUPTED = 1, 130


@with_model
def generate(
    families: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FAMILY|OUT.jsonl",
            help="Families of problems (allocation, blending, assignment, covering, packing, scheduling, routing, network-flow, "
            "facility, lot-sizing, knapsack, multi-period; without any, all) and, last, the file to write.",
            show_default=False,
        ),
    ] = None,
    count: Annotated[
        int, typer.Option("--count", metavar="N", min=1, max=_MOST, help="How many problems of each family.")
    ] = 1,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            metavar="S",
            min=0,
            max=_LARGEST_SEED,
            help="Number of the first; the same number is the same problem.",
        ),
    ] = 0,
    form: Annotated[
        str, typer.Option("--as", metavar="text|request", help="The stories, or the problems as data.")
    ] = "text",
    read_back: Annotated[
        bool,
        typer.Option("--read-back", help="Have each story read by a language model, and compare the optimum."),
    ] = False,
    time_limit: given_as.TimeLimit = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --read-back: one row of JSON for each story, with both optima.")
    ] = False,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Random planning problems of twelve families, each told as a story in plain English.

    Writes rows {"id", "domain", "text" | "request"} that `planproof batch` takes as they are. With --read-back each story is
    read and solved as an open problem, and must come to the same optimum as the problem that it tells; OUT.jsonl then takes the
    rows of --json.

    Exit: 0 no story came to another optimum and none failed, 1 one came to another, 2 bad input, 3 a limit was hit, 5 the
    language model failed, 130 interrupted.
    """
    from encoders.errors import InputError
    from planner.generate.rows import stories

    if form not in _FORMS:
        raise InputError(f"{form!r} is not a choice; there are {', '.join(_FORMS)}", where="--as")
    names, out = _split(families or [])
    drawn = stories(names, count, seed)
    if read_back:
        return _read_back(drawn, out, {**(model or {}), "time-limit": time_limit}, as_json=as_json)
    given = {**(model or {}), "time-limit": time_limit, "json": as_json}
    if unneeded := [f"--{name}" for name, value in given.items() if value]:
        raise InputError(f"{unneeded[0]} is for reading back; add --read-back, or leave it out", where="generate")
    with _writer(out) as write:
        written = 0
        for story in drawn:
            write(story.row("request" if form == "request" else "text"))
            written += 1
    if out is not None:
        print_to(sys.stderr, f"{written} {'row' if written == 1 else 'rows'} written to {out}\n")
    return 0


def _split(words: Sequence[str]) -> tuple[list[str], Path | None]:
    """The families, and the file: the last word, where it ends as one."""
    from planner.generate.rows import is_family

    *first, last = words or [""]
    if last.endswith(_OUT) and not is_family(last):
        return first, Path(last)
    return list(words), None


@contextmanager
def _writer(out: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """What writes a row: into the file, or on stdout. Raises InputError for a file that cannot be written."""
    if out is None:
        yield _print_row
        return
    try:
        file = out.open("w", encoding="utf-8")
    except OSError as error:
        raise _unwritable(out, error) from error

    def write(row: dict[str, Any]) -> None:
        try:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
        except OSError as error:
            raise _unwritable(out, error) from error

    with file:
        yield write


def _unwritable(out: Path, error: OSError) -> InputError:
    from encoders.errors import InputError

    return InputError(f"the rows cannot be written: {error.strerror or error}", where=str(out))


def _print_row(row: dict[str, Any]) -> None:
    write_line(json.dumps(row, ensure_ascii=not is_unicode(sys.stdout)))


def _read_back(drawn: Iterator[Story], out: Path | None, named: dict[str, Any], *, as_json: bool) -> int:
    from planner.generate.reading_back import read_back
    from planner.options import make

    options = make(named)
    _require_model(options)
    progress = ProgressLine()
    done: list[ReadBack] = []
    code = 0
    try:
        with nullcontext() if out is None else _writer(out) as write:
            for story in drawn:
                found = read_back(story, options, progress=_about(story, progress))
                progress.close()
                done.append(found)
                if write is not None:
                    write(found.to_dict())
                if as_json:
                    _print_row(found.to_dict())
                else:
                    write_line(found.says)
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        progress.close()
    print_to(sys.stderr, f"{_counted(done)}\n")
    if code == 0 and any([found.verdict == "other" for found in done]):
        return OTHER
    return code or max([found.exit_code for found in done if found.verdict == "failed"], default=0)


def _require_model(options: Any) -> None:
    """Raises InputError where no language model is configured, before anything is solved."""
    from encoders.errors import InputError
    from planner.llm.opening import open_model
    from planner.llm.settings import settings_of

    if open_model(options.llm, settings_of(options, lambda: None)) is None:
        raise InputError(
            "reading back needs a language model; name one with --llm, or set PLANPROOF_MODEL", where="--read-back"
        )


def _about(story: Story, progress: ProgressLine) -> Callable[[str], None] | None:
    wanted = progress.wanted
    return None if wanted is None else lambda sentence: wanted(f"{story.id}: {sentence}")


def _counted(done: Sequence[ReadBack]) -> str:
    """ "12 stories read back: 10 same, 1 other, 1 asked, 0 failed; 45,210 tokens"."""
    verdicts = [found.verdict for found in done]
    counts = ", ".join([f"{verdicts.count(verdict)} {verdict}" for verdict in ("same", "other", "asked", "failed")])
    noun = "story" if len(done) == 1 else "stories"
    return f"{len(done)} {noun} read back: {counts}; {sum([found.tokens for found in done]):,} tokens"
