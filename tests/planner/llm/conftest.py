"""Every test has a cache folder of its own, so that nothing is remembered of another test's endpoint."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """The folder that stands for the user's cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "PLANPROOF_MODEL", "PLANPROOF_LLM_PRICES"):
        monkeypatch.delenv(name, raising=False)
    return folder
