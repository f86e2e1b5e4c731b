"""One question put to one or several workers: what they find is accepted, told to the others, and the first proof ends it.

A worker that is lost is opened again with the best assignment as its hint. CP-SAT takes in nothing while it runs: it is stopped
and asked again once the others have closed half of the gap that it still sees, and not before a second.
"""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING, Any

from encoders.engines.questions import Lead, number_of
from encoders.errors import EngineError
from encoders.numbers import magnitude
from encoders.session import News
from encoders.workers.contender import MEMORY, Contender
from encoders.workers.head_start import ENGINE as HERE
from encoders.workers.messages import answer_message, error_in, news_in, news_message, packed_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from encoders.engines.questions import Question
    from encoders.numbers import Number
    from encoders.problem import Objective
    from encoders.result import Assignment, Deadline, Outcome, Result
    from encoders.session import Incumbent
    from encoders.workers.messages import Message
    from encoders.workers.process import Process

_LOOK = 0.03
"""Seconds between two looks at the clock, at Ctrl-C and at outside news."""
_READING = 0.02
"""Seconds between two acceptances: plans that come faster are soon replaced, and looking at each would hold up the workers."""
_GROWTH = 2_000_000_000
"""Bytes a second that a process may grow by: near its limit memory is looked at more often."""
_RESTART = 1.0
"""Seconds of its own processor time that CP-SAT is left alone at least: on a busy machine it would be stopped before it began."""
_GRACE_PART, _LEAST_GRACE, _MOST_GRACE = 0.02, 0.03, 0.5
"""After the time limit a worker may take so much more (a part of the limit, seconds) to say what it has, then it is killed."""
CONCLUSIVE = ("optimal", "infeasible", "satisfiable", "unsatisfiable")


