"""A ProblemSpec as a Problem: one labelled constraint for every element of a family, and names for wishes and answers."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError, UnsupportedError
from encoders.expressions import LINEARISABLE_VALUES, Const, Expression, Parameter, lift
from encoders.numbers import magnitude
from encoders.problem import Constraint, Objective, Problem
from encoders.spec import lower as lower_wish
from encoders.spec.indexed.combine import Value, compared
from encoders.spec.indexed.declare import Assumed, Declared, declared
from encoders.spec.indexed.expand import Bound, Expansion
from encoders.spec.indexed.intervals import implied
from encoders.spec.indexed.places import element, path_of, placed_in
from encoders.spec.indexed.scope import Checked, Rule, checked
from encoders.spec.indexed.syntax import Chain, Family, Negative, Node, Num, Ref
from encoders.spec.indexed.templates import placed_in_slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from encoders.spec.indexed.data import Key
    from encoders.spec.indexed.model import ConstraintSpec, ProblemSpec
    from encoders.spec.indexed.tables import Table

MOST_GROUPS = 200
"""Elements of a family that are each an element of a conflict; a larger family is one as a whole."""
MOST_FACTOR = 10**12


@dataclass(frozen=True, slots=True)
class Position:
    """Where a built constraint comes from: its family's path, the members it is for, and the place in the rule's text."""

    path: str
    family: str
    key: Key
    line: int
    column: int


@dataclass(frozen=True)
class BuiltSpec:
    """A problem, its vocabulary, where its constraints come from, and the bounds that nobody stated.

    `assumed_bounds` are wide limits of whole numbers without one: an optimum is an optimum within them; `reach.unbounded` tells
    whether they matter.
    """

    problem: Problem
    observables: dict[str, Expression]
    positions: dict[str, Position]
    checked: Checked
    assumed_bounds: tuple[Assumed, ...] = ()
    parameters: dict[str, Parameter] = field(default_factory=dict)


def build(spec: ProblemSpec, tables: Mapping[str, Table] | None = None, *, factor: int = 1) -> BuiltSpec:
    """The problem that a spec means. `factor` widens the assumed bounds.

    Raises InputError and UnsupportedError with the place, as `checked` does, and for what only shows when loops are written out:
    an index outside its set, an element that does not exist, a product that does not linearise.
    """
    return _built(checked(spec, tables), factor)


def widened(built: BuiltSpec, factor: int) -> BuiltSpec:
    """The same problem with its assumed bounds so many times as far away."""
    return _built(built.checked, factor)


def _built(known: Checked, factor: int) -> BuiltSpec:
    first = declared(known, factor)
    try:
        found = _settled(known, first, frozenset())
    except UnsupportedError:
        narrow = _narrowed(known, first) if first.assumed else None
        if narrow is None:
            raise
        return _settled(known, *narrow)
    farther = _needed(found, factor)
    return found if farther == factor else _settled(known, declared(known, farther), frozenset())


def _settled(known: Checked, of: Declared, held: frozenset[str]) -> BuiltSpec:
    """Built once, and again where a parameter would both move and be computed with."""
    first = _Building(known, of, held=held)
    found = first.built()
    mixed = first.mixed()
    return _Building(known, of, held=held, fixed=mixed).built() if mixed else found


def _needed(built: BuiltSpec, factor: int) -> int:
    """A factor with which the assumed bounds lie beyond all that the rules together imply."""
    if not built.assumed_bounds:
        return factor
    found = implied(built.problem, built.assumed_bounds, built.problem.constraints)
    for entry in built.assumed_bounds:
        for reached in (found.low[entry.variable], found.high[entry.variable]):
            if reached is not None and magnitude(reached) > magnitude(entry.value):
                farther = 10 ** len(str(int(magnitude(reached) // magnitude(entry.value))))
                factor = max(factor, min(farther, MOST_FACTOR))
    return factor


def _narrowed(known: Checked, of: Declared) -> tuple[Declared, frozenset[str]] | None:
    """Declarations with the bounds that the linear rules imply, where a product needs narrow ones; and those rules.

    The rules hold in every question from then on: a bound that came from a rule must not outlive it.
    """
    linear = _Building(known, of, lenient=True).built()
    found = implied(linear.problem, of.assumed, linear.problem.constraints, missing=True)
    limits: dict[str, tuple[int, int]] = {}
    for name in dict.fromkeys([entry.variable for entry in of.assumed]):
        low, high = found.low[name], found.high[name]
        if low is not None and high is not None and 0 <= high - low < LINEARISABLE_VALUES:
            limits[name] = (int(low), int(high))
    return (declared(known, limits=limits), frozenset(found.used)) if limits else None


class _Building:
    """One pass. `fixed` are elements of parameters that are computed with somewhere, so that none of them can move alone.

    `held` are constraints that nothing switches off. A lenient pass leaves out what cannot be expressed.
    """

    def __init__(
        self,
        known: Checked,
        of: Declared,
        *,
        held: frozenset[str] = frozenset(),
        fixed: frozenset[str] = frozenset(),
        lenient: bool = False,
    ) -> None:
        self._checked = known
        self._fixed = fixed
        self._held = held
        self._lenient = lenient
        self._units = {entry.name: entry.unit for entry in known.spec.parameters}
        self._index: dict[str, list[str]] = {entry.name: entry.index for entry in known.spec.parameters}
        self._index |= {entry.name: entry.index for entry in known.spec.variables}
        self.declared = of
        self._expansion = Expansion(known.data, of.families, self._index)
        self._expansion.constants |= of.constants
        self._moving: dict[str, Parameter] = {}
        self._positions: dict[str, Position] = {}

    def mixed(self) -> frozenset[str]:
        """Elements that would both move and be computed with."""
        return frozenset(self._moving.keys() & self._expansion.constants)

    def built(self) -> BuiltSpec:
        spec = self._checked.spec
        constraints: list[Constraint] = []
        for entry, rule in zip(spec.constraints, self._checked.constraints, strict=True):
            with self._tolerant():
                constraints += self._family(entry, rule)
        objectives: list[Objective] = []
        for goal, rule in zip(spec.objectives, self._checked.objectives, strict=True):
            with self._tolerant(), placed_in(rule.place):
                found: Any = self._expansion.number(rule.node, {})
                objectives.append(Objective(goal.name, goal.sense, lift(found), goal.says, goal.unit))
        observables = self._observables(objectives)
        constraints += self._wishes(observables)
        problem = Problem(spec.name, tuple(constraints), tuple(objectives), self.declared.variables)
        return BuiltSpec(
            problem, observables, self._positions, self._checked, self.declared.assumed, dict(self._moving)
        )

    def _tolerant(self) -> AbstractContextManager[None]:
        return suppress(UnsupportedError) if self._lenient else nullcontext()

    def _observables(self, objectives: list[Objective]) -> dict[str, Expression]:
        found: dict[str, Expression] = {
            element(name, key): variable
            for name, family in self.declared.families.items()
            for key, variable in family.items()
        }
        found.update({goal.name: goal.expression for goal in objectives})
        return found

    def _family(self, entry: ConstraintSpec, rule: Rule) -> Iterator[Constraint]:
        with placed_in(rule.place), placed_in_slot(entry.template):
            body, loops = (rule.node.body, rule.node.loops) if isinstance(rule.node, Family) else (rule.node, ())
            elements: list[tuple[Key, Expression]] = []
            for bound in self._expansion.combinations(loops, {}):
                key: Any = tuple([_plain(bound[loop.name]) for loop in loops])
                elements.append((key, self._rule(element(entry.name, key), body, bound, alone=not loops)))
        single = entry.origin == "request" and len(elements) <= MOST_GROUPS
        for key, expression in elements:
            name = element(entry.name, key)
            if name in self._positions:
                raise InputError(f"two rules are called {name}; rename one", where=rule.place)
            self._positions[name] = Position(
                path_of("constraints", entry.name), entry.name, key, body.line, body.column
            )
            says = entry.says or f"{entry.name}: {entry.rule}"
            yield Constraint(
                name,
                expression,
                f"{says.rstrip('.')} ({', '.join(map(str, key))})" if key else says,
                entry.origin,
                None if name in self._held else name if single else entry.name,
                entry.weight,
                entry.keep,
            )

    def _rule(self, name: str, body: Node, bound: Bound, *, alone: bool) -> Expression:
        if not isinstance(body, Chain) or len(body.operators) != 1 or name in self._held:
            return _root(self._expansion.truth(body, bound))
        moving = [self._moves(side, bound) for side in body.operands]
        values: list[Value | None] = [
            None if parameter is not None else self._expansion.value(side, bound)
            for side, parameter in zip(body.operands, moving, strict=True)
        ]
        for place, side in enumerate(body.operands):
            if not isinstance(values[1 - place], Expression):
                continue
            if moving[place] is not None:
                values[place] = moving[place]
            elif alone and _literal(side):
                values[place] = self._limit(name, values[place])
        left, right = [
            self._expansion.value(side, bound) if value is None else value
            for side, value in zip(body.operands, values, strict=True)
        ]
        return _root(compared(left, body.operators[0], right, body))

    def _moves(self, side: Node, bound: Bound) -> Parameter | None:
        """The parameter that a side is alone, if it may move."""
        if not isinstance(side, Ref) or side.name in bound or side.name not in self._checked.data.parameters:
            return None
        key = self._expansion.key(side, bound)
        name = element(side.name, key)
        if name in self._fixed:
            return None
        if name not in self._moving:
            path = path_of("parameters", side.name, *key)
            number = self._checked.data.parameters[side.name][key]
            self._moving[name] = Parameter(name, number, self._units[side.name], path)
        return self._moving[name]

    def _limit(self, name: str, value: Value | None) -> Parameter:
        """The number of a rule such as x + y <= 100, which a repair can move."""
        number: Any = value
        return Parameter(f"limit of {name}", number, path=path_of("constraints", name, "limit"))

    def _wishes(self, observables: Mapping[str, Expression]) -> Iterator[Constraint]:
        for place, (text, node) in enumerate(zip(self._checked.spec.extra, self._checked.extra, strict=True)):
            name = f"extra/{place}"
            expression = lower_wish(node, observables, where=name)
            self._positions[name] = Position(name, name, (), node.line, node.column)
            yield Constraint(name, expression, text, "request", name)


def _literal(node: Node) -> bool:
    """Whether a side is a number written in the text."""
    return isinstance(node, Num) or (isinstance(node, Negative) and isinstance(node.operand, Num))


def _root(found: bool | Expression) -> Expression:
    return Const(found) if isinstance(found, bool) else found


def _plain(member: Any) -> Any:
    return getattr(member, "text", member)
