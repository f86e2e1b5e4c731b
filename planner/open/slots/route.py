"""One formulation by a small model: an outline, a label for each number, and the same checks as for any other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.result import SolveStatus
from planner.llm import Message, Rejected
from planner.open.accept import Acceptance
from planner.open.formulated import Formulated, Outcome, asking, why_none
from planner.open.numbers import mentions
from planner.open.prompting import framed
from planner.open.slots.labelling import Labels
from planner.open.slots.labels import ROLES, any_label, one_of_these
from planner.open.slots.marks import MOST_MARKS, marks
from planner.open.slots.outline import OutlineReply, Outlining
from planner.open.slots.write import written
from planner.open.trial import tried

if TYPE_CHECKING:
    from planner.llm import LanguageModel
    from planner.llm.rungs import Rung
    from planner.open.accept import Accepted
    from planner.open.formulated import Setting
    from planner.open.slots.labels import Label
    from planner.open.slots.marks import Mark

_ENFORCED: tuple[Rung, ...] = ("json_schema", "tool")
"""Rungs at which an endpoint follows schemas by itself: what large hosted models do."""
_ATTEMPTS = 3
_NO_PLAN = "as a small model read the request, no plan keeps every rule, which it cannot look at again"
_TOO_MANY = (
    "the request has {} numbers, and a small model goes through them one by one: write the problem as a file, or take a larger "
    "model (PLANPROOF_LLM_SIZE)"
)
_UNLIMITED = "as a small model read the request, {}: which rule is missing?"


def is_small(model: LanguageModel) -> bool:
    """Whether a model is asked by slots and twice: the operator says so, or its endpoint cannot follow schemas by itself.

    Raises LlmError.
    """
    if model.size is not None:
        return model.size == "small"
    found = model.rung()
    return found is not None and found not in _ENFORCED


def formulate_by_slots(text: str, model: LanguageModel, setting: Setting, variant: str = "") -> Outcome:
    """The problem that a text means, or questions. `variant` is the ending of the prompts' names. Raises LlmError."""
    if (count := len(mentions(text))) > MOST_MARKS:
        return asking([_TOO_MANY.format(count)])
    try:
        outline = _outlined(text, model, variant)
        places = marks(text, outline.decisions)
        labels = _labelled(text, places, outline, model, variant)
        goal = labels.goal_in(text)
        if lacking := labels.lacking(goal):
            return asking(lacking)
        outline = outline.model_copy(update={"goal": outline.goal.model_copy(update={"of": goal})})
        accepted = _accepted(text, outline, places, labels.found)
    except Rejected as error:
        return asking([why_none(error)])
    except InputError as error:
        return asking([str(error)])
    return _tried(text, accepted, setting)


def _outlined(text: str, model: LanguageModel, variant: str) -> OutlineReply:
    outlining = Outlining(text)
    message = Message("user", framed(f"outline{variant}", request=text))
    model.ask(f"outline{variant}", (message,), OutlineReply, accept=outlining, attempts=_ATTEMPTS)
    assert outlining.found is not None
    return outlining.found


def _labelled(text: str, places: list[Mark], outline: OutlineReply, model: LanguageModel, variant: str) -> Labels:
    """One number after the other in one conversation, so that a mistake is put right where it is made.

    What is wrong is asked once more, out of the labels that are possible: a small model repeats what it said.
    """
    labels, reply = Labels(outline), any_label(outline)
    question = framed(
        f"labels{variant}",
        own=("decisions", "measures"),
        request=text,
        decisions=", ".join(outline.decisions),
        measures=", ".join(outline.measures),
    )
    stage = f"labels{variant}"
    said: list[Message] = []
    for mark in sorted(places, key=lambda mark: mark.kind != "amount"):  # what limits them is told by what they count
        asked = f"“{mark.words}” (role {', '.join(ROLES[mark.kind])}):"
        asked = asked if said else f"{question}\n\n{asked}"
        accept = partial(labels.accept, mark)
        try:
            found = model.ask(stage, (*said, Message("user", asked)), reply, accept=accept, attempts=1)
        except Rejected as error:
            why = error.message.partition(": ")[2]
            again = (*said, Message("user", f"{asked} Mind that {why}"))
            possible = one_of_these(labels.possible(mark))
            found = model.ask(stage, again, possible, accept=accept, attempts=2, wider=reply)
        said += [Message("user", asked), Message("assistant", found.model_dump_json())]
    return labels


def _accepted(text: str, outline: OutlineReply, places: list[Mark], labels: dict[str, Label]) -> Accepted:
    """Raises InputError where the formulation does not pass what any other has to."""
    acceptance = Acceptance(text, {})
    acceptance(written(text, outline, places, labels))
    assert acceptance.found is not None
    return acceptance.found


def _tried(text: str, accepted: Accepted, setting: Setting) -> Outcome:
    assert accepted.spec is not None
    setting.say("trying the formulation")
    trial = tried(accepted.spec, setting.data, None if setting.budget is None else setting.budget())
    if trial.unlimited:
        return asking([_UNLIMITED.format(trial.unlimited)], accepted.spec)
    if trial.status is SolveStatus.INFEASIBLE:
        return asking([_NO_PLAN], accepted.spec)
    return Outcome(Formulated(accepted.spec, (), accepted.assumptions, accepted.places(text)), trial)
