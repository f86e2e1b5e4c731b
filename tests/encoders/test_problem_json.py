"""The JSON form of problems: lossless and canonical, and anything else is refused with its place."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import KINDS, NUMBERS, Grower, Seeded, assigned, cases, parameter_values, seeds, small_scope
from support.problems import small_problem

from encoders.errors import InputError
from encoders.evaluate import Evaluator
from encoders.expressions import BoolVar, Clauses, IntVar, Not, Parameter, Sum
from encoders.problem import Constraint, Objective, Problem, Source
from encoders.session import open_session

WORDS = ("", "ends by 12", "Zürich → Genève", 'a "quoted" word', "tab\tand\nline", "🚄")


def decorated(problem, dice):
    """Sentences, sources, origins, weights and kept groups everywhere."""
    constraints = [
        replace(
            c,
            says=dice.pick(WORDS),
            origin=dice.pick(("request", "commonsense", "data")),
            weight=dice.pick((*NUMBERS, Fraction(10**30, 7))),
            keep=bool(dice.upto(0, 1)),
            source=Source(dice.pick(WORDS), dice.upto(0, 9), dice.upto(9, 99)) if dice.upto(0, 1) else None,
        )
        for c in problem.constraints
    ]
    objectives = [replace(o, says=dice.pick(WORDS), unit=dice.pick(WORDS)) for o in problem.objectives]
    return replace(problem, constraints=tuple(constraints), objectives=tuple(objectives))


def assert_round_trip(problem):
    """The same text again, and the same problem in every respect."""
    text = problem.to_json()
    other = Problem.from_json(text)
    assert other.to_json() == text
    assert json.loads(text)
    assert other.name == problem.name
    assert len(other.nodes) == len(problem.nodes)
    for mine, theirs in zip(problem.constraints, other.constraints, strict=True):
        assert replace(theirs, expression=mine.expression) == mine
        assert mine.expression.same_as(theirs.expression)
    for mine, theirs in zip(problem.objectives, other.objectives, strict=True):
        assert replace(theirs, expression=mine.expression) == mine
        assert mine.expression.same_as(theirs.expression)
    assert [(type(v), v.name) for v in problem.variables] == [(type(v), v.name) for v in other.variables]
    assert problem.values() == other.values()
    return other


@given(seeds())
@settings(max_examples=200)
def test_random_problems_round_trip(seed):
    dice = Seeded(seed)
    small = small_problem(dice, depth=4, objectives=3)
    problem = decorated(small.problem, dice)
    other = assert_round_trip(problem)
    assignment, values = assigned(dice, small.scope), parameter_values(dice, small.scope)
    values = {name: value for name, value in values.items() if name in problem.values()}
    mine, theirs = Evaluator(assignment, values), Evaluator(assignment, values)
    for a, b in zip(problem.constraints, other.constraints, strict=True):
        assert mine(a.expression) == theirs(b.expression)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_node_round_trips(kind):
    @settings(max_examples=25)
    @given(cases(kind, reals=True))
    def holds(case):
        problem = Problem("node", objectives=(Objective("o", "minimise", case.root),))
        assert_round_trip(problem)

    holds()


@given(seeds())
@settings(max_examples=30)
def test_a_problem_that_travelled_has_the_same_answer(seed):
    problem = small_problem(Seeded(seed)).problem
    with open_session(problem, "z3") as one, open_session(Problem.from_json(problem.to_json()), "z3") as other:
        mine, theirs = one.optimise(), other.optimise()
    assert mine.status is theirs.status
    assert mine.objectives == theirs.objectives
    assert mine.core == theirs.core


def test_the_text_does_not_depend_on_how_a_problem_was_put_together():
    def made():
        x, y = IntVar("x", 0, 3), BoolVar("y")
        shared = Sum(((2, x), (Fraction(1, 2), y)))
        return Problem("p", (Constraint("c", shared <= Parameter("p", 3)), Constraint("d", shared >= 0)))

    assert made().to_json() == made().to_json()


def test_sharing_is_kept():
    node = IntVar("x", 0, 1) + 0
    for _ in range(200):
        node = node + node
    problem = Problem("", (Constraint("c", node >= 0),))
    assert len(assert_round_trip(problem).nodes) == len(problem.nodes) < 500


# ---------------------------------------------------------------- what is refused


def written(**changes):
    """A small problem's JSON content with some parts replaced."""
    content = json.loads(
        Problem(
            "small",
            (Constraint("c", Not(BoolVar("a")), group="g"), Constraint("d", IntVar("x", 0, 3) <= 2)),
            (Objective("o", "minimise", IntVar("y", 0, 3)),),
        ).to_json()
    )
    return json.dumps({**content, **changes})


