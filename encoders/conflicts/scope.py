"""The questions that conflicts ask: some members on top of what always holds, in one session, under one deadline."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from encoders.amounts import amounts_of
from encoders.conflicts.answers import Correction
from encoders.errors import UnknownNameError
from encoders.evaluate import Evaluator
from encoders.result import Budget
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from encoders.conflicts.answers import Over
    from encoders.numbers import Number
    from encoders.problem import Problem
    from encoders.result import Assignment, Deadline, Outcome
    from encoders.session import Session


class Scope:
    """Members in problem order; a set of them is also a bit set, whose lowest bit is the first member."""

    def __init__(self, session: Session, members: Iterable[str], deadline: Deadline) -> None:
        self.session, self.deadline = session, deadline
        self.problem: Problem = session.problem
        wanted = set(members)
        fixed = wanted.difference(session.switchable)
        if fixed:
            raise UnknownNameError(
                f"the session cannot switch {', '.join(sorted(map(repr, fixed)))} off; open it with them"
            )
        self.members = tuple([group for group in session.switchable if group in wanted])
        self.always = tuple([group for group in session.switchable if group not in wanted])
        """Switchable groups that hold in every question."""
        self.place = {group: place for place, group in enumerate(self.members)}
        self.everything = (1 << len(self.members)) - 1
        self.asked = 0
        """How many questions went to the session."""

    def ask(self, groups: Iterable[str]) -> Outcome:
        """Whether these members can hold with what always holds."""
        self.asked += 1
        return self.session.check([*self.always, *groups], budget=self.deadline.rest())

    def core(self, outcome: Outcome) -> set[str]:
        """The members in a refusal's core."""
        assert outcome.core is not None
        return {group for group in outcome.core.groups if group in self.place}

    def satisfied(self, assignment: Assignment, candidates: Iterable[str]) -> list[str]:
        """Those candidates that an assignment keeps anyway, judged by the evaluator; no solver is asked."""
        value = Evaluator(assignment, self.problem.values())
        groups = self.problem.groups
        return [group for group in candidates if all([value(c.expression) for c in groups[group]])]

    def mask(self, groups: Iterable[str]) -> int:
        """A bit set of members."""
        place, found = self.place, 0
        for group in groups:
            found |= 1 << place[group]
        return found

    def groups(self, mask: int) -> tuple[str, ...]:
        """The members of a bit set, in order."""
        return tuple([group for place, group in enumerate(self.members) if mask >> place & 1])

    def weight(self, group: str) -> Number:
        """The price of giving a group up; never negative."""
        return max(0, self.problem.groups[group][0].weight)

    def correction(
        self, kept: Collection[str], assignment: Assignment, *, minimal: bool, cheapest: bool = False
    ) -> Correction:
        """The correction that leaves these members."""
        held = set(kept)
        gone = tuple([group for group in self.members if group not in held])
        weight = sum([self.weight(group) for group in gone])
        rest = tuple([group for group in self.members if group in held])
        return Correction(gone, rest, weight, assignment, minimal, cheapest)


class Knowledge:
    """Impossible sets and corrections met so far: what they decide need not be asked."""

    def __init__(self) -> None:
        self.impossible: list[int] = []
        """Minimal conflicts and other cores."""
        self.corrections: list[int] = []
        self._by_place: dict[int, list[int]] = {}

    def refuse(self, mask: int) -> None:
        """Remember an impossible set, unless it says nothing new."""
        if not self.conflict_in(mask):
            self.impossible.append(mask)
            for place in range(mask.bit_length()):
                if mask >> place & 1:
                    self._by_place.setdefault(place, []).append(mask)

    def conflict_in(self, mask: int) -> int:
        """A known impossible set that lies in this one; 0 without one."""
        return next((known for known in self.impossible if known & mask == known), 0)

    def possible(self, mask: int) -> bool:
        """Whether a known correction touches nothing in the set."""
        return any([not known & mask for known in self.corrections])

    def kept_out(self, mask: int) -> int:
        """The members that would complete a known impossible set."""
        found = 0
        for known in self.impossible:
            left = known & ~mask
            if not left & (left - 1):
                found |= left
        return found

    def extended(self, mask: int, everything: int) -> int:
        """All further members, in order, that complete no known impossible set."""
        out = self.kept_out(mask)
        while free := everything & ~mask & ~out:
            bit = free & -free
            mask |= bit
            for known in self._by_place.get(bit.bit_length() - 1, ()):
                left = known & ~mask
                if not left & (left - 1):
                    out |= left
        return mask


def members_of(problem: Problem, over: Over | Iterable[str]) -> tuple[str, ...]:
    """The groups that can be members, in problem order. Raises UnknownNameError."""
    if over == "request":
        return problem.groups_of("request")
    if over == "all":
        return tuple(problem.groups)
    named = {over} if isinstance(over, str) else set(over)
    if unknown := named - set(problem.groups):
        raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
    return tuple([group for group in problem.groups if group in named])


@contextmanager
def scoped(
    problem: Problem,
    over: Over | Iterable[str],
    session: Session | None,
    engine: str,
    budget: Budget | None,
) -> Iterator[Scope]:
    """The scope of a call: on a live session, or on one of its own."""
    deadline = (budget or Budget()).start()
    members = members_of(problem, over)
    if session is not None:
        yield Scope(session, members, deadline)
        return
    with open_session(problem, engine, switchable=members, budget=budget) as opened:
        yield Scope(opened, members, deadline)


def ranked(scope: Scope, prefer: Sequence[str]) -> list[str]:
    """The members in order of preference: those named, then groups with an amount, then the rest in the order of the text.

    A conflict about an amount has the milder repairs, so it is the one to be told. Raises UnknownNameError.
    """
    if unknown := set(prefer) - set(scope.problem.groups):
        raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
    first = {group: place for place, group in reversed(list(enumerate(prefer)))}
    amounts = amounts_of(scope.problem)
    return sorted(
        scope.members,
        key=lambda group: (first.get(group, len(first)), group not in amounts, scope.place[group]),
    )
