"""What a problem knows: the members of its sets in order, and the numbers of its parameters, from the text or from tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.spec.indexed.near import near_names
from encoders.spec.indexed.places import element, placed_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.numbers import Number
    from encoders.spec.indexed.model import ParameterSpec, ProblemSpec, SetSpec
    from encoders.spec.indexed.tables import Table

Member = str | int
"""A name; or a whole number, where every member of the set is one."""
Key = tuple[Member, ...]

MOST_MEMBERS, MOST_VALUES = 20_000, 1_000_000
"""Members of one set, numbers of all parameters together."""
LONGEST_MEMBER = 500


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """One set: its members in order. `whole` where they are whole numbers."""

    name: str
    members: tuple[Member, ...]
    positions: Mapping[Member, int]
    whole: bool

    def member(self, value: object) -> Member | None:
        """The member that is meant by a value, as a number or as its text; None where there is none."""
        found: Any = value
        if self.whole and isinstance(value, str):
            found = int(value) if _is_whole(value) else None
        elif not self.whole and isinstance(value, int):
            found = str(value)
        return found if found in self.positions else None


@dataclass(frozen=True, slots=True)
class Named:
    """A member that is a name, with the sets it may be meant in, in the order they are declared."""

    text: str
    homes: tuple[Members, ...]

    def home_with(self, other: Named) -> Members | None:
        """The first set in which both may be meant."""
        return next((home for home in self.homes if home in other.homes), None)


@dataclass(frozen=True, slots=True)
class Data:
    """Sets by name, and the numbers of parameters by name and members."""

    sets: Mapping[str, Members]
    parameters: Mapping[str, Mapping[Key, Number]]

    def member(self, text: str) -> int | Named | None:
        """The member that is called so: a name with every set that has it, or a whole number; None where there is none."""
        homes = tuple([group for group in self.sets.values() if not group.whole and text in group.positions])
        if homes:
            return Named(text, homes)
        return (
            int(text) if any([group.whole and group.member(text) is not None for group in self.sets.values()]) else None
        )


def data_of(spec: ProblemSpec, tables: Mapping[str, Table] | None = None) -> Data:
    """The sets and numbers of a problem. Raises InputError naming the set or parameter and what is missing or too much."""
    known = tables or {}
    sets: dict[str, Members] = {}
    for place, entry in enumerate(spec.sets):
        with placed_in(f"sets[{place}] {entry.name}"):
            sets[entry.name] = _members(entry, known)
    parameters: dict[str, Mapping[Key, Number]] = {}
    count = 0
    for place, parameter in enumerate(spec.parameters):
        with placed_in(f"parameters[{place}] {parameter.name}"):
            count += _size(parameter, sets)
            if count > MOST_VALUES:
                raise InputError(
                    f"the parameters have at most {MOST_VALUES:,} numbers together, with this one they would have {count:,}"
                )
            parameters[parameter.name] = _values(parameter, sets, known)
    return Data(sets, parameters)


def indexed_by(index: Sequence[str], sets: Mapping[str, Members]) -> list[Members]:
    """The sets of an index. Raises InputError for one that does not exist."""
    for name in index:
        if name not in sets:
            raise unknown_set(name, sets)
    return [sets[name] for name in index]


def unknown_set(name: str, sets: Iterable[str], *, where: str = "") -> InputError:
    """The error for a set that does not exist."""
    known = list(sets)
    near = near_names(name, known)
    there = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known[:12]) or 'none'}"
    return InputError(f"no set is called {name!r}; {there}", where=where)


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 15 and str(int(text)) == text


def _members(entry: SetSpec, tables: Mapping[str, Table]) -> Members:
    raw: list[Member] = list(entry.members)
    if entry.table is not None:
        if raw:
            raise InputError("a set has members or a table, not both")
        table = _table(entry.table, tables)
        column = entry.column or entry.name
        raw = list(dict.fromkeys([table.member(row, column) for row in range(len(table.rows))]))
    if len(raw) == 1 and isinstance(raw[0], str) and ".." in raw[0]:
        raw = _ranged(raw[0])
    if not raw:
        raise InputError("a set needs members: a list of names, or a table and the column that lists them")
    if len(raw) > MOST_MEMBERS:
        raise InputError(f"a set has at most {MOST_MEMBERS:,} members, this one has {len(raw):,}")
    texts = [str(member).strip() for member in raw]
    if "" in texts:
        raise InputError(f"member {texts.index('') + 1} is empty")
    if long := next((text for text in texts if len(text) > LONGEST_MEMBER), None):
        raise InputError(
            f"the member {long[:40]!r}... has {len(long):,} characters; at most {LONGEST_MEMBER} are a name"
        )
    if odd := next((text for text in texts if any([sign in text for sign in '[]\n"'])), None):
        raise InputError(f"the member {odd!r} has a bracket, a quote or a line break in its name; leave it out")
    whole = all([_is_whole(text) for text in texts])
    members: tuple[Member, ...] = tuple([int(text) for text in texts]) if whole else tuple(texts)
    positions = {member: position for position, member in enumerate(members)}
    if len(positions) != len(members):
        double = next(member for position, member in enumerate(members) if positions[member] != position)
        raise InputError(f"the member {double!r} stands twice; keep one of them")
    return Members(entry.name, members, positions, whole)


def _ranged(text: str) -> list[Member]:
    """The members that "1..12" stands for."""
    low, _, high = [part.strip() for part in text.partition("..")]
    if not (_is_whole(low) and _is_whole(high)):
        return [text]
    if int(high) - int(low) >= MOST_MEMBERS:
        raise InputError(f"a set has at most {MOST_MEMBERS:,} members, {text} has {int(high) - int(low) + 1:,}")
    return list(range(int(low), int(high) + 1))


def _table(name: str, tables: Mapping[str, Table]) -> Table:
    if name not in tables:
        raise InputError(f"there is no table {name!r}; there are {', '.join(tables) or 'none'}")
    return tables[name]


def _size(entry: ParameterSpec, sets: Mapping[str, Members]) -> int:
    return prod([len(members.members) for members in indexed_by(entry.index, sets)])


def _values(entry: ParameterSpec, sets: Mapping[str, Members], tables: Mapping[str, Table]) -> Mapping[Key, Number]:
    index = indexed_by(entry.index, sets)
    found: dict[Key, Number] = {}
    if entry.table is not None:
        if entry.values is not None:
            raise InputError("a parameter has values or a table, not both")
        _from_table(entry, index, _table(entry.table, tables), found)
    elif entry.values is not None:
        _fill(entry.values, index, (), found)
    missing = [key for key in product(*[members.members for members in index]) if key not in found]
    if missing and entry.default is None:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        raise InputError(
            f"{element(entry.name, missing[0])}{more} has no number; give it in `values`, or give a `default`"
            if index
            else "it has no number; give it in `values`"
        )
    if entry.default is not None:
        found.update(dict.fromkeys(missing, entry.default))
    return found


def _fill(values: Any, index: list[Members], key: Key, found: dict[Key, Number]) -> None:
    """Numbers nested as lists in the order of the members, or as mappings from members."""
    at = f"under {', '.join(map(str, key))} " if key else ""
    if not index:
        if isinstance(values, (list, dict)):
            raise InputError(f"{at}one number is needed, not a list or a mapping")
        if values is not None:
            found[key] = values
        return
    first, *rest = index
    if isinstance(values, list):
        if len(values) != len(first.members):
            raise InputError(
                f"{at}there are {len(values)} values for the {len(first.members)} members of {first.name}; "
                "a list has one for each, in their order"
            )
        for member, inner in zip(first.members, values, strict=True):
            _fill(inner, rest, (*key, member), found)
    elif isinstance(values, dict):
        for text, inner in values.items():
            for member, below in _meant(str(text), first, rest):
                if below:
                    found[(*key, member, *below)] = _single(inner, str(text))
                else:
                    _fill(inner, rest, (*key, member), found)
    else:
        raise InputError(
            f"{at}it is indexed by {first.name}, so it needs a list or a mapping over the members of {first.name}; "
            "where all numbers are the same, give it as `default`"
        )


def _single(value: Any, text: str) -> Number:
    if value is None or isinstance(value, (list, dict)):
        raise InputError(f"under {text} one number is needed")
    number: Number = value
    return number


def _meant(text: str, first: Members, rest: list[Members]) -> list[tuple[Member, Key]]:
    """The member a key names; or, for a key such as "a, b", the members of all remaining sets at once."""
    member = first.member(text.strip())
    if member is not None:
        return [(member, ())]
    parts = [part.strip() for part in text.strip("()").split(",")]
    if rest and len(parts) == len(rest) + 1:
        found = [group.member(part) for group, part in zip([first, *rest], parts, strict=True)]
        head, *tail = [member for member in found if member is not None] or [""]
        if len(tail) == len(rest):
            return [(head, tuple(tail))]
    near = near_names(text, [str(known) for known in first.members])
    raise InputError(f"{text!r} is no member of {first.name}{f'; did you mean {near[0]}?' if near else ''}")


def _from_table(entry: ParameterSpec, index: list[Members], table: Table, found: dict[Key, Number]) -> None:
    column = entry.column or entry.name
    for row in range(len(table.rows)):
        key: list[Member] = []
        for members in index:
            text = table.member(row, members.name)
            member = members.member(text)
            if member is None:
                raise InputError(f"{text!r} is no member of {members.name}", where=table.place(row, members.name))
            key.append(member)
        if tuple(key) in found:
            raise InputError(f"{element(entry.name, tuple(key))} has two numbers", where=table.place(row, column))
        found[tuple(key)] = table.number(row, column)
