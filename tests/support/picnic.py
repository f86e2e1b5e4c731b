"""A planning world for tests: which dishes to bring to a picnic. Small enough to see through, with text, amounts and wishes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domains.base import Built, ExactNumber, Fact, FrameItem, Reading, Span, Violation
from domains.documents import Document, Heading, Table
from encoders.errors import InputError, UnsupportedError
from encoders.expressions import BoolVar, Compare, Or, Parameter, Sum
from encoders.problem import Constraint, Objective, Problem

MENU = {"cake": 9, "salad": 4, "soup": 6}
PATTERN = re.compile(r"(?P<picnic>picnic)|for (?P<people>\d+)|under \$(?P<budget>\d+)|with (?P<dish>\w+)|[\s.,]+")


class PicnicRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    people: int = Field(ge=1)
    budget: ExactNumber | None = None
    dishes: list[str] = []


class PicnicPlan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    dishes: list[str]
    cost: ExactNumber


class Menu(dict):
    """Prices by dish."""

    report: ClassVar = {"price unknown": 2}


class Picnic:
    name, summary = "picnic", "Picnics: what to bring."
    Request, Plan = PicnicRequest, PicnicPlan
    layouts, exports = ("line",), ("json", "markdown", "line-request")

    def __init__(self):
        self.loads = 0

    def recognises(self, text):
        return 1.0 if "picnic" in text.lower() else 0.0

    def load(self, source):
        self.loads += 1
        if isinstance(source, Path):
            raise InputError("a menu is no folder", where=str(source))
        if source is not None and not all([isinstance(price, int) for price in source.values()]):
            raise InputError("a price is a whole number", where="menu")
        return Menu(MENU if source is None else source)

    def default_today(self, data):
        return date(2030, 1, 1)

    def read(self, text, data, today):
        fields: dict[str, Any] = {"dishes": []}
        facts, unread, position = [], [], 0
        while position < len(text):
            match = PATTERN.match(text, position)
            if match is None:
                end = next((m.start() for m in PATTERN.finditer(text, position) if m.group().strip()), len(text))
                words = text[position:end].rstrip()
                unread.append(Span(position, position + len(words), words))
                position = end
                continue
            span = Span(match.start(), match.end(), match.group())
            if match["people"]:
                fields["people"] = int(match["people"])
                facts.append(Fact("people", "fact", f"{match['people']} people come.", span))
            elif match["budget"]:
                fields["budget"] = int(match["budget"])
                facts.append(Fact("budget", "constraint", f"At most ${match['budget']}.", span))
            elif match["dish"]:
                fields["dishes"].append(match["dish"])
                facts.append(Fact(f"dishes/{match['dish']}", "constraint", f"There is {match['dish']}.", span))
            position = match.end()
        if "people" not in fields:
            return Reading(None, tuple(facts), tuple(unread), (), ("How many people come?",))
        return Reading(PicnicRequest(**fields), tuple(facts), tuple(unread), ("Nobody is allergic.",))

    def parse_request(self, content, layout=None):
        if layout == "line":
            people, _, dishes = str(content).partition(" ")
            content = {"people": int(people), "dishes": dishes.split()}
        try:
            return PicnicRequest.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(f"not a picnic: {first['msg']}", where="/".join(map(str, first["loc"]))) from error

    def problem(self, request, data, *, keep=()):
        if "fire" in request.dishes:
            raise UnsupportedError("fire is no dish", where="dishes/fire")
        brought = {dish: BoolVar(dish) for dish in data}
        total = Sum(tuple([(data[dish] * request.people, brought[dish]) for dish in data]))
        rules = [Constraint("something", Or(*brought.values()), "Something is brought.", "commonsense", "something")]
        for dish in request.dishes:
            rule = Or(*[variable for name, variable in brought.items() if name == dish])
            rules.append(Constraint(f"dishes/{dish}", rule, f"There is {dish}.", group=f"dishes/{dish}"))
        if request.budget is not None:
            limit = Compare(total, "<=", Parameter("budget", request.budget, "$", "budget"))
            rules.append(Constraint("budget", limit, f"It costs at most ${request.budget}.", group="budget"))
        goal = Objective("cheapest", "minimise", total, "As cheap as possible.", "$")
        problem = Problem("picnic", tuple(rules), (goal,), tuple(brought.values()))
        return Built(problem, {"total": total}, (FrameItem("people", f"{request.people} people come."),), request)

    def plan(self, built, assignment):
        dishes = [name for name, value in assignment.items() if value is True]
        cost = sum([MENU.get(dish, 0) * built.handles.people for dish in dishes])
        return PicnicPlan(dishes=dishes, cost=cost)

    def pin(self, built, plan):
        return None

    def parse_plan(self, content, request, data, layout=None):
        try:
            return PicnicPlan.model_validate(content)
        except ValidationError as error:
            raise InputError("not a picnic's plan") from error

    def check(self, plan, request, data):
        found = [
            Violation(f"dishes/{dish}", f"There is no {dish}.", "basket")
            for dish in request.dishes
            if dish not in plan.dishes
        ]
        if request.budget is not None and plan.cost > request.budget:
            found.append(Violation("budget", f"It costs ${plan.cost}.", "bill"))
        return found

    def measure(self, plan, request, data):
        return {"cheapest": sum([data[dish] * request.people for dish in plan.dishes])}

    def observe(self, plan, request, data):
        return {"total": plan.cost}

    def edit(self, request, changes):
        content = request.model_dump()
        for change in changes:
            field, _, member = change.path.partition("/")
            if member:
                content[field] = [dish for dish in content[field] if dish != member]
            else:
                content[field] = change.after
        return self.parse_request(content)

    def alternatives(self, request, data, path):
        return iter([1, 2]) if path == "people" else iter(())

    def export_plan(self, plan, request, data, layout):
        if layout == "line-request":
            return f"{request.people} {' '.join(request.dishes)}"
        if plan is None:
            return None
        if data is None and layout == "markdown":
            raise InputError("the menu is needed; give it with --data")
        return plan.model_dump(mode="json") if layout == "json" else f"# Bring {', '.join(plan.dishes)}\n"

    def render(self, plan, request, data):
        rows = tuple([(dish, str(data[dish])) for dish in plan.dishes])
        return Document((Heading("The basket"), Table(("dish", "price"), rows, ("left", "right"))))
