"""Pieces of English about an open problem: amounts with their units, one of a set, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number

_NO_PLURALS = ("ss", "us", "is", "news", "series")


def amount(value: bool | Number, unit: str = "") -> str:
    """A value with its unit: "$1,400", "50 bags", "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown, sign = show(-value if value < 0 else value), "-" if value < 0 else ""
    if not unit:
        return f"{sign}{shown}"
    if len(unit) == 1 and not unit.isalnum():
        return f"{sign}{shown}%" if unit == "%" else f"{sign}{unit}{shown}"
    first, stroke, rest = unit.partition("/")
    if stroke and len(first.strip()) == 1 and not first.strip().isalnum():
        return f"{sign}{first.strip()}{shown} per {rest.strip()}"
    return f"{sign}{shown} {(singular(unit) if value == 1 else '') or unit}"


def singular(plural: str) -> str:
    """One of a set, by the set's name: "supplier" for "suppliers"; empty where the name is no plain plural."""
    word = plural.replace("_", " ")
    low = word.casefold()
    if low.endswith("people"):
        return f"{word[: -len('people')]}person"
    if not low.endswith("s") or low.endswith(_NO_PLURALS) or len(word) < 3:
        return ""
    if low.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if low.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def one_of(name: str) -> str:
    """One of a set with the article of its name: "supplier", "member of staff"."""
    return singular(name) or f"member of {name.replace('_', ' ')}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def shortened(words: Sequence[str], most: int = 8, last: str = "and") -> str:
    """The first few of a list, and how many more there are."""
    if len(words) <= most:
        return listed(words, last)
    return f"{', '.join(words[: most - 1])} {last} {len(words) - most + 1:,} more"


def sentence(text: str) -> str:
    """A text as one sentence: a capital where it begins with a plain word, a full stop."""
    said = " ".join(text.split()).rstrip(".")
    first = said.partition(" ")[0]
    if first.isalpha() and first.islower():
        said = said[:1].upper() + said[1:]
    return f"{said}." if said and said[-1] not in "!?:" else said
