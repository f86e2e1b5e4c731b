"""The value of every part of an indexed text under values of all decisions: plain arithmetic on exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.spec.indexed.size import require_few
from encoders.spec.indexed.syntax import (
    Add,
    Alternative,
    Both,
    Braces,
    Call,
    Chain,
    Condition,
    Denial,
    Either,
    Equivalence,
    Inside,
    Loop,
    Negative,
    Node,
    Num,
    Over,
    Power,
    Range,
    Ref,
    Text,
    Times,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from encoders.numbers import Number
    from encoders.spec.indexed.data import Key
    from encoders.spec.indexed.model import VariableSpec
    from encoders.spec.indexed.scope import Checked

HIGHEST_POWER = 64
_MOST_BITS = 1_000_000
"""Size of a power: far above what any rule needs."""


@dataclass(frozen=True, slots=True)
class Word:
    """A member that is a name; equal to every member called so. `sets` are the names of the sets that have it."""

    text: str
    sets: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Word) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def plain_member(value: Any) -> Any:
    """The member itself: its name or its number."""
    return value.text if isinstance(value, Word) else value


class _Absent(Exception):
    """A decision is mentioned that its family's condition leaves out."""


class Meaning:
    """Texts read over these values of decisions, by name and members."""

    def __init__(
        self, known: Checked, values: Mapping[str, Mapping[Key, bool | Number]], kinds: Mapping[str, VariableSpec]
    ) -> None:
        self._sets = known.data.sets
        self._numbers = known.data.parameters
        self._index = {entry.name: entry.index for entry in known.spec.parameters}
        self._index |= {name: entry.index for name, entry in kinds.items()}
        self._values = values

    def named(self, member: str | int, group: str) -> Any:
        """A member as it is bound by a loop over its set."""
        return member if self._sets[group].whole else self._word(str(member))

    def number(self, node: Node, bound: Mapping[str, Any]) -> Fraction:
        """The value as a number; a truth value counts 1 or 0."""
        return Fraction(self.value(node, bound))

    def every(self, loops: tuple[Loop, ...], bound: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Names bound by the loops, for all members that pass the filters."""
        pending: list[dict[str, Any]] = [dict(bound)]
        if not loops:
            yield pending[0]
            return
        loop = loops[0]
        for member in self._listed(loop.members, bound):
            inner = {**bound, loop.name: member}
            if all([self.value(found, inner) for found in loop.filters]):
                yield from self.every(loops[1:], inner)

    def value(self, node: Node, bound: Mapping[str, Any]) -> Any:
        """The value of a part. Raises InputError with its place."""
        try:
            return self._value(node, bound)
        except _Absent:
            raise InputError(
                "a decision is mentioned here that its family's `where` leaves out", where=node.place
            ) from None

    def _value(self, node: Node, bound: Mapping[str, Any]) -> Any:
        match node:
            case Num(value=value) | Truth(value=value):
                return value
            case Text(value=value):
                return self._word_or_number(value, node)
            case Ref():
                return self._ref(node, bound)
            case Negative(operand=operand):
                return -self._number(operand, bound)
            case Add(signs=signs, operands=operands):
                return self._added(node, signs, operands, bound)
            case Times(left=left, right=right):
                return self._number(left, bound) * self._number(right, bound)
            case Over(left=left, right=right):
                below = self._number(right, bound)
                if below == 0:
                    raise InputError("a division by 0 has no value", where=right.place)
                return self._number(left, bound) / below
            case Power(base=base, exponent=exponent):
                power = self._number(exponent, bound)
                if power.denominator != 1 or abs(power) > HIGHEST_POWER:
                    raise InputError(f"an exponent is a whole number of at most {HIGHEST_POWER}", where=exponent.place)
                number = self._number(base, bound)
                bits = max(number.numerator.bit_length(), number.denominator.bit_length())
                if bits * abs(power) > _MOST_BITS:
                    raise InputError("this power is too large to compute with", where=node.place)
                return number ** int(power)
            case Alternative(then=then, condition=condition, otherwise=otherwise):
                return self._value(then if self._value(condition, bound) else otherwise, bound)
            case Call():
                return self._called(node, bound)
        return self._truth(node, bound)

    def _truth(self, node: Node, bound: Mapping[str, Any]) -> bool:
        match node:
            case Chain(operands=operands, operators=operators):
                values = [self._value(operand, bound) for operand in operands]
                return all([self._compared(a, o, b) for a, o, b in zip(values, operators, values[1:], strict=False)])
            case Inside(operand=operand, members=members, negated=negated):
                return (self._value(operand, bound) in self._members(members, bound)) != negated
            case Denial(operand=operand):
                return not self._value(operand, bound)
            case Both(operands=operands):
                return all(self._value(operand, bound) for operand in operands)
            case Either(operands=operands):
                return any(self._value(operand, bound) for operand in operands)
            case Condition(left=left, right=right):
                return not self._value(left, bound) or bool(self._value(right, bound))
            case Equivalence(left=left, right=right):
                return bool(self._value(left, bound)) == bool(self._value(right, bound))
        raise TypeError(f"{type(node).__name__} is no part of the language")

    def _number(self, node: Node, bound: Mapping[str, Any]) -> Fraction:
        return Fraction(self._value(node, bound))

    def _word(self, text: str) -> Word:
        return Word(
            text, tuple([name for name, group in self._sets.items() if not group.whole and text in group.positions])
        )

    def _word_or_number(self, text: str, node: Node) -> Any:
        word = self._word(text)
        if word.sets:
            return word
        if any([group.whole and group.member(text) is not None for group in self._sets.values()]):
            return int(text)
        raise InputError(f"nothing is called {text!r}", where=node.place)

    def _ref(self, node: Ref, bound: Mapping[str, Any]) -> Any:
        if node.name in bound:
            return bound[node.name]
        if node.name not in self._index:
            return self._word_or_number(node.name, node)
        key = tuple(
            [self._indexed(p, name, bound) for p, name in zip(node.indices, self._index[node.name], strict=True)]
        )
        if node.name in self._numbers:
            return self._numbers[node.name][key]
        if key not in self._values[node.name]:
            raise _Absent
        return self._values[node.name][key]

    def _indexed(self, part: Node, name: str, bound: Mapping[str, Any]) -> Any:
        group = self._sets[name]
        if isinstance(part, Text):
            meant = group.member(part.value)
        elif (
            isinstance(part, Ref)
            and not part.indices
            and part.name not in bound
            and group.member(part.name) is not None
        ):
            meant = group.member(part.name)
        else:
            found = self._value(part, bound)
            if isinstance(found, Fraction) and found.denominator == 1:
                found = found.numerator
            meant = group.member(plain_member(found))
        if meant is None:
            raise InputError(f"this is no member of {name}", where=part.place)
        return meant

    def _added(self, node: Add, signs: tuple[int, ...], operands: tuple[Node, ...], bound: Mapping[str, Any]) -> Any:
        first = self._value(operands[0], bound)
        steps = [sign * self._number(operand, bound) for sign, operand in zip(signs[1:], operands[1:], strict=True)]
        if not isinstance(first, Word):
            return Fraction(first) + sum(steps, Fraction(0))
        members = self._sets[first.sets[0]].members
        place = self._sets[first.sets[0]].positions[first.text] + sum(steps, Fraction(0))
        if place.denominator != 1 or not 0 <= place < len(members):
            raise InputError(f"this is outside {first.sets[0]}", where=node.place)
        return self._word(str(members[int(place)]))

    def _compared(self, left: Any, operator: str, right: Any) -> bool:
        if isinstance(left, Word) and isinstance(right, Word) and operator not in ("==", "!="):
            home = next(name for name in left.sets if name in right.sets)
            order = self._sets[home].positions
            left, right = order[left.text], order[right.text]
        match operator:
            case "<":
                return bool(left < right)
            case "<=":
                return bool(left <= right)
            case ">":
                return bool(left > right)
            case ">=":
                return bool(left >= right)
            case "==":
                return bool(left == right)
        return bool(left != right)

    def _listed(self, node: Node, bound: Mapping[str, Any]) -> Any:
        """Members that are gone through one by one."""
        found = self._members(node, bound)
        require_few(found, node.place)
        return found

    def _members(self, node: Node, bound: Mapping[str, Any]) -> Any:
        """The members of a set, in order."""
        match node:
            case Ref(name=name):
                group = self._sets[name]
                return group.members if group.whole else tuple([self._word(str(member)) for member in group.members])
            case Range(low=low, high=high):
                ends = [self._number(end, bound) for end in (low, high)]
                if any([end.denominator != 1 for end in ends]):
                    raise InputError("the end of a range is a whole number", where=node.place)
                return range(int(ends[0]), int(ends[1]) + 1)
            case Braces(items=items):
                found = [
                    m
                    for item in items
                    for m in (self._listed(item, bound) if self._is_set(item, bound) else [self._single(item, bound)])
                ]
                return list(dict.fromkeys(found))
            case Add(signs=signs, operands=operands):
                kept: dict[Any, None] = {}
                for sign, operand in zip(signs, operands, strict=True):
                    group_ = dict.fromkeys(self._listed(operand, bound))
                    kept = {**kept, **group_} if sign > 0 else {m: None for m in kept if m not in group_}
                return list(kept)
        raise TypeError(f"{type(node).__name__} is no set")

    def _single(self, node: Node, bound: Mapping[str, Any]) -> Any:
        found = self._value(node, bound)
        return found.numerator if isinstance(found, Fraction) and found.denominator == 1 else found

    def _is_set(self, node: Node, bound: Mapping[str, Any]) -> bool:
        if isinstance(node, Add):
            return self._is_set(node.operands[0], bound)
        return isinstance(node, (Range, Braces)) or (
            isinstance(node, Ref) and node.name in self._sets and node.name not in bound
        )

    def _called(self, node: Call, bound: Mapping[str, Any]) -> Any:
        name = node.function
        if name in ("first", "last", "len"):
            members = self._members(node.operands[0], bound)
            if name != "len" and not members:
                raise InputError("the set is empty", where=node.place)
            return len(members) if name == "len" else members[0 if name == "first" else -1]
        if name in ("all", "any"):
            return self._until(name == "any", node, bound)
        values = list(self._numbers_of(node, bound))
        match name:
            case "sum" | "count":
                return sum(values, Fraction(0))
            case "abs":
                return abs(values[0])
            case "ceil":
                return ceil(values[0])
            case "floor":
                return floor(values[0])
            case "round":
                size = floor(abs(values[0]) + Fraction(1, 2))
                return size if values[0] >= 0 else -size
        if not values:
            raise InputError(f"there is nothing to take the {name} of", where=node.place)
        return min(values) if name == "min" else max(values)

    def _until(self, stop: bool, node: Call, bound: Mapping[str, Any]) -> bool:
        for inner in self.every(node.loops, bound):
            for operand in node.operands:
                if bool(self._value(operand, inner)) is stop:
                    return stop
        return not stop

    def _numbers_of(self, node: Call, bound: Mapping[str, Any]) -> Iterator[Fraction]:
        """What a function takes. In sums and counts, a term with an absent decision as itself or as a factor counts nothing."""
        skips = bool(node.loops) and node.function in ("sum", "count")
        for inner in self.every(node.loops, bound):
            for operand in node.operands:
                if not (skips and any([self._missing(factor, inner) for factor in _factors(operand)])):
                    yield self._number(operand, inner)

    def _missing(self, factor: Node, bound: Mapping[str, Any]) -> bool:
        if not isinstance(factor, Ref) or factor.name in bound or factor.name not in self._values:
            return False
        try:
            self._ref(factor, bound)
        except _Absent:
            return True
        return False


def _factors(node: Node) -> list[Node]:
    return [*_factors(node.left), *_factors(node.right)] if isinstance(node, Times) else [node]
