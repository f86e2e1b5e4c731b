"""Closed times: tasks that may not run in them, and work that pauses over them.

Closed times are half-open: (12, 13) is closed from 12 up to, not including, 13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import ModelError
from encoders.expressions import TRUE, And, BoolVar, Compare, Const, IntVar, Or, Sum, Task
from encoders.structures.scheduling import where_present

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.expressions import Expression

Closed = tuple[int, int]


def merged(closed: Iterable[Closed]) -> list[Closed]:
    """The same closed times, in order, none touching another. Raises ModelError for one that ends before it begins."""
    found: list[Closed] = []
    for start, end in sorted(closed):
        if end < start:
            raise ModelError(f"a closed time cannot end at {end}, before it begins at {start}")
        if end == start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def outside(t: Task, closed: Iterable[Closed]) -> Expression:
    """A present task does not run in closed times, nor across them; one without length may not be inside either."""
    rules: list[Expression] = []
    length = t.duration.value if isinstance(t.duration, Const) else None
    windows = merged(closed)
    if (
        isinstance(length, int) and length > 0
    ):  # where the gap between two closed times is too short, starts there are gone
        windows = [(start - length + 1, end) for start, end in windows]
        windows = merged(windows)
        for first, end in windows:
            if end > t.start.lo and first <= t.start.hi:
                rules.append(Or(Compare(t.start, ">=", Const(end)), Compare(t.start, "<", Const(first))))
        return where_present([t], _all(rules))
    for first, end in windows:
        before = Compare(Sum(((1, t.start), (1, t.duration))), "<=", Const(first))
        rules.append(Or(Compare(t.start, ">=", Const(end)), before))
    return where_present([t], _all(rules))


def _all(rules: Sequence[Expression]) -> Expression:
    return rules[0] if len(rules) == 1 else And(*rules)


def blocks(name: str, closed: Iterable[Closed]) -> list[Task]:
    """Closed times as tasks that cannot move, for resources: `Cumulative((*tasks, *blocks), ...)` leaves fewer units there."""
    return [
        Task(f"{name} {number}", IntVar(f"{name} {number}.start", start, start), Const(end - start))
        for number, (start, end) in enumerate(merged(closed), 1)
    ]


def pausing_task(
    name: str, work: int, closed: Iterable[Closed], *, earliest: int, latest: int, optional: bool = False
) -> tuple[Task, Expression]:
    """A task of so much work that pauses in closed times, and the rule that it starts in open time.

    The duration is an expression of the start: the work and every closed time that begins while some of it is left. Exact: for a
    start in open time the end is the first moment by which so much open time has passed. It holds its resources while it pauses.
    """
    start = IntVar(f"{name}.start", earliest, latest)
    duration, open_start = pausing(start, work, closed)
    t = Task(name, start, duration, BoolVar(f"{name}.present") if optional else TRUE)
    return t, where_present([t], open_start)


def pausing(start: IntVar, work: int, closed: Iterable[Closed]) -> tuple[Expression, Expression]:
    """How long so much work takes from a start in open time, pauses included, and the rule that the start is in open time."""
    if work < 0:
        raise ModelError(f"what starts at {start.name!r} cannot have {work} of work")
    windows = merged(closed)
    terms: list[tuple[int, Expression]] = []
    for first, end in windows:
        since = _latest_without(first, work, windows) + 1
        if since < first and since <= start.hi and first > start.lo:
            meets = And(Compare(start, ">=", Const(since)), Compare(start, "<", Const(first)))
            terms.append((end - first, meets))
    duration: Expression = Sum(tuple(terms), work) if terms else Const(work)
    open_start = [
        Or(Compare(start, "<", Const(first)), Compare(start, ">=", Const(end)))
        for first, end in windows
        if end > start.lo and first <= start.hi
    ]
    return duration, _all(open_start)


def _latest_without(moment: int, work: int, windows: Sequence[Closed]) -> int:
    """The latest start in open time from which so much work is done by a moment (at which a closed time begins)."""
    left, place = work, moment
    for start, end in reversed([window for window in windows if window[1] <= moment]):
        if place - end >= left:
            break
        left -= place - end
        place = start
    return place - left
