"""From expressions to clauses. A truth value is demanded one way only wherever that suffices: its literal implies it.

`demand(node, wanted)` are clauses that hold together exactly where the node has the wanted truth value; `implying` is a literal
that implies that (and may always be chosen where it holds); `literal` is equivalent to the node, for where it counts as a number.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from encoders.engines.sat.arithmetic import MAKE
from encoders.engines.sat.formula import Formula
from encoders.engines.sat.orders import NO, YES, Order, truth
from encoders.expressions import (
    FALSE,
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Circuit,
    Clauses,
    Compare,
    Const,
    Count,
    Expression,
    If,
    Iff,
    Implies,
    IntVar,
    Is,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Product,
    PseudoBoolean,
    Sum,
    Table,
    walk,
)
from encoders.expressions.decomposition import first_stops, left_out, one_each_way
from encoders.linear import DECOMPOSED, linear, parametric

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.engines.sat.formula import Clause
    from encoders.expressions import Variable
    from encoders.linear import Linear
    from encoders.numbers import Number
    from encoders.result import Assignment

_OPPOSITE = {"<=": ">", "<": ">=", ">=": "<", ">": "<=", "==": "!=", "!=": "=="}
_TALLEST = 40
"""Levels of nesting after which a node is lowered first, so that deep trees need no deep recursion."""


class Lowering:
    """Clauses of one problem."""

    def __init__(self) -> None:
        self.formula = Formula()
        self.deep = False
        """Whether what is lowered may be nested deeply."""
        self.truths: dict[str, int] = {}
        self.choices: dict[str, dict[str, int]] = {}
        self.numbers: dict[str, Order] = {}
        self._declared: list[Variable] = []
        self._literals: dict[int, int] = {}
        self._implying: dict[tuple[int, bool], int] = {}
        self._orders: dict[int, Order] = {}
        self._values: Mapping[str, Number] = {}
        self._kept: list[Expression] = []
        """Holds what was lowered, so that no node is freed and its identity reused."""

    # ---------------------------------------------------------------- variables

    def declare(self, variable: Variable) -> None:
        """Make a variable's literals and the clauses of its bounds."""
        formula = self.formula
        self._declared.append(variable)
        self._kept.append(variable)
        if isinstance(variable, BoolVar):
            self.truths[variable.name] = self._literals[id(variable)] = formula.fresh()
        elif isinstance(variable, ChoiceVar):
            self.choices[variable.name] = self._options(variable.options)
        else:
            assert isinstance(variable, IntVar)
            order = formula.number(range(variable.lo, variable.hi + 1))
            self.numbers[variable.name] = self._orders[id(variable)] = order

    def _options(self, options: Sequence[str]) -> dict[str, int]:
        if len(options) <= 2:
            first = self.formula.fresh() if len(options) == 2 else YES
            return dict(zip(options, (first, -first), strict=False))
        literals = [self.formula.fresh() for _ in options]
        self.formula.add(literals)
        for clause in self.formula.at_most([(1, truth(literal)) for literal in literals], 1):
            self.formula.add(clause)
        return dict(zip(options, literals, strict=True))

    def read(self, model: Sequence[int]) -> Assignment:
        """The value of every declared variable in a model (literals by variable, from 1)."""
        positive = [False, *[literal > 0 for literal in model]]
        positive += [False] * (self.formula.top + 1 - len(positive))
        found: Assignment = {}
        for variable in self._declared:
            name = variable.name
            if isinstance(variable, BoolVar):
                found[name] = positive[self.truths[name]]
            elif isinstance(variable, ChoiceVar):
                found[name] = next(
                    option
                    for option, literal in self.choices[name].items()
                    if (positive[literal] if literal > 0 else not positive[-literal])
                )
            else:
                found[name] = self.numbers[name].chosen(positive)
        return found

    # ---------------------------------------------------------------- entrances

    def require(self, root: Expression, guard: int | None, values: Mapping[str, Number]) -> None:
        """Demand an expression, where a guard literal holds."""
        prefix = [] if guard is None else [-guard]
        with _Under(self, root, values):
            for clause in self.demand(root, True):
                self.formula.add([*prefix, *clause])

    def form(
        self, goal: Expression, sign: int, values: Mapping[str, Number]
    ) -> tuple[list[tuple[Number, Order]], Number]:
        """sign x expression as coefficients and numbers, and a constant."""
        with _Under(self, goal, values):
            found = linear(((sign, goal),), values)
            return [(value, self.number(term)) for value, term in found.terms], found.constant

    # ---------------------------------------------------------------- truth values

    def literal(self, node: Expression) -> int:
        """A literal equivalent to a truth value."""
        found = self._literals.get(id(node))
        if found is None:
            found = self._literals[id(node)] = self._make_literal(node)
        return found

    def _make_literal(self, node: Expression) -> int:
        if isinstance(node, Const):
            return YES if node.value else NO
        if isinstance(node, Not):
            return -self.literal(node.operand)
        if isinstance(node, Is):
            return self.choices[node.choice.name][node.option]
        positive, negative = self.demand(node, True), self.demand(node, False)
        for clauses, sign in ((positive, 1), (negative, -1)):
            if not clauses:
                return sign * YES
            if len(clauses) == 1 and len(clauses[0]) == 1:
                other = negative if sign == 1 else positive
                if len(other) == 1 and other[0] == [-clauses[0][0]]:
                    return sign * clauses[0][0]
        found = self.formula.fresh()
        for clauses, sign in ((positive, -found), (negative, found)):
            for clause in clauses:
                self.formula.add([sign, *clause])
        return found

    def implying(self, node: Expression, wanted: bool) -> int:
        """A literal that implies a node's truth value."""
        known = self._literals.get(id(node))
        if known is not None:
            return known if wanted else -known
        found = self._implying.get((id(node), wanted))
        if found is None:
            found = self._implying[id(node), wanted] = self.joined(self.demand(node, wanted))
        return found

    def joined(self, clauses: Sequence[Clause]) -> int:
        """A literal that implies all of these clauses."""
        if not clauses:
            return YES
        if len(clauses) == 1 and len(clauses[0]) <= 1:
            return clauses[0][0] if clauses[0] else NO
        found = self.formula.fresh()
        add, condition = self.formula.add, -found
        for clause in clauses:
            add([condition, *clause])
        return found

    def demand(self, node: Expression, wanted: bool) -> list[Clause]:
        """Clauses that hold together exactly where the node is as wanted (others may join by variables of their own)."""
        known = self._literals.get(id(node))
        if known is not None:
            return [[known if wanted else -known]]
        if isinstance(node, Compare):
            form = linear(((1, node.left), (-1, node.right)), self._values)
            return self._compared(form, node.operator if wanted else _OPPOSITE[node.operator], 0)
        while isinstance(node, Not):
            node, wanted = node.operand, not wanted
        if isinstance(node, (And, Or)):
            if isinstance(node, And) == wanted:
                return self._all_of([(operand, wanted) for operand in node.operands])
            return [[self.implying(operand, wanted) for operand in node.operands]]
        if isinstance(node, Implies):
            if wanted:
                return [[self.implying(node.condition, False), self.implying(node.consequence, True)]]
            return self._all_of([(node.condition, True), (node.consequence, False)])
        if isinstance(node, Iff):
            a, b = node.left, node.right
            return [
                [self.implying(a, False), self.implying(b, wanted)],
                [self.implying(a, True), self.implying(b, not wanted)],
            ]
        if isinstance(node, If):
            return [
                [self.implying(node.condition, False), self.implying(node.then, wanted)],
                [self.implying(node.condition, True), self.implying(node.otherwise, wanted)],
            ]
        if isinstance(node, Compare):
            form = linear(((1, node.left), (-1, node.right)), self._values)
            return self._compared(form, node.operator if wanted else _OPPOSITE[node.operator], 0)
        if isinstance(node, PseudoBoolean):
            form = linear(node.terms, self._values)
            return self._compared(form, node.operator if wanted else _OPPOSITE[node.operator], node.bound)
        if isinstance(node, (BoolVar, Const, Is)):
            literal = self.literal(node)
            return [[literal if wanted else -literal]]
        if isinstance(node, Clauses):
            rows = self._bulk(node)
            return rows if wanted else [[self.joined([[-literal] for literal in row]) for row in rows]]
        if isinstance(node, AllDifferent):
            return self._all_different(node, wanted)
        if isinstance(node, Table):
            return self._table(node, wanted)
        if isinstance(node, Circuit) and wanted:
            return self._circuit(node)
        if isinstance(node, DECOMPOSED):
            self._lower_the_tall(node.parts)
            return self.demand(node.parts, wanted)
        assert isinstance(node, NoOverlap), node
        return self._no_overlap(node, wanted)

    def _all_of(self, wishes: Sequence[tuple[Expression, bool]]) -> list[Clause]:
        """All of them; what is shared is taken apart once."""
        found: list[Clause] = []
        seen: set[tuple[int, bool]] = set()
        for node, wanted in wishes:
            if (id(node), wanted) not in seen:
                seen.add((id(node), wanted))
                nested = isinstance(node, (And, Or, Implies, Not))
                found += [[self.implying(node, wanted)]] if nested else self.demand(node, wanted)
        return found

    def _bulk(self, node: Clauses) -> list[Clause]:
        literals = [self._literals[id(variable)] for variable in node.variables]
        return [[literals[n - 1] if n > 0 else -literals[-n - 1] for n in row] for row in node.rows()]

    def _compared(self, form: Linear, operator: str, bound: Number) -> list[Clause]:
        """sum + constant OP bound."""
        limit = bound - form.constant
        terms = [(value, self.number(term)) for value, term in form.terms]
        flipped = [(-value, order) for value, order in terms]
        at_most = self.formula.at_most
        if operator in ("<=", "<"):
            return at_most(terms, limit, strict=operator == "<")
        if operator in (">=", ">"):
            return at_most(flipped, -limit, strict=operator == ">")
        if operator == "==":
            return at_most(terms, limit) + at_most(flipped, -limit)
        below, above = at_most(terms, limit, strict=True), at_most(flipped, -limit, strict=True)
        return [[self.joined(below), self.joined(above)]] if below and above else []

    # ---------------------------------------------------------------- global constraints

    def _all_different(self, node: AllDifferent, wanted: bool) -> list[Clause]:
        pairs = combinations([self.number(operand) for operand in node.operands], 2)
        if wanted:
            return [
                [-a.at_least(value), a.above(value), -b.at_least(value), b.above(value)]
                for a, b in pairs
                for value in set(a.values).intersection(b.values)
            ]
        return [[self._equal(a, b) for a, b in pairs]]

    def _equal(self, a: Order, b: Order) -> int:
        """A literal that implies that two numbers are the same."""
        at_most = self.formula.at_most
        return self.joined(at_most([(1, a), (-1, b)], 0) + at_most([(-1, a), (1, b)], 0))

    def _table(self, node: Table, wanted: bool) -> list[Clause]:
        columns = [self.number(operand) for operand in node.operands]
        rows = [
            [(order.at_least(value), order.above(value)) for order, value in zip(columns, row, strict=True)]
            for row in node.rows
        ]
        if wanted:
            return [[self.joined([[literal] for low, above in row for literal in (low, -above)]) for row in rows]]
        return [[literal for low, above in row for literal in (-low, above)] for row in rows]

    def _no_overlap(self, node: NoOverlap, wanted: bool) -> list[Clause]:
        found: list[Clause] = []
        for a, b in combinations(node.tasks, 2):
            here = [self.literal(t.presence) for t in (a, b)]
            orders = [
                linear(((1, then.start), (-1, first.start), (-1, first.duration)), self._values)
                for first, then in ((a, b), (b, a))
            ]
            if wanted:
                literals = [self.joined(self._compared(form, ">=", 0)) for form in orders]
                found.append([*[-literal for literal in here], *literals])
            else:
                apart = [clause for form in orders for clause in self._compared(form, "<", 0)]
                found.append([self.joined([*[[literal] for literal in here], *apart])])
        return found if wanted else [[literal for clause in found for literal in clause]]

    def _circuit(self, node: Circuit) -> list[Clause]:
        """One arc leaves and one arrives everywhere; along the tour, positions grow until it is back at its first stop."""
        found: list[Clause] = []
        for arcs in one_each_way(node):
            literals = [self.literal(literal) for literal in arcs]
            found += [literals, *[[-a, -b] for a, b in combinations(literals, 2)]]
        stops = first_stops(node, left_out(node))
        self._kept += [stop for stop in stops.values() if stop is not None]
        positions = [self.formula.number(range(node.nodes)) for _ in range(node.nodes)]
        for start, end, literal in node.arcs:
            stop = stops.get(end, FALSE)
            if start != end and stop is not None:
                unless = [-self.literal(literal), self.literal(stop)]
                later = self.formula.at_most([(1, positions[start]), (-1, positions[end])], -1)
                found += [[*unless, *clause] for clause in later]
        return found

    # ---------------------------------------------------------------- numbers

    def number(self, node: Expression) -> Order:
        """A number in order encoding; a truth value counts 0 or 1."""
        found = self._orders.get(id(node))
        if found is None:
            if node.sort == "bool":
                found = truth(self.literal(node))
            elif isinstance(node, (Sum, Count, Product, Const, Parameter)):
                found = self._sum(node)
            else:
                found = MAKE[type(node)](self, node)
            self._orders[id(node)] = found
        return found

    def _lower_the_tall(self, root: Expression) -> None:
        """Lower what is nested deeply from below."""
        height: dict[int, int] = {}
        for node in walk([root]):
            tall = _height(node, height)
            if tall >= _TALLEST and node.children and not isinstance(node, (Sum, Count)):
                if node.sort == "bool":
                    self.literal(node)
                else:
                    self.number(node)
                height[id(node)] = 0

    def _sum(self, node: Expression) -> Order:
        form = linear(((1, node),), self._values)
        if len(form.terms) == 1 and form.terms[0][1] is node:
            return MAKE[type(node)](self, node)
        found = Order((form.constant,), ())
        for value, term in form.terms:
            found = self.formula.total(found, self.number(term).times(value))
        return found


class _Under:
    """Lowers one root under parameter values: what depends on them is forgotten afterwards, what does not is kept."""

    def __init__(self, lowering: Lowering, root: Expression, values: Mapping[str, Number]) -> None:
        self.lowering, self.root, self.values = lowering, root, values

    def __enter__(self) -> None:
        self.lowering._kept.append(self.root)
        self.lowering._values = self.values
        if self.lowering.deep:
            self.lowering._lower_the_tall(self.root)

    def __exit__(self, *exc: object) -> None:
        x = self.lowering
        for node in parametric(self.root) if self.values else ():
            x._literals.pop(node, None)
            x._orders.pop(node, None)
            x._implying.pop((node, True), None)
            x._implying.pop((node, False), None)


def _height(node: Expression, height: dict[int, int]) -> int:
    """Levels below a node, sums not counted; its operands come first."""
    tall = max([height[id(child)] for child in node.children], default=-1)
    found = height[id(node)] = tall if isinstance(node, (Sum, Count)) else tall + 1
    return found


def deep(nodes: Sequence[Expression]) -> bool:
    """Whether some nodes (operands first) are nested too deeply for recursion."""
    height: dict[int, int] = {}
    return any([_height(node, height) >= _TALLEST for node in nodes])
