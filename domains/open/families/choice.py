"""What to choose: assignment, covering, packing, knapsack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.open.families.story import Sample, each, listed, rarely, some, table
from encoders.spec.indexed.model import ConstraintSpec, ObjectiveSpec, ParameterSpec, ProblemSpec, SetSpec, VariableSpec

if TYPE_CHECKING:
    from random import Random

_PEOPLE = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay")


def assignment(random: Random) -> Sample:
    """One person for every task, nobody twice; the least time."""
    tasks = some(random, ("painting", "wiring", "plumbing", "tiling", "roofing"), 3, 4)
    people = list(_PEOPLE[: len(tasks) + (-1 if rarely(random) else random.randint(0, 2))])
    hours = [[random.randint(2, 20) for _ in tasks] for _ in people]
    person, task = random.randrange(len(people)), random.randrange(len(tasks))
    spec = ProblemSpec(
        name="assignment",
        sets=[SetSpec(name="people", members=list(people)), SetSpec(name="tasks", members=list(tasks))],
        parameters=[ParameterSpec(name="hours", index=["people", "tasks"], values=hours, unit="hours")],
        variables=[VariableSpec(name="does", index=["people", "tasks"], kind="boolean")],
        constraints=[
            ConstraintSpec(name="done", rule="sum(does[p, t] for p in people) == 1 for t in tasks"),
            ConstraintSpec(name="one each", rule="sum(does[p, t] for t in tasks) <= 1 for p in people"),
            ConstraintSpec(name="allergy", rule=f'does["{people[person]}", "{tasks[task]}"] == 0'),
        ],
        objectives=[
            ObjectiveSpec(
                name="work", sense="minimise", unit="hours",
                expression="sum(hours[p, t] * does[p, t] for p in people for t in tasks)",
            )
        ],
    )  # fmt: skip
    text = (
        f"A house needs {listed(tasks)}. {listed(people)} offer to help; the hours each would take are\n\n"
        f"{table('person', people, tasks, hours)}\n\nEvery job goes to exactly one person, nobody takes more than one, and "
        f"{people[person]} cannot do the {tasks[task]}. Who should do what so that the hours worked add up to as few as possible?"
    )
    return Sample("assignment", spec, text)


def covering(random: Random) -> Sample:
    """Sites that serve districts within reach; the fewest costs so that all are served."""
    districts = some(random, ("Harbour", "Old Town", "Mills", "Hillside", "Station", "Gardens", "Docks"), 4, 6)
    sites = ["North", "East", "South", "West", "Centre"][: random.randint(3, 5)]
    reach = [[random.randint(0, 1) for _ in districts] for _ in sites]
    for column in range(len(districts)):
        reach[random.randrange(len(sites))][column] = 1
    if rarely(random):  # a district out of everybody's reach
        for row in reach:
            row[0] = 0
    cost = [1000 * random.randint(40, 160) for _ in sites]
    spec = ProblemSpec(
        name="covering",
        sets=[SetSpec(name="sites", members=list(sites)), SetSpec(name="districts", members=list(districts))],
        parameters=[
            ParameterSpec(name="cost", index=["sites"], values=cost, unit="$"),
            ParameterSpec(name="reach", index=["sites", "districts"], values=reach),
        ],
        variables=[VariableSpec(name="build", index=["sites"], kind="boolean")],
        constraints=[
            ConstraintSpec(name="served", rule="sum(reach[s, d] * build[s] for s in sites) >= 1 for d in districts")
        ],
        objectives=[
            ObjectiveSpec(name="spent", sense="minimise", expression="sum(cost[s] * build[s] for s in sites)", unit="$")
        ],
    )
    serves = " ".join(
        [
            f"From {site} it can reach "
            f"{listed([d for d, there in zip(districts, row, strict=True) if there]) or 'none of them'}."
            for site, row in zip(sites, reach, strict=True)
        ]
    )
    text = (
        f"The fire brigade has to protect the districts {listed(districts)}. A station could stand at {listed(sites)}. {serves} "
        f"Building costs {each(sites, cost, '${value:,} at {name}')}. "
        "Where should stations be built so that every district is reached from at least one, for as little money as possible?"
    )
    return Sample("covering", spec, text)


def packing(random: Random) -> Sample:
    """Parcels into vans of one size; as few vans as possible."""
    parcels = [f"parcel {letter}" for letter in "ABCDEFG"[: random.randint(4, 6)]]
    weight = [random.randint(10, 60) for _ in parcels]
    room = random.randint(60, 100)
    vans = [f"van {number}" for number in range(1, len(parcels))]
    spec = ProblemSpec(
        name="packing",
        sets=[SetSpec(name="parcels", members=list(parcels)), SetSpec(name="vans", members=list(vans))],
        parameters=[
            ParameterSpec(name="weight", index=["parcels"], values=weight, unit="kg"),
            ParameterSpec(name="room", values=room, unit="kg"),
        ],
        variables=[
            VariableSpec(name="load", index=["parcels", "vans"], kind="boolean"),
            VariableSpec(name="drive", index=["vans"], kind="boolean"),
        ],
        constraints=[
            ConstraintSpec(name="loaded", rule="sum(load[p, v] for v in vans) == 1 for p in parcels"),
            ConstraintSpec(
                name="room", rule="sum(weight[p] * load[p, v] for p in parcels) <= room * drive[v] for v in vans"
            ),
        ],
        objectives=[ObjectiveSpec(name="used", sense="minimise", expression="sum(drive[v] for v in vans)")],
    )
    text = (
        f"A courier has {each(parcels, weight, '{name} of {value} kg')}. "
        f"There are {len(vans)} vans, each of which carries at most {room} kg. "
        "No parcel may be split. How many vans have to drive at the least?"
    )
    return Sample("packing", spec, text)


def knapsack(random: Random) -> Sample:
    """Things worth taking within two limits; two of them only together."""
    things = some(random, ("tent", "stove", "camera", "rope", "lantern", "drone", "kayak"), 4, 6)
    worth = [random.randint(5, 60) for _ in things]
    weight = [random.randint(1, 15) for _ in things]
    size = [random.randint(2, 20) for _ in things]
    most, room = sum(weight) * 3 // 5, sum(size) * 3 // 5
    one, other = random.sample(things, 2)
    spec = ProblemSpec(
        name="knapsack",
        sets=[SetSpec(name="things", members=list(things))],
        parameters=[
            ParameterSpec(name="worth", index=["things"], values=worth),
            ParameterSpec(name="weight", index=["things"], values=weight, unit="kg"),
            ParameterSpec(name="size", index=["things"], values=size, unit="litres"),
            ParameterSpec(name="most", values=most, unit="kg"),
            ParameterSpec(name="space", values=room, unit="litres"),
        ],
        variables=[VariableSpec(name="take", index=["things"], kind="boolean")],
        constraints=[
            ConstraintSpec(name="weight limit", rule="sum(weight[t] * take[t] for t in things) <= most"),
            ConstraintSpec(name="space limit", rule="sum(size[t] * take[t] for t in things) <= space"),
            ConstraintSpec(name="needs", rule=f'take["{one}"] implies take["{other}"]'),
        ],
        objectives=[
            ObjectiveSpec(name="total", sense="maximise", expression="sum(worth[t] * take[t] for t in things)")
        ],
    )
    facts = "; ".join(
        [
            f"the {thing} is worth {points} points, weighs {kilos} kg and fills {litres} litres"
            for thing, points, kilos, litres in zip(things, worth, weight, size, strict=True)
        ]
    )
    text = (
        f"For an expedition there is one of each: {facts}. The pack holds {room} litres and may weigh {most} kg at most. "
        f"The {one} is of no use without the {other}: whoever takes it has to take both. Which things make the most points?"
    )
    return Sample("knapsack", spec, text)
