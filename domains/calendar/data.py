"""The calendars that people bring along, and when they are busy by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class CalendarData:
    """`texts` are iCalendar files by the name of their person; `report` counts the entries that take no time, by reason."""

    texts: Mapping[str, str] = field(default_factory=dict)
    report: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name.casefold(): name for name in self.texts}

    @property
    def names(self) -> tuple[str, ...]:
        """Whose calendars there are."""
        return tuple(self.texts)

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The time zone of each calendar that has one."""
        if not self.texts:
            return ()
        from domains.calendar.ics.read import zones_of  # needs the extra

        return tuple([zone for name, text in self.texts.items() for zone in zones_of(text, name)[:1]])

    def busy(self, name: str, days: Sequence[str], zone: str | None) -> dict[str, list[tuple[int, int]]]:
        """When somebody is busy on these days, in minutes after midnight of the organiser's zone. Raises InputError."""
        known = self._by_name.get(name.casefold()) if self.texts else None
        if known is None:
            return {}
        from domains.calendar.ics.read import busy_on  # needs the extra

        return busy_on(self.texts[known], known, tuple(days), zone)


def load(source: Path | Mapping[str, Any] | None) -> CalendarData:
    """A folder of .ics files, one for each person, or {name: text of an .ics file}. Raises InputError."""
    if source is None or source == {}:
        return CalendarData()
    if isinstance(source, Path):
        texts = {path.stem: _text(path) for path in sorted(source.glob("*.ics"))}
        if not texts:
            raise InputError(
                "there is no .ics file in this folder; each person's calendar is one file, such as ann.ics",
                where=str(source),
            )
    else:
        texts = {}
        for name, text in source.items():
            if not isinstance(text, str) or "BEGIN:VCALENDAR" not in text:
                raise InputError(f"the calendar of {name} is no iCalendar text (BEGIN:VCALENDAR ...)", where=name)
            texts[name] = text
    from domains.calendar.ics.read import opened

    report: dict[str, int] = {}
    named = {}
    for name, text in texts.items():
        person, left_out = opened(text, name)
        named[person] = text
        for reason, count in left_out.items():
            report[reason] = report.get(reason, 0) + count
    return CalendarData(named, report)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"this calendar cannot be read: {error}", where=str(path)) from error
