"""What the operator chooses for language models: limits, seed, where exchanges are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from encoders.numbers import Number
    from planner.options import Options


Size = Literal["small", "large"]


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """`tokens`, `cost` and `seconds` are limits over all attempts of one request, waiting included."""

    tokens: int = 400_000
    cost: Number | None = None
    seconds: float = 900.0
    mailbox_seconds: float = 3_600.0
    """Instead of `seconds` for a mailbox: people take longer."""
    attempts: int = 3
    """How often a model is asked before its replies count as unusable."""
    tries: int = 5
    """How often one request is sent where the endpoint is busy or unreachable."""
    call_seconds: float = 300.0
    """The longest that one call may take."""
    max_output: int = 8_192
    """Tokens of one reply."""
    reply_bytes: int = 4_000_000
    """The largest reply that is read."""
    first_wait: float = 0.5
    """Seconds before the second try; they double from try to try."""
    seed: int = 0
    temperature: float = 0.0
    size: Size | None = None
    """How much may be asked of the model at once; None: what its endpoint lets one guess."""
    record: str | None = None
    """A file that every exchange is appended to, for replays."""
    trace: str | None = None
    """A file that every attempt is appended to, with its verdict."""
    left: Callable[[], float | None] | None = None
    """Seconds that are left of the whole call; None for no limit."""
    tell: Callable[[str], None] | None = None
    """Hears what is waited for."""

    def told(self, sentence: str) -> None:
        """Say what is waited for, where somebody wants to know."""
        if self.tell is not None:
            self.tell(sentence)


def settings_of(
    options: Options,
    left: Callable[[], float | None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> LlmSettings:
    """The settings that a call's options choose; `left` says how many seconds are left of it, `tell` hears of waiting."""
    default = LlmSettings()
    return LlmSettings(
        tokens=options.llm_budget or default.tokens,
        cost=options.llm_cost,
        seconds=options.llm_time or default.seconds,
        mailbox_seconds=options.llm_time or default.mailbox_seconds,
        seed=options.seed,
        record=options.record,
        trace=options.trace,
        left=left,
        tell=tell,
    )
