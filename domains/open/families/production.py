"""What to make: allocation of resources, blending, lot sizing, production over several periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.open.families.story import Sample, each, listed, rarely, some, table
from encoders.spec.indexed.model import ConstraintSpec, ObjectiveSpec, ParameterSpec, ProblemSpec, SetSpec, VariableSpec

if TYPE_CHECKING:
    from random import Random

_GOODS = ("chairs", "tables", "shelves", "desks", "benches", "stools")
_RESOURCES = ("oak", "labour", "varnish", "felt")
_MONTHS = ("January", "February", "March", "April", "May", "June")


def allocation(random: Random) -> Sample:
    """Products that share scarce resources; the most profit."""
    goods, resources = some(random, _GOODS, 2, 4), some(random, _RESOURCES, 2, 3)
    profit = [random.randint(20, 90) for _ in goods]
    need = [[random.randint(1, 9) for _ in resources] for _ in goods]
    have = [random.randint(60, 240) for _ in resources]
    wanted = random.randint(1, 4)
    if rarely(random):  # more than the stock makes
        wanted = min([amount // row for amount, row in zip(have, need[0], strict=True)]) + random.randint(1, 3)
    first = goods[0]
    spec = ProblemSpec(
        name="allocation",
        sets=[SetSpec(name="goods", members=list(goods)), SetSpec(name="resources", members=list(resources))],
        parameters=[
            ParameterSpec(name="profit", index=["goods"], values=profit, unit="$"),
            ParameterSpec(name="need", index=["goods", "resources"], values=need),
            ParameterSpec(name="have", index=["resources"], values=have),
            ParameterSpec(name="wanted", values=wanted),
        ],
        variables=[VariableSpec(name="make", index=["goods"], kind="integer")],
        constraints=[
            ConstraintSpec(name="stock", rule="sum(need[g, r] * make[g] for g in goods) <= have[r] for r in resources"),
            ConstraintSpec(name="order", rule=f'make["{first}"] >= wanted'),
        ],
        objectives=[
            ObjectiveSpec(
                name="earned", sense="maximise", expression="sum(profit[g] * make[g] for g in goods)", unit="$"
            )
        ],
    )
    needs = ". ".join(
        [
            f"A batch of {good} takes {each(resources, row, '{value} unit{s} of {name}')} and brings in ${gain}"
            for good, row, gain in zip(goods, need, profit, strict=True)
        ]
    )
    text = (
        f"A workshop makes {listed(goods)} in whole batches. {needs}. "
        f"This week there are {each(resources, have, '{value} unit{s} of {name}')}. "
        f"At least {wanted} {'batch' if wanted == 1 else 'batches'} of {first} must be made, as already promised. "
        "How many batches of each should be made so that as much money as possible comes in?"
    )
    return Sample("allocation", spec, text)


def blending(random: Random) -> Sample:
    """Fractions of raw materials in a mix that keeps limits on what it contains; the least cost."""
    materials = some(random, ("barley", "maize", "soy meal", "fish meal", "wheat bran"), 3, 4)
    contents = some(random, ("protein", "fat", "fibre"), 2, 2)
    price = [random.randint(8, 40) for _ in materials]
    share = [[random.randint(2, 40) for _ in contents] for _ in materials]
    amount = random.choice((100, 200, 500))
    least, most = [], []
    for column in range(len(contents)):
        values = sorted([row[column] for row in share])
        least.append(values[0] + (values[-1] - values[0]) // 4)
        most.append(values[-1] - (values[-1] - values[0]) // 5)
    if rarely(random):  # richer than every material
        least[0] = max([row[0] for row in share]) + random.randint(1, 3)
        most[0] = least[0] + random.randint(2, 5)
    spec = ProblemSpec(
        name="blending",
        sets=[SetSpec(name="materials", members=list(materials)), SetSpec(name="contents", members=list(contents))],
        parameters=[
            ParameterSpec(name="price", index=["materials"], values=price, unit="$/kg"),
            ParameterSpec(name="share", index=["materials", "contents"], values=share, unit="percent"),
            ParameterSpec(name="least", index=["contents"], values=least, unit="percent"),
            ParameterSpec(name="most", index=["contents"], values=most, unit="percent"),
            ParameterSpec(name="amount", values=amount, unit="kg"),
        ],
        variables=[VariableSpec(name="use", index=["materials"], kind="real", upper="amount", unit="kg")],
        constraints=[
            ConstraintSpec(name="whole", rule="sum(use[m] for m in materials) == amount"),
            ConstraintSpec(
                name="enough",
                rule="sum(share[m, c] * use[m] for m in materials) >= least[c] * amount for c in contents",
            ),
            ConstraintSpec(
                name="not too much",
                rule="sum(share[m, c] * use[m] for m in materials) <= most[c] * amount for c in contents",
            ),
        ],
        objectives=[
            ObjectiveSpec(
                name="cost", sense="minimise", expression="sum(price[m] * use[m] for m in materials)", unit="$"
            )
        ],
    )
    limits = listed(
        [f"between {low}% and {high}% {name}" for name, low, high in zip(contents, least, most, strict=True)]
    )
    text = (
        f"A mill mixes exactly {amount} kg of feed from {listed(materials)}; any fraction of a kilogram can be weighed. "
        f"A kilogram costs {each(materials, price, '${value} for {name}')}. In percent by weight they contain:\n\n"
        f"{table('material', materials, contents, share)}\n\nThe feed must contain {limits}. What is the cheapest mix?"
    )
    return Sample("blending", spec, text)


def lot_sizing(random: Random) -> Sample:
    """Runs with a set-up cost, stock carried from month to month; the least cost."""
    months = list(_MONTHS[: random.randint(3, 5)])
    demand = [random.randint(10, 60) for _ in months]
    setup, unit, holding = random.randint(80, 300), random.randint(2, 9), random.randint(1, 5)
    capacity = max(demand) + random.randint(10, 60)
    if rarely(random):  # the first month alone is too much
        capacity = demand[0] - random.randint(1, 5)
    spec = _over_time("lot sizing", months, demand, capacity, unit, holding, 0, setup=setup)
    text = (
        f"A bottler plans the months {listed(months)}. Customers want {each(months, demand, '{value} pallet{s} in {name}')}. "
        f"Whenever anything is filled in a month, the line has to be set up for ${setup}; "
        f"each pallet then costs ${unit} to fill, and at most {capacity} pallets can be filled in a month. "
        f"A pallet left over at the end of a month costs ${holding} to store until the next. "
        "Nothing is in stock at the start, every month's demand has to be met in time, and pallets are whole. "
        "Which months should be used, and for how much, to keep the total cost lowest?"
    )
    return Sample("lot sizing", spec, text)


def multi_period(random: Random) -> Sample:
    """Steady production with overtime, stock and an opening stock; the least cost."""
    months = list(_MONTHS[: random.randint(3, 5)])
    demand = [random.randint(20, 80) for _ in months]
    capacity = sum(demand) // len(demand) + random.randint(2, 12)
    opening, unit, holding = random.randint(0, 15), 1000 * random.randint(3, 9), 1000 * random.randint(1, 3)
    extra, overtime = random.randint(20, 45), unit + 1000 * random.randint(2, 6)
    demand[0] = min(demand[0], capacity + extra + opening)
    if rarely(random):  # the first month alone is too much
        demand[0] = capacity + extra + opening + random.randint(1, 9)
    spec = _over_time("multi-period", months, demand, capacity, unit, holding, opening, overtime=(extra, overtime))
    start = {0: "The yard is empty", 1: "1 boat stands in the yard"}.get(opening, f"{opening} boats stand in the yard")
    text = (
        f"A boatyard has to deliver {each(months, demand, '{value} boat{s} in {name}')}. "
        f"In regular hours it builds at most {capacity} boats a month at ${unit:,} each, "
        f"in overtime up to {extra} more at ${overtime:,} each. A finished boat can wait in the yard; "
        f"each that is there at the end of a month costs ${holding:,}. {start} before {months[0]}. "
        "Boats are built whole and nothing may be delivered late. What is the lowest total cost of building and storing?"
    )
    return Sample("multi-period", spec, text)


def _over_time(
    name: str, months: list[str], demand: list[int], capacity: int, unit: int, holding: int, opening: int,
    *, setup: int | None = None, overtime: tuple[int, int] | None = None,
) -> ProblemSpec:  # fmt: skip
    """Months numbered from 1; stock[0] is what is there before the first."""
    made = "make[t]" if overtime is None else "make[t] + late[t]"
    periods = list(range(1, len(months) + 1))
    parameters = [
        ParameterSpec(name="demand", index=["months"], values=demand),
        ParameterSpec(name="capacity", values=capacity),
        ParameterSpec(name="unit_cost", values=unit),
        ParameterSpec(name="holding_cost", values=holding),
        ParameterSpec(name="opening", values=opening),
    ]
    variables = [
        VariableSpec(name="make", index=["months"], kind="integer", upper="capacity"),
        VariableSpec(name="stock", index=["ends"], kind="integer", upper="opening + sum(demand[t] for t in months)"),
    ]
    constraints = [
        ConstraintSpec(name="start", rule="stock[0] == opening", origin="data"),
        ConstraintSpec(name="balance", rule=f"stock[t - 1] + {made} == demand[t] + stock[t] for t in months"),
    ]
    cost = "sum(unit_cost * make[t] + holding_cost * stock[t] for t in months)"
    if setup is not None:
        parameters.append(ParameterSpec(name="setup_cost", values=setup))
        variables.append(VariableSpec(name="run", index=["months"], kind="boolean"))
        constraints.append(ConstraintSpec(name="set up", rule="make[t] <= capacity * run[t] for t in months"))
        cost += " + sum(setup_cost * run[t] for t in months)"
    if overtime is not None:
        parameters += [
            ParameterSpec(name="overtime", values=overtime[0]),
            ParameterSpec(name="overtime_cost", values=overtime[1]),
        ]
        variables.append(VariableSpec(name="late", index=["months"], kind="integer", upper="overtime"))
        cost += " + sum(overtime_cost * late[t] for t in months)"
    return ProblemSpec(
        name=name,
        sets=[SetSpec(name="months", members=list(periods)), SetSpec(name="ends", members=[0, *periods])],
        parameters=parameters,
        variables=variables,
        constraints=constraints,
        objectives=[ObjectiveSpec(name="cost", sense="minimise", expression=cost)],
    )
