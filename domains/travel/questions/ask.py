"""Questions about a trip, from English or the expression language to what is to be compared with it.

A table of phrases over slots (`domains.asking`): what a phrase matches wholly is understood, everything else is asked back with
the names that could be meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in, names_close_to, slotted, statement_in, without_lead
from domains.base import Asked
from domains.travel.checks.observe import observe
from domains.travel.checks.prices import show_money
from domains.travel.cities import candidate_cities
from domains.travel.problem.names import offered
from domains.travel.questions.about import part_of
from domains.travel.questions.elements import elements
from domains.travel.questions.suppositions import go_elsewhere, suppose
from domains.travel.vocabulary import MODES
from encoders.spec import parse, value, write, write_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domains.asking import Slotted
    from domains.base import QuestionKind
    from domains.changes import ChangeReading
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.questions.about import Part
    from domains.travel.request import TravelRequest

_COST = re.compile(
    r"(?:(?:cost|costs|is|be|trip|plan|total|it|price|so|this|that|much|expensive|dear|high|come to|cheaper|for|pay) ?)*"
    r"(?:(?:<money>|<number>) ?)?(?:(?:so|that|this|much|expensive|dear|high|total|and|not|less|cheaper|in) ?)*"
)
_MONEY_WORDS = re.compile(r"\b(?:cost|costs|price|expensive|dear|pay|cheaper|total)\b")
_CHEAPER = re.compile(
    r"(?:(?:have|find|be|is|something|anything|plan|trip|it|spend|pay|cost|for|go|do|travel|make|choose) ?)*"
    r"(?P<less>cheaper|less|under|below|within|at most|only)(?: ?(?:than|for|money|plan|trip|one))*"
    r"(?: ?(?P<amount><money>|<number>))?"
)
_NIGHTS = re.compile(
    r"(?:(?:stay|spend|have|sleep) ?)*(?:(?P<count><number>)|(?P<more>longer|more|more nights)|(?P<fewer>shorter|less|fewer|fewer"
    r" nights))(?: ?(?:nights|night|time|days|in|at))* <city>"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a question is asked about."""

    plan: TravelPlan | None
    request: TravelRequest
    data: TravelData

    @property
    def observed(self) -> dict[str, Any]:
        """The quantities of the plan."""
        return {} if self.plan is None else dict(observe(self.plan, self.request, self.data))

    def has(self, part: Part) -> bool:
        """Whether the plan has a part: by its own quantities, its asked-about offers among them."""
        if self.plan is None:
            return False
        asked = self.request.model_copy(update={"extra": [*self.request.extra, part.present]})
        return value(parse(part.present), observe(self.plan, asked, self.data)) is True


def ask(
    kind: QuestionKind,
    question: str,
    plan: TravelPlan | None,
    request: TravelRequest,
    data: TravelData,
    changed: Callable[[str], ChangeReading] | None = None,
) -> Asked:
    """Understand a question; see `domains.base.Contrasting.ask`.

    `changed` reads sentences that change a request: what this table does not hold, a what-if may still say so.
    """
    scene = Scene(plan, request, data)
    expression = expression_in(kind, question)
    if expression is not None:
        return _of_expression(kind, expression, scene)
    names = vocabulary(request, data)
    for reading in slotted(question, names):
        text = without_lead(kind, reading.text)
        found = _understood(kind, text, reading, scene)
        if found is not None:
            return found
    if kind == "what-if" and changed is not None:
        told = changed(statement_in(question))
        if told.understood and told.changes:
            return Asked(f"where {' and '.join(told.says)}", changes=told.changes)
    return _asked_back(kind, question, scene, names)


def vocabulary(request: TravelRequest, data: TravelData) -> dict[str, list[str]]:
    """The names that questions may use, by kind: what is on offer where, and when, the trip may go."""
    cities = list(dict.fromkeys(city for row in candidate_cities(request, data) for city in row))
    return {
        "flight": list(dict.fromkeys(offered("flight", request, data))),
        "hotel": list(dict.fromkeys(offered("nights_at", request, data))),
        "restaurant": list(dict.fromkeys(offered("meals_at", request, data))),
        "cuisine": list(offered("cuisine", request, data)),
        "sight": list(dict.fromkeys(offered("visits_at", request, data))),
        "category": list(offered("category", request, data)),
        "airline": [airline for airline in dict.fromkeys(offered("airline", request, data)) if airline],
        "city": cities,
        "elsewhere": [city for city in dict.fromkeys([*data.states, *data.hotels]) if city not in cities],
    }


