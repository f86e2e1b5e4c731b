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
from domains.jobshop.drawing import timeline
from domains.jobshop.edits import SECOND, edit
from domains.jobshop.elements import elements, fields_of, likeness
from domains.jobshop.formats import LAYOUTS, parse_request
from domains.jobshop.plans import parse_plan, write_markdown
from domains.jobshop.problem import build
from domains.jobshop.reader.recognise import sounds_like_a_shop
from domains.jobshop.request import JobShopRequest, Schedule
from domains.jobshop.schedules import decode, pin
from domains.jobshop.texts import looks_like_numbers
from domains.ways import ChangeKind
from domains.world import NoData, World
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pydantic import BaseModel

    from domains.changes import ChangeReading
    from domains.fields import PlanField
    from domains.replanning import Gone, Moved, Near
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment

_SMALL = 40
"""Tasks up to which other shops are searched where one is impossible."""


class JobShop(World[JobShopRequest, Schedule, NoData]):
    """Jobs on machines: the smallest makespan, within a deadline and due dates."""

    name = "jobshop"
    noun = "a job shop"
    words = ()
    summary = "Job shops: chains of tasks on machines, finished as early as possible."
    Request: type[BaseModel] = JobShopRequest
    Plan: type[BaseModel] = Schedule
    layouts: Sequence[str] = LAYOUTS
    exports: Sequence[str] = ("json", "markdown")
    dated = False
    kinds: Sequence[ChangeKind] = (
        ChangeKind("deadline", ("deadline",)),
        ChangeKind("due dates", ("due",), 1, ("due",)),
        ChangeKind("jobs", ("jobs",), 1, ("job",)),
        ChangeKind("machines", ("machines",), 1, ("machine",)),
    )

    def recognises(self, text: str) -> float:
        """See `reader.recognise`; rows of numbers sound like a shop a little."""
        return 0.5 if looks_like_numbers(text) else sounds_like_a_shop(text)

    def load(self, source: Path | Mapping[str, Any] | None) -> NoData:
        """Nothing to load."""
        return NoData()

    def read(self, text: str, data: NoData, today: date) -> Reading:
        """A text of numbers in the form of a benchmark set, or English; see `reader`."""
        if looks_like_numbers(text):
            try:
                return Reading(parse_request(text))
            except InputError as error:
                says = f"These numbers are no shop yet ({error}): which form do they have?"
                return Reading(None, unread=(Span(0, len(text), text),), questions=(says,))
        from domains.jobshop.reader.read import read  # its tables are loaded only where English is read

        return read(text)

    def read_change(
        self, text: str, request: JobShopRequest, plan: Schedule | None, data: NoData, today: date
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

    def problem(self, request: JobShopRequest, data: NoData, *, keep: Iterable[str] = ()) -> Built:
        """See `problem.build`; nothing is reduced, so nothing needs keeping."""
        return build(request)

    def plan(self, built: Built, assignment: Assignment) -> Schedule:
        """The schedule of an assignment."""
        return decode(built, assignment)

    def pin(self, built: Built, plan: Schedule) -> tuple[Expression, ...] | None:
        """See `schedules.pin`."""
        return pin(built, plan)

    def parse_plan(self, content: object, request: JobShopRequest, data: NoData, layout: str | None = None) -> Schedule:
        """See `plans.parse_plan`."""
        return parse_plan(content, request)

    def check(self, plan: Schedule, request: JobShopRequest, data: NoData) -> list[Violation]:
        """Every rule the schedule breaks."""
        return rules.check(plan, request)

    def measure(self, plan: Schedule, request: JobShopRequest, data: NoData) -> dict[str, Number]:
        """See `measure.measure`."""
        return dict(rules.measure(plan, request))

    def observe(self, plan: Schedule, request: JobShopRequest, data: NoData) -> dict[str, Any]:
        """Values of the observables."""
        return rules.observe(plan, request)

    def edit(self, request: JobShopRequest, changes: Sequence[Change]) -> JobShopRequest:
        """See `edits.edit`."""
        return edit(request, changes)

    def alternatives(self, request: JobShopRequest, data: NoData, path: str) -> Iterator[Any]:
        """Without a job, or with a second machine of a kind; for small shops only, as each is solved anew."""
        if sum([len(job.tasks) for job in request.jobs]) > _SMALL:
            return
        field, _, name = path.partition("/")
        if field == "jobs" and name in [job.name for job in request.jobs] and len(request.jobs) > 1:
            yield None
        elif path == "machines":
            yield from [SECOND + machine for machine in request.machines if SECOND not in machine]

    def fields(self, plan: Schedule) -> Sequence[PlanField]:
        """When each task starts; see `elements.fields_of`."""
        return fields_of(plan)

    def elements(self, plan: Schedule, request: JobShopRequest, data: NoData) -> Sequence[Element]:
        """See `elements.elements`."""
        return elements(plan)

    def likeness(self, built: Built, plan: Schedule) -> Sequence[Expression]:
        """See `elements.likeness`."""
        return likeness(built, plan)

    def ask(
        self, kind: QuestionKind, question: str, plan: Schedule | None, request: JobShopRequest, data: NoData
    ) -> Asked:
        """See `questions.ask`."""
        from domains.jobshop.questions import ask  # its phrases are loaded only where something is asked

        return ask(kind, question, plan, request)

    def near(self, request: JobShopRequest, data: NoData, plan: Schedule) -> Near:
        """See `near.near`."""
        return keeping.near(request, plan)

    def told(self, near: Near, assignment: Assignment, plan: Schedule) -> Schedule:
        """See `near.told`."""
        return keeping.told(near, assignment)

    def moved(self, before: Schedule, after: Schedule, request: JobShopRequest, data: NoData) -> Sequence[Moved]:
        """See `near.moved`."""
        return keeping.moved(before, after)

    def size(self, plan: Schedule, request: JobShopRequest, data: NoData) -> int:
        """One field a task."""
        return len(plan.tasks)

    def gone(self, name: str, request: JobShopRequest, data: NoData) -> Gone:
        """See `near.gone`."""
        return keeping.gone(name, request, data)

    def unwanted(self, name: str, request: JobShopRequest, data: NoData) -> str:
        """See `near.unwanted`."""
        return keeping.unwanted(name, request)

    def export_plan(self, plan: Schedule | None, request: JobShopRequest, data: NoData, layout: str) -> Any:
        """ "json" content or a "markdown" table; None for no plan."""
        if layout not in self.exports:
            raise InputError(f"a schedule has no form {layout!r}; there are {', '.join(self.exports)}", where="--as")
        if plan is None:
            return None
        if layout == "json":
            return plan.model_dump(mode="json")
        return write_markdown(plan)

    def render(self, plan: Schedule, request: JobShopRequest, data: NoData) -> Document:
        """The schedule as a timeline, and the tasks of each machine in order of time."""
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
        return Document((Heading(f"Finished at {plan.makespan}"), timeline(plan, request), table))

    def render_conflict(
        self, plan: Schedule, request: JobShopRequest, data: NoData, members: Collection[str]
    ) -> Document:
        """See `drawing.timeline`."""
        return Document((timeline(plan, request, members),))


def example() -> JobShopRequest:
    """The small shop that ships with the package."""
    text = resources.files("domains.jobshop").joinpath("example.yaml").read_text(encoding="utf-8")
    return parse_request(json.loads(json.dumps(yaml.safe_load(text))))
