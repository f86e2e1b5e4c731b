"""Constraint classes by slots: a rule of a known class is filled in instead of written, and becomes text of the language.

    resource     use <= available               demand    supplied >= needed         balance   incoming == outgoing
    ratio        part <= share * whole          linking   amount > 0 implies switch  implication, either or
    at most, at least, exactly                  so many of the conditions hold

Slots are texts of the language, `each` the loops of the whole rule. Nothing here needs a big number: what depends on a condition
is an implication. Each slot is parsed by itself, so that no slot reaches into another, and every error names its slot.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from encoders.errors import InputError, UnsupportedError
from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.syntax import (
    Add,
    Alternative,
    Both,
    Chain,
    Condition,
    Denial,
    Either,
    Equivalence,
    Family,
    Inside,
    Negative,
    Node,
    Over,
    Power,
    Range,
    Times,
)
from encoders.spec.texts import at, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_CONDITIONS = 200
"""Conditions of one list."""

_SUMMAND: tuple[type[Node], ...] = (
    Alternative, Equivalence, Condition, Either, Both, Denial, Chain, Inside, Range,
)  # fmt: skip
_FACTOR = (*_SUMMAND, Add, Negative, Times, Over, Power)
_TRUTH: tuple[type[Node], ...] = (Alternative, Equivalence, Condition, Either, Both)
"""What has to stand in brackets: beside a comparison, as a factor, beside a word of logic."""
_FOR = re.compile(r"\s*(?:for(?:all)?\b|∀)")
_SOME_RULE = "true "
_PLACE = re.compile(r"line (\d+), column (\d+)$")


def _text(value: Any) -> Any:
    """A slot that was written as a number is its text."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return format(number, "f") if number.is_finite() and abs(number.adjusted()) < 100 else str(number)
    return value


Slot = Annotated[str, BeforeValidator(_text)]


@dataclass(frozen=True, slots=True)
class Expansion:
    """The rule that a template means, and where in its text each slot stands: name, start and end."""

    rule: str
    slots: tuple[tuple[str, int, int], ...]

    def place_of(self, line: int, column: int) -> str:
        """The slot at a place of the rule, with the place inside the slot."""
        offset = sum([len(text) + 1 for text in self.rule.split("\n")[: line - 1]]) + column - 1
        name, start, end = next((entry for entry in self.slots if entry[2] >= offset), self.slots[-1])
        return f"slot {name}, {place_of(self.rule[start:end], max(0, offset - start))}"


@dataclass(frozen=True, slots=True)
class _Part:
    """One slot as it stands in a rule."""

    name: str
    text: str
    brackets: bool = False
    looped: bool = False


def _part(name: str, text: str, loose: tuple[type[Node], ...] = (), *, may_loop: bool = False) -> _Part:
    """A slot, parsed; kinds of nodes that are `loose` in its place need brackets. Raises InputError."""
    node = parse(text.strip(), where=f"slot {name}")
    if isinstance(node, Family) and not may_loop:
        raise InputError(
            "a `for` of the whole rule stands in the slot `each`; else it stands inside sum(...), count(...), all(...)",
            where=f"slot {name}, {node.loops[0].place}",
        )
    return _Part(name, text.strip(), isinstance(node, loose), isinstance(node, Family))


def _loops(each: str) -> Iterator[str | _Part]:
    """The loops behind a rule. Raises InputError for a text that is none."""
    said = each.strip()
    if not said:
        return
    missing = "" if _FOR.match(said) else "for "
    try:
        node = parse(f"{_SOME_RULE}{missing}{said}")
        if not isinstance(node, Family):
            raise InputError("there are no loops here")
    except InputError as error:
        place = _PLACE.search(error.where)
        inside = ""
        if place is not None:
            added = len(_SOME_RULE) + len(missing) if place[1] == "1" else 0
            inside = f", {at(int(place[1]), max(1, int(place[2]) - added))}"
        message = f"{error.message}; loops are written `for r in resources if r != last(resources)`"
        raise InputError(message, where=f"slot each{inside}") from error
    yield from (f" {missing}", _Part("each", said))


