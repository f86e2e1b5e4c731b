"""Quantities that a wish or a question may name beside the sums of a trip: modes, times, and single offers by their names.

    flights, self_driving, taxis         legs by that mode                     leg[1].flight, leg[1].self_driving, leg[1].taxi
    leg[1].departure, leg[1].arrival     minutes after the midnight before; a road without times takes any part of its day, so
                                         it counts as the whole of it, 0 to 1440
    flight[F1]  airline[Air One]  nights_at[The Inn]  meals_at[The Table]  cuisine[French]  visits_at[The Tower]  category[Museum]
                                         how often an offer, or one of a kind of offers, is used
    hotels                               how many different hotels are slept in

Offers are too many to name them all: those that the request's further wishes mention are there, from the problem
(`problem/observables`) and from a plan (`checks/observables`), written apart so that one checks the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.spec import Name

MODES = {"flight": "flights", "self-driving": "self_driving", "taxi": "taxis"}
"""The quantity that counts the legs by a mode."""
KINDS = {
    "flight": "flight", "airline": "airline", "nights_at": "hotel", "meals_at": "restaurant", "cuisine": "cuisine",
    "visits_at": "sight", "category": "category of sights",
}  # fmt: skip
"""What a word's index is the name of."""
ALL_DAY = (0, 1440)


def named_offers(names: Iterable[Name]) -> list[tuple[str, str]]:
    """(word, index) of every name that speaks of one offer, or of one kind of offers."""
    found = [name.parts[0] for name in names if len(name.parts) == 1 and name.parts[0][0] in KINDS]
    return [(word, index) for word, index in dict.fromkeys(found) if index is not None and index != "*"]
