"""Over places and in time: routing, network flow, facility location, scheduling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.open.families.story import Sample, each, listed, rarely, some, table
from encoders.spec.indexed.model import ConstraintSpec, ObjectiveSpec, ParameterSpec, ProblemSpec, SetSpec, VariableSpec

if TYPE_CHECKING:
    from random import Random


def routing(random: Random) -> Sample:
    """A round trip through every place once; the shortest. Places carry their turn, so that no smaller circle closes."""
    places = ["the depot", *some(random, ("the bakery", "the school", "the clinic", "the farm", "the mill"), 3, 4)]
    names = [place.removeprefix("the ") for place in places]
    minutes = [[0 if i == j else random.randint(5, 40) for j in range(len(places))] for i in range(len(places))]
    spec = ProblemSpec(
        name="routing",
        sets=[SetSpec(name="places", members=list(names)), SetSpec(name="stops", members=list(names[1:]))],
        parameters=[ParameterSpec(name="minutes", index=["places", "places"], values=minutes, unit="minutes")],
        variables=[
            VariableSpec(name="go", index=["places", "places"], kind="boolean", where="i, j: i != j"),
            VariableSpec(name="turn", index=["stops"], kind="integer", lower="1", upper="i: len(stops)"),
        ],
        constraints=[
            ConstraintSpec(name="leave", rule="sum(go[i, j] for j in places if i != j) == 1 for i in places"),
            ConstraintSpec(name="arrive", rule="sum(go[i, j] for i in places if i != j) == 1 for j in places"),
            ConstraintSpec(
                name="one circle", origin="commonsense",
                rule="go[i, j] implies turn[j] >= turn[i] + 1 for i in stops for j in stops if i != j",
            ),
        ],
        objectives=[
            ObjectiveSpec(
                name="driven", sense="minimise", unit="minutes",
                expression="sum(minutes[i, j] * go[i, j] for i in places for j in places if i != j)",
            )
        ],
    )  # fmt: skip
    text = (
        f"A van starts at the depot, calls at {listed(places[1:])}, each exactly once and in any order, "
        "and comes back to the depot. "
        f"Driving times in minutes, from the row's place to the column's:\n\n{table('from', names, names, minutes)}\n\n"
        "In which order should it call so that the driving takes as little time as possible?"
    )
    return Sample("routing", spec, text)


def network_flow(random: Random) -> Sample:
    """Goods from sources over hubs to customers along pipes with capacities and costs; the least cost."""
    sources, hubs, towns = ["Spring", "Lake"], ["Upper", "Lower"], some(random, ("Aston", "Burley", "Corfe"), 2, 3)
    demand = [random.randint(10, 40) for _ in towns]
    supply = [sum(demand) * 2 // 3 + random.randint(5, 20) for _ in sources]
    enter = [[random.randint(1, 9) for _ in hubs] for _ in sources]
    leave = [[random.randint(1, 9) for _ in towns] for _ in hubs]
    pipe = sum(demand) * 3 // 4
    if rarely(random):  # the sources give too little
        supply = [(sum(demand) - random.randint(1, 5)) // 2 for _ in sources]
    spec = ProblemSpec(
        name="network flow",
        sets=[
            SetSpec(name="sources", members=list(sources)), SetSpec(name="hubs", members=list(hubs)),
            SetSpec(name="towns", members=list(towns)),
        ],
        parameters=[
            ParameterSpec(name="supply", index=["sources"], values=supply),
            ParameterSpec(name="demand", index=["towns"], values=demand),
            ParameterSpec(name="enter_cost", index=["sources", "hubs"], values=enter),
            ParameterSpec(name="leave_cost", index=["hubs", "towns"], values=leave),
            ParameterSpec(name="pipe", values=pipe),
        ],
        variables=[
            VariableSpec(name="inflow", index=["sources", "hubs"], kind="real", upper="pipe"),
            VariableSpec(name="outflow", index=["hubs", "towns"], kind="real", upper="h, t: sum(demand[k] for k in towns)"),
        ],
        constraints=[
            ConstraintSpec(name="supply", rule="sum(inflow[s, h] for h in hubs) <= supply[s] for s in sources"),
            ConstraintSpec(
                name="balance", rule="sum(inflow[s, h] for s in sources) == sum(outflow[h, t] for t in towns) for h in hubs"
            ),
            ConstraintSpec(name="demand", rule="sum(outflow[h, t] for h in hubs) == demand[t] for t in towns"),
        ],
        objectives=[
            ObjectiveSpec(
                name="cost", sense="minimise", unit="$",
                expression="sum(enter_cost[s, h] * inflow[s, h] for s in sources for h in hubs)"
                " + sum(leave_cost[h, t] * outflow[h, t] for h in hubs for t in towns)",
            )
        ],
    )  # fmt: skip
    text = (
        f"Water comes from two sources, {each(sources, supply, '{name} with at most {value} megalitres a day')}. "
        f"It is pumped through the pumping stations {listed(hubs)} to the towns, "
        f"which use exactly {each(towns, demand, '{value} megalitres in {name}')}. "
        f"Every pipe from a source to a station carries at most {pipe} megalitres; pipes to the towns are wide enough. "
        "All that enters a station leaves it again. Pumping a megalitre costs, in dollars, from source to station\n\n"
        f"{table('source', sources, hubs, enter)}\n\nand from station to town\n\n{table('station', hubs, towns, leave)}\n\n"
        "Any fraction can be pumped. What does the cheapest day cost?"
    )
    return Sample("network flow", spec, text)


def facility(random: Random) -> Sample:
    """Which warehouses to open and what each ships; the least cost of both."""
    sites = some(random, ("Lyon", "Ghent", "Turin", "Basel"), 3, 4)
    shops = some(random, ("Nice", "Metz", "Lille", "Berne"), 3, 4)
    demand = [random.randint(5, 25) for _ in shops]
    capacity = [sum(demand) // 2 + random.randint(5, 20) for _ in sites]
    if rarely(random):  # all warehouses together are too small
        capacity = [(sum(demand) - random.randint(1, 5)) // len(sites) for _ in sites]
    rent = [random.randint(100, 300) for _ in sites]
    freight = [[random.randint(2, 15) for _ in shops] for _ in sites]
    spec = ProblemSpec(
        name="facility",
        sets=[SetSpec(name="sites", members=list(sites)), SetSpec(name="shops", members=list(shops))],
        parameters=[
            ParameterSpec(name="demand", index=["shops"], values=demand, unit="tons"),
            ParameterSpec(name="capacity", index=["sites"], values=capacity, unit="tons"),
            ParameterSpec(name="rent", index=["sites"], values=rent, unit="$"),
            ParameterSpec(name="freight", index=["sites", "shops"], values=freight, unit="$/tons"),
        ],
        variables=[
            VariableSpec(name="opened", index=["sites"], kind="boolean"),
            VariableSpec(name="ship", index=["sites", "shops"], kind="integer", unit="tons"),
        ],
        constraints=[
            ConstraintSpec(
                name="capacity", rule="sum(ship[i, j] for j in shops) <= capacity[i] * opened[i] for i in sites"
            ),
            ConstraintSpec(name="demand", rule="sum(ship[i, j] for i in sites) == demand[j] for j in shops"),
        ],
        objectives=[
            ObjectiveSpec(
                name="cost", sense="minimise", unit="$",
                expression="sum(rent[i] * opened[i] for i in sites)"
                " + sum(freight[i, j] * ship[i, j] for i in sites for j in shops)",
            )
        ],
    )  # fmt: skip
    text = (
        f"A bookseller may rent warehouses in {listed(sites)}, for {each(sites, rent, '${value} in {name}')} a week, "
        f"where there is room for {each(sites, capacity, '{value} tons in {name}')}. "
        f"Its shops need {each(shops, demand, '{value} tons in {name}')} every week, shipped in whole tons from rented "
        f"warehouses. Shipping a ton costs, in dollars:\n\n{table('warehouse', sites, shops, freight)}\n\n"
        "How is rent and shipping together the cheapest?"
    )
    return Sample("facility", spec, text)


def scheduling(random: Random) -> Sample:
    """Jobs one after another on one machine, with release times and due times; the least weighted lateness."""
    jobs = some(random, ("poster", "booklet", "flyer", "menu", "calendar"), 3, 4)
    length = [random.randint(1, 8) for _ in jobs]
    weight = [random.randint(1, 5) for _ in jobs]
    release = [random.randint(0, 6) for _ in jobs]
    due = [start + size + random.randint(0, 8) for start, size in zip(release, length, strict=True)]
    end = "i: max(release[j] for j in jobs) + sum(length[j] for j in jobs)"
    spec = ProblemSpec(
        name="scheduling",
        sets=[SetSpec(name="jobs", members=list(jobs))],
        parameters=[
            ParameterSpec(name="length", index=["jobs"], values=length, unit="hours"),
            ParameterSpec(name="release", index=["jobs"], values=release, unit="hours"),
            ParameterSpec(name="due", index=["jobs"], values=due, unit="hours"),
            ParameterSpec(name="fine", index=["jobs"], values=weight, unit="$/hours"),
        ],
        variables=[
            VariableSpec(name="start", index=["jobs"], kind="integer", upper=end, unit="hours"),
            VariableSpec(name="late", index=["jobs"], kind="integer", upper=end, unit="hours"),
        ],
        constraints=[
            ConstraintSpec(name="released", rule="start[j] >= release[j] for j in jobs"),
            ConstraintSpec(
                name="one at a time", origin="commonsense",
                rule="start[i] + length[i] <= start[j] or start[j] + length[j] <= start[i] for i in jobs for j in jobs if i != j",
            ),
            ConstraintSpec(name="lateness", rule="late[j] >= start[j] + length[j] - due[j] for j in jobs"),
        ],
        objectives=[
            ObjectiveSpec(name="fines", sense="minimise", expression="sum(fine[j] * late[j] for j in jobs)", unit="$")
        ],
    )  # fmt: skip
    facts = " ".join(
        [
            f"The {job} takes {size} {'hour' if size == 1 else 'hours'}, cannot start before hour {ready}, "
            f"is due at hour {by} and costs ${fine} for every hour it is late."
            for job, size, ready, by, fine in zip(jobs, length, release, due, weight, strict=True)
        ]
    )
    text = (
        f"One press prints {listed([f'a {job}' for job in jobs])}, one after another, without interruption. {facts} "
        "Starts are at full hours, counted from hour 0. "
        "In which order should they be printed so that the fines are lowest in all?"
    )
    return Sample("scheduling", spec, text)
