"""`chat`: a dialogue that repairs and refines a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands import arguments as given_as
from planner.commands.models import Chosen, with_model


@with_model
def chat(
    request: Annotated[
        str | None,
        typer.Argument(
            metavar="[REQUEST]",
            help="The first request in English (in quotes), or a .txt, .json or .yaml file; it is asked for without.",
            show_default=False,
        ),
    ] = None,
    domain: given_as.Domain = None,
    data: given_as.Data = None,
    reader: given_as.Reader = None,
    engine: given_as.Engine = None,
    time_limit: given_as.TimeLimit = None,
    memory_limit: given_as.MemoryLimit = None,
    seed: given_as.Seed = None,
    today: given_as.Today = None,
    keep: given_as.Keep = None,
    price: given_as.Price = None,
    format_name: given_as.Format = None,
    ignore_unread: given_as.IgnoreUnread = False,
    journal: Annotated[
        str | None,
        typer.Option(
            "--journal",
            metavar="FILE",
            help="Where every turn is noted before it is shown; on a terminal there is one without asking.",
        ),
    ] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="FILE", help="Go on with the dialogue of a journal.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print each turn as one JSON object.")] = False,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Talk about a plan: say what is wanted, take a suggestion by its number, change what does not fit, in plain English.

    Each line of the input is a turn: a change ("raise the budget to 1,800", "not that hotel"), a number, undo, redo, compare,
    show, history, export FORMAT FILE, why / why not / what if ..., help, quit. Ctrl-C ends a search with the best so far.
    Exit: 0 at the end, 2 bad input, 130 after Ctrl-C twice (in a pipe: once).
    """
    from planner.dialogue.chat import Setting
    from planner.dialogue.chat import chat as hold

    named = {
        **{"domain": domain, "data": data, "reader": reader, "engine": engine, "time-limit": time_limit},
        **{"memory-limit": memory_limit, "seed": seed},
        **{"today": today, "keep": keep, "price": price, "format": format_name, "ignore-unread": ignore_unread},
        **(model or {}),
    }
    return hold(
        request,
        Setting(
            named,
            journal=None if journal is None else Path(journal),
            resume=None if resume is None else Path(resume),
            as_json=as_json,
            debug=debug,
        ),
    )
