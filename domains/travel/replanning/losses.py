"""What is no longer to be had on a trip, and what is not wanted: a flight, a hotel, a restaurant, a sight, a way to travel.

F123   F123 on 2026-05-06   The Inn   The Inn (Bonn)   taxi
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domains.replanning import Gone
from domains.travel.problem.names import offered
from domains.travel.questions.changed_data import without_flight, without_hotel, without_restaurant, without_sight
from domains.travel.vocabulary import KINDS, MODES
from encoders.errors import InputError
from encoders.spec import write_name
from encoders.spec.names import close_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest

_ON = re.compile(r"(?P<name>.+?)\s+on\s+(?P<day>\d{4}-\d{2}-\d{2})")
_IN = re.compile(r"(?P<name>.+?)\s*\((?P<city>[^()]+)\)")
_FLIGHT = re.compile(r"(?:flight\s+)?(?P<name>.+)", re.IGNORECASE)
_WORDS = ("flight", "nights_at", "meals_at", "visits_at")


def gone(name: str, request: TravelRequest, data: TravelData) -> Gone:
    """The data without an offer, on one date (flights) or in one city where that is said. Raises InputError."""
    said, day = _dated(name)
    if said.casefold() in MODES:
        return _without_mode(said.casefold(), request, data, name)
    said, city = _placed(said, request, data)
    word, called = _named(said, request, data, f"--without {name}")
    if day is not None and word != "flight":
        raise InputError("only flights have dates; name anything else without one", where=f"--without {name}")
    if word == "flight":
        if city is not None:
            raise InputError("a flight is named by its number alone, or with `on DATE`", where=f"--without {name}")
        when = "" if day is None else f" on {day.isoformat()}"
        return Gone(
            request,
            without_flight(data, called, None if day is None else [day]),
            f"Flight {called} is cancelled{when}.",
            (called,),
        )
    without: dict[str, Callable[[TravelData, str, str | None], TravelData]] = {
        "nights_at": without_hotel, "meals_at": without_restaurant, "visits_at": without_sight,
    }  # fmt: skip
    if city is not None and city not in _cities(word, called, data):
        there = ", ".join(_cities(word, called, data))
        raise InputError(f"there is no {called} in {city}; there is one in {there}", where=f"--without {name}")
    where = "" if city is None else f" in {city}"
    return Gone(request, without[word](data, called, city), f"{called}{where} is not to be had.", (called,))


def unwanted(name: str, request: TravelRequest, data: TravelData) -> str:
    """The wish that an offer or a way to travel is not used. Raises InputError."""
    said = " ".join(name.split())
    if said.casefold() in MODES:
        return f"{MODES[said.casefold()]} == 0"
    word, called = _named(said, request, data, f"--forbid {name}")
    return f"{write_name((word, called))} == 0"


def _dated(name: str) -> tuple[str, date | None]:
    """A name, and the date after "on" where there is one."""
    words = " ".join(name.split())
    on = _ON.fullmatch(words)
    if on is None:
        return words, None
    try:
        return on["name"], date.fromisoformat(on["day"])
    except ValueError as error:
        raise InputError(f"{on['day']} is no day; write it as YYYY-MM-DD", where=f"--without {name}") from error


def _placed(said: str, request: TravelRequest, data: TravelData) -> tuple[str, str | None]:
    """A name, and the city in brackets after it unless these belong to the name."""
    known = {" ".join(name.split()).casefold() for word in _WORDS for name in offered(word, request, data)}
    within = _IN.fullmatch(said)
    return (said, None) if within is None or said.casefold() in known else (within["name"], within["city"])


def _named(said: str, request: TravelRequest, data: TravelData, where: str) -> tuple[str, str]:
    """The kind of offer and its exact name. Raises InputError where there is none, or it is not clear which."""
    known = [(word, name) for word in _WORDS for name in dict.fromkeys(offered(word, request, data))]
    flight = _FLIGHT.fullmatch(said)
    wanted = {said.casefold(), flight["name"].casefold() if flight else said.casefold()}
    found = [(word, name) for word, name in known if " ".join(name.split()) == said] or [
        (word, name) for word, name in known if " ".join(name.split()).casefold() in wanted
    ]
    if len(found) == 1:
        return found[0]
    if found:
        kinds = " and ".join([KINDS[word] for word, _ in found])
        raise InputError(f"{said!r} is the name of a {kinds}; what is meant?", where=where)
    near = close_names(said, list(dict.fromkeys(name for _, name in known)))
    there = (
        f"; did you mean {' or '.join(near)}?" if near else "; name a flight, a hotel, a restaurant or a sight of it"
    )
    raise InputError(f"on this trip nothing is called {said!r}{there}", where=where)


def _cities(word: str, name: str, data: TravelData) -> list[str]:
    rows = {"nights_at": data.hotels, "meals_at": data.restaurants, "visits_at": data.attractions}[word]
    return [city for city, offers in rows.items() if any([getattr(offer, "name", "") == name for offer in offers])]


def _without_mode(mode: str, request: TravelRequest, data: TravelData, name: str) -> Gone:
    """The data where nobody flies, or one kind of vehicle is not to be had."""
    if mode == "flight":
        return Gone(request, replace(data, flights={}), "There are no flights.")
    if mode not in data.policy.roads:
        raise InputError(f"there is no {mode} anyway", where=f"--without {name}")
    roads = {other: rate for other, rate in data.policy.roads.items() if other != mode}
    return Gone(request, replace(data, policy=data.policy.model_copy(update={"roads": roads})), f"There is no {mode}.")
