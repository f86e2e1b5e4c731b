"""Every rule a plan breaks, from the rules of the world and the request; shares no code with the problem that is solved.

Rules of the world have these ids: sandbox, complete, current city, route, connections, restaurant once, attraction once,
transport mix, visits, minimum nights, meal times, cost. What a traveller asked for is named by its path in the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.extra import check_extra
from domains.travel.checks.legs import check_current_city, check_route, check_transport_mix
from domains.travel.checks.offers import check_costs, check_places, check_rides
from domains.travel.checks.stays import check_complete, check_meal_times, check_minimum_nights, check_once
from domains.travel.checks.whereabouts import follow
from domains.travel.checks.wishes import check_wishes

if TYPE_CHECKING:
    from domains.base import Violation
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest


def check(plan: TravelPlan, request: TravelRequest, data: TravelData) -> list[Violation]:
    """What is wrong with a plan: nothing, or each broken rule with the day; rules of the world first."""
    days = follow(plan, request, data)
    found = [
        *check_rides(days, data),
        *check_places(days, data),
        *check_complete(days, request, data.policy),
        *check_current_city(days, request, data.policy),
        *check_route(days, request, data),
        *check_once(days, data.policy),
        *check_transport_mix(days, data.policy),
        *check_minimum_nights(days, data),
        *check_meal_times(days, request, data.policy),
        *check_costs(plan, request, data),
        *check_wishes(plan, days, request, data),
        *check_extra(plan, request, data),
    ]
    return list(dict.fromkeys(found))
