"""The reader's prompts as messages: instructions before a line of dashes, data after it."""

from __future__ import annotations

from typing import Any

from planner.llm.messages import Message
from planner.llm.prompts import prompt

_DATA = "\n---\n"


def filled(name: str, **slots: Any) -> list[Message]:
    """The messages of one prompt. Whatever fills a slot becomes JSON, which cannot hold the line of dashes."""
    system, _, user = prompt(f"interpret/llm/{name}", **slots).partition(_DATA)
    return [Message("system", system.strip()), Message("user", user.strip())]
