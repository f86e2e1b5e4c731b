"""The prompts of the open route: package files, with what comes from outside put in as fenced data."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_VERSION = re.compile(r"^version: (\d+)\n+")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_FENCE = '"""'


@cache
def _file(name: str) -> tuple[int, str]:
    text = resources.files("planner.open").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
    match = _VERSION.match(text)
    assert match is not None
    return int(match[1]), text[match.end() :].strip()


def said(name: str) -> str:
    """A prompt without slots."""
    return _file(name)[1]


def version_of(name: str) -> int:
    """The version of a prompt, for traces and recordings."""
    return _file(name)[0]


def framed(name: str, *, own: tuple[str, ...] = (), **slots: str) -> str:
    """A prompt with its slots filled. What stands in a slot is data: it is fenced, and cannot close the fence itself.

    The slots named in `own` hold words of ours, which stand as they are.
    """

    def one(match: re.Match[str]) -> str:
        if match[1] not in slots:
            return match[0]
        if match[1] in own:
            return slots[match[1]]
        text = slots[match[1]].replace(_FENCE, "'''")
        return f"{_FENCE}\n{text}\n{_FENCE}" if text else ""

    return _SLOT.sub(one, said(name)).strip()
