"""Whether a trip can be made as it is planned: replayed from one city to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from domains.base import Violation
from domains.extra import extra_violations
from domains.trip.request import order_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.trip.request import Stay, TripPlan, TripRequest, Window
    from encoders.numbers import Number


def check(plan: TripPlan, request: TripRequest) -> list[Violation]:
    """Every rule that the plan breaks."""
    found: list[Violation] = []
    seen: set[str] = set()
    for stay in plan.stays:
        city = request.city(stay.city)
        if city is None:
            found.append(Violation("cities", f"{stay.city} is none of the cities asked for.", _where(stay)))
            continue
        if stay.city in seen:
            found.append(Violation("cities", f"{stay.city} is visited twice.", _where(stay)))
        seen.add(stay.city)
        days = stay.end_day - stay.start_day + 1
        if days < 1:
            found.append(Violation(f"cities/{city.name}", "It ends before it begins.", _where(stay)))
        elif city.days is not None and days != city.days:
            says = f"{days} days are spent in {city.name}, not {city.days}."
            found.append(Violation(f"cities/{city.name}", says, _where(stay)))
    for city in request.cities:
        if city.name not in seen and not city.optional:
            found.append(Violation(f"cities/{city.name}", f"{city.name} is not visited."))
    if not plan.stays:
        found.append(Violation("cities", "No city is visited at all."))
    found += _legs(plan, request)
    if not found:
        found += _wishes(plan, request)
        found += extra_violations(request.extra, observe(plan, request))
    return found


def _where(stay: Stay) -> str:
    return f"{stay.city}, day {stay.start_day}-{stay.end_day}"


def _legs(plan: TripPlan, request: TripRequest) -> Iterator[Violation]:
    if plan.stays and plan.stays[0].start_day != 1:
        yield Violation(
            "days", f"The trip begins on day {plan.stays[0].start_day}, not on day 1.", _where(plan.stays[0])
        )
    known = request.connections()
    short = [stay.end_day == stay.start_day for stay in plan.stays]
    for n, (before, after) in enumerate(pairwise(plan.stays)):
        if before.end_day != after.start_day:
            says = (
                f"{before.city} is left on day {before.end_day}, but {after.city} is reached on day {after.start_day}."
            )
            yield Violation("days", says, _where(after))
        elif short[n] and short[n + 1]:
            says = f"Both {before.city} and {after.city} are left on the day they are reached; one such city a day is possible."
            yield Violation("days", says, _where(after))
        if (before.city, after.city) not in known:
            yield Violation(
                "flights", f"There is no direct {request.by} from {before.city} to {after.city}.", _where(after)
            )


def _wishes(plan: TripPlan, request: TripRequest) -> Iterator[Violation]:
    at = {stay.city: place for place, stay in enumerate(plan.stays)}
    total = _days(plan)
    if request.days is not None and total != request.days:
        yield Violation("days", f"The trip takes {total} days, not {request.days}.")
    if request.most_days is not None and total > request.most_days:
        yield Violation("most_days", f"The trip takes {total} days, more than {request.most_days}.")
    for window in request.windows:
        if window.city in at and not _kept(plan.stays[at[window.city]], window):
            yield Violation(
                f"windows/{window.name}", f"“{window.name}” is missed.", _where(plan.stays[at[window.city]])
            )
    if request.first is not None and at.get(request.first) != 0:
        yield Violation("first", f"The trip does not begin in {request.first}.")
    if request.last is not None and at.get(request.last) != len(at) - 1:
        yield Violation("last", f"The trip does not end in {request.last}.")
    for text in request.order:
        one, other, right = order_of(text)
        if one in at and other in at and not (at[one] == at[other] - 1 if right else at[one] < at[other]):
            yield Violation(f"order/{text}", f"It does not hold: {text}.")
    if request.budget is not None and _price(plan, request) > request.budget:
        yield Violation("budget", f"The way costs {_price(plan, request)}, more than {request.budget}.")


def _kept(stay: Stay, window: Window) -> bool:
    if window.within:
        return window.first <= stay.start_day and stay.end_day <= window.last
    return stay.start_day <= window.first and window.last <= stay.end_day


def _days(plan: TripPlan) -> int:
    return max([stay.end_day for stay in plan.stays], default=0)


def _price(plan: TripPlan, request: TripRequest) -> Number:
    """What the connections cost that the trip uses; those without a price cost nothing."""
    known = request.connections()
    used = [known.get((before.city, after.city)) for before, after in pairwise(plan.stays)]
    return sum([flight.price for flight in used if flight is not None and flight.price is not None], start=0)


def measure(plan: TripPlan, request: TripRequest) -> dict[str, Number]:
    """The objectives, from the plan."""
    return {"cities": len(plan.stays), "days": _days(plan), "price": _price(plan, request)}


def observe(plan: TripPlan, request: TripRequest) -> dict[str, Any]:
    """Which cities are visited, and when: 0 for one that is not."""
    told = {stay.city: stay for stay in plan.stays}
    found: dict[str, Any] = {"cities": len(told), "days": _days(plan)}
    if any([flight.price is not None for flight in request.flights]):
        found["price"] = _price(plan, request)
    for city in request.cities:
        stay = told.get(city.name)
        found[f"visited[{city.name}]"] = stay is not None
        found[f"start[{city.name}]"] = 0 if stay is None else stay.start_day
        found[f"end[{city.name}]"] = 0 if stay is None else stay.end_day
    return found
