"""What a sentence about an open problem means: other numbers, rules left out, or something that is to hold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from domains.base import Change
from domains.open.questions.linking import resolved
from domains.open.questions.places import elements_of, families_about, total_of
from domains.open.words import amount, listed
from encoders.numbers import Number, exact, to_json
from encoders.spec.indexed.places import element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.open.known import Known
    from encoders.spec.indexed.data import Key
    from encoders.spec.indexed.model import VariableSpec

_OPPOSITE = {"==": "!=", "<=": ">", ">=": "<", "<": ">=", ">": "<="}
Named = tuple[list[str], "str | int"]
"""A member with the sets it may be meant in."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One meaning. `wish` and `opposite` are in the expression language; `changes` edit the problem instead.

    `question` is what has to be asked before anything is meant.
    """

    says: str
    wish: str = ""
    opposite: str = ""
    changes: tuple[Change, ...] = ()
    question: str = ""
    assumptions: tuple[str, ...] = ()
    opposite_says: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """How a number changes: to a value, by an amount, or by a factor."""

    how: str
    value: Number

    def of(self, before: Number) -> Number:
        """The number after it."""
        if self.how == "to":
            return self.value
        return exact(Fraction(before) * self.value if self.how == "times" else Fraction(before) + self.value)


def numbers(known: Known, name: str, places: Sequence[Named], step: Step, *, each: bool) -> Meant | None:
    """Other numbers of a parameter, for the members named. One value for several elements has to be meant for each."""
    parameter = next(entry for entry in known.spec.parameters if entry.name == name)
    fixed = resolved(known, places, parameter.index)
    if fixed is None:
        return None
    values = known.data.parameters[name]
    keys = [key for key in values if _about(key, parameter.index, fixed)]
    if not keys:
        return None
    if len(keys) > 1 and step.how != "times" and not each:
        shown = listed([element(name, key) for key in keys[:4]], "or")
        return Meant(
            "", question=f"There are {len(keys):,} numbers {name.replace('_', ' ')}: which is meant, {shown}, or each?"
        )
    changing = [key for key in keys if step.of(values[key]) != values[key]] or keys[:1]
    changes = tuple(
        [
            Change("/".join(["parameters", name, *map(str, key)]), to_json(values[key]), to_json(step.of(values[key])))
            for key in changing
            if step.of(values[key]) != values[key]
        ]
    )
    said = [
        f"{element(name, key)} is {amount(step.of(values[key]), parameter.unit)} instead of {amount(values[key], parameter.unit)}"
        for key in changing[:4]
    ]
    more = f" and {len(changing) - 4:,} others likewise" if len(changing) > 4 else ""
    return Meant(f"where {listed(said)}{more}", changes=changes)


def _about(key: Key, index: Sequence[str], fixed: Sequence[tuple[str, str | int]]) -> bool:
    free = list(range(len(index)))
    for group, member in fixed:
        at = next((place for place in free if index[place] == group), None)
        if at is None or key[at] != member:
            return False
        free.remove(at)
    return True


def without_rule(known: Known, name: str, places: Sequence[Named]) -> Meant | None:
    """A rule left out, for the members named or for all."""
    entry = next(entry for entry in known.spec.constraints if entry.name == name)
    if places:
        name = element(name, [member for _, member in places])
    change = Change(f"constraints/{name}", entry.rule, None)
    return Meant(f"without the rule “{name}”", changes=(change,))


def used(known: Known, places: Sequence[Named], family: str | None, *, is_used: bool) -> Meant | None:
    """That something is decided for these members, or nothing is. `family` names the kind of decision, None for all."""
    families = [known_family for known_family in known.spec.variables if family in (None, known_family.name)]
    found: list[tuple[VariableSpec, str]] = []
    for entry in families:
        fixed = resolved(known, places, entry.index)
        if fixed is None or entry not in families_about(known, fixed):
            continue
        total = total_of(known, entry, fixed)
        if total:
            found.append((entry, total))
    if not found:
        return None
    named = listed([str(member) for _, member in places]) or (family or "")
    names = listed([entry.name for entry, _ in found])
    nothing = " and ".join([_none_of(entry, total) for entry, total in found])
    switches = [(entry, total) for entry, total in found if entry.kind == "boolean"]
    decisive = switches or found
    some = " or ".join([_some_of(entry, total) for entry, total in decisive])
    real = all([entry.kind == "real" for entry, _ in decisive])
    no, yes = f"where {named} is not used", f"where {named} is used"
    if len(places) > 1:
        no, yes = f"where {named} are not used together", f"where {named} are used together"
    if family is not None:
        one, switch = "+" not in found[0][1], found[0][0].kind == "boolean"
        what = found[0][1] if one else f"{family} for {named}"
        denied, affirmed = ("no", "yes") if switch and one else ("nothing", "not nothing")
        no, yes = f"where {what} is {denied}", f"where {what} is {affirmed}"
    if is_used and real:
        return Meant("", question=f"How much of {names} for {named}? Say “at least” and a number.")
    if is_used:
        said = f"{named} is taken to be used where {some}."
        return Meant(yes, wish=some, opposite=nothing, opposite_says=no, assumptions=(said,) if len(found) > 1 else ())
    opposite = "" if real else some
    return Meant(no, wish=nothing, opposite=opposite, opposite_says=yes)


def _none_of(entry: VariableSpec, total: str) -> str:
    if entry.kind == "boolean" or entry.lower == "0":
        return f"{total} == 0"
    return " and ".join([f"{name} == 0" for name in total.split(" + ")])


def _some_of(entry: VariableSpec, total: str) -> str:
    if entry.kind == "boolean" or (entry.kind == "integer" and entry.lower == "0"):
        return f"{total} >= 1"
    return " or ".join([f"{name} != 0" for name in total.split(" + ")])


def compared(known: Known, names: Sequence[str], operator: str, number: Number, *, real: bool) -> Meant:
    """That decisions together are as many as a number says, or at most, or at least."""
    left, right = " + ".join(names), to_json(number)
    wish = f"{left} {operator} {right}"
    opposite = f"{left} {_OPPOSITE[operator]} {right}" if not (real and operator == "==") else ""
    said = left if len(names) <= 3 else f"{' + '.join(names[:2])} + ... + {names[-1]}"
    told = f"{said} {operator} {right}"
    return Meant(
        f"where {told}", wish=wish, opposite=opposite, opposite_says=f"where {said} {_OPPOSITE[operator]} {right}"
    )


def decided(known: Known, name: str, places: Sequence[Named], operator: str, number: Number) -> Meant | None:
    """The same for a family of decisions, about the members named: their sum where there are several."""
    entry = next(entry for entry in known.spec.variables if entry.name == name)
    fixed = resolved(known, places, entry.index)
    if fixed is None:
        return None
    names = [found for found, _ in elements_of(known, entry, fixed)]
    if not names:
        return None
    if len(names) > 400:
        return Meant("", question=f"That is about {len(names):,} decisions {name}: which of them are meant?")
    return compared(known, names, operator, number, real=entry.kind == "real")
