"""The public data that tests may read: found through PLANPROOF_DATA, never part of the project."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("PLANPROOF_DATA") or ROOT.parent / "shared" / "data").resolve()

needs_travelplanner = pytest.mark.skipif(
    not (DATA / "travelplanner").is_dir(), reason="the public data are not there; set PLANPROOF_DATA"
)
"""Skips a test where the TravelPlanner data are absent."""

needs_unsat_christmas = pytest.mark.skipif(
    not (DATA / "unsat_christmas").is_dir(), reason="the public data are not there; set PLANPROOF_DATA"
)
"""Skips a test where the UnsatChristmas data are absent."""


@cache
def travelplanner_rows(name: str = "train.jsonl") -> tuple[dict[str, Any], ...]:
    """The rows of one file; nothing where the data are absent."""
    path = DATA / "travelplanner" / name
    if not path.is_file():
        return ()
    return tuple([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
