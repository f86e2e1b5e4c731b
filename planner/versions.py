"""Versions of what an answer depends on."""

from __future__ import annotations

import platform
from functools import cache

DISTRIBUTIONS = {"z3": "z3-solver", "cpsat": "ortools"}
"""Engine -> the distribution its solver comes in."""


@cache
def version(distribution: str) -> str:
    """The installed version, or "not installed"."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(distribution)
    except PackageNotFoundError:
        return "not installed"


def versions_of(engine: str | None) -> dict[str, str]:
    """Planproof, Python, and the solver that was used."""
    found = {"planproof": version("planproof"), "python": platform.python_version()}
    for name in ("z3", "cpsat") if engine == "race" else (engine,):
        if name in DISTRIBUTIONS:
            found[DISTRIBUTIONS[name]] = version(DISTRIBUTIONS[name])
    return found
