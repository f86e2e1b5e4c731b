"""The problem that a question asks for, on the session of the request's own problem where that can answer it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.base import Change
from encoders.numbers import exact
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Asked, Built, Domain
    from encoders.numbers import Number
    from encoders.session import Session
    from planner.call import Call


@dataclass(frozen=True)
class Supposed:
    """A problem beside the request's own: what it is asked with, and what its plans must keep.

    `dropped` are wishes given up and `values` other amounts, both asked of the same session; `question` is the group of an added
    rule, which holds in every question about this problem. `spoken` is the problem of the supposed request by itself, whose rules
    say its own amounts; a live session's say those that it was built with.
    """

    built: Built
    spoken: Built
    session: Session
    request: BaseModel
    data: Any
    dropped: tuple[str, ...] = ()
    values: Mapping[str, Number] = field(default_factory=dict)
    question: str | None = None

    @property
    def on(self) -> list[str]:
        """The groups that hold."""
        return [group for group in self.session.switchable if group not in self.dropped]

    @property
    def wishes(self) -> list[str]:
        """The wishes that hold, without the question's own rule."""
        return [group for group in self.on if group != self.question]


@contextmanager
def supposed(
    call: Call,
    domain: Domain,
    built: Built,
    session: Session,
    request: BaseModel,
    data: Any,
    asked: Asked,
    keep: Sequence[str],
) -> Iterator[Supposed]:
    """What a question supposes. Another amount, or a wish given up, is asked of the live session; everything else has its own.

    `keep` are the offers of the request's own plan, so that the other plan can stay near it. Raises InputError where the changed
    request is none, or cannot be built.
    """
    if asked.data is not None:
        yield from _apart(call, domain, request, asked.data, keep)
        return
    if asked.wish:
        path = f"extra/{len(getattr(request, 'extra', ()))}"
        changed = domain.edit(request, [Change(path, None, asked.wish)])
        yield from _apart(call, domain, changed, data, keep, question=path)
        return
    changed = domain.edit(request, asked.changes)
    guarded = _guarded(built, asked.changes)
    if guarded is None:
        yield from _apart(call, domain, changed, data, keep)
    else:
        dropped, values = guarded
        with call.watch.part("build"):
            spoken = domain.problem(changed, data)
        yield Supposed(built, spoken, session, changed, data, dropped, values)


def _apart(
    call: Call, domain: Domain, request: BaseModel, data: Any, keep: Sequence[str], question: str | None = None
) -> Iterator[Supposed]:
    with call.watch.part("build"):
        built = domain.problem(request, data, keep=keep)
        session = open_session(
            built.problem,
            call.options.engine,
            switchable=built.problem.groups_of("request"),
            budget=call.deadline.rest(),
            memory=call.options.memory,
        )
    with session:
        yield Supposed(built, built, session, request, data, question=question)


def _guarded(built: Built, changes: Sequence[Change]) -> tuple[tuple[str, ...], dict[str, Number]] | None:
    """Wishes to leave out and amounts to set instead, where that says all of the changes; None where it does not."""
    groups = built.problem.groups
    free = [group for group in built.problem.groups_of("request") if not any([rule.keep for rule in groups[group]])]
    amounts = {parameter.path: parameter.name for parameter in built.problem.parameters if parameter.path}
    dropped: list[str] = []
    values: dict[str, Number] = {}
    for change in changes:
        if change.after is None and change.path in free:
            dropped.append(change.path)
        elif change.after is not None and change.before is not None and change.path in amounts:
            values[amounts[change.path]] = exact(change.after)
        else:
            return None
    return tuple(dropped), values
