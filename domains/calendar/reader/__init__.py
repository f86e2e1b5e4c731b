"""Requests for meetings in English, and sentences that change one: phrases as a table (phrases.txt), people as they are named."""

from domains.calendar.reader.changes import change_examples, read_change
from domains.calendar.reader.read import read

__all__ = ["change_examples", "read", "read_change"]
