"""Rosters: who works which shift."""

from domains.workforce.domain import domain

__all__ = ["domain"]
