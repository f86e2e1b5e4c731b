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

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

LONGEST, DEEPEST, MOST_NODES, MOST_DIGITS = 2_000, 40, 400, 30
"""Characters of a text, nesting of its parts, number of its parts, digits of a number."""

_PART = re.compile(r'\.?([^\W\d]\w*)(?:\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\])?')
_ENDS_EARLY = "the expression ends too early; something is missing here"
_OPERATORS = {"≤": "<=", "≥": ">=", "≠": "!="}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
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
        _require_shallow(text)
        node = _Builder().built(_tree(text))
        _require_sound(node)
    except PlanproofError as error:
        place = ", ".join([part for part in (where, error.where) if part])
        raise type(error)(error.message, where=place) from error
    return node


@cache
def _grammar() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False, propagate_positions=True)


def _tree(text: str) -> Tree[Token] | Token:
    from lark import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

    try:
        return _grammar().parse(text)
    except UnexpectedCharacters as error:
        start = error.pos_in_stream or 0
        found = text[start : start + 1]
        raise InputError(_unexpected(found, text, start), where=_at(error.line, error.column)) from error
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise InputError(_ENDS_EARLY, where=_place_of(text, len(text.rstrip()))) from error
        begins = error.token.start_pos
        message = _unexpected(str(error.token), text, len(text) if begins is None else begins)
        raise InputError(message, where=_at(error.line, error.column)) from error
    except UnexpectedEOF as error:
        raise InputError(_ENDS_EARLY, where=_place_of(text, len(text.rstrip()))) from error


def _unexpected(found: str, text: str, start: int) -> str:
    hint = _HINTS.get(found, "")
    if re.fullmatch(r"\d", found):
        hint = "a number is written like 3, 12.5 or 1/3"
    elif found == "," and not re.search(r"\d\s*$", text[:start]):
        hint = ""
    elif found == "[" and re.search(r"\bin\s*$", text[:start]):
        hint = "a set is written in braces: {1, 2}"
    elif not hint and re.match(r"[^\W\d]", found) and re.search(r"[\w\])]\s+$", text[:start]):
        hint = "between two parts stands an operator, such as <=, + or and"
    return f"{found[:40]!r} cannot stand here{f': {hint}' if hint else ''}"


def _at(line: int, column: int) -> str:
    return f"line {line}, column {column}"


def _place_of(text: str, position: int) -> str:
    before = text[:position]
    return _at(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _require_shallow(text: str) -> None:
    """Brackets in brackets, before anything recursive sees them."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character in _BRACKETS) - (character in _BRACKETS.values())
        if depth > DEEPEST:
            raise InputError(f"brackets are nested more than {DEEPEST} deep", where=_place_of(text, position))


class _Builder:
    """The parser generator's tree as ours. Its depth is limited while it is built, so that nothing recurses too far."""

    def __init__(self) -> None:
        self._count = 0

    def built(self, tree: Tree[Token] | Token, depth: int = 0) -> Node:
        self._count += 1
        line, column = _start(tree)
        if depth > DEEPEST:
            raise InputError(f"the expression is nested more than {DEEPEST} deep", where=_at(line, column))
        if self._count > MOST_NODES:
            raise InputError(f"the expression has more than {MOST_NODES} parts", where=_at(line, column))
        parts = cast("Tree[Token]", tree)
        return cast("Node", getattr(self, str(parts.data))(line, column, parts.children, depth + 1))

    def _all(self, children: list[Any], depth: int) -> tuple[Node, ...]:
        return tuple([self.built(child, depth) for child in children if _is_tree(child)])

    def number(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Num(line, column, _number(str(children[0]), _at(line, column)))

    def truth(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Truth(line, column, str(children[0]) == "true")

    def name(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        parts = []
        for match in _PART.finditer(str(children[0])):
            word, quoted, plain = match.groups()
            index = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain and plain.strip()
            parts.append((word, index))
            if index is not None and not index.strip():
                raise InputError(f"the index of {word!r} is empty", where=_at(line, column))
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
            raise InputError(f"abs takes one number, not {len(operands)}", where=_at(line, column))
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


def _number(text: str, place: str) -> Number:
    if len(text) > MOST_DIGITS:
        raise InputError(f"the number {text[:20]}... has more than {MOST_DIGITS} digits", where=place)
    return exact(text)


def _constant(tree: Any) -> Number:
    """A member of a set: digits with a sign, a fraction or both."""
    place = _at(*_start(tree))
    words = [str(child) for child in tree.children]
    numbers = [_number(word, place) for word in words if word != "-"]
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
