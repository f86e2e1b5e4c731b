"""What a terminal shows beside an Answer: the plan as its domain draws it, and the units of its objectives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.documents import Document, Paragraph, Table, Timeline
from domains.ways import DrawsConflicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Domain
    from planner.answer import Answer, Conflicting, Suggestion


@dataclass(frozen=True, slots=True)
class Drawing:
    """`document` is None where there is no plan to show; `units` has the unit of each objective by name.

    `conflict` is the plan of the first way out with what clashes marked, where the domain draws that; `ways` are the plans of the
    ways out in their order.
    """

    document: Document | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    conflict: Document | None = None
    ways: tuple[Document, ...] = ()


def conflict_drawn(
    domain: Domain, request: Any, data: Any, conflicts: Sequence[Conflicting], ways: Sequence[Suggestion]
) -> Document | None:
    """The plan of the first way out with the members of the conflicts marked; None where nothing can be drawn and marked."""
    members = [member for conflicting in conflicts for member in conflicting.constraints]
    if not isinstance(domain, DrawsConflicts) or not members or not ways:
        return None
    plan, changed = _plan_of(domain, ways[0], data)
    if domain.check(plan, changed, data):  # read from a file, and made from other data
        return None
    document = domain.render_conflict(plan, request, data, members)
    charts = [block for block in document.blocks if isinstance(block, Timeline)]
    marked = [mark for chart in charts for mark in chart.marks if mark.clashes]
    return document if marked or any([bar.clashes for chart in charts for bar in chart.bars]) else None


def ways_drawn(domain: Domain, data: Any, ways: Sequence[Suggestion], *, trusted: bool = True) -> tuple[Document, ...]:
    """The plans of ways out. Unless the data are `trusted`, a plan that does not fit them is shown as it stands."""
    drawn = []
    for way in ways:
        plan, request = _plan_of(domain, way, data)
        fits = trusted or not domain.check(plan, request, data)
        drawn.append(domain.render(plan, request, data) if fits else _as_it_stands(way.plan))
    return tuple(drawn)


def _plan_of(domain: Domain, way: Suggestion, data: Any) -> tuple[BaseModel, BaseModel]:
    """The domain's own plan of a way out, and the request it is for."""
    request = domain.parse_request(way.request)
    return domain.parse_plan(way.plan, request, data), request


def redrawn(answer: Answer, domain: Domain, data: Any, *, trusted: bool) -> tuple[Drawing, bool]:
    """What was shown beside an Answer that is read from a file, and whether its plan fits the data.

    Unless the data are `trusted` to be those the plan was made from, a plan that does not fit is shown as it stands. Raises
    InputError for a request or a plan that is none of the domain's.
    """
    request = domain.parse_request(answer.request)
    units = (
        {goal.name: goal.unit for goal in domain.problem(request, data).problem.objectives}
        if answer.objective or answer.best_effort
        else {}
    )
    conflict = conflict_drawn(domain, request, data, answer.conflicts, answer.suggestions)
    ways = ways_drawn(domain, data, answer.suggestions, trusted=trusted)
    content, wanted = answer.plan, request
    if answer.best_effort is not None:
        content, wanted = answer.best_effort.plan, domain.parse_request(answer.best_effort.request)
    if content is None or answer.status == "invalid":
        return Drawing(None, units, conflict, ways), True
    plan = domain.parse_plan(content, wanted, data)
    fits = not domain.check(plan, wanted, data)
    document = domain.render(plan, wanted, data) if fits or trusted else _as_it_stands(content)
    return Drawing(document, units, conflict, ways), fits


def _as_it_stands(content: Mapping[str, Any]) -> Document:
    """Every value of a plan with its place."""
    told = Paragraph("The offers that the plan was made from are not at hand: this is what stands in the plan itself.")
    return Document((told, Table(("", "plan"), tuple(_values(content, "")))))


def _values(content: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _values(value, f"{place}, {name}" if place else str(name))
    elif isinstance(content, list):
        for number, value in enumerate(content, 1):
            yield from _values(value, f"{place} {number}")
    elif content is not None:
        yield place, str(content)
