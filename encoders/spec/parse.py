"""From a text of the expression language to its tree; nothing is executed, and what is not in the grammar is refused."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from encoders.errors import InputError, PlanproofError, UnsupportedError
from encoders.numbers import Number, exact
from encoders.spec.grammar import GRAMMAR
from encoders.spec.syntax import (
    NUMERIC,
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
    Node,
    Num,
    Scale,
    Truth,
    every,
)
from encoders.spec.texts import at, number, require_shallow, tree_of

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

LONGEST, DEEPEST, MOST_NODES = 2_000, 40, 400
"""Characters of a text, nesting of its parts, number of its parts."""

_PART = re.compile(r'\.?([^\W\d]\w*)(?:\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\])?')
_OPERATORS = {"≤": "<=", "≥": ">=", "≠": "!="}
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
        node = _Builder().built(tree_of(_grammar(), text, _HINTS))
        _require_sound(node)
    except PlanproofError as error:
        place = ", ".join([part for part in (where, error.where) if part])
        raise type(error)(error.message, where=place) from error
    return node


@cache
def _grammar() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False, propagate_positions=True)


class _Builder:
    """The parser generator's tree as ours. Its depth is limited while it is built, so that nothing recurses too far."""

    def __init__(self) -> None:
        self._count = 0

    def built(self, tree: Tree[Token] | Token, depth: int = 0) -> Node:
        self._count += 1
        line, column = _start(tree)
        if depth > DEEPEST:
            raise InputError(f"the expression is nested more than {DEEPEST} deep", where=at(line, column))
        if self._count > MOST_NODES:
            raise InputError(f"the expression has more than {MOST_NODES} parts", where=at(line, column))
        parts = cast("Tree[Token]", tree)
        return cast("Node", getattr(self, str(parts.data))(line, column, parts.children, depth + 1))

    def _all(self, children: list[Any], depth: int) -> tuple[Node, ...]:
        return tuple([self.built(child, depth) for child in children if _is_tree(child)])

    def number(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Num(line, column, number(str(children[0]), at(line, column)))

    def truth(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Truth(line, column, str(children[0]) == "true")

    def name(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        parts = []
        for match in _PART.finditer(str(children[0])):
            word, quoted, plain = match.groups()
            index = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain and plain.strip()
            parts.append((word, index))
            if index is not None and not index.strip():
                raise InputError(f"the index of {word!r} is empty", where=at(line, column))
        return Name(line, column, tuple(parts))

    def negative(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Negative(line, column, self.built(children[1], depth))

    def addition(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        signs = (1, *[-1 if str(child) == "-" else 1 for child in children if not _is_tree(child)])
        return Add(line, column, signs, self._all(children, depth))

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

    def chain(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        operators = [_OPERATORS.get(str(child), str(child)) for child in children if not _is_tree(child)]
        return Chain(line, column, self._all(children, depth), cast("Any", tuple(operators)))

    def member(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        operand, *_, values = children
        negated = len(children) == 3
        return Member(line, column, self.built(operand, depth), tuple(map(_constant, values.children)), negated)

    no_member = member

    def denial(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Denial(line, column, self.built(children[1], depth))

    def both(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Both(line, column, self._all(children, depth))

    def either(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Either(line, column, self._all(children, depth))

    def condition(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        left, right = self._all(children, depth)
        return Condition(line, column, left, right)


def _is_tree(part: object) -> bool:
    return hasattr(part, "children")


def _start(tree: Any) -> tuple[int, int]:
    return (tree.meta.line, tree.meta.column) if _is_tree(tree) else (tree.line, tree.column)


def _constant(tree: Any) -> Number:
    """A member of a set: digits with a sign, a fraction or both."""
    place = at(*_start(tree))
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
