"""Questions about a day of meetings in English: "why not Ann?", "why is Bob not met?", "why Ann before Bob?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in
from domains.base import Asked
from domains.meetings.times import clock, show
from domains.questions import ask as ask_any

if TYPE_CHECKING:
    from domains.base import QuestionKind
    from domains.meetings.request import MeetingsPlan, MeetingsRequest

_BEFORE = re.compile(r"(.+?) (before|after) (.+)")
_AT = re.compile(r"(.+?) (?:at|from) (\d{1,2}:\d\d)")
_ASIDE = re.compile(
    r"^(?:why(?: not)?|how come)\b|\b(?:do|does|did|is|are|was|i|we|you|not|meet|meeting|met|see|seeing|seen|visit|"
    r"visited|skip|skipped|left|out|"
    r"go to|to|it that|can|could|one|should|must|be|get|have|has|isn't|aren't|don't|can't)\b|[?.!,]"
)


def ask(
    world: Any,
    kind: QuestionKind,
    question: str,
    plan: MeetingsPlan | None,
    request: MeetingsRequest,
    data: Any,
) -> Asked:
    """Understand a question; people by name become conditions on who is met and when."""
    if expression_in(kind, question) is None and kind in ("why", "why-not"):
        found = _about(question, request, plan, kind)
        if found is not None:
            return found
    return ask_any(world, kind, question, plan, request, data)


def _about(question: str, request: MeetingsRequest, plan: MeetingsPlan | None, kind: QuestionKind) -> Asked | None:
    rest = " ".join(_ASIDE.sub(" ", question.lower()).split())
    names = {friend.name.lower(): friend.name for friend in request.friends}
    met = {meeting.person for meeting in plan.meetings} if plan is not None else set()
    pair = _BEFORE.fullmatch(rest)
    if pair is not None and pair[1] in names and pair[3] in names:
        one, other = names[pair[1]], names[pair[3]]
        if pair[2] == "after":
            one, other = other, one
        wish = f"met[{one}] and met[{other}] and end[{one}] <= start[{other}]"
        says = f"{one} is met before {other}"
        if kind == "why":
            return Asked(f"where {one} is not met before {other}", wish=f"not ({wish})")
        return Asked(f"where {says}", wish=wish)
    timed = _AT.fullmatch(rest)
    if timed is not None and timed[1] in names and kind == "why-not":
        name, minute = names[timed[1]], clock(timed[2])
        return Asked(f"where {name} is met at {show(minute)}", wish=f"met[{name}] and start[{name}] == {minute}")
    if rest not in names:
        return None
    name = names[rest]
    negated = kind == "why" and re.search(r"\b(?:not|n't|skip|skipped|left out)\b", question.lower()) is not None
    if kind == "why-not" or negated:
        if name in met:
            return Asked(f"where {name} is not met", wish=f"not met[{name}]") if not negated else _otherwise(name, True)
        return Asked(f"where {name} is met", wish=f"met[{name}]")
    if plan is not None and name not in met:
        return _otherwise(name, False)
    return Asked(f"where {name} is not met", wish=f"not met[{name}]")


def _otherwise(name: str, met: bool) -> Asked:
    return Asked("", questions=(f"{name} is {'met' if met else 'not met'} in this plan. What is meant?",))
