"""Trips through cities in English: a table of phrases over cities, days, lengths of stay and connections."""

from domains.trip.reader.changes import change_examples, read_change
from domains.trip.reader.read import EXAMPLE, read

__all__ = ["EXAMPLE", "change_examples", "read", "read_change"]
