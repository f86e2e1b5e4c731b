"""All minimal conflicts and all minimal corrections as one stream: MARCO (Liffiton, Previti, Malik, Marques-Silva 2016).

A map holds which sets of members are still undecided. Each seed from it is grown until every further member would complete a
known conflict, so that a seed that is possible is a maximal satisfiable subset by itself; one that is impossible is shrunk.
Corrections found earlier decide most of the shrinking without a question (a set that misses one of them is possible), and what
was found possible while shrinking is grown to further corrections where that takes no more questions than a conflict does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.conflicts.answers import Conflict, Correction
from encoders.conflicts.deletion import shrunk
from encoders.conflicts.growth import grown
from encoders.conflicts.scope import Knowledge, scoped
from encoders.engines.undecided import undecided_sets
from encoders.result import Satisfiability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from encoders.conflicts.answers import Over
    from encoders.conflicts.scope import Scope
    from encoders.engines.undecided import UndecidedSets
    from encoders.problem import Problem
    from encoders.result import Assignment, Budget
    from encoders.session import Session


class Exploration:
    """The stream; iterate over it once. `complete` and `ended` say, then, whether and why it stopped early."""

    def __init__(self, found: Iterator[Conflict | Correction]) -> None:
        self._found = found
        self.complete = False
        """Everything there is was given."""
        self.ended = ""
        """The limit that ended the stream early."""

    def __iter__(self) -> Iterator[Conflict | Correction]:
        return self._found


def explore(
    problem: Problem,
    *,
    over: Over | Iterable[str] = "request",
    session: Session | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Exploration:
    """Every minimal conflict and every minimal correction over the members, each once, as they are proved.

    Nothing is done before the first is asked for. A problem that has a plan gives one correction without groups; one whose
    background is impossible gives one conflict without groups. When the budget runs out the stream ends: see `Exploration`.
    """
    stream = Exploration(iter(()))

    def run() -> Iterator[Conflict | Correction]:
        with scoped(problem, over, session, engine, budget) as scope:
            search = _Search(scope)
            try:
                yield from search.run()
            finally:
                search.close()
            stream.complete, stream.ended = not search.ended, search.ended

    stream._found = run()
    return stream


class _Search:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.knows = Knowledge()
        self.sets: UndecidedSets = undecided_sets(len(scope.members))
        self.ended = ""
        self._shrinking, self._shrunk = 0, 0
        """Questions spent on shrinking, and how many conflicts came of it."""

    def close(self) -> None:
        self.sets.close()

    def run(self) -> Iterator[Conflict | Correction]:
        scope = self.scope
        while not self.ended:
            seed = self.sets.next(scope.deadline)
            if seed is None:
                self.ended = self.sets.reason
                return
            seed = self.knows.extended(seed, scope.everything)
            if known := self.knows.conflict_in(seed):  # a core that was met while growing
                yield from self._conflict_in(scope.groups(known))
                continue
            outcome = scope.ask(scope.groups(seed))
            if outcome.assignment is not None:
                yield self._correction(seed, outcome.assignment)
            elif outcome.status is Satisfiability.UNSATISFIABLE:
                yield from self._conflict_in(scope.core(outcome))
            else:
                self.ended = outcome.reason

    def _correction(self, kept: int, assignment: Assignment) -> Correction:
        self.knows.corrections.append(self.scope.everything & ~kept)
        self.sets.exclude_within(kept)
        return self.scope.correction(self.scope.groups(kept), assignment, minimal=True)

    def _conflict_in(self, core: Iterable[str]) -> Iterator[Conflict | Correction]:
        """A conflict within a core, and the corrections that came to light on the way."""
        scope = self.scope
        witnesses: list[tuple[list[str], Assignment]] = []
        before = scope.asked
        found = shrunk(scope, core, self.knows, lambda groups, assignment: witnesses.append((groups, assignment)))
        if not found.minimal:
            self.ended = scope.deadline.reason
            return
        self._shrinking += scope.asked - before
        self._shrunk += 1
        mask = scope.mask(found.groups)
        self.knows.refuse(mask)
        self.sets.exclude_containing(mask)
        yield Conflict(found.groups, True, background=not found.groups)
        for groups, assignment in witnesses:
            yield from self._grown(groups, assignment)

    def _grown(self, groups: list[str], assignment: Assignment) -> Iterator[Correction]:
        scope = self.scope
        if self.ended or self.knows.possible(scope.mask(groups)):
            return
        outside = [group for group in scope.members if group not in set(groups)]
        kept = [*groups, *scope.satisfied(assignment, outside)]
        mask = scope.mask(kept)
        undecided = (scope.everything & ~mask & ~self.knows.kept_out(mask)).bit_count()
        if self.knows.possible(mask) or undecided * self._shrunk > self._shrinking + 2 * self._shrunk:
            return
        more = grown(scope, kept, assignment, self.knows)
        if not more.maximal:
            self.ended = scope.deadline.reason
        elif not self.knows.possible(more.kept):
            yield self._correction(more.kept, more.assignment)
