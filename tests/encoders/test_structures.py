"""Every structure against its meaning, by counting through small cases."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from support.engines import ENGINES
from support.expressions import OPERATORS, Seeded, seeds
from support.resources import plans

from encoders.errors import ModelError
from encoders.evaluate import evaluate
from encoders.expressions import (
    Compare,
    Const,
    Cumulative,
    IntVar,
    Max,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Sum,
    Task,
    equals,
    task,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.result import SolveStatus
from encoders.session import open_session
from encoders.structures.calendars import blocks, merged, outside, pausing_task
from encoders.structures.modes import LEFT_OUT, activity
from encoders.structures.routing import Stop, route
from encoders.structures.scheduling import at_least_after, at_most_after, due, latest_end, released, together
from encoders.structures.setups import Visit, setups
from encoders.structures.tardiness import earliness, late, tardiness, weighted


def of(*rules, goals=(), declared=()):
    return Problem("", tuple([Constraint(f"c{n}", rule) for n, rule in enumerate(rules)]), tuple(goals), declared)


def spans(tasks, here):
    """(start, end) of the tasks that are present."""
    return [
        (evaluate(t.start, here), evaluate(t.start, here) + evaluate(t.duration, here))
        for t in tasks
        if evaluate(t.presence, here)
    ]


def two(dice):
    """Two tasks, perhaps optional."""
    return [
        task(name, dice.upto(0, 2), earliest=dice.upto(0, 1), latest=dice.upto(2, 4), optional=bool(dice.upto(0, 1)))
        for name in "ab"
    ]


def everything(tasks, *rules):
    """All assignments of the tasks' variables, whatever the rules say of them, as far as absent tasks are total."""
    return plans(of(Cumulative(tasks, [0] * len(tasks), 0), *rules))


# ---------------------------------------------------------------- scheduling


@settings(max_examples=60)
@given(seeds())
def test_distances_releases_and_due_dates(seed):
    dice = Seeded(seed)
    a, b = tasks = two(dice)
    lag, limit = dice.upto(-2, 2), Parameter("limit", dice.upto(0, 5))
    sides = dice.pick(("end-start", "start-start", "end-end", "start-end"))
    for here in everything(tasks):
        found = [spans([t], here) for t in tasks]
        left, right = sides.split("-")
        expected = {"least": True, "most": True}
        if all(found):
            (first,), (then,) = found
            gap = then[right == "end"] - first[left == "end"]
            expected = {"least": gap >= lag, "most": gap <= lag}
        assert evaluate(at_least_after(a, b, lag, sides), here) is expected["least"]
        assert evaluate(at_most_after(a, b, lag, sides), here) is expected["most"]
        for t, span in zip(tasks, found, strict=True):
            assert evaluate(released(t, limit), here) is all([start >= limit.value for start, _ in span])
            assert evaluate(due(t, limit), here) is all([end <= limit.value for _, end in span])
        assert evaluate(together(tasks), here) is (bool(found[0]) == bool(found[1]))
        ends = [end for span in found for _, end in span]
        assert evaluate(latest_end(tasks), here) == max(ends, default=min(a.start.lo, b.start.lo))


@settings(max_examples=50)
@given(seeds())
def test_lateness(seed):
    dice = Seeded(seed)
    end, limit = IntVar("end", 0, 9), dice.upto(0, 9)
    here = {"end": dice.upto(0, 9)}
    over = here["end"] - limit
    assert evaluate(tardiness(end, limit), here) == max(0, over)
    assert evaluate(earliness(end, limit), here) == max(0, -over)
    assert evaluate(late(end, limit), here) is (over > 0)
    parts = [(3, tardiness(end, limit)), (2, late(end, limit)), (0, earliness(end, limit))]
    assert evaluate(weighted(parts), here) == 3 * max(0, over) + 2 * (over > 0)


# ---------------------------------------------------------------- modes


@settings(max_examples=60)
@given(seeds())
def test_activities_with_modes(seed):
    """The plans are: every start, every mode that ends in time; or left out, at the earliest."""
    dice = Seeded(seed)
    durations = {f"m{n}": dice.upto(0, 3) for n in range(dice.upto(1, 3))}
    optional, latest = bool(dice.upto(0, 1)), dice.upto(3, 6)
    work = activity("w", durations, earliest=1, latest_end=latest + 1, optional=optional)
    problem = of(
        work.rule, Cumulative([work.whole], [0], 0), Cumulative(list(work.modes.values()), [0] * len(durations), 0)
    )
    found = set()
    for here in plans(problem):
        done = [mode for mode, t in work.modes.items() if evaluate(t.presence, here)]
        start = here["w.start"]
        found.add((start, *done))
        assert len(done) <= 1
        assert bool(done) is evaluate(work.whole.presence, here)
        length = durations[done[0]] if done else 0
        assert evaluate(work.end, here) == start + length
        assert evaluate(work.whole.length, here) == length
    expected = {(s, m) for m, length in durations.items() for s in range(1, latest + 2 - length)}
    assert found == (expected | {(1,)} if optional else expected)


