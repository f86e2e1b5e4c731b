"""The indexed language: what texts mean, how constraints are labelled, what is refused and where."""

from __future__ import annotations

from fractions import Fraction

import pytest

from encoders.amounts import amounts_of
from encoders.errors import InputError, UnsupportedError
from encoders.evaluate import evaluate
from encoders.result import SolveStatus
from encoders.session import open_session
from encoders.spec.indexed import ProblemSpec, build, checked, objectives_of, reach, unbounded, violations
from encoders.spec.indexed.units import parse_unit

COFFEE = {
    "name": "coffee",
    "sets": [{"name": "suppliers", "members": ["s1", "s2"]}, {"name": "roasteries", "members": ["r1", "r2"]}],
    "parameters": [
        {"name": "capacity", "index": ["suppliers"], "values": {"s1": 10, "s2": 2.5}, "unit": "kg"},
        {"name": "demand", "index": ["roasteries"], "values": [4, 5]},
        {"name": "cost", "index": ["suppliers", "roasteries"], "values": {"s1": [1, 2], "s2": {"r1": 3, "r2": "0.1"}}},
    ],
    "variables": [{"name": "ship", "index": ["suppliers", "roasteries"]}],
    "constraints": [
        {
            "name": "capacity",
            "rule": "sum(ship[s, r] for r in roasteries) <= capacity[s] for s in suppliers",
            "says": "No more than it has.",
        },
        {"name": "demand", "rule": "for r in roasteries: sum(ship[s][r] for s in suppliers) ≥ demand[r]"},
        {"name": "total", "rule": "sum(ship[s, r] for s in suppliers for r in roasteries) <= 100"},
    ],
    "objectives": [
        {"name": "bill", "sense": "minimise", "expression": "sum(cost[s, r] * ship[s, r] for s in suppliers, r in roasteries)"}
    ],
}  # fmt: skip


def spec(*rules, **parts):
    """Two suppliers, three months and three days, with these rules; parts replace what is declared."""
    content = {
        "sets": [
            {"name": "suppliers", "members": ["s1", "s2"]},
            {"name": "months", "members": [1, 2, 3]},
            {"name": "days", "members": ["Mon", "Tue", "Wed"]},
        ],
        "parameters": [
            {"name": "cap", "index": ["suppliers"], "values": [7, 8]},
            {"name": "n", "values": 2},
        ],
        "variables": [
            {"name": "ship", "index": ["suppliers", "months"], "upper": "20"},
            {"name": "open", "index": ["suppliers"], "kind": "boolean"},
            {"name": "stock", "index": ["days"], "upper": 50},
            {"name": "tot", "kind": "real"},
        ],
        "constraints": [{"name": f"c{place}", "rule": rule} for place, rule in enumerate(rules)],
    }
    return ProblemSpec.model_validate({**content, **parts})


def solved(of, **values):
    built = build(of)
    with open_session(built.problem) as session:
        return built, session.optimise()


def test_a_family_has_a_constraint_for_each_member_with_an_amount_that_can_move():
    built, result = solved(ProblemSpec.model_validate(COFFEE))
    assert [c.id for c in built.problem.constraints] == [
        "capacity[s1]",
        "capacity[s2]",
        "demand[r1]",
        "demand[r2]",
        "total",
    ]
    assert [c.group for c in built.problem.constraints] == [c.id for c in built.problem.constraints]
    assert built.problem.constraints[0].says == "No more than it has (s1)"
    paths = {group: amount.parameter.path for group, amount in amounts_of(built.problem).items()}
    assert paths == {
        "capacity[s1]": "parameters/capacity/s1",
        "capacity[s2]": "parameters/capacity/s2",
        "demand[r1]": "parameters/demand/r1",
        "demand[r2]": "parameters/demand/r2",
        "total": "constraints/total/limit",
    }
    position = built.positions["demand[r2]"]
    assert (position.family, position.key, position.line, position.column) == ("demand", ("r2",), 1, 22)
    assert result.status is SolveStatus.OPTIMAL
    assert result.objectives[0].value == Fraction(51, 5)
    assert violations(built.checked.spec, result.assignment) == []
    assert objectives_of(built.checked.spec, result.assignment) == {"bill": Fraction(51, 5)}
    assert set(built.observables) == {"ship[s1, r1]", "ship[s1, r2]", "ship[s2, r1]", "ship[s2, r2]", "bill"}


