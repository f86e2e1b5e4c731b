"""The closed, frozen expression tree that problems are written in.

Every node is total: no assignment of its variables within their bounds makes it undefined, so the exact evaluator and the
engines cannot differ. Nodes compare by identity (`same_as` compares structure), which makes shared subexpressions a DAG.
A Boolean stands for 0 or 1 wherever a number is expected.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, NoReturn

from encoders.errors import ModelError, UnsupportedError
from encoders.numbers import Number, exact, magnitude, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Sort = Literal["bool", "int", "real"]
Operator = Literal["<=", "<", ">=", ">", "==", "!="]
Bounds = tuple[Number | None, Number | None]
"""Least and greatest value; None where there is none, or where a Parameter decides."""

FREE: Bounds = (None, None)
LINEARISABLE_VALUES = 1024
"""A factor of a Product with at most this many integer values can be case-split; a wider one counts as unbounded."""


class Expression:
    """Base of all nodes."""

    __slots__ = ()
    sort: ClassVar[Sort] = "bool"

    @property
    def children(self) -> tuple[Expression, ...]:
        """The direct operands, in order."""
        return ()

    @property
    def bounds(self) -> Bounds:
        """Interval that contains every value; Booleans lie in 0..1."""
        return (0, 1)

    def same_as(self, other: Expression) -> bool:
        """Whether both have the same structure, names and numbers."""
        return _signature(self) == _signature(other)

    def __bool__(self) -> NoReturn:
        raise ModelError(
            f"a {type(self).__name__} has no truth value before it is solved; combine expressions with &, | and ~, "
            "and compare for equality with equals(a, b)"
        )

    def __and__(self, other: Operand) -> And:
        return And(self, lift(other))

    def __or__(self, other: Operand) -> Or:
        return Or(self, lift(other))

    def __invert__(self) -> Expression:
        return self.operand if isinstance(self, Not) else Not(self)

    def __add__(self, other: Operand) -> Sum:
        return Sum(((1, self), (1, lift(other))))

    def __radd__(self, other: Operand) -> Sum:
        return Sum(((1, lift(other)), (1, self)))

    def __sub__(self, other: Operand) -> Sum:
        return Sum(((1, self), (-1, lift(other))))

    def __rsub__(self, other: Operand) -> Sum:
        return Sum(((1, lift(other)), (-1, self)))

    def __neg__(self) -> Sum:
        return Sum(((-1, self),))

    def __mul__(self, other: Operand) -> Expression:
        if isinstance(other, Expression):
            return Product((self, other))
        return Sum(((exact(other), self),))

    __rmul__ = __mul__

    def __le__(self, other: Operand) -> Compare:
        return Compare(self, "<=", lift(other))

    def __lt__(self, other: Operand) -> Compare:
        return Compare(self, "<", lift(other))

    def __ge__(self, other: Operand) -> Compare:
        return Compare(self, ">=", lift(other))

    def __gt__(self, other: Operand) -> Compare:
        return Compare(self, ">", lift(other))


Operand = Expression | int | Fraction


def lift(value: Operand) -> Expression:
    """The expression itself, or a Const for a Python bool or exact number. Floats are refused (InputError)."""
    if isinstance(value, Expression):
        return value
    return Const(value if isinstance(value, bool) else exact(value))


def equals(left: Operand, right: Operand) -> Compare:
    """left == right (the operator itself keeps Python's identity meaning)."""
    return Compare(lift(left), "==", lift(right))


def differs(left: Operand, right: Operand) -> Compare:
    """left != right."""
    return Compare(lift(left), "!=", lift(right))


def total(terms: Iterable[Operand]) -> Sum:
    """The sum of any number of expressions; 0 for none."""
    return Sum(tuple((1, lift(term)) for term in terms))


# ---------------------------------------------------------------- leaves


@dataclass(frozen=True, eq=False, slots=True)
class Const(Expression):
    """A Boolean or an exact number."""

    value: bool | Number

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "bool" if isinstance(self.value, bool) else "int" if isinstance(self.value, int) else "real"

    @property
    def bounds(self) -> Bounds:
        return (int(self.value), int(self.value)) if isinstance(self.value, bool) else (self.value, self.value)


TRUE, FALSE = Const(True), Const(False)


@dataclass(frozen=True, eq=False, slots=True)
class Parameter(Expression):
    """A named constant of the request or the data; sessions and repairs change its value without rebuilding.

    `path` is the request field it comes from, `unit` a word for people ("$", "hours").
    """

    name: str
    value: Number
    unit: str = ""
    path: str = ""

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "int" if isinstance(self.value, int) else "real"

    @property
    def bounds(self) -> Bounds:
        return FREE


@dataclass(frozen=True, eq=False, slots=True)
class BoolVar(Expression):
    """A Boolean decision variable."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class IntVar(Expression):
    """An integer decision variable with lo <= value <= hi."""

    name: str
    lo: int
    hi: int
    sort: ClassVar[Sort] = "int"

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise ModelError(f"integer {self.name!r} has no value: {self.lo} > {self.hi}")

    @property
    def bounds(self) -> Bounds:
        return (self.lo, self.hi)


@dataclass(frozen=True, eq=False, slots=True)
class RealVar(Expression):
    """A rational decision variable; None leaves a side open."""

    name: str
    lo: Number | None = None
    hi: Number | None = None
    sort: ClassVar[Sort] = "real"

    def __post_init__(self) -> None:
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ModelError(f"real {self.name!r} has no value: {show(self.lo)} > {show(self.hi)}")

    @property
    def bounds(self) -> Bounds:
        return (self.lo, self.hi)


@dataclass(frozen=True, eq=False, slots=True)
class ChoiceVar(Expression):
    """A decision among named options; read it through `Is`. Its value in an assignment is the option."""

    name: str
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.options or len(set(self.options)) != len(self.options):
            raise ModelError(f"choice {self.name!r} needs at least one option and no option twice")


Variable = BoolVar | IntVar | RealVar | ChoiceVar


@dataclass(frozen=True, eq=False, slots=True)
class Task:
    """A piece of work: integer `start`, `duration` (a number or a variable) and `presence`.

    An absent task has its earliest start and no length, and is ignored by global constraints and precedence. Make one with
    `task(...)`; its variables are `NAME.start` and, if optional, `NAME.present`.
    """

    name: str
    start: IntVar
    duration: Expression
    presence: Expression = TRUE

    @property
    def optional(self) -> bool:
        """Whether the task may be absent."""
        return not isinstance(self.presence, Const)

    @property
    def length(self) -> Expression:
        """The duration where present, else 0."""
        return If(self.presence, self.duration, Const(0)) if self.optional else self.duration

    @property
    def end(self) -> Sum:
        """start + length."""
        return Sum(((1, self.start), (1, self.length)))

    @property
    def rule(self) -> Expression:
        """What makes an absent task total: it starts at its earliest. A Problem adds this by itself."""
        return Or(self.presence, Compare(self.start, "<=", Const(self.start.lo))) if self.optional else TRUE


def task(name: str, duration: int | Expression, *, earliest: int, latest: int, optional: bool = False) -> Task:
    """A task that starts within earliest..latest (both inclusive)."""
    length = lift(duration)
    if (length.bounds[0] is None) or length.bounds[0] < 0:
        raise ModelError(f"task {name!r} needs a duration that cannot be negative")
    presence: Expression = BoolVar(f"{name}.present") if optional else TRUE
    return Task(name, IntVar(f"{name}.start", earliest, latest), length, presence)


def precedence(first: Task, then: Task, lag: int = 0) -> Expression:
    """`then` starts at least `lag` after `first` ends, where both are present."""
    order = Compare(Sum(((1, then.start), (-1, first.start), (-1, first.duration))), ">=", Const(lag))
    absent = [~t.presence for t in (first, then) if t.optional]
    return Or(*absent, order) if absent else order


# ---------------------------------------------------------------- logic


@dataclass(frozen=True, eq=False, slots=True)
class Not(Expression):
    """Negation."""

    operand: Expression

    def __post_init__(self) -> None:
        _booleans("Not", (self.operand,))

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)


class _Variadic(Expression):
    """And, Or: any number of Boolean operands."""

    __slots__ = ("operands",)
    operands: tuple[Expression, ...]

    def __init__(self, *operands: Expression) -> None:
        _booleans(type(self).__name__, operands)
        object.__setattr__(self, "operands", operands)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


class And(_Variadic):
    """Conjunction; true without operands."""

    __slots__ = ()


class Or(_Variadic):
    """Disjunction; false without operands."""

    __slots__ = ()


@dataclass(frozen=True, eq=False, slots=True)
class Implies(Expression):
    """condition -> consequence."""

    condition: Expression
    consequence: Expression

    def __post_init__(self) -> None:
        _booleans("Implies", self.children)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.condition, self.consequence)


@dataclass(frozen=True, eq=False, slots=True)
class Iff(Expression):
    """Both true or both false."""

    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        _booleans("Iff", self.children)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, eq=False, slots=True)
class If(Expression):
    """`then` where the condition holds, else `otherwise`; numeric, or Boolean where both are."""

    condition: Expression
    then: Expression
    otherwise: Expression

    def __post_init__(self) -> None:
        _booleans("If", (self.condition,))
        _not_choice("If", (self.then, self.otherwise))

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return _widest((self.then, self.otherwise))

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.condition, self.then, self.otherwise)

    @property
    def bounds(self) -> Bounds:
        return _hull(self.then.bounds, self.otherwise.bounds)


@dataclass(frozen=True, eq=False, slots=True)
class Compare(Expression):
    """left OP right over numbers (Booleans count as 0 and 1)."""

    left: Expression
    operator: Operator
    right: Expression

    def __post_init__(self) -> None:
        _not_choice("Compare", (self.left, self.right))
        if self.operator not in ("<=", "<", ">=", ">", "==", "!="):
            raise ModelError(f"Compare knows <=, <, >=, >, == and !=, not {self.operator!r}")

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, eq=False, slots=True)
class PseudoBoolean(Expression):
    """sum of coefficient x literal OP bound; `terms` are (integer, BoolVar or its Not or any Boolean)."""

    terms: tuple[tuple[int, Expression], ...]
    operator: Literal["<=", ">=", "=="]
    bound: int

    def __post_init__(self) -> None:
        _booleans("PseudoBoolean", self.children)
        if self.operator not in ("<=", ">=", "=="):
            raise ModelError(f"PseudoBoolean knows <=, >= and ==, not {self.operator!r}")

    @property
    def children(self) -> tuple[Expression, ...]:
        return tuple([literal for _, literal in self.terms])


def exactly_one(literals: Sequence[Expression]) -> PseudoBoolean:
    """Exactly one of them holds; never satisfied without literals."""
    return PseudoBoolean(tuple([(1, literal) for literal in literals]), "==", 1)


def at_most(bound: int, literals: Sequence[Expression]) -> PseudoBoolean:
    """At most `bound` of them hold."""
    return PseudoBoolean(tuple([(1, literal) for literal in literals]), "<=", bound)


class Clauses(Expression):
    """Many clauses as one constraint: `rows` of signed 1-based indices into `variables` (3 = third true, -3 = false).

    Stored as one 32-bit array, each row closed by 0 (DIMACS), which engines load in bulk and the evaluator reads directly.
    """

    __slots__ = ("array", "variables")
    variables: tuple[BoolVar, ...]
    array: array[int]

    def __init__(self, variables: Iterable[BoolVar], rows: Iterable[Iterable[int]]) -> None:
        object.__setattr__(self, "variables", tuple(variables))
        flat = array("i")
        for row in rows:
            flat.extend(row)
            flat.append(0)
        count = len(self.variables)
        for literal in flat:
            if not -count <= literal <= count:
                raise ModelError(f"clause literal {literal} names none of the {count} variables")
        object.__setattr__(self, "array", flat)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Clauses is frozen")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.variables

    def rows(self) -> Iterator[list[int]]:
        """The clauses, one list of signed indices each."""
        row: list[int] = []
        for literal in self.array:
            if literal:
                row.append(literal)
            else:
                yield row
                row = []


# ---------------------------------------------------------------- numbers


@dataclass(frozen=True, eq=False, slots=True)
class Sum(Expression):
    """constant + sum of coefficient x term."""

    terms: tuple[tuple[Number, Expression], ...]
    constant: Number = 0

    def __post_init__(self) -> None:
        _not_choice("Sum", self.children)

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        whole = isinstance(self.constant, int) and all([isinstance(c, int) and t.sort != "real" for c, t in self.terms])
        return "int" if whole else "real"

    @property
    def children(self) -> tuple[Expression, ...]:
        return tuple([term for _, term in self.terms])

    @property
    def bounds(self) -> Bounds:
        low: Number | None = self.constant
        high: Number | None = self.constant
        for coefficient, term in self.terms:
            least, most = term.bounds if coefficient >= 0 else term.bounds[::-1]
            if coefficient:
                low = None if low is None or least is None else low + coefficient * least
                high = None if high is None or most is None else high + coefficient * most
        return (low, high)


@dataclass(frozen=True, eq=False, slots=True)
class Product(Expression):
    """A product that linearises: at most one factor may vary without being a Boolean or a narrow integer.

    Raises UnsupportedError otherwise.
    """

    factors: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _not_choice("Product", self.factors)
        wide = [factor for factor in self.factors if not _narrow(factor)]
        if len(wide) > 1:
            names = " and ".join(describe(factor) for factor in wide[:2])
            raise UnsupportedError(
                f"the product of {names} does not linearise: at most one factor may have more than "
                f"{LINEARISABLE_VALUES} values"
            )

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "real" if _widest(self.factors) == "real" else "int"

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    @property
    def bounds(self) -> Bounds:
        low: Number = 1
        high: Number = 1
        for factor in self.factors:
            least, most = factor.bounds
            if least is None or most is None:
                return FREE
            corners: list[Number] = [low * least, low * most, high * least, high * most]
            low, high = min(corners), max(corners)
        return (low, high)


class _Extremum(Expression):
    """Min, Max: at least one numeric operand."""

    __slots__ = ("operands",)
    operands: tuple[Expression, ...]

    def __init__(self, *operands: Expression) -> None:
        if not operands:
            raise ModelError(f"{type(self).__name__} needs at least one operand")
        _not_choice(type(self).__name__, operands)
        object.__setattr__(self, "operands", operands)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "real" if _widest(self.operands) == "real" else "int"

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


class Min(_Extremum):
    """The least operand."""

    __slots__ = ()

    @property
    def bounds(self) -> Bounds:
        lows, highs = zip(*[x.bounds for x in self.operands], strict=True)
        known = [high for high in highs if high is not None]
        return (None if None in lows else min(lows), min(known) if known else None)


class Max(_Extremum):
    """The greatest operand."""

    __slots__ = ()

    @property
    def bounds(self) -> Bounds:
        lows, highs = zip(*[x.bounds for x in self.operands], strict=True)
        known = [low for low in lows if low is not None]
        return (max(known) if known else None, None if None in highs else max(highs))


@dataclass(frozen=True, eq=False, slots=True)
class Abs(Expression):
    """The absolute value."""

    operand: Expression

    def __post_init__(self) -> None:
        _not_choice("Abs", (self.operand,))

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "real" if self.operand.sort == "real" else "int"

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)

    @property
    def bounds(self) -> Bounds:
        low, high = self.operand.bounds
        if low is None or high is None:
            return (0, None)
        sizes = [magnitude(low), magnitude(high)]
        return (0 if low <= 0 <= high else min(sizes), max(sizes))


class Count(Expression):
    """How many Boolean operands hold."""

    __slots__ = ("operands",)
    operands: tuple[Expression, ...]
    sort: ClassVar[Sort] = "int"

    def __init__(self, *operands: Expression) -> None:
        _booleans("Count", operands)
        object.__setattr__(self, "operands", operands)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Count is frozen")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands

    @property
    def bounds(self) -> Bounds:
        return (0, len(self.operands))


@dataclass(frozen=True, eq=False, slots=True)
class Element(Expression):
    """table[index]; the index's bounds must lie within the table, so that it is never undefined."""

    table: tuple[Number, ...]
    index: Expression

    def __post_init__(self) -> None:
        low, high = self.index.bounds
        if self.index.sort == "real" or low is None or high is None or low < 0 or high >= len(self.table):
            raise ModelError(
                f"Element needs a whole index within 0..{len(self.table) - 1}; {describe(self.index)} has bounds {low}..{high}"
            )

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "int" if all(isinstance(value, int) for value in self.table) else "real"

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.index,)

    @property
    def bounds(self) -> Bounds:
        return (min(self.table), max(self.table))


