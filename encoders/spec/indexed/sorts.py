"""What kind of thing each part of an indexed text is: number, truth, member or set; and whether decisions are in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.errors import InputError, UnsupportedError
from encoders.spec.indexed.data import Data, Members, Named
from encoders.spec.indexed.near import near_names
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.spec.indexed.model import ParameterSpec, VariableSpec

FUNCTIONS = ("sum", "min", "max", "count", "all", "any", "abs", "ceil", "floor", "round", "first", "last", "len")
OF_SETS = ("first", "last", "len")
"""Functions of a set."""


@dataclass(frozen=True, slots=True)
class Sort:
    """`homes` are the sets a member may be meant in, or the set itself. `fixed` where no decision is in it."""

    kind: Literal["number", "truth", "member", "set"]
    fixed: bool = True
    homes: tuple[Members, ...] = ()


NUMBER, TRUTH = Sort("number"), Sort("truth")
Bound = dict[str, Sort]
"""Names that loops bind: members, or whole numbers."""


class Sorts:
    """Sorts of the parts of texts over declared names. Counts which names are used."""

    def __init__(
        self, data: Data, parameters: Mapping[str, ParameterSpec], variables: Mapping[str, VariableSpec]
    ) -> None:
        self._data = data
        self._parameters = parameters
        self._variables = variables
        self.used: set[str] = set()

    # ------------------------------------------------------------ what is needed

    def number(self, node: Node, bound: Bound) -> Sort:
        """A number; a truth value counts 1 or 0. Raises InputError."""
        found = self.sort(node, bound)
        if found.kind not in ("number", "truth"):
            raise InputError(f"{_described(node, found)}, but a number is needed", where=node.place)
        return found

    def truth(self, node: Node, bound: Bound) -> Sort:
        """Something that holds or not. Raises InputError."""
        found = self.sort(node, bound)
        if found.kind != "truth":
            raise InputError(
                f"{_described(node, found)}, but something that holds or not is needed: compare it", where=node.place
            )
        return found

    def fixed(self, node: Node, bound: Bound, what: str) -> Sort:
        """A number without decisions in it. Raises InputError or UnsupportedError naming what it is for."""
        found = self.number(node, bound)
        if not found.fixed:
            raise UnsupportedError(f"{what} cannot depend on decisions", where=node.place)
        return found

    def members(self, node: Node, bound: Bound) -> Sort:
        """A set. Raises InputError."""
        found = self.sort(node, bound)
        if found.kind != "set":
            call = isinstance(node, Call) and node.function == "range"
            hint = "write 1..12 for whole numbers" if call else "name a set, or write {a, b} or 1..12"
            raise InputError(f"{_described(node, found)}, but a set is needed: {hint}", where=node.place)
        return found

    def loops(self, loops: tuple[Loop, ...], bound: Bound) -> Bound:
        """The names bound before and by the loops. Raises InputError for a name bound twice or a filter over decisions."""
        inner = dict(bound)
        for loop in loops:
            if loop.name in inner:
                raise InputError(f"{loop.name!r} is bound already; take another name", where=loop.place)
            ranged = self.members(loop.members, inner)
            inner[loop.name] = Sort("member", True, ranged.homes) if ranged.homes else NUMBER
            for found in loop.filters:
                if not self.truth(found, inner).fixed:
                    raise InputError(
                        "an if after for cannot depend on decisions; write `condition implies rule` instead",
                        where=found.place,
                    )
        return inner

    # ------------------------------------------------------------ what there is

    def sort(self, node: Node, bound: Bound) -> Sort:
        """The sort of a part. Raises InputError with its place where it makes no sense."""
        match node:
            case Num():
                return NUMBER
            case Truth():
                return TRUTH
            case Text(value=value):
                return self._member(value, node)
            case Ref():
                return self._ref(node, bound)
            case Negative(operand=operand):
                return Sort("number", self.number(operand, bound).fixed)
            case Add(operands=operands):
                return self._addition(node, operands, bound)
            case Times(left=left, right=right):
                fixed = [self.number(side, bound).fixed for side in (left, right)]
                return Sort("number", all(fixed))
            case Over(left=left, right=right):
                self.fixed(right, bound, "what is divided by")
                return Sort("number", self.number(left, bound).fixed)
            case Power(base=base, exponent=exponent):
                self.fixed(exponent, bound, "an exponent")
                return Sort("number", self.number(base, bound).fixed)
            case Call():
                return self._call(node, bound)
            case Braces() | Range():
                return self._set(node, bound)
            case Family():
                raise InputError("`for` can stand only at the end of a rule or inside sum(...)", where=node.place)
            case Alternative(then=then, condition=condition, otherwise=otherwise):
                decides = self.truth(condition, bound)
                sorts = [self.sort(then, bound), self.sort(otherwise, bound)]
                if {s.kind for s in sorts} == {"truth"}:
                    return Sort("truth", decides.fixed and all([s.fixed for s in sorts]))
                if any([s.kind == "truth" for s in sorts]):
                    raise InputError(
                        "one side of else is a number and the other holds or not; put brackets around the number: "
                        "x <= (1 if condition else 2)",
                        where=node.place,
                    )
                fixed = [decides.fixed, *[self.number(side, bound).fixed for side in (then, otherwise)]]
                return Sort("number", all(fixed))
        return self._logic(node, bound)

    def _logic(self, node: Node, bound: Bound) -> Sort:
        match node:
            case Chain(operands=operands):
                return self._chain(node, operands, bound)
            case Inside(operand=operand, members=members):
                group, found = self.members(members, bound), self.sort(operand, bound)
                if group.homes:
                    self._require_member(operand, found, group.homes)
                elif found.kind not in ("number", "truth"):
                    raise InputError(f"{_described(operand, found)}, but this is a set of numbers", where=operand.place)
                return Sort("truth", found.fixed)
            case Denial() | Both() | Either() | Condition() | Equivalence():
                return Sort("truth", all([self.truth(operand, bound).fixed for operand in node.children]))
        raise TypeError(f"{type(node).__name__} is no part of the language")

    def _ref(self, node: Ref, bound: Bound) -> Sort:
        if node.name in bound:
            if node.indices:
                raise InputError(f"{node.name!r} is bound by a for, so it has no index", where=node.place)
            return bound[node.name]
        declared = self._parameters.get(node.name) or self._variables.get(node.name)
        if declared is not None:
            self.used.add(node.name)
            self._indices(node, declared.index, bound)
            variable = self._variables.get(node.name)
            if variable is None:
                return NUMBER
            return Sort("truth" if variable.kind == "boolean" else "number", fixed=False)
        if node.name in self._data.sets:
            self.used.add(node.name)
            if node.indices:
                raise InputError(f"{node.name!r} is a set, so it has no index", where=node.place)
            group = self._data.sets[node.name]
            return Sort("set", True, () if group.whole else (group,))
        if node.indices:
            raise self._unknown(node, [*self._parameters, *self._variables])
        return self._member(node.name, node)

    def _member(self, text: str, node: Node) -> Sort:
        found = self._data.member(text)
        if found is None:
            raise self._unknown(node, None)
        return Sort("member", True, found.homes) if isinstance(found, Named) else NUMBER

    def _unknown(self, node: Node, known: list[str] | None) -> InputError:
        name = node.name if isinstance(node, Ref) else getattr(node, "value", "")
        if known is None:
            known = [*self._parameters, *self._variables, *self._data.sets]
            known += [str(member) for group in self._data.sets.values() for member in group.members[:1000]]
        near = near_names(name, known)
        if near:
            there = f"did you mean {' or '.join(near)}?"
        else:
            shown = ", ".join(known[:12])
            there = f"there are {shown}{', ...' if len(known) > 12 else ''}" if shown else "nothing is declared"
        return InputError(f"nothing is called {name!r}; {there}", where=node.place)

    def _indices(self, node: Ref, index: list[str], bound: Bound) -> None:
        if len(node.indices) != len(index):
            said = f"is indexed by {', '.join(index)}" if index else "has no index"
            example = f"; write {node.name}[{', '.join([name[:1].lower() for name in index])}]" if index else ""
            raise InputError(f"{node.name!r} {said}, not by {len(node.indices)} things{example}", where=node.place)
        for part, name in zip(node.indices, index, strict=True):
            self._index(node, part, self._data.sets[name], bound)

    def _index(self, node: Ref, part: Node, group: Members, bound: Bound) -> None:
        bare = part.name if isinstance(part, Ref) and not part.indices else None
        if bare is not None and bare not in bound and group.member(bare) is not None:
            if bare in self._parameters or bare in self._variables:
                raise InputError(
                    f'{bare!r} is a member of {group.name} and a declared name; write "{bare}" in quotes for the member',
                    where=part.place,
                )
            return
        if isinstance(part, Text):
            if group.member(part.value) is None:
                raise _no_member(part.value, group, part)
            return
        if bare is not None and bare not in (*bound, *self._parameters, *self._variables, *self._data.sets):
            raise _no_member(bare, group, part)
        found = self.sort(part, bound)
        if found.kind == "set":
            raise InputError(
                f"{_described(part, found)}, but one member of {group.name} is needed; bind a name: "
                f"for {group.name[:1].lower()} in {group.name}",
                where=part.place,
            )
        if not found.fixed:
            raise UnsupportedError(
                f"the index of {node.name!r} cannot be a decision; use a boolean for each member of {group.name}",
                where=part.place,
            )
        if found.kind == "member":
            self._require_member(part, found, (group,))
        elif found.kind == "truth":
            raise InputError(
                f"the index of {node.name!r} is a member of {group.name}, not a condition", where=part.place
            )

    def _require_member(self, node: Node, found: Sort, groups: tuple[Members, ...]) -> None:
        """A member that may be in one of these sets: one of its own sets shares a member with them."""
        shares = any(
            [not home.positions.keys().isdisjoint(group.positions) for home in found.homes for group in groups]
        )
        if not shares:
            names = " or ".join([group.name for group in groups])
            raise InputError(f"{_described(node, found)}, but a member of {names} is needed", where=node.place)

    def _addition(self, node: Add, operands: tuple[Node, ...], bound: Bound) -> Sort:
        first, *others = [self.sort(operand, bound) for operand in operands]
        if first.kind == "set":
            for operand in operands[1:]:
                self.members(operand, bound)
            return Sort("set", True, first.homes)
        if first.kind == "member":
            for operand in operands[1:]:
                self.fixed(operand, bound, "a step from one member to another")
            return first
        for operand in operands:
            self.number(operand, bound)
        return Sort("number", all([s.fixed for s in (first, *others)]))

    def _set(self, node: Braces | Range, bound: Bound) -> Sort:
        if isinstance(node, Range):
            for end in node.children:
                self.fixed(end, bound, "the end of a range")
            return Sort("set")
        homes: tuple[Members, ...] | None = None
        for item in node.items:
            found = self.sort(item, bound)
            if not found.fixed:
                raise UnsupportedError("what is written in a set cannot depend on decisions", where=item.place)
            own = found.homes if found.kind in ("member", "set") else ()
            if homes is not None and bool(own) != bool(homes):
                raise InputError("a set has either names or numbers, not both", where=item.place)
            homes = own if homes is None else tuple([home for home in homes if home in own]) or homes
        return Sort("set", True, homes or ())

    def _chain(self, node: Chain, operands: tuple[Node, ...], bound: Bound) -> Sort:
        sorts = [self.sort(operand, bound) for operand in operands]
        for operand, found in zip(operands, sorts, strict=True):
            if found.kind == "set":
                raise InputError(f"{_described(operand, found)}, and sets are not compared", where=operand.place)
        if any([found.kind == "member" for found in sorts]):
            for operand, found in zip(operands, sorts, strict=True):
                if found.kind != "member":
                    raise InputError(
                        f"{_described(operand, found)}, but it is compared with a member, which is a name",
                        where=operand.place,
                    )
            ordered = not set(node.operators) <= {"==", "!="}
            for operand, one, other in zip(operands[1:], sorts[1:], sorts, strict=False):
                self._require_member(operand, one, other.homes)
                if ordered and not any([home in other.homes for home in one.homes]):
                    raise InputError("members of two sets have no common order", where=operand.place)
        return Sort("truth", all([found.fixed for found in sorts]))

    def _call(self, node: Call, bound: Bound) -> Sort:
        if node.function not in FUNCTIONS:
            near = near_names(node.function, FUNCTIONS)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FUNCTIONS)}"
            if node.function in (*self._parameters, *self._variables):
                hint = f"an index stands in square brackets: {node.function}[...]"
            elif node.function == "range":
                hint = "write 1..12 for the whole numbers from 1 to 12"
            raise InputError(f"there is no function {node.function!r}; {hint}", where=node.place)
        if node.function in OF_SETS:
            return self._of_set(node, bound)
        inner = self.loops(node.loops, bound)
        if node.function in ("abs", "ceil", "floor", "round") and (len(node.operands) != 1 or node.loops):
            raise InputError(f"{node.function} takes one number", where=node.place)
        if node.function in ("ceil", "floor", "round"):
            self.fixed(node.operands[0], inner, f"what {node.function} makes whole")
            return NUMBER
        if node.function in ("count", "all", "any"):
            fixed = all([self.truth(operand, inner).fixed for operand in node.operands])
            return Sort("number" if node.function == "count" else "truth", fixed)
        return Sort("number", all([self.number(operand, inner).fixed for operand in node.operands]))

    def _of_set(self, node: Call, bound: Bound) -> Sort:
        if len(node.operands) != 1 or node.loops:
            raise InputError(f"{node.function} takes one set: {node.function}(months)", where=node.place)
        group = self.members(node.operands[0], bound)
        if node.function == "len" or not group.homes:
            return NUMBER
        return Sort("member", True, group.homes)


def _described(node: Node, found: Sort) -> str:
    """The beginning of a sentence about a part."""
    name = node.name if isinstance(node, Ref) else f'"{node.value}"' if isinstance(node, Text) else "this"
    if found.kind == "member":
        return f"{name} is a member of {' or '.join([home.name for home in found.homes])}"
    return f"{name} {({'number': 'is a number', 'truth': 'holds or not', 'set': 'is a set'})[found.kind]}"


def _no_member(text: str, group: Members, node: Node) -> InputError:
    near = near_names(text, [str(member) for member in group.members])
    shown = ", ".join(map(str, group.members[:12]))
    there = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"there are {shown}{', ...' if len(group.members) > 12 else ''}"
    )
    return InputError(
        f"{text!r} is no member of {group.name} and no name that is bound here; {there}", where=node.place
    )
