"""Where offers come from: each module reads one layout into `TravelData`; `load` chooses by what is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domains.travel.layouts import neutral_csv, travelplanner_inline, travelplanner_tables, unsat_christmas
from domains.travel.layouts.travelplanner_tables import FlightTables
from domains.travel.layouts.weekly_flights import WeeklyFlights
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.travel.data import TravelData

__all__ = ["EXAMPLE", "FlightTables", "WeeklyFlights", "load"]

EXAMPLE = Path(__file__).parent.parent / "example"
"""The data set that comes with the package, in the neutral layout."""


def load(source: Path | Mapping[str, Any] | None) -> TravelData:
    """Offers from a folder, a JSON file, a parsed mapping, or (None) the example that comes with the package.

    Raises InputError naming the file or key that cannot be used, and what was expected.
    """
    if source is None:
        return neutral_csv.load(EXAMPLE)
    if isinstance(source, Mapping):
        return _load_mapping(source)
    folder = Path(source)
    if folder.is_file():
        return _load_mapping(_parse(folder))
    if not folder.is_dir():
        raise InputError("there is no such data folder or file", where=str(folder))
    tables = travelplanner_tables.find(folder)
    if tables is not None:
        return travelplanner_tables.load(tables)
    weekly = unsat_christmas.find(folder)
    if weekly is not None:
        return unsat_christmas.load(weekly, str(folder))
    if neutral_csv.is_neutral(folder):
        return neutral_csv.load(folder)
    raise InputError(
        f"the folder is in no known layout: expected {', '.join(neutral_csv.FILES)}, or the folders "
        "accommodations, restaurants, attractions, googleDistanceMatrix and background",
        where=str(folder),
    )


def _load_mapping(content: Mapping[str, Any]) -> TravelData:
    inner = content.get("reference_information")
    found = inner if isinstance(inner, Mapping) else content
    if not travelplanner_inline.is_reference_information(found):
        raise InputError(
            "the inline data are in no known layout: expected keys such as 'Restaurants in Denver' or "
            "'Flight from Denver to Boston on 2022-03-16'"
        )
    return travelplanner_inline.load(found)


def _parse(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"the data file is no JSON: {error}", where=str(path)) from error
    if not isinstance(content, dict):
        raise InputError("expected a JSON object with the offers", where=str(path))
    return content
