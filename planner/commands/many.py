"""`batch` and `export`: files of many answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands import arguments as given_as
from planner.commands.output import ProgressLine, write_line


def batch(
    requests: Annotated[str, typer.Argument(metavar="REQUESTS.jsonl", help="One request a line.", show_default=False)],
    answers: Annotated[str, typer.Argument(metavar="ANSWERS.jsonl", help="Where the answers go, one a line, in the same order.", show_default=False)],
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, max=256, help="How many requests are worked on at a time.")] = 1,
    debug: given_as.Debug = False,
) -> int:
    """Answer many requests: one Answer for each row, in the order of the rows, whatever happens to a row.

    A row is {"id", "domain"?, "text" | "request", "data"?, "options"?}. Exit: 0 all rows were written, 2 the requests cannot be
    read, 130 interrupted (what was done is written).
    """
    from planner.batch import run

    progress = ProgressLine()
    try:
        outcome = run(Path(requests), Path(answers), jobs=jobs, progress=progress)
    finally:
        progress.close()
    counts = ", ".join([f"{count} {status}" for status, count in outcome.statuses.items()]) or "nothing"
    write_line(f"{outcome.written} of {outcome.rows} rows written to {answers}: {counts}")
    return outcome.exit_code


def export(
    answers: Annotated[str, typer.Argument(metavar="ANSWERS", help="An Answer (.json), or many (.jsonl, from `batch`).", show_default=False)],
    out: Annotated[str, typer.Argument(metavar="OUT", help="The file to write.", show_default=False)],
    layout: Annotated[str, typer.Option("--as", metavar="FORMAT", help="See `planproof domains` for the formats.", show_default=False)],
    data: given_as.Data = None,
    debug: given_as.Debug = False,
) -> int:
    """Write plans in another form: one row {"id", "plan"} for each answer, or {"id", "request"} for forms of requests.

    A text form (markdown) goes into a .md file as it is. Some forms need the offers again: give the same --data.
    """
    from planner.exports import run
    from planner.sources import data_argument

    written = run(Path(answers), Path(out), layout, data_argument(data))
    write_line(f"{written} {'row' if written == 1 else 'rows'} written to {out}")
    return 0
