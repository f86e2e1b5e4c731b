"""The exact value of any expression under an assignment. Imports no solver and shares no code with any engine."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from encoders.errors import UnknownNameError
from encoders.expressions import (
    Abs,
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Circuit,
    Clauses,
    Compare,
    Const,
    Count,
    Cumulative,
    Element,
    Expression,
    If,
    Iff,
    Implies,
    IntVar,
    Is,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Product,
    PseudoBoolean,
    RealVar,
    Reservoir,
    Sum,
    Table,
    Variable,
)
from encoders.numbers import Number, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from encoders.problem import Problem
    from encoders.result import Assignment

Known = bool | Number | str


@dataclass(frozen=True, slots=True)
class Breach:
    """A constraint, a task's rule or a variable's bounds that an assignment does not keep."""

    constraint: str
    group: str | None
    says: str


def evaluate(
    expression: Expression, assignment: Mapping[str, Known], values: Mapping[str, Number] | None = None
) -> bool | Number:
    """The value under the assignment; `values` replaces parameters' own. Raises UnknownNameError for a missing variable."""
    return Evaluator(assignment, values)(expression)  # type: ignore[no-any-return]


def breaches(
    problem: Problem,
    assignment: Assignment,
    *,
    on: Iterable[str] | None = None,
    values: Mapping[str, Number] | None = None,
) -> list[Breach]:
    """Everything an assignment breaks, in problem order; empty means accepted. `on` as in a session."""
    held = None if on is None else set(on)
    found = [
        Breach(variable.name, None, fault)
        for variable in problem.variables
        if (fault := _fault(variable, assignment.get(variable.name)))
    ]
    if found:
        return found
    value = Evaluator(assignment, problem.values(values))
    if held is None or 2 * len(held) >= len(problem.groups):
        value.take(problem.nodes)
    found += [
        Breach("task", None, "an absent task starts at its earliest") for rule in problem.task_rules if not value(rule)
    ]
    for constraint in problem.constraints:
        if (held is None or constraint.group is None or constraint.group in held) and not value(constraint.expression):
            found.append(Breach(constraint.id, constraint.group, constraint.says or f"{constraint.id} does not hold"))
    return found


def _fault(variable: Variable, value: Known | None) -> str:
    """What is wrong with a variable's value, or nothing."""
    if value is None:
        return f"{variable.name} has no value"
    if isinstance(variable, BoolVar):
        return "" if isinstance(value, bool) else f"{variable.name} is {value!r}, not a truth value"
    if isinstance(variable, ChoiceVar):
        return "" if value in variable.options else f"{variable.name} is {value!r}, none of its options"
    if isinstance(value, bool) or not isinstance(value, int if isinstance(variable, IntVar) else (int, Fraction)):
        return f"{variable.name} is {value!r}, not {'a whole' if isinstance(variable, IntVar) else 'an exact'} number"
    if (variable.lo is not None and value < variable.lo) or (variable.hi is not None and value > variable.hi):
        return f"{variable.name} is {show(value)}, outside its bounds"
    return ""


_SHALLOW = frozenset((Clauses, PseudoBoolean, Sum, Parameter, Const, BoolVar))
"""Parts of most rules, which need no walk of the rule they stand in."""


class Evaluator:
    """Values of many expressions under one assignment; shared nodes are computed once."""

    def __init__(self, assignment: Mapping[str, Known], values: Mapping[str, Number] | None = None) -> None:
        self._assignment = assignment
        self._parameters = values or {}
        self._known: dict[int, Any] = {}
        self._kept: list[Expression] = []
        """Holds the roots, so that no node is freed and its identity reused."""

    def __call__(self, root: Expression) -> Any:
        known = self._known
        if id(root) in known:
            return known[id(root)]
        self._kept.append(root)
        if isinstance(root, Clauses):
            return self._remember(root, self.clauses(root))
        if isinstance(root, (PseudoBoolean, Sum)) and all([type(term) is BoolVar for _, term in root.terms]):
            return self._remember(root, self._weighted(root))
        if isinstance(root, (And, Compare)) and all([type(part) in _SHALLOW for part in root.children]):
            for part in root.children:
                self(part)
            return self._remember(root, _VALUE[type(root)](self, root))
        stack = [root]
        while stack:
            node = stack[-1]
            if id(node) in known:
                stack.pop()
                continue
            missing = [child for child in node.children if id(child) not in known]
            if missing and not isinstance(node, Clauses):
                stack += missing
                continue
            known[id(node)] = _VALUE[type(node)](self, node)
        return known[id(root)]

    def take(self, nodes: tuple[Expression, ...]) -> None:
        """Compute many nodes, each after its operands, without a walk. Whoever calls it holds them."""
        known = self._known
        for node in nodes:
            known[id(node)] = _VALUE[type(node)](self, node)

    def _remember(self, node: Expression, value: Any) -> Any:
        self._known[id(node)] = value
        return value

    def variable(self, node: Any) -> Any:
        try:
            return self._assignment[node.name]
        except KeyError:
            raise UnknownNameError(f"the assignment gives {node.name!r} no value") from None

    def parameter(self, node: Parameter) -> Number:
        return self._parameters.get(node.name, node.value)

    def _weighted(self, node: PseudoBoolean | Sum) -> bool | Number:
        """Sums of plain Boolean variables, the bulk of many problems, without a walk."""
        truth = self._assignment
        try:
            terms: Any = node.terms
            amount: Number = sum([coefficient for coefficient, term in terms if truth[term.name]])
        except KeyError as error:
            raise UnknownNameError(f"the assignment gives {error.args[0]!r} no value") from None
        return (
            _meets(amount, node.operator, node.bound)
            if isinstance(node, PseudoBoolean)
            else _whole(amount + node.constant)
        )

    def clauses(self, node: Clauses) -> bool:
        truth = [bool(self.variable(variable)) for variable in node.variables]
        satisfied = False
        for literal in node.array:
            if literal == 0:
                if not satisfied:
                    return False
                satisfied = False
            elif not satisfied:
                satisfied = truth[literal - 1] if literal > 0 else not truth[-literal - 1]
        return True

    def of(self, node: Expression) -> Any:
        return self._known[id(node)]


