"""One activity of a project as tasks, one for each way to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.expressions import TRUE, And, ChoiceVar, Const, If, IntVar, Is, Or, Sum, Task
from encoders.structures.calendars import pausing
from encoders.structures.modes import activity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.project.request import Activity
    from encoders.expressions import Expression

    Closed = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """`whole` is the activity however it is done, `modes` are its ways by name; `rule` always holds."""

    whole: Task
    modes: Mapping[str, Task]
    choice: ChoiceVar | None
    rule: Expression = TRUE

    @property
    def end(self) -> Sum:
        """When it ends."""
        return Sum(((1, self.whole.start), (1, self.whole.duration)))

    def chosen(self, mode: str) -> Expression:
        """Whether it is done in this way."""
        return TRUE if self.choice is None else Is(self.choice, mode)


def step_of(content: Activity, horizon: int, breaks: Sequence[Closed]) -> Step:
    """An activity that runs between 0 and the horizon; it pauses in breaks."""
    durations = {mode.mode: mode.duration for mode in content.modes}
    if not breaks:
        done = activity(content.name, durations, earliest=0, latest_end=horizon)
        return Step(done.whole, done.modes, done.choice, done.rule)
    start = IntVar(f"{content.name}.start", 0, horizon - min(durations.values()))
    takes = {mode: pausing(start, work, breaks) for mode, work in durations.items()}
    if len(takes) == 1:
        ((mode, (duration, rule)),) = takes.items()
        only = Task(content.name, start, duration)
        return Step(only, {mode: only}, None, rule)
    choice = ChoiceVar(f"{content.name}.mode", tuple(takes))
    modes = {
        mode: Task(f"{content.name} ({mode})", start, duration, Is(choice, mode), shared=True)
        for mode, (duration, _) in takes.items()
    }
    length = Sum(tuple([(1, If(Is(choice, mode), duration, Const(0))) for mode, (duration, _) in takes.items()]))
    rules = [Or(~Is(choice, mode), rule) for mode, (_, rule) in takes.items()]
    return Step(Task(content.name, start, length), modes, choice, And(*rules))