def test_broken_rules_and_bounds_are_named():
    of = ProblemSpec.model_validate(COFFEE)
    values = {"ship[s1, r1]": 4, "ship[s1, r2]": 3, "ship[s2, r1]": 1, "ship[s2, r2]": 2}
    [broken] = violations(of, values)
    assert (broken.constraint, broken.family, broken.index) == ("capacity[s2]", "capacity", ("s2",))
    assert broken.place == "constraints/capacity, line 1, column 1"
    [broken] = violations(of, {**values, "ship[s2, r1]": Fraction(1, 2)})
    assert broken.says == "ship[s2, r1] is 1/2, not a whole number"
    broken, *_ = violations(of, {**values, "ship[s2, r1]": -1})
    assert "below its lower bound 0" in broken.says
    [broken] = violations(of, {**values, "tea": 1, "ship[s2, r1]": 0})
    assert broken.says == "tea is no decision of this problem"
    found = violations(of, {name: value for name, value in values.items() if name != "ship[s1, r1]"})
    assert [entry.says for entry in found] == ["ship[s1, r1] has no value"]


def test_parameters_that_are_computed_with_do_not_move_alone():
    """A repair that moved one place only would be the answer to another problem."""
    built = build(
        spec("ship[s, 1] <= cap[s] for s in suppliers", "ship[s, 2] <= cap[s] * open[s] for s in suppliers if s != s2")
    )
    assert set(built.parameters) == {"cap[s2]"}
    assert list(amounts_of(built.problem)) == ["c0[s2]"]


