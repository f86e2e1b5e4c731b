"""The expression language: both readings of a text agree, texts round-trip, limits hold, and errors say where and what."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encoders.errors import InputError, UnsupportedError
from encoders.evaluate import evaluate
from encoders.expressions import BoolVar, ChoiceVar, IntVar, RealVar
from encoders.numbers import exact
from encoders.spec import directions, lower, names_in, parse, same, value, write, write_name
from encoders.spec.names import as_written
from encoders.spec.syntax import (
    Add,
    Both,
    Call,
    Chain,
    Condition,
    Denial,
    Either,
    Member,
    Name,
    Negative,
    Num,
    Scale,
    Truth,
)

ODD = 'The [Old] "Inn", 2\\3'
"""An index with everything that needs quotes."""
NUMBERS = ["total", "leg[1].minutes", "leg[2].minutes", "nights[New York]", f"hotel[{ODD}].price", "andy.in_stock"]
TRUTHS = ["fits", "used[a]"]
VARIABLES = {
    "total": IntVar("v0", -50, 50), "leg[1].minutes": IntVar("v1", 0, 9), "leg[2].minutes": IntVar("v2", 0, 9),
    "nights[New York]": IntVar("v3", 0, 4), f"hotel[{ODD}].price": RealVar("v4"), "andy.in_stock": RealVar("v5"),
    "fits": BoolVar("v6"), "used[a]": BoolVar("v7"),
}  # fmt: skip
PARTS = {
    "total": (("total", None),), "leg[1].minutes": (("leg", "1"), ("minutes", None)),
    "leg[2].minutes": (("leg", "2"), ("minutes", None)), "nights[New York]": (("nights", "New York"),),
    f"hotel[{ODD}].price": (("hotel", ODD), ("price", None)), "andy.in_stock": (("andy", None), ("in_stock", None)),
    "fits": (("fits", None),), "used[a]": (("used", "a"),),
}  # fmt: skip

WHOLE = st.integers(0, 30)
DECIMALS = st.integers(0, 300).map(lambda n: exact(Fraction(n, 10)))
CONSTANTS = st.one_of(WHOLE, DECIMALS)
SIGNED = st.one_of(st.integers(-9, 9), st.fractions(-5, 5, max_denominator=6).map(exact))
OPERATORS = st.sampled_from(("<", "<=", "==", "!=", ">=", ">"))


def named(names):
    return st.sampled_from(names).map(lambda name: Name(1, 1, PARTS[name]))


def constants():
    """Arithmetic over numbers alone, never 0 below."""
    plain = CONSTANTS.map(lambda n: Num(1, 1, n))
    over = st.tuples(plain, st.integers(1, 9)).map(lambda p: Scale(1, 1, p[0], "/", Num(1, 1, p[1])))
    return st.one_of(plain, over, plain.map(lambda n: Negative(1, 1, n)))


@st.composite
def numbers(draw, depth=3):
    """A node that is a number."""
    kind = draw(st.integers(0, 7 if depth else 1))
    if kind == 0:
        return draw(constants())
    if kind == 1:
        return draw(named(NUMBERS))
    if kind == 2:
        return Negative(1, 1, draw(numbers(depth - 1)))
    if kind == 3:
        operands = draw(st.lists(numbers(depth - 1), min_size=2, max_size=3))
        return Add(1, 1, (1, *[draw(st.sampled_from((1, -1))) for _ in operands[1:]]), tuple(operands))
    if kind == 4:
        factor, operand = draw(constants()), draw(numbers(depth - 1))
        return Scale(1, 1, *((factor, "*", operand) if draw(st.booleans()) else (operand, "*", factor)))
    if kind == 5:
        return Scale(1, 1, draw(numbers(depth - 1)), "/", Num(1, 1, draw(st.integers(1, 9))))
    if kind == 6:
        family = Name(1, 1, (("leg", "*"), ("minutes", None)))
        operands = draw(st.lists(st.one_of(numbers(depth - 1), st.just(family)), min_size=1, max_size=3))
        return Call(1, 1, draw(st.sampled_from(("min", "max", "sum"))), tuple(operands))
    return Call(1, 1, "abs", (draw(st.one_of(numbers(depth - 1), truths(depth - 1))),))


@st.composite
def truths(draw, depth=3):
    """A node that holds or not."""
    kind = draw(st.integers(0, 7 if depth else 1))
    if kind == 0:
        return Truth(1, 1, draw(st.booleans()))
    if kind == 1:
        return draw(named(TRUTHS))
    if kind in (2, 3):
        operands = draw(st.lists(numbers(depth - 1), min_size=2, max_size=3))
        return Chain(1, 1, tuple(operands), tuple([draw(OPERATORS) for _ in operands[1:]]))
    if kind == 4:
        return Member(
            1, 1, draw(numbers(depth - 1)), tuple(draw(st.lists(SIGNED, min_size=1, max_size=3))), draw(st.booleans())
        )
    if kind == 5:
        return Denial(1, 1, draw(truths(depth - 1)))
    operands = tuple(draw(st.lists(truths(depth - 1), min_size=2, max_size=3)))
    if kind == 6:
        return Both(1, 1, operands) if draw(st.booleans()) else Either(1, 1, operands)
    return Condition(1, 1, operands[0], operands[1])


VALUES = st.fixed_dictionaries(
    {
        **{name: st.integers(VARIABLES[name].lo, VARIABLES[name].hi) for name in NUMBERS[:4]},
        **dict.fromkeys(NUMBERS[4:], SIGNED),
        **{name: st.booleans() for name in TRUTHS},
    }
)


@given(truths())
def test_what_is_written_parses_to_the_same(node):
    assert same(parse(write(node)), node)


@settings(max_examples=300)
@given(truths(), VALUES)
def test_both_readings_agree(node, values):
    """The interpreter shares only the parser with the way through expressions and the evaluator."""
    text = write(node)
    expression = lower(parse(text), VARIABLES)
    assignment = {VARIABLES[name].name: number for name, number in values.items()}
    assert evaluate(expression, assignment) is value(parse(text), values)


@given(numbers(), VALUES)
def test_both_readings_agree_on_numbers(node, values):
    expression = lower(parse(write(node)), VARIABLES, wish=False)
    assignment = {VARIABLES[name].name: number for name, number in values.items()}
    assert evaluate(expression, assignment) == value(node, values)


@given(truths(), VALUES, st.sampled_from(NUMBERS), st.integers(1, 9))
def test_a_wish_survives_what_its_directions_allow(node, values, name, step):
    family = "leg[*].minutes"
    known = directions(node)
    ways = {way for entry, way in known.items() if entry == name or (entry == family and name.startswith("leg"))}
    if value(node, values) is not True or not ways <= {"up", "down"} or len(ways) != 1:
        return
    moved = {**values, name: values[name] + (step if ways == {"up"} else -step)}
    assert value(node, moved) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 == 7 and not 1 > 2 or false", True),
        ("1 < 2 < 3", True),
        ("1 < 3 < 3", False),
        ("0.1 + 0.2 == 0.3", True),
        ("1/3 * 3 == 1", True),
        ("2 - 3 - 4 == -5", True),
        ("12 / 2 / 3 == 2", True),
        ("false implies false implies false", True),
        ("(false implies false) implies false", False),
        ("-total in {-3, 1/2}", True),
        ("total not in {3}", False),
        ("total ≤ 3 and total ≥ 3 and not total ≠ 3", True),
        ("max(leg[*].minutes) - min([leg[*].minutes]) == 2", True),
        ("sum(leg[*].minutes, 1) == 9", True),
        ("abs(total - 10) == 7", True),
        ("(total == 3) + (total == 4) == 1", True),
        ("total\n  <= 3", True),
        ('nights["New York"] == nights[ New York ]', True),
    ],
)
def test_examples(text, expected):
    assert value(parse(text), {"total": 3, "leg[1].minutes": 3, "leg[2].minutes": 5, "nights[New York]": 2}) is expected


def test_names_are_written_so_that_they_can_be_read():
    for index in ("F1", "New York", ODD, " spaced  out ", "2]", '"'):
        node = parse(f"{write_name(('flight', index))} >= 1")
        assert [name.text for name in names_in(node)] == [f"flight[{index}]"]


REFUSED = [
    ("totl <= 3", "no quantity is called 'totl'; did you mean total", "line 1, column 1"),
    ("total <= 3 and\n fitz", "did you mean fits", "line 2, column 2"),
    ("total = 3", "write == for equality", "line 1, column 7"),
    ("1,400 <= total", "without commas", "line 1, column 2"),
    ("total <=", "ends too early", "line 1, column 9"),
    ("(total <= 3", "ends too early", "line 1, column 12"),
    ("total total", "between two parts stands an operator", "line 1, column 7"),
    ("$5 < total", "without a currency", "line 1, column 1"),
    ("total in [1, 2]", "braces: {1, 2}", "line 1, column 10"),
    ("not total", "compare it", "line 1, column 5"),
    ("not total * 2", "compare it", "line 1, column 5"),
    ("total", "compare it", "line 1, column 1"),
    ("fits and 3", "compare it", "line 1, column 10"),
    ("total / 0 <= 1", "a division by 0", "line 1, column 9"),
    ("total in {1/0}", "a division by 0", "line 1, column 11"),
    ("leg[*].minutes <= 3", "min(...), max(...) or sum(...)", "line 1, column 1"),
    ("max(log[*].minutes) <= 3", "no quantity is called", "line 1, column 5"),
    ("abs(total, total) <= 3", "takes one number", "line 1, column 1"),
    ("abs(leg[*].minutes) <= 3", "takes one number", "line 1, column 1"),
    ("nights[] <= 3", "cannot stand here", "line 1, column 7"),
    ("total <= 1e5", "a number is written like", "line 1, column 10"),
    ("total <= 1_000", "a number is written like", "line 1, column 10"),
    ("total ^ 2 <= 1", "powers cannot be written", "line 1, column 7"),
    ("total & fits", "write and", "line 1, column 7"),
    ("__import__('os')", "cannot stand here", "line 1, column 11"),
    ("   ", "is empty", ""),
    ("total <= " + "9" * 40, "more than 30 digits", "line 1, column 10"),
    ("total <= 1" + " + 1" * 600, "more than the 2,000 that are read", ""),
    ("total <= 1" + " +1" * 450, "more than 400 parts", ""),
    ("(" * 60 + "total" + ")" * 60 + " <= 1", "nested more than 40 deep", "line 1, column 41"),
    ("not " * 60 + "fits", "nested more than 40 deep", ""),
    ("-" * 60 + "total <= 1", "nested more than 40 deep", ""),
]


@pytest.mark.parametrize(("text", "says", "where"), REFUSED)
def test_what_is_refused_is_told_with_its_place(text, says, where):
    for read in (lambda node: lower(node, VARIABLES, where="extra/2"), lambda node: require_true(node)):
        with pytest.raises(InputError) as caught:
            read(parse(text, where="extra/2"))
        assert says in caught.value.message
        assert caught.value.where.startswith("extra/2")
        assert caught.value.where.endswith(where)


def require_true(node):
    """The interpreter's reading where something that holds is needed."""
    known = dict.fromkeys(NUMBERS, 1) | dict.fromkeys(TRUTHS, True)
    if not isinstance(value(node, known, where="extra/2"), bool):  # a domain compares with True
        raise InputError("compare it", where="extra/2, line 1, column 1")


