"""Which engine and strategy fit a problem, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from encoders.engines import plugins
from encoders.engines.cpsat.capability import refusal
from encoders.engines.sat.capability import refusal as refusal_of_sat
from encoders.errors import UnknownNameError, UnsupportedError
from encoders.expressions import (
    AllDifferent,
    BoolVar,
    ChoiceVar,
    Circuit,
    Cumulative,
    Expression,
    NoOverlap,
    RealVar,
    Reservoir,
)
from encoders.linear import linear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from encoders.engines.local import LocalSession
    from encoders.problem import Problem
    from encoders.result import Budget
    from encoders.session import Session

ENGINES = ("z3", "cpsat", "sat")

_SHARED: dict[type[Expression], str] = {
    Circuit: "stops are put into a tour",
    Cumulative: "tasks share resources",
    Reservoir: "events share a stock",
    NoOverlap: "tasks share machines",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a choice of engine looks at."""

    variables: int
    kinds: frozenset[type[Expression]]
    boolean: bool
    """Every decision is a truth value or a choice, and every objective a weighted sum of them."""
    real: bool
    """Some decision is a real number."""
    ordering: bool
    """Tasks or numbers are to be put in order (no overlap, all different, a tour)."""
    shares: str
    """What makes decisions hard to separate, as the end of a sentence: "tasks share machines"; empty where nothing does."""


def profile(problem: Problem) -> Profile:
    """Look at a problem once."""
    kinds = frozenset([type(node) for node in problem.nodes])
    values = problem.values()
    goals = [linear(((1, goal.expression),), values) for goal in problem.objectives]
    variables = problem.variables
    return Profile(
        variables=len(variables),
        kinds=kinds,
        boolean=all([isinstance(v, (BoolVar, ChoiceVar)) for v in variables]) and all([goal.boolean for goal in goals]),
        real=any([isinstance(v, RealVar) for v in variables]),
        ordering=not kinds.isdisjoint((NoOverlap, AllDifferent, Circuit)),
        shares=next((words for kind, words in _SHARED.items() if kind in kinds), ""),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine, its strategy and the reason."""

    engine: str
    strategy: str
    why: str


def choose(problem: Problem, engine: str = "auto") -> Choice:
    """The choice for a problem; `engine` other than "auto" is the caller's own.

    Raises UnknownNameError for an engine that does not exist, UnsupportedError where the engine cannot express the problem.
    """
    if engine not in ("auto", *ENGINES):
        raise UnknownNameError(f"no engine is called {engine!r}; there are auto, {', '.join(ENGINES)}")
    if engine == "sat":
        if reason := refusal_of_sat(problem):
            raise UnsupportedError(f"the sat engine cannot express this problem: {reason}; use z3")
        return Choice("sat", "order encoding", "The SAT solver was asked for.")
    found = profile(problem)
    refusal = _refusal_of_cpsat(problem, found) if engine in ("auto", "cpsat") else ""
    if engine == "cpsat":
        if refusal:
            raise UnsupportedError(f"CP-SAT cannot express this problem: {refusal}; use z3")
        return Choice("cpsat", "native", "CP-SAT was asked for.")
    strategy = "pseudo-Boolean" if found.boolean else "general"
    if engine == "z3":
        return Choice("z3", strategy, f"Z3 was asked for; {_strategy_says(found)}.")
    if refusal:
        return Choice("z3", strategy, f"Z3, because CP-SAT cannot express this problem: {refusal}.")
    if not problem.objectives and found.boolean:
        return Choice(
            "z3",
            strategy,
            "Z3, because every decision is a yes or no with nothing to optimise, and it explains conflicts on the live solver.",
        )
    if not problem.objectives:
        what = "a tour is" if Circuit in found.kinds else _decisions(found.variables)
        return Choice("cpsat", "native", f"CP-SAT, because {what} to be found, and it searches them as a whole.")
    decisions = f"{_decisions(found.variables)} to be optimised"
    why = f"{found.shares} and {decisions}" if found.shares else decisions
    return Choice("cpsat", "native", f"CP-SAT, because {why}.")


def _decisions(count: int) -> str:
    return "1 whole-number decision is" if count == 1 else f"{count:,} whole-number decisions are"


def _strategy_says(found: Profile) -> str:
    if found.boolean:
        return "every decision is a yes or no, so costs are lowered step by step"
    if NoOverlap in found.kinds:
        return f"{found.shares}, so the gap to the bound is closed by thirds from the best of many quick schedules"
    return "some decisions are numbers, so the gap to the bound is closed by thirds"


def _refusal_of_cpsat(problem: Problem, found: Profile) -> str:
    return "some decisions are real numbers" if found.real else refusal(problem)


def opener(problem: Problem, engine: str) -> Callable[..., Session]:
    """What opens a session of the chosen engine; see `encoders.session.open_session`."""
    if engine not in ("auto", *ENGINES):
        return plugins.opener(problem, engine, ("auto", *ENGINES))
    choice = choose(problem, engine)
    return partial(_open, choice=choice)


def _open(
    problem: Problem, *, choice: Choice, switchable: Iterable[str] | None = None, budget: Budget | None = None
) -> LocalSession:
    if choice.engine == "cpsat":
        from encoders.engines.cpsat.session import CpSatSession

        return CpSatSession(problem, switchable, choice.strategy, choice.why)
    if choice.engine == "sat":
        from encoders.engines.sat.session import SatSession

        return SatSession(problem, switchable, choice.strategy, choice.why)
    from encoders.engines.z3.session import Z3Session

    return Z3Session(problem, switchable, choice.strategy, choice.why)
