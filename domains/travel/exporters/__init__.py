"""Shapes of plans and requests other than the domain's own: what is written here is read back here.

Each shape has its module, which is imported where it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.plan import TravelPlan
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest

REQUESTS = ("travelplanner", "unsat-christmas")
"""Shapes of requests that are read."""
NAMES = ("travelplanner", "travelplanner-request", "markdown", "json")


def export_plan(plan: TravelPlan | None, request: TravelRequest, data: TravelData | None, layout: str) -> Any:
    """A plan in the named shape: TravelPlanner's list of days, Markdown text, or the domain's own JSON; None for no plan.

    "travelplanner-request" gives the request in the benchmark's shape instead. `data` is None where the offers are not at hand:
    then what stands in the plan itself is written, amounts without a currency. Raises InputError for a shape that does not
    exist, or that has no place for something the request says.
    """
    _must_exist(layout)
    if layout == "travelplanner-request":
        from domains.travel.exporters import travelplanner_request

        return travelplanner_request.write(request)
    if plan is None:
        return None
    if layout == "travelplanner":
        from domains.travel.exporters import travelplanner

        return travelplanner.write(plan, request, data)
    if layout == "markdown":
        from domains.travel.exporters import markdown

        return markdown.write(plan, request, data)
    return plan.model_dump(mode="json")


def parse_plan(content: object, request: TravelRequest, data: TravelData, layout: str | None = None) -> TravelPlan:
    """A plan in any shape that `export_plan` writes, alone or inside a row {"id", "plan"}.

    The shape is recognised. `layout` says which one is expected; the domain's own JSON is read under any name. Raises
    InputError naming the place that is of no such shape.
    """
    if layout is not None:
        _must_exist(layout)
        if layout == "travelplanner-request":
            raise InputError("this form holds requests, not plans", where="travelplanner-request")
    content = _inside(content)
    shape = _shape(content)
    if layout not in (None, shape) and shape != "json":
        raise InputError(f"expected a plan in the form {layout!r}, but this one is in the form {shape!r}")
    if isinstance(content, str):
        from domains.travel.exporters import markdown

        return markdown.read(content, data)
    if isinstance(content, list):
        from domains.travel.exporters import travelplanner

        return travelplanner.read(content, request, data)
    try:
        return TravelPlan.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"not a plan: {first['msg']}", where=_place(first["loc"])) from error


def _inside(content: object) -> object:
    """What a row holds under "plan"; the row's other columns belong to the batch it comes from."""
    while isinstance(content, dict) and "days" not in content and "plan" in content:
        if content["plan"] is None:
            raise InputError("the row holds no plan", where="plan")
        content = content["plan"]
    return content


def _shape(content: object) -> str:
    if isinstance(content, str):
        from domains.travel.exporters import markdown

        if markdown.is_markdown(content):
            return "markdown"
    if isinstance(content, list):
        return "travelplanner"
    if isinstance(content, dict) and isinstance(content.get("days"), list):
        return "json"
    raise InputError(
        'the plan is in no known form: expected {"days": [...], "cost": {...}}, TravelPlanner\'s list of days, '
        "or Markdown with headings such as '## Day 1, Thursday 3 March 2022'"
    )


def _place(path: tuple[int | str, ...]) -> str:
    """Where in the plan: ("days", 0, "leg", "mode") is "day 1, leg, mode"."""
    if len(path) > 1 and path[0] == "days" and isinstance(path[1], int):
        return ", ".join([f"day {path[1] + 1}", *map(str, path[2:])])
    return ", ".join(map(str, path))


def parse_request(content: Mapping[str, Any], layout: str) -> TravelRequest:
    """A request in a shape of `REQUESTS`. Raises InputError naming the field that is of no such shape."""
    from domains.travel.exporters import travelplanner_request, unsat_christmas_request

    return unsat_christmas_request.read(content) if layout == "unsat-christmas" else travelplanner_request.read(content)


def request_layout(content: Mapping[str, Any]) -> str | None:
    """The shape of `REQUESTS` that a mapping has, alone or inside a row {"id", "request"}; None for another one."""
    from domains.travel.exporters import travelplanner_request, unsat_christmas_request

    if unsat_christmas_request.recognises(content):
        return "unsat-christmas"
    return "travelplanner" if travelplanner_request.recognises(content) else None


def _must_exist(layout: str) -> None:
    if layout not in NAMES:
        raise InputError(f"trips have no form {layout!r}; there are {', '.join(NAMES)}", where="--as")
