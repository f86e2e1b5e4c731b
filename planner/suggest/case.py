"""An impossible request with everything that its ways out are searched with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.ways import Telling
from encoders.errors import VerificationError
from planner.answer import Suggestion, dump
from planner.naming import is_kept
from planner.suggest.changes import as_edit, joined, request_change, says_repair, says_then, says_value
from planner.suggest.offers import Offer, signed
from planner.suggest.prices import Prices
from planner.verify import verified_plan
from planner.wording import you_wrote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Change, Domain
    from encoders.numbers import Number
    from encoders.problem import Problem
    from encoders.relax import Repair
    from encoders.result import Deadline, Result
    from encoders.session import Session


@dataclass(frozen=True)
class Case:
    """`session` holds the problem of the request; `keep` are paths that no way out touches; `quotes` the user's words by path."""

    domain: Domain
    built: Built
    session: Session
    request: BaseModel
    data: Any
    deadline: Deadline
    keep: Sequence[str] = ()
    prices: Prices = field(default_factory=Prices)
    quotes: Mapping[str, str] = field(default_factory=dict)
    engine: str = "auto"
    memory: int | None = None
    """Bytes that the solvers of further searches may use."""

    def kept(self, path: str) -> bool:
        """Whether a path is to stay as it is."""
        return is_kept(path, self.keep)

    def kept_groups(self, problem: Problem) -> list[str]:
        """The wishes of a problem of this request, or of an edited one, that are to stay as they are."""
        return [group for group in problem.groups if self.kept(group)]

    def in_frame(self, path: str) -> bool:
        """Whether a path is no wish."""
        return path not in self.built.problem.groups

    def place(self, path: str) -> int:
        """Where something stands in the order of the text: wishes first, then the frame."""
        order = [*self.built.problem.groups, *[item.path for item in self.built.frame]]
        known = [place for place, name in enumerate(order) if name == path or name == path.partition("/")[0]]
        return known[0] if known else len(order)

    def offer(
        self, swaps: Sequence[Change], built: Built, edited: BaseModel, result: Result, repair: Repair | None
    ) -> Offer:
        """Other values (which gave this problem), and a repair of what they leave, as one checked suggestion."""
        moves = repair.changes if repair is not None else ()
        changes = [request_change(move, built, edited) for move in moves]
        final = self.domain.edit(edited, changes) if changes else edited
        if result.assignment is None:
            raise VerificationError(f"a repair came without a plan: {result.reason or result.status}")
        plan = verified_plan(
            self.domain,
            built,
            result.assignment,
            result.objectives,
            final,
            self.data,
            values={move.parameter: move.after for move in moves if move.parameter and move.after is not None},
            dropped=[move.group for move in moves if move.kind == "drop"],
        )
        edits = [as_edit(swap, _kind(swap)) for swap in swaps]
        edits += [as_edit(change, move.kind) for change, move in zip(changes, moves, strict=True)]
        parts = [self._said(swap) or says_value(swap, self.quotes) for swap in swaps]
        for change, move in zip(changes, moves, strict=True):
            said = "" if move.kind == "drop" else self._said(change)
            parts.append(said or says_repair(move, built, self.quotes))
        price: Number = repair.price if repair is not None else 0
        for swap in swaps:
            price += self.prices.replaced(swap.path, swap.before, swap.after, frame=self.in_frame(swap.path))
        suggestion = Suggestion(
            changes=edits,
            price=price,
            says=joined(parts, says_then(built, result)),
            request=dump(final),
            plan=dump(plan),
        )
        places = tuple([self.place(edit.constraint) for edit in edits])
        own = frozenset([move.group for move in moves if move.group in self.built.problem.groups])
        return Offer(suggestion, signed(built.problem, result), places, own)

    def _said(self, change: Change) -> str:
        """A change in the domain's own words, with the user's; empty where it has none for it."""
        said = self.domain.says_change(change) if isinstance(self.domain, Telling) else ""
        field = change.path.partition("/")[0]
        return said and f"{said}{you_wrote(self.quotes.get(change.path) or self.quotes.get(field))}"


def _kind(swap: Change) -> str:
    """What another value does: it is added, left out, or stands in the place of one."""
    return "add" if swap.before is None else "drop" if swap.after is None else "replace"
