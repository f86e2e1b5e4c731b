"""Offers of one world of travel, indexed for building and checking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domains.travel.policy import Policy
    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Flight:
    """One flight on one date. Times are minutes after midnight; `lands_after_days` is 1 where it lands the next day."""

    number: str
    origin: str
    destination: str
    date: date
    departure: int
    arrival: int
    lands_after_days: int
    minutes: int
    price: Number
    airline: str = ""
    non_stop: bool | None = None
    """None where the data do not say."""


@dataclass(frozen=True, slots=True)
class Road:
    """A known road from one city to another (one way), for self-driving and taxi alike."""

    origin: str
    destination: str
    minutes: int
    km: Number


@dataclass(frozen=True, slots=True)
class Hotel:
    """A room offer: price a night, people it takes, least nights, and what it forbids ('pets', 'smoking', ...)."""

    name: str
    city: str
    room_type: str
    price: Number
    occupancy: int
    minimum_nights: int
    forbids: frozenset[str]
    rating: Number


@dataclass(frozen=True, slots=True)
class Restaurant:
    """A restaurant: average price of a meal for one person, its cuisines."""

    name: str
    city: str
    price: Number
    cuisines: tuple[str, ...]
    rating: Number


@dataclass(frozen=True, slots=True)
class Attraction:
    """A sight to visit; free of charge. `categories` say what it is ("Museum"), none where the data do not say."""

    name: str
    city: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class TravelData:
    """Everything on offer. `room_type` of hotels is one of 'entire room', 'private room', 'shared room'.

    `flights` is keyed by (origin, destination, date), `roads` by (origin, destination), the rest by city; `states` maps a city
    to its state. Within a city no two restaurants, hotels or sights share a name. `report` counts rows that are not offered.
    """

    policy: Policy
    flights: Mapping[tuple[str, str, date], tuple[Flight, ...]] = field(default_factory=dict)
    roads: Mapping[tuple[str, str], Road] = field(default_factory=dict)
    hotels: Mapping[str, tuple[Hotel, ...]] = field(default_factory=dict)
    restaurants: Mapping[str, tuple[Restaurant, ...]] = field(default_factory=dict)
    attractions: Mapping[str, tuple[Attraction, ...]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    report: Mapping[str, int] = field(default_factory=dict)
    source: str = ""
    regions: Mapping[str, str] = field(default_factory=dict)
    """Regions that a request may name, also where the data do not say which cities lie in them: name or abbreviation -> name."""
    candidates: tuple[str, ...] | None = None
    """Cities a trip may visit where the request names only a state: those the data describe. None: all of the state."""
    airlines: tuple[str, ...] = ()
    """Every airline that the data name; none where they do not say who flies."""
