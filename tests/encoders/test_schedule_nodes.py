"""Cumulative, Circuit and Reservoir: their definitions, their decompositions, the same answers of every engine, and JSON."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from support.engines import ENGINES
from support.expressions import Seeded, cases, seeds
from support.resources import counted, is_tour, small_project, uses_at

from encoders.errors import ModelError
from encoders.evaluate import Evaluator, breaches, evaluate
from encoders.expressions import (
    FALSE,
    TRUE,
    BoolVar,
    Circuit,
    Const,
    Cumulative,
    IntVar,
    Max,
    Parameter,
    RealVar,
    Reservoir,
    Task,
    task,
    total,
)
from encoders.problem import Constraint, Objective, Problem, task_constraints, tasks_of
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

NODES = ("Cumulative", "Circuit", "Reservoir")
A, B, X = BoolVar("a"), BoolVar("b"), IntVar("x", 0, 5)

# ---------------------------------------------------------------- what they mean


@settings(max_examples=300)
@given(cases("Cumulative", reals=False))
def test_a_cumulative_holds_where_every_moment_fits(case):
    node, value = case.root, Evaluator(case.assignment, case.values)
    numbers = [Const(value(demand)) for demand in node.demands]
    capacity = Fraction(value(node.capacity))
    here = dict(case.assignment)
    tasks = [Task("t", t.start, Const(value(t.duration)), Const(bool(value(t.presence)))) for t in node.tasks]
    moments = range(-10, 40)
    assert value(node) is all([uses_at(moment, tasks, numbers, here) <= capacity for moment in moments])


@settings(max_examples=300)
@given(cases("Circuit", reals=False))
def test_a_circuit_holds_where_the_arcs_are_a_tour(case):
    value = Evaluator(case.assignment, case.values)
    held = [(start, end) for start, end, literal in case.root.arcs if value(literal)]
    assert value(case.root) is is_tour(case.root.nodes, held)


@settings(max_examples=300)
@given(cases("Reservoir", reals=True))
def test_a_reservoir_holds_where_every_moment_is_within_the_limits(case):
    node, value = case.root, Evaluator(case.assignment, case.values)
    happened = [(Fraction(value(t)), Fraction(value(c))) for t, c, present in node.events if value(present)]
    levels = [sum([c for t, c in happened if t <= moment], Fraction(0)) for moment, _ in happened] + [Fraction(0)]
    assert value(node) is all([value(node.low) <= level <= value(node.high) for level in levels])


@pytest.mark.parametrize("kind", NODES)
def test_the_decomposition_is_equivalent(kind):
    @settings(max_examples=200)
    @given(cases(kind, reals=kind == "Reservoir"))
    def holds(case):
        value = Evaluator(case.assignment, case.values)
        assert value(case.root) is value(case.root.parts)

    holds()


def one(start, length, presence=TRUE):
    return Task(f"at {start}", IntVar(f"s{start}", start, start), Const(length), presence)


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (Cumulative([], [], 0), True),
        (Cumulative([], [], -1), False),
        (Cumulative([one(0, 3)], [0], -1), False),
        (Cumulative([one(0, 3), one(3, 2)], [2, 2], 2), True),
        (Cumulative([one(0, 3), one(2, 2)], [2, 2], 3), False),
        (Cumulative([one(0, 3), one(2, 0)], [2, 9], 3), True),
        (Cumulative([one(0, 3), one(2, 2, FALSE)], [2, 9], 3), True),
        (Cumulative([one(0, 3)], [Fraction(5, 2)], Fraction(5, 2)), True),
        (Circuit(0, []), True),
        (Circuit(1, []), False),
        (Circuit(1, [(0, 0, True)]), True),
        (Circuit(2, [(0, 1, True), (1, 0, True)]), True),
        (Circuit(2, [(0, 1, True), (0, 1, True), (1, 0, True)]), False),
        (Circuit(4, [(0, 1, True), (1, 0, True), (2, 3, True), (3, 2, True)]), False),
        (Circuit(3, [(0, 2, True), (2, 0, True), (1, 1, True), (1, 2, False)]), True),
        (Reservoir([], 0, 0), True),
        (Reservoir([], 1, 2), False),
        (Reservoir([(0, 2, True), (0, -2, True)], 0, 0), True),
        (Reservoir([(1, -2, True), (0, 2, True)], 0, 2), True),
        (Reservoir([(0, -2, True), (1, 2, True)], 0, 2), False),
        (Reservoir([(0, -2, False), (Fraction(1, 2), 2, True)], 0, 2), True),
    ],
)
@pytest.mark.parametrize("engine", ["", *ENGINES])
def test_by_hand(node, value, engine):
    here = {f"s{n}": n for n in range(4)}
    if not engine:
        assert evaluate(node, here) is value
        return
    for guarded in ("g", None):
        problem = Problem("", (Constraint("c", node, group=guarded),))
        with open_session(problem, engine) as session:
            assert (session.check().status is Satisfiability.SATISFIABLE) is value


def test_what_is_refused():
    for make, says in (
        (lambda: Cumulative([one(0, 1)], [], 1), "one demand for each task"),
        (lambda: Cumulative([A], [1], 1), "takes tasks"),
        (lambda: Cumulative([one(0, 1)], [IntVar("d", -1, 1)], 1), "can be negative"),
        (lambda: Cumulative([one(0, 1)], [Parameter("p", 1)], 1), "Max"),
        (lambda: Circuit(-1, []), "-1 nodes"),
        (lambda: Circuit(2, [(0, 2, A)]), "0..1"),
        (lambda: Circuit(2, [(0, 1, X)]), "truth values"),
        (lambda: Circuit(Fraction(2), []), "whole"),
        (lambda: Reservoir([(X, 1, X)], 0, 1), "truth values"),
    ):
        with pytest.raises(ModelError, match=says):
            make()


# ---------------------------------------------------------------- in problems


def test_tasks_of_a_cumulative_have_their_rules():
    t = task("t", 2, earliest=1, latest=3, optional=True)
    problem = Problem("", (Constraint("c", Cumulative([t], [1], 1), group="g"),))
    assert tasks_of(problem) == (t,)
    assert len(problem.task_rules) == len(task_constraints(problem)) == 1
    assert breaches(problem, {"t.start": 2, "t.present": False})
    assert not breaches(problem, {"t.start": 1, "t.present": False})


def test_a_shared_start_stays_free():
    t = Task("t", X, Const(2), A, shared=True)
    problem = Problem("", (Constraint("c", Cumulative([t], [1], 1)),))
    assert not breaches(problem, {"x": 4, "a": False})
    again = Problem.from_json(problem.to_json())
    assert tasks_of(again)[0].shared


@pytest.mark.parametrize("kind", NODES)
def test_json_keeps_everything(kind):
    @settings(max_examples=100)
    @given(cases(kind, reals=kind == "Reservoir"))
    def holds(case):
        problem = Problem("", (Constraint("c", case.root),))
        again = Problem.from_json(problem.to_json())
        assert again.constraints[0].expression.same_as(case.root)
        assert again.to_json() == problem.to_json()

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_projects_have_the_answers_of_counting_through(engine):
    """Under every change of the capacity, in one session with groups that are switched off and on."""

    @settings(max_examples=40)
    @given(seeds())
    def holds(seed):
        dice = Seeded(seed)
        problem = small_project(dice)
        brute = counted(problem)
        with open_session(problem, engine) as session:
            for _ in range(4):
                on = [group for group in problem.groups if dice.upto(0, 4)]
                values = {"capacity": dice.upto(0, 5)} if dice.upto(0, 2) else {}
                best = brute.best(on, values)
                result = session.optimise(on, values=values)
                outcome = session.check(on, values=values)
                if best is None:
                    assert result.status is SolveStatus.INFEASIBLE
                    assert outcome.status is Satisfiability.UNSATISFIABLE
                    assert brute.impossible_core(outcome.core, values)
                else:
                    assert result.status is SolveStatus.OPTIMAL
                    assert (result.objectives[0].value,) == best
                    assert outcome.status is Satisfiability.SATISFIABLE

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_cheapest_tour_is_that_of_counting_through(engine):
    @settings(max_examples=25)
    @given(seeds())
    def holds(seed):
        dice = Seeded(seed)
        nodes = dice.upto(2, 4)
        arcs = [(a, b, BoolVar(f"{a}>{b}")) for a in range(nodes) for b in range(nodes) if a != b or dice.upto(0, 1)]
        costs = total([dice.upto(0, 9) * arc[2] for arc in arcs])
        skips = total([10 * literal for a, b, literal in arcs if a == b])
        rules = (
            Constraint("tour", Circuit(nodes, arcs), group="tour"),
            Constraint("longest", costs <= Parameter("longest", dice.upto(5, 30)), group="longest"),
        )
        problem = Problem("", rules, (Objective("costs", "minimise", costs + skips),))
        held = [
            tour
            for tour in all_tours(nodes, [(a, b) for a, b, _ in arcs])
            if evaluate(costs, as_truths(arcs, tour)) <= problem.values()["longest"]
        ]
        with open_session(problem, engine) as session:
            result = session.optimise()
            if not held:
                assert result.status is SolveStatus.INFEASIBLE
            else:
                best = min([evaluate(costs + skips, as_truths(arcs, tour)) for tour in held])
                assert result.objectives[0].value == best

    holds()


def as_truths(arcs, tour):
    return {literal.name: (a, b) in tour for a, b, literal in arcs}


def all_tours(nodes, pairs):
    """Every set of arcs that is a tour: built node by node."""
    found = [[]]
    for node in range(nodes):
        found = [[*tour, pair] for tour in found for pair in pairs if pair[0] == node]
    return [set(tour) for tour in found if is_tour(nodes, tour)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_tank_is_filled_in_time(engine):
    """Taking 3 out needs 3 in before; the earliest way is to fill twice."""
    fills = [IntVar(f"fill{n}", 0, 9) for n in range(2)]
    take = IntVar("take", 0, 9)
    level = Reservoir([(fills[0], 2, True), (fills[1], 2, A), (take, -3, True)], 0, Parameter("most", 4))
    problem = Problem(
        "",
        (Constraint("level", level, group="level"), Constraint("apart", fills[1] >= fills[0] + 2, group="apart")),
        (Objective("take", "minimise", take),),
    )
    with open_session(problem, engine) as session:
        assert session.optimise().objectives[0].value == 2
        assert session.optimise(["level"]).objectives[0].value == 0
        assert session.check(values={"most": 1}).status is Satisfiability.UNSATISFIABLE
        assert (
            session.optimise(values={"most": 2}).objectives[0].value == 2
        )  # what happens at one moment counts together


def test_real_times_go_to_z3():
    time = RealVar("r", 0, 4)
    problem = Problem(
        "", (Constraint("c", Reservoir([(time, 1, True), (X, -1, True)], 0, 1)),), (Objective("x", "minimise", X),)
    )
    with open_session(problem) as session:
        assert session.engine == "z3"
        assert session.optimise().objectives[0].value == 0


def test_a_large_tour_is_lowered_without_recursion():
    nodes = 45
    arcs = [(a, b, BoolVar(f"{a}>{b}")) for a in range(nodes) for b in range(nodes) if 0 < (b - a) % nodes < 4]
    problem = Problem("", (Constraint("c", Circuit(nodes, arcs)),))
    for engine in ENGINES:
        with open_session(problem, engine) as session:
            assert session.check().status is Satisfiability.SATISFIABLE


def test_demands_may_be_decisions():
    t, u = task("t", 2, earliest=0, latest=4), task("u", 2, earliest=0, latest=4)
    demand = IntVar("d", 1, 3)
    rules = (
        Constraint("c", Cumulative([t, u], [demand, Max(Parameter("p", 2), Const(0))], IntVar("limit", 0, 4))),
        Constraint("d", demand >= 3),
    )
    problem = Problem("", rules, (Objective("end", "minimise", Max(t.end, u.end)),))
    for engine in ENGINES:
        with open_session(problem, engine) as session:
            assert session.optimise().objectives[0].value == 4
            assert session.optimise(values={"p": 1}).objectives[0].value == 2
            assert session.optimise(values={"p": -1}).objectives[0].value == 2
