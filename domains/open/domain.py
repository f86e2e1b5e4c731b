"""The open world as a Domain: a request is any problem of sets, numbers, decisions and rules; plans say what is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Element, Reading, Span
from domains.fields import PlanField
from domains.open.check import check, measure, observe
from domains.open.data import OpenData, loaded
from domains.open.known import known
from domains.open.problem import problem
from domains.open.request import OpenPlan, OpenRequest
from domains.open.words import amount
from domains.ways import ChangeKind
from domains.world import World
from encoders.errors import InputError
from encoders.expressions import BoolVar, RealVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from domains.base import Asked, Built, Change, QuestionKind, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from domains.replanning import Gone
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment
    from encoders.spec.indexed.build import BuiltSpec

_MOST_ALIKE = 400
"""Decisions up to which another plan is sought near to this one."""


class Open(World[OpenRequest, OpenPlan, OpenData]):
    """Any problem that sets, numbers, decisions and rules can state."""

    name = "open"
    summary = "Any problem of sets, numbers, decisions and rules, given as a file."
    noun = "an open problem"
    words = ()
    Request = OpenRequest
    Plan = OpenPlan
    tables_beside = True
    """Without other data, tables are the files beside the problem's own."""
    kinds = (ChangeKind("number", ("parameters", "amounts")), ChangeKind("rule", ("constraints",)))

    def load(self, source: Path | Mapping[str, Any] | None) -> OpenData:
        """The tables that sets and numbers are bound to: a folder of .csv and .json files, or rows by name."""
        return loaded(source)

    def recognises(self, text: str) -> float:
        """Plain English is never this world's by itself: it has no words of its own."""
        return 0

    def read(self, text: str, data: OpenData, today: date) -> Reading:
        """Nothing: plain English becomes a problem by a language model, or by whoever writes the problem's file."""
        question = (
            "Which decisions, rules and goal are meant? Without a language model an open problem is given as a .yaml or "
            ".json file with sets, parameters, variables, constraints and objectives."
        )
        return Reading(None, unread=(Span(0, len(text), text),), questions=(question,))

    def parse_request(self, content: object, layout: str | None = None) -> OpenRequest:
        """The problem from its own fields. Raises InputError naming the part that does not fit."""
        self._require_known(layout, self.layouts, "--format")
        if isinstance(content, dict) and not content.get("variables"):
            raise InputError("not an open problem: it has no `variables`, so nothing is decided", where="variables")
        from domains.open.parsing import request_of

        return request_of(content)

    def problem(self, request: OpenRequest, data: OpenData, *, keep: Iterable[str] = ()) -> Built:
        """See `domains.open.problem`. Raises InputError, UnsupportedError."""
        return problem(request, data)

    def plan(self, built: Built, assignment: Assignment) -> OpenPlan:
        """What every decision is set to."""
        return OpenPlan(values={v.name: assignment[v.name] for v in built.handles.problem.variables})

    def indexed(self, built: Built) -> BuiltSpec:
        """The problem with the bounds that nobody stated."""
        found: BuiltSpec = built.handles
        return found

    def endless(self, built: Built, assignment: Assignment) -> bool:
        """Whether some decision lies at a bound that nobody stated."""
        return any([assignment.get(entry.variable) == entry.value for entry in built.handles.assumed_bounds])

    def check(self, plan: OpenPlan, request: OpenRequest, data: OpenData) -> list[Violation]:
        """See `domains.open.check`."""
        return check(plan, request, data)

    def measure(self, plan: OpenPlan, request: OpenRequest, data: OpenData) -> dict[str, Number]:
        """The objectives."""
        return measure(plan, request, data)

    def observe(self, plan: OpenPlan, request: OpenRequest, data: OpenData) -> dict[str, Any]:
        """Every decision by its name, and the objectives."""
        return observe(plan, request, data)

    def edit(self, request: OpenRequest, changes: Sequence[Change]) -> OpenRequest:
        """See `domains.open.edits`. Raises InputError."""
        from domains.open.edits import edited

        return edited(request, changes)

    def render(self, plan: OpenPlan, request: OpenRequest, data: OpenData) -> Document:
        """See `domains.open.render`."""
        from domains.open.render import rendered

        try:
            measured = measure(plan, request, data)
        except InputError:  # a plan from outside may lack a decision
            measured = {}
        return rendered(known(request, data), plan.values, measured)

    def says_change(self, change: Change) -> str:
        """See `domains.open.ways`."""
        from domains.open.ways import says_change

        return says_change(change)

    # ---------------------------------------------------------------- plans field by field

    def fields(self, plan: OpenPlan) -> Sequence[PlanField]:
        """One field a decision."""
        return [PlanField(name, amount(value), name, value, kind="decision") for name, value in plan.values.items()]

    def pin(self, built: Built, plan: OpenPlan) -> tuple[Expression, ...] | None:
        """That every decision is as it is; None where the plan decides something else than the problem."""
        decisions = {variable.name for variable in built.handles.problem.variables}
        kinds = {v.name: isinstance(v, BoolVar) for v in built.handles.problem.variables}
        told = plan.values
        if set(told) != decisions or any([isinstance(told[name], bool) != kinds[name] for name in told]):
            return None
        return super().pin(built, plan)

    def elements(self, plan: OpenPlan, request: OpenRequest, data: OpenData) -> Sequence[Element]:
        """The decisions that are not zero, with their units."""
        units = {entry.name: entry.unit for entry in request.variables}
        return [
            Element(name, "decision", amount(value, units.get(name.partition("[")[0], "")))
            for name, value in plan.values.items()
            if value
        ]

    def likeness(self, built: Built, plan: OpenPlan) -> Sequence[Expression]:
        """One truth for each decision among whole numbers; nothing for large problems."""
        variables = built.handles.problem.variables
        if len(variables) > _MOST_ALIKE or any([isinstance(variable, RealVar) for variable in variables]):
            return ()
        return super().likeness(built, plan)

    # ---------------------------------------------------------------- questions and changes

    def ask(
        self, kind: QuestionKind, question: str, plan: OpenPlan | None, request: OpenRequest, data: OpenData
    ) -> Asked:
        """See `domains.open.questions`."""
        from domains.open.questions.ask import ask

        return ask(self, kind, question, plan, request, data)

    def read_change(
        self, text: str, request: OpenRequest, plan: OpenPlan | None, data: OpenData, today: date
    ) -> ChangeReading:
        """See `domains.open.questions`."""
        from domains.open.questions.changes import read_change

        return read_change(self, text, request, plan, data)

    def change_examples(self, request: OpenRequest, plan: OpenPlan | None) -> tuple[str, ...]:
        """Sentences about this problem's own numbers."""
        from domains.open.questions.changes import examples

        return examples(request)

    def gone(self, name: str, request: OpenRequest, data: OpenData) -> Gone:
        """Without a member of a set: none of its decisions is taken any more. Raises InputError."""
        from domains.open.ways import gone

        return gone(self, name, request, data)

    def unwanted(self, name: str, request: OpenRequest, data: OpenData) -> str:
        """That nothing is decided for a member. Raises InputError."""
        from domains.open.ways import unwanted

        return unwanted(name, request, data)

    def alternatives(self, request: OpenRequest, data: OpenData, path: str) -> Iterator[Any]:
        """No other values are searched: numbers are moved to the exact amount that suffices."""
        return iter(())


domain = Open()