def test_background_and_large_families_are_one_group():
    members = [f"m{number}" for number in range(300)]
    of = ProblemSpec.model_validate(
        {
            "sets": [{"name": "S", "members": members}],
            "variables": [{"name": "x", "index": ["S"], "upper": 5}],
            "constraints": [
                {"name": "large", "rule": "x[s] <= 3 for s in S"},
                {
                    "name": "known",
                    "rule": "x[s] <= 4 for s in S if s in {m1, m2}",
                    "origin": "data",
                    "keep": True,
                    "weight": "0.5",
                },
            ],
            "extra": ["x[m1] == 2"],
        }
    )
    assert list(build(of).problem.groups) == ["large", "known", "extra/0"]
    assert build(of).problem.constraint("known[m2]").keep
    assert [entry.constraint for entry in violations(of, {f"x[{m}]": 0 for m in members})] == ["extra/0"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(ship[s, t] for s in suppliers for t in months if t > 1)", 2 + 3 + 5 + 6),
        ("sum(t * ship[s1, t] for t in months)", 1 + 4 + 9),
        ("sum(ship[s1, t - 1] for t in 2..last(months))", 3),
        ("sum(ship[s, n] for s in suppliers)", 7),
        ("stock[last(days)] - stock[first(days)]", 20),
        ("sum(stock[d] - stock[d - 1] for d in days if d > first(days))", 20),
        ("sum(stock[d] for d in days if d >= Tue)", 50),
        ("sum(stock[d] for d in days - {Mon})", 50),
        ("sum(stock[d] for d in {Mon, Wed} + {Mon})", 40),
        ('sum(stock[d] for d in days if d not in {"Mon"})', 50),
        ("count(open[s] for s in suppliers)", 1),
        ("count(ship[s, t] >= 3 for s in suppliers for t in months)", 4),
        ("max(stock[d] for d in days)", 30),
        ("min(ship[s, t] for s, t in suppliers) if false else 0", 0),
        ("max(ship[s1, 1], 2, n)", 2),
        ("abs(ship[s1, 1] - 3)", 2),
        ("len(days) + len({1..4})", 7),
        ("ceil(7 / n) + floor(7 / n) + round(7 / n) + round(-7 / n)", 4 + 3 + 4 - 4),
        ("2 ** 3 ** 2 - n ^ 2", 508),
        ("cap[s1] * tot / 2", Fraction(21, 4)),
        ("sum(cap[s] if s == s1 else 1 for s in suppliers)", 8),
        ("stock[Mon] if open[s1] else 99", 10),
        ("open[s1] * stock[Mon] + open[s2] * stock[Tue]", 10),
        ("sum(cap[s] * open[s] for s in suppliers)", 7),
        ("1e3 + 0.5", Fraction(2001, 2)),
        ("3 × 4 − 2 · 5", 2),
        ("ship[s1, 1] ** 2 + ship[s1, 2] * ship[s1, 3]", 7),
    ],
)
def test_numbers(text, value):
    if "s, t in suppliers" in text:
        text = text.replace("ship[s, t]", "cap[s] + cap[t]")
    of = spec(objectives=[{"name": "goal", "sense": "minimise", "expression": text}])
    values = {f"ship[{s}, {t}]": t + (3 if s == "s2" else 0) for s in ("s1", "s2") for t in (1, 2, 3)}
    values |= {
        "open[s1]": True,
        "open[s2]": False,
        "stock[Mon]": 10,
        "stock[Tue]": 20,
        "stock[Wed]": 30,
        "tot": Fraction(3, 2),
    }
    assert objectives_of(of, values) == {"goal": value}
    built = build(of)
    assert evaluate(built.problem.objectives[0].expression, values, built.problem.values()) == value


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("1 <= ship[s1, 1] < 2", True),
        ("ship[s1, 1] in {1, 5} and ship[s1, 2] not in 3..9", True),
        ("open[s1] iff not open[s2]", True),
        ("open[s1] implies tot >= 2", False),
        ("all(ship[s, t] >= t for s in suppliers for t in months)", True),
        ("any(ship[s, t] > 6 for s in suppliers for t in months)", False),
        ("any(open[s1], open[s2])", True),
        ("open[s1] == 1 and open[s2] == false", True),
        ("(tot >= 1) if n > 1 else (tot >= 2)", True),
        ("n > 5 implies ship[s1, 9] > 0", True),
        ("all(s == s1 or not open[s] for s in suppliers)", True),
    ],
)
def test_truths(text, holds):
    of = spec(text)
    values = {f"ship[{s}, {t}]": t + (3 if s == "s2" else 0) for s in ("s1", "s2") for t in (1, 2, 3)}
    values |= {
        "open[s1]": True,
        "open[s2]": False,
        "stock[Mon]": 10,
        "stock[Tue]": 20,
        "stock[Wed]": 30,
        "tot": Fraction(3, 2),
    }
    assert (violations(of, values) == []) is holds
    built = build(of)
    assert evaluate(built.problem.constraints[0].expression, values, built.problem.values()) is holds


