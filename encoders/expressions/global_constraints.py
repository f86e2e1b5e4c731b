"""Tasks and the global constraints, which keep their meaning down to the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from encoders.errors import ModelError
from encoders.expressions.arithmetic import Sum
from encoders.expressions.base import (
    Expression,
    Variadic,
    freeze,
    lift,
    require_booleans,
    require_exact,
    require_numbers,
    require_whole,
)
from encoders.expressions.decomposition import circuit_parts, cumulative_parts, reservoir_parts
from encoders.expressions.leaves import TRUE, BoolVar, Const, IntVar
from encoders.expressions.logic import Compare, If, Or

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.expressions.base import Operand
    from encoders.numbers import Number


@dataclass(frozen=True, eq=False, slots=True)
class Task:
    """A piece of work: integer `start`, `duration` (a number or a variable) and `presence`.

    An absent task has its earliest start and no length, and is ignored by global constraints and precedence. Make one with
    `task(...)`; its variables are `NAME.start` and, if optional, `NAME.present`. `shared` says that the start is also that of
    something else (another way to do the same work), so that it stays free where the task is absent.
    """

    name: str
    start: IntVar
    duration: Expression
    presence: Expression = TRUE
    shared: bool = False

    def __post_init__(self) -> None:
        require_numbers(f"task {self.name!r}", (self.start, self.duration))
        require_booleans(f"task {self.name!r}", (self.presence,))
        if not isinstance(self.start, IntVar):
            raise ModelError(f"task {self.name!r} needs a whole-number variable as its start")
        shortest = self.duration.bounds[0]
        if self.duration.sort == "real" or shortest is None or shortest < 0:
            raise ModelError(f"task {self.name!r} needs a whole duration that cannot be negative")
        if not isinstance(self.shared, bool):
            raise ModelError(f"whether the start of task {self.name!r} is shared is a truth value, not {self.shared!r}")

    @property
    def optional(self) -> bool:
        """Whether the task may be absent."""
        return not (isinstance(self.presence, Const) and bool(self.presence.value))

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
        if not self.optional or self.shared:
            return TRUE
        return Or(self.presence, Compare(self.start, "<=", Const(self.start.lo)))


def task(name: str, duration: int | Expression, *, earliest: int, latest: int, optional: bool = False) -> Task:
    """A task that starts within earliest..latest (both inclusive)."""
    presence: Expression = BoolVar(f"{name}.present") if optional else TRUE
    return Task(name, IntVar(f"{name}.start", earliest, latest), lift(duration), presence)


def precedence(first: Task, then: Task, lag: int = 0) -> Expression:
    """`then` starts at least `lag` after `first` ends, where both are present."""
    order = Compare(Sum(((1, then.start), (-1, first.start), (-1, first.duration))), ">=", Const(lag))
    absent = [~t.presence for t in (first, then) if t.optional]
    return Or(*absent, order) if absent else order


class AllDifferent(Variadic):
    """Pairwise different numbers."""

    __slots__ = ()

    def _require(self, operands: Sequence[Expression]) -> None:
        require_numbers("AllDifferent", operands)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Table(Expression):
    """The operands' values are one of the rows."""

    operands: tuple[Expression, ...]
    rows: tuple[tuple[Number, ...], ...]

    def __post_init__(self) -> None:
        require_numbers("Table", self.operands)
        for number, row in enumerate(self.rows):
            require_exact(f"row {number} of a Table", row)
            if len(row) != len(self.operands):
                raise ModelError(f"row {number} of a Table has {len(row)} values for {len(self.operands)} operands")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class NoOverlap(Expression):
    """Of any two present tasks, one ends no later than the other starts."""

    tasks: tuple[Task, ...]
    children: tuple[Expression, ...] = field(init=False)

    def __post_init__(self) -> None:
        _require_tasks("a NoOverlap", self.tasks)
        freeze(self, children=_leaves(self.tasks))


