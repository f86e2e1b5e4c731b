"""Why and why-not: who works when, how many shifts somebody has, how many people a shift has, what all of it costs."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from domains.base import Asked, Change
from domains.workforce.reader.clauses import Clause
from domains.workforce.reader.times import shifts_meant
from domains.workforce.words import a_count, listed, money
from encoders.numbers import exact
from encoders.spec import write_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import QuestionKind
    from domains.workforce.reader.lexicon import Sign
    from domains.workforce.roster import Roster

_SPENT = frozenset(("cost", "costs", "expensive", "dear", "much", "cheaper"))


def about(
    kind: QuestionKind, sentences: Sequence[Sequence[Sign]], roster: Roster, observed: dict[str, Any] | None
) -> Asked | None:
    """What the plan is to be compared with; None where the question is not understood, or there is no plan."""
    signs = [sign for sentence in sentences for sign in sentence]
    if observed is None or not signs:
        return None
    strange = [sign.text for sign in signs if not sign.kind]
    clause = Clause([sign for sign in signs if sign.kind])
    if set(strange) - (_SPENT | {"many", "few", "little", "often", "rarely"}):
        return None
    not_so = kind == "why-not" or clause.negations % 2 == 1
    if clause.own_workers and clause.when:
        return _works(clause, roster, observed, not_so=not_so)
    if clause.own_workers:
        return _shifts(clause, strange, observed, not_so=not_so)
    if clause.when:
        return _staff(clause, strange, roster, observed, not_so=not_so)
    return _cost(clause, strange, roster, observed)


def _works(clause: Clause, roster: Roster, observed: dict[str, Any], *, not_so: bool) -> Asked | None:
    names: list[str] = []
    for when in clause.when:
        meant = shifts_meant(when, roster)
        if meant.question:
            return Asked("", questions=(meant.question,))
        names += meant.names
    wanted = [write_name(("works", f"{worker}, {name}")) for worker in clause.own_workers for name in names]
    there = any([observed[f"works[{worker}, {name}]"] for worker in clause.own_workers for name in names])
    who, when_says = listed(clause.own_workers), listed(names)
    works = "works" if len(clause.own_workers) == 1 else "work"
    if clause.has("off"):
        not_so = not not_so
    if not_so and there and len(wanted) == 1:
        return Asked("", questions=(f"{who} does work on {when_says} in this roster. What is meant?",))
    if not_so:
        joint = " and " if len(clause.own_workers) > 1 else " or "
        return Asked(f"where {who} {works} on {when_says}", wish=joint.join(wanted))
    if not there:
        return Asked(
            "", questions=(f"{who} does not work on {when_says} in this roster. Ask why not, or name a shift worked.",)
        )
    return Asked(f"where {who} has {when_says} off", wish=" and ".join([f"not {name}" for name in wanted]))


def _shifts(clause: Clause, strange: Sequence[str], observed: dict[str, Any], *, not_so: bool) -> Asked | None:
    if len(clause.own_workers) != 1 or not (clause.has("shifts", "work", "days") or strange):
        return None
    worker = clause.own_workers[0]
    count = observed[f"shifts[{worker}]"]
    name = write_name(("shifts", worker))
    numbers = [sign.value for sign in clause.amounts]
    more = clause.has("more", "add") or bool({"few", "little", "rarely"} & set(strange))
    fewer = clause.has("less", "fewer") or bool({"many", "much", "often"} & set(strange))
    if numbers and not (more or fewer):
        if not_so:
            return Asked(f"where {worker} works {a_count(numbers[0], 'shift')}", wish=f"{name} == {numbers[0]}")
        if numbers[0] != count:
            return Asked("", questions=(f"{worker} works {a_count(count, 'shift')}, not {numbers[0]}. What is meant?",))
        return Asked(f"where {worker} works another number of shifts than {count}", wish=f"{name} != {count}")
    if more and not fewer:
        return Asked(f"where {worker} works more than {a_count(count, 'shift')}", wish=f"{name} > {count}")
    if fewer:
        return Asked(f"where {worker} works fewer than {a_count(count, 'shift')}", wish=f"{name} < {count}")
    if not_so or not count:
        return Asked(f"where {worker} works more than {a_count(count, 'shift')}", wish=f"{name} > {count}")
    return Asked(f"where {worker} does not work at all", wish=f"{name} == 0")


def _staff(
    clause: Clause, strange: Sequence[str], roster: Roster, observed: dict[str, Any], *, not_so: bool
) -> Asked | None:
    meant = shifts_meant(clause.when[0], roster)
    if meant.question or len(meant.names) != 1 or len(clause.when) != 1:
        return Asked("", questions=(meant.question or "Which one shift is meant?",))
    shift = meant.names[0]
    count, name = observed[f"staff[{shift}]"], write_name(("staff", shift))
    if clause.has("more", "add") or (not_so and not clause.amounts) or "few" in strange:
        return Asked(f"where {shift} has more than {a_count(count, 'person', 'people')}", wish=f"{name} > {count}")
    if clause.amounts and not_so:
        number = clause.amounts[0].value
        return Asked(f"where {shift} has {a_count(number, 'person', 'people')}", wish=f"{name} == {number}")
    if not (clause.has("people") or "many" in strange or clause.has("fewer", "less")):
        return None
    return Asked(f"where {shift} has fewer than {a_count(count, 'person', 'people')}", wish=f"{name} < {count}")


def _cost(clause: Clause, strange: Sequence[str], roster: Roster, observed: dict[str, Any]) -> Asked | None:
    if not (clause.has("pay", "budget", "goal", "money") or set(strange) & _SPENT):
        return None
    cost = observed.get("cost")
    if cost is None:
        return Asked("", questions=("Nobody's pay is known, so the roster has no cost. What is meant?",))
    amounts = [sign.value for sign in clause.amounts]
    before = roster.merged.budget
    if amounts and amounts[0] != cost:
        most = exact(amounts[0])
        says = f"where all pay together is at most {money(most, roster.currency)}"
        return Asked(says, changes=(Change("budget", before, most),))
    # "less than now" as a budget: all pay is a multiple of what all costs share, and an amount is proved much faster than a wish
    less = exact(Fraction(cost) - _grain(roster))
    says = f"where all pay together is less than {money(cost, roster.currency)}"
    return Asked(says, changes=(Change("budget", before, less),)) if less >= 0 else None


def _grain(roster: Roster) -> Fraction:
    """The greatest amount that every cost is a multiple of."""
    costs = [Fraction(roster.cost(worker, shift)) for worker in roster.workers for shift in roster.names]
    scale = lcm(*[cost.denominator for cost in costs])
    return Fraction(gcd(*[int(cost * scale) for cost in costs]) or 1, scale)
