"""Wishes in the expression language that a model proposes: are they sound, and do the quoted words show them by themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from domains.reading.dates import DateMention
from encoders.errors import InputError
from encoders.numbers import exact
from encoders.spec import Name, names_in, parse
from planner.interpret.llm.days import days_said
from planner.interpret.llm.directions import limit_set, ways_said, word_of
from planner.interpret.llm.said import clocks, fillers, left_over, places_of, said, speaks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.vocabulary import Quantity, Words
    from encoders.numbers import Number
    from encoders.spec import Node
    from planner.interpret.llm.said import Said

_ALL = ("any", "each", "every", "all", "no", "never", "not", "single", "per")
_LONGEST = 400


def quantities_of(words: Words) -> dict[str, Quantity]:
    """The quantities by their word without indices."""
    return {quantity.word: quantity for quantity in words.quantities}


def sound(text: str, words: Words) -> str:
    """A wish that parses and names quantities and candidates only. Raises InputError, UnsupportedError for the model."""
    if len(text) > _LONGEST:
        raise InputError(f"the wish has more than {_LONGEST} characters")
    node, known = parse(text, where="wish"), quantities_of(words)
    if isinstance(node, Name) or not names_in(node):
        raise InputError("the wish compares no quantity", where="wish")
    for name in names_in(node):
        if word_of(name) not in known:
            listed = ", ".join([quantity.form for quantity in words.quantities])
            raise InputError(f"no quantity is called {name.text!r}; there are {listed}", where="wish")
        _require_candidate(name, words)
    return text.strip()


def _require_candidate(name: Name, words: Words) -> None:
    """An index that is a name must be one of the candidates, a day one of the trip's."""
    form = quantities_of(words)[word_of(name)].form
    for (word, index), kind in zip(name.parts, _kinds_of_index(form), strict=True):
        if index is None or index == "*" or kind in ("N", "HH:MM") or not kind.isupper():
            continue
        near = words.names.get(word, words.names.get(_CANDIDATES.get(kind, word), ()))
        if kind == _DAY and not near and (index.isdecimal() or index == _LAST):
            continue  # how many days there are is not known yet
        if index not in near:
            there = f"; there are {', '.join(near)}" if near else ""
            what = "no day of the trip" if kind == _DAY else "no name near the words"
            raise InputError(f"{index!r} is {what}{there}", where="wish")


_DAY, _LAST = "DAY", "last"
_CANDIDATES = {"CITY": "nights", "CUISINE": "cuisine", "RESTAURANT": "meals_at", _DAY: "day"}
"""What is written for an index in a quantity's form, and the word whose names it has."""


def _kinds_of_index(form: str) -> list[str]:
    """What stands in the brackets of each word of a form: dinner[DAY].cuisine[CUISINE] has DAY and CUISINE."""
    return [part.partition("[")[2].removesuffix("]") for part in form.split(".")]


def doubt(text: str, quote: str, words: Words) -> str:
    """Why the quoted words do not show the wish by themselves; "" where they do."""
    node, known = parse(text), quantities_of(words)
    limit = limit_set(node, known, _limits(node, known))
    if limit is None:
        return "it is more than one limit"
    spoken = said(quote)
    quantity = known[word_of(limit.name)]
    cues = quantity.cues
    if not any([speaks(norm, cues) for norm in spoken.norms if norm not in fillers()]):
        return f"they do not speak of {quantity.meaning}"
    if quantity.needs and not any([speaks(norm, quantity.needs) for norm in spoken.norms]):
        return f"they do not plainly speak of {quantity.meaning}"
    ways, taken = ways_said(spoken.norms)
    if limit.way == "some":
        if ways:
            return "they limit something"
    elif ways != [limit.way]:
        return f"they say {' and '.join(ways) or 'no limit'}, the wish says {limit.way}"
    tokens = spoken.tokens
    if limit.number is not None:
        mention = _mentioned(limit.number, quantity, spoken)
        if mention is None:
            return "the number does not stand in these words"
        taken |= mention
    for (word, index), kind in zip(limit.name.parts, _kinds_of_index(quantity.form), strict=True):
        if index is None or index == "*" or quantity.none_means is not None:
            continue
        if kind == _DAY and len(limit.name.parts) > 1 and not any([norm.startswith(word) for norm in spoken.norms]):
            return f"they do not speak of {word}"
        if word == "leg":
            return "which leg is meant has to be looked at"
        found = days_said(spoken.norms, index) if kind == _DAY else places_of(index, tokens)
        if not found:
            unclear = "which day is meant has to be looked at"
            return unclear if kind == _DAY else f"{index} does not stand in these words"
        taken |= {at for first, after in found for at in range(first, after)}
    if quantity.unit in ("money", "minutes"):  # of these there are sums too
        if _of_each(spoken.norms) != limit.each:
            return "a limit for each is not one for all together"
    elif limit.each and not any([norm in _ALL for norm in spoken.norms]):
        return "they do not say that it holds for each"
    rest_words = left_over(tokens, taken, (*cues, *_ALL))
    return f"nothing accounts for “{' '.join(rest_words)}”" if rest_words else ""


def _of_each(norms: Sequence[str]) -> bool:
    """Whether words speak of each of several things: "no meal over 9 euros", not "no more than 9 euros on meals"."""
    spread = [at for at, norm in enumerate(norms[:-1]) if norm == "no" and norms[at + 1] not in _COMPARING]
    return bool(spread) or any([norm in _EACH for norm in norms])


_EACH = ("each", "every", "any", "per", "single", "apiece")
_COMPARING = (
    "more",
    "less",
    "fewer",
    "longer",
    "later",
    "earlier",
    "sooner",
    "higher",
    "lower",
    "greater",
    "shorter",
    "cheaper",
)


def _limits(node: Node, known: Mapping[str, Quantity]) -> dict[str, Number]:
    """The limits that stand in indices, by the name's text: clock times as minutes."""
    found: dict[str, Number] = {}
    for name in names_in(node):
        quantity, index = known.get(word_of(name)), name.parts[0][1]
        if quantity is None or quantity.none_means is None or index is None:
            continue
        try:
            hours, colon, minutes = index.partition(":")
            found[name.text] = int(hours) * 60 + int(minutes) if colon else exact(index)
        except ValueError:
            continue
    return found


def _mentioned(number: Number, quantity: Quantity, spoken: Said) -> set[int] | None:
    """The indices of the tokens that say the number, in the quantity's unit; None where it, or another one too, is said."""
    if quantity.unit == "clock":
        times = clocks(spoken.tokens, bare=True)
        if len(times) != 1 or times[0].value != number:
            return None
        return set(range(times[0].first, times[0].after))
    if len(spoken.numbers) != 1:
        return None
    mention = spoken.numbers[0]
    assert not isinstance(mention.value, DateMention)
    value, after = Fraction(mention.value), mention.after
    taken = set(range(mention.first, mention.after))
    if quantity.unit == "minutes":
        if spoken.norms[after : after + 3] == _HALF:  # "two and a half hours"
            value, taken, after = value + Fraction(1, 2), taken | {after, after + 1, after + 2}, after + 3
        unit = spoken.norms[after] if after < len(spoken.norms) else ""
        factor = 60 if unit in ("hour", "hours", "hr", "hrs", "h") else 1 if unit.startswith("min") else None
        if factor is None:
            return None
        taken.add(after)
        if spoken.norms[after + 1 : after + 4] == _HALF:  # "two hours and a half"
            value, taken = value + Fraction(1, 2), taken | {after + 1, after + 2, after + 3}
        value *= factor
    return taken if value == number else None


_HALF = ("and", "a", "half")