def test_modes_that_cannot_be():
    for durations, options, says in (
        ({}, {}, "at least one mode"),
        ({"m": -1}, {}, "negative"),
        ({"m": 9}, {}, "does not fit"),
        ({"m": 1, LEFT_OUT: 2}, {}, "cannot be called"),
    ):
        with pytest.raises(ModelError, match=says):
            activity("w", durations, earliest=0, latest_end=5, **options)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_activities_on_machines(engine):
    """A flexible shop in small: the slower machine is worth it for one of them."""
    works = [activity(name, {"fast": 2, "slow": 3}, earliest=0, latest_end=9) for name in ("a", "b")]
    rules = [w.rule for w in works]
    rules += [NoOverlap(tuple([w.modes[machine] for w in works])) for machine in ("fast", "slow")]
    goal = Objective("end", "minimise", Max(*[w.end for w in works]))
    with open_session(of(*rules, goals=[goal]), engine) as session:
        result = session.optimise()
        assert result.objectives[0].value == 3
        assert {result.assignment[f"{w.name}.mode"] for w in works} == {"fast", "slow"}


# ---------------------------------------------------------------- calendars


def test_closed_times_are_merged():
    assert merged([(5, 7), (1, 2), (2, 3), (6, 6), (4, 6)]) == [(1, 3), (4, 7)]
    with pytest.raises(ModelError, match="before it begins"):
        merged([(3, 2)])


def closed_times(dice):
    found = [(start, start + dice.upto(0, 3)) for start in [dice.upto(-2, 9) for _ in range(dice.upto(0, 3))]]
    return found, {moment for start, end in found for moment in range(start, end)}


@settings(max_examples=100)
@given(seeds())
def test_tasks_stay_out_of_closed_times(seed):
    dice = Seeded(seed)
    closed, moments = closed_times(dice)
    length = dice.upto(1, 3)
    duration = Const(length) if dice.upto(0, 1) else IntVar("d", 1, 3)
    t = Task(
        "t", IntVar("t", 0, 8), duration, task("u", 1, earliest=0, latest=0, optional=bool(dice.upto(0, 1))).presence
    )
    rule = outside(t, closed)
    for here in plans(of(Cumulative([t], [0], 0))):
        expected = all([not moments.intersection(range(*span)) for span in spans([t], here)])
        assert evaluate(rule, here) is expected


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_keep_closed_times_as_they_are_meant(engine):
    """Each start by itself, in a group and without one, with two or three alternatives beside what else may hold."""

    @settings(max_examples=30)
    @given(seeds())
    def holds(seed):
        dice = Seeded(seed)
        t = task("t", dice.upto(0, 2), earliest=0, latest=8, optional=bool(dice.upto(0, 1)))
        u = IntVar("u", 0, 3)
        rule = outside(t, closed_times(dice)[0])
        ways = [Compare(Sum(((dice.pick((1, -1, 2, -3)), t.start),)), dice.pick(OPERATORS), Const(dice.upto(-6, 8)))]
        ways.append(Compare(Sum(((1, t.start), (-1, u))), dice.pick(OPERATORS), Const(dice.upto(-2, 5))))
        ways.append(Compare(Sum(((1, t.start), (1, u))), dice.pick(OPERATORS), Const(dice.upto(2, 8))))
        other = Or(
            *[way if dice.upto(0, 1) else Not(way) for way in ways[: dice.upto(1, 3)]], Compare(u, "==", Const(3))
        )
        group = dice.pick((None, "g"))
        fixed = [equals(t.start, Parameter("value of t", 0)), equals(u, Parameter("value of u", 0)), t.presence]
        rules = [Constraint("closed", rule, group=group), Constraint("other", other, group=group)]
        rules += [Constraint(f"fixed {n}", part) for n, part in enumerate(fixed)]
        with open_session(Problem("", tuple(rules)), engine) as session:
            for start in range(9):
                here = {"t.start": start, "u": dice.upto(0, 3), "t.present": True}
                outcome = session.check(values={"value of t": start, "value of u": here["u"]})
                expected = evaluate(rule, here) and evaluate(other, here)
                assert (outcome.assignment is not None) is expected

    holds()


def test_a_point_is_not_inside_a_closed_time():
    t = task("t", 0, earliest=0, latest=6)
    free = [s for s in range(7) if evaluate(outside(t, [(2, 5)]), {"t.start": s})]
    assert free == [0, 1, 2, 5, 6]


