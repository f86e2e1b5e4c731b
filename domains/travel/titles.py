"""Short pieces of English about trips, the same in every form that a plan is shown in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.prices import show_money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.travel.plan import Day, TravelPlan
    from domains.travel.request import TravelRequest

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""English whatever the machine's language is."""


def title(plan: TravelPlan, request: TravelRequest, currency: str) -> str:
    """ "3 days in Stockton for 1 person: $1,151"; without the amount where the plan does not state it."""
    days, people = len(plan.days), request.people
    shown = f"{days} day{'' if days == 1 else 's'}{_in(visited(plan, request))} for {people} {_persons(people)}"
    total = plan.cost.get("total")
    return shown if total is None else f"{shown}: {show_money(total, currency)}"


def _in(cities: Sequence[str]) -> str:
    return f" in {' and '.join(filter(None, [', '.join(cities[:-1]), cities[-1]]))}" if cities else ""


def _persons(people: int) -> str:
    return "person" if people == 1 else "people"


def visited(plan: TravelPlan, request: TravelRequest) -> list[str]:
    """The cities of the plan in order, home left out."""
    found: dict[str, None] = {}
    for day in plan.days:
        leg = day.leg
        cities = (day.city, day.leaves, day.reaches, *((leg.origin, leg.destination) if leg is not None else ()))
        found.update(dict.fromkeys(city for city in cities if city is not None and city != request.origin))
    return list(found)


def day_title(day: Day) -> str:
    """ "Day 1, Thursday 3 March 2022"."""
    return f"Day {day.day}" if day.date is None else f"Day {day.day}, {long_date(day.date)}"


def long_date(on: date) -> str:
    """ "Thursday 3 March 2022"."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def short_date(on: date) -> str:
    """ "Thu 3 Mar"."""
    return f"{WEEKDAYS[on.weekday()][:3]} {on.day} {MONTHS[on.month - 1][:3]}"


def length(minutes: int) -> str:
    """ "1 h 27 min", "26 min"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"
