"""Further wishes as people say them: "No night is spent at ...", "The travel time of leg 1 is at most 2 hours"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.echo import Noun, english
from domains.travel.thresholds import THRESHOLDS
from encoders.spec.syntax import Chain, Name, Num

if TYPE_CHECKING:
    from encoders.spec import Node

_NEVER = {
    "nights_at": "No night is spent at {}.",
    "meals_at": "No meal is taken at {}.",
    "flight": "Flight {} is not taken.",
    "cuisine": "No meal is {}.",
    "nights": "No night is spent in {}.",
}
_WHOLE = {
    "total": Noun("the price of the whole trip", "money"),
    "transport": Noun("the price of all legs", "money"),
    "meals": Noun("the price of all meals", "money"),
    "rooms": Noun("the price of all nights", "money"),
    "rating": Noun("the sum of the ratings of hotels (each night) and restaurants (each meal)", "points"),
    "travel_minutes": Noun("the travel time of all legs together", "minutes"),
    "start.days_later": Noun("the number of days from the earliest start to the start"),
    "flights": Noun("flights", things=True),
    "self_driving": Noun("legs by self-driving", things=True),
    "taxis": Noun("legs by taxi", things=True),
    "hotels": Noun("different hotels", things=True),
}
_LEG = {
    "minutes": Noun("the travel time of {}", "minutes"),
    "cost": Noun("the price of {}", "money"),
    "day": Noun("the day of {}"),
    "departure": Noun("the departure of {} (00:00 for a drive at no stated time)", "clock"),
    "arrival": Noun("the arrival of {} (24:00 for a drive at no stated time)", "clock"),
    "flight": Noun("flights on {}", things=True),
    "self_driving": Noun("drives on {}", things=True),
    "taxi": Noun("taxis on {}", things=True),
}
_OF_OFFER = {
    "flight": "flights {}",
    "airline": "flights with {}",
    "nights_at": "nights at {}",
    "meals_at": "meals at {}",
    "cuisine": "meals that are {}",
    "visits_at": "visits to {}",
    "category": "visits to sights of the category {}",
    "nights": "nights in {}",
    "meals": "meals in {}",
}
_BEYOND = {
    ("flights", "leaves", False): "flights that leave before {}",
    ("flights", "leaves", True): "flights that leave after {}",
    ("flights", "lands", False): "flights that land before {}",
    ("flights", "lands", True): "flights that land after {} (on a later day too)",
    ("meals", "price", True): "meals that cost each person more than {}",
    ("meals", "price", False): "meals that cost each person less than {}",
    ("meals", "rating", True): "meals at restaurants rated above {}",
    ("meals", "rating", False): "meals at restaurants rated below {}",
    ("nights", "price", True): "nights in rooms that cost more than {}",
    ("nights", "price", False): "nights in rooms that cost less than {}",
    ("nights", "rating", True): "nights at hotels rated above {}",
    ("nights", "rating", False): "nights at hotels rated below {}",
}


def said(node: Node) -> str:
    """One sentence for a wish."""
    match node:
        case Chain(operands=(Name(parts=((word, str(index)),)), Num(value=0)), operators=("==" | "<=",)) if (
            word in _NEVER
        ):
            return _NEVER[word].format(index)
    return english(node, noun)


def noun(name: Name) -> Noun | None:
    """What a quantity is called; None where it has no words."""
    first, index = name.parts[0]
    if name.text in _WHOLE:
        return _WHOLE[name.text]
    if index is None:
        return None
    if first == "leg" and len(name.parts) == 2 and name.parts[1][1] is None:
        found = _LEG.get(name.parts[1][0])
        leg = "any leg" if index == "*" else f"leg {index}"
        return None if found is None else Noun(found.says.format(leg), found.unit, found.things)
    if first == "hotel" and len(name.parts) == 2 and name.parts[1] == ("price", None):
        return Noun(f"the price of a room a night in {'any city' if index == '*' else index}", "money")
    if len(name.parts) > 1:
        return None
    if first in THRESHOLDS:
        side = THRESHOLDS[first]
        return Noun(_BEYOND[side.counted, side.measure, side.above].format(index), things=True)
    if first in _OF_OFFER:
        return Noun(_OF_OFFER[first].format("any of them" if index == "*" else index), things=True)
    return None
