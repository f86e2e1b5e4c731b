"""A schedule whose objective is no greater than its lower bound: where there is one, nothing needs to be searched.

One schedule is made, of the tasks in the order of their latest starts under the bound (serial schedule generation; Kolisch 1996),
and given up with the first task that starts too late. In projects with room in their resources that is often all there is to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.expressions import Cumulative
from encoders.heuristics.bounds import lower_bound
from encoders.heuristics.graph import graph_of
from encoders.heuristics.greedy import Yard
from encoders.heuristics.schedule import with_starts
from encoders.heuristics.windows import Tightening

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from encoders.numbers import Number
    from encoders.problem import Objective, Problem
    from encoders.result import Assignment


def at_bound(
    problem: Problem, values: Mapping[str, Number], goal: Objective, *, without: Iterable[str] = ()
) -> tuple[Assignment, Number] | None:
    """An assignment that may reach the bound, and the bound: no assignment of the question is better.

    The question is what holds without some groups. Only the evaluator says whether the assignment answers it. None for problems
    without shared resources, or that are no schedules alone, and where no such schedule was made.
    """
    if goal.sense != "minimise" or not any([isinstance(rule.expression, Cumulative) for rule in problem.constraints]):
        return None
    graph = graph_of(problem, values, without=without, goal=goal)
    if graph.goal is None or not graph.complete or not graph.resources or not graph.possible:
        return None
    tight = Tightening(graph)
    least = lower_bound(graph, tight.windows) if tight.windows.possible else None
    if least is None:
        return None
    early = list(tight.windows.early)
    tight.at_most(least)
    if not tight.windows.possible:
        return None
    late = tight.windows.late
    starts = Yard(graph, early).placed(late.__getitem__, late)
    if starts is None or graph.goal.value(starts) > least:
        return None
    return with_starts(problem, graph, starts), least
