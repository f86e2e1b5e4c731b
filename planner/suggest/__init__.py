"""Suggestions: changes of the request that make a plan possible, each solved and checked before it is shown.

live     amounts moved to the exact minimum and wishes given up, on the session that called the request impossible
search   other values that the data offer, for wishes and for the frame, alone and with such repairs
offers   their order, and which of them another one beats
prices   what changes cost
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from encoders.relax import repairs
from planner.limits import UnlimitedError
from planner.suggest.case import Case
from planner.suggest.changes import value_at
from planner.suggest.offers import Offer, in_order, undominated
from planner.suggest.prices import Prices
from planner.suggest.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Domain
    from encoders.result import Deadline
    from encoders.session import Session
    from planner.answer import Suggestion

LIMIT = 5
"""Suggestions in one answer."""
_PRICED_LIMIT = 24
"""Repairs that are solved where the user's prices decide: a cheap one may touch more wishes than a dear one."""


def suggestions(
    domain: Domain,
    built: Built,
    session: Session,
    request: BaseModel,
    data: Any,
    keep: Sequence[str],
    deadline: Deadline,
    core: Sequence[str] = (),
) -> Iterator[Suggestion]:
    """The cheapest changes of amounts and wishes that make a plan possible, cheapest first.

    `core` are groups that are already proved impossible together, none where that is not known.
    """
    case = Case(domain, built, session, request, data, deadline, keep)
    for offer in islice(repaired(case, core), LIMIT):
        yield offer.suggestion


def repaired(case: Case, core: Sequence[str] = ()) -> Iterator[Offer]:
    """Repairs of amounts and wishes on the live session as offers, cheapest first."""
    found = repairs(
        case.session,
        keep=case.kept_groups(case.built.problem),
        cores=[core] if core else [],
        limit=_PRICED_LIMIT if case.prices.by_price else LIMIT,
        budget=case.deadline.rest(),
        weights=case.prices.weights(case.built.problem),
    )
    for repair in found:
        try:
            yield case.offer((), case.built, case.request, repair.result, repair)
        except UnlimitedError:  # what is given up was all that limited the objective: there is no best plan then
            continue


def best(offers: Iterable[Offer], prices: Prices) -> list[Suggestion]:
    """Those to show: in order, pairwise different, none beaten by another in wishes touched, price and first objective."""
    ordered = in_order(offers, by_price=prices.by_price)
    return [offer.suggestion for offer in undominated(ordered)[:LIMIT]]


__all__ = ["LIMIT", "Case", "Offer", "Prices", "Search", "best", "repaired", "suggestions", "value_at"]
