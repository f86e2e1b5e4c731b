"""Who and when, gathered from all that a request says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.workforce.reader.meanings import Need, Team
from domains.workforce.reader.times import WEEK, shifts_meant
from domains.workforce.roster import settled
from domains.workforce.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.workforce.data import WorkforceData
    from domains.workforce.reader.meanings import Meaning
    from domains.workforce.reader.sentences import Told
    from domains.workforce.reader.times import When


def team_of(told: Sequence[Told], known: list[str], questions: list[str]) -> list[str]:
    """Everybody on the roster: those who are said to share the work, else the data's, else all who are named at all."""
    teams = [entry.meaning.workers for entry in told if isinstance(entry.meaning, Team)]
    team = list(dict.fromkeys([name for names in teams for name in names]))
    named = list(dict.fromkeys([name for entry in told for name in _workers(entry.meaning)]))
    others = [name for name in named if name not in (team or known)]
    if (team or known) and others:
        questions.append(
            f"{listed(others)} {'is' if len(others) == 1 else 'are'} not among those who share the work. Who is meant?"
        )
    return team or known or named


def _workers(meaning: Meaning) -> tuple[str, ...]:
    return getattr(meaning, "workers", ())


def days_of(
    told: Sequence[Told], data: WorkforceData, questions: list[str], assumptions: list[str]
) -> list[dict[str, Any]]:
    """The shifts: of the days that the work is said to go over, else the data's, else of every day that is named."""
    spans = [when for entry in told if isinstance(entry.meaning, Team) for when in entry.meaning.when]
    if data.base is not None:
        return _of_data(spans, data, questions)
    if not spans:
        needs = [entry.meaning.when for entry in told if isinstance(entry.meaning, Need)]
        spans = [when for times in needs for when in times] if all(needs) else []
    if any([when.whole for when in spans]):
        assumptions.append("A roster for every day is one from Monday to Sunday.")
        return [{"name": day} for day in WEEK]
    order: list[int] = []
    for when in spans:
        if when.number is not None:
            questions.append(f"Which day is {when.says}? Days are named by their weekday here, or given as data.")
        order += [day for day in when.weekdays if day not in order]
    if len(spans) != 1:
        order.sort()
    return [{"name": WEEK[day]} for day in order]


def _of_data(spans: Sequence[When], data: WorkforceData, questions: list[str]) -> list[dict[str, Any]]:
    assert data.base is not None
    roster = settled(data.base, data)
    wanted: list[str] = []
    for when in spans:
        found = shifts_meant(when, roster)
        if found.question:
            questions.append(found.question)
        wanted += found.names
    shifts = [shift.model_dump(mode="json", exclude_none=True) for shift in roster.shifts]
    return [shift for shift in shifts if not spans or shift["name"] in wanted]
