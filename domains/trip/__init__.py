"""Ordering cities: fixed stays, direct flights, days on which one has to be somewhere."""

from domains.trip.domain import CityTrip

domain = CityTrip()
