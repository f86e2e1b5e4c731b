"""Why there is no plan: groups that cannot hold together, with nothing superfluous among them.

A conflict is a minimal unsatisfiable set (MUS) over groups: impossible, and possible without any one member. It is found by
deletion with core refinement (Dershowitz et al. 2006; Belov and Marques-Silva 2012): drop a member, and if the rest is still
impossible go on with the core of that refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.amounts import amounts_of
from encoders.errors import EngineError, UnknownNameError
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.problem import Problem
    from encoders.result import Core, Deadline
    from encoders.session import Session

Over = Literal["request", "all"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups, in problem order, that cannot hold together with the background.

    `minimal` only where every member was proved necessary. `background`: the rules of the world are impossible by themselves;
    then the groups are theirs, or none where the conflict lies in constraints without a group.
    """

    groups: tuple[str, ...]
    minimal: bool
    background: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Infeasible with a conflict, feasible without one, or unknown with the reason."""

    status: SolveStatus
    conflict: Conflict | None = None
    reason: str = ""


def conflict(
    problem: Problem,
    *,
    over: Over = "request",
    session: Session | None = None,
    core: Core | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Diagnosis:
    """The conflict of a problem that has no plan.

    `over` says which groups can be members: the request's, or all ("all" is for modellers). A live `session` must have the
    members among its switchable groups (UnknownNameError); others that it could switch off hold throughout. A `core` it has just
    given saves one question. When the budget runs out the last proved core is given, marked not minimal.
    """
    deadline = (budget or Budget()).start()
    members = problem.groups_of("request") if over == "request" else tuple(problem.groups)
    if session is not None:
        return _conflict(session, members, core, deadline, engine, background=over == "request")
    with open_session(problem, engine, switchable=members, budget=budget) as opened:
        return _conflict(opened, members, core, deadline, engine, background=over == "request")


def _conflict(
    session: Session, members: Sequence[str], core: Core | None, deadline: Deadline, engine: str, *, background: bool
) -> Diagnosis:
    fixed = set(members).difference(session.switchable)
    if fixed:
        raise UnknownNameError(
            f"the session cannot switch {', '.join(sorted(map(repr, fixed)))} off; open it with them"
        )
    always = [group for group in session.switchable if group not in set(members)]
    if core is None:
        outcome = session.check([*always, *members], budget=deadline.rest())
        if outcome.status is Satisfiability.SATISFIABLE:
            return Diagnosis(SolveStatus.FEASIBLE)
        if outcome.status is Satisfiability.UNKNOWN:
            return Diagnosis(SolveStatus.UNKNOWN, reason=outcome.reason)
        core = outcome.core
        assert core is not None
    found = minimal_core(session, [group for group in members if group in core.groups], deadline, always=always)
    if found.groups:
        return Diagnosis(SolveStatus.INFEASIBLE, found)
    if not background:
        return Diagnosis(SolveStatus.INFEASIBLE, Conflict((), found.minimal, background=True))
    return Diagnosis(SolveStatus.INFEASIBLE, _of_background(session.problem, deadline, engine))


def minimal_core(session: Session, core: Iterable[str], deadline: Deadline, *, always: Sequence[str] = ()) -> Conflict:
    """Shrink an impossible set of switchable groups to a minimal one, and make sure that it is impossible.

    `always` are switchable groups that hold beside them. Groups whose amount can be changed are given up last, since a conflict
    about an amount has the milder repairs. Raises EngineError where the engine takes its refusal back.
    """
    order = {group: place for place, group in enumerate(session.problem.groups)}
    milder = amounts_of(session.problem)
    rest = sorted(core, key=lambda group: (group not in milder, order[group]), reverse=True)
    needed: list[str] = []
    minimal, proved = True, False
    while rest:
        tried, *others = rest
        outcome = session.check([*always, *needed, *others], budget=deadline.rest())
        if outcome.status is Satisfiability.UNSATISFIABLE:
            assert outcome.core is not None
            rest = [group for group in others if group in outcome.core.groups]
            proved = rest == others
        elif outcome.status is Satisfiability.SATISFIABLE:
            needed.append(tried)
            rest = others
            proved = False
        else:
            minimal = False
            break
    groups = sorted([*needed, *rest], key=order.__getitem__)
    if not (minimal and proved):
        _confirm(session, [*always, *groups], deadline)
    return Conflict(tuple(groups), minimal)


def _confirm(session: Session, groups: Sequence[str], deadline: Deadline) -> None:
    """A core is checked again before it is believed."""
    outcome = session.check(groups, budget=deadline.rest())
    if outcome.status is Satisfiability.SATISFIABLE:
        raise EngineError(f"{session.engine} called {', '.join(groups)} impossible and then found an answer")


def _of_background(problem: Problem, deadline: Deadline, engine: str) -> Conflict:
    """The conflict among the rules of the world, with every wish left out."""
    wishes = set(problem.groups_of("request"))
    rules = [group for group in problem.groups if group not in wishes]
    with open_session(problem.without(wishes), engine, switchable=rules, budget=deadline.rest()) as session:
        outcome = session.check(rules, budget=deadline.rest())
        if outcome.status is Satisfiability.SATISFIABLE:
            raise EngineError(f"{session.engine} called the background impossible and then found an answer")
        if outcome.core is None:
            return Conflict(tuple(rules), minimal=False, background=True)
        found = minimal_core(session, [group for group in rules if group in outcome.core.groups], deadline)
    return Conflict(found.groups, found.minimal, background=True)
