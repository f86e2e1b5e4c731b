"""Replanning shops: as many tasks as possible stay where they are, by going through all sets that could stay."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from domains.base import Change
from domains.jobshop import domain as jobshop
from domains.jobshop.request import JobShopRequest
from domains.replanning import Replanning
from domains.travel import domain as travel
from encoders.errors import InputError, UnsupportedError
from encoders.expressions import equals
from encoders.problem import Constraint
from encoders.replan import FEWEST_CHANGES, Field, nearest
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

SHOP = JobShopRequest.model_validate(
    {
        "jobs": [
            {"name": "a", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]},
            {"name": "b", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]},
        ]
    }
)


def shop(seed):
    rng = random.Random(seed)
    jobs = [
        {
            "name": f"J{j}",
            "tasks": [{"machine": m, "duration": rng.randint(1, 5)} for m in rng.sample("ABC", rng.randint(1, 3))],
        }
        for j in range(rng.randint(2, 3))
    ]
    return JobShopRequest.model_validate({"jobs": jobs}), rng


def best(request):
    built = jobshop.problem(request, None)
    with open_session(built.problem) as session:
        return jobshop.plan(built, session.optimise().assignment)


def replanned(request, old, engine="z3"):
    near = jobshop.near(request, None, old)
    problem = nearest(near.built.problem, [Field(part.where, part.kept) for part in near.parts], ties=near.ties)
    with open_session(problem, engine) as session:
        result = session.optimise()
    if result.assignment is None:
        return None, None
    plan = jobshop.told(near, result.assignment, old)
    assert jobshop.check(plan, request, None) == []
    assert result.status is SolveStatus.OPTIMAL
    assert len(jobshop.moved(old, plan, request, None)) == result.objectives[0].value
    return plan, result.objectives[0].value


def fewest_by_subsets(request, old):
    """The fewest tasks that move, by asking for each set of tasks whether all the others can stay."""
    starts = {entry.task: entry for entry in old.tasks}
    late = max([entry.end for entry in old.tasks]) + sum([t.duration for job in request.jobs for t in job.tasks])
    roomy = request.model_copy(update={"deadline": request.deadline or 10 * late})
    built = jobshop.problem(roomy, None)
    now = {f"{job}.{number}": task for (job, number), task in built.handles.steps.items()}
    machines = {f"{j.name}.{n}": t.machine for j in request.jobs for n, t in enumerate(j.tasks, 1)}
    lost = len(set(starts) - set(now))
    added = len(set(now) - set(starts))
    names = [n for n in now if n in starts and starts[n].machine == machines[n]]
    fixed = len(now) - added - len(names)
    for count in range(len(names) + 1):
        for moved in combinations(names, count):
            pins = [Constraint(f"stay/{n}", equals(now[n].start, starts[n].start)) for n in names if n not in moved]
            with open_session(built.problem, "cpsat") as session:
                session.extend([], pins)
                if session.check().status is Satisfiability.SATISFIABLE:
                    return count + lost + added + fixed
    return None


def changes(request, old, rng):
    """A machine breaks down, a job is cancelled, one must be done sooner."""
    task = rng.choice(old.tasks)
    yield jobshop.gone(f"{task.machine} {task.start}-{task.end + 1}", request, None).request
    yield jobshop.gone(task.job, request, None).request
    yield request.model_copy(update={"deadline": max(1, old.makespan - 1)})
    longer = [Change("duration/J0.1", request.jobs[0].tasks[0].duration, request.jobs[0].tasks[0].duration + 2)]
    yield jobshop.edit(request, longer)


def test_both_worlds_can_replan():
    assert isinstance(jobshop, Replanning)
    assert isinstance(travel, Replanning)


@pytest.mark.parametrize("seed", range(10))
def test_as_many_tasks_stay_as_any_set_can(seed):
    request, rng = shop(seed)
    old = best(request)
    assert replanned(request, old) == (old, 0)
    for changed in changes(request, old, rng):
        plan, count = replanned(changed, old)
        durations = {f"{j.name}.{n}": t.duration for j in changed.jobs for n, t in enumerate(j.tasks, 1)}
        longer = [
            entry
            for entry in old.tasks
            if durations.get(entry.task, entry.end - entry.start) != entry.end - entry.start
        ]
        if longer:  # that task is another one, whenever it runs
            continue
        assert count == fewest_by_subsets(changed, old)
        assert (plan is None) == (count is None)


def test_a_machine_that_is_down_is_left_alone_and_both_checkers_say_so():
    lost = jobshop.gone("m 2-5", SHOP, None)
    assert lost.says == "m is down from 2 to 5."
    built = jobshop.problem(lost.request, None)
    with open_session(built.problem) as session:
        result = session.optimise()
    plan = jobshop.plan(built, result.assignment)
    assert plan.makespan == 16
    assert jobshop.check(plan, lost.request, None) == []
    assert [v.constraint for v in jobshop.check(best(SHOP), lost.request, None)] == ["down/m", "down/m"]


def test_a_late_schedule_is_kept_and_what_moves_comes_after_it():
    """The old plan leaves gaps that no best plan would have; only the task that must move does."""
    old = best(SHOP)
    late = old.model_copy(
        update={
            "tasks": [t.model_copy(update={"start": t.start + 50, "end": t.end + 50}) for t in old.tasks],
            "makespan": old.makespan + 50,
        }
    )
    assert replanned(SHOP, late)[1] == 0
    last = max(late.tasks, key=lambda t: t.start)
    lost = jobshop.gone(f"{last.machine} {last.start}-{last.end}", SHOP, None)
    plan, count = replanned(lost.request, late)
    assert count == 1
    assert {t.task: t.start for t in plan.tasks if t.task != last.task} == {
        t.task: t.start for t in late.tasks if t.task != last.task
    }


def test_down_times_are_edited_and_read_back():
    request = jobshop.gone("m 2-5", SHOP, None).request
    request = jobshop.gone("m from 8 to 9", request, None).request
    assert [(d.machine, d.start, d.end) for d in request.down] == [("m", 2, 5), ("m", 8, 9)]
    assert jobshop.parse_request(request.model_dump(mode="json")) == request
    times = [down.model_dump() for down in request.down]
    assert jobshop.edit(request, [Change("down/m", times, None)]).down == []
    assert jobshop.edit(request, [Change("down/m", times, times[:1])]).down == request.down[:1]
    with pytest.raises(InputError, match="no time in which 'n' is down"):
        jobshop.edit(request, [Change("down/n", times, None)])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("m", "say when it is down, as in 'm 10-20'"),
        ("m 5-5", "down from an earlier time to a later one"),
        ("x 1-2", "nothing is called 'x 1-2'; there are the jobs a, b"),
        ("c", "nothing is called 'c'"),
    ],
)
def test_what_is_not_in_the_shop_cannot_be_lost(name, says):
    with pytest.raises(InputError, match=says):
        jobshop.gone(name, SHOP, None)


def test_the_only_job_cannot_be_lost_and_nothing_can_be_forbidden():
    alone = jobshop.gone("a", SHOP, None).request
    with pytest.raises(InputError, match="the only job"):
        jobshop.gone("b", alone, None)
    with pytest.raises(UnsupportedError, match="--without"):
        jobshop.unwanted("m", SHOP, None)


def test_the_first_objective_counts_changes():
    near = jobshop.near(SHOP, None, best(SHOP))
    problem = nearest(near.built.problem, [Field(part.where, part.kept) for part in near.parts])
    assert [goal.name for goal in problem.objectives] == [FEWEST_CHANGES, "makespan"]


@pytest.mark.parametrize(
    ("wish", "start"),
    [("start[a.1] >= 100", 100), ("start[a.1] >= 2.5 * start[b.2] + 30", 40), ("start[a.1] - end[b] >= 77", 84)],
)
def test_a_wish_for_later_times_than_the_shop_needs_can_be_met(wish, start):
    request = SHOP.model_copy(update={"extra": [wish]})
    built = jobshop.problem(request, None)
    with open_session(built.problem) as session:
        result = session.optimise()
    plan = jobshop.plan(built, result.assignment)
    assert jobshop.check(plan, request, None) == []
    assert next(t.start for t in plan.tasks if t.task == "a.1") >= start
