"""From a text to a problem that was held against it: formulate, try, assess, mend, and ask where doubts stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.numbers import show
from encoders.result import SolveStatus
from planner.llm import Message, Rejected
from planner.open.accept import Acceptance, Accepted
from planner.open.assess import Assessment, AssessmentReply, Finding, numbered, told
from planner.open.formulated import MOST_QUESTIONS, Formulated, Outcome, Setting, asking, why_none
from planner.open.prompting import framed, said
from planner.open.reply import FormulationReply, SecondLookReply
from planner.open.slots.route import formulate_by_slots, is_small
from planner.open.tables import shown, tables_of
from planner.open.trial import Trial, tried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.spec.indexed.model import ProblemSpec
    from planner.llm import LanguageModel

ATTEMPTS = 4
"""Replies to one formulation, each with the errors of the one before."""
_ROUNDS = 3
"""Formulations that are held against the request."""
_UNLIMITED = (
    "{}. Is a rule missing, or a direction wrong? If the request really sets no limit, ask for it in `questions`, and leave "
    "`variables` empty"
)
_UNREACHED = (
    "the best value can be approached as near as one likes but is not reached, because a rule compares fractions with > or <. "
    "Write >= or <= where the request does not exclude the limit itself, or make the decision a whole number"
)


def formulate(text: str, model: LanguageModel, setting: Setting | None = None) -> Formulated:
    """The problem that a text means, or questions. Raises LlmError where the endpoint fails, UnsupportedError where a term
    cannot be expressed.

    A small model (`slots.route.is_small`) fills slots instead of writing algebra, and nothing is claimed unless two of its
    formulations come to the same; what it thinks of one would be worth little. Tables are beyond slots.
    """
    setting = setting or Setting()
    small = is_small(model)

    def once(again: str) -> Outcome:
        if small and not tables_of(setting.data):
            return formulate_by_slots(text, model, setting, again)
        return _Route(text, model, setting, f"formulate{again}").run()

    first = once("")
    if not (setting.double or small) or not first.clear:
        return first.result
    return _agreed(first, once("_again"))


def _agreed(first: Outcome, second: Outcome) -> Formulated:
    """The first formulation, if the second comes to the same; else what differs, as a question."""
    if not second.clear:
        question = "A second formulation of the request raised this: " + " ".join(second.result.questions)
        return replace(first.result, questions=(question[:600],))
    assert first.trial is not None
    assert second.trial is not None
    if _comes_to(first.trial) == _comes_to(second.trial):
        agreed = f"Two independent formulations come to the same ({_comes_to(first.trial)})."
        return replace(first.result, assumptions=(*first.result.assumptions, agreed))
    assert first.result.spec is not None
    assert second.result.spec is not None
    here = {c.rule for c in first.result.spec.constraints}
    there = {c.rule for c in second.result.spec.constraints}
    apart = [
        *[f"only the first has {rule}" for rule in here - there],
        *[f"only the second has {r}" for r in there - here],
    ]
    question = (
        f"Two formulations of the request differ: one comes to {_comes_to(first.trial)}, the other to {_comes_to(second.trial)}. "
        f"Which is meant? ({'; '.join(sorted(apart))[:400]})"
    )
    return replace(first.result, questions=(question,))


def _comes_to(trial: Trial) -> str:
    if trial.value is None:
        return str(trial.status)
    return f"{trial.status}, {show(trial.value)}"


class _Route:
    """One formulation with its repairs: a conversation with the model."""

    def __init__(self, text: str, model: LanguageModel, setting: Setting, variant: str) -> None:
        self._text, self._model, self._setting = text, model, setting
        self._tables = tables_of(setting.data)
        self._messages = [
            Message("system", said("language")),
            Message("user", framed(variant, tables=shown(self._tables), request=text)),
        ]
        self._variant = variant
        self._looked = self._strict = False
        self._notes: list[str] = []

    def run(self) -> Outcome:
        """Formulate until nothing differs, or ask."""
        self._setting.say("formulating the problem")
        try:
            accepted = self._ask(self._variant)
            findings: list[Finding] = []
            seen: list[ProblemSpec | None] = []
            for _ in range(_ROUNDS):
                if accepted.built is None:
                    return self._asks(accepted)
                trial, found = self._judged(accepted, findings)
                if trial is not None and not found:
                    return self._done(accepted, trial)
                findings = found
                if accepted.spec in seen:  # the model stands by it, and the doubt stays
                    break
                seen.append(accepted.spec)
                accepted = self._repaired(accepted, findings)
        except Rejected as error:
            return asking([why_none(error)])
        reasons = [f"{finding}" for finding in findings]
        return asking(reasons, accepted.spec, assumptions=accepted.assumptions, quotes=accepted.places(self._text))

    def _ask(self, stage: str) -> Accepted:
        acceptance = Acceptance(self._text, self._tables)
        self._model.ask(stage, tuple(self._messages), FormulationReply, accept=acceptance, attempts=ATTEMPTS)
        assert acceptance.found is not None
        return acceptance.found

    def _repaired(self, accepted: Accepted, findings: Sequence[Finding]) -> Accepted:
        self._setting.say("mending the formulation")
        listed = "\n".join([f"- {finding}" for finding in findings[:8]])
        self._messages = [
            *self._messages[:2],
            Message("assistant", accepted.reply.model_dump_json(exclude_defaults=True)),
            Message("user", framed("repair", findings=listed)),
        ]
        return self._ask("repair")

    # ---------------------------------------------------------------- what is wrong with it

    def _judged(self, accepted: Accepted, before: Sequence[Finding]) -> tuple[Trial | None, list[Finding]]:
        """What the formulation comes to, and what speaks against it."""
        try:
            trial = self._try(accepted)
        except InputError as error:
            return None, [Finding("", str(error))]
        return trial, self._wrong(accepted, trial, before)

    def _try(self, accepted: Accepted) -> Trial:
        assert accepted.spec is not None
        self._setting.say("trying the formulation")
        return tried(
            accepted.spec, self._setting.data, None if self._setting.budget is None else self._setting.budget()
        )

    def _wrong(self, accepted: Accepted, trial: Trial, before: Sequence[Finding]) -> list[Finding]:
        """What speaks against the formulation; nothing where it may be believed."""
        if trial.unlimited:
            return [Finding("", _UNLIMITED.format(trial.unlimited))]
        if trial.unreached and not self._strict:
            self._strict = True
            return [Finding("", _UNREACHED)]
        if trial.status is SolveStatus.INFEASIBLE and not self._looked:
            self._looked = True
            if wrong := self._second_look(accepted, trial):
                return [Finding("", wrong)]
            self._notes.append("No plan keeps every rule; the formulation was compared with the request a second time.")
        return self._assessed(accepted, before)

    def _assessed(self, accepted: Accepted, before: Sequence[Finding]) -> list[Finding]:
        self._setting.say("comparing the problem with the request")
        sentences = told(accepted.known)
        assessment = Assessment(self._text, sentences)
        doubts = ""
        if before:
            doubts = "An earlier look at an earlier version raised this; see whether it holds now: " + "; ".join(
                map(str, before[:8])
            )
        message = framed("assess", request=self._text, problem=numbered(sentences), doubts=doubts)
        reply = self._model.ask(
            "assess", (Message("user", message),), AssessmentReply, accept=assessment, attempts=ATTEMPTS - 1
        )
        return assessment.findings(reply)

    def _second_look(self, accepted: Accepted, trial: Trial) -> str:
        """What is wrong with an impossible formulation; empty where the request itself is impossible."""
        self._setting.say("no plan keeps every rule: looking at the formulation again")
        sentences = told(accepted.known)
        families = {group.partition("[")[0] for group in trial.conflict}
        clashing = [at for at, told in enumerate(sentences, 1) if told.path in families or not families]
        message = framed(
            "second_look", request=self._text, problem=numbered(sentences), conflict=", ".join(map(str, clashing))
        )
        reply = self._model.ask(
            "second look", (Message("user", message),), SecondLookReply, accept=_decided, attempts=2
        )
        return reply.wrong.strip() if reply.verdict == "formulation" else ""

    # ---------------------------------------------------------------- how it ends

    def _done(self, accepted: Accepted, trial: Trial) -> Outcome:
        assumptions = (*accepted.assumptions, *self._notes)
        return Outcome(Formulated(accepted.spec, (), assumptions, accepted.places(self._text)), trial)

    def _asks(self, accepted: Accepted) -> Outcome:
        questions = [question.strip()[:300] for question in accepted.reply.questions if question.strip()]
        return Outcome(Formulated(None, tuple(questions[:MOST_QUESTIONS]), accepted.assumptions))


def _decided(reply: SecondLookReply) -> None:
    if reply.verdict == "formulation" and not reply.wrong.strip():
        raise InputError("say in `wrong` which sentence is wrong and how to mend it")
