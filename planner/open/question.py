"""Why, why-not and what-if in free English about an open problem: a model maps the words to typed changes, which are checked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domains.base import Asked, Change
from domains.open import domain
from domains.open.english import English
from domains.open.known import known as known_of
from domains.open.request import OpenRequest
from domains.open.sentences import of_checked
from encoders.errors import InputError, PlanproofError
from encoders.numbers import exact, show
from encoders.spec.indexed.model import ConstraintSpec
from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.places import element
from encoders.spec.indexed.scope import Checked, checked
from encoders.spec.indexed.syntax import Chain, Negative, Num
from planner.llm import Message, Rejected
from planner.open.accept import occurs
from planner.open.formulated import MOST_QUESTIONS
from planner.open.numbers import stands_in
from planner.open.prompting import framed, said
from planner.open.reply import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.base import QuestionKind
    from domains.open.data import OpenData
    from encoders.numbers import Number
    from planner.llm import LanguageModel

_ATTEMPTS = 3
_MOST_CHANGES = 400
_SHOWN = 40
"""Decisions of the plan that are shown."""


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")


class NumberReply(_Reply):
    """Another number for elements of a parameter; "*" stands for every member of an index."""

    parameter: str
    index: list[str | int] = []
    how: Literal["set to", "multiply by", "add"]
    value: Figure


class RuleReply(_Reply):
    """A rule that is to hold as well."""

    rule: str
    quote: str = ""


class LimitReply(_Reply):
    """Another number in a rule such as x + y <= 100."""

    constraint: str
    how: Literal["set to", "multiply by", "add"]
    value: Figure


class QuestionReply(_Reply):
    """What a question supposes."""

    reasoning: str = ""
    numbers: list[NumberReply] = []
    rules: list[RuleReply] = []
    limits: list[LimitReply] = []
    dropped: list[str] = Field(default=[], description="Names of constraints that no longer hold.")
    questions: list[str] = []


@dataclass(frozen=True)
class Subject:
    """What a question is about: the request with its data, and its best plan's values by the decisions' names."""

    request: OpenRequest
    data: OpenData
    values: Mapping[str, Any]


def ask_model(
    kind: QuestionKind, question: str, plan: Any, request: BaseModel, data: OpenData, model: LanguageModel
) -> Asked:
    """What a question supposes, as changes of the problem; questions where the model cannot say. Raises LlmError."""
    assert isinstance(request, OpenRequest)
    subject = Subject(request, data, {} if plan is None else plan.values)
    mapping = _Mapping(kind, question, subject)
    problem = "\n".join([f"[{told.kind}] {told.path}: {told.says[:600]}" for told in of_checked(mapping.known)])
    message = framed(
        "question",
        kind=kind,
        question=question,
        problem=problem,
        names=_names(mapping.known),
        plan=_plan(subject.values),
    )
    messages = (Message("system", said("language")), Message("user", message))
    try:
        reply = model.ask("question", messages, QuestionReply, accept=mapping, attempts=_ATTEMPTS)
    except Rejected as error:
        first = next((line for line in error.message.splitlines() if line.strip()), "")
        return Asked(
            "", questions=(f"What is to be different? The question could not be mapped to the problem: {first[:300]}.",)
        )
    if mapping.asks:
        return Asked(
            "", questions=tuple([text.strip()[:300] for text in reply.questions if text.strip()][:MOST_QUESTIONS])
        )
    return Asked(
        mapping.says,
        changes=tuple(mapping.changes),
        assumptions=(f"A language model took the question to mean: {mapping.says}.",),
    )


class _Mapping:
    """Called with a reply; raises InputError for the model, and remembers the changes that it means."""

    def __init__(self, kind: QuestionKind, question: str, subject: Subject) -> None:
        self._kind, self._question, self._subject = kind, question, subject
        of = known_of(subject.request, subject.data)
        self._tables = of.tables
        self.known = checked(of.spec, of.tables)
        self._english = English(self.known.spec, self.known.data)
        self.changes: list[Change] = []
        self.asks = False
        self.says = ""

    def __call__(self, reply: QuestionReply) -> None:
        """Raises InputError."""
        self.changes, says = [], []
        self.asks = bool(reply.questions) and not (reply.numbers or reply.rules or reply.limits or reply.dropped)
        if self.asks:
            return
        if self._kind != "what-if" and not reply.rules:
            raise InputError(
                "a why or why-not question is examined by `rules`: what is asked about forbidden (why), or required (why-not)"
            )
        for entry in reply.numbers:
            says.append(self._numbers(entry))
        for limit in reply.limits:
            says.append(self._limit(limit))
        for name in reply.dropped:
            if name not in [rule.name for rule in self.known.spec.constraints]:
                raise InputError(f"no constraint is called {name!r}; there are {self._rule_names()}")
            self.changes.append(Change(f"constraints/{name}", name, None))
            says.append(f"without the rule “{name}”")
        for place, rule in enumerate(reply.rules):
            says.append(self._rule(place, rule))
        if not self.changes:
            raise InputError(
                "nothing is changed: give numbers, rules, limits or dropped constraints, or ask in `questions`"
            )
        if len(self.changes) > _MOST_CHANGES:
            raise InputError(
                f"that is {len(self.changes)} changes, more than the {_MOST_CHANGES} that one question may make"
            )
        try:
            domain.problem(domain.edit(self._subject.request, self.changes), self._subject.data)
        except PlanproofError as error:
            raise InputError(str(error)) from error
        self.says = "; ".join(says)

    def _numbers(self, entry: NumberReply) -> str:
        data = self.known.data
        spec = next((p for p in self.known.spec.parameters if p.name == entry.parameter), None)
        if spec is None:
            raise InputError(f"no parameter is called {entry.parameter!r}; there are {', '.join(data.parameters)}")
        if len(entry.index) != len(spec.index):
            raise InputError(f"{spec.name} is indexed by {', '.join(spec.index) or 'nothing'}, not by {entry.index!r}")
        amount = self._amount(entry.value)
        choices: list[list[Any]] = []
        for member, group in zip(entry.index, [data.sets[name] for name in spec.index], strict=True):
            found = list(group.members) if member == "*" else [group.member(member)]
            if None in found:
                raise InputError(
                    f"{member!r} is no member of {group.name}; there are {', '.join(map(str, group.members[:20]))}"
                )
            choices.append(found)
        says = ""
        for key in product(*choices):
            before = data.parameters[spec.name][tuple(key)]
            after = _after(before, entry.how, amount)
            self.changes.append(Change("/".join(["parameters", spec.name, *map(str, key)]), before, after))
            says = f"{element(spec.name, key)} {_instead(after, before)}"
        if "*" not in entry.index:
            return says
        how = {"set to": "set to", "multiply by": "multiplied by", "add": "changed by"}[entry.how]
        return f"{element(spec.name, ['all' if m == '*' else m for m in entry.index])} {how} {show(amount)}"

    def _limit(self, entry: LimitReply) -> str:
        rule = next((r for r in self.known.spec.constraints if r.name == entry.constraint), None)
        if rule is None:
            raise InputError(f"no constraint is called {entry.constraint!r}; there are {self._rule_names()}")
        path = f"constraints/{rule.name}/limit"
        before = _limit_of(rule.rule)
        if before is None:
            raise InputError(f"{rule.name!r} compares with no single number; drop it and add the changed rule instead")
        after = _after(before, entry.how, self._amount(entry.value))
        self.changes.append(Change(path, before, after))
        return f"“{rule.name}” with {_instead(after, before)}"

    def _rule(self, place: int, entry: RuleReply) -> str:
        where = f"rules[{place}]"
        if entry.quote.strip() and not occurs(self._question, entry.quote):
            raise InputError(f"the quote of {where} does not occur in the question: “{entry.quote[:120]}”", where=where)
        node = parse(entry.rule, where=where)
        self.changes.append(Change(f"extra/{len(self._subject.request.extra) + place}", None, entry.rule))
        try:
            spec = self.known.spec
            added = spec.model_copy(
                update={"constraints": [*spec.constraints, ConstraintSpec(name="what is asked about", rule=entry.rule)]}
            )
            checked(added, self._tables)
        except PlanproofError as error:
            raise InputError(f"{error.message} ({error.where.rpartition('], ')[2] or where})", where=where) from error
        return self._english.rule(node)

    def _amount(self, amount: Number) -> Number:
        if not stands_in(self._question, amount):
            raise InputError(
                f"the number {show(amount)} does not stand in the question; take it from the words (29% more is multiply by "
                "1.29), or ask"
            )
        return amount

    def _rule_names(self) -> str:
        return ", ".join([rule.name for rule in self.known.spec.constraints][:30])


def _after(before: Number, how: str, amount: Number) -> Number:
    if how == "set to":
        return amount
    return exact(Fraction(before) * amount) if how == "multiply by" else exact(Fraction(before) + amount)


def _instead(after: Number, before: Number) -> str:
    return f"{show(after)}, as it is already" if after == before else f"{show(after)} instead of {show(before)}"


def _limit_of(rule: str) -> Number | None:
    node = parse(rule)
    if not isinstance(node, Chain) or len(node.operands) != 2:
        return None
    for side in reversed(node.operands):
        if isinstance(side, Num):
            return side.value
        if isinstance(side, Negative) and isinstance(side.operand, Num):
            return -side.operand.value
    return None


def _names(known: Checked) -> str:
    spec = known.spec
    sets = [f"{name}: {', '.join(map(str, group.members[:60]))}" for name, group in known.data.sets.items()]
    parameters = [f"{element(p.name, p.index)}" for p in spec.parameters]
    variables = [f"{element(v.name, v.index)} ({v.kind}; {v.says})" for v in spec.variables]
    rules = [f"{c.name}: {c.rule}" for c in spec.constraints]
    parts = {"sets": sets, "parameters": parameters, "variables": variables, "constraints": rules}
    return "\n".join([f"{kind}: {'; '.join(entries)}" for kind, entries in parts.items() if entries])


def _plan(values: Mapping[str, Any]) -> str:
    used = [
        f"{name} = {value if isinstance(value, (bool, str)) else show(value)}"
        for name, value in values.items()
        if value
    ]
    return "; ".join(used[:_SHOWN]) if used else "nothing"
