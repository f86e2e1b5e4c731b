"""Slack and critical paths: what a delay does is found by repeating the forward pass, paths by another library."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.critical import Activity, Arc, criticality, shifted
from domains.documents import Timeline
from domains.jobshop import domain as jobshop
from domains.jobshop.domain import example
from domains.jobshop.drawing import timeline
from domains.jobshop.request import Downtime, Setup
from domains.jobshop.slack import slacks
from domains.ways import DrawsConflicts
from encoders.errors import ModelError
from encoders.session import open_session

NUMBERS = st.one_of(st.integers(0, 9), st.fractions(0, 9, max_denominator=4))


@st.composite
def plans(draw, latest=False, fixed=False):
    """A plan that keeps its arcs: what must precede leads forward, and some activities start later than they could."""
    count = draw(st.integers(1, 8))
    arcs, activities, ends = [], [], {}
    for number in range(count):
        here = []
        for before in draw(st.sets(st.integers(0, max(0, number - 1)), max_size=3)) if number else ():
            here.append(Arc(f"a{before}", f"a{number}", draw(st.integers(-2, 3))))
        free = max([0, *[ends[arc.before] + arc.lag for arc in here]])
        start = free + draw(st.sampled_from([0, 0, 0, 1, Fraction(1, 2), 4]))
        end = start + draw(NUMBERS)
        ends[f"a{number}"] = end
        due = end + draw(NUMBERS) if latest and draw(st.booleans()) else None
        movable = not (fixed and draw(st.integers(0, 3)) == 0)
        activities.append(Activity(f"a{number}", start, end, due, movable))
        arcs += here
    return activities, arcs


def after(activities, arcs, delays):
    """Whether the delayed plan ends in time and keeps everything, and when it ends."""
    starts = shifted(activities, arcs, delays)
    ends = {a.name: starts[a.name] + a.end - a.start for a in activities}
    kept = all([starts[arc.after] >= ends[arc.before] + arc.lag for arc in arcs])
    due = all([a.latest is None or ends[a.name] <= a.latest for a in activities])
    return kept and due, max(ends.values())


@given(plans())
def test_a_delay_by_the_slack_keeps_the_end_and_by_more_does_not(plan):
    activities, arcs = plan
    end = max([a.end for a in activities])
    for name, slack in criticality(activities, arcs).slack.items():
        assert slack >= 0
        assert after(activities, arcs, {name: slack}) == (True, end)
        assert after(activities, arcs, {name: slack + 1})[1] == end + 1


@given(plans(latest=True, fixed=True), NUMBERS)
def test_slack_ends_where_the_horizon_a_due_date_or_what_cannot_move_is_reached(plan, room):
    activities, arcs = plan
    horizon = max([a.end for a in activities]) + room
    movable = {a.name for a in activities if a.movable}
    for name, slack in criticality(activities, arcs, horizon).slack.items():
        if name not in movable:
            assert slack == 0
            continue
        kept, end = after(activities, arcs, {name: slack})
        assert kept
        assert end <= horizon
        kept, end = after(activities, arcs, {name: slack + Fraction(1, 10)})
        assert not kept or end > horizon


@given(plans())
def test_the_path_has_no_gap_and_ends_at_the_end(plan):
    activities, arcs = plan
    known = {a.name: a for a in activities}
    found = criticality(activities, arcs)
    assert known[found.path[-1]].end == max([a.end for a in activities])
    lags = {(arc.before, arc.after): arc.lag for arc in arcs}
    for before, next_one in pairwise(found.path):
        assert known[next_one].start == known[before].end + lags[before, next_one]
    assert all([found.slack[name] == 0 for name in found.path])


@given(plans())
def test_without_idle_time_the_path_is_a_longest_path(plan):
    """Everything moved as far to the left as the arcs allow; networkx finds how long the longest path is."""
    activities, arcs = plan
    early = [Activity(a.name, 0, a.end - a.start) for a in activities]
    starts = shifted(early, arcs)
    early = [Activity(a.name, starts[a.name], starts[a.name] + a.end) for a in early]
    graph = networkx.DiGraph()
    for a in early:
        graph.add_edge("source", (a.name, 0), weight=0)
        graph.add_edge((a.name, 0), (a.name, 1), weight=a.end - a.start)
        graph.add_edge((a.name, 1), "sink", weight=0)
    for arc in arcs:
        graph.add_edge((arc.before, 1), (arc.after, 0), weight=arc.lag)
    longest = networkx.dag_longest_path_length(graph)
    assert max([a.end for a in early]) == longest
    path = criticality(early, arcs).path
    assert next(a.start for a in early if a.name == path[0]) == 0


def test_a_small_shop():
    activities = [Activity("cut", 0, 3), Activity("drill", 3, 5), Activity("paint", 3, 9), Activity("pack", 9, 10)]
    arcs = [Arc("cut", "drill"), Arc("cut", "paint"), Arc("drill", "pack", 1), Arc("paint", "pack")]
    found = criticality(activities, arcs)
    assert found.slack == {"cut": 0, "drill": 3, "paint": 0, "pack": 0}
    assert found.path == ("cut", "paint", "pack")
    assert criticality(activities, arcs, 12).slack["pack"] == 2
    assert criticality(activities, arcs, 12).path == ()


def test_a_plan_that_is_late_has_slack_below_zero():
    assert criticality([Activity("a", 0, 5, latest=3)], []).slack == {"a": -2}


def test_nothing_at_all():
    assert criticality([], []).path == ()


@pytest.mark.parametrize(
    ("activities", "arcs", "says"),
    [
        ([Activity("a", 0, 1), Activity("a", 1, 2)], [], "two activities are called 'a'"),
        ([Activity("a", 0, 1)], [Arc("a", "b")], "no activity is called 'b'"),
        ([Activity("a", 0, 0), Activity("b", 0, 0)], [Arc("a", "b"), Arc("b", "a")], "in a circle"),
        ([Activity("a", 0, 2), Activity("b", 1, 3)], [Arc("a", "b")], "b starts before a allows it"),
    ],
)
def test_what_is_no_schedule_is_refused(activities, arcs, says):
    with pytest.raises(ModelError, match=says):
        criticality(activities, arcs)


# ---------------------------------------------------------------- a shop's schedule


def shop(**changes):
    return example().model_copy(update=changes)


def scheduled(request, engine="cpsat"):
    built = jobshop.problem(request, None)
    with open_session(built.problem, engine) as session:
        return jobshop.plan(built, session.optimise().assignment)


def moved(plan, task, by, setup=0):
    """The schedule with one task later and everything after it moved as far as it must, in the same orders."""
    late, tasks = {task: by}, []
    for entry in sorted(plan.tasks, key=lambda t: (t.start, t.end)):
        before = [t.end for t in tasks if t.job == entry.job]
        before += [t.end + (setup if t.job != entry.job else 0) for t in tasks if t.machine == entry.machine]
        start = max([entry.start + late.get(entry.task, 0), *before])
        tasks.append(entry.model_copy(update={"start": start, "end": start + entry.end - entry.start}))
    return plan.model_copy(update={"tasks": tasks, "makespan": max([t.end for t in tasks])})


@pytest.mark.parametrize("changes", [{}, {"deadline": None}, {"deadline": 40}])
def test_a_shops_slack_is_what_its_own_check_allows(changes):
    request = shop(**changes)
    plan = scheduled(request)
    found = slacks(plan, request)
    assert set(found) == {task.task for task in plan.tasks}
    assert 0 in found.values()
    for task, slack in found.items():
        kept, broken = moved(plan, task, slack), moved(plan, task, slack + 1)
        assert jobshop.check(kept, request, None) == []
        assert kept.makespan == plan.makespan
        assert broken.makespan > plan.makespan or jobshop.check(broken, request, None)


@pytest.mark.parametrize(
    ("goals", "deadline"),
    [(["tardiness"], None), (["tardiness"], 20), (["completion"], None), (["makespan", "tardiness"], None)],
)
def test_slack_keeps_every_objective_and_no_slack_means_nothing_limits(goals, deadline):
    request = shop(deadline=deadline, objectives=goals)
    plan = scheduled(request)
    before = jobshop.measure(plan, request, None)
    best = {goal: before[goal] for goal in goals}
    found = slacks(plan, request)

    def harmed(by, task):
        late = moved(plan, task, by)
        after = jobshop.measure(late, request, None)
        return jobshop.check(late, request, None) or any([after[goal] > best[goal] for goal in goals])

    for task in [task.task for task in plan.tasks]:
        if task in found:
            assert not harmed(found[task], task)
            assert harmed(found[task] + 1, task)
        else:
            assert not harmed(10**6, task)
    assert ("tardiness" in goals and deadline is None and "makespan" not in goals) == (len(found) < 9)


def test_setups_are_drawn_and_hold_tasks_up():
    names = [job.name for job in example().jobs]
    pairs = [(a, b) for a in names for b in names if a != b]
    request = shop(deadline=None, setups=[Setup.model_validate({"from": a, "to": b, "time": 1}) for a, b in pairs])
    request = request.model_copy(update={"jobs": [job.model_copy(update={"due": None}) for job in request.jobs]})
    plan = scheduled(request)
    found = slacks(plan, request)
    for task, slack in found.items():
        kept, broken = moved(plan, task, slack, setup=1), moved(plan, task, slack + 1, setup=1)
        assert jobshop.check(kept, request, None) == []
        assert kept.makespan == plan.makespan < broken.makespan
    drawn = [bar for bar in timeline(plan, request, ["setups/saw"]).bars if bar.says == "setup"]
    assert len(drawn) == 6
    assert {bar.end - bar.start for bar in drawn} == {1}
    assert {bar.lane for bar in drawn if bar.clashes} == {"saw"}


def test_a_machine_that_is_down_does_not_move():
    closed = (("saw", 8, 9), ("saw", 8, 10), ("mill", 30, 40))
    request = shop(deadline=None, down=[Downtime(machine=m, start=start, end=end) for m, start, end in closed])
    plan = scheduled(request)
    slack = slacks(plan, request)
    assert set(slack) == {task.task for task in plan.tasks}
    for task in plan.tasks:
        assert task.end + slack[task.task] <= plan.makespan
        if task.machine == "saw" and task.end <= 8:
            assert task.end + slack[task.task] <= 8
    drawn = [(bar.lane, bar.start, bar.end) for bar in timeline(plan, request).bars if bar.says == "down"]
    assert drawn == list(closed)


def test_further_wishes_leave_only_what_is_sure():
    request = shop(extra=["start[table.1] <= 3"])
    assert set(slacks(scheduled(request), request).values()) == {0}


def test_a_conflicts_members_are_marked_and_limits_are_drawn_as_they_were_asked():
    request = shop(deadline=10)
    plan = scheduled(shop(deadline=None))
    drawn = timeline(plan, request, {"machines/varnish", "jobs/shelf", "deadline"})
    marked = {bar.says for bar in drawn.bars if bar.clashes}
    assert marked == {"shelf.1", "shelf.2", "shelf.3", "table.3", "chairs.3"}
    marks = {(mark.says, mark.at, mark.lane, mark.clashes) for mark in drawn.marks}
    assert marks == {("chairs due", 12, "varnish", False), ("deadline", 10, None, True)}
    assert drawn.lanes == tuple(request.machines)
    assert [bar.slack is not None for bar in drawn.bars] == [True] * 9


def test_a_schedule_that_breaks_rules_is_drawn_without_slack():
    request = shop()
    plan = scheduled(request)
    early = [task.model_copy(update={"start": 0, "end": task.end - task.start}) for task in plan.tasks]
    drawn = timeline(plan.model_copy(update={"tasks": early}), request)
    assert {bar.slack for bar in drawn.bars} == {None}
    assert timeline(plan.model_copy(update={"tasks": []}), request).bars == ()


def test_the_shop_draws_its_plan_and_its_conflicts():
    request = shop()
    plan = scheduled(request)
    assert any([isinstance(block, Timeline) for block in jobshop.render(plan, request, None).blocks])
    assert isinstance(jobshop, DrawsConflicts)
    (block,) = jobshop.render_conflict(plan, request, None, ["deadline"]).blocks
    assert [mark.clashes for mark in block.marks if mark.lane is None] == [True]
