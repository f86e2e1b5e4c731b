"""Wishes that count sights: the sums over a problem's visits, and how many visits of one day they can ever need."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from domains.travel.cities import candidate_cities
from domains.travel.day_parts import SIGHTS, named_sights, sights_name
from encoders.errors import UnsupportedError
from encoders.spec import names_in
from encoders.spec.syntax import Add, Call, Chain, Member, Name, Negative, Node, Num

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domains.travel.data import TravelData
    from domains.travel.day_parts import Day
    from domains.travel.problem.stays import Stays
    from domains.travel.request import TravelRequest
    from encoders.expressions import Sum
    from encoders.structures.rules import Rules


def sights_in_problem(rules: Rules, stays: Stays, days: Iterable[Day | None]) -> dict[str, Sum]:
    """Visits on each of these days, and for None on all of them."""
    found = {}
    for day in days:
        slots = [slot for slot in stays.visits if day is None or slot.day + 1 == day.number]
        found[sights_name(day)] = rules.sum([(1, lit) for slot in slots for lit in slot.places.values()])
    return found


def visits_needed(nodes: Sequence[Node], request: TravelRequest, data: TravelData) -> int:
    """So many visits a day are enough: where a wish can be met with more, it can be with these. 0 where no wish counts sights.

    Where sights are only compared with numbers, more of a day's visits than one beyond the greatest of these numbers change no
    comparison: each sum they are in is greater than its number with the others left out, too. Where no sight is visited twice, a
    day has no more than those of the two cities it can touch. Raises UnsupportedError where nothing limits them.
    """
    counting = [node for node in nodes if named_sights(names_in(node), request.days)]
    if not counting:
        return 0
    limits = [limit for node in counting for limit in _limits(node)]
    numbers = [limit for limit in limits if limit is not None]
    bounds = [max([0, *numbers]) + 1] if len(numbers) == len(limits) else []
    if data.policy.visits_at_most is not None:
        bounds.append(data.policy.visits_at_most)
    if data.policy.attraction_once:
        cities = dict.fromkeys(city for row in candidate_cities(request, data) for city in row)
        bounds.append(sum(sorted([len(data.attractions.get(city, ())) for city in cities])[-2:]))
    if not bounds:
        raise UnsupportedError(
            "in this world nothing limits how many sights a day has, so their number can only be compared with numbers",
            where=f"extra/{nodes.index(counting[0])}",
        )
    return min(bounds)


def _limits(node: Node) -> Iterator[int | None]:
    """Every number that sights are compared with, rounded up; None for a comparison of another form."""
    if isinstance(node, Chain):
        for left, right in zip(node.operands, node.operands[1:], strict=False):
            if _speaks(left) or _speaks(right):
                number = _number(right) if _counts(left) else _number(left) if _counts(right) else None
                yield number
    elif isinstance(node, Member):
        if _speaks(node.operand):
            yield max([ceil(value) for value in node.values]) if _counts(node.operand) else None
    elif isinstance(node, (Name, Add, Call, Negative)) or not node.children:
        yield None if _speaks(node) else 0
    else:
        for operand in node.children:
            yield from _limits(operand)


def _speaks(node: Node) -> bool:
    return any([name.parts[0][0] == SIGHTS for name in names_in(node)])


def _counts(node: Node) -> bool:
    """Whether it is a count of sights: one, or some added up, or the least or the greatest of some."""
    if isinstance(node, Name):
        return node.parts[0][0] == SIGHTS
    plain = (isinstance(node, Add) and set(node.signs) == {1}) or (isinstance(node, Call) and node.function != "abs")
    return plain and all([_counts(operand) for operand in node.children])


def _number(node: Node) -> int | None:
    """A number, rounded up; no count is below 0."""
    if isinstance(node, Negative):
        return None if _number(node.operand) is None else 0
    return ceil(node.value) if isinstance(node, Num) else None
