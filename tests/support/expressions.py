"""Sized strategies for expressions of every kind of node, over a small fixed vocabulary of variables and parameters.

Sizes are chosen so that all assignments of the whole variables can be counted through: a few truth values, narrow integers and
one choice. Everything is drawn from Hypothesis, so failures shrink.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from encoders.evaluate import Evaluator
from encoders.expressions import (
    Abs,
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Circuit,
    Clauses,
    Compare,
    Const,
    Count,
    Cumulative,
    Element,
    Expression,
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
    Reservoir,
    Sum,
    Table,
    Task,
    equals,
)
from encoders.numbers import exact

OPERATORS = ("<=", "<", ">=", ">", "==", "!=")
NARROW = 12
"""Widest range of a factor that is case-split, and of an index: wider ones are right too, but slow."""


@dataclass
class Scope:
    """The leaves that expressions are made of."""

    bools: list[BoolVar] = field(default_factory=list)
    ints: list[IntVar] = field(default_factory=list)
    reals: list[RealVar] = field(default_factory=list)
    choices: list[ChoiceVar] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)

    @property
    def variables(self):
        """Everything that is decided."""
        return [*self.bools, *self.ints, *self.reals, *self.choices]

    def assignments(self):
        """Every assignment of a scope without real variables."""
        assert not self.reals
        domains = [values_of(variable) for variable in self.variables]
        names = [variable.name for variable in self.variables]
        for values in product(*domains):
            yield dict(zip(names, values, strict=True))


def values_of(variable):
    """All values of a variable that has finitely many."""
    if isinstance(variable, BoolVar):
        return (False, True)
    if isinstance(variable, ChoiceVar):
        return variable.options
    return tuple(range(variable.lo, variable.hi + 1))


def fixing(variable, value):
    """The constraint that a variable has a value."""
    if isinstance(variable, BoolVar):
        return variable if value else Not(variable)
    if isinstance(variable, ChoiceVar):
        return Is(variable, value)
    return equals(variable, value)


SMALL_FRACTIONS = tuple([Fraction(n, d) for n, d in ((1, 2), (-1, 3), (5, 2), (2, 3), (-7, 4), (1, 6))])
WHOLE = (-3, -2, -1, 0, 1, 2, 3, 5)
NUMBERS = WHOLE + SMALL_FRACTIONS


class Drawn:
    """Chances that Hypothesis takes one by one: what fails shrinks, but small things come up most."""

    def __init__(self, draw):
        self._draw = draw

    def upto(self, least, most):
        """A small number."""
        return self._draw(st.integers(least, most))

    def pick(self, options):
        """One of several."""
        return options[self.upto(0, len(options) - 1)]


class Seeded:
    """Chances that come evenly from a seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def upto(self, least, most):
        """A small number."""
        return self.rng.randint(least, most)

    def pick(self, options):
        """One of several."""
        return options[self.rng.randrange(len(options))]


def seeds():
    """Seeds of even chances."""
    return st.integers(0, 2**48)


