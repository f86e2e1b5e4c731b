"""The best of many dispatched schedules, and schedules as assignments of the whole problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.evaluate import Evaluator
from encoders.expressions import BoolVar, ChoiceVar
from encoders.heuristics.dispatch import TRIES, schedules
from encoders.heuristics.greedy import in_order, projects
from encoders.heuristics.left_shift import left_shifted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.heuristics.graph import Graph
    from encoders.heuristics.windows import Windows
    from encoders.numbers import Number
    from encoders.problem import Problem
    from encoders.result import Assignment


def best_dispatched(
    graph: Graph, windows: Windows, *, seed: int = 0, tries: int = TRIES, enough: Number | None = None
) -> list[int] | None:
    """The starts of the best of so many schedules that fit the windows; the search ends where one is no worse than `enough`."""
    goal, latest = graph.goal, graph.latest
    best: list[int] | None = None
    least: Number | None = None
    made = projects(graph, windows, seed) if graph.resources else schedules(graph, windows, seed, tries)
    for starts in made:
        value = goal.value(starts) if goal is not None else 0
        if least is not None and value >= least:
            continue
        if all([start <= limit for start, limit in zip(starts, latest, strict=True)]):
            best, least = starts, value
            if goal is None or (enough is not None and value <= enough):
                break
    return best


def with_starts(problem: Problem, graph: Graph, starts: Sequence[int], rest: Assignment | None = None) -> Assignment:
    """The starts of a schedule as an assignment; other variables keep their values in `rest`.

    Without one, Booleans are true, choices take their first option and numbers their least value.
    """
    found: Assignment = {}
    for variable in problem.variables:
        node = graph.number.get(variable)  # type: ignore[arg-type]
        if node is not None:
            found[variable.name] = starts[node]
        elif rest is not None:
            found[variable.name] = rest[variable.name]
        elif isinstance(variable, BoolVar):
            found[variable.name] = True
        elif isinstance(variable, ChoiceVar):
            found[variable.name] = variable.options[0]
        else:
            low, high = variable.lo, variable.hi
            found[variable.name] = low if low is not None else min(0, high) if high is not None else 0
    return found


def shifted(problem: Problem, graph: Graph, assignment: Assignment, values: Mapping[str, Number]) -> Assignment:
    """The assignment with every start moved to the left in the same order; the evaluator says whether it still answers."""
    value = Evaluator(assignment, values)
    starts = [int(assignment[variable.name]) for variable in graph.starts]
    if graph.resources:
        placed = in_order(graph, starts)
        return assignment if placed is None else with_starts(problem, graph, placed, assignment)
    earlier = left_shifted(graph, starts, lambda condition: bool(value(condition)))
    return with_starts(problem, graph, earlier, assignment)
