"""Clauses about who works when: days off, days to work, swaps, and availability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from domains.workforce.reader.meanings import Both, Times, Unclear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.workforce.reader.clauses import Clause
    from domains.workforce.reader.lexicon import Sign
    from domains.workforce.reader.meanings import Meaning
    from domains.workforce.reader.times import When

How = Literal["on", "off", "available", "only"]


def worked_when(clause: Clause) -> Meaning | None:
    """The days that the clause's workers work or have off; None where it is about something else."""
    if not clause.when or clause.amounts or clause.has("pay", "together", "hours", "row"):
        return None
    if clause.own_workers and not clause.names_stand_together:
        return None
    if not clause.workers and not clause.has("every", "nobody", "people"):
        return None
    workers = () if clause.has("nobody") else clause.workers
    asked = _free(clause)
    if asked is not None:
        return asked
    swapped = _swapped(clause)
    if swapped is not None:
        off, on = swapped
        return Both((Times(workers, (off,), "off"), Times(workers, (on,), "on")))
    halves = _halves(clause)
    if halves is not None:
        return Both(tuple([Times(workers, when, how) for when, how in halves]))
    if clause.has("swap", "insteadof") and len(clause.when) > 1 and not clause.has("off"):
        return Unclear("Which of these days is given up, and which one is worked instead?")
    how = _how(clause.signs, clause)
    return how if isinstance(how, Unclear) or how is None else Times(workers, clause.when, how)


def _free(clause: Clause) -> Unclear | None:
    """ "Ann is free on Monday" may mean that she can work, or that she does not; "has Monday free" is clear."""
    at = next((at for at, sign in enumerate(clause.signs) if sign.text == "free"), None)
    if at is None or clause.negations or (at and clause.signs[at - 1].kind == "when") or clause.count("off") > 1:
        return None
    return Unclear(f"Is {_who(clause)} free to work then, or free of work?")


def _swapped(clause: Clause) -> tuple[When, When] | None:
    """The day given up and the day taken: "from A to B", "A for B", "B instead of A"."""
    places = [at for at, sign in enumerate(clause.signs) if sign.kind == "when"]
    if len(places) != len(("off", "on")) or clause.negations:
        return None
    first, second = [clause.signs[at] for at in places]
    before_first = clause.kind_before(first)
    before_second = clause.kind_before(second, "work", "and")
    if before_second == "insteadof" or clause.kind_before(second) == "insteadof":
        return (second.value, first.value) if not clause.has("off") or clause.has("swap") else None
    if clause.has("off") and not clause.has("swap"):
        return None
    beside = ("filler", "shifts", "work", "always")
    inner = [sign.kind for sign in clause.signs[places[0] + 1 : places[1]] if sign.kind not in beside]
    if before_first == "from" and "to" in inner:
        return first.value, second.value
    if clause.has("swap") and not clause.has("off") and inner and inner[0] in ("for", "to", "with"):
        return first.value, second.value
    return None


def _halves(clause: Clause) -> list[tuple[tuple[When, ...], How]] | None:
    """Where one part of the clause says what is worked and another what is off."""
    for at, sign in enumerate(clause.signs):
        if sign.kind not in ("and", "instead", "to", "by", "for", "with"):
            continue
        parts = [clause.signs[:at], clause.signs[at + 1 :]]
        when = [tuple([s.value for s in part if s.kind == "when"]) for part in parts]
        if not all(when):
            continue
        hows = [_how(part, clause, alone=True) for part in parts]
        if hows[0] == "off" and hows[1] is None and clause.has("instead"):
            hows[1] = "on"
        if set(hows) == {"on", "off"}:
            return [(times, how) for times, how in zip(when, hows, strict=True) if how in ("on", "off")]
    return _by_nearness(clause)


def _by_nearness(clause: Clause) -> list[tuple[tuple[When, ...], How]] | None:
    """ "work Tue2 with Sun7 off": the day beside "off" is off, the other one is worked."""
    places = [at for at, sign in enumerate(clause.signs) if sign.kind == "when"]
    off = [at for at, sign in enumerate(clause.signs) if sign.kind == "off"]
    if len(places) != len(("off", "on")) or len(off) != 1 or clause.negations or not clause.has("work"):
        return None
    distances = [
        len([s for s in clause.signs[min(at, off[0]) + 1 : max(at, off[0])] if s.kind != "filler"]) for at in places
    ]
    if distances[0] == distances[1] or min(distances) > 0:
        return None
    near = distances.index(min(distances))
    first, second = [clause.signs[at].value for at in places]
    return [((first,), "off" if near == 0 else "on"), ((second,), "off" if near == 1 else "on")]


def _how(signs: Sequence[Sign], clause: Clause, *, alone: bool = False) -> How | Unclear | None:
    kinds = [sign.kind for sign in signs]
    negations = kinds.count("neg") + kinds.count("nobody")
    off, working = "off" in kinds, "work" in kinds or "shifts" in kinds or "always" in kinds
    if "available" in kinds:
        off = False
    if negations == 1 and off and any([sign.text == "free" for sign in signs]):
        return "off"
    if negations > 1 or (negations and off):
        return None if alone else Unclear(f"Is {_who(clause)} to work then, or to have it off?")
    if off:
        return "off"
    if negations:
        return "off" if "available" in kinds or working else None
    if "only" in kinds and ("available" in kinds or working):
        return "only"
    if "available" in kinds:
        return "available"
    if working:
        return "on"
    if not alone and isinstance(clause.before, Times) and clause.own_workers:
        return clause.before.how
    return None


def _who(clause: Clause) -> str:
    return " and ".join(clause.workers) or "everybody"
