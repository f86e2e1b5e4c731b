"""The data of a roster: workers, shifts, availability, and the rules of the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domains.base import ExactNumber
from domains.validation import validated
from domains.workforce.request import RosterRequest

if TYPE_CHECKING:
    from collections.abc import Mapping


class Policy(BaseModel):
    """Rules that hold for every roster of a house, unless its request says otherwise."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    currency: str = Field(default="$", min_length=1, max_length=10)
    paid_by: Literal["shift", "hour"] = Field(default="shift", alias="paid by")
    exactly: bool = Field(default=False, description="whether no shift may have more people than it needs")
    shifts_a_day: int = Field(default=1, ge=1, le=24, alias="shifts a day")
    days_in_a_row: int | None = Field(default=None, ge=1, le=1000, alias="days in a row")
    rest_shifts: int = Field(default=0, ge=0, le=100, alias="rest shifts")
    rest_hours: ExactNumber = Field(default=0, alias="rest hours")


@dataclass(frozen=True)
class WorkforceData:
    """What a request need not say: it has the fields of one. `report` counts rows that could not be used, by reason."""

    base: RosterRequest | None = None
    policy: Policy = field(default_factory=Policy)
    report: Mapping[str, int] = field(default_factory=dict)

    @property
    def workers(self) -> list[str]:
        """The names of the workers."""
        return [] if self.base is None else list(self.base.workers)


def inline(content: Mapping[str, Any]) -> WorkforceData:
    """Data given as one object: the fields of a request, and `policy`. Raises InputError."""
    fields = {name: value for name, value in content.items() if name != "policy"}
    policy = validated(Policy, content.get("policy") or {}, "a policy")
    return WorkforceData(validated(RosterRequest, fields, "the data of a roster") if fields else None, policy)
