"""From the parser generator's tree to ours: the limits, and the nodes that the expression languages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from encoders.errors import InputError
from encoders.spec.syntax import Add, Both, Chain, Condition, Denial, Either, Negative, Node, Num, Truth
from encoders.spec.texts import at, number

if TYPE_CHECKING:
    from lark import Token, Tree

_OPERATORS = {"≤": "<=", "≥": ">=", "≠": "!="}


class TreeBuilder:
    """One text's tree. Each rule of a grammar is a method of its name.

    Depth and number of parts are limited while the tree is built, so that nothing recurses too far.
    """

    def __init__(self, deepest: int, most: int) -> None:
        self._deepest, self._most, self._count = deepest, most, 0

    def built(self, tree: Tree[Token] | Token, depth: int = 0) -> Node:
        """The node of a part. Raises InputError with line and column for what is nested too deep or has too many parts."""
        self._count += 1
        line, column = start_of(tree)
        if depth > self._deepest:
            raise InputError(f"the expression is nested more than {self._deepest} deep", where=at(line, column))
        if self._count > self._most:
            raise InputError(f"the expression has more than {self._most:,} parts", where=at(line, column))
        parts = cast("Tree[Token]", tree)
        return cast("Node", getattr(self, str(parts.data))(line, column, parts.children, depth + 1))

    def _all(self, children: list[Any], depth: int) -> tuple[Node, ...]:
        return tuple([self.built(child, depth) for child in children if is_tree(child)])

    def number(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Num(line, column, number(str(children[0]), at(line, column)))

    def truth(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Truth(line, column, str(children[0]).lower() == "true")

    def negative(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Negative(line, column, self.built(children[1], depth))

    def addition(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        signs = (1, *[-1 if str(child) in "-−" else 1 for child in children if not is_tree(child)])
        return Add(line, column, signs, self._all(children, depth))

    def chain(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        operators = [_OPERATORS.get(str(child), str(child)) for child in children if not is_tree(child)]
        return Chain(line, column, self._all(children, depth), cast("Any", tuple(operators)))

    def denial(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Denial(line, column, self.built(children[1], depth))

    def both(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Both(line, column, self._all(children, depth))

    def either(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Either(line, column, self._all(children, depth))

    def condition(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        left, right = self._all(children, depth)
        return Condition(line, column, left, right)


def is_tree(part: object) -> bool:
    """Whether a part has parts of its own; else it is a word of the text."""
    return hasattr(part, "children")


def start_of(tree: Any) -> tuple[int, int]:
    """Line and column of a part's first character."""
    return (tree.meta.line, tree.meta.column) if is_tree(tree) else (tree.line, tree.column)
