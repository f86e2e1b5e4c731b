"""What the findings of a changing sentence mean for a travel request."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.reading.items import WORD
from domains.reading.money import Money, same_currency
from domains.reading.notes import joined
from domains.travel.problem.build import money as show_money
from domains.travel.reader import lexicon
from domains.travel.reader.budget import read_budget
from domains.travel.reader.change_dates import DOWN, Dates
from domains.travel.reader.change_offers import Offer, pointed_at, ruled_out
from domains.travel.reader.party import read_people
from domains.travel.reader.wishes import read_wishes
from encoders.numbers import exact
from encoders.spec import write_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.reading.clauses import Finding
    from domains.reading.items import Item
    from domains.reading.notes import Notes
    from domains.travel.plan import TravelPlan
    from domains.travel.reader.change_edits import Edits
    from domains.travel.reader.places import Place, Places

_RAISING = frozenset(("raise", "increase", "lift", "extend", "bump", "expand", "stretch", "boost"))
_LOWERING = frozenset(("lower", "reduce", "decrease", "cut", "shrink", "trim", "tighten"))
_PLACES_OF_DAYS = (
    "first",
    "second",
    "last",
    "outbound",
    "return",
    "inbound",
    "out",
    "home",
    "back",
    "breakfast",
    "lunch",
    "dinner",
)


class Sense(Dates):
    """Turns findings into edits; what contradicts or is open becomes a question of the notes."""

    def __init__(
        self,
        edits: Edits,
        notes: Notes,
        sentences: Sequence[Sequence[Item]],
        places: Places,
        plan: TravelPlan | None,
        today: date,
    ) -> None:
        super().__init__(edits, notes, today)
        self.sentences, self.places, self.plan = sentences, places, plan

    def take(self, findings: Sequence[Finding]) -> None:
        """All findings, in the order of the text; statements of whole requests after the changes."""
        stated = []
        for finding in findings:
            if self._goes_on(finding):
                self.notes.reject(finding)
                continue
            what, _, value = finding.match.phrase.gives.partition(":")
            if not what.startswith("change "):
                stated.append(finding)
                continue
            getattr(self, "_" + what.removeprefix("change ").replace(" ", "_"))(value, finding)
        self._state(stated)

    def _goes_on(self, finding: Finding) -> bool:
        """Whether an "instead" at the end of the phrase is an "instead of" that says more than was understood."""
        items = self.sentences[finding.match.sentence]
        last = finding.match.last
        return (
            items[last - 1].norm in ("instead", "rather") and last < len(items) and items[last].norm in ("of", "than")
        )

    # ---------------------------------------------------------------- amounts

    def _budget(self, how: str, finding: Finding) -> None:
        match, before = finding.match, self.edits.request.budget
        money = match.slot("MONEY")
        number = match.slot("N")
        if how == "open":
            self.notes.ask("To how much?" if before is None else f"It is {self._money(before)} now: to how much?")
            return
        if money is None:
            money = Money(number)
        currency = self.edits.currency
        if money.currency and not same_currency(money.currency, currency):
            self.notes.ask(
                f"Prices are in {currency}, “{self.notes.quote(finding)}” is not: how much is it in {currency}?"
            )
            return
        if money.doubtful:
            self.notes.ask(f"Is “{self.notes.quote(finding)}” {money.amount * 1000:,} or {money.amount}?")
            return
        amount: Any = money.amount
        if match.has(*lexicon.words("each")) or match.has("person", "head"):
            amount *= self.edits.request.people
        if how == "by":
            if before is None:
                self.notes.ask("There is no budget yet: how much may the whole trip cost?")
                return
            if match.slot("MONEY") is None and match.has("%", "percent", "cent"):
                amount = exact(Fraction(before) * amount / 100)
            amount = exact(Fraction(before) + (-amount if match.has(*DOWN) else amount))
        elif before is not None and (
            (amount < before and match.has(*_RAISING)) or (amount > before and match.has(*_LOWERING))
        ):
            self.notes.ask(f"The budget is {self._money(before)} already: is it to be {self._money(amount)}?")
            return
        self.edits.budget(amount)

    def _money(self, amount: Any) -> str:
        return show_money(amount, self.edits.currency)

    def _people(self, how: str, finding: Finding) -> None:
        match, now = finding.match, self.edits.request.people
        count = match.slot("N")
        if how == "by":
            step = 1 if count is None else count
            count = now - step if match.has(*DOWN) else now + step
        self.edits.people(int(count))

    # ---------------------------------------------------------------- places

    def _destination(self, _: str, finding: Finding) -> None:
        place = self._place(finding)
        if place is None:
            return
        request = self.edits.request
        as_city = place.is_city and (not place.is_region or request.city_count == 1)
        cities = [place.name] if as_city else []
        also = [Change("cities", request.cities, cities)] if request.cities != cities and request.cities else []
        if as_city and request.city_count != 1:
            also.append(Change("city count", request.city_count, 1))
        self.edits.put("destination", place.name, f"it goes to {place.name}", also)

    def _origin(self, _: str, finding: Finding) -> None:
        place = self._place(finding)
        if place is not None:
            self.edits.put("origin", place.name, f"it starts and ends in {place.name}")

    def _place(self, finding: Finding) -> Place | None:
        items = [item for item in finding.match.items if item.kind == "PLACE"]
        named: tuple[Place, ...] = items[0].value
        if len(named) != 1:
            self.notes.ask(f"Which one place is meant by “{self.notes.quote(finding)}”?")
            return None
        if not named[0].known:
            near = self.places.close_to(named[0].name)
            meant = f" Is {joined(near, 'or')} meant?" if near else ""
            self.notes.ask(f"“{named[0].name}” is no place of these data.{meant}")
            return None
        return named[0]

    def _city_count(self, _: str, finding: Finding) -> None:
        count = finding.match.slot("N")
        self.edits.put("city count", count, f"{count} {'city is' if count == 1 else 'cities are'} visited")

    def _avoid_city(self, _: str, finding: Finding) -> None:
        place = self._place(finding)
        if place is None:
            return
        request = self.edits.request
        if place.name in (request.destination, request.origin, *request.cities):
            self.notes.ask(f"Not {place.name}: where does the trip go instead?")
        elif not place.is_city:
            self.notes.reject(finding)
        else:
            self.edits.require(f"{write_name(('nights', place.name))} == 0", f"without a night in {place.name}")

    # ---------------------------------------------------------------- wishes

    def _drop(self, path: str, finding: Finding) -> None:
        field, _, member = path.partition("/")
        if not member:
            self.edits.clear(field)
            return
        self.edits.drop(field, member, f"rooms need not allow {member}", f"There is no wish that rooms allow {member}")

    def _room_type(self, kind: str, finding: Finding) -> None:
        named = (
            "a room that is not shared"
            if kind == "not shared room"
            else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
        )
        self.edits.put("room type", kind, f"every stay is in {named}")

    def _cuisines(self, finding: Finding) -> list[list[str]]:
        return [list(item.value) for item in finding.match.items if item.kind == "CUISINES"]

    def _add_cuisine(self, _: str, finding: Finding) -> None:
        for name in self._cuisines(finding)[0]:
            self.edits.add("cuisine", name, f"some meal is {name}")

    def _drop_cuisine(self, _: str, finding: Finding) -> None:
        for name in self._cuisines(finding)[0]:
            self.edits.drop("cuisine", name, f"no meal has to be {name}", f"There is no wish for {name} food")

    def _avoid_cuisine(self, _: str, finding: Finding) -> None:
        for name in self._cuisines(finding)[0]:
            if name in self.edits.request.cuisine:
                self.edits.drop("cuisine", name, f"no meal has to be {name}", "")
            else:
                self.edits.require(f"{write_name(('cuisine', name))} == 0", f"without {name} food")

    def _swap_cuisine(self, _: str, finding: Finding) -> None:
        first, second = self._cuisines(finding)
        new, old = (second, first) if finding.match.has("replace", "swap", "change", "exchange") else (first, second)
        for name in old:
            self.edits.drop("cuisine", name, f"no meal has to be {name}", f"There is no wish for {name} food")
        for name in new:
            self.edits.add("cuisine", name, f"some meal is {name}")

    def _allow_mode(self, mode: str, finding: Finding) -> None:
        self.edits.allow_mode(mode)

    def _only_mode(self, mode: str, finding: Finding) -> None:
        self.edits.use_mode(mode)

    def _objective(self, goal: str, finding: Finding) -> None:
        named = f"{goal} trip" if goal != "fewest travel hours" else "trip with the fewest travel hours"
        self.edits.aim([goal], f"the {named} is sought")

    # ---------------------------------------------------------------- offers

    def _forbid(self, kind: str, finding: Finding) -> None:
        if kind == "named":
            self.edits.forbid(finding.match.slot("OFFER"))
            return
        if self.plan is None:
            self.notes.ask(f"There is no plan at the moment: which {kind} is meant? Name it.")
            return
        match = finding.match
        places = match.slot("PLACE")
        which = next((word for word in _PLACES_OF_DAYS if match.has(word)), "")
        day = match.slot("N") if match.has("day") else None
        found = pointed_at(kind, self.plan, day, places[0].name if places else None, which)
        if len(found) == 1:
            self.edits.forbid(found[0])
        elif not found:
            self.notes.ask(f"The plan has no such {kind}: which one is meant?")
        else:
            self.notes.ask(f"Which {kind} is meant: {joined([offer.name for offer in found], 'or')}?")

    def _allow(self, _: str, finding: Finding) -> None:
        offer: Offer = finding.match.slot("OFFER")
        wish = ruled_out(self.edits.request).get(offer)
        if wish is None:
            self.edits.already.append(f"Nothing rules out {offer.told}")
        else:
            self.edits.release(wish, f"{offer.told} may be used again")

    # ---------------------------------------------------------------- what whole requests say

    def _state(self, findings: Sequence[Finding]) -> None:
        people = [f for f in findings if f.match.phrase.topic == "people" and f.match.phrase.gives != "unclear"]
        if people:
            count = read_people(people, self.notes, frozenset(self._words()))
            if count is not None:
                self.edits.people(count)
        money = [f for f in findings if f.match.phrase.topic == "money"]
        if any([f.match.phrase.gives == "unlimited" for f in money]):
            self.edits.clear("budget")
        elif money:
            amount = read_budget(money, self.notes, self.edits.request.people, self.edits.currency)
            if amount is not None:
                self.edits.budget(amount)
        self._dates([f for f in findings if f.match.phrase.topic == "time"])
        self._wishes(
            [f for f in findings if f.match.phrase.topic in ("lodging", "food", "transport", "goal", "people")]
        )
        for finding in findings:
            if finding.match.phrase.topic == "any":
                self._indifferent(finding)
            elif finding.match.phrase.topic in ("route", "plan"):
                self.notes.reject(finding)

    def _words(self) -> list[str]:
        return [item.norm for items in self.sentences for item in items if item.kind == WORD]

    def _wishes(self, findings: Sequence[Finding]) -> None:
        if not [f for f in findings if f.match.phrase.topic != "people"]:
            return
        held = self.notes.assumptions[:]
        wishes = read_wishes(findings, self.notes, self.sentences)
        self.notes.assumptions[:] = [
            said
            for said in self.notes.assumptions
            if said in held or not said.startswith(("No goal is named", "Goals count"))
        ]
        if wishes.room_type is not None:
            self._room_type(wishes.room_type, findings[0])
        for rule in wishes.house_rule:
            self.edits.add("house rule", rule, f"every room allows {rule}")
        for name in wishes.cuisine:
            self.edits.add("cuisine", name, f"some meal is {name}")
        for wish in wishes.transportation:
            self.edits.use_mode(wish)
        if any([f.match.phrase.topic == "goal" for f in findings]):
            self.edits.aim(wishes.objective, f"what counts is {joined(wishes.objective, 'then')}")

    def _indifferent(self, finding: Finding) -> None:
        opened = lexicon.open_words()
        words = [item.norm for item in finding.match.items if item.kind == WORD]
        for name in dict.fromkeys([opened[word] for word in words if word in opened]):
            self.edits.clear(name)
