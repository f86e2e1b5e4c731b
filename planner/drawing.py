"""What a terminal shows beside an Answer: the plan as its domain draws it, and the units of its objectives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.documents import Document


@dataclass(frozen=True, slots=True)
class Drawing:
    """`document` is None where there is no plan to show; `units` has the unit of each objective by name."""

    document: Document | None = None
    units: Mapping[str, str] = field(default_factory=dict)
