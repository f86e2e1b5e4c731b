"""The word problems that are asked, chosen by a seed before anything is answered, with the optimum that the data give."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from direct import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

SETS = ("nl4opt_test", "nlp4lp", "industryor", "complexor", "mamo_complex_test", "optmath_bench", "optibench")
NONLINEAR = "optibench_nonlinear"
_GOAL = re.compile(r"total|maxim|minim|profit|cost|revenue", re.IGNORECASE)
_RELATIVE = Fraction(1, 10_000)


@dataclass(frozen=True)
class WordProblem:
    """One question; `gold` is the optimum as it stands in the data."""

    name: str
    set: str
    text: str
    gold: str

    def right(self, value: Fraction) -> bool:
        """Within 1e-4 of the gold, or half a unit of its last decimal."""
        gold = Fraction(self.gold)
        decimals = len(self.gold.partition(".")[2])
        half = Fraction(1, 2 * 10**decimals) if decimals else Fraction(0)
        return abs(value - gold) <= max(_RELATIVE * abs(gold), half)


def chosen(sets: Sequence[str], count: int, seed: int) -> list[WordProblem]:
    """`count` rows of each set by this seed, all of a smaller one; the same whatever the other sets are."""
    found = []
    for name in sets:
        rows = _rows(name)
        places = sorted(random.Random(f"{name} {seed}").sample(range(len(rows)), min(count, len(rows))))
        found += [rows[place] for place in places]
    return found


def _rows(name: str) -> list[WordProblem]:
    file = "optibench" if name == NONLINEAR else name
    lines = (DATA / "or_word_problems" / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line, parse_float=str) for line in lines]
    if file == "optibench":
        rows = [row for row in rows if row["type"].startswith("nonlinear") == (name == NONLINEAR)]
    found = [WordProblem(f"{name}-{row['index']}", name, row["question"], _gold(row)) for row in rows]
    return [problem for problem in found if problem.gold]


def _gold(row: dict[str, Any]) -> str:
    """The optimum as text; empty where the row names none, or asks several problems at once."""
    if "answer" in row:
        return str(row["answer"])
    keys = list(row["results"])
    last, before = keys[-1], keys[-2] if len(keys) > 1 else ""
    alike = last.split()[:3] == before.split()[:3] and not _GOAL.search(last)
    if alike or last.startswith(("New ", "Whether ")):
        return ""
    value = str(row["results"][last])
    try:
        Decimal(value)
    except ArithmeticError:
        return ""
    return value
