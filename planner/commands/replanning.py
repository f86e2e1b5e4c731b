"""`replan`: an old plan kept as far as possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands import arguments as given_as
from planner.commands.asking import reading_options, solving_options
from planner.commands.models import Chosen, with_model
from planner.commands.output import ProgressLine, require_writable, show, write_html

if TYPE_CHECKING:
    from planner.drawing import Drawing
    from planner.sources import Given


@with_model
def replan(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help="The old plan: an Answer (.json), or a plan file in any shape that `planproof export` writes.",
            show_default=False,
        ),
    ],
    request: Annotated[
        str | None,
        typer.Option(
            "--request",
            metavar="REQUEST",
            help="What is wanted now, as in `planproof solve`; without it the request of the Answer.",
        ),
    ] = None,
    data: given_as.Data = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="NAME",
            help="What is no longer to be had (repeatable): a flight (F123, 'F123 on 2030-05-06'), a hotel, a job, 'M1 10-20'.",
        ),
    ] = None,
    pin: Annotated[
        list[str] | None,
        typer.Option(
            "--pin",
            metavar="FIELD",
            help="A part of the plan that must stay (repeatable): 'day 2, dinner', 'day 2', 'hotel', or a name in it.",
        ),
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option("--forbid", metavar="NAME", help="An offer that must not be used (repeatable)."),
    ] = None,
    domain: given_as.Domain = None,
    reader: given_as.Reader = None,
    engine: given_as.Engine = None,
    time_limit: given_as.TimeLimit = None,
    memory_limit: given_as.MemoryLimit = None,
    seed: given_as.Seed = None,
    today: given_as.Today = None,
    format_name: given_as.Format = None,
    ignore_unread: given_as.IgnoreUnread = False,
    html: given_as.Html = None,
    as_json: given_as.Json = False,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Change as little of a plan as possible after the request or the offers have changed.

    The plan has the fewest changed parts, which is proved, and is the best of those. Exit: 0 plan found, 1 no plan is possible, 2
    bad input, 3 limit hit, 4 request unclear, 130 interrupted.
    """
    from encoders.errors import InputError
    from planner.failures import failed
    from planner.options import make
    from planner.replan import Orders, respond_replan
    from planner.sources import data_argument, plan_argument

    text: str | None = None
    drawings: list[Drawing] = []
    progress = ProgressLine()
    try:
        if html is not None:
            require_writable(html)
    except InputError as error:
        return show(failed(error), as_json=as_json)
    try:
        content = plan_argument(plan)
        given, of_answer = _wanted(plan, request)
        text = given.text
        named = {
            **reading_options(domain or of_answer, data, reader, today, format_name, ignore_unread, model),
            **solving_options(engine, time_limit, seed, memory_limit),
        }
        answer = respond_replan(
            content,
            given,
            make({**named, "data": data_argument(data)}),
            Orders(tuple(without or ()), tuple(pin or ()), tuple(forbid or ())),
            progress=progress.wanted,
            drawn=None if as_json and html is None else drawings.append,
            answer_interrupts=True,
            debug=debug,
        )
    except InputError as error:
        answer = failed(error)
    finally:
        progress.close()
    drawing = drawings[-1] if drawings else None
    code = show(answer, as_json=as_json, text=text, drawing=drawing)
    return code if html is None else write_html(html, answer, text, drawing, code)


def _wanted(plan: str, request: str | None) -> tuple[Given, str | None]:
    """The request, and the domain where it is an Answer's own. Raises InputError."""
    from pathlib import Path

    from encoders.errors import InputError
    from planner.sources import Given, read_structured, request_argument

    if request is not None:
        return request_argument(request), None
    content: Any = None
    if Path(plan).suffix.lower() in (".json", ".yaml", ".yml"):
        content = read_structured(Path(plan))
    if not isinstance(content, dict) or content.get("schema") != 1 or not isinstance(content.get("request"), dict):
        raise InputError("the plan does not say what it is for: give its request with --request", where=plan)
    name = content.get("domain")
    return Given(content=content["request"], place=plan), name if isinstance(name, str) else None
