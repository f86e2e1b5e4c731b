"""Rules of an open problem in plain English, told from their parsed form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from domains.open.words import amount, listed, one_of
from encoders.numbers import show
from encoders.spec.indexed.places import element
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
    Family,
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
from encoders.spec.indexed.write import write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.numbers import Number
    from encoders.spec.indexed.data import Data, Key, Member, Members
    from encoders.spec.indexed.model import ProblemSpec

_COMPARED = {
    "<=": "is at most", ">=": "is at least", "==": "is", "!=": "is not", "<": "is less than", ">": "is more than",
}  # fmt: skip
_EXTREME = {"min": "the smallest", "max": "the largest", "sum": "the sum"}
_ROUNDED = {"ceil": " up", "floor": " down", "round": ""}
_FEW = 6
"""Numbers of a parameter that are told where a rule mentions it."""


@dataclass(frozen=True)
class English:
    """What is needed to say a rule: the problem, its numbers where they are known, and the members that names are bound to."""

    spec: ProblemSpec
    data: Data | None = None
    bound: Mapping[str, Member] = field(default_factory=dict)

    def within(self, bound: Mapping[str, Member]) -> English:
        """The same for one instance of a family."""
        return replace(self, bound={**self.bound, **bound})

    # ---------------------------------------------------------------- rules

    def rule(self, node: Node) -> str:
        """A whole rule: its loops in front, then what holds. Loops whose names are bound are left out."""
        if not isinstance(node, Family):
            return self.truth(node)
        free = [loop for loop in node.loops if loop.name not in self.bound]
        return f"for each {self.each(free)}: {self.truth(node.body)}" if free else self.truth(node.body)

    def each(self, loops: Sequence[Loop]) -> str:
        """ "supplier s and roastery r where s is not r"."""
        return listed([self._one(loop) for loop in loops]) + self._where(loops)

    def over(self, loops: Sequence[Loop]) -> str:
        """ "suppliers s and roasteries r"."""
        return listed([self._all(loop) for loop in loops]) + self._where(loops)

    def _one(self, loop: Loop) -> str:
        if isinstance(loop.members, Ref) and not loop.members.indices:
            return f"{one_of(loop.members.name)} {loop.name}"
        return f"{loop.name} {self._among(loop.members)}"

    def _all(self, loop: Loop) -> str:
        if isinstance(loop.members, Ref) and not loop.members.indices:
            return f"{loop.members.name.replace('_', ' ')} {loop.name}"
        return f"{loop.name} {self._among(loop.members)}"

    def _among(self, members: Node) -> str:
        match members:
            case Range(low=low, high=high):
                return f"from {self.number(low)} to {self.number(high)}"
            case Braces(items=items):
                return f"of {listed([self.number(item) for item in items])}"
            case Add(signs=(1, -1), operands=(first, other)):
                return f"{self._among(first)} without {self._plain(other)}"
            case _:
                return f"of {self._plain(members)}"

    def _plain(self, members: Node) -> str:
        if isinstance(members, Braces):
            return listed([self.number(item) for item in members.items])
        return members.name.replace("_", " ") if isinstance(members, Ref) else write(members)

    def _where(self, loops: Sequence[Loop]) -> str:
        conditions = [self.truth(condition) for loop in loops for condition in loop.filters]
        return f" where {listed(conditions)}" if conditions else ""

    # ---------------------------------------------------------------- what holds

    def truth(self, node: Node) -> str:
        """Something that holds or not."""
        match node:
            case Truth(value=value):
                return "it always holds" if value else "it never holds"
            case Chain(operands=operands, operators=operators):
                pairs = zip(operands, operators, operands[1:], strict=False)
                return " and ".join([self._compared(left, sign, right) for left, sign, right in pairs])
            case Inside(operand=operand, members=members, negated=negated):
                return f"{self.number(operand)} is {'not ' if negated else ''}one {self._among(members)}"
            case Denial(operand=Ref() as inner):
                return f"{self._name(inner)} is false"
            case Denial(operand=Both(operands=operands)):
                return f"not all of these hold: {'; '.join([self.truth(operand) for operand in operands])}"
            case Denial(operand=Either(operands=operands)):
                return f"none of these holds: {'; '.join([self.truth(operand) for operand in operands])}"
            case Denial(operand=operand):
                return f"it is not so that {self.truth(operand)}"
            case Both(operands=operands):
                return " and ".join([self._within(operand, (Either, Condition, Equivalence)) for operand in operands])
            case Either(operands=operands):
                inner_kinds = (Both, Condition, Equivalence)
                return "either " + " or ".join([self._within(operand, inner_kinds) for operand in operands])
            case Condition(left=left, right=right):
                return f"if {self.truth(left)}, then {self.truth(right)}"
            case Equivalence(left=left, right=right):
                return f"{self.truth(left)} exactly if {self.truth(right)}"
            case Alternative(then=then, condition=condition, otherwise=otherwise):
                return f"if {self.truth(condition)}, then {self.truth(then)}, else {self.truth(otherwise)}"
            case Call():
                return self._call_truth(node)
            case Ref():
                return f"{self._name(node)} is true"
            case _:
                return f"{self.number(node)} is true"

    def _within(self, node: Node, loose: tuple[type[Node], ...]) -> str:
        said = self.truth(node)
        return f"({said})" if isinstance(node, loose) else said

    def _compared(self, left: Node, sign: str, right: Node) -> str:
        if sign == "==" and not _is_short(right):
            return f"{self.number(left)} equals {self.number(right)}"
        return f"{self.number(left)} {_COMPARED[sign]} {self.number(right)}"

    def _call_truth(self, node: Call) -> str:
        if node.function in ("all", "any"):
            if node.loops:
                how = "for each" if node.function == "all" else "for at least one"
                return f"{how} {self.each(node.loops)}, {self.truth(node.operands[0])}"
            return (" and " if node.function == "all" else " or ").join([self.truth(part) for part in node.operands])
        return f"{self.number(node)} holds"

    # ---------------------------------------------------------------- numbers

    def number(self, node: Node) -> str:
        """A quantity or a member."""
        match node:
            case Num(value=value):
                return show(value)
            case Text(value=value):
                return value
            case Ref():
                return self._valued(node)
            case Negative(operand=operand):
                return f"−{self._factor(operand)}"
            case Add(signs=signs, operands=operands):
                parts = [f" {'+' if s > 0 else '−'} {self._term(o)}" for s, o in zip(signs, operands, strict=True)]
                return "".join(parts).removeprefix(" + ")
            case Times(left=left, right=right):
                return f"{self._factor(left)} × {self._factor(right)}"
            case Over(left=left, right=right):
                return f"{self._factor(left)} / {self._factor(right, below=True)}"
            case Power(base=base, exponent=exponent):
                return f"{self._factor(base)} to the power of {self._factor(exponent)}"
            case Alternative(then=then, condition=condition, otherwise=otherwise):
                return f"{self.number(then)} if {self.truth(condition)}, else {self.number(otherwise)}"
            case Call():
                return self._call(node)
            case Range() | Braces():
                return self._among(node)
            case _:
                return f"1 if {self.truth(node)}, else 0"

    def _call(self, node: Call) -> str:
        name = node.function
        if name == "count":
            if node.loops:
                return f"the number of {self.over(node.loops)} for which {self.truth(node.operands[0])}"
            return f"the number of these that hold: {'; '.join([self.truth(part) for part in node.operands])}"
        if name in _EXTREME:
            if node.loops:
                return f"{_EXTREME[name]} of {self._term(node.operands[0])} over {self.over(node.loops)}"
            return f"{_EXTREME[name]} of {listed([self.number(part) for part in node.operands])}"
        if name == "abs" and not node.loops:
            return f"the absolute value of {self._factor(node.operands[0])}"
        if name in ("first", "last") and isinstance(node.operands[0], Ref):
            return f"the {name} {one_of(node.operands[0].name)}"
        if name == "len" and isinstance(node.operands[0], Ref):
            return f"the number of {node.operands[0].name.replace('_', ' ')}"
        if name in _ROUNDED:
            return f"{self._factor(node.operands[0])} rounded{_ROUNDED[name]}"
        return write(node)

    def _term(self, node: Node) -> str:
        """A summand: what would run into its neighbours stands in brackets."""
        loose = isinstance(node, (Add, Alternative, Condition, Either, Both, Chain, Inside, Equivalence, Denial))
        looped = isinstance(node, Call) and node.loops
        return f"({self.number(node)})" if loose or looped else self.number(node)

    def _factor(self, node: Node, *, below: bool = False) -> str:
        tight = (Num, Ref, Text, Power) if below else (Num, Ref, Text, Power, Times, Over)
        return self.number(node) if isinstance(node, tight) else f"({self.number(node)})"

    # ---------------------------------------------------------------- names

    def _valued(self, ref: Ref) -> str:
        """A name; of a parameter that stands for one number, the number and its name."""
        name = self._name(ref)
        parameter = next((p for p in self.spec.parameters if p.name == ref.name), None)
        if parameter is None or ref.name in self.bound:
            return name
        known = self.numbers_of(ref.name)
        key = self._key(ref)
        if key is not None and key in known:
            return f"{amount(known[key], parameter.unit)} ({name})"
        if ref.indices and 0 < len(known) <= _FEW and len(parameter.index) == 1:
            return f"{name} ({', '.join([show(value) for value in known.values()])})"
        return name

    def numbers_of(self, parameter: str) -> Mapping[Key, Number]:
        """The numbers of a parameter, none where they are not at hand."""
        return {} if self.data is None else self.data.parameters.get(parameter, {})

    def _name(self, ref: Ref) -> str:
        if not ref.indices and ref.name in self.bound:
            return str(self.bound[ref.name])
        groups = self._index_of(ref)
        return element(ref.name, [self.index(part, group) for part, group in zip(ref.indices, groups, strict=True)])

    def _index_of(self, ref: Ref) -> list[Members | None]:
        """The sets that a name is indexed by, None where they are not at hand."""
        declared = [entry.index for entry in self.spec.parameters if entry.name == ref.name]
        declared += [entry.index for entry in self.spec.variables if entry.name == ref.name]
        if self.data is None or not declared or len(declared[0]) != len(ref.indices):
            return [None] * len(ref.indices)
        return [self.data.sets.get(name) for name in declared[0]]

    def index(self, node: Node, group: Members | None = None) -> str:
        """One index of a name, with bound names replaced and steps from one member to another taken."""
        found = self._member(node, group)
        if found is not None:
            return str(found)
        return self._name(node) if isinstance(node, Ref) else write(node)

    def _member(self, node: Node, group: Members | None = None) -> Member | None:
        """The member that an index is, None where that is open."""
        match node:
            case Num(value=int() as value):
                return value
            case Text(value=text):
                return text
            case Ref(name=name, indices=()):
                return self.bound.get(name, name if self._is_member(name) else None)
            case Call(function="first" | "last" as end, operands=(Ref(name=name),)) if (
                self.data and name in self.data.sets
            ):
                return self.data.sets[name].members[0 if end == "first" else -1]
            case Add(signs=signs, operands=operands):
                first, *steps = [self._member(operand, group) for operand in operands]
                if first is None or not all([isinstance(step, int) for step in steps]):
                    return None
                step = sum([sign * int(step) for sign, step in zip(signs[1:], steps, strict=True) if step is not None])
                if isinstance(first, int):
                    return first + step
                place = None if group is None else group.positions.get(first)
                if group is None or place is None or not 0 <= place + step < len(group.members):
                    return None
                return group.members[place + step]
        return None

    def _is_member(self, name: str) -> bool:
        sets = {} if self.data is None else self.data.sets
        return any([name in members.positions for members in sets.values()])

    def _key(self, ref: Ref) -> Key | None:
        key: list[Member] = []
        for part, group in zip(ref.indices, self._index_of(ref), strict=True):
            member = self._member(part, group)
            if member is None:
                return None
            key.append(member)
        return tuple(key)


def _is_short(node: Node) -> bool:
    return isinstance(node, (Num, Ref, Text, Negative))
