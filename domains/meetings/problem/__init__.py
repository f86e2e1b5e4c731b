"""Who is met and when, as truth values and whole minutes that are compared by their differences."""

from domains.meetings.problem.build import build
from domains.meetings.problem.decode import decode, pinned

__all__ = ["build", "decode", "pinned"]
