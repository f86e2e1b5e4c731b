"""Projects like PSPLIB's j30, drawn by the published rules of ProGen with a fixed seed.

    python benchmarks/psplib_generator.py FOLDER [--draw 1]

Kolisch, Sprecher, Drexl: Characterization and generation of a general class of resource-constrained project scheduling problems
(1995); Kolisch, Sprecher: PSPLIB (1996). 30 activities between a source and a sink, 4 renewable resources, durations and demands
from 1 to 10, 3 first and 3 last activities, at most 3 predecessors and successors, no redundant arc; one of each combination of

    network complexity 1.5, 1.8, 2.1      arcs that are not redundant, by the nodes with source and sink
    resource factor 0.25, 0.5, 0.75, 1    the share of resources that an activity needs on average
    resource strength 0.2, 0.5, 0.7, 1    the capacity, from the largest demand (0) to the peak of the earliest schedule (1)

which makes 48 instances. The library's own files were drawn by another random generator; these are no copies of them.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from itertools import product
from pathlib import Path

ACTIVITIES, RESOURCES = 30, 4
FIRST_OR_LAST, MOST_ARCS = 3, 3
COMPLEXITIES = (1.5, 1.8, 2.1)
FACTORS = (0.25, 0.5, 0.75, 1.0)
STRENGTHS = (0.2, 0.5, 0.7, 1.0)
_TRIES = 2000


@dataclass(frozen=True, slots=True)
class Project:
    """Nodes 0 (source) to 31 (sink): durations, demands by resource, arcs; capacities by resource."""

    name: str
    durations: tuple[int, ...]
    demands: tuple[tuple[int, ...], ...]
    arcs: tuple[tuple[int, int], ...]
    capacities: tuple[int, ...]


def projects(draw: int = 1) -> list[Project]:
    """One instance of each of the 48 combinations."""
    combinations = product(COMPLEXITIES, FACTORS, STRENGTHS)
    return [drawn(number, *values, draw=draw) for number, values in enumerate(combinations, 1)]


def drawn(number: int, complexity: float, factor: float, strength: float, draw: int) -> Project:
    """One instance; `number` counts the combinations from 1 as PSPLIB does."""
    rng = random.Random(f"j30/{number}/{draw}")
    arcs = _network(rng, complexity)
    durations = (0, *[rng.randint(1, 10) for _ in range(ACTIVITIES)], 0)
    demands = _demands(rng, factor)
    peaks = _peaks(durations, demands, arcs)
    capacities = []
    for resource in range(RESOURCES):
        least = max([row[resource] for row in demands])
        capacities.append(least + round(strength * (peaks[resource] - least)))
    return Project(f"j30-{number}_{draw}", durations, tuple(demands), tuple(arcs), tuple(capacities))


def _network(rng: random.Random, complexity: float) -> list[tuple[int, int]]:
    """Arcs from lower to higher nodes; drawn again where the arcs that are wanted do not fit."""
    sink = ACTIVITIES + 1
    wanted = round(complexity * (ACTIVITIES + 2))
    while True:
        after: list[set[int]] = [set() for _ in range(sink + 1)]
        before: list[set[int]] = [set() for _ in range(sink + 1)]

        def add(a: int, b: int, after: list[set[int]] = after, before: list[set[int]] = before) -> None:
            after[a].add(b)
            before[b].add(a)

        first, last = range(1, FIRST_OR_LAST + 1), range(sink - FIRST_OR_LAST, sink)
        for node in first:
            add(0, node)
        for node in last:
            add(node, sink)
        for node in range(FIRST_OR_LAST + 1, sink):
            open_ = [a for a in range(1, min(node, sink - FIRST_OR_LAST)) if len(after[a]) < MOST_ARCS]
            if open_:
                add(rng.choice(open_), node)
        for node in range(1, sink - FIRST_OR_LAST):
            if not after[node]:
                open_ = [
                    b
                    for b in range(max(node, FIRST_OR_LAST) + 1, sink)
                    if len(before[b]) < MOST_ARCS and not _redundant(node, b, after, before)
                ]
                if open_:
                    add(node, rng.choice(open_))
        count = sum([len(found) for found in after])
        for _ in range(_TRIES):
            if count >= wanted:
                break
            a, b = sorted(rng.sample(range(1, sink), 2))
            fits = len(after[a]) < MOST_ARCS and len(before[b]) < MOST_ARCS and a not in last and b not in first
            if fits and b not in after[a] and not _redundant(a, b, after, before):
                add(a, b)
                count += 1
        linked = all([after[n] for n in range(1, sink)]) and all([before[n] for n in range(1, sink)])
        pairs = [(a, b) for a in range(sink + 1) for b in sorted(after[a])]
        if count == wanted and linked and not any([_around(a, b, after) for a, b in pairs]):
            return pairs


def _redundant(a: int, b: int, after: list[set[int]], before: list[set[int]]) -> bool:
    """Whether b follows a already, or the arc would make another one redundant."""
    ahead = _reached(b, after) | {b}
    behind = _reached(a, before) | {a}
    return b in _reached(a, after) or any([after[node] & ahead for node in behind])


def _around(a: int, b: int, after: list[set[int]]) -> bool:
    """Whether another way than the arc leads from a to b."""
    return any([b in _reached(c, after) for c in after[a] if c != b])


def _reached(node: int, arcs: list[set[int]]) -> set[int]:
    found: set[int] = set()
    open_ = [node]
    while open_:
        for other in arcs[open_.pop()]:
            if other not in found:
                found.add(other)
                open_.append(other)
    return found


def _demands(rng: random.Random, factor: float) -> list[tuple[int, ...]]:
    """Every activity needs one resource at least; further needs are drawn until the factor is met."""
    pairs = [(node, rng.randrange(RESOURCES)) for node in range(1, ACTIVITIES + 1)]
    others = [pair for pair in product(range(1, ACTIVITIES + 1), range(RESOURCES)) if pair not in set(pairs)]
    rng.shuffle(others)
    pairs += others[: round(factor * ACTIVITIES * RESOURCES) - len(pairs)] if factor > 1 / RESOURCES else []
    rows = [[0] * RESOURCES for _ in range(ACTIVITIES + 2)]
    for node, resource in pairs:
        rows[node][resource] = rng.randint(1, 10)
    return [tuple(row) for row in rows]


def _peaks(durations: tuple[int, ...], demands: list[tuple[int, ...]], arcs: list[tuple[int, int]]) -> list[int]:
    """The most that is needed at once where everything starts as early as the arcs allow."""
    starts = [0] * len(durations)
    for a, b in sorted(arcs):  # arcs lead from lower to higher nodes
        starts[b] = max(starts[b], starts[a] + durations[a])
    for _ in durations:
        for a, b in arcs:
            starts[b] = max(starts[b], starts[a] + durations[a])
    moments = range(max(starts) + 1)
    running = [[n for n in range(len(durations)) if starts[n] <= t < starts[n] + durations[n]] for t in moments]
    return [max([sum([demands[n][r] for n in here]) for here in running], default=0) for r in range(RESOURCES)]


def text_of(project: Project) -> str:
    """The instance as a file of PSPLIB (.sm), jobs counted from 1."""
    jobs = len(project.durations)
    rule = "*" * 72
    after: dict[int, list[int]] = {node: [] for node in range(jobs)}
    for a, b in project.arcs:
        after[a].append(b)
    lines = [
        rule, f"file with basedata            : {project.name}", rule, "projects                      :  1",
        f"jobs (incl. supersource/sink ):  {jobs}", f"horizon                       :  {sum(project.durations)}",
        "RESOURCES", f"  - renewable                 :  {RESOURCES}   R", "  - nonrenewable              :  0   N",
        "  - doubly constrained        :  0   D", rule, "PRECEDENCE RELATIONS:", "jobnr.    #modes  #successors   successors",
    ]  # fmt: skip
    for node, found in after.items():
        told = "".join([f"{other + 1:4d}" for other in found])
        lines.append(f"{node + 1:4d}        1{len(found):11d}        {told}")
    columns = "".join([f"  R {number}" for number in range(1, RESOURCES + 1)])
    lines += [rule, "REQUESTS/DURATIONS:", f"jobnr. mode duration{columns}", "-" * 72]
    for node, duration in enumerate(project.durations):
        needs = "".join([f"{units:5d}" for units in project.demands[node]])
        lines.append(f"{node + 1:3d}      1{duration:6d}   {needs}")
    lines += [rule, "RESOURCEAVAILABILITIES:", columns, "".join([f"{units:5d}" for units in project.capacities]), rule]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the files into a folder."""
    parser = argparse.ArgumentParser(description="Projects like PSPLIB's j30.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for project in projects(options.draw):
        (options.folder / f"{project.name}.sm").write_text(text_of(project), encoding="utf-8")


if __name__ == "__main__":
    main()
