"""A schedule at its lower bound: where one is made and accepted, no engine finds a better one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encoders.evaluate import breaches, evaluate
from encoders.expressions import Cumulative, Parameter, precedence, task
from encoders.heuristics.at_bound import at_bound
from encoders.problem import Constraint, Objective, Problem
from encoders.session import open_session
from encoders.structures.scheduling import due, latest_end


def project(durations, demands, capacity, pairs=(), limit=None):
    """Tasks on one resource, some after others, with the least last end as the objective."""
    horizon = sum(durations) + 1
    tasks = [task(f"t{n}", length, earliest=0, latest=horizon - length) for n, length in enumerate(durations)]
    rules = [Constraint("capacity", Cumulative(tasks, demands, Parameter("capacity", capacity)), "", group="capacity")]
    rules += [Constraint(f"{a}{b}", precedence(tasks[a], tasks[b]), "", group=f"{a}{b}") for a, b in pairs]
    if limit is not None:
        rules.append(Constraint("limit", due(tasks[0], limit), "", group="limit"))
    return Problem("project", tuple(rules), (Objective("end", "minimise", latest_end(tasks), "", ""),))


def found(problem, without=()):
    return at_bound(problem, problem.values(), problem.objectives[0], without=without)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=6),
    st.integers(2, 5),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5),
)
def test_what_reaches_the_bound_is_the_best(work, capacity, pairs):
    count = len(work)
    forward = sorted({(a, b) for a, b in pairs if a < b < count})
    problem = project([length for length, _ in work], [demand for _, demand in work], capacity, forward)
    made = found(problem)
    with open_session(problem, "z3") as session:
        best = session.optimise()
    if best.assignment is None:
        assert made is None or breaches(problem, made[0])
        return
    if made is not None and not breaches(problem, made[0]):
        assert evaluate(problem.objectives[0].expression, made[0]) == made[1] == best.objectives[0].value
    with open_session(problem, "cpsat") as session:
        assert session.optimise().objectives[0].value == best.objectives[0].value


def test_room_for_all_is_settled_without_a_search():
    problem = project([3, 2, 4], [1, 1, 1], 3, [(0, 1)])
    made = found(problem)
    assert made is not None
    assert made[1] == 5
    assert breaches(problem, made[0]) == []


def test_a_schedule_above_the_bound_is_none():
    problem = project([3, 3, 3, 2], [2, 2, 2, 1], 3)
    assert found(problem) is None
    with open_session(problem, "cpsat") as session:
        assert session.optimise().objectives[0].value == 9


def test_groups_that_are_off_do_not_bind():
    problem = project([3, 2], [1, 1], 2, [(0, 1)])
    assert found(problem)[1] == 5
    assert found(problem, without=("01",))[1] == 3


def test_what_cannot_be_is_left_to_the_engine():
    problem = project([3, 2], [1, 1], 2, limit=2)
    assert found(problem) is None
    with open_session(problem, "cpsat") as session:
        assert str(session.optimise().status) == "infeasible"


def test_problems_without_resources_are_not_read():
    start = task("a", 2, earliest=0, latest=5)
    problem = Problem(
        "one", (Constraint("due", due(start, 4), ""),), (Objective("end", "minimise", start.end, "", ""),)
    )
    assert found(problem) is None


@pytest.mark.parametrize(("lengths", "unsearched"), [([3, 2], True), ([3, 3, 3, 2], False)])
def test_a_result_says_whether_the_engine_had_anything_to_search(lengths, unsearched):
    problem = project(lengths, [2] * len(lengths), 4 if unsearched else 3)
    with open_session(problem, "cpsat") as session:
        result = session.optimise()
    assert str(result.status) == "optimal"
    assert ("unsearched" in result.statistics) == unsearched
