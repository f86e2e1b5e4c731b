"""Projects: the problem against trying everything, files, edits, drawings, slack, reasons, and answers from English."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.projects import least_makespan, project_world

from domains.base import Change
from domains.documents import Paragraph, Table, Timeline
from domains.project import domain as projects
from domains.project.check import check
from domains.project.domain import example
from domains.project.reasons import reasons
from domains.project.request import PlannedActivity, ProjectPlan, ProjectRequest
from domains.project.slack import critical
from encoders.errors import InputError
from encoders.session import open_session

NONE = projects.load(None)


def best(request, engine="auto"):
    """The best plan and its result."""
    built = projects.problem(request, NONE)
    with open_session(built.problem, engine) as session:
        result = session.optimise()
    return None if result.assignment is None else projects.plan(built, result.assignment), result


def simple(**rest):
    """Digging, then pouring, beside fencing, with two workers."""
    content = {
        "activities": [
            {"name": "digging", "duration": 3, "needs": {"worker": 2}},
            {"name": "pouring", "duration": 2, "needs": {"worker": 1}},
            {"name": "fencing", "duration": 2, "needs": {"worker": 1}},
        ],
        "order": [{"before": "digging", "after": "pouring"}],
        "resources": {"worker": 2},
    }
    return ProjectRequest.model_validate({**content, **rest})


# ---------------------------------------------------------------- the problem


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(("cpsat", "z3")))
def test_the_least_makespan_is_that_of_trying_everything(seed, engine):
    request = project_world(seed, most=3, longest=3)
    request = request.model_copy(update={"objectives": ["makespan"], "extra": []})
    horizon = 16
    plan, _ = best(request, engine)
    least = least_makespan(request, horizon)
    if plan is None or plan.makespan > horizon:
        assert least is None
    else:
        assert check(plan, request) == []
        assert plan.makespan == least


@pytest.mark.parametrize("engine", ["cpsat", "z3"])
def test_breaks_pause_the_work_and_hold_the_resources(engine):
    request = simple(breaks=[{"start": 2, "end": 4}])
    plan, _ = best(request, engine)
    digging = next(entry for entry in plan.tasks if entry.task == "digging")
    assert (digging.start, digging.end) == (0, 5)
    assert plan.makespan == 7


def test_fewer_units_in_a_time():
    plan, _ = best(simple(less=[{"resource": "worker", "start": 0, "end": 2, "capacity": 1}]))
    assert plan.makespan == 7
    plan, _ = best(simple(less=[{"resource": "worker", "start": 1, "end": 2, "capacity": 0}]))
    assert plan.makespan == 7


def test_a_way_is_chosen_for_its_cost_or_its_time():
    ways = {"name": "walls", "duration": 5, "needs": {"worker": 2}, "cost": 200}
    ways["alternatives"] = [{"duration": 3, "needs": {"worker": 3}, "cost": 650}]
    content = {"activities": [ways], "resources": {"worker": 3}}
    fast, _ = best(ProjectRequest.model_validate(content))
    cheap, _ = best(ProjectRequest.model_validate({**content, "objectives": ["cost", "makespan"]}))
    bound, _ = best(ProjectRequest.model_validate({**content, "budget": 600}))
    assert [plan.tasks[0].mode for plan in (fast, cheap, bound)] == ["3 workers", "2 workers", "2 workers"]


def test_supplies_are_used_up():
    ways = {
        "name": "screed",
        "duration": 2,
        "uses": {"cement": 8},
        "alternatives": [{"duration": 4, "uses": {"cement": 5}}],
    }
    plan, _ = best(ProjectRequest.model_validate({"activities": [ways], "supplies": {"cement": 6}}))
    assert plan.makespan == 4


def test_lateness_is_weighted():
    content = {
        "activities": [{"name": n, "duration": 3, "needs": {"w": 1}} for n in "AB"],
        "resources": {"w": 1},
        "due": {"A": 3, "B": 3},
        "weight": {"B": 2},
        "objectives": ["tardiness", "makespan"],
    }
    plan, result = best(ProjectRequest.model_validate(content))
    assert {entry.task: entry.start for entry in plan.tasks} == {"A": 3, "B": 0}
    assert result.objectives[0].value == 3


def test_wishes_beyond_the_work_can_be_met():
    plan, _ = best(simple(extra=["start[fencing] >= 40"]))
    assert plan.makespan == 42


# ---------------------------------------------------------------- requests


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"resources": {}}, "no resource 'worker'"),
        ({"order": [{"before": "digging", "after": "painting"}]}, "no activity 'painting'"),
        ({"order": [{"before": "digging", "after": "digging"}]}, "before itself"),
        ({"order": [{"before": "digging", "after": "pouring"}] * 2}, "two orders are called"),
        ({"less": [{"resource": "worker", "start": 3, "end": 3}]}, "from an earlier moment"),
        ({"due": {"digging": -1}}, "between 0 and"),
        ({"deadline": -1}, "greater than or equal to 0"),
        ({"activities": []}, "at least 1 item"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_what_does_not_fit_is_refused(content, says):
    with pytest.raises(InputError, match=says):
        projects.parse_request({**simple().model_dump(mode="json"), **content})


def test_an_activity_that_is_left_out_keeps_its_neighbours_in_order():
    request = projects.edit(
        simple(
            order=[{"before": "digging", "after": "pouring"}, {"before": "pouring", "after": "fencing"}],
            due={"pouring": 9},
        ),
        [Change("activities/pouring", "pouring", None)],
    )
    assert request.names == ("digging", "fencing")
    assert [order.name for order in request.order] == ["digging before fencing"]
    assert not request.due


def test_paths():
    request = simple(deadline=9)
    changes = [
        Change("resources/worker", 2, 3),
        Change("duration/digging", 3, 5),
        Change("order/digging before pouring/lag", 0, 2),
        Change("deadline", 9, None),
        Change("activities/fencing/needs/worker", 1, 2),
    ]
    edited = projects.edit(request, changes)
    assert edited.resources == {"worker": 3}
    assert edited.activities[0].duration == 5
    assert edited.order[0].lag == 2
    assert edited.deadline is None
    assert edited.activities[2].needs == {"worker": 2}
    assert projects.edit(request, [Change("resources/worker", 2, None)]).resources == {"worker": None}
    for path in ("resources/crane", "activities/painting", "duration/painting", "nothing"):
        with pytest.raises(InputError):
            projects.edit(request, [Change(path, 1, None)])


def test_plans_may_leave_out_what_follows():
    request = simple()
    content = {
        "tasks": [{"task": "digging", "start": 0}, {"task": "pouring", "start": 3}, {"task": "fencing", "start": 3}]
    }
    plan = projects.parse_plan(content, request, NONE)
    assert plan.makespan == 5
    assert check(plan, request) == []


# ---------------------------------------------------------------- drawings and slack


def test_slack_and_the_critical_path():
    plan = ProjectPlan(
        tasks=[
            PlannedActivity(task="digging", start=0, end=3),
            PlannedActivity(task="pouring", start=3, end=5),
            PlannedActivity(task="fencing", start=3, end=5),
        ],
        makespan=5,
    )
    assert critical(plan, simple()).slack == {"digging": 0, "pouring": 0, "fencing": 0}
    longer = simple(
        activities=[
            {"name": "digging", "duration": 3, "needs": {"worker": 2}},
            {"name": "pouring", "duration": 4, "needs": {"worker": 1}},
            {"name": "fencing", "duration": 2, "needs": {"worker": 1}},
        ]
    )
    moved = plan.tasks[1].model_copy(update={"end": 7})
    found = critical(ProjectPlan(tasks=[plan.tasks[0], moved, plan.tasks[2]], makespan=7), longer)
    assert found.slack == {"digging": 0, "pouring": 0, "fencing": 2}
    assert found.path == ("digging", "pouring")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_whatever_has_slack_may_end_so_much_later(seed):
    """A plan in which one activity with nothing after it is delayed by its slack still keeps every rule and the makespan."""
    request = project_world(seed)
    plan, _ = best(request)
    if plan is None or request.extra:
        return
    slack = critical(plan, request).slack
    for name, late in slack.items():
        if any([order.before == name for order in request.order]) or not late or request.apart:
            continue
        starts = {e.task: e.start for e in plan.tasks}
        if any([e.start >= starts[name] for e in plan.tasks if e.task != name]):
            continue
        tasks = [
            e.model_copy(update={"start": e.start + late, "end": e.end + late}) if e.task == name else e
            for e in plan.tasks
        ]
        end = max([entry.end for entry in tasks])
        assert check(ProjectPlan(tasks=tasks, makespan=end), request) == []
        assert "makespan" not in request.objectives or end <= plan.makespan


def test_the_chart_has_a_lane_for_each_activity_and_what_resources_are_used_for():
    request = example()
    plan, _ = best(request)
    blocks = projects.render(plan, request, NONE).blocks
    chart = next(block for block in blocks if isinstance(block, Timeline))
    assert set(request.names) <= set(chart.lanes)
    assert {mark.says for mark in chart.marks} == {"foundation due", "deadline"}
    assert any([bar.lane == "worker" and bar.says == "only 1" for bar in chart.bars])
    use = next(block for block in blocks if isinstance(block, Table) and block.title == "What is in use")
    assert use.columns == ("time", "worker", "mixer")
    assert all(["of" in cell for row in use.rows for cell in row[1:]])


def test_the_critical_path_is_told():
    request = simple()
    plan, _ = best(request)
    told = [block.text for block in projects.render(plan, request, NONE).blocks if isinstance(block, Paragraph)]
    assert told[0].startswith("Critical path: digging, then")


def test_a_conflict_is_marked():
    request = simple(deadline=4)
    plan, _ = best(simple())
    members = ("order/digging before pouring", "deadline")
    chart = projects.render_conflict(plan, request, NONE, members).blocks[0]
    assert {bar.says for bar in chart.bars if bar.clashes} == {"digging", "pouring"}
    assert [mark.clashes for mark in chart.marks] == [True]


# ---------------------------------------------------------------- why limits clash


def test_reasons_are_told_where_they_are_simple():
    chain = reasons(simple(deadline=4), ["order/digging before pouring", "deadline"])
    assert chain == ["The chain digging, then pouring cannot end before 5 have passed."]
    work = reasons(simple(deadline=4), ["resources/worker", "deadline"])
    assert work == ["The work for workers takes 2 workers at least 5."]
    much = reasons(simple(resources={"worker": 1}), ["resources/worker"])
    assert much == ["Digging needs 2 workers at the same time."]
    circle = [{"before": "digging", "after": "pouring"}, {"before": "pouring", "after": "digging"}]
    found = reasons(simple(order=circle), [f"order/{o['before']} before {o['after']}" for o in circle])
    assert "circle" in found[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_reasons_are_told_only_of_what_is_impossible(seed):
    request = project_world(seed)
    built = projects.problem(request, NONE)
    groups = built.problem.groups_of("request")
    with open_session(built.problem, "z3") as session:
        result = session.optimise()
    if result.assignment is not None:
        assert reasons(request, groups) == []


# ---------------------------------------------------------------- changes and questions in English


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("one more worker", {"resources/worker": 3}),
        ("we hire two more workers", {"resources/worker": 4}),
        ("there are 5 workers", {"resources/worker": 5}),
        ("one worker fewer", {"resources/worker": 1}),
        ("digging takes 5 days", {"activities/digging/duration": 5}),
        ("without fencing", {"activities/fencing": None}),
        ("the fencing is left out", {"activities/fencing": None}),
        ("extend the deadline by 2 days", {"deadline": 11}),
        ("the deadline is day 12", {"deadline": 12}),
        ("no deadline", {"deadline": None}),
        ("pouring need not wait for digging", {"order/digging before pouring": None}),
        ("pouring is due by day 6", {"due/pouring": 6}),
        ("fencing cannot start before day 4", {"release/fencing": 3}),
        ("pouring can start 2 days after digging", {"order/digging before pouring/lag": 2}),
        ("digging needs 1 worker", {"activities/digging/needs/worker": 1}),
    ],
)
def test_changes_in_english(text, changes):
    request = simple(deadline=9, unit="days")
    found = projects.read_change(text, request, None, NONE, date(2030, 1, 1))
    assert found.understood, (found.unread, found.questions)
    assert {change.path: change.after for change in found.changes} == changes
    assert found.request == projects.edit(request, found.changes)
    assert len(found.says) == len(changes)


@pytest.mark.parametrize(
    "text", ["make it nicer", "digging takes 3 purple days", "one more zeppelin", "not one more worker"]
)
def test_changes_that_are_not_understood(text):
    found = projects.read_change(text, simple(unit="days"), None, NONE, date(2030, 1, 1))
    assert not found.understood
    assert found.request is None


def test_a_new_time_with_fewer_workers():
    found = projects.read_change("on day 2 there is only one worker", simple(unit="days"), None, NONE, date(2030, 1, 1))
    assert found.request.less[0].model_dump() == {
        "name": "worker 1-2", "start": 1, "end": 2, "resource": "worker", "capacity": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "question", "wish"),
    [
        ("why", "why does fencing start so late", "start[fencing] < 3"),
        ("why-not", "why not start fencing on day 1", "start[fencing] == 0"),
        ("why-not", "why isn't pouring finished by day 4", "end[pouring] <= 4"),
        ("why-not", "why not finish by day 4", "makespan <= 4"),
        ("why", "why does it take 5 days", "makespan < 5"),
        ("why", "why is digging before fencing", "end[fencing] <= start[digging]"),
        ("why-not", "start[fencing] < 2", "start[fencing] < 2"),
    ],
)
def test_questions_in_english(kind, question, wish):
    request = simple(unit="days")
    plan = ProjectPlan(
        tasks=[
            PlannedActivity(task="digging", start=0, end=3),
            PlannedActivity(task="pouring", start=3, end=5),
            PlannedActivity(task="fencing", start=3, end=5),
        ],
        makespan=5,
    )
    asked = projects.ask(kind, question, plan, request, NONE)
    assert asked.wish == wish, asked.questions


def test_questions_that_are_not_understood_are_asked_back():
    plan, _ = best(simple())
    asked = projects.ask("why", "why is the sky blue", plan, simple(), NONE)
    assert asked.questions
    assert "sky" in asked.questions[0]


def test_without_an_activity_or_a_resource():
    assert projects.gone("Fencing", simple(), NONE).request.names == ("digging", "pouring")
    assert projects.gone("worker", simple(), NONE).request.resources == {"worker": 0}
    with pytest.raises(InputError, match="nothing is called 'zeppelin'"):
        projects.gone("zeppelin", simple(), NONE)
