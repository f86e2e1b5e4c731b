"""Keys never leave: they are taken out of every text that is shown, logged, traced or recorded."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

HIDDEN = "[key]"
_SHORTEST = 6
_PLACEHOLDERS = frozenset({"ollama", "not-needed", "no-key", "no-key-required", "placeholder"})
"""What people write where a server wants some key; words like these also stand in ordinary text."""
_LIKE_A_KEY = re.compile(r"\bBearer\s+[A-Za-z0-9._~+/=-]{8,}|\bsk-[A-Za-z0-9_-]{16,}")


class Redaction:
    """Replaces a key, in any of the forms it travels in, and whatever looks like one."""

    def __init__(self, key: str = "") -> None:
        secret = len(key) >= _SHORTEST and key.lower() not in _PLACEHOLDERS
        forms = {key, json.dumps(key)[1:-1], quote(key, safe=""), repr(key)[1:-1]} if secret else set()
        self._forms = sorted(forms, key=len, reverse=True)

    def text(self, text: str) -> str:
        """The text without keys."""
        return _LIKE_A_KEY.sub(HIDDEN, self.exact(text))

    def exact(self, text: str) -> str:
        """The text without this key; what only looks like one stays."""
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text

    def content(self, value: Any) -> Any:
        """JSON content without keys, in names and in values."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(str(name)): self.content(inner) for name, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.content(inner) for inner in value]
        return value

    def __repr__(self) -> str:
        return "Redaction()"
