"""Tables that sets and parameters are bound to: files of a folder, read when they are named, or rows given directly."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.spec.indexed.places import element
from encoders.spec.indexed.tables import Table, read_table, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.open.request import OpenRequest
    from encoders.numbers import Number
    from encoders.spec.indexed.model import ParameterSpec

_ENDINGS = (".csv", ".json")
_RECENT = 4


@dataclass
class OpenData:
    """Tables by name. Those of a folder are read once, when a problem names them."""

    folder: Path | None = None
    given: Mapping[str, Table] = field(default_factory=dict)
    report: Mapping[str, int] = field(default_factory=dict)
    recent: deque[tuple[Any, Any]] = field(default_factory=lambda: deque(maxlen=_RECENT), repr=False)
    """Requests of late with what is known of them (`domains.open.known`)."""
    _read: dict[str, Table] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """The table with this name. Raises InputError naming the files that were looked for."""
        if name in self.given:
            return self.given[name]
        if name not in self._read:
            self._read[name] = self._from_folder(name)
        return self._read[name]

    def _from_folder(self, name: str) -> Table:
        stem = name.removesuffix(".csv").removesuffix(".json")
        if self.folder is None:
            known = ", ".join(self.given) or "none"
            raise InputError(
                f"there is no table {name!r}; there are {known}; give the folder of its file with --data",
                where="--data",
            )
        if not stem or Path(stem).name != stem or stem.startswith("."):
            raise InputError(f"a table is named by its file without a path, not {name!r}", where="table")
        for ending in _ENDINGS:
            path = self.folder / f"{stem}{ending}"
            if path.is_file():
                return replace(read_table(path), name=name)
        raise InputError(
            f"there is no table {name!r}: neither {stem}.csv nor {stem}.json is in the folder of the problem; "
            "put it there, or give its folder with --data",
            where=name,
        )


def loaded(source: Path | Mapping[str, Any] | None) -> OpenData:
    """Tables from a folder, or given as lists of rows by name. Raises InputError."""
    if source is None:
        return OpenData()
    if isinstance(source, Path):
        return OpenData(folder=source)
    rows = source.get("tables", source)
    if not isinstance(rows, dict):
        raise InputError("data of an open problem are tables: a list of rows for each name", where="--data")
    return OpenData(given={str(name): table_of(str(name), content) for name, content in rows.items()})


def tables_for(request: OpenRequest, data: OpenData) -> dict[str, Table]:
    """The tables that a problem names, with the request's own amounts in place of theirs. Raises InputError."""
    named = [*[entry.table for entry in request.sets], *[entry.table for entry in request.parameters]]
    found = {table: data.table(table) for table in named if table is not None}
    left = dict(request.amounts)
    for parameter in request.parameters:
        if parameter.table is not None and left:
            found[parameter.table] = _with_amounts(parameter, found[parameter.table], left)
    if left:
        name = next(iter(left))
        raise InputError(f"no table has a number {name!r} that could be replaced", where=f"amounts/{name}")
    return found


def _with_amounts(parameter: ParameterSpec, table: Table, left: dict[str, Number]) -> Table:
    """The table with the amounts of one parameter, which are taken out of `left`."""
    if not any([name.partition("[")[0] == parameter.name for name in left]):
        return table
    column = table.position(parameter.column or parameter.name)
    rows = list(table.rows)
    for number in range(len(rows)):
        name = element(parameter.name, [table.member(number, index) for index in parameter.index])
        if name in left:
            cells = list(rows[number])
            cells[column] = left.pop(name)
            rows[number] = tuple(cells)
    return replace(table, rows=tuple(rows))
