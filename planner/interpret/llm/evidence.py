"""Whether the quoted words themselves say a field's value, whatever a model claims: else somebody has to confirm it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domains.reading.dates import DateMention
from domains.reading.money import money_at, same_currency
from encoders.errors import InputError
from encoders.numbers import to_json
from encoders.spec.names import close_names
from planner.interpret.llm.said import DENIALS, Mention, left_over, places_of, said, speaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.vocabulary import Choice, Field
    from planner.interpret.llm.said import Said

_LONGEST, _LONGEST_SENTENCE = 100, 300
_SHOWN = 12


def value_of(field: Field, value: str) -> str:
    """A reply's value as the field has it: "1400", "2022-03-03", a name as the data write it. Raises InputError for the model."""
    text = " ".join(value.split())
    if not text or len(text) > (_LONGEST if field.kind != "plain" else _LONGEST_SENTENCE):
        raise InputError(f"the value of {field.name!r} is empty or too long")
    if field.kind == "plain":
        return text
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "day":
        return _day(field, text)
    known = {name.casefold(): name for name in (*field.known, *field.values)}
    if text.casefold() in known:
        return known[text.casefold()]
    near = close_names(text, tuple(known.values())) or field.values[:_SHOWN]
    raise InputError(f"{text!r} is no value of {field.name!r}; there are {', '.join(near) or 'none'}")


def _number(field: Field, text: str) -> str:
    numbers = said(text).numbers
    if len(numbers) != 1:
        raise InputError(f"{text!r} is no number, as {field.name!r} needs one")
    number = numbers[0].value
    assert not isinstance(number, DateMention)
    if number < 0:
        raise InputError(f"{field.name!r} is not below 0, as {text!r} is")
    return str(to_json(number))


def _day(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(f"{text!r} is no day, as {field.name!r} needs one; write YYYY-MM-DD") from error


def doubt(field: Field, value: str, quote: str, fields: Sequence[Field], today: date) -> str:
    """Why the words do not show the value by themselves; "" where they do."""
    words = said(quote)
    if field.kind == "plain":
        return "they are said again in other words"
    if field.kind == "choice":
        return _of_choice(field, value, words)
    if field.kind == "day":
        found = [m for m in words.days if _is_day(m.value, value, today)]
    elif field.kind == "name":
        found = [Mention(0, first, after) for first, after in places_of(value, words.tokens)]
    else:
        found = [m for m in words.numbers if str(to_json(m.value)) == value]  # type: ignore[arg-type]
        found += [
            Mention(0, at, at + 1) for at, norm in enumerate(words.norms) if field.numerals.get(norm) == int_or(value)
        ]
    if not found:
        return f"{value} does not stand in these words"
    if words.denied:
        return "they deny something"
    mention = found[0]
    if mention.role in ("start", "end"):
        if field.name != mention.role:
            return f"they say the {mention.role}"
    elif not _own(field, mention, words, fields):
        return f"they do not say that it is the {field.name}"
    taken = {at for m in found for at in range(m.first, m.after)}
    rest = left_over(words.tokens, taken, field.cues)
    return f"nothing accounts for “{' '.join(rest)}”" if rest else ""


def require_currency(currency: str, quote: str) -> None:
    """Raise InputError where the words name another currency than the data's: nothing is converted."""
    tokens = said(quote).tokens
    for at in range(len(tokens) if currency else 0):
        found = money_at(tokens, at)
        if found is not None and found[0].currency and not same_currency(found[0].currency, currency):
            raise InputError(f"the words are not in {currency}, as all prices are; leave the item out")


def int_or(value: str) -> int | None:
    """The whole number that a text is, None where it is none."""
    return int(value) if value.isdecimal() else None


def _is_day(mention: DateMention | object, value: str, today: date) -> bool:
    """Whether a mention names this day; without a year it is the first such day from today on."""
    day = date.fromisoformat(value)
    named = (getattr(mention, "month", None), getattr(mention, "day", None))
    if named != (day.month, day.day):
        return False
    year = getattr(mention, "year", None)
    if year is not None:
        return bool(year == day.year)
    return today <= day and (day - today).days < 365


def _own(field: Field, mention: Mention, words: Said, fields: Sequence[Field]) -> bool:
    """Whether a word of this field stands nearer to the value than any word of another field of its kind."""
    others = [other for other in fields if other.kind == field.kind and other.name != field.name]
    mine = field.cues | frozenset(field.numerals)
    theirs = frozenset([cue for other in others for cue in other.cues])
    if mention.after - mention.first == 1 and words.norms[mention.first] in field.numerals:
        return True
    own = _nearest(words, mention, mine - theirs)
    other = _nearest(words, mention, theirs - mine)
    return own is not None and (other is None or own < other)


def _nearest(words: Said, mention: Mention, cues: frozenset[str]) -> int | None:
    """How far the nearest of these words is from the value."""
    distances = [
        mention.first - at if at < mention.first else at - mention.after + 1
        for at, norm in enumerate(words.norms)
        if not mention.first <= at < mention.after and speaks(norm, cues)
    ]
    return min(distances, default=None)


def _of_choice(field: Field, value: str, words: Said) -> str:
    met = [choice for choice in field.choices if _met(choice, words)]
    wanted = next(choice for choice in field.choices if choice.value == value)
    if wanted not in met:
        return f"they do not say {value!r}"
    rivals = [choice for choice in met if choice is not wanted and not choice.denied >= wanted.denied]
    if not wanted.denied and words.denied:
        return "they deny something"
    if len([choice for choice in met if choice.denied == wanted.denied]) > 1 or (wanted.denied is False and rivals):
        return "they say several things"
    if wanted.denied and len([norm for norm in words.norms if norm in DENIALS]) != 1:
        return "they deny in a way that is not plain"
    cues = frozenset([word for need in wanted.needs for word in need]) | field.cues
    rest = left_over(words.tokens, (), cues)
    if rest:
        return f"nothing accounts for “{' '.join(rest)}”"
    return ""


def _met(choice: Choice, words: Said) -> bool:
    return all([any([speaks(norm, need) for norm in words.norms]) for need in choice.needs])
