"""What a domain offers so that a plan can be kept as far as possible when its request or its data have changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from domains.base import Built
    from encoders.expressions import Expression
    from encoders.problem import Constraint
    from encoders.result import Assignment


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an old plan in a new problem: where it is ("day 2, dinner"), what the old plan has there, None for nothing.

    `kept` holds where the new plan has the same there. `names` are the offers that the field says.
    """

    where: str
    says: str | None
    kept: Expression
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Near:
    """A new problem with the fields of an old plan. `ties` are rules of the truths that fields need beside the problem's own.

    As many fields as hold in an assignment are the same in the plan that `told` makes of it.
    """

    built: Built
    parts: tuple[Part, ...]
    ties: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A field in which two plans differ; None where a plan has nothing there."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Gone:
    """The request and the data without something that is no longer to be had, and how to say so."""

    request: Any
    data: Any
    says: str
    names: tuple[str, ...] = field(default=())


@runtime_checkable
class Replanning(Protocol):
    """A domain whose plans have fields that can be kept one by one."""

    def names(self, plan: Any) -> Sequence[str]:
        """The offers that a plan uses, by name."""
        ...

    def near(self, request: Any, data: Any, plan: Any) -> Near:
        """The problem of a request in which an old plan can be kept as far as the rules allow. Raises as `problem` does."""
        ...

    def told(self, near: Near, assignment: Assignment, plan: Any) -> BaseModel:
        """The plan of an assignment, its interchangeable parts placed so that it has every field of the old one that holds."""
        ...

    def moved(self, before: Any, after: Any, request: Any, data: Any) -> Sequence[Moved]:
        """The fields in which two plans differ, told from the plans alone; no two of them share a place."""
        ...

    def size(self, plan: Any, request: Any, data: Any) -> int:
        """How many fields a plan has."""
        ...

    def gone(self, name: str, request: Any, data: Any) -> Gone:
        """Without an offer, a job, or whatever else has a name: it is cancelled, closed, broken. Raises InputError."""
        ...

    def unwanted(self, name: str, request: Any, data: Any) -> str:
        """The wish, in the expression language, that something is not used. Raises InputError, UnsupportedError."""
        ...
