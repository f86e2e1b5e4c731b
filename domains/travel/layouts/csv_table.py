"""Rows of one CSV file, with errors that name the file, the row and the way out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and rows by column; cells that a short row lacks are empty, blank lines are skipped.

    Raises InputError for a file that is missing or no text, and for a column that is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = [name.strip() for name in next(rows, [])]
            require_columns(path, header, columns)
            for row in rows:
                if not row:
                    continue
                if len(row) > len(header):
                    raise InputError(
                        f"the row has {len(row)} cells but there are {len(header)} columns: quote cells that hold a comma",
                        where=f"{path.name}, row {rows.line_num}",
                    )
                row += [""] * (len(header) - len(row))
                yield rows.line_num, dict(zip(header, row, strict=True))
    except FileNotFoundError as error:
        raise InputError(
            f"the file {path.name} is missing: add it (its header line alone will do)", where=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is no UTF-8 text: save it as UTF-8", where=str(path)) from error
    except (OSError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read as CSV: {error}", where=str(path)) from error


def require_columns(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    """Raises InputError for the first column that the header lacks."""
    for column in columns:
        if column not in header:
            raise InputError(
                f"{path.name} has no column {column!r}: add it (its columns are {', '.join(columns)})", where=str(path)
            )