@dataclass(frozen=True, eq=False, repr=False, slots=True, init=False)
class Cumulative(Expression):
    """At every moment the demands of the present tasks that run sum to at most the capacity.

    A task runs from its start up to, not including, its end, so that one without length uses nothing. Moments without tasks count
    too: a capacity below 0 is never kept. Demands cannot be negative; one that a Parameter decides is `Max(parameter, Const(0))`.
    """

    tasks: tuple[Task, ...]
    demands: tuple[Expression, ...]
    capacity: Expression
    children: tuple[Expression, ...] = field(init=False)
    _parts: list[Expression] = field(init=False)

    def __init__(self, tasks: Sequence[Task], demands: Sequence[Operand], capacity: Operand) -> None:
        lifted = tuple([lift(demand) for demand in demands])
        limit = lift(capacity)
        if len(lifted) != len(tasks):
            raise ModelError(f"a Cumulative needs one demand for each task; it has {len(lifted)} for {len(tasks)}")
        _require_tasks("a Cumulative", tasks)
        require_numbers("Cumulative", (*lifted, limit))
        for t, demand in zip(tasks, lifted, strict=True):
            least = demand.bounds[0]
            if least is None or least < 0:
                raise ModelError(f"the demand of task {t.name!r} can be negative; use Max(demand, Const(0))")
        freeze(self, tasks=tuple(tasks), demands=lifted, capacity=limit)
        freeze(self, children=(*_leaves(self.tasks), *lifted, limit), _parts=[])

    @property
    def parts(self) -> Expression:
        """An equivalent expression without global constraints, made once."""
        if not self._parts:
            self._parts.append(cumulative_parts(self))
        return self._parts[0]


@dataclass(frozen=True, eq=False, repr=False, slots=True, init=False)
class Circuit(Expression):
    """The arcs that hold form one closed tour through every node that is not left out.

    Nodes are 0..nodes-1; an arc is (from, to, truth value). An arc from a node to itself says that the node is left out. All
    nodes may be. Of several arcs between the same two nodes at most one holds.
    """

    nodes: int
    arcs: tuple[tuple[int, int, Expression], ...]
    children: tuple[Expression, ...] = field(init=False)
    _parts: list[Expression] = field(init=False)

    def __init__(self, nodes: int, arcs: Iterable[tuple[int, int, Operand]]) -> None:
        require_whole("a Circuit", (nodes,))
        if nodes < 0:
            raise ModelError(f"a Circuit cannot have {nodes} nodes")
        found = tuple([(start, end, lift(literal)) for start, end, literal in arcs])
        require_whole("an arc of a Circuit", [node for start, end, _ in found for node in (start, end)])
        for start, end, _ in found:
            if not (0 <= start < nodes and 0 <= end < nodes):
                raise ModelError(f"an arc of a Circuit goes from {start} to {end}; its nodes are 0..{nodes - 1}")
        literals = tuple([literal for _, _, literal in found])
        require_booleans("Circuit", literals)
        freeze(self, nodes=nodes, arcs=found, children=literals, _parts=[])

    @property
    def parts(self) -> Expression:
        """An equivalent expression without global constraints, made once."""
        if not self._parts:
            self._parts.append(circuit_parts(self))
        return self._parts[0]


@dataclass(frozen=True, eq=False, repr=False, slots=True, init=False)
class Reservoir(Expression):
    """A level that starts at 0 stays within low..high: after all changes up to any moment, and before the first.

    Events are (time, change, presence); those of one moment count together. An initial stock is an offset of both limits.
    """

    events: tuple[tuple[Expression, Expression, Expression], ...]
    low: Expression
    high: Expression
    children: tuple[Expression, ...] = field(init=False)
    _parts: list[Expression] = field(init=False)

    def __init__(self, events: Iterable[tuple[Operand, Operand, Operand]], low: Operand, high: Operand) -> None:
        found = tuple([(lift(time), lift(change), lift(presence)) for time, change, presence in events])
        limits = (lift(low), lift(high))
        require_numbers("Reservoir", [part for time, change, _ in found for part in (time, change)])
        require_booleans("Reservoir", [presence for _, _, presence in found])
        require_numbers("Reservoir", limits)
        freeze(self, events=found, low=limits[0], high=limits[1])
        freeze(self, children=(*[part for event in found for part in event], *limits), _parts=[])

    @property
    def parts(self) -> Expression:
        """An equivalent expression without global constraints, made once."""
        if not self._parts:
            self._parts.append(reservoir_parts(self))
        return self._parts[0]


def _require_tasks(kind: str, tasks: Sequence[object]) -> None:
    """Raise ModelError unless all are tasks."""
    for t in tasks:
        if not isinstance(t, Task):
            raise ModelError(f"{kind} takes tasks, not {t!r}; make one with task(...)")


def _leaves(tasks: Iterable[Task]) -> tuple[Expression, ...]:
    return tuple([leaf for t in tasks for leaf in (t.start, t.duration, t.presence)])
