"""A plan's content changed at random, without looking at any rule: for tests that ask whether a check notices."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

_Place = tuple[Any, Any]
"""A list or mapping, and the index or key of a leaf in it."""


def mutated(content: Any, rng: Random) -> Any:
    """One leaf changed, two swapped, or one entry of a list left out or told twice; the content itself is not touched."""
    changed = copy.deepcopy(content)
    leaves, lists = _places(changed)
    ways = [_nudge] * 3 + [_swap] * 2 + [_copy] if leaves else []
    if lists:
        ways += [_lose, _repeat]
    if ways:
        rng.choice(ways)(leaves, lists, rng)
    return changed


def _places(content: Any) -> tuple[list[_Place], list[list[Any]]]:
    leaves: list[_Place] = []
    lists: list[list[Any]] = []
    todo = [content]
    while todo:
        node = todo.pop()
        if isinstance(node, list) and node:
            lists.append(node)
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in list(pairs):
            if isinstance(value, (dict, list)):
                todo.append(value)
            elif value is not None:
                leaves.append((node, key))
    return leaves, lists


def _nudge(leaves: list[_Place], lists: list[list[Any]], rng: Random) -> None:
    node, key = rng.choice(leaves)
    value = node[key]
    if isinstance(value, bool):
        node[key] = not value
    elif isinstance(value, int):
        node[key] = value + rng.choice((-2, -1, 1, 2))
    else:
        _copy(leaves, lists, rng)


def _swap(leaves: list[_Place], lists: list[list[Any]], rng: Random) -> None:
    (one, a), (other, b) = rng.choice(leaves), rng.choice(leaves)
    if type(one[a]) is type(other[b]):
        one[a], other[b] = other[b], one[a]


def _copy(leaves: list[_Place], lists: list[list[Any]], rng: Random) -> None:
    (one, a), (other, b) = rng.choice(leaves), rng.choice(leaves)
    if type(one[a]) is type(other[b]):
        one[a] = other[b]


def _lose(leaves: list[_Place], lists: list[list[Any]], rng: Random) -> None:
    entries = rng.choice(lists)
    entries.pop(rng.randrange(len(entries)))


def _repeat(leaves: list[_Place], lists: list[list[Any]], rng: Random) -> None:
    entries = rng.choice(lists)
    entries.append(copy.deepcopy(rng.choice(entries)))
