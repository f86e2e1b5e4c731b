"""Names of elements and places in a problem, for messages and as keys of plans."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from encoders.errors import InputError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def element(name: str, key: Sequence[object]) -> str:
    """The canonical name of one element of a family: "ship[s1, r2]"; the family's own where it has no index."""
    return f"{name}[{', '.join(map(str, key))}]" if key else name


def path_of(*parts: object) -> str:
    """A path in a problem, as "parameters/capacity/s2"; a slash in a name is written ~1, as in JSON pointers (RFC 6901)."""
    return "/".join([str(part).replace("~", "~0").replace("/", "~1") for part in parts])


def parts_of(path: str) -> list[str]:
    """The parts of a path."""
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")]


@contextmanager
def placed_in(where: str) -> Iterator[None]:
    """Errors of the work inside carry this place before their own."""
    try:
        yield
    except (InputError, UnsupportedError) as error:
        if error.where == where or error.where.startswith(f"{where},"):
            raise
        kind = InputError if isinstance(error, InputError) else UnsupportedError
        raise kind(error.message, where=", ".join([p for p in (where, error.where) if p])) from error
