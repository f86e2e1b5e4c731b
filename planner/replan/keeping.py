"""A domain whose best plans are those nearest to an old one: everything else it does as the world it stands for does.

The pipeline solves, checks, explains and suggests with it as with any domain: how many fields change is its first objective,
which is counted again from the plans, and a pinned field is a wish that a conflict may blame and a way out may give up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Built
from encoders.replan import FEWEST_CHANGES, Field, nearest, pin_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Change
    from domains.replanning import Near
    from encoders.numbers import Number
    from encoders.result import Assignment


class Keeping:
    """Stands for `world`, which is a Domain that can replan; `plan` is the old plan, `pinned` are fields with a sentence each."""

    def __init__(self, world: Any, plan: BaseModel, pinned: Mapping[str, str]) -> None:
        self._world, self._old, self._pinned = world, plan, pinned
        self._near: dict[int, Near] = {}
        self._kept: list[Built] = []
        """Holds the problems, so that none is freed and its identity reused."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def problem(self, request: Any, data: Any, *, keep: Iterable[str] = ()) -> Built:
        """The world's problem with the fields of the old plan; those that are pinned are wishes, however the request changes."""
        near: Near = self._world.near(request, data, self._old)
        there = {part.where for part in near.parts}
        fields = [Field(part.where, part.kept) for part in near.parts]
        pinned = {where: says for where, says in self._pinned.items() if where in there}
        problem = nearest(near.built.problem, fields, ties=near.ties, pinned=pinned)
        built = Built(problem, near.built.observables, near.built.frame, near.built.handles)
        self._near[id(built)] = near
        self._kept.append(built)
        return built

    def plan(self, built: Built, assignment: Assignment) -> BaseModel:
        """The plan of an assignment, told so that it has every field that it keeps."""
        found: BaseModel = self._world.told(self._near[id(built)], assignment, self._old)
        return found

    def measure(self, plan: Any, request: Any, data: Any) -> dict[str, Number]:
        """The world's objectives, and how many fields differ by the plans alone."""
        changed = self._world.moved(self._old, plan, request, data)
        return {FEWEST_CHANGES: len(changed), **self._world.measure(plan, request, data)}

    def edit(self, request: Any, changes: Sequence[Change]) -> Any:
        """The changed request; that a field is no longer pinned changes nothing in it."""
        own = {pin_path(where) for where in self._pinned}
        rest = [change for change in changes if change.path not in own]
        return self._world.edit(request, rest) if rest else request

    def alternatives(self, request: Any, data: Any, path: str) -> Iterator[Any]:
        """A pinned field has no other value."""
        found: Iterable[Any] = () if path.startswith(pin_path("")) else self._world.alternatives(request, data, path)
        return iter(found)
