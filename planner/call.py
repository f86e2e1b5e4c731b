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
    from planner.llm.messages import LanguageModel
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
    opened_model: LanguageModel | None = None
    """The language model, once it was asked for; calls of one dialogue may share it."""

    def __post_init__(self) -> None:
        limit = self.options.time_limit
        self.deadline = Budget(None if limit is None else limit - self.spent, seed=self.options.seed).start()
        self.statistics["seed"] = self.options.seed

    def tell(self, sentence: str) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(sentence)

    def model(self) -> LanguageModel | None:
        """The language model, opened when it is first asked for; None where none is configured or wanted.

        Raises InputError where its settings cannot be used.
        """
        if self.opened_model is None and self.options.reader != "rules":
            from planner.llm.opening import open_model
            from planner.llm.settings import settings_of

            self.opened_model = open_model(self.options.llm, settings_of(self.options, self._left, self.tell))
        return self.opened_model

    def _left(self) -> float | None:
        return self.deadline.remaining

    def _used(self) -> dict[str, Any]:
        """What the language model took: zero calls where it was not asked."""
        from planner.llm.usage import Usage

        return {"llm": (Usage() if self.opened_model is None else self.opened_model.usage).to_dict()}

    def answer(self, status: Status, **more: Any) -> Answer:
        """What is known so far, with a status and whatever else it stands on."""
        statistics = Statistics(
            seconds=self.watch.seconds(),
            versions=versions_of(self.statistics.get("engine")),
            **self._used(),
            **self.statistics,
        )
        return Answer(status=status, statistics=statistics, **{**self.known, **more})
