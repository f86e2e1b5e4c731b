"""The job-shop world as a Domain."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from domains.base import Asked, Built, Change, Element, QuestionKind, Reading, Span, Violation
from domains.documents import Document, Heading, Table
from domains.jobshop import check as rules
from domains.jobshop import near as keeping
from domains.jobshop.edits import edit
from domains.jobshop.elements import elements, likeness
from domains.jobshop.formats import parse_plan, parse_request, write_markdown
from domains.jobshop.problem import build, decode, pin
from domains.jobshop.request import JobShopRequest, Schedule
from domains.ways import ChangeKind
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pydantic import BaseModel

    from domains.changes import ChangeReading
    from domains.replanning import Gone, Moved, Near
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment

_WORDS = ("job shop", "jobshop", "makespan", "machine", "machines", "jobs")


class ShopData:
    """A shop needs no data beside its request."""

    report: Mapping[str, int] = {}


class JobShop:
    """Jobs on machines: the smallest makespan, within a deadline and due dates."""

    name = "jobshop"
    summary = "Job shops: chains of tasks on machines, finished as early as possible."
    Request: type[BaseModel] = JobShopRequest
    Plan: type[BaseModel] = Schedule
    layouts: Sequence[str] = ("matrices", "standard")
    exports: Sequence[str] = ("json", "markdown")
    kinds: Sequence[ChangeKind] = (
        ChangeKind("deadline", ("deadline",)),
        ChangeKind("due dates", ("due",), 1, ("due",)),
    )

    def recognises(self, text: str) -> float:
        """Share of tell-tale words found, at most 1."""
        lowered = text.lower()
        return min(1.0, sum(word in lowered for word in _WORDS) / 2)

    def load(self, source: Path | Mapping[str, Any] | None) -> ShopData:
        """Nothing to load."""
        return ShopData()

    def default_today(self, data: ShopData) -> date | None:
        """Shops have no dates."""
        return None

    def read(self, text: str, data: ShopData, today: date) -> Reading:
        """Text that is a shop in the standard form is read; sentences are not: the answer says what to give instead."""
        try:
            return Reading(parse_request(text, "standard"))
        except InputError:
            ask = "Which shop is meant? Give its jobs as a .yaml or .json file: jobs, each with tasks (machine, duration)."
            return Reading(None, unread=(Span(0, len(text), text),) if text else (), questions=(ask,))

    def read_change(
        self, text: str, request: JobShopRequest, plan: Schedule | None, data: ShopData, today: date
    ) -> ChangeReading:
        """See `changes.read_change`."""
        from domains.jobshop.changes import read_change  # its tables are loaded only where English is read

        return read_change(text, request)

    def change_examples(self, request: JobShopRequest, plan: Schedule | None) -> tuple[str, ...]:
        """See `changes.change_examples`."""
        from domains.jobshop.changes import change_examples

        return change_examples(request)

    def parse_request(self, content: object, layout: str | None = None) -> JobShopRequest:
        """See `formats.parse_request`."""
        if layout is not None and layout not in self.layouts:
            raise InputError(
                f"a job shop has no format {layout!r}; there are {', '.join(self.layouts)}", where="--format"
            )
        return parse_request(content, layout)

    def problem(self, request: JobShopRequest, data: ShopData, *, keep: Iterable[str] = ()) -> Built:
        """See `problem.build`; nothing is reduced, so nothing needs keeping."""
        return build(request)

    def plan(self, built: Built, assignment: Assignment) -> Schedule:
        """The schedule of an assignment."""
        return decode(built, assignment)

    def pin(self, built: Built, plan: Schedule) -> tuple[Expression, ...] | None:
        """See `problem.pin`."""
        return pin(built, plan)

    def parse_plan(
        self, content: object, request: JobShopRequest, data: ShopData, layout: str | None = None
    ) -> Schedule:
        """See `formats.parse_plan`."""
        return parse_plan(content)

    def check(self, plan: Schedule, request: JobShopRequest, data: ShopData) -> list[Violation]:
        """Every rule the schedule breaks."""
        return rules.check(plan, request)

    def measure(self, plan: Schedule, request: JobShopRequest, data: ShopData) -> dict[str, Number]:
        """The makespan."""
        return dict(rules.measure(plan))

    def observe(self, plan: Schedule, request: JobShopRequest, data: ShopData) -> dict[str, Any]:
        """Values of the observables."""
        return rules.observe(plan, request)

    def edit(self, request: JobShopRequest, changes: Sequence[Change]) -> JobShopRequest:
        """See `edits.edit`."""
        return edit(request, changes)

    def alternatives(self, request: JobShopRequest, data: ShopData, path: str) -> Iterator[Any]:
        """A shop names no values to choose from."""
        return iter(())

    def elements(self, plan: Schedule, request: JobShopRequest, data: ShopData) -> Sequence[Element]:
        """See `elements.elements`."""
        return elements(plan)

    def aligned(self, plan: Schedule, like: Schedule) -> Schedule:
        """No part of a schedule can take another's place."""
        return plan

    def offers_of(self, plan: Schedule) -> Sequence[str]:
        """A shop offers nothing to choose from."""
        return ()

    def likeness(self, built: Built, plan: Schedule) -> Sequence[Expression]:
        """See `elements.likeness`."""
        return likeness(built, plan)

    def ask(
        self, kind: QuestionKind, question: str, plan: Schedule | None, request: JobShopRequest, data: ShopData
    ) -> Asked:
        """See `questions.ask`."""
        from domains.jobshop.questions import ask  # its phrases are loaded only where something is asked

        return ask(kind, question, plan, request)

    def names(self, plan: Schedule) -> Sequence[str]:
        """A schedule uses nothing that could be left out of a problem."""
        return ()

    def near(self, request: JobShopRequest, data: ShopData, plan: Schedule) -> Near:
        """See `near.near`."""
        return keeping.near(request, plan)

    def told(self, near: Near, assignment: Assignment, plan: Schedule) -> Schedule:
        """See `near.told`."""
        return keeping.told(near, assignment)

    def moved(self, before: Schedule, after: Schedule, request: JobShopRequest, data: ShopData) -> Sequence[Moved]:
        """See `near.moved`."""
        return keeping.moved(before, after)

    def size(self, plan: Schedule, request: JobShopRequest, data: ShopData) -> int:
        """One field a task."""
        return len(plan.tasks)

    def gone(self, name: str, request: JobShopRequest, data: ShopData) -> Gone:
        """See `near.gone`."""
        return keeping.gone(name, request, data)

    def unwanted(self, name: str, request: JobShopRequest, data: ShopData) -> str:
        """See `near.unwanted`."""
        return keeping.unwanted(name)

    def export_plan(self, plan: Schedule | None, request: JobShopRequest, data: ShopData, layout: str) -> Any:
        """ "json" content or a "markdown" table; None for no plan."""
        if layout not in self.exports:
            raise InputError(f"a schedule has no form {layout!r}; there are {', '.join(self.exports)}", where="--as")
        if plan is None:
            return None
        if layout == "json":
            return plan.model_dump(mode="json")
        return write_markdown(plan)

    def render(self, plan: Schedule, request: JobShopRequest, data: ShopData) -> Document:
        """Tasks of each machine in order of time."""
        table = Table(
            columns=("machine", "task", "start", "end"),
            rows=tuple(
                [
                    (t.machine, t.task, str(t.start), str(t.end))
                    for t in sorted(plan.tasks, key=lambda t: (t.machine, t.start))
                ]
            ),
            align=("left", "left", "right", "right"),
        )
        return Document((Heading(f"Finished at {plan.makespan}"), table))


def example() -> JobShopRequest:
    """The small shop that ships with the package."""
    text = resources.files("domains.jobshop").joinpath("example.yaml").read_text(encoding="utf-8")
    return parse_request(json.loads(json.dumps(yaml.safe_load(text))))
