"""TravelPlanner's plan shape: a list of days whose fields are sentences; written exactly, read leniently.

A day is `{days, current_city, transportation, breakfast, attraction, lunch, dinner, accommodation}`; "-" means nothing.
Days carry no date, so dates come from the request; only where a request leaves the start open, each day has a `date` too, which
the benchmark does not look at. Cities may be written "City" or "City(State)"; the state is not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.travel.checks.prices import find_flight, find_ride
from domains.travel.data import Flight
from domains.travel.layouts.fields import clock, show_clock
from domains.travel.layouts.fields import day as on
from domains.travel.plan import Day, Leg, Place, TravelPlan
from encoders.errors import InputError
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest

NOTHING = "-"
_FIELDS = ("current_city", "transportation", "breakfast", "attraction", "lunch", "dinner", "accommodation")
_TRAVEL = re.compile(r"from\s+(.+?)\s+to\s+(.+)", re.IGNORECASE)
_FLIGHT = re.compile(
    r"Flight Number:\s*([^,]+?)\s*,\s*from\s+(.+?)"
    r"(?:\s*,\s*Departure Time:\s*(\d{1,2}:\d{2}))?(?:\s*,\s*Arrival Time:\s*(\d{1,2}:\d{2}))?\s*",
    re.IGNORECASE,
)
_OTHER = re.compile(r"([a-z][a-z -]*?)\s*[,:]?\s*from\s+(.+?)(?:\s*,\s*(?:duration|distance|cost)\b.*)?", re.IGNORECASE)
_STATE = re.compile(r"(.+?)\s*\([^()]*\)")


# ---------------------------------------------------------------- writing


def write(plan: TravelPlan, request: TravelRequest, data: TravelData | None) -> list[dict[str, Any]]:
    """The days of a plan in the benchmark's sentences; without the offers, rides are told as far as the plan states them."""
    dates = request.dates_of(plan.first_date)
    return [
        {
            "days": day.day,
            **({"date": day.date.isoformat()} if len(request.starts) > 1 and day.date is not None else {}),
            "current_city": _current_city(day),
            "transportation": _transportation(day.leg, dates[index] if index < len(dates) else None, data),
            "breakfast": _place(day.breakfast),
            "attraction": "".join(f"{_place(visit)};" for visit in day.visits) or NOTHING,
            "lunch": _place(day.lunch),
            "dinner": _place(day.dinner),
            "accommodation": _place(day.bed),
        }
        for index, day in enumerate(plan.days)
    ]


def _current_city(day: Day) -> str:
    leaves = day.leaves or (day.leg.origin if day.leg and day.city is None else None)
    reaches = day.reaches or (day.leg.destination if day.leg and day.city is None else None)
    return f"from {leaves} to {reaches}" if leaves and reaches else day.city or NOTHING


def _place(place: Place | None) -> str:
    return NOTHING if place is None else f"{place.name}, {place.city}"


def _transportation(leg: Leg | None, on: date | None, data: TravelData | None) -> str:
    if leg is None:
        return NOTHING
    route = f"from {leg.origin} to {leg.destination}"
    ride = None if data is None else find_ride(leg, on, data)
    if leg.mode == "flight":
        departure, arrival = leg.departure, leg.arrival
        if isinstance(ride, Flight):
            departure, arrival = departure or show_clock(ride.departure), arrival or show_clock(ride.arrival)
        stated = (("Departure Time", departure), ("Arrival Time", arrival))
        times = [f", {name}: {time}" for name, time in stated if time is not None]
        return f"Flight Number: {leg.number or NOTHING}, {route}{''.join(times)}"
    text = f"{leg.mode.capitalize()}, {route}"
    if data is None or ride is None or isinstance(ride, Flight):
        return text if leg.minutes is None else f"{text}, duration: {_duration(leg.minutes)}"
    rate = next(rate for mode, rate in data.policy.roads.items() if mode == leg.mode)
    cost = show(rate.cost(ride.km, 1)).replace(",", "")
    return f"{text}, duration: {_duration(ride.minutes)}, distance: {show(ride.km)} km, cost: {cost}"


