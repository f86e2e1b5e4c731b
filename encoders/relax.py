"""What to change so that there is a plan: the cheapest repairs of amounts and wishes, each solved before it is given.

A repair touches a minimal correction set: a set of groups without which there is a plan, and none of which could stay as it is.
Correction sets hit every conflict, so they are enumerated by size as hitting sets of the cores met so far (implicit hitting
sets, Davies and Bacchus 2011). A group of the form `expression <= parameter` is not given up: its amount is moved to the exact
value that suffices.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Literal

from encoders.amounts import Amount, amounts_of
from encoders.errors import UnknownNameError
from encoders.evaluate import evaluate
from encoders.expressions import Sum
from encoders.numbers import Number, exact
from encoders.problem import Objective
from encoders.result import Budget, Result, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from encoders.expressions import Expression
    from encoders.problem import Problem
    from encoders.result import Assignment, Deadline
    from encoders.session import Session

ChangeKind = Literal["raise", "lower", "drop"]


@dataclass(frozen=True, slots=True)
class RepairChange:
    """One change: an amount raised or lowered from one value to another, or a group given up."""

    kind: ChangeKind
    group: str
    parameter: str | None = None
    before: Number | None = None
    after: Number | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes, in problem order, with the best plan they allow.

    `relative` is the sum of the amounts' changes relative to the stated limits; `price` adds the weight of every group given up.
    Leaving out any change, or any smallest part of an amount, leaves no plan.
    """

    changes: tuple[RepairChange, ...]
    relative: Number
    price: Number
    result: Result

    @property
    def touched(self) -> int:
        """How many wishes are changed."""
        return len(self.changes)


def repairs(
    session: Session,
    *,
    over: Iterable[str] | None = None,
    keep: Iterable[str] = (),
    cores: Iterable[Iterable[str]] = (),
    limit: int = 3,
    budget: Budget | None = None,
    weights: Mapping[str, Number] | None = None,
) -> Iterator[Repair]:
    """Repairs of a problem without a plan, cheapest first, pairwise different.

    Ordered by the number of groups touched, the price, the resulting plan's objectives, and the order of the text. `over` are
    the groups that may change (default: all that the session can switch off), `keep` those that may not; `cores` are sets already
    proved impossible. `weights` are prices of giving groups up, instead of their constraints' own (the greatest in a group).
    An amount whose least value is not attained (above 3, in real numbers) is given up instead. A set that the engine cannot
    decide is passed over, with all that hold it; when the budget runs out, those solved so far are given.

    Raises UnknownNameError.
    """
    problem = session.problem
    pool = list(session.switchable if over is None else over)
    kept = set(keep)
    if unknown := kept - set(problem.groups):
        raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
    if fixed := set(pool).difference(session.switchable):
        raise UnknownNameError(
            f"the session cannot switch {', '.join(sorted(map(repr, fixed)))} off; open it with them"
        )
    kept |= {group for group in problem.groups if any([c.keep for c in problem.groups[group]])}
    search = _Search(session, [g for g in pool if g not in kept], cores, (budget or Budget()).start(), weights or {})
    yield from islice(search.run(), limit)


