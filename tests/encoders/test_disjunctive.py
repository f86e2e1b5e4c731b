"""Z3's search for schedules: the optimum, live questions after it, other searches' news, limits."""

import time
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import Seeded, seeds
from support.schedules import OBJECTIVES, best_value, project, shop

from encoders.engines.z3.difference import differences_only
from encoders.evaluate import breaches, evaluate
from encoders.expressions import And, Max, NoOverlap, Or, Parameter, Sum, precedence, task
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import News, open_session


def subset(dice, groups):
    """Most of the groups."""
    return [group for group in groups if dice.upto(0, 3)]


@settings(max_examples=50)
@given(seeds(), st.sampled_from(OBJECTIVES))
def test_the_optimum_is_that_of_trying_everything(seed, objective):
    dice = Seeded(seed)
    problem = shop(dice, jobs=2, machines=2, objective=objective, horizon=6)
    with open_session(problem, "z3") as session:
        for _ in range(3):
            on = subset(dice, problem.groups)
            result, best = session.optimise(on), best_value(problem, on)
            assert (result.objectives[0].value if result.objectives else None) == best
            if best is None:
                assert result.status is SolveStatus.INFEASIBLE
                assert result.core.groups <= set(on)
                assert best_value(problem, result.core.groups) is None
            else:
                assert result.status is SolveStatus.OPTIMAL
                assert not breaches(problem, result.assignment, on=on)


@given(seeds(), st.sampled_from(OBJECTIVES))
def test_what_an_optimum_taught_never_leaks_into_other_questions(seed, objective):
    """Groups and amounts change after every optimum on one live session; CP-SAT, opened anew, must agree."""
    dice = Seeded(seed)
    problem = shop(dice, jobs=4, machines=3, objective=objective)
    with open_session(problem, "z3") as session:
        for _ in range(5):
            on = subset(dice, problem.groups)
            values = {p.name: dice.upto(2, 16) for p in problem.parameters if dice.upto(0, 1)}
            if dice.upto(0, 1):
                result = session.optimise(on, values=values)
                possible = result.status is SolveStatus.OPTIMAL
                core = result.core
            else:
                outcome = session.check(on, values=values)
                possible = outcome.status is Satisfiability.SATISFIABLE
                core = outcome.core
                result = None
            with open_session(problem, "cpsat") as other:
                expected = other.optimise(on, values=values)
                assert possible == (expected.status is SolveStatus.OPTIMAL)
                if result is not None and possible:
                    assert result.objectives == expected.objectives
                if not possible:
                    assert core.groups <= set(on)
                    again = other.check(core.groups, values=values)
                    assert again.status is Satisfiability.UNSATISFIABLE


def hard_shop(jobs=6, machines=4):
    """A job shop on which the first bound is not the optimum."""
    dice = Seeded(11)
    tasks, rules = {}, []
    on = {j: [(j * 2 + 3 * k) % machines for k in range(machines)] for j in range(jobs)}
    for j in range(jobs):
        for k in range(machines):
            tasks[j, k] = task(f"{j}.{k}", dice.upto(3, 19), earliest=0, latest=900)
        chain = [precedence(tasks[j, k], tasks[j, k + 1]) for k in range(machines - 1)]
        rules.append(Constraint(f"job {j}", And(*chain), group=f"job {j}"))
    for m in range(machines):
        here = [tasks[j, k] for j in range(jobs) for k in range(machines) if on[j][k] == m]
        rules.append(Constraint(f"machine {m}", NoOverlap(tuple(here)), group=f"machine {m}"))
    last = Max(*[tasks[j, machines - 1].end for j in range(jobs)])
    rules.append(Constraint("deadline", last <= Parameter("deadline", 900), group="deadline"))
    return Problem("shop", tuple(rules), (Objective("makespan", "minimise", last),))


def test_bounds_and_plans_are_told_as_they_come_and_news_end_the_search():
    problem = hard_shop()
    assert differences_only(problem)
    with open_session(problem, "cpsat") as other:
        best = other.optimise()
    value = best.objectives[0].value
    with open_session(problem, "z3") as session:
        told = []
        result = session.optimise(learnt=told.append)
        assert result.objectives == best.objectives
        values = [evaluate(problem.objectives[0].expression, n.assignment) for n in told if n.assignment is not None]
        bounds = [n.bound for n in told if n.bound is not None]
        assert values[-1] == value == max(bounds)
        assert values == sorted(values, reverse=True)
    with open_session(problem, "z3") as session:
        wrong = {**best.assignment, "0.0.start": best.assignment["0.0.start"] + 1, "0.1.start": 0}
        for news in (
            News("makespan", best.assignment, value),
            News("makespan", best.assignment, None),
            News("makespan", wrong, value),
            News("another", best.assignment, value + 5),
        ):
            asked = []
            result = session.optimise(news=lambda name, news=news, asked=asked: asked.append(name) or news)
            assert result.objectives == best.objectives
            assert asked


