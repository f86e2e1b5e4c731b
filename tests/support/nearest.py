"""How little of a trip must change, found by going through all trips that change less: the rules' own check decides."""

from __future__ import annotations

from itertools import combinations_with_replacement

from domains.travel.checks.check import check
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.problem.decode import clock

MEALS = ("breakfast", "lunch", "dinner")


class TooMany(Exception):
    """More trips than a test should look at."""


def cells(plan, policy):
    """A trip as fields by day: own words for what a field is, apart from the project's."""
    found = {}
    for day in plan.days:
        leg = day.leg
        found["travel", day.day] = None if leg is None else (leg.mode, leg.number, leg.origin, leg.destination)
        for meal in MEALS:
            found[meal, day.day] = getattr(day, meal)
        found["visits", day.day] = tuple(day.visits)
        if policy.night_rate is None:
            found["bed", day.day] = day.bed
        elif day.day < len(plan.days):
            found["night", day.day] = leg.destination if leg is not None else day.city
    return found


def distance(before, after):
    """In how many fields two trips differ; visits of a day stand in any order."""
    changed = 0
    for key in {*before, *after}:
        old, new = before.get(key), after.get(key)
        if key[0] == "visits":
            old, rest = list(old or ()), list(new or ())
            same = 0
            for place in old:
                if place in rest:
                    rest.remove(place)
                    same += 1
            changed += max(len(old), len(new or ())) - same
        else:
            changed += old != new
    return changed


class Trips:
    """All trips of a request within a number of changes of an old one."""

    def __init__(self, request, data, plan, most, limit=20_000):
        self.request, self.data, self.most, self.limit = request, data, most, limit
        self.old = cells(plan, data.policy)
        self.looked_at = 0
        self.visit_limit = max([2, *[len(day.visits) for day in plan.days]])
        if data.policy.visits_at_most is not None:
            self.visit_limit = min(self.visit_limit, data.policy.visits_at_most)

    def any(self):
        """Whether one of them keeps every rule."""
        return any(self._routes(1, self.request.origin, [], 0))

    def _cost(self, key, value):
        return distance({key: self.old.get(key)} if key in self.old else {}, {key: value} if value != () else {})

    def _routes(self, number, here, legs, spent):
        if spent > self.most:
            return
        if number > self.request.days:
            if here == self.request.origin:
                yield from self._days(legs, spent)
            return
        dates = self.request.dates
        ways = [None] if number not in (1, self.request.days) else []
        for (a, b), road in self.data.roads.items():
            if a == here and road.minutes <= self.data.policy.longest_road_minutes:
                ways += [(mode, None, a, b) for mode in self.data.policy.roads]
        for (a, b, on), flights in self.data.flights.items():
            if a == here and on == dates[number - 1]:
                ways += [("flight", flight.number, a, b) for flight in flights]
        for way in ways:
            then = here if way is None else way[3]
            cost = self._cost(("travel", number), way)
            if self.data.policy.night_rate is not None and number < self.request.days:
                cost += self._cost(("night", number), then)
            yield from self._routes(number + 1, then, [*legs, (way, here, then)], spent + cost)

    def _days(self, legs, spent):
        """Fill the days of a route, field by field."""
        choices = []
        for number, (_, start, end) in enumerate(legs, 1):
            cities = list(dict.fromkeys([start, end]))
            tables = [Place(name=t.name, city=c) for c in cities for t in self.data.restaurants.get(c, ())]
            sights = [Place(name=s.name, city=c) for c in cities for s in self.data.attractions.get(c, ())]
            for meal in MEALS:
                if meal in self.data.policy.meals:
                    choices.append(((meal, number), [None, *tables]))
            sets = [()]
            for count in range(1, self.visit_limit + 1):
                sets += list(combinations_with_replacement(sights, count))
            choices.append((("visits", number), sets))
            if self.data.policy.night_rate is None:
                beds = [Place(name=h.name, city=end) for h in self.data.hotels.get(end, ())]
                choices.append((("bed", number), [None] if number == len(legs) else beds))
        gone = [key for key in self.old if key not in dict(choices) and key[0] in (*MEALS, "visits", "bed")]
        spent += sum([distance({key: self.old[key]}, {}) for key in gone if self.old[key]])
        yield from self._fill(legs, choices, 0, {}, spent)

    def _fill(self, legs, choices, place, chosen, spent):
        if spent > self.most:
            return
        self.looked_at += 1
        if self.looked_at > self.limit:
            raise TooMany
        if place == len(choices):
            yield not check(self._plan(legs, chosen), self.request, self.data)
            return
        key, values = choices[place]
        for value in values:
            yield from self._fill(legs, choices, place + 1, {**chosen, key: value}, spent + self._cost(key, value))

    def _plan(self, legs, chosen):
        days = []
        for number, (way, here, _) in enumerate(legs, 1):
            leg = None
            if way is not None:
                leg = Leg(mode=way[0], number=way[1], origin=way[2], destination=way[3])
            days.append(
                Day(
                    day=number,
                    date=self.request.dates[number - 1],
                    city=None if leg else here,
                    leg=leg,
                    visits=list(chosen["visits", number]),
                    bed=chosen.get(("bed", number)),
                    **{meal: chosen.get((meal, number)) for meal in MEALS},
                )
            )
        return TravelPlan(days=days)


def with_times(plan, data):
    """The plan as somebody writes it who copies the times of its flights."""
    days = []
    for day in plan.days:
        leg = day.leg
        rows = () if leg is None else data.flights.get((leg.origin, leg.destination, day.date), ())
        flight = next((flight for flight in rows if flight.number == leg.number), None)
        if flight is not None:
            leg = leg.model_copy(update={"departure": clock(flight.departure), "arrival": clock(flight.arrival)})
        days.append(day.model_copy(update={"leg": leg}))
    return plan.model_copy(update={"days": days})
