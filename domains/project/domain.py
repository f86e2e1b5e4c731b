"""Projects with limited resources as a planning world."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from domains import fields as by_field
from domains.base import Change, Reading, Span
from domains.project import check as rules
from domains.project import schedules
from domains.project.edits import edit
from domains.project.formats import LAYOUTS, completed, is_file, parse_request
from domains.project.problem import build
from domains.project.request import ProjectPlan, ProjectRequest
from domains.project.words import change as change_in_words
from domains.replanning import Gone
from domains.validation import validated
from domains.ways import ChangeKind
from domains.world import NoData, World
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from domains.base import Asked, Built, Element, QuestionKind, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from domains.fields import PlanField
    from domains.replanning import Moved, Near
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment

_MORE_UNITS = 6
"""Units of a resource that are added at most where a project is impossible."""
_SMALL = 40
"""Activities up to which other projects are searched where one is impossible."""


class Projects(World[ProjectRequest, ProjectPlan, NoData]):
    """Activities in an order, with resources that are limited, finished as early as possible."""

    name: ClassVar[str] = "project"
    summary: ClassVar[str] = "Projects: activities in an order, with workers and machines that are limited."
    noun: ClassVar[str] = "a project"
    words: ClassVar[Sequence[str]] = ()
    layouts: Sequence[str] = LAYOUTS
    Request = ProjectRequest
    Plan = ProjectPlan
    kinds: Sequence[ChangeKind] = (
        ChangeKind("deadline", ("deadline",)),
        ChangeKind("due dates", ("due",), 1, ("due",)),
        ChangeKind("releases", ("release",), 1, ("release", "earliest starts")),
        ChangeKind("resources", ("resources", "less"), 1, ("resource", "workers", "capacity")),
        ChangeKind("supplies", ("supplies",), 1, ("supply", "materials")),
        ChangeKind("budget", ("budget",), 1, ("cost",)),
        ChangeKind("order", ("order", "apart"), 3, ("orders", "precedence")),
        ChangeKind("breaks", ("breaks",), 2, ("break",)),
        ChangeKind("activities", ("activities",), Fraction(5, 2), ("activity", "tasks")),
    )

    def recognises(self, text: str) -> float:
        """See `reader.recognise`; a project file is one for certain."""
        if is_file(text):
            return 1.0
        from domains.project.reader.recognise import likeness

        return likeness(text)

    def read(self, text: str, data: NoData, today: date) -> Reading:
        """The text of a project file, or English; see `reader`."""
        if is_file(text):
            try:
                return Reading(parse_request(text))
            except InputError as error:
                says = f"This project file cannot be read ({error}): what is meant there?"
                return Reading(None, unread=(Span(0, len(text), text),), questions=(says,))
        from domains.project.reader.read import read  # its tables are loaded only where English is read

        return read(text)

    def parse_request(self, content: object, layout: str | None = None) -> ProjectRequest:
        """See `formats.parse_request`."""
        self._require_known(layout, self.layouts, "--format")
        return parse_request(content, layout)

    def problem(self, request: ProjectRequest, data: NoData, *, keep: Iterable[str] = ()) -> Built:
        """See `problem.build`."""
        return build(request)

    def plan(self, built: Built, assignment: Assignment) -> ProjectPlan:
        """The schedule."""
        return schedules.decode(built, assignment)

    def pin(self, built: Built, plan: ProjectPlan) -> tuple[Expression, ...] | None:
        """See `schedules.pin`."""
        return schedules.pin(built, plan)

    def parse_plan(
        self, content: object, request: ProjectRequest, data: NoData, layout: str | None = None
    ) -> ProjectPlan:
        """The plan's own fields; see `formats.completed` for what may be left out. Raises InputError."""
        self._require_known(layout, (*self.layouts, *self.exports), "--format")
        return validated(ProjectPlan, completed(content, request), "a schedule of a project")

    def check(self, plan: ProjectPlan, request: ProjectRequest, data: NoData) -> list[Violation]:
        """See `check.check`."""
        return rules.check(plan, request)

    def measure(self, plan: ProjectPlan, request: ProjectRequest, data: NoData) -> dict[str, Number]:
        """See `measure.measure`."""
        return rules.measure(plan, request)

    def observe(self, plan: ProjectPlan, request: ProjectRequest, data: NoData) -> dict[str, Any]:
        """See `measure.observe`."""
        return rules.observe(plan, request)

    def fields(self, plan: ProjectPlan) -> Sequence[PlanField]:
        """See `schedules.fields`."""
        return schedules.fields(plan)

    def edit(self, request: ProjectRequest, changes: Sequence[Change]) -> ProjectRequest:
        """See `edits.edit`."""
        return edit(request, changes)

    def alternatives(self, request: ProjectRequest, data: NoData, path: str) -> Iterator[Any]:
        """Without an activity, or without a break; for small projects only, as each is solved anew."""
        field, _, name = path.partition("/")
        if len(request.activities) > _SMALL:
            return
        activity = field == "activities" and name in request.names and len(request.activities) > 1
        if activity or (field == "breaks" and name in [pause.name for pause in request.breaks]):
            yield None
        elif field == "resources" and (there := request.resources.get(name)) is not None:
            needed = [max([mode.needs.get(name, 0) for mode in activity.modes]) for activity in request.activities]
            yield from range(there + 1, min(sum(needed), there + _MORE_UNITS) + 1)

    def says_change(self, change: Change) -> str:
        """See `words.change`."""
        return change_in_words(change)

    def reasons(self, request: ProjectRequest, data: NoData, groups: Iterable[str]) -> Sequence[str]:
        """See `reasons.reasons`."""
        from domains.project.reasons import reasons

        return reasons(request, groups)

    def render(self, plan: ProjectPlan, request: ProjectRequest, data: NoData) -> Document:
        """See `drawing.render`."""
        from domains.project.drawing import render

        return render(plan, request)

    def render_conflict(
        self, plan: ProjectPlan, request: ProjectRequest, data: NoData, members: Collection[str]
    ) -> Document:
        """See `drawing.render_conflict`."""
        from domains.project.drawing import render_conflict

        return render_conflict(plan, request, members)

    # ---------------------------------------------------------------- in the request's own units

    def elements(self, plan: ProjectPlan, request: ProjectRequest, data: NoData) -> Sequence[Element]:
        """When each activity runs, and how."""
        return by_field.elements([f for f in schedules.fields(plan, request.unit) if not f.derived])

    def near(self, request: ProjectRequest, data: NoData, plan: ProjectPlan) -> Near:
        """The problem in which each activity can be kept where it was; open as long as the old plan lasts."""
        return by_field.near(build(request, open_until=plan.makespan), schedules.fields(plan, request.unit))

    def moved(self, before: ProjectPlan, after: ProjectPlan, request: ProjectRequest, data: NoData) -> Sequence[Moved]:
        """Activities that run at another time, or in another way."""
        return by_field.moved(schedules.fields(before, request.unit), schedules.fields(after, request.unit))

    def gone(self, name: str, request: ProjectRequest, data: NoData) -> Gone:
        """Without an activity, or without any of a resource. Raises InputError."""
        words = " ".join(name.split()).casefold()
        resource = next((known for known in request.resources if known.casefold() == words), None)
        if resource is None:
            return by_field.gone(self, name, request, data)
        changed = self.edit(request, [Change(f"resources/{resource}", request.resources[resource], 0)])
        return Gone(changed, data, f"There is no {resource} any more.", (resource,))

    # ---------------------------------------------------------------- questions and changes

    def read_change(
        self, text: str, request: ProjectRequest, plan: ProjectPlan | None, data: NoData, today: date
    ) -> ChangeReading:
        """See `reader.changes.read_change`."""
        from domains.project.reader.changes import read_change

        return read_change(self, text, request)

    def change_examples(self, request: ProjectRequest, plan: ProjectPlan | None) -> tuple[str, ...]:
        """See `reader.changes.change_examples`."""
        from domains.project.reader.changes import change_examples

        return change_examples(request)

    def ask(
        self, kind: QuestionKind, question: str, plan: ProjectPlan | None, request: ProjectRequest, data: NoData
    ) -> Asked:
        """See `reader.asking.ask`."""
        from domains.project.reader.asking import ask

        return ask(self, kind, question, plan, request, data)


def example() -> ProjectRequest:
    """The small project that ships with the package."""
    text = resources.files("domains.project").joinpath("example.yaml").read_text(encoding="utf-8")
    return parse_request(yaml.safe_load(text))
