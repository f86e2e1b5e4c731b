"""Tables of phrases and words as text files, which people read and extend without touching code.

# a comment
[name]                          classes.txt: lines are alternatives of the class {name}
depart | departing | set off

[topic: gives] not after food   frame.txt, wishes.txt: every line is a pattern, indented lines continue the one before
(depart|leave) [from] PLACE

[topic]                         connecting.txt: words separated by spaces
city cities destination
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domains.reading.patterns import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = re.compile(r"\[([^\]:]+)(?::\s*([^\]]+))?\](?:\s+not (beside|after) (.+))?")


def read_classes(text: str) -> dict[str, str]:
    """Classes by name, as sources of patterns. Raises ValueError."""
    return {head[0]: " | ".join(lines) for head, lines in _sections(text)}


def read_words(text: str) -> dict[str, frozenset[str]]:
    """Sets of words by name. Raises ValueError."""
    return {
        name: frozenset([word for line in lines for word in line.split()]) for name, lines in read_lists(text).items()
    }


def read_lists(text: str) -> dict[str, list[str]]:
    """The lines of each section by its name. Raises ValueError."""
    return {head[0]: lines for head, lines in _sections(text)}


def read_phrases(text: str) -> list[Phrase]:
    """Phrases in the order of the text. Raises ValueError."""
    found: list[Phrase] = []
    for (topic, gives, how, others), lines in _sections(text):
        apart = tuple([word.strip() for word in others.split(",") if word.strip()])
        patterns: list[str] = []
        for line in lines:
            if line.startswith(" ") and patterns:
                patterns[-1] += " " + line.strip()
            else:
                patterns.append(line)
        found += [Phrase(topic, gives, pattern, apart, only_after=how == "after") for pattern in patterns]
    return found


def _sections(text: str) -> Iterator[tuple[tuple[str, str, str, str], list[str]]]:
    """Heads (name, what it gives, beside or after, which topics) with the lines below them."""
    head: tuple[str, str, str, str] | None = None
    lines: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _HEAD.fullmatch(line.rstrip())
        if match is None:
            if head is None:
                raise ValueError(f"a line before the first section: {line!r}")
            lines.append(line.rstrip())
            continue
        if head is not None:
            yield head, lines
        head, lines = (match[1].strip(), (match[2] or "").strip(), match[3] or "", match[4] or ""), []
    if head is not None:
        yield head, lines
