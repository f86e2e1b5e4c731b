"""Tables beside a problem: CSV with a header, or JSON rows, with exact numbers; every error names file, row and column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.numbers import Number, exact
from encoders.structured import parse_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Bytes of a table or a problem that are read."""
MOST_SHOWN = 20
"""Columns that a message lists."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by column name, as they stood. `source` names the file; `lines` are the rows' places in it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    source: str = ""
    lines: tuple[str, ...] = ()

    def place(self, row: int, column: str = "") -> str:
        """For messages: file, row and column."""
        line = self.lines[row] if self.lines else f"row {row + 1}"
        return ", ".join([part for part in (self.source or self.name, line, column and f"column {column}") if part])

    def position(self, column: str) -> int:
        """Where a column is. Raises InputError with the columns there are."""
        if column not in self.columns:
            raise InputError(
                f"the table {self.name!r} has no column {column!r}; it has {_listed(self.columns)}",
                where=self.source or self.name,
            )
        return self.columns.index(column)

    def number(self, row: int, column: str) -> Number:
        """The number in a cell. Raises InputError with its place."""
        found = self.rows[row][self.position(column)]
        try:
            return exact(found)
        except InputError as error:
            raise InputError(error.message, where=self.place(row, column)) from error

    def member(self, row: int, column: str) -> str:
        """The name in a cell, never empty. Raises InputError with its place."""
        found = self.rows[row][self.position(column)]
        if found is None or isinstance(found, (bool, list, dict)) or not str(found).strip():
            raise InputError("a name of a member is missing here", where=self.place(row, column))
        return str(found).strip()


def _listed(columns: Sequence[str]) -> str:
    more = f" and {len(columns) - MOST_SHOWN:,} more" if len(columns) > MOST_SHOWN else ""
    return ", ".join([column[:80] for column in columns[:MOST_SHOWN]]) + more


def read_table(path: Path) -> Table:
    """The table in a file, by its ending: .csv with a header, or .json with a list of rows. Raises InputError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"the table has more than {LARGEST_FILE:,} bytes", where=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"the table cannot be read: {error.strerror}", where=path.name) from error
    except UnicodeDecodeError as error:
        raise InputError("the table is not UTF-8 text; save it as UTF-8", where=path.name) from error
    if path.suffix.lower() == ".json":
        return table_of(path.stem, parse_json(text, path.name), source=path.name)
    return _read_csv(path.stem, text, path.name)


def table_of(name: str, rows: Any, *, source: str = "") -> Table:
    """A table from a list of mappings, all with the same keys. Raises InputError."""
    if not isinstance(rows, list) or not rows or not all([isinstance(row, dict) for row in rows]):
        raise InputError('a table is a list of rows, as in [{"supplier": "s1", "capacity": 10}]', where=source or name)
    columns = tuple([str(key) for key in rows[0]])
    for number, row in enumerate(rows, 1):
        if set(map(str, row)) != set(columns):
            odd = sorted(set(map(str, row)) ^ set(columns))
            raise InputError(f"not every row has the column {odd[0]!r}", where=f"{source or name}, row {number}")
    return Table(name, columns, tuple([tuple([row[column] for column in columns]) for row in rows]), source)


def _read_csv(name: str, text: str, source: str) -> Table:
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    try:
        reader = csv.reader(io.StringIO(text), strict=True)
        for cells in reader:
            if any([cell.strip() for cell in cells]):
                rows.append(tuple([cell.strip() for cell in cells]))
                lines.append(f"line {reader.line_num}")
    except csv.Error as error:
        raise InputError(f"this is not CSV: {error}", where=source) from error
    if not rows:
        raise InputError("the table is empty; its first line names the columns", where=source)
    header = rows[0]
    rest = rows[1:]
    _require_header(header, source)
    for row, line in zip(rest, lines[1:], strict=True):
        if len(row) != len(header):
            raise InputError(f"this row has {len(row)} cells, the header {len(header)}", where=f"{source}, {line}")
    return Table(name, header, tuple(rest), source, tuple(lines[1:]))


def _require_header(header: Sequence[str], source: str) -> None:
    if "" in header:
        raise InputError(f"column {list(header).index('') + 1} has no name", where=f"{source}, line 1")
    if len(set(header)) != len(header):
        double = next(column for column, count in Counter(header).items() if count > 1)
        raise InputError(f"two columns are called {double[:80]!r}", where=f"{source}, line 1")
