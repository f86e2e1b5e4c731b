"""Changes of a request: from a repair of the problem, as an edit in an answer, and in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domains.base import Change
from encoders.errors import InputError, VerificationError
from encoders.numbers import exact, to_json
from encoders.result import SolveStatus
from planner.answer import Edit
from planner.wording import amount, field_name, is_clock, percent, sentences, you_wrote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from domains.base import Built
    from encoders.relax import RepairChange
    from encoders.result import Result


def request_change(change: RepairChange, built: Built, request: BaseModel) -> Change:
    """A repair's change as an edit of the request: a parameter's path and value, or a wish given up."""
    if change.kind == "drop":
        return given_up(change.group, built, request)
    path = next((p.path for p in built.problem.parameters if p.name == change.parameter and p.path), change.group)
    return Change(path, change.before, change.after)


def given_up(group: str, built: Built, request: BaseModel) -> Change:
    """The edit of the request that gives up a wish."""
    limit = next((p.value for p in built.problem.parameters if p.path == group), None)
    return Change(group, value_at(request, group) if limit is None else limit, None)


def value_at(request: BaseModel, path: str) -> Any:
    """What stands at a path of the request: a field, a member of a list ("cuisine/French"), the one at a place ("extra/0"), or a
    field of a member ("cities/Rome/days").
    """
    field, _, member = path.partition("/")
    value = request.model_dump(mode="json", by_alias=True).get(field)
    if not member:
        return value
    if isinstance(value, list):
        found = next((item for item in value if str(item) == member), None)
        if found is None and member.isdecimal() and int(member) < len(value):
            return value[int(member)]
        if found is None and "/" in member:
            return _field_at(value, member)
        return member if found is None else found
    return value.get(member, member) if isinstance(value, dict) else member


def _field_at(members: list[Any], path: str) -> Any:
    """A field of the member with that name; the path itself where there is none."""
    name, _, field = path.rpartition("/")
    found = next((item for item in members if isinstance(item, dict) and called(item) == name), None)
    return path if found is None else found.get(field)


def called(item: Any) -> Any:
    """What a member of a list is called in a path: its name where it has fields, else itself."""
    return item.get("name", item.get("id", item)) if isinstance(item, dict) else item


def as_edit(change: Change, kind: str) -> Edit:
    """A change as it stands in an answer."""
    return Edit.model_validate(
        {"constraint": change.path, "kind": kind, "from": plain(change.before), "to": plain(change.after)}
    )


def plain(value: Any) -> Any:
    """A value of a request in JSON's types."""
    from pydantic_core import to_jsonable_python

    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    try:
        return to_json(exact(value))
    except InputError:
        return to_jsonable_python(value)


# ---------------------------------------------------------------- words


def says_repair(change: RepairChange, built: Built, quotes: Mapping[str, str]) -> str:
    """ "Raise the budget (you wrote “under $20”) from $20 to $30 (+50%)", "Give up “There is cake” (you wrote “with cake”)"."""
    if change.kind == "drop":
        said = sentences(built.problem.groups[change.group]).rstrip(".")
        return f"Give up “{said}”{you_wrote(quotes.get(change.group))}"
    parameter = next(p for p in built.problem.parameters if p.name == change.parameter)
    before, after = change.before, change.after
    if before is None or after is None:
        raise VerificationError("a repair changes an amount but does not say from what to what", where=change.group)
    relative = "" if is_clock(parameter.unit) else percent(before, after)
    return (
        f"{change.kind.capitalize()} {field_name(parameter.path or change.group)}{you_wrote(quotes.get(change.group))} "
        f"from {amount(before, parameter.unit)} to {amount(after, parameter.unit)}"
        + (f" ({relative})" if relative else "")
    )


def says_value(change: Change, quotes: Mapping[str, str]) -> str:
    """ "Change the destination from Bonn to Trier", "Take Trier instead of Bonn among the cities"."""
    field, _, member = change.path.partition("/")
    quoted = you_wrote(quotes.get(change.path) or quotes.get(field))
    name = field_name(field)
    if change.before is None:
        to = f"Add {_worded(change.after)} to {name}" if member else f"Set {name} to {_worded(change.after)}"
        return f"{to}{quoted}"
    if change.after is None:
        return f"{f'Leave out {member}' if member else f'Give up {name}'}{quoted}"
    part, stroke, of = member.rpartition("/")
    if stroke and not isinstance(change.before, (dict, list)):
        return f"Change “{of.replace('_', ' ')}” of {part}{quoted} from {_worded(change.before)} to {_worded(change.after)}"
    if member:
        return f"Take {_worded(change.after)} instead of {_worded(change.before)} for {name}{quoted}"
    return f"Change {name}{quoted} from {_worded(change.before)} to {_worded(change.after)}{_shift(change)}"


def joined(parts: list[str], then: str) -> str:
    """Several changes and what comes of them as one sentence."""
    return f"{'; and '.join([parts[0], *[part[:1].lower() + part[1:] for part in parts[1:]]])}{then}."


def says_then(built: Built, result: Result) -> str:
    """What the objectives come to after the change: "; cheapest then: $1,400"."""
    units = {goal.name: goal.unit for goal in built.problem.objectives}
    found = "" if result.status is SolveStatus.OPTIMAL else " (best found)"
    told = [f"{o.name} then{found}: {amount(o.value, units.get(o.name, ''))}" for o in result.objectives]
    return f"; {', '.join(told)}" if told else ""


def _worded(value: Any) -> str:
    return ", ".join([str(item) for item in value]) if isinstance(value, (list, tuple)) else str(plain(value))


def _shift(change: Change) -> str:
    """ " (2 days later)" where days are changed."""
    try:
        first, last = [date.fromisoformat(str(plain(value))) for value in (change.before, change.after)]
    except ValueError:
        return ""
    days = (last - first).days
    return f" ({abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'earlier'})"
