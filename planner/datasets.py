"""Data of domains, loaded once: a batch asks for the same folder again and again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from planner.sources import read_structured

if TYPE_CHECKING:
    from domains.base import Domain


class Datasets:
    """What was loaded from folders, files and the domains' own examples; inline objects are read each time.

    Files are taken not to change while one of these is in use.
    """

    def __init__(self) -> None:
        self._loaded: dict[tuple[str, str | None], Any] = {}

    def load(self, domain: Domain, source: Any) -> Any:
        """The domain's data from a folder, a .json or .yaml file, an inline object, or None. Raises InputError."""
        if source is not None and not isinstance(source, Path):
            return domain.load(source)
        key = (domain.name, None if source is None else str(source.resolve()))
        if key not in self._loaded:
            self._loaded[key] = domain.load(source if source is None or source.is_dir() else _mapping(source))
        return self._loaded[key]


def _mapping(path: Path) -> dict[str, Any]:
    content = read_structured(path)
    if not isinstance(content, dict):
        raise InputError("a data file holds one object, with the offers in it", where=str(path))
    return content
