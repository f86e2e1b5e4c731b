"""Questions about a meeting in English: "why not Tuesday at 10?", "why Monday?", "what if Bob need not come?"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domains.asking import expression_in
from domains.base import Asked
from domains.calendar import times
from domains.questions import ask as ask_any
from domains.reading.clocks import bare_clock_at
from domains.reading.slots import slots_at
from domains.reading.text import parse
from encoders.spec import parse as parse_wish
from encoders.spec import value

if TYPE_CHECKING:
    from typing import Any

    from domains.base import QuestionKind
    from domains.calendar.data import CalendarData
    from domains.calendar.request import CalendarPlan, CalendarRequest
    from domains.reading.text import Token

_WHY = frozenset(
    """
    why why-not not how come is are do does did we meet meeting it the on at in a could would can can't be held there this so have
    i you they have has was then isn't then late early scheduled booked ? , no a and on of
    """.split()  # noqa: SIM905
)


def ask(
    world: Any,
    kind: QuestionKind,
    question: str,
    plan: CalendarPlan | None,
    request: CalendarRequest,
    data: CalendarData,
) -> Asked:
    """Understand a question; days and times become conditions on when it is."""
    if expression_in(kind, question) is None and kind in ("why", "why-not"):
        wish = _moment(question, request)
        if wish is not None:
            text, says = wish
            if kind == "why-not":
                return Asked(f"where it is {says}", wish=text)
            if plan is not None and value(parse_wish(text), world.observe(plan, request, data)) is not True:
                return Asked("", questions=(f"The meeting is not {says}. What is meant?",))
            return Asked(f"where it is not {says}", wish=f"not ({text})")
    return ask_any(world, kind, question, plan, request, data)


def _moment(question: str, request: CalendarRequest) -> tuple[str, str] | None:
    """A day, a time or both as an expression, with its words; None where anything else is said."""
    tokens = [token for sentence in parse(question).sentences for token in sentence]
    days: list[str] = []
    conditions: list[str] = []
    says: list[str] = []
    at = 0
    while at < len(tokens):
        found = slots_at(tokens, at)
        if found is not None:
            slots, at = found
            for slot in slots:
                days += [day for day in request.days for mention in slot.days if _is(mention, day)]
                if slot.days and not days:
                    return None
                for stretch in slot.stretches:
                    if stretch.start is not None and stretch.start.minutes:
                        conditions.append(f"time >= {stretch.start.afternoon.minutes}")
                    if stretch.end is not None and stretch.end.minutes < times.DAY:
                        conditions.append(f"time + {request.minutes} <= {stretch.end.afternoon.minutes}")
                    says.append(" ".join([t.norm for t in tokens if t.norm not in _WHY]))
            continue
        clock = bare_clock_at(tokens, at) if _is_time(tokens, at) else None
        if clock is not None:
            conditions.append(f"time == {clock[0].afternoon.minutes}")
            says.append(f"at {times.show(clock[0].afternoon.minutes)}")
            at = clock[1]
        elif tokens[at].norm in _WHY:
            at += 1
        else:
            return None
    if days:
        conditions.insert(
            0,
            " or ".join([f"on[{day}]" for day in days])
            if len(days) == 1
            else f"({' or '.join([f'on[{day}]' for day in days])})",
        )
        says.insert(0, f"on {' or '.join([times.spoken(day) for day in days])}")
    return (" and ".join(conditions), " ".join(dict.fromkeys(says))) if conditions else None


def _is_time(tokens: list[Token], at: int) -> bool:
    return tokens[at].kind in ("number", "word") and (
        tokens[at].kind == "number" or tokens[at].norm in ("noon", "midday", "half", "quarter")
    )


def _is(mention: Any, day: str) -> bool:
    """Whether a mention may mean a day of the request."""
    if mention.weekday is not None and mention.day is None:
        return times.weekday(day) == times.WEEKDAYS[mention.weekday]
    if not times.is_dated(day):
        return False
    found = date.fromisoformat(day)
    known = [(mention.month, mention.day), *mention.readings]
    return any([(month in (None, found.month)) and number == found.day for month, number in known])
