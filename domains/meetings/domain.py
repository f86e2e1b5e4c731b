"""Meeting friends across a city as a planning world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from domains import fields as by_field
from domains.fields import PlanField
from domains.meetings.check import check, measure, observe
from domains.meetings.problem import build, decode, pinned
from domains.meetings.request import MeetingsPlan, MeetingsRequest, mentions
from domains.meetings.tells import likeness_of
from domains.meetings.times import clock
from domains.ways import ChangeKind
from domains.world import NoData, World

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from domains.base import Asked, Built, Change, Element, QuestionKind, Reading, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment


class MeetingFriends(World[MeetingsRequest, MeetingsPlan, NoData]):
    """Plans a day on which as many friends as possible are met."""

    name: ClassVar[str] = "meetings"
    summary: ClassVar[str] = "A day of meeting friends across a city."
    noun: ClassVar[str] = "a day of meetings"
    words: ClassVar[Sequence[str]] = ()
    Request = MeetingsRequest
    Plan = MeetingsPlan
    kinds = (
        ChangeKind("people", ("must", "number_met", "skip"), 1, ("who is met",)),
        ChangeKind("length", ("friends",), 1, ("windows", "lengths")),
        ChangeKind("order", ("order",), 1),
        ChangeKind("end", ("latest_end", "latest_return"), 1),
        ChangeKind("arrival", ("arrive",), 2),
    )

    def recognises(self, text: str) -> float:
        """See `domains.meetings.tells`."""
        return likeness_of(text)

    def read(self, text: str, data: NoData, today: date) -> Reading:
        """Plain English; see `domains.meetings.reader`."""
        from domains.meetings.reader import read

        return read(text)

    def problem(self, request: MeetingsRequest, data: NoData, *, keep: Iterable[str] = ()) -> Built:
        """See `domains.meetings.problem`. Raises InputError, UnsupportedError."""
        return build(request)

    def plan(self, built: Built, assignment: Assignment) -> MeetingsPlan:
        """The meetings that are held."""
        return decode(built, assignment)

    def pin(self, built: Built, plan: MeetingsPlan) -> tuple[Expression, ...] | None:
        """Exactly these meetings at these times."""
        return pinned(built, plan)

    def check(self, plan: MeetingsPlan, request: MeetingsRequest, data: NoData) -> list[Violation]:
        """See `domains.meetings.check`."""
        return check(plan, request)

    def measure(self, plan: MeetingsPlan, request: MeetingsRequest, data: NoData) -> dict[str, Number]:
        """The objectives, from the plan."""
        return measure(plan, request)

    def observe(self, plan: MeetingsPlan, request: MeetingsRequest, data: NoData) -> dict[str, Any]:
        """Who is met and when."""
        return observe(plan, request)

    def fields(self, plan: MeetingsPlan) -> Sequence[PlanField]:
        """When each meeting begins; that it is held and when it ends follow."""
        found: list[PlanField] = []
        for meeting in plan.meetings:
            name = meeting.person
            says = f"{meeting.start} to {meeting.end} at {meeting.location}"
            found.append(PlanField(name, says, f"start[{name}]", clock(meeting.start), "meeting"))
            held = f"{name}, end"
            found.append(PlanField(held, meeting.end, f"end[{name}]", clock(meeting.end), "end", derived=True))
        return found

    def elements(self, plan: MeetingsPlan, request: MeetingsRequest, data: NoData) -> Sequence[Element]:
        """The fields that others do not follow from."""
        return by_field.elements([field for field in self.fields(plan) if not field.derived])

    def edit(self, request: MeetingsRequest, changes: Sequence[Change]) -> MeetingsRequest:
        """Fields by path; what speaks of a friend who is left out falls away with them. Raises InputError."""
        gone = {change.path.partition("/")[2] for change in changes if _leaves_out(change, request)}
        further = [change for name in gone for change in mentions(request, name)]
        told = {change.path for change in changes}
        return super().edit(request, [*[change for change in further if change.path not in told], *changes])

    def alternatives(self, request: MeetingsRequest, data: NoData, path: str) -> Iterator[Any]:
        """Longer windows, other times of arrival; see `domains.meetings.ways`."""
        from domains.meetings.ways import alternatives

        return alternatives(request, path)

    def reasons(self, request: MeetingsRequest, data: NoData, groups: Iterable[str]) -> Sequence[str]:
        """What windows and ways leave no room for; see `domains.meetings.ways`."""
        from domains.meetings.ways import reasons

        return reasons(request, groups)

    def render(self, plan: MeetingsPlan, request: MeetingsRequest, data: NoData) -> Document:
        """The day as it goes, and a lane for each friend."""
        from domains.meetings.drawing import render

        return render(plan, request)

    def render_conflict(
        self, plan: MeetingsPlan, request: MeetingsRequest, data: NoData, members: Collection[str]
    ) -> Document:
        """The same for a plan that gives way somewhere, with what clashes marked."""
        from domains.meetings.drawing import render_conflict

        return render_conflict(plan, request, members)

    def read_change(
        self, text: str, request: MeetingsRequest, plan: MeetingsPlan | None, data: NoData, today: date
    ) -> ChangeReading:
        """The phrases of a request, as what is to be otherwise."""
        from domains.meetings.reader import read_change

        return read_change(text, request)

    def change_examples(self, request: MeetingsRequest, plan: MeetingsPlan | None) -> tuple[str, ...]:
        """Sentences that `read_change` understands."""
        from domains.meetings.reader import change_examples

        return change_examples(request)

    def ask(
        self, kind: QuestionKind, question: str, plan: MeetingsPlan | None, request: MeetingsRequest, data: NoData
    ) -> Asked:
        """ "Why not Ann?", "why Bob before Carl?", expressions, and suppositions."""
        from domains.meetings.asking import ask

        return ask(self, kind, question, plan, request, data)


def _leaves_out(change: Change, request: MeetingsRequest) -> bool:
    name = change.path.partition("/")[2]
    return change.after is None and change.path.startswith("friends/") and request.friend(name) is not None
