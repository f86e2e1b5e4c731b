"""The decision variables of a problem, with finite bounds for whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Literal

from encoders.errors import InputError
from encoders.expressions import BoolVar, IntVar, RealVar
from encoders.numbers import Number, magnitude, show
from encoders.spec.indexed.expand import Expansion
from encoders.spec.indexed.places import element, placed_in
from encoders.spec.indexed.syntax import Num, every

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.expressions import Expression, Variable
    from encoders.spec.indexed.data import Key
    from encoders.spec.indexed.model import VariableSpec
    from encoders.spec.indexed.scope import Checked

LEAST_REACH = 10**6
"""A whole number without a bound lies at least within this; further where the numbers of the problem are large."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """A bound that nobody stated: far beyond the numbers of the problem."""

    variable: str
    side: Literal["lower", "upper"]
    value: int


@dataclass(frozen=True, slots=True)
class Declared:
    """Variables by family and members; `constants` are the elements of parameters that bounds are computed from."""

    families: Mapping[str, Mapping[Key, Expression]]
    variables: tuple[Variable, ...]
    assumed: tuple[Assumed, ...]
    constants: frozenset[str]


def declared(known: Checked, factor: int = 1, limits: Mapping[str, tuple[int, int]] | None = None) -> Declared:
    """The variables of a checked problem; `limits` are bounds its rules imply. Raises InputError for a bound below another."""
    reach = _reach(known) * factor
    expansion = Expansion(known.data, {}, {entry.name: entry.index for entry in known.spec.parameters})
    families: dict[str, dict[Key, Expression]] = {}
    variables: list[Variable] = []
    assumed: list[Assumed] = []
    known_names: set[str] = set()
    for place, entry in enumerate(known.spec.variables):
        with placed_in(f"variables[{place}] {entry.name}"):
            families[entry.name] = {}
            for key, low, high in _elements(entry, known, expansion):
                name = element(entry.name, key)
                if name in known_names:
                    raise InputError(f"two decisions are called {name}; rename a member of {', '.join(entry.index)}")
                known_names.add(name)
                if limits and name in limits:
                    low, high = limits[name]
                variable = _variable(entry, name, low, high, reach, assumed)
                families[entry.name][key] = variable
                variables.append(variable)
    return Declared(families, tuple(variables), tuple(assumed), frozenset(expansion.constants))


def _elements(entry: VariableSpec, known: Checked, expansion: Expansion) -> Any:
    """The members, least and greatest value of every element that its condition admits."""
    groups = [known.data.sets[name] for name in entry.index]
    rules = {side: known.bounds.get((entry.name, side)) for side in ("where", "lower", "upper")}
    homes = [
        group.members if group.whole else tuple([known.data.member(str(text)) for text in group.members])
        for group in groups
    ]
    for key, members in zip(product(*[group.members for group in groups]), product(*homes), strict=True):
        values: dict[str, Any] = {}
        for side, rule in rules.items():
            if rule is not None:
                with placed_in(side):
                    bound: Any = dict(zip(rule.names, members, strict=True))
                    values[side] = expansion.value(rule.node, bound)
            if values.get("where") is False:
                break
        if values.get("where") is not False:
            yield key, values.get("lower"), values.get("upper")


def _variable(
    entry: VariableSpec, name: str, low: Number | None, high: Number | None, reach: int, assumed: list[Assumed]
) -> Variable:
    if entry.kind == "boolean":
        return BoolVar(name)
    if low is not None and high is not None and low > high:
        raise InputError(f"{name} has no value: its lower bound {show(low)} is above its upper bound {show(high)}")
    if entry.kind == "real":
        return RealVar(name, low, high)
    least = -reach if low is None else ceil(low)
    most = reach if high is None else floor(high)
    if low is None:
        least = min(least, most - reach)
        assumed.append(Assumed(name, "lower", least))
    if high is None:
        most = max(most, least + reach) if low is not None else most
        assumed.append(Assumed(name, "upper", most))
    if least > most:
        raise InputError(
            f"{name} has no value: no whole number lies between {show(Fraction(low or 0))} and {show(Fraction(high or 0))}"
        )
    return IntVar(name, least, most)


def _reach(known: Checked) -> int:
    """A power of ten a hundred times beyond the sum of all numbers of the problem."""
    total: Number = sum(
        [magnitude(value) for numbers in known.data.parameters.values() for value in numbers.values()], 0
    )
    rules = (*known.constraints, *known.objectives, *known.bounds.values())
    total += sum([magnitude(part.value) for rule in rules for part in every(rule.node) if isinstance(part, Num)], 0)
    return int(max(LEAST_REACH, 10 ** len(str(int(total) * 100))))
