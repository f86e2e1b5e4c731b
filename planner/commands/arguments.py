"""The options that several commands share, as they are shown in `--help`."""

from __future__ import annotations

from typing import Annotated

import typer

Request = Annotated[
    str,
    typer.Argument(
        metavar="REQUEST",
        help="The request in English (in quotes), or a .txt, .json or .yaml file.",
        show_default=False,
    ),
]
Domain = Annotated[str | None, typer.Option("--domain", metavar="D", help="The kind of plan; see `planproof domains`.")]
Data = Annotated[
    str | None,
    typer.Option("--data", metavar="DIR", help="Folder of offers; without it the domain's own small example."),
]
Reader = Annotated[str | None, typer.Option("--reader", metavar="auto|rules|llm", help="How English is read.")]
Engine = Annotated[
    str | None, typer.Option("--engine", metavar="auto|z3|cpsat|race", help="The solver; race: both at once.")
]
TimeLimit = Annotated[
    str | None,
    typer.Option("--time-limit", metavar="S", help="Seconds for the whole call; without it there is no limit."),
]
MemoryLimit = Annotated[
    str | None,
    typer.Option(
        "--memory-limit", metavar="MB", help="Megabytes that the solver may use; it then runs in a process of its own."
    ),
]
Seed = Annotated[str | None, typer.Option("--seed", metavar="N", help="Seed of the solver's random choices.")]
Today = Annotated[str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day from which dates are seen.")]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="WISH",
        help="A wish or kind of change that no suggestion may touch (repeatable): its id, or a part of its words.",
    ),
]
Price = Annotated[
    list[str] | None,
    typer.Option(
        "--price",
        metavar="WISH=N",
        help="What giving up a wish or a kind of change costs (repeatable); see `planproof domains` for the default.",
    ),
]
BestEffort = Annotated[
    bool,
    typer.Option("--best-effort", help="Where no plan is possible, also the best one that leaves some wishes unmet."),
]
Format = Annotated[
    str | None, typer.Option("--format", metavar="F", help="A structured form other than the domain's own.")
]
IgnoreUnread = Annotated[
    bool, typer.Option("--ignore-unread", help="Go on although some words were not understood; the answer lists them.")
]
Smtlib = Annotated[
    str | None,
    typer.Option(
        "--smtlib",
        metavar="F",
        help="Also write what the answer claims into the folder F, for SMT-LIB solvers to check.",
    ),
]
Html = Annotated[
    str | None,
    typer.Option("--html", metavar="FILE", help="Also write the answer as a page of HTML that needs nothing else."),
]
Ics = Annotated[
    str | None,
    typer.Option("--ics", metavar="FILE", help="Also write the invitation to the meeting, for calendars to take in."),
]
Json = Annotated[bool, typer.Option("--json", help="Print exactly one Answer as JSON.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a defect instead of logging it.")]
