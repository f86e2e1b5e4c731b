"""What is said of one variable alone: ranges of values, and CP-SAT's model of them against counting through."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import Seeded, seeds

from encoders.engines.cpsat.forms import meeting, union
from encoders.evaluate import evaluate
from encoders.expressions import And, Compare, Const, Expression, Implies, IntVar, Not, Or, Sum
from encoders.problem import Constraint, Problem
from encoders.session import open_session

X = IntVar("x", -4, 6)
OPERATORS = ("<=", "<", ">=", ">", "==", "!=")
PAIRS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=4)


def values_of(span):
    return {value for n in range(0, len(span), 2) for value in range(span[n], span[n + 1] + 1)}


def apart(span):
    return all([span[n] > span[n - 1] + 1 for n in range(2, len(span), 2)])


@given(PAIRS, PAIRS)
def test_unions_and_meetings_are_those_of_sets(one, other):
    first, second = union(one), union(other)
    assert values_of(first) == {value for low, high in one for value in range(low, high + 1)}
    assert values_of(meeting(first, second)) == values_of(first) & values_of(second)
    assert values_of(union([first, second])) == values_of(first) | values_of(second)
    for span in (first, second, meeting(first, second)):
        assert all([span[n] <= span[n + 1] for n in range(0, len(span), 2)])
    assert apart(first)
    assert apart(meeting(first, second))
    assert apart(union([first, second]))


def comparison(dice: Seeded) -> Expression:
    factor = dice.pick((1, 1, 1, 2, -1, -3))
    left = X if factor == 1 else Sum(((factor, X),), dice.upto(-1, 1))
    found = Compare(left, dice.pick(OPERATORS), Const(dice.upto(-9, 9)))
    return Not(found) if dice.pick((0, 0, 1)) else found


def rule(dice: Seeded, depth: int = 3) -> Expression:
    if not depth or dice.pick((0, 0, 1)):
        return comparison(dice)
    parts = [rule(dice, depth - 1) for _ in range(dice.upto(1, 3))]
    return dice.pick((And(*parts), Or(*parts), And(*parts), Or(*parts), Implies(parts[0], parts[-1])))


@settings(max_examples=150)
@given(seeds())
def test_rules_of_one_variable_allow_what_they_say(seed):
    dice = Seeded(seed)
    rules = {f"g{n}": rule(dice) for n in range(dice.upto(1, 3))}
    problem = Problem("", tuple([Constraint(name, root, group=name) for name, root in rules.items()]), declared=(X,))
    on = [name for name in rules if dice.pick((0, 1, 1))]
    wanted = {x for x in range(X.lo, X.hi + 1) if all([evaluate(rules[name], {"x": x}) for name in on])}
    with open_session(problem, "cpsat") as session:
        outcome = session.check(on)
        assert (outcome.assignment is not None) == bool(wanted)
        if outcome.core is not None:
            assert outcome.core.groups <= set(on)
        for x in (X.lo, 0, X.hi):  # each value by itself
            with open_session(
                Problem("", (*problem.constraints, Constraint("is", Compare(X, "==", Const(x))))), "cpsat"
            ) as one:
                assert (one.check(on).assignment is not None) == (x in wanted)
