"""Random small shops and projects as problems, and their best values by trying every start."""

from itertools import product

from encoders.evaluate import breaches, evaluate
from encoders.expressions import And, Const, Cumulative, Max, NoOverlap, Or, Parameter, Sum, precedence, task
from encoders.problem import Constraint, Objective, Problem

OBJECTIVES = ("makespan", "tardiness", "ends")


def shop(dice, *, jobs=3, machines=2, objective="makespan", wishes=True, horizon=None):
    """A shop whose jobs and machines are groups; with wishes, also downtimes, due dates, a deadline and a longest gap."""
    sizes = [dice.upto(1, machines) for _ in range(dice.upto(1, jobs))]
    steps = {
        (j, k): dice.upto(0 if dice.upto(0, 5) == 0 else 1, 4) for j, size in enumerate(sizes) for k in range(size)
    }
    latest = sum(steps.values()) + 6 if horizon is None else horizon
    release = [dice.upto(0, 3) for _ in sizes]
    tasks = {(j, k): task(f"{j}.{k}", length, earliest=release[j], latest=latest) for (j, k), length in steps.items()}
    on = {}
    for j, size in enumerate(sizes):
        free = list(range(machines))
        for k in range(size):
            on[j, k] = free.pop(dice.upto(0, len(free) - 1))
    rules = []
    for j, size in enumerate(sizes):
        chain = [precedence(tasks[j, k], tasks[j, k + 1], dice.upto(0, 1)) for k in range(size - 1)]
        if chain:
            rules.append(Constraint(f"job {j}", And(*chain), group=f"job {j}"))
    for m in range(machines):
        here = [t for key, t in tasks.items() if on[key] == m]
        rules.append(Constraint(f"machine {m}", NoOverlap(tuple(here)), group=f"machine {m}"))
        if wishes and here and dice.upto(0, 3) == 0:
            start = dice.upto(0, 6)
            closed = task(f"closed {m}", dice.upto(1, 3), earliest=start, latest=start)
            rules.append(Constraint(f"down {m}", And(*[NoOverlap((t, closed)) for t in here]), group=f"down {m}"))
    ends = [tasks[j, size - 1].end for j, size in enumerate(sizes)]
    if wishes:
        rules += _wishes(dice, tasks, ends, latest)
    return Problem("shop", tuple(rules), (goal_of(dice, objective, ends),), tuple([t.start for t in tasks.values()]))


def _wishes(dice, tasks, ends, latest):
    """Due dates, a deadline, a longest gap, two starts that must be apart."""
    rules = []
    for j, end in enumerate(ends):
        if dice.upto(0, 2) == 0:
            rules.append(Constraint(f"due {j}", end <= Parameter(f"due {j}", dice.upto(2, latest)), group=f"due {j}"))
    if dice.upto(0, 2) == 0:
        deadline = Parameter("deadline", dice.upto(2, latest))
        rules.append(Constraint("deadline", Max(*ends) <= deadline, group="deadline"))
    if len(ends) > 1 and dice.upto(0, 3) == 0:
        a, b = tasks[0, 0].start, tasks[1, 0].start
        rules.append(Constraint("near", b - a <= dice.upto(0, 3), group="near"))
    if len(ends) > 1 and dice.upto(0, 3) == 0:
        a, b = tasks[0, 0].start, tasks[1, 0].start
        rules.append(Constraint("apart", Or(a - b >= dice.upto(1, 3), b - a >= dice.upto(1, 3)), group="apart"))
    return rules


def goal_of(dice, objective, ends):
    """The last end, the weighted tardiness, or the sum of ends."""
    if objective == "makespan":
        return Objective("makespan", "minimise", Max(*ends))
    if objective == "ends":
        return Objective("ends", "minimise", Sum(tuple([(1, end) for end in ends])))
    late = [(dice.upto(1, 3), Max(Const(0), end - dice.upto(0, 8))) for end in ends]
    return Objective("tardiness", "minimise", Sum(tuple(late)))


def project(dice, *, tasks=5, resources=2, objective="makespan"):
    """A project: precedence, resources of small capacity, and sometimes a machine; every rule is a group."""
    work = [task(f"t{n}", dice.upto(0, 4), earliest=dice.upto(0, 2), latest=25) for n in range(tasks)]
    rules = []
    for then in range(1, tasks):
        first = dice.upto(0, then - 1)
        if dice.upto(0, 2):
            rules.append(Constraint(f"after {then}", precedence(work[first], work[then]), group=f"after {then}"))
    for r in range(resources):
        capacity = dice.upto(2, 4)
        demands = [Const(dice.upto(0, capacity)) for _ in work]
        rules.append(Constraint(f"resource {r}", Cumulative(work, demands, Const(capacity)), group=f"resource {r}"))
    if dice.upto(0, 2) == 0:
        rules.append(Constraint("machine", NoOverlap(tuple(work[:3])), group="machine"))
    if dice.upto(0, 2) == 0:
        deadline = Parameter("deadline", dice.upto(3, 14))
        rules.append(Constraint("deadline", Max(*[t.end for t in work]) <= deadline, group="deadline"))
    goal = goal_of(dice, objective, [t.end for t in work])
    return Problem("project", tuple(rules), (goal,), tuple([t.start for t in work]))


def best_value(problem, on):
    """The least value of the first objective over all starts where these groups hold, or None; only for very small problems."""
    held = problem.without([group for group in problem.groups if group not in on])
    names = [variable.name for variable in held.variables]
    found = None
    for starts in product(*[range(variable.lo, variable.hi + 1) for variable in held.variables]):
        assignment = dict(zip(names, starts, strict=True))
        value = evaluate(problem.objectives[0].expression, assignment)
        if (found is None or value < found) and not breaches(held, assignment):
            found = value
    return found
