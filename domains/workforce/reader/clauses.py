"""What one clause says, from its signs: their kinds decide, their order only where it must.

Every word of a clause has to be known, and there has to be one thing that the clause can say; where the words fit but turn each
other round ("possible to work more than 4"), the answer is a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from domains.workforce.reader.limits import limit
from domains.workforce.reader.meanings import Both, Budget, Goals, Need, Pair, Pay, Rule, Team, Times, Unclear
from domains.workforce.reader.whiles import worked_when
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.workforce.reader.lexicon import Sign
    from domains.workforce.reader.meanings import Meaning
    from domains.workforce.reader.times import When

AMOUNTS = ("number", "money", "percent")
_BETWEEN_NAMES = frozenset(("and", "or", "filler", "together", "every"))


@dataclass(frozen=True)
class Clause:
    """The signs of a clause, and what they hold. `workers` are those of the clause before where it names none itself."""

    signs: Sequence[Sign]
    before: Meaning | None = None
    in_request: bool = False
    """Whether a whole request is read: who is there and what is needed is then told, not changed."""

    def has(self, *kinds: str) -> bool:
        """Whether a sign has one of these kinds."""
        return not self._kinds.isdisjoint(kinds)

    def count(self, kind: str) -> int:
        """How many signs have a kind."""
        return sum([sign.kind == kind for sign in self.signs])

    def says(self, *texts: str) -> bool:
        """Whether a sign's words are one of these."""
        return any([sign.text in texts for sign in self.signs])

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset([sign.kind for sign in self.signs])

    @cached_property
    def own_workers(self) -> tuple[str, ...]:
        """The workers that the clause names, each once."""
        return tuple(dict.fromkeys([sign.value for sign in self.signs if sign.kind == "worker"]))

    @cached_property
    def workers(self) -> tuple[str, ...]:
        """The workers it is about: its own, or those before."""
        if self.own_workers or self.has("every", "nobody", "people"):
            return self.own_workers
        return getattr(self.before, "workers", ()) or ()

    @cached_property
    def when(self) -> tuple[When, ...]:
        """Its times."""
        return tuple([sign.value for sign in self.signs if sign.kind == "when"])

    @cached_property
    def amounts(self) -> list[Sign]:
        """Its numbers and sums of money."""
        return [sign for sign in self.signs if sign.kind in AMOUNTS]

    @property
    def negations(self) -> int:
        """How often it is turned round."""
        return self.count("neg") + self.count("nobody")

    @cached_property
    def names_stand_together(self) -> bool:
        """Whether its workers are one list."""
        places = [at for at, sign in enumerate(self.signs) if sign.kind == "worker"]
        inner = self.signs[places[0] : places[-1]] if places else ()
        return all([sign.kind == "worker" or sign.kind in _BETWEEN_NAMES for sign in inner])

    def next_kind(self, sign: Sign, *skipped: str) -> str:
        """The kind of the sign after one, some kinds skipped; empty at the end."""
        at = next(place for place, other in enumerate(self.signs) if other is sign) + 1
        while at < len(self.signs) and self.signs[at].kind in ("filler", *skipped):
            at += 1
        return self.signs[at].kind if at < len(self.signs) else ""

    def kind_before(self, sign: Sign, *skipped: str) -> str:
        """The kind of the sign before one, some kinds skipped; empty at the beginning."""
        at = next(place for place, other in enumerate(self.signs) if other is sign) - 1
        while at >= 0 and self.signs[at].kind in ("filler", *skipped):
            at -= 1
        return self.signs[at].kind if at >= 0 else ""


def meaning(clause: Clause) -> Meaning | None:
    """What the clause says; None where it says nothing that is known."""
    if not clause.signs or clause.has(""):
        return None
    for reader in (_pay, _budget, _rest, _row, _of_day, _pair, _need, limit, _team, worked_when, _goals):
        found = reader(clause)
        if found is not None:
            return found
    return None


