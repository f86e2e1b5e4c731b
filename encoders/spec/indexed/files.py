"""Problems as files: YAML or JSON with exact numbers, and the tables beside them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from encoders.errors import InputError
from encoders.spec.indexed.model import ProblemSpec
from encoders.spec.indexed.tables import LARGEST_FILE, Table, read_table
from encoders.structured import LARGEST_YAML, parse_json, parse_yaml


def load(source: str | Path) -> ProblemSpec:
    """The problem in a file (.json, else YAML), or in a text that is YAML or JSON itself. Raises InputError with its place."""
    text, name = _text_of(source)
    json = name.endswith(".json") or re.match(r'\s*\{\s*["}]', text)
    if not json and len(text) > LARGEST_YAML:
        raise InputError(
            f"the YAML has more than {LARGEST_YAML:,} characters; write it as JSON, or put its numbers into tables",
            where=name,
        )
    content = parse_json(text, name) if json else parse_yaml(text, name)
    return spec_of(content, where=name)


def spec_of(content: Any, *, where: str = "") -> ProblemSpec:
    """A problem from parsed YAML or JSON. Raises InputError naming the part that does not fit."""
    if not isinstance(content, dict):
        raise InputError(
            "a problem has the fields name, sets, parameters, variables, constraints and objectives", where=where
        )
    try:
        return ProblemSpec.model_validate(content)
    except ValidationError as error:
        raise _fault(error, where) from error


def tables_of(spec: ProblemSpec, folder: Path) -> dict[str, Table]:
    """The tables that a problem names, from files beside it: NAME.csv or NAME.json. Raises InputError for a missing one."""
    found: dict[str, Table] = {}
    for kind, entries in (("sets", list(spec.sets)), ("parameters", list(spec.parameters))):
        listed: list[Any] = entries
        for place, entry in enumerate(listed):
            if entry.table is None or entry.table in found:
                continue
            where = f"{kind}[{place}] {entry.name}"
            if Path(entry.table).name != entry.table or entry.table.startswith("."):
                raise InputError(
                    f"{entry.table!r} is a path; a table is named as its file beside the problem", where=where
                )
            stem = entry.table.removesuffix(".csv").removesuffix(".json")
            paths = [folder / f"{stem}{ending}" for ending in (".csv", ".json")]
            path = next((path for path in paths if path.is_file()), None)
            if path is None:
                raise InputError(
                    f"there is no table {paths[0].name} or {paths[1].name} beside the problem", where=where
                )
            found[entry.table] = read_table(path)
    return found


def dump(spec: ProblemSpec) -> str:
    """The problem as canonical YAML: fields in their order, defaults left out, numbers exact. `load` gives it back."""
    import yaml

    content = spec.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None))


def _text_of(source: str | Path) -> tuple[str, str]:
    """The text, and the file's name where it is one. A text with a line break, a brace or a field is no path."""
    if isinstance(source, str) and re.search(r"[\n{]|:(?:\s|$)", source):
        if len(source) > LARGEST_FILE:
            raise InputError(f"the problem has more than {LARGEST_FILE:,} characters")
        return source, ""
    path = Path(source)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"the problem has more than {LARGEST_FILE:,} bytes", where=path.name)
        return path.read_text(encoding="utf-8-sig"), path.name
    except OSError as error:
        raise InputError(f"the problem cannot be read: {error.strerror or error}", where=path.name) from error
    except UnicodeDecodeError as error:
        raise InputError("the problem is not UTF-8 text; save it as UTF-8", where=path.name) from error


def _fault(error: ValidationError, where: str) -> InputError:
    """The first thing that does not fit, in words."""
    first = error.errors()[0]
    place = ""
    for step in first["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f"{'.' if place else ''}{step}"
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        message = "this field is missing"
    elif first["type"] == "extra_forbidden":
        message = "there is no such field"
    return InputError(message, where=", ".join([part for part in (where, place) if part]))
