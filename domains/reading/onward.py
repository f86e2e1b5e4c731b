"""Work that goes from one thing on to another, which tells a shop from a project."""

from __future__ import annotations

import re

_FOR = r"(?: [a-z]+)? for (?:about )?[\w.]+"
_THEN = re.compile(
    rf"\b(?:needs?|uses?|requires?|to|on|in) (?:the |a |an )?[a-z]+{_FOR}"
    r"(?: ?(?:h|hours?|min|minutes?|mins|days?|weeks?))?,? (?:and )?(?:then|followed by|afterwards|after that),?"
    rf"(?: (?:it|to|on|in|needs|uses|goes|the|a|an))* [a-z]+{_FOR}"
)


def goes_on(lowered: str) -> bool:
    """Whether a text in lower case, with single blanks, has such work: "needs the press for 2 hours, then the cutter for 1"."""
    return _THEN.search(lowered) is not None
