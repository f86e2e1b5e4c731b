"""Constructors refuse what would be undefined; structure is compared by content; depth and sharing are no limit."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from support.expressions import KINDS, Seeded, assigned, cases, seeds
from support.problems import small_problem

from encoders.errors import InputError, ModelError, UnknownNameError, UnsupportedError
from encoders.evaluate import Evaluator, breaches, evaluate
from encoders.expressions import (
    FALSE,
    TRUE,
    Abs,
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Clauses,
    Compare,
    Const,
    Count,
    Element,
    If,
    Iff,
    Implies,
    IntVar,
    Is,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Product,
    PseudoBoolean,
    RealVar,
    Sum,
    Table,
    Task,
    differs,
    equals,
    lift,
    precedence,
    task,
    total,
    walk,
)
from encoders.linear import linear
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

A, B = BoolVar("a"), BoolVar("b")
X, Y, WIDE = IntVar("x", 0, 5), IntVar("y", -3, 3), IntVar("wide", 0, 10**6)
R = RealVar("r", 0, 1)
K = ChoiceVar("k", ("red", "green"))
P = Parameter("p", 3)

REFUSED = {
    "a float": lambda: Const(0.5),
    "a float among coefficients": lambda: Sum(((0.5, X),)),
    "a float as a constant": lambda: Sum((), 0.5),
    "a truth value as a coefficient": lambda: Sum(((True, X),)),
    "a float in a table": lambda: Element((1, 0.5), A),
    "a float in a row": lambda: Table((X,), ((0.5,),)),
    "a float parameter": lambda: Parameter("p", 0.5),
    "a word as a parameter": lambda: Parameter("p", "3"),
    "a word": lambda: Const("x"),
    "nothing": lambda: Const(None),
    "an integer without values": lambda: IntVar("x", 3, 2),
    "an integer with fractional bounds": lambda: IntVar("x", Fraction(1, 2), 3),
    "an integer without an end": lambda: IntVar("x", 0, None),
    "a real without values": lambda: RealVar("r", 3, 2),
    "a real with float bounds": lambda: RealVar("r", 0.5, 2),
    "a choice without options": lambda: ChoiceVar("k", ()),
    "an option twice": lambda: ChoiceVar("k", ("a", "a")),
    "an option that is a number": lambda: ChoiceVar("k", (1, 2)),
    "an option that is not there": lambda: Is(K, "blue"),
    "an option of no choice": lambda: Is(A, "red"),
    "a negated number": lambda: Not(X),
    "a conjunction with a number": lambda: And(A, X),
    "a disjunction with a choice": lambda: Or(A, K),
    "an implication from a number": lambda: Implies(X, A),
    "an equivalence with a number": lambda: Iff(A, X),
    "a condition that is a number": lambda: If(X, 1, 2),
    "a branch that is a Python number": lambda: If(A, 1, 2),
    "a branch that is a choice": lambda: If(A, K, X),
    "a count of numbers": lambda: Count(X),
    "a comparison with a choice": lambda: equals(K, 1),
    "a comparison with a Python number": lambda: Compare(X, "<=", 3),
    "an operator that does not exist": lambda: Compare(X, "=", Y),
    "a pseudo-Boolean that differs": lambda: PseudoBoolean(((1, A),), "!=", 1),
    "a pseudo-Boolean of numbers": lambda: PseudoBoolean(((1, X),), "<=", 1),
    "a pseudo-Boolean with fractions": lambda: PseudoBoolean(((Fraction(1, 2), A),), "<=", 1),
    "a pseudo-Boolean with a fractional bound": lambda: PseudoBoolean(((1, A),), "<=", Fraction(1, 2)),
    "clauses about numbers": lambda: Clauses([X], [[1]]),
    "clauses about negations": lambda: Clauses([Not(A)], [[1]]),
    "a literal too high": lambda: Clauses([A], [[2]]),
    "a literal too low": lambda: Clauses([A], [[-2]]),
    "a literal of zero": lambda: Clauses([A], [[1, 0, -1]]),
    "a sum with a choice": lambda: total([K]),
    "a sum of Python numbers": lambda: Sum(((1, 3),)),
    "an extreme of nothing": lambda: Min(),
    "an extreme of a choice": lambda: Max(K),
    "the size of a choice": lambda: Abs(K),
    "an index below its table": lambda: Element((1, 2, 3, 4, 5, 6), Y),
    "an index above its table": lambda: Element((1, 2, 3), X),
    "an index that is no whole number": lambda: Element((1, 2), R),
    "an index that is a choice": lambda: Element((1, 2), K),
    "an index that a parameter moves": lambda: Element((1, 2, 3), Sum(((1, P),))),
    "an index that is a Python number": lambda: Element((1, 2, 3), 1),
    "an empty table": lambda: Element((), A),
    "different choices": lambda: AllDifferent(K),
    "a row too short": lambda: Table((X, Y), ((1,),)),
    "a task of negative duration": lambda: task("t", -1, earliest=0, latest=5),
    "a task whose duration may be negative": lambda: task("t", Y, earliest=0, latest=5),
    "a task of fractional duration": lambda: task("t", Fraction(1, 2), earliest=0, latest=5),
    "a task of real duration": lambda: task("t", R, earliest=0, latest=5),
    "a task whose duration a parameter moves": lambda: task("t", P, earliest=0, latest=5),
    "a task without a start": lambda: Task("t", R, Const(1)),
    "a task that starts at a sum": lambda: Task("t", X + 1, Const(1)),
    "a task present by number": lambda: Task("t", X, Const(1), Y),
    "a task that cannot start": lambda: task("t", 1, earliest=5, latest=4),
    "a float operand": lambda: X <= 0.5,
    "a float factor": lambda: X * 0.5,
}


@pytest.mark.parametrize("name", REFUSED)
def test_constructors_refuse_what_would_be_undefined(name):
    with pytest.raises((ModelError, InputError)) as caught:
        REFUSED[name]()
    assert caught.value.message


@pytest.mark.parametrize(
    "factors",
    [
        (WIDE, WIDE),
        (WIDE, R),
        (R, R),
        (RealVar("s"), RealVar("t")),
        (WIDE, A, Max(WIDE, X)),
        (WIDE, Sum(((1, WIDE), (1, P)))),
    ],
)
def test_products_that_do_not_linearise_are_unsupported(factors):
    with pytest.raises(UnsupportedError, match="does not linearise"):
        Product(factors)


@pytest.mark.parametrize(
    "factors",
    [(), (WIDE,), (R, A), (WIDE, X, Y, A), (P, WIDE), (P, P, R), (Const(3), R), (Sum(((2, P),)), WIDE), (X, X)],
)
def test_products_that_linearise(factors):
    assert Product(factors).sort in ("int", "real")


def test_an_expression_has_no_truth_value():
    for wrong in (lambda: bool(X <= 3), lambda: A and B, lambda: 0 <= X <= 3):
        with pytest.raises(ModelError, match="no truth value"):
            wrong()


def test_nodes_are_frozen():
    for node, name in (
        (X, "lo"),
        (And(A), "operands"),
        (Clauses([A], []), "array"),
        (Max(X), "bounds"),
        (X + 1, "sort"),
    ):
        with pytest.raises(AttributeError):
            setattr(node, name, 5)


# ---------------------------------------------------------------- problems


def test_problems_refuse_what_is_not_well_formed():
    wrong = {
        "the same id": lambda: Problem("", (Constraint("c", A), Constraint("c", B))),
        "a number": lambda: Problem("", (Constraint("c", X),)),
        "a choice": lambda: Problem("", (Constraint("c", K),)),
        "the same name": lambda: Problem("", (Constraint("c", And(A, BoolVar("a"))),)),
        "a name of two kinds": lambda: Problem("", (Constraint("c", And(A, IntVar("a", 0, 1) <= 1)),)),
        "a parameter twice": lambda: Problem("", (Constraint("c", Sum(((1, P), (1, Parameter("p", 3)))) >= X),)),
        "a parameter called like a variable": lambda: Problem("", (Constraint("c", Parameter("x", 3) >= X),)),
        "an objective twice": lambda: Problem("", (), (Objective("o", "minimise", X), Objective("o", "maximise", Y))),
        "an unknown sense": lambda: Problem("", (), (Objective("o", "better", X),)),
        "a choice as an objective": lambda: Problem("", (), (Objective("o", "minimise", K),)),
        "an unknown origin": lambda: Problem("", (Constraint("c", A, origin="rumour"),)),
        "a declared sum": lambda: Problem("", declared=(X + 1,)),
    }
    for says, make in wrong.items():
        with pytest.raises(ModelError):
            pytest.fail(f"accepted: {says}, {make()}")


def test_unknown_names_are_refused_with_what_there_is():
    problem = Problem("", (Constraint("c", X <= P, group="g"),))
    for ask in (lambda: problem.values({"q": 1}), lambda: problem.without(["h"]), lambda: problem.constraint("d")):
        with pytest.raises(UnknownNameError):
            ask()
    with pytest.raises(InputError):
        problem.values({"p": 0.5})
    for engine in ("z3", "cpsat"):
        with open_session(problem, engine) as session:
            for question in ({"on": ["h"]}, {"values": {"q": 1}}):
                with pytest.raises(UnknownNameError):
                    session.check(**question)
        with pytest.raises(UnknownNameError, match="h"):
            open_session(problem, engine, switchable=["h"])
    with pytest.raises(UnknownNameError, match="z3"):
        open_session(problem, "gurobi")


# ---------------------------------------------------------------- structure


@pytest.mark.parametrize("kind", KINDS)
def test_same_structure_is_the_same_and_another_is_not(kind):
    trees = []

    @settings(max_examples=30, derandomize=True, database=None)
    @given(cases(kind, reals=True))
    def collected(case):
        trees.append(case.root)

    collected()
    again = list(trees)
    trees.clear()
    collected()
    for mine, theirs in zip(again, trees, strict=True):
        assert mine.same_as(theirs)
    written = [Problem("", objectives=(Objective("o", "minimise", tree),)).to_json() for tree in again]
    for place, (tree, text) in enumerate(zip(again, written, strict=True)):
        for other, its_text in zip(again[:place], written[:place], strict=True):
            assert tree.same_as(other) == (text == its_text or unshared(tree) == unshared(other))


def unshared(root):
    """Structure as nested text, blind to sharing."""
    told = {}
    for node in walk([root]):
        names = [f for f in getattr(type(node), "__slots__", ()) if f not in ("sort", "bounds", "children")]
        names = names or ["operands"]
        told[id(node)] = f"{type(node).__name__}({', '.join([shown(getattr(node, name), told) for name in names])})"
    return told[id(root)]


def shown(value, told):
    if id(value) in told:
        return told[id(value)]
    if isinstance(value, tuple):
        return f"({', '.join([shown(item, told) for item in value])})"
    if isinstance(value, Task):
        return shown((value.name, value.start, value.duration, value.presence), told)
    return repr(value)


def test_same_as_looks_at_names_numbers_and_kinds():
    assert not X.same_as(IntVar("x", 0, 6))
    assert not (X + 1).same_as(X + 2)
    assert not And(A, B).same_as(Or(A, B))
    assert not And(A, B).same_as(And(B, A))
    assert not Const(True).same_as(Const(1))
    assert not Min(X).same_as(Max(X))
    assert not (X <= 3).same_as(X < 3)
    assert Or(A, Not(A)).same_as(Or(BoolVar("a"), Not(BoolVar("a"))))
    assert Clauses([A, B], [[1, -2]]).same_as(Clauses([A, B], [[1, -2]]))
    assert not Clauses([A, B], [[1, -2]]).same_as(Clauses([A, B], [[1], [-2]]))


def test_walk_gives_each_node_once_with_operands_first():
    shared = X + Y
    root = And(shared <= 3, shared >= 1, Or(A, shared <= 3))
    seen = list(walk([root, shared, root]))
    assert len(seen) == len({id(node) for node in seen})
    place = {id(node): n for n, node in enumerate(seen)}
    assert all([place[id(child)] < place[id(node)] for node in seen for child in node.children])


@pytest.mark.parametrize("kind", KINDS)
def test_values_lie_within_bounds_and_have_their_sort(kind):
    @settings(max_examples=100)
    @given(cases(kind, reals=True))
    def holds(case):
        value_of = Evaluator(case.assignment, case.values)
        for node in walk([case.root]):
            if isinstance(node, ChoiceVar):
                continue
            value, (low, high) = value_of(node), node.bounds
            assert isinstance(value, {"bool": bool, "int": int, "real": (int, Fraction)}[node.sort])
            assert isinstance(value, bool) == (node.sort == "bool")
            assert low is None or low <= value
            assert high is None or value <= high

    holds()


# ---------------------------------------------------------------- tasks


def test_an_absent_task_has_no_length_and_is_ignored():
    one = task("one", 4, earliest=2, latest=9, optional=True)
    two = task("two", 3, earliest=0, latest=9)
    here = {"one.start": 2, "one.present": False, "two.start": 3}
    assert evaluate(one.end, here) == 2
    assert evaluate(NoOverlap((one, two)), here) is True
    assert evaluate(precedence(one, two, lag=5), here) is True
    there = {**here, "one.present": True}
    assert evaluate(one.end, there) == 6
    assert evaluate(NoOverlap((one, two)), there) is False
    assert evaluate(precedence(one, two), there) is False
    problem = Problem("", (Constraint("c", NoOverlap((one, two))),))
    assert breaches(problem, here) == []
    assert [b.constraint for b in breaches(problem, {**here, "one.start": 4})] == ["task"]


def test_a_task_that_is_never_there():
    never = Task("never", X, Const(3), FALSE)
    assert never.optional
    assert evaluate(never.end, {"x": 0}) == 0
    assert evaluate(NoOverlap((never, Task("two", Y, Const(3)))), {"x": 0, "y": 0}) is True
    assert not Task("always", X, Const(3), TRUE).optional


@pytest.mark.parametrize(("start", "free"), [(2, True), (3, True), (4, False), (5, False), (6, True)])
def test_a_task_without_length_may_stand_at_an_end_but_not_inside(start, free):
    long, point = Task("long", IntVar("l", 3, 3), Const(3)), Task("point", IntVar("p", 0, 9), Const(0))
    rule = NoOverlap((long, point))
    assert evaluate(rule, {"l": 3, "p": start}) is free
    problem = Problem("", (Constraint("c", rule), Constraint("d", equals(point.start, start))))
    for engine in ("z3", "cpsat"):
        with open_session(problem, engine) as session:
            assert (session.check().status is Satisfiability.SATISFIABLE) is free


# ---------------------------------------------------------------- depth and sharing

DEEP = 20_000


def deep_sum():
    node = X + 0
    for _ in range(DEEP):
        node = Sum(((1, node),), 1)
    return node <= DEEP + 3


def deep_not():
    node = A
    for _ in range(DEEP):
        node = Not(node)
    return node


def deep_if():
    node = X + 0
    for step in range(DEEP):
        node = If(A, node, Const(step))
    return node <= 3


def deep_max():
    node = X + 0
    for step in range(DEEP):
        node = Max(node, Const(step % 4))
    return node <= 3


def deep_parameters():
    node = Max(X, P)
    for _ in range(DEEP // 10):
        node = Abs(Sum(((1, node),), 0))
    return node <= 3


def deep_logic():
    node = A
    for step in range(DEEP):
        node = (And, Or, Iff, Implies)[step % 4](node, B)
    return node


def deep_product():
    node = X + 0
    for _ in range(DEEP):
        node = Product((Const(1), node))
    return node <= 3


@pytest.mark.parametrize("make", [deep_sum, deep_not, deep_if, deep_max, deep_parameters, deep_logic, deep_product])
@pytest.mark.parametrize("engine", ["z3", "cpsat"])
def test_depth_is_no_limit(make, engine):
    root = make()
    assignment = {"x": 2, "a": True, "b": True}
    truth = evaluate(root, assignment, {"p": 3})
    problem = Problem(
        "", (Constraint("c", root, group="c"), Constraint("not", Not(root), group="not")), declared=(X, A, B)
    )
    assert Problem.from_json(problem.to_json()).to_json() == problem.to_json()
    assert root.same_as(make_again(make))
    pins = [Constraint("x", equals(X, 2)), Constraint("a", A), Constraint("b", B)]
    with open_session(problem, engine) as session:
        session.extend([], pins)
        right, wrong = ("c", "not") if truth else ("not", "c")
        assert session.check([right]).status is Satisfiability.SATISFIABLE
        assert session.check([wrong]).status is Satisfiability.UNSATISFIABLE


def make_again(make):
    return make()


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
def test_a_deep_objective(engine):
    node = X + 0
    for step in range(5_000):
        node = Sum(((1, node), (1, Const(step % 2))))
    with open_session(Problem("", (Constraint("c", X >= 2),), (Objective("o", "minimise", node),)), engine) as session:
        result = session.optimise()
    assert result.status is SolveStatus.OPTIMAL
    assert result.objectives[0].value == 2502


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
@pytest.mark.parametrize("kind", ["sums", "counted sums", "maxima"])
def test_sharing_costs_no_more_than_its_nodes(engine, kind):
    """Thirty levels that use the level below twice: a tree of 2^30 leaves in few nodes."""
    started = time.monotonic()
    node = X + 0
    for _ in range(30):
        if kind == "maxima":
            node = Max(node, node)
        elif kind == "sums":
            node = Sum(((1, node), (1, node)))
        else:
            node = Product((Const(1), Sum(((2, node), (-1, node)))))
    factor = 2**30 if kind == "sums" else 1
    problem = Problem("", (Constraint("c", node >= 3 * factor),), (Objective("o", "minimise", node),))
    assert evaluate(node, {"x": 3}) == 3 * factor
    with open_session(problem, engine) as session:
        assert session.optimise().objectives[0].value == 3 * factor
    assert time.monotonic() - started < 5


@given(seeds())
@settings(max_examples=200)
def test_linear_forms_have_the_value_of_their_expressions(seed):
    """Also where sums are shared, which takes another way."""
    dice = Seeded(seed)
    small = small_problem(dice, depth=4)
    value = Evaluator(assigned(dice, small.scope), small.problem.values())
    sums = [node for node in small.problem.nodes if isinstance(node, (Sum, Product, Count))]
    if not sums:
        return
    roots = [(dice.pick((1, -2, Fraction(1, 3))), dice.pick(sums)) for _ in range(3)]
    roots += [roots[0]]
    form = linear(roots, small.problem.values())
    assert form.constant + sum([c * value(term) for c, term in form.terms]) == sum([c * value(e) for c, e in roots])
    assert len({id(term) for _, term in form.terms}) == len(form.terms)
    assert not any([isinstance(term, (Sum, Count, Const, Parameter)) for _, term in form.terms])


def test_helpers():
    assert lift(True).value is True
    assert lift(Fraction(4, 2)).value == 2
    assert evaluate(differs(X, 3), {"x": 3}) is False
    assert evaluate(X - 1, {"x": 3}) == 2
    assert evaluate(1 - X, {"x": 3}) == -2
    assert evaluate(-X, {"x": 3}) == -3
    assert evaluate(2 * X + 1, {"x": 3}) == 7
    assert evaluate(Fraction(1, 3) * X, {"x": 3}) == 1
    assert type(evaluate(Fraction(1, 3) * X, {"x": 3})) is int
    assert (~~A) is A