def _pay(clause: Clause) -> Meaning | None:
    told = [s for s in clause.amounts if s.kind == "money" or clause.has("pay") or isinstance(clause.before, Pay)]
    if not told or clause.when or (clause.own_workers and not clause.names_stand_together):
        return None
    goes_on = isinstance(clause.before, Pay) and len(clause.amounts) == 1 and bool(clause.own_workers)
    if not goes_on and (clause.has("budget") or not clause.has("pay", "hour", "pershift", "promotion")):
        return None
    if not clause.workers and not (clause.has("every", "people") and clause.has("pay")):
        return None
    if clause.has("shifts", "most", "least", "cap") and not clause.has("hour", "pershift", "pay"):
        return None
    amount = told[-1]
    if len(told) > 1 and not (clause.has("from") and clause.has("to") and len(told) == 2):
        return None
    if clause.negations or clause.has("most", "least", "less") or amount.value < 0:
        return Unclear("What exactly is paid then?")
    per = "hour" if clause.has("hour") else "shift" if clause.has("pershift") else ""
    if not per and isinstance(clause.before, Pay):
        per = clause.before.per
    sign = -1 if clause.has("fewer") else 1
    added = clause.kind_before(amount) == "by" or clause.next_kind(amount) in ("add", "fewer", "more")
    if amount.kind == "percent":
        return Pay(clause.workers, sign * amount.value, per, "percent") if clause.has("add", "fewer", "by") else None  # type: ignore[arg-type]
    if added and clause.has("add", "fewer", "more", "pay"):
        return Pay(clause.workers, sign * amount.value, per, "by")  # type: ignore[arg-type]
    if clause.says("raise", "pay raise") and clause.kind_before(amount) == "add":
        return Unclear(f"Is that the pay itself, {amount.text}, or how much more it is?")
    return Pay(clause.workers, exact(amount.value), per)  # type: ignore[arg-type]


def _budget(clause: Clause) -> Meaning | None:
    if len(clause.amounts) != 1 or clause.own_workers or clause.when or clause.has("shifts", "people", "days", "hour"):
        return None
    amount = clause.amounts[0]
    spent = clause.has("budget") or (
        amount.kind == "money" and clause.has("pay") and clause.has("most", "cap", "more", "less")
    )
    if not spent or clause.has("least") or amount.kind == "percent":
        return None
    turned = clause.negations % 2 == 1
    if clause.has("more") != turned or clause.has("less"):
        return Unclear("What is the most that may be spent?") if clause.has("more", "less") or turned else None
    return Budget(exact(amount.value))


def _rest(clause: Clause) -> Meaning | None:
    """ "at least 11 hours between two shifts"."""
    numbers = [sign for sign in clause.amounts if clause.next_kind(sign) == "hours"]
    if len(numbers) != 1 or not clause.has("between", "off") or clause.own_workers or clause.when:
        return None
    if clause.negations and not (clause.has("less") and clause.negations == 1):
        return Unclear("How many hours are to lie between two shifts?")
    return Rule("rest hours", exact(numbers[0].value))


def _row(clause: Clause) -> Meaning | None:
    """ "nobody works more than three days in a row", "no two shifts in a row"."""
    if not clause.has("row") or clause.own_workers or clause.when or len(clause.amounts) > 1:
        return None
    number = clause.amounts[0].value if clause.amounts else 2
    turned = clause.negations % 2 == 1
    if clause.has("most", "cap") and not turned:
        most = number
    elif turned and not clause.has("most", "least", "less"):
        most = number if clause.has("more") else number - 1
    else:
        return Unclear("How many days in a row are the most?")
    if not clause.has("days") and clause.has("shifts"):
        return Rule("rest shifts", 1) if most == 1 else Unclear("How many days in a row are the most?")
    return Rule("days in a row", most) if most >= 1 else None


def _of_day(clause: Clause) -> Meaning | None:
    """ "at most one shift a day"."""
    every_day = clause.has("pershift") or any([when.whole for when in clause.when])
    if (
        not every_day
        or not clause.has("shifts")
        or clause.own_workers
        or len(clause.amounts) != 1
        or clause.has("need")
    ):
        return None
    number, turned = clause.amounts[0].value, clause.negations % 2 == 1
    if turned and clause.has("more"):
        return Rule("shifts a day", number)
    if turned and number > 1 and not clause.has("most", "least", "less"):
        return Rule("shifts a day", number - 1)
    return Rule("shifts a day", number) if clause.has("most", "only", "cap") and not turned else None


def _pair(clause: Clause) -> Meaning | None:
    workers = clause.own_workers
    one_day = [
        s for s in clause.amounts if s.value == 1 and clause.next_kind(s, "exact") in ("days", "shifts")
    ]  # "on one day"
    if len(workers) < len(("one", "other")) or clause.amounts != one_day or clause.when or clause.has("need"):
        return None
    with_each = not clause.names_stand_together and clause.has("with")
    if not (clause.has("together", "apart") or with_each or one_day):
        return None
    if not (clause.names_stand_together or with_each):
        return None
    day = clause.has("days") or any(["day" in sign.text for sign in clause.signs if sign.kind == "together"])
    turned = clause.negations + (clause.has("apart") and not (clause.negations and clause.has("together")))
    if turned % 2:
        return Pair(workers, together=False, day=day)
    if not turned and clause.has("always"):
        return Pair(workers, together=True, day=day)
    named = " and ".join(workers)
    return Unclear(f"Are {named} never to work together, or always?")