@pytest.mark.parametrize(
    ("rule", "column", "message"),
    [
        ("shipp[s1, 1] <= 2", 1, "nothing is called 'shipp'; did you mean ship?"),
        ("tot + totl <= 2", 7, "nothing is called 'totl'; did you mean tot?"),
        ("ship[s1] <= 2", 1, "'ship' is indexed by suppliers, months, not by 1 things; write ship[s, m]"),
        ("sum(ship) <= 2", 5, "'ship' is indexed by"),
        ("ship[m, s] <= 2 for s in suppliers for m in months", 9, "s is a member of suppliers, but a member of months"),
        ("ship[s3, 1] <= 2", 6, "'s3' is no member of suppliers"),
        ("ship[s1, 4] <= 3", 10, "4 is no member of months (1, 2, 3)"),
        ("ship[s1, m - 1] <= 3 for m in months", 10, "where m is 1; leave it out with `if m > first(months)`"),
        ("stock[d + 1] <= 3 for d in days", 7, "where d is Wed; leave it out with `if d < last(days)`"),
        ("tot and open[s1]", 1, "tot is a number, but something that holds or not is needed: compare it"),
        ("tot", 1, "compare it"),
        ("tot <= days", 8, "days is a set"),
        ("tot = 3", 5, "write == for equality"),
        ("tot >= 1,000", 9, "without commas"),
        ("tot => 3", 5, "'=>' cannot stand here: write >= for at least, or implies"),
        ("open[s1] -> tot <= 3", 10, "write implies"),
        ("tot <= 3, tot >= 1", 9, "one text is one rule"),
        ("if open[s1] then tot >= 3", 1, "write `condition implies rule`"),
        ("sum(cap[s] for (s, t) in suppliers) <= tot", 16, "without brackets"),
        ("2 (tot + n) <= 1", 3, "such as *"),
        ("3 tot <= 1", 3, "between two parts stands an operator"),
        ("tot <= 3 # enough", 10, "comments cannot be written"),
        ("(tot <= 3", 10, "ends too early"),
        ("sum(tot for i in 1..3) <= 3 for i in months", 13, "'i' is bound already"),
        ("tot <= summ(cap[s] for s in suppliers)", 8, "there is no function 'summ'; did you mean sum?"),
        ("tot <= cap(s1)", 8, "square brackets"),
        ("tot <= 1 for s in suppliers if open[s]", 32, "cannot depend on decisions; write `condition implies rule`"),
        ("tot <= 5 if n > 2 else 4", 1, "put brackets around the number"),
        ("tot <= 1 / (n - 2)", 13, "a division by 0 has no value"),
        ("tot <= min(cap[s] for s in suppliers if n > 2)", 8, "there is nothing to take the min of"),
        ("days[1] == Mon", 1, "'days' is a set, so it has no index"),
        ("d == s1 for d in days", 6, "s1 is a member of suppliers"),
        ("tot <= 'a", 8, "this quote is not closed"),
        ("tot <= 1 for i in range(3)", 19, "write 1..12"),
        ("tot <= ((2 ** 64) ** 64) ** 64", 9, "too large"),
        ("sum(1 for i in 1..9000000 for j in 1..9000000) <= tot", 1, "parts when it is written out"),
        ("tot <= 99999999999999999999999999999999", 8, "has more than 30 digits"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(rule, column, message):
    with pytest.raises(InputError) as caught:
        build(spec("tot >= 0", rule))
    assert caught.value.where == f"constraints[1] c1, line 1, column {column}", caught.value
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("rule", "column", "message"),
    [
        ("tot * stock[Mon] * tot <= 3", 1, "the product tot * stock[Mon] * tot is not linear"),
        ("n / tot <= 3", 5, "what is divided by cannot depend on decisions"),
        ("tot ** 2 <= 3", 1, "is not linear"),
        ("2 ** tot <= 3", 6, "an exponent cannot depend on decisions"),
        ("ship[tot, 1] <= 3", 6, "the index of 'ship' cannot be a decision"),
        ("tot <= 9 ^ 9 ^ 9", 12, "an exponent is a whole number of at most 64"),
    ],
)
def test_what_cannot_be_expressed_is_named_with_its_place(rule, column, message):
    with pytest.raises(UnsupportedError) as caught:
        build(spec(rule))
    assert caught.value.where == f"constraints[0] c0, line 1, column {column}", caught.value
    assert message in caught.value.message


def test_deep_and_long_texts_are_refused():
    for rule, message in (
        ("(" * 3000 + "tot" + ")" * 3000, "nested more than"),
        ("not " * 2000 + "true", "nested more than"),
        ("-" * 5000 + "1 <= tot", "nested more than"),
        ("+".join(["n"] * 3000) + " <= 1", "more than 2,000 parts"),
        ("tot <= 1" + " " * 20000, "characters"),
    ):
        with pytest.raises(InputError, match=message):
            checked(spec(rule))


@pytest.mark.parametrize(
    ("part", "message", "where"),
    [
        ({"sets": [{"name": "S", "members": ["a", "a"]}]}, "stands twice", "sets[0] S"),
        ({"sets": [{"name": "S", "members": []}]}, "needs members", "sets[0] S"),
        ({"sets": [{"name": "S", "members": ["1..9000000"]}]}, "at most 20,000 members", "sets[0] S"),
        ({"sets": [{"name": "S", "members": ["a"]}, {"name": "S", "members": ["a"]}]}, "already the name of", "sets[1] S"),
        ({"parameters": [{"name": "for", "values": 1}]}, "a word of the language", "parameters[0] for"),
        ({"parameters": [{"name": "two words", "values": 1}]}, "cannot be a name", "parameters[0] two words"),
        ({"parameters": [{"name": "p", "index": ["suppliers"], "values": {"s1": 3}}]}, "p[s2] has no number", "parameters[0] p"),
        ({"parameters": [{"name": "p", "index": ["suppliers"], "values": [1]}]}, "1 values for the 2 members", "parameters[0] p"),
        ({"parameters": [{"name": "p", "index": ["suppliers"], "values": {"s9": 3}}]}, "'s9' is no member", "parameters[0] p"),
        ({"parameters": [{"name": "p", "index": ["suppliers"], "values": 3}]}, "needs a list or a mapping", "parameters[0] p"),
        ({"parameters": [{"name": "p", "index": ["supplier"], "values": [1, 2]}]}, "did you mean suppliers", "parameters[0] p"),
        ({"variables": [{"name": "x", "index": ["nowhere"]}]}, "no set is called 'nowhere'", "variables[0] x"),
        ({"variables": [{"name": "x", "lower": 3, "upper": 2}]}, "has no value", "variables[0] x"),
        ({"variables": [{"name": "x", "upper": "x"}]}, "cannot depend on decisions", "variables[0] x, upper, line 1, column 1"),
        ({"variables": [{"name": "x", "index": ["suppliers"], "upper": "q: cap[r]"}]}, "'r' is no member", "variables[0] x"),
        ({"objectives": [{"name": "g", "sense": "minimise", "expression": "1 for s in suppliers"}]}, "is one", "objectives[0] g"),
    ],
)  # fmt: skip
def test_faulty_declarations_are_refused(part, message, where):
    kept = {"variables": [{"name": "tot"}], "parameters": [{"name": "cap", "index": ["suppliers"], "values": [1, 2]}]}
    if "sets" in part:
        kept = {"variables": [], "parameters": []}
    with pytest.raises((InputError, UnsupportedError)) as caught:
        build(spec(**{**kept, **part}))
    assert message in caught.value.message
    assert caught.value.where.startswith(where)


def test_bounds_and_conditions_over_the_index():
    of = spec(
        "sum(arc[i, j] for j in suppliers) == 1 for i in suppliers",
        variables=[
            {"name": "arc", "index": ["suppliers", "suppliers"], "kind": "boolean", "where": "i, j: i != j"},
            {"name": "x", "index": ["suppliers"], "lower": None, "upper": "s: cap[s] * 2"},
            {
                "name": "y",
                "index": ["suppliers"],
                "kind": "real",
                "lower": "cap[suppliers]",
                "upper": "cap[s] + 1 for s in suppliers",
            },
        ],
    )
    built = build(of)
    assert [v.name for v in built.problem.variables][:2] == ["arc[s1, s2]", "arc[s2, s1]"]
    assert built.observables["x[s2]"].bounds[1] == 16
    total = build(spec(variables=[{"name": "x", "index": ["suppliers"], "upper": "sum(cap[s] for s in suppliers)"}]))
    assert total.observables["x[s2]"].bounds == (0, 15)
    assert built.observables["y[s2]"].bounds == (8, 9)
    with pytest.raises(InputError, match=r"arc\[s1, s1\] does not exist"):
        build(spec("not arc[i, i] for i in suppliers", variables=of.model_dump()["variables"]))


def test_unused_parts_and_mixed_units_are_warnings():
    of = spec(
        "sum(x[s] for s in suppliers) <= hours",
        "sum(rate * x[s] for s in suppliers) <= hours",
        "x[s1] + rate <= 10",
        parameters=[
            {"name": "hours", "values": 10, "unit": "hours"},
            {"name": "rate", "values": 1, "unit": "hours per kg"},
            {"name": "spare", "values": 1},
        ],
        variables=[{"name": "x", "index": ["suppliers"], "unit": "kg"}],
    )
    warned = checked(of).warnings
    assert [(w.kind, w.place) for w in warned] == [
        ("unused", "sets[1] months"),
        ("unused", "sets[2] days"),
        ("unused", "parameters[2] spare"),
        ("unit", "constraints[0] c0, line 1, column 33"),
        ("unit", "constraints[2] c2, line 1, column 9"),
    ]
    assert warned[3].says == "this compares kg (sum(x[s] for s in suppliers)) and hour (hours)"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("hours per unit", {"hour": 1}),
        ("USD per hour per worker", {"$": 1, "hour": -1, "worker": -1}),
        ("$ / (kg * day)", {"$": 1, "kg": -1, "day": -1}),
        ("m2/s", {"m": 2, "s": -1}),
        ("units", {}),
        ("12 packs", None),
        ("/" * 99 + "=", None),
        ("a " * 5000, None),
    ],
)
def test_units_are_products_of_symbols(text, unit):
    assert parse_unit(text) == unit


