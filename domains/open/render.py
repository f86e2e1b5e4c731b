"""A plan of an open problem for people: one table for each family of decisions, what is zero left out, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Document, Heading, Paragraph, Table
from domains.open.words import amount, listed, one_of
from encoders.spec.indexed.places import element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.open.known import Known
    from encoders.numbers import Number
    from encoders.spec.indexed.data import Key, Member
    from encoders.spec.indexed.model import VariableSpec

_MOST_ROWS, _MOST_COLUMNS = 100, 12


def rendered(known: Known, values: Mapping[str, bool | Number], measured: Mapping[str, Number]) -> Document:
    """The plan that these values are; `measured` are the objectives."""
    spec = known.spec
    title = (spec.says or spec.name).strip().rstrip(".")
    blocks: list[Heading | Paragraph | Table] = [Heading(title[:1].upper() + title[1:])]
    for variable in spec.variables:
        blocks += _family(variable, known, values)
    goals = [goal for goal in spec.objectives if goal.name in measured]
    told = [f"{goal.name.replace('_', ' ')}: {amount(measured[goal.name], goal.unit)}" for goal in goals]
    if told:
        blocks.append(Paragraph(f"{listed([part[:1].upper() + part[1:] for part in told])}."))
    return Document(tuple(blocks))


def _family(variable: VariableSpec, known: Known, values: Mapping[str, bool | Number]) -> list[Paragraph | Table]:
    title = _title(variable)
    if not variable.index:
        found = values.get(variable.name, 0)
        return [Paragraph(f"{title}: {amount(found, '' if variable.kind == 'boolean' else variable.unit)}.")]
    chosen = {
        key: values[name]
        for key in _keys(variable, known)
        if (name := element(variable.name, key)) in values and values[name]
    }
    if not chosen:
        return [Paragraph(f"{title}: nothing.")]
    if len(variable.index) == 1 and variable.kind == "boolean":
        return [Paragraph(f"{title}: {_cut([str(key[0]) for key in chosen])}.")]
    if len(variable.index) == 2 and variable.kind != "boolean":
        matrix = _matrix(variable, chosen, title)
        if matrix is not None:
            return [matrix]
    return _rows(variable, chosen, title)


def _keys(variable: VariableSpec, known: Known) -> Sequence[Key]:
    from itertools import product

    return list(product(*[known.data.sets[name].members for name in variable.index]))


def _title(variable: VariableSpec) -> str:
    said = variable.says.strip().rstrip(".")
    unit = f" ({variable.unit})" if variable.unit and variable.kind != "boolean" else ""
    name = variable.name.replace("_", " ")
    return f"{name[:1].upper()}{name[1:]}{unit}" + (f", {said}" if said and "{" not in said else "")


def _matrix(variable: VariableSpec, chosen: Mapping[Key, bool | Number], title: str) -> Table | None:
    """Rows by the first set, columns by the second; None where there are too many columns, or one of either."""
    rows = list(dict.fromkeys([key[0] for key in chosen]))
    columns = _in_order([key[1] for key in chosen])
    if not 1 < len(columns) <= _MOST_COLUMNS or not 1 < len(rows) <= _MOST_ROWS:
        return None
    cells = tuple(
        [
            (str(row), *[amount(chosen[row, column]) if (row, column) in chosen else "" for column in columns])
            for row in rows
        ]
    )
    align = ("left", *["right"] * len(columns))
    return Table((one_of(variable.index[0]), *map(str, columns)), cells, align, title)  # type: ignore[arg-type]


def _in_order(members: list[Member]) -> list[Member]:
    found = list(dict.fromkeys(members))
    return sorted(found) if all([isinstance(member, int) for member in found]) else found


def _rows(variable: VariableSpec, chosen: Mapping[Key, bool | Number], title: str) -> list[Paragraph | Table]:
    """One row for each combination of members."""
    truths = variable.kind == "boolean"
    columns = [one_of(name) for name in variable.index] + ([] if truths else [variable.unit or "amount"])
    shown = list(chosen.items())[:_MOST_ROWS]
    cells = tuple([(*map(str, key), *([] if truths else [amount(value)])) for key, value in shown])
    align = (*["left"] * len(variable.index), *([] if truths else ["right"]))
    blocks: list[Paragraph | Table] = [Table(tuple(columns), cells, align, title)]  # type: ignore[arg-type]
    if len(chosen) > len(shown):
        blocks.append(Paragraph(f"{len(chosen) - len(shown):,} more rows are in the plan itself."))
    return blocks


def _cut(names: list[str]) -> str:
    if len(names) <= _MOST_ROWS:
        return listed(names)
    return f"{', '.join(names[:_MOST_ROWS])} and {len(names) - _MOST_ROWS:,} more"
