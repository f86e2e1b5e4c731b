"""Short pieces of English that answers and reports share."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.numbers import Number, magnitude, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.problem import Constraint

_CLOCK = "clock"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SINGULAR = {
    "seconds": "second", "minutes": "minute", "hours": "hour", "days": "day", "weeks": "week", "shifts": "shift",
    "units of time": "unit of time",
    "people": "person", "people who cannot come": "person who cannot come", "preferences not met": "preference not met",
}  # fmt: skip
_MOST_SENTENCES = 3
"""A group of many rules is told by its first ones."""


def amount(value: Number, unit: str) -> str:
    """A number with its unit: "$1,400", "$12.50", "12.5 hours", "1 hour", "55".

    Minutes after a midnight are times: "clock" is "09:30", "clock from Monday" is "Tuesday 09:30", and "clock from 2027-05-14"
    is "Saturday 15 May 2027, 09:30".
    """
    if is_clock(unit):
        return _time(value, unit.removeprefix(_CLOCK).removeprefix(" from "))
    if value == 1:
        unit = _SINGULAR.get(unit, unit)
    shown = show(-value if value < 0 else value)
    sign = "-" if value < 0 else ""
    if not unit:
        return f"{sign}{shown}"
    if len(unit) != 1 or unit.isalpha():
        return f"{sign}{shown} {unit}"
    whole, point, cents = shown.partition(".")
    return f"{sign}{unit}{whole}{point}{cents.ljust(2, '0')}" if point else f"{sign}{unit}{shown}"


def is_clock(unit: str) -> bool:
    """Whether numbers of this unit are times; what lies between two of them are minutes."""
    return unit == _CLOCK or unit.startswith(f"{_CLOCK} from ")


def step(change: Number, unit: str, *, alone: bool = True) -> str:
    """A difference that is not 0: "$22 more", "1 hour less", "30 minutes later".

    Not `alone`, beside two amounts that say it, a unit that is a word is left out.
    """
    if is_clock(unit):
        return f"{amount(magnitude(change), 'minutes')} {'later' if change > 0 else 'earlier'}"
    shown = unit if alone or len(unit) == 1 else ""
    return f"{amount(magnitude(change), shown)} {'more' if change > 0 else 'less'}"


def _time(value: Number, first: str) -> str:
    """Minutes after the midnight at which a day begins: a weekday, a date, or one that is not named."""
    days, rest = divmod(value, 24 * 60)
    minutes, seconds = divmod(rest, 1)
    clock = f"{minutes // 60:02}:{minutes % 60:02}{f':{show(seconds * 60).zfill(2)}' if seconds else ''}"
    if not first:
        return f"{clock}{f' {days:+}' if days else ''}"
    if first in _WEEKDAYS:
        weeks, day = divmod(_WEEKDAYS.index(first) + days, 7)
        beyond = f" ({'+' if weeks > 0 else '-'}{counted(int(abs(weeks)), 'week')})" if weeks else ""
        return f"{_WEEKDAYS[day]}{beyond} {clock}"
    day_meant = date.fromisoformat(first) + timedelta(days=int(days))
    return f"{_WEEKDAYS[day_meant.weekday()]} {day_meant.day} {day_meant:%B %Y}, {clock}"


def percent(before: Number, after: Number) -> str:
    """The change relative to what stood there: "+8%", "-12.5%", "less than 0.1%"; nothing where that was 0 or no change."""
    if before == 0 or before == after:
        return ""
    change = Fraction(after - before) / abs(Fraction(before)) * 100
    tenths = round(abs(change) * 10)
    sign = "+" if change > 0 else "-"
    if tenths == 0:
        return "less than 0.1%"
    whole, rest = divmod(tenths, 10)
    return f"{sign}{whole:,}.{rest}%" if rest else f"{sign}{whole:,}%"


def sentences(rules: Sequence[Constraint]) -> str:
    """What a group says: its rules' sentences, each once; a long group is cut and counted."""
    said = list(dict.fromkeys([rule.says.strip() for rule in rules if rule.says.strip()]))
    if not said:
        return f"{rules[0].group} holds." if rules else ""
    if len(said) > _MOST_SENTENCES:
        said = [*said[:_MOST_SENTENCES], f"({len(said) - _MOST_SENTENCES} more rules.)"]
    return " ".join(said)


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 variable", "1,200 variables"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def field_name(path: str) -> str:
    """A request path for people: "the budget", “due/J1”, "the minutes of Ann"."""
    inner = path.partition("/")[2].rpartition("/")
    if inner[1]:
        return f"the {inner[2].replace('_', ' ')} of {inner[0]}"
    return f"“{path}”" if "/" in path else f"the {path.replace('_', ' ')}"


def you_wrote(quote: str | None) -> str:
    """The user's own words in brackets, nothing where there are none: " (you wrote “under $20”)"."""
    return f" (you wrote “{' '.join(quote.split())}”)" if quote else ""


def meant(says: str, quote: str | None) -> str:
    """A wish in the user's own words, else in ours, in quotes."""
    return f"“{' '.join(quote.split())}”" if quote else f"“{says.strip().rstrip('.')}”"
