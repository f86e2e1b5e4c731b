"""A roster's data from a folder: workers.csv, shifts.csv, and where there are any availability.csv and policy.yaml."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

import yaml

from domains.validation import validated
from domains.workforce.data import Policy, WorkforceData
from domains.workforce.request import RosterRequest
from encoders.errors import InputError
from encoders.numbers import exact
from encoders.structured import require_short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_YES = frozenset(("", "yes", "y", "true", "1", "x", "available"))
_NO = frozenset(("no", "n", "false", "0", "unavailable"))


def load_folder(folder: Path) -> WorkforceData:
    """The tables of a folder. Raises InputError naming the file and the row.

    workers.csv: name, and where wanted pay, skills (separated by ;), most shifts, least shifts
    shifts.csv: name, and where wanted day, start, end, need, and needed skills as “cook: 1; till: 2” (skilled)
    availability.csv: worker, shift (a shift or a day), and where wanted available (yes or no). Who has a row that says yes is
    available for those only; a row that says no takes its shift or day away.
    """
    report: Counter[str] = Counter()
    content: dict[str, Any] = {}
    _workers(folder / "workers.csv", content, report)
    _shifts(folder / "shifts.csv", content, report)
    if (folder / "availability.csv").exists():
        _availability(folder / "availability.csv", content, report)
    base = validated(RosterRequest, content, "the data of a roster")
    return WorkforceData(base, _policy(folder / "policy.yaml"), dict(report))


def _workers(path: Path, content: dict[str, Any], report: Counter[str]) -> None:
    content["workers"] = []
    for row, cells in _rows(path, "name"):
        name = cells["name"]
        if not name:
            report["a worker has no name"] += 1
            continue
        content["workers"].append(name)
        for column in ("pay", "most shifts", "least shifts"):
            if cells.get(column):
                content.setdefault(column, {})[name] = _number(cells[column], path, row, column)
        if cells.get("skills"):
            content.setdefault("skills", {})[name] = _parts(cells["skills"])


def _shifts(path: Path, content: dict[str, Any], report: Counter[str]) -> None:
    content["shifts"] = []
    for row, cells in _rows(path, "name"):
        name = cells["name"]
        if not name:
            report["a shift has no name"] += 1
            continue
        shift = {key: cells[key] for key in ("day", "start", "end") if cells.get(key)}
        content["shifts"].append({"name": name, **shift})
        if cells.get("need"):
            content.setdefault("need", {})[name] = _number(cells["need"], path, row, "need")
        for part in _parts(cells.get("skilled", "")):
            skill, _, count = part.partition(":")
            number = _number(count or "1", path, row, "skilled")
            content.setdefault("need skilled", {}).setdefault(name, {})[skill.strip()] = number


def _availability(path: Path, content: dict[str, Any], report: Counter[str]) -> None:
    names = [shift["name"] for shift in content["shifts"]]
    meant = {name: [name] for name in names}
    for shift in content["shifts"]:
        meant.setdefault(shift.get("day", shift["name"]), [])
        if shift.get("day", shift["name"]) != shift["name"]:
            meant[shift["day"]].append(shift["name"])
    there: dict[str, set[str]] = {}
    gone: dict[str, set[str]] = {}
    for row, cells in _rows(path, "worker", "shift"):
        worker, shift, says = cells["worker"], cells["shift"], cells.get("available", "").lower()
        if worker not in content["workers"]:
            report["availability of somebody who is not in workers.csv"] += 1
        elif shift not in meant:
            report["availability for a shift or day that is not in shifts.csv"] += 1
        elif says not in _YES | _NO:
            where = f"{path.name}, row {row}"
            raise InputError(f"{says!r} is neither yes nor no", where=where)
        else:
            (there if says in _YES else gone).setdefault(worker, set()).update(meant[shift])
    for worker in content["workers"]:
        if worker in there or worker in gone:
            left = there.get(worker, set(names)) - gone.get(worker, set())
            content.setdefault("available", {})[worker] = [name for name in names if name in left]


def _policy(path: Path) -> Policy:
    if not path.exists():
        return Policy()
    try:
        text = path.read_text(encoding="utf-8")
        require_short(text, path.name, str(path))
        content = yaml.safe_load(text) or {}
    except RecursionError as error:
        raise InputError(f"{path.name} is nested too deeply", where=str(path)) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(
            f"{path.name} cannot be read as YAML: {str(error).splitlines()[0]}", where=str(path)
        ) from error
    return validated(Policy, content, "a policy")


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _number(cell: str, path: Path, row: int, column: str) -> Any:
    try:
        return exact(cell.lstrip("$€£").replace(",", ""))
    except InputError as error:
        raise InputError(f"{cell!r} under {column!r} is no number", where=f"{path.name}, row {row}") from error


def _rows(path: Path, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by column, blank lines left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = [name.strip().lower().replace("_", " ") for name in next(rows, [])]
            missing = next((name for name in columns if name not in header), None)
            if missing is not None:
                raise InputError(f"{path.name} has no column {missing!r}: add it", where=str(path))
            for cells in rows:
                if not any([cell.strip() for cell in cells]):
                    continue
                if len(cells) > len(header):
                    raise InputError(
                        f"the row has {len(cells)} cells but there are {len(header)} columns: quote cells that hold a comma",
                        where=f"{path.name}, row {rows.line_num}",
                    )
                padded = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
                yield rows.line_num, dict(zip(header, padded, strict=True))
    except FileNotFoundError as error:
        raise InputError(
            f"the file {path.name} is missing: add it with a column {columns[0]!r}", where=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is no UTF-8 text: save it as UTF-8", where=str(path)) from error
    except (OSError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read as CSV: {error}", where=str(path)) from error