def test_a_deadline_one_below_the_optimum_is_a_conflict_with_an_exact_way_out():
    problem = hard_shop()
    with open_session(problem, "z3") as session:
        best = session.optimise().objectives[0].value
        assert session.check(values={"deadline": best}).status is Satisfiability.SATISFIABLE
        outcome = session.check(values={"deadline": best - 1})
        assert outcome.status is Satisfiability.UNSATISFIABLE
        result = session.optimise(values={"deadline": best - 1})
        assert result.status is SolveStatus.INFEASIBLE
        assert "deadline" in result.core.groups
        assert session.optimise(set(problem.groups) - {"deadline"}).objectives[0].value == best


def test_a_limit_leaves_the_best_plan_and_a_bound():
    problem = hard_shop(jobs=14, machines=12)
    with open_session(problem, "z3") as session:
        result = session.optimise(budget=Budget(work=200_000))
        (goal,) = result.objectives
        assert result.status is SolveStatus.FEASIBLE or goal.bound == goal.value
        assert goal.bound <= goal.value
        assert not breaches(problem, result.assignment)


def test_objectives_in_order_and_a_session_that_grows():
    problem = hard_shop(jobs=4, machines=3)
    first = problem.objectives[0]
    ends = Objective("ends", "minimise", Sum(tuple([(1, v) for v in problem.variables])))
    with open_session(problem, "z3") as session, open_session(problem, "cpsat") as other:
        goals = (first, ends)
        assert session.optimise(objectives=goals).objectives == other.optimise(objectives=goals).objectives
        goals = (ends, first)
        assert session.optimise(objectives=goals).objectives == other.optimise(objectives=goals).objectives
        more = Constraint("later", problem.variables[0] >= 25)
        session.extend([], [more])
        other.extend([], [more])
        assert session.optimise().objectives == other.optimise().objectives


@settings(max_examples=40)
@given(seeds(), st.sampled_from(OBJECTIVES))
def test_projects_with_resources_have_the_optimum_of_cp_sat(seed, objective):
    dice = Seeded(seed)
    problem = project(dice, tasks=6, objective=objective)
    with open_session(problem, "z3") as session, open_session(problem, "cpsat") as other:
        for _ in range(3):
            on = subset(dice, problem.groups)
            result, expected = session.optimise(on), other.optimise(on)
            assert result.objectives == expected.objectives
            assert result.status is expected.status


class Later:
    """News that come after some time."""

    def __init__(self, seconds, news):
        self.news, self.due = news, time.monotonic() + seconds

    def __call__(self, name):
        return self.news if time.monotonic() >= self.due else None


def as_it_is(problem):
    """The problem."""
    return problem


def without_global_constraints(problem):
    """Every NoOverlap as pairs of differences, which the general search takes."""
    rules = []
    for constraint in problem.constraints:
        if isinstance(constraint.expression, NoOverlap):
            pairs = [
                Or(b.start - a.start >= a.duration, a.start - b.start >= b.duration)
                for a, b in combinations(constraint.expression.tasks, 2)
            ]
            constraint = replace(constraint, expression=And(*pairs))
        rules.append(constraint)
    first, second, *_ = problem.variables
    rules.append(Constraint("no difference", first + second >= 0))
    return replace(problem, constraints=tuple(rules))


@pytest.mark.parametrize("change", [as_it_is, without_global_constraints])
def test_news_end_a_check_that_they_answer(change):
    """On a shop far too large to be proved soon, a bound that comes later ends the search (only a test may claim this one)."""
    problem = change(hard_shop(jobs=20, machines=15) if change is as_it_is else hard_shop(jobs=9, machines=7))
    with open_session(problem, "z3") as session:
        began = time.monotonic()
        result = session.optimise(news=Later(0.5, News("makespan", None, 10_000)), budget=Budget(60))
        assert result.status is SolveStatus.OPTIMAL
        assert time.monotonic() - began < 30
        began = time.monotonic()
        result = session.optimise(news=Later(0.5, News("another", None, 10_000)), budget=Budget(2))
        (goal,) = result.objectives
        assert goal.bound < 10_000
        assert goal.bound <= goal.value


def test_the_general_search_takes_news():
    problem = without_global_constraints(hard_shop(jobs=4, machines=3))
    with open_session(problem, "cpsat") as other:
        best = other.optimise()
    for news in (News("makespan", best.assignment, best.objectives[0].value), News("makespan", best.assignment, None)):
        with open_session(problem, "z3") as session:
            told = []
            result = session.optimise(news=lambda name, news=news: news, learnt=told.append)
            assert result.objectives == best.objectives
            assert evaluate(problem.objectives[0].expression, told[0].assignment) == best.objectives[0].value
