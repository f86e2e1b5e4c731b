"""Problems that no solver finishes soon: market split (Cornuejols and Dawande 1998), drawn from a seed."""

from __future__ import annotations

import random

from encoders.expressions import BoolVar, IntVar, RealVar, Sum, equals, total
from encoders.problem import Constraint, Objective, Problem


def market_split(rows=5, count=40, seed=0, *, soft=None):
    """Each of the rows is to be halved exactly, or as nearly as possible with `soft` gaps of that kind of variable."""
    rng = random.Random(seed)
    shops = [BoolVar(f"shop {n}") for n in range(count)]
    constraints, gaps = [], []
    for row in range(rows):
        weights = [rng.randrange(100) for _ in shops]
        sales, half = Sum(tuple(zip(weights, shops, strict=True))), sum(weights) // 2
        if soft is None:
            constraints.append(Constraint(f"row {row}", equals(sales, half), group=f"row {row}"))
            continue
        gap = {"whole": IntVar, "real": RealVar}[soft](f"gap {row}", 0, 100 * count)
        gaps.append(gap)
        constraints.append(Constraint(f"above {row}", sales - gap <= half))
        constraints.append(Constraint(f"below {row}", sales + gap >= half))
    goals = (Objective("gap", "minimise", total(gaps)),) if gaps else ()
    return Problem("market split", tuple(constraints), goals)


def knapsack(count=30, seed=0):
    """Yes-or-no decisions only, under several limits; large enough that the last step takes work."""
    rng = random.Random(seed)
    items = [BoolVar(f"item {n}") for n in range(count)]
    constraints = []
    for row in range(4):
        weights = [rng.randint(5, 60) for _ in items]
        used = Sum(tuple(zip(weights, items, strict=True)))
        constraints.append(Constraint(f"limit {row}", used <= sum(weights) // 3))
    worth = Sum(tuple([(rng.randint(20, 70), item) for item in items]))
    return Problem("knapsack", tuple(constraints), (Objective("worth", "maximise", worth),))