def _whole(value: Any) -> Any:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _meets(left: Any, operator: str, right: Any) -> bool:
    return bool(_COMPARE[operator](left, right))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _number(value: Any) -> Any:
    """A truth value where a number is meant counts 0 or 1."""
    return int(value) if isinstance(value, bool) else value


def _counted(node: Expression, value: Any) -> Any:
    """A truth value where a number is meant counts 0 or 1."""
    return int(value) if isinstance(value, bool) and node.sort != "bool" else value


def _sum(e: Evaluator, n: Sum) -> Number:
    amount: Number = _whole(n.constant + sum([coefficient * e.of(term) for coefficient, term in n.terms]))
    return amount


def _product(e: Evaluator, n: Product) -> Number:
    amount: Any = 1
    for factor in n.factors:
        amount *= e.of(factor)
    return _whole(amount)  # type: ignore[no-any-return]


def _no_overlap(e: Evaluator, n: NoOverlap) -> bool:
    """Sorted by start and end, each present task ends before the next one starts; then it does before all later ones."""
    present = sorted([(e.of(t.start), e.of(t.start) + e.of(t.duration)) for t in n.tasks if e.of(t.presence)])
    return all([first[1] <= then[0] for first, then in pairwise(present)])


def _cumulative(e: Evaluator, n: Cumulative) -> bool:
    """The amount in use changes at starts and ends only; what ends at a moment is given back before what starts then."""
    changes: dict[Number, Number] = {}
    for t, demand in zip(n.tasks, n.demands, strict=True):
        start, length, amount = e.of(t.start), e.of(t.duration), _number(e.of(demand))
        if e.of(t.presence) and length > 0:
            changes[start] = changes.get(start, 0) + amount
            changes[start + length] = changes.get(start + length, 0) - amount
    return _stays_within(changes, None, _number(e.of(n.capacity)))


def _reservoir(e: Evaluator, n: Reservoir) -> bool:
    changes: dict[Number, Number] = {}
    for time, change, presence in n.events:
        if e.of(presence):
            moment = _number(e.of(time))
            changes[moment] = changes.get(moment, 0) + _number(e.of(change))
    return _stays_within(changes, _number(e.of(n.low)), _number(e.of(n.high)))


def _stays_within(changes: Mapping[Number, Number], low: Number | None, high: Number) -> bool:
    """Whether a level that starts at 0 and changes at these moments is never below low or above high."""
    level: Number = 0
    for moment in (None, *sorted(changes)):
        level += 0 if moment is None else changes[moment]
        if level > high or (low is not None and level < low):
            return False
    return True


def _circuit(e: Evaluator, n: Circuit) -> bool:
    after: dict[int, int] = {}
    held = [(start, end) for start, end, literal in n.arcs if e.of(literal)]
    for start, end in held:
        after[start] = end
    if not len(held) == len(after) == len(set(after.values())) == n.nodes:
        return False
    visited = [start for start, end in after.items() if start != end]
    if not visited:
        return True
    place, steps = after[visited[0]], 1
    while place != visited[0]:
        place, steps = after[place], steps + 1
    return steps == len(visited)


def _operands(e: Evaluator, n: Any) -> list[Any]:
    return [e.of(operand) for operand in n.operands]


_VALUE: dict[type, Callable[[Evaluator, Any], Any]] = {
    Clauses: lambda e, n: e.clauses(n),
    Const: lambda e, n: n.value,
    Parameter: lambda e, n: e.parameter(n),
    BoolVar: lambda e, n: e.variable(n),
    IntVar: lambda e, n: e.variable(n),
    RealVar: lambda e, n: e.variable(n),
    ChoiceVar: lambda e, n: e.variable(n),
    Not: lambda e, n: not e.of(n.operand),
    And: lambda e, n: all(_operands(e, n)),
    Or: lambda e, n: any(_operands(e, n)),
    Implies: lambda e, n: not e.of(n.condition) or e.of(n.consequence),
    Iff: lambda e, n: e.of(n.left) == e.of(n.right),
    If: lambda e, n: _counted(n, e.of(n.then) if e.of(n.condition) else e.of(n.otherwise)),
    Compare: lambda e, n: _meets(e.of(n.left), n.operator, e.of(n.right)),
    PseudoBoolean: lambda e, n: _meets(sum([c for c, literal in n.terms if e.of(literal)]), n.operator, n.bound),
    Sum: _sum,
    Product: _product,
    Min: lambda e, n: min(int(v) if isinstance(v, bool) else v for v in _operands(e, n)),
    Max: lambda e, n: max(int(v) if isinstance(v, bool) else v for v in _operands(e, n)),
    Abs: lambda e, n: abs(e.of(n.operand)),
    Count: lambda e, n: sum(_operands(e, n)),
    Element: lambda e, n: n.table[e.of(n.index)],
    Is: lambda e, n: e.of(n.choice) == n.option,
    AllDifferent: lambda e, n: len(set(_operands(e, n))) == len(n.operands),
    Table: lambda e, n: tuple(_operands(e, n)) in n.rows,
    NoOverlap: _no_overlap,
    Cumulative: _cumulative,
    Circuit: _circuit,
    Reservoir: _reservoir,
}