def with_nodes(*nodes):
    return written(nodes=list(nodes), constraints=[], objectives=[], declared=[])


BROKEN = {
    "no json": "{",
    "another file": '{"planproof": "answer", "version": 1}',
    "another version": written(version=2),
    "a list": "[]",
    "a number": "3",
    "nesting without end": "[" * 100_000,
    "a number without end": '{"planproof": "problem", "version": 1, "name": ' + "9" * 5000 + "}",
    "no name": written(name=None),
    "no nodes": written(nodes=None),
    "nodes that are text": written(nodes="abc"),
    "an unknown kind": with_nodes(["Rainbow", []]),
    "a kind that is a list": with_nodes([[], []]),
    "an empty node": with_nodes([]),
    "too few fields": with_nodes(["IntVar", "x", 0]),
    "too many fields": with_nodes(["BoolVar", "x", 0]),
    "a forward reference": with_nodes(["Not", {"n": 1}], ["BoolVar", "x"]),
    "a reference to itself": with_nodes(["Not", {"n": 0}]),
    "a negative reference": with_nodes(["BoolVar", "x"], ["Not", {"n": -1}]),
    "a reference that is text": with_nodes(["BoolVar", "x"], ["Not", {"n": "0"}]),
    "a float": with_nodes(["Const", 0.5]),
    "no number": with_nodes(["Const", {"q": "NaN"}]),
    "not a number": with_nodes(["Const", float("nan")]),
    "a word as a number": with_nodes(["Const", "five"]),
    "a number as text": with_nodes(["Const", "5"]),
    "null": with_nodes(["Const", None]),
    "an object of another kind": with_nodes(["Const", {"x": 1}]),
    "a negated number": with_nodes(["IntVar", "x", 0, 3], ["Not", {"n": 0}]),
    "bounds the wrong way": with_nodes(["IntVar", "x", 3, 0]),
    "bounds that are text": with_nodes(["IntVar", "x", "a", "b"]),
    "bounds that are fractions": with_nodes(["IntVar", "x", {"q": "1/2"}, 3]),
    "bounds that are truth values": with_nodes(["IntVar", "x", False, True]),
    "an unknown operator": with_nodes(["IntVar", "x", 0, 3], ["Compare", {"n": 0}, "=<", {"n": 0}]),
    "an index outside its table": with_nodes(["IntVar", "x", 0, 3], ["Element", [1, 2], {"n": 0}]),
    "a table of words": with_nodes(["BoolVar", "x"], ["Element", ["a", "b"], {"n": 0}]),
    "an unclosed clause": with_nodes(["BoolVar", "x"], ["Clauses", [{"n": 0}], [1]]),
    "a clause about nothing": with_nodes(["BoolVar", "x"], ["Clauses", [{"n": 0}], [2, 0]]),
    "a clause beyond 32 bits": with_nodes(["BoolVar", "x"], ["Clauses", [{"n": 0}], [2**40, 0]]),
    "a clause of numbers": with_nodes(["IntVar", "x", 0, 1], ["Clauses", [{"n": 0}], [1, 0]]),
    "a coefficient that is text": with_nodes(["BoolVar", "x"], ["Sum", [["2", {"n": 0}]], 0]),
    "a term that is no pair": with_nodes(["BoolVar", "x"], ["Sum", [{"n": 0}], 0]),
    "a fractional weight": with_nodes(["BoolVar", "x"], ["PseudoBoolean", [[{"q": "0.5"}, {"n": 0}]], "<=", 1]),
    "a choice without options": with_nodes(["ChoiceVar", "x", []]),
    "options that are numbers": with_nodes(["ChoiceVar", "x", [1, 2]]),
    "an option it does not have": with_nodes(["ChoiceVar", "x", ["a"]], ["Is", {"n": 0}, "b"]),
    "a question about no choice": with_nodes(["BoolVar", "x"], ["Is", {"n": 0}, "b"]),
    "a product that does not linearise": with_nodes(
        ["IntVar", "x", 0, 9999], ["IntVar", "y", 0, 9999], ["Product", [{"n": 0}, {"n": 1}]]
    ),
    "a row of another length": with_nodes(["BoolVar", "x"], ["Table", [{"n": 0}], [[1, 2]]]),
    "an extreme of nothing": with_nodes(["Max", []]),
    "a task that takes less than nothing": with_nodes(
        ["IntVar", "x", 0, 9],
        ["Const", -1],
        ["Const", True],
        ["NoOverlap", [{"task": ["t", {"n": 0}, {"n": 1}, {"n": 2}]}]],
    ),
    "a task of nothing": with_nodes(["NoOverlap", [{"task": []}]]),
    "no task": with_nodes(["BoolVar", "x"], ["NoOverlap", [{"n": 0}]]),
    "a nameless variable": written(nodes=[["BoolVar", 5]], constraints=[], objectives=[], declared=[0]),
    "a variable twice": written(
        nodes=[["BoolVar", "a"], ["BoolVar", "a"]], constraints=[], objectives=[], declared=[0, 1]
    ),
    "a declared sum": written(nodes=[["Sum", [], 0]], constraints=[], objectives=[], declared=[0]),
    "an undeclared variable": written(declared=[99]),
    "nested without end": with_nodes(["Const", json.loads("[" * 400 + "]" * 400)]),
}


