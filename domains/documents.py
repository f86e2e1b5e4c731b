"""What a domain draws, free of any terminal or markup: headings, paragraphs and tables that `planner.report` renders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the largest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column titles; `align` has one entry a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Literal["left", "right"], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that takes time: from `start` to `end` in a lane (a machine, a person, a day).

    `kind` is what bars of one colour share (the job). `slack` is how much later it may end without harm to the objective, None
    where that is not known; a bar whose slack is 0 is critical. `clashes` marks a member of a conflict.
    """

    lane: str
    says: str
    start: Number
    end: Number
    kind: str = ""
    slack: Number | None = None
    clashes: bool = False
    detail: str = ""

    @property
    def critical(self) -> bool:
        """Whether any delay does harm."""
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that matters: a deadline, a due date. `lane` is None where it concerns all of them."""

    at: Number
    says: str
    lane: str | None = None
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars in lanes over time, a Gantt chart. `lanes` is their order from above; lanes without a bar are shown empty.

    `scale` says how a number is read: plain units of time, minutes of a day as a clock ("clock"), or days counted from 1 ("day").
    """

    lanes: tuple[str, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    scale: Literal["units", "clock", "day"] = "units"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order."""

    blocks: tuple[Heading | Paragraph | Table | Timeline, ...] = field(default=())
