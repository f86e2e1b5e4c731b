"""Parsed texts as expressions: loops written out, constants computed, decisions left standing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError, UnsupportedError
from encoders.expressions import (
    Abs,
    And,
    Count,
    Expression,
    If,
    Max,
    Min,
    Or,
    Sum,
)
from encoders.numbers import Number, exact
from encoders.spec.indexed.combine import (
    FOLDED,
    Plain,
    Value,
    collect,
    key_of,
    lifted,
    moderate,
    product_of,
    said,
    scaled,
)
from encoders.spec.indexed.data import Data, Key, Members, Named
from encoders.spec.indexed.logic import LOGIC
from encoders.spec.indexed.places import element
from encoders.spec.indexed.size import require_few
from encoders.spec.indexed.syntax import (
    Add,
    Alternative,
    Braces,
    Call,
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
    every,
)
from encoders.spec.indexed.write import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Bound = dict[str, Plain]
"""Names that loops bind, with the member each stands for now."""

HIGHEST_POWER = 64
"""Exponents of constants."""


class Expansion:
    """Values of parts under bound names. `variables` are the decisions by name and members."""

    def __init__(
        self,
        data: Data,
        variables: Mapping[str, Mapping[Key, Expression]],
        index: Mapping[str, Sequence[str]],
    ) -> None:
        self._data = data
        self._variables = variables
        self._index = {name: [data.sets[group] for group in groups] for name, groups in index.items()}
        self._of_set = {
            name: group.members if group.whole else tuple([data.member(str(text)) for text in group.members])
            for name, group in data.sets.items()
        }
        self.constants: set[str] = set()
        """Elements of parameters that were computed with, so that changing them takes building anew."""

    # ------------------------------------------------------------ what is needed

    def truth(self, node: Node, bound: Bound) -> bool | Expression:
        """A truth value, or an expression that is one."""
        found: Any = self.value(node, bound)
        return found  # type: ignore[no-any-return]

    def number(self, node: Node, bound: Bound) -> Number | Expression:
        """A number, a truth value counting 1 or 0, or an expression."""
        found: Any = self.value(node, bound)
        return int(found) if isinstance(found, bool) else found

    def constant(self, node: Node, bound: Bound) -> Number:
        """A number without decisions."""
        found: Any = self.number(node, bound)
        return found  # type: ignore[no-any-return]

    def combinations(self, loops: tuple[Loop, ...], bound: Bound) -> Iterator[Bound]:
        """The names bound before and by the loops, for every combination that the filters admit."""
        if not loops:
            yield bound
            return
        loop, *rest = loops
        for member in self._listed(loop.members, bound):
            inner = {**bound, loop.name: member}
            if all([self.truth(found, inner) for found in loop.filters]):
                yield from self.combinations(tuple(rest), inner)

    def _listed(self, node: Node, bound: Bound) -> Sequence[Plain]:
        """Members that are gone through one by one."""
        found = self.members(node, bound)
        require_few(found, node.place)
        return found

    def members(self, node: Node, bound: Bound) -> Sequence[Plain]:
        """The members of a set expression, in order, each once."""
        if isinstance(node, Ref) and node.name in self._of_set and node.name not in bound:
            return self._of_set[node.name]  # type: ignore[return-value]
        if isinstance(node, Range):
            low, high = [self._whole(end, bound, "the end of a range") for end in node.children]
            return range(low, high + 1)
        if isinstance(node, Braces):
            found: dict[object, Plain] = {}
            for item in node.items:
                several = self._is_set(item, bound)
                for member in self._listed(item, bound) if several else [self.value(item, bound)]:
                    found.setdefault(key_of(member), member)  # type: ignore[arg-type]
            return list(found.values())
        assert isinstance(node, Add)
        left: dict[object, Plain] = {}
        for sign, part in zip(node.signs, node.operands, strict=True):
            group = {key_of(member): member for member in self._listed(part, bound)}
            left = {**left, **group} if sign > 0 else {key: m for key, m in left.items() if key not in group}
        return list(left.values())

    def _is_set(self, node: Node, bound: Bound) -> bool:
        if isinstance(node, Add):
            return self._is_set(node.operands[0], bound)
        return isinstance(node, (Range, Braces)) or (
            isinstance(node, Ref) and node.name not in bound and not node.indices and node.name in self._of_set
        )

    # ------------------------------------------------------------ parts

    def value(self, node: Node, bound: Bound) -> Value:
        """The value of a part: plain where no decision is in it."""
        return _VALUE[type(node)](self, node, bound)

    def ref(self, node: Ref, bound: Bound) -> Value:
        if not node.indices and node.name in bound:
            return bound[node.name]
        if node.name in self._index:
            key = self.key(node, bound)
            numbers = self._data.parameters.get(node.name)
            if numbers is not None:
                self.constants.add(element(node.name, key))
                return numbers[key]
            found = self._variables[node.name].get(key)
            if found is None:
                raise InputError(
                    f"{element(node.name, key)} does not exist, as the condition `where` of {node.name} leaves it out; "
                    "leave it out here too with an `if` after the `for`",
                    where=node.place,
                )
            return found
        return self.text(node.name, node)

    def text(self, text: str, node: Node) -> Plain:
        found = self._data.member(text)
        if found is None:
            raise InputError(f"nothing is called {text!r}", where=node.place)
        return found

    def key(self, node: Ref, bound: Bound) -> Key:
        """The members that the indices of a name mean now. Raises InputError for one outside its set."""
        return tuple(
            [self._member(node, p, g, bound) for p, g in zip(node.indices, self._index[node.name], strict=True)]
        )

    def _member(self, node: Ref, part: Node, group: Members, bound: Bound) -> Any:
        if isinstance(part, Ref) and part.name in bound and not part.indices:
            value: Any = bound[part.name]
        elif isinstance(part, Text):
            value = part.value
        elif (
            isinstance(part, Ref)
            and not part.indices
            and part.name not in bound
            and group.member(part.name) is not None
        ):
            value = part.name
        else:
            value = self.value(part, bound)
        found = group.member(value.text if isinstance(value, Named) else value)
        if found is None:
            now = ", ".join([f"{name} is {said(member)}" for name, member in bound.items()])
            shown = (
                f"{group.members[0]} to {group.members[-1]}"
                if len(group.members) > 3
                else ", ".join(map(str, group.members))
            )
            raise InputError(
                f"{said(value)} is no member of {group.name} ({shown}), so {write(node)} does not exist"
                f"{f' where {now}' if now else ''}{_left_out(part, bound, group)}",
                where=part.place,
            )
        return found

    def addition(self, node: Add, bound: Bound) -> Value:
        first = self.value(node.operands[0], bound)
        if isinstance(first, Named):
            return self._stepped(first, node, bound)
        plain: Number = 0
        terms: list[tuple[Number, Expression]] = []
        for sign, operand in zip(node.signs, node.operands, strict=True):
            plain += collect(sign, self.value(operand, bound) if operand is not node.operands[0] else first, terms)
        return Sum(tuple(terms), exact(plain)) if terms else moderate(plain, node)

    def _stepped(self, first: Named, node: Add, bound: Bound) -> Plain:
        """A name of an ordered set, some places further."""
        group = first.homes[0]
        place = group.positions[first.text]
        for sign, operand in zip(node.signs[1:], node.operands[1:], strict=True):
            place += sign * self._whole(operand, bound, "a step from one member to another")
        if not 0 <= place < len(group.members):
            now = ", ".join([f"{name} is {said(member)}" for name, member in bound.items()])
            raise InputError(
                f"{write(node)} is outside {group.name} ({group.members[0]} to {group.members[-1]})"
                f"{f' where {now}' if now else ''}{_left_out(node, bound, group)}",
                where=node.place,
            )
        return self.text(str(group.members[place]), node)

    def _whole(self, node: Node, bound: Bound, what: str) -> int:
        found = self.constant(node, bound)
        if not isinstance(found, int) or abs(found) > 10**9:
            raise InputError(f"{what} is a whole number of moderate size, not {found}", where=node.place)
        return found

    def times(self, node: Times, bound: Bound) -> Value:
        left, right = self.number(node.left, bound), self.number(node.right, bound)
        if isinstance(left, Expression) and isinstance(right, Expression):
            return product_of((left, right), node)
        if isinstance(left, Expression) or isinstance(right, Expression):
            factor, part = (right, left) if isinstance(left, Expression) else (left, right)
            return scaled(factor, part)  # type: ignore[arg-type]
        return moderate(left * right, node)

    def over(self, node: Over, bound: Bound) -> Value:
        above, below = self.number(node.left, bound), self.constant(node.right, bound)
        if below == 0:
            raise InputError("a division by 0 has no value", where=node.right.place)
        if isinstance(above, Expression):
            return scaled(exact(1 / Fraction(below)), above)
        return moderate(Fraction(above) / below, node)

    def power(self, node: Power, bound: Bound) -> Value:
        base, exponent = self.number(node.base, bound), self.constant(node.exponent, bound)
        if not isinstance(exponent, int) or abs(exponent) > HIGHEST_POWER:
            raise UnsupportedError(
                f"an exponent is a whole number of at most {HIGHEST_POWER}", where=node.exponent.place
            )
        if not isinstance(base, Expression):
            if base == 0 and exponent < 0:
                raise InputError("a division by 0 has no value", where=node.place)
            return moderate(Fraction(base) ** exponent, node)
        if not 0 <= exponent <= 4:
            raise UnsupportedError(
                f"the power {write(node)} is not linear and cannot be solved; only small whole powers of narrow decisions can",
                where=node.place,
            )
        if exponent == 0:
            return 1
        return base if exponent == 1 else product_of((base,) * exponent, node)

    def alternative(self, node: Alternative, bound: Bound) -> Value:
        decided = self.truth(node.condition, bound)
        if not isinstance(decided, Expression):
            return self.value(node.then if decided else node.otherwise, bound)
        then, otherwise = self.value(node.then, bound), self.value(node.otherwise, bound)
        return If(decided, lifted(then), lifted(otherwise))

    def call(self, node: Call, bound: Bound) -> Value:
        if node.function in ("first", "last", "len"):
            return self._of_members(node, bound)
        if node.function in ("all", "any"):
            return self._junction(node, bound)
        values = self._operands(node, bound)
        if node.function in ("sum", "count"):
            terms: list[tuple[Number, Expression]] = []
            plain: Number = 0
            for value in values:
                plain += collect(1, value, terms)
            if node.function == "count" and terms and all([c == 1 for c, _ in terms]):
                counted = Count(*[term for _, term in terms])
                return Sum(((1, counted),), exact(plain)) if plain else counted
            return Sum(tuple(terms), exact(plain)) if terms else moderate(plain, node)
        if not values:
            now = ", ".join([f"{name} is {said(member)}" for name, member in bound.items()])
            raise InputError(
                f"there is nothing to take the {node.function} of{f' where {now}' if now else ''}", where=node.place
            )
        if not any([isinstance(value, Expression) for value in values]):
            folded: Number = FOLDED[node.function]([int(v) if isinstance(v, bool) else v for v in values])
            return folded
        if node.function == "abs":
            return Abs(lifted(values[0]))
        return (Min if node.function == "min" else Max)(*[lifted(value) for value in values])

    def _of_members(self, node: Call, bound: Bound) -> Plain:
        members = self.members(node.operands[0], bound)
        if node.function == "len":
            return len(members)
        if not members:
            raise InputError(f"the set is empty, so it has no {node.function} member", where=node.place)
        return members[0] if node.function == "first" else members[-1]

    def _operands(self, node: Call, bound: Bound) -> list[Value]:
        """The values to take together. In sums and counts a product with an element that does not exist is left out."""
        skips = bool(node.loops) and node.function in ("sum", "count")
        return [
            self.value(operand, inner)
            for inner in self.combinations(node.loops, bound)
            for operand in node.operands
            if not (skips and self._absent(operand, inner))
        ]

    def _absent(self, node: Node, bound: Bound) -> bool:
        """Whether a term is, or has as a factor, a decision that its family's condition leaves out."""
        if isinstance(node, Times):
            return self._absent(node.left, bound) or self._absent(node.right, bound)
        if not isinstance(node, Ref) or node.name in bound or node.name not in self._variables:
            return False
        known = self._variables[node.name]
        return len(known) < self._size(node.name) and self.key(node, bound) not in known

    def _size(self, name: str) -> int:
        size = 1
        for group in self._index[name]:
            size *= len(group.members)
        return size

    def _junction(self, node: Call, bound: Bound) -> bool | Expression:
        """All or any of them, as far as it takes to know."""
        stop = node.function == "any"
        open_: list[Expression] = []
        for inner in self.combinations(node.loops, bound):
            for operand in node.operands:
                value = self.truth(operand, inner)
                if isinstance(value, Expression):
                    open_.append(value)
                elif value is stop:
                    return stop
        if not open_:
            return not stop
        return open_[0] if len(open_) == 1 else (Or if stop else And)(*open_)


def _left_out(part: Node, bound: Bound, group: Members) -> str:
    """How to leave out a member that a step from a bound name misses."""
    names = [found.name for found in every(part) if isinstance(found, Ref) and found.name in bound]
    if not names or isinstance(part, Ref):
        return ""
    back = any([isinstance(found, Add) and -1 in found.signs for found in every(part)])
    condition = f"{names[0]} > first({group.name})" if back else f"{names[0]} < last({group.name})"
    return f"; leave it out with `if {condition}` after the for"


def _negative(e: Expansion, n: Negative, b: Bound) -> Value:
    found = e.number(n.operand, b)
    return scaled(-1, found) if isinstance(found, Expression) else -found


_VALUE: dict[type[Node], Callable[[Expansion, Any, Bound], Value]] = {
    Num: lambda e, n, b: n.value,
    Truth: lambda e, n, b: n.value,
    Text: lambda e, n, b: e.text(n.value, n),
    Ref: Expansion.ref,
    Negative: _negative,
    Add: Expansion.addition,
    Times: Expansion.times,
    Over: Expansion.over,
    Power: Expansion.power,
    Call: Expansion.call,
    Alternative: Expansion.alternative,
    **LOGIC,
}
