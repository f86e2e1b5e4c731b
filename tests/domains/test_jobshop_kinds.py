"""Flexible shops, flow shops, setups and objectives: the problem against every schedule, and the check against the problem."""

from __future__ import annotations

import random
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mutations import mutated_schedule
from support.shops import shop_of_any_kind

from domains.base import Change
from domains.jobshop import domain as jobshop
from domains.jobshop.request import JobShopRequest, Schedule, ScheduledTask
from encoders.conflicts import conflict
from encoders.errors import InputError
from encoders.evaluate import Evaluator, breaches
from encoders.problem import Constraint
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

SEEDS = st.integers(0, 10**6)


def schedules(request):
    """The earliest schedules for every choice of machines and every order in which tasks are placed."""
    jobs = request.jobs
    tasks = [(job, number) for job in jobs for number in range(len(job.tasks))]
    times = {
        machine: {(s.before, s.after): s.time for own in ("", machine) for s in request.setups if s.machine == own}
        for machine in request.machines
    }
    orders = {tuple(job.name for job, _ in order) for order in permutations(tasks)}
    for ways in product(*[job.tasks[number].options for job, number in tasks]):
        chosen = {(job.name, number): way for (job, number), way in zip(tasks, ways, strict=True)}
        for order in orders:
            yield _placed(request, chosen, order, times)


def _placed(request, chosen, order, times):
    """Every task of an order of jobs as early as it can be behind the last one on its machine."""
    of = {job.name: job for job in request.jobs}
    done, free, last, entries = dict.fromkeys(of, 0), {}, {}, []
    ready = {name: job.release for name, job in of.items()}
    for name in order:
        number = done[name]
        way, job = chosen[name, number], of[name]
        family = job.tasks[number].family or job.family or name
        start = max(ready[name], free.get(way.machine, 0))
        if way.machine in last:
            start = max(start, free[way.machine] + times[way.machine].get((last[way.machine], family), 0))
        closed = sorted([(d.start, d.end) for d in request.down if d.machine == way.machine])
        for begin, end in closed:
            if start < end and begin < start + way.duration:
                start = end
        end = start + way.duration
        entries.append(ScheduledTask(task=f"{name}.{number + 1}", job=name, machine=way.machine, start=start, end=end))
        done[name] += 1
        ready[name] = free[way.machine] = end
        last[way.machine] = family
    return Schedule(tasks=entries, makespan=max([entry.end for entry in entries]))


def best_of(request):
    """The least objectives over every schedule that keeps all rules, None where there is none."""
    values = [
        tuple([measured[goal] for goal in request.objectives])
        for plan in schedules(request)
        if not jobshop.check(plan, request, None)
        for measured in [jobshop.measure(plan, request, None)]
    ]
    return min(values, default=None)


@pytest.mark.parametrize("engine", ["cpsat", "z3"])
@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_optimum_is_the_best_of_all_schedules(engine, seed):
    """Early schedules hold an optimum, as every objective only grows with the ends; setups are placed behind the last task."""
    request = shop_of_any_kind(seed, most_jobs=3, most_tasks=2)
    built = jobshop.problem(request, None)
    with open_session(built.problem, engine) as session:
        result = session.optimise()
    best = best_of(request)
    if best is None:
        assert result.status is SolveStatus.INFEASIBLE
        return
    assert result.status is SolveStatus.OPTIMAL
    assert tuple([entry.value for entry in result.objectives]) == best
    assert breaches(built.problem, result.assignment) == []
    plan = jobshop.plan(built, result.assignment)
    assert jobshop.check(plan, request, None) == []
    observed, value_of = jobshop.observe(plan, request, None), Evaluator(result.assignment)
    assert {name: value_of(e) for name, e in built.observables.items()} == {n: observed[n] for n in built.observables}


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_changed_schedules_are_refused_exactly_when_the_problem_refuses_them(seed):
    request, rng = shop_of_any_kind(seed), random.Random(seed)
    request = request.model_copy(update={"deadline": 60})
    built = jobshop.problem(request, None)
    with open_session(built.problem, "cpsat") as session:
        result = session.optimise()
    if result.assignment is None:
        return
    plan = jobshop.plan(built, result.assignment)
    for _ in range(4):
        changed = mutated_schedule(plan, None, rng)
        pins, possible = jobshop.pin(built, changed), False
        if pins is not None:
            with open_session(built.problem, "cpsat") as session:
                session.extend([], [Constraint(f"pin/{n}", rule) for n, rule in enumerate(pins)])
                possible = session.check().status is Satisfiability.SATISFIABLE
        violations = jobshop.check(changed, request, None)
        assert possible == (violations == []), violations


