"""Sentences that change a request: what a domain understands of them.

A domain that reads them has the method `read_change` (see `ReadsChanges`); it is no part of the Domain protocol, because a world
can do without: its requests are then changed by accepting suggestions only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from pydantic import BaseModel

    from domains.base import Change, Span


@dataclass(frozen=True, slots=True)
class ChangeReading:
    """What a sentence changes.

    `request` is the request after `changes`, None where nothing is to change: something was not understood (`unread`), has to be
    decided first (`questions`), or is so already (`says` tells it). `says` has one sentence for each thing understood.
    """

    request: BaseModel | None = None
    changes: tuple[Change, ...] = ()
    says: tuple[str, ...] = ()
    unread: tuple[Span, ...] = ()
    questions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether every word was read and nothing has to be asked."""
        return not self.unread and not self.questions


LONGEST = 1_000
"""Characters of a change."""


def too_long(text: str) -> ChangeReading | None:
    """The question that a very long text is answered with; None for any other."""
    if len(text) <= LONGEST:
        return None
    return ChangeReading(questions=(f"That has {len(text):,} characters: which one change is meant?",))


def made(
    changes: Sequence[Change],
    says: Sequence[str],
    edit: Callable[[Sequence[Change]], BaseModel],
    assumptions: tuple[str, ...] = (),
) -> ChangeReading:
    """What was understood, with the request that `edit` makes of it; a question where the changes do not fit it."""
    if not changes:
        return ChangeReading(says=tuple(says))
    try:
        edited = edit(changes)
    except InputError as error:
        return ChangeReading(questions=(f"That does not fit ({error.message}): what is meant?",))
    return ChangeReading(edited, tuple(changes), tuple(says), assumptions=assumptions)


@runtime_checkable
class ReadsChanges(Protocol):
    """What a domain offers whose requests can be changed in plain English."""

    def read_change(self, text: str, request: Any, plan: Any | None, data: Any, today: date) -> ChangeReading:
        """What a sentence changes of a request. `plan` is the plan at hand, which words like "that hotel" mean."""
        ...

    def change_examples(self, request: Any, plan: Any | None) -> tuple[str, ...]:
        """A few sentences that would be understood, for help."""
        ...


@runtime_checkable
class Foresees(Protocol):
    """What a domain offers whose problems can be built for wishes that may come later, so that they need no new problem."""

    def foreseen(self, request: Any, data: Any) -> BaseModel:
        """The request with such wishes beside its own; it need have no plan."""
        ...
