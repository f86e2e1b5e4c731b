"""What a worker does with each message: load, answer, extend, close; and what its listening thread does by itself."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from encoders.engines.local import LocalSession
from encoders.errors import EngineError
from encoders.interrupts import Interrupted
from encoders.problem_json import load
from encoders.result import Budget, Outcome, Result, Satisfiability, SolveStatus
from encoders.session import Corrector, News, open_session
from encoders.workers.messages import (
    answer_message,
    error_message,
    message_in,
    news_in,
    news_message,
    unpacked_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from encoders.expressions import Expression
    from encoders.interrupts import Halts
    from encoders.problem import Objective
    from encoders.session import Session
    from encoders.workers.messages import Message

_URGENT = b'{"now":'
"""How messages begin that are not to wait for their turn."""


class Desk:
    """One session at a time, and the news and halts for the question being answered."""

    def __init__(self, halts: Halts, send: Callable[[Message], None]) -> None:
        self._halts, self._send = halts, send
        self._session: Session | None = None
        self._leaves: dict[str, Expression] = {}
        self._goals: dict[str, tuple[Objective, ...]] = {}
        """Objectives by their text: questions that repeat them find the same nodes."""
        self._number = self._halted = 0
        self._news: dict[str, Message] = {}
        self._news_of = 0

    # ---------------------------------------------------------------- on the listening thread

    def overhears(self, line: bytes) -> bool:
        """Take a message that is not to wait for its turn."""
        if not line.startswith(_URGENT):
            return False
        message = message_in(line)
        if message["now"] == "halt":
            self._halted = message["number"]
            if message["number"] == self._number:
                self._halts.halt()
        else:
            if message["number"] != self._news_of:
                self._news, self._news_of = {}, message["number"]
            before = self._news.get(message["objective"])
            if before is not None and message["assignment"] is None:
                message["assignment"] = before["assignment"]
            self._news[message["objective"]] = message
        return True

    # ---------------------------------------------------------------- in turn

    def serve(self, message: Message) -> None:
        """Do what a message asks, and answer it where it has a number."""
        number = message.get("number")
        self._number = number or 0
        self._halts.clear()
        if number is not None and number == self._halted:  # before its turn came
            self._send({"number": number, **answer_message(_nothing(message["do"]))})
            return
        try:
            answer = self._do(message)
        except Interrupted as stopped:
            answer = answer_message(stopped.result)
        except KeyboardInterrupt:
            answer = answer_message(_nothing(message["do"]))
        except Exception as error:
            answer = error_message(error)
        self._number = 0
        if number is not None:
            self._send({"number": number, **answer})

    def _do(self, message: Message) -> Message:
        match message["do"]:
            case "load":
                self._load(message)
            case "extend":
                added = load(message["problem"], self._leaves)
                self._opened().extend(added.declared, added.constraints)
                self._leaves.update({leaf.name: leaf for leaf in (*added.variables, *added.parameters)})
            case "close":
                self._close()
            case kind:
                return self._asked(kind, message)
        return {"is": "done"}

    def _load(self, message: Message) -> None:
        self._close()
        _limit_data(message["memory"])
        problem = load(message["problem"])
        self._leaves = {leaf.name: leaf for leaf in (*problem.variables, *problem.parameters)}
        self._session = open_session(problem, message["engine"], switchable=message["switchable"])

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session, self._leaves, self._goals = None, {}, {}

    def _opened(self) -> Session:
        if self._session is None:
            raise EngineError("the worker has no problem")
        return self._session

    def _asked(self, kind: str, message: Message) -> Message:
        session, number = self._opened(), message["number"]
        budget = _budget(message)
        meter = budget.start().meter
        budget = Budget(budget.seconds, budget.work, budget.seed, meter)
        _limit_cpu(message["cpu"])
        if kind == "correct":
            if not isinstance(session, Corrector):
                raise EngineError(f"{session.engine} has no way of its own to what weighs least")
            weights: Any = unpacked_all(message["weights"])
            return {**answer_message(session.correct(weights, message["on"], budget=budget)), "spent": meter.spent}
        question: dict[str, Any] = {
            "values": unpacked_all(message["values"]),
            "hint": unpacked_all(message["hint"]),
            "budget": budget,
        }
        if kind == "check":
            return {**answer_message(session.check(message["on"], **question)), "spent": meter.spent}
        question["objectives"] = self._objectives(message["objectives"])

        def told(news: News) -> None:
            self._send(news_message(number, news))

        def heard(objective: str) -> News | None:
            found = self._news.get(objective) if self._news_of == number else None
            return None if found is None else news_in(found)

        if isinstance(session, LocalSession):
            question.update(learnt=told, news=heard)
        elif session.problem.objectives:
            first = session.problem.objectives[0].name
            question.update(incumbent=lambda assignment, bound: told(News(first, assignment, bound)))
        return {**answer_message(session.optimise(message["on"], **question)), "spent": meter.spent}

    def _objectives(self, text: str | None) -> tuple[Objective, ...] | None:
        if text is None:
            return None
        found = self._goals.get(text)
        if found is None:
            found = self._goals[text] = load(text, self._leaves).objectives
        return found


def _budget(message: Message) -> Budget:
    """What is left of the question's time now: the end is given on the clock that all processes share."""
    end = message["end"]
    return Budget(None if end is None else end - time.monotonic(), message["work"], message["seed"])


def _nothing(kind: str) -> Outcome | Result:
    """The answer of a search that was stopped before it knew anything."""
    if kind == "check":
        return Outcome(Satisfiability.UNKNOWN, reason="interrupted")
    return Result(SolveStatus.UNKNOWN, reason="interrupted")


def _limit_cpu(seconds: int | None) -> None:
    """Let the system end this process after so much more processor time; None lifts the limit."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = most if seconds is None else math.ceil(time.process_time() + seconds)
    with suppress(ValueError, OSError):  # a stricter limit of the user's own stays
        resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


def _limit_data(count: int | None) -> None:
    """Refuse this process more memory than that: a backstop for the parent's watch. None lifts the limit."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most if count is None else count, most))
