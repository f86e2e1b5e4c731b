"""Further wishes as people say them: "No night is spent at ...", "The travel time of leg 1 is at most 2 hours"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.echo import Noun, english
from domains.travel.day_parts import LAST, MEALS, NAMED, SIGHTS
from domains.travel.thresholds import THRESHOLDS
from encoders.numbers import show
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


_OF_SIGHTS = "sights visited"
_OF_MEAL = {
    "present": Noun("{} {}", things=True),
    "rating": Noun("the rating of the restaurant of {} {} (0 where there is none)", "points"),
    "cost": Noun("the price of {} {} for each person (0 where there is none)", "money"),
    "cuisine": Noun("{} {} that are {}", things=True),
    "at": Noun("{} {} at {}", things=True),
}
_IS = {"present": "There is {no}{0} {1}.", "cuisine": "{0} {1} is {no}{2}.", "at": "{0} {1} is {no}at {2}."}
"""A meal's quantities that are 1 or 0, as sentences."""
_RATED = {">": "above", ">=": "at least"}
"""Limits of ratings that a meal which is not there does not keep."""


def said(node: Node) -> str:
    """One sentence for a wish."""
    match node:
        case Chain(
            operands=(Name(parts=((meal, str(day)), ("rating", None))), Num(value=value)), operators=(operator,)
        ) if meal in MEALS and day != "*" and operator in _RATED and value > 0:
            return f"{meal.capitalize()} {_on(day)} is at a restaurant rated {_RATED[operator]} {show(value)}."
        case Chain(operands=(Name() as name, Num(value=value)), operators=(operator,)) if (
            name.parts[0][0] in MEALS and len(name.parts) == 2 and name.parts[1][0] in _IS and "*" not in name.text
        ):
            yes = (operator, value) in (("==", 1), (">=", 1), (">", 0))
            if yes or (operator, value) in (("==", 0), ("<=", 0), ("<", 1)):
                (meal, on), (part, index) = name.parts
                no = ("a " if yes else "no ") if part == "present" else ("" if yes else "not ")
                text = _IS[part].format(meal, _on(on), index, no=no)
                return f"{text[:1].upper()}{text[1:]}"
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
        return Noun(_OF_SIGHTS, things=True) if name.text == SIGHTS else None
    if first == "leg" and len(name.parts) == 2 and name.parts[1][1] is None:
        found = _LEG.get(name.parts[1][0])
        leg = "any leg" if index == "*" else f"leg {index}"
        return None if found is None else Noun(found.says.format(leg), found.unit, found.things)
    if first == "hotel" and len(name.parts) == 2 and name.parts[1] == ("price", None):
        return Noun(f"the price of a room a night in {'any city' if index == '*' else index}", "money")
    if first in MEALS and len(name.parts) == 2:
        part, of = name.parts[1]
        wanted = _OF_MEAL.get(part)
        if wanted is None or (part in NAMED) != (of is not None):
            return None
        meal = f"{first}s" if wanted.things else first
        return Noun(wanted.says.format(meal, _on(index), of), wanted.unit, wanted.things)
    if len(name.parts) > 1:
        return None
    if first == SIGHTS:
        return Noun(f"{_OF_SIGHTS} {_on(index)}", things=True)
    if first in THRESHOLDS:
        side = THRESHOLDS[first]
        return Noun(_BEYOND[side.counted, side.measure, side.above].format(index), things=True)
    if first in _OF_OFFER:
        return Noun(_OF_OFFER[first].format("any of them" if index == "*" else index), things=True)
    return None


def _on(day: str | None) -> str:
    """A day as it is said: "on day 3", "on the last day", "on any day"."""
    return "on any day" if day == "*" else "on the last day" if day == LAST else f"on day {day}"
