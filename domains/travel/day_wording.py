"""The quantities of `day_parts` for a language model: told only of texts that speak of such a meal or of sights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domains.travel.day_parts import LAST, MEALS, SIGHTS
from domains.vocabulary import Quantity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from domains.travel.day_parts import Meal

_WORD = re.compile(r"\w+")
_DAY = "DAY is 1, 2, ... or last"

DAY_EXAMPLES = (
    ("dinner somewhere rated above 4.5 on the last day", "dinner[last].rating > 4.5"),
    ("lunch on day two for less than $20 each", "lunch[2].present == 1 and lunch[2].cost < 20"),
    ("no breakfast on the first day", "breakfast[1].present == 0"),
    ("see at least three sights on the second day", "sights[2] >= 3"),
)


def days_of(days: int) -> tuple[str, ...]:
    """Every index that a day may have."""
    return (*[str(day) for day in range(1, days + 1)], LAST)


def spoken_of(text: str, cues: Mapping[str, frozenset[str]]) -> list[Meal | str]:
    """Which meals, and whether sights, a text has words for."""
    words = set(_WORD.findall(text.lower()))
    return [what for what in (*MEALS, SIGHTS) if _any_of(words, cues[f"day_{what}"])]


def _any_of(words: Iterable[str], cues: Collection[str]) -> bool:
    return any([word.startswith(cue[:-1]) if cue.endswith("*") else word == cue for word in words for cue in cues])


def quantities_of_days(spoken: Collection[str], cues: Mapping[str, frozenset[str]]) -> list[Quantity]:
    """What can be asked of these meals and of sights. The cues of one meal leave the words of the others out: they say more."""
    found: list[Quantity] = []
    for meal in [meal for meal in MEALS if meal in spoken]:
        said = cues[f"day_{meal}"]
        rated, each = cues["says_rating"], cues["says_each"]
        served, dear = said | cues["day_served"], said | cues["says_money"] | each
        found += [
            Quantity(f"{meal}[DAY].present", f"1 if there is {meal} that day, else 0; {_DAY}", said),
            Quantity(f"{meal}[DAY].rating", f"rating of that {meal}, 0 without one", served | rated, "points", needs=rated),
            Quantity(f"{meal}[DAY].cost", f"price of that {meal} for each person, 0 without one", dear, "money", needs=each),
            Quantity(f"{meal}[DAY].cuisine[CUISINE]", f"1 if that {meal} is of a cuisine, else 0", served),
            Quantity(f"{meal}[DAY].at[RESTAURANT]", f"1 if that {meal} is at a restaurant, else 0", served),
        ]  # fmt: skip
    if SIGHTS in spoken:
        seen = cues["day_sights"]
        said = seen | frozenset({"visit*", "see", "seeing"})
        found += [
            Quantity("sights[DAY]", f"number of sights visited that day; {_DAY}", said, needs=seen),
            Quantity("sights", "number of sights visited on all days together", said, needs=seen),
        ]
    return found
