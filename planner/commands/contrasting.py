"""`why`, `why-not` and `what-if`: questions about the best plan of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands import arguments as given_as
from planner.commands.asking import answer_to, reading_options, solving_options
from planner.commands.models import Chosen, with_model
from planner.commands.output import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.base import QuestionKind
    from planner.answer import Answer
    from planner.drawing import Drawing
    from planner.options import Options
    from planner.sources import Given

Question = Annotated[
    str,
    typer.Argument(
        metavar="QUESTION",
        help="In English (in quotes), or an expression over what `solve` decides, such as total <= 1300.",
        show_default=False,
    ),
]


def _command(kind: QuestionKind, told: str) -> Callable[..., int]:
    """The command that asks one kind of question; `told` is its help."""

    def command(
        request: given_as.Request,
        question: Question,
        domain: given_as.Domain = None,
        data: given_as.Data = None,
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
        named = {
            **reading_options(domain, data, reader, today, format_name, ignore_unread, model),
            **solving_options(engine, time_limit, seed, memory_limit),
        }
        return _ask(kind, request, question, named, html=html, as_json=as_json, debug=debug)

    command.__name__, command.__doc__ = kind.replace("-", "_"), told
    return with_model(command)


why = _command(
    "why",
    """Why the best plan has this part or price: the best plan without it and what that costs, or why there is none.

    For example "why the hotel", "why do we drive", "why does it cost 1,512". Exit: 0 there is a plan without it, 1 there is none,
    2 bad input, 3 limit hit, 4 request or question unclear, 130 interrupted.
    """,
)
why_not = _command(
    "why-not",
    """Why the best plan is not so: the best plan that is, with its price, or the smallest conflict.

    For example "why not fly", "why not stay at the Inn", "total <= 1300". Exit: 0 there is such a plan, 1 there is none, 2 bad
    input, 3 limit hit, 4 request or question unclear, 130 interrupted.
    """,
)
what_if = _command(
    "what-if",
    """What the best plan would be under another wish, another rule or other offers: the plan, the difference, the price.

    For example "the budget were 1,800", "flight F1 is cancelled", "the Inn costs 90", "no flights", "leg[1].minutes <= 300".
    Exit: 0 there is a plan then, 1 there is none, 2 bad input, 3 limit hit, 4 request or question unclear, 130 interrupted.
    """,
)


def _ask(
    kind: QuestionKind,
    request: str,
    question: str,
    named: dict[str, object],
    *,
    html: str | None,
    as_json: bool,
    debug: bool,
) -> int:
    progress = ProgressLine()

    def work(given: Given, options: Options, drawn: Callable[[Drawing], None] | None) -> Answer:
        from planner.contrast import respond_contrast

        return respond_contrast(kind, given, question, options, progress=progress.wanted, drawn=drawn, debug=debug)

    return answer_to(request, named, work, progress, as_json=as_json, html=html)
