"""What-if questions about a trip: another budget, party or length, a wish more or less, an offer gone or at another price."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.base import Asked, Change
from domains.travel.checks.prices import show_money
from domains.travel.questions.changed_data import (
    with_fare,
    with_meal_price,
    with_room_price,
    without_flight,
    without_hotel,
    without_restaurant,
    without_sight,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.asking import Slotted
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.questions.about import Part
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number

    PartOf = Callable[[str, Slotted, TravelRequest, TravelPlan | None], Part | None]

_BE = r"(?:is|are|was|were|be|became|becomes|had been|has been|would be)"
_AMOUNT = r"(?:<money>|<number>)"
_WE = r"(?:we|i|you|there|it|trip|they|all)"

_BUDGET = re.compile(
    rf"(?:with )?(?:budget|limit|money)(?: {_BE}| of| went up to| rose to| fell to| dropped to| to)*(?: only| just)? {_AMOUNT}"
    rf"|{_WE} (?:had|have|could spend|can spend|spend|spent|may spend)(?: only| just| up to| at most)? (?P<money><money>)"
)
_MORE = re.compile(rf"(?:budget {_BE}|{_WE} (?:had|have)) {_AMOUNT} (?P<way>more|higher|less|lower)(?: to spend)?")
_NO_BUDGET = re.compile(
    rf"(?:without (?:budget|limit|money limit)|(?:{_WE} )?(?:{_BE} |had |have )?no (?:budget|limit|money limit)(?: at all)?|"
    rf"(?:budget|money) {_BE} (?:no object|no matter|unlimited|dropped|open))"
)
_PEOPLE = re.compile(
    rf"(?:{_WE} )?(?:{_BE} )?(?:only )?<number>(?: (?:people|persons|person|travellers|travelers|of us|guests|adults))+"
    rf"(?: (?:travel|travelled|traveled|go|went|come|came))?|we (?:are|were|went|go) (?:only |just )?<number>"
)
_DAYS = re.compile(
    rf"(?:{_WE} )?(?:{_BE}|stay|stayed|take|took|takes|last|lasted|lasts|have|had|go for|went for)? ?"
    r"(?:only |just |for )*<number> days(?: long)?"
)
_START = re.compile(
    rf"(?:{_WE} )?(?:start|started|starts|leave|left|leaves|go|went|depart|departed|set off|begin|began)(?: on| in)? <date>"
)
_ROOM = re.compile(
    rf"(?:{_WE} )?(?:(?:want|wanted|take|took|book|booked|need|needed|have|had|{_BE}|rooms?|room type|would|do|in|stay|stayed) )*"
    r"(?P<kind>entire|private|shared|not shared)(?: (?:rooms?|homes?))?"
)
_ANY_ROOM = re.compile(
    r"(?:any (?:room|room type|kind of room)(?: (?:is|was|were|would be))?(?: (?:fine|ok|okay|allowed|good))?|"
    r"room type (?:is|was|were|did|does) (?:open|free|not matter))"
)
_RULES = {
    "pets": r"pets?|dogs?|cats?", "smoking": r"smoking|smoke", "parties": r"part(?:y|ies)",
    "children under 10": r"children(?: under <number>)?|kids", "visitors": r"visitors",
}  # fmt: skip
_RULE = "|".join([f"(?P<r{number}>{words})" for number, words in enumerate(_RULES.values())])
_RULE_DROPPED = re.compile(
    rf"(?:(?:no|without)(?: {_RULE})|(?:hotels?|rooms?|{_WE})(?: (?:did|do|does|need|needs|needed|have|had|must))* not "
    rf"(?:(?:have|need|to|allow|bring|brought|take) )*(?:{_RULE.replace('P<r', 'P<s')}))"
)
_ALLOW = r"(?:allow|allows|allowed|bring|brought|take|took|have|had|want|wanted)"
_RULE_ADDED = re.compile(
    rf"(?:(?:hotels?|rooms?|{_WE})(?: (?:must|should|need to|needs to|had to|has to|all|also))* {_ALLOW} )(?:{_RULE})|"
    rf"(?:{_RULE.replace('P<r', 'P<s')}) (?:must be|should be|were|are|is|was) allowed"
)
_FLYING = rf"(?:{_WE}|all|every|flights?|legs?|only|must|should|had to|have to|need|{_BE}|fly|flew|direct|take|took)"
_NON_STOP = re.compile(rf"(?:{_FLYING} )*non ?stop(?: flights?)?(?: only)?")
_STOPS = re.compile(
    rf"(?:flights?|legs?|{_WE}) (?:need|did|do|have|had)(?: to)? not (?:(?:have|need|be|to|fly) )*non ?stop|"
    rf"(?:stops|stopovers|flights? with stops)(?: {_BE} (?:allowed|fine|ok|okay))?"
)
_ANY_AIRLINE = re.compile(rf"any airline(?: {_BE} (?:allowed|fine|ok|okay))?|airlines? (?:did|do|does) not matter")
_CUISINE_DROPPED = re.compile(
    rf"(?:(?:no|without) <cuisine>|(?:{_WE} )?(?:do|did|need|needed)? ?not (?:(?:have|need|want|eat|insist|to|on) )*<cuisine>)"
    r"(?: (?:food|meals?|cuisine))?"
)
_CUISINE_ADDED = re.compile(
    rf"(?:{_WE} )?(?:(?:also|want|wanted|eat|ate|try|tried|have|had|would|like|to|some) )+<cuisine>"
    r"(?: (?:food|meals?|cuisine|too))*"
)
_GONE = (
    r"(?:(?:cancelled|canceled|closed|full|fully booked|sold out|booked out|booked|not available|unavailable|gone|"
    r"not offered|not there|missing|shut|out of business|not running|not flying|dropped)(?: down)?)"
)
_OFFER = (
    r"(?:(?:flight|hotel|restaurant|sight|room at|rooms at|table at) )?(?P<offer><flight>|<hotel>|<restaurant>|<sight>)"
)
_CANCELLED = re.compile(
    rf"{_OFFER} (?:{_BE}|gets|got)(?: all)? {_GONE}|there {_BE} no {_OFFER.replace('P<offer', 'P<other')}"
)
_EACH = r"(?: (?:per|each|for each)?(?: ?(?:night|person|meal|traveller|traveler|head|one)))?"
_PRICED = re.compile(
    rf"(?:price of )?{_OFFER}(?: price| fare| meal)?(?: (?:only|just|now))*"
    rf"(?: (?:costs?|costed|{_BE}|would cost|charged|charges))(?: (?:only|just|now))* {_AMOUNT}{_EACH}"
)
_ELSEWHERE = re.compile(
    rf"(?:{_WE} )?(?:(?:go|went|travel|travelled|fly|flew|drive|drove|visit|visited|to|in|stay|stayed) )*<elsewhere>(?: instead)?"
)
_NOT = re.compile(
    rf"(?:(?:{_WE} )?(?:do|did|does|can|could|would|may|might|must|should|will)? ?not|"
    rf"no|without|avoid|avoided|never|not|{_WE} avoid|{_WE} (?:{_BE}|had|have) no)(?: (?:take|took))? (?P<rest>.+)"
)
_DO = re.compile(rf"(?:{_WE} )?(?:would|could|should|do|did|must|can|have to|had to)? ?(?P<rest>.+)")
_PAST = {
    "stayed": "stay",
    "went": "go",
    "took": "take",
    "ate": "eat",
    "visited": "visit",
    "used": "use",
    "chose": "choose",
}
_ALLOWED = re.compile(
    r"(?P<mode>flights?|flying|self driving|selfdriving|driving|cars?|taxis?) (?:is|are|was|were) "
    r"(?:allowed|fine|ok|okay|possible)"
)


def suppose(text: str, reading: Slotted, request: TravelRequest, data: TravelData, part_of: PartOf) -> Asked | None:
    """What a supposition changes; None where it is not understood."""
    return (
        _money(text, reading, request, data)
        or _frame(text, reading, request)
        or _offer(text, reading, request, data)
        or _wishes(text, reading, request)
        or _parts(text, reading, request, part_of)
    )


def _money(text: str, reading: Slotted, request: TravelRequest, data: TravelData) -> Asked | None:
    currency = data.policy.currency
    if _NO_BUDGET.fullmatch(text):
        if request.budget is None:
            return Asked("", questions=("The request has no budget. What is to change?",))
        return Asked("without the budget", changes=(Change("budget", request.budget, None),))
    more = _MORE.fullmatch(text)
    if more is not None and request.budget is not None:
        step = _amount(reading) * (1 if more["way"] in ("more", "higher") else -1)
        return _budget(request, request.budget + step, currency)
    return _budget(request, _amount(reading), currency) if _BUDGET.fullmatch(text) else None


def _budget(request: TravelRequest, amount: Any, currency: str) -> Asked:
    return Asked(
        f"with a budget of {show_money(amount, currency)}", changes=(Change("budget", request.budget, amount),)
    )


def _amount(reading: Slotted) -> Any:
    money = reading.first("money")
    return money.amount if money is not None else reading.first("number")


def _frame(text: str, reading: Slotted, request: TravelRequest) -> Asked | None:
    number, day = reading.first("number"), reading.first("date")
    if number is not None and _PEOPLE.fullmatch(text):
        return Asked(
            f"with {number} {'person' if number == 1 else 'people'}",
            changes=(Change("people", request.people, number),),
        )
    if number is not None and _DAYS.fullmatch(text):
        return Asked(f"with {number} days", changes=(Change("days", request.days, number),))
    if day is not None and _START.fullmatch(text):
        changes = [Change("start", request.start.isoformat(), day.isoformat())]
        if request.latest_start is not None:
            changes.insert(0, Change("latest start", request.latest_start.isoformat(), None))
        return Asked(f"starting on {day.isoformat()}", changes=tuple(changes))
    return go_elsewhere(text, reading, request)


def go_elsewhere(text: str, reading: Slotted, request: TravelRequest) -> Asked | None:
    """Another destination than the request's, which leaves the plan's frame."""
    if not _ELSEWHERE.fullmatch(text) or request.city_count != 1 or request.cities:
        return None
    city = reading.first("elsewhere")
    return Asked(f"going to {city}", changes=(Change("destination", request.destination, city),))


def _offer(text: str, reading: Slotted, request: TravelRequest, data: TravelData) -> Asked | None:
    kind, name = next(
        ((k, v) for k, v in reading.values if k in ("flight", "hotel", "restaurant", "sight")), (None, None)
    )
    if kind is None or name is None:
        return None
    if _CANCELLED.fullmatch(text):
        gone: dict[str, Callable[[TravelData, str], TravelData]] = {
            "flight": without_flight, "hotel": without_hotel, "restaurant": without_restaurant, "sight": without_sight,
        }  # fmt: skip
        word = "cancelled" if kind == "flight" else "not on offer"
        return Asked(f"with {'flight ' if kind == 'flight' else ''}{name} {word}", data=gone[kind](data, name))
    if _PRICED.fullmatch(text) and kind != "sight":
        amount = _amount(reading)
        priced: dict[str, Callable[[TravelData, str, Number], TravelData]] = {
            "flight": with_fare, "hotel": with_room_price, "restaurant": with_meal_price,
        }  # fmt: skip
        each = {"flight": "for each traveller", "hotel": "a room and night", "restaurant": "a meal for each person"}[
            kind
        ]
        shown = show_money(amount, data.policy.currency)
        return Asked(
            f"with {'flight ' if kind == 'flight' else ''}{name} at {shown} {each}",
            data=priced[kind](data, name, amount),
        )
    return None


def _wishes(text: str, reading: Slotted, request: TravelRequest) -> Asked | None:
    """A wish of the request given up, or one more; what is neither is left to the parts of a plan."""
    room = _ROOM.fullmatch(text)
    if room is not None:
        kind = f"{room['kind']} room"
        return Asked(f"with {kind}s", changes=(Change("room type", request.room_type, kind),))
    if _ANY_ROOM.fullmatch(text) and request.room_type is not None:
        return Asked("with any kind of room", changes=(Change("room type", request.room_type, None),))
    flights = _flights(text, request)
    if flights is not None:
        return flights
    dropped, added = _RULE_DROPPED.fullmatch(text), _RULE_ADDED.fullmatch(text)
    if dropped is not None and (rule := _rule(dropped)) in request.house_rule:
        return Asked(f"where rooms need not allow {rule}", changes=(Change(f"house rule/{rule}", rule, None),))
    if added is not None and (rule := _rule(added)) not in request.house_rule:
        return Asked(f"where rooms must allow {rule}", changes=(Change(f"house rule/{rule}", None, rule),))
    cuisine = reading.first("cuisine")
    if cuisine in request.cuisine and _CUISINE_DROPPED.fullmatch(text):
        return Asked(f"where no meal need be {cuisine}", changes=(Change(f"cuisine/{cuisine}", cuisine, None),))
    if cuisine is not None and cuisine not in request.cuisine and _CUISINE_ADDED.fullmatch(text):
        return Asked(f"with a {cuisine} meal", changes=(Change(f"cuisine/{cuisine}", None, cuisine),))
    allowed = _ALLOWED.fullmatch(text)
    if allowed is not None:
        word = allowed["mode"]
        mode = "flight" if word[:2] == "fl" else "taxi" if word[0] == "t" else "self-driving"
        if f"no {mode}" in request.transportation:
            return Asked(f"with {mode} allowed", changes=(Change(f"transportation/no {mode}", f"no {mode}", None),))
    return None


def _flights(text: str, request: TravelRequest) -> Asked | None:
    """What every flight must be."""
    if _NON_STOP.fullmatch(text) and request.flight_rule is None:
        return Asked("with non-stop flights only", changes=(Change("flight rule", None, "non-stop"),))
    if _STOPS.fullmatch(text) and request.flight_rule is not None:
        return Asked("with stops allowed", changes=(Change("flight rule", request.flight_rule, None),))
    if _ANY_AIRLINE.fullmatch(text) and request.airlines:
        return Asked("with any airline", changes=(Change("airlines", list(request.airlines), None),))
    return None


def _rule(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(
        (rule for number, rule in enumerate(_RULES) if groups.get(f"r{number}") or groups.get(f"s{number}")), ""
    )


def _parts(text: str, reading: Slotted, request: TravelRequest, part_of: PartOf) -> Asked | None:
    """A part of the plan forced or forbidden: "no flights", "we stay at X", "without flight F"."""
    denied = _NOT.fullmatch(text)
    if denied is not None:
        part = part_of(denied["rest"], reading, request, None)
        if part is not None:
            return Asked(f"without {part.says.replace('every ', 'any ')}", wish=part.absent)
    said = " ".join([_PAST.get(word, word) for word in text.split()])
    done = _DO.fullmatch(said)
    part = None if done is None else part_of(done["rest"], reading, request, None)
    return None if part is None else Asked(f"with {part.says}", wish=part.present)
