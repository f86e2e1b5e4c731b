"""Sentences that change the numbers of any request, by the names of its fields: "raise the deadline to 60", "no deadline"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.changes import ChangeReading, made, too_long
from domains.reading.phrasebook import phrasebook, read_with
from encoders.errors import InputError
from encoders.numbers import exact, show

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domains.reading.phrasebook import Heard
    from encoders.numbers import Number

_LESS = ("lower", "reduce", "shorten", "tighten", "decrease", "cut")

_BOOK = phrasebook(
    """
[field: by]
(raise|increase|extend|lower|reduce|shorten|tighten|decrease|cut) [the|our|my] FIELD by (N|MONEY)
[field: to]
(raise|increase|extend|lower|reduce|shorten|tighten|decrease|cut|set|change|make|put|move) [the|our|my] FIELD [to|at] (N|MONEY)
[the|our|my] FIELD (is|are|was|were|can be|may be|should be|to|at|of|:)* [now|only|at most|at least] (N|MONEY)
[field: none]
(no|drop|remove|without|forget|forget about|scrap) [the|our|my|a] FIELD
""",
    words="""
[general]
now instead again ok okay then too please rather units
""",
    example="raise the deadline to 60",
    noun="a change of a request",
)


def numbers_of(request: BaseModel) -> dict[str, Number | None]:
    """The request's own number fields by path, with what stands there."""
    found: dict[str, Number | None] = {}
    for name, value in request.model_dump(by_alias=True).items():
        info = next(i for n, i in type(request).model_fields.items() if name in (n, i.alias))
        numeric = not isinstance(value, (bool, str, list, dict)) and (
            value is not None or "int" in str(info.annotation)
        )
        if numeric and (value is None or _is_number(value)):
            found[name] = None if value is None else exact(value)
    return found


def _is_number(value: Any) -> bool:
    try:
        exact(value)
    except InputError:
        return False
    return True


def read_change(world: Any, text: str, request: BaseModel) -> ChangeReading:
    """What a sentence changes of a request; see `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    numbers = numbers_of(request)
    spoken = {name.replace("_", " "): name for name in numbers}
    changes: list[Change] = []
    says: list[str] = []

    def interpret(heard: Heard) -> None:
        changes.clear()
        says.clear()
        for finding in heard.findings:
            name = finding.match.slot("FIELD")
            path, gives = spoken[name], finding.match.phrase.gives
            before, after = numbers[path], None
            if gives != "none":
                money = finding.match.slot("MONEY")
                after = exact(finding.match.slot("N") if money is None else money.amount)
            if gives == "by" and after is not None:
                if before is None:
                    is_it = "are they" if is_plural(name) else "is it"
                    heard.ask(f"There {'are' if is_plural(name) else 'is'} no {name} yet: what {is_it} to be?")
                    continue
                after = before - after if finding.match.has(*_LESS) else before + after
            heard.fact(path, "is changed", finding)
            verb = "are" if is_plural(name) else "is"
            says.append(f"the {name} {verb} {'given up' if after is None else show(after)}")
            if before != after:
                changes.append(Change(path, before, after))

    reading = read_with(_BOOK, text, {"FIELD": spoken}, interpret)
    if reading.unread or reading.questions:
        return ChangeReading(unread=reading.unread, questions=reading.questions if not reading.unread else ())
    return made(changes, says, lambda wanted: world.edit(request, wanted), reading.assumptions)


def change_examples(request: BaseModel) -> tuple[str, ...]:
    """Sentences that fit this request."""
    known = {name.replace("_", " "): value for name, value in numbers_of(request).items() if value is not None}
    return tuple(
        [f"the {name} {'are' if is_plural(name) else 'is'} {show(value + 1)}" for name, value in known.items()][:3]
    )


def is_plural(name: str) -> bool:
    """Whether a field's name is of several things: "seats", "hours of rest"; not "bus", "address", "number of seats"."""
    head = name.partition(" of ")[0].rpartition(" ")[2].casefold()
    return head.endswith("s") and not head.endswith(("ss", "us", "is")) and len(head) > 2
