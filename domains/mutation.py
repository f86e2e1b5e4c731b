"""A plan's content changed without looking at any rule: for tests that ask whether a check notices."""

from __future__ import annotations

import copy
import re
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.numbers import exact, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from encoders.numbers import Number

Path = tuple[str | int, ...]
"""Keys and places from the whole content down to a part of it."""

UNKNOWN = "no such name"
"""Stands where a plan is made to name something that is not there."""

_STEPS = {"number": (-2, -1, 1, 2), "clock": (-300, -30, -1, 1, 30, 300), "date": (-2, -1, 1, 2)}
"""By how much numbers, clock times (minutes) and dates (days) are moved; not far, as a problem may know a last moment."""
_FAR_STEPS = {"number": (-100, -10, 10, 100), "clock": (-120, 120), "date": (-30, 30)}
"""For what no plan may have twice."""
_MOST_PLACES = 60
"""Places of a large plan that are looked at; they are drawn at random."""
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def mutations(content: Any, rng: Random, most_of_a_kind: int = 8) -> Iterator[Any]:
    """Contents that differ in one thing, a few of each kind; the content itself is not touched.

    Kinds: a number, clock time, date or truth changed; a word replaced by one that nobody knows or by one that stands elsewhere;
    two values swapped; all times or numbers of one part moved alike; an entry of a list left out, told twice, told again with
    another name or at another time, near or far, or exchanged with the next one; something told where nothing was, or told no
    longer.
    """
    leaves = dict(_some(list(_leaves(content)), rng, _MOST_PLACES))
    parts = _some(list(_parts(content)), rng, _MOST_PLACES)
    lists = list(_lists(content))
    entries = _some([(path, at, found) for path, found in lists for at in range(len(found))], rng, _MOST_PLACES)
    pairs = _pairs(leaves)
    told: dict[Path, list[Any]] = {}
    for path, value in _told(content):
        told.setdefault(_family(path), []).append(value)
    kinds: list[list[list[tuple[Path, Any]]]] = [
        [[(path, other)] for path, value in leaves.items() for other in nudged(value)],
        [[(path, UNKNOWN)] for path, value in leaves.items() if isinstance(value, str) and not _sort(value)],
        [[(one, leaves[other])] for pair in pairs for one, other in (pair, pair[::-1])],
        [[(one, leaves[other]), (other, leaves[one])] for one, other in pairs],
        [[((*path, key), value) for key, value in moved.items()] for path, part in parts for moved in _moved_alike(part)],
        [[(path, [*found[:at], *found[at + 1 :]])] for path, at, found in entries],
        [[(path, [*found, found[at]])] for path, at, found in entries],
        [[(path, [*found, stranger])] for path, at, found in entries for stranger in _strangers(found[at])],
        [[(path, [*found, {**found[at], **moved}])]
         for path, at, found in entries if isinstance(found[at], dict) for moved in _moved_alike(found[at], _FAR_STEPS)],
        [[(path, [*found[:at], found[at + 1], found[at], *found[at + 2 :]])]
         for path, at, found in entries if at + 1 < len(found)],
        [[(path, [*found, {**found[at], **moved}])]
         for path, at, found in entries if isinstance(found[at], dict) for moved in _moved_alike(found[at])],
        [[(path, value)] for path in _silences(content) for value in (1, UNKNOWN)],
        [[(path, value)] for path in _silences(content) for value in told.get(_family(path), ())],
        [[(path, None)] for path, _ in _told(content)],
    ]  # fmt: skip
    for kind in kinds:
        for changes in _some(kind, rng, most_of_a_kind):
            changed = content
            for path, value in changes:
                changed = with_value(changed, path, value)
            yield changed


def stated(content: Any, recomputed: Mapping[str, Any]) -> dict[Path, str]:
    """Numbers outside of lists that say what can be recomputed (a total), with the name it is recomputed by.

    `recomputed` are quantities of the same plan by name; the same name is taken first, else the only one of that value.
    """
    found: dict[Path, str] = {}
    for path, value in _leaves(content):
        number = number_in(value)
        if number is None or any([isinstance(step, int) for step in path]):
            continue
        names = [name for name, other in recomputed.items() if not isinstance(other, (bool, str)) and other == number]
        if path[-1] in names:
            found[path] = str(path[-1])
        elif len(names) == 1:
            found[path] = names[0]
    return found


