"""Wishes of the expression language in English, told from the parsed expression: what a reader sees is what will hold.

A world says what its quantities are (`Noun`); the sentence around them is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.numbers import show
from encoders.spec import write
from encoders.spec.syntax import (
    Add,
    Both,
    Call,
    Chain,
    Condition,
    Denial,
    Either,
    Member,
    Name,
    Negative,
    Num,
    Scale,
    Truth,
    names_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.vocabulary import Unit
    from encoders.numbers import Number
    from encoders.spec import Node

_COMPARED = {"<": "less than", "<=": "at most", "==": "exactly", "!=": "not", ">=": "at least", ">": "more than"}
_TIMES = {"<": "before", "<=": "at the latest at", "==": "at", "!=": "not at", ">=": "at the earliest at", ">": "after"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_OF_ALL = {"max": "the greatest", "min": "the smallest", "sum": "the sum of"}


@dataclass(frozen=True, slots=True)
class Noun:
    """What a quantity is called: "the price of all meals"; for counts the things counted: "flights on leg 1"."""

    says: str
    unit: Unit = "count"
    things: bool = False


def english(node: Node, noun: Callable[[Name], Noun | None]) -> str:
    """One sentence for a wish; the expression itself where it names a quantity that has no noun."""
    found = {name.text: noun(name) for name in names_in(node)}
    nouns = {text: entry for text, entry in found.items() if entry is not None}
    if len(nouns) < len(found):
        return f"It holds that {write(node)}."
    clause = _Echo(nouns).clause(node)
    return f"{clause[:1].upper()}{clause[1:]}."


class _Echo:
    def __init__(self, nouns: dict[str, Noun]) -> None:
        self._nouns = nouns

    def clause(self, node: Node) -> str:
        match node:
            case Chain(operands=operands, operators=operators):
                pairs = zip(operands, operators, operands[1:], strict=False)
                return " and ".join([self._compared(left, operator, right) for left, operator, right in pairs])
            case Member(operand=operand, values=values, negated=negated):
                unit = self._unit(operand)
                listed = ", ".join([said(value, unit) for value in values])
                return f"{self._amount(operand, unit)} is {'none' if negated else 'one'} of {listed}"
            case Denial(operand=operand):
                return f"it is not so that {self.clause(operand)}"
            case Both(operands=operands):
                return ", and ".join([self.clause(operand) for operand in operands])
            case Either(operands=operands):
                return f"either {', or '.join([self.clause(operand) for operand in operands])}"
            case Condition(left=left, right=right):
                return f"if {self.clause(left)}, then {self.clause(right)}"
            case Truth(value=value):
                return "anything is allowed" if value else "nothing is allowed"
        return f"{self._amount(node, self._unit(node))} holds"

    def _compared(self, left: Node, operator: str, right: Node) -> str:
        if isinstance(left, Num) and not isinstance(right, Num):
            left, operator, right = right, _TURNED[operator], left
        noun = self._nouns[left.text] if isinstance(left, Name) else None
        if noun is not None and noun.things and isinstance(right, Num):
            return _counted(noun.says, operator, right.value)
        unit = self._unit(left) or self._unit(right)
        words = _TIMES if unit == "clock" and isinstance(right, Num) else _COMPARED
        return f"{self._amount(left, unit)} is {words[operator]} {self._amount(right, unit)}"

    def _unit(self, node: Node) -> Unit | None:
        """The unit of the first quantity that is mentioned."""
        return next((self._nouns[name.text].unit for name in names_in(node)), None)

    def _amount(self, node: Node, unit: Unit | None) -> str:
        match node:
            case Num(value=value):
                return said(value, unit)
            case Name():
                noun = self._nouns[node.text]
                return f"the number of {noun.says}" if noun.things else noun.says
            case Negative(operand=operand):
                return f"minus {self._amount(operand, unit)}"
            case Add(signs=signs, operands=operands):
                parts = [
                    f" {'plus' if s > 0 else 'minus'} {self._amount(o, unit)}"
                    for s, o in zip(signs, operands, strict=True)
                ]
                return "".join(parts).removeprefix(" plus ")
            case Scale(left=left, operator=operator, right=right):
                return f"{self._factor(left, unit)} {'times' if operator == '*' else 'divided by'} {self._factor(right, unit)}"
            case Call(function="abs", operands=(operand,)):
                return f"the size of {self._amount(operand, unit)}"
            case Call(function=function, operands=operands):
                listed = " and ".join([self._amount(operand, unit).removeprefix("the ") for operand in operands])
                return f"{_OF_ALL[function]} {listed}"
        return f"({self.clause(node)})"

    def _factor(self, node: Node, unit: Unit | None) -> str:
        return show(node.value) if isinstance(node, Num) else self._amount(node, unit)


def _counted(things: str, operator: str, value: Number) -> str:
    if (operator, value) in (("==", 0), ("<=", 0), ("<", 1)):
        return f"there are no {things}"
    return f"the number of {things} is {_COMPARED[operator]} {show(value)}"


def said(value: Number, unit: Unit | None) -> str:
    """A number as its unit is said: "09:00", "2 hours 30 minutes", "1,400"."""
    if unit == "clock" and isinstance(value, int) and value >= 0:
        days, minutes = divmod(value, 1440) if value > 1440 else (0, value)
        clock = f"{minutes // 60:02}:{minutes % 60:02}"
        return clock if not days else f"{clock} {'on the next day' if days == 1 else f'{days} days later'}"
    if unit == "minutes" and isinstance(value, int) and value >= 0:
        hours, minutes = divmod(value, 60)
        parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((hours, "hour"), (minutes, "minute")) if n]
        return " ".join(parts) or "0 minutes"
    return show(value)
