"""Engines that other distributions bring, under the entry point `planproof.engines`.

Such an entry point names an object with a `name`, `refusal(problem)` and `open(problem, switchable, budget)`; its sessions keep
`encoders.testing.EngineContract`. It is used where it is named (`--engine NAME`), never chosen by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from encoders.errors import UnknownNameError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from importlib.metadata import EntryPoint

    from encoders.problem import Problem
    from encoders.result import Budget
    from encoders.session import Session

GROUP = "planproof.engines"


@runtime_checkable
class Engine(Protocol):
    """An engine from elsewhere."""

    name: str

    def refusal(self, problem: Problem) -> str:
        """Why the engine cannot express a problem, "" where it can."""
        ...

    def open(self, problem: Problem, switchable: Iterable[str] | None, budget: Budget | None) -> Session:
        """A session with the problem loaded; see `encoders.session.open_session`."""
        ...


@dataclass
class Plugins:
    """Engines by name, imported when asked for. One that fails is remembered, and disturbs nothing."""

    points: Mapping[str, EntryPoint] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    _loaded: dict[str, Engine] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, whether its engine can be imported or not."""
        return tuple(self.points)

    def get(self, name: str) -> Engine | None:
        """The engine, None where it cannot be used; `failures` then says why."""
        if name in self._loaded:
            return self._loaded[name]
        if name in self.failures or name not in self.points:
            return None
        try:
            found = self.points[name].load()
        except (Exception, SystemExit) as error:  # foreign code: whatever it raises must not stop the others
            self.failures[name] = f"{type(error).__name__}: {error}"
            return None
        if not isinstance(found, Engine) or found.name != name:
            self.failures[name] = f"what it offers is no Engine called {name!r} (see encoders/engines/plugins.py)"
            return None
        self._loaded[name] = found
        return found


def opener(problem: Problem, name: str, built_in: Sequence[str]) -> Callable[..., Session]:
    """What opens a session of an engine from elsewhere. Raises UnknownNameError, and UnsupportedError where it declines."""
    known = installed()
    engine = known.get(name)
    if engine is None:
        failed = known.failures.get(name)
        if failed:
            raise UnknownNameError(f"the engine {name!r} cannot be used: {failed}; see `planproof doctor`")
        raise UnknownNameError(f"no engine is called {name!r}; there are {', '.join([*built_in, *known.names])}")
    if reason := engine.refusal(problem):
        raise UnsupportedError(f"{name} cannot express this problem: {reason}; use z3")

    def opened(problem: Problem, *, switchable: Iterable[str] | None, budget: Budget | None) -> Session:
        return engine.open(problem, switchable, budget)

    return opened


@cache
def installed() -> Plugins:
    """The engines of other distributions that are installed."""
    from importlib.metadata import entry_points

    return Plugins({point.name: point for point in entry_points(group=GROUP)})
