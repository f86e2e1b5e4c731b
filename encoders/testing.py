"""The contract that every engine keeps, as a pytest class for the tests of an engine that comes from elsewhere.

    from encoders.testing import EngineContract

    class TestMyEngine(EngineContract):
        engine = "mine"        # registered under the entry point `planproof.engines`

Small random problems are answered by counting through all assignments; the session must agree on each of them, for every subset
of the groups and several values of the parameter. A problem the engine declines (UnsupportedError) is left out, but not all.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, ClassVar

import pytest

from encoders.errors import EngineError, UnknownNameError, UnsupportedError
from encoders.evaluate import breaches, evaluate
from encoders.expressions import (
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Compare,
    Const,
    Implies,
    IntVar,
    Is,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Sum,
    task,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from encoders.expressions import Expression, Variable
    from encoders.numbers import Number
    from encoders.result import Assignment
    from encoders.session import Incumbent, Session

_PROBLEMS = 9
_LIMITS = (0, 2, 3, 5, 9)
"""Values of the one parameter."""


@dataclass(frozen=True)
class _Counted:
    """A problem and all of its assignments."""

    problem: Problem
    everything: Sequence[Assignment]
    _judged: dict[Number, list[tuple[frozenset[str | None], Number]]] = field(default_factory=dict)

    def best(self, on: Iterable[str], limit: Number) -> Number | None:
        """The best value of the objective, None where nothing is possible."""
        if limit not in self._judged:
            self._judged[limit] = [self._judge(assignment, limit) for assignment in self.everything]
        held = {None, *on}
        found = [value for broken, value in self._judged[limit] if held.isdisjoint(broken)]
        return (min(found) if self.problem.objectives[0].sense == "minimise" else max(found)) if found else None

    def _judge(self, assignment: Assignment, limit: Number) -> tuple[frozenset[str | None], Number]:
        """The groups that an assignment breaks, None for a rule without one, and the value of the objective."""
        broken = breaches(self.problem, assignment, values={"limit": limit})
        groups = [self.problem.constraint(breach.constraint).group for breach in broken]
        value = evaluate(self.problem.objectives[0].expression, assignment, {"limit": limit})
        return frozenset(groups), int(value) if isinstance(value, bool) else value


def small_problems(seed: int = 0) -> Iterator[Problem]:
    """Random problems over a few variables of each kind, with groups, a parameter and one objective."""
    rng = random.Random(seed)
    for number in range(_PROBLEMS):
        yield _small(rng, f"small {number}", ordering=number % 3 == 0)


def _small(rng: random.Random, name: str, *, ordering: bool) -> Problem:
    a, b = BoolVar("a"), BoolVar("b")
    x, y = IntVar("x", 0, 3), IntVar("y", -1, 3)
    meal = ChoiceVar("meal", ("soup", "cake", "rice"))
    limit = Parameter("limit", 3, "", "limit")
    rules: list[Expression] = [
        Compare(Sum(((rng.randint(1, 3), x), (rng.randint(-2, 2), y))), rng.choice(("<=", ">=")), limit),
        Implies(Is(meal, rng.choice(meal.options)), Compare(x, rng.choice(("<", ">", "!=")), Const(rng.randint(0, 2)))),
        rng.choice((Or(a, Compare(y, ">=", Const(2))), And(Not(a), b), Or(Not(a), Is(meal, "cake")))),
        rng.choice((AllDifferent(x, y), Compare(Sum(((1, x), (1, y), (2, b))), "==", Const(rng.randint(0, 5))))),
    ]
    if ordering:
        first, second = task("first", rng.randint(1, 2), earliest=0, latest=2), task("second", 2, earliest=0, latest=2)
        rules.append(NoOverlap((first, second)))
        rules.append(Compare(first.start, rng.choice(("<=", ">=")), Const(rng.randint(0, 2))))
    constraints = [
        Constraint(f"rule {n}", rule, f"Rule {n} holds.", group=None if n == 3 else f"rule {n}")
        for n, rule in enumerate(rules)
    ]
    goal = Sum(((rng.randint(-3, 3), x), (rng.randint(1, 3), y), (rng.randint(-2, 4), a), (1, b)))
    sense = rng.choice(("minimise", "maximise"))
    objective = Objective("goal", "minimise" if sense == "minimise" else "maximise", goal)
    return Problem(name, tuple(constraints), (objective,), (a, b, x, y, meal))


def _assignments(problem: Problem) -> list[Assignment]:
    names = [variable.name for variable in problem.variables]
    return [dict(zip(names, values, strict=True)) for values in product(*map(_values, problem.variables))]


def _values(variable: Variable) -> Sequence[bool | int | str]:
    if isinstance(variable, BoolVar):
        return (False, True)
    if isinstance(variable, ChoiceVar):
        return variable.options
    assert isinstance(variable, IntVar)
    return range(variable.lo, variable.hi + 1)


def _subsets(items: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable([combinations(items, size) for size in range(len(items) + 1)])


def _into(streamed: list[Assignment]) -> Incumbent:
    def take(assignment: Assignment, bound: Number | None) -> None:
        streamed.append(assignment)

    return take


class EngineContract:
    """Set `engine`, the name that `open_session` knows it by."""

    engine: ClassVar[str]

    def opened(self, problem: Problem) -> Session:
        """A session with every group switchable."""
        return open_session(problem, self.engine)

    def cases(self) -> list[_Counted]:
        """The problems that the engine takes."""
        taken = []
        for problem in small_problems():
            try:
                self.opened(problem).close()
            except UnsupportedError:
                continue
            taken.append(_Counted(problem, _assignments(problem)))
        assert taken, "the engine takes none of the small problems"
        return taken

    def test_answers_are_those_of_counting_through(self) -> None:
        """Status and optimum for every subset of the groups and several limits, all asked of one live session in random order."""
        rng = random.Random(5)
        for case in self.cases():
            groups = list(case.problem.groups)
            asked = [(on, limit) for on in _subsets(groups) for limit in _LIMITS]
            rng.shuffle(asked)
            with self.opened(case.problem) as session:
                for on, limit in asked[:40]:
                    best = case.best(on, limit)
                    result = session.optimise(on, values={"limit": limit})
                    wanted = SolveStatus.INFEASIBLE if best is None else SolveStatus.OPTIMAL
                    assert result.status is wanted, (case.problem.name, on, limit)
                    if best is not None:
                        assert result.objectives[0].value == best == result.objectives[0].bound
                        assert result.assignment is not None
                        self._accepted(case, result.assignment, on, limit)

    def test_cores_are_impossible(self) -> None:
        """A core is a subset of what was asked, and impossible; a check agrees with counting."""
        for case in self.cases():
            groups = list(case.problem.groups)
            with self.opened(case.problem) as session:
                for on in _subsets(groups):
                    outcome = session.check(on, values={"limit": 0})
                    possible = case.best(on, 0) is not None
                    assert (outcome.status is Satisfiability.SATISFIABLE) == possible
                    if possible:
                        assert outcome.assignment is not None
                        self._accepted(case, outcome.assignment, on, 0)
                    else:
                        assert outcome.core is not None
                        assert outcome.core.groups <= set(on)
                        assert case.best(outcome.core.groups, 0) is None, "the core holds nothing impossible"

    def test_incumbents_are_accepted_and_get_better(self) -> None:
        """Every assignment that is streamed keeps the rules; the objective never gets worse."""
        for case in self.cases():
            streamed: list[Assignment] = []
            with self.opened(case.problem) as session:
                session.optimise(values={"limit": 3}, incumbent=_into(streamed))
            for assignment in streamed:
                self._accepted(case, assignment, case.problem.groups, 3)
            goal = case.problem.objectives[0]
            seen = [evaluate(goal.expression, assignment) for assignment in streamed]
            assert seen == sorted(seen, reverse=goal.sense == "minimise")

    def test_hints_do_no_harm(self) -> None:
        """A hint that breaks the rules changes no answer."""
        for case in self.cases():
            best = case.best(case.problem.groups, 3)
            for hint in (case.everything[0], case.everything[-1]):
                with self.opened(case.problem) as session:
                    result = session.optimise(values={"limit": 3}, hint=hint)
                assert (result.objectives[0].value if result.assignment is not None else None) == best

    def test_more_can_be_added(self) -> None:
        """`extend` holds in every later question."""
        for case in self.cases():
            with self.opened(case.problem) as session:
                leaf = case.problem.variables[0]
                session.extend([], [Constraint("added", Not(leaf))])
                held = _Counted(case.problem, [a for a in case.everything if a[leaf.name] is False])
                best = held.best(case.problem.groups, 3)
                result = session.optimise(values={"limit": 3})
                assert (result.objectives[0].value if result.assignment is not None else None) == best

    def test_errors(self) -> None:
        """Unknown names raise UnknownNameError, a closed session EngineError."""
        problem = self.cases()[0].problem
        session = self.opened(problem)
        with pytest.raises(UnknownNameError):
            session.check(["no such group"])
        with pytest.raises(UnknownNameError):
            session.check(values={"no such parameter": 1})
        session.close()
        with pytest.raises(EngineError):
            session.check()

    def _accepted(self, case: _Counted, assignment: Assignment, on: Iterable[str], limit: Number) -> None:
        assert breaches(case.problem, assignment, on=list(on), values={"limit": limit}) == []
        assert set(assignment) == {variable.name for variable in case.problem.variables}


__all__ = ["EngineContract", "small_problems"]
