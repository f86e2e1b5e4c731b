"""From a text of the expression language to its tree; nothing is executed, and what is not in the grammar is refused."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from encoders.errors import InputError, PlanproofError, UnsupportedError
from encoders.numbers import Number, exact
from encoders.spec.building import TreeBuilder, start_of
from encoders.spec.grammar import GRAMMAR
from encoders.spec.syntax import (
    NUMERIC,
    Add,
    Both,
    Call,
    Condition,
    Denial,
    Either,
    Member,
    Name,
    Negative,
    Node,
    Num,
    Scale,
    every,
)
from encoders.spec.texts import at, number, require_shallow, tree_of

if TYPE_CHECKING:
    from lark import Lark

LONGEST, DEEPEST, MOST_NODES = 2_000, 40, 400
"""Characters of a text, nesting of its parts, number of its parts."""

_PART = re.compile(r'\.?([^\W\d]\w*)(?:\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\])?')
_HINTS = {
    "=": "write == for equality",
    "&": "write and",
    "|": "write or",
    "!": "write not, or != between numbers",
    "^": "powers cannot be written",
    "%": "percentages are written as numbers: 0.1 for 10%",
    ",": "numbers are written without commas between their digits: 1400",
    "$": "numbers are written without a currency",
    "€": "numbers are written without a currency",
    "£": "numbers are written without a currency",
    '"': 'quotes stand only around an index: hotel["The [Old] Inn"].price',
}


def parse(text: str, *, where: str = "") -> Node:
    """The tree of a text. `where` names its place for messages ("extra/0").

    Raises InputError with line and column for a text that is not in the grammar, is too long or too deeply nested, or takes a
    number for a truth value; UnsupportedError for a product of two quantities.
    """
    try:
        if len(text) > LONGEST:
            raise InputError(f"the expression has {len(text):,} characters, more than the {LONGEST:,} that are read")
        if not text.strip():
            raise InputError("the expression is empty; write for example total <= 1300")
        require_shallow(text, DEEPEST)
        node = _Builder(DEEPEST, MOST_NODES).built(tree_of(_grammar(), text, _HINTS))
        _require_sound(node)
    except PlanproofError as error:
        place = ", ".join([part for part in (where, error.where) if part])
        raise type(error)(error.message, where=place) from error
    return node


@cache
def _grammar() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False, propagate_positions=True)


class _Builder(TreeBuilder):
    """The nodes that only this language has."""

    def name(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        parts = []
        for match in _PART.finditer(str(children[0])):
            word, quoted, plain = match.groups()
            index = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain and plain.strip()
            parts.append((word, index))
            if index is not None and not index.strip():
                raise InputError(f"the index of {word!r} is empty", where=at(line, column))
        return Name(line, column, tuple(parts))

    def times(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        left, right = self._all(children, depth)
        return Scale(line, column, left, "*", right)

    def over(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        left, right = self._all(children, depth)
        return Scale(line, column, left, "/", right)

    def call(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        function = cast("Literal['min', 'max', 'sum', 'abs']", str(children[0]))
        operands = self._all(children[1].children, depth)
        if function == "abs" and len(operands) != 1:
            raise InputError(f"abs takes one number, not {len(operands)}", where=at(line, column))
        return Call(line, column, function, operands)

    def member(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        operand, *_, values = children
        negated = len(children) == 3
        return Member(line, column, self.built(operand, depth), tuple(map(_constant, values.children)), negated)

    no_member = member


def _constant(tree: Any) -> Number:
    """A member of a set: digits with a sign, a fraction or both."""
    place = at(*start_of(tree))
    words = [str(child) for child in tree.children]
    numbers = [number(word, place) for word in words if word != "-"]
    if len(numbers) == 2 and numbers[1] == 0:
        raise InputError("a division by 0 has no value", where=place)
    value = exact(str(numbers[0])) if len(numbers) == 1 else exact(_quotient(numbers[0], numbers[1]))
    return -value if words[0] == "-" else value


def _quotient(above: Number, below: Number) -> Number:
    from fractions import Fraction

    return exact(Fraction(above) / Fraction(below))


# ---------------------------------------------------------------- what the grammar cannot say


def _require_sound(node: Node) -> None:
    """Numbers where numbers are needed, truth where truth is, one quantity a product, families only where lists are."""
    listed = {id(operand) for call in every(node) if isinstance(call, Call) for operand in call.operands}
    for found in every(node):
        if isinstance(found, (Denial, Both, Either, Condition)):
            for operand in found.children:
                require_truth(operand)
        elif isinstance(found, Scale):
            _require_constant(found)
        elif isinstance(found, Name) and found.several and id(found) not in listed:
            raise InputError(
                f"{found.text} stands for several quantities, so it can only be in min(...), max(...) or sum(...)",
                where=found.place,
            )


def require_truth(node: Node) -> None:
    """Raise InputError for a number where something that holds or not is needed."""
    if isinstance(node, NUMERIC):
        raise InputError("this is a number, but something that holds or not is needed: compare it", where=node.place)


def _require_constant(node: Scale) -> None:
    if node.operator == "/":
        below = constant(node.right)
        if below is None:
            raise UnsupportedError("only a division by a constant can be solved", where=node.right.place)
        if below == 0:
            raise InputError("a division by 0 has no value", where=node.right.place)
    elif constant(node.left) is None and constant(node.right) is None:
        raise UnsupportedError(
            "a product of two quantities is not linear and cannot be solved; one side must be a constant",
            where=node.place,
        )


def constant(node: Node) -> Number | None:
    """The value of a node that is arithmetic over numbers alone, else None."""
    if isinstance(node, Num):
        return node.value
    if isinstance(node, Negative):
        inner = constant(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Scale):
        left, right = constant(node.left), constant(node.right)
        if left is None or right is None or (node.operator == "/" and right == 0):
            return None
        return exact(left * right) if node.operator == "*" else _quotient(left, right)
    if isinstance(node, Add):
        total: Number = 0
        for sign, operand in zip(node.signs, node.operands, strict=True):
            inner = constant(operand)
            if inner is None:
                return None
            total += sign * inner
        return exact(total)
    return None
