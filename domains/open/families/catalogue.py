"""The twelve families by name."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from domains.open.families import choice, networks, production
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.open.families.story import Family, Sample

FAMILIES: dict[str, Family] = {
    "allocation": production.allocation,
    "blending": production.blending,
    "assignment": choice.assignment,
    "covering": choice.covering,
    "packing": choice.packing,
    "scheduling": networks.scheduling,
    "routing": networks.routing,
    "network flow": networks.network_flow,
    "facility": networks.facility,
    "lot sizing": production.lot_sizing,
    "knapsack": choice.knapsack,
    "multi-period": production.multi_period,
}


def sample(family: str, seed: int) -> Sample:
    """The problem of a family with this number; the same number always gives the same. Raises InputError for no family."""
    if family not in FAMILIES:
        raise InputError(f"no family is called {family!r}; there are {', '.join(FAMILIES)}")
    return FAMILIES[family](Random(f"{family} {seed}"))
