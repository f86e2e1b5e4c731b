"""Sentences that change a project: those that describe one, said of a request that is there, and such as "one more worker"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.changes import ChangeReading, made, too_long
from domains.project.reader.draft import Draft, Link
from domains.project.reader.gather import acts, gather
from domains.project.reader.names import Names, stems
from domains.project.reader.slots import slots
from domains.project.reader.times import Time, Unit
from domains.project.words import during, earliest, latest, money, plural, span
from domains.reading.phrasebook import phrasebook, read_with, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.project.request import ProjectRequest
    from domains.reading.clauses import Finding
    from domains.reading.phrasebook import Heard, Phrasebook


@cache
def _book() -> Phrasebook:
    table = tables_of("domains.project.reader")
    return phrasebook(
        f"{table('changes')}\n{table('phrases')}",
        classes=table("classes"),
        words="[general]\nnow instead again ok okay then too please rather actually only just",
        example="one more worker",
        noun="a change of a project",
    )


def names_of(request: ProjectRequest) -> Names:
    """The request's own names, as a text is searched for them."""
    activities = {stems(name.casefold().split()): name for name in request.names}
    every = [*request.resources, *request.supplies]
    return Names(activities, {stems(name.casefold().split()): name for name in every})


def read_change(world: Any, text: str, request: ProjectRequest) -> ChangeReading:
    """What a sentence changes of a request; see `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    names = names_of(request)
    found: list[tuple[Change, str]] = []

    def interpret(heard: Heard) -> None:
        found.clear()
        draft = Draft(heard, names)
        gather(draft)
        found.extend(_Changes(request, draft).all())

    reading = read_with(_book(), text, slots(names), interpret)
    if reading.unread or reading.questions:
        return ChangeReading(unread=reading.unread, questions=reading.questions if not reading.unread else ())
    changes = tuple([change for change, _ in found if change.before != change.after])
    says = tuple([said for _, said in found])
    return made(changes, says, lambda wanted: world.edit(request, wanted), reading.assumptions)


def change_examples(request: ProjectRequest) -> tuple[str, ...]:
    """Sentences that fit this request."""
    found = []
    if request.deadline is not None:
        found.append(f"the deadline is {span(request.deadline + 1, request.unit)}")
    found += [f"one more {name}" for name, units in list(request.resources.items())[:1] if units is not None]
    first = request.activities[0]
    found.append(f"{first.name} takes {span(first.duration + 1, request.unit)}")
    return tuple(found)


class _Changes:
    """What a draft says, as changes of a request with a sentence each."""

    def __init__(self, request: ProjectRequest, draft: Draft) -> None:
        self._request, self._draft, self._unit = request, draft, Unit(request.unit, request.unit)

    def all(self) -> Iterator[tuple[Change, str]]:
        """Every change, in the order of a request's fields."""
        for finding in self._draft.heard.of("no deadline", "no due", "no budget", "no break", "unlimited", "gone", "free",
                                            "more", "deadline by", "deadline earlier", "deadline to", "budget"):  # fmt: skip
            if finding.match.phrase.topic == "change":
                yield from self._said(finding)
        yield from self._work()
        yield from self._orders()
        yield from self._limits()

    def _whole(self, time: Time) -> int:
        """A time in the request's unit; 0, with a question, where it is none."""
        found = self._unit.of(time) if not time.unit or self._request.unit else None
        if found is None:
            self._draft.heard.ask(f"Times are whole numbers of {self._request.unit or 'units'} here: what is meant?")
        return found or 0

    def _said(self, finding: Finding) -> Iterator[tuple[Change, str]]:
        request, gives, match = self._request, finding.match.phrase.gives, finding.match
        told = acts(finding)
        names = [name for found in told for name in found]
        if gives.startswith("deadline"):
            yield from self._deadline(gives, next(i.value for i in match.items if i.kind in ("POINT", "TIME")))
        elif gives == "no deadline":
            yield Change("deadline", request.deadline, None), "there is no deadline"
        elif gives in ("no budget", "budget"):
            after = None if gives == "no budget" else match.slot("MONEY").amount
            said = "there is no budget" if after is None else f"the budget is {money(after, request.currency)}"
            yield Change("budget", request.budget, after), said
        elif gives == "no due":
            yield from [
                (Change(f"due/{n}", request.due.get(n), None), f"{n} has no due date")
                for n in names
                if n in request.due
            ]
        elif gives == "gone":
            yield from [(Change(f"activities/{name}", name, None), f"{name} is left out") for name in names]
        elif gives == "no break":
            yield from [
                (Change(f"breaks/{pause.name}", pause.name, None), "there is no such break") for pause in request.breaks
            ]
        elif gives == "unlimited":
            name = match.slot("RES")
            path = f"{'resources' if name in request.resources else 'supplies'}/{name}"
            yield Change(path, self._there(name), None), f"there are as many {plural(name, 2)} as needed"
        elif gives == "more":
            name, more = match.slot("MORE")
            before = self._there(name)
            if before is not None:
                yield self._amount(name, max(0, before + more))
        else:
            yield from self._freed(told)

    def _freed(self, told: list[tuple[str, ...]]) -> Iterator[tuple[Change, str]]:
        """An activity that need not wait for another one."""
        for after in told[0]:
            for before in told[-1]:
                orders = [o for o in self._request.order if (o.before, o.after) == (before, after)]
                for order in orders:
                    yield Change(f"order/{order.name}", order.name, None), f"{after} need not wait for {before}"
                if not orders:
                    self._draft.heard.ask(f"{after} does not wait for {before} anyway: what is meant?")

    def _deadline(self, gives: str, time: Time) -> Iterator[tuple[Change, str]]:
        before, amount = self._request.deadline, self._whole(time)
        if gives != "deadline to" and before is None:
            self._draft.heard.ask("There is no deadline yet: what is it to be?")
            return
        after = amount
        if before is not None and gives != "deadline to":
            after = before + amount if gives == "deadline by" else max(0, before - amount)
        yield Change("deadline", before, after), f"everything ends {latest(after, self._request.unit)}"

    def _there(self, name: str) -> int | None:
        return {**self._request.supplies, **self._request.resources}.get(name)

    def _amount(self, name: str, units: int) -> tuple[Change, str]:
        field = "resources" if name in self._request.resources else "supplies"
        said = f"there {'is' if units == 1 else 'are'} {units} {plural(name, units)}"
        return Change(f"{field}/{name}", self._there(name), units), said

    def _work(self) -> Iterator[tuple[Change, str]]:
        for name, work in self._draft.work.items():
            activity = next(a for a in self._request.activities if a.name == name)
            if (
                work.choice
                or work.own.cost is not None
                or (activity.alternatives and (work.own.time or work.own.needs))
            ):
                self._draft.heard.ask(f"The ways to do {name} cannot be changed in words: change them in a file.")
                continue
            if work.own.time is not None:
                after = self._whole(work.own.time)
                said = f"{name} takes {span(after, self._request.unit)}"
                yield Change(f"activities/{name}/duration", activity.duration, after), said
            for resource, units in work.own.needs.items():
                kind, known = (
                    ("needs", activity.needs) if resource in self._request.resources else ("uses", activity.uses)
                )
                said = f"{name} needs {units} {plural(resource, units)}"
                yield Change(f"activities/{name}/{kind}/{resource}", known.get(resource), units), said

    def _orders(self) -> Iterator[tuple[Change, str]]:
        for link in [*self._draft.links, *self._extremes()]:
            name = f"{link.before} before {link.after}" + ("" if link.ends == "end-start" else f" ({link.ends})")
            known = next((order for order in self._request.order if order.name == name), None)
            lag = None if link.lag is None else self._whole(link.lag)
            within = None if link.within is None else self._whole(link.within)
            said = f"{link.after} comes after {link.before}"
            if known is None:
                entry = {
                    "before": link.before,
                    "after": link.after,
                    "ends": link.ends,
                    "lag": lag or 0,
                    "within": within,
                }
                yield Change(f"order/{name}", None, entry), said
                continue
            if lag is not None:
                yield Change(f"order/{name}/lag", known.lag, lag), f"{said} by {span(lag, self._request.unit)} at least"
            if within is not None:
                yield (
                    Change(f"order/{name}/within", known.within, within),
                    f"{said} by {span(within, self._request.unit)} at most",
                )
            if lag is None and within is None:
                yield Change(f"order/{name}", name, name), said
        for names in self._draft.apart:
            called = ", ".join(names)
            entry = {"activities": list(names)}
            yield Change(f"apart/{called}", None, entry), f"{called} do not run at the same time"

    def _extremes(self) -> Iterator[Link]:
        for gives, these, _ in self._draft.extremes:
            for name in these:
                for other in self._request.names:
                    if other not in these:
                        yield Link(name, other) if gives == "first" else Link(other, name)

    def _limits(self) -> Iterator[tuple[Change, str]]:
        request, draft, unit = self._request, self._draft, self._request.unit
        for name, units in draft.have.items():
            yield self._amount(name, units)
        for resource, start, end, units, _ in draft.less:
            first, last = self._whole(start), self._whole(end)
            entry = {"resource": resource, "start": first, "end": last, "capacity": units}
            said = f"{during(first, last, unit)} there are {units} {plural(resource, units)}"
            yield Change(f"less/{resource} {first}-{last}", None, entry), said
        for start, end, _ in draft.breaks:
            first, last = self._whole(start), self._whole(end)
            yield (
                Change(f"breaks/{first}-{last}", None, {"start": first, "end": last}),
                f"nobody works {during(first, last, unit)}",
            )
        for name, time in draft.due.items():
            at = self._whole(time)
            yield Change(f"due/{name}", request.due.get(name), at), f"{name} ends {latest(at, unit)}"
        for name, time in draft.release.items():
            at = self._whole(time)
            yield Change(f"release/{name}", request.release.get(name), at), f"{name} starts {earliest(at, unit)}"
        for name, weight in draft.weight.items():
            yield Change(f"weight/{name}", request.weight.get(name), weight), f"{name} counts {weight} times"
        if draft.deadline is not None:
            at = self._whole(draft.deadline)
            yield Change("deadline", request.deadline, at), f"everything ends {latest(at, unit)}"
        if draft.budget is not None:
            yield (
                Change("budget", request.budget, draft.budget),
                f"the budget is {money(draft.budget, request.currency)}",
            )
        if draft.goals:
            goals = [*draft.goals, *([] if "makespan" in draft.goals else ["makespan"])]
            yield Change("objectives", list(request.objectives), goals), f"what counts is {', then '.join(goals)}"
