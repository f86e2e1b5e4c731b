"""From sentences to what there is and by when: resources, times with less of them, breaks, dates, weights, budget, goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.project.reader.draft import Link
from domains.project.reader.times import Time, during

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.project.reader.draft import Draft
    from domains.reading.clauses import Finding

    About = Callable[[tuple[str, ...]], tuple[str, ...]]


def read(draft: Draft, finding: Finding, about: About) -> None:
    """What one finding says; `about` gives the activities it is about, where it names these."""
    topic = finding.match.phrase.topic
    if topic in ("due", "release", "weight"):
        _dated(draft, finding, about)
    else:
        _READERS[topic](draft, finding)


def settle(draft: Draft) -> None:
    """What can only be said once everything is read: what comes first and last, and ties between plans."""
    for gives, these, finding in draft.extremes:
        for name in these:
            for other in draft.work:
                if other not in these:
                    before, after = (name, other) if gives == "first" else (other, name)
                    draft.links.append(Link(before, after))
                    draft.heard.fact(f"order/{before} before {after}", f"{name} comes {gives}.", finding, "constraint")
    if "tardiness" in draft.goals and not draft.due:
        draft.heard.ask("Lateness is to be small, but no activity has a due date: when is each due?")
    if draft.goals and "makespan" not in draft.goals:
        draft.goals.append("makespan")
        draft.heard.assume("Of plans that are equally good, the one that ends first is taken.")


def _time(finding: Finding) -> Time:
    found: Time = next(item.value for item in finding.match.items if item.kind in ("POINT", "TIME"))
    return found


def _dated(draft: Draft, finding: Finding, about: About) -> None:
    match = finding.match
    told = [
        item.value if item.kind == "ACTS" else (item.value,) for item in match.items if item.kind in ("ACT", "ACTS")
    ]
    subjects = about(tuple(told[0]) if told else ())
    topic, gives = match.phrase.topic, match.phrase.gives
    if not subjects:
        if topic == "due":
            _deadline(draft, finding)  # "Finish by day 7." stands by itself
            if match.items[0].norm == "it":
                draft.heard.assume(f"“{draft.heard.quote(finding)}” is taken to be said of everything.")
        else:
            draft.heard.ask(f"Which activity is meant by “{draft.heard.quote(finding)}”?")
        return
    for name in subjects:
        draft.activity(name)
        if topic == "due":
            draft.once(draft.due, name, _end(_time(finding)), "due date", finding)
        elif topic == "release":
            at = _time(finding).begin if gives == "begin" else _end(_time(finding))
            draft.once(draft.release, name, at, "earliest start", finding)
        else:
            weight = {"double": Time(2, "")}.get(gives) or _time(finding)
            if weight.unit or not isinstance(weight.amount, int):
                draft.heard.reject(finding)
                return
            draft.once(draft.weight, name, weight.amount, "weight", finding)
        draft.heard.fact(f"{topic}/{name}", f"This is the {topic} of {name}.", finding, "constraint")


def _end(time: Time) -> Time:
    return Time(time.amount, time.unit)


def _deadline(draft: Draft, finding: Finding) -> None:
    time = _end(_time(finding))
    if draft.deadline is not None and draft.deadline != time:
        draft.heard.ask("Two deadlines are told for everything: which one holds?")
    draft.deadline = time
    draft.heard.fact("deadline", "Everything ends by then.", finding, "constraint")


def _have(draft: Draft, finding: Finding) -> None:
    told: list[tuple[str, int]] = [pair for item in finding.match.items if item.kind == "NEEDS" for pair in item.value]
    resource = finding.match.slot("RES")
    if resource is not None:
        time = _time(finding)
        if time.unit or not isinstance(time.amount, int):
            draft.heard.reject(finding)
            return
        told = [(resource, time.amount)]
    for name, units in told:
        draft.once(draft.have, name, units, "number", finding)
        draft.stock.append((name, finding))


def _less(draft: Draft, finding: Finding) -> None:
    match = finding.match
    needs: tuple[tuple[str, int], ...] = match.slot("NEEDS") or ()
    resource = match.slot("RES")
    gone = match.phrase.gives == "gone"
    pairs = [(resource, 0)] if resource is not None else list(needs)
    if not pairs:
        last = [less[0] for less in draft.less]
        if not last:
            draft.heard.reject(finding)
            return
        pairs = [(last[-1], 0)]
    for name, units in pairs:
        if gone and resource is None and units:
            there = draft.have.get(name)
            definite = units == 1 and draft.heard.quote(finding).lower().find("the ") >= 0
            if there is None and not definite:
                draft.heard.ask(f"How many {name}s are there, and how many are there then?")
            if definite and there not in (None, 1):
                draft.heard.ask(f"There are {there} of {name}: how many are there when one is missing?")
            units = max(0, (there or 1) - units)
            draft.the.setdefault(name)
        if resource is not None:
            draft.the.setdefault(name)
        for start, end in _spans(finding):
            draft.less.append((name, start, end, units, finding))


def _spans(finding: Finding) -> list[tuple[Time, Time]]:
    """The stretches of time in a finding, named days and weeks included."""
    items = finding.match.items
    found = [span for item in items if item.kind == "SPAN" for span in item.value]
    return found + [span for item in items if item.kind == "POINT" for span in during(item.value)]


def _breaks(draft: Draft, finding: Finding) -> None:
    draft.breaks += [(start, end, finding) for start, end in _spans(finding)]


def _budget(draft: Draft, finding: Finding) -> None:
    amount = finding.match.slot("MONEY").amount
    if draft.budget is not None and draft.budget != amount:
        draft.heard.ask("Two budgets are told: which one holds?")
    draft.budget = amount
    draft.heard.fact("budget", "Everything costs no more.", finding, "constraint")


def _goal(draft: Draft, finding: Finding) -> None:
    goal = finding.match.phrase.gives
    if goal not in draft.goals:
        draft.goals.append(goal)
    draft.heard.fact(goal, f"The {goal} is small.", finding, "goal")


_READERS: dict[str, Callable[[Draft, Finding], None]] = {
    "deadline": _deadline,
    "have": _have,
    "less": _less,
    "breaks": _breaks,
    "budget": _budget,
    "goal": _goal,
}