def _of_expression(kind: QuestionKind, text: str, scene: Scene) -> Asked:
    node = parse(text, where="the question")
    said = write(node)
    if kind != "why":
        return Asked(f"where {said}", wish=said)
    extra = [*scene.request.extra, said]
    asked = scene.request.model_copy(update={"extra": extra})
    if scene.plan is not None and value(node, observe(scene.plan, asked, scene.data), where="the question") is not True:
        return Asked(
            "", questions=(f"It does not hold in this plan that {said}. Which of the plan's own parts is meant?",)
        )
    return Asked(f"where not ({said})", wish=f"not ({said})")


def _understood(kind: QuestionKind, text: str, reading: Slotted, scene: Scene) -> Asked | None:
    if kind == "what-if":
        return suppose(text, reading, scene.request, scene.data, part_of)
    about_cost = _about_cost(kind, text, reading, scene) or _about_nights(kind, text, reading, scene)
    if about_cost is not None:
        return about_cost
    if kind == "why-not" and (elsewhere := go_elsewhere(text, reading, scene.request)) is not None:
        return elsewhere
    part = part_of(text, reading, scene.request, scene.plan if kind == "why" else None)
    if part is None:
        return None
    if kind == "why-not" and scene.has(part):
        return Asked("", questions=(f"The plan has {part.says}. What else is meant?",))
    if kind == "why-not":
        return Asked(f"with {part.says}", wish=part.present)
    if not scene.has(part):
        return Asked(
            "", questions=(f"The plan does not have {part.says}. Ask why not, or name a part of it: {_parts(scene)}.",)
        )
    return Asked(f"without {part.says}", wish=part.absent)


def _about_cost(kind: QuestionKind, text: str, reading: Slotted, scene: Scene) -> Asked | None:
    amount = _amount(reading)
    total = scene.observed.get("total")
    shown = "" if total is None else show_money(total, scene.data.policy.currency)
    if kind == "why" and _MONEY_WORDS.search(text) and _COST.fullmatch(text):
        if total is None:
            return None
        if amount is not None and amount != total:
            return Asked("", questions=(f"The plan costs {shown}, not {amount}. Which amount is meant?",))
        return Asked(f"costing less than {shown}", wish=f"total < {total}")
    match = _CHEAPER.fullmatch(text) if kind == "why-not" else None
    if match is None:
        return None
    if amount is None:
        return (
            None
            if total is None or match["less"] not in ("cheaper", "less")
            else Asked(f"costing less than {shown}", wish=f"total < {total}")
        )
    limit = show_money(amount, scene.data.policy.currency)
    if match["less"] in ("less", "under", "below", "cheaper"):
        return Asked(f"costing less than {limit}", wish=f"total < {amount}")
    return Asked(f"costing at most {limit}", wish=f"total <= {amount}")


def _amount(reading: Slotted) -> Any:
    money = reading.first("money")
    return money.amount if money is not None else reading.first("number")


def _about_nights(kind: QuestionKind, text: str, reading: Slotted, scene: Scene) -> Asked | None:
    match = _NIGHTS.fullmatch(text)
    if match is None:
        return None
    city = reading.first("city")
    name = write_name(("nights", str(city)))
    known = scene.observed.get(name)
    if match["count"]:
        number = reading.first("number")
        if kind == "why":
            if known != number:
                return Asked("", questions=(f"The plan has {known} nights in {city}, not {number}. What is meant?",))
            return Asked(f"with another number of nights in {city} than {number}", wish=f"{name} != {number}")
        return Asked(f"with {number} nights in {city}", wish=f"{name} == {number}")
    if kind == "why" or known is None:
        return None
    return Asked(
        f"with {'more' if match['more'] else 'fewer'} nights in {city}",
        wish=f"{name} {'>' if match['more'] else '<'} {known}",
    )


# ---------------------------------------------------------------- asking back


def _asked_back(kind: QuestionKind, question: str, scene: Scene, names: Mapping[str, Sequence[str]]) -> Asked:
    shown = " ".join(question.split())
    near = names_close_to(question, names)
    asked = f"What is meant by “{shown}”?"
    if near:
        asked += f" Names that are close: {'; '.join(near)}."
    examples = {
        "why": f"Ask about a part of the plan: {_parts(scene)}; or what it costs.",
        "why-not": "Name a flight, hotel, restaurant, city or cuisine, a way to travel (drive, fly, taxi), an amount (under "
        "1,300), or an expression such as total <= 1300 or flights == 0.",
        "what-if": "Say for example: the budget were 1,800; we are 3 people; flight F1 is cancelled; the hotel X costs 90; no "
        "flights; or an expression such as leg[1].minutes <= 300.",
    }
    return Asked("", questions=(f"{asked} {examples[kind]}",))


def _parts(scene: Scene) -> str:
    if scene.plan is None:
        return "there is no plan"
    found = elements(scene.plan, scene.request, scene.data)
    said = dict.fromkeys([entry.says for entry in found if entry.kind in ("hotel", "restaurant", "city", *MODES)])
    return "; ".join(said)
