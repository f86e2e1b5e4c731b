"""A sentence about an open problem with slots for its names and numbers, in a closed world: what is no name stays a word.

"What if supplier s2's capacity is 40 bags?"  ->  "what if <mem> <par> is <num>"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Literal, cast

from domains.open.wishes import spaced
from domains.open.words import one_of
from encoders.errors import InputError
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.open.known import Known
    from domains.open.questions.places import Place

Kind = Literal["par", "var", "set", "one", "mem", "rule", "goal", "elem", "num", "pct", "unit"]
LONGEST, MOST_WAYS = 500, 64

_TOKEN = re.compile(
    r"""(?P<elem>[^\W\d]\w*\s?\[[^\[\]\n]*\]) | (?P<num>[$€£]?\d+(?:,\d{3})*(?:\.\d+)?(?!\w)) | (?P<own>['’]s\b)
      | (?P<word>\w+(?:['’](?!s\b)\w+)?) | (?P<other>[^\s\w])""",
    re.VERBOSE,
)
_SAME = {
    "don't": "not", "doesn't": "not", "didn't": "not", "can't": "not", "cannot": "not", "won't": "not", "isn't": "is not",
    "aren't": "is not", "wasn't": "is not", "weren't": "is not", "shouldn't": "not", "never": "not", "are": "is", "was": "is",
    "were": "is", "be": "is", "been": "is", "becomes": "is", "became": "is", "become": "is", "stays": "is", "equals": "is",
    "has": "has", "have": "has", "had": "has", "nothing": "nothing", "percent": "%", "per": "per", "supposing": "suppose",
    "max": "at most", "maximum": "at most", "min": "at least", "minimum": "at least", "using": "use", "uses": "use",
}  # fmt: skip
_DROPPED = frozenset((
    "the", "a", "an", "our", "their", "its", "your", "my", "please", "then", "now", "just", "we", "you", "i", "they", "it",
    "do", "does", "did", "would", "could", "should", "will", "can", "may", "might", "shall", "also", "at all", "ever",
    ",", ".", "?", "!", ":", "“", "”", '"', "‘", "’", "'", "(", ")",
))  # fmt: skip
_BEFORE_MEMBER = frozenset(
    ("of", "for", "at", "in", "from", "to", "by", "with", "on", "between", "and", "via", "through")
)
_EACH = ("each", "every", "all")
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_COMMON = frozenset(("a", "i", "in", "at", "is", "on", "to", "of", "or", "by", "if", "no", "not", "all", "use", "it"))


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in a place of a sentence. A member's value is (its sets, the member)."""

    kind: Kind
    value: object


@dataclass(frozen=True, slots=True)
class Linked:
    """One way to take a sentence: its words with slots, and what the slots are, in order."""

    text: str
    slots: tuple[Slot, ...]
    each: bool = False
    """Whether it speaks of each of several."""

    def members(self, start: int = 0, end: int | None = None) -> list[tuple[list[str], str | int]]:
        """The members named in a part of the slots."""
        return [cast("tuple[list[str], str | int]", slot.value) for slot in self.slots[start:end] if slot.kind == "mem"]

    def all(self, kind: Kind) -> list[object]:
        """What stood in the slots of a kind."""
        return [slot.value for slot in self.slots if slot.kind == kind]


class Names:
    """Every name of a problem by its words, longest match first."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Slot]]] = {}
        spec = known.spec
        for parameter in spec.parameters:
            for said in _forms(parameter.name, parameter.says):
                self._add(said, Slot("par", parameter.name))
        for variable in spec.variables:
            for said in (*_forms(variable.name, variable.says), *_verb(variable.name)):
                self._add(said, Slot("var", variable.name))
        for goal in spec.objectives:
            self._add(goal.name.replace("_", " "), Slot("goal", goal.name))
        for rule in spec.constraints:
            self._add(rule.name.replace("_", " "), Slot("rule", rule.name))
        homes: dict[str | int, list[str]] = {}
        for group in known.data.sets.values():
            self._add(group.name.replace("_", " "), Slot("set", group.name))
            self._add(one_of(group.name), Slot("one", group.name))
            for member in () if group.whole else group.members:
                homes.setdefault(member, []).append(group.name)
        for member, sets in homes.items():
            self._add(str(member), Slot("mem", (sets, member)))
        units = {
            *[p.unit for p in spec.parameters],
            *[v.unit for v in spec.variables],
            *[g.unit for g in spec.objectives],
        }
        for unit in sorted(units):
            if unit.isalpha() and len(unit) > 1:
                for form in {unit, unit.removesuffix("s"), f"{unit}s"}:
                    self._add(form, Slot("unit", unit))

    def _add(self, said: str, slot: Slot) -> None:
        words = tuple([token.casefold() for _, token in _tokens(said)])
        if words:
            self._by_first.setdefault(words[0], []).append((words, said, slot))

    def at(self, tokens: Sequence[tuple[str, str]], at: int, *, after_one: bool) -> tuple[list[Slot], int] | None:
        """The longest names that start at a token, and the place after them."""
        best: list[Slot] = []
        longest = 0
        for words, said, slot in self._by_first.get(tokens[at][1].casefold(), ()):
            there = tokens[at : at + len(words)]
            if len(there) < len(words) or tuple([token.casefold() for _, token in there]) != words:
                continue
            if words[0] in _COMMON and len(words) == 1 and not after_one and (there[0][1] != said or said == words[0]):
                continue
            if len(words) > longest:
                best, longest = [], len(words)
            if len(words) == longest and slot not in best:
                best.append(slot)
        return (best, at + longest) if best else None


def linked(text: str, known: Known) -> Iterator[Linked]:
    """The ways to take a sentence; a word that names several things gives several ways."""
    names = Names(known)
    tokens = list(_tokens(text[:LONGEST]))
    pieces: list[list[Slot] | str] = []
    at = 0
    while at < len(tokens):
        kind, token = tokens[at]
        previous = pieces[-1] if pieces else ""
        after_one = isinstance(previous, list) and any([slot.kind == "one" for slot in previous])
        number = _numbered(tokens, at)
        if kind == "elem":
            pieces.append([Slot("elem", spaced(token.replace(" [", "[")))])
            at += 1
        elif (found := names.at(tokens, at, after_one=after_one)) is not None:
            pieces.append(found[0])
            at = found[1]
        elif number is not None and after_one and (member := _whole_member(previous, number, known)) is not None:
            pieces.append([member])
            at += 1
        elif number is not None:
            percent = at + 1 < len(tokens) and tokens[at + 1][1].casefold() in ("%", "percent")
            pieces.append([Slot("pct" if percent else "num", number)])
            at += 2 if percent else 1
        else:
            word = _SAME.get(token.casefold().replace("’", "'"), token.casefold())
            if word not in _DROPPED and kind != "own":
                pieces.append(word)
            at += 1
    options: list[list[Slot | str]] = [[piece] if isinstance(piece, str) else [*piece] for piece in pieces]
    for chosen in islice(product(*options), MOST_WAYS):
        yield _joined(chosen)


def _joined(chosen: Sequence[Slot | str]) -> Linked:
    """Words and slots as a text: prepositions before members, and the kind of thing that a member is, left out."""
    kept: list[Slot | str] = []
    each = False
    for piece in chosen:
        if isinstance(piece, Slot) and piece.kind == "unit" and kept and _is(kept[-1], "num"):
            continue
        if (
            isinstance(piece, Slot)
            and piece.kind in ("one", "set")
            and kept
            and isinstance(kept[-1], str)
            and kept[-1] in _EACH
        ):
            each = True
            while kept and isinstance(kept[-1], str) and kept[-1] in (*_EACH, *_BEFORE_MEMBER):
                kept.pop()
            continue
        if isinstance(piece, Slot) and piece.kind == "par" and kept and isinstance(kept[-1], str) and kept[-1] in _EACH:
            each = True
            kept.pop()
        if isinstance(piece, Slot) and piece.kind == "mem":
            narrowed, last = piece, kept[-1] if kept else ""
            sets, member = cast("tuple[list[str], str | int]", piece.value)
            if isinstance(last, Slot) and last.kind in ("one", "set") and last.value in sets:
                narrowed = Slot("mem", ([str(last.value)], member))
                kept.pop()
            while kept and isinstance(kept[-1], str) and kept[-1] in _BEFORE_MEMBER:
                kept.pop()
            kept.append(narrowed)
            continue
        kept.append(piece)
    words = [f"<{piece.kind}>" if isinstance(piece, Slot) else piece for piece in kept]
    return Linked(" ".join(words), tuple([piece for piece in kept if isinstance(piece, Slot)]), each)


def _is(piece: Slot | str, kind: Kind) -> bool:
    return isinstance(piece, Slot) and piece.kind == kind


def _numbered(tokens: Sequence[tuple[str, str]], at: int) -> Number | None:
    kind, token = tokens[at]
    if kind == "num":
        try:
            return exact(token.lstrip("$€£"))
        except InputError:
            return None
    return _SMALL.get(token.casefold()) if kind == "word" else None


def _whole_member(previous: list[Slot] | str, number: Number, known: Known) -> Slot | None:
    """A number behind the name of one of a set, as in "month 3"."""
    for slot in previous if isinstance(previous, list) else ():
        if slot.kind == "one" and known.data.sets[str(slot.value)].member(str(number)) is not None:
            return Slot("mem", ([str(slot.value)], known.data.sets[str(slot.value)].member(str(number))))
    return None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        yield match.lastgroup or "other", match.group()


def _forms(name: str, says: str) -> list[str]:
    """How a family is called: its name, in the singular and plural, and a short noun phrase that says it."""
    plain = name.replace("_", " ")
    found = [plain, f"{plain[:-1]}ies" if plain.endswith("y") else f"{plain}s"]
    said = re.sub(r"^(?:the|a|an) ", "", says.strip().rstrip("."), flags=re.IGNORECASE)
    if 0 < len(said.split()) <= 4 and said.split()[0].casefold() not in ("what", "how", "whether", "which", "if"):
        found.append(said)
    return list(dict.fromkeys(found))


def _verb(name: str) -> list[str]:
    """Forms of a name that is a verb: ship, ships, shipped, shipping."""
    if not name.isalpha():
        return []
    stem = name[:-1] if name.endswith("e") else name
    return [f"{name}s", f"{stem}ed", f"{stem}ing", f"{name}{name[-1]}ed", f"{name}{name[-1]}ing", f"{name}n"]


def resolved(known: Known, places: Sequence[tuple[list[str], str | int]], index: Sequence[str]) -> list[Place] | None:
    """The members with the one set of an index each is meant in; None where that does not fit."""
    found: list[Place] = []
    free = list(index)
    for sets, member in places:
        fitting = next((name for name in free if name in sets), None)
        if fitting is None:
            return None
        free.remove(fitting)
        found.append((fitting, member))
    return found
