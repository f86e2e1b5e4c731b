"""A session of a request's own problem, answered by the live session of a wider one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from encoders.errors import UnknownNameError
from encoders.result import Core, Outcome, SolveStatus
from encoders.session import open_session
from planner.dialogue.known import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment, Budget, Result
    from encoders.session import Incumbent, News, Session
    from planner.dialogue.covering import Focus
    from planner.dialogue.known import Known


class FocusSession:
    """The protocol of `encoders.session.Session`. What is proved of the whole request is remembered in `known`."""

    def __init__(self, wide: Session, focus: Focus, known: Known) -> None:
        self._wide, self._focus, self._known = wide, focus, known
        self._own: Session | None = None
        """A session of its own, once something was added that only this request has."""
        self.problem: Problem = focus.problem
        self.engine, self.strategy, self.why = wide.engine, wide.strategy, wide.why
        self.switchable = tuple(focus.groups)
        self.inferred = False
        """Whether the last best plan followed from what was known, without a search."""

    def check(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
    ) -> Outcome:
        """See `encoders.session.Session`."""
        if self._own is not None:
            return self._own.check(on, values=values, hint=hint, budget=budget)
        outcome = self._wide.check(self._wider(on), values=self._values(values), hint=hint, budget=budget)
        return outcome if outcome.core is None else replace(outcome, core=self._narrower(outcome.core))

    def optimise(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
        incumbent: Incumbent | None = None,
        objectives: Sequence[Objective] | None = None,
        news: Callable[[str], News | None] | None = None,
    ) -> Result:
        """See `encoders.session.Session`."""
        if self._own is not None:
            return self._own.optimise(
                on, values=values, hint=hint, budget=budget, incumbent=incumbent, objectives=objectives, news=news
            )
        goals = self.problem.objectives if objectives is None else tuple(objectives)
        wider, changed = self._wider(on), self._values(values)
        asked = Asked(frozenset(wider), self._wide.problem.values(changed), goals)
        result = self._known.answer(asked)
        self.inferred = result is not None
        if result is None:
            start = hint if hint is not None else self._known.start(asked)
            result = self._wide.optimise(
                wider, values=changed, hint=start, budget=budget, incumbent=incumbent, objectives=goals, news=news
            )
            self._known.note(asked, result)
        if result.status is SolveStatus.INFEASIBLE and result.core is not None:
            return replace(result, core=self._narrower(result.core))
        return result

    def extend(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """See `encoders.session.Session`; the live session is not touched: this request goes on with one of its own."""
        if self._own is None:
            self._own = open_session(self.problem, self.engine, switchable=self.switchable)
        self._own.extend(variables, constraints)
        self.problem = self._own.problem

    def close(self) -> None:
        """Close what this request opened; the live session goes on."""
        if self._own is not None:
            self._own.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _wider(self, on: Iterable[str] | None) -> list[str]:
        groups = self._focus.groups
        if on is None:
            return list(groups.values())
        named = set(on)
        if unknown := named - set(self.problem.groups):
            raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
        return [wider for group, wider in groups.items() if group in named]

    def _values(self, values: Mapping[str, Number] | None) -> dict[str, Number]:
        return {**self._focus.values, **(values or {})}

    def _narrower(self, core: Core) -> Core:
        own = {wider: group for group, wider in self._focus.groups.items()}
        return Core(frozenset([own[g] for g in core.groups if g in own]), core.parameters)
