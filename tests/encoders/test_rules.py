"""Rules written with constants mean what the same rules mean without simplification."""

from __future__ import annotations

import random
from itertools import product

from hypothesis import given, settings
from support.expressions import seeds

from encoders.evaluate import evaluate
from encoders.expressions import Clauses, Compare, Const, IntVar
from encoders.structures.rules import Rules, negated

NAMES = ("a", "b", "c")


def literal_value(literal, world):
    """Truth of a signed number or a decided literal."""
    if isinstance(literal, bool):
        return literal
    return world[NAMES[abs(literal) - 1]] == (literal > 0)


def some_literal(rng):
    return rng.choice((True, False, 1, -1, 2, -2, 3, -3))


def worlds():
    for values in product((False, True), repeat=len(NAMES)):
        yield dict(zip(NAMES, values, strict=True))


def a_rule(rng):
    """How to write a random rule, and what it means."""
    literals = [some_literal(rng) for _ in range(rng.randint(0, 4))]
    kind = rng.choice(("clause", "implies", "weighted", "exactly one", "conjunction"))
    if kind == "clause":
        return (
            lambda rules: rules.clause("r", literals),
            lambda world: any(literal_value(x, world) for x in literals),
        )
    if kind == "implies":
        conditions = [some_literal(rng) for _ in range(rng.randint(0, 3))]
        return (
            lambda rules: rules.implies("r", conditions, literals),
            lambda world: (
                not all(literal_value(x, world) for x in conditions) or any(literal_value(x, world) for x in literals)
            ),
        )
    if kind == "weighted":
        terms = [(rng.choice((-2, -1, 0, 1, 3)), x) for x in literals]
        operator, bound = rng.choice(("<=", ">=", "==")), rng.randint(-3, 4)
        meets = {"<=": lambda a: a <= bound, ">=": lambda a: a >= bound, "==": lambda a: a == bound}[operator]
        return (
            lambda rules: rules.weighted("r", terms, operator, bound),
            lambda world: meets(sum(c for c, x in terms if literal_value(x, world))),
        )
    if kind == "exactly one":
        return (
            lambda rules: rules.exactly_one("r", literals),
            lambda world: sum(literal_value(x, world) for x in literals) == 1,
        )
    return (
        lambda rules: rules.clause("r", [negated(rules.conjunction("r", "d", literals))]),
        lambda world: not all(literal_value(x, world) for x in literals),
    )


@settings(max_examples=600)
@given(seeds())
def test_rules_mean_what_they_mean_without_simplification(seed):
    rng = random.Random(seed)
    rules = Rules()
    for name in NAMES:
        rules.new(name)
    rules.declare("r", "A rule.", origin="request")
    write, means = a_rule(rng)
    write(rules)
    (constraint,) = rules.constraints()
    helpers = [variable.name for variable in rules.variables if variable.name not in NAMES]
    for world in worlds():
        held = [
            evaluate(constraint.expression, {**world, **dict(zip(helpers, values, strict=True))})
            for values in product((False, True), repeat=len(helpers))
        ]
        assert any(held) == means(world)


@settings(max_examples=200)
@given(seeds())
def test_sums_of_literals_have_the_value_of_their_literals(seed):
    rng = random.Random(seed)
    rules = Rules()
    for name in NAMES:
        rules.new(name)
    terms = [(rng.choice((-2, 0, 1, 5)), some_literal(rng)) for _ in range(5)]
    found = rules.sum(terms)
    for world in worlds():
        assert evaluate(found, world) == sum(c for c, x in terms if literal_value(x, world))


def test_a_conjunction_is_equivalent_to_its_literals():
    rules = Rules()
    a, b = rules.new("a"), rules.new("b")
    rules.declare("both", "Both or not.", group="g")
    assert rules.conjunction("both", "unused", [a, True]) == a
    assert rules.conjunction("both", "unused", [a, False]) is False
    assert rules.conjunction("both", "unused", []) is True
    both = rules.conjunction("both", "both", [a, b, True, a])
    (constraint,) = rules.constraints()
    assert constraint.group == "g"
    for world in product((False, True), repeat=3):
        values = dict(zip(("a", "b", "both"), world, strict=True))
        assert evaluate(constraint.expression, values) == (values["both"] == (values["a"] and values["b"]))
    assert rules.variables[both - 1].name == "both"


def test_a_rule_that_demands_nothing_stays_only_if_it_was_asked_for():
    rules = Rules()
    rules.declare("asked", "Asked for.", origin="request")
    rules.declare("common", "Common sense.")
    assert [constraint.id for constraint in rules.constraints()] == ["asked"]
    assert evaluate(rules.constraints()[0].expression, {}) is True


def test_a_rule_that_cannot_hold_is_false_whatever_else_it_says():
    rules = Rules()
    a = rules.new("a")
    rules.declare("never", "Never.", origin="data")
    rules.clause("never", [a])
    rules.clause("never", [False])
    (constraint,) = rules.constraints()
    assert isinstance(constraint.expression, Const)
    assert evaluate(constraint.expression, {"a": True}) is False


def test_clauses_of_one_rule_are_one_node_and_mention_only_their_variables():
    rules = Rules()
    literals = [rules.new(f"v{n}") for n in range(20)]
    rules.declare("r", "A rule.")
    rules.clause("r", [literals[3], -literals[17]])
    rules.clause("r", [literals[17]])
    (constraint,) = rules.constraints()
    assert isinstance(constraint.expression, Clauses)
    assert [variable.name for variable in constraint.expression.variables] == ["v3", "v17"]
    assert list(constraint.expression.rows()) == [[1, -2], [2]]


def test_other_expressions_are_taken_as_they_are():
    rules = Rules()
    rules.declare("r", "A rule.")
    x = IntVar("x", 0, 3)
    rules.add("r", Compare(x, "<=", Const(2)))
    rules.clause("r", [rules.new("a")])
    (constraint,) = rules.constraints()
    assert evaluate(constraint.expression, {"x": 2, "a": True}) is True
    assert evaluate(constraint.expression, {"x": 3, "a": True}) is False
    assert evaluate(constraint.expression, {"x": 2, "a": False}) is False
