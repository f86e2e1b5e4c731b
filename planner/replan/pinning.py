"""Which fields of a plan people mean when they pin them: by place, by kind, or by what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.replanning import Part

_SHOWN = 24
_KINDS = {
    "hotel": "bed", "hotels": "bed", "beds": "bed", "room": "bed", "flight": "travel", "flights": "travel", "legs": "travel",
}  # fmt: skip
"""Other words for kinds of fields."""


def pinned_fields(names: Sequence[str], parts: Sequence[Part]) -> dict[str, str]:
    """The fields that are to stay, each with a sentence.

    A name is a field's place ("day 2, dinner"), all fields of a place ("day 2") or of a kind ("dinner", "hotel", "visits"), or an
    offer of the plan ("The Inn"). Fields in which the old plan has nothing are pinned by their place only. Raises InputError.
    """
    found: dict[str, str] = {}
    for name in names:
        chosen = _meant(" ".join(name.split()), parts)
        if not chosen:
            there = [part.where for part in parts if part.says is not None]
            more = f", and {len(there) - _SHOWN} more" if len(there) > _SHOWN else ""
            raise InputError(
                f"the plan has no part {name!r}; it has {'; '.join(there[:_SHOWN])}{more}", where=f"--pin {name}"
            )
        found.update({part.where: _says(part) for part in chosen})
    return found


def _meant(name: str, parts: Sequence[Part]) -> list[Part]:
    plain = name.casefold()
    exact = [part for part in parts if part.where.casefold() == plain]
    if exact:
        return exact
    there = [part for part in parts if part.says is not None]
    offers = [part for part in there if plain in [" ".join(offer.split()).casefold() for offer in part.names]]
    return offers or [part for part in there if _lies_in(part.where.casefold(), _KINDS.get(plain, plain))]


def _lies_in(where: str, name: str) -> bool:
    """Whether a place is in another one ("day 2"), or of a kind ("dinner", "visits")."""
    place, _, what = where.partition(", ")
    kind = what.rstrip("0123456789 ")
    return name != "" and (name in (place, what, kind) or name == f"{kind}s" != "s")


def _says(part: Part) -> str:
    if part.says is None:
        return f"{part.where.capitalize()} stays without anything."
    return f"{part.where.capitalize()} stays as it is: {part.says}."
