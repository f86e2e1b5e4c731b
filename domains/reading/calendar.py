"""Which day a mention means, seen from today. A guess comes with a sentence that says so; a doubt is a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domains.reading.dates import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.reading.dates import DateMention


class Doubt(Exception):
    """What was said fits no day, or several; the message is the question to ask."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


def show(day: date) -> str:
    """ "3 March 2022"."""
    return f"{day.day} {day:%B %Y}"


def candidates(mention: DateMention, quote: str, today: date, year: int | None = None) -> dict[date, str]:
    """The days a mention may mean, each with the sentence that states the guess ("" where nothing was guessed).

    `year` is used where the mention has none; without one the next such day counts, `today` included. Raises Doubt.
    """
    if mention.shift is not None and mention.weekday is not None:
        first = today + timedelta(days=(mention.weekday - today.weekday()) % 7 or 7)
        raise Doubt(
            f"Is “{quote}” {show(_later(first, mention.shift, quote))}, or so many days that start on {show(first)}?"
        )
    if mention.shift is not None:
        day = _later(today, mention.shift, quote)
        return {day: f"“{quote}” is {show(day)}, counted from {show(today)}."}
    if mention.readings:
        found: dict[date, str] = {}
        for month, number in mention.readings:
            try:
                found |= candidates(replace(mention, month=month, day=number, readings=()), quote, today, year)
            except Doubt:
                continue
        if not found:
            raise Doubt(f"There is no day “{quote}”. Which day is meant?")
        return found
    if mention.day is None:
        day = _next_weekday(mention, quote, today)
        return {day: f"“{quote}” is taken as {WEEKDAYS[day.weekday()].capitalize()} {show(day)}."}
    day, guess = _dated(mention, quote, today, year)
    if mention.weekday is not None and day.weekday() != mention.weekday:
        raise Doubt(f"{show(day)} is a {day:%A}, not a {WEEKDAYS[mention.weekday].capitalize()}. Which day is meant?")
    return {day: guess}


def _later(today: date, days: int, quote: str) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError as error:
        raise Doubt(f"“{quote}” is too far away. Which day is meant?") from error


def _next_weekday(mention: DateMention, quote: str, today: date) -> date:
    weekday = mention.weekday or 0
    name = WEEKDAYS[weekday].capitalize()
    ahead = (weekday - today.weekday()) % 7
    first = today + timedelta(days=ahead or 7)
    if mention.which == "next":
        of_next_week = today + timedelta(days=7 - today.weekday() + weekday)
        if first != of_next_week:
            raise Doubt(f"Is “{quote}” {show(first)} or {show(of_next_week)}?")
    elif ahead == 0:
        raise Doubt(f"Today, {show(today)}, is a {name}. Is “{quote}” today or {show(first)}?")
    return first


def _dated(mention: DateMention, quote: str, today: date, year: int | None) -> tuple[date, str]:
    day, month = mention.day or 0, mention.month
    if month is None:
        return _next_of_number(day, quote, today)
    known = mention.year if mention.year is not None else year
    if known is not None:
        found = _date(known, month, day)
        if found is None:
            raise Doubt(f"There is no {_name(day, month)} {known}. Which day is meant?")
        return found, ""
    for later in range(9):  # a leap day comes at least every eight years
        found = _date(today.year + later, month, day)
        if found is not None and found >= today:
            return found, f"“{quote}” has no year: the next one, {show(found)}, is taken."
    raise Doubt(f"There is no {_name(day, month)}. Which day is meant?")


def _next_of_number(day: int, quote: str, today: date) -> tuple[date, str]:
    year, month = today.year, today.month
    for _ in range(4):
        found = _date(year, month, day)
        if found is not None and found >= today:
            return found, f"“{quote}” is taken as {show(found)}."
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    raise Doubt(f"No month has a day {day}. Which day is meant?")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _name(day: int, month: int) -> str:
    return f"{day} {date(2000, month, 1):%B}" if 1 <= month <= 12 else f"day {day} of month {month}"


def listed(days: Iterable[date]) -> str:
    """ "3 March 2022 or 5 March 2022"."""
    return " or ".join([show(day) for day in days])
