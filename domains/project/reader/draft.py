"""A project while its sentences are gathered: work, orders and limits in the text's own times, then one request in one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.project.reader.times import Time, unit_of
from domains.project.request import ProjectRequest
from domains.project.words import plural
from encoders.numbers import exact, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.project.reader.names import Names
    from domains.project.reader.times import Unit
    from domains.reading.clauses import Finding
    from domains.reading.phrasebook import Heard
    from encoders.numbers import Number


@dataclass
class Way:
    """One way to do an activity; what is not told is told for all of its ways."""

    time: Time | None = None
    needs: dict[str, int] = field(default_factory=dict)
    cost: Number | None = None


@dataclass
class Work:
    """What is told of an activity: one way, and others where there is a choice."""

    own: Way = field(default_factory=Way)
    choice: list[Way] = field(default_factory=list)

    @property
    def ways(self) -> list[Way]:
        """Every way with what holds for all of them."""
        return [
            Way(
                way.time or self.own.time,
                {**self.own.needs, **way.needs},
                self.own.cost if way.cost is None else way.cost,
            )
            for way in self.choice or [Way()]
        ]


@dataclass(frozen=True, slots=True)
class Link:
    """One activity before another, with the least and the most that passes between."""

    before: str
    after: str
    lag: Time | None = None
    within: Time | None = None
    ends: str = "end-start"


@dataclass
class Draft:
    """What is known so far; activities are in order of the text."""

    heard: Heard
    names: Names
    work: dict[str, Work] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    apart: list[tuple[str, ...]] = field(default_factory=list)
    have: dict[str, int] = field(default_factory=dict)
    the: dict[str, None] = field(default_factory=dict)
    """Resources spoken of with an article: there is one of them, unless something else is told."""
    consumed: set[str] = field(default_factory=set)
    less: list[tuple[str, Time, Time, int, Finding]] = field(default_factory=list)
    breaks: list[tuple[Time, Time, Finding]] = field(default_factory=list)
    stock: list[tuple[str, Finding]] = field(default_factory=list)
    """Where it is told how much there is of a resource or supply."""
    budget: Number | None = None
    due: dict[str, Time] = field(default_factory=dict)
    release: dict[str, Time] = field(default_factory=dict)
    weight: dict[str, int] = field(default_factory=dict)
    deadline: Time | None = None
    goals: list[str] = field(default_factory=list)
    extremes: list[tuple[str, tuple[str, ...], Finding]] = field(default_factory=list)
    """What comes "first" or "last" of all."""
    count: int | None = None
    """How many activities the text says there are."""

    def activity(self, name: str) -> Work:
        """An activity, which exists from now on."""
        return self.work.setdefault(name, Work())

    def once(self, known: dict[str, Any], name: str, value: Any, what: str, finding: Finding) -> None:
        """A value that is told once; a second, different one is asked about."""
        if known.setdefault(name, value) != value:
            self.heard.ask(
                f"There are two values for the {what} of {name}: is it “{self.heard.quote(finding)}”, or the other?"
            )

    # ---------------------------------------------------------------- the request

    def request(self) -> ProjectRequest | None:
        """The request, None where something is missing; questions then ask for it."""
        if not any([way.time for work in self.work.values() for way in work.ways]):
            self.heard.ask("Which activities are there, and how long does each take?")
            return None
        self._missing()
        unit = unit_of(self._times())
        if unit is None:
            self.heard.ask("The times have different units, or some have none: in which one unit are all of them?")
            return None
        content = self._content(unit)
        self._assume(unit)
        return self.heard.request(ProjectRequest, content, "a project")

    def _missing(self) -> None:
        for name, work in self.work.items():
            if any([way.time is None for way in work.ways]):
                self.heard.ask(f"How long does {name} take?")
        if self.count is not None and self.count != len(self.work):
            told = ", ".join(self.work)
            self.heard.ask(
                f"There are to be {self.count} activities, but {len(self.work)} are told ({told}): which is right?"
            )
        used = {r: None for work in self.work.values() for way in work.ways for r in way.needs}
        for resource in [*used, *[less[0] for less in self.less]]:
            if resource in self.have or resource in self.consumed:
                continue
            if resource in self.the:
                self.have[resource] = 1
                self.heard.assume(f"There is one {resource}.")
            else:
                self.heard.ask(f"How many {plural(resource, 2)} are there?")

    def _times(self) -> Iterator[Time]:
        for work in self.work.values():
            yield from [way.time for way in work.ways if way.time is not None]
        for link in self.links:
            yield from [time for time in (link.lag, link.within) if time is not None and time.amount]
        for _, start, end, _, _ in self.less:
            yield from (start, end)
        for start, end, _ in self.breaks:
            yield from (start, end)
        yield from self.due.values()
        yield from self.release.values()
        if self.deadline is not None:
            yield self.deadline

    def _content(self, unit: Unit) -> dict[str, Any]:
        def whole(time: Time | None) -> int:
            found = None if time is None else unit.of(time)
            if found is None and time is not None:
                said = f"{show(exact(time.amount))} {time.unit or unit.bare}".strip()
                self.heard.ask(
                    f"{said} is no whole number of {unit.whole or 'units of time'}: can the times be given otherwise?"
                )
            return found or 0

        supplies = {name for name in self.names.resources.values() if " of " in name} | self.consumed
        activities = []
        for name, work in self.work.items():
            modes = [
                {
                    "duration": whole(way.time),
                    "needs": {r: units for r, units in way.needs.items() if r not in supplies},
                    "uses": {r: units for r, units in way.needs.items() if r in supplies},
                    "cost": way.cost or 0,
                }
                for way in work.ways
            ]
            own: dict[str, Any] = {"name": name, **modes[0], "alternatives": modes[1:]}
            activities.append(own)
        every = [mode for activity in activities for mode in [activity, *activity["alternatives"]]]
        used = {resource for mode in every for resource in mode["uses"]}
        content: dict[str, Any] = {
            "activities": activities,
            "order": self._orders(whole),
            "resources": {r: units for r, units in self.have.items() if r not in supplies},
            "supplies": {r: units for r, units in self.have.items() if r in supplies}
            | dict.fromkeys(used - set(self.have)),
            "less": [
                {"resource": r, "start": whole(start), "end": whole(end), "capacity": units}
                for r, start, end, units, _ in self.less
            ],
            "breaks": self._pauses(whole),
            "apart": [{"activities": list(names)} for names in self.apart],
            "due": {name: whole(time) for name, time in self.due.items()},
            "release": {name: whole(time) for name, time in self.release.items()},
            "weight": self.weight,
            "objectives": self.goals or ["makespan"],
            "unit": unit.whole,
        }
        self._tell(content, supplies)
        if self.budget is not None:
            content["budget"] = self.budget
        if self.deadline is not None:
            content["deadline"] = whole(self.deadline)
        return content

    def _tell(self, content: dict[str, Any], supplies: set[str]) -> None:
        """Facts whose paths need the request's own units, or what is a supply."""
        for entry, (resource, _, _, _, finding) in zip(content["less"], self.less, strict=True):
            path = f"less/{resource} {entry['start']}-{entry['end']}"
            self.heard.fact(path, f"There is less of {resource} then.", finding, "constraint")
        for resource, finding in self.stock:
            path = f"{'supplies' if resource in supplies else 'resources'}/{resource}"
            self.heard.fact(path, f"So many of {resource} are there.", finding, "constraint")

    def _pauses(self, whole: Any) -> list[dict[str, int]]:
        """The breaks, those that follow one another as one."""
        found: list[dict[str, int]] = []
        for start, end, finding in self.breaks:
            if found and found[-1]["end"] == whole(start):
                found[-1]["end"] = whole(end)
            else:
                found.append({"start": whole(start), "end": whole(end)})
            path = f"breaks/{found[-1]['start']}-{found[-1]['end']}"
            self.heard.fact(path, "Nobody works then.", finding)
        return found

    def _orders(self, whole: Any) -> list[dict[str, Any]]:
        """Links between the same ends as one order each."""
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for link in self.links:
            key = (link.before, link.after, link.ends)
            entry = found.setdefault(key, {"before": link.before, "after": link.after, "ends": link.ends})
            if link.lag is not None:
                entry["lag"] = max(entry.get("lag", 0), whole(link.lag))
            if link.within is not None:
                entry["within"] = min(entry.get("within", 10**6), whole(link.within))
        return list(found.values())

    def _assume(self, unit: Unit) -> None:
        times = list(self._times())
        units = {time.unit for time in times} | {unit.whole}
        if unit.bare and any([not time.unit and time.amount for time in times]):
            self.heard.assume(f"Times without a unit are taken as {unit.bare}.")
        if "weeks" in units and units - {"weeks", "", "months"}:
            self.heard.assume("A week is taken as 7 days.")
        if "days" in units and units & {"hours", "minutes"}:
            self.heard.assume("A day is taken as 24 hours.")
        if self.due or self.release or self.deadline or self.less or self.breaks:
            one = {"days": "day", "weeks": "week", "months": "month"}.get(unit.whole, "")
            starts = f"at the beginning of {one} 1" if one else "at time 0"
            self.heard.assume(f"The project starts {starts}.")
