"""One minimal conflict by deletion with core refinement (Dershowitz et al. 2006; Belov and Marques-Silva 2012).

Drop a member, and if the rest is still impossible go on with the core of that refusal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.amounts import amounts_of
from encoders.conflicts.answers import Conflict
from encoders.conflicts.scope import Knowledge, Scope
from encoders.errors import EngineError
from encoders.result import Satisfiability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from encoders.result import Assignment, Deadline
    from encoders.session import Session

    Witness = Callable[[list[str], Assignment], None]
    """Takes members that were found to hold together, with an assignment."""


def minimal_core(session: Session, core: Iterable[str], deadline: Deadline, *, always: Sequence[str] = ()) -> Conflict:
    """Shrink an impossible set of switchable groups to a minimal one, and make sure that it is impossible.

    `always` are switchable groups that hold beside them. Groups whose amount can be changed are given up last, since a conflict
    about an amount has the milder repairs. Raises EngineError where the engine takes its refusal back.
    """
    held = set(always)
    scope = Scope(session, [group for group in session.switchable if group not in held], deadline)
    # what is neither in the core nor always on is off in every question
    scope.always = tuple(always)
    return shrunk(scope, [group for group in core if group in scope.place])


def shrunk(
    scope: Scope, core: Iterable[str], knows: Knowledge | None = None, witness: Witness | None = None
) -> Conflict:
    """A minimal conflict within an impossible set of members; see `minimal_core`.

    What `knows` decides is not asked. `witness` hears of every set that was found possible on the way.
    """
    order = scope.place
    milder = amounts_of(scope.problem)
    rest = sorted(core, key=lambda group: (group not in milder, order[group]), reverse=True)
    needed: list[str] = []
    minimal, proved = True, False
    while rest:
        tried, *others = rest
        if knows is not None and knows.possible(scope.mask([*needed, *others])):
            needed.append(tried)
            rest, proved = others, False
            continue
        outcome = scope.ask([*needed, *others])
        if outcome.status is Satisfiability.UNSATISFIABLE:
            found = scope.core(outcome)
            rest = [group for group in others if group in found]
            proved = rest == others
        elif outcome.status is Satisfiability.SATISFIABLE:
            if witness is not None and outcome.assignment is not None:
                witness([*needed, *others], outcome.assignment)
            needed.append(tried)
            rest = others
            proved = False
        else:
            minimal = False
            break
    groups = sorted([*needed, *rest], key=order.__getitem__)
    if not (minimal and proved):
        confirm(scope, groups)
    return Conflict(tuple(groups), minimal)


def confirm(scope: Scope, groups: Sequence[str]) -> None:
    """A core is checked again before it is believed. Raises EngineError where an answer is found."""
    outcome = scope.ask(groups)
    if outcome.status is Satisfiability.SATISFIABLE:
        raise EngineError(f"{scope.session.engine} called {', '.join(groups)} impossible and then found an answer")