class Grower:
    """Draws expressions over a scope. `depth` bounds the nesting; nodes made before are used again now and then."""

    def __init__(self, dice, scope):
        self.upto, self.pick, self.scope = dice.upto, dice.pick, scope
        self.made: dict[str, list[Expression]] = {"bool": [], "number": []}
        self.tasks: list[Task] = []

    def number_value(self):
        """A constant."""
        return self.pick(NUMBERS)

    def node(self, kind, depth):
        """A node of this kind."""
        found = getattr(self, f"make_{kind}")(depth)
        self.made["bool" if found.sort == "bool" else "number"].append(found)
        return found

    def boolean(self, depth):
        """Any truth value."""
        if self.made["bool"] and self.upto(0, 5) == 5:
            return self.pick(self.made["bool"])
        leaves = BOOLEAN_LEAVES if self.scope.choices else ("BoolVar", "BoolConst")
        return self.node(self.pick(leaves if self.at_leaf(depth) else BOOLEAN_KINDS), depth)

    def number(self, depth):
        """Any number (or a truth value that counts as one)."""
        if self.made["number"] and self.upto(0, 5) == 5:
            return self.pick(self.made["number"])
        leaves = ("IntVar", "IntVar", "Const", "AsNumber")
        leaves += ("RealVar", "RealVar") if self.scope.reals else ()
        leaves += ("Parameter",) if self.scope.parameters else ()
        return self.node(self.pick(leaves if self.at_leaf(depth) else NUMBER_KINDS), depth)

    def at_leaf(self, depth):
        """Whether to stop here: always at the bottom, now and then before."""
        return depth <= 0 or self.upto(0, 4) == 4

    def narrow(self, depth):
        """A whole number with few values."""
        found = self.number(depth)
        low, high = found.bounds
        if found.sort == "real" or low is None or high is None or high - low > NARROW:
            return self.pick(self.scope.ints)
        return found

    def several(self, make, depth, least=0, most=3):
        """A few operands."""
        return [make(depth - 1) for _ in range(self.pick([n for n in (2, 3, 1, 4, 0) if least <= n <= most]))]

    # ---------------------------------------------------------------- leaves

    def make_BoolVar(self, depth):
        return self.pick(self.scope.bools)

    def make_BoolConst(self, depth):
        return Const(self.pick((False, True)))

    def make_Is(self, depth):
        choice = self.pick(self.scope.choices)
        return Is(choice, self.pick(choice.options))

    def make_IntVar(self, depth):
        return self.pick(self.scope.ints)

    def make_RealVar(self, depth):
        return self.pick(self.scope.reals)

    def make_Const(self, depth):
        return Const(self.number_value())

    def make_Parameter(self, depth):
        return self.pick(self.scope.parameters)

    def make_AsNumber(self, depth):
        return self.boolean(min(depth - 1, 1))

    # ---------------------------------------------------------------- logic

    def make_Not(self, depth):
        return Not(self.boolean(depth - 1))

    def make_And(self, depth):
        return And(*self.several(self.boolean, depth))

    def make_Or(self, depth):
        return Or(*self.several(self.boolean, depth))

    def make_Implies(self, depth):
        return Implies(self.boolean(depth - 1), self.boolean(depth - 1))

    def make_Iff(self, depth):
        return Iff(self.boolean(depth - 1), self.boolean(depth - 1))

    def make_BoolIf(self, depth):
        return If(self.boolean(depth - 1), self.boolean(depth - 1), self.boolean(depth - 1))

    def make_Compare(self, depth):
        return Compare(self.number(depth - 1), self.pick(OPERATORS), self.number(depth - 1))

    def make_PseudoBoolean(self, depth):
        literals = self.several(self.boolean, depth, 0, 4) + self.several(self.boolean, 1, 0, 2)
        terms = tuple([(self.pick(WHOLE), literal) for literal in literals])
        return PseudoBoolean(terms, self.pick(("<=", ">=", "==")), self.upto(-4, 6))

    def make_Clauses(self, depth):
        variables = self.scope.bools
        literals = [sign * (place + 1) for place in range(len(variables)) for sign in (1, -1)]
        rows = [[self.pick(literals) for _ in range(self.upto(0, 3))] for _ in range(self.upto(0, 4))]
        return Clauses(variables, rows)

    # ---------------------------------------------------------------- numbers

    def make_Sum(self, depth):
        terms = [(self.number_value(), term) for term in self.several(self.number, depth)]
        return Sum(tuple(terms), self.number_value() if self.upto(0, 1) else 0)

    def make_NumberIf(self, depth):
        return If(self.boolean(depth - 1), self.number(depth - 1), self.number(depth - 1))

    def make_Product(self, depth):
        factors = [self.number(depth - 1)] if self.upto(0, 2) else []
        for _ in range(self.upto(0, 2)):
            kind = self.upto(0, 3)
            if kind == 0:
                factors.append(self.boolean(depth - 1))
            elif kind == 1:
                factors.append(self.narrow(depth - 1))
            elif kind == 2 and self.scope.parameters:
                factors.append(self.pick(self.scope.parameters))
            else:
                factors.append(Const(self.number_value()))
        return Product(tuple(factors))

    def make_Min(self, depth):
        return Min(*self.several(self.number, depth, 1, 3))

    def make_Max(self, depth):
        return Max(*self.several(self.number, depth, 1, 3))

    def make_Abs(self, depth):
        return Abs(self.number(depth - 1))

    def make_Count(self, depth):
        return Count(*self.several(self.boolean, depth, 0, 4))

    def make_Element(self, depth):
        index = self.narrow(depth - 1)
        low, high = index.bounds
        before, after = self.upto(0, 1), self.upto(0, 1)
        table = tuple([self.number_value() for _ in range(int(high - low) + 1 + before + after)])
        return Element(table, Sum(((1, index),), before - int(low)))

    # ---------------------------------------------------------------- global constraints

    def make_AllDifferent(self, depth):
        return AllDifferent(*self.several(self.number, depth, 0, 4))

    def make_Table(self, depth):
        operands = self.several(self.number, depth, 0, 3)
        rows = [tuple([self.number_value() for _ in operands]) for _ in range(self.upto(0, 4))]
        return Table(tuple(operands), tuple(rows))

    def make_NoOverlap(self, depth):
        return NoOverlap(tuple([self.task(depth) for _ in range(self.upto(0, 3))]))

    def make_Cumulative(self, depth):
        tasks = [self.task(depth) for _ in range(self.upto(0, 3))]
        demands = [Abs(self.number(depth - 1)) if self.upto(0, 3) == 0 else self.upto(0, 3) for _ in tasks]
        capacity = self.number(depth - 1) if self.upto(0, 1) else self.upto(-1, 4)
        if self.scope.parameters and self.upto(0, 2) == 0:
            capacity = self.pick(self.scope.parameters)
        return Cumulative(tasks, demands, capacity)

    def make_Circuit(self, depth):
        nodes = self.upto(0, 4)
        pairs = [(a, b) for a in range(nodes) for b in range(nodes)]
        arcs = [(*pair, self.boolean(min(depth - 1, 1))) for pair in pairs if self.upto(0, 2)]
        arcs += [(*self.pick(pairs), self.boolean(0)) for _ in range(self.upto(0, 1)) if pairs]
        return Circuit(nodes, arcs)

    def make_Reservoir(self, depth):
        events = []
        for _ in range(self.upto(0, 3)):
            change = self.number(depth - 1) if self.upto(0, 3) == 0 else self.number_value()
            presence = self.boolean(0) if self.upto(0, 1) else True
            events.append((self.number(min(depth - 1, 1)), change, presence))
        limits = [self.number(0) if self.upto(0, 3) == 0 else sign * self.upto(0, 4) for sign in (-1, 1)]
        return Reservoir(events, *limits)

    def task(self, depth):
        """A task on one of the scope's integers; its duration may be a variable, its presence any truth value."""
        if self.tasks and self.upto(0, 3) == 0:
            return self.pick(self.tasks)
        free = [x for x in self.scope.ints if x not in [t.start for t in self.tasks]]
        start = self.pick(free or self.scope.ints)
        duration = self.narrow(depth - 1) if self.upto(0, 2) == 0 else Const(self.upto(0, 3))
        if duration.bounds[0] < 0:
            duration = Abs(duration)
        presence = Const(True)
        if self.upto(0, 1) and start in free:
            presence = self.boolean(min(depth - 1, 1))
        self.tasks.append(Task(f"task{len(self.tasks)}", start, duration, presence))
        return self.tasks[-1]


