"""What the engines rely on, or protect against, in the solvers themselves: an upgrade that changes one of these is noticed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from importlib.metadata import packages_distributions

import pytest

z3 = pytest.importorskip("z3")
cp_model = pytest.importorskip("ortools.sat.python.cp_model")


# ---------------------------------------------------------------- Z3: labels and cores


def test_optimize_merges_labels_silently_where_solver_refuses_them():
    x = z3.Int("x")
    optimize, solver = z3.Optimize(), z3.Solver()
    optimize.assert_and_track(x > 5, "p")
    optimize.assert_and_track(x < 3, "p")
    assert optimize.check() == z3.unsat
    assert [str(label) for label in optimize.unsat_core()] == ["p"]
    solver.assert_and_track(x > 5, "p")
    with pytest.raises(z3.Z3Exception, match="defined twice"):
        solver.assert_and_track(x < 3, "p")


def limits(seed):
    """Guards, and weighted limits that conflict."""
    rng = random.Random(seed)
    literals = [z3.Bool(f"v{n}") for n in range(6)]

    def some(kind, low, high):
        return kind([(literal, rng.randint(1, 4)) for literal in literals], rng.randint(low, high))

    rules = [some(z3.PbLe, 2, 8) if rng.random() < 0.5 else some(z3.PbGe, 4, 12) for _ in range(20)]
    return [z3.Bool(f"k{n}") for n in range(len(rules))], rules


def core_of(make, seed, *, minimise):
    """The core under assumptions, and whether one of its members is superfluous."""
    guards, rules = limits(seed)
    solver, judge = make(), z3.Solver()
    if minimise:
        solver.set("core.minimize", True)
    for guard, rule in zip(guards, rules, strict=True):
        solver.add(z3.Implies(guard, rule))
        judge.add(z3.Implies(guard, rule))
    assert solver.check(*guards) == z3.unsat
    core = list(solver.unsat_core())
    return core, any([judge.check([g for g in core if not g.eq(gone)]) == z3.unsat for gone in core])


def test_optimize_ignores_core_minimize():
    superfluous = []
    for seed in (23, 26, 29, 35, 38, 47, 59):
        superfluous.append(core_of(z3.Optimize, seed, minimise=True)[1])
        assert not core_of(z3.Solver, seed, minimise=True)[1]
    assert any(superfluous)


def test_a_conflict_of_untracked_constraints_has_an_empty_core():
    x, guard, solver = z3.Int("x"), z3.Bool("guard"), z3.Solver()
    solver.add(x > 3, x < 2)
    assert solver.check(guard) == z3.unsat
    assert list(solver.unsat_core()) == []


# ---------------------------------------------------------------- Z3: what "sat" and "unknown" cover


def test_sat_covers_an_unbounded_objective():
    x, optimize = z3.Int("x"), z3.Optimize()
    optimize.add(x >= 0)
    handle = optimize.maximize(x)
    assert optimize.check() == z3.sat
    assert str(optimize.upper(handle)) == "oo"
    assert optimize.model().eval(x, model_completion=True).as_long() >= 0


def test_sat_covers_a_supremum_that_is_not_reached():
    r, optimize = z3.Real("r"), z3.Optimize()
    optimize.add(r < 3)
    handle = optimize.maximize(r)
    assert optimize.check() == z3.sat
    assert "epsilon" in str(optimize.upper(handle))
    assert optimize.model()[r].as_fraction() < 3


def knapsacks(optimize):
    """Forty amounts under sixty limits: far from done after a second."""
    rng = random.Random(1)
    amounts = [z3.Int(f"x{n}") for n in range(40)]
    for amount in amounts:
        optimize.add(amount >= 0, amount <= 30)
    for _ in range(60):
        some = rng.sample(amounts, 4)
        optimize.add(z3.Sum([rng.randint(1, 9) * amount for amount in some]) <= rng.randint(40, 90))
    return optimize.maximize(z3.Sum([rng.randint(1, 30) * amount for amount in amounts]))


def test_after_a_timeout_there_is_an_incumbent_and_the_bounds_come_swapped():
    optimize = z3.Optimize()
    optimize.set("timeout", 1000)
    handle = knapsacks(optimize)
    assert optimize.check() == z3.unknown
    assert len(optimize.model()) == 40
    lower, upper = optimize.lower(handle), optimize.upper(handle)
    assert lower.as_long() > upper.as_long(), "maximise after a timeout: lower() is above upper()"


def pigeons(solver, holes):
    """One pigeon too many: hard by resolution."""
    sits = [[z3.Bool(f"p{p}h{h}") for h in range(holes)] for p in range(holes + 1)]
    for row in sits:
        solver.add(z3.Or(row))
    for h in range(holes):
        for p in range(holes + 1):
            for q in range(p):
                solver.add(z3.Or(z3.Not(sits[p][h]), z3.Not(sits[q][h])))


@pytest.mark.parametrize(("kind", "reason"), [("Solver", "timeout"), ("SimpleSolver", "canceled")])
def test_the_reason_after_a_timeout(kind, reason):
    solver = getattr(z3, kind)()
    solver.set("timeout", 200)
    pigeons(solver, 12)
    assert solver.check() == z3.unknown
    assert solver.reason_unknown() == reason


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("kind", ["Solver", "SimpleSolver", "Optimize"])
def test_ctrl_c_inside_check_is_swallowed(kind):
    """The check answers unknown and nothing is raised; SimpleSolver's reason is that of a timeout."""
    code = f"""
        import os, random, signal, sys, threading
        sys.path[:0] = {sys.path!r}
        import z3
        from {__name__.split(".")[-1]} import knapsacks, pigeons
        threading.Timer(0.6, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        solver = z3.{kind}()
        solver.set("timeout", 20000)
        knapsacks(solver) if {kind!r} == "Optimize" else pigeons(solver, 13)
        print(solver.check(), solver.reason_unknown())
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=os.path.dirname(__file__),
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("unknown")
    assert ("keyboard" in ran.stdout) == (kind == "Solver")
    assert signal.getsignal(signal.SIGINT)


def test_optimize_knows_no_memory_limit():
    optimize, solver = z3.Optimize(), z3.Solver()
    solver.set("max_memory", 1000)
    with pytest.raises(z3.Z3Exception, match="unknown parameter 'max_memory'"):
        optimize.set("max_memory", 1000)


# ---------------------------------------------------------------- Z3: logics


def test_the_finite_domain_solver_gives_up_on_an_integer_without_both_bounds():
    x, a, b, c = z3.Int("x"), *z3.Bools("a b c")
    solver = z3.SolverFor("QF_FD")
    solver.add(x >= 0)
    assert solver.check() == z3.unknown
    assert "giveup" in solver.reason_unknown()
    solver = z3.SolverFor("QF_FD")
    solver.add(z3.Or(a, b))
    assert solver.check(z3.Not(a), z3.Not(b), c) == z3.unsat
    assert {str(literal) for literal in solver.unsat_core()} == {"Not(a)", "Not(b)"}


def test_the_difference_logic_solver_answers_unknown_on_other_atoms():
    x, y = z3.Ints("x y")
    solver = z3.SimpleSolver()
    solver.set("arith.solver", 1)
    solver.add(x - y <= 2)
    assert solver.check() == z3.sat
    solver.add(2 * x + 3 * y == 4)
    assert solver.check() == z3.unknown
    assert "difference-logic" in solver.reason_unknown()


def test_division_is_not_what_it_seems():
    x, solver = z3.Int("x"), z3.Solver()
    solver.add(x / 0 == 5)
    assert solver.check() == z3.sat
    assert z3.simplify(z3.IntVal(-7) / z3.IntVal(2)).as_long() == -4


def test_python_bools_break_tracking():
    with pytest.raises(z3.Z3Exception, match="Boolean expression expected"):
        z3.Solver().assert_and_track(True, "p")


def test_models_are_partial_and_may_hold_irrational_numbers():
    a, b, r, solver = z3.Bool("a"), z3.Bool("b"), z3.Real("r"), z3.Solver()
    solver.add(a)
    assert solver.check() == z3.sat
    assert solver.model()[b] is None
    assert z3.is_false(solver.model().eval(b, model_completion=True))
    solver.add(r * r == 2)
    assert solver.check() == z3.sat
    assert z3.is_algebraic_value(solver.model()[r])


def test_handles_are_much_cheaper_than_the_python_classes():
    from encoders.engines.z3.api import Context, handles

    def fastest(build):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            build()
            times.append(time.perf_counter() - started)
        return min(times)

    wrapped = [z3.Bool(f"b{n}") for n in range(60)]
    context = Context()
    bare = [context.constant(context.bool_sort) for _ in range(60)]
    slow = fastest(lambda: [z3.Or(wrapped[n], z3.Not(wrapped[n + 1]), wrapped[n + 2]) for n in range(58)])
    lib, ref = context.lib, context.ref
    quick = fastest(
        lambda: [lib.mk_or(ref, 3, handles([bare[n], lib.mk_not(ref, bare[n + 1]), bare[n + 2]])) for n in range(58)]
    )
    context.close()
    assert quick * 2 < slow


def test_the_package_comes_from_the_distribution_z3_solver():
    assert packages_distributions()["z3"] == ["z3-solver"]


# ---------------------------------------------------------------- CP-SAT


def assumed(*, with_objective):
    """The core of x >= 6 and x <= 3, with x <= 9 as an onlooker."""
    model = cp_model.CpModel()
    x = model.new_int_var(0, 10, "x")
    guards = [model.new_bool_var(name) for name in ("at least 6", "at most 3", "at most 9")]
    for guard, rule in zip(guards, (x >= 6, x <= 3, x <= 9), strict=True):
        model.add(rule).only_enforce_if(guard)
    model.add_assumptions(guards)
    if with_objective:
        model.minimize(x)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.INFEASIBLE
    named = solver.sufficient_assumptions_for_infeasibility()
    return [guard.name for guard in guards if guard.index in named]


def test_an_objective_makes_cp_sat_name_every_assumption():
    assert assumed(with_objective=False) == ["at least 6", "at most 3"]
    assert assumed(with_objective=True) == ["at least 6", "at most 3", "at most 9"]


@pytest.mark.parametrize(
    ("most", "factor", "status"),
    [
        (2**62 - 1, 1, cp_model.OPTIMAL),
        (2**62, 1, cp_model.MODEL_INVALID),
        (2**40, 2**20, cp_model.OPTIMAL),
        (2**40, 2**30, cp_model.MODEL_INVALID),
    ],
)
def test_large_numbers_make_a_model_invalid_which_is_not_infeasible(most, factor, status):
    model = cp_model.CpModel()
    x = model.new_int_var(0, most, "x")
    if factor > 1:
        model.add(factor * x >= 1)
    assert cp_model.CpSolver().solve(model) == status


def test_floats_are_refused_in_constraints_and_accepted_inexactly_in_objectives():
    model = cp_model.CpModel()
    x = model.new_int_var(0, 10, "x")
    with pytest.raises(TypeError):
        model.add(0.5 * x <= 3)
    model.minimize(0.1 * x + 0.3)
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    assert isinstance(solver.objective_value, float)
    assert solver.best_objective_bound == pytest.approx(0.3)


def interval(shortest, *, own_end):
    """A model with one interval, and what CP-SAT says of it."""
    model = cp_model.CpModel()
    start, length = model.new_int_var(0, 9, "start"), model.new_int_var(shortest, 3, "length")
    end = model.new_int_var(0, 20, "end") if own_end else start + length
    model.new_interval_var(start, length, end, "interval")
    return model.validate()


def test_an_interval_takes_one_variable_in_each_place_and_no_negative_size():
    with pytest.raises(TypeError, match="affine"):
        interval(0, own_end=False)
    assert interval(0, own_end=True) == ""
    assert "must be >= 0" in interval(-1, own_end=True)


@pytest.mark.parametrize(("at", "status"), [(3, "OPTIMAL"), (4, "INFEASIBLE"), (6, "OPTIMAL")])
def test_whether_intervals_without_length_count(at, status):
    """A fact either way: the lowering states pairs of such tasks by itself and does not depend on it."""
    model = cp_model.CpModel()
    long = model.new_fixed_size_interval_var(3, 3, "long")
    point = model.new_fixed_size_interval_var(at, 0, "point")
    model.add_no_overlap([long, point])
    solver = cp_model.CpSolver()
    assert solver.status_name(solver.solve(model)) == status
