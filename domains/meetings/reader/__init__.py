"""Days of meeting friends in English: a table of phrases over people, places, times, lengths and ways."""

from domains.meetings.reader.changes import change_examples, read_change
from domains.meetings.reader.read import EXAMPLE, read

__all__ = ["EXAMPLE", "change_examples", "read", "read_change"]
