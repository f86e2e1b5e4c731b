"""What an endpoint can do for a model, found out once and remembered in the user's cache folder."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.llm.rungs import RUNGS, Rung

if TYPE_CHECKING:
    from planner.llm.access import Access

FORMAT = 2
_KEPT = timedelta(days=30)
LENGTHS = ("max_tokens", "max_completion_tokens", "")
"""How the length of a reply is limited; "" where it cannot be."""


@dataclass(frozen=True, slots=True)
class Capability:
    """The best rung that works, and which parameters are taken."""

    rung: Rung = "json_schema"
    length: str = "max_tokens"
    temperature: bool = True
    seed: bool = True


def remembered(access: Access) -> Capability | None:
    """What is known of a model at an endpoint for less than 30 days; None where that is nothing."""
    row = _rows().get(_name(access))
    if not isinstance(row, dict) or row.get("format") != FORMAT:
        return None
    with suppress(ValueError, TypeError, KeyError):
        if date.today() - date.fromisoformat(row["probed"]) > _KEPT:
            return None
        found = Capability(row["rung"], row["length"], row["temperature"], row["seed"])
        if found.rung in RUNGS and found.length in LENGTHS and isinstance(found.temperature, bool):
            return found
    return None


def remember(access: Access, capability: Capability | None) -> None:
    """Note it for later, or forget it; where that cannot be written, it is found out again next time."""
    with suppress(OSError):
        rows = _rows()
        rows.pop(_name(access), None)
        if capability is not None:
            rows[_name(access)] = {"format": FORMAT, "probed": date.today().isoformat(), **asdict(capability)}
        place = _place()
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".endpoints-")  # for its owner alone
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(rows, file, indent=1, sort_keys=True)
            os.replace(name, place)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise


def _name(access: Access) -> str:
    return f"{access.model} at {access.base_url}"


def _rows() -> dict[str, Any]:
    try:
        content = parse_json(_place().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, InputError):
        return {}
    return content if isinstance(content, dict) else {}


def _place() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME")
    folder = Path(cache) if cache else Path(os.path.expanduser("~"), ".cache")
    return folder / "planproof" / "endpoints.json"
