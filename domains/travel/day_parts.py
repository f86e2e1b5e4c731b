"""Quantities of one day: one of its meals, or how many sights are visited on it. Days are counted from 1; "last" is the last.

    dinner[3].present                1 where there is that meal, else 0; breakfast and lunch likewise
    dinner[3].rating                 of its restaurant; 0 where there is no such meal
    dinner[3].cost                   for each person, as in meals_dearer_than; 0 where there is no such meal
    dinner[3].cuisine[Seafood]       1 where its restaurant serves that cuisine, else 0
    dinner[3].at[The Table]          1 where it is at that restaurant, else 0
    sights[2], sights                visits to sights on that day, and on all days together

A * in place of the day stands for every day of the trip; dinner[last].rating is that of the last day.

Meals are chosen city by city, which meal at which restaurant is free; so these quantities are there where a wish mentions them,
and only a meal that one looks at is tied to its restaurant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from encoders.spec import Name

Meal = Literal["breakfast", "lunch", "dinner"]
Part = Literal["present", "rating", "cost", "cuisine", "at"]

MEALS: tuple[Meal, ...] = get_args(Meal)
SIGHTS = "sights"
LAST = "last"
NAMED = {"cuisine": "cuisine", "at": "meals_at"}
"""Parts with an index of their own, and the word of `vocabulary.KINDS` that it is a name of."""
_PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Day:
    """A day by its number from 1, and as the wish calls it."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class MealPart:
    """What is asked of one meal of one day; `index` is the cuisine or the restaurant, "" for parts without one."""

    meal: Meal
    day: Day
    part: Part
    index: str = ""

    @property
    def name(self) -> str:
        """The observable's name."""
        return f"{self.meal}[{self.day.label}].{self.part}{f'[{self.index}]' if self.index else ''}"

    @property
    def seated(self) -> bool:
        """Whether it matters at which restaurant the meal is."""
        return self.part != "present"


def is_of_a_day(name: Name) -> bool:
    """Whether a name speaks of a day's meal or of its sights."""
    return name.parts[0][0] in MEALS or name.parts[0][0] == SIGHTS


def named_meals(names: Iterable[Name], days: int) -> list[MealPart]:
    """What the names ask of meals of a trip of so many days, each once; names that are not well formed are left out."""
    found: dict[MealPart, None] = {}
    for name in names:
        if len(name.parts) != 2 or name.parts[0][0] not in MEALS:
            continue
        (word, day), (part, index) = name.parts
        meal = next(meal for meal in MEALS if meal == word)
        asked = next((known for known in _PARTS if known == part), None)
        if asked is None or (asked in NAMED) != (index not in (None, "*")):
            continue
        found.update({MealPart(meal, number, asked, index or ""): None for number in _days(day, days)})
    return list(found)


def named_sights(names: Iterable[Name], days: int) -> list[Day | None]:
    """The days whose sights the names count; None stands for all of them together."""
    found: dict[Day | None, None] = {}
    for name in names:
        if len(name.parts) == 1 and name.parts[0][0] == SIGHTS:
            index = name.parts[0][1]
            found.update(dict.fromkeys([None] if index is None else _days(index, days)))
    return list(found)


def sights_name(day: Day | None) -> str:
    """The observable's name; no day is all days together."""
    return SIGHTS if day is None else f"{SIGHTS}[{day.label}]"


def _days(index: str | None, days: int) -> Iterator[Day]:
    if index == "*":
        yield from [Day(number, str(number)) for number in range(1, days + 1)]
    elif index == LAST:
        yield Day(days, LAST)
    elif index is not None and index.isdecimal() and str(int(index)) == index and 1 <= int(index) <= days:
        yield Day(int(index), index)


def require_once(names: Iterable[tuple[str, Name]]) -> None:
    """Raise InputError where the last day stands beside every day of the same quantity: a sum would count it twice.

    `names` are those of all wishes, each with the path of its wish.
    """
    by_last: dict[tuple[tuple[str, str | None], ...], tuple[str, Name]] = {}
    every = set()
    for where, name in names:
        if is_of_a_day(name):
            word, day = name.parts[0]
            key = ((word, None), *name.parts[1:])
            if day == "*":
                every.add(key)
            elif day == LAST:
                by_last[key] = (where, name)
    for key, (where, name) in by_last.items():
        if key in every:
            raise InputError(
                f"{name.text} stands beside all days; write the number of the last day", where=f"{where}, {name.place}"
            )


def require_day_parts(names: Iterable[Name], days: int, served: Mapping[Meal, object], where: str) -> None:
    """Raise InputError for a meal or a day that this trip does not have, naming the place of the wish."""
    for name in names:
        if is_of_a_day(name):
            why = _why_not(name, days, served)
            if why:
                raise InputError(why, where=", ".join([part for part in (where, name.place) if part]))


def _why_not(name: Name, days: int, served: Mapping[Meal, object]) -> str:
    """What is wrong with such a name; "" where nothing is."""
    word, day = name.parts[0]
    if word == SIGHTS and name.text == SIGHTS:
        return ""
    if day is None or not list(_days(day, days)):
        of = f"{word} is counted by the day" if word == SIGHTS else f"{word} is that of one day"
        return f"{of}, written like {word}[1] to {word}[{days}], {word}[last] or {word}[*], not {name.text!r}"
    if word == SIGHTS:
        return "" if len(name.parts) == 1 else f"sights are only counted: write sights[{day}], not {name.text!r}"
    if not any([meal == word for meal in served]):
        return f"in this world no restaurant is chosen for {word}, so that no wish can look at it"
    if named_meals([name], days):
        return ""
    forms = ", ".join([f"{word}[{day}].{part}{'[NAME]' * (part in NAMED)}" for part in _PARTS])
    return f"no quantity is called {name.text!r}; there are {forms}"
