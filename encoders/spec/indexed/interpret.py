"""The exact meaning of a problem's texts over a plan's values, without ever building the problem: the second checker.

It shares the parser and the reading of the data with `build`, and nothing that writes loops out or makes expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.numbers import Number, show
from encoders.spec import value as value_of_wish
from encoders.spec.indexed.meaning import Meaning, plain_member
from encoders.spec.indexed.places import element, placed_in
from encoders.spec.indexed.scope import Checked, checked
from encoders.spec.indexed.syntax import Family
from encoders.spec.indexed.templates import placed_in_slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from encoders.spec.indexed.data import Key
    from encoders.spec.indexed.model import ProblemSpec, VariableSpec
    from encoders.spec.indexed.tables import Table

Values = dict[str, "bool | Number"]
"""Values of decisions by their element's canonical name: {"ship[s1, r2]": 3}."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule, a bound or a wish that values do not keep: its id, family and members, in words, and its place in the problem."""

    constraint: str
    family: str
    index: Key
    says: str
    place: str


def violations(
    spec: ProblemSpec, values: Mapping[str, bool | Number], tables: Mapping[str, Table] | None = None
) -> list[Broken]:
    """Everything that values break, in the order of the problem; empty means accepted. Raises InputError for a faulty spec."""
    return Interpretation(checked(spec, tables)).violations(values)


def objectives_of(
    spec: ProblemSpec, values: Mapping[str, bool | Number], tables: Mapping[str, Table] | None = None
) -> dict[str, Number]:
    """The objectives' exact values under values that every decision has. Raises InputError for a missing one."""
    return Interpretation(checked(spec, tables)).objectives(values)


class Interpretation:
    """A checked problem that many plans are asked about."""

    def __init__(self, known: Checked) -> None:
        self._checked = known
        self._kinds = {entry.name: entry for entry in known.spec.variables}
        self._elements: dict[str, tuple[VariableSpec, Key, Number | None, Number | None]] = {}
        without = Meaning(known, {}, {})
        for entry in known.spec.variables:
            self._elements.update({found[0]: found[1:] for found in self._admitted(entry, without)})

    def elements(self) -> list[str]:
        """The names of all decisions, in order."""
        return list(self._elements)

    def violations(self, values: Mapping[str, bool | Number]) -> list[Broken]:
        """Everything that values break, in the order of the problem."""
        faults = [*self._unknown(values), *self._bounds(values)]
        if any([name not in values for name in self._elements]):
            return faults
        if any([not self._fits(name, values[name]) for name in self._elements]):
            return faults
        return [*faults, *self._rules(values), *self._wishes(values)]

    def objectives(self, values: Mapping[str, bool | Number]) -> dict[str, Number]:
        """The objectives' values by name. Raises InputError for a decision without a value."""
        missing = next((name for name in self._elements if name not in values), None)
        if missing is not None:
            raise InputError(f"{missing} has no value")
        meaning = self._meaning(values)
        found: dict[str, Number] = {}
        for goal, rule in zip(self._checked.spec.objectives, self._checked.objectives, strict=True):
            with placed_in(rule.place):
                found[goal.name] = _whole(meaning.number(rule.node, {}))
        return found

    def observed(self, values: Mapping[str, bool | Number]) -> Values:
        """What `build` calls observables, by the same names: the decisions and the objectives."""
        return {**{name: values[name] for name in self._elements}, **self.objectives(values)}

    def _meaning(self, values: Mapping[str, bool | Number]) -> Meaning:
        families: dict[str, dict[Key, bool | Number]] = {name: {} for name in self._kinds}
        for name, (entry, key, _, _) in self._elements.items():
            families[entry.name][key] = values[name]
        return Meaning(self._checked, families, self._kinds)

    def _admitted(self, entry: VariableSpec, meaning: Meaning) -> Iterator[tuple[str, VariableSpec, Key, Any, Any]]:
        sides = {side: self._checked.bounds.get((entry.name, side)) for side in ("where", "lower", "upper")}
        for key in product(*[self._checked.data.sets[name].members for name in entry.index]):
            limits: dict[str, Any] = {"where": True, "lower": None, "upper": None}
            for side, rule in sides.items():
                if rule is None or limits["where"] is False:
                    continue
                with placed_in(rule.place):
                    bound = {
                        name: meaning.named(member, group)
                        for name, member, group in zip(rule.names, key, entry.index, strict=True)
                    }
                    limits[side] = meaning.value(rule.node, bound)
            if limits["where"]:
                yield element(entry.name, key), entry, key, limits["lower"], limits["upper"]

    def _unknown(self, values: Mapping[str, bool | Number]) -> list[Broken]:
        return [
            Broken(name, name.partition("[")[0], (), f"{name} is no decision of this problem", "variables")
            for name in values
            if name not in self._elements
        ]

    def _fits(self, name: str, value: object) -> bool:
        entry = self._elements[name][0]
        if entry.kind == "boolean":
            return isinstance(value, bool)
        whole = isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1)
        return not isinstance(value, bool) and (whole or (entry.kind == "real" and isinstance(value, Fraction)))

    def _bounds(self, values: Mapping[str, bool | Number]) -> Iterator[Broken]:
        wanted = {"boolean": "a truth value", "integer": "a whole number", "real": "an exact number"}
        for name, (entry, key, low, high) in self._elements.items():
            says = ""
            if name not in values:
                says = f"{name} has no value"
            elif not self._fits(name, values[name]):
                says = f"{name} is {values[name]}, not {wanted[entry.kind]}"
            elif low is not None and values[name] < low:
                says = f"{name} is {show(values[name])}, below its lower bound {show(_whole(low))}"
            elif high is not None and values[name] > high:
                says = f"{name} is {show(values[name])}, above its upper bound {show(_whole(high))}"
            if says:
                yield Broken(name, entry.name, key, says, f"variables/{entry.name}")

    def _rules(self, values: Mapping[str, bool | Number]) -> Iterator[Broken]:
        meaning = self._meaning(values)
        for entry, rule in zip(self._checked.spec.constraints, self._checked.constraints, strict=True):
            body, loops = (rule.node.body, rule.node.loops) if isinstance(rule.node, Family) else (rule.node, ())
            with placed_in(rule.place), placed_in_slot(entry.template):
                for bound in meaning.every(loops, {}):
                    if meaning.value(body, bound) is not True:
                        key = tuple([plain_member(bound[loop.name]) for loop in loops])
                        name = element(entry.name, key)
                        says = (entry.says or entry.rule).rstrip(".")
                        yield Broken(
                            name,
                            entry.name,
                            key,
                            f"{says} ({', '.join(map(str, key))})" if key else says,
                            f"constraints/{entry.name}, {body.place}",
                        )

    def _wishes(self, values: Mapping[str, bool | Number]) -> Iterator[Broken]:
        if not self._checked.extra:
            return
        known = self.observed(values)
        for place, (text, node) in enumerate(zip(self._checked.spec.extra, self._checked.extra, strict=True)):
            name = f"extra/{place}"
            if value_of_wish(node, known, where=name) is not True:
                yield Broken(name, name, (), text, name)


def _whole(value: Any) -> Number:
    found = Fraction(value)
    return found.numerator if found.denominator == 1 else found
