"""Best effort gives up the cheapest groups and then has the best plan: the same as counting through everything."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import Seeded, seeds
from support.problems import Brute, amount_problem

from encoders.errors import UnknownNameError
from encoders.expressions import BoolVar, Const, Not, Or
from encoders.partial import best_partial
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, SolveStatus
from encoders.session import open_session


def counted(small, weights, keep):
    """(price, objectives as keys, size, places) of the best partial plan and its groups, by counting through, or None."""
    problem, brute = small.problem, Brute(small)
    own, goals = problem.values(), problem.objectives
    groups = list(problem.groups)
    free = [g for g in groups if g not in keep and not any([c.keep for c in problem.groups[g]])]
    best, corrections = None, []
    for size in range(len(free) + 1):
        for dropped in combinations(free, size):
            if any([known <= set(dropped) for known in corrections]):
                continue
            wanted = brute.wanted([g for g in groups if g not in dropped])
            keys = [
                brute.key(assignment, own, goals)
                for assignment, mask in zip(brute.assignments, brute.under(own), strict=True)
                if mask >= 0 and mask & wanted == wanted
            ]
            if keys:
                corrections.append(set(dropped))
                places = [free.index(g) for g in dropped]
                rank = (sum([weights[g] for g in dropped]), min(keys), size, places)
                best = min(best, (rank, dropped)) if best is not None else (rank, dropped)
    return best, brute


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
def test_the_best_partial_plan_is_that_of_counting_through(engine):
    seen = set()

    @settings(max_examples=200)
    @given(seeds(), st.booleans())
    def holds(seed, with_core):
        dice = Seeded(seed)
        small = amount_problem(dice)
        problem = small.problem
        weights = {group: dice.pick((0, 1, 1, 2, Fraction(1, 2))) for group in problem.groups}
        keep = [group for group in problem.groups if dice.upto(0, 5) == 0]
        expected, brute = counted(small, weights, keep)
        with open_session(problem, engine) as session:
            core = session.check().core
            cores = [core.groups] if with_core and core is not None else []
            found = best_partial(session, keep=keep, weights=weights, cores=cores)
        assert (found is None) == (expected is None)
        if found is None:
            seen.add("none")
            return
        rank, dropped = expected
        assert found.proved
        assert (found.price, found.dropped) == (rank[0], dropped)
        assert tuple([o.value for o in found.result.objectives]) == brute.told(rank[1], problem.objectives)
        for group in found.dropped:
            assert not brute.possible([g for g in problem.groups if g == group or g not in found.dropped])
        seen.add(len(found.dropped))

    holds()
    assert {"none", 0, 1, 2} <= seen


def wishes(count, **weights):
    names = [BoolVar(f"w{n}") for n in range(count)]
    rules = [Constraint(v.name, v, group=v.name, weight=weights.get(v.name, 1)) for v in names]
    return names, rules


def test_the_constraints_own_weights_count_the_greatest_in_a_group():
    (a, b), rules = wishes(2)
    rules += [Constraint("a again", Or(a, b), group="w0", weight=5), Constraint("one", Not(a) | Not(b), origin="data")]
    with open_session(Problem("", tuple(rules)), "z3", switchable=["w0", "w1"]) as session:
        found = best_partial(session)
        assert (found.dropped, found.price) == (("w1",), 1)
        assert best_partial(session, weights={"w0": 1, "w1": 3}).dropped == ("w0",)
        assert best_partial(session, keep=["w1"]).dropped == ("w0",)


def test_of_equally_cheap_sets_the_one_with_the_better_plan_is_given_up():
    (a, b), rules = wishes(2)
    problem = Problem("", (*rules, Constraint("one", Not(a) | Not(b), origin="data")), (Objective("b", "maximise", b),))
    with open_session(problem, "z3") as session:
        assert best_partial(session).dropped == ("w0",)


def test_nothing_is_given_up_where_that_does_not_help():
    _, rules = wishes(1)
    never = Constraint("never", Const(False), origin="data")
    with open_session(Problem("", (*rules, never)), "z3") as session:
        assert best_partial(session, budget=Budget(seconds=0.0)) is None
    with open_session(Problem("", (*rules, never)), "z3", switchable=["w0"]) as session:
        assert best_partial(session) is None


def test_without_time_the_first_partial_plan_is_given_and_not_called_proved(monkeypatch):
    names, rules = wishes(3)
    problem = Problem("", (*rules, Constraint("one", Not(Or(*names)), origin="data")))
    with open_session(problem, "z3") as session:
        optimise, asked = type(session).optimise, []

        def tired(self, on=None, **how):
            asked.append(on)
            return optimise(self, on, **{**how, "budget": Budget(seconds=0.0) if len(asked) > 1 else None})

        monkeypatch.setattr(type(session), "optimise", tired)
        found = best_partial(session)
    assert found.dropped == ("w0", "w1", "w2")
    assert found.result.status is SolveStatus.OPTIMAL
    assert not found.proved
    assert found.reason


def test_unknown_names_are_refused():
    _, rules = wishes(1)
    with open_session(Problem("", tuple(rules)), "z3") as session, pytest.raises(UnknownNameError, match="nobody"):
        best_partial(session, keep=["nobody"])