# ---------------------------------------------------------------- bounds that nobody stated


def free(rules, goal=None, sense="maximise", kind="integer"):
    goals = [{"name": "goal", "sense": sense, "expression": goal}] if goal else []
    variables = [{"name": "x", "kind": kind}, {"name": "y"}]
    return solved(spec(*rules, variables=variables, objectives=goals))


def test_an_optimum_that_rules_bound_assumes_nothing():
    for rules, goal, sense, value in (
        (["x + y <= 100"], "3 * x + y", "maximise", 300),
        (["x + y >= 100"], "3 * x + y", "minimise", 100),
        (["x <= 1000 * y", "y <= 1000000"], "x", "maximise", 10**9),
    ):
        built, result = free(rules, goal, sense)
        assert result.objectives[0].value == value
        assert reach(built, result).kind == "within"
        assert reach(built, result).proved


@pytest.mark.parametrize("kind", ["integer", "real"])
def test_an_objective_without_a_limit_is_no_optimum(kind):
    for rules, goal in (
        (["x - y <= 100"], "3 * x + y"),
        (["3 * x == 2 * y + 1"], "x"),
        (["x <= 100 * y", "y >= 1"], "x"),
    ):
        built, result = free(rules, goal, kind=kind)
        assert "no limit" in unbounded(built, result)


