"""Plans told by their fields: a pin allows the plan and no other, whatever sort of quantities the fields are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domains.base import Built
from domains.fields import PlanField, pinned
from encoders.evaluate import Evaluator
from encoders.expressions import BoolVar, ChoiceVar, IntVar, Sum
from encoders.problem import Problem

NAMES = ("Anna", "Ben", "Sofa [blue]", 'the "big" one')
OPTIONS = ("left", "right")
LOWS = {"table": 1, "seats": 0, "change": -3}
"""Numbers by family, with their least value: table[Anna] is never 0."""


def world():
    """The observables of a problem, by name."""
    found = {f"picked[{name}]": BoolVar(f"p {name}") for name in NAMES}
    for family, low in LOWS.items():
        found |= {f"{family}[{name}]": IntVar(f"{family} {name}", low, 4) for name in NAMES}
    found |= {f"side[{name}]": ChoiceVar(f"side {name}", OPTIONS) for name in NAMES}
    return found


OBSERVABLES = world()
BUILT = Built(Problem("", declared=tuple(OBSERVABLES.values())), OBSERVABLES, ())


def value_of(variable):
    if isinstance(variable, BoolVar):
        return st.booleans()
    return st.sampled_from(OPTIONS) if isinstance(variable, ChoiceVar) else st.integers(variable.lo, variable.hi)


plans = st.fixed_dictionaries({name: value_of(variable) for name, variable in OBSERVABLES.items()})


def fields_of(plan, left_out=()):
    """Everything that is not false or 0; of every family something is there."""
    first = {f"{family}[Anna]" for family in (*LOWS, "picked", "side")}
    shown = [name for name, value in plan.items() if (value or name in first) and name not in left_out]
    return [PlanField(name, str(plan[name]), name, plan[name]) for name in shown]


def allows(pins, plan):
    holds = Evaluator({variable.name: plan[name] for name, variable in OBSERVABLES.items()}, {})
    return all([holds(pin) for pin in pins])


@given(plans, plans, st.sampled_from(sorted(OBSERVABLES)))
def test_a_pin_allows_its_plan_and_no_other(plan, other, changed):
    pins = pinned(BUILT, fields_of(plan))
    assert allows(pins, plan)
    assert allows(pins, other) == (other == plan)
    near = {**plan, changed: other[changed]}
    assert allows(pins, near) == (near == plan)


@given(plans, st.sampled_from(NAMES[1:]))
def test_a_plan_without_what_every_plan_has_is_none(plan, name):
    assert pinned(BUILT, fields_of(plan, left_out=(f"table[{name}]",))) is None
    assert pinned(BUILT, fields_of(plan, left_out=(f"side[{name}]",))) is None


@given(plans)
def test_derived_fields_close_nothing(plan):
    total = Sum(tuple([(1, OBSERVABLES[f"seats[{name}]"]) for name in NAMES]))
    built = Built(BUILT.problem, {**OBSERVABLES, "sum[seats]": total, "sum[table]": OBSERVABLES["table[Anna]"]}, ())
    seats = sum([plan[f"seats[{name}]"] for name in NAMES])
    pins = pinned(built, [*fields_of(plan), PlanField("all", "", "sum[seats]", seats, derived=True)])
    assert allows(pins, plan)


def test_a_name_without_an_index_closes_no_family():
    observables = {"start": IntVar("s", 0, 9), "start[Ann]": IntVar("a", 0, 9), "start[Ann].late": BoolVar("l")}
    built = Built(Problem("", declared=tuple(observables.values())), observables, ())
    assert len(pinned(built, [PlanField("", "", "start", 3)])) == 1
    assert len(pinned(built, [PlanField("", "", "start[Ann]", 3)])) == 1
