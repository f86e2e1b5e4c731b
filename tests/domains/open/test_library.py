"""The worlds of pure algebra that ship with the package: each has a best plan, and an impossible variant with a conflict."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from domains.base import Change
from domains.open import domain
from encoders.structured import parse_yaml
from planner.pipeline import solve

LIBRARY = Path(__file__).parents[3] / "domains" / "library"
BEST: dict[str, Any] = {
    "assignment": 14, "blending": Fraction(2164, 7), "diet": 250, "facilities": 2515, "knapsack": 115, "production": 6790,
}  # fmt: skip
IMPOSSIBLE: dict[str, tuple[Change, set[str]]] = {
    "assignment": (Change("parameters/most_hours", 8, 3), {"constraints/done[wiring]", "constraints/time"}),
    "blending": (Change("parameters/fish_limit", 50, -1), {"constraints/fish"}),
    "diet": (
        Change("parameters/most_portions", 4, 1),
        {"constraints/needs[energy]"},
    ),
    "facilities": (
        Change("parameters/demand/North", 40, 300),
        {*[f"constraints/capacity[Plant {n}]" for n in (1, 2, 3)], "constraints/demand[North]"},
    ),
    "knapsack": (Change("parameters/limit", 9, 2), {"constraints/weight", "constraints/fire"}),
    "production": (Change("parameters/capacity", 125, 60), {"constraints/capacity[5]"}),
}


def test_every_world_of_the_library_is_known_here() -> None:
    assert {path.stem for path in LIBRARY.glob("*.yaml")} == set(BEST) == set(IMPOSSIBLE)


@pytest.mark.parametrize("name", BEST)
def test_its_best_plan_is_proved(name: str) -> None:
    answer = solve(LIBRARY / f"{name}.yaml")
    assert answer.status == "optimal", answer.error
    assert [entry.value for entry in answer.objective] == [BEST[name]]
    assert answer.domain == "open"


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_its_impossible_variant_has_a_conflict(name: str) -> None:
    request = domain.parse_request(parse_yaml((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")))
    change, members = IMPOSSIBLE[name]
    answer = solve(domain.edit(request, [change]), domain="open")
    assert answer.status == "infeasible"
    assert answer.conflicts[0].minimal
    assert set(answer.conflicts[0].constraints) == members
    assert all([says.strip() for says in answer.conflicts[0].says])
    assert answer.suggestions


def test_a_number_for_all_members_is_moved_to_what_is_just_enough() -> None:
    request = domain.parse_request(parse_yaml((LIBRARY / "assignment.yaml").read_text(encoding="utf-8")))
    answer = solve(domain.edit(request, [Change("parameters/most_hours", 8, 4)]), domain="open")
    assert "Raise most hours from 4 to 5" in " ".join([found.says for found in answer.suggestions])