def small(**changes):
    """Two jobs on a press, red and blue, with a way around by a green one."""
    jobs = [
        {"name": name, "family": name, "tasks": [{"machine": "press", "duration": 1}]}
        for name in ("red", "blue", "green")
    ]
    setups = [{"machine": "press", "from": "red", "to": "blue", "time": 5}]
    return JobShopRequest.model_validate({"jobs": jobs, "setups": setups, **changes})


@pytest.mark.parametrize("engine", ["cpsat", "z3"])
def test_a_setup_counts_only_for_the_next_task(engine):
    """Red then blue takes 5, but red, green, blue takes nothing."""
    request = small(extra=["end[red] <= start[blue.1]"])
    built = jobshop.problem(request, None)
    with open_session(built.problem, engine) as session:
        result = session.optimise()
    assert result.objectives[0].value == 3
    plan = jobshop.plan(built, result.assignment)
    assert [entry.job for entry in sorted(plan.tasks, key=lambda t: t.start)] == ["red", "green", "blue"]


def test_a_conflict_is_told_in_jobs_machines_and_limits():
    jobs = [
        {"name": name, "tasks": [{"machine": "A", "duration": 4, "alternatives": [{"machine": "B", "duration": 6}]}]}
        for name in ("x", "y", "z")
    ]
    request = JobShopRequest.model_validate({"jobs": jobs, "deadline": 7})
    built = jobshop.problem(request, None)
    with open_session(built.problem, switchable=built.problem.groups_of("request")) as session:
        found = conflict(built.problem, session=session).conflict
    assert found.minimal
    assert set(found.groups) == {"deadline", "machines/A", "machines/B"}


def test_a_second_machine_and_a_job_left_out_are_edits():
    request = small()
    more = jobshop.edit(request, [Change("machines/second press", None, "second press")])
    assert more.machines == ["press", "second press"]
    assert [option.machine for option in more.jobs[0].tasks[0].options] == ["press", "second press"]
    assert {setup.machine for setup in more.setups} == {"press", "second press"}
    fewer = jobshop.edit(request, [Change("jobs/red", "red", None)])
    assert [job.name for job in fewer.jobs] == ["blue", "green"]
    assert fewer.setups == []
    with pytest.raises(InputError, match="second press"):
        jobshop.edit(request, [Change("machines/second lathe", None, "second lathe")])


def test_a_machine_can_be_left_out_and_a_choice_forbidden_where_there_is_another():
    tasks = [{"machine": "A", "duration": 4, "alternatives": [{"machine": "B", "duration": 6}]}]
    request = JobShopRequest.model_validate({"jobs": [{"name": "x", "tasks": tasks}]})
    left = jobshop.gone("A", request, None).request
    assert left.machines == ["B"]
    assert [(option.machine, option.duration) for option in left.jobs[0].tasks[0].options] == [("B", 6)]
    with pytest.raises(InputError, match="nowhere else"):
        jobshop.gone("B", left, None)
    wish = jobshop.unwanted("x.1 on A", request, None)
    forbidden = jobshop.problem(request.model_copy(update={"extra": [wish]}), None)
    with open_session(forbidden.problem) as session:
        assert session.optimise().objectives[0].value == 6
    with pytest.raises(InputError, match=r"x\.1 on A, x\.1 on B"):
        jobshop.unwanted("x.1 on C", request, None)


