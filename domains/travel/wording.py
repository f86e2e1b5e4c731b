"""What a travel request's text can say, field by field, with the plain sentence that the reader understands for each value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, get_args

from domains.travel.day_parts import NAMED, SIGHTS
from domains.travel.day_wording import DAY_EXAMPLES, days_of, quantities_of_days, spoken_of
from domains.travel.near import all_places, names_near
from domains.travel.problem.wishes import money
from domains.travel.request import FlightRule, TravelRequest
from domains.vocabulary import Choice, Field, Quantity, Words
from encoders.numbers import exact

if TYPE_CHECKING:
    from domains.travel.data import TravelData


def vocabulary(text: str, request: TravelRequest | None, data: TravelData) -> Words:
    """The fields and quantities of one request; names are those near the text's words."""
    near = names_near(text, request, data)
    spoken = spoken_of(text, _lists())
    of_days = [quantity for quantity in quantities_of_days(spoken, _lists()) if _is_served(quantity, data)]
    named = [q for q in [*[replace(q, needs=_needs(q)) for q in _quantities()], *of_days] if _nameable(q, near)]
    legs = {} if request is None else {"leg": tuple([str(leg) for leg in range(1, request.city_count + 2)])}
    days = {} if request is None or not of_days else {"day": days_of(request.days)}
    examples = (*_EXAMPLES, *(DAY_EXAMPLES if of_days else ()))
    return Words(tuple(_fields(near, data)), tuple(named), examples, {**near, **legs, **days}, data.policy.currency)


def _is_served(quantity: Quantity, data: TravelData) -> bool:
    """Whether a restaurant is chosen for such a meal at all; sights can always be counted."""
    word = quantity.form.partition("[")[0]
    return word == SIGHTS or any([meal == word for meal in data.policy.meals])


_NEEDS = {
    "flights_landing_before": "says_landing", "flights_landing_after": "says_landing", "flights_leaving_before": "says_flight",
    "flights_leaving_after": "says_flight", "flights": "says_flight", "nights": "says_night", "nights_at": "says_night",
    "hotels": "says_hotel", "travel_minutes": "says_time",
}  # fmt: skip


def _needs(quantity: Quantity) -> frozenset[str]:
    """The words without which a quantity is not plainly meant: "below 4" may be a price or a rating."""
    if quantity.unit == "money":
        return _cues("says_money")
    if quantity.unit == "points":
        return _cues("says_rating")
    word = quantity.form.partition("[")[0]
    if word == "meals":  # those of a city, not their price
        return _cues("says_meal")
    return _cues(_NEEDS[word]) if word in _NEEDS else frozenset()


