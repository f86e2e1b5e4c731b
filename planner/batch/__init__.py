"""Many requests from a file: one Answer a row, in the order of the rows, whatever happens to a row."""

from __future__ import annotations

from planner.batch.in_order import Outcome, run

__all__ = ["Outcome", "run"]
