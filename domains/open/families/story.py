"""What the families share: a problem with its story, and small pieces of English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from encoders.spec.indexed.model import ProblemSpec


@dataclass(frozen=True, slots=True)
class Sample:
    """A random problem of a family, and the same in plain English: the text states every number of the problem."""

    family: str
    spec: ProblemSpec
    text: str


Family = Callable[["Random"], Sample]
"""One family: the same random numbers give the same sample."""


def some(random: Random, pool: Sequence[str], least: int, most: int) -> list[str]:
    """Between `least` and `most` different names of a pool, in the pool's order."""
    chosen = set(random.sample(range(len(pool)), random.randint(least, most)))
    return [name for position, name in enumerate(pool) if position in chosen]


def rarely(random: Random) -> bool:
    """Whether this sample is one of the few that no plan can satisfy, where a family has them."""
    return random.randrange(8) == 0


def listed(parts: Iterable[str]) -> str:
    """a, b and c; empty for none."""
    words = list(parts)
    return " and ".join([part for part in (", ".join(words[:-1]), *words[-1:]) if part])


def each(names: Sequence[str], values: Sequence[int], form: str) -> str:
    """One piece for every name: "1 unit for Ada, 3 units for Ben" with the form "{value} unit{s} for {name}"."""
    pairs = zip(names, values, strict=True)
    return listed([form.format(name=name, value=value, s="" if value == 1 else "s") for name, value in pairs])


def table(corner: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[int]]) -> str:
    """A Markdown table of numbers."""
    lines = [f"| {corner} | {' | '.join(columns)} |", "|" + " --- |" * (len(columns) + 1)]
    lines += [
        f"| {row} | {' | '.join([str(value) for value in line])} |" for row, line in zip(rows, values, strict=True)
    ]
    return "\n".join(lines)
