"""The reduction rule: an offer may be left out only where enough others can stand in for it in every respect."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from encoders.numbers import Number

Row = TypeVar("Row")


def undominated(
    rows: Collection[Row],
    serves: Callable[[Row], frozenset[object]],
    costs: Callable[[Row], Sequence[Number]],
    *,
    copies: int = 1,
) -> list[Row]:
    """The rows that some best plan or some minimal conflict may need, in their order.

    A row is left out when `copies` others each serve every condition it serves and are no worse in every cost; `copies` is how
    many of them one plan can use at once. `serves` must name every condition that any group, objective, wish or question of the
    problem mentions, and `costs` every quantity that is to be small.
    """
    order = sorted(
        [(tuple(costs(row)), frozenset(serves(row)), index) for index, row in enumerate(rows)],
        key=lambda entry: (entry[0], -len(entry[1]), entry[2]),
    )
    # A row that can stand in for another comes before it in this order, and what stands in for a row left out stands in for
    # everything that row could have stood in for: counting the kept ones is enough.
    one_cost = not order or len(order[0][0]) <= 1
    kept = _along_one_cost(order, copies) if one_cost else _along_many_costs(order, copies)
    return [row for index, row in enumerate(rows) if index in kept]


_Entry = tuple[tuple["Number", ...], frozenset[object], int]


def _along_one_cost(order: Iterable[_Entry], copies: int) -> set[int]:
    """With one cost the order itself says what is no dearer, so rows are counted by what they serve."""
    kept: set[int] = set()
    counts: dict[frozenset[object], int] = {}
    for _, served, index in order:
        better = counts.get(served, 0)
        if better < copies:
            better += sum([count for other, count in counts.items() if served < other])
        if better < copies:
            kept.add(index)
            counts[served] = counts.get(served, 0) + 1
    return kept


def _along_many_costs(order: Iterable[_Entry], copies: int) -> set[int]:
    chosen: list[_Entry] = []
    for entry in order:
        amounts, served, _ = entry
        better = 0
        for other_amounts, other_served, _ in chosen:
            if served <= other_served and all([a <= b for a, b in zip(other_amounts, amounts, strict=True)]):
                better += 1
                if better >= copies:
                    break
        if better < copies:
            chosen.append(entry)
    return {index for _, _, index in chosen}