def _expansion(parts: Sequence[str | _Part]) -> Expansion:
    text = ""
    slots: list[tuple[str, int, int]] = []
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        text += "(" if part.brackets else ""
        slots.append((part.name, len(text), len(text) + len(part.text)))
        text += part.text + (")" if part.brackets else "")
    found = Expansion(text, tuple(slots))
    try:
        parse(text)
    except InputError as error:  # the whole is too long or too deep
        place = _PLACE.search(error.where)
        raise InputError(error.message, where=found.place_of(int(place[1]), int(place[2])) if place else "") from error
    return found


class _Template(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    each: str = Field(default="", description="One rule for every member, as `for r in resources`; empty for one rule.")

    def expansion(self) -> Expansion:
        """The rule as text. Raises InputError with `where` such as "slot use, line 1, column 4"."""
        return _expansion([*self._parts(), *_loops(self.each)])

    def _parts(self) -> Iterator[str | _Part]:
        raise NotImplementedError


class Resource(_Template):
    """What is used is at most what is available."""

    kind: Literal["resource"]
    use: Slot = Field(description="A number: what is used, as `sum(need[p, r] * make[p] for p in products)`.")
    available: Slot = Field(description="A number: what there is of it, as `stock[r]`.")

    def _parts(self) -> Iterator[str | _Part]:
        yield from (_part("use", self.use, _SUMMAND), " <= ", _part("available", self.available, _SUMMAND))


class Demand(_Template):
    """What is supplied is at least what is needed."""

    kind: Literal["demand"]
    supplied: Slot = Field(description="A number: what is supplied, as `sum(ship[s, r] for s in suppliers)`.")
    needed: Slot = Field(description="A number: what is needed, as `demand[r]`.")

    def _parts(self) -> Iterator[str | _Part]:
        yield from (_part("supplied", self.supplied, _SUMMAND), " >= ", _part("needed", self.needed, _SUMMAND))


class Balance(_Template):
    """What comes in equals what goes out and stays."""

    kind: Literal["balance"]
    incoming: Slot = Field(description="A number: all that comes in, as `stock[t - 1] + make[t]`.")
    outgoing: Slot = Field(description="A number: all that goes out or stays, as `demand[t] + stock[t]`.")

    def _parts(self) -> Iterator[str | _Part]:
        yield from (_part("incoming", self.incoming, _SUMMAND), " == ", _part("outgoing", self.outgoing, _SUMMAND))


_COMPARED = {"at most": "<=", "at least": ">=", "exactly": "=="}


class Ratio(_Template):
    """A part is at most, at least or exactly so large a share of a whole."""

    kind: Literal["ratio"]
    part: Slot = Field(description="A number, as `tables`.")
    compared: Literal["at most", "at least", "exactly"]
    share: Slot = Field(description="A known number: 0.25 for a quarter, 2 for twice as many.")
    whole: Slot = Field(description="A number, as `tables + stools`.")

    def _parts(self) -> Iterator[str | _Part]:
        yield from (_part("part", self.part, _SUMMAND), f" {_COMPARED[self.compared]} ")
        yield from (_part("share", self.share, _FACTOR), " * ", _part("whole", self.whole, _FACTOR))


class Implication(_Template):
    """Where the condition holds, the consequence holds."""

    kind: Literal["implication"]
    condition: Slot = Field(description="What may hold or not, as `stools > 0`.")
    consequence: Slot = Field(description="What then has to hold, as `stools >= 10`.")

    def _parts(self) -> Iterator[str | _Part]:
        yield from (_part("condition", self.condition, _TRUTH), " implies ")
        yield _part("consequence", self.consequence, _TRUTH)


class EitherOr(_Template):
    """At least one of the choices holds."""

    kind: Literal["either or"]
    choices: list[Slot] = Field(description="What may hold or not, two or more.")

    def _parts(self) -> Iterator[str | _Part]:
        _require_some("choices", self.choices, 2)
        for place, choice in enumerate(self.choices):
            yield from ([" or "] if place else [])
            yield _part(f"choices[{place}]", choice, _TRUTH)


class _Counted(_Template):
    of: list[Slot] = Field(
        description="Conditions, each counting 1 where it holds; with loops: `open[p] for p in plants`."
    )
    number: Slot = Field(description="How many: a number.")

    def _counted(self, operator: str) -> Iterator[str | _Part]:
        _require_some("of", self.of, 1)
        found = [_part(f"of[{place}]", text, may_loop=True) for place, text in enumerate(self.of)]
        yield from _joined([[part] for part in found if part.looped] + [[part for part in found if not part.looped]])
        yield from (f" {operator} ", _part("number", self.number, _SUMMAND))


def _joined(groups: list[list[_Part]]) -> Iterator[str | _Part]:
    """Each group counted, the counts added."""
    for place, group in enumerate([group for group in groups if group]):
        yield f"{' + ' if place else ''}count("
        for inner, part in enumerate(group):
            yield from ([", "] if inner else [])
            yield part
        yield ")"


class AtMost(_Counted):
    """At most so many of the conditions hold."""

    kind: Literal["at most"]

    def _parts(self) -> Iterator[str | _Part]:
        yield from self._counted("<=")


class AtLeast(_Counted):
    """At least so many of the conditions hold."""

    kind: Literal["at least"]

    def _parts(self) -> Iterator[str | _Part]:
        yield from self._counted(">=")


class Exactly(_Counted):
    """Exactly so many of the conditions hold."""

    kind: Literal["exactly"]

    def _parts(self) -> Iterator[str | _Part]:
        yield from self._counted("==")


class Linking(_Template):
    """An amount above 0 needs a switch; with it there may be a most and a least."""

    kind: Literal["linking"]
    amount: Slot = Field(description="A number, as `make[t]`.")
    switch: Slot = Field(description="What has to hold for any of it, as `run[t]`.")
    most: Slot = Field(default="", description="A known number: the most with the switch on; empty for no limit.")
    least: Slot = Field(default="", description="The least where the switch is on; empty for none.")

    def _parts(self) -> Iterator[str | _Part]:
        both = bool(self.least.strip())
        if self.most.strip():
            yield from (_part("amount", self.amount, _SUMMAND), " <= ", _part("most", self.most, _FACTOR), " * ")
            yield _part("switch", self.switch, _FACTOR)
        else:
            yield from ("(" if both else "", _part("amount", self.amount, _SUMMAND), " > 0 implies ")
            yield from (_part("switch", self.switch, _TRUTH), ")" if both else "")
        if both:
            yield from (" and (", _part("switch", self.switch, _TRUTH), " implies ")
            yield from (_part("amount", self.amount, _SUMMAND), " >= ", _part("least", self.least, _SUMMAND), ")")


def _require_some(slot: str, texts: Sequence[str], least: int) -> None:
    if not least <= len(texts) <= MOST_CONDITIONS:
        raise InputError(f"{least} to {MOST_CONDITIONS} conditions stand here, not {len(texts)}", where=f"slot {slot}")


Template = Annotated[
    Resource | Demand | Balance | Ratio | Implication | AtMost | AtLeast | Exactly | EitherOr | Linking,
    Field(discriminator="kind"),
]
"""A rule of a known class, by its slots."""

CLASSES = (
    "resource", "demand", "balance", "ratio", "implication", "at most", "at least", "exactly", "either or", "linking",
)  # fmt: skip
"""The names of the classes: values of `kind`."""


@contextmanager
def placed_in_slot(template: _Template | None) -> Iterator[None]:
    """Errors of a rule that was made from a template name the slot in place of the place in the rule's text."""
    try:
        yield
    except (InputError, UnsupportedError) as error:
        place = None if template is None else _PLACE.search(error.where)
        if template is None or place is None:
            raise
        kind = InputError if isinstance(error, InputError) else UnsupportedError
        inside = template.expansion().place_of(int(place[1]), int(place[2]))
        raise kind(error.message, where=error.where[: place.start()] + inside) from error
