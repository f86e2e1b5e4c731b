"""Who is named in a text: lists after "for" or "with", and those of whom something is said. No name is known beforehand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domains.calendar.request import ME
from domains.reading.dates import CALENDAR_WORDS
from domains.reading.slots import weekday_at
from domains.reading.text import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from domains.reading.text import Token

    Extractor = Callable[[Sequence[Token], int], tuple[object, int] | None]

_TITLE = r"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?[ \t])?"
_NAME = _TITLE + r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_a-z][^\W\d_]+)*"
_ONE = rf"(?:{_NAME}(?:[ \t]{_NAME}){{0,2}}|me\b|myself\b|I\b)"
_BEFORE = (
    "for|with|between|of|among|and|invite|include|including|attendees?|participants?|people|optional|optionally|without|are|is|see|"
    "meet|join"
)
"""Words before those who are to meet."""
_AFTER = (
    "is|are|has|have|can|cannot|can't|teaches|travels|could|would|will|won't|do|does|don't|doesn't|wants?|prefers?|needs?|works?|only|"
    "also|must|should|likes?|hates?|attends?|comes?|joins?|isn't|aren't|may|might|never"
)
"""Words after somebody of whom something is said."""
_LISTED = re.compile(
    rf"\b(?:{_BEFORE})\b[ :]*({_ONE}(?:(?:[ ]*[,;&/][ ]*|[ ]*,?[ ]+(?:and|or|plus|with)[ ]+){_ONE})*)",
)
_SUBJECTS = rf"(?:{_NAME}(?:[ \t]{_NAME}){{0,2}}(?:[ ]*,[ ]*|[ ]+and[ ]+)?)+"
_FIRST = re.compile(
    rf"(?:^|[.;:!?\n,]|\b(?:and|but|while|because|that|if)\b)[ \t]*({_SUBJECTS})(?=(?:'s|’s|[ ]*\(|:| (?:{_AFTER})\b))"
)
_GLUED = re.compile(rf"({_NAME}?)(?:has|is|can|would|does|do|wants|will)\b")
_SPLIT = re.compile(r"\s*[,;&/]\s*|\s*,?\s+(?:and|or|plus|with)\s+")
_NO_NAMES = frozenset(
    """
    i a an the we you he she it they this that these those there here our my your his her their its us them everyone everybody
    nobody anyone no not please find schedule book set arrange plan need meet meeting meetings what when where who why how hi
    hello hey dear thanks thank ok okay and or but if so also then all some any both either neither could can would will should
    must let each every team group people for with between at on in to of from by as is are note nothing only preferably ideally
    optional optionally attendees participants monday's lunch today tomorrow next am pm noon midday midnight it's i'm we're
    constraints availability calendar calendars schedules someone help just maybe perhaps because since while until before after
    busy free unavailable available utc gmt cet
    """.split()  # noqa: SIM905
)
_ALSO_WORDS = frozenset(("Will", "May", "April", "June", "August"))
"""Names that are words or months too: in a list of people they are names, at the beginning of a sentence they may be either."""


def people_in(text: str) -> list[str]:
    """The names in a text, in the order in which they stand there; `ME` for whoever writes."""
    found: dict[str, int] = {}
    text = text[:LONGEST]  # what is read at all; a long list that leads nowhere is tried from each of its names
    if not any([letter.isupper() for letter in text]):
        return []
    for pattern in (_LISTED, _FIRST):
        for match in pattern.finditer(text):
            at = match.start(1)
            for words in _SPLIT.split(match[1]):
                name = words if pattern is _LISTED and words in _ALSO_WORDS else _name(words)
                if name and name not in found:
                    found[name] = text.find(words, at)
    surnames = [name for name in found if any([other != name and other.endswith(" " + name) for other in found])]
    for name in surnames:
        del found[name]
    return sorted(found, key=found.__getitem__)


def lower_names_in(text: str, knows: Callable[[str], bool]) -> list[str]:
    """The names in a text without capitals: unknown words in lists after "for", "with" and the like."""
    if any([letter.isupper() for letter in text]):
        return []
    found: dict[str, None] = {}
    for match in re.finditer(
        r"\b(?:for|with|between|invite)\s+((?:[^\W\d_]+)(?:(?:\s*,\s*|\s*,?\s+and\s+)[^\W\d_]+)*)", text
    ):
        for word in _SPLIT.split(match[1]):
            if not knows(word) and not _is_word(word) and len(word) > 1:
                found.setdefault(word)
    return list(found)


def _name(words: str) -> str:
    if words.lower() in (ME, "myself", "i"):
        return ME
    kept = words.split()
    while kept and _is_word(kept[0]):
        kept = kept[1:]
    while kept and _is_word(kept[-1]):
        kept = kept[:-1]
    return " ".join(kept)


def _is_word(word: str) -> bool:
    lower = word.lower()
    return lower in _NO_NAMES or (
        not CALENDAR_WORDS.isdisjoint((lower, lower.removesuffix("s"))) and lower not in ("sun", "jan")
    )


def without_glue(names: Sequence[str], text: str) -> list[str]:
    """The names without those that are another one grown together with a verb ("Ruthhas no meetings")."""
    known = {name.casefold() for name in names}
    glued = {match[0].casefold() for match in _GLUED.finditer(text) if match[1].casefold() in known}
    return [name for name in names if name.casefold() not in glued]


class Names:
    """Extractors for people of one text; `knows` tells the reader's own words, which are names only with a capital letter."""

    def __init__(self, names: Iterable[str], knows: Callable[[str], bool]) -> None:
        self.names = list(names)
        self._knows = knows
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in self.names:
            words = tuple(re.findall(r"[^\W\d_]+", name.lower().replace("'", "").replace("’", "")))
            if words and name != ME:
                self._by_first.setdefault(words[0], []).append((words, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def one(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """A person's name; grown together with a verb, the verb is taken as said."""
        token = tokens[at]
        if token.kind != "word" or not (token.capital or not self._knows(token.norm)):
            return None
        for words, name in self._by_first.get(token.norm, ()):
            if tuple([t.norm for t in tokens[at : at + len(words)]]) == words:
                return name, at + len(words)
        for ending in ("has", "is", "can", "would", "does", "do", "wants", "will"):
            if token.norm.endswith(ending) and (stem := token.norm.removesuffix(ending)) in self._by_first:
                found = next((name for words, name in self._by_first[stem] if len(words) == 1), None)
                if found is not None and weekday_at(tokens, at) is None:
                    return found, at + 1
        return None

    def several(self, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        """Two people or more: "Ann, Bob and me"."""
        found: list[str] = []
        index = end = at
        while index < len(tokens):
            one = self.one(tokens, index) or self._me(tokens, index, bool(found))
            if one is None:
                break
            found.append(one[0])
            end = index = one[1]
            while index < len(tokens) and tokens[index].norm in (",", "and", "&", "plus", "/", "or", ";", "with"):
                index += 1
            if index == end:
                break
        return (tuple(dict.fromkeys(found)), end) if len(found) > 1 else None

    def _me(self, tokens: Sequence[Token], at: int, listed: bool) -> tuple[str, int] | None:
        words = ("me", "myself", "i") if listed else ("me", "myself")
        return (ME, at + 1) if tokens[at].norm in words else None


def named(names: Iterable[str], knows: Callable[[str], bool]) -> Mapping[str, Extractor]:
    """The slots PEOPLE and PERSON."""
    index = Names(names, knows)
    return {"PEOPLE": index.several, "PERSON": index.one}
