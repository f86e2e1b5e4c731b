"""Names that a text itself introduces: what of a run of capitalised words belongs to the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEGINS = r"(?:^|[.!?:;\n(\"“]|\n[ \t]*[-*•])[ \t]*"


def without_leads(found: Mapping[str, int], text: str) -> dict[str, int]:
    """Names with where they first stand, without those that are a shorter one behind a sentence's first word ("Avoid Paris")."""
    return {
        name: at for name, at in found.items() if not (_ends_with_another(name, found) and _only_begins(name, text))
    }


def _ends_with_another(name: str, found: Mapping[str, int]) -> bool:
    return any([name != other and name.endswith(f" {other}") for other in found])


def _only_begins(name: str, text: str) -> bool:
    """Whether a name stands nowhere but at the beginning of sentences."""
    everywhere = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return everywhere == len(re.findall(rf"{_BEGINS}{re.escape(name)}(?!\w)", text, re.MULTILINE))
