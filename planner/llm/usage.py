"""What a language model took: calls, tokens, money and time, over every attempt, by stage."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.numbers import to_json

if TYPE_CHECKING:
    from planner.llm.prices import Price

CHARACTERS_PER_TOKEN = 4
"""For estimates, where an endpoint reports nothing."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one call. `estimated`: the endpoint did not report them."""

    input: int = 0
    output: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class StageUsage:
    """What one stage took. `failed` are the calls without a usable answer; `estimated` those whose tokens are estimated."""

    calls: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: int = 0

    def plus(self, tokens: Tokens, *, failed: bool) -> StageUsage:
        """With one more call."""
        return StageUsage(
            self.calls + 1,
            self.failed + failed,
            self.input_tokens + tokens.input,
            self.output_tokens + tokens.output,
            self.estimated + tokens.estimated,
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "calls": self.calls,
            "failed": self.failed,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "estimated": self.estimated,
        }


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model took so far. `cost` is in the price table's currency, None where the price is unknown."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Fraction | None = Fraction(0)
    seconds: Fraction = Fraction(0)
    by_stage: dict[str, StageUsage] = field(default_factory=dict)
    model: str | None = None
    failed: int = 0
    estimated: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As it stands in an Answer's statistics; exact numbers as text where they are not whole."""
        found: dict[str, Any] = {} if self.model is None else {"model": self.model}
        found |= {
            "calls": self.calls,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "cost": None if self.cost is None else to_json(self.cost),
        }
        if self.calls:
            found |= {
                "failed": self.failed,
                "estimated": self.estimated,
                "seconds": to_json(self.seconds),
                "by_stage": {stage: used.to_dict() for stage, used in self.by_stage.items()},
            }
        return found


class Meter:
    """Counts what a model takes."""

    def __init__(self, model: str | None, price: Price | None) -> None:
        self.price = price
        self.model = model
        self._stages: dict[str, StageUsage] = {}
        self._milliseconds = 0

    def count(self, stage: str, tokens: Tokens, *, failed: bool = False) -> None:
        """One more call."""
        self._stages[stage] = self._stages.get(stage, StageUsage()).plus(tokens, failed=failed)

    def took(self, seconds: float) -> None:
        """More time, waiting included."""
        self._milliseconds += round(seconds * 1000)

    @property
    def seconds(self) -> float:
        """The time so far."""
        return self._milliseconds / 1000

    def usage(self) -> Usage:
        """What was used so far."""
        stages = list(self._stages.values())
        found = Usage(
            calls=sum([stage.calls for stage in stages]),
            input_tokens=sum([stage.input_tokens for stage in stages]),
            output_tokens=sum([stage.output_tokens for stage in stages]),
            seconds=Fraction(self._milliseconds, 1000),
            by_stage=dict(self._stages),
            model=self.model,
            failed=sum([stage.failed for stage in stages]),
            estimated=sum([stage.estimated for stage in stages]),
        )
        if not found.calls:
            return found
        return replace(
            found, cost=None if self.price is None else self.price.of(found.input_tokens, found.output_tokens)
        )


def estimated_tokens(characters: int) -> int:
    """About how many tokens a text of so many characters has."""
    return -(-characters // CHARACTERS_PER_TOKEN)
