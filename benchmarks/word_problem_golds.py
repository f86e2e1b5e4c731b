"""Published optima that do not stand: our answer, a second formulation or brute force, and the text speak against them.

A case stands here only with the answer that was shown to be right: another answer to it still counts as wrong.
"""

from __future__ import annotations

from fractions import Fraction

INFEASIBLE = None

FALLEN: dict[str, tuple[Fraction | None, str]] = {
    "nlp4lp-111": (Fraction(1500), "125 acres by net and 100 by line keep every limit and catch 1,500 fish, more than the gold"),
    "nlp4lp-107": (Fraction(540), "containers are whole; the gold 547.67 is the optimum of the fractions"),
    "industryor-19": (Fraction(25), "the third product alone takes 18 minutes, more than the gold 12"),
    "industryor-28": (INFEASIBLE, "15 trips of two modes carry at most 425 units, and 500 are needed"),
    "industryor-57": (Fraction(28), "two formulations agree: a fifth of the best profit, 140; the gold is 770"),
    "industryor-78": (Fraction(1000), "the values come to $183,000 in whole thousands, an odd number: the parts cannot be equal"),
    "industryor-84": (Fraction(6160), "two formulations agree; the plan keeps the table's limits and earns more than the gold"),
    "industryor-92": (Fraction(11464142, 10000), "products are whole; two formulations agree, the gold 1146.57 is near"),
    "industryor-96": (Fraction(600), "two formulations agree: all orders are filled and 600 are lost, not 770"),
    "complexor-1": (Fraction(167, 3), "two formulations agree; the gold 66 exceeds what the limit b allows"),
    "complexor-7": (INFEASIBLE, "the second origin sends all its limits let it, so 40 go from 1 to 1: limit 35"),
    "mamo_complex_test-12": (Fraction(11), "the weights of S contradict each other; the readings give 10 and 11, not 9"),
    "mamo_complex_test-71": (Fraction(121), "brute force over all round trips"),
    "mamo_complex_test-78": (Fraction(269), "brute force over all round trips"),
    "mamo_complex_test-87": (Fraction(175), "brute force over all round trips"),
    "mamo_complex_test-134": (Fraction(245), "brute force over all round trips"),
    "optibench-141": (INFEASIBLE, "50 kids bottles ask for 150 adult ones: 50,000 ml, and 25,000 are there"),
    "optibench-520": (INFEASIBLE, "20 tiny bags ask for 40 large ones: 190 units of energy, and 110 are there"),
    "optibench_nonlinear-57": (Fraction(921, 10), "the text asks for the profit per acre; the gold is that of all 100 acres"),
}  # fmt: skip
"""Case -> what is right (None: there is no plan), and why the gold falls."""

LACKING: dict[str, str] = {
    "mamo_complex_test-188": "most transport costs, demands and capacities are not in the text (“and so on”)",
    "optmath_bench-72": "demands, availability and most skills are not in the text",
    "optmath_bench-100": "which machine runs which operation is not in the text",
    "optmath_bench-127": "which machine runs which operation is not in the text",
    "optmath_bench-131": "which towers cover the areas 1 to 32 is not in the text",
    "optmath_bench-133": "the constraints but one are not in the text",
}
"""Case -> the data that the text leaves out: to ask for them is right, and no number is."""