def _nameable(quantity: Quantity, near: dict[str, tuple[str, ...]]) -> bool:
    """Whether there is a name near that its index may be; limits, legs and cities can always be written."""
    word, _, index = quantity.form.partition("[")
    if (of_meal := index.partition(".")[2]) and of_meal.partition("[")[0] in NAMED:
        return NAMED[of_meal.partition("[")[0]] in near
    return (
        index not in ("HOTEL]", "RESTAURANT]", "SIGHT]", "NUMBER]", "AIRLINE]", "CUISINE]", "CATEGORY]") or word in near
    )


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files("domains.travel").joinpath("cues.txt").read_text(encoding="utf-8")
    rows = [line.partition(":") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {name.strip(): frozenset(words.split()) for name, _, words in rows}


def _cues(*names: str) -> frozenset[str]:
    return frozenset([word for name in names for word in _lists()[name]])


# ---------------------------------------------------------------- fields


def _fields(near: dict[str, tuple[str, ...]], data: TravelData) -> list[Field]:
    places, cuisines = near.get("places", ()), near.get("cuisine", ())
    meanings = {info.alias or name: str(info.description) for name, info in TravelRequest.model_fields.items()}

    def meaning(name: str) -> str:
        return meanings[name]

    currency, known = data.policy.currency, all_places(data)
    fields = [
        Field("origin", meaning("origin"), "name", _cues("origin"), places, known, says=lambda v: f"The trip starts in {v}."),
        Field(
            "destination", meaning("destination"), "name", _cues("destination"), places, known, says=lambda v: f"We visit {v}.",
        ),
        Field(
            "city count", meaning("city count"), "number", _cues("city_count"),
            says=lambda v: f"We visit {v} {'city' if v == '1' else 'cities'}.",
        ),
        Field("start", meaning("start"), "day", _cues("start"), says=lambda v: f"The trip starts on {_day(v)}."),
        Field("end", "Day of the last leg, back home.", "day", _cues("end"), says=lambda v: f"The trip ends on {_day(v)}."),
        Field("days", meaning("days"), "number", _cues("days"), says=lambda v: f"The trip takes {_count(v, 'day', 'days')}."),
        Field(
            "people", meaning("people"), "number", _cues("people"),
            says=lambda v: "1 person travels." if v == "1" else f"{v} people travel.", numerals=_HOW_MANY,
        ),
        Field(
            "budget", meaning("budget"), "number", _cues("budget"),
            says=lambda v: f"The budget is {money(exact(v), currency)}.",
        ),
        Field(
            "room type", meaning("room type"), "choice", _cues("room"), choices=_room_types(),
            says=lambda v: "The room must not be a shared room." if v.startswith("not") else f"The room must be {_a(v)}.",
        ),
        Field(
            "house rule", meaning("house rule"), "choice", _cues("rule", "allow"), choices=_house_rules(), several=True,
            says=lambda v: f"{v[:1].upper()}{v[1:]} must be allowed.",
        ),
        Field(
            "cuisine", meaning("cuisine"), "name", _cues("cuisine"), cuisines, several=True,
            says=lambda v: f"We want {v} food.",
        ),
        Field(
            "transportation", meaning("transportation"), "choice", _cues("transport", "flying", "driving", "taxi"),
            choices=_modes(), several=True, says=_mode_says,
        ),
        Field("objective", meaning("objective"), "choice", _cues("cheap", "rated", "quick"), choices=_goals(), says=_goal_says),
    ]  # fmt: skip
    if data.airlines:
        fields.append(
            Field(
                "airlines",
                meaning("airlines"),
                "name",
                _cues("flying") | {"airline*", "with", "only"},
                near.get("airline", ()),
                several=True,
            )
        )
    if _knows_stops(data):
        rule = Choice(get_args(FlightRule)[0], (_cues("nonstop"),))
        fields.append(
            Field("flight rule", meaning("flight rule"), "choice", _cues("nonstop", "flying"), choices=(rule,))
        )
    if near.get("category"):
        fields.append(
            Field(
                "attraction category",
                meaning("attraction category"),
                "name",
                _cues("offer") | {"sight*", "attraction*"},
                near["category"],
                several=True,
            )
        )
    return fields


_HOW_MANY = {
    "solo": 1, "alone": 1, "myself": 1, "yours": 1, "pair": 2, "couple": 2, "duo": 2, "twosome": 2, "trio": 3, "threesome": 3,
    "quartet": 4, "foursome": 4, "quintet": 5, "fivesome": 5, "sextet": 6, "sixsome": 6, "septet": 7, "octet": 8,
}  # fmt: skip


def _knows_stops(data: TravelData) -> bool:
    """Whether the data say which flights are non-stop; tables that are read only where needed do not."""
    return isinstance(data.flights, dict) and any(
        f.non_stop is not None for rows in data.flights.values() for f in rows
    )


def _count(value: str, one: str, many: str) -> str:
    return f"{value} {one if value == '1' else many}"


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _day(value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day:%B} {day.day}, {day.year}"


def _room_types() -> tuple[Choice, ...]:
    kinds = (("entire room", "entire"), ("private room", "private"), ("shared room", "shared"))
    found = [Choice(value, (_cues(words), _cues("room"))) for value, words in kinds]
    return (*found, Choice("not shared room", (_cues("shared"), _cues("no"), _cues("room")), denied=True))


def _house_rules() -> tuple[Choice, ...]:
    names = {
        "parties": "parties", "smoking": "smoking", "children under 10": "children", "pets": "pets", "visitors": "visitors",
    }  # fmt: skip
    return tuple([Choice(value, (_cues(words), _cues("allow"))) for value, words in names.items()])


_MODES = {"flight": "flying", "self-driving": "driving", "taxi": "taxi"}


def _modes() -> tuple[Choice, ...]:
    avoided = [Choice(f"no {mode}", (_cues(words), _cues("no")), denied=True) for mode, words in _MODES.items()]
    return (*avoided, *[Choice(mode, (_cues(words), _cues("only"))) for mode, words in _MODES.items()])


def _mode_says(value: str) -> str:
    mode = value.removeprefix("no ")
    if value.startswith("no "):
        return f"No {mode if mode == 'self-driving' else mode + 's'}."
    return "Only flights." if mode == "flight" else f"We travel only by {mode}."


def _goals() -> tuple[Choice, ...]:
    names = {"cheapest": "cheap", "best rated": "rated", "fewest travel hours": "quick"}
    return tuple([Choice(value, (_cues(words),)) for value, words in names.items()])


def _goal_says(value: str) -> str:
    said = {
        "cheapest": "The trip should be as cheap as possible.",
        "best rated": "Find the best rated trip.",
        "fewest travel hours": "The travel time should be as short as possible.",
    }
    return said[value]


# ---------------------------------------------------------------- quantities


def _quantities() -> list[Quantity]:
    """The same for every request, so that what a model is told begins the same."""
    return [
        Quantity("total", "price of the whole trip", _cues("total"), "money"),
        Quantity("transport", "price of all legs", _cues("transport_cost"), "money"),
        Quantity("meals", "price of all meals", _cues("meals"), "money"),
        Quantity("rooms", "price of all nights", _cues("rooms"), "money"),
        Quantity("travel_minutes", "travel time of all legs together", _cues("travel_minutes"), "minutes"),
        Quantity(
            "leg[N].minutes",
            "travel time of a leg; leg[1] is the way out, the last the way back",
            _cues("leg_minutes"),
            "minutes",
        ),
        Quantity("leg[N].departure", "when a leg leaves, in minutes after midnight", _cues("leg_departure"), "clock"),
        Quantity("leg[N].arrival", "when it arrives", _cues("leg_arrival"), "clock"),
        Quantity("leg[N].cost", "its price", _cues("leg_cost"), "money"),
        Quantity("leg[N].flight", "1 if it is a flight, else 0", _cues("leg_mode")),
        Quantity("leg[N].self_driving", "1 if self-driving", _cues("leg_mode")),
        Quantity("leg[N].taxi", "1 if a taxi", _cues("leg_mode")),
        Quantity("flights", "number of flights", _cues("flights")),
        Quantity("self_driving", "number of drives", _cues("self_driving")),
        Quantity("taxis", "number of taxi rides", _cues("taxis")),
        Quantity("nights[CITY]", "nights in a city", _cues("nights")),
        Quantity("meals[CITY]", "number of meals in a city", _cues("meals")),
        Quantity("hotel[CITY].price", "price of a room a night in a city", _cues("night_price"), "money"),
        Quantity("hotels", "number of different hotels", _cues("hotels")),
        Quantity("flights_leaving_before[HH:MM]", "flights that leave before a time", _cues("flight_leave"), "clock", "at least"),
        Quantity("flights_leaving_after[HH:MM]", "flights that leave after a time", _cues("flight_leave"), "clock", "at most"),
        Quantity("flights_landing_before[HH:MM]", "flights that land before a time", _cues("flight_land"), "clock", "at least"),
        Quantity("flights_landing_after[HH:MM]", "flights that land after a time", _cues("flight_land"), "clock", "at most"),
        Quantity("meals_dearer_than[N]", "meals that cost each person more than N", _cues("meal_price"), "money", "at most"),
        Quantity("meals_cheaper_than[N]", "meals that cost each person less than N", _cues("meal_price"), "money", "at least"),
        Quantity("nights_dearer_than[N]", "nights in rooms that cost more than N", _cues("night_price"), "money", "at most"),
        Quantity("nights_cheaper_than[N]", "nights in rooms that cost less than N", _cues("night_price"), "money", "at least"),
        Quantity("meals_rated_below[N]", "meals at restaurants rated below N", _cues("meal_rating"), "points", "at least"),
        Quantity("meals_rated_above[N]", "meals at restaurants rated above N", _cues("meal_rating"), "points", "at most"),
        Quantity("nights_rated_below[N]", "nights at hotels rated below N", _cues("night_rating"), "points", "at least"),
        Quantity("nights_rated_above[N]", "nights at hotels rated above N", _cues("night_rating"), "points", "at most"),
        Quantity("nights_at[HOTEL]", "nights at a hotel", _cues("offer")),
        Quantity("meals_at[RESTAURANT]", "meals at a restaurant", _cues("offer")),
        Quantity("visits_at[SIGHT]", "visits to a sight", _cues("offer")),
        Quantity("flight[NUMBER]", "times a flight is taken", _cues("offer", "flights")),
        Quantity("airline[AIRLINE]", "flights with an airline", _cues("offer", "flights")),
        Quantity("cuisine[CUISINE]", "meals of a cuisine", _cues("offer", "cuisine")),
        Quantity("category[CATEGORY]", "visits to sights of a category", _cues("offer")),
    ]  # fmt: skip


_EXAMPLES = (
    ("no flight before 8:30 am", "flights_leaving_before[08:30] == 0"),
    ("no ride longer than four hours", "max(leg[*].minutes) <= 240"),
    ("no meal over $35 a head", "meals_dearer_than[35] == 0"),
    ("at least two nights in Reno", "nights[Reno] >= 2"),
    ("at most $500 on hotels", "rooms <= 500"),
    ("fly there but drive back", "leg[1].flight == 1 and leg[2].self_driving == 1"),
)