def constraint(**changes):
    return written(
        constraints=[
            {
                "id": "c",
                "expression": 1,
                "says": "",
                "origin": "request",
                "group": None,
                "weight": 1,
                "keep": False,
                "source": None,
                **changes,
            }
        ]
    )


BROKEN |= {
    f"a constraint with {name} {value!r}": constraint(**{name: value})
    for name, value in [
        ("id", 5),
        ("expression", 99),
        ("expression", None),
        ("origin", "rumour"),
        ("origin", []),
        ("says", None),
        ("group", 7),
        ("weight", 0.5),
        ("weight", "heavy"),
        ("keep", "yes"),
        ("source", ["quote"]),
        ("source", ["quote", "0", "5"]),
        ("source", 5),
    ]
}
BROKEN["a constraint that is a number"] = constraint(expression=2)
BROKEN["a constraint without a weight"] = written(constraints=[{"id": "c", "expression": 1}])


def objective(**changes):
    return written(objectives=[{"name": "o", "sense": "minimise", "expression": 1, "says": "", "unit": "", **changes}])


BROKEN |= {
    f"an objective with {name} {value!r}": objective(**{name: value})
    for name, value in [
        ("sense", "better"),
        ("sense", None),
        ("name", 5),
        ("expression", 99),
        ("says", 3),
    ]
}
BROKEN["two objectives of one name"] = written(
    objectives=[{"name": "o", "sense": "minimise", "expression": 1, "says": "", "unit": ""}] * 2
)


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_malformed_is_refused_with_its_place(name):
    with pytest.raises(InputError) as caught:
        Problem.from_json(BROKEN[name])
    assert caught.value.message


def test_the_place_is_named():
    with pytest.raises(InputError) as caught:
        Problem.from_json(with_nodes(["BoolVar", "x"], ["Not", {"n": 7}]))
    assert caught.value.where == "nodes[1]"
    with pytest.raises(InputError) as caught:
        Problem.from_json(constraint(origin="rumour"))
    assert "origin" in str(caught.value)


def mangled(value, rng):
    """The content with one part somewhere replaced, left out or doubled."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        key = rng.choice(sorted(value))
        if rng.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mangled(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        if rng.random() < 0.1:
            return value[:place] + value[place + 1 :]
        if rng.random() < 0.1:
            return value[: place + 1] + value[place:]
        return [*value[:place], mangled(value[place], rng), *value[place + 1 :]]
    junk = [
        None,
        True,
        -1,
        0,
        1,
        2**40,
        0.5,
        "",
        "x",
        "<=",
        [],
        [0],
        {},
        {"n": 0},
        {"q": "1/3"},
        {"q": 3},
        {"task": [1]},
    ]
    return rng.choice(junk)


@given(seeds(), st.integers(0, 2**32))
@settings(max_examples=400)
def test_a_mangled_problem_is_refused_or_is_a_problem(seed, other_seed):
    """Nothing but InputError comes out, and what is accepted can be written and read again."""
    rng = random.Random(other_seed)
    content = json.loads(small_problem(Seeded(seed)).problem.to_json())
    for _ in range(8):
        text = json.dumps(mangled(content, rng))
        try:
            problem = Problem.from_json(text)
        except InputError:
            continue
        assert Problem.from_json(problem.to_json()).to_json() == problem.to_json()


def test_clauses_in_bulk_are_read_as_they_were_written():
    variables = [BoolVar(f"v{n}") for n in range(50)]
    rng = random.Random(3)
    rows = [[rng.choice((-1, 1)) * rng.randint(1, 50) for _ in range(rng.randint(0, 5))] for _ in range(300)]
    problem = Problem("", (Constraint("c", Clauses(variables, rows)),))
    (read,) = Problem.from_json(problem.to_json()).constraints
    assert list(read.expression.rows()) == rows


def test_reals_round_trip():
    dice = Seeded(1)
    scope = small_scope(dice, reals=2)
    grower = Grower(dice, scope)
    for _ in range(50):
        assert_round_trip(Problem("", (Constraint("c", grower.boolean(4)),)))