BOOLEAN_LEAVES = ("BoolVar", "BoolVar", "BoolConst", "Is")
BOOLEAN_KINDS = (
    "Not",
    "And",
    "Or",
    "Implies",
    "Iff",
    "BoolIf",
    "Compare",
    "Compare",
    "PseudoBoolean",
    "Clauses",
    "AllDifferent",
    "Table",
    "NoOverlap",
    "Cumulative",
    "Circuit",
    "Reservoir",
)
NUMBER_KINDS = ("Sum", "Sum", "NumberIf", "Product", "Min", "Max", "Abs", "Count", "Element")
LEAF_KINDS = ("BoolVar", "BoolConst", "Is", "IntVar", "RealVar", "Const", "Parameter")
KINDS = tuple(dict.fromkeys(LEAF_KINDS + BOOLEAN_KINDS + NUMBER_KINDS))
"""Every kind of node, by the name of its maker."""


def small_scope(dice, *, reals=0, bools=2, ints=2, width=3, parameters=True):
    """A scope with at most these many leaves; the integers differ in their bounds."""
    scope = Scope(bools=[BoolVar("a"), BoolVar("b"), BoolVar("c"), BoolVar("d")][:bools])
    for name in ("x", "y", "z")[:ints]:
        low = dice.upto(-3, 2)
        scope.ints.append(IntVar(name, low, low + dice.upto(0, width)))
    for name in ("r", "s")[:reals]:
        ends = sorted([dice.pick(NUMBERS) for _ in range(2)])
        scope.reals.append(RealVar(name, *[end if dice.upto(0, 1) else None for end in ends]))
    scope.choices.append(ChoiceVar("k", ("red", "green", "blue")[: dice.upto(1, 3)]))
    if parameters:
        scope.parameters += [Parameter("p", dice.upto(-4, 6)), Parameter("q", Fraction(3, 2))]
    return scope


