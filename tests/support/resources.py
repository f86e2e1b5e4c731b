"""Small problems with resources and tours, and what the global constraints mean, said as plainly as possible."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from support.expressions import Scope
from support.problems import Brute, Small

from encoders.evaluate import breaches, evaluate
from encoders.expressions import BoolVar, ChoiceVar, Cumulative, IntVar, Max, NoOverlap, Parameter, precedence, task
from encoders.problem import Constraint, Objective, Problem


def scope_of(problem):
    """The problem's variables as a scope whose assignments can be counted through."""
    kinds = {BoolVar: [], IntVar: [], ChoiceVar: []}
    for variable in problem.variables:
        kinds[type(variable)].append(variable)
    return Scope(kinds[BoolVar], kinds[IntVar], [], kinds[ChoiceVar], list(problem.parameters))


def counted(problem):
    """The answers by counting through all assignments."""
    return Brute(Small(problem, scope_of(problem), tuple(problem.groups)))


def plans(problem):
    """Every assignment that keeps everything."""
    return [found for found in scope_of(problem).assignments() if not breaches(problem, found)]


def uses_at(moment, tasks, demands, here):
    """What the tasks demand together at a moment."""
    total = Fraction(0)
    for t, demand in zip(tasks, demands, strict=True):
        start, length = evaluate(t.start, here), evaluate(t.duration, here)
        if evaluate(t.presence, here) and start <= moment < start + length:
            total += evaluate(demand, here)
    return total


def is_tour(nodes, arcs):
    """Whether arcs (from, to) are one closed tour through every node without an arc to itself."""
    loops = [a for a, b in arcs if a == b]
    rest = [node for node in range(nodes) if node not in loops]
    wanted = [sorted(zip(order, order[1:] + order[:1], strict=True)) for order in permutations(rest)]
    tours = [tour for tour in wanted if all([a != b for a, b in tour])]
    return len(set(loops)) == len(loops) and sorted([arc for arc in arcs if arc[0] != arc[1]]) in tours


def small_project(dice):
    """Two or three tasks, a resource whose capacity is a parameter, perhaps a machine, an order and a due date."""
    tasks, demands = [], []
    for name in "abc"[: dice.upto(2, 3)]:
        optional = dice.upto(0, 3) == 0
        tasks.append(task(name, dice.upto(0, 3), earliest=0, latest=dice.upto(2, 4), optional=optional))
        demands.append(dice.upto(0, 3))
    capacity = Parameter("capacity", dice.upto(1, 4))
    rules = [Constraint("resource", Cumulative(tasks, demands, capacity), group="resource")]
    if dice.upto(0, 1):
        other = Cumulative(tasks[:2], [dice.upto(1, 2), 1], dice.upto(1, 3))
        rules.append(Constraint("second", other, group=dice.pick(("second", None))))
    if dice.upto(0, 1):
        rules.append(Constraint("machine", NoOverlap(tuple(tasks[1:])), group="machine"))
    if dice.upto(0, 1):
        rules.append(Constraint("order", precedence(tasks[0], tasks[-1], dice.upto(0, 1)), group="order"))
    rules += [Constraint(f"do {t.name}", t.presence, group=f"do {t.name}") for t in tasks if t.optional]
    makespan = Max(*[t.end for t in tasks])
    rules.append(Constraint("deadline", makespan <= dice.upto(2, 7), group="deadline"))
    return Problem("project", tuple(rules), (Objective("makespan", "minimise", makespan),))
