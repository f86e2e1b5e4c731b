"""Formulations by slots for small models: decisions, a goal and rules as sums of amounts, without any algebra to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from encoders.errors import InputError
from encoders.numbers import to_json
from encoders.spec.names import close_names
from planner.open.reply import ConstraintReply, Figure, FormulationReply, ObjectiveReply, VariableReply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.llm import LanguageModel

_ENFORCED = ("json_schema", "tool")
"""Rungs at which an endpoint follows schemas by itself: what large hosted models do."""
_COMPARED = {"at most": "<=", "at least": ">=", "exactly": "=="}


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Term(_Reply):
    """An amount for each unit of a decision."""

    amount: Figure
    of: str


class SimpleDecision(_Reply):
    """What is decided."""

    name: str
    whole: bool


class SimpleGoal(_Reply):
    """What is to be large or small."""

    quote: str
    what: Literal["maximise", "minimise"]
    terms: list[Term]


class SimpleRule(_Reply):
    """The sum of `terms` compared with `amount` and the sum of `than`."""

    quote: str
    terms: list[Term]
    compare: Literal["at most", "at least", "exactly"]
    amount: Figure = 0
    than: list[Term] = []


class SimpleReply(_Reply):
    """A problem of a few decisions."""

    decisions: list[SimpleDecision]
    goal: SimpleGoal
    rules: list[SimpleRule]


def is_small(model: LanguageModel) -> bool:
    """Whether a model is asked by slots and twice: its endpoint cannot follow schemas by itself. Raises LlmError."""
    rung = getattr(model, "rung", None)
    found = None if rung is None else rung()
    return found is not None and found not in _ENFORCED


def written(reply: SimpleReply) -> FormulationReply:
    """The formulation that the slots mean. Raises InputError for the model."""
    names = _names([decision.name for decision in reply.decisions])
    return FormulationReply(
        variables=[
            VariableReply(
                name=names[decision.name],
                says=decision.name,
                kind="integer" if decision.whole else "real",
                because="it is counted" if decision.whole else "it can be divided",
            )
            for decision in reply.decisions
        ],
        constraints=[_rule(place, rule, names) for place, rule in enumerate(reply.rules)],
        objectives=[
            ObjectiveReply(
                name="goal",
                sense=reply.goal.what,
                quote=reply.goal.quote,
                expression=_sum(reply.goal.terms, names, "goal"),
            )
        ],
    )


def _names(told: Sequence[str]) -> dict[str, str]:
    """Names that expressions can mention, by what the model calls the decisions."""
    found: dict[str, str] = {}
    for words in told:
        plain = re.sub(r"\W+", "_", words.strip()).strip("_").lower()
        name = f"d_{plain}" if not plain[:1].isalpha() or plain in ("and", "or", "not", "in", "for", "if") else plain
        if name in found.values():
            raise InputError(f"two decisions are called {words!r}")
        found[words] = name
    if not found:
        raise InputError("nothing is decided; list the decisions")
    return found


def _rule(place: int, rule: SimpleRule, names: Mapping[str, str]) -> ConstraintReply:
    where = f"rules[{place}]"
    if not rule.terms:
        raise InputError(
            f"“{rule.quote[:120]}” has no terms, so it limits nothing: leave this rule out; what one unit brings or costs is an "
            "amount of the goal's terms",
            where=where,
        )
    other = [str(to_json(rule.amount))] if rule.amount or not rule.than else []
    other += [_sum(rule.than, names, where)] if rule.than else []
    text = f"{_sum(rule.terms, names, where)} {_COMPARED[rule.compare]} {' + '.join(other)}"
    return ConstraintReply(name=f"rule {place + 1}", quote=rule.quote, rule=text)


def _sum(terms: Sequence[Term], names: Mapping[str, str], where: str) -> str:
    parts = []
    for term in terms:
        name = names.get(term.of) or next(
            (own for told, own in names.items() if told.casefold() == term.of.casefold()), None
        )
        if name is None:
            near = close_names(term.of, list(names)) or list(names)[:12]
            raise InputError(f"{term.of[:80]!r} is no decision; there are {', '.join(near)}", where=where)
        parts.append(f"({to_json(term.amount)}) * {name}")
    if not parts:
        raise InputError("a sum has at least one term", where=where)
    return " + ".join(parts)
