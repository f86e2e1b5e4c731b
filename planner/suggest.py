"""Suggestions: repairs of the problem turned back into changes of the request, each solved and checked before it is shown."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from domains.base import Change
from encoders.errors import InputError, UnsupportedError, VerificationError
from encoders.relax import repairs
from encoders.result import SolveStatus
from encoders.session import open_session
from planner.answer import Edit, Suggestion, dump
from planner.verify import verified_plan
from planner.wording import amount, field_name, percent, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Domain
    from encoders.relax import Repair, RepairChange
    from encoders.result import Deadline, Result
    from encoders.session import Session

LIMIT = 3
"""Suggestions in one answer."""
_VALUES_PER_FIELD = 4
_ATTEMPTS = 12
"""How many other values of the frame are tried where no wish can be changed."""


def suggestions(
    domain: Domain,
    built: Built,
    session: Session,
    request: BaseModel,
    data: Any,
    keep: Sequence[str],
    deadline: Deadline,
    core: Sequence[str] = (),
) -> Iterator[Suggestion]:
    """The cheapest changes of amounts and wishes that make a plan possible, cheapest first.

    `core` are groups that are already proved impossible together, none where that is not known.
    """
    cores = [core] if core else []
    for repair in repairs(session, keep=keep, cores=cores, limit=LIMIT, budget=deadline.rest()):
        yield _suggestion(domain, built, request, data, repair)


def _suggestion(domain: Domain, built: Built, request: BaseModel, data: Any, repair: Repair) -> Suggestion:
    changes = [_request_change(change, built, request) for change in repair.changes]
    edited = domain.edit(request, changes)
    result = repair.result
    if result.assignment is None:
        raise VerificationError(f"a repair came without a plan: {result.reason or result.status}")
    plan = verified_plan(
        domain,
        built,
        result.assignment,
        result.objectives,
        edited,
        data,
        values={
            change.parameter: change.after for change in repair.changes if change.parameter and change.after is not None
        },
        dropped=[change.group for change in repair.changes if change.kind == "drop"],
    )
    edits = [
        Edit(constraint=c.path, kind=r.kind, before=_plain(c.before), after=_plain(c.after))
        for c, r in zip(changes, repair.changes, strict=True)
    ]
    parts = [_says(change, built) for change in repair.changes]
    return Suggestion(
        changes=edits,
        price=repair.price,
        says=f"{'; and '.join([parts[0], *[part[:1].lower() + part[1:] for part in parts[1:]]])}{_then(built, result)}.",
        request=dump(edited),
        plan=dump(plan),
    )


def _request_change(change: RepairChange, built: Built, request: BaseModel) -> Change:
    """A repair's change as an edit of the request: a parameter's path and value, or a wish given up."""
    if change.kind == "drop":
        limit = next((p.value for p in built.problem.parameters if p.path == change.group), None)
        return Change(change.group, value_at(request, change.group) if limit is None else limit, None)
    path = next((p.path for p in built.problem.parameters if p.name == change.parameter and p.path), change.group)
    return Change(path, change.before, change.after)


def value_at(request: BaseModel, path: str) -> Any:
    """What stands at a path of the request: a field, or one member of a list field ("cuisine/French")."""
    field, _, member = path.partition("/")
    value = request.model_dump(mode="json", by_alias=True).get(field)
    if not member:
        return value
    if isinstance(value, list):
        return next((item for item in value if str(item) == member), member)
    return value.get(member, member) if isinstance(value, dict) else member


def _then(built: Built, result: Result) -> str:
    """What the objectives come to after the change: "; cheapest then: $1,400"."""
    units = {goal.name: goal.unit for goal in built.problem.objectives}
    found = "" if result.status is SolveStatus.OPTIMAL else " (best found)"
    told = [f"{o.name} then{found}: {amount(o.value, units.get(o.name, ''))}" for o in result.objectives]
    return f"; {', '.join(told)}" if told else ""


def _says(change: RepairChange, built: Built) -> str:
    if change.kind == "drop":
        return f"Give up “{sentences(built.problem.groups[change.group]).rstrip('.')}”"
    parameter = next(p for p in built.problem.parameters if p.name == change.parameter)
    before, after = change.before, change.after
    if before is None or after is None:
        raise VerificationError("a repair changes an amount but does not say from what to what", where=change.group)
    relative = percent(before, after)
    return (
        f"{change.kind.capitalize()} {field_name(parameter.path or change.group)} from {amount(before, parameter.unit)} "
        f"to {amount(after, parameter.unit)}" + (f" ({relative})" if relative else "")
    )


def alternatives(
    domain: Domain, built: Built, request: BaseModel, data: Any, engine: str, deadline: Deadline
) -> Iterator[Suggestion]:
    """Where the frame itself is impossible: other values of its fields that the data offer, each solved and checked."""
    attempts = found = 0
    for item in built.frame:
        before = value_at(request, item.path)
        for after in islice(domain.alternatives(request, data, item.path), _VALUES_PER_FIELD):
            if attempts == _ATTEMPTS or found == LIMIT or deadline.expired:
                return
            attempts += 1
            suggestion = _replacement(domain, request, data, Change(item.path, before, after), engine, deadline)
            if suggestion is not None:
                found += 1
                yield suggestion


def _replacement(
    domain: Domain, request: BaseModel, data: Any, change: Change, engine: str, deadline: Deadline
) -> Suggestion | None:
    try:
        edited = domain.edit(request, [change])
        built = domain.problem(edited, data)
    except (InputError, UnsupportedError):  # a value that does not fit the other fields is no alternative
        return None
    with open_session(built.problem, engine, switchable=(), budget=deadline.rest()) as session:
        result = session.optimise(budget=deadline.rest())
    if result.assignment is None:
        return None
    plan = verified_plan(domain, built, result.assignment, result.objectives, edited, data)
    return Suggestion(
        changes=[
            Edit(constraint=change.path, kind="replace", before=_plain(change.before), after=_plain(change.after))
        ],
        price=1,
        says=f"Change {field_name(change.path)} from {_worded(change.before)} to {_worded(change.after)}{_then(built, result)}.",
        request=dump(edited),
        plan=dump(plan),
    )


def _worded(value: Any) -> str:
    return ", ".join([str(item) for item in value]) if isinstance(value, (list, tuple)) else str(_plain(value))


def _plain(value: Any) -> Any:
    """A value of a request in JSON's types."""
    from pydantic_core import to_jsonable_python

    from encoders.numbers import exact, to_json

    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    try:
        return to_json(exact(value))
    except InputError:
        return to_jsonable_python(value)
