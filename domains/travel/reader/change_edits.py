"""The edits that a sentence asks for, gathered one by one on the request as it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.reading.calendar import show as show_day
from domains.travel.problem.build import money
from domains.travel.ways.edits import edit
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.travel.reader.change_offers import Offer
    from domains.travel.request import TravelRequest

_NAMES = {
    "house rule": "house rules", "cuisine": "cuisines", "transportation": "how to travel", "room type": "the kind of room",
    "budget": "the budget", "latest start": "a later start",
}  # fmt: skip
MODES = {"flight": "flights", "self-driving": "driving", "taxi": "taxis"}


@dataclass
class Edits:
    """`request` is the request after the changes so far."""

    request: TravelRequest
    currency: str
    changes: list[Change] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    """What is so without any change."""

    # ---------------------------------------------------------------- single fields

    def put(self, path: str, value: Any, says: str, also: Sequence[Change] = ()) -> None:
        """A field gets a value; `also` changes with it."""
        before = self._at(path)
        if before == value and not also:
            self.already.append(says)
            return
        self._apply([*([Change(path, before, value)] if before != value else []), *also], says)

    def clear(self, path: str) -> None:
        """A field, or all of a list field, is given up."""
        before = self._at(path)
        if before in (None, []):
            self.already.append(f"There is no wish about {_NAMES.get(path, path)}")
        elif isinstance(before, list):
            self._apply(
                [Change(f"{path}/{value}", value, None) for value in before],
                f"no more wishes about {_NAMES.get(path, path)}",
            )
        else:
            self._apply([Change(path, before, None)], f"{_NAMES.get(path, path)} is given up")

    # ---------------------------------------------------------------- lists

    def add(self, path: str, value: str, says: str) -> None:
        """A list field gets one more value."""
        if value in (self._at(path) or []):
            self.already.append(says)
        else:
            self._apply([Change(f"{path}/{value}", None, value)], says)

    def drop(self, path: str, value: str, says: str, absent: str) -> None:
        """A list field loses a value; `absent` is said where it has none such."""
        if value in (self._at(path) or []):
            self._apply([Change(f"{path}/{value}", value, None)], says)
        else:
            self.already.append(absent)

    def use_mode(self, wish: str) -> None:
        """A wish about transport: a mode to avoid ("no flight"), or the only one ("flight")."""
        wishes = list(self.request.transportation)
        mode = wish.removeprefix("no ")
        says = f"no leg is made by {mode}" if wish != mode else f"every leg is made by {mode}"
        clashing = [w for w in wishes if w != wish and (w == mode or (wish == mode and w in (f"no {mode}", *MODES)))]
        changes = [Change(f"transportation/{w}", w, None) for w in clashing]
        if wish in wishes and not changes:
            self.already.append(says)
            return
        self._apply([*changes, *([] if wish in wishes else [Change(f"transportation/{wish}", None, wish)])], says)

    def allow_mode(self, mode: str) -> None:
        """A mode may be used again: whatever excludes it goes."""
        excluding = [w for w in self.request.transportation if w == f"no {mode}" or (w in MODES and w != mode)]
        if not excluding:
            self.already.append(f"{MODES[mode].capitalize()} may be used")
            return
        self._apply([Change(f"transportation/{w}", w, None) for w in excluding], f"{MODES[mode]} may be used")

    def aim(self, goals: list[str], says: str) -> None:
        """What is improved, most important first."""
        self.put("objective", goals, says)

    # ---------------------------------------------------------------- offers

    def forbid(self, offer: Offer) -> None:
        """No plan uses an offer."""
        self.require(offer.unused, f"without {offer.told}")

    def require(self, wish: str, says: str) -> None:
        """A further wish in the expression language."""
        if wish in self.request.extra:
            self.already.append(f"It is planned {says}")
        else:
            self._apply([Change(f"extra/{len(self.request.extra)}", None, wish)], says)

    def release(self, wish: str, says: str) -> None:
        """A further wish is given up."""
        self._apply([Change(f"extra/{self.request.extra.index(wish)}", wish, None)], says)

    # ---------------------------------------------------------------- amounts and dates

    def budget(self, amount: Any) -> None:
        """The whole trip costs at most this."""
        if amount < 0:
            self.questions.append("The budget would be below zero: how much may the whole trip cost?")
            return
        self.put("budget", amount, f"the budget is {money(amount, self.currency)}")

    def people(self, count: int) -> None:
        """So many people travel."""
        if count < 1:
            self.questions.append("That leaves nobody to travel: how many people travel?")
            return
        self.put("people", count, "1 person travels" if count == 1 else f"{count} people travel")

    def days(self, days: int) -> None:
        """The trip takes so many days."""
        if days < 1:
            self.questions.append("That leaves no day: how many days does the trip take?")
            return
        self.put("days", days, f"the trip takes {days} {'day' if days == 1 else 'days'}")

    def start(self, first: date, latest: date | None = None) -> None:
        """The trip starts on a day, or on any day up to another."""
        says = f"the trip starts on {show_day(first)}"
        if latest is not None and latest != first:
            says = f"the trip may start on any day from {show_day(first)} to {show_day(latest)}"
        after = latest if latest != first else None
        also = []
        if self.request.latest_start != after:
            also.append(Change("latest start", self.request.latest_start, after))
        self.put("start", first, says, also)

    def _at(self, path: str) -> Any:
        return getattr(self.request, path.replace(" ", "_"))

    def _apply(self, changes: Sequence[Change], says: str) -> None:
        try:
            self.request = edit(self.request, changes)
        except InputError as error:
            self.questions.append(f"{says[:1].upper()}{says[1:]}: {error.message}. What is to change with it?")
            return
        self.changes += changes
        self.says.append(says)
