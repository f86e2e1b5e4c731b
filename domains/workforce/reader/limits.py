"""Clauses about how many shifts somebody works: "cannot work more than 6", "no fewer than 2", "capped at 5"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.workforce.reader.meanings import Limit, Unclear

if TYPE_CHECKING:
    from domains.workforce.reader.clauses import Clause
    from domains.workforce.reader.lexicon import Sign
    from domains.workforce.reader.meanings import Meaning


def limit(clause: Clause) -> Meaning | None:
    """How many shifts the clause's workers, or all, work at least and at most; None where it is about something else."""
    numbers = [sign for sign in clause.amounts if sign.kind == "number"]
    if len(numbers) != len(clause.amounts) or clause.when or clause.has("hour", "hours", "row"):
        return None
    alike = isinstance(clause.before, Limit) and bool(clause.own_workers) and len(clause.signs) <= len(numbers) + 4
    if not numbers or not (clause.has("shifts", "days") or alike):
        return None
    if clause.own_workers and not clause.names_stand_together:
        return None
    if not (clause.workers or clause.has("every", "nobody", "people")):
        return None
    days = clause.has("days") and not clause.has("shifts")
    if len(numbers) == 1:
        bounds = _bounds(clause, numbers[0])
        if bounds is None and alike and isinstance(clause.before, Limit) and isinstance(numbers[0].value, int):
            count = numbers[0].value
            before = clause.before
            bounds = (None if before.least is None else count, None if before.most is None else count)
    else:
        bounds = _two(clause, numbers)
    if isinstance(bounds, Unclear) or bounds is None:
        return bounds
    workers = clause.workers if not clause.has("nobody") else ()
    return Limit(workers, *bounds, days=days)


def _bounds(clause: Clause, number: Sign) -> tuple[int | None, int | None] | Unclear | None:
    count, turned = number.value, clause.negations % 2 == 1
    if not isinstance(count, int) or count < 0:
        return Unclear(f"How many shifts are {number.text}?")
    kinds = [kind for kind in ("more", "less", "least", "most", "cap", "only", "exact") if clause.has(kind)]
    strong = [kind for kind in kinds if kind in ("more", "less", "least", "most")]
    if clause.negations > 1 or len(strong) > 1:
        if strong == ["more", "most"] and not turned:
            return None, count
        return _ask(clause, count)
    if "more" in strong:
        return (None, count) if turned or "cap" in kinds else _ask(clause, count)
    if "less" in strong:
        return (count, None) if turned else (None, count - 1) if count else _ask(clause, count)
    if turned:
        return _ask(clause, count)
    if "least" in strong:
        return count, None
    if "most" in strong or "cap" in kinds or "only" in kinds:
        return None, count
    return (count, count) if clause.has("work", "exact", "always", "need") else None


def _two(clause: Clause, numbers: list[Sign]) -> tuple[int | None, int | None] | Unclear | None:
    """ "at least 2 and at most 4 shifts", "between 2 and 4 shifts"."""
    if len(numbers) != len(("least", "most")) or clause.negations:
        return None
    first, second = [sign.value for sign in numbers]
    if not (isinstance(first, int) and isinstance(second, int)):
        return None
    kinds = (clause.kind_before(numbers[0]), clause.kind_before(numbers[1], "and"))
    if kinds == ("least", "most") or clause.has("between", "to"):
        return (
            (first, second)
            if first <= second
            else Unclear(f"At least {first} and at most {second} cannot be. What is meant?")
        )
    return (second, first) if kinds == ("most", "least") else None


def _ask(clause: Clause, count: int) -> Unclear:
    who = " and ".join(clause.workers) or "everybody"
    return Unclear(
        f"Does {who} work at most {count} shifts, at least {count}, or more than {count}? Say which limit is meant."
    )
