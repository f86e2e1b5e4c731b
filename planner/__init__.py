"""Planproof's application: requests in plain English become proven plans, or minimal conflicts with verified ways out.

Use:

    from planner import solve
    answer = solve("Plan a 3-day trip from Springfield to Riverton ...", data="offers/")
    print(answer.status, answer.plan)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.answer import Answer
    from planner.pipeline import check, read, solve

__all__ = ["Answer", "check", "read", "solve"]


def __getattr__(name: str) -> Any:
    """Load the public names when they are first used, so that importing the package costs nothing."""
    if name == "Answer":
        from planner.answer import Answer

        return Answer
    if name in __all__:
        from planner import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'planner' has no attribute {name!r}")
