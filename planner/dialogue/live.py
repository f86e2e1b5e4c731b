"""The live problem of a dialogue: built once for a frame, asked again for every request that it covers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from domains.changes import Foresees
from encoders.errors import InputError, UnsupportedError
from encoders.session import open_session
from planner.dialogue.covering import Wide, focused, widened
from planner.dialogue.focus_session import FocusSession
from planner.dialogue.known import Known

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domains.base import Built, Domain
    from encoders.result import Budget
    from encoders.session import Session
    from planner.dialogue.covering import Focus


@dataclass
class _Loaded:
    wide: Wide
    session: Session
    known: Known


class Live:
    """At most one loaded problem at a time. `built_again` says whether the last request needed a new one."""

    def __init__(self, domain: Domain, data: Any, engine: str = "auto", memory: int | None = None) -> None:
        self.domain, self.data, self.engine, self.memory = domain, data, engine, memory
        self._loaded: _Loaded | None = None
        self.built_again = False

    def open(self, request: BaseModel, budget: Budget | None = None) -> tuple[Built, FocusSession]:
        """The request's problem and a session of it. Raises InputError, UnsupportedError as building does."""
        loaded = self._loaded
        focus = None if loaded is None else focused(loaded.wide, request)
        self.built_again = loaded is None or focus is None
        if loaded is None or focus is None:
            loaded, focus = self._load(request, budget)
            self.close()
            self._loaded = loaded
        built = replace(loaded.wide.built, problem=focus.problem)
        return built, FocusSession(loaded.session, focus, loaded.known)

    def close(self) -> None:
        """Give the solver's memory back."""
        if self._loaded is not None:
            self._loaded.session.close()
            self._loaded = None

    def _load(self, request: BaseModel, budget: Budget | None) -> tuple[_Loaded, Focus]:
        """A problem for this request, and for wishes that were or may be, where that can be built and answers it too."""
        wider = request if self._loaded is None else widened(self._loaded.wide, request)
        if isinstance(self.domain, Foresees):
            wider = self.domain.foreseen(wider, self.data)
        if wider != request:
            try:
                return self._build(wider, request, budget)
            except (InputError, UnsupportedError):  # the other wishes do not fit
                pass
        return self._build(request, request, budget)

    def _build(self, wider: BaseModel, request: BaseModel, budget: Budget | None) -> tuple[_Loaded, Focus]:
        wide = Wide.of(wider, self.domain.problem(wider, self.data))
        focus = focused(wide, request)
        if focus is None:
            raise UnsupportedError("the earlier wishes and this request have no common problem")
        session = open_session(
            wide.built.problem, self.engine, switchable=wide.wishes, budget=budget, memory=self.memory
        )
        return _Loaded(wide, session, Known(wide.built.problem, wide.amounts)), focus
