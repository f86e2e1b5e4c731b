"""Claims as SMT-LIB: two solvers that read the text agree with what the evaluator computes, for every kind of node."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from support.expressions import KINDS, cases, fixing
from support.problems import Brute, small_problems
from support.smtlib import by_cvc5, by_z3

from encoders.errors import ModelError, UnknownNameError
from encoders.evaluate import Evaluator, evaluate
from encoders.expressions import (
    And,
    BoolVar,
    ChoiceVar,
    Compare,
    Const,
    IntVar,
    Is,
    Max,
    NoOverlap,
    Not,
    Or,
    Parameter,
    PseudoBoolean,
    RealVar,
    Sum,
    differs,
    equals,
    task,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.smtlib import impossible, no_better, possible

AWKWARD = (
    "x", "and", "true", "+", "ite", "abs", "to_real", "let", "a b", "a|b", "a\\b", "a%7Cb", "é", "Zürich (“Platz”)", "", "@y",
    ".z", "line\nbreak", "x (2)", "distinct", "_", "!", "exp", "int.pow2", "real.pi", "2x", "assert", "check-sat", "\x00", "日本",
)  # fmt: skip


def fixed(case):
    """Constraints that leave the case's assignment alone."""
    return [Constraint(f"fix/{v.name}", fixing(v, case.assignment[v.name])) for v in case.scope.variables]


def meets_task_rules(problem, case):
    """Whether absent tasks start at their earliest under the assignment; otherwise nothing is possible."""
    value = Evaluator(case.assignment, case.values)
    return all([value(rule) for rule in problem.task_rules])


def statement(case):
    """What holds exactly under the assignment, and its opposite."""
    value = evaluate(case.root, case.assignment, case.values)
    if case.root.sort == "bool":
        return (case.root, Not(case.root)) if value else (Not(case.root), case.root)
    return equals(case.root, value), differs(case.root, value)


def agree(script):
    """Both solvers answer what the script claims."""
    assert f"(set-info :status {script.status})" in script.text
    assert by_z3(script.text) == script.status, script.text
    assert by_cvc5(script.text) == script.status, script.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_means_what_the_evaluator_computes(kind):
    @settings(max_examples=15)
    @given(cases(kind, reals=True))
    def holds(case):
        right, wrong = statement(case)
        values = {p.name: case.values[p.name] for p in Problem("", (Constraint("", right),)).parameters}
        rules = (*fixed(case), Constraint("right", right, group="right"), Constraint("wrong", wrong, group="wrong"))
        problem = Problem("meaning", rules)
        agree(impossible(problem, ["wrong"], values=values))
        if meets_task_rules(problem, case):
            agree(possible(problem, ["right"], values=values))
            agree(possible(problem, ["right"], values=values, assignment=case.assignment))

    holds()


@settings(max_examples=60)
@given(small_problems(groups=4, objectives=2))
def test_every_claim_about_a_random_problem_is_what_counting_finds(small):
    problem, brute = small.problem, Brute(small)
    groups = list(problem.groups)
    for left_out in (None, *groups):
        on = [group for group in groups if group != left_out]
        claim = possible if brute.possible(on) else impossible
        agree(claim(problem, on))
    best = brute.best()
    if best is None or not problem.objectives:
        return
    named = [(goal.name, value) for goal, value in zip(problem.objectives, best, strict=True)]
    for count in range(1, len(named) + 1):
        agree(no_better(problem, named[:count]))
    agree(possible(problem, reached=dict(named)))
    wanted, values = brute.wanted(None), problem.values()
    for assignment, mask in zip(brute.assignments, brute.under(values), strict=True):
        if mask >= 0 and mask & wanted == wanted:
            agree(possible(problem, assignment=assignment))
            break


def test_a_wrong_claim_is_refused_by_the_solvers():
    x = IntVar("x", 0, 9)
    problem = Problem("p", (Constraint("c", Compare(x, ">=", Const(4)), group="c"),), (Objective("x", "minimise", x),))
    for wrong, answer in (
        (no_better(problem, [("x", 5)]), "sat"),
        (possible(problem, assignment={"x": 3}), "unsat"),
        (impossible(problem), "sat"),
    ):
        assert by_z3(wrong.text) == answer
        assert "Expected result" in by_cvc5(wrong.text)  # cvc5 looks at the script's own claim
        assert by_cvc5(wrong.text.replace(f":status {wrong.status}", f":status {answer}")) == answer


def test_names_of_any_kind_are_kept_apart():
    """Variables, groups, parameters and options of the same awkward names, none of which may be another one or a theory's."""
    rules = []
    for number, name in enumerate(AWKWARD):
        x = BoolVar(name)
        limit = Parameter(f"{name}'", number)
        rules.append(Constraint(f"c{number}", And(x, Compare(limit, ">=", Const(number))), group=name or "nameless"))
        choice = ChoiceVar(f"choice {name}", (name, "other"))
        rules.append(Constraint(f"d{number}", Is(choice, name), group=f"{name} again"))
    problem = Problem("names", tuple(rules))
    agree(possible(problem))
    agree(impossible(problem.without(["x"]).__class__("n", (*rules, Constraint("last", Not(rules[0].expression))))))
    text = possible(problem).text
    named = re.findall(r":named (\|[^|\\]*\|)\)\)", text)
    assert len(named) == len(set(named)) == len(problem.groups)
    assert "|a b|" in named
    assert text.isascii() or all([line.startswith(";") for line in text.splitlines() if not line.isascii()])


