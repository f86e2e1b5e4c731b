"""The tables that lie beside a request: the model learns their names, columns and sizes, never a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.open.data import OpenData
    from encoders.spec.indexed.tables import Table

MOST_TABLES = 40
_ENDINGS = (".csv", ".json")
_LONGEST_NAME = 80
_INTRODUCTION = (
    'Tables beside the request (rows are not shown). Bind a set with "table" and "column" and leave its members empty; bind a '
    'parameter with "table", "column" and its "index", whose columns are named as the sets, and leave its values empty:'
)


def tables_of(data: OpenData) -> dict[str, Table]:
    """Every table of the data, by name. Raises InputError for one that cannot be read, or for too many."""
    found = dict(data.given)
    if data.folder is not None:
        files = sorted([path for path in data.folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file()])
        for path in files:
            found.setdefault(path.stem, data.table(path.stem))
    if len(found) > MOST_TABLES:
        raise InputError(
            f"there are {len(found)} tables, more than the {MOST_TABLES} that a request in English can be read with; "
            "put those that are needed into a folder of their own",
            where="--data",
        )
    return found


def shown(tables: Mapping[str, Table]) -> str:
    """What the model sees of the tables."""
    if not tables:
        return ""
    lines = [
        f"- {name[:_LONGEST_NAME]}: columns {_columns(table)}; {len(table.rows)} rows" for name, table in tables.items()
    ]
    return "\n".join([_INTRODUCTION, *lines])


def _columns(table: Table) -> str:
    return ", ".join([column[:_LONGEST_NAME] for column in table.columns])
