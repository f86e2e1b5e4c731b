"""One task of a job in the problem: its start, and a task of the language for each machine that may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.expressions import ChoiceVar, Compare, Const, IntVar, Is, Sum, Task, precedence, task

if TYPE_CHECKING:
    from domains.jobshop.request import ShopTask
    from encoders.expressions import Expression


def step_name(job: str, number: int) -> str:
    """JOB.N, N counted from 1."""
    return f"{job}.{number}"


@dataclass(frozen=True, slots=True)
class Way:
    """A task on one machine; it is optional where there are others."""

    machine: str
    duration: int
    task: Task


@dataclass(frozen=True, slots=True)
class Step:
    """A task with the ways to do it, all of which start at `start`; `end` is the start and the time the chosen way takes."""

    start: IntVar
    end: Expression
    ways: tuple[Way, ...]

    def before(self, then: Step) -> Expression:
        """That the other one starts only when this one has ended."""
        if len(self.ways) == 1 and len(then.ways) == 1:
            return precedence(self.ways[0].task, then.ways[0].task)
        lengths = [(-way.duration, way.task.presence) for way in self.ways]
        return Compare(Sum(((1, then.start), (-1, self.start), *lengths)), ">=", Const(0))


def step_of(name: str, content: ShopTask, *, earliest: int, horizon: int) -> Step:
    """The step of this name, within these times; one machine of its options is chosen where there are several."""
    if not content.alternatives:
        one = task(name, content.duration, earliest=earliest, latest=horizon - content.duration)
        return Step(one.start, one.end, (Way(content.machine, content.duration, one),))
    start = IntVar(f"{name}.start", earliest, horizon - content.shortest)
    machine = ChoiceVar(f"{name}.machine", tuple([option.machine for option in content.options]))
    ways = []
    for option in content.options:
        presence = Is(machine, option.machine)
        work = Task(f"{name} on {option.machine}", start, Const(option.duration), presence, shared=True)
        ways.append(Way(option.machine, option.duration, work))
    end = Sum(((1, start), *[(way.duration, way.task.presence) for way in ways]))
    return Step(start, end, tuple(ways))