QUESTIONS = [
    ("why", "why does x run on A?", "not task[x.1].on[A]"),
    ("why-not", "why not run x on B", "task[x.1].on[B]"),
    ("what-if", "what if x ran on B", "task[x.1].on[B]"),
    ("why-not", "start y before x", "start[y.1] < start[x.1]"),
]


@pytest.mark.parametrize(("kind", "question", "wish"), QUESTIONS)
def test_questions_about_machines_and_jobs(kind, question, wish):
    tasks = [{"machine": "A", "duration": 4, "alternatives": [{"machine": "B", "duration": 6}]}]
    jobs = [{"name": "x", "tasks": tasks}, {"name": "y", "tasks": [{"machine": "A", "duration": 3}]}]
    request = JobShopRequest.model_validate({"jobs": jobs})
    entries = [("x.1", "x", 0, 4), ("y.1", "y", 4, 7)]
    tasks = [ScheduledTask(task=t, job=j, machine="A", start=a, end=b) for t, j, a, b in entries]
    plan = Schedule(tasks=tasks, makespan=7)
    assert jobshop.check(plan, request, None) == []
    assert jobshop.ask(kind, question, plan, request, None).wish == wish


@pytest.mark.parametrize(
    ("text", "path", "after"),
    [
        ("x arrives at 5", "release/x", 5),
        ("drop y", "jobs/y", None),
        ("A is down from 3 to 5", "down/A", {"machine": "A", "start": 3, "end": 5}),
        ("add a second A", "machines/second A", "second A"),
        ("keep lateness small", "objectives", ["tardiness"]),
        ("x has weight 3", "weight/x", 3),
        ("the deadline is 2 hours", "deadline", 120),
    ],
)
def test_sentences_change_a_shop(text, path, after):
    jobs = [{"name": name, "due": 9, "tasks": [{"machine": "A", "duration": 4}]} for name in "xy"]
    request = JobShopRequest.model_validate({"jobs": jobs, "unit": "minutes"})
    found = jobshop.read_change(text, request, None, None, None)
    assert found.understood
    assert [(change.path, change.after) for change in found.changes] == [(path, after)]
    assert jobshop.edit(request, found.changes) == found.request


def test_due_dates_are_targets_where_lateness_is_to_be_small():
    request = small(objectives=["tardiness"], setups=[])
    late = request.model_copy(update={"jobs": [job.model_copy(update={"due": 1}) for job in request.jobs]})
    built = jobshop.problem(late, None)
    assert not [group for group in built.problem.groups if group.startswith("due/")]
    assert {item.path for item in built.frame} >= {"due/red", "due/blue", "due/green"}
    with open_session(built.problem) as session:
        assert session.optimise().objectives[0].value == 0 + 1 + 2


@pytest.mark.parametrize(
    "broken",
    [
        {"permutation": True, "jobs": [{"name": "a", "tasks": [{"machine": "A", "duration": 1}] * 2}]},
        {"setups": [{"from": "red", "to": "purple", "time": 1}]},
        {"setups": [{"from": "red", "to": "red", "time": 1}]},
        {"objectives": ["makespan", "makespan"]},
        {"objectives": ["profit"]},
        {"unit": "weeks"},
        {
            "jobs": [
                {
                    "name": "a",
                    "tasks": [{"machine": "A", "duration": 1, "alternatives": [{"machine": "A", "duration": 2}]}],
                }
            ]
        },
    ],
)
def test_what_makes_no_sense_is_refused(broken):
    content = {**small().model_dump(mode="json", by_alias=True), "machines": [], **broken}
    with pytest.raises(InputError, match="not a job shop"):
        jobshop.parse_request(content)
