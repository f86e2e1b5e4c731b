"""The JSON form of a problem: a table of nodes, operands first, and constraints that refer to them by number."""

from __future__ import annotations

import json
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders import expressions
from encoders.errors import InputError, PlanproofError
from encoders.expressions import Clauses, Expression, Task, node_fields
from encoders.numbers import exact, to_json
from encoders.problem import Constraint, Objective, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        expressions.Const,
        expressions.Parameter,
        expressions.BoolVar,
        expressions.IntVar,
        expressions.RealVar,
        expressions.ChoiceVar,
        expressions.Not,
        expressions.And,
        expressions.Or,
        expressions.Implies,
        expressions.Iff,
        expressions.If,
        expressions.Compare,
        expressions.PseudoBoolean,
        expressions.Clauses,
        expressions.Sum,
        expressions.Product,
        expressions.Min,
        expressions.Max,
        expressions.Abs,
        expressions.Count,
        expressions.Element,
        expressions.Is,
        expressions.AllDifferent,
        expressions.Table,
        expressions.NoOverlap,
        expressions.Cumulative,
        expressions.Circuit,
        expressions.Reservoir,
    )
}
_LEAVES = {"Parameter", "BoolVar", "IntVar", "RealVar", "ChoiceVar"}
_VARIADIC = {"And", "Or", "Min", "Max", "Count", "AllDifferent"}


def dump(problem: Problem) -> str:
    """Canonical text: nodes in order of first use, keys sorted, no spaces."""
    number = {id(node): index for index, node in enumerate(problem.nodes)}

    def encode(value: object) -> Any:
        if isinstance(value, Expression):
            return {"n": number[id(value)]}
        if isinstance(value, Task):
            return {"task": [encode(getattr(value, name)) for name in node_fields(value)]}
        if isinstance(value, (tuple, array)):
            return [encode(item) for item in value]
        if isinstance(value, Fraction):
            return {"q": to_json(value)} if value.denominator != 1 else int(value)
        return value

    nodes = [
        [type(node).__name__, *[encode(getattr(node, name)) for name in node_fields(node)]] for node in problem.nodes
    ]
    content = {
        "planproof": "problem",
        "version": VERSION,
        "name": problem.name,
        "nodes": nodes,
        "declared": [number[id(leaf)] for leaf in problem.declared],
        "constraints": [
            {
                "id": c.id,
                "expression": number[id(c.expression)],
                "says": c.says,
                "origin": c.origin,
                "group": c.group,
                "weight": to_json(c.weight),
                "keep": c.keep,
                "source": None if c.source is None else [c.source.quote, c.source.start, c.source.end],
            }
            for c in problem.constraints
        ],
        "objectives": [
            {"name": o.name, "sense": o.sense, "expression": number[id(o.expression)], "says": o.says, "unit": o.unit}
            for o in problem.objectives
        ],
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def load(text: str, leaves: Mapping[str, Expression] | None = None) -> Problem:
    """The problem that `dump` wrote. Raises InputError, with the place, for anything else.

    `leaves` are variables and parameters by name that are there already: they take the place of those in the text.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a problem file: {error}") from error
    if not isinstance(content, dict) or content.get("planproof") != "problem" or content.get("version") != VERSION:
        raise InputError(f'not a problem file: expected {{"planproof": "problem", "version": {VERSION}}}')
    nodes: list[Expression] = []
    tasks: dict[str, Task] = {}
    place = "nodes"

    def decode(value: Any) -> Any:
        if isinstance(value, dict):
            if "n" in value:
                return node(value["n"])
            if "task" in value:
                key = json.dumps(value["task"])
                if key not in tasks:  # one task that several constraints mention stays one
                    tasks[key] = Task(*[decode(item) for item in value["task"]])
                return tasks[key]
            return exact(value["q"])
        if isinstance(value, list):
            return tuple([decode(item) for item in value])
        if isinstance(value, float):
            raise InputError(f"{value!r} is a binary float; write a string")
        return value

    def node(index: int) -> Expression:
        if not 0 <= index < len(nodes):
            raise InputError(f"node {index} is not defined before it is used")
        return nodes[index]

    try:
        for index, (kind, *values) in enumerate(content["nodes"]):
            place = f"nodes[{index}]"
            known = (leaves or {}).get(values[0]) if kind in _LEAVES and values and isinstance(values[0], str) else None
            nodes.append(known if known is not None else _make(kind, [decode(value) for value in values]))
        place = "constraints"
        constraints = tuple(
            [
                Constraint(
                    id=_text(c["id"]),
                    expression=node(c["expression"]),
                    says=_text(c["says"]),
                    origin=c["origin"],
                    group=None if c["group"] is None else _text(c["group"]),
                    weight=exact(c["weight"]),
                    keep=_truth(c["keep"]),
                    source=None if c["source"] is None else _source(*c["source"]),
                )
                for c in content["constraints"]
            ]
        )
        place = "objectives"
        objectives = tuple(
            [
                Objective(_text(o["name"]), o["sense"], node(o["expression"]), _text(o["says"]), _text(o["unit"]))
                for o in content["objectives"]
            ]
        )
        declared: Any = tuple([node(index) for index in content["declared"]])
        return Problem(_text(content["name"]), constraints, objectives, declared)
    except InputError as error:
        raise InputError(error.message, where=place) from error
    except (PlanproofError, LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise InputError(f"not a well-formed problem: {error}", where=place) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(f"expected text, found {value!r}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"expected true or false, found {value!r}")
    return value


def _source(quote: Any, start: Any, end: Any) -> Source:
    if not (isinstance(start, int) and isinstance(end, int)):
        raise InputError("a source is a quote with whole numbers of its start and end")
    return Source(_text(quote), start, end)


def _make(kind: str, values: list[Any]) -> Expression:
    maker = _KINDS.get(kind)
    if maker is None:
        raise InputError(f"unknown node kind {kind!r}")
    if maker is Clauses:
        variables, flat = values
        rows: list[list[int]] = [[]]
        for literal in flat:
            if literal:
                rows[-1].append(literal)
            else:
                rows.append([])
        if rows[-1]:
            raise InputError("the last clause is not closed by 0")
        return Clauses(variables, rows[:-1])
    node: Expression = maker(*values[0]) if kind in _VARIADIC else maker(*values)
    return node
