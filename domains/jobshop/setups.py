"""Times to change a machine over between tasks of different families, as rules for pairs of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from domains.jobshop.request import family_of
from encoders.expressions import And, Compare, Const, Or, Sum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.jobshop.request import Job, JobShopRequest, ShopTask
    from encoders.expressions import Expression, Task


@dataclass(frozen=True, slots=True)
class Visit:
    """A task as it would run on one machine."""

    task: Task
    family: str
    duration: int


def times_on(request: JobShopRequest, machine: str) -> dict[tuple[str, str], int]:
    """Setup times of a machine by families before and after; those of the machine itself go before those of all machines."""
    found: dict[tuple[str, str], int] = {}
    for own in ("", machine):
        found |= {(s.before, s.after): s.time for s in request.setups if s.machine == own}
    return found


def visit(job: Job, step: ShopTask, task: Task, duration: int) -> Visit:
    """The task with what setups look at."""
    return Visit(task, family_of(job, step), duration)


def setup_rules(visits: Sequence[Visit], times: dict[tuple[str, str], int]) -> Iterator[Expression]:
    """That enough time passes between any two tasks that follow one another directly.

    Where no way around by other tasks can be shorter than the setup itself, it holds for every pair of tasks. Elsewhere
    ("red to blue takes 5, but only 1 by way of green") a pair is let off where a third task lies between them.
    """
    ways_around = _shortest_ways(visits, times)
    for a, b in combinations(visits, 2):
        if not times.get((a.family, b.family), 0) and not times.get((b.family, a.family), 0):
            continue
        ways: list[Expression] = [~t.presence for t in (a.task, b.task) if t.optional]
        for first, then in ((a, b), (b, a)):
            time = times.get((first.family, then.family), 0)
            ways.append(_after(first, then, time))
            if time > ways_around.get((first.family, then.family), time):
                ways += [_between(first, other, then) for other in visits if other is not a and other is not b]
        yield Or(*ways)


def _shortest_ways(visits: Sequence[Visit], times: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Between two families, the least time by way of at least one other task."""
    least: dict[str, int] = {}
    for seen in visits:
        least[seen.family] = min(seen.duration, least.get(seen.family, seen.duration))
    ways = {(f, g): times.get((f, g), 0) for f, g in product(least, repeat=2)}
    around: dict[tuple[str, str], int] = {}
    for via, f, g in product(least, repeat=3):
        way = ways[f, via] + least[via] + ways[via, g]
        around[f, g] = min(way, around.get((f, g), way))
        ways[f, g] = min(way, ways[f, g])
    return around


def _after(first: Visit, then: Visit, time: int) -> Expression:
    gap = Sum(((1, then.task.start), (-1, first.task.start), (-1, first.task.duration)))
    return Compare(gap, ">=", Const(time))


def _between(first: Visit, other: Visit, then: Visit) -> Expression:
    there = [other.task.presence] if other.task.optional else []
    return And(*there, _after(first, other, 0), _after(other, then, 0))
