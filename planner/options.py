"""The options of one call, checked: the same names on the command line, in a batch row and in the library."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number

ENGINES = ("auto", "z3", "cpsat", "race")
READERS = ("auto", "rules", "llm")
MEGABYTE = 10**6
_MAX_SECONDS = 10**7
_LEAST_MEGABYTES, _MAX_MEGABYTES = 100, 10**7
_MAX_SEED = 2**31 - 1
_MAX_TOKENS = 10**9
OPERATORS = ("llm", "record", "trace", "llm-budget", "llm-cost", "llm-time")
"""Options that whoever runs the program chooses, and no row of a batch: they name files and spend money."""


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen for one request. `data` is a folder, an inline object, or None for the domain's own example."""

    domain: str | None = None
    data: Any = None
    reader: str = "auto"
    engine: str = "auto"
    time_limit: float | None = None
    memory_limit: int | None = None
    """Megabytes (millions of bytes) that solvers may use."""
    seed: int = 0
    today: date | None = None
    keep: tuple[str, ...] = ()
    layout: str | None = field(default=None, metadata={"option": "format"})
    ignore_unread: bool = False
    prices: tuple[tuple[str, Number], ...] = field(default=(), metadata={"option": "price"})
    best_effort: bool = False
    llm: str | None = None
    """A model's name at the endpoint of the environment, "mailbox:DIR" or "replay:FILE"; None: PLANPROOF_MODEL."""
    record: str | None = None
    trace: str | None = None
    llm_budget: int | None = None
    """Tokens that one request may take."""
    llm_cost: Number | None = None
    llm_time: float | None = None
    double: bool = False
    """Whether an open problem in English is formulated twice, and both must come to the same."""

    @property
    def memory(self) -> int | None:
        """The memory limit in bytes."""
        return None if self.memory_limit is None else self.memory_limit * MEGABYTE


def make(named: Mapping[str, Any]) -> Options:
    """Options from their long names ("time-limit"), values as text or as JSON gives them. Raises InputError."""
    known = {**_READ, "domain": ("domain", _word), "data": ("data", lambda value, _: value)}
    options = Options()
    for name, value in named.items():
        if name not in known:
            raise InputError(f"there is no option {name!r}; there are {', '.join(known)}", where="options")
        if value is None:
            continue
        target, read = known[name]
        options = replace(options, **{target: read(value, f"--{name}")})
    return options


def _word(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise InputError(f"expected a name, found {value!r}", where=where)
    return value


def _one_of(*allowed: str) -> Any:
    def read(value: Any, where: str) -> str:
        if value not in allowed:
            raise InputError(f"{value!r} is not a choice; there are {', '.join(allowed)}", where=where)
        return str(value)

    return read


def _tokens(value: Any, where: str) -> int:
    text = str(value)
    whole = not isinstance(value, bool) and text.isascii() and text.isdigit() and len(text) <= len(str(_MAX_TOKENS))
    if not whole or not 0 < int(text) <= _MAX_TOKENS:
        raise InputError(f"a budget is a whole number of tokens from 1 to {_MAX_TOKENS:,}, not {value!r}", where=where)
    return int(text)


def _amount(value: Any, where: str) -> Number:
    try:
        amount = exact(value)
    except InputError as error:
        raise InputError(error.message, where=where) from error
    if amount < 0:
        raise InputError(f"the most that may be spent is not below 0, as {value} is", where=where)
    return amount


def _seconds(value: Any, where: str) -> float:
    try:
        seconds = Decimal(str(value)) if not isinstance(value, bool) else Decimal("nan")
    except ArithmeticError:
        seconds = Decimal("nan")
    if not seconds.is_finite() or not 0 < seconds <= _MAX_SECONDS:
        raise InputError(f"the time limit is a number of seconds above 0, not {value!r}", where=where)
    return float(seconds)


def _megabytes(value: Any, where: str) -> int:
    text = str(value)
    whole = not isinstance(value, bool) and text.isascii() and text.isdigit() and len(text) <= len(str(_MAX_MEGABYTES))
    if not whole or not _LEAST_MEGABYTES <= int(text) <= _MAX_MEGABYTES:
        raise InputError(
            f"the memory limit is a whole number of megabytes from {_LEAST_MEGABYTES} to {_MAX_MEGABYTES:,} "
            f"(below, no solver could be loaded), not {value!r}",
            where=where,
        )
    return int(text)


def _seed(value: Any, where: str) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > _MAX_SEED:
        raise InputError(f"a seed is a whole number from 0 to {_MAX_SEED:,}, not {value!r}", where=where)
    return int(text)


def _day(value: Any, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        if len(str(value)) != len("YYYY-MM-DD"):
            raise ValueError("not in the form YYYY-MM-DD")
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is no day: {error}; write it as YYYY-MM-DD", where=where) from error


def _words(value: Any, where: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, (list, tuple)) or not all([isinstance(item, str) and item.strip() for item in values]):
        raise InputError(f"expected a wish or a list of wishes, found {value!r}", where=where)
    return tuple(values)


def _prices(value: Any, where: str) -> tuple[tuple[str, Number], ...]:
    """WISH=N, a list of these, or a mapping."""
    pairs = list(value.items()) if isinstance(value, dict) else [_price(item, where) for item in _words(value, where)]
    found = []
    for wish, price in pairs:
        number = exact(price)
        if number < 0:
            raise InputError(f"a price is not below 0, as that of {wish!r} is", where=where)
        found.append((str(wish), number))
    return tuple(found)


def _price(text: str, where: str) -> tuple[str, str]:
    wish, equals, price = text.rpartition("=")
    if not equals or not wish.strip():
        raise InputError(f"a price is written WISH=NUMBER (budget=2), not {text!r}", where=where)
    return wish.strip(), price.strip()


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"expected true or false, found {value!r}", where=where)
    return value


_READ: dict[str, tuple[str, Any]] = {
    "reader": ("reader", _one_of(*READERS)),
    "engine": ("engine", _one_of(*ENGINES)),
    "time-limit": ("time_limit", _seconds),
    "memory-limit": ("memory_limit", _megabytes),
    "seed": ("seed", _seed),
    "today": ("today", _day),
    "keep": ("keep", _words),
    "format": ("layout", _word),
    "ignore-unread": ("ignore_unread", _flag),
    "price": ("prices", _prices),
    "best-effort": ("best_effort", _flag),
    "llm": ("llm", _word),
    "record": ("record", _word),
    "trace": ("trace", _word),
    "llm-budget": ("llm_budget", _tokens),
    "llm-cost": ("llm_cost", _amount),
    "llm-time": ("llm_time", _seconds),
    "double": ("double", _flag),
}