@settings(max_examples=100)
@given(seeds())
def test_work_pauses_in_closed_times(seed):
    dice = Seeded(seed)
    closed, moments = closed_times(dice)
    work = dice.upto(0, 4)
    t, rule = pausing_task("t", work, closed, earliest=0, latest=9, optional=bool(dice.upto(0, 1)))
    for here in everything([t]):
        for start, end in spans([t], here):
            assert evaluate(rule, here) is (start not in moments)
            if start not in moments:
                expected = start
                left = work
                while left:
                    left -= expected not in moments
                    expected += 1
                assert end == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_capacity_that_is_lower_in_some_times(engine):
    """Two units but one from 2 to 4: the second task waits."""
    tasks = [task("a", 4, earliest=0, latest=8), task("b", 2, earliest=1, latest=8)]
    away = blocks("away", [(2, 4)])
    rule = Cumulative([*tasks, *away], [1, 1, 1], Parameter("units", 2))
    goal = Objective("end", "minimise", Max(*[t.end for t in tasks]))
    with open_session(of(rule, goals=[goal]), engine) as session:
        assert session.optimise().objectives[0].value == 6
        assert session.optimise(values={"units": 3}).objectives[0].value == 4


# ---------------------------------------------------------------- setups


@settings(max_examples=60)
@given(seeds())
def test_setups_hold_between_direct_neighbours(seed):
    """Also where a change is quicker by way of another task."""
    dice = Seeded(seed)
    families = ["r", "g", "b"][: dice.upto(1, 3)]
    times = {(f, g): dice.upto(0, 4) for f in families for g in families if dice.upto(0, 2)}
    visits = []
    for name in "abc":
        optional = dice.upto(0, 4) == 0
        t = task(name, dice.upto(1, 2), earliest=0, latest=6, optional=optional)
        visits.append(Visit(t, dice.pick(families)))
    rule = setups(visits, times)
    for here in everything([v.task for v in visits]):
        present = [v for v in visits if evaluate(v.task.presence, here)]
        present.sort(key=lambda v: here[v.task.start.name])
        expected = True
        for first, then in pairwise(present):
            ((_, end),), ((start, _),) = spans([first.task], here), spans([then.task], here)
            expected &= start >= end + times.get((first.family, then.family), 0)
        assert evaluate(rule, here) is expected


# ---------------------------------------------------------------- routing


def best_tour(stops, travel, back_by, returns):
    """(prize - travel) of the best tour, trying every order of every choice of stops; None where there is none."""
    base, others = stops[0], stops[1:]
    found = []
    for size in range(len(others) + 1):
        for order in permutations(others, size):
            if any([not s.optional and s not in order for s in others]):
                continue
            clock, place, cost, fits = base.earliest, base, 0, True
            for stop in order:
                takes = travel.get((place.name, stop.name))
                fits = fits and takes is not None
                if fits:
                    clock, cost, place = max(clock + place.stay + takes, stop.earliest), cost + takes, stop
                    fits = clock <= stop.latest
            if fits and returns:
                takes = travel.get((place.name, base.name), None if order else 0)
                fits = takes is not None and (back_by is None or clock + place.stay + takes <= back_by)
                cost += takes or 0
            if fits:
                found.append(sum([s.prize for s in order]) - cost)
    return max(found, default=None)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_best_tour(engine):
    @settings(max_examples=60)
    @given(seeds())
    def holds(seed):
        dice = Seeded(seed)
        stops = [Stop("base", 0, dice.upto(0, 3), dice.upto(0, 1))]
        for name in ("x", "y", "z")[: dice.upto(0, 3)]:
            early = dice.upto(0, 6)
            stops.append(
                Stop(name, early, early + dice.upto(0, 3), dice.upto(0, 3), bool(dice.upto(0, 2)), dice.upto(5, 9))
            )
        names = [s.name for s in stops]
        travel = {(a, b): dice.upto(0, 3) for a in names for b in names if a != b and dice.upto(0, 9)}
        returns = bool(dice.upto(0, 1))
        back_by = dice.upto(4, 16) if returns and dice.upto(0, 1) else None
        tour = route("tour", stops, travel, back_by=back_by, returns=returns)
        goal = Objective("gain", "maximise", tour.prizes - tour.travel)
        problem = of(*tour.rules, goals=[goal], declared=tuple(tour.times.values()))
        expected = best_tour(stops, travel, back_by, returns)
        with open_session(problem, engine) as session:
            result = session.optimise()
            if expected is None:
                assert result.status is SolveStatus.INFEASIBLE
            else:
                assert result.objectives[0].value == expected

    holds()


def test_routes_that_cannot_be():
    base = Stop("a", 0, 5)
    for stops, travel, says in (
        ([], {}, "different names"),
        ([base, base], {}, "different names"),
        ([Stop("a", 0, 5, optional=True)], {}, "cannot be optional"),
        ([base, Stop("b", 0, 5)], {("a", "b"): -1}, "negative"),
    ):
        with pytest.raises(ModelError, match=says):
            route("r", stops, travel)
    with pytest.raises(ModelError, match="before it begins"):
        route("r", [base], {}, back_by=-1)
