"""Patterson's form of a project (.rcp): numbers only, wherever lines end.

The number of jobs and of resources; the capacity of each resource; then for each job its duration, its demands, its number of
successors and the successors. Jobs are called J1, J2, ..., resources R1, ...; jobs without length and demand are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.project.psplib import Listed, as_request
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_patterson(text: str) -> dict[str, Any]:
    """A project's own content. Raises InputError naming the line."""
    numbers = _Numbers(text)
    found = Listed()
    found.jobs, found.counts["R"] = numbers.take("the number of jobs"), numbers.take("the number of resources")
    found.available = [numbers.take(f"the capacity of R{n + 1}") for n in range(found.counts["R"])]
    for job in range(1, found.jobs + 1):
        duration = numbers.take(f"the duration of job {job}")
        demands = [numbers.take(f"what job {job} needs of R{n + 1}") for n in range(found.counts["R"])]
        found.modes[job], found.ways[job] = 1, [(duration, demands)]
        count = numbers.take(f"the number of successors of job {job}")
        found.successors[job] = [numbers.take(f"a successor of job {job}", most=found.jobs) for _ in range(count)]
    numbers.end()
    if not found.ways:
        raise InputError("the project has no jobs", where="line 1")
    return as_request(found, [f"R{n + 1}" for n in range(found.counts["R"])])


class _Numbers:
    """The numbers of a text, one after the other, with the line of the last one."""

    def __init__(self, text: str) -> None:
        self._rest = self._of(text)
        self._line = 1

    def _of(self, text: str) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(text.splitlines(), 1):
            yield from [(number, word) for word in line.split()]

    def take(self, what: str, most: int | None = None) -> int:
        """The next number."""
        self._line, word = next(self._rest, (self._line, ""))
        if not word.isdecimal() or (most is not None and not 1 <= int(word) <= most):
            found = word or "the end of the file"
            raise InputError(f"expected {what}, not {found}", where=f"line {self._line}")
        return int(word)

    def end(self) -> None:
        """Raises InputError unless nothing is left."""
        line, word = next(self._rest, (0, ""))
        if word:
            raise InputError(f"{word} follows after the last job", where=f"line {line}")
