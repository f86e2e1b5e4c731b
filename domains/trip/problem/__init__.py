"""A tour through the cities whose days fit together."""

from domains.trip.problem.build import build
from domains.trip.problem.decode import decode, pinned

__all__ = ["build", "decode", "pinned"]
