"""`solve`, `read` and `check`: one request, one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands import arguments as given_as
from planner.commands.invitation import write_invitation
from planner.commands.models import Chosen, with_model
from planner.commands.output import ProgressLine, require_writable, show, write_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.answer import Answer
    from planner.drawing import Drawing
    from planner.options import Options
    from planner.sources import Given

    Drawn = Callable[[Drawing], None] | None


@with_model
def solve(
    request: given_as.Request,
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
    best_effort: given_as.BestEffort = False,
    format_name: given_as.Format = None,
    ignore_unread: given_as.IgnoreUnread = False,
    html: given_as.Html = None,
    ics: given_as.Ics = None,
    smtlib: given_as.Smtlib = None,
    as_json: given_as.Json = False,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Find the best plan, proved and checked, or the smallest conflict and the cheapest ways out.

    Exit: 0 plan found, 1 no plan is possible, 2 bad input, 3 limit hit, 4 request unclear, 130 interrupted.
    """
    named = {
        **reading_options(domain, data, reader, today, format_name, ignore_unread, model),
        **solving_options(engine, time_limit, seed, memory_limit),
        **{"keep": keep, "price": price, "best-effort": best_effort},
    }
    progress = ProgressLine()
    answers: list[Answer] = []

    def work(given: Given, options: Options, drawn: Drawn) -> Answer:
        answers.append(answered(given, options, drawn))
        return answers[-1]

    def answered(given: Given, options: Options, drawn: Drawn) -> Answer:
        if smtlib is not None:
            from planner.claims import respond_with_claims

            return respond_with_claims(smtlib, given, options, progress=progress.wanted, drawn=drawn, debug=debug)
        from planner.pipeline import respond
        from planner.stopwatch import already_spent

        gone = already_spent()  # a limit is for the whole command, its start included
        wanted = progress.wanted
        return respond(given, options, progress=wanted, drawn=drawn, answer_interrupts=True, spent=gone, debug=debug)

    code = answer_to(request, named, work, progress, as_json=as_json, html=html)
    return code if ics is None else write_invitation(ics, answers[-1] if answers else None, code)


@with_model
def read(
    request: given_as.Request,
    domain: given_as.Domain = None,
    data: given_as.Data = None,
    reader: given_as.Reader = None,
    today: given_as.Today = None,
    format_name: given_as.Format = None,
    ignore_unread: given_as.IgnoreUnread = False,
    as_json: given_as.Json = False,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Show what is understood of a request; nothing is solved.

    Exit: 0 read, 2 bad input, 4 request unclear.
    """
    progress = ProgressLine()

    def work(given: Given, options: Options, drawn: Drawn) -> Answer:
        from planner.pipeline import respond

        return respond(given, options, task="read", progress=progress.wanted, debug=debug)

    named = reading_options(domain, data, reader, today, format_name, ignore_unread, model)
    return answer_to(request, named, work, progress, as_json=as_json)


@with_model
def check(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN", help="A plan file in any shape that `planproof export` writes.", show_default=False
        ),
    ],
    request: Annotated[
        str,
        typer.Option(
            "--request",
            metavar="REQUEST",
            help="The request that the plan is for, as in `planproof solve`.",
            show_default=False,
        ),
    ],
    domain: given_as.Domain = None,
    data: given_as.Data = None,
    reader: given_as.Reader = None,
    today: given_as.Today = None,
    format_name: given_as.Format = None,
    ignore_unread: given_as.IgnoreUnread = False,
    as_json: given_as.Json = False,
    debug: given_as.Debug = False,
    model: Chosen | None = None,
) -> int:
    """Verify a plan that anybody made against a request and the rules of the world.

    Exit: 0 valid, 1 invalid, 2 bad input, 4 request unclear.
    """

    def work(given: Given, options: Options, drawn: Drawn) -> Answer:
        from planner.pipeline import respond_check
        from planner.sources import plan_argument

        return respond_check(plan_argument(plan), given, options, drawn=drawn, debug=debug)

    named = reading_options(domain, data, reader, today, format_name, ignore_unread, model)
    return answer_to(request, named, work, ProgressLine(wanted=False), as_json=as_json)


def reading_options(
    domain: str | None,
    data: str | None,
    reader: str | None,
    today: str | None,
    format_name: str | None,
    ignore_unread: bool,
    model: Chosen | None,
) -> dict[str, Any]:
    """The options that decide how a request is understood, by their long names."""
    return {
        "domain": domain,
        "data": data,
        "reader": reader,
        "today": today,
        "format": format_name,
        "ignore-unread": ignore_unread,
        **(model or {}),
    }


def solving_options(
    engine: str | None, time_limit: str | None, seed: str | None, memory_limit: str | None = None
) -> dict[str, Any]:
    """The options that decide how a problem is solved, by their long names."""
    return {"engine": engine, "time-limit": time_limit, "memory-limit": memory_limit, "seed": seed}


def answer_to(
    request: str,
    named: dict[str, Any],
    work: Callable[[Given, Options, Drawn], Answer],
    progress: ProgressLine,
    *,
    as_json: bool,
    html: str | None = None,
) -> int:
    """Ask, print the answer, and write it as a page into the file `html` where one is named; gives the exit code."""
    from encoders.errors import InputError
    from encoders.interrupts import held_back
    from planner.answer import INTERRUPTED
    from planner.failures import failed
    from planner.options import make
    from planner.sources import data_argument, request_argument

    text: str | None = None
    drawings: list[Drawing] = []
    try:
        if html is not None:
            require_writable(html)
    except InputError as error:
        return show(failed(error), as_json=as_json)
    try:
        given = request_argument(request)
        text = given.text
        options = make({**named, "data": data_argument(named["data"])})
        answer = work(given, options, None if as_json and html is None else drawings.append)
    except InputError as error:
        answer = failed(error)
    finally:
        progress.close()
    drawing = drawings[-1] if drawings else None
    with held_back() as signals:
        code = show(answer, as_json=as_json, text=text, drawing=drawing)
        if html is not None:
            code = write_html(html, answer, text, drawing, code)
    return INTERRUPTED if signals else code