def test_a_group_of_several_constraints_is_one_named_assertion_with_its_sentences():
    x = IntVar("x", 0, 9)
    rules = [
        Constraint("a", Compare(x, "<=", Const(3)), "x is small.\n(really)", group="small"),
        Constraint("b", Compare(x, ">=", Const(3)), "x is not too small.", group="small"),
        Constraint("c", Compare(x, "!=", Const(3)), "x is not 3; (check-sat)", origin="data"),
    ]
    script = impossible(Problem("p", tuple(rules)), says="Nothing is small.")
    agree(script)
    assert script.text == (
        "; Nothing is small.\n"
        "(set-info :smt-lib-version 2.6)\n"
        "(set-logic QF_LIA)\n"
        "(set-info :status unsat)\n"
        "(declare-const |x| Int)\n"
        "(assert (>= |x| 0))\n"
        "(assert (<= |x| 9))\n"
        "; x is not 3; (check-sat)\n"
        "(assert (not (= |x| 3)))\n"
        "; x is small. (really)\n"
        "; x is not too small.\n"
        "(assert (! (and (<= |x| 3) (>= |x| 3)) :named |small|))\n"
        "(check-sat)\n"
        "(exit)\n"
    )


@pytest.mark.parametrize(
    ("rule", "logic"),
    [
        (Or(BoolVar("a"), BoolVar("b")), "QF_UF"),
        (Is(ChoiceVar("k", ("red", "green")), "red"), "QF_UF"),
        (Is(ChoiceVar("k", tuple("abcdefghij")), "a"), "QF_LIA"),
        (PseudoBoolean(((2, BoolVar("a")), (1, BoolVar("b"))), ">=", 2), "QF_LIA"),
        (Compare(IntVar("x", 0, 5), "<=", Parameter("p", 3)), "QF_LIA"),
        (Compare(IntVar("x", 0, 5), "<=", Parameter("p", Fraction(7, 2))), "QF_LIRA"),
        (Compare(RealVar("r", 0, 1), "<", Const(Fraction(1, 3))), "QF_LRA"),
        (Compare(Sum(((1, RealVar("r", 0, 1)), (1, BoolVar("a")))), "<", Const(2)), "QF_LRA"),
        (Compare(Sum(((1, RealVar("r", 0, 1)), (1, IntVar("x", 0, 5)))), "<", Const(2)), "QF_LIRA"),
    ],
)
def test_the_logic_is_chosen_by_what_is_there(rule, logic):
    script = possible(Problem("p", (Constraint("c", rule),)))
    agree(script)
    assert f"(set-logic {logic})" in script.text


def test_other_values_of_parameters_and_other_groups_are_other_claims():
    x, budget = IntVar("x", 5, 9), Parameter("budget", 4)
    rules = (
        Constraint("budget", Compare(x, "<=", budget), group="budget"),
        Constraint("odd", Not(Compare(x, "==", Const(5))), group="odd"),
    )
    problem = Problem("p", rules)
    agree(impossible(problem, ["budget"]))
    agree(possible(problem, ["odd"]))
    agree(possible(problem, ["budget"], values={"budget": Fraction(11, 2)}))
    agree(impossible(problem, values={"budget": Fraction(11, 2)}))
    assert (
        "(define-fun |budget (2)| () Real (/ 11.0 2.0))" in impossible(problem, values={"budget": Fraction(11, 2)}).text
    )


def test_shared_and_deep_expressions_do_not_grow_the_text():
    x = IntVar("x", 0, 1)
    shared = Max(x, Const(0))
    for _ in range(60):
        shared = Max(shared + 1, shared + shared)
    deep = BoolVar("a")
    for number in range(3000):
        deep = Not(deep) if number % 3 else Or(deep, BoolVar(f"b{number}"))
    script = possible(Problem("p", (Constraint("c", Compare(shared, ">=", Const(0))), Constraint("d", deep))))
    assert len(script.text) < 400_000
    agree(script)


def test_what_is_not_there_is_refused():
    x = IntVar("x", 0, 9)
    problem = Problem("p", (Constraint("c", Compare(x, "<=", Const(3)), group="c"),), (Objective("x", "minimise", x),))
    with pytest.raises(UnknownNameError, match="'d'"):
        impossible(problem, ["d"])
    with pytest.raises(UnknownNameError, match="'cost'"):
        no_better(problem, [("cost", 1)])
    with pytest.raises(UnknownNameError, match="'cost'"):
        possible(problem, reached={"cost": 1})
    with pytest.raises(UnknownNameError, match="'x'"):
        possible(problem, assignment={})
    with pytest.raises(ModelError):
        no_better(problem, [])


def test_a_rule_of_an_absent_task_holds_in_every_claim():
    first, then = task("t", 2, earliest=0, latest=5, optional=True), task("u", 2, earliest=0, latest=5)
    rules = (
        Constraint("machine", NoOverlap((first, then)), group="machine"),
        Constraint("late", And(Not(first.presence), equals(first.start, 3)), group="late"),
    )
    agree(impossible(Problem("p", rules), ["late"]))
    assert Evaluator({"t.start": 3, "t.present": False})(first.rule) is False
