"""The most the trip may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.reading.items import WORD
from domains.reading.money import Money, same_currency
from domains.reading.notes import joined
from domains.travel.problem.build import money as show_money
from domains.travel.reader import lexicon
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.clauses import Finding
    from domains.reading.notes import Notes
    from domains.reading.patterns import Match
    from encoders.numbers import Number


MOST_PEOPLE = 60
"""A total without a currency below this is a number of people ("so four altogether"), from it on an amount."""


_YEARS = range(1900, 2200)
"""A number that stands alone and may be one of these is no amount."""


def read_budget(findings: Sequence[Finding], notes: Notes, people: int | None, currency: str) -> Number | None:
    """The budget of the whole trip; None where there is none, or a question was noted."""
    amounts: dict[tuple[Number, bool], list[Finding]] = {}
    unlimited: list[Finding] = []
    for finding in findings:
        match = finding.match
        if match.phrase.topic != "money":
            continue
        if match.phrase.gives == "unlimited":
            unlimited.append(finding)
            continue
        money = match.slot("MONEY")
        if money is None:
            number = match.slot("N")
            if match.phrase.gives == "total" and number is not None and number < MOST_PEOPLE:
                continue  # "so four altogether" tells how many travel
            is_year = len(match.items) == 1 and number is not None and number in _YEARS
            if number is None or 0 <= number < 10 or is_year:
                notes.reject(finding)  # "max 2" is no amount of money
                continue
            money = Money(number)
            notes.assume(f"“{notes.quote(finding)}” is taken as an amount in {currency}.")
        question = _objection(money, notes.quote(finding), currency)
        if question:
            notes.ask(question)
            return None
        if _is_about(match):
            notes.assume(
                f"“{notes.quote(finding)}” is taken as a limit of exactly {show_money(money.amount, currency)}."
            )
        amounts.setdefault((money.amount, _is_each(match)), []).append(finding)
    if unlimited and amounts:
        notes.ask(f"Is there no limit, or is {_listed(amounts, currency)} the budget?")
        return None
    for finding in unlimited:
        notes.fact("budget", "There is no limit to what the trip may cost.", finding)
    return _settled(amounts, notes, people, currency)


def _settled(
    amounts: dict[tuple[Number, bool], list[Finding]], notes: Notes, people: int | None, currency: str
) -> Number | None:
    if not amounts:
        return None
    totals: dict[Number, None] = {}
    for amount, each in amounts:
        if each and people is None:
            return None  # the number of people is asked for
        totals[amount * people if each and people is not None else amount] = None
    if len(totals) > 1:
        notes.ask(f"The text names {_listed(amounts, currency)}: which one is the most that the whole trip may cost?")
        return None
    total = next(iter(totals))
    for (amount, each), findings in amounts.items():
        says = f"The whole trip costs at most {show_money(total, currency)}"
        says += f": {show_money(amount, currency)} for each of {people} people." if each and people != 1 else "."
        for finding in findings:
            notes.fact("budget", says, finding, "constraint")
    return total


def _objection(money: Money, quote: str, currency: str) -> str:
    if money.currency and not same_currency(money.currency, currency):
        return f"Prices in these data are in {currency}, but “{quote}” is in {money.currency}: what is the budget in {currency}?"
    if money.doubtful:
        return f"Is “{quote}” {show(money.amount * 1000)} or {show(money.amount)}?"
    if money.amount < 0:
        return f"“{quote}” is below zero: what is the most that the whole trip may cost?"
    return ""


def _is_about(match: Match) -> bool:
    return any([item.kind == WORD and item.norm in lexicon.words("about") for item in match.items])


def _is_each(match: Match) -> bool:
    return any(
        [item.kind == WORD and (item.norm in lexicon.words("each") or item.norm == "person") for item in match.items]
    )


def _listed(amounts: dict[tuple[Number, bool], list[Finding]], currency: str) -> str:
    return joined([f"{show_money(amount, currency)}{' each' if each else ''}" for amount, each in amounts])
