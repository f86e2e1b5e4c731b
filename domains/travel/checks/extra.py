"""Further wishes (`request.extra`) judged by a plan's own quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Violation
from domains.travel.checks.observe import observe
from encoders.errors import InputError
from encoders.spec import names_in, parse, value, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest


def check_extra(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    """Each further wish that the plan's own quantities do not meet."""
    if not request.extra:
        return
    nodes = [parse(text, where=f"extra/{number}") for number, text in enumerate(request.extra)]
    try:
        numbers = observe(plan, request, data)
    except InputError as error:
        for number, node in enumerate(nodes):
            yield Violation(
                f"extra/{number}", f"It cannot be judged whether {write(node)}: {error.message}.", error.where
            )
        return
    for number, node in enumerate(nodes):
        if value(node, numbers, where=f"extra/{number}") is not True:
            known = [
                f"{name} is {numbers[name]}"
                for name in dict.fromkeys([n.text for n in names_in(node)])
                if name in numbers
            ]
            yield Violation(f"extra/{number}", f"It does not hold that {write(node)}: {', '.join(known)}.")
