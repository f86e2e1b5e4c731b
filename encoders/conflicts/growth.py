"""From members that hold together to a maximal satisfiable subset.

An assignment brings in for free whatever it keeps anyway. Of the others, all are tried together first, and the members of each
refusal's core are set aside; what is left over joins at once, and only those set aside are tried one by one (disjoint cores).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.result import Satisfiability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.conflicts.scope import Knowledge, Scope
    from encoders.result import Assignment, Outcome


@dataclass(frozen=True, slots=True)
class Grown:
    """Members that hold together, with an assignment; `maximal` where none of the others could join."""

    kept: int
    assignment: Assignment
    maximal: bool


def grown(scope: Scope, kept: Iterable[str], assignment: Assignment, knows: Knowledge) -> Grown:
    """Grow a set that an assignment satisfies; what `knows` decides is not asked, and every refusal's core is added."""
    return _Growth(scope, kept, assignment, knows).run()


class _Growth:
    def __init__(self, scope: Scope, kept: Iterable[str], assignment: Assignment, knows: Knowledge) -> None:
        self.scope, self.knows = scope, knows
        self.kept, self.assignment = scope.mask(kept), assignment
        self.outside = scope.everything & ~self.kept
        """Members of which nothing is decided yet."""
        self._join_satisfied()

    def _join_satisfied(self) -> None:
        """Everything the assignment keeps; and what a known conflict keeps out stays out."""
        scope = self.scope
        self._join(scope.mask(scope.satisfied(self.assignment, scope.groups(self.outside))))
        self.outside &= ~self.knows.kept_out(self.kept)

    def _join(self, mask: int) -> None:
        self.kept |= mask
        self.outside &= ~mask

    def run(self) -> Grown:
        aside = 0
        while trying := self.outside & ~aside:
            if known := self.knows.conflict_in(self.kept | trying):
                aside |= known & trying
                continue
            outcome = self.scope.ask(self.scope.groups(self.kept | trying))
            if outcome.status is Satisfiability.UNKNOWN:
                return self._end(False)
            if outcome.assignment is not None:
                self.assignment = outcome.assignment
                self._join(trying)
                self._join_satisfied()
                continue
            core = self._learn(outcome) & trying
            if core & (core - 1) == 0:  # one member: it cannot join what is kept
                self.outside &= ~core
            aside |= core
            if not core:
                return self._end(
                    False
                )  # the engine takes back that what is kept holds together; nothing more is claimed
        while self.outside:
            bit = self.outside & -self.outside
            outcome = self.scope.ask(self.scope.groups(self.kept | bit))
            if outcome.status is Satisfiability.UNKNOWN:
                return self._end(False)
            if outcome.assignment is None:
                self._learn(outcome)
                self.outside &= ~bit
            else:
                self.assignment = outcome.assignment
                self._join(bit)
                self._join_satisfied()
        return self._end(True)

    def _learn(self, outcome: Outcome) -> int:
        """The core of a refusal, remembered."""
        core = self.scope.mask(self.scope.core(outcome))
        self.knows.refuse(core)
        return core

    def _end(self, maximal: bool) -> Grown:
        return Grown(self.kept, self.assignment, maximal)
