"""From an indexed expression text to its tree; nothing is executed, and what is not in the grammar is refused."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError, PlanproofError
from encoders.numbers import magnitude
from encoders.spec.building import TreeBuilder
from encoders.spec.indexed.grammar import GRAMMAR
from encoders.spec.indexed.syntax import (
    Alternative,
    Braces,
    Call,
    Equivalence,
    Family,
    Inside,
    Loop,
    Node,
    Num,
    Over,
    Power,
    Range,
    Ref,
    Text,
    Times,
)
from encoders.spec.texts import at, number, place_of, require_shallow, tree_of

if TYPE_CHECKING:
    from lark import Lark

LONGEST, DEEPEST, MOST_NODES, LARGEST = 10_000, 40, 2_000, 10**40
"""Characters of a text, nesting of its parts, number of its parts, size of a number."""

_NAMES = re.compile(r"\s*+\(?\s*+([^\W\d]\w*+(?:\s*+,\s*+[^\W\d]\w*+)*+)\s*+\)?\s*+:")
"""Names before a colon; nothing is tried twice, however many blanks there are."""
_HINTS = {
    "=": "write == for equality",
    "&": "write and",
    "|": "write or between conditions, + between sets",
    "!": "write not, or != between numbers",
    "%": "percentages are written as numbers: 0.1 for 10%",
    ",": "numbers are written without commas between their digits: 1400",
    "$": "numbers are written without a currency",
    "€": "numbers are written without a currency",
    "£": "numbers are written without a currency",
    "->": "write implies",
    "=>": "write >= for at least, or implies",
    "==>": "write implies",
    "<->": "write iff",
    "<=>": "write iff",
    "<>": "write !=",
    "=<": "write <=",
    "&&": "write and",
    "||": "write or",
    "#": "comments cannot be written; use the field `says`",
    "in": "write for i in S, or i in {a, b}",
    "if": "write `condition implies rule`, if after a for, or a number `a if condition else b`",
    ", ": "one text is one rule; write the second as a rule of its own",
    "(": "names of a for stand without brackets, as in for i in S for j in T",
    "for": "write sum(x[i] for i in S), or a rule with `for` at its end",
    ":": "write the condition first: x[i] <= 1 for i in S",
    ";": "one text is one rule; write the second as a rule of its own",
    "∑": "write sum(x[i] for i in S)",
    "*": "an index cannot be *; write sum(x[i, j] for i in S)",
}


def parse(text: str, *, where: str = "") -> Node:
    """The tree of a text: a Family where loops follow (or precede) it, else its condition or number.

    `where` names its place for messages ("constraints[2] capacity"). Raises InputError with line and column for a text that is
    not in the grammar, too long, too deeply nested or with too large a number.
    """
    try:
        if len(text) > LONGEST:
            raise InputError(f"the expression has {len(text):,} characters, more than the {LONGEST:,} that are read")
        if not text.strip():
            raise InputError("the expression is empty; write for example sum(ship[s, r] for r in roasteries) <= 10")
        require_shallow(text, DEEPEST)
        _require_known_signs(text)
        return _Builder(DEEPEST, MOST_NODES).built(tree_of(_grammar(), text, _HINTS))
    except PlanproofError as error:
        place = ", ".join([part for part in (where, error.where) if part])
        raise type(error)(error.message, where=place) from error


def parse_bound(text: str, *, where: str = "") -> tuple[tuple[str, ...], Node]:
    """A text over the index of a variable, as in `i, j: i != j`: the names before the colon and the tree of the rest.

    Columns count in the whole text. Without a colon there are no names; loops behind the text name them as well.
    """
    names = None if len(text) > LONGEST else _NAMES.match(text)
    if names is None:
        return (), parse(text, where=where)
    blank = re.sub(r"[^\n]", " ", names.group())
    return tuple(re.split(r"\s*,\s*", names.group(1))), parse(blank + text[names.end() :], where=where)


@cache
def _grammar() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False, propagate_positions=True)


def _require_known_signs(text: str) -> None:
    """Raise InputError for quotes that do not end, and for signs that other languages have."""
    for found in re.finditer(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|["\']|<=>|<->|<>|==>|=>|=<|->|&&|\|\|', text):
        sign = found.group()
        if sign in ('"', "'"):
            raise InputError("this quote is not closed on its line", where=place_of(text, found.start()))
        if sign in _HINTS:
            raise InputError(f"{sign!r} cannot stand here: {_HINTS[sign]}", where=place_of(text, found.start()))


class _Builder(TreeBuilder):
    """The nodes that only this language has, and where its numbers end."""

    def number(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        value = number(str(children[0]), at(line, column))
        if magnitude(value) > LARGEST or value.denominator > LARGEST:
            raise InputError(f"the number {children[0]} is too large or too small", where=at(line, column))
        return Num(line, column, value)

    def text(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        value = re.sub(r"\\(.)", r"\1", str(children[0])[1:-1]).strip()
        if not value:
            raise InputError("there is nothing between these quotes", where=at(line, column))
        return Text(line, column, value)

    def ref(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        name, *indices = children
        return Ref(line, column, str(name), tuple([n for index in indices for n in self._all(index.children, depth)]))

    def call(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        name, inside = children
        if inside.data == "operands":
            return Call(line, column, str(name), self._all(inside.children, depth))
        body, *loops = inside.children
        return Call(line, column, str(name), (self.built(body, depth),), self._loops(loops, depth))

    def _loops(self, trees: list[Any], depth: int) -> tuple[Loop, ...]:
        found: list[Loop] = []
        for tree in trees:
            filters = self._all([c.children[0] for c in tree.children if c.data == "filter"], depth)
            bounds = [child for child in tree.children if child.data == "bound"]
            for place, bound in enumerate(bounds):
                *names, members = bound.children
                ranged = self.built(members, depth)
                for name in names:
                    last = place == len(bounds) - 1 and name is names[-1]
                    found.append(Loop(name.line, name.column, str(name), ranged, filters if last else ()))
        return tuple(found)

    def family(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        body, *loops = children
        return Family(line, column, self.built(body, depth), self._loops(loops, depth))

    def family_after(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        *loops, body = children
        return Family(line, column, self.built(body, depth), self._loops(loops, depth))

    def times(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Times(line, column, *self._all(children, depth))

    def over(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Over(line, column, *self._all(children, depth))

    def power(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Power(line, column, *self._all(children, depth))

    def inside(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        operand, members = self._all(children, depth)
        return Inside(line, column, operand, members, negated=False)

    def outside(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        operand, members = self._all(children, depth)
        return Inside(line, column, operand, members, negated=True)

    def range(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Range(line, column, *self._all(children, depth))

    def braces(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Braces(line, column, self._all(children, depth))

    def equivalence(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Equivalence(line, column, *self._all(children, depth))

    def alternative(self, line: int, column: int, children: list[Any], depth: int) -> Node:
        return Alternative(line, column, *self._all(children, depth))