def assigned(dice, scope):
    """A random assignment within the bounds."""
    found = {v.name: dice.pick(values_of(v)) for v in (*scope.bools, *scope.ints, *scope.choices)}
    for variable in scope.reals:
        value = dice.pick(NUMBERS)
        if variable.lo is not None:
            value = max(value, variable.lo)
        if variable.hi is not None:
            value = min(value, variable.hi)
        found[variable.name] = value
    return found


def parameter_values(dice, scope):
    """Other values for the parameters, whole or not whatever they were."""
    return {p.name: dice.pick(NUMBERS) for p in scope.parameters}


@dataclass
class Case:
    """An expression, what its variables and parameters are, and its leaves."""

    root: Expression
    assignment: dict
    values: dict
    scope: Scope


@st.composite
def cases(draw, kind, *, reals, depth=4):
    """An expression whose root is of one kind, with a random assignment and random parameter values."""
    dice = Drawn(draw) if draw(st.booleans()) else Seeded(draw(seeds()))
    scope = small_scope(dice, reals=2 if reals else 0, bools=3, ints=3)
    root = Grower(dice, scope).node(kind, depth)
    assignment, values = assigned(dice, scope), parameter_values(dice, scope)
    if dice.upto(0, 4):
        root = at_the_edge(dice, root, Evaluator(assignment, values))
    return Case(root, assignment, values, scope)


def at_the_edge(dice, root, value):
    """The same with a limit where the assignment just keeps or just breaks it, or a row that the assignment is."""
    if isinstance(root, PseudoBoolean):
        amount = sum([weight for weight, literal in root.terms if value(literal)])
        return PseudoBoolean(root.terms, root.operator, amount + dice.upto(-1, 1))
    if isinstance(root, Compare):
        return Compare(root.left, root.operator, Const(exact(Fraction(value(root.left)) + dice.upto(-1, 1))))
    if isinstance(
        root, Circuit
    ):  # a tour needs luck: the arcs of one are made to hold, others not, but for one of them
        tour = tour_of(dice, root.nodes)
        arcs = [(a, b, truth_of(literal, value, (a, b) in tour)) for a, b, literal in root.arcs]
        arcs += [(a, b, Const(True)) for a, b in tour if (a, b) not in [arc[:2] for arc in arcs]]
        if arcs and dice.upto(0, 2) == 0:
            a, b, literal = arcs.pop(dice.upto(0, len(arcs) - 1))
            arcs.append((a, b, Not(literal)))
        return Circuit(root.nodes, arcs)
    if isinstance(root, Table):
        row = [exact(Fraction(value(operand))) for operand in root.operands]
        if row and dice.upto(0, 1):
            row[0] = exact(row[0] + dice.pick((1, Fraction(1, 2))))
        return Table(root.operands, (*root.rows, tuple(row)))
    return root


def tour_of(dice, nodes):
    """The arcs of a closed tour, or of two, through some of the nodes; the others are left out."""
    order = list(range(nodes))
    for place in range(nodes):
        other = dice.upto(place, nodes - 1)
        order[place], order[other] = order[other], order[place]
    order = order[: dice.upto(0, nodes)]
    cut = dice.pick((0, 0, 0, len(order) // 2))
    found = {(a, a) for a in range(nodes) if a not in order}
    for part in (order[:cut], order[cut:]):
        found |= set(zip(part, part[1:] + part[:1], strict=True))
    return found


def truth_of(literal, value, wanted):
    """The literal or its opposite, whichever is as wanted."""
    return literal if bool(value(literal)) == wanted else Not(literal)
