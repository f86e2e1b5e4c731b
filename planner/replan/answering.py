"""From an old plan and a request to the Answer with the nearest plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from domains.base import Change
from domains.replanning import Replanning
from encoders.errors import InputError, UnsupportedError, VerificationError
from encoders.replan import FEWEST_CHANGES
from planner.answer import Difference, Replanned, dump
from planner.call import Call, Drawn, Progress
from planner.datasets import Datasets
from planner.pipeline import answered, guarded, interpreted, library, opened, unclear
from planner.registry import installed
from planner.replan.keeping import Keeping
from planner.replan.pinning import pinned_fields
from planner.sources import plan_inside
from planner.understood import understood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.answer import Answer
    from planner.interpret.request import Interpreted
    from planner.options import Options
    from planner.registry import Registry
    from planner.sources import Given


@dataclass(frozen=True, slots=True)
class Orders:
    """What has changed, and what must stay: names that are no longer to be had, fields of the plan to keep, names to avoid."""

    without: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()


def respond_replan(
    plan: Any,
    given: Given,
    options: Options,
    orders: Orders,
    *,
    registry: Registry | None = None,
    datasets: Datasets | None = None,
    progress: Progress | None = None,
    drawn: Drawn | None = None,
    answer_interrupts: bool = False,
    debug: bool = False,
) -> Answer:
    """The Answer of the request with the plan that changes the fewest fields of an old one, and is the best of those.

    `plan` is content in any shape that an export writes. Every failure is an Answer too.
    """
    call = Call(options, registry or installed(), datasets or Datasets(), progress, drawn, answer_interrupts)
    return guarded(call, lambda: _respond(call, plan, given, orders), debug)


def _respond(call: Call, content: Any, given: Given, orders: Orders) -> Answer:
    found = interpreted(call, given)
    if not found.clear:
        return unclear(call, found)
    world: Any = found.domain
    if not isinstance(world, Replanning):
        raise UnsupportedError(
            f"{found.domain.name if found.domain else 'this'} cannot replan: its plans have no fields"
        )
    with call.watch.part("read"):
        old = found.domain.parse_plan(content, found.request, found.data, call.options.layout)  # type: ignore[union-attr]
    call.tell("building the problem")
    with call.watch.part("build"):
        request, data, lost = _changed(call, world, found, orders)
        pinned = pinned_fields(orders.pin, world.near(request, data, old).parts)
        keeping: Any = Keeping(world, old, pinned)
        built = keeping.problem(request, data)
        call.known.update(request=dump(request), understood=understood(built, found.reading, keeping.name))
    call.statistics.update(variables=len(built.problem.variables), constraints=len(built.problem.constraints))
    call.tell("solving")
    with call.watch.part("build"):
        session = opened(call, built)
    with session:
        answer = answered(call, keeping, built, session, request, data, ())
    about = Replanned(before=dump(old), pinned=list(pinned), without=lost)
    if answer.plan is not None:
        about = _told(answer, about, world, old, request, data)
    return answer.model_copy(update={"replanned": about})


def _changed(call: Call, world: Any, found: Interpreted, orders: Orders) -> tuple[Any, Any, list[str]]:
    """The request and the data after what is gone and what is not wanted, and what the data have lost.

    Raises InputError, UnsupportedError.
    """
    request, data, of_data = found.request, found.data, []
    assumed = call.known.setdefault("assumptions", [])
    for name in orders.without:
        lost = world.gone(_named(name, "--without"), request, data)
        if lost.data is not data:
            of_data.append(name)
        request, data = lost.request, lost.data
        assumed.append(lost.says)
    for name in orders.forbid:
        wish = world.unwanted(_named(name, "--forbid"), request, data)
        place = len(getattr(request, "extra", ()))
        request = world.edit(request, [Change(f"extra/{place}", None, wish)])
    return request, data, of_data


def _named(name: str, option: str) -> str:
    if not name.strip():
        raise InputError("a name is needed; give that of an offer", where=option)
    return name


def _told(answer: Answer, about: Replanned, world: Any, old: BaseModel, request: Any, data: Any) -> Replanned:
    """What has changed, told from the plans alone. Raises VerificationError where a pinned field did."""
    new = world.Plan.model_validate(answer.plan)
    moved = world.moved(old, new, request, data)
    lost = [entry.where for entry in moved if entry.where in about.pinned]
    counted = next(entry for entry in answer.objective if entry.name == FEWEST_CHANGES)
    if lost or counted.value != len(moved):
        raise VerificationError("the plan does not keep what it is said to keep", where=", ".join(lost))
    of_old = sum([entry.before is not None for entry in moved])
    return about.model_copy(
        update={
            "changed": [Difference(where=entry.where, before=entry.before, after=entry.after) for entry in moved],
            "kept": world.size(old, request, data) - of_old,
            "proof": answer.statistics.proof if counted.value == counted.bound else None,
        }
    )


# ---------------------------------------------------------------- the library's function


def replan(
    plan: Mapping[str, Any] | Sequence[Any] | str | BaseModel,
    request: str | Path | Mapping[str, Any] | BaseModel,
    *,
    domain: str | None = None,
    data: str | Path | Mapping[str, Any] | None = None,
    without: Sequence[str] = (),
    pin: Sequence[str] = (),
    forbid: Sequence[str] = (),
    progress: Progress | None = None,
    **options: Any,
) -> Answer:
    """The plan of a request that changes the fewest fields of an old plan, in any shape that an export writes.

    `without` are names that are no longer to be had, `pin` fields of the old plan that must stay, `forbid` names that must not be
    used. See `planner.solve` for the other arguments.
    """
    content = dump(plan) if isinstance(plan, BaseModel) else plan_inside(plan, "plan")
    orders = Orders(tuple(without), tuple(pin), tuple(forbid))
    return library(
        request,
        domain,
        data,
        options,
        lambda given, chosen: respond_replan(content, given, chosen, orders, progress=progress),
    )
