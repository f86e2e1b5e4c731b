"""A new problem in which an old trip can be kept field by field, and the trip of an assignment told with every field it keeps.

Meals and visits are chosen per city, so "the dinner of day 2 is as it was" is no decision of the problem. It can be so exactly
where that dinner is in the restaurant's city and the city has a table there for it; where several old meals want the same table,
as many can as there are tables. The truths of fields say just that, so their number is that of a matching of fields and offers,
and `told` places the offers so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from domains.replanning import Near, Part
from domains.travel.data import Flight
from domains.travel.plan import Place
from domains.travel.problem.build import build
from domains.travel.problem.decode import clock, decode
from domains.travel.questions.elements import aligned
from domains.travel.replanning.fields import MEALS, names, night_city, says
from encoders.expressions import FALSE, TRUE, And, BoolVar, Not, Or, PseudoBoolean
from encoders.problem import Constraint
from encoders.structures.rules import negated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Built
    from domains.travel.data import TravelData
    from domains.travel.plan import Day, Leg, TravelPlan
    from domains.travel.problem.build import Handles
    from domains.travel.request import TravelRequest
    from domains.travel.rides import Ride
    from encoders.expressions import Expression
    from encoders.result import Assignment
    from encoders.structures.rules import Lit


def near(request: TravelRequest, data: TravelData, plan: TravelPlan) -> Near:
    """See `domains.replanning.Replanning.near`."""
    built = build(request, data, keep=names(plan), visits_a_day=max([len(day.visits) for day in plan.days], default=0))
    fields = _Fields(built, plan, request, data)
    fields.add_all()
    return Near(built, tuple(fields.parts), tuple(fields.ties))


def told(near: Near, assignment: Assignment, plan: TravelPlan) -> TravelPlan:
    """See `domains.replanning.Replanning.told`."""
    found = aligned(decode(near.built, assignment), plan, near.built)
    kept = {part.where for part in near.parts if isinstance(part.kept, BoolVar) and assignment[part.kept.name] is True}
    return _with_visits(found, plan, near.built.handles, kept)


class _Fields:
    """Collects the fields of an old plan in a new problem."""

    def __init__(self, built: Built, plan: TravelPlan, request: TravelRequest, data: TravelData) -> None:
        self.handles: Handles = built.handles
        self.plan, self.request, self.data = plan, request, data
        self.says = says(plan, request, data)
        self.days: dict[int, Day] = {day.day: day for day in plan.days}
        self.seen = Counter([place for day in plan.days for place in day.visits])
        self.again: dict[Place, list[Expression]] = {}
        """Truths of visits to sights that the old plan has several times."""
        self.parts: list[Part] = []
        self.ties: list[Constraint] = []

    def truth(self, literal: Lit) -> Expression:
        """A literal as an expression."""
        if isinstance(literal, bool):
            return TRUE if literal else FALSE
        variable = self.handles.variables[abs(literal) - 1]
        return variable if literal > 0 else Not(variable)

    def both(self, *literals: Lit) -> Expression:
        """That all hold."""
        if any([literal is False for literal in literals]):
            return FALSE
        open_ = [self.truth(literal) for literal in literals if literal is not True]
        return TRUE if not open_ else open_[0] if len(open_) == 1 else And(*open_)

    def none(self, literals: Sequence[Lit]) -> Expression:
        """That none holds."""
        return self.both(*[(not lit) if isinstance(lit, bool) else -lit for lit in literals])

    def tie(self, name: str, rule: Expression) -> None:
        """A rule that defines truths of fields."""
        self.ties.append(Constraint(f"kept/{name} ({len(self.ties)})", rule, origin="data"))

    def part(self, where: str, kept: Expression, *offers: str) -> None:
        """One field; where the old plan has nothing and the new one never will, there is none."""
        there = self.says.get(where)
        if there is not None or kept is not TRUE:
            self.parts.append(Part(where, there, kept, offers))

    def add_all(self) -> None:
        """Every field, day by day."""
        first = self.plan.first_date
        if first is not None:
            offset = (first - self.request.start).days
            self.part("start", self.truth(self.handles.route.starts.get(offset, False)))
        meals = self._meals()
        for number in range(1, max([self.request.days, *self.days]) + 1):
            day = self.days.get(number)
            where = f"day {number}"
            leg = day.leg if day is not None else None
            self.part(f"{where}, travel", self._leg(number - 1, leg), *([leg.number] if leg and leg.number else []))
            for meal in MEALS:
                place: Place | None = getattr(day, meal, None)
                self.part(f"{where}, {meal}", meals[number, meal], *([place.name] if place else []))
            self._visits(number, day)
            self._night(number, day)
        self._limit_again()

    # ---------------------------------------------------------------- rides and nights

    def _leg(self, day: int, old: Leg | None) -> Expression:
        route = self.handles.route
        if old is None:
            return self.none([on[day] for on in route.leg_on if day in on])
        ways: list[Expression] = []
        for leg, rides in enumerate(route.rides):
            on = route.leg_on[leg].get(day, False)
            same = [(ride, taken) for ride, taken in rides if ride.day in (None, day) and _is(ride, old)]
            for ride, taken in same:
                start = True if ride.start is None else route.starts[ride.start]
                ways.append(self.both(taken, on, start))
        return _any(ways)

    def _night(self, number: int, day: Day | None) -> None:
        route, where = self.handles.route, f"day {number}"
        last = number >= self.request.days
        if self.data.policy.night_rate is not None:
            city = None if day is None or number >= len(self.plan.days) else night_city(day)
            if city is not None or not last:
                kept = FALSE if city is None or last else self.truth(route.sleeps_in(number - 1, city))
                self.part(f"{where}, night", kept)
            return
        bed = None if day is None else day.bed
        if bed is None:
            self.part(f"{where}, bed", TRUE if last else FALSE)
            return
        chosen = [lit for hotel, _, lit in self.handles.stays.beds if (hotel.name, hotel.city) == (bed.name, bed.city)]
        here = route.sleeps_in(number - 1, bed.city)
        self.part(f"{where}, bed", _any([self.both(lit, here) for lit in chosen]), bed.name)

    # ---------------------------------------------------------------- meals

    def _meals(self) -> dict[tuple[int, str], Expression]:
        """For each day and meal, that it is as it was."""
        slots = {(slot.day + 1, slot.kind): slot.places for slot in self.handles.stays.meals}
        numbers = range(1, max([self.request.days, *self.days]) + 1)
        found: dict[tuple[int, str], Expression] = {}
        wanted: dict[Place, list[tuple[int, str]]] = {}
        for key in [(number, meal) for number in numbers for meal in MEALS]:
            day = self.days.get(key[0])
            place: Place | None = getattr(day, key[1], None)
            seats = self.handles.stays.seats.get((key[0] - 1, key[1]))
            if place is None:
                found[key] = self.none(list(slots.get(key, {}).values()))
            elif seats is not None:
                mine = next((lit for r, lit in seats if (r.city, r.name) == (place.city, place.name)), False)
                found[key] = self.truth(mine)
            else:
                wanted.setdefault(place, []).append(key)
        for place, keys in wanted.items():
            tables = [lit for table, lit in self.handles.stays.tables.get(place.city, ()) if table.name == place.name]
            # a table where a meal that a wish looks at is seated is there for no other meal
            taken = [lit for rows in self.handles.stays.seats.values() for r, lit in rows
                     if (r.city, r.name) == (place.city, place.name)]  # fmt: skip
            here = {key: slots.get(key, {}).get(place.city, False) for key in keys}
            if len(keys) == 1 and len(tables) <= 1:
                free = [*tables, *[negated(lit) for lit in taken]]
                found[keys[0]] = self.both(*free, here[keys[0]]) if tables else FALSE
            else:
                found.update(self._matched({key: f"day {key[0]}, {key[1]}" for key in keys}, here, tables, taken))
        return found

    def _matched(
        self,
        keys: dict[tuple[int, str], str],
        here: dict[tuple[int, str], Lit],
        tables: Sequence[Lit],
        taken: Sequence[Lit],
    ) -> dict[tuple[int, str], Expression]:
        """Truths of which as many hold as there are both meals in the city and tables; which of the meals is free."""
        truths = {key: BoolVar(f"kept: {name}") for key, name in keys.items()}
        places = [self.both(here[key], True) for key in keys]
        held = [*truths.values(), *[self.truth(lit) for lit in taken]]
        full = self._at_least(held, tables)
        for (key, truth), place in zip(truths.items(), places, strict=True):
            self.tie(keys[key], Or(Not(truth), place))
        self.tie("tables", self._at_most(held, tables))
        every = And(*[Or(Not(place), truth) for truth, place in zip(truths.values(), places, strict=True)])
        self.tie("tables", Or(full, every))
        return dict(truths)

    def _at_most(self, truths: Sequence[Expression], literals: Sequence[Lit]) -> Expression:
        """No more of the truths hold than of the literals."""
        return self._balance(truths, "<=", literals)

    def _at_least(self, truths: Sequence[Expression], literals: Sequence[Lit]) -> Expression:
        """As many of the truths hold as of the literals, or more."""
        return self._balance(truths, ">=", literals)

    def _balance(
        self, truths: Sequence[Expression], operator: Literal["<=", ">="], literals: Sequence[Lit]
    ) -> Expression:
        certain = sum([literal is True for literal in literals])
        open_ = [self.truth(literal) for literal in literals if not isinstance(literal, bool)]
        terms = (*[(1, truth) for truth in truths], *[(-1, truth) for truth in open_])
        return PseudoBoolean(terms, operator, certain)

    # ---------------------------------------------------------------- visits

    def _visits(self, number: int, day: Day | None) -> None:
        """Visits of one day: those it had, which the day's places and the sights allow; and none beyond as many."""
        slots = [slot for slot in self.handles.stays.visits if slot.day == number - 1]
        old = day.visits if day is not None else []
        by_city: dict[str, list[tuple[int, Place]]] = {}
        for place_number, place in enumerate(old, 1):
            by_city.setdefault(place.city, []).append((place_number, place))
        kept: dict[int, Expression] = {}
        for city, wanted in by_city.items():
            kept.update(self._visits_in(number, city, wanted, [slot.places.get(city, False) for slot in slots]))
        for place_number, place in enumerate(old, 1):
            self.part(f"day {number}, visit {place_number}", kept[place_number], place.name)
        every = [lit for slot in slots for lit in slot.places.values() if lit is not False]
        for further in range(len(old) + 1, len(slots) + 1):
            certain = sum([lit is True for lit in every])
            open_ = tuple([(1, self.truth(lit)) for lit in every if lit is not True])
            most = further - 1 - certain
            fewer: Expression = PseudoBoolean(open_, "<=", most) if open_ else (TRUE if most >= 0 else FALSE)
            self.part(f"day {number}, visit {further}", FALSE if most < 0 else fewer)

    def _visits_in(
        self, number: int, city: str, wanted: Sequence[tuple[int, Place]], here: Sequence[Lit]
    ) -> dict[int, Expression]:
        """Truths of a day's old visits in one city: of the sights to be had, as many hold as the day has visits there."""
        found: dict[int, Expression] = {}
        truths: list[Expression] = []
        owed: list[Expression] = []
        for place_number, place in wanted:
            had = self._to_be_had(place)
            if had is FALSE or not any([lit is not False for lit in here]):
                found[place_number] = FALSE
                continue
            truth = BoolVar(f"kept: day {number}, visit {place_number}")
            found[place_number] = truth
            truths.append(truth)
            if had is not TRUE:
                self.tie(f"day {number}, visits", Or(Not(truth), had))
            if self.seen[place] == 1:
                owed.append(truth if had is TRUE else Or(Not(had), truth))
            else:
                self.again.setdefault(place, []).append(truth)
        if truths:
            self.tie(f"day {number}, visits", self._at_most(truths, here))
            self.tie(f"day {number}, visits", Or(self._at_least(truths, here), And(*owed)))
        return found

    def _limit_again(self) -> None:
        """A sight that the old plan has several times is kept as often as it can be visited at all."""
        sights = self.handles.stays.sights
        for place, truths in self.again.items():
            if sights is not None:
                chosen = [lit for sight, lit in sights.get(place.city, ()) if sight.name == place.name]
                self.tie(place.name, self._at_most(truths, chosen))
            elif self.data.policy.attraction_once:
                self.tie(place.name, self._at_most(truths, [True]))

    def _to_be_had(self, place: Place) -> Expression:
        """That a sight is on offer, and chosen where sights are."""
        sights = self.handles.stays.sights
        if sights is None:
            offered = {sight.name for sight in self.data.attractions.get(place.city, ())}
            return TRUE if place.name in offered else FALSE
        return _any([self.truth(lit) for sight, lit in sights.get(place.city, ()) if sight.name == place.name])


