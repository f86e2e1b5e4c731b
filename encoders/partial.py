"""Best effort: the cheapest groups to give up so that there is a plan, and the best plan that they leave.

The cheapest set that hits every conflict met so far is tried first (implicit hitting sets; Davies and Bacchus 2011); sets of the
same price are all tried, since the plans they leave differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.errors import UnknownNameError
from encoders.evaluate import breaches
from encoders.relax import weight_of
from encoders.result import Budget, Satisfiability, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.numbers import Number
    from encoders.result import Deadline, Result
    from encoders.session import Session

_MOST_TIES = 64
"""Sets of the same price that are tried."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What is given up, in problem order, its price, and the best plan without it.

    `proved`: no set costs less, and none of the same price leaves a better plan. `reason` says what cut the proof short.
    """

    dropped: tuple[str, ...]
    price: Number
    result: Result
    proved: bool
    reason: str = ""


def best_partial(
    session: Session,
    *,
    keep: Iterable[str] = (),
    weights: Mapping[str, Number] | None = None,
    cores: Iterable[Iterable[str]] = (),
    budget: Budget | None = None,
) -> Partial | None:
    """The plan that gives up the groups of least total weight, then is best in the objectives, then in the order of the text.

    `keep` are groups that may not be given up, beside those whose constraints say so; `weights` and `cores` as in
    `relax.repairs`. None where the groups that are kept leave no plan, or where the budget ran out before there was any.
    Raises UnknownNameError.
    """
    problem = session.problem
    kept = set(keep)
    if unknown := kept - set(problem.groups):
        raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
    kept |= {group for group in problem.groups if any([rule.keep for rule in problem.groups[group]])}
    free = [group for group in session.switchable if group not in kept]
    return _Search(session, free, cores, weights or {}, (budget or Budget()).start()).run()


class _Search:
    def __init__(
        self,
        session: Session,
        free: Sequence[str],
        cores: Iterable[Iterable[str]],
        weights: Mapping[str, Number],
        deadline: Deadline,
    ) -> None:
        self.session, self.deadline = session, deadline
        self.free = list(free)
        self.place = {group: place for place, group in enumerate(self.free)}
        self.weight = {group: max(0, weight_of(session.problem, group, weights)) for group in self.free}
        self.cores = [frozenset(core).intersection(self.free) for core in cores]
        self.tried: list[frozenset[str]] = []
        """Sets that were given up already: what holds one of them is not minimal."""
        self.best: Partial | None = None

    def run(self) -> Partial | None:
        """The best that the budget allows."""
        if not self._start():
            return None
        while len(self.tried) < _MOST_TIES:
            candidate = self._cheapest()
            if candidate is None or (self.tried and self._price(candidate) > self._price(self.tried[0])):
                return self._as_proved()
            result = self.session.optimise(self._without(candidate), budget=self.deadline.rest())
            if result.status is SolveStatus.INFEASIBLE:
                assert result.core is not None
                self.cores.append(result.core.groups.intersection(self.free))
                continue
            if result.assignment is None:
                return self._cut(result.reason)
            if not self.tried:
                self.best = None  # what was found at the start is not of the least price
            self.tried.append(candidate)
            self._offer(candidate, result)
            if result.status is not SolveStatus.OPTIMAL:
                return self._cut(result.reason)
        return self._cut(f"more than {_MOST_TIES} sets of the same price")

    def _start(self) -> bool:
        """Whether there is a plan without everything that can be given up; then what it gives up anyway is the first answer."""
        outcome = self.session.check(self._without(self.free), budget=self.deadline.rest())
        if outcome.status is not Satisfiability.SATISFIABLE or outcome.assignment is None:
            return False
        problem = self.session.problem
        broken = {breach.group for breach in breaches(problem, outcome.assignment)}
        dropped = frozenset([group for group in self.free if group in broken])
        result = self.session.optimise(self._without(dropped), hint=outcome.assignment, budget=self.deadline.rest())
        if result.assignment is None:
            return False
        self._offer(dropped, result)
        return True

    def _without(self, gone: Iterable[str]) -> list[str]:
        left = set(gone)
        return [group for group in self.session.switchable if group not in left]

    def _price(self, dropped: Iterable[str]) -> Number:
        return sum([self.weight[group] for group in dropped])

    def _offer(self, dropped: frozenset[str], result: Result) -> None:
        ordered = tuple([group for group in self.free if group in dropped])
        found = Partial(ordered, self._price(ordered), result, proved=False)
        if self.best is None or self._rank(found) < self._rank(self.best):
            self.best = found

    def _rank(self, partial: Partial) -> tuple[object, ...]:
        signs = {goal.name: 1 if goal.sense == "minimise" else -1 for goal in self.session.problem.objectives}
        values = tuple([signs[value.name] * value.value for value in partial.result.objectives])
        return (partial.price, values, len(partial.dropped), [self.place[group] for group in partial.dropped])

    def _as_proved(self) -> Partial | None:
        best = self.best
        return None if best is None else Partial(best.dropped, best.price, best.result, proved=bool(self.tried))

    def _cut(self, reason: str) -> Partial | None:
        best = self.best
        return None if best is None else Partial(best.dropped, best.price, best.result, proved=False, reason=reason)

    # ---------------------------------------------------------------- the cheapest set that hits every core

    def _cheapest(self) -> frozenset[str] | None:
        """The hitting set of least price, then of fewest members, then first in the order of the text; none tried before."""
        best: tuple[Number, int, list[int]] | None = None
        found: frozenset[str] | None = None

        def extend(chosen: frozenset[str], banned: frozenset[str]) -> None:
            nonlocal best, found
            price = self._price(chosen)
            if (best is not None and price > best[0]) or any([tried <= chosen for tried in self.tried]):
                return
            unhit = min([core - banned for core in self.cores if not core & chosen], key=len, default=None)
            if unhit is None:
                key = (price, len(chosen), sorted([self.place[group] for group in chosen]))
                if best is None or key < best:
                    best, found = key, chosen
                return
            out = banned
            for group in sorted(unhit, key=lambda group: (self.weight[group], self.place[group])):
                extend(chosen | {group}, out)
                out |= {group}

        extend(frozenset(), frozenset())
        return found
