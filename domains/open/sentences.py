"""An open problem back in plain English: what is decided, which rules hold, what is aimed at, and the numbers behind it.

Everything is told from the parsed rules, never from what somebody wrote beside them, so that it can be held against a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from domains.open.english import English
from domains.open.slots import filled, slots_of
from domains.open.words import amount, listed, one_of, sentence, shortened
from encoders.numbers import show
from encoders.spec.indexed.places import element
from encoders.spec.indexed.scope import checked
from encoders.spec.indexed.syntax import Family, Loop, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.base import FactKind
    from encoders.spec.indexed.data import Data, Member
    from encoders.spec.indexed.model import ObjectiveSpec, ParameterSpec, ProblemSpec, SetSpec, VariableSpec
    from encoders.spec.indexed.scope import Checked
    from encoders.spec.indexed.syntax import Node
    from encoders.spec.indexed.tables import Table

_MOST_NUMBERS = 12
"""Numbers of one parameter that are told."""
_KINDS = {"integer": "a whole number", "real": "a number, fractions allowed", "boolean": "yes or no"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One claim about a problem, with its path in it ("constraints/capacity")."""

    kind: FactKind
    path: str
    says: str


def described(spec: ProblemSpec, tables: Mapping[str, Table] | None = None) -> list[Sentence]:
    """The goal, the decisions, every rule, and the facts, in this order. Raises as `checked` does."""
    return of_checked(checked(spec, tables))


def of_checked(found: Checked) -> list[Sentence]:
    """The same of a problem that is checked already."""
    spec, english = found.spec, English(found.spec, found.data)
    goals = zip(spec.objectives, found.objectives, strict=True)
    rules = zip(spec.constraints, found.constraints, strict=True)
    told = [Sentence("goal", f"objectives/{goal.name}", goal_says(goal, rule.node, english)) for goal, rule in goals]
    told += [
        Sentence("decision", f"variables/{variable.name}", _decision(variable, found, english))
        for variable in spec.variables
    ]
    told += [Sentence("constraint", f"constraints/{c.name}", sentence(english.rule(rule.node))) for c, rule in rules]
    told += [
        Sentence("constraint", f"extra/{place}", f"It holds that {text}.") for place, text in enumerate(spec.extra)
    ]
    told += [Sentence("fact", f"sets/{entry.name}", _set(entry, found.data)) for entry in spec.sets]
    told += [Sentence("fact", f"parameters/{entry.name}", _parameter(entry, found.data)) for entry in spec.parameters]
    return told


def goal_says(goal: ObjectiveSpec, node: Node, english: English) -> str:
    """ "As small as possible: cost ($), which is the sum of ..."."""
    size = "small" if goal.sense == "minimise" else "large"
    unit = f" ({goal.unit})" if goal.unit else ""
    return f"As {size} as possible: {goal.name}{unit}, which is {english.number(node)}."


def element_says(
    constraint_says: str, node: Node, key: Sequence[Member], english: English, *, written: bool = True
) -> str:
    """One rule of a family: in the problem's own words with their slots filled, where it has any that fit; else in ours.

    `key` are the members of the family's loops, in order. Without `written` it is told in our words.
    """
    loops = node.loops if isinstance(node, Family) else ()
    bound = dict(zip([loop.name for loop in loops], key, strict=False))
    if written and constraint_says.strip():
        sets = {loop.name: loop.members.name for loop in loops if isinstance(loop.members, Ref)}
        own = filled(constraint_says, english.spec, english.data, bound, sets)
        if own is not None:
            named = slots_of(constraint_says)
            left = [
                f"{one_of(sets[name])} {member}" if name in sets else f"{name} = {member}"
                for name, member in bound.items()
                if name not in named
            ]
            return sentence(f"{own.strip().rstrip('.')} ({', '.join(left)})" if left else own)
    return sentence(english.within(bound).rule(node))


def _decision(variable: VariableSpec, found: Checked, english: English) -> str:
    """ "ship[s, r], for each supplier s and roastery r: a whole number of bags, at least 0"."""
    names = loop_names(variable, found)
    where = found.bounds.get((variable.name, "where"))
    loops = [
        Loop(0, 0, name, Ref(0, 0, index), () if where is None or place < len(names) - 1 else (where.node,))
        for place, (name, index) in enumerate(zip(names, variable.index, strict=True))
    ]
    each = f", for each {english.each(loops)}" if loops else ""
    kind = f"{_KINDS[variable.kind]}{f' ({variable.unit})' if variable.unit else ''}"
    limits = []
    for side, says in (("lower", "at least"), ("upper", "at most")):
        rule = found.bounds.get((variable.name, side))
        if rule is not None and variable.kind != "boolean":
            own = English(found.spec, found.data)
            limits.append(f"{says} {own.number(rule.node)}")
    return f"To decide: {element(variable.name, names)}{each}: {', '.join([kind, *limits])}."


def loop_names(variable: VariableSpec, found: Checked) -> list[str]:
    """Names for the index of a variable: those its own texts use, else the first letters of its sets, made different."""
    for side in ("where", "upper", "lower"):
        rule = found.bounds.get((variable.name, side))
        if rule is not None and rule.names and rule.names != tuple(variable.index):
            return list(rule.names)
    spec = found.spec
    taken = {p.name for p in spec.parameters} | {v.name for v in spec.variables} | {s.name for s in spec.sets}
    names: list[str] = []
    for index in variable.index:
        letters = [index[:1].lower(), *"ijklmn", *[f"{index[:1].lower()}{number}" for number in range(2, 9)]]
        names.append(next(letter for letter in letters if letter not in taken and letter not in names))
    return names


def _set(entry: SetSpec, data: Data) -> str:
    members = [str(member) for member in data.sets[entry.name].members]
    called = entry.name.replace("_", " ")
    return f"There {'is' if len(members) == 1 else 'are'} {len(members):,} in {called}: {shortened(members, _MOST_NUMBERS)}."


def _parameter(entry: ParameterSpec, data: Data) -> str:
    known = data.parameters[entry.name]
    if not entry.index:
        return f"{entry.name} is {amount(next(iter(known.values())), entry.unit)}."
    each = listed([one_of(name) for name in entry.index])
    unit = f" ({entry.unit})" if entry.unit else ""
    shown = [f"{', '.join(map(str, key))}: {show(value)}" for key, value in islice(known.items(), _MOST_NUMBERS)]
    more = f"; and {len(known) - len(shown):,} more" if len(known) > len(shown) else ""
    return f"{entry.name} of each {each}{unit}: {'; '.join(shown)}{more}."


def unsaid(spec: ProblemSpec, parameter: str) -> ProblemSpec:
    """The problem without sentences that tell a number of this parameter in digits: they would be wrong once it changes."""

    def stale(text: str, rule: str) -> bool:
        return parameter in rule and any([sign.isdigit() for sign in text.replace(f"{{{parameter}", "")])

    constraints = [c.model_copy(update={"says": ""}) if stale(c.says, c.rule) else c for c in spec.constraints]
    return spec.model_copy(update={"constraints": constraints})


__all__ = ["Sentence", "described", "element_says", "goal_says", "loop_names", "of_checked", "unsaid"]
