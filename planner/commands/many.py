"""`batch` and `export`: files of many answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner.commands import arguments as given_as
from planner.commands.models import Chosen, with_model
from planner.commands.output import ProgressLine, print_to


@with_model
def batch(
    requests: Annotated[str, typer.Argument(metavar="REQUESTS.jsonl", help="One request a line.", show_default=False)],
    answers: Annotated[
        str,
        typer.Argument(
            metavar="ANSWERS.jsonl",
            help="Where the answers go, one a line, in the same order.",
            show_default=False,
        ),
    ],
    jobs: Annotated[
        int,
        typer.Option("--jobs", metavar="N", min=1, max=256, help="How many requests are worked on at a time."),
    ] = 1,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Answer many requests: one Answer for each row, in the order of the rows, whatever happens to a row.

    A row is {"id", "domain"?, "text" | "request", "data"?, "options"?}; data are a path, relative to the current directory, or an
    object. Exit: 0 all rows were written, 2 the requests cannot be read, 130 interrupted (what was done is written).
    """
    from planner.batch import run

    progress = ProgressLine()
    try:
        outcome = run(Path(requests), Path(answers), jobs=jobs, progress=progress, model=model)
    finally:
        progress.close()
    counts = ", ".join([f"{count} {status}" for status, count in outcome.statuses.items()]) or "nothing"
    print_to(sys.stderr, f"{outcome.written} of {outcome.rows} rows written to {answers}: {counts}\n")
    return outcome.exit_code


def export(
    answers: Annotated[
        str,
        typer.Argument(
            metavar="ANSWERS", help="An Answer (.json), or many (.jsonl, from `batch`).", show_default=False
        ),
    ],
    out: Annotated[
        str, typer.Argument(metavar="OUT", help="The file to write; a folder for smtlib.", show_default=False)
    ],
    layout: Annotated[
        str,
        typer.Option("--as", metavar="FORMAT", help="See `planproof domains` for the formats.", show_default=False),
    ],
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help="The offers that the plans were made from: a folder, or the batch's REQUESTS.jsonl.",
        ),
    ] = None,
    debug: given_as.Debug = False,
) -> int:
    """Write plans in another form: one row {"id", "plan"} for each answer, or {"id", "request"} for forms of requests.

    A text form (markdown) goes into a .md file as it is. Some forms tell more with the offers at hand (the length of a drive):
    give the same --data, or the batch's requests where these hold their data. smtlib makes OUT a folder: a script for each
    claim (no plan is possible, none is better, this one keeps every rule), which any SMT-LIB solver can check, and an index. html
    writes all answers as one page, with everything `solve` shows; svg the timeline of one answer.
    """
    from planner.exports import run

    written = run(Path(answers), Path(out), layout, data)
    for note in written.notes:
        print_to(sys.stderr, f"{note}\n")
    noun = {"smtlib": "claim", "html": "answer", "svg": "timeline"}.get(layout, "row")
    print_to(sys.stderr, f"{written.count} {noun}{'' if written.count == 1 else 's'} written to {out}\n")
    return 0
