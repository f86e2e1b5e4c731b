"""Turns and states of a dialogue, and their JSON: the same for `--json` and for the journal."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from planner.answer import Answer, Difference, Edit, Unread

TurnKind = Literal[
    "request", "change", "accept", "undo", "redo", "compare", "show", "history", "export", "keep", "question", "help", "quit",
    "nothing", "unclear", "interrupted", "error",
]  # fmt: skip
"""What a line led to. Only request, change and accept make a new state; undo and redo return to one."""

_LEFT_OUT = ("changes", "says", "questions", "unread", "assumptions", "difference", "shows", "answer", "at", "kept")


class Turn(BaseModel):
    """One line and what came of it; empty parts are left out of its JSON.

    `answer` is there where a new state was made (its request, with its plan or its conflict and suggestions) or a question was
    asked (`contrast`). `at` is the state after the turn, by the number of the turn that made it; `difference` is to the state
    before. `kept` are the wishes that no suggestion may touch. `shows` names the state whose plan is to be shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: int
    line: str
    kind: TurnKind
    says: list[str] = []
    changes: list[Edit] = []
    questions: list[str] = []
    unread: list[Unread] = []
    assumptions: list[str] = []
    difference: list[Difference] = []
    answer: Answer | None = None
    at: int | None = Field(default=None, description="the state that the dialogue is in, null before there is one")
    kept: list[str] = []
    shows: int | None = None

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        content: dict[str, Any] = handler(self)
        return {name: value for name, value in content.items() if name not in _LEFT_OUT or value not in (None, [])}

    @property
    def makes_state(self) -> bool:
        """Whether the dialogue has a new request, with its answer, after this turn."""
        return self.kind in ("request", "change", "accept") and self.answer is not None

    def to_json(self, *, ascii_only: bool = False) -> str:
        """One line."""
        return json.dumps(self.model_dump(mode="json", by_alias=True), ensure_ascii=ascii_only, allow_nan=False)
