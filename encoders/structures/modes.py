"""Work that can be done in several ways: one optional task a way, all with the same start.

The end is linear in the choice, so that precedence is a plain comparison whatever way is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.errors import ModelError
from encoders.expressions import TRUE, And, BoolVar, ChoiceVar, Compare, Const, IntVar, Is, Not, Or, Sum, Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.expressions import Expression

LEFT_OUT = "left out"
"""The option of an activity that is not done."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Work with one task for each mode; `whole` is the task whatever the mode.

    `rule` makes an absent activity total and belongs to no group. Resources take the modes; precedence and limits take `whole`.
    """

    name: str
    whole: Task
    modes: Mapping[str, Task]
    choice: ChoiceVar | None
    """The mode; None where there is nothing to choose between."""
    rule: Expression = TRUE

    @property
    def end(self) -> Sum:
        """When it ends; an absent activity ends where it starts, at its earliest."""
        length = self.whole.length if self.choice is None else self.whole.duration  # which is 0 where no mode is chosen
        return Sum(((1, self.whole.start), (1, length)))


def activity(
    name: str, durations: Mapping[str, int], *, earliest: int, latest_end: int, optional: bool = False
) -> Activity:
    """An activity whose modes take so long, between two times; exactly one mode is chosen, or none if it is optional.

    Its variables are NAME.start and NAME.mode, or NAME.present where an optional activity has one mode only. Raises ModelError
    without modes, for negative durations, and where no mode fits between the times.
    """
    if not durations:
        raise ModelError(f"activity {name!r} needs at least one mode")
    if min(durations.values()) < 0:
        raise ModelError(f"activity {name!r} has a mode with a negative duration")
    latest = latest_end - min(durations.values())
    if latest < earliest:
        raise ModelError(f"activity {name!r} does not fit between {earliest} and {latest_end} in any mode")
    start = IntVar(f"{name}.start", earliest, latest)
    if len(durations) == 1:
        ((mode, length),) = durations.items()
        only = Task(name, start, Const(length), BoolVar(f"{name}.present") if optional else TRUE)
        return Activity(name, only, {mode: only}, None, only.rule)
    if LEFT_OUT in durations:
        raise ModelError(f"a mode of activity {name!r} cannot be called {LEFT_OUT!r}")
    choice = ChoiceVar(f"{name}.mode", (*durations, LEFT_OUT) if optional else tuple(durations))
    chosen = {mode: Is(choice, mode) for mode in durations}
    modes = {
        mode: Task(f"{name} ({mode})", start, Const(length), chosen[mode], shared=True)
        for mode, length in durations.items()
    }
    longest = Sum(tuple([(length, chosen[mode]) for mode, length in durations.items()]))
    present: Expression = Not(Is(choice, LEFT_OUT)) if optional else TRUE
    whole = Task(name, start, longest, present)
    rules = [whole.rule] if optional else []
    rules += [  # a start that is late for a mode's own length would end too late
        Or(Not(chosen[mode]), Compare(start, "<=", Const(latest_end - length)))
        for mode, length in durations.items()
        if latest_end - length < latest
    ]
    return Activity(name, whole, modes, choice, rules[0] if len(rules) == 1 else And(*rules) if rules else TRUE)
