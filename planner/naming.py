"""Which wishes and fields people mean in `--keep` and `--price`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.ways import kinds_of
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domains.base import Domain
    from encoders.numbers import Number
    from planner.answer import Understood


def kept_paths(keep: Sequence[str], entries: Sequence[Understood], domain: Domain) -> tuple[str, ...]:
    """The wishes and fields that `--keep` means, as paths of the request (see `is_kept`).

    Each is named by a kind of change ("destination"), an id ("cuisine/French"), a field of the request, set or not, or a part of
    exactly one wish's id, sentence or words. Raises InputError.
    """
    found: list[str] = []
    for words in keep:
        found += _meant(words, entries, domain, f"--keep {words}")
    return tuple(dict.fromkeys(found))


def priced_paths(
    prices: Iterable[tuple[str, Number]], entries: Sequence[Understood], domain: Domain
) -> dict[str, Number]:
    """The prices that `--price` gives, by path; named as in `kept_paths`. Raises InputError."""
    found: dict[str, Number] = {}
    for words, price in prices:
        for path in _meant(words, entries, domain, f"--price {words}"):
            found[path] = price
    return found


def is_kept(path: str, keep: Iterable[str]) -> bool:
    """Whether a path, or the whole field that it lies in, is to be kept."""
    names = set(keep)
    return path in names or path.partition("/")[0] in names


def looked_up(path: str, values: Mapping[str, Number]) -> Number | None:
    """What stands for a path, else for its whole field."""
    return values.get(path, values.get(path.partition("/")[0]))


def _meant(words: str, entries: Sequence[Understood], domain: Domain, where: str) -> list[str]:
    plain = " ".join(words.split()).casefold()
    for kind in kinds_of(domain):
        if kind.called(words):
            return list(kind.fields)
    named = [entry.constraint for entry in entries if entry.kind != "goal" and entry.constraint.casefold() == plain]
    if named:
        return named[:1]
    fields = [info.alias or name for name, info in domain.Request.model_fields.items()]
    named = [name for name in fields if plain in (name.casefold(), name.replace("_", " ").casefold())]
    if named:
        return named
    wishes = [entry for entry in entries if entry.kind == "constraint"]
    matching = [wish for wish in wishes if _mentions(wish, plain)]
    if len(matching) != 1:
        raise InputError(_which(words, matching or wishes, domain, several=bool(matching)), where=where)
    return [matching[0].constraint]


def _mentions(wish: Understood, part: str) -> bool:
    texts = (wish.constraint, wish.says, wish.quote or "")
    return any([part in " ".join(text.split()).casefold() for text in texts])


def _which(words: str, wishes: Sequence[Understood], domain: Domain, *, several: bool) -> str:
    listing = "; ".join([f"{wish.constraint} ({wish.says.rstrip('.')})" for wish in wishes])
    if several:
        return f"{words!r} fits several wishes; name one of them: {listing}"
    kinds = ", ".join([kind.name for kind in kinds_of(domain)])
    there = f"there are: {listing}" if wishes else "this request has none that could be given up"
    return f"no wish is called {words!r}; {there}" + (f"; or a kind of change: {kinds}" if kinds else "")
