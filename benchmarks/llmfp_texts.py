"""Three of LLMFP's tasks told in English with their numbers: what a model formulates before questions are asked about the plan.

Facts: OptiGuide's coffee, workforce1 and facility applications (MIT), as LLMFP states them.
"""

from __future__ import annotations

from typing import Any

COFFEE = """
A coffee company buys beans from three suppliers (supplier1, supplier2, supplier3), roasts them at two roasteries (roastery1,
roastery2)
into light and dark coffee, and ships the roasted coffee to three cafes (cafe1, cafe2, cafe3). Minimize the total cost,
including
shipping beans, roasting, and shipping roasted coffee, while all coffee produced meets or exceeds the demand at each cafe.
There is
no initial inventory; one unit of beans gives one unit of coffee, and everything is shipped in whole units. Each roastery
roasts
exactly what it receives and ships exactly what it roasts.
Suppliers can provide at most: supplier1 150 units, supplier2 50, supplier3 100.
Shipping a unit of beans costs: supplier1 to roastery1 $5, supplier1 to roastery2 $4, supplier2 to roastery1 $6, supplier2 to
roastery2
$3, supplier3 to roastery1 $2, supplier3 to roastery2 $7.
Roasting a unit of light coffee costs $3 at roastery1 and $5 at roastery2; of dark coffee $5 at roastery1 and $6 at roastery2.
Shipping a unit of roasted coffee costs: roastery1 to cafe1 $5, to cafe2 $3, to cafe3 $6; roastery2 to cafe1 $4, to cafe2 $5,
to cafe3 $2.
Light coffee needed: cafe1 20 units, cafe2 30, cafe3 40. Dark coffee needed: cafe1 20 units, cafe2 20, cafe3 100.
"""

WORKFORCE = """
Workers are assigned to the days of two weeks: {days}. Minimize the total pay.
Each day needs exactly this many workers: {need}.
A worker works only on days on which they are available: {available}.
Pay for each day worked: {pay}.
"""


def workforce(roster: dict[str, Any]) -> str:
    """The published roster in words; `roster` as `workforce_questions.roster` has it."""
    return WORKFORCE.format(
        days=", ".join(roster["shifts"]),
        need=", ".join([f"{day} {count}" for day, count in roster["need"].items()]),
        available="; ".join([f"{name} on {', '.join(days)}" for name, days in roster["available"].items()]),
        pay=", ".join([f"{name} ${pay}" for name, pay in roster["pay"].items()]),
    )


FACILITY = """
A company has five plants (Plant 0, Plant 1, Plant 2, Plant 3, Plant 4) and four warehouses (Warehouse 0, Warehouse 1,
Warehouse 2,
Warehouse 3), and considers closing plants. Minimize the fixed costs of the plants that stay open plus the transport costs.
Each warehouse's demand must be met exactly, in thousands of units: Warehouse 0 15, Warehouse 1 18, Warehouse 2 14, Warehouse
3 20.
A plant ships at most its capacity, and nothing when it is closed, in thousands of units: Plant 0 20, Plant 1 22, Plant 2 17,
Plant 3 19, Plant 4 18. Fixed costs of keeping a plant open: Plant 0 $12000, Plant 1 $15000, Plant 2 $17000, Plant 3 $13000,
Plant 4 $16000.
Transport costs per thousand units, to Warehouse 0, 1, 2 and 3: from Plant 0 $4000, $2500, $1200, $2200; from Plant 1 $2000,
$2600,
$1800, $2600; from Plant 2 $3000, $3400, $2600, $3100; from Plant 3 $2500, $3000, $4100, $3700; from Plant 4 $4500, $4000,
$3000, $3200.
Amounts shipped can be fractions.
"""
