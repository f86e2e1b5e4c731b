"""What a text of the expression language says, as a small tree; every node knows where it stood."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from encoders.expressions import Operator
    from encoders.numbers import Number

Function = Literal["min", "max", "sum", "abs"]


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all: line and column, both counted from 1, of its first character."""

    line: int
    column: int

    @property
    def place(self) -> str:
        """For messages."""
        return f"line {self.line}, column {self.column}"

    @property
    def children(self) -> tuple[Node, ...]:
        """The operands, in order."""
        return ()


@dataclass(frozen=True, slots=True)
class Num(Node):
    """A number, never below zero: signs are nodes of their own."""

    value: Number


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """true or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A quantity: words, each with an index or None ("hotel" with "New York", then "price")."""

    parts: tuple[tuple[str, str | None], ...]

    @property
    def text(self) -> str:
        """As observables are called: the index as it is, without quotes."""
        return ".".join([word if index is None else f"{word}[{index}]" for word, index in self.parts])

    @property
    def several(self) -> bool:
        """Whether an index is *: the name stands for a family of names."""
        return any([index == "*" for _, index in self.parts])


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """-operand."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Add(Node):
    """The operands with their signs, 1 or -1, added up; the first sign is 1."""

    signs: tuple[int, ...]
    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Scale(Node):
    """A product in which one side is a constant, or a quotient by a constant that is not 0."""

    left: Node
    operator: Literal["*", "/"]
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """min, max and sum of any number of operands, abs of one."""

    function: Function
    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Comparisons of neighbours that all hold: 1 <= x < 4."""

    operands: tuple[Node, ...]
    operators: tuple[Operator, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Member(Node):
    """Whether a number is one of several constants, or none of them."""

    operand: Node
    values: tuple[Number, ...]
    negated: bool

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Denial(Node):
    """not operand."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Both(Node):
    """All operands hold."""

    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Either(Node):
    """Some operand holds."""

    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Condition(Node):
    """left implies right."""

    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


NUMERIC = (Num, Negative, Add, Scale, Call)
"""Nodes that are numbers; a Name may be either, every other node is a truth value."""


def every(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    open_ = [node]
    while open_:
        found = open_.pop()
        yield found
        open_.extend(reversed(found.children))


def names_in(node: Node) -> tuple[Name, ...]:
    """Every name that is mentioned, in the order of the text."""
    return tuple([found for found in every(node) if isinstance(found, Name)])


def same(one: Node, other: Node) -> bool:
    """Whether both say the same in the same way, wherever they stood."""
    return bool(_key(one) == _key(other))


def _key(node: Any) -> Any:
    if isinstance(node, Node):
        kept = [getattr(node, entry.name) for entry in fields(node) if entry.name not in ("line", "column")]
        return (type(node).__name__, *[_key(value) for value in kept])
    return tuple([_key(item) for item in node]) if isinstance(node, tuple) else node
