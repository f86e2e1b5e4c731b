"""What tokens cost: a table that the operator supplies, since prices change and differ."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.numbers import exact
from encoders.structured import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

PRICES = "PLANPROOF_LLM_PRICES"
_FORM = 'a table such as {"some-model": {"input": "0.15", "output": "0.60"}}, for a million tokens'
_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Price:
    """For a million tokens each."""

    input: Fraction
    output: Fraction

    def of(self, input_tokens: int, output_tokens: int) -> Fraction:
        """What so many tokens cost."""
        return (self.input * input_tokens + self.output * output_tokens) / _MILLION


FREE = Price(Fraction(0), Fraction(0))
"""What a mailbox and a replay cost."""


def price_of(model: str, environment: Mapping[str, str] = os.environ) -> Price | None:
    """The model's price in the file that PLANPROOF_LLM_PRICES names (YAML or JSON); None where it is not known.

    Raises InputError where the file cannot be used.
    """
    place = environment.get(PRICES, "").strip()
    if not place:
        return None
    try:
        content = parse_yaml(Path(place).read_text(encoding="utf-8"), PRICES)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the prices in {place} cannot be read ({error})", where=PRICES) from error
    row = content.get(model) if isinstance(content, dict) else None
    if not isinstance(content, dict) or not (
        row is None or (isinstance(row, dict) and {"input", "output"} == set(row))
    ):
        raise InputError(f"{place} is no table of prices; it holds {_FORM}", where=PRICES)
    if row is None:
        return None
    price = Price(Fraction(exact(row["input"])), Fraction(exact(row["output"])))
    if price.input < 0 or price.output < 0:
        raise InputError(f"a price of {model} in {place} is below 0", where=PRICES)
    return price