def test_bounds_reach_as_far_as_the_rules_do():
    """Numbers far beyond those of the text, which the rules together imply from below or above."""
    for rules, goal, sense, value in (
        (["x == 1000 * y", "y >= 1000 * 1000 * 100"], "x", "minimise", 10**11),
        (["x <= 1000 * y", "y <= 1000 * 1000 * 100"], "x", "maximise", 10**11),
    ):
        built, result = free(rules, goal, sense)
        assert [goal.value for goal in result.objectives] == [value]
        assert reach(built, result).kind == "within"


def test_rules_that_are_no_rows_may_limit_an_objective():
    for rule, kind in (("x <= 500 or y <= 6", "within"), ("x <= 500 or y >= 6", "unlimited")):
        built, result = free(["x - y <= 100", rule], "x")
        assert reach(built, result).kind == kind


def test_an_objective_with_a_limit_over_rules_without_one_is_an_optimum():
    built, result = free(["x - y <= 100"], "x - y")
    assert result.objectives[0].value == 100
    assert reach(built, result).kind == "within"
    assert unbounded(built, result) == ""


def test_products_of_decisions_that_rules_make_narrow_are_solved():
    """The rules that make them narrow hold in every question, as the bounds do."""
    built, result = free(["2 * x + 2 * y <= 40", "x >= 3"], "x * y")
    assert result.objectives[0].value == 100
    assert built.problem.constraint("c0").group is None
    assert [parameter.path for parameter in built.problem.parameters] == ["constraints/c1/limit"]
    with pytest.raises(UnsupportedError, match="is not linear"):
        free(["x - y <= 40"], "x * y")
