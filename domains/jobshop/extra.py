"""How long a shop must be open so that further wishes (`request.extra`) can be met."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, prod
from typing import TYPE_CHECKING

_INDEX = re.compile(r"\[(?:\"(?:[^\"\\\n]|\\.)*\"|[^\]\[\"\n]+)\]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MULTIPLIED = re.compile(r"(\d+(?:\.\d+)?)\s*\*|\*\s*(\d+(?:\.\d+)?)")

if TYPE_CHECKING:
    from domains.jobshop.request import JobShopRequest


def latest(request: JobShopRequest, horizon: int) -> int:
    """A time until which starts must be open so that wishes can be met at all.

    Wishes that compare times with one another and with numbers need no more than all of the numbers on top of what the shop
    needs; where times are multiplied, that is taken so many times over.
    """
    for text in request.extra:
        bare = _INDEX.sub("", text)
        added = sum([ceil(Fraction(number)) for number in _NUMBER.findall(bare)])
        times = prod([max(1, ceil(Fraction(a or b))) for a, b in _MULTIPLIED.findall(bare)])
        horizon = (horizon + added) * times
    return horizon
