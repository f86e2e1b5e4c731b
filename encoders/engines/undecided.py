"""The map of an enumeration: which sets of members no known conflict and no known correction decides yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from encoders.result import Deadline


class UndecidedSets(Protocol):
    """Sets of numbered members as bit sets."""

    reason: str
    """Why `next` gave nothing; empty where there is no undecided set left."""

    def next(self, deadline: Deadline) -> int | None:
        """Some undecided set, preferably a large one; None where there is none, or where the deadline has passed."""
        ...

    def exclude_within(self, mask: int) -> None:
        """Every subset is decided (they are possible)."""
        ...

    def exclude_containing(self, mask: int) -> None:
        """Every superset is decided (they are impossible)."""
        ...

    def close(self) -> None:
        """Give the memory back."""
        ...


def undecided_sets(size: int) -> UndecidedSets:
    """The map of this many members, all sets undecided."""
    from encoders.engines.z3.undecided import Z3Sets

    return Z3Sets(size)
