"""The meeting as one start time, counted in minutes through the days."""

from domains.calendar.problem.build import build, decode

__all__ = ["build", "decode"]
