"""Members named in a question, and the decisions that are meant by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.open.known import Known
    from encoders.spec.indexed.data import Key, Member
    from encoders.spec.indexed.model import VariableSpec

Place = tuple[str, "Member"]
"""A member with its set: ("suppliers", "s1")."""
MOST = 400
"""Decisions that one wish may mention."""


def placed(index: Sequence[str], places: Sequence[Place]) -> list[tuple[int, Member]] | None:
    """The position in an index of each named member; None where one has none, or its set stands there twice."""
    free = list(range(len(index)))
    found: list[tuple[int, Member]] = []
    for group, member in places:
        fitting = [position for position in free if index[position] == group]
        if not fitting:
            return None
        found.append((fitting[0], member))
        free.remove(fitting[0])
    return found


def elements_of(known: Known, variable: VariableSpec, places: Sequence[Place]) -> Iterator[tuple[str, Key]]:
    """The decisions of a family that are about all of these members."""
    fixed = placed(variable.index, places)
    if fixed is None:
        return
    for name, key in known.elements.items():
        if name.partition("[")[0] == variable.name and all([key[at] == member for at, member in fixed]):
            yield name, key


def families_about(known: Known, places: Sequence[Place]) -> list[VariableSpec]:
    """The families of decisions that are about all of these members."""
    return [entry for entry in known.spec.variables if placed(entry.index, places) is not None]


def total_of(known: Known, variable: VariableSpec, places: Sequence[Place]) -> str:
    """The sum of a family's decisions about these members, in the expression language; empty where there are none."""
    names = [name for name, _ in elements_of(known, variable, places)]
    if len(names) > MOST:
        raise InputError(f"{len(names):,} decisions are about that, more than the {MOST} that one question may mention")
    return " + ".join(names)


def not_used(known: Known, places: Sequence[Place], where: str) -> str:
    """That nothing is decided for these members. Raises InputError where no decision is about them."""
    totals = [total_of(known, entry, places) for entry in families_about(known, places)]
    said = " and ".join([f"{total} == 0" for total in totals if total])
    if not said:
        named = " and ".join([str(member) for _, member in places])
        raise InputError(f"no decision is about {named}", where=where)
    return said
