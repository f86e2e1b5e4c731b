"""What the open route gives: a problem that was held against the text, or questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.spec.indexed.model import ProblemSpec

MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Formulated:
    """`spec` is None where nothing could be made of the text. With `questions` nothing may be claimed of the problem.

    `quotes` are the places in the text of the words behind each rule and goal, by path ("constraints/capacity").
    """

    spec: ProblemSpec | None
    questions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    quotes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    doubted: tuple[str, ...] = ()
    """Words of the text whose sense the problem does not show."""

    @property
    def clear(self) -> bool:
        """Whether the problem may be solved and its answer claimed."""
        return self.spec is not None and not self.questions
