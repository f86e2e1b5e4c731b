"""The prompts of the open route: package files, with what comes from outside put in as fenced data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.llm.prompts import SLOT, template

if TYPE_CHECKING:
    import re

_FENCE = '"""'


def said(name: str) -> str:
    """A prompt without slots."""
    return template(f"open/{name}")


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

    return SLOT.sub(one, said(name)).strip()
