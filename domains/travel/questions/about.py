"""The parts of a trip that a question can name, each with the wish that it is there and the wish that it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.spec import write_name

if TYPE_CHECKING:
    from domains.asking import Slotted
    from domains.travel.plan import Place, TravelPlan
    from domains.travel.request import TravelRequest


@dataclass(frozen=True, slots=True)
class Part:
    """`says` names it after "with" or "without"; `present` and `absent` are the wishes that it is there, and that it is not."""

    says: str
    present: str
    absent: str


_VERBS = (
    r"(?:(?:go|take|taking|fly|flying|use|using|choose|choosing|chosen|pick|picking|book|booking|have|having|select|stay|staying|"
    r"sleep|sleeping|eat|eating|dine|dining|visit|visiting|travel|travelling|include|including|with|at|in|to|on|for|of|there|by|"
    r"is|are|be|it|some|any|one|try|get|instead|see) ?)*"
)
_WHEN = (
    r"(?:(?:on|of|for)? ?day <number>(?: for| on| at)? ?)?(?:(?P<meal>breakfast|lunch|dinner|meal)(?: for| at| in)? ?)?"
)
_TAIL = r"(?: (?:in|at) <city>)?(?: (?:for (?:breakfast|lunch|dinner)|on day <number>|at all|instead))*"

_FLIGHT = re.compile(rf"{_VERBS}(?:flight )?<flight>{_TAIL}")
_HOTEL = re.compile(rf"{_VERBS}(?:(?:hotel|room|rooms|nights?|accommodation|bed) ?(?:at|in)? ?)?<hotel>{_TAIL}")
_RESTAURANT = re.compile(rf"{_VERBS}{_WHEN}(?:(?:restaurant) ?)?{_VERBS}<restaurant>{_TAIL}")
_SIGHT = re.compile(rf"{_VERBS}(?:sight |attraction )?<sight>{_TAIL}")
_AIRLINE = re.compile(rf"{_VERBS}(?:airline |flights? (?:with|of|by) )?<airline>(?: flights?)?{_TAIL}")
_CATEGORY = re.compile(
    rf"{_VERBS}(?:sights? |attractions? |category )?(?:of )?<category>(?: (?:sights?|attractions?))?{_TAIL}"
)
_CITY = re.compile(rf"{_VERBS}(?:city (?:of )?)?<city>(?: at all| instead)?")
_CUISINE = re.compile(
    rf"{_VERBS}<cuisine>(?: (?:food|meal|meals|cuisine|restaurant|restaurants|dinner|lunch|dishes|place))?(?: at all| instead)?"
)
_KINDS = re.compile(rf"{_VERBS}(?P<kind>hotel|restaurant|flight)(?: (?:in|at) <city>)?")
_PLACE = re.compile(
    r"(?:(?:on|for|at) )?(?:day <number>,? ?(?:for|at)? ?(?P<what>breakfast|lunch|dinner|bed|hotel|travel|leg))"
)

_GO = r"(?:(?:we|go|travel|travelling|only|take|taking|use|using|have) )*"
_MODES = {
    "self-driving": re.compile(
        rf"{_GO}(?:drive|driving|drove|self ?driving|selfdriving|self-drive|"
        r"(?:by|take|taking|use|using|with|rent) (?:car|cars|rental car)|by self ?driving|car|cars)"
        r"(?: there| all way| instead| ourselves| only)*"
    ),
    "flight": re.compile(
        rf"{_GO}(?:fly|flying|flew|flights?|planes?|by (?:air|planes?|flights?)|with (?:planes?|flights?))"
        r"(?: there| all way| instead| only)*"
    ),
    "taxi": re.compile(rf"{_GO}(?:(?:by|with) )?(?:taxis?|cabs?)(?: there| all way| instead| only)*"),
}
_COUNTS = {"self-driving": "self_driving", "flight": "flights", "taxi": "taxis"}
_ON_LEG = re.compile(r"(?P<mode>.+?) (?:on|for) (?:leg|ride) <number>")


def part_of(text: str, reading: Slotted, request: TravelRequest, plan: TravelPlan | None) -> Part | None:
    """The part that a phrase names, None where it is no such phrase."""
    return _named(text, reading, plan) or _of_mode(text, reading, request, plan) or _of_plan(text, reading, plan)


def _named(text: str, reading: Slotted, plan: TravelPlan | None) -> Part | None:
    if _FLIGHT.fullmatch(text):
        return _offer("flight", reading.first("flight"), f"flight {reading.first('flight')}")
    if _HOTEL.fullmatch(text):
        return _offer("nights_at", reading.first("hotel"), f"a stay at {reading.first('hotel')}")
    if _RESTAURANT.fullmatch(text):
        return _offer("meals_at", reading.first("restaurant"), f"a meal at {reading.first('restaurant')}")
    if _CUISINE.fullmatch(text):
        cuisine = str(reading.first("cuisine"))
        return _offer("cuisine", cuisine, f"{'an' if cuisine[0] in 'AEIO' else 'a'} {cuisine} meal")
    if _CITY.fullmatch(text):
        return _offer("nights", reading.first("city"), f"a night in {reading.first('city')}")
    if _SIGHT.fullmatch(text):
        return _offer("visits_at", reading.first("sight"), f"a visit to {reading.first('sight')}")
    if _AIRLINE.fullmatch(text):
        return _offer("airline", reading.first("airline"), f"a flight with {reading.first('airline')}")
    if _CATEGORY.fullmatch(text):
        return _offer(
            "category", reading.first("category"), f"a visit to a sight of the category {reading.first('category')}"
        )
    return None


def _offer(word: str, name: str, says: str) -> Part:
    quantity = write_name((word, name))
    return Part(says, f"{quantity} >= 1", f"{quantity} == 0")


def _of_mode(text: str, reading: Slotted, request: TravelRequest, plan: TravelPlan | None) -> Part | None:
    """A way to travel: asked for, every leg is meant; asked about in a plan, whatever legs it makes."""
    on_leg = _ON_LEG.fullmatch(text)
    for mode, phrase in _MODES.items():
        if on_leg is not None and phrase.fullmatch(on_leg["mode"]):
            number = reading.first("number")
            quantity = f"leg[{number}].{mode.replace('-', '_')}"
            return Part(f"leg {number} by {mode}", f"{quantity} == 1", f"{quantity} == 0")
        if phrase.fullmatch(text):
            legs, name = request.city_count + 1, _COUNTS[mode]
            if plan is not None and any([day.leg is not None and day.leg.mode == mode for day in plan.days]):
                return Part(f"any leg by {mode}", f"{name} >= 1", f"{name} == 0")
            return Part(f"every leg by {mode}", f"{name} == {legs}", f"{name} == 0")
    return None


def _of_plan(text: str, reading: Slotted, plan: TravelPlan | None) -> Part | None:
    """A part named by where it stands in the plan: "the hotel", "day 2 dinner"."""
    if plan is None:
        return None
    kinds, place = _KINDS.fullmatch(text), _PLACE.fullmatch(text)
    if kinds is not None:
        return _only(kinds["kind"], reading.first("city"), plan)
    if place is None:
        return None
    day = next((day for day in plan.days if day.day == reading.first("number")), None)
    if day is None:
        return None
    what = place["what"]
    if what in ("breakfast", "lunch", "dinner"):
        table: Place | None = getattr(day, what)
        return None if table is None else _offer("meals_at", table.name, f"a meal at {table.name}")
    if what in ("bed", "hotel"):
        return None if day.bed is None else _offer("nights_at", day.bed.name, f"a stay at {day.bed.name}")
    if day.leg is None:
        return None
    if day.leg.number is not None:
        return _offer("flight", day.leg.number, f"flight {day.leg.number}")
    number = 1 + sum([other.leg is not None and other.day < day.day for other in plan.days])
    quantity = f"leg[{number}].{day.leg.mode.replace('-', '_')}"
    return Part(f"leg {number} by {day.leg.mode}", f"{quantity} == 1", f"{quantity} == 0")


def _only(kind: str, city: str | None, plan: TravelPlan) -> Part | None:
    """The one offer of a kind that the plan has; None where it has several, which is asked back."""
    if kind == "hotel":
        beds = {day.bed.name for day in plan.days if day.bed is not None and city in (None, day.bed.city)}
        return _offer("nights_at", (name := beds.pop()), f"a stay at {name}") if len(beds) == 1 else None
    if kind == "restaurant":
        tables = {place.name for day in plan.days for _, place in day.meals() if city in (None, place.city)}
        return _offer("meals_at", (name := tables.pop()), f"a meal at {name}") if len(tables) == 1 else None
    flights = {day.leg.number for day in plan.days if day.leg is not None and day.leg.number is not None}
    return _offer("flight", (number := flights.pop()), f"flight {number}") if len(flights) == 1 else None
