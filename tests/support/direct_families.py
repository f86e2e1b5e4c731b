"""The optimum of small samples of each family found without any of our code: by trying everything, or by known algorithms.

Each takes the numbers of a sample and gives its optimum, None where no plan is possible; `TooLarge` where trying all takes long.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from math import prod
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.open.families import Sample

_MOST = 60_000
Numbers = dict[str, Any]


class TooLarge(Exception):
    """Trying everything would take too long."""


def optimum(sample: Sample) -> Fraction | int | None:
    """The optimum of a sample; None where it is infeasible."""
    numbers = {entry.name: entry.values for entry in sample.spec.parameters}
    return _DIRECT[sample.family](numbers, sample)


def _few(count: int) -> None:
    if count > _MOST:
        raise TooLarge


def _rules(sample: Sample) -> dict[str, str]:
    return {entry.name: entry.rule for entry in sample.spec.constraints}


def _members(sample: Sample, name: str) -> list[Any]:
    return next(entry.members for entry in sample.spec.sets if entry.name == name)


# ---------------------------------------------------------------- production


def allocation(n: Numbers, sample: Sample) -> int | None:
    """All amounts but the last, which is then as large as it can be: every product earns."""
    most = [min([have // need for have, need in zip(n["have"], row, strict=True)]) for row in n["need"]]
    _few(prod([m + 1 for m in most[:-1]]))
    best = None
    for amounts in product(*[range(m + 1) for m in most[:-1]]):
        used = [sum([a * row[r] for a, row in zip(amounts, n["need"], strict=False)]) for r in range(len(n["have"]))]
        left = [have - u for have, u in zip(n["have"], used, strict=True)]
        if amounts[0] < n["wanted"] or min(left) < 0:
            continue
        last = min([have // need for have, need in zip(left, n["need"][-1], strict=True)])
        earned = sum([a * p for a, p in zip((*amounts, last), n["profit"], strict=True)])
        best = earned if best is None else max(best, earned)
    return best


def blending(n: Numbers, sample: Sample) -> Fraction | None:
    """Every vertex of the polytope, in exact fractions."""
    size, amount = len(n["price"]), n["amount"]
    rows = [([int(i == j) for j in range(size)], ">=", 0) for i in range(size)]
    for content, (least, most) in enumerate(zip(n["least"], n["most"], strict=True)):
        share = [row[content] for row in n["share"]]
        rows += [(share, ">=", least * amount), (share, "<=", most * amount)]
    best = None
    for chosen in combinations(rows, size - 1):
        point = _solved([([1] * size, amount), *[(left, right) for left, _, right in chosen]])
        if point is None or not all([_keeps(point, row) for row in rows]):
            continue
        cost = _dot(n["price"], point)
        best = cost if best is None else min(best, cost)
    return best


def _dot(left: Sequence[Any], right: Sequence[Any]) -> Fraction:
    return sum([Fraction(a) * b for a, b in zip(left, right, strict=True)], Fraction(0))


def _keeps(point: list[Fraction], row: tuple[list[int], str, int]) -> bool:
    left, sign, right = row
    return _dot(left, point) >= right if sign == ">=" else _dot(left, point) <= right


def _solved(equations: list[tuple[list[int], int]]) -> list[Fraction] | None:
    """Gauss and Jordan; None for a singular system."""
    rows = [[Fraction(a) for a in left] + [Fraction(right)] for left, right in equations]
    size = len(rows)
    for column in range(size):
        pivot = next((row for row in range(column, size) if rows[row][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]


def over_time(n: Numbers, sample: Sample) -> int | None:
    """Month by month: the least cost for every stock."""
    extra, overtime = n.get("overtime", 0), n.get("overtime_cost", 0)
    costs = {n["opening"]: 0}
    for demand in n["demand"]:
        following: dict[int, int] = {}
        for stock, cost in costs.items():
            for made in range(n["capacity"] + extra + 1):
                left = stock + made - demand
                if not 0 <= left <= sum(n["demand"]):
                    continue
                late = max(0, made - n["capacity"])
                paid = cost + (made - late) * n["unit_cost"] + late * overtime + left * n["holding_cost"]
                paid += n.get("setup_cost", 0) if made else 0
                following[left] = min(paid, following.get(left, paid))
        costs = following
    return min(costs.values(), default=None)


# ---------------------------------------------------------------- choice


def assignment(n: Numbers, sample: Sample) -> int | None:
    """Every way to give the tasks to different people."""
    people, tasks = _members(sample, "people"), _members(sample, "tasks")
    _, person, _, task, _ = _rules(sample)["allergy"].split('"')
    totals = [
        sum([n["hours"][who][what] for what, who in enumerate(given)])
        for given in permutations(range(len(people)), len(tasks))
        if (person, task) not in {(people[who], tasks[what]) for what, who in enumerate(given)}
    ]
    return min(totals, default=None)


def covering(n: Numbers, sample: Sample) -> int | None:
    """Every set of sites."""
    sites = range(len(n["cost"]))
    totals = [
        sum([n["cost"][s] for s in chosen])
        for count in range(len(n["cost"]) + 1)
        for chosen in combinations(sites, count)
        if all([any([n["reach"][s][d] for s in chosen]) for d in range(len(n["reach"][0]))])
    ]
    return min(totals, default=None)


def packing(n: Numbers, sample: Sample) -> int | None:
    """Every van for every parcel."""
    vans = len(_members(sample, "vans"))
    _few(vans ** len(n["weight"]))
    best = None
    for given in product(range(vans), repeat=len(n["weight"])):
        loads = [sum([w for w, v in zip(n["weight"], given, strict=True) if v == van]) for van in range(vans)]
        if max(loads) <= n["room"]:
            used = len(set(given))
            best = used if best is None else min(best, used)
    return best


def knapsack(n: Numbers, sample: Sample) -> int | None:
    """Every set of things."""
    things = _members(sample, "things")
    _, one, _, other, _ = _rules(sample)["needs"].split('"')
    best = None
    for taken in product((0, 1), repeat=len(things)):
        total = {
            name: sum([t * v for t, v in zip(taken, n[name], strict=True)]) for name in ("worth", "weight", "size")
        }
        fits = total["weight"] <= n["most"] and total["size"] <= n["space"]
        if fits and taken[things.index(one)] <= taken[things.index(other)]:
            best = total["worth"] if best is None else max(best, total["worth"])
    return best


# ---------------------------------------------------------------- places and time


def routing(n: Numbers, sample: Sample) -> int | None:
    """Every order of the stops."""
    minutes = n["minutes"]
    tours = [(0, *order, 0) for order in permutations(range(1, len(minutes)))]
    return min([sum([minutes[a][b] for a, b in pairwise(tour)]) for tour in tours])


def scheduling(n: Numbers, sample: Sample) -> int | None:
    """Every order, each job as early as it can be."""
    best = None
    for order in permutations(range(len(n["length"]))):
        now = fines = 0
        for job in order:
            now = max(now, n["release"][job]) + n["length"][job]
            fines += n["fine"][job] * max(0, now - n["due"][job])
        best = fines if best is None else min(best, fines)
    return best


def network_flow(n: Numbers, sample: Sample) -> int | None:
    """The network simplex method: whole numbers in, so a best flow of whole numbers is a best one."""
    edges = [("all", ("source", s), supply, 0) for s, supply in enumerate(n["supply"])]
    edges += [
        (("source", s), ("hub", h), n["pipe"], cost)
        for s, row in enumerate(n["enter_cost"])
        for h, cost in enumerate(row)
    ]
    edges += [
        (("hub", h), ("town", t), sum(n["demand"]), cost)
        for h, row in enumerate(n["leave_cost"])
        for t, cost in enumerate(row)
    ]
    return _flow(edges, n["demand"])


def facility(n: Numbers, sample: Sample) -> int | None:
    """Every set of warehouses, each with its cheapest flow."""
    sites = range(len(n["rent"]))
    totals = []
    for count in range(len(n["rent"]) + 1):
        for opened in combinations(sites, count):
            edges = [("all", ("site", s), n["capacity"][s], 0) for s in opened]
            edges += [
                (("site", s), ("town", t), n["capacity"][s], cost)
                for s in opened
                for t, cost in enumerate(n["freight"][s])
            ]
            cost = _flow(edges, n["demand"])
            if cost is not None:
                totals.append(cost + sum([n["rent"][s] for s in opened]))
    return min(totals, default=None)


def _flow(edges: list[tuple[Any, Any, int, int]], demand: list[int]) -> int | None:
    graph = nx.DiGraph()
    graph.add_node("all", demand=-sum(demand))
    for town, amount in enumerate(demand):
        graph.add_node(("town", town), demand=amount)
    for start, end, capacity, weight in edges:
        graph.add_edge(start, end, capacity=capacity, weight=weight)
    try:
        return int(nx.min_cost_flow_cost(graph))
    except nx.NetworkXUnfeasible:
        return None


_DIRECT: dict[str, Callable[[Numbers, Sample], Fraction | int | None]] = {
    "allocation": allocation, "blending": blending, "assignment": assignment, "covering": covering, "packing": packing,
    "scheduling": scheduling, "routing": routing, "network flow": network_flow, "facility": facility,
    "lot sizing": over_time, "knapsack": knapsack, "multi-period": over_time,
}  # fmt: skip
