"""Changes of a problem by path: numbers of parameters and rules, bounds, rules left out as a whole or for some members.

parameters/capacity/s2      the number of an element
constraints/capacity[s2]    a rule for these members; for all of them without brackets
constraints/budget/limit    the number that a rule without an index compares with
variables/ship/upper        a bound
extra/0                     a further wish
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domains.open.keys import key_in
from domains.open.request import OpenRequest
from domains.open.sentences import unsaid
from domains.paths import edited as edited_fields
from domains.validation import validated
from encoders.errors import InputError
from encoders.numbers import exact, to_json
from encoders.spec.indexed.data import data_of
from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.places import element
from encoders.spec.indexed.syntax import Both, Chain, Denial, Family, Negative, Node, Num, Ref, Text
from encoders.spec.indexed.write import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Change
    from encoders.numbers import Number
    from encoders.spec.indexed.data import Key, Members
    from encoders.spec.indexed.model import ConstraintSpec, ParameterSpec, ProblemSpec

_LIMIT = "/limit"


def edited(request: OpenRequest, changes: Sequence[Change]) -> OpenRequest:
    """The problem with changes applied in order. Raises InputError for a path or a value that does not fit."""
    for place, change in enumerate(changes):
        field, _, rest = change.path.partition("/")
        if field == "parameters" and rest:
            request = _with_number(request, rest, change)
        elif field == "constraints" and rest:
            request = _with_rule(request, rest, change)
        elif field == "variables" and rest.endswith(("/lower", "/upper")):
            request = _with_bound(request, rest, change)
        elif field == "extra":
            kept = [other for other in changes[place:] if other.path.partition("/")[0] == "extra"]
            request = edited_fields(request, kept, "a problem")
            others = [other for other in changes[place:] if other not in kept]
            return edited(request, others)
        else:
            request = edited_fields(request, [change], "a problem")
    return request


def updated(request: OpenRequest, **fields: Any) -> OpenRequest:
    """The request with other fields, validated again. Raises InputError."""
    content = {name: getattr(request, name) for name in type(request).model_fields}
    return validated(OpenRequest, {**content, **fields}, "a problem")


# ---------------------------------------------------------------- numbers


def _with_number(request: OpenRequest, rest: str, change: Change) -> OpenRequest:
    parameter, inside = _parameter(request, rest, change.path)
    if change.after is None:
        raise InputError("a number is needed; it cannot be left out", where=change.path)
    number = exact(change.after)
    if parameter.table is not None:
        groups: list[Members | None] = [_inline(request, name) for name in parameter.index]
        key = key_in(inside, groups, "/")
        if key is None:
            raise InputError(f"{parameter.name!r} is indexed by {', '.join(parameter.index)}", where=change.path)
        amounts = {**request.amounts, element(parameter.name, key): number}
        return _unsaid(updated(request, amounts=amounts), parameter.name)
    only = request.model_copy(update={"parameters": [parameter], "sets": _sets_of(request, parameter)})
    data = data_of(only)
    key = key_in(inside, [data.sets[name] for name in parameter.index], "/")
    if key is None:
        known = ", ".join([element(parameter.name, known) for known in list(data.parameters[parameter.name])[:12]])
        raise InputError(f"there is no such number; there are {known}", where=change.path)
    values = {**data.parameters[parameter.name], key: number}
    fields = {**parameter.model_dump(), "values": _nested(values, len(parameter.index)), "default": None}
    changed = type(parameter).model_validate(fields)
    parameters = [changed if entry.name == parameter.name else entry for entry in request.parameters]
    return _unsaid(updated(request, parameters=parameters), parameter.name)


def _unsaid(request: OpenRequest, parameter: str) -> OpenRequest:
    return updated(request, constraints=unsaid(request, parameter).constraints)


def _parameter(request: OpenRequest, rest: str, path: str) -> tuple[ParameterSpec, str]:
    name, _, inside = rest.partition("/")
    for parameter in request.parameters:
        if parameter.name == name:
            return parameter, inside
    known = ", ".join([parameter.name for parameter in request.parameters]) or "none"
    raise InputError(f"no parameter is called {name!r}; there are {known}", where=path)


def _sets_of(request: OpenRequest, parameter: ParameterSpec) -> list[Any]:
    """The sets a parameter needs. Raises InputError for one whose members are in a table: they are not at hand."""
    found = [entry for entry in request.sets if entry.name in parameter.index]
    for entry in found:
        if entry.table is not None:
            raise InputError(
                f"the members of {entry.name} are in a table and the numbers of {parameter.name} are not, so one of them "
                "cannot be changed by itself; put the numbers in a table as well",
                where=f"parameters/{parameter.name}",
            )
    return found


def _inline(spec: ProblemSpec, name: str) -> Members | None:
    """A set whose members are written in the problem; None where a table has them."""
    entry = next((entry for entry in spec.sets if entry.name == name), None)
    if entry is None or entry.table is not None:
        return None
    return data_of(spec.model_copy(update={"sets": [entry], "parameters": []})).sets[name]


def _nested(values: dict[Key, Number], depth: int) -> Any:
    """Numbers by members, as the fields of a parameter have them."""
    if depth == 0:
        return to_json(values[()])
    found: dict[Any, dict[Key, Number]] = {}
    for key, value in values.items():
        found.setdefault(key[0], {})[key[1:]] = value
    return {str(member): _nested(below, depth - 1) for member, below in found.items()}


# ---------------------------------------------------------------- rules


def _with_rule(request: OpenRequest, rest: str, change: Change) -> OpenRequest:
    named = {entry.name: entry for entry in request.constraints}
    if rest in named:
        if change.after is not None:
            raise InputError("a rule is changed in the problem itself, or left out", where=change.path)
        return updated(request, constraints=[entry for entry in request.constraints if entry.name != rest])
    if rest.endswith(_LIMIT) and rest.removesuffix(_LIMIT) in named:
        if change.after is None:
            return _with_rule(
                request, rest.removesuffix(_LIMIT), replace(change, path=change.path.removesuffix(_LIMIT))
            )
        return _replaced(request, _with_limit(named[rest.removesuffix(_LIMIT)], exact(change.after), change.path))
    name, bracket, inside = rest.partition("[")
    if name not in named or not bracket:
        known = ", ".join(list(named)[:12]) or "none"
        raise InputError(f"no rule is called {rest!r}; there are {known}", where=change.path)
    if change.after is not None:
        raise InputError("a rule for some members can only be left out", where=change.path)
    return _replaced(request, _without(request, named[name], inside.removesuffix("]"), change.path))


def _replaced(request: OpenRequest, changed: ConstraintSpec) -> OpenRequest:
    return updated(
        request, constraints=[changed if entry.name == changed.name else entry for entry in request.constraints]
    )


def _without(request: OpenRequest, entry: ConstraintSpec, inside: str, path: str) -> ConstraintSpec:
    """A family of rules without those for some members: its loops pass them over."""
    node = parse(entry.rule, where=f"constraints/{entry.name}")
    loops = node.loops if isinstance(node, Family) else ()
    groups = [_inline(request, loop.members.name) if isinstance(loop.members, Ref) else None for loop in loops]
    key = key_in(inside, groups, ", ")
    if key is None or not isinstance(node, Family):
        raise InputError(f"{entry.name!r} has no rule for {inside!r}", where=path)
    same: list[Node] = [
        Chain(0, 0, (Ref(0, 0, loop.name), _named(member)), ("==",)) for loop, member in zip(loops, key, strict=True)
    ]
    there: Node = same[0] if len(same) == 1 else Both(0, 0, tuple(same))
    *others, last = loops
    passed = replace(last, filters=(*last.filters, Denial(0, 0, there)))
    return entry.model_copy(update={"rule": write(replace(node, loops=(*others, passed)))})


def _named(member: Any) -> Node:
    if not isinstance(member, int):
        return Text(0, 0, str(member))
    return Num(0, 0, member) if member >= 0 else Negative(0, 0, Num(0, 0, -member))


def _with_limit(entry: ConstraintSpec, number: Number, path: str) -> ConstraintSpec:
    """A rule that compares with another number."""
    node = parse(entry.rule, where=f"constraints/{entry.name}")
    if not isinstance(node, Chain) or len(node.operands) != 2:
        raise InputError(f"{entry.name!r} compares with no single number", where=path)
    left, right = node.operands
    literal: Node = Num(0, 0, number) if number >= 0 else Negative(0, 0, Num(0, 0, -number))
    if _is_literal(right):
        changed = replace(node, operands=(left, literal))
    elif _is_literal(left):
        changed = replace(node, operands=(literal, right))
    else:
        raise InputError(f"{entry.name!r} compares with no single number", where=path)
    told = any([sign.isdigit() for sign in entry.says])
    return entry.model_copy(update={"rule": write(changed), "says": "" if told else entry.says})


def _is_literal(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Negative) and isinstance(node.operand, Num))


# ---------------------------------------------------------------- bounds


def _with_bound(request: OpenRequest, rest: str, change: Change) -> OpenRequest:
    name, _, side = rest.rpartition("/")
    if name not in [entry.name for entry in request.variables]:
        known = ", ".join([entry.name for entry in request.variables])
        raise InputError(f"no decision is called {name!r}; there are {known}", where=change.path)
    after = change.after if change.after is None or isinstance(change.after, str) else str(to_json(exact(change.after)))
    return updated(
        request,
        variables=[e.model_copy(update={side: after}) if e.name == name else e for e in request.variables],
    )
