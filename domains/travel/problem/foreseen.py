"""Wishes that a dialogue's problem protects although nobody has them yet, because they may come and cost little."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from domains.travel.request import HouseRule, Transport, TravelRequest

if TYPE_CHECKING:
    from domains.travel.data import TravelData


def foreseen(request: TravelRequest, data: TravelData) -> TravelRequest:
    """The request with every wish about transport, every house rule and the quick goals beside its own.

    Rides are told apart by their mode anyway, and rooms are few; cuisines and ratings would keep most restaurants.
    """
    goals = ["fewest travel hours"] if "best rated" in request.objective else ["cheapest", "fewest travel hours"]
    rules = [rule for rule in get_args(HouseRule) if rule not in request.house_rule]
    modes = [wish for wish in get_args(Transport) if wish not in request.transportation]
    return request.model_copy(
        update={
            "house_rule": [*request.house_rule, *rules],
            "transportation": [*request.transportation, *modes],
            "objective": list(dict.fromkeys([*request.objective, *goals])),
        }
    )
