"""Rules of a project in words, for the problem and the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.numbers import show

if TYPE_CHECKING:
    from domains.base import Change
    from domains.project.request import Apart, Less, Order
    from encoders.numbers import Number

_IRREGULAR = {"person": "people", "man": "men", "woman": "women", "foot": "feet", "child": "children"}
_DAYS = {"days": "day", "weeks": "week", "months": "month"}
"""Units that people count by name: the end of day 3 is 3."""


def plural(name: str, count: int) -> str:
    """A resource's name for so many: "worker", "workers", "crew of two"."""
    if count == 1:
        return name
    head, of, rest = name.partition(" of ")
    begin, space, last = head.rpartition(" ")
    if last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif (
        not last[-1:].isalpha() or last.isupper() or last.endswith(("s", "ing", "men", "people", "staff", "equipment"))
    ):
        many = last
    elif last.endswith("y") and last[-2:-1] not in tuple("aeiou"):
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}es" if last.endswith(("x", "ch", "sh", "z")) else f"{last}s"
    return f"{begin}{space}{many}{of}{rest}"


def span(amount: int, unit: str) -> str:
    """ "1 day", "3 weeks", "4"."""
    return f"{amount} {unit[:-1] if amount == 1 and unit.endswith('s') else unit}".strip()


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def does(name: str, verb: str) -> str:
    """An activity and what it does: "Roof starts", "Walls start", "Strip the walls starts"."""
    words = name.split()
    one = words[-1].endswith(("ss", "us", "is")) or words[0].endswith("ing") or {"the", "a", "an", "our"} & set(words)
    many = words[-1].islower() and words[-1].endswith("s") and len(words[-1]) > 3 and not one
    return f"{name} {verb.removesuffix('s') if many else verb}"


def latest(at: int, unit: str) -> str:
    """A limit from above: "by the end of day 3", "by 3 hours"."""
    return f"by the end of {_DAYS[unit]} {at}" if unit in _DAYS else f"by {span(at, unit)}"


def earliest(at: int, unit: str) -> str:
    """A limit from below: "on day 4 or later", "at 3 hours or later"."""
    return f"on {_DAYS[unit]} {at + 1} or later" if unit in _DAYS else f"at {span(at, unit)} or later"


def moment(at: int, unit: str, *, begin: bool = False) -> str:
    """A moment in a table: "day 3" where it is the beginning or the end of one, else "3"."""
    return f"{_DAYS[unit]} {at + 1 if begin else at}" if unit in _DAYS else str(at)


def during(start: int, end: int, unit: str) -> str:
    """A stretch of time: "on day 3", "from day 3 to day 5", "from 2 to 5"."""
    if unit not in _DAYS:
        return f"from {start} to {end}"
    day = _DAYS[unit]
    if end == start + 1:
        return f"{'on' if day == 'day' else 'in'} {day} {end}"
    return f"from {day} {start + 1} to {day} {end}"


def money(amount: Number, currency: str) -> str:
    """ "$1,400"."""
    shown = show(amount)
    return f"{currency}{shown}" if len(currency) == 1 else f"{shown} {currency}".strip()


def order(rule: Order, unit: str) -> str:
    """What comes before what, and how long after."""
    first, then = rule.ends.split("-")
    if rule.ends == "end-start" and rule.lag == 0:
        return f"{capital(does(rule.after, 'starts'))} after {does(rule.before, 'ends')}."
    what = capital(does(rule.after, f"{then}s"))
    when = does(rule.before, f"{first}s")
    if rule.lag > 0:
        return f"{what} at least {span(rule.lag, unit)} after {when}."
    if rule.lag < 0:
        return f"{what} at most {span(-rule.lag, unit)} before {when}."
    return f"{what} no earlier than {when}."


def within(rule: Order, unit: str) -> str:
    """How long after at most."""
    first, then = rule.ends.split("-")
    what, when = capital(does(rule.after, f"{then}s")), does(rule.before, f"{first}s")
    if rule.within is not None and rule.within <= 0:
        early = f"at least {span(-rule.within, unit)} before" if rule.within else "no later than"
        return f"{what} {early} {when}."
    return f"{what} at most {span(rule.within or 0, unit)} after {when}."


def apart(rule: Apart) -> str:
    """Which activities do not overlap."""
    names = rule.activities
    return f"{capital(', '.join(names[:-1]))} and {names[-1]} do not run at the same time."


def capacity(resource: str, units: int) -> str:
    """How much of a resource there is."""
    return f"There {'is' if units == 1 else 'are'} {units} {plural(resource, units)}."


def less(rule: Less, unit: str) -> str:
    """When there is less of a resource."""
    when = capital(during(rule.start, rule.end, unit))
    if rule.capacity == 0:
        return f"{when} there is no {rule.resource}."
    return f"{when} there {'is' if rule.capacity == 1 else 'are'} only {rule.capacity} {plural(rule.resource, rule.capacity)}."


def supply(name: str, amount: int) -> str:
    """How much of a supply there is for the whole project."""
    return f"The project has {amount} {plural(name, amount)}."


def change(found: Change) -> str:
    """A change of a request; empty where general words will do."""
    field, _, name = found.path.partition("/")
    before, after = found.before, found.after
    if field in ("resources", "supplies"):
        if after is None:
            return f"Have as many {plural(name, 2)} as needed"
        if isinstance(before, int) and isinstance(after, int) and after > before:
            more = after - before
            return f"Have {more} more {plural(name, more)}: {after} instead of {before}"
        return f"Have {after} {plural(name, 2)} instead of {before}"
    if field in ("due", "release") and isinstance(before, int) and isinstance(after, int):
        what = "the due date" if field == "due" else "the earliest start"
        return f"Move {what} of {name} from {before} to {after}"
    if field == "activities" and after is None:
        return f"Leave out {name}"
    if field == "breaks" and after is None:
        return f"Work through the break {name}"
    if field == "order" and name.endswith("/within") and isinstance(after, int):
        return f"Let {after} instead of {before} pass at most from {name.removesuffix('/within').replace(' before ', ' to ')}"
    return ""
