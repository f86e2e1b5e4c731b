"""A model's reply as a problem spec: numbers made exact, sparse rows as mappings, names and texts as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from encoders.errors import InputError
from encoders.spec.indexed.model import (
    ConstraintSpec,
    ObjectiveSpec,
    ParameterSpec,
    ProblemSpec,
    SetSpec,
    VariableSpec,
)
from planner.open.names import renamed

if TYPE_CHECKING:
    from planner.open.reply import FormulationReply, ParameterReply


P = TypeVar("P", bound=BaseModel)


def spec_of(reply: FormulationReply, tables: frozenset[str] = frozenset()) -> ProblemSpec:
    """The problem that a reply means. Raises InputError, which names the part, for the model."""
    reply = renamed(reply)
    return ProblemSpec(
        sets=[_set(place, entry, tables) for place, entry in enumerate(reply.sets)],
        parameters=[_parameter(place, entry, tables) for place, entry in enumerate(reply.parameters)],
        variables=[_variable(place, entry) for place, entry in enumerate(reply.variables)],
        constraints=[
            _made(
                ConstraintSpec,
                f"constraints[{place}] {entry.name}",
                name=entry.name,
                rule=entry.rule,
                says=entry.says,
                quote=entry.quote,
                origin="request" if entry.quote.strip() else "commonsense",
            )
            for place, entry in enumerate(reply.constraints)
        ],
        objectives=[
            _made(
                ObjectiveSpec,
                f"objectives[{place}] {entry.name}",
                name=entry.name,
                sense=entry.sense,
                expression=entry.expression,
                unit=entry.unit,
                quote=entry.quote,
            )
            for place, entry in enumerate(reply.objectives)
        ],
    )


def _made(part: type[P], at: str, /, **fields: Any) -> P:
    try:
        return part(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join([str(part) for part in first["loc"]])
        raise InputError(f"{field}: {first['msg']}", where=at) from error
    except InputError as error:
        raise InputError(error.message, where=error.where or at) from error


def _set(place: int, entry: Any, tables: frozenset[str]) -> SetSpec:
    where = f"sets[{place}] {entry.name}"
    if entry.table and entry.table in tables:
        return _made(SetSpec, where, name=entry.name, table=entry.table, column=entry.column)
    if not entry.members:
        raise InputError("a set lists its members", where=where)
    return _made(SetSpec, where, name=entry.name, members=[_member(member) for member in entry.members])


def _member(member: str | int) -> str | int:
    return member.strip() if isinstance(member, str) else member


def _parameter(place: int, entry: ParameterReply, tables: frozenset[str]) -> ParameterSpec:
    where = f"parameters[{place}] {entry.name}"
    if entry.table and entry.table in tables:
        return _made(
            ParameterSpec,
            where,
            name=entry.name,
            index=entry.index,
            unit=entry.unit,
            table=entry.table,
            column=entry.column,
        )
    values: Any = entry.values
    if entry.rows:
        values = _sparse(entry, where)
    return _made(
        ParameterSpec, where, name=entry.name, index=entry.index, unit=entry.unit, values=values, default=entry.default
    )


def _sparse(entry: ParameterReply, where: str) -> dict[str, Any]:
    """Rows of members and a number as nested mappings."""
    found: dict[str, Any] = {}
    for row in entry.rows:
        if len(row) != len(entry.index) + 1 or not entry.index:
            raise InputError(
                f"a row has a member of each of {', '.join(entry.index) or 'no sets'}, then the number; this one is {row!r}",
                where=where,
            )
        *key, value = row
        inner = found
        for member in key[:-1]:
            inner = inner.setdefault(str(member), {})
        if str(key[-1]) in inner:
            raise InputError(f"{', '.join(map(str, key))} stands in two rows", where=where)
        inner[str(key[-1])] = value
    return found


def _variable(place: int, entry: Any) -> VariableSpec:
    return _made(
        VariableSpec,
        f"variables[{place}] {entry.name}",
        name=entry.name,
        index=entry.index,
        kind=entry.kind,
        lower=_of_members(_bound(entry.lower), entry.index),
        upper=_of_members(_bound(entry.upper), entry.index),
        where=_bound(entry.where),
        unit=entry.unit,
        says=entry.says,
    )


def _bound(value: Any) -> Any:
    """A bound that some models write as a word: none."""
    if isinstance(value, str) and value.strip().lower() in ("", "none", "null", "inf", "infinity", "+inf", "-inf"):
        return None
    return value


def _of_members(text: str | None, index: list[str]) -> str | None:
    """A bound that is the same for every member, written such that a set's name in it means the set (`len(cities)`)."""
    if (
        text is None
        or not index
        or ":" in text
        or "[" in text
        or " for " in text
        or not any([c.isalpha() for c in text])
    ):
        return text
    return f"{', '.join([f'index_{place}' for place in range(1, len(index) + 1)])}: {text}"
