"""What several tests of the engines share."""

from __future__ import annotations

import pytest


@pytest.fixture
def short_turns(monkeypatch):
    """Turns that end almost at once, so that every engine has to take its other ways."""
    for place in ("pseudo_boolean", "session"):
        monkeypatch.setattr(f"encoders.engines.z3.{place}.FIRST_TURN", 1)
    monkeypatch.setattr("encoders.engines.cpsat.session._QUICK", 1e-9)
    monkeypatch.setattr("encoders.engines.cpsat.session._FIRST_TURN", 1e-9)
