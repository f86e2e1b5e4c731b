"""Times to change a machine over between tasks of different families, as a shop states them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domains.jobshop.request import JobShopRequest


def times_on(request: JobShopRequest, machine: str) -> dict[tuple[str, str], int]:
    """Setup times of a machine by families before and after; those of the machine itself go before those of all machines."""
    found: dict[tuple[str, str], int] = {}
    for own in ("", machine):
        found |= {(s.before, s.after): s.time for s in request.setups if s.machine == own}
    return found
