"""Stories of the twelve families, read by a capable model and recorded: replayed, they come back as the same problems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from domains.open.families import FAMILIES

RECORDING = Path(__file__).resolve().parent.parent / "recordings" / "round_trip.jsonl"
"""One story of each family, number 0. Recorded again (see the README, `--read-back`) when a prompt of the open route changes."""


def test_recorded_readings_come_to_the_same_optimum(command: Any) -> None:
    ran = command("generate", "--read-back", "--json", "--llm", f"replay:{RECORDING}")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["id"] for row in rows] == [f"{family.replace(' ', '-')}/0" for family in FAMILIES]
    assert {row["id"]: row["why"] for row in rows if row["verdict"] in ("other", "failed")} == {}
    assert [row["verdict"] for row in rows].count("same") >= 11
    assert ran.code == 0


def test_the_recording_says_who_replied_and_when() -> None:
    lines = [json.loads(line) for line in RECORDING.read_text(encoding="utf-8").splitlines()]
    assert {line["stage"] for line in lines} >= {"formulate", "assess"}
    assert all([line["model"] == "mailbox" and len(line["date"]) == len("2027-01-01") for line in lines])
