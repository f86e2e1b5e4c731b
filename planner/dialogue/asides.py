"""Lines that change no request: undo and redo, looking back, comparing, exporting, questions, help."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domains.changes import ReadsChanges
from encoders.errors import InputError
from planner.dialogue.comparing import compared, values_told
from planner.sources import Given
from planner.wording import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.answer import Difference
    from planner.dialogue.dialogue import Dialogue
    from planner.dialogue.history import State
    from planner.dialogue.orders import Order
    from planner.dialogue.turns import Turn, TurnKind

_LEAVES_OUT = re.compile(
    r"(?:please )?(?:(?:leave|ignore|skip|forget|drop|without) (?:it|that|them|those)(?: out)?|never ?mind|"
    r"it does(?: not|n't) matter)[ .!]*"
)


def answer(dialogue: Dialogue, line: str, order: Order) -> Turn:
    """The turn of an order that is no sentence and takes no suggestion."""
    if order.kind == "quit":
        return dialogue.turn(line, "quit")
    if order.kind == "help":
        return dialogue.turn(line, "help", _help(dialogue))
    if dialogue.history.now is None:
        return dialogue.turn(line, "nothing", ["Nothing is planned yet: say first what is to be planned."])
    if order.kind in ("undo", "redo"):
        return _moved(dialogue, line, order)
    if order.kind == "compare":
        return _compared(dialogue, line, order)
    if order.kind == "show":
        state = _state(dialogue, order.numbers[0]) if order.numbers else dialogue.now()
        return dialogue.turn(line, "show", shows=state.number)
    if order.kind == "history":
        return dialogue.turn(line, "history", [_told(dialogue, number) for number in dialogue.history.path])
    if order.kind == "export":
        return _exported(dialogue, line, order)
    return _asked(dialogue, line, order)


def leaves_out(line: str) -> bool:
    """Whether a line says that what was not understood does not matter."""
    return _LEAVES_OUT.fullmatch(" ".join(line.lower().split())) is not None


def examples(dialogue: Dialogue) -> tuple[str, ...]:
    """Sentences that fit the present request."""
    if dialogue.history.now is None:
        return ()
    world, state = dialogue.place(), dialogue.now()
    if not isinstance(world.domain, ReadsChanges):
        return ()
    plan = None if state.answer.plan is None else world.domain.Plan.model_validate(state.answer.plan)
    return world.domain.change_examples(world.domain.parse_request(state.answer.request), plan)


# ---------------------------------------------------------------- back and forth


def _moved(dialogue: Dialogue, line: str, order: Order) -> Turn:
    kind: TurnKind = "undo" if order.kind == "undo" else "redo"
    left, steps = dialogue.now(), order.numbers[0] if order.numbers else 1
    made = dialogue.history.move(-steps if kind == "undo" else steps)
    if made == 0:
        return dialogue.turn(line, "nothing", [f"There is nothing to {kind}."])
    state = dialogue.now()
    said = "Back" if kind == "undo" else "Forward"
    says = [f"{said} to turn {state.number} (“{_short(state.line)}”)."]
    return dialogue.turn(
        line, kind, [*says, *_values(dialogue, left, state)], difference=_difference(dialogue, left, state)
    )


def _state(dialogue: Dialogue, number: int) -> State:
    """The state the dialogue was in after a turn."""
    history = dialogue.history
    if number not in history.standing:
        there = ", ".join([str(n) for n in history.states])
        raise InputError(f"no plan belongs to turn {number}; there are those of turns {there}")
    return history.states[history.standing[number]]


def _compared(dialogue: Dialogue, line: str, order: Order) -> Turn:
    now = dialogue.now()
    if len(order.numbers) == 2:
        before, after = (_state(dialogue, number) for number in order.numbers)
    elif order.numbers:
        before, after = _state(dialogue, order.numbers[0]), now
    else:
        earlier = dialogue.history.before
        if earlier is None:
            return dialogue.turn(line, "nothing", ["There is one plan only, so there is nothing to compare it with."])
        before, after = earlier, now
    says = [f"Turn {before.number} (“{_short(before.line)}”) against turn {after.number} (“{_short(after.line)}”):"]
    lacking = [state.number for state in (before, after) if state.answer.plan is None]
    if lacking:
        says += [f"Turn {number} has no plan." for number in dict.fromkeys(lacking)]
        return dialogue.turn(line, "compare", says)
    found = _difference(dialogue, before, after)
    says += _values(dialogue, before, after)
    if not found:
        says.append("The plans are the same.")
    return dialogue.turn(line, "compare", says, difference=found)


def _values(dialogue: Dialogue, before: State, after: State) -> list[str]:
    world = dialogue.place()
    world.learn_units(world.domain.parse_request(after.answer.request))
    return [f"{told[:1].upper()}{told[1:]}." for told in values_told(before.answer, after.answer, world.units)]


def _difference(dialogue: Dialogue, before: State, after: State) -> list[Difference]:
    world = dialogue.place()
    return compared(world.domain, before.answer, after.answer, world.data)


def _told(dialogue: Dialogue, number: int) -> str:
    """One state in a line: "3. raise the budget to 1,800: $1,702"."""
    world, state = dialogue.place(), dialogue.history.states[number]
    world.learn_units(world.domain.parse_request(dialogue.now().answer.request))
    values = [
        amount(goal.value, world.units.get(goal.name, "")) for goal in state.answer.objective if goal.value is not None
    ]
    came = ", ".join(values) if state.answer.plan is not None else "no plan"
    here = "  (now)" if number == dialogue.now().number else ""
    return f"{number}. {_short(state.line)}: {came}{here}"


def _short(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


# ---------------------------------------------------------------- export


def _exported(dialogue: Dialogue, line: str, order: Order) -> Turn:
    world, state = dialogue.place(), dialogue.now()
    if order.words not in world.domain.exports:
        raise InputError(f"there is no form {order.words!r}; there are {', '.join(world.domain.exports)}")
    is_request = order.words.endswith("-request")
    if state.answer.plan is None and not is_request:
        return dialogue.turn(line, "nothing", ["There is no plan to export at the moment."])
    request = world.domain.parse_request(state.answer.request)
    plan = None if is_request else world.domain.Plan.model_validate(state.answer.plan)
    content = world.domain.export_plan(plan, request, None if is_request else world.data, order.words)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
    try:
        Path(order.file).expanduser().write_text(f"{text.rstrip()}\n", encoding="utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"the file cannot be written: {reason}", where=order.file) from error
    what = "request" if is_request else "plan"
    return dialogue.turn(line, "export", [f"The {what} of turn {state.number} is in {order.file} ({order.words})."])


# ---------------------------------------------------------------- questions


def _asked(dialogue: Dialogue, line: str, order: Order) -> Turn:
    from planner.contrast import respond_contrast

    world, state = dialogue.place(), dialogue.now()
    if not order.words:
        asks = {"why": "Why what? For example: why that hotel", "why-not": "Why not what? For example: why not fly"}
        return dialogue.turn(
            line, "unclear", questions=[asks.get(order.kind, "What if what? For example: what if we fly")]
        )
    given = world.options.data
    beside = getattr(world.data, "folder", None) if given is None else given  # tables beside the request's file
    options = replace(world.options, domain=world.domain.name, layout=None, keep=(), data=beside)
    kind: Any = order.kind
    found = respond_contrast(
        kind,
        Given(content=state.answer.request),
        order.words,
        options,
        registry=world.registry,
        datasets=world.datasets,
        progress=world.progress,
        debug=dialogue.debug,
    )
    if found.error is not None:
        place = f" ({found.error.where})" if found.error.where else ""
        return dialogue.turn(line, "error", [f"{found.error.says}{place}"])
    if found.questions:
        return dialogue.turn(line, "unclear", questions=found.questions)
    if found.contrast is None:
        says = ["This request has no plan to ask about; take a suggestion first."]
        return dialogue.turn(
            line, "question", says if state.answer.plan is None else [found.statistics.reason or "No answer was found."]
        )
    return dialogue.turn(line, "question", [found.contrast.says], difference=found.contrast.difference, answer=found)


# ---------------------------------------------------------------- help


def _help(dialogue: Dialogue) -> Sequence[str]:
    if dialogue.history.now is None:
        return [
            "Say in plain English what is to be planned: where, when, for whom, for how much. quit ends the dialogue."
        ]
    said = [f"“{example}”" for example in examples(dialogue)]
    forms = ", ".join(dialogue.place().domain.exports)
    return [
        *([f"Change the request: {', '.join(said)}."] if said else []),
        "Take a suggestion: “2”, or “take the second”. Protect a wish from suggestions: “keep the budget”.",
        "Go back and forth: undo, redo, history. Look: show, compare, compare 1 and 3.",
        "Ask: why that hotel, why not fly, what if the budget were 2,000.",
        f"Write it down: export FORMAT FILE, with one of {forms}. End: quit.",
    ]
