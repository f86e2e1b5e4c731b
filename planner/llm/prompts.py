"""Prompts as package files: text with named slots, which are filled with data and never with instructions.

The file is `prompts/NAME.md` in the package of whoever asks; its first line is "version: N". A slot is {name}; `prompt` fills it
with JSON, so that no text in it can end the data around it (the open route fences its texts instead).
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from encoders.errors import ModelError

SLOT = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def prompt(name: str, **slots: Any) -> str:
    """The text of a prompt such as "open/formulate" (the package planner.open) with its slots filled.

    Raises ModelError where a slot has no value or a value no slot.
    """
    text = template(name)
    wanted = set(SLOT.findall(text))
    if wanted != set(slots):
        raise ModelError(f"the prompt {name} has the slots {sorted(wanted)}, and was given {sorted(slots)}")
    written = {slot: json.dumps(value, ensure_ascii=False, default=str) for slot, value in slots.items()}
    return SLOT.sub(lambda match: written[match[1]], text)  # one pass: what fills a slot is not filled again


def template(name: str) -> str:
    """The text of a prompt with its slots open."""
    return _file(name)[1]


def version(name: str) -> str:
    """The version that a prompt's first line says."""
    return _file(name)[0]


@cache
def _file(name: str) -> tuple[str, str]:
    package, _, last = name.rpartition("/")
    place = resources.files(f"planner.{package.replace('/', '.')}").joinpath(f"prompts/{last}.md")
    first, _, text = place.read_text(encoding="utf-8").partition("\n")
    if not first.startswith("version:"):
        raise ModelError(f"the prompt {name} does not begin with its version")
    return first.removeprefix("version:").strip(), text.strip()
