"""Questions about a trip in English: "why not Rome first?", "why Rome before Paris?", "why not Rome on day 3?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in
from domains.base import Asked
from domains.questions import ask as ask_any
from encoders.spec import parse, value

if TYPE_CHECKING:
    from domains.base import QuestionKind
    from domains.trip.request import TripPlan, TripRequest

_ASIDE = re.compile(
    r"^(?:why(?: not)?|how come)\b|\b(?:do|does|did|is|are|was|were|i|we|you|not|go|going|visit|visiting|visited|start|"
    r"starting|begin|beginning|end|ending|"
    r"to|in|can|could|be|the|from|there|left|out|skip|skipped|come|comes|isn't|aren't|don't|can't|day)\b|[?.!,]"
)


def ask(world: Any, kind: QuestionKind, question: str, plan: TripPlan | None, request: TripRequest, data: Any) -> Asked:
    """Understand a question; cities by name become conditions on which are visited and when."""
    if expression_in(kind, question) is None and kind in ("why", "why-not"):
        found = _about(question, request)
        if found is not None:
            wish, says = found
            if kind == "why-not":
                return Asked(f"where {says}", wish=wish)
            if plan is not None and value(parse(wish), world.observe(plan, request, data)) is not True:
                return Asked("", questions=(f"It is not so in this plan that {says}. What is meant?",))
            return Asked(f"where it is not so that {says}", wish=f"not ({wish})")
    return ask_any(world, kind, question, plan, request, data)


def _about(question: str, request: TripRequest) -> tuple[str, str] | None:
    """A condition and its words."""
    lowered = question.lower()
    rest = " ".join(_ASIDE.sub(" ", lowered).split())
    names = {city.name.lower(): city.name for city in request.cities}
    pair = re.fullmatch(r"(.+?) (before|after) (.+)", rest)
    if pair is not None and pair[1] in names and pair[3] in names:
        one, other = names[pair[1]], names[pair[3]]
        if pair[2] == "after":
            one, other = other, one
        wish = f"visited[{one}] and visited[{other}] and end[{one}] <= start[{other}]"
        return wish, f"{one} comes before {other}"
    day = re.fullmatch(r"(.+?) on (\d+)", rest)
    if day is not None and day[1] in names:
        name, number = names[day[1]], int(day[2])
        return (
            f"visited[{name}] and start[{name}] <= {number} and end[{name}] >= {number}",
            f"one is in {name} on day {number}",
        )
    begins = re.search(r"\b(?:start|starting|begin|beginning|first)\b", lowered)
    ends = re.search(r"\b(?:end|ending|last|finish)\b", lowered)
    name_only = rest.removesuffix(" first").removesuffix(" last").removesuffix(" with").strip()
    if name_only not in names:
        return None
    name = names[name_only]
    if begins:
        return f"visited[{name}] and start[{name}] == 1", f"the trip begins in {name}"
    if ends:
        return f"visited[{name}] and end[{name}] == days", f"the trip ends in {name}"
    return f"visited[{name}]", f"{name} is visited"