def _any(ways: Sequence[Expression]) -> Expression:
    """That one of several holds."""
    if any([way is TRUE for way in ways]):
        return TRUE
    open_ = [way for way in ways if way is not FALSE]
    return FALSE if not open_ else open_[0] if len(open_) == 1 else Or(*open_)


def _is(ride: Ride, old: Leg) -> bool:
    """Whether an offered ride is the old one; see `fields.same_leg`."""
    number = ride.offer.number if isinstance(ride.offer, Flight) else None
    if (ride.mode, number, ride.origin, ride.destination) != (old.mode, old.number, old.origin, old.destination):
        return False
    times = ((old.departure, ride.departure), (old.arrival, ride.arrival))
    return all([stated is None or known is None or stated == clock(known) for stated, known in times])


# ---------------------------------------------------------------- telling


def _with_visits(found: TravelPlan, old: TravelPlan, handles: Handles, kept: set[str]) -> TravelPlan:
    """The plan with the old one's visits wherever they hold, and other sights, none twice, where they do not."""
    held: dict[tuple[int, str], list[Place]] = {}
    for day in old.days:
        for number, place in enumerate(day.visits, 1):
            if f"day {day.day}, visit {number}" in kept:
                held.setdefault((day.day, place.city), []).append(place)
    counted = handles.stays.sights is not None or handles.data.policy.attraction_once
    left = _supply(found, handles)
    for place in [place for places in held.values() for place in places if counted]:
        left[place.city].remove(place)
    days = []
    for day in found.days:
        visits: list[Place] = []
        for city in dict.fromkeys([place.city for place in day.visits]):
            mine = held.get((day.day, city), [])
            more = sum([place.city == city for place in day.visits]) - len(mine)
            free = left[city] if counted else [place for place in left[city] if place not in mine] or left[city]
            visits += [*mine, *(free if counted else free * more)[:more]]
            if counted:
                left[city] = free[more:]
        days.append(day.model_copy(update={"visits": visits}))
    return found.model_copy(update={"days": days})


def _supply(found: TravelPlan, handles: Handles) -> dict[str, list[Place]]:
    """The sights of each city that visits may be to: those chosen, where they are; else all, those of the plan first."""
    supply: dict[str, list[Place]] = {}
    for day in found.days:
        for place in day.visits:
            supply.setdefault(place.city, []).append(place)
    if handles.stays.sights is None:
        for city, mine in supply.items():
            every = [Place(name=sight.name, city=city) for sight in handles.data.attractions.get(city, ())]
            supply[city] = list(dict.fromkeys([*mine, *every]))
    return supply
