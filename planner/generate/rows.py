"""Which problems are drawn, and their rows: what `planproof batch` takes as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from domains.open.families import FAMILIES, sample
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form = Literal["text", "request"]


@dataclass(frozen=True, slots=True)
class Story:
    """One random problem: its id ("lot-sizing/3"), its story, and the request that states the same."""

    id: str
    text: str
    request: dict[str, Any]

    def row(self, form: Form) -> dict[str, Any]:
        """A row of a batch: the story, or the request."""
        return {"id": self.id, "domain": "open", form: self.text if form == "text" else self.request}


def stories(families: Sequence[str], count: int, seed: int) -> Iterator[Story]:
    """`count` problems of each family (of all where none is named), numbered from `seed`; a number always gives the same.

    Raises InputError for a name that is no family.
    """
    chosen = list(dict.fromkeys([_family(name) for name in families])) or list(FAMILIES)
    return (_story(family, number) for family in chosen for number in range(seed, seed + count))


def is_family(name: str) -> bool:
    """Whether a family is called so; blanks may be written as hyphens."""
    return _plain(name) in FAMILIES


def _family(name: str) -> str:
    if not is_family(name):
        known = ", ".join([family.replace(" ", "-") for family in FAMILIES])
        raise InputError(f"no family is called {name!r}; there are {known}", where="FAMILY")
    return _plain(name)


def _plain(name: str) -> str:
    """The name as the catalogue has it: "multi-period" has a hyphen of its own."""
    lower = name.strip().lower().replace("_", "-")
    return lower if lower in FAMILIES else lower.replace("-", " ")


def _story(family: str, number: int) -> Story:
    drawn = sample(family, number)
    request = drawn.spec.model_dump(mode="json", exclude_defaults=True)
    return Story(f"{family.replace(' ', '-')}/{number}", drawn.text, request)
