"""From a request to its problem.

Where and when friends are, and how long the ways take, are told facts that always hold, so they bound the times. Everything
that is wished for (whom to meet and for how long, orders, limits) is a group. Where nothing is wished for that a length could
clash with, a meeting takes as long as was told: fewer decisions, and the same best plans.

Two meetings are a way apart. Between meetings that follow one another directly this is the direct way; where a way round over the
place of somebody else is shorter, a pair is let off if somebody is met in between, which makes it exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.extra import extra_constraints
from domains.meetings.problem.goals import objectives
from domains.meetings.problem.wishes import wishes
from domains.meetings.request import spoken
from domains.meetings.times import DAY, clock
from domains.meetings.ways_between import Ways, ways
from encoders.expressions import FALSE, And, BoolVar, Compare, Const, If, IntVar, Max, Or, Parameter, Sum, total
from encoders.problem import Constraint, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.meetings.request import Friend, MeetingsRequest
    from encoders.expressions import Expression

LATEST = 3 * DAY
"""No time of the problem is later; it leaves room for ways home and for meetings that are not held."""


@dataclass(frozen=True)
class Visit:
    """A meeting that may be held: `met` is FALSE where one cannot be there while the friend is.

    `end` is None where the meeting takes `minutes` and no more.
    """

    friend: Friend
    met: Expression
    start: IntVar
    end: IntVar | None
    minutes: int
    since: int
    """The first minute at which it can begin."""
    until: int
    """The last minute at which it can end."""

    @cached_property
    def unmet(self) -> Expression:
        """That it is not held: one node for all rules."""
        return ~self.met

    @property
    def possible(self) -> bool:
        """Whether it can be held at all."""
        return self.met is not FALSE

    @property
    def shortest(self) -> int:
        """Minutes it takes whatever is given up."""
        return self.minutes if self.end is None else 1

    @property
    def over(self) -> tuple[IntVar, int]:
        """When it ends, as a variable and minutes to add."""
        return (self.start, self.minutes) if self.end is None else (self.end, 0)


@dataclass(frozen=True)
class Day:
    """What the parts of the problem share."""

    request: MeetingsRequest
    ways: Ways
    arrive: int
    visits: tuple[Visit, ...]

    @property
    def possible(self) -> list[Visit]:
        """The meetings that can be held."""
        return [visit for visit in self.visits if visit.possible]

    def visit(self, name: str) -> Visit:
        """The meeting with somebody."""
        return next(visit for visit in self.visits if visit.friend.name == name)

    def between(self, first: Visit | None, then: Visit | None) -> Expression | None:
        """That somebody is met after one meeting and before another, where that can shorten the way; None where it cannot.

        None for a meeting is the first place, before all meetings or after them.
        """
        a = self.request.place if first is None else first.friend.place
        b = self.request.place if then is None else then.friend.place
        direct = self.ways.direct.get((a, b))
        parts: list[Expression] = []
        for visit in self.possible:
            if visit is first or visit is then:
                continue
            out, back = (
                self.ways.least.get((a, visit.friend.place)),
                self.ways.least.get((visit.friend.place, b)),
            )
            if out is None or back is None or (direct is not None and out + visit.shortest + back >= direct):
                continue
            rules = [visit.met]
            if first is not None:
                rules.append(later(visit.start, first.over, 0))
            if then is not None:
                rules.append(later(then.start, visit.over, 0))
            parts.append(And(*rules))
        return Or(*parts) if parts else None


def later(then: IntVar, first: tuple[IntVar, int], minutes: int) -> Compare:
    """That one time is at least so many minutes after another."""
    return Compare(Sum(((1, then), (-1, first[0]))), ">=", _number(minutes + first[1]))


@cache
def _number(value: int) -> Const:
    """One node for each number of minutes."""
    return Const(value)


def lengths_are_fixed(request: MeetingsRequest) -> bool:
    """Whether nothing is wished for that the length of a meeting could clash with or profit from."""
    wished = (
        request.must
        or request.order
        or request.extra
        or request.number_met
        or request.latest_end
        or request.latest_return
    )
    return not wished and set(request.objective) <= {"people", "importance"}


def build(request: MeetingsRequest) -> Built:
    """The problem, the names that wishes and questions may mention, and the frame. Raises InputError, UnsupportedError."""
    day = _day(request)
    constraints = list(facts(day))
    constraints += wishes(day)
    goals, goal_rules = objectives(day)
    constraints += goal_rules
    known = _observables(day)
    constraints += extra_constraints(request.extra, known)
    declared = [
        variable for visit in day.visits for variable in (visit.met, visit.start, visit.end) if variable is not None
    ]
    problem = Problem(
        "meetings", tuple(constraints), goals, tuple([v for v in declared if isinstance(v, (BoolVar, IntVar))])
    )
    return Built(problem, known, tuple(_frame(day)), day)


def _day(request: MeetingsRequest) -> Day:
    known = ways(request.travel, [request.place, *[friend.place for friend in request.friends]])
    arrive, fixed = clock(request.arrive), lengths_are_fixed(request)
    visits = []
    for friend in request.friends:
        reach = known.least.get((request.place, friend.place))
        until = clock(friend.until)
        since = max(clock(friend.since), arrive + (LATEST if reach is None else reach))
        shortest = friend.minutes if fixed else 1
        possible = since + shortest <= until
        met: Expression = BoolVar(f"{friend.name}.met") if possible else FALSE
        first = since if possible else 0
        start = IntVar(f"{friend.name}.start", first, max(first, until - shortest))
        # only meetings that are held have to end in time
        end = None if fixed else IntVar(f"{friend.name}.end", first + 1, LATEST)
        visits.append(Visit(friend, met, start, end, friend.minutes, since, until))
    return Day(request, known, arrive, tuple(visits))


def facts(day: Day) -> Iterator[Constraint]:
    """Windows, lengths, and the ways between meetings."""
    for visit in day.visits:
        name = visit.friend.name
        if visit.end is not None:
            yield Constraint(f"some time/{name}", later(visit.end, (visit.start, 0), 1), origin="commonsense")
            path = f"friends/{name}/minutes"
            if visit.minutes > 1:
                least = Parameter(path, visit.minutes, "minutes", path)
                length = Compare(Sum(((1, visit.end), (-1, visit.start))), ">=", least)
                yield Constraint(path, length, _length_says(visit.friend), group=path)
            if visit.possible:
                over = Or(visit.unmet, Compare(visit.end, "<=", Const(visit.until)))
                yield Constraint(f"window/{name}", over, origin="data")
    for visit in day.possible:
        direct = day.ways.direct.get((day.request.place, visit.friend.place))
        if direct is None or day.arrive + direct > visit.since:
            from_start = [] if direct is None else [Compare(visit.start, ">=", Const(day.arrive + direct))]
            between = day.between(None, visit)
            parts = [visit.unmet, *from_start, *([] if between is None else [between])]
            yield Constraint(f"way/{visit.friend.name}", Or(*parts), origin="data")
    for one, other in combinations(day.possible, 2):
        rule = Or(one.unmet, other.unmet, *_apart(day, one, other), *_apart(day, other, one))
        yield Constraint(f"ways/{one.friend.name}/{other.friend.name}", rule, origin="data")


def _apart(day: Day, first: Visit, then: Visit) -> Iterator[Expression]:
    """Ways in which one meeting can come before another: the way lies between them, or somebody else is met there."""
    direct = day.ways.direct.get((first.friend.place, then.friend.place))
    if direct is not None and first.since + first.shortest + direct + then.shortest <= then.until:
        yield later(then.start, first.over, direct)
    if day.ways.shortened(first.friend.place, then.friend.place):
        between = day.between(first, then)
        if between is not None:
            yield And(later(then.start, first.over, 0), between)


def _observables(day: Day) -> dict[str, Expression]:
    """Who is met, and when: 0 for somebody who is not."""
    known: dict[str, Expression] = {"people": total([visit.met for visit in day.visits])}
    ends: list[Expression] = [Const(day.arrive)]
    spent: list[Expression] = []
    for visit in day.visits:
        name = visit.friend.name
        known[f"met[{name}]"] = visit.met
        known[f"start[{name}]"] = If(visit.met, visit.start, Const(0))
        end, more = visit.over
        known[f"end[{name}]"] = If(visit.met, end + more if more else end, Const(0))
        ends.append(known[f"end[{name}]"])
        spent += [known[f"end[{name}]"], -known[f"start[{name}]"]]
    known["finish"] = Max(*ends)
    known["time"] = total(spent)
    return known


def _length_says(friend: Friend) -> str:
    return f"A meeting with {friend.name} takes at least {friend.minutes} minute{'' if friend.minutes == 1 else 's'}."


def _frame(day: Day) -> Sequence[FrameItem]:
    request = day.request
    found = [
        FrameItem("place", f"You start at {spoken(request.place)}."),
        FrameItem("arrive", f"You are there at {request.arrive}."),
    ]
    for friend in request.friends:
        path = f"friends/{friend.name}"
        found.append(
            FrameItem(
                f"{path}/until", f"{friend.name} is at {spoken(friend.place)} from {friend.since} to {friend.until}."
            )
        )
    for visit in day.visits:
        if visit.end is None or visit.minutes == 1:
            found.append(FrameItem(f"friends/{visit.friend.name}/minutes", _length_says(visit.friend)))
    if request.travel:
        found.append(FrameItem("travel", "The ways between the places take as long as was told."))
    return found
