"""Typed changes of a problem: each gives another problem, checked before anybody sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from encoders.errors import InputError
from encoders.numbers import Number, exact, magnitude, to_json
from encoders.spec.indexed.data import Key, data_of
from encoders.spec.indexed.near import near_names
from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.places import element, parts_of
from encoders.spec.indexed.scope import checked
from encoders.spec.indexed.syntax import Both, Chain, Denial, Family, Loop, Negative, Node, Num, Ref, Text
from encoders.spec.indexed.write import write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from encoders.spec.indexed.model import ConstraintSpec, ProblemSpec
    from encoders.spec.indexed.tables import Table


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Another number for one element of a parameter: capacity of s2 is 12."""

    name: str
    index: tuple[str | int, ...]
    value: Number


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Another number in a single rule such as x + y <= 100."""

    name: str
    value: Number


@dataclass(frozen=True, slots=True)
class AddConstraint:
    """One more family of rules."""

    constraint: ConstraintSpec


@dataclass(frozen=True, slots=True)
class DropConstraint:
    """A family of rules less; with an index, only the rule for these members."""

    name: str
    index: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class SetBound:
    """Another bound of a family of decisions: a number, an expression over parameters, or None for no bound."""

    variable: str
    side: Literal["lower", "upper"]
    value: str | None


Edit = SetParameter | SetLimit | AddConstraint | DropConstraint | SetBound


def edited(spec: ProblemSpec, edits: Sequence[Edit], tables: Mapping[str, Table] | None = None) -> ProblemSpec:
    """The problem after these changes, in order, checked as a whole. Raises InputError for one that does not fit."""
    for edit in edits:
        spec = _EDITED[type(edit)](spec, edit, tables)
    checked(spec, tables)
    return spec


def edit_at(path: str, value: Any) -> Edit:
    """The change of what a path names: "parameters/capacity/s2", "constraints/budget/limit".

    With the value None, "constraints/capacity" drops a family and "constraints/capacity/s2" one rule of it. The first two are
    the paths of the parameters in a built problem. Raises InputError for any other.
    """
    kind, *parts = parts_of(path)
    if kind == "constraints" and value is None and parts:
        return DropConstraint(parts[0], tuple(parts[1:]))
    if kind == "parameters" and parts:
        return SetParameter(parts[0], tuple(parts[1:]), exact(value))
    if kind == "constraints" and len(parts) == 2 and parts[1] == "limit":
        return SetLimit(parts[0], exact(value))
    raise InputError(f"nothing that can be changed is at {path!r}", where=path)


def _set_parameter(spec: ProblemSpec, edit: SetParameter, tables: Mapping[str, Table] | None) -> ProblemSpec:
    place = _place(edit.name, [entry.name for entry in spec.parameters], "parameter")
    entry = spec.parameters[place]
    data = data_of(spec, tables)
    where = f"parameters[{place}] {edit.name}"
    if len(edit.index) != len(entry.index):
        raise InputError(f"{edit.name} has {len(entry.index)} indices, not {len(edit.index)}", where=where)
    key: Key = ()
    for part, name in zip(edit.index, entry.index, strict=True):
        member = data.sets[name].member(part)
        if member is None:
            raise InputError(f"{part!r} is no member of {name}", where=where)
        key = (*key, member)
    numbers = {**data.parameters[edit.name], key: edit.value}
    values: Any = numbers[()] if not entry.index else {}
    for at, number in numbers.items():
        inner = values
        for step in at[:-1]:
            inner = inner.setdefault(str(step), {})
        if at:
            inner[str(at[-1])] = to_json(number)
    changed = entry.model_copy(update={"table": None, "column": None, "default": None})
    changed = type(entry).model_validate({**changed.model_dump(), "values": values})
    return _with(spec, "parameters", place, changed)


def _set_limit(spec: ProblemSpec, edit: SetLimit, tables: Mapping[str, Table] | None) -> ProblemSpec:
    place = _place(edit.name, [entry.name for entry in spec.constraints], "constraint")
    entry = spec.constraints[place]
    where = f"constraints[{place}] {edit.name}"
    node = parse(entry.rule, where=where)
    if not isinstance(node, Chain) or len(node.operands) != 2:
        raise InputError("this rule has no single limit; change the numbers that it mentions", where=where)
    numbers = [_is_number(side) for side in node.operands]
    if sum(numbers) != 1:
        raise InputError("this rule has no single limit; change the numbers that it mentions", where=where)
    limit: Node = Num(1, 1, magnitude(edit.value))
    limit = limit if edit.value >= 0 else Negative(1, 1, limit)
    operands = tuple([limit if number else side for number, side in zip(numbers, node.operands, strict=True)])
    rule = write(Chain(node.line, node.column, operands, node.operators))
    return _with(spec, "constraints", place, entry.model_copy(update={"rule": rule}))


def _is_number(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Negative) and isinstance(node.operand, Num))


def _add_constraint(spec: ProblemSpec, edit: AddConstraint, tables: Mapping[str, Table] | None) -> ProblemSpec:
    return spec.model_copy(update={"constraints": [*spec.constraints, edit.constraint]})


def _drop_constraint(spec: ProblemSpec, edit: DropConstraint, tables: Mapping[str, Table] | None) -> ProblemSpec:
    place = _place(edit.name, [entry.name for entry in spec.constraints], "constraint")
    if not edit.index:
        return spec.model_copy(update={"constraints": [c for at, c in enumerate(spec.constraints) if at != place]})
    entry = spec.constraints[place]
    where = f"constraints[{place}] {edit.name}"
    node = parse(entry.rule, where=where)
    if not isinstance(node, Family) or len(node.loops) != len(edit.index):
        raise InputError(f"{element(edit.name, edit.index)} is no rule of this family", where=where)
    same = [_is_member(loop, part) for loop, part in zip(node.loops, edit.index, strict=True)]
    last = node.loops[-1]
    other = Denial(1, 1, same[0] if len(same) == 1 else Both(1, 1, tuple(same)))
    loops = (*node.loops[:-1], replace(last, filters=(*last.filters, other)))
    return _with(spec, "constraints", place, entry.model_copy(update={"rule": write(replace(node, loops=loops))}))


def _is_member(loop: Loop, member: str | int) -> Node:
    """`name == member`; a name is quoted, so that nothing else is taken for it."""
    text = str(member)
    digits = text.removeprefix("-")
    said: Node = Num(1, 1, int(digits)) if digits.isascii() and digits.isdigit() else Text(1, 1, text)
    said = Negative(1, 1, said) if isinstance(said, Num) and text.startswith("-") else said
    return Chain(1, 1, (Ref(1, 1, loop.name), said), ("==",))


def _set_bound(spec: ProblemSpec, edit: SetBound, tables: Mapping[str, Table] | None) -> ProblemSpec:
    place = _place(edit.variable, [entry.name for entry in spec.variables], "variable")
    return _with(spec, "variables", place, spec.variables[place].model_copy(update={edit.side: edit.value}))


_EDITED: dict[type, Callable[[ProblemSpec, Any, Mapping[str, Table] | None], ProblemSpec]] = {
    SetParameter: _set_parameter,
    SetLimit: _set_limit,
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    SetBound: _set_bound,
}


def _place(name: str, known: Sequence[str], kind: str) -> int:
    if name not in known:
        raise InputError(f"no {kind} is called {name!r}; {_there(name, known)}", where=f"{kind}s")
    return known.index(name)


def _there(name: str, known: Collection[str]) -> str:
    near = near_names(name, known)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(list(known)[:12]) or 'none'}"


def _with(spec: ProblemSpec, kind: str, place: int, entry: Any) -> ProblemSpec:
    entries = list(getattr(spec, kind))
    entries[place] = entry
    return spec.model_copy(update={kind: entries})
