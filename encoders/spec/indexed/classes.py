"""Which constraint class a rule is of, by its form: what templates make, and the same written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.syntax import (
    Add,
    Alternative,
    Call,
    Chain,
    Condition,
    Either,
    Family,
    Negative,
    Node,
    Num,
    Over,
    Ref,
    Times,
    every,
)

if TYPE_CHECKING:
    from encoders.spec.indexed.model import ProblemSpec

_MIRRORED = {"<=": ">=", ">=": "<=", "==": "==", "<": ">", ">": "<", "!=": "!="}
_COUNTED = {"<=": "at most", ">=": "at least", "==": "exactly"}
_SIMPLE = {"<=": "resource", ">=": "demand", "==": "balance"}


def recognised(rule: str | Node, spec: ProblemSpec | None = None) -> str | None:
    """The class of a rule (a value of `templates.CLASSES`), None where it is of none.

    With the problem, names are told apart as decisions, yes-or-no decisions and known numbers. Without it a name or a number
    alone on its side counts as known, and what hangs on the kinds of names is not told. Raises InputError for a text that
    is no rule.
    """
    node = parse(rule) if isinstance(rule, str) else rule
    return _Names(spec).class_of(node.body if isinstance(node, Family) else node)


class _Names:
    def __init__(self, spec: ProblemSpec | None) -> None:
        self._kinds = None if spec is None else {entry.name: entry.kind for entry in spec.variables}

    def class_of(self, node: Node) -> str | None:
        match node:
            case Condition(left=Chain(operands=(amount, Num(value=0)), operators=(">" | "!=",)), right=switch) if (
                self._is_switch(switch) and self._is_amount(amount)
            ):
                return "linking"
            case Condition():
                return "implication"
            case Either():
                return "either or"
            case Chain(operands=(left, right), operators=(operator,)):
                return self._compared(left, operator, right) or self._compared(right, _MIRRORED[operator], left)
        return self._linking_with_least(node)

    def _linking_with_least(self, node: Node) -> str | None:
        """An amount needs a switch, and the switch a least amount."""
        parts = node.children
        if len(parts) == 2 and isinstance(parts[1], Condition) and self.class_of(parts[0]) == "linking":
            return "linking" if self._is_switch(parts[1].left) else None
        return None

    def _compared(self, left: Node, operator: str, right: Node) -> str | None:
        if operator not in _SIMPLE or not self._decides(left):
            return None
        if self._kinds is None and self._is_share(left) and isinstance(right, Ref):
            return None  # a share of a whole, or a use of something known: only the problem tells
        fixed = not self._decides(right)
        if fixed and self._counts(left):
            return _COUNTED[operator]
        if not fixed:
            if operator == "<=" and self._is_limit_with_switch(right):
                return "linking"
            if self._is_share(right):
                return "ratio"
        if operator == "==":
            return "balance"
        return _SIMPLE[operator] if fixed else None

    # ---------------------------------------------------------------- what a side is

    def _decides(self, node: Node) -> bool:
        """Whether decisions are in it."""
        if self._kinds is not None:
            return any([isinstance(part, Ref) and part.name in self._kinds for part in every(node)])
        known = node.operand if isinstance(node, Negative) else node
        return not isinstance(known, (Num, Ref)) and any([isinstance(part, Ref) for part in every(node)])

    def _is_amount(self, node: Node) -> bool:
        """Decided; without the problem, anything that has names."""
        return self._decides(node) or (self._kinds is None and isinstance(node, Ref))

    def _fixed(self, node: Node) -> bool:
        """A known number, as a factor: without the problem, a number or a name."""
        if self._kinds is not None:
            return not self._decides(node)
        return isinstance(node, (Num, Ref)) or (isinstance(node, Over) and all(map(self._fixed, node.children)))

    def _is_switch(self, node: Node) -> bool:
        """A yes-or-no decision."""
        return isinstance(node, Ref) and (self._kinds is None or self._kinds.get(node.name) == "boolean")

    def _counts(self, node: Node) -> bool:
        """A number of conditions, or a sum of yes-or-no decisions."""
        match node:
            case Call(function="count"):
                return True
            case Call(function="sum", operands=operands):
                return self._kinds is not None and all(map(self._is_switch, operands))
            case Add(signs=signs, operands=operands) if all([sign > 0 for sign in signs]):
                return all(
                    [self._counts(part) or (self._kinds is not None and self._is_switch(part)) for part in operands]
                )
        return False

    def _is_share(self, node: Node) -> bool:
        """A known number times something decided."""
        if not isinstance(node, Times):
            return False
        for share, whole in ((node.left, node.right), (node.right, node.left)):
            if self._fixed(share) and self._is_amount(whole):
                return True
        return False

    def _is_limit_with_switch(self, node: Node) -> bool:
        """A known number that counts only with a switch on."""
        if self._kinds is None:
            return False
        match node:
            case Times(left=left, right=right):
                return (self._is_switch(right) and self._fixed(left)) or (self._is_switch(left) and self._fixed(right))
            case Alternative(then=then, condition=condition, otherwise=Num(value=0)):
                return self._is_switch(condition) and self._fixed(then)
        return False
