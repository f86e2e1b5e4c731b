"""Starts that a rule leaves open, as stretches of whole minutes, and the shortest expression that says so."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from encoders.expressions import FALSE, TRUE, And, Compare, Const, Or

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.expressions import Expression, IntVar

    Stretches = Sequence[tuple[int, int]]
    """First and last open start of each, in order and apart from one another."""


def without(open_starts: Stretches, taken: Iterable[tuple[int, int]], minutes: int) -> list[tuple[int, int]]:
    """The open starts at which a meeting of so many minutes touches none of the taken times (their end excluded)."""
    blocks = sorted([(start - minutes, end) for start, end in taken if start < end])
    found: list[tuple[int, int]] = []
    for first, last in open_starts:
        at = first
        for before, after in blocks:
            if after <= at:
                continue
            if before >= last:
                break
            if before >= at:
                found.append((at, before))
            at = max(at, after)
            if at > last:
                break
        if at <= last:
            found.append((at, last))
    return found


def within(open_starts: Stretches, wanted: Iterable[tuple[int, int]], minutes: int) -> list[tuple[int, int]]:
    """The open starts at which the meeting lies in one of the wanted times."""
    found = [
        (max(first, start), min(last, end - minutes)) for first, last in open_starts for start, end in sorted(wanted)
    ]
    return _joined([(first, last) for first, last in found if first <= last])


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


class Starts:
    """Expressions over one start; atoms that several rules use are made once."""

    def __init__(self, start: IntVar, open_starts: Stretches) -> None:
        self.start, self.open = start, list(open_starts)
        self._atoms: dict[tuple[str, int], Expression] = {}

    def rule(self, left: Stretches) -> Expression:
        """That the start lies in one of these stretches of the open starts; the open starts themselves are taken for granted.

        Either the stretches are told, or the gaps between them, whichever is shorter.
        """
        if not left:
            return FALSE
        gaps = self._gaps(left)
        if not gaps:
            return TRUE
        if len(gaps) <= len(left):
            parts = [self._either(last, first) for last, first in gaps]
            return parts[0] if len(parts) == 1 else And(*parts)
        told = [self._inside(first, last) for first, last in left]
        return told[0] if len(told) == 1 else Or(*told)

    def stretches(self) -> Expression:
        """That the start is one of the open ones."""
        between = [self._either(last, first) for (_, last), (first, _) in pairwise(self.open)]
        return TRUE if not between else between[0] if len(between) == 1 else And(*between)

    def _gaps(self, left: Stretches) -> list[tuple[int, int]]:
        """Last start before and first start after each run of open starts that are not left."""
        ends = [(self.start.lo - 1, self.start.lo - 1), *left, (self.start.hi + 1, self.start.hi + 1)]
        found = []
        for (_, last), (first, _) in pairwise(ends):
            if any([begin < first and end > last for begin, end in self.open]):
                found.append((last, first))
        return found

    def _either(self, last: int, first: int) -> Expression:
        if last < self.start.lo:
            return self._atom(">=", first)
        if first > self.start.hi:
            return self._atom("<=", last)
        return Or(self._atom("<=", last), self._atom(">=", first))

    def _inside(self, first: int, last: int) -> Expression:
        if first <= self.start.lo and last >= self.start.hi:
            return TRUE
        if first <= self.start.lo:
            return self._atom("<=", last)
        if last >= self.start.hi:
            return self._atom(">=", first)
        return And(self._atom(">=", first), self._atom("<=", last))

    def _atom(self, operator: str, value: int) -> Expression:
        found = self._atoms.get((operator, value))
        if found is None:
            found = Compare(self.start, operator, Const(value))  # type: ignore[arg-type]
            self._atoms[operator, value] = found
        return found
