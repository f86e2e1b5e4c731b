"""Meetings for several people as a planning world."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from domains.calendar import times
from domains.calendar.check import check, measure, observe
from domains.calendar.data import CalendarData, load
from domains.calendar.problem import build, decode
from domains.calendar.request import CalendarPlan, CalendarRequest
from domains.calendar.tells import likeness_of
from domains.calendar.ways import alternatives
from domains.fields import PlanField
from domains.ways import ChangeKind
from domains.world import World

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from domains.base import Asked, Built, QuestionKind, Reading, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment


class CalendarMeetings(World[CalendarRequest, CalendarPlan, CalendarData]):
    """Finds a time for one meeting."""

    name: ClassVar[str] = "calendar"
    summary: ClassVar[str] = "A time at which everybody can meet."
    noun: ClassVar[str] = "a meeting request"
    words: ClassVar[Sequence[str]] = ()
    exports = ("json", "ics")
    Request = CalendarRequest
    Plan = CalendarPlan
    kinds = (
        ChangeKind("people", ("people",), Fraction(3, 2), ("attendees", "who attends")),
        ChangeKind("days", ("days",), 1, ("day",)),
        ChangeKind("hours", ("hours",), 4, ("work hours",)),
        ChangeKind("length", ("minutes",), 1, ("duration",)),
    )
    dated: ClassVar[bool] = True

    def recognises(self, text: str) -> float:
        """See `domains.calendar.tells`."""
        return likeness_of(text)

    def read(self, text: str, data: CalendarData, today: date) -> Reading:
        """Plain English; see `domains.calendar.reader`."""
        from domains.calendar.reader import read

        return read(text, data, today)

    def load(self, source: Path | Mapping[str, Any] | None) -> CalendarData:
        """Calendars, one for each person; none where the request says everything. Raises InputError."""
        return load(source)

    def problem(self, request: CalendarRequest, data: CalendarData, *, keep: Iterable[str] = ()) -> Built:
        """One start time. Raises InputError."""
        return build(request, data)

    def plan(self, built: Built, assignment: Assignment) -> CalendarPlan:
        """Day and times."""
        return decode(built, assignment)

    def parse_plan(
        self, content: object, request: CalendarRequest, data: CalendarData, layout: str | None = None
    ) -> CalendarPlan:
        """The plan from its own fields, or from the text of an invitation. Raises InputError."""
        if isinstance(content, str) and (layout == "ics" or "BEGIN:VCALENDAR" in content):
            from domains.calendar.ics.write import plan_in  # needs the extra

            return plan_in(content, request)
        return super().parse_plan(content, request, data, layout)

    def export_plan(self, plan: CalendarPlan | None, request: CalendarRequest, data: CalendarData, layout: str) -> Any:
        """The plan's own fields, or an invitation (text). Raises InputError."""
        if layout == "ics" and plan is not None:
            from domains.calendar.ics.write import invitation  # needs the extra

            return invitation(plan, request)
        return super().export_plan(plan, request, data, layout)

    def alternatives(self, request: CalendarRequest, data: CalendarData, path: str) -> Iterator[Any]:
        """Other days, hours, lengths and buffers."""
        return alternatives(request, path)

    def render(self, plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> Document:
        """The time, and everybody's day."""
        from domains.calendar.drawing import render

        return render(plan, request, data)

    def render_conflict(
        self, plan: CalendarPlan, request: CalendarRequest, data: CalendarData, members: Collection[str]
    ) -> Document:
        """The day with what clashes marked."""
        from domains.calendar.drawing import render_conflict

        return render_conflict(plan, request, data, members)

    def ask(
        self, kind: QuestionKind, question: str, plan: CalendarPlan | None, request: CalendarRequest, data: CalendarData
    ) -> Asked:
        """Questions about days and times in English, expressions, and suppositions."""
        from domains.calendar.asking import ask

        return ask(self, kind, question, plan, request, data)

    def read_change(
        self, text: str, request: CalendarRequest, plan: CalendarPlan | None, data: CalendarData, today: date
    ) -> ChangeReading:
        """The phrases of a request, as what is to be otherwise."""
        from domains.calendar.reader import read_change

        return read_change(text, request, plan, today)

    def change_examples(self, request: CalendarRequest, plan: CalendarPlan | None) -> tuple[str, ...]:
        """Sentences that `read_change` understands."""
        from domains.calendar.reader import change_examples

        return change_examples(request)

    def check(self, plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> list[Violation]:
        """See `domains.calendar.check`."""
        return check(plan, request, data)

    def measure(self, plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> dict[str, Number]:
        """The objectives, from the plan."""
        return measure(plan, request, data)

    def observe(self, plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> dict[str, Any]:
        """Day, times, and who is free."""
        return observe(plan, request, data)

    def fields(self, plan: CalendarPlan) -> Sequence[PlanField]:
        """One field: when it is."""
        at = times.midnight(plan.day)
        says = f"{times.spoken(plan.day)}, {plan.start} to {plan.end}"
        return [PlanField("the meeting", says, "start", at + times.clock(plan.start), "time")]

    def pin(self, built: Built, plan: CalendarPlan) -> tuple[Expression, ...] | None:
        """The start; None where the plan is not as long as the meeting."""
        if times.clock(plan.end) - times.clock(plan.start) != built.handles.minutes:
            return None
        return super().pin(built, plan)
