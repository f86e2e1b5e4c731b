"""One conflict of a problem: the first core, a minimal one, or the minimal one that a preference asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.conflicts.answers import Conflict, Diagnosis
from encoders.conflicts.deletion import confirm, shrunk
from encoders.conflicts.preferred import preferred
from encoders.conflicts.scope import Scope, ranked, scoped
from encoders.errors import EngineError
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from encoders.conflicts.answers import Over
    from encoders.problem import Problem
    from encoders.result import Core
    from encoders.session import Session


def conflict(
    problem: Problem,
    *,
    over: Over | Iterable[str] = "request",
    prefer: Sequence[str] | None = None,
    session: Session | None = None,
    core: Core | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Diagnosis:
    """The conflict of a problem that has no plan.

    `over` says which groups can be members: the request's, all ("all" is for modellers), or these; every other group holds
    throughout. With `prefer` (most wanted first; see `ranked` for the rest) the conflict is the one whose least preferred member
    is as preferred as can be, then the next one, and so on. A live `session` must have the members among its switchable groups
    (UnknownNameError). A `core` it has just given saves one question. When the budget runs out the last proved core is given,
    marked not minimal.
    """

    def minimised(scope: Scope, members: list[str]) -> Conflict:
        return shrunk(scope, members) if prefer is None else preferred(scope, ranked(scope, prefer), members)

    with scoped(problem, over, session, engine, budget) as scope:
        return _diagnosis(scope, core, engine, minimised, background=over == "request")


def raw_core(
    problem: Problem,
    *,
    over: Over | Iterable[str] = "request",
    session: Session | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Diagnosis:
    """The first conflict that the engine proves, checked again, with nothing taken away: quick, and often too large."""

    def as_it_is(scope: Scope, members: list[str]) -> Conflict:
        confirm(scope, members)
        return Conflict(tuple(members), minimal=not members)

    with scoped(problem, over, session, engine, budget) as scope:
        return _diagnosis(scope, None, engine, as_it_is, background=over == "request")


def _diagnosis(
    scope: Scope,
    core: Core | None,
    engine: str,
    minimised: Callable[[Scope, list[str]], Conflict],
    *,
    background: bool,
) -> Diagnosis:
    if core is None:
        outcome = scope.ask(scope.members)
        if outcome.status is Satisfiability.SATISFIABLE:
            return Diagnosis(SolveStatus.FEASIBLE)
        if outcome.status is Satisfiability.UNKNOWN:
            return Diagnosis(SolveStatus.UNKNOWN, reason=outcome.reason)
        core = outcome.core
        assert core is not None
    found = minimised(scope, [group for group in scope.members if group in core.groups])
    if not found.groups:
        found = without_wishes(scope, engine) if background else Conflict((), found.minimal, background=True)
    return Diagnosis(SolveStatus.INFEASIBLE, found, "" if found.minimal else scope.deadline.reason)


def without_wishes(scope: Scope, engine: str) -> Conflict:
    """The conflict among the rules of the world, with every wish left out."""
    problem, deadline = scope.problem, scope.deadline
    wishes = set(problem.groups_of("request"))
    rules = [group for group in problem.groups if group not in wishes]
    with open_session(problem.without(wishes), engine, switchable=rules, budget=deadline.rest()) as session:
        world = Scope(session, rules, deadline)
        outcome = world.ask(rules)
        if outcome.status is Satisfiability.SATISFIABLE:
            raise EngineError(f"{session.engine} called the background impossible and then found an answer")
        if outcome.core is None:
            return Conflict(tuple(rules), minimal=False, background=True)
        found = shrunk(world, [group for group in rules if group in outcome.core.groups])
    return Conflict(found.groups, found.minimal, background=True)
