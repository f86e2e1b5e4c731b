"""Sessions whose solvers run in workers: one engine within limits, or several that race. See `encoders.session.Session`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from encoders.engines import plugins
from encoders.engines.choose import ENGINES, Choice, choose
from encoders.engines.questions import BaseSession, number_of, result_of
from encoders.errors import EngineError, InputError, UnsupportedError
from encoders.interrupts import Interrupted, stopping
from encoders.problem import Problem
from encoders.result import Budget, Outcome, Result, Satisfiability, SolveStatus
from encoders.workers.contender import Contender
from encoders.workers.contest import Contest
from encoders.workers.head_start import HeadStart
from encoders.workers.messages import given_in, outcome_in, packed_all, result_in
from encoders.workers.pool import Pool, shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.engines.questions import Question
    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective
    from encoders.result import Assignment, Deadline
    from encoders.session import Given, Incumbent, News
    from encoders.workers.messages import Message
    from encoders.workers.process import Process

RACERS = ("z3", "cpsat")
LEAST_MEMORY = 100_000_000
"""Bytes: below, a worker could not even load the solvers."""
_STACKS = 16_000_000
"""Bytes of stacks that a worker reserves and does not use."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What workers may use besides time: bytes of memory, all workers of a session together, and seconds of processor time.

    The processor time is that of one question and one worker. None means no limit.
    """

    memory: int | None = None
    cpu: int | None = None

    def __post_init__(self) -> None:
        if self.memory is not None and self.memory < LEAST_MEMORY:
            raise InputError(f"a memory limit of {self.memory:,} bytes is too small; the least is {LEAST_MEMORY:,}")
        if self.cpu is not None and self.cpu < 1:
            raise InputError(f"a limit of processor time is at least 1 second, not {self.cpu}")


class WorkerSession(BaseSession):
    """A problem loaded into one worker for each engine. `engine` is the engine's name, or "race"."""

    def __init__(
        self,
        problem: Problem,
        switchable: Iterable[str] | None,
        choices: Sequence[Choice],
        why: str,
        limits: Limits,
        pool: Pool,
    ) -> None:
        super().__init__(problem, switchable, " and ".join([choice.strategy for choice in choices]), why)
        self.engine = choices[0].engine if len(choices) == 1 else "race"
        self._limits = limits
        text = problem.to_json()
        self._contenders = [
            Contender(choice.engine, pool, self._load_message(choice.engine, text)) for choice in choices
        ]
        self._head = HeadStart(problem, self.switchable)
        self._objective_texts: dict[tuple[Objective, ...], str] = {}
        self._open = True

    # ---------------------------------------------------------------- the session protocol

    def check(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
    ) -> Outcome:
        """See `encoders.session.Session`."""
        question, deadline = self._question(on, values), (budget or Budget()).start()
        known = self.answering(question, hint)
        if known is not None:
            return Outcome(Satisfiability.SATISFIABLE, known)
        if deadline.expired:
            return Outcome(Satisfiability.UNKNOWN, reason=deadline.reason)
        first = self._begins_here(question, hint, deadline, None, optimise=False)
        contest = self._contest(self._message("check", question, deadline), question, deadline, hint=hint, first=first)
        self._run(contest)
        if contest.answer is None:
            return Outcome(Satisfiability.UNKNOWN, reason=contest.reason())
        outcome = outcome_in(contest.answer)
        if outcome.assignment is not None:
            self._require_accepted(question, outcome.assignment)
        return outcome

    def optimise(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
        incumbent: Incumbent | None = None,
        objectives: Sequence[Objective] | None = None,
        news: Callable[[str], News | None] | None = None,
    ) -> Result:
        """See `encoders.session.Session`. `statistics` say which engine proved it ("won") and how many workers were lost."""
        question, deadline = self._question(on, values), (budget or Budget()).start()
        goals = self.problem.objectives if objectives is None else tuple(objectives)
        message = self._message("optimise", question, deadline)
        message["objectives"] = None if objectives is None else self._objective_text(goals)
        known = self.answering(question, hint)
        first = self._begins_here(question, hint, deadline, objectives, optimise=True)
        contest = self._contest(
            message, question, deadline, goals=goals, hint=hint, incumbent=incumbent, news=news, first=first
        )
        if known is not None and goals:
            contest.lead.offer(known, None)
        try:
            if not deadline.expired:
                self._run(contest)
        except KeyboardInterrupt as stop:
            best = contest.lead.best
            if best is None:
                raise
            bounds = [contest.bounds.get(goal.name) for goal in goals]
            raise Interrupted(result_of(goals, question, best, bounds, "interrupted")) from stop
        return self._result(contest, question, goals, deadline)

    def extend(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """See `encoders.session.Session`. An engine that cannot express what is new leaves a race."""
        self._require_open()
        problem, _ = self._extended(variables, constraints)
        stay, refused = [], []
        for contender in self._contenders:
            try:
                _choice(problem, contender.engine)
                stay.append(contender)
            except UnsupportedError as error:
                refused.append(error)
        if not stay:
            raise refused[0]
        for contender in self._contenders:
            if contender not in stay:
                contender.close()
        added = Problem("", tuple(constraints), (), tuple(variables)).to_json()
        self.problem, self._contenders = problem, stay
        text = problem.to_json()
        self._head.close()
        self._head = HeadStart(problem, self.switchable)
        for contender in stay:
            message = {"do": "extend", "problem": added}
            contender.extend(message, self._load_message(contender.engine, text))

    def _release(self) -> None:
        self._head.close()
        for contender in self._contenders:
            contender.close()

    # ---------------------------------------------------------------- questions

    def _begins_here(
        self,
        question: Question,
        hint: Assignment | None,
        deadline: Deadline,
        objectives: Sequence[Objective] | None,
        *,
        optimise: bool,
    ) -> Callable[[Sequence[Process]], Outcome | Result | None] | None:
        """How a race without limits begins in this process (`head_start`); None for everything else."""
        if len(self._contenders) < 2 or self._limits != Limits():
            return None

        def first(processes: Sequence[Process]) -> Outcome | Result | None:
            seconds = self._head.seconds(processes, deadline)
            if not seconds:
                return None
            budget = Budget(seconds, seed=deadline.budget.seed)
            return self._head.answer(question, hint, objectives, budget, optimise=optimise)

        return first

    def _load_message(self, engine: str, text: str) -> Message:
        memory = self._limits.memory
        return {
            "do": "load",
            "engine": engine,
            "problem": text,
            "switchable": list(self.switchable),
            "memory": None if memory is None else memory * 21 // 20 + _STACKS,  # should the parent look too late
        }

    def _message(self, kind: str, question: Question, deadline: Deadline) -> Message:
        everything = len(question.on) == len(self.switchable)
        return {
            "do": kind,
            "on": None if everything else [group for group in self.switchable if group in question.on],
            "values": packed_all(question.values),
            "end": deadline.end,
            "work": deadline.work_left,
            "seed": deadline.budget.seed,
            "cpu": self._limits.cpu,
        }

    def _objective_text(self, goals: tuple[Objective, ...]) -> str:
        """The same text for the same objectives, so that a worker finds what it made of them."""
        found = self._objective_texts.get(goals)
        if found is None:
            found = self._objective_texts[goals] = Problem("", (), goals).to_json()
        return found

    def _contest(self, message: Message, question: Question, deadline: Deadline, **more: Any) -> Contest:
        return Contest(
            self._contenders,
            message,
            question,
            deadline,
            accept=lambda assignment: self._require_accepted(question, assignment),
            memory=self._limits.memory,
            **more,
        )

    def _run(self, contest: Contest) -> None:
        try:
            with stopping(contest.stop):
                contest.run()
        finally:
            contest.end()

    def _result(self, contest: Contest, question: Question, goals: Sequence[Objective], deadline: Deadline) -> Result:
        facts: dict[str, int | float | str] = {"won": contest.winner} if contest.winner else {}
        if contest.lost:
            facts["restarts"] = contest.lost
        best = contest.lead.best
        if contest.answer is not None:
            found = result_in(contest.answer)
            if found.status is SolveStatus.INFEASIBLE:
                if best is not None:
                    raise EngineError(f"{contest.winner} calls a problem infeasible that has an answer")
                return Result(found.status, core=found.core, proof=found.proof, statistics=facts)
            assert found.assignment is not None
            self._require_accepted(question, found.assignment)
            if not goals:
                return Result(found.status, found.assignment, proof=found.proof, statistics=facts)
            if best is not None and _key(goals, best, question) < _key(goals, found.assignment, question):
                raise EngineError(f"{contest.winner} calls an answer the best although there is a better one")
            contest.lead.offer(found.assignment, None)
            values: list[Number | None] = [number_of(goal, found.assignment, question.values) for goal in goals]
            return _with(result_of(goals, question, found.assignment, values, ""), facts)
        if best is None:
            reason = deadline.reason if deadline.expired else contest.reason()
            return Result(SolveStatus.UNKNOWN, reason=reason, statistics=facts)
        bounds = [contest.bounds.get(goal.name) for goal in goals]
        closed = all(
            [bound == number_of(goal, best, question.values) for goal, bound in zip(goals, bounds, strict=True)]
        )
        return _with(result_of(goals, question, best, bounds, "" if closed else contest.reason()), facts)


class CorrectingSession(WorkerSession):
    """A worker session of an engine that is a `Corrector`."""

    def correct(self, weights: Mapping[str, Number], on: Iterable[str], *, budget: Budget | None = None) -> Given:
        """See `encoders.session.Corrector`."""
        named = list(on)
        question, deadline = self._question([*named, *weights], None), (budget or Budget()).start()
        message = {**self._message("correct", question, deadline), "on": named, "weights": packed_all(weights)}
        contest = self._contest(message, question, deadline)
        self._run(contest)
        from encoders.session import Given

        return Given(reason=contest.reason()) if contest.answer is None else given_in(contest.answer)


def open_worker_session(
    problem: Problem,
    engine: str = "auto",
    *,
    switchable: Iterable[str] | None = None,
    limits: Limits | None = None,
    pool: Pool | None = None,
) -> WorkerSession:
    """A session in workers of `pool` (default: the program's own). `engine` as in `open_session`, or "race".

    Raises UnsupportedError, with the reason, where no engine can express the problem or the system has no such limit.
    """
    import os

    limits = limits or Limits()
    if limits.memory is not None and not os.path.exists("/proc/self/statm"):
        raise UnsupportedError("a memory limit needs a system that shows what processes use (Linux); leave it out")
    choices, why = _racers(problem) if engine == "race" else ((found := _choice(problem, engine),), found.why)
    if limits.memory is not None and limits.memory < LEAST_MEMORY * len(choices):
        raise InputError(
            f"a memory limit of {limits.memory:,} bytes is too small for a race, whose workers need {LEAST_MEMORY:,} each; "
            "allow more, or choose one engine"
        )
    workers = pool or shared()
    if limits.memory is None:  # else a worker is watched from its first moment on
        workers.prepare(len(choices))
    kind = CorrectingSession if len(choices) == 1 and choices[0].engine == "sat" else WorkerSession
    return kind(problem, switchable, choices, why, limits, workers)


def _choice(problem: Problem, engine: str) -> Choice:
    if engine in ("auto", *ENGINES):
        return choose(problem, engine)
    plugins.opener(problem, engine, ("auto", "race", *ENGINES))
    return Choice(engine, "its own", f"{engine} was asked for.")


def _racers(problem: Problem) -> tuple[tuple[Choice, ...], str]:
    """Who races, and why in words."""
    able, refused = [], []
    for engine in RACERS:
        try:
            able.append(choose(problem, engine))
        except UnsupportedError as error:
            refused.append(error)
    if not able:
        raise refused[0]
    if refused:
        return tuple(able), f"A race was asked for, but {able[0].engine} runs alone: {refused[0].message}."
    return tuple(able), "A race of Z3 and CP-SAT was asked for; each hears what the other finds."


def _key(goals: Sequence[Objective], assignment: Assignment, question: Question) -> list[Number]:
    return [number_of(goal, assignment, question.values) * (1 if goal.sense == "minimise" else -1) for goal in goals]


def _with(result: Result, facts: Mapping[str, int | float | str]) -> Result:
    from dataclasses import replace

    return replace(result, statistics=facts)
