"""What problem, check and drawing say about people and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.calendar import times
from domains.calendar.request import ME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.calendar.request import Person

    Calendar = Mapping[str, Sequence[tuple[int, int]]]


def called(name: str) -> str:
    """The name at the beginning of a sentence; whoever asks is "You"."""
    return "You" if name == ME else name


def verb(name: str, you: str, other: str) -> str:
    """The verb that goes with a name."""
    return you if name == ME else other


def length_says(minutes: int) -> str:
    """ "The meeting takes 1 hour 30 minutes."."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((hours, "hour"), (rest, "minute")) if n]
    return f"The meeting takes {' '.join(parts)}."


def hours_of(hours: str) -> str:
    """ "It lies between 09:00 and 17:00."."""
    start, _, end = hours.partition("-")
    return f"It lies between {start} and {end}."


def busy_times(person: Person, days: Sequence[str], calendar: Calendar) -> dict[str, list[tuple[int, int]]]:
    """What a person's lists and calendar take of each of the days, overlapping times joined."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name in days:
        told = [times.stretch(text) for day, texts in person.busy.items() if times.applies(day, name) for text in texts]
        joined: list[tuple[int, int]] = []
        for start, end in sorted([*told, *calendar.get(name, ())]):
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], end)
            else:
                joined.append((start, end))
        if joined:
            found[name] = joined
    return found


def attends(person: Person, days: Sequence[str], calendar: Calendar) -> str:
    """ "Ann attends, who is busy on Monday 09:00-09:30 and 12:30-13:00."."""
    name = called(person.name)
    parts = []
    busy = busy_times(person, days, calendar)
    if busy:
        parts.append(
            f"{verb(person.name, 'are', 'is')} busy on {'; '.join([_day(day, found) for day, found in busy.items()])}"
        )
    if person.hours is not None:
        start, _, end = person.hours.partition("-")
        parts.append(f"{verb(person.name, 'work', 'works')} from {start} to {end}")
    comes = verb(person.name, "attend", "attends")
    return (
        f"{name} {comes}{', who ' if name != 'You' else ' and '}{' and '.join(parts)}." if parts else f"{name} {comes}."
    )


def optional_says(person: Person, days: Sequence[str], calendar: Calendar) -> str:
    """The same for somebody who need not come."""
    told = attends(person, days, calendar)
    comes = verb(person.name, "attend", "attends")
    return told.replace(comes, f"{comes} if possible", 1)


def _day(name: str, found: Sequence[tuple[int, int]]) -> str:
    said = [times.show_stretch(start, end) if (start, end) != (0, times.DAY) else "all day" for start, end in found]
    return f"{times.spoken(name)} {_listed(said)}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
