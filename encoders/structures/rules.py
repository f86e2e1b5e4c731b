"""Labelled rules over Boolean literals, with constants simplified away while they are written.

A literal is a signed number of a variable (3, -3) or a Python bool for what is already decided. Rules are collected under a
constraint id; all clauses of one id become a single `Clauses` node, which engines load in bulk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from encoders.expressions import FALSE, And, BoolVar, Clauses, Expression, PseudoBoolean, Sum
from encoders.problem import Constraint, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.numbers import Number

Lit = int
"""Signed 1-based variable number, or True / False (bools are ints; `literal is True` tells them apart from variable 1)."""


@dataclass(slots=True)
class _Rule:
    origin: Origin
    group: str | None
    says: str
    clauses: list[list[int]] = field(default_factory=list)
    others: list[Expression] = field(default_factory=list)
    impossible: bool = False


class Rules:
    """Collects variables and rules; `constraints()` gives them in the order their ids were first declared."""

    def __init__(self) -> None:
        self.variables: list[BoolVar] = []
        self._rules: dict[str, _Rule] = {}

    def new(self, name: str) -> Lit:
        """A new Boolean variable."""
        self.variables.append(BoolVar(name))
        return len(self.variables)

    def declare(self, rule: str, says: str, *, origin: Origin = "commonsense", group: str | None = None) -> str:
        """Open a rule under this constraint id; its group is the id itself unless named. Gives the id back."""
        self._rules.setdefault(rule, _Rule(origin, group or rule, says))
        return rule

    def clause(self, rule: str, literals: Iterable[Lit]) -> None:
        """At least one of the literals holds."""
        row: list[int] = []
        for literal in literals:
            if literal is True:
                return
            if literal is not False:
                row.append(literal)
        if row:
            self._rules[rule].clauses.append(row)
        else:
            self._rules[rule].impossible = True

    def implies(self, rule: str, conditions: Iterable[Lit], any_of: Iterable[Lit]) -> None:
        """If all conditions hold, at least one of `any_of` does."""
        self.clause(rule, [*[negated(c) for c in conditions], *any_of])

    def conjunction(self, rule: str, name: str, literals: Sequence[Lit]) -> Lit:
        """A literal equivalent to all of them (a new variable only where more than one is undecided)."""
        if any(literal is False for literal in literals):
            return False
        open_ = list(dict.fromkeys(literal for literal in literals if literal is not True))
        if len(open_) <= 1:
            return open_[0] if open_ else True
        both = self.new(name)
        for literal in open_:
            self.clause(rule, [-both, literal])
        self.clause(rule, [both, *[-literal for literal in open_]])
        return both

    def weighted(
        self, rule: str, terms: Iterable[tuple[int, Lit]], operator: Literal["<=", ">=", "=="], bound: int
    ) -> None:
        """sum of coefficient x literal OP bound."""
        rest = bound
        open_: list[tuple[int, Expression]] = []
        for coefficient, literal in terms:
            if literal is True:
                rest -= coefficient
            elif literal is not False:
                if literal < 0:
                    rest, coefficient, literal = rest - coefficient, -coefficient, -literal
                open_.append((coefficient, self.variables[literal - 1]))
        low = sum([min(0, c) for c, _ in open_])
        high = sum([max(0, c) for c, _ in open_])
        possible = {"<=": low <= rest, ">=": high >= rest, "==": low <= rest <= high}[operator]
        certain = {"<=": high <= rest, ">=": low >= rest, "==": low == high == rest}[operator]
        if not possible:
            self._rules[rule].impossible = True
        elif not certain:
            self._rules[rule].others.append(PseudoBoolean(tuple(open_), operator, rest))

    def exactly_one(self, rule: str, literals: Sequence[Lit]) -> None:
        """Exactly one literal holds."""
        if sum(literal is True for literal in literals) == 1:
            for literal in literals:
                if literal is not True:
                    self.clause(rule, [negated(literal)])
            return
        self.weighted(rule, [(1, literal) for literal in literals], "==", 1)

    def add(self, rule: str, expression: Expression) -> None:
        """Any other expression that the rule demands."""
        self._rules[rule].others.append(expression)

    def sum(self, terms: Iterable[tuple[Number, Lit]]) -> Sum:
        """sum of coefficient x literal as a number."""
        constant: Number = 0
        open_: list[tuple[Number, Expression]] = []
        for coefficient, literal in terms:
            if literal is True:
                constant += coefficient
            elif literal is not False and coefficient:
                if literal < 0:
                    constant, coefficient, literal = constant + coefficient, -coefficient, -literal
                open_.append((coefficient, self.variables[literal - 1]))
        return Sum(tuple(open_), constant)

    def constraints(self) -> tuple[Constraint, ...]:
        """One constraint a rule; rules that demand nothing are left out unless the request asked for them."""
        found = []
        for name, rule in self._rules.items():
            parts: list[Expression] = list(rule.others)
            if rule.clauses:
                used = sorted({abs(literal) for row in rule.clauses for literal in row})
                place = {number: index for index, number in enumerate(used, 1)}
                rows = [[place[n] if n > 0 else -place[-n] for n in row] for row in rule.clauses]
                parts.insert(0, Clauses([self.variables[number - 1] for number in used], rows))
            if rule.impossible:
                parts = [FALSE]
            if parts or rule.origin == "request":
                expression = parts[0] if len(parts) == 1 else And(*parts)
                found.append(Constraint(name, expression, rule.says, rule.origin, rule.group))
        return tuple(found)


def negated(literal: Lit) -> Lit:
    """The opposite literal."""
    return (not literal) if isinstance(literal, bool) else -literal
