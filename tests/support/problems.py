"""Random small problems, and their answers by counting through all assignments."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st
from support.expressions import Grower, Scope, Seeded, assigned, seeds, small_scope

from encoders.evaluate import Evaluator
from encoders.expressions import Compare, Const, Not, Or, Parameter, Sum, walk
from encoders.problem import Constraint, Objective, Problem


def used_parameters(expression):
    """Names of the parameters an expression mentions."""
    return frozenset([node.name for node in walk([expression]) if isinstance(node, Parameter)])


def with_parameter(grower, depth):
    """A comparison of a number with a parameter or with a number that depends on one."""
    left, parameter = grower.number(depth), grower.pick(grower.scope.parameters)
    right = parameter if grower.upto(0, 1) else grower.number(1) + parameter
    kind = grower.upto(0, 4)
    return (left <= right, left >= right, right <= left, left < right, right >= left)[kind]


def common(grower):
    """A constraint such as people make: a clause, or a weighted sum with a limit; by itself it usually has a way out."""
    if grower.upto(0, 2) == 0:
        literals = [grower.boolean(0) for _ in range(grower.upto(2, 3))]
        return Or(*[literal if grower.upto(0, 1) else Not(literal) for literal in literals])
    terms = [(grower.pick((1, -1, 2, 3, -2)), grower.number(0)) for _ in range(grower.upto(2, 3))]
    left = Sum(tuple(terms))
    limit = Const(grower.upto(-2, 4))
    if grower.scope.parameters and grower.upto(0, 2) == 0:
        limit = grower.pick(grower.scope.parameters)
    return Compare(left, grower.pick(("<=", ">=")), limit)


def open_expression(grower, depth, samples, share):
    """A constraint that holds for about this share of the sampled assignments, so that it takes several to make a conflict."""
    tries = 1 if grower.upto(0, 11) == 0 else 10
    found = [any_constraint(grower, depth) for _ in range(tries)]
    return min(found, key=lambda e: abs(sum([bool(Evaluator(a)(e)) for a in samples]) / len(samples) - share))


def any_constraint(grower, depth):
    """Half the time one that people would make."""
    kind = grower.upto(0, 5)
    if kind <= 2:
        return common(grower)
    if kind == 3 and grower.scope.parameters:
        return with_parameter(grower, depth - 1)
    return grower.boolean(depth)


@dataclass
class Small:
    """A problem with few assignments, its leaves, and the groups that questions may leave out."""

    problem: Problem
    scope: Scope
    switchable: tuple[str, ...]


@st.composite
def small_problems(draw, **how):
    """See `small_problem`; all of it comes evenly from one seed."""
    return small_problem(Seeded(draw(seeds())), **how)


def small_problem(dice, *, groups=4, objectives=2, parameters=True, some_switchable=False, depth=3, width=3, share=0.6):
    """A problem with at most this many groups and objectives; some constraints have no group. See `open_expression`."""
    scope = small_scope(dice, parameters=parameters, width=width)
    grower = Grower(dice, scope)
    samples = [assigned(dice, scope) for _ in range(10)]
    constraints = []
    names = [f"g{n}" for n in range(dice.upto(1, groups))]
    for number in range(len(names) + dice.upto(0, 2)):
        group = names[number] if number < len(names) else dice.pick([None, *names])
        constraints.append(Constraint(f"c{number}", open_expression(grower, depth, samples, share), group=group))
    goals = tuple(
        [
            Objective(f"o{n}", grower.pick(("minimise", "maximise")), grower.number(depth))
            for n in range(dice.upto(0, objectives))
        ]
    )
    problem = Problem("small", tuple(constraints), goals, tuple(scope.variables))
    switchable = tuple([g for g in names if not (some_switchable and dice.upto(0, 4) == 4)])
    return Small(problem, scope, switchable)


@st.composite
def amount_problems(draw):
    """See `amount_problem`."""
    return amount_problem(Seeded(draw(seeds())))


def amount_problem(dice):
    """A problem with amounts and plain wishes of different weights, and rules that cannot be given up."""
    scope = small_scope(dice, parameters=False)
    grower = Grower(dice, scope)
    samples = [assigned(dice, scope) for _ in range(10)]
    constraints = []
    for n in range(dice.upto(0, 2)):
        constraints.append(Constraint(f"rule{n}", open_expression(grower, 2, samples, 0.9), origin="data"))
    goals = [Objective(f"o{n}", dice.pick(("minimise", "maximise")), grower.number(2)) for n in range(dice.upto(0, 2))]
    for n in range(dice.upto(1, 5)):
        weight = dice.pick((1, 1, 1, 2, Fraction(1, 2)))
        keep = dice.upto(0, 7) == 0
        if dice.upto(0, 1):
            expression = open_expression(grower, 2, samples, 0.4)
        else:
            left = goals[0].expression if goals and dice.upto(0, 2) == 0 else grower.number(2)
            expression = amount(dice, left, Parameter(f"limit{n}", dice.pick((-3, -1, 0, 1, 2, 5, Fraction(5, 2)))))
        constraints.append(Constraint(f"c{n}", expression, group=f"g{n}", weight=weight, keep=keep))
    problem = Problem("amounts", tuple(constraints), tuple(goals), tuple(scope.variables))
    return Small(problem, scope, tuple(problem.groups))


def amount(dice, left, parameter):
    """A limit, written in one of the four ways."""
    return dice.pick(
        (
            Compare(left, "<=", parameter),
            Compare(left, ">=", parameter),
            Compare(parameter, "<=", left),
            Compare(parameter, ">=", left),
        )
    )


class Brute:
    """Answers to every question about a small problem, by counting through all assignments.

    Constraints without parameters are judged once for each assignment; the others once for each assignment and set of values.
    """

    def __init__(self, small: Small) -> None:
        self.problem, self.switchable = small.problem, small.switchable
        self.constraints = small.problem.constraints
        self.used = [used_parameters(c.expression) for c in self.constraints]
        names = {p.name for p in small.problem.parameters}
        assert all(used <= names for used in self.used)
        self.plain = [n for n, used in enumerate(self.used) if not used]
        self.parametric = [n for n, used in enumerate(self.used) if used]
        self.rules = [(rule, used_parameters(rule)) for rule in small.problem.task_rules]
        self.assignments = []
        self.masks = []
        own = small.problem.values()
        for assignment in small.scope.assignments():
            value = Evaluator(assignment, own)
            if all([value(rule) for rule, used in self.rules if not used]):
                self.assignments.append(assignment)
                self.masks.append(sum([1 << n for n in self.plain if value(self.constraints[n].expression)]))
        self._under = {}

    def under(self, values):
        """For each assignment the constraints that hold under these values, as a bit set; -1 where a task's rule does not."""
        key = tuple(sorted(values.items()))
        found = self._under.get(key)
        if found is None:
            found = self._under[key] = [
                self._mask(assignment, mask, values)
                for assignment, mask in zip(self.assignments, self.masks, strict=True)
            ]
        return found

    def _mask(self, assignment, mask, values):
        value = Evaluator(assignment, values)
        if not all([value(rule) for rule, used in self.rules if used]):
            return -1
        return mask | sum([1 << n for n in self.parametric if value(self.constraints[n].expression)])

    def wanted(self, on):
        """The constraints that hold in a question, as a bit set."""
        on = set(self.switchable) if on is None else set(on)
        return sum(
            [
                1 << n
                for n, c in enumerate(self.constraints)
                if c.group is None or c.group not in self.switchable or c.group in on
            ]
        )

    def possible(self, on=None, values=None):
        """Whether the groups can hold together."""
        wanted = self.wanted(on)
        return any([mask >= 0 and mask & wanted == wanted for mask in self.under(self.problem.values(values))])

    def impossible_core(self, core, values=None):
        """Whether what a core stands for is impossible by itself: its groups, as far as they use its parameters only."""
        wanted = self.wanted(core.groups)
        for n in self.parametric:
            if not self.used[n] <= core.parameters:
                wanted &= ~(1 << n)
        values = self.problem.values(values)
        if any([used and not used <= core.parameters for _, used in self.rules]):
            return True  # a task whose presence depends on a parameter: not judged here
        return not any([mask >= 0 and mask & wanted == wanted for mask in self.under(values)])

    def best(self, on=None, values=None, objectives=None):
        """The best values of the objectives in order; None where nothing is possible."""
        values, wanted = self.problem.values(values), self.wanted(on)
        goals = self.problem.objectives if objectives is None else objectives
        best = None
        for assignment, mask in zip(self.assignments, self.under(values), strict=True):
            if mask >= 0 and mask & wanted == wanted:
                key = self.key(assignment, values, goals)
                best = key if best is None or key < best else best
        return None if best is None else self.told(best, goals)

    def key(self, assignment, values, goals):
        """The objectives as a tuple of which less is better."""
        value = Evaluator(assignment, values)
        return tuple([sign(goal) * int_if_bool(value(goal.expression)) for goal in goals])

    @staticmethod
    def told(key, goals):
        """The values of the objectives from a key."""
        return tuple([sign(goal) * part for goal, part in zip(goals, key, strict=True)])


def sign(goal):
    """1 where less is better."""
    return 1 if goal.sense == "minimise" else -1


def int_if_bool(value):
    """Truth values count 0 and 1."""
    return int(value) if isinstance(value, bool) else value