class _Search:
    """Enumerates correction sets by size, each solved once."""

    def __init__(
        self,
        session: Session,
        free: Sequence[str],
        cores: Iterable[Iterable[str]],
        deadline: Deadline,
        weights: Mapping[str, Number],
    ) -> None:
        self.session, self.deadline, self.weights = session, deadline, weights
        self.free = list(free)
        self.place = {group: place for place, group in enumerate(session.problem.groups)}
        known = amounts_of(session.problem)
        self.amounts = {group: known[group] for group in free if group in known}
        self.cores = [self._hittable(core) for core in cores]
        self.found: list[frozenset[str]] = []
        """Sets that need no further member, or of which nothing can be said."""
        self.over = False
        """The budget ran out, or there is a plan: nothing more is searched."""

    def run(self) -> Iterator[Repair]:
        """All repairs in order."""
        for size in range(len(self.free) + 1):
            yield from self._of_size(size)
            if self.over or any([not core for core in self.cores]):
                return  # a core without members is a conflict that nothing free can touch

    def _of_size(self, size: int) -> Iterator[Repair]:
        # Repairs of amounts alone come first: they cost less than any wish, so they need not wait for the others.
        waiting = self._solved(size, self.amounts)
        cheapest_drop = min([self._weight(group) for group in self.free if group not in self.amounts], default=None)
        early = [r for r in waiting if cheapest_drop is None or r.price < cheapest_drop]
        yield from early
        late = [r for r in waiting if r not in early]
        late += self._solved(size, self.free)
        yield from sorted(late, key=self._rank)

    def _solved(self, size: int, among: Collection[str]) -> list[Repair]:
        """Every correction set of this size within `among`, solved, in order."""
        solved: list[Repair] = []
        while not self.over and (candidate := self._next(size, among)) is not None:
            repair = self._solve(candidate)
            if repair is not None:
                self.found.append(candidate)
                solved.append(repair)
        return sorted(solved, key=self._rank)

    def _next(self, size: int, among: Collection[str]) -> frozenset[str] | None:
        """A set of this size that hits every core and holds no correction set found before."""

        def extend(chosen: frozenset[str]) -> frozenset[str] | None:
            if any([known <= chosen for known in self.found]):
                return None
            unhit = next((core for core in self.cores if not core & chosen), None)
            if unhit is None:
                if len(chosen) == size:
                    return chosen
                if self.cores:
                    return None  # hits all already at a smaller size, where it was refused or found
                unhit = frozenset(self.free)
            if len(chosen) == size:
                return None
            for group in sorted(unhit.intersection(among), key=self.place.__getitem__):
                deeper = extend(chosen | {group})
                if deeper is not None:
                    return deeper
            return None

        return extend(frozenset())

    def _hittable(self, core: Iterable[str]) -> frozenset[str]:
        return frozenset(core).intersection(self.free)

    def _weight(self, group: str) -> Number:
        return weight_of(self.session.problem, group, self.weights)

    def _rank(self, repair: Repair) -> tuple[object, ...]:
        signs = {goal.name: 1 if goal.sense == "minimise" else -1 for goal in self.session.problem.objectives}
        return (
            repair.touched,
            repair.price,
            tuple([signs[value.name] * value.value for value in repair.result.objectives]),
            tuple([self.place[change.group] for change in repair.changes]),
        )

    # ---------------------------------------------------------------- solving one candidate

    def _solve(self, touched: frozenset[str]) -> Repair | None:
        """The best plan without these groups; None where there is none, which gives a core."""
        moved = [self.amounts[group] for group in sorted(touched, key=self.place.__getitem__) if group in self.amounts]
        result = self._best(touched, moved)
        if moved and result.assignment is not None and result.objectives[0].bound != result.objectives[0].value:
            if self.deadline.expired:
                self.over = True  # an amount that is not proved least is not offered
                return None
            moved = []
            result = self._best(touched, moved)
        if result.status is SolveStatus.INFEASIBLE:
            assert result.core is not None
            self.cores.append(self._hittable(result.core.groups))
            return None
        if result.assignment is None:
            self.over = self.over or self.deadline.expired or not touched
            self.found.append(touched)
            return None
        if not touched:
            self.over = True  # there is a plan, so nothing needs repair
            return None
        return self._repair(touched, moved, result)

    def _best(self, touched: frozenset[str], moved: Sequence[Amount]) -> Result:
        """The least change of the moved amounts, then the best plan it allows."""
        session = self.session
        on = [group for group in session.switchable if group not in touched]
        goals = session.problem.objectives
        first = self._least_change(moved)
        if first is not None:
            goals = (first, *[goal for goal in goals if not _same_goal(goal, first)])
        return session.optimise(on, budget=self.deadline.rest(), objectives=goals)

    def _least_change(self, moved: Sequence[Amount]) -> Objective | None:
        """What to make small so that the amounts change least relative to their limits."""
        if not moved:
            return None
        if len(moved) == 1:
            return Objective("least change", moved[0].sense, moved[0].expression)
        terms = tuple(
            [
                (
                    (1 if a.sense == "minimise" else -1) * self._weight(a.group) * exact(Fraction(1) / _limit(a)),
                    a.expression,
                )
                for a in moved
            ]
        )
        return Objective("least change", "minimise", Sum(terms))

    def _repair(self, touched: frozenset[str], moved: Sequence[Amount], result: Result) -> Repair:
        assert result.assignment is not None
        problem = self.session.problem
        by_group = {amount.group: amount for amount in moved}
        changes = []
        relative: Number = 0
        price: Number = 0
        for group in sorted(touched, key=self.place.__getitem__):
            amount = by_group.get(group)
            if amount is None:
                changes.append(RepairChange("drop", group))
                price += self._weight(group)
                continue
            before, after = amount.parameter.value, self._value(amount.expression, result.assignment)
            kind: ChangeKind = "raise" if after > before else "lower"
            changes.append(RepairChange(kind, group, amount.parameter.name, before, after))
            share = exact(abs(Fraction(after) - Fraction(before)) / _limit(amount))
            relative += share
            price += share * self._weight(group)
        return Repair(tuple(changes), exact(relative), exact(price), _as_asked(problem, result, moved))

    def _value(self, expression: Expression, assignment: Assignment) -> Number:
        value = evaluate(expression, assignment, self.session.problem.values())
        return int(value) if isinstance(value, bool) else value


def weight_of(problem: Problem, group: str, weights: Mapping[str, Number]) -> Number:
    """The price of giving a group up: the one given, else the greatest of its constraints."""
    return weights[group] if group in weights else max([rule.weight for rule in problem.groups[group]])


def _limit(amount: Amount) -> Fraction:
    """What an amount's change is measured against: the stated limit, 1 where that is 0."""
    return abs(Fraction(amount.parameter.value)) or Fraction(1)


def _same_goal(goal: Objective, other: Objective) -> bool:
    return goal.expression is other.expression and goal.sense == other.sense


def _as_asked(problem: Problem, result: Result, moved: Sequence[Amount]) -> Result:
    """The result told in the problem's own objectives, in their order.

    With the amounts at their least values a plan of the repaired problem is a plan of the solved one, and the other way round;
    so what was proved of the objectives there holds here.
    """
    if not moved:
        return result
    first, *others = result.objectives
    by_name = {value.name: value for value in others}
    values = []
    for goal in problem.objectives:
        known = by_name.get(goal.name)
        if known is None:
            known = type(first)(goal.name, first.value, first.bound)
        values.append(known)
    return Result(result.status, result.assignment, tuple(values), None, result.proof, result.reason, result.statistics)
