"""A plan as Markdown: a table a day that a person likes, and that reads back exactly.

    # 3 days in Stockton for 1 person: $1,151

    ## Day 1, Thursday 3 March 2022

    | | | |
    |---|---|---|
    | leg | flight F3576711, 06:01 to 07:28, 1 h 27 min, $102 | Las Vegas → Stockton |
    | breakfast | Twin Brothers | Stockton |
    | visit | Louis Park | Stockton |
    | dinner | Muffins | Stockton |
    | bed | Private Apt | Stockton |

    ## Day 2, Friday 4 March 2022

    | | | |
    |---|---|---|
    | city | | Stockton |
    ...

    ## Cost

    | | |
    |---|---:|
    | transport | $204 |
    | total | $1,151 |

Rows may stand in any order; visits keep theirs. A leg names its mode (and flight number), then what is known of: its times
("? to 10:05" where one is not known, "(+1 day)" where it arrives the next day), how long it takes, and what it costs for all.
Rows "leaves" and "reaches" hold the cities of a day where a plan states them apart from its leg. The title and the names of
weekdays are for people and are not read. Text in cells is escaped as in `markdown_cells`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.checks.prices import show_money
from domains.travel.exporters.markdown_cells import cell, cells, row, text
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.titles import MONTHS, day_title, length, title
from encoders.errors import InputError
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number

_ARROW = "→"
_PLACES = ("breakfast", "lunch", "dinner", "bed")
_CITIES = ("city", "leaves", "reaches")
_DAY = re.compile(r"##\s+Day\s+(\d+)(?:\s*,\s*(?:[A-Za-z]+\s+)?(\d{1,2})\s+([A-Za-z]+)\s+(\d{1,4}))?")
_COST = re.compile(r"##\s+Cost")
_RULE = re.compile(r"\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?)?")
_TIMES = re.compile(r"(\d\d:\d\d|\?) to (\d\d:\d\d|\?)(?: \(\+(\d+) days?\))?")
_LENGTH = re.compile(r"(?:(\d+) h)?\s*(?:(\d+) min)?")


def is_markdown(content: str) -> bool:
    """Whether a text looks like this form."""
    return any(_DAY.fullmatch(line.strip()) for line in content.split("\n"))


# ---------------------------------------------------------------- writing


def write(plan: TravelPlan, request: TravelRequest, data: TravelData | None) -> str:
    """The plan as Markdown text; without data, whose currency is not known, amounts stand alone."""
    currency = "" if data is None else data.policy.currency
    lines = [f"# {cell(title(plan, request, currency))}", ""]
    for day in plan.days:
        lines += [f"## {day_title(day)}", "", row("", "", ""), "|---|---|---|", *_rows(day, currency), ""]
    if plan.cost:
        lines += ["## Cost", "", row("", ""), "|---|---:|"]
        lines += [row(cell(name), cell(show_money(amount, currency))) for name, amount in plan.cost.items()]
        lines.append("")
    return "\n".join(lines)


def _rows(day: Day, currency: str) -> Iterator[str]:
    for label in _CITIES:
        city = getattr(day, label)
        if city is not None:
            yield row(label, "", cell(city))
    if day.leg is not None:
        ends = f"{cell(day.leg.origin, _ARROW)} {_ARROW} {cell(day.leg.destination, _ARROW)}"
        yield row("leg", ", ".join(_leg(day.leg, currency)), ends)
    named = [("breakfast", day.breakfast), *(("visit", visit) for visit in day.visits)]
    for label, place in [*named, ("lunch", day.lunch), ("dinner", day.dinner), ("bed", day.bed)]:
        if place is not None:
            yield row(label, cell(place.name), cell(place.city))


def _leg(leg: Leg, currency: str) -> Iterator[str]:
    """What is known of a leg, most important first."""
    yield " ".join([cell(part, ", ") for part in (leg.mode, leg.number) if part is not None])
    if leg.departure is not None or leg.arrival is not None or leg.lands_after_days:
        days = (
            f" (+{leg.lands_after_days} day{'s' if leg.lands_after_days > 1 else ''})" if leg.lands_after_days else ""
        )
        yield f"{leg.departure or '?'} to {leg.arrival or '?'}{days}"
    if leg.minutes is not None:
        yield length(leg.minutes)
    if leg.cost is not None:
        yield cell(show_money(leg.cost, currency))


# ---------------------------------------------------------------- reading


def read(content: str, data: TravelData) -> TravelPlan:
    """The plan that such a text holds. Raises InputError naming the line that is of no such form."""
    reader = _Reader(data.policy.currency)
    for number, line in enumerate(content.split("\n"), start=1):
        try:
            reader.line(line.strip())
        except InputError as error:
            raise InputError(error.message, where=f"line {number}") from error
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(f"{first['loc'][-1]}: {first['msg']}", where=f"line {number}") from error
    return reader.plan()


class _Reader:
    """Reads line by line; `section` is the day that is being read, the word "cost", or None before the first heading."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.days: list[dict[str, Any]] = []
        self.cost: dict[str, Number] = {}
        self.section: dict[str, Any] | str | None = None

    def plan(self) -> TravelPlan:
        if not self.days:
            raise InputError("the text holds no plan: expected headings such as '## Day 1, Thursday 3 March 2022'")
        return TravelPlan(days=[Day(**day) for day in self.days], cost=self.cost)

    def line(self, line: str) -> None:
        if match := _DAY.fullmatch(line):
            self.section = {"day": int(match[1]), "date": _date(match[2], match[3], match[4])}
            self.days.append(self.section)
        elif _COST.fullmatch(line):
            self.section = "cost"
        elif not line or _RULE.fullmatch(line) or re.match(r"#\s", line):
            return
        elif line.startswith("|") and self.section is not None:
            self.row(cells(line))
        else:
            raise InputError(f"expected a heading or a row of a table, found {line[:60]!r}")

    def row(self, parts: list[str]) -> None:
        if not any(parts):
            return  # the empty header of a table
        if isinstance(self.section, dict):
            if len(parts) != 3:
                raise InputError(f"expected a row such as '| lunch | Muffins | Stockton |', found {len(parts)} cells")
            self.day_row(self.section, *parts)
            return
        if len(parts) != 2:
            raise InputError(f"expected a row such as '| total | {show_money(100, self.currency)} |'")
        name = text(parts[0])
        if name in self.cost:
            raise InputError(f"the cost {name!r} stands twice")
        self.cost[name] = self.money(text(parts[1]))

    def day_row(self, day: dict[str, Any], label: str, what: str, where: str) -> None:
        if label == "visit":
            day.setdefault("visits", []).append(Place(name=text(what), city=text(where)))
            return
        if label in day:
            raise InputError(f"the day has a second row {label!r}")
        if label in _CITIES:
            day[label] = text(where)
        elif label in _PLACES:
            day[label] = Place(name=text(what), city=text(where))
        elif label == "leg":
            day["leg"] = self.leg(what, where)
        else:
            known = ", ".join(["leg", "visit", *_PLACES, *_CITIES])
            raise InputError(f"the row {label!r} is not known; there are {known}")

    def leg(self, what: str, where: str) -> Leg:
        ends = where.split(_ARROW)
        if len(ends) != 2:
            raise InputError(f"expected a leg such as 'Las Vegas {_ARROW} Stockton', found {where!r}")
        first, *rest = what.split(", ")
        mode, _, number = first.partition(" ")
        found: dict[str, Any] = {"mode": text(mode), "origin": text(ends[0]), "destination": text(ends[1])}
        if number:
            found["number"] = text(number)
        for part in rest:
            if match := _TIMES.fullmatch(part):
                found["departure"], found["arrival"] = (None if t == "?" else t for t in (match[1], match[2]))
                found["lands_after_days"] = int(match[3] or 0)
            elif (match := _LENGTH.fullmatch(part)) and any(match.groups()):
                found["minutes"] = int(match[1] or 0) * 60 + int(match[2] or 0)
            else:
                found["cost"] = self.money(text(part))
        return Leg(**found)

    def money(self, shown: str) -> Number:
        try:
            return exact(shown.replace(self.currency, "").strip())
        except InputError as error:
            raise InputError(f"expected an amount such as {show_money(100, self.currency)}, found {shown!r}") from error


def _date(day: str | None, month: str, year: str) -> date | None:
    if day is None:
        return None
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError as error:
        raise InputError(f"there is no date {day} {month} {year}") from error
