"""Finds the one JSON object in what a model says, within bounds on size and depth."""

from __future__ import annotations

import re
from typing import Any

from encoders.errors import InputError
from encoders.structured import parse_json

MOST_CHARACTERS = 500_000
"""Of a reply: a hundred times what a model writes at once."""
DEEPEST = 64
MOST_OBJECTS = 20
_COMMA_TOO_MANY = re.compile(r",(\s*[}\]])")


def object_in(text: str) -> dict[str, Any]:
    """The JSON object that a text is or holds: fences, remarks around it and a comma too many do no harm.

    Numbers are int or Decimal. Raises InputError where there is none or more than one, or it is too large or too deep.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the reply has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read")
    blocks = _objects(_without_thoughts(text))
    if not blocks:
        raise InputError("the reply holds no JSON object, or one that is not closed")
    if len(blocks) > MOST_OBJECTS:
        raise InputError(f"the reply holds {len(blocks)} JSON objects; give one")
    found: list[dict[str, Any]] = []
    wrong: InputError | None = None
    for block in blocks:
        try:
            content = _parsed(block)
        except InputError as error:
            wrong = wrong or error
        else:
            if content not in found:
                found.append(content)
    if not found:
        assert wrong is not None
        raise wrong
    if len(found) > 1:
        raise InputError(f"the reply holds {len(found)} different JSON objects; give one")
    return found[0]


def _without_thoughts(text: str) -> str:
    """The text without what a reasoning model thinks aloud."""
    parts: list[str] = []
    place = 0
    while (start := text.find("<think>", place)) >= 0 and (end := text.find("</think>", start)) >= 0:
        parts.append(text[place:start])
        place = end + len("</think>")
    return "".join([*parts, text[place:]])


def _parsed(block: str) -> dict[str, Any]:
    try:
        content = parse_json(block)
    except InputError:
        mended = _outside_strings(block, _COMMA_TOO_MANY)
        if mended == block:
            raise
        content = parse_json(mended)
    if not isinstance(content, dict):
        raise InputError("the reply is no JSON object")
    return content


def _outside_strings(block: str, pattern: re.Pattern[str]) -> str:
    """The pattern's first group in place of its matches, in what is no string."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', block, flags=re.DOTALL)
    return "".join([part if index % 2 else pattern.sub(r"\1", part) for index, part in enumerate(parts)])


def _objects(text: str) -> list[str]:
    """The outermost {...} of a text, in one pass; braces in strings do not count. Raises InputError where one is too deep."""
    found: list[str] = []
    depth, start, quoted, escaped = 0, 0, False, False
    for place, character in enumerate(text):
        if quoted:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                quoted = False
        elif character == '"':
            quoted = depth > 0  # a quotation mark in a remark opens nothing
        elif character == "{" or (character == "[" and depth):
            if depth == 0:
                start = place
            depth += 1
            if depth > DEEPEST:
                raise InputError(f"the JSON is nested more than {DEEPEST} levels deep")
        elif character in "}]" and depth:
            depth -= 1
            if depth == 0:
                found.append(text[start : place + 1])
    return found