def with_value(content: Any, path: Path, value: Any) -> Any:
    """A copy with another value at a path. Raises KeyError or IndexError where there is no such place."""
    changed = copy.deepcopy(content)
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = copy.deepcopy(value)
    return changed


def number_in(value: Any) -> Number | None:
    """The exact number that JSON content says, as an integer or a string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    try:
        return exact(value)
    except InputError:
        return None


def nudged(value: Any) -> list[Any]:
    """Other numbers, clock times or dates, or the other truth, that may stand in a value's place."""
    if isinstance(value, bool):
        return [not value]
    return [other for step in _STEPS.get(_sort(value), ()) if (other := _moved(value, step)) is not None]


def _sort(value: Any) -> str:
    """What can be moved by a number: a number, a clock time, a date; empty for anything else."""
    if number_in(value) is not None:
        return "number"
    if not isinstance(value, str):
        return ""
    return "clock" if _CLOCK.fullmatch(value) else "date" if _DATE.fullmatch(value) else ""


def _moved(value: Any, step: int) -> Any:
    """The value moved by a number; None where there is no such value."""
    sort = _sort(value)
    if sort == "number":
        return to_json(exact(value) + step)
    if sort == "clock":
        hour, minute = value.split(":")
        moment = int(hour) * 60 + int(minute) + step
        return f"{moment // 60:02}:{moment % 60:02}" if 0 <= moment < 24 * 60 else None
    if sort == "date":
        try:
            return (date.fromisoformat(value) + timedelta(days=step)).isoformat()
        except (ValueError, OverflowError):
            return None
    return None


def _moved_alike(part: Mapping[str, Any], steps: Mapping[str, Sequence[int]] = _STEPS) -> list[dict[str, Any]]:
    """What is otherwise where all numbers, all clock times or all dates of a part are moved by the same step."""
    found = []
    for sort, by in steps.items():
        keys = [key for key, value in part.items() if not isinstance(value, bool) and _sort(value) == sort]
        for step in by:
            moved = {key: _moved(part[key], step) for key in keys}
            if keys and None not in moved.values():
                found.append(moved)
    return found


def _strangers(entry: Any) -> list[Any]:
    """The entry, at its own time and at others, with one of its words replaced by one that nobody knows."""
    if isinstance(entry, dict):
        names = [key for key, value in entry.items() if isinstance(value, str) and not _sort(value)]
        return [{**entry, **moved, key: UNKNOWN} for key in names for moved in ({}, *_moved_alike(entry, _FAR_STEPS))]
    return [UNKNOWN] if isinstance(entry, str) and not _sort(entry) else []


def _leaves(content: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Values that are neither lists nor mappings nor absent."""
    for key, value in _entries(content):
        if isinstance(value, (dict, list)):
            yield from _leaves(value, (*at, key))
        elif value is not None:
            yield (*at, key), value


def _silences(content: Any, at: Path = ()) -> Iterator[Path]:
    """Where the content could say something, and does not."""
    for key, value in _entries(content):
        if value is None:
            yield (*at, key)
        yield from _silences(value, (*at, key))


def _told(content: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What stands under a key of a mapping; lists are always there."""
    for key, value in _entries(content):
        if isinstance(key, str) and value is not None and not isinstance(value, list):
            yield (*at, key), value
        yield from _told(value, (*at, key))


def _lists(content: Any, at: Path = ()) -> Iterator[tuple[Path, list[Any]]]:
    """The lists within the content that are not empty."""
    for key, value in _entries(content):
        if isinstance(value, list) and value:
            yield (*at, key), value
        yield from _lists(value, (*at, key))


def _parts(content: Any, at: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The mappings within the content, and the content itself."""
    if isinstance(content, dict):
        yield at, content
    for key, value in _entries(content):
        yield from _parts(value, (*at, key))


def _entries(node: Any) -> Sequence[tuple[Any, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _pairs(leaves: Mapping[Path, Any]) -> list[tuple[Path, Path]]:
    """Pairs of different values of one type; those in like places (the same but for the place in a list) come three times."""
    found = [
        (a, b) for a, b in combinations(leaves, 2) if type(leaves[a]) is type(leaves[b]) and leaves[a] != leaves[b]
    ]
    return [pair for pair in found for _ in range(3 if _family(pair[0]) == _family(pair[1]) else 1)]


def _family(path: Path) -> Path:
    return tuple([step if isinstance(step, str) else "" for step in path])


def _some(found: list[Any], rng: Random, most: int) -> list[Any]:
    return rng.sample(found, min(len(found), most))