class Contest:
    """One question. `accept` raises VerificationError for an assignment that breaks it."""

    def __init__(
        self,
        contenders: Sequence[Contender],
        message: Message,
        question: Question,
        deadline: Deadline,
        *,
        goals: Sequence[Objective] = (),
        hint: Assignment | None = None,
        accept: Callable[[Assignment], None],
        incumbent: Incumbent | None = None,
        news: Callable[[str], News | None] | None = None,
        memory: int | None = None,
        first: Callable[[Sequence[Process]], Outcome | Result | None] | None = None,
    ) -> None:
        self._contenders, self._message, self._question, self._deadline = contenders, message, question, deadline
        self._goals = {goal.name: goal for goal in goals}
        self.lead = Lead(goals, question.values, incumbent)
        self.bounds: dict[str, Number] = {}
        """The best value not excluded, by objective."""
        self.answer: Message | None = None
        """What ended it."""
        self.winner = ""
        """Whose word was the last that was needed."""
        self.stopped = False
        """Set by another thread: Ctrl-C."""
        self._hint, self._accept, self._news, self._memory, self._first = hint, accept, news, memory, first
        self._looked = self._absorbed = 0.0

    @property
    def lost(self) -> int:
        """Workers lost so far."""
        return sum([contender.lost for contender in self._contenders])

    def run(self) -> None:
        """Until there is a proof, every contender has given up, time is over, or `stopped`."""
        hard = self._hard_end()
        for contender in self._contenders:
            contender.begin()
            if self._first is None or contender.engine != HERE:
                self._put(contender)
        if self._first is not None:
            self._begin_here(self._first)
        while not self.stopped and self.answer is None and not self._closed():
            running = [contender for contender in self._contenders if contender.running]
            if not running:
                return
            if hard is not None and time.monotonic() >= hard:
                for contender in running:
                    contender.kill("timeout")
                return
            if not self._within_memory(running):
                continue
            self._wait(running, hard)
            for contender in running:
                self._hear(contender)
                if not self.winner and self._closed():
                    self.winner = contender.engine
            self._look_outside()
            self._restart(running)

    def stop(self) -> None:
        """Called by another thread."""
        self.stopped = True

    def end(self) -> None:
        """Whoever still works on the question leaves it; what was said by then counts."""
        for contender in self._contenders:
            contender.leave()
            if self.answer is None and contender.unread:
                self._learn(contender)
            contender.unread = []

    def reason(self) -> str:
        """Why there is no proof. Raises the error where nobody could even try."""
        errors = [contender.error for contender in self._contenders if contender.error is not None]
        if len(errors) == len(self._contenders):
            raise errors[0]
        if self._deadline.expired:
            return self._deadline.reason
        reasons = dict.fromkeys([c.reason for c in self._contenders if c.reason])
        return " and ".join(reasons) or "the engine gives no reason"

    # ---------------------------------------------------------------- asking

    def _begin_here(self, first: Callable[[Sequence[Process]], Outcome | Result | None]) -> None:
        """What one contender finds in this process comes before its worker is asked, and is told to the others."""
        running = [contender for contender in self._contenders if contender.running]
        found = first([contender.process for contender in running if contender.process is not None])
        if found is not None and found.status.value in CONCLUSIVE:
            self.answer, self.winner = answer_message(found), HERE
            return
        if found is not None:
            self._keep(answer_message(found))
            for contender in running:
                for name in self._goals:
                    self._tell(contender, News(name, self.lead.best, self.bounds.get(name)))
        for contender in self._contenders:
            if contender not in running:
                self._put(contender)

    def _hard_end(self) -> float | None:
        seconds, end = self._deadline.budget.seconds, self._deadline.end
        if seconds is None or end is None:
            return None
        return end + min(_MOST_GRACE, max(_LEAST_GRACE, _GRACE_PART * seconds))

    def _put(self, contender: Contender) -> None:
        best = self.lead.best if self.lead.best is not None else self._hint
        contender.ask({**self._message, "hint": packed_all(best)})
        for name, bound in self.bounds.items():
            self._tell(contender, News(name, None, bound))

    def _tell(self, contender: Contender, news: News) -> None:
        if contender.process is not None:
            contender.process.urge("news", news_message(0, news))

    def _wait(self, running: Sequence[Contender], hard: float | None) -> None:
        pause = _LOOK
        if self._memory is not None:
            pause = min(pause, max(0.001, (self._memory - self._used(running)) / _GROWTH))
        if hard is not None:
            pause = min(pause, max(0.0, hard - time.monotonic()))
        processes = [contender.process for contender in running if contender.process is not None]
        sources = [process.source for process in processes if process.alive]
        sinks = [process.sink for process in processes if process.unsent]
        if any([not process.alive for process in processes]):
            pause = 0.0
        select.select(sources, sinks, [], pause)
        for process in processes:
            process.flush()

    # ---------------------------------------------------------------- memory

    def _used(self, running: Iterable[Contender]) -> int:
        return sum([contender.process.memory() for contender in running if contender.process is not None])

    def _within_memory(self, running: Sequence[Contender]) -> bool:
        """Whether all is well; else the largest worker is ended."""
        used = self._used(running)
        if self._memory is None or used < self._memory:
            return True
        for contender in running:  # what they have said already is not lost
            self._hear(contender)
            self._learn(contender)
        alive = [contender for contender in running if contender.running and contender.process is not None]
        if alive:
            max(alive, key=lambda c: c.process.memory() if c.process is not None else 0).kill(MEMORY)
        return False

    # ---------------------------------------------------------------- hearing

    def _hear(self, contender: Contender) -> None:
        if not contender.running:
            return
        if contender.stuck:
            contender.kill("")
            self._put(contender)
        messages = contender.hear()
        contender.unread += [message for message in messages if message["is"] == "news"]
        final = next((message for message in messages if message["is"] != "news"), None)
        ended = final is not None or (contender.process is not None and not contender.process.alive)
        if contender.unread and (ended or time.monotonic() - self._absorbed > _READING):
            self._learn(contender)
            self._absorbed = time.monotonic()
        if final is not None:
            self._finish(contender, final)
        elif contender.process is not None and not contender.process.alive and contender.after_end(self._memory):
            self._put(contender)

    def _learn(self, contender: Contender) -> None:
        """The last assignment, and the last bound of each objective: what came before is worse."""
        last: dict[str, News] = {}
        messages, contender.unread = contender.unread, []
        for message in messages:
            news = news_in(message)
            before = last.get(news.objective)
            last[news.objective] = News(
                news.objective,
                news.assignment if news.assignment is not None or before is None else before.assignment,
                news.bound if news.bound is not None or before is None else before.bound,
            )
        for news in last.values():
            if news.assignment is not None:
                contender.values[news.objective] = self._value(news.objective, news.assignment)
            if news.bound is not None:
                contender.bounds[news.objective] = news.bound
            better = self._absorb(news)
            if better is not None:
                for other in self._contenders:
                    if other is not contender and other.running:
                        self._tell(other, better)

    def _absorb(self, news: News) -> News | None:
        """Take what is better than what was known; gives that, None where nothing is."""
        if news.objective not in self._goals:
            return None
        bound: Number | None = None
        if news.bound is not None and self._is_tighter(news.objective, news.bound):
            bound = self.bounds[news.objective] = news.bound
        found = None
        if news.assignment is not None:
            self._accept(news.assignment)
            first = self.bounds.get(next(iter(self._goals)))
            found = news.assignment if self.lead.offer(news.assignment, first) else None
        return None if bound is None and found is None else News(news.objective, found, bound)

    def _is_tighter(self, name: str, bound: Number) -> bool:
        known = self.bounds.get(name)
        if known is None:
            return True
        return bound > known if self._goals[name].sense == "minimise" else bound < known

    def _value(self, name: str, assignment: Assignment) -> Number:
        return number_of(self._goals[name], assignment, self._question.values)

    def _finish(self, contender: Contender, message: Message) -> None:
        self._deadline.meter.spent += message.get("spent", 0)
        if message["is"] == "error":
            if message["kind"] == "MemoryError":
                contender.kill(MEMORY if self._memory is not None else "the memory of this machine did not suffice")
                return
            contender.error = error_in(message)
            contender.running = False
            if isinstance(contender.error, EngineError):
                contender.kill(f"{contender.engine} failed: {contender.error.message}")
            return
        if message.get("status") in CONCLUSIVE or message["is"] == "given":
            self.answer, self.winner = message, contender.engine
            contender.running = False
            return
        self._keep(message)
        if contender.again and not self._deadline.expired:
            self._put(contender)
            return
        contender.running, contender.reason = False, message["reason"]

    def _keep(self, message: Message) -> None:
        """What a search that gave up had found."""
        if message["is"] != "result":
            return
        assignment: Any = message["assignment"]
        for name, _, bound in message["objectives"]:
            self._absorb(news_in({"objective": name, "assignment": assignment, "bound": bound}))
            assignment = None

    # ---------------------------------------------------------------- who learns what

    def _open_goal(self) -> Objective | None:
        """The first objective that is not proved best, if there is an assignment."""
        best = self.lead.best
        if best is None:
            return None
        return next((g for g in self._goals.values() if self.bounds.get(g.name) != self._value(g.name, best)), None)

    def _closed(self) -> bool:
        """Whether the best assignment meets every bound."""
        return bool(self._goals) and self.lead.best is not None and self._open_goal() is None

    def _look_outside(self) -> None:
        now = time.monotonic()
        if self._news is None or now - self._looked < _LOOK:
            return
        self._looked = now
        goal = self._open_goal() or next(iter(self._goals.values()), None)
        news = self._news(goal.name) if goal is not None else None
        better = self._absorb(news) if news is not None else None
        if better is not None:
            for contender in self._contenders:
                self._tell(contender, better)

    def _restart(self, running: Sequence[Contender]) -> None:
        """Ask CP-SAT again where the others have closed at least half of the gap that it still sees."""
        goal, best = self._open_goal(), self.lead.best
        if goal is None or best is None or len(self._contenders) < 2:
            return
        bound = self.bounds.get(goal.name)
        if bound is None:
            return
        gap = magnitude(self._value(goal.name, best) - bound)
        for contender in running:
            if not contender.running or contender.again or contender.engine != "cpsat":
                continue
            if contender.worked < _RESTART:
                continue
            value, least = contender.values.get(goal.name), contender.bounds.get(goal.name)
            if value is None or least is None or 2 * gap <= magnitude(value - least):
                contender.again = True
                contender.halt()
