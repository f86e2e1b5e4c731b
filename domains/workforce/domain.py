"""The world of rosters as a Domain."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from domains.base import Change, Element
from domains.replanning import Gone, Moved, Near, Part
from domains.ways import ChangeKind
from domains.workforce.checks.check import check
from domains.workforce.checks.measure import measure, observe
from domains.workforce.data import WorkforceData, inline
from domains.workforce.problem.build import build, decode, pin
from domains.workforce.render import render
from domains.workforce.request import RosterPlan, RosterRequest
from domains.workforce.roster import settled
from domains.workforce.tables import load_folder
from domains.workforce.words import listed
from domains.world import World
from encoders.errors import InputError
from encoders.expressions import FALSE, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from domains.base import Asked, Built, QuestionKind, Reading, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from domains.fields import PlanField
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment


class Workforce(World[RosterRequest, RosterPlan, WorkforceData]):
    """Who works when: needs met, limits and wishes kept, as cheaply or as fairly as possible."""

    name = "workforce"
    summary = "Rosters: who works which shift, as cheaply or as fairly as possible."
    noun = "a roster"
    words = ("roster", "rota", "shift", "staff")
    Request = RosterRequest
    Plan = RosterPlan
    exports = ("json", "table")
    kinds: Sequence[ChangeKind] = (
        ChangeKind("people needed", ("need", "need skilled"), 3, also=("need", "needs", "staffing")),
        ChangeKind("days off", ("days off",), also=("off", "free days")),
        ChangeKind(
            "shift limits", ("most shifts", "least shifts", "most shifts each", "least shifts each"), also=("limits",)
        ),
        ChangeKind("pairs", ("apart", "apart all day", "together")),
        ChangeKind("availability", ("available",)),
        ChangeKind("budget", ("budget",)),
    )

    def recognises(self, text: str) -> float:
        """See `domains.workforce.reader.recognise`."""
        from domains.workforce.reader.recognise import likeness

        return likeness(text)

    def load(self, source: Path | Mapping[str, Any] | None) -> WorkforceData:
        """A folder of tables (see `tables.load_folder`), or the fields of a request as one object. Raises InputError."""
        if source is None:
            return WorkforceData()
        return load_folder(source) if isinstance(source, Path) else inline(source)

    def read(self, text: str, data: WorkforceData, today: date) -> Reading:
        """See `domains.workforce.reader`."""
        from domains.workforce.reader.read import read

        return read(text, data)

    def problem(self, request: RosterRequest, data: WorkforceData, *, keep: Iterable[str] = ()) -> Built:
        """See `domains.workforce.problem`."""
        return build(request, data)

    def plan(self, built: Built, assignment: Assignment) -> RosterPlan:
        """See `domains.workforce.problem`."""
        return decode(built, assignment)

    def pin(self, built: Built, plan: RosterPlan) -> tuple[Expression, ...] | None:
        """That exactly these people work."""
        return pin(built, plan)

    def check(self, plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> list[Violation]:
        """See `domains.workforce.checks`."""
        return check(plan, request, data)

    def measure(self, plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> dict[str, Number]:
        """Cost and spread."""
        return measure(plan, request, data)

    def observe(self, plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> dict[str, Any]:
        """cost, spread, shifts[WORKER], staff[SHIFT], works[WORKER, SHIFT]."""
        return observe(plan, request, data)

    def render(self, plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> Document:
        """See `domains.workforce.render`."""
        return render(plan, request, data)

    def export_plan(self, plan: RosterPlan | None, request: RosterRequest, data: WorkforceData, layout: str) -> Any:
        """The plan's own fields, or ("table") the people of each shift."""
        if layout != "table" or plan is None:
            return super().export_plan(plan, request, data, layout)
        return _teams(plan)

    def parse_plan(
        self, content: object, request: RosterRequest, data: WorkforceData, layout: str | None = None
    ) -> RosterPlan:
        """The plan's own fields, or a mapping from shifts to the people on them. Raises InputError."""
        if isinstance(content, dict) and "assignments" not in content:
            named = set(settled(request, data).names)
            if layout == "table" or named & set(content):
                entries = [
                    {"worker": str(who), "shift": shift}
                    for shift, people in content.items()
                    for who in (people if isinstance(people, list) else [people])
                    if shift != "cost" and people is not None
                ]
                content = {"assignments": entries, "cost": content.get("cost")}
        return super().parse_plan(content, request, data, layout)

    def alternatives(self, request: RosterRequest, data: WorkforceData, path: str) -> Iterator[Any]:
        """Fewer people for a shift, one more day in a row, a worker who is available for one more shift."""
        from domains.workforce.ways import alternatives

        return alternatives(request, data, path)

    def reasons(self, request: RosterRequest, data: WorkforceData, groups: Iterable[str]) -> Sequence[str]:
        """Who can take the shifts that a conflict is about."""
        from domains.workforce.ways import reasons

        return reasons(request, data, groups)

    def says_change(self, change: Change) -> str:
        """A change of a roster as people say it."""
        from domains.workforce.ways import says_change

        return says_change(change)

    # ---------------------------------------------------------------- questions and changes

    def fields(self, plan: RosterPlan) -> Sequence[PlanField]:
        """One field for each worker on a shift."""
        from domains.fields import PlanField

        return [
            PlanField(f"{e.worker}, {e.shift}", "works", f"works[{e.worker}, {e.shift}]", value=True, kind="shift")
            for e in plan.assignments
        ]

    def elements(self, plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> Sequence[Element]:
        """The people of each shift."""
        return [Element(shift, "shift", listed(team)) for shift, team in _teams(plan).items()]

    def likeness(self, built: Built, plan: RosterPlan) -> Sequence[Expression]:
        """For each worker and shift, that it is as it was."""
        there = {(entry.worker, entry.shift) for entry in plan.assignments}
        return [x if place in there else Not(x) for place, x in built.handles.works.items()]

    def ask(
        self, kind: QuestionKind, question: str, plan: RosterPlan | None, request: RosterRequest, data: WorkforceData
    ) -> Asked:
        """See `domains.workforce.questions`."""
        from domains.workforce.questions.ask import ask

        return ask(self, kind, question, plan, request, data)

    def read_change(
        self, text: str, request: RosterRequest, plan: RosterPlan | None, data: WorkforceData, today: date
    ) -> ChangeReading:
        """See `domains.workforce.reader.changes`."""
        from domains.workforce.reader.changes import read_change

        return read_change(text, request, data)

    def change_examples(self, request: RosterRequest, plan: RosterPlan | None) -> tuple[str, ...]:
        """Sentences about the first workers and shifts."""
        from domains.workforce.reader.changes import examples

        return examples(request)

    # ---------------------------------------------------------------- replanning

    def near(self, request: RosterRequest, data: WorkforceData, plan: RosterPlan) -> Near:
        """Keeping a worker on a shift, and off the others."""
        built = build(request, data)
        there = {(entry.worker, entry.shift) for entry in plan.assignments}
        works = built.handles.works
        parts = [
            Part(f"{w}, {s}", "works" if (w, s) in there else None, x if (w, s) in there else Not(x), (w,))
            for (w, s), x in works.items()
        ]
        parts += [Part(f"{w}, {s}", "works", FALSE, (w,)) for w, s in there if (w, s) not in works]
        return Near(built, tuple(parts))

    def moved(
        self, before: RosterPlan, after: RosterPlan, request: RosterRequest, data: WorkforceData
    ) -> Sequence[Moved]:
        """Workers on shifts that they were not on, or are not on any more."""
        first = {f"{e.worker}, {e.shift}": None for e in before.assignments}
        second = {f"{e.worker}, {e.shift}": None for e in after.assignments}
        gone = [Moved(where, "works", None) for where in first if where not in second]
        return [*gone, *[Moved(where, None, "works") for where in second if where not in first]]

    def gone(self, name: str, request: RosterRequest, data: WorkforceData) -> Gone:
        """Without a worker, who then has every shift off. Raises InputError."""
        roster = settled(request, data)
        words = " ".join(name.split()).casefold()
        worker = next((w for w in roster.workers if w.casefold() == words), None)
        if worker is None:
            where = f"--without {name}"
            raise InputError(
                f"nobody on the roster is called {name!r}; there are {', '.join(roster.workers)}", where=where
            )
        changed = self.edit(request, [Change(f"available/{worker}", None, [])])
        return Gone(changed, data, f"{worker} is not there.", (worker,))

    def unwanted(self, name: str, request: RosterRequest, data: WorkforceData) -> str:
        """That a worker has no shift. Raises InputError."""
        roster = settled(request, data)
        worker = next((w for w in roster.workers if w.casefold() == name.casefold()), None)
        if worker is None:
            where = f"--forbid {name}"
            raise InputError(
                f"nobody on the roster is called {name!r}; there are {', '.join(roster.workers)}", where=where
            )
        return f"shifts[{worker}] == 0"


def _teams(plan: RosterPlan) -> dict[str, list[str]]:
    teams: dict[str, list[str]] = {}
    for entry in plan.assignments:
        teams.setdefault(entry.shift, []).append(entry.worker)
    return teams


def example() -> RosterRequest:
    """A small roster that ships with the package."""
    text = resources.files("domains.workforce").joinpath("example.yaml").read_text(encoding="utf-8")
    return RosterRequest.model_validate(yaml.safe_load(text))


domain = Workforce()
