"""What a meaning changes of a request: edits by path, sentences that say them, and what has to be asked first."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.workforce.reader.meanings import Both, Budget, Goals, Limit, Need, Pair, Pay, Rule, Times, Unclear
from domains.workforce.reader.times import days_meant, shifts_meant
from domains.workforce.request import pair_of
from domains.workforce.roster import members
from domains.workforce.words import a_count, listed, money
from encoders.numbers import exact, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.workforce.reader.meanings import Meaning
    from domains.workforce.roster import Roster

_RULES = {
    "days in a row": ("days_in_a_row", "nobody works more than {} in a row", "day"),
    "shifts a day": ("shifts_a_day", "nobody has more than {} a day", "shift"),
    "rest hours": ("rest_hours", "there are at least {} between two shifts", "hour"),
    "rest shifts": ("rest_shifts", "{} after each one worked stay free", "shift"),
}


@dataclass
class Edits:
    """Gathered while meanings are taken in one after the other."""

    roster: Roster
    in_request: bool = False
    """Whether a whole request is read: “available on Monday” then says all there is."""
    changes: list[Change] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def change(self, path: str, before: Any, after: Any) -> None:
        """One edit; what stands there already is none."""
        if before != after:
            self.changes.append(Change(path, before, after))

    def say(self, sentence: str) -> None:
        """What is understood; said once."""
        if sentence not in self.says:
            self.says.append(sentence)

    def ask(self, question: str) -> None:
        """What has to be decided first."""
        if question and question not in self.questions:
            self.questions.append(question)

    def take(self, found: Meaning) -> None:
        """Take one meaning in. Raises TypeError for one that changes no request."""
        if isinstance(found, Unclear):
            self.ask(found.question)
        elif isinstance(found, Both):
            for part in found.meanings:
                self.take(part)
        elif isinstance(found, Limit):
            self._limit(found)
        elif isinstance(found, Times):
            self._times(found)
        elif isinstance(found, Pair):
            self._pair(found)
        elif isinstance(found, Need):
            self._need(found)
        elif isinstance(found, Pay):
            self._pay(found)
        else:
            self._rest(found)

    def _rest(self, found: Meaning) -> None:
        roster = self.roster
        if isinstance(found, Rule):
            name, says, noun = _RULES[found.field]
            before = getattr(roster.request, name)
            self.change(found.field, before, found.number)
            self.say(says.format(a_count(found.number, noun)))
        elif isinstance(found, Goals):
            self.change("objective", list(roster.request.objective) or None, list(found.goals))
            named = {"cost": "the pay as little as possible", "fairness": "the shifts as evenly shared as possible"}
            self.say(f"{', then '.join([named[goal] for goal in found.goals])}")
        elif isinstance(found, Budget):
            self.change("budget", roster.merged.budget, found.amount)
            self.say(f"all pay together is at most {money(found.amount, roster.currency)}")
        else:
            raise TypeError(f"{type(found).__name__} changes no request")

    # ---------------------------------------------------------------- workers

    def _limit(self, found: Limit) -> None:
        roster = self.roster
        if found.days and any([len(day.shifts) > 1 for day in roster.days]):
            self.ask("Days have several shifts here: is the limit one of shifts, or of days?")
            return
        amounts = (("most shifts", found.most, "at most"), ("least shifts", found.least, "at least"))
        for path, count, words in amounts:
            if count is None:
                continue
            field_ = path.replace(" ", "_")
            if found.workers:
                for worker in found.workers:
                    self.change(f"{path}/{worker}", getattr(roster.merged, field_).get(worker), count)
                    self.say(f"{worker} works {words} {a_count(count, 'shift')}")
            else:
                self.change(f"{path} each", getattr(roster.merged, f"{field_}_each"), count)
                everybody = "nobody works more than" if path == "most shifts" else "everybody works at least"
                self.say(f"{everybody} {a_count(count, 'shift')}")

    def _times(self, found: Times) -> None:
        for worker in found.workers or self.roster.workers:
            names: list[str] = []
            for when in found.when:
                meant = days_meant(when, self.roster)
                self.ask(meant.question)
                names += [name for name in meant.names if name not in names]
            if names:
                {"off": self._off, "on": self._on, "available": self._also, "only": self._only}[found.how](
                    worker, names
                )

    def _off(self, worker: str, names: Sequence[str]) -> None:
        self._without("works_on", worker, names)
        self._add("days_off", worker, names)
        self.say(f"{worker} does not work on {listed(names)}")

    def _on(self, worker: str, names: Sequence[str]) -> None:
        closed = [name for name in names if not self.roster.available[worker].intersection(self.roster.meant(name))]
        if closed:
            free = [name for name in self.roster.names if name in self.roster.available[worker]]
            self.ask(
                f"{worker} is not available on {listed(closed)}, only on {listed(free)}. Is {worker} to be available there as "
                f"well (say: {worker} is also available on {closed[0]}), or is another day meant?"
            )
            return
        self._without("days_off", worker, names)
        self._add("works_on", worker, names)
        self.say(f"{worker} works on {listed(names)}")

    def _also(self, worker: str, names: Sequence[str]) -> None:
        if self.in_request:
            self._only(worker, names)
            return
        there = list(self.roster.merged.available.get(worker, ()))
        missing = [name for name in names if not set(self.roster.meant(name)) <= self.roster.available[worker]]
        self._without("days_off", worker, names)
        if worker in self.roster.merged.available and missing:
            self.change(f"available/{worker}", there, [*there, *missing])
        self.say(f"{worker} is available on {listed(names)}")

    def _only(self, worker: str, names: Sequence[str]) -> None:
        self.change(f"available/{worker}", self.roster.merged.available.get(worker), list(names))
        self.say(f"{worker} is available on {listed(names)} only")

    def _add(self, field_: str, worker: str, names: Sequence[str]) -> None:
        path = field_.replace("_", " ")
        merged = list(getattr(self.roster.merged, field_).get(worker, ()))
        earlier = next((c.after for c in reversed(self.changes) if c.path == f"{path}/{worker}"), None)
        there = merged if earlier is None else list(earlier)
        new = [name for name in names if name not in there]
        if new and earlier is None:
            self.change(f"{path}/{worker}", merged or None, [*there, *new])
        elif new:
            self.changes = [c for c in self.changes if c.path != f"{path}/{worker}"]
            self.change(f"{path}/{worker}", merged or None, [*there, *new])

    def _without(self, field_: str, worker: str, names: Iterable[str]) -> None:
        """Take back what says the opposite."""
        path = f"{field_.replace('_', ' ')}/{worker}"
        there = list(getattr(self.roster.merged, field_).get(worker, ()))
        left = [name for name in there if name not in names]
        if left != there:
            self.change(path, there, left or None)

    def _pair(self, found: Pair) -> None:
        several = any([len(day.shifts) > 1 for day in self.roster.days])
        name = "together" if found.together else "apart_all_day" if found.day and several else "apart"
        entries = getattr(self.roster.merged, name)
        known = {frozenset(members(entry, self.roster.workers)) for entry in entries}
        for at, one in enumerate(found.workers):
            for other in found.workers[at + 1 :]:
                if frozenset((one, other)) not in known:
                    entry = pair_of(one, other)
                    self.change(f"{name.replace('_', ' ')}/{entry}", None, entry)
        who = listed(found.workers)
        day = "day" if name == "apart_all_day" or (found.day and not several) else "shift"
        self.say(f"{who} always work the same shifts" if found.together else f"{who} never work on the same {day}")

    # ---------------------------------------------------------------- needs and pay

    def _need(self, found: Need) -> None:
        roster = self.roster
        names: list[str] = [] if found.when else list(roster.names)
        for when in found.when:
            meant = shifts_meant(when, roster)
            self.ask(meant.question)
            names += [n for n in meant.names if n not in names and not (when.rest and n in roster.need)]
        for name in names:
            before = roster.need.get(name)
            after = (before or 0) + found.number if found.change else found.number
            if after < 0:
                self.ask(f"{name} needs {a_count(before or 0, 'person', 'people')}; how many are needed then?")
                return
            self.change(f"need/{name}", before, after)
        if found.exactly:
            self.change("exactly", roster.merged.exactly, True)
        if names:
            shown = listed(names) if len(names) < len(roster.names) or len(names) == 1 else "every shift"
            counts = f"{a_count(abs(found.number), 'person', 'people')}"
            if found.change:
                more = "more" if found.number > 0 else "fewer"
                counts = f"{abs(found.number)} {more} {'person' if abs(found.number) == 1 else 'people'}"
            self.say(f"{shown} {'needs' if len(names) == 1 or shown == 'every shift' else 'need'} {counts}")

    def _pay(self, found: Pay) -> None:
        roster = self.roster
        basis = roster.merged.paid_by or "shift"
        for worker in found.workers or roster.workers:
            before = roster.pay.get(worker)
            if found.change and before is None:
                self.ask(f"What is {worker} paid now?")
                return
            after = exact(found.amount)
            if found.change == "by":
                after = exact(Fraction(before or 0) + Fraction(found.amount))
            elif found.change == "percent":
                after = exact(Fraction(before or 0) * (1 + Fraction(found.amount) / 100))
            if after < 0:
                self.ask(f"{worker} would be paid less than nothing. What is the pay to be?")
                return
            self.change(f"pay/{worker}", before, after)
            self.say(f"{worker} is paid {money(after, roster.currency)} {'an hour' if basis == 'hour' else 'a shift'}")
            if found.per and found.per != basis and not found.change and not self.in_request:
                self.assumptions.append(
                    f"The question says pay per {found.per}, but pay is by the {basis} here: {show(after)} is taken as "
                    f"{worker}’s pay for {'an hour' if basis == 'hour' else 'a shift'}, whatever its length."
                )
