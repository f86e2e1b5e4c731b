"""One call while it runs: its options, what is known so far, how long it has taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from encoders.result import Budget
from planner.answer import Answer, Statistics, Status
from planner.datasets import Datasets
from planner.drawing import Drawing
from planner.registry import Registry, installed
from planner.stopwatch import Stopwatch
from planner.versions import versions_of

if TYPE_CHECKING:
    from encoders.result import Deadline
    from planner.options import Options

Progress = Callable[[str], None]
"""Called with one short sentence whenever something new is known."""
Drawn = Callable[[Drawing], None]
"""Called with what a terminal shows beside the answer."""


@dataclass
class Call:
    """What is known also stands in the answer of a failure. Nothing is drawn, and no progress told, that nobody wants."""

    options: Options
    registry: Registry = field(default_factory=installed)
    datasets: Datasets = field(default_factory=Datasets)
    progress: Progress | None = None
    drawn: Drawn | None = None
    answer_interrupts: bool = False
    """Whether Ctrl-C gives an answer of what is known by then (a terminal wants it) or is passed on (a program does)."""
    spent: float = 0.0
    """Seconds of the time limit that were gone before."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    known: dict[str, Any] = field(default_factory=dict)
    statistics: dict[str, Any] = field(default_factory=dict)
    deadline: Deadline = field(init=False)

    def __post_init__(self) -> None:
        limit = self.options.time_limit
        self.deadline = Budget(None if limit is None else limit - self.spent, seed=self.options.seed).start()
        self.statistics["seed"] = self.options.seed

    def tell(self, sentence: str) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(sentence)

    def answer(self, status: Status, **more: Any) -> Answer:
        """What is known so far, with a status and whatever else it stands on."""
        statistics = Statistics(
            seconds=self.watch.seconds(), versions=versions_of(self.statistics.get("engine")), **self.statistics
        )
        return Answer(status=status, statistics=statistics, **{**self.known, **more})
