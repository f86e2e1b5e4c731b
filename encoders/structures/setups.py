"""Times to change over between tasks on one machine, by the families of the one before and the one after.

Between tasks that follow one another directly the whole time passes. Where no way round by another task can be shorter than the
change itself, that is the same as asking it of every pair; elsewhere a pair is let off where a third task lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from encoders.expressions import And, Compare, Const, Or, Sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from encoders.expressions import Expression, Task

    Times = Mapping[tuple[str, str], int]
    """(family before, family after) -> time; pairs that are not named take none."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A task on the machine, and its family."""

    task: Task
    family: str


def setups(visits: Sequence[Visit], times: Times) -> Expression:
    """No two present tasks overlap, and between any two that follow one another directly the change-over has time."""
    return And(*_rules(visits, times, combinations(visits, 2)))


def change_overs(visits: Sequence[Visit], times: Times) -> Iterator[Expression]:
    """The same for the pairs that take any time to change over between: what a NoOverlap of all tasks does not say yet."""
    takes_time = [
        (a, b) for a, b in combinations(visits, 2) if times.get((a.family, b.family)) or times.get((b.family, a.family))
    ]
    return _rules(visits, times, takes_time)


def _rules(visits: Sequence[Visit], times: Times, pairs: Iterable[tuple[Visit, Visit]]) -> Iterator[Expression]:
    around = _ways_round(visits, times)
    for a, b in pairs:
        ways: list[Expression] = [~t.presence for t in (a.task, b.task) if t.optional]
        for first, then in ((a, b), (b, a)):
            needed = times.get((first.family, then.family), 0)
            ways.append(_after(first, then, needed))
            shorter = around.get((first.family, then.family))
            if shorter is not None and shorter < needed:
                ways += [_between(first, other, then) for other in visits if other is not a and other is not b]
        yield Or(*ways)


def _ways_round(visits: Sequence[Visit], times: Times) -> dict[tuple[str, str], int]:
    """Between two families, the least time from the end of one task to the start of another by way of at least one more."""
    least: dict[str, int] = {}
    for visit in visits:
        shortest = int(visit.task.duration.bounds[0] or 0)
        least[visit.family] = min(shortest, least.get(visit.family, shortest))
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
    present = [other.task.presence] if other.task.optional else []
    return And(*present, _after(first, other, 0), _after(other, then, 0))
