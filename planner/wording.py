"""Short pieces of English that answers and reports share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.numbers import Number, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.problem import Constraint

_MOST_SENTENCES = 3
"""A group of many rules is told by its first ones."""


def amount(value: Number, unit: str) -> str:
    """A number with its unit: "$1,400", "$12.50", "12.5 hours", "55"; minutes after midnight ("clock") as "09:30"."""
    if unit == "clock" and value.denominator == 1 and value >= 0:
        days, minutes = divmod(int(value), 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}{f' +{days}' if days else ''}"
    shown = show(-value if value < 0 else value)
    sign = "-" if value < 0 else ""
    if not unit:
        return f"{sign}{shown}"
    if len(unit) != 1 or unit.isalpha():
        return f"{sign}{shown} {unit}"
    whole, point, cents = shown.partition(".")
    return f"{sign}{unit}{whole}{point}{cents.ljust(2, '0')}" if point else f"{sign}{unit}{shown}"


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
