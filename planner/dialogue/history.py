"""The states of a dialogue: every request with its answer, and the way back and forth between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.answer import Answer
    from planner.dialogue.turns import Turn


@dataclass(frozen=True, slots=True)
class State:
    """A request with its answer, by the number of the turn that made it, and what was said for it."""

    number: int
    line: str
    answer: Answer

    @staticmethod
    def of(number: int, line: str, kind: str, says: Sequence[str], answer: Answer) -> State:
        """A suggestion that was taken is told in its own words, not by its number."""
        return State(number, says[0].rstrip(".") if kind == "accept" and says else line, answer)


@dataclass
class History:
    """`path` leads from the first state to the present one and on to those that were undone."""

    states: dict[int, State] = field(default_factory=dict)
    path: list[int] = field(default_factory=list)
    place: int = -1
    """Where on the path the dialogue is; -1 before there is a state."""
    standing: dict[int, int] = field(default_factory=dict)
    """Turn -> the state the dialogue was in after it."""

    @property
    def now(self) -> State | None:
        """The present state."""
        return self.states[self.path[self.place]] if self.place >= 0 else None

    @property
    def before(self) -> State | None:
        """The state before the present one."""
        return self.states[self.path[self.place - 1]] if self.place >= 1 else None

    def add(self, state: State) -> None:
        """A new state follows the present one; what was undone is no longer ahead, but can still be named."""
        self.states[state.number] = state
        self.path = [*self.path[: self.place + 1], state.number]
        self.place += 1

    def move(self, steps: int) -> int:
        """Go back (negative) or forth as far as there are states; gives the steps made."""
        target = min(len(self.path) - 1, max(min(self.place, 0), self.place + steps))
        made, self.place = target - self.place, target
        return made

    def replay(self, turn: Turn) -> None:
        """Take a recorded turn: its state, or the step to another one."""
        if turn.makes_state and turn.answer is not None:
            self.add(State.of(turn.turn, turn.line, turn.kind, turn.says, turn.answer))
        elif turn.kind in ("undo", "redo") and turn.at in self.path:
            self.place = self.path.index(turn.at)
        self.mark(turn)

    def mark(self, turn: Turn) -> None:
        """Note where the dialogue stands after a turn."""
        if turn.at is not None:
            self.standing[turn.turn] = turn.at
