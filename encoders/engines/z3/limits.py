"""A budget as Z3's parameters, and Z3's reasons for knowing nothing in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from encoders.result import Deadline

_LIMITS = ("timeout", "canceled", "resource", "interrupted", "unknown", "no reason given")
"""What Z3's reason says where a limit ended the search; it does not say which, and says nothing where it ended very early."""
FIRST_TURN = 1_000_000
"""Work (rlimit) after which a search that resists is tried another way: about a third of a second."""
_MOST_MILLISECONDS = 2**32 - 1
_MOST_WORK = 2**32 - 1


def limits(deadline: Deadline, work: int | None = None) -> dict[str, bool | int | str]:
    """Parameters for the time and work that are left, or less work; Ctrl-C is ours (`encoders.interrupts`)."""
    remaining = deadline.remaining
    milliseconds = _MOST_MILLISECONDS if remaining is None else max(1, int(remaining * 1000))
    amounts = [amount for amount in (work, deadline.work_left) if amount is not None]
    return {
        "ctrl_c": False,
        "timeout": min(_MOST_MILLISECONDS, milliseconds),
        "rlimit": min(_MOST_WORK, max(1, min(amounts))) if amounts else 0,
    }


def stopped(text: bytes | None) -> bool:
    """Whether a limit ended the search."""
    said = (text or b"").decode(errors="replace")
    return any([word in said for word in _LIMITS])


def reason_of(text: bytes | None, deadline: Deadline) -> str:
    """ "timeout", "work limit", or what Z3 says where no limit of ours is the cause."""
    said = (text or b"").decode(errors="replace")
    if deadline.expired or stopped(text):
        return deadline.reason if deadline.expired or deadline.budget.work is None else "work limit"
    return said or "Z3 gives no reason"
