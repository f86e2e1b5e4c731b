"""A session: one problem loaded once and asked many times. The only way a solver is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment, Budget, Outcome, Result

    Incumbent = Callable[[Assignment, Number | None], None]
    """Called with each better assignment, already accepted by the evaluator, and the bound of the first objective."""


@dataclass(frozen=True, slots=True)
class News:
    """What another search over the same question has learnt of an objective: its best assignment, the best value not excluded."""

    objective: str
    assignment: Assignment | None = None
    bound: Number | None = None


class Session(Protocol):
    """The interface of every engine, wherever it runs.

    `on` is the set of groups that hold (None: all); constraints without a group, and groups that were not made switchable
    when the session was opened, always hold. `values` sets parameters for this one question. A core is a subset of both.
    """

    problem: Problem
    engine: str
    strategy: str
    why: str
    """The reason for this engine and strategy, in words."""
    switchable: tuple[str, ...]
    """The groups that questions may leave out, in problem order."""

    def check(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
    ) -> Outcome:
        """Whether the groups can hold together."""
        ...

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
        """The best plan, objectives in order; `objectives` replaces the problem's own for this question.

        `news` is asked, by searches that can use it, for what another search has learnt in the meantime of the objective with
        this name; it must be true of the same question.
        """
        ...

    def extend(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """Add to the loaded problem; what was learnt stays valid."""
        ...

    def close(self) -> None:
        """Give the solver's memory back; the session answers no more."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Given:
    """What an engine gives up: the groups that its assignment breaks. `proved` where nothing lighter is possible.

    Without an assignment nothing is known, or, where `impossible`, giving up all of them does not help.
    """

    assignment: Assignment | None = None
    proved: bool = False
    impossible: bool = False
    bound: Number = 0
    reason: str = ""


@runtime_checkable
class Corrector(Protocol):
    """A session that has a way of its own to what weighs least."""

    def correct(self, weights: Mapping[str, Number], on: Iterable[str], *, budget: Budget | None = None) -> Given:
        """Break groups of least total weight (each at least 0), while those in `on` hold."""
        ...


def open_session(
    problem: Problem,
    engine: str = "auto",
    *,
    switchable: Iterable[str] | None = None,
    budget: Budget | None = None,
    transport: Literal["local", "worker"] = "local",
    memory: int | None = None,
    cpu: int | None = None,
) -> Session:
    """Load a problem into an engine ("auto", "z3", "cpsat", "race"; "sat" with the extra of that name).

    `switchable` names the groups that questions may leave out (default: all). The solver runs in this process, or in one of its
    own with `transport="worker"`, with a limit of `memory` (bytes) or processor time (`cpu`: seconds of one question), and in a
    race of Z3 and CP-SAT. Raises UnsupportedError, with the reason, if the engine cannot express the problem, and
    UnknownNameError for an unknown engine or group.
    """
    if transport == "worker" or memory is not None or cpu is not None or engine == "race":
        from encoders.workers.session import Limits, open_worker_session

        return open_worker_session(problem, engine, switchable=switchable, limits=Limits(memory, cpu))
    from encoders.engines.choose import opener

    return opener(problem, engine)(problem, switchable=switchable, budget=budget)
