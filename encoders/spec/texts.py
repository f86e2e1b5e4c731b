"""What the grammars of expression texts have in common: places, limits on brackets and digits, and what an error says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lark import Lark, Token, Tree

MOST_DIGITS = 30
"""Digits of a number in a text."""

_ENDS_EARLY = "the expression ends too early; something is missing here"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def at(line: int, column: int) -> str:
    """A place for messages, both counted from 1."""
    return f"line {line}, column {column}"


def place_of(text: str, position: int) -> str:
    """The place of a character, counted from 0."""
    before = text[:position]
    return at(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def require_shallow(text: str, deepest: int) -> None:
    """Raise InputError for brackets in brackets beyond a depth, before anything recursive sees them."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character in _BRACKETS) - (character in _BRACKETS.values())
        if depth > deepest:
            raise InputError(f"brackets are nested more than {deepest} deep", where=place_of(text, position))


def tree_of(grammar: Lark, text: str, hints: Mapping[str, str]) -> Tree[Token] | Token:
    """What the parser generator makes of a text. Raises InputError with line, column and a hint for what stands there."""
    from lark import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

    try:
        return grammar.parse(text)
    except UnexpectedCharacters as error:
        start = error.pos_in_stream or 0
        found = text[start : start + 1]
        raise InputError(_unexpected(found, text, start, hints), where=at(error.line, error.column)) from error
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise InputError(_ENDS_EARLY, where=place_of(text, len(text.rstrip()))) from error
        begins = error.token.start_pos
        message = _unexpected(str(error.token), text, len(text) if begins is None else begins, hints)
        raise InputError(message, where=at(error.line, error.column)) from error
    except UnexpectedEOF as error:
        raise InputError(_ENDS_EARLY, where=place_of(text, len(text.rstrip()))) from error


def _unexpected(found: str, text: str, start: int, hints: Mapping[str, str]) -> str:
    hint = hints.get(found, "")
    if re.fullmatch(r"\d", found):
        hint = "a number is written like 3, 12.5 or 1/3"
    elif found == "," and not re.search(r"\d$", text[:start]):
        hint = hints.get(", ", "")
    elif found == "," and not re.match(r",\d", text[start:]):
        hint = hints.get(", ", hint)
    elif found == "(" and re.search(r"[\w\])]\s*$", text[:start]) and not re.search(r"\bfor\s*$", text[:start]):
        hint = "between two parts stands an operator, such as *"
    elif found == "[" and re.search(r"\bin\s*$", text[:start]):
        hint = "a set is written in braces: {1, 2}"
    elif not hint and re.match(r"[^\W\d]", found) and re.search(r"[\w\])]\s+$", text[:start]):
        hint = "between two parts stands an operator, such as <=, + or and"
    return f"{found[:40]!r} cannot stand here{f': {hint}' if hint else ''}"


def number(text: str, place: str) -> Number:
    """The number a literal shows. Raises InputError for one with too many digits."""
    if len(text) > MOST_DIGITS:
        raise InputError(f"the number {text[:20]}... has more than {MOST_DIGITS} digits", where=place)
    return exact(text)


def quoted(text: str) -> str:
    """A text in double quotes, as the languages read it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
