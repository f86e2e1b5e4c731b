"""Names that nothing is called by: what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

    from encoders.spec.syntax import Name

_CLOSE = 75
"""Likeness (0 to 100) from which a name is offered for another."""
_SHOWN = 12


def close_names(name: str, known: Collection[str], limit: int = 3) -> list[str]:
    """The known names that a misspelt one may mean, likeliest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(name, list(known), scorer=fuzz.WRatio, score_cutoff=_CLOSE, limit=limit)
    return [entry[0] for entry in found]


def as_written(name: str) -> str:
    """A name as the language writes it: one with brackets in its index is quoted there, picked["Sofa [blue]"]."""
    from encoders.spec.write import write_name

    word, bracket, index = name.partition("[")
    inner = index.removesuffix("]")
    plain = not bracket or not index.endswith("]") or "]." in index or not any([sign in inner for sign in '[]"\\'])
    return name if plain else write_name((word, inner))


def unknown(name: Name, known: Collection[str]) -> InputError:
    """The error for a name that is not known, with the ones that are close, or some of those there are."""
    near = close_names(name.text, known)
    if near:
        there = f"did you mean {' or '.join([as_written(found) for found in near])}?"
    else:
        shown = ", ".join([as_written(found) for found in list(known)[:_SHOWN]])
        there = f"there are {shown}{', ...' if len(known) > _SHOWN else ''}" if shown else "there are none"
    return InputError(f"no quantity is called {name.text!r}; {there}", where=name.place)


def choice(name: Name) -> InputError:
    """The error for a name whose value is one of several things: no comparison can mention it."""
    return InputError(
        f"{name.text!r} is one of several things, neither a number nor something that holds or not; ask for a quantity that is",
        where=name.place,
    )


def placed(error: InputError, where: str) -> InputError:
    """The same error with the place of the whole text before its own."""
    return InputError(error.message, where=", ".join([part for part in (where, error.where) if part]))
