"""What is said of a problem without a plan, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from encoders.numbers import Number
    from encoders.result import Assignment, SolveStatus

Over = Literal["request", "all"]
"""Which groups can be members: the request's, or all of the problem's."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups, in problem order, that cannot hold together with the background.

    `minimal` only where every member was proved necessary, `smallest` only where it was proved that no conflict has fewer.
    `background`: the rules of the world are impossible by themselves; then the groups are theirs, or none where the conflict
    lies in constraints without a group.
    """

    groups: tuple[str, ...]
    minimal: bool
    background: bool = False
    smallest: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Infeasible with a conflict, feasible without one, or unknown with the reason.

    With a conflict that is not minimal, or not the smallest where that was asked, `reason` says which limit was hit.
    """

    status: SolveStatus
    conflict: Conflict | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Groups, in problem order, without which there is a plan, with such a plan; `kept` are the other members.

    `minimal` only where none of them could stay as it is; `kept` is then a maximal satisfiable subset. `weight` is the sum of the
    groups' weights, `cheapest` only where it was proved that no correction weighs less.
    """

    groups: tuple[str, ...]
    kept: tuple[str, ...]
    weight: Number
    assignment: Assignment
    minimal: bool
    cheapest: bool = False


@dataclass(frozen=True, slots=True)
class Relief:
    """Feasible with a correction (empty where nothing has to go), infeasible where no correction helps, or unknown.

    `bound`: no correction weighs less. `reason` says which limit was hit where the correction is not proved to be what was asked.
    """

    status: SolveStatus
    correction: Correction | None = None
    bound: Number = 0
    reason: str = ""
