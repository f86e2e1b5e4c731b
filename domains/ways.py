"""What a domain can add to ways out and reasons, beside being a Domain: prices of changes, sentences about its data, drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domains.base import Built, Change
    from domains.documents import Document
    from encoders.numbers import Number
    from encoders.result import Assignment
    from encoders.spec.indexed.build import BuiltSpec


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """One kind of change as people speak of it ("destination"), and the fields of the request that it touches.

    `price` is what it costs by default to give up one such wish, or to change a field of the frame altogether; `also` are other
    words for it.
    """

    name: str
    fields: tuple[str, ...]
    price: Number = 1
    also: tuple[str, ...] = ()

    def called(self, words: str) -> bool:
        """Whether somebody means this kind."""
        return " ".join(words.split()).casefold() in {self.name.casefold(), *[other.casefold() for other in self.also]}


@runtime_checkable
class Priced(Protocol):
    """A domain with kinds of changes; without, every field is a kind of its own."""

    kinds: Sequence[ChangeKind]


@runtime_checkable
class Reasoning(Protocol):
    """A domain that can say what in the data makes rules clash."""

    def reasons(self, request: Any, data: Any, groups: Iterable[str]) -> Sequence[str]:
        """Facts of the data, as sentences, that bind where these groups (and no other wishes) are to hold together."""
        ...


@runtime_checkable
class DrawsConflicts(Protocol):
    """A domain that can draw a conflict into a plan."""

    def render_conflict(self, plan: Any, request: Any, data: Any, members: Collection[str]) -> Document:
        """A plan that gives way somewhere, with what clashes marked (`Bar.clashes`, `Mark.clashes`).

        `members` are the groups of the conflict; `request` is what was asked for, which the plan breaks.
        """
        ...


@runtime_checkable
class Limiting(Protocol):
    """A domain whose requests may forget to limit what they ask for."""

    def indexed(self, built: Built) -> BuiltSpec:
        """The problem with the bounds that nobody stated."""
        ...

    def endless(self, built: Built, assignment: Assignment) -> bool:
        """Whether an assignment goes as far as a bound that nobody stated."""
        ...


@runtime_checkable
class Telling(Protocol):
    """A domain that says changes of its requests in its own words; without, they are said by the names of fields."""

    def says_change(self, change: Change) -> str:
        """ "Let Ann be available on Monday as well"; empty where the general words will do."""
        ...


def kinds_of(domain: object) -> tuple[ChangeKind, ...]:
    """A domain's kinds of changes, none where it has none."""
    return tuple(domain.kinds) if isinstance(domain, Priced) else ()
