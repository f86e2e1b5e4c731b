"""What an indexed expression text says, as a small tree. Parts that the plain language has as well are its own nodes."""

from __future__ import annotations

from dataclasses import dataclass

from encoders.spec.syntax import Add, Both, Chain, Condition, Denial, Either, Negative, Node, Num, Truth, every, same

__all__ = [
    "Add", "Alternative", "Both", "Braces", "Call", "Chain", "Condition", "Denial", "Either", "Equivalence", "Family",
    "Inside", "Loop", "Negative", "Node", "Num", "Over", "Power", "Range", "Ref", "Text", "Times", "Truth", "every", "same",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A member in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A name, bare or with indices: what it is (bound name, set, parameter, variable, member) the scope decides."""

    name: str
    indices: tuple[Node, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        return self.indices


@dataclass(frozen=True, slots=True)
class Times(Node):
    """left * right."""

    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Over(Node):
    """left / right."""

    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Power(Node):
    """base ** exponent."""

    base: Node
    exponent: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.base, self.exponent)


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for name in members if filter ...`."""

    name: str
    members: Node
    filters: tuple[Node, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.members, *self.filters)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of operands, or, with loops, of its one operand for every combination."""

    function: str
    operands: tuple[Node, ...]
    loops: tuple[Loop, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        return (*self.operands, *self.loops)


@dataclass(frozen=True, slots=True)
class Alternative(Node):
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.then, self.condition, self.otherwise)


@dataclass(frozen=True, slots=True)
class Equivalence(Node):
    """left iff right."""

    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Braces(Node):
    """A set of members, numbers and ranges written out."""

    items: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class Range(Node):
    """The whole numbers from low to high, both included; none where high is below low."""

    low: Node
    high: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Inside(Node):
    """Whether a member or number is in a set."""

    operand: Node
    members: Node
    negated: bool

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand, self.members)


@dataclass(frozen=True, slots=True)
class Family(Node):
    """A whole text with loops behind (or before) it: one rule for every combination."""

    body: Node
    loops: tuple[Loop, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.body, *self.loops)
