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
)
from encoders.expressions.leaves import TRUE, BoolVar, Const, IntVar
from encoders.expressions.logic import Compare, If, Or

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number


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

    def __post_init__(self) -> None:
        require_numbers(f"task {self.name!r}", (self.start, self.duration))
        require_booleans(f"task {self.name!r}", (self.presence,))
        if not isinstance(self.start, IntVar):
            raise ModelError(f"task {self.name!r} needs a whole-number variable as its start")
        shortest = self.duration.bounds[0]
        if self.duration.sort == "real" or shortest is None or shortest < 0:
            raise ModelError(f"task {self.name!r} needs a whole duration that cannot be negative")

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
        return Or(self.presence, Compare(self.start, "<=", Const(self.start.lo))) if self.optional else TRUE


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
        leaves = [leaf for t in self.tasks for leaf in (t.start, t.duration, t.presence)]
        freeze(self, children=tuple(leaves))
