"""What is needed and wished, one group each: people for shifts, limits of workers, days off, pairs, the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.workforce.roster import members
from domains.workforce.words import a_count, at, money
from encoders.expressions import And, Compare, Const, Not, Or, Parameter, Sum
from encoders.problem import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.workforce.problem.build import Model
    from encoders.expressions import Expression, Operator
    from encoders.numbers import Number
    from encoders.problem import Origin


def wishes(model: Model, cost: Expression) -> Iterator[Constraint]:
    """The groups in the order of the request's fields."""
    yield from _needs(model)
    yield from _days(model)
    yield from _limits(model)
    yield from _pairs(model)
    budget, currency = model.roster.merged.budget, model.roster.currency
    if budget is not None:
        says = f"All pay together is at most {money(budget, currency)}."
        yield _limit("budget", cost, "<=", budget, says, _origin(model, "budget"), unit=currency)


def _origin(model: Model, field: str, *entry: str) -> Origin:
    """Whether the request itself says it, or the data do."""
    said = getattr(model.roster.request, field)
    for name in entry:
        said = said.get(name) if isinstance(said, dict) else name if name in said else None
        if said is None:
            return "data"
    return "request" if said not in (None, [], {}, False) else "data"


def _limit(
    path: str, amount: Expression, operator: Operator, limit: Number, says: str, origin: Origin, unit: str = ""
) -> Constraint:
    rule = Compare(amount, operator, Parameter(path, limit, unit, path))
    return Constraint(path, rule, says, origin, group=path)


def _needs(model: Model) -> Iterator[Constraint]:
    roster = model.roster
    amounts: dict[str, Expression] = {}
    for shift in roster.names:
        count = roster.need.get(shift)
        if count is None:
            continue
        path = f"need/{shift}"
        amounts[shift] = Parameter(path, count, "", path)
        says = f"{shift} needs {a_count(count, 'person', 'people')}."
        rule = Compare(model.staff(shift), ">=", amounts[shift])
        yield Constraint(path, rule, says, _origin(model, "need", shift), group=path)
    for (shift, skill), count in roster.need_skilled.items():
        says = f"{shift} needs {a_count(count, 'person', 'people')} who can do “{skill}”."
        origin = _origin(model, "need_skilled", shift, skill)
        yield _limit(f"need skilled/{shift}/{skill}", model.staff(shift, skill), ">=", count, says, origin)
    if roster.exactly:
        rules = [Compare(model.staff(shift), "<=", amounts.get(shift, Const(0))) for shift in roster.names]
        rules.append(Compare(model.everything, "<=", Sum(tuple([(1, amount) for amount in amounts.values()]))))
        says = "No shift has more people than it needs."
        yield Constraint("exactly", And(*rules), says, _origin(model, "exactly"), group="exactly")


def _days(model: Model) -> Iterator[Constraint]:
    roster = model.roster
    for worker, names in roster.merged.days_off.items():
        for name in names:
            path = f"days off/{worker}/{name}"
            rule = And(*[Not(model.on(worker, shift)) for shift in roster.meant(name)])
            says = f"{worker} does not work {at(name)}."
            yield Constraint(path, rule, says, _origin(model, "days_off", worker, name), group=path)
    for worker, names in roster.merged.works_on.items():
        for name in names:
            path = f"works on/{worker}/{name}"
            working = Or(*[model.on(worker, shift) for shift in roster.meant(name)])
            says = f"{worker} works {at(name)}."
            yield Constraint(path, working, says, _origin(model, "works_on", worker, name), group=path)


def _limits(model: Model) -> Iterator[Constraint]:
    merged = model.roster.merged
    for worker, most in merged.most_shifts.items():
        says = f"{worker} works at most {a_count(most, 'shift')}."
        origin = _origin(model, "most_shifts", worker)
        yield _limit(f"most shifts/{worker}", model.shifts_of(worker), "<=", most, says, origin)
    for worker, least in merged.least_shifts.items():
        says = f"{worker} works at least {a_count(least, 'shift')}."
        origin = _origin(model, "least_shifts", worker)
        yield _limit(f"least shifts/{worker}", model.shifts_of(worker), ">=", least, says, origin)
    if merged.most_shifts_each is not None:
        says = f"Nobody works more than {a_count(merged.most_shifts_each, 'shift')}."
        yield _of_everybody(model, "most_shifts_each", "<=", merged.most_shifts_each, says)
    if merged.least_shifts_each is not None:
        says = f"Everybody works at least {a_count(merged.least_shifts_each, 'shift')}."
        yield _of_everybody(model, "least_shifts_each", ">=", merged.least_shifts_each, says)


def _of_everybody(model: Model, field: str, operator: Operator, limit: int, says: str) -> Constraint:
    """A limit of each worker, and what follows for all shifts: their sum settles at once what one by one takes long to prove."""
    path = field.replace("_", " ")
    amount = Parameter(path, limit, "", path)
    rules = [Compare(model.shifts_of(worker), operator, amount) for worker in model.roster.workers]
    rules.append(Compare(model.everything, operator, Sum(((len(rules), amount),))))
    return Constraint(path, And(*rules), says, _origin(model, field), group=path)


def _pairs(model: Model) -> Iterator[Constraint]:
    roster = model.roster
    for pair in roster.merged.apart:
        one, other = members(pair, roster.workers)
        rules = [_not_both(model, one, shift, other, shift) for shift in roster.names]
        yield _pair(model, "apart", pair, rules, f"{one} and {other} are never on the same shift.")
    for pair in roster.merged.apart_all_day:
        one, other = members(pair, roster.workers)
        rules = [_not_both(model, one, s, other, t) for day in roster.days for s in day.shifts for t in day.shifts]
        yield _pair(model, "apart_all_day", pair, rules, f"{one} and {other} never work on the same day.")
    for pair in roster.merged.together:
        one, other = members(pair, roster.workers)
        rules = [Compare(model.on(one, shift), "==", model.on(other, shift)) for shift in roster.names]
        yield _pair(model, "together", pair, rules, f"{one} and {other} always work the same shifts.")


def _pair(model: Model, field: str, pair: str, rules: Sequence[Expression], says: str) -> Constraint:
    path = f"{field.replace('_', ' ')}/{pair}"
    return Constraint(path, And(*rules), says, _origin(model, field, pair), group=path)


def _not_both(model: Model, one: str, first: str, other: str, second: str) -> Expression:
    return Or(Not(model.on(one, first)), Not(model.on(other, second)))