@pytest.mark.parametrize("text", ["total * total <= 3", "(total + 1) * (1 + fits) <= 3", "3 / total <= 1"])
def test_what_is_not_linear_is_unsupported(text):
    with pytest.raises(UnsupportedError) as caught:
        parse(text, where="extra/0")
    assert caught.value.where.startswith("extra/0, line 1")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        node = parse(text)
    except (InputError, UnsupportedError):
        return
    assert same(parse(write(node)), node)


@given(
    st.lists(
        st.sampled_from(
            ["total", "fits", "and", "not", "(", ")", "<=", "3", "1/2", "-", "*", "in", "{", "}", "max(", ","]
        ),
        max_size=12,
    )
)
def test_any_words_are_read_or_refused(words):
    try:
        node = parse(" ".join(words))
    except (InputError, UnsupportedError):
        return
    assert same(parse(write(node)), node)


@pytest.mark.parametrize("text", ["bed == 1", "bed", "1 + bed > 2", "not bed"])
def test_a_choice_is_refused_on_both_sides_with_its_name(text):
    known = {"bed": ChoiceVar("bed", ("beans", "peas"))}
    with pytest.raises(InputError, match="'bed' is one of several things"):
        lower(parse(text), known)
    with pytest.raises(InputError, match="'bed' is one of several things"):
        value(parse(text), {"bed": "beans"})


def test_names_with_brackets_are_offered_as_they_have_to_be_written():
    there = {"picked[Sofa [blue]]": BoolVar("s"), "picked[lamp]": BoolVar("l"), "leg[1].day": IntVar("d", 0, 3)}
    assert [as_written(name) for name in there] == ['picked["Sofa [blue]"]', "picked[lamp]", "leg[1].day"]
    with pytest.raises(InputError) as caught:
        lower(parse("picked[Sofa blue]"), there)
    offered = caught.value.message.partition("did you mean ")[2].partition("?")[0].split(" or ")[0]
    assert lower(parse(offered), there) is there["picked[Sofa [blue]]"]
