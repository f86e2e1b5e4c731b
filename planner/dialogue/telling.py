"""Turns for people: what changed, the plan or the conflict with numbered suggestions, and what is different. Short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from domains.documents import Document
from domains.documents import Table as DrawnTable
from planner.report.document import draw
from planner.report.screen import clean
from planner.report.sentences import each_frees
from planner.report.status import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.answer import Answer, Conflicting, Difference
    from planner.dialogue.dialogue import Dialogue
    from planner.dialogue.history import State
    from planner.dialogue.turns import Turn
    from planner.report.screen import Screen

_DIM, _BOLD, _GOOD, _BAD = "dim", "bold", "bold green", "bold red"
_FIELDS = 5
"""Differences that are told without being asked for."""
_EVERY = 200


def tell(screen: Screen, turn: Turn, dialogue: Dialogue) -> None:
    """Everything a person sees of a turn."""
    if turn.kind == "error":
        for says in turn.says:
            screen.say(says, _BAD if says == turn.says[0] else "")
        return
    for says in turn.says:
        screen.say(says)
    for question in turn.questions:
        screen.say(question, "bold yellow")
    for assumed in turn.assumptions:
        screen.say(f"({assumed.rstrip('.')}.)", _DIM)
    if turn.makes_state and turn.answer is not None:
        _state(screen, turn, turn.answer, dialogue)
    elif turn.kind in ("undo", "redo"):
        _returned(screen, turn, dialogue)
    elif turn.kind == "compare":
        _fields(screen, turn.difference, _EVERY)
    elif turn.kind == "question":
        _fields(screen, turn.difference, _FIELDS)
    elif turn.kind == "show" and turn.shows is not None:
        _show(screen, dialogue.history.states[turn.shows], dialogue)


def _state(screen: Screen, turn: Turn, answer: Answer, dialogue: Dialogue) -> None:
    if turn.kind == "request":
        screen.say(" ".join([_sentence(entry.says) for entry in answer.understood]), _DIM)
    if answer.plan is None:
        _no_plan(screen, answer, dialogue, again=turn.kind != "request" and _same_reason(answer, dialogue))
        return
    sentence, style = headline(answer, dialogue.place().units)
    same = turn.kind != "request" and not turn.difference and _had_plan(dialogue)
    if same:
        screen.say(f"The plan stays the same. {sentence}", style)
        return
    if answer.status != "optimal" or not any([", proved: " in says for says in turn.says]):
        screen.say(sentence, style)
    if turn.kind != "request" and _had_plan(dialogue):
        _fields(screen, turn.difference, _FIELDS)
    _draw(screen, answer, dialogue, whole=turn.kind == "request" or not turn.difference)


def _same_reason(answer: Answer, dialogue: Dialogue) -> bool:
    """Whether the state before had no plan because of the same wishes, said in the same words."""
    before = dialogue.history.before
    told = [(entry.constraints, entry.says, entry.because) for entry in answer.conflicts]
    return before is not None and told == [(e.constraints, e.says, e.because) for e in before.answer.conflicts]


def _had_plan(dialogue: Dialogue) -> bool:
    before = dialogue.history.before
    return before is not None and before.answer.plan is not None


def _returned(screen: Screen, turn: Turn, dialogue: Dialogue) -> None:
    answer = dialogue.now().answer
    _fields(screen, turn.difference, _FIELDS)
    if answer.plan is None:
        _no_plan(screen, answer, dialogue)
    else:
        _draw(screen, answer, dialogue, whole=not turn.difference)


def _show(screen: Screen, state: State, dialogue: Dialogue) -> None:
    answer = state.answer
    for entry in answer.understood:
        quote = f"  “{' '.join(entry.quote.split())}”" if entry.quote else ""
        told = Text(clean(_sentence(entry.says)))
        told.append(clean(quote), _DIM)
        screen.show(told)
    if answer.plan is None:
        _no_plan(screen, answer, dialogue)
        return
    sentence, style = headline(answer, dialogue.place().units)
    screen.say(sentence, style)
    _draw(screen, answer, dialogue)


def _draw(screen: Screen, answer: Answer, dialogue: Dialogue, *, whole: bool = True) -> None:
    """The plan as its domain draws it; where differences were told, only what is done, not what it adds up to."""
    world = dialogue.place()
    if answer.plan is None:
        return
    plan, request = world.domain.Plan.model_validate(answer.plan), world.domain.parse_request(answer.request)
    screen.blank()
    document = world.domain.render(plan, request, world.data)
    tables = [number for number, block in enumerate(document.blocks) if isinstance(block, DrawnTable)]
    if not whole and len(tables) > 1:
        document = Document(document.blocks[: tables[0] + 1])
    draw(screen, document)


def _no_plan(screen: Screen, answer: Answer, dialogue: Dialogue, *, again: bool = False) -> None:
    """Why there is no plan and what would work; `again`: the turn before told that reason already."""
    if answer.status != "infeasible":
        sentence, style = headline(answer, dialogue.place().units)
        screen.say(sentence, style)
        return
    if again:
        screen.say("Still no plan, for the same reason.", _BAD)
    else:
        for conflicting in answer.conflicts:
            _conflict(screen, conflicting, answer)
    if not answer.suggestions:
        reason = answer.statistics.reason
        screen.say(f"I found no way out{f': {reason}' if reason else ''}. Change something, or undo.", _BOLD)
        return
    one = len(answer.suggestions) == 1
    screen.say("What would work (say “1” to take it):" if one else "What would work (say a number to take it):", _BOLD)
    rows = [(f"{number}.", _brief(way.says)) for number, way in enumerate(answer.suggestions, 1)]
    _rows(screen, rows)


def _conflict(screen: Screen, conflicting: Conflicting, answer: Answer) -> None:
    quotes = {entry.constraint: entry.quote for entry in answer.understood if entry.quote}
    if conflicting.background or not conflicting.constraints:
        screen.say("There is no such trip, whatever wish is given up." if answer.domain == "travel" else _NOTHING, _BAD)
    elif len(conflicting.constraints) == 1:
        screen.say("No plan is possible with this wish:", _BAD)
    elif conflicting.minimal:
        more = "there is one" if each_frees(conflicting, answer) else "the others can hold"
        screen.say(f"No plan keeps all of these; without any one of them {more}:", _BAD)
    else:
        screen.say("No plan keeps all of these:", _BAD)
    pairs = zip(conflicting.constraints, conflicting.says, strict=False)
    _rows(screen, [("•", _quoted(says, quotes.get(path))) for path, says in pairs])
    for because in conflicting.because:
        screen.say(_brief(because))


_WROTE = re.compile(r" \(you wrote “[^”]*”\)")
_NOTHING = "There is no plan, whatever wish is given up."


def _brief(words: str) -> str:
    """Without the user's own words, which stand right above."""
    return _WROTE.sub("", words)


def _quoted(says: str, quote: str | None) -> str:
    """A wish in its own words too, unless its sentence has them already."""
    words = " ".join(quote.split()) if quote else ""
    return f"{_sentence(says)}  “{words}”" if words and words not in says else _sentence(says)


def _fields(screen: Screen, difference: Sequence[Difference], most: int) -> None:
    """The fields of two plans that differ, one a line."""
    shown = [entry for entry in difference if entry.where != "total"]
    for entry in shown[:most]:
        if entry.before is None:
            told = f"{entry.where}: {entry.after} (new)"
        elif entry.after is None:
            told = f"{entry.where}: no {entry.before} any more"
        else:
            told = f"{entry.where}: {entry.after} instead of {entry.before}"
        screen.say(f"  {told}")
    if len(shown) > most:
        screen.say(f"  … and {len(shown) - most} more (say “compare”)", _DIM)


def _rows(screen: Screen, rows: Sequence[tuple[str, str]]) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for mark, content in rows:
        table.add_row(f"  {mark}", Text(clean(content)))
    screen.show(table)


def _sentence(words: str) -> str:
    said = words.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."