def _duration(minutes: int) -> str:
    """ "7 hours 46 mins", "1 hour 1 min", "26 mins"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min{'' if rest == 1 else 's'}")
    return " ".join(parts)


# ---------------------------------------------------------------- reading


def read(content: object, request: TravelRequest, data: TravelData) -> TravelPlan:
    """A plan from the benchmark's list of days. Raises InputError naming the day and field that are of no such shape."""
    if not isinstance(content, list):
        raise InputError("expected a list of days in TravelPlanner's form")
    days = list(content)
    while days and days[-1] == {}:
        days.pop()  # the benchmark pads short trips with empty days
    reader = _Reader(request, data, _stated_date(days[0], 1) if days else None)
    return TravelPlan(days=[reader.day(number, day) for number, day in enumerate(days, start=1)])


def _stated_date(content: object, number: int) -> date | None:
    """The date that a day states, which the benchmark's days do not."""
    text = content.get("date") if isinstance(content, dict) else None
    if text is None:
        return None
    where = f"day {number}, date"
    if not isinstance(text, str):
        raise InputError(f"expected a date such as 2022-03-16, found {text!r}", where=where)
    try:
        return on(text)
    except InputError as error:
        raise InputError(error.message, where=where) from error


class _Reader:
    """Reads the fields of days; `cities` are the names that count as known, `first` is the date the plan says it starts on."""

    def __init__(self, request: TravelRequest, data: TravelData, first: date | None) -> None:
        self.data, self.dates = data, request.dates_of(first)
        self.open_start = first is None and len(request.starts) > 1
        pairs = [*data.roads, *(key[:2] for key in data.flights)] if len(data.states) == 0 else []
        self.cities = {
            request.origin, *data.states, *data.hotels, *data.restaurants, *data.attractions,
            *(city for pair in pairs for city in pair),
        }  # fmt: skip

    def day(self, number: int, content: object) -> Day:
        if not isinstance(content, dict):
            raise InputError("expected the fields of a day", where=f"day {number}")
        texts = {field: self._text(number, content, field) for field in _FIELDS}
        leaves, reaches, city = self._current_city(texts["current_city"])
        hotels, restaurants, sights = self.data.hotels, self.data.restaurants, self.data.attractions

        def place(field: str, offers: Mapping[str, Collection[Any]]) -> Place | None:
            text = texts[field]
            return self._place(text, offers, f"day {number}, {field}") if text else None

        stated = content.get("days", content.get("day", number))
        if isinstance(stated, bool) or not isinstance(stated, int) or stated < 1:
            raise InputError(f"expected the number of the day, found {stated!r}", where=f"day {number}, days")
        leg = self._leg(number, texts["transportation"]) if texts["transportation"] else None
        if leg is not None and (leg.origin, leg.destination) == (leaves, reaches):
            leaves = reaches = None  # the day's cities are those of its leg
        return Day(
            day=stated,
            date=_stated_date(content, number) or (None if self.open_start else self._date(number)),
            city=city,
            leaves=leaves,
            reaches=reaches,
            leg=leg,
            breakfast=place("breakfast", restaurants),
            lunch=place("lunch", restaurants),
            dinner=place("dinner", restaurants),
            visits=self._visits(texts["attraction"], sights, f"day {number}, attraction"),
            bed=place("accommodation", hotels),
        )

    def _date(self, number: int) -> date | None:
        return self.dates[number - 1] if number <= len(self.dates) else None

    def _text(self, number: int, content: Mapping[str, object], field: str) -> str:
        where = f"day {number}, {field}"
        if field not in content:
            raise InputError("the field is missing; write '-' where nothing is planned", where=where)
        value = content[field]
        if value is None:
            return ""
        if not isinstance(value, str):
            raise InputError(f"expected text, found {value!r}", where=where)
        return "" if value.strip() == NOTHING else value.strip()

    def _current_city(self, text: str) -> tuple[str | None, str | None, str | None]:
        """(left, reached, stayed in)."""
        if not text:
            return None, None, None
        if _TRAVEL.fullmatch(text):
            leaves, reaches = self._pair(text)
            return leaves, reaches, None
        return None, None, self._city(text)

    def _pair(self, text: str) -> tuple[str, str]:
        """Both cities of "from A to B"; a name may itself hold " to ", so known names decide."""
        body = re.sub(r"^from\s+", "", text.strip(), flags=re.IGNORECASE)
        cuts = [match.span() for match in re.finditer(r"\s+to\s+", body)]
        splits = [(self._city(body[:start]), self._city(body[end:])) for start, end in cuts]
        return next((pair for pair in splits if pair[0] in self.cities and pair[1] in self.cities), splits[0])

    def _city(self, text: str) -> str:
        """The city of "City" or "City(State)"."""
        text = text.strip()
        if text in self.cities:
            return text
        match = _STATE.fullmatch(text)
        return match[1] if match else text

    def _leg(self, number: int, text: str) -> Leg:
        where = f"day {number}, transportation"
        if match := _FLIGHT.fullmatch(text):
            if " to " not in match[2]:
                raise InputError("expected 'from A to B' in the flight", where=where)
            origin, destination = self._pair(match[2])
            departure, arrival = (show_clock(clock(t)[0]) if t else None for t in (match[3], match[4]))
            leg = Leg(
                mode="flight",
                number=None if match[1] == NOTHING else match[1],
                origin=origin,
                destination=destination,
                departure=departure,
                arrival=arrival,
            )
            flight = find_flight(leg, self._date(number), self.data)
            later = 1 if departure and arrival and arrival <= departure else 0
            return leg.model_copy(update={"lands_after_days": flight.lands_after_days if flight is not None else later})
        match = _OTHER.fullmatch(text)
        if match is None or " to " not in match[2]:
            raise InputError(
                "expected 'Flight Number: F123, from A to B, Departure Time: 08:10, Arrival Time: 10:05', "
                "'Self-driving, from A to B, ...', 'Taxi, from A to B, ...' or '-'",
                where=where,
            )
        origin, destination = self._pair(match[2])
        return Leg(mode=match[1].lower().replace(" ", "-"), origin=origin, destination=destination)

    def _visits(self, text: str, offers: Mapping[str, Collection[Any]], where: str) -> list[Place]:
        """Places that each end with ";". A name may itself hold one, so parts are joined where that gives a known name."""
        parts = [part.strip() for part in text.split(";") if part.strip() not in ("", NOTHING)]
        found: list[Place] = []
        while parts:
            for count in range(len(parts), 0, -1):
                joined = "; ".join(parts[:count])
                if count == 1 or self._is_offered(joined, offers):
                    found.append(self._place(joined, offers, where))
                    parts = parts[count:]
                    break
        return found

    def _is_offered(self, text: str, offers: Mapping[str, Collection[Any]]) -> bool:
        name, _, city_text = text.rpartition(", ")
        return any(_squeezed(offer.name) == _squeezed(name) for offer in offers.get(self._city(city_text), ()))

    def _place(self, text: str, offers: Mapping[str, Collection[Any]], where: str) -> Place:
        """A place of "Name, City"; blanks around the name and around a ";" within it do not matter."""
        name, comma, city_text = text.rpartition(", ")
        if not comma or not name.strip() or not city_text.strip():
            raise InputError(f"expected 'Name, City', found {text!r}", where=where)
        city = self._city(city_text)
        names = [offer.name for offer in offers.get(city, ())]
        if name not in names:
            name = next((known for known in names if _squeezed(known) == _squeezed(name)), name)
        return Place(name=name, city=city)


def _squeezed(name: str) -> str:
    return re.sub(r"\s*;\s*", ";", name.strip())
