"""A world with many names for reading, and the files of wordings."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from domains.travel.data import Restaurant, TravelData
from domains.travel.layouts.travelplanner_rows import policy
from domains.travel.layouts.us_states import REGIONS
from domains.travel.request import TravelRequest

FILES = Path(__file__).parent.parent / "domains" / "reading"
TODAY = date(2022, 3, 1)
STATES = {
    "Denver": "Colorado", "Boston": "Massachusetts", "Austin": "Texas", "Dallas": "Texas", "Houston": "Texas",
    "Nashville": "Tennessee", "Memphis": "Tennessee", "New York": "New York", "Buffalo": "New York",
    "Washington": "District of Columbia", "St. Louis": "Missouri", "Sault Ste. Marie": "Michigan", "Salt Lake City": "Utah",
    "Portland": "Oregon", "Mobile": "Alabama", "Reading": "Pennsylvania", "Jackson": "Wyoming", "Las Vegas": "Nevada",
    "Stockton": "California", "Sacramento": "California", "Seattle": "Washington", "Spokane": "Washington",
    "Fort Lauderdale": "Florida",
}  # fmt: skip
_SERVED = (
    "French", "American", "Italian", "Indian", "Chinese", "Mexican", "Mediterranean", "Pizza", "Seafood", "BBQ", "Cafe", "Tea",
    "Desserts", "Fast Food", "Bakery",
)  # fmt: skip
WORLD = TravelData(
    policy(),
    hotels=dict.fromkeys(STATES, ()),
    restaurants={"Denver": tuple([Restaurant(f"Table {name}", "Denver", 10, (name,), 4) for name in _SERVED])},
    states=STATES,
    regions=REGIONS,
)
_NEEDED = {"origin": "Denver", "destination": "Boston", "start": "2022-03-03", "days": 3, "people": 1}
DEFAULTS: dict[str, Any] = {
    name: value
    for name, value in TravelRequest.model_validate(_NEEDED).model_dump(mode="json", by_alias=True).items()
    if name not in _NEEDED
}
"""What a request says where a text says nothing."""


def wordings() -> list[tuple[str, dict[str, Any]]]:
    """Texts with the whole request that each says, as JSON-ready content; lists are sorted where order says nothing."""
    found: list[tuple[str, dict[str, Any]]] = []
    for group in yaml.safe_load((FILES / "wordings.yaml").read_text(encoding="utf-8")):
        for text in group["texts"]:
            whole = group["frame"].replace("{}", text) if "frame" in group else text
            found.append((whole, {**DEFAULTS, **group["expect"]}))
    return found


def unsupported() -> list[str]:
    """Wishes that no field of a travel request holds."""
    lines = (FILES / "unsupported.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def paraphrases() -> list[tuple[int, str]]:
    """Other wordings of the training requests: the request's id and the text."""
    lines = (FILES / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["id"], row["text"]) for row in map(json.loads, lines)]


def comparable(content: dict[str, Any]) -> dict[str, Any]:
    """A request's content with the lists sorted whose order says nothing."""
    unordered = ("cities", "house rule", "cuisine", "transportation")
    return {name: sorted(value) if name in unordered else value for name, value in content.items()}