def _need(clause: Clause) -> Meaning | None:
    if clause.own_workers or clause.has("hour", "hours", "row", "money", "percent") or len(clause.amounts) > 1:
        return None
    number = clause.amounts[0] if clause.amounts else None
    follows = number is not None and clause.next_kind(number, "add", "fewer", "exact", "shifts", "more") == "people"
    elliptic = isinstance(clause.before, Need) and bool(clause.when) and not clause.has("work", "shifts")
    asked = clause.has("need") and (clause.has("people") or bool(clause.when) or clause.has("every", "pershift"))
    moved = clause.has("people", "need") and clause.has("add", "fewer") and bool(clause.when)
    if not (follows or elliptic or asked or moved):
        return None
    if number is not None and clause.next_kind(number, "add", "fewer", "exact") in ("shifts", "days") and not follows:
        return None
    if clause.has("shifts") and clause.has("people") and not (follows or clause.when or clause.has("pershift")):
        return None  # "the minimum shift requirement for all workers" is about shifts
    when = tuple([time for time in clause.when if not time.whole or time.rest])
    if not when and not (clause.has("every", "pershift", "need") or len(clause.when) > 0):
        return None
    if clause.has("nobody") and number is None and when:
        return Need(0, when)
    if number is None:
        single = any([sign.kind == "add" and sign.text == "another" for sign in clause.signs])
        return Need(1, when, change=True) if single and clause.has("people") else None
    return _needed(clause, number, when)


def _needed(clause: Clause, number: Sign, when: tuple[When, ...]) -> Meaning:
    count: Any = number.value
    more_than = clause.has("more") and not clause.negations
    if not isinstance(count, int) or count < 0:
        return Unclear(f"How many people are {number.text}?")
    if clause.negations or (clause.has("most", "cap", "less") and not clause.has("exact")) or more_than:
        return Unclear("How many people are needed at least?")
    changed = clause.has("add", "fewer") and clause.kind_before(number) != "to"
    step = -count if clause.has("fewer") else count
    return Need(step if changed else count, when, change=changed, exactly=clause.has("exact"))


def _team(clause: Clause) -> Meaning | None:
    """ "Ann, Bob and Cem share the desk from Monday to Friday"."""
    if not clause.in_request or clause.negations or not clause.names_stand_together:
        return None
    if not clause.own_workers:
        bare = (
            clause.when
            and not clause.amounts
            and not clause.has("off", "available", "only", "pay", "nobody")
            and not _people(clause)
        )
        return (
            _with_goals(clause, Team((), clause.when))
            if bare and not isinstance(clause.before, (Need, Times))
            else None
        )
    if clause.has("off", "available", "only", "swap", "together", "apart", "pay", "most", "least", "cap", "always"):
        return None
    known = isinstance(clause.before, Team)
    if clause.before is not None and not known and not clause.has("team"):
        return None
    if not (clause.has("team", "people", "work", "filler") and (len(clause.own_workers) > 1 or known)):
        return None
    if clause.amounts and [sign.value for sign in clause.amounts] != [len(clause.own_workers)]:
        return None
    return _with_goals(clause, Team(clause.own_workers, clause.when))


def _people(clause: Clause) -> bool:
    """Whether people are spoken of; in "they staff the phones" it is what they do."""
    return any([sign.kind == "people" and sign.text not in ("staff", "crew", "man") for sign in clause.signs])


def _with_goals(clause: Clause, team: Team) -> Meaning:
    """ "a fair roster for Ann and Bob"."""
    goals = tuple(
        dict.fromkeys(["cost" if s.kind == "goal" else "fairness" for s in clause.signs if s.kind in ("goal", "fair")])
    )
    return Both((team, Goals(goals))) if goals else team


def _goals(clause: Clause) -> Meaning | None:
    if clause.own_workers or clause.amounts or clause.negations or not clause.has("goal", "fair"):
        return None
    goals = ["cost" if sign.kind == "goal" else "fairness" for sign in clause.signs if sign.kind in ("goal", "fair")]
    return Goals(tuple(dict.fromkeys(goals)))
