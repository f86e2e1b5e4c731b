"""Hypothesis profiles: the same examples in every run, unless PLANPROOF_HYPOTHESIS names another profile."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_COMMON = {
    "deadline": None,  # solvers' times vary with the machine; budgets have tests of their own
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("same", derandomize=True, database=None, **_COMMON)
settings.register_profile("search", derandomize=False, print_blob=True, **_COMMON)
settings.load_profile(os.environ.get("PLANPROOF_HYPOTHESIS", "same"))
