"""Whose defect a failure is: Planproof's own, or that of an installed domain of another distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

    from planner.registry import Registry

_OURS = frozenset(("planner", "domains", "encoders"))
PLANPROOF = "Planproof"


class ContradictionError(VerificationError):
    """Two parts of one domain contradict each other: its problem and its check, or its reading and its problem."""

    def __init__(self, message: str, *, domain: str, where: str = "") -> None:
        super().__init__(message, where=where)
        self.domain = domain


def defect_of(error: BaseException, registry: Registry) -> str:
    """Whose defect it is: "Planproof", or "the domain 'shop' (planproof-shop 1.2)"; both where a domain called what failed."""
    if isinstance(error, ContradictionError):
        point = registry.plugins.get(error.domain)
        return PLANPROOF if error.domain not in registry.plugins else _named(error.domain, point)
    packages = list(_packages(error))
    for name, point in registry.plugins.items():
        package = _package(point)
        if package is not None and package in packages:
            within_ours = packages[-1] in _OURS
            return f"{_named(name, point)}{f', or of {PLANPROOF}' if within_ours else ''}"
    return PLANPROOF


def _named(name: str, point: EntryPoint | None) -> str:
    known = getattr(point, "dist", None)
    return f"the domain {name!r}{f' ({known.name} {known.version})' if known is not None else ''}"


def _package(point: EntryPoint | None) -> str | None:
    """The package that an entry point loads."""
    module = getattr(point, "value", "").partition(":")[0]
    return module.partition(".")[0] or None


def _packages(error: BaseException) -> Iterator[str]:
    """The packages whose code was running, the innermost last."""
    trace = error.__traceback__
    while trace is not None:
        yield str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        trace = trace.tb_next
