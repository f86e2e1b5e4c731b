"""Access to the direct baselines: the same workloads written straight into a solver, run alternating with ours.

They live beside the data (`PLANPROOF_DIRECT`, default ../shared/research/direct from the project's root) and are not part of
the project.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PLANPROOF_DATA") or ROOT.parent / "shared" / "data").resolve()
DIRECT = Path(os.environ.get("PLANPROOF_DIRECT") or ROOT.parent / "shared" / "research" / "direct").resolve()


def baseline(name: str) -> Any:
    """One of the baseline's modules ("common", "itinerary", ...). Exits with a sentence where it is absent."""
    if not (DIRECT / f"{name}.py").exists():
        raise SystemExit(f"the direct baselines are not at {DIRECT}; set PLANPROOF_DIRECT")
    os.environ.setdefault("PLANPROOF_DATA", str(DATA))
    if str(DIRECT) not in sys.path:
        sys.path.append(str(DIRECT))
    return importlib.import_module(name)
