"""What becomes clauses of reasonable number: whole numbers with few values, sums with few different partial sums."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from encoders.engines.ground import grounded
from encoders.expressions import (
    Abs,
    AllDifferent,
    Circuit,
    Compare,
    Const,
    Element,
    Expression,
    If,
    IntVar,
    Max,
    Min,
    NoOverlap,
    Parameter,
    Product,
    PseudoBoolean,
    RealVar,
    Sum,
    Table,
    describe,
    walk,
)
from encoders.linear import DECOMPOSED, linear
from encoders.numbers import magnitude, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from encoders.linear import Linear
    from encoders.numbers import Number
    from encoders.problem import Problem

MOST_VALUES = 5_000
"""Values of one number: each is a truth value of its own."""
MOST_CLAUSES = 500_000
"""Clauses of one problem, estimated before any is made: a second or two of loading."""


def installed() -> bool:
    """Whether the extra `sat` is there."""
    return find_spec("pysat") is not None


def refusal(problem: Problem) -> str:
    """Why the sat engine cannot take the problem; empty where it can."""
    if not installed():
        return "python-sat is not installed (pip install 'planproof[sat]')"
    return _refusal(problem.nodes, [goal.expression for goal in problem.objectives], problem.values())


def refusal_of(roots: Iterable[Expression], goals: Iterable[Expression], values: Mapping[str, Number]) -> str:
    """Why the sat engine cannot take some expressions, goals among them, under these parameter values; empty where it can."""
    return _refusal(walk(roots), goals, values)


def _refusal(nodes: Iterable[Expression], goals: Iterable[Expression], values: Mapping[str, Number]) -> str:
    goals = list(goals)
    everything = [*nodes, *goals]
    plain = list(grounded(everything, values)) if values else everything
    sizes = _Sizes()
    clauses = 0
    for node in _opened(plain):
        if isinstance(node, RealVar):
            return f"{node.name!r} is a real number"
        many = sizes.add(node)
        if many > MOST_VALUES:
            return f"{describe(node)} can take {show(many)} values, and each would become a truth value"
        clauses += sizes.clauses(node)
        if clauses > MOST_CLAUSES:
            return f"its sums would become more than {show(MOST_CLAUSES)} clauses"
    for goal in plain[len(plain) - len(goals) :]:
        clauses += sizes.diagram(linear(((1, goal),), {}))
    return f"its sums would become more than {show(MOST_CLAUSES)} clauses" if clauses > MOST_CLAUSES else ""


def _opened(nodes: Iterable[Expression]) -> Iterator[Expression]:
    """The nodes, with what global constraints come to before them; what is too large for that is left whole."""
    seen: set[int] = set()
    for node in nodes:
        if isinstance(node, DECOMPOSED) and not isinstance(node, Circuit) and _pairs(node) <= MOST_CLAUSES:
            for part in walk([node.parts]):
                if id(part) not in seen:
                    seen.add(id(part))
                    yield part
        if id(node) not in seen:
            seen.add(id(node))
            yield node


def _pairs(node: Expression) -> int:
    """How many pairs of operands a global constraint looks at, or steps along arcs."""
    if isinstance(node, Circuit):
        return 2 * (len(node.arcs) + 1) * node.nodes
    return len(node.children) ** 2 // 9


class _Sizes:
    """How many values each number can take, at most, and how many clauses say what about them."""

    def __init__(self) -> None:
        self._values: dict[int, int] = {}
        self._kept: list[Expression] = []

    def add(self, node: Expression) -> int:
        """Look at a node whose operands were looked at; the values it needs literals for, 0 where it needs none."""
        self._kept.append(node)
        found = self._count(node)
        self._values[id(node)] = found
        own = isinstance(node, (IntVar, If, Min, Max, Abs, Element, Product)) and node.sort != "bool"
        operands = isinstance(node, (If, Min, Max, Abs, Element, Product, AllDifferent, Table))
        return (
            max(found if own else 0, *[self._values[id(child)] for child in node.children], 0) if operands or own else 0
        )

    def _count(self, node: Expression) -> int:
        parts = [self._values.get(id(child), 1) for child in node.children]
        if node.sort == "bool":
            return 2
        if isinstance(node, IntVar):
            return node.hi - node.lo + 1
        if isinstance(node, (Const, Parameter)):
            return 1
        if isinstance(node, (If, Min, Max)):
            return sum(parts)
        if isinstance(node, Element):
            return len(set(node.table))
        found = 1
        for part in parts:
            found = min(found * part, 2**60)
        low, high = node.bounds
        if isinstance(node, Sum) and node.sort == "int" and low is not None and high is not None:
            found = min(found, int(high - low) + 1)
        return found

    def clauses(self, node: Expression) -> int:
        """About how many clauses a node takes by itself."""
        if isinstance(node, Compare):
            return self.diagram(linear(((1, node.left), (-1, node.right)), {})) * (
                2 if node.operator in ("==", "!=") else 1
            )
        if isinstance(node, PseudoBoolean):
            return self.diagram(linear(node.terms, {})) * (2 if node.operator == "==" else 1)
        if isinstance(node, NoOverlap):
            wide = max([self._values[id(t.start)] * self._values[id(t.duration)] for t in node.tasks], default=0)
            return len(node.tasks) ** 2 * wide
        if isinstance(node, DECOMPOSED):
            return _pairs(node)
        if isinstance(node, AllDifferent):
            return len(node.operands) ** 2 * max([self._values[id(x)] for x in node.operands], default=0)
        if isinstance(node, Table):
            return len(node.rows) * len(node.operands)
        if isinstance(node, Product):
            parts = sorted([self._values[id(factor)] for factor in node.factors])
            return 0 if len(parts) < 2 or parts[-2] == 1 else self._values[id(node)] * 2 * parts[-2]
        if isinstance(node, (If, Min, Max, Abs)) and node.sort != "bool":
            return 4 * len(node.children) * self._values[id(node)] + sum(
                [self._folded(child) for child in node.children]
            )
        if isinstance(node, Element):
            return len(node.table) * self._values[id(node)] + self._folded(node.index)
        return 0

    def _folded(self, node: Expression) -> int:
        """What a sum costs that has to be a number of its own: pairs of values, term by term."""
        if not isinstance(node, Sum):
            return 0
        found, reached = 0, 1
        for _, term in node.terms:
            part = self._values[id(term)]
            found += 2 * reached * part
            reached = min(reached * part, self._values[id(node)])
        return found

    def diagram(self, form: Linear) -> int:
        """How large the decision diagram of a sum can become (`Formula.at_most`)."""
        if len(form.terms) <= 2:
            return min([self._values.get(id(term), 2) for _, term in form.terms], default=0)
        scale = form.scale()
        counts: list[int] = []
        spans: list[Number] = []
        for value, term in form.terms:
            low, high = term.bounds
            counts.append(self._values.get(id(term), 2))
            whole = term.sort != "real" and low is not None and high is not None
            spans.append(
                magnitude(value) * scale * (high - low) if whole and low is not None and high is not None else 2**60
            )
        order = sorted(range(len(counts)), key=lambda n: -spans[n])
        found = 0
        for level in range(len(order)):
            before = _combinations([counts[n] for n in order[:level]], sum([spans[n] for n in order[:level]]))
            after = _combinations([counts[n] for n in order[level:]], sum([spans[n] for n in order[level:]]))
            found += int(min(before, after)) * (counts[order[level]] if level + 1 < len(order) else 1)
        return found


def _combinations(counts: Sequence[int], span: Number) -> Number:
    """How many different sums there are at most."""
    found = 1
    for count in counts:
        found = min(found * count, 2**60)
    return min(found, span + 1)
