"""Tasks in time: releases, due dates, distances between tasks, how long everything takes.

Whatever is said of a task holds only where it is present. Times and distances may be expressions, such as a Parameter that
repairs can move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from encoders.expressions import And, Compare, Const, If, Iff, Max, Or, Sum, lift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.expressions import Expression, Operand, Task

Ends = Literal["end-start", "start-start", "end-end", "start-end"]
"""Between which ends of two tasks a distance is meant: of the first, and of the second."""


def where_present(tasks: Sequence[Task], rule: Expression) -> Expression:
    """The rule, unless one of the tasks is absent."""
    absent = [~t.presence for t in tasks if t.optional]
    return Or(*absent, rule) if absent else rule


def released(t: Task, at: Operand) -> Expression:
    """The task starts no earlier than a time."""
    return where_present([t], Compare(t.start, ">=", lift(at)))


def due(t: Task, by: Operand) -> Expression:
    """The task ends no later than a time."""
    return where_present([t], Compare(_end(t), "<=", lift(by)))


def at_least_after(first: Task, then: Task, lag: Operand = 0, ends: Ends = "end-start") -> Expression:
    """At least `lag` passes between an end of one task and an end of another; a negative lag allows that much overlap."""
    return where_present([first, then], Compare(_distance(first, then, ends), ">=", lift(lag)))


def at_most_after(first: Task, then: Task, lag: Operand, ends: Ends = "end-start") -> Expression:
    """At most `lag` passes between an end of one task and an end of another."""
    return where_present([first, then], Compare(_distance(first, then, ends), "<=", lift(lag)))


def together(tasks: Sequence[Task]) -> Expression:
    """All of the tasks are present, or none."""
    return And(*[Iff(tasks[0].presence, t.presence) for t in tasks[1:]])


def latest_end(tasks: Sequence[Task]) -> Expression:
    """When the last present task ends (the makespan); where none is present, the earliest time at which one could start.

    Raises ModelError without tasks.
    """
    least = min([t.start.lo for t in tasks], default=0)
    return Max(*[_known_end(t, least) for t in tasks])


def _known_end(t: Task, otherwise: int) -> Expression:
    """The end of a present task; of an absent one something no later than any other task could end."""
    if not t.optional:
        return _end(t)
    if t.start.lo == otherwise and not t.shared:  # an absent task starts at its earliest, and then has no length
        return t.end
    return If(t.presence, _end(t), Const(otherwise))


def _end(t: Task) -> Sum:
    return Sum(((1, t.start), (1, t.duration)))


def _distance(first: Task, then: Task, ends: Ends) -> Sum:
    left, right = ends.split("-")
    terms: list[tuple[int, Expression]] = [(1, then.start), (-1, first.start)]
    if right == "end":
        terms.append((1, then.duration))
    if left == "end":
        terms.append((-1, first.duration))
    return Sum(tuple(terms))
