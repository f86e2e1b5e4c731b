"""The minimal conflict that a preference asks for: QuickXplain (Junker 2004).

Cores help only as far as they keep the preference: whatever is less preferred than every member of a core is not needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.conflicts.answers import Conflict
from encoders.conflicts.deletion import confirm
from encoders.result import Satisfiability

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from encoders.conflicts.scope import Scope
    from encoders.result import Outcome


class _OutOfBudget(Exception):
    """A question was not answered in time."""


class _Search:
    """`known` is the least impossible set proved so far, for when the budget runs out."""

    def __init__(self, scope: Scope, known: list[str]) -> None:
        self.scope, self.known = scope, known

    def ask(self, groups: Sequence[str]) -> Outcome:
        outcome = self.scope.ask(groups)
        if outcome.status is Satisfiability.UNKNOWN:
            raise _OutOfBudget
        return outcome

    def impossible(self, groups: Sequence[str]) -> bool:
        outcome = self.ask(groups)
        if outcome.status is Satisfiability.SATISFIABLE:
            return False
        found = self.scope.core(outcome)
        self._note([group for group in groups if group in found])
        return True

    def _note(self, groups: list[str]) -> None:
        if len(groups) < len(self.known):
            self.known = groups

    def prefix(self, order: list[str], core: Collection[str]) -> list[str]:
        """The most preferred members that are impossible together, as far as refusals show it."""
        while True:
            last = max([place for place, group in enumerate(order) if group in core], default=-1)
            if last + 1 == len(order):
                return order
            order = order[: last + 1]
            outcome = self.ask(order)
            if outcome.status is Satisfiability.SATISFIABLE:
                confirm(self.scope, order)  # raises: the core was not one
                raise _OutOfBudget
            core = self.scope.core(outcome)
            self._note([group for group in order if group in core])

    def conflict_in(self, beside: list[str], changed: bool, order: list[str]) -> list[str]:
        """The preferred conflict in `order` on top of `beside`; impossible together."""
        if changed and self.impossible(beside):
            return []
        if len(order) == 1:
            return order
        half = len(order) // 2
        first, second = order[:half], order[half:]
        later = self.conflict_in([*beside, *first], bool(first), second)
        return self.conflict_in([*beside, *later], bool(later), first) + later


def preferred(scope: Scope, order: list[str], core: list[str]) -> Conflict:
    """The minimal conflict whose least preferred member is as preferred as can be, then the next one, and so on.

    `order` are the members, most preferred first; `core` those of a refusal of all of them. When the budget runs out, the least
    set proved impossible so far is given, marked not minimal.
    """
    search, minimal = _Search(scope, core), True
    try:
        wanted = search.prefix(order, core)
        groups = search.conflict_in([], False, wanted) if wanted else []
    except _OutOfBudget:
        groups, minimal = search.known, False
    groups = sorted(groups, key=scope.place.__getitem__)
    confirm(scope, groups)
    return Conflict(tuple(groups), minimal)
