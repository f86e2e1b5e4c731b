"""Units as products of symbols ("$/kg" is $ over kg), and where sums and comparisons mix them.

Symbols are opaque: nothing is converted, and a number without a unit goes with every unit.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.spec.indexed.syntax import (
    Add,
    Alternative,
    Call,
    Chain,
    Negative,
    Node,
    Num,
    Over,
    Power,
    Ref,
    Times,
    every,
)
from encoders.spec.indexed.write import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from encoders.spec.indexed.model import ProblemSpec
    from encoders.spec.indexed.scope import Rule

Unit = dict[str, int]
"""Exponents by symbol; empty for a plain number."""

_SAME = {
    "dollar": "$", "usd": "$", "us$": "$", "euro": "€", "eur": "€", "pound": "£", "gbp": "£", "h": "hour", "hr": "hour",
    "min": "minute", "kilogram": "kg", "gram": "g", "kilometer": "km", "kilometre": "km", "litre": "liter", "l": "liter",
}  # fmt: skip
_COUNTED = frozenset(["unit", "item", "piece", "each", "number", "count", "1", "%", "percent", "time"])
"""Words for how many there are of something: no dimension."""


_LONGEST = 100
_UNIT = re.compile(r"1|[^\d\[\]{}=<>/*·]+[23]?(?:[/*·][^\d\[\]{}=<>/*·]+[23]?)*")
"""Symbols, each perhaps squared or cubed, with signs between them."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """Units that do not go together, and where."""

    says: str
    place: str


def parse_unit(text: str) -> Unit | None:
    """A unit such as "kg", "$/kg" or "hours per unit"; None where there is none or it cannot be read."""
    cleaned = re.sub(r"\s+per\s+", "/", text[: _LONGEST + 1].strip().lower())
    if not cleaned or len(text) > _LONGEST or not _UNIT.fullmatch(cleaned):
        return None
    found: Counter[str] = Counter()
    outside, sign = [1], 1
    for token in re.findall(r"[/*·()]|[^/*·()]+", cleaned):
        if token in "/*·":
            sign = outside[-1] * (-1 if token == "/" else 1)
        elif token == "(":
            outside.append(sign)
        elif token == ")":
            if len(outside) == 1:
                return None
            outside.pop()
        elif token.strip():
            symbol, power = re.fullmatch(r"(.*?)\^?([23]?)", token.strip()).groups()  # type: ignore[union-attr]
            symbol = _symbol(symbol.strip())
            if symbol and symbol not in _COUNTED:
                found[symbol] += (int(power) if power else 1) * sign
    return {symbol: power for symbol, power in found.items() if power}


def unit_warnings(spec: ProblemSpec, constraints: Sequence[Rule], objectives: Sequence[Rule]) -> list[Mixed]:
    """Sums, comparisons and objectives whose parts have known, different units."""
    units: dict[str, Unit | None] = {entry.name: parse_unit(entry.unit) for entry in spec.parameters}
    for variable in spec.variables:
        units[variable.name] = {} if variable.kind == "boolean" else parse_unit(variable.unit)
    if not any(units.values()):
        return []
    found = [
        mixed
        for rule in (*constraints, *objectives)
        for node in every(rule.node)
        for mixed in _mixed(node, units, rule.place)
    ]
    for goal, rule in zip(spec.objectives, objectives, strict=True):
        stated, own = parse_unit(goal.unit), _unit(rule.node, units)
        if stated and own is not None and stated != own:
            says = f"{goal.name} is said to be in {goal.unit}, but comes to {_said(own)}"
            found.append(Mixed(says, f"{rule.place}, {rule.node.place}"))
    return found


def _symbol(text: str) -> str:
    """One spelling of a symbol: without the plural, abbreviations written out."""
    known = _SAME.get(text)
    if known is None and len(text) > 3 and text.endswith("s") and not text.endswith("ss"):
        text = text[:-1]
    return known or _SAME.get(text, text)


def _mixed(node: Node, units: Mapping[str, Unit | None], place: str) -> Iterator[Mixed]:
    """What is added up or compared here, where its units differ."""
    listed = isinstance(node, Call) and not node.loops and node.function in ("sum", "min", "max")
    if not (isinstance(node, (Add, Chain)) or listed):
        return
    operands = node.operands  # type: ignore[attr-defined]
    known = [(operand, unit) for operand in operands if (unit := _unit(operand, units)) is not None]
    for operand, unit in known[1:]:
        if unit != known[0][1]:
            what = "compares" if isinstance(node, Chain) else "adds up"
            yield Mixed(
                f"this {what} {_said(known[0][1])} ({write(known[0][0])}) and {_said(unit)} ({write(operand)})",
                f"{place}, {operand.place}",
            )
            return


def _unit(node: Node, units: Mapping[str, Unit | None]) -> Unit | None:
    """The unit of a part; None where some number in it has none."""
    match node:
        case Ref(name=name):
            return units.get(name)
        case Negative(operand=operand):
            return _unit(operand, units)
        case Add(operands=operands):
            return next((unit for operand in operands if (unit := _unit(operand, units)) is not None), None)
        case Times(left=left, right=right):
            return _combined(_unit(left, units), _unit(right, units), 1)
        case Over(left=left, right=right):
            return _combined(_unit(left, units), _unit(right, units), -1)
        case Power(base=base, exponent=Num(value=value)) if (
            isinstance(value, int) and (unit := _unit(base, units)) is not None
        ):
            return {symbol: power * value for symbol, power in unit.items() if value}
        case Call(function="sum" | "min" | "max" | "abs" | "ceil" | "floor" | "round", operands=operands):
            return next((unit for operand in operands if (unit := _unit(operand, units)) is not None), None)
        case Call(function="count"):
            return {}
        case Alternative(then=then, otherwise=otherwise):
            unit = _unit(then, units)
            return _unit(otherwise, units) if unit is None else unit
    return None


def _combined(left: Unit | None, right: Unit | None, sign: int) -> Unit | None:
    if left is None or right is None:
        return None
    symbols = {**left, **right}
    powers = {symbol: left.get(symbol, 0) + sign * right.get(symbol, 0) for symbol in symbols}
    return {symbol: power for symbol, power in powers.items() if power}


def _said(unit: Unit) -> str:
    """A unit in words: "$/kg"."""
    above = "*".join([_powered(symbol, power) for symbol, power in sorted(unit.items()) if power > 0])
    below = "/".join([_powered(symbol, -power) for symbol, power in sorted(unit.items()) if power < 0])
    return f"{above or ('1' if below else 'a plain number')}{'/' if below else ''}{below}"


def _powered(symbol: str, power: int) -> str:
    return symbol if power == 1 else f"{symbol}^{power}"
