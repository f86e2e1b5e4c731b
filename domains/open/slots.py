"""Sentences with slots: `Supplier {s} ships at most {capacity} bags` for each element of a family."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domains.open.words import amount
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number
    from encoders.spec.indexed.data import Data, Key, Member
    from encoders.spec.indexed.model import ParameterSpec, ProblemSpec

_SLOT = re.compile(r"\{\s*([^\W\d]\w*)\s*(?:\[([^\]{}]*)\]\s*)?\}")


def slots_of(text: str) -> list[str]:
    """The names in the slots of a text."""
    return [match.group(1) for match in _SLOT.finditer(text)]


def filled(
    text: str, spec: ProblemSpec, data: Data | None, bound: Mapping[str, Member], sets: Mapping[str, str]
) -> str | None:
    """A text with its slots filled; None where one of them has no one value.

    `bound` are the members of the loops' names, `sets` the sets these range over. A parameter's slot may leave its index out
    where each of its sets is ranged over by one name.
    """
    parameters = {entry.name: entry for entry in spec.parameters}
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        name, index = match.group(1), match.group(2)
        if index is None and name in bound:
            return str(bound[name])
        found = None
        if data is not None and name in parameters:
            found = _number(parameters[name], data, _key(parameters[name], index, data, bound, sets))
        if found is None:
            missing = True
            return match.group()
        followed, unit = text[match.end() :].lstrip(), parameters[name].unit
        if text[: match.start()].rstrip().endswith(unit or "\0") or (
            len(unit) > 1 and followed[:1] not in ("", ".", ",", ";")
        ):
            return show(found)  # the sentence has the unit itself
        return amount(found, unit)

    said = _SLOT.sub(value, text)
    return None if missing or "{" in said or "}" in said else said


def _number(parameter: ParameterSpec, data: Data, key: Key | None) -> Number | None:
    return None if key is None else data.parameters.get(parameter.name, {}).get(key)


def _key(
    parameter: ParameterSpec, index: str | None, data: Data, bound: Mapping[str, Member], sets: Mapping[str, str]
) -> Key | None:
    if index is not None:
        words = [part.strip().strip("\"'") for part in index.split(",")]
        return tuple(
            [bound.get(word, _member(word, name, data)) for word, name in zip(words, parameter.index, strict=False)]
        )
    key: list[Member] = []
    for name in parameter.index:
        names = [loop for loop, ranged in sets.items() if ranged == name and loop in bound]
        if len(names) != 1:
            return None
        key.append(bound[names[0]])
    return tuple(key)


def _member(word: str, name: str, data: Data) -> Member:
    members = data.sets.get(name)
    found = None if members is None else members.member(word)
    return word if found is None else found
