"""Words as text of HTML and SVG. Whatever comes from outside passes through here."""

from __future__ import annotations

from html import escape

from planner.report.screen import clean

_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
"""Characters that XML does not have and that `clean` lets pass."""


def text(words: str) -> str:
    """No markup, no control characters, no line breaks."""
    return escape(clean(words).translate(_NO_XML))
