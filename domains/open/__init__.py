"""The open world: any problem of sets, numbers, decisions and rules, given as data."""

from domains.open.domain import domain

__all__ = ["domain"]