@dataclass(frozen=True, eq=False, slots=True)
class Is(Expression):
    """Whether a choice takes one option."""

    choice: ChoiceVar
    option: str

    def __post_init__(self) -> None:
        if self.option not in self.choice.options:
            raise ModelError(
                f"{self.choice.name!r} has no option {self.option!r}; it has {', '.join(self.choice.options)}"
            )

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.choice,)


# ---------------------------------------------------------------- global constraints


class AllDifferent(Expression):
    """Pairwise different numbers."""

    __slots__ = ("operands",)
    operands: tuple[Expression, ...]

    def __init__(self, *operands: Expression) -> None:
        _not_choice("AllDifferent", operands)
        object.__setattr__(self, "operands", operands)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("AllDifferent is frozen")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


@dataclass(frozen=True, eq=False, slots=True)
class Table(Expression):
    """The operands' values are one of the rows."""

    operands: tuple[Expression, ...]
    rows: tuple[tuple[Number, ...], ...]

    def __post_init__(self) -> None:
        _not_choice("Table", self.operands)
        for number, row in enumerate(self.rows):
            if len(row) != len(self.operands):
                raise ModelError(f"row {number} of a Table has {len(row)} values for {len(self.operands)} operands")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


@dataclass(frozen=True, eq=False, slots=True)
class NoOverlap(Expression):
    """Of any two present tasks, one ends no later than the other starts."""

    tasks: tuple[Task, ...]
    children: tuple[Expression, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        leaves = [leaf for t in self.tasks for leaf in (t.start, t.duration, t.presence)]
        object.__setattr__(self, "children", tuple(leaves))


# ---------------------------------------------------------------- structure


def walk(roots: Iterable[Expression]) -> Iterator[Expression]:
    """Every node below the roots once, operands before the nodes that use them (iterative: depth is no limit)."""
    seen: set[int] = set()
    stack: list[tuple[Expression, bool]] = []
    for root in roots:
        stack.append((root, False))
        while stack:
            node, ready = stack.pop()
            if ready:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                children = node.children
                if children:
                    stack.append((node, True))
                    stack += [(child, False) for child in reversed(children) if id(child) not in seen]
                else:
                    yield node


def describe(expression: Expression) -> str:
    """A short name for messages: a leaf's name or number, else the node's kind."""
    name = getattr(expression, "name", None)
    if name is not None:
        return repr(name)
    return str(expression.value) if isinstance(expression, Const) else f"a {type(expression).__name__}"


def node_fields(node: Expression | Task) -> tuple[str, ...]:
    """The names of a node's own fields, in order: what JSON and `same_as` look at."""
    if isinstance(node, Clauses):
        return ("variables", "array")
    if isinstance(node, (_Variadic, _Extremum, Count, AllDifferent)):
        return ("operands",)
    return tuple([f.name for f in fields(node) if f.init])  # type: ignore[arg-type]


def _signature(root: Expression) -> object:
    """A value equal for two expressions exactly when their structure is equal; shared nodes are numbered once."""
    number: dict[object, int] = {}
    of: dict[int, int] = {}

    def key(value: object) -> object:
        if isinstance(value, Expression):
            return ("node", of[id(value)])
        if isinstance(value, Task):
            return ("task", *[key(getattr(value, name)) for name in node_fields(value)])
        if isinstance(value, tuple):
            return tuple([key(item) for item in value])
        if isinstance(value, array):
            return value.tobytes()
        return (type(value).__name__, value)

    for node in walk([root]):
        entry = (type(node).__name__, *[key(getattr(node, name)) for name in node_fields(node)])
        of[id(node)] = number.setdefault(entry, len(number))
    return tuple(number)


def _booleans(kind: str, operands: Sequence[Expression]) -> None:
    for operand in operands:
        if not isinstance(operand, Expression) or operand.sort != "bool" or isinstance(operand, ChoiceVar):
            shown = describe(operand) if isinstance(operand, Expression) else repr(operand)
            raise ModelError(f"{kind} takes truth values, not {shown}")


def _not_choice(kind: str, operands: Sequence[Expression]) -> None:
    for operand in operands:
        if not isinstance(operand, Expression):
            raise ModelError(f"{kind} takes expressions, not {operand!r}; wrap constants with lift(...)")
        if isinstance(operand, ChoiceVar):
            raise ModelError(f"{kind} cannot use the choice {operand.name!r} as a number; ask Is(choice, option)")


def _widest(operands: Sequence[Expression]) -> Sort:
    sorts = {operand.sort for operand in operands}
    return "real" if "real" in sorts else "int" if "int" in sorts else "bool"


def _hull(a: Bounds, b: Bounds) -> Bounds:
    low = None if a[0] is None or b[0] is None else min(a[0], b[0])
    high = None if a[1] is None or b[1] is None else max(a[1], b[1])
    return (low, high)


def _narrow(factor: Expression) -> bool:
    """Constant under every parameter value, or few enough whole values to case-split."""
    if isinstance(factor, (Const, Parameter)):
        return True
    low, high = factor.bounds
    if low is not None and high is not None and factor.sort != "real":
        return high - low < LINEARISABLE_VALUES
    return all(isinstance(node, (Const, Parameter)) or node.children for node in walk([factor]))
