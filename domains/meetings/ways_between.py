"""How long the ways between places take: directly, and at least by any way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Ways:
    """`direct` are the minutes of direct ways, `least` those of the shortest ways over any of the places."""

    direct: Mapping[tuple[str, str], int]
    least: Mapping[tuple[str, str], int]

    def shortened(self, start: str, end: str) -> bool:
        """Whether some way round takes less than the direct one, or there is no direct one."""
        direct = self.direct.get((start, end))
        return (start, end) in self.least and (direct is None or self.least[start, end] < direct)


def ways(travel: Mapping[str, Mapping[str, int]], places: Iterable[str]) -> Ways:
    """The ways between these places. Staying where one is takes no time unless it is told."""
    names = list(dict.fromkeys(places))
    direct = {(a, a): 0 for a in names}
    for a in names:
        told = travel.get(a, {})
        direct.update({(a, b): told[b] for b in names if b in told})
    least = dict(direct)
    if not _is_closed(direct, names):
        for by in names:
            for a in names:
                first = least.get((a, by))
                if first is None:
                    continue
                for b in names:
                    second = least.get((by, b))
                    if second is not None and first + second < least.get((a, b), first + second + 1):
                        least[a, b] = first + second
    return Ways(direct, least)


def _is_closed(direct: Mapping[tuple[str, str], int], names: list[str]) -> bool:
    """Whether no way round is shorter, as is usual: looked at row by row, which is quick."""
    try:
        rows = [[direct[a, b] for b in names] for a in names]
    except KeyError:
        return False
    for here in rows:
        for by, first in enumerate(here):
            there = rows[by]
            if any([first + second < straight for second, straight in zip(there, here, strict=True)]):
                return False
    return True
