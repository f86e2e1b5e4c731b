"""Conflicts, corrections and maximal subsets by counting through every subset of the groups."""

from __future__ import annotations

from dataclasses import replace

from support.expressions import Seeded
from support.problems import Brute, Small, small_problem

from encoders.expressions import BoolVar, Or, at_most
from encoders.problem import Constraint, Problem


def pigeons(count, holes):
    """Each pigeon sits in a hole and no hole has two; the labels are "pigeon i sits" and "hole j holds at most one"."""
    sits = [[BoolVar(f"{p} in {h}") for h in range(holes)] for p in range(count)]
    rules = [Constraint(f"pigeon {p}", Or(*sits[p]), group=f"pigeon {p}") for p in range(count)]
    for h in range(holes):
        rules.append(Constraint(f"hole {h}", at_most(1, [row[h] for row in sits]), group=f"hole {h}"))
    return Problem("pigeons", tuple(rules))


def crowded(seed, groups=12):
    """A random small problem of up to 12 groups, all of them the request's, of different weights."""
    dice = Seeded(seed)
    small = small_problem(dice, groups=groups, objectives=0, depth=2, share=0.55)
    weight = {group: dice.pick((1, 1, 2, 3, 5)) for group in small.problem.groups}
    rules = tuple([c if c.group is None else replace(c, weight=weight[c.group]) for c in small.problem.constraints])
    return Small(replace(small.problem, constraints=rules), small.scope, tuple(small.problem.groups))


class Families:
    """What each subset of the groups is, as bit sets in problem order."""

    def __init__(self, small):
        self.groups = tuple(small.problem.groups)
        self.weights = [small.problem.groups[group][0].weight for group in self.groups]
        brute = Brute(small)
        shift = {n: self.groups.index(c.group) for n, c in enumerate(brute.constraints) if c.group is not None}
        loose = [n for n, c in enumerate(brute.constraints) if c.group is None]
        kept = set()
        for mask in brute.under(small.problem.values()):
            if mask >= 0 and all([mask >> n & 1 for n in loose]):
                broken = sum({1 << place for n, place in shift.items() if not mask >> n & 1})
                kept.add((1 << len(self.groups)) - 1 & ~broken)
        self.subsets = {mask for mask in kept if not any([mask != other and mask & other == mask for other in kept])}
        """The maximal satisfiable subsets."""
        everything = (1 << len(self.groups)) - 1
        self.corrections = {everything & ~mask for mask in self.subsets}
        self.conflicts = {
            mask
            for mask in range(everything + 1)
            if not self.possible(mask)
            and all([self.possible(mask & ~(1 << n)) for n in range(len(self.groups)) if mask >> n & 1])
        }

    def possible(self, mask):
        """Whether the groups of a bit set can hold together."""
        return any([mask & ~subset == 0 for subset in self.subsets])

    def mask(self, groups):
        """The bit set of some groups."""
        return sum([1 << self.groups.index(group) for group in groups])

    def weight(self, mask):
        """The total weight of a bit set."""
        return sum([weight for n, weight in enumerate(self.weights) if mask >> n & 1])
