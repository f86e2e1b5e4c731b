"""The search for other values: every combination that is needed is found, limits are told, what is superfluous is not offered."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from domains.base import Built, FrameItem
from domains.ways import ChangeKind
from encoders.errors import InputError
from encoders.expressions import BoolVar, Compare, Const, Parameter, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget
from encoders.session import open_session
from planner.suggest import Case, Prices, Search, best, repaired, search, value_at

LETTERS = "abcdefgh"


class Order(BaseModel):
    """Doors to go through, each by its letter; with a key or without; at a time from `hour` on; for so much money."""

    doors: list[str]
    hour: int = 9
    until: int | None = None
    keys: list[str] = []
    budget: int = 10


class Plan(BaseModel):
    doors: list[str]
    cost: int


class Doors:
    """A world where a door is open or not, some only at some hour, and a key costs money."""

    name, Request, Plan = "doors", Order, Plan
    kinds = (ChangeKind("doors", ("doors",), 4), ChangeKind("time", ("hour", "until"), 2))

    def __init__(self, open_doors, opens=0, key=5):
        self.open_doors, self.opens, self.key = set(open_doors), opens, key
        self.built = 0

    def problem(self, request, data, *, keep=()):
        if "h" in request.doors:
            raise InputError("there is no door h")
        self.built += 1
        late = (request.until or request.hour) >= self.opens
        rules = [
            Constraint(f"door {d}", Const(d in self.open_doors and late), f"{d} opens.", "data", f"door/{d}")
            for d in request.doors
        ]
        with_key = BoolVar("key")
        for key in request.keys:
            rules.append(
                Constraint(
                    f"keys/{key}", Compare(with_key, "==", Const(int(key != "none"))), f"{key}.", group=f"keys/{key}"
                )
            )
        cost = Sum(((self.key, with_key),), len(request.doors))
        rules.append(Constraint("budget", cost <= Parameter("budget", request.budget, "$", "budget"), group="budget"))
        problem = Problem("doors", tuple(rules), (Objective("cost", "minimise", cost),), (with_key,))
        return Built(problem, {}, (FrameItem("doors", "These doors."), FrameItem("hour", "At this hour.")), request)

    def plan(self, built, assignment):
        return Plan(doors=built.handles.doors, cost=len(built.handles.doors) + self.key * assignment["key"])

    def check(self, plan, request, data):
        return []

    def measure(self, plan, request, data):
        return {"cost": plan.cost}

    def edit(self, request, changes):
        content = request.model_dump()
        for change in changes:
            field, _, member = change.path.partition("/")
            if not member:
                content[field] = change.after
            elif change.before is None:
                content[field] = [*content[field], change.after]
            else:
                content[field] = [change.after if item == member else item for item in content[field]]
                content[field] = [item for item in content[field] if item is not None]
        if len(set(content["doors"])) < len(content["doors"]):
            raise InputError("a door twice")
        return Order(**content)

    def alternatives(self, request, data, path):
        if path.startswith("doors/"):
            return iter([letter for letter in LETTERS if letter not in request.doors])
        if path == "hour":
            return iter([request.hour + step for step in (1, 2, 3)])
        return iter([14]) if path == "until" else iter(())


def ways(world, order, keep=(), **prices):
    built = world.problem(order, None)
    with open_session(built.problem, "z3", switchable=built.problem.groups_of("request")) as session:
        result = session.optimise()
        assert result.assignment is None
        case = Case(
            world, built, session, order, None, Budget().start(), keep, Prices(world.kinds, prices), engine="z3"
        )
        found = [] if not result.core.groups else list(repaired(case, sorted(result.core.groups)))
        searching = Search(case, tuple(found))
        found += list(searching.run())
        return best(found, case.prices), searching


def told(suggestions):
    return [[(c.constraint, c.kind, c.before, c.after) for c in s.changes] for s in suggestions]


def test_three_members_of_a_list_are_replaced_where_it_takes_three():
    shown, searching = ways(Doors("efg"), Order(doors=["a", "b", "c"]))
    assert searching.limit  # nothing better is excluded
    (first, *_) = shown
    assert {c.constraint for c in first.changes} == {"doors/a", "doors/b", "doors/c"}
    assert sorted(first.request["doors"]) == ["e", "f", "g"]
    assert first.price == 6
    assert first.says.startswith("Take e instead of a for the doors; and take f instead of b for the doors; and take")


def test_only_what_has_to_be_replaced_is():
    shown, _ = ways(Doors("bcg"), Order(doors=["a", "b", "c"]))
    assert told(shown) == [[("doors/a", "replace", "a", "g")]]


def test_another_value_and_a_repair_of_what_it_leaves_together():
    """The doors are closed and the budget is too small: both have to change, and the key with the budget only if it pays."""
    shown, _ = ways(Doors("g", key=20), Order(doors=["a"], keys=["some"], budget=10))
    assert told(shown) == [
        [("doors/a", "replace", "a", "g"), ("keys/some", "drop", "some", None)],
    ]
    assert shown[0].price == 3
    raised, _ = ways(Doors("g", key=20), Order(doors=["a"], keys=["some"], budget=10), keep=["keys"])
    assert told(raised) == [[("doors/a", "replace", "a", "g"), ("budget", "raise", 10, 21)]]
    assert raised[0].says == (
        "Take g instead of a for the doors; and raise the budget from $10 to $21 (+110%); cost then: 21."
    )


def test_a_field_that_is_not_set_belongs_to_the_frame_by_its_kind():
    shown, _ = ways(Doors("a", opens=13), Order(doors=["a"]))
    assert [("until", "add", None, 14)] in told(shown)
    assert shown[0].says == "Set the until to 14; cost then: 1."
    without, _ = ways(Doors("a", opens=11), Order(doors=["a"]), keep=["until"])
    assert told(without) == [[("hour", "replace", 9, 11)]]  # 12 would do too, further away


def test_what_is_kept_is_no_other_value():
    shown, searching = ways(Doors("g"), Order(doors=["a"]), keep=["doors"])
    assert (shown, searching.limit) == ([], "")
    shown, _ = ways(Doors("fg"), Order(doors=["a", "b"]), keep=["doors/a"])
    assert shown == []
    shown, _ = ways(Doors("ag"), Order(doors=["a", "b"]), keep=["doors/a"])
    assert told(shown) == [[("doors/b", "replace", "b", "g")]]


def test_the_number_of_attempts_is_limited_and_the_limit_is_told(monkeypatch):
    monkeypatch.setattr(search, "MOST", 5)
    world = Doors("efg")
    shown, searching = ways(world, Order(doors=["a", "b", "c"]))
    assert shown == []
    assert searching.limit == "the search for other values stopped after 5 attempts"
    assert world.built == 6


def test_large_problems_are_tried_less_often(monkeypatch):
    monkeypatch.setattr(search, "MOST_WORK", 7)
    _, searching = ways(Doors("efg"), Order(doors=["a", "b", "c"]))
    assert searching.limit == "the search for other values stopped after 7 attempts"


def test_once_something_is_found_the_search_ends_sooner(monkeypatch):
    monkeypatch.setattr(search, "MORE", 2)
    world = Doors("abcg")
    shown, searching = ways(world, Order(doors=["a", "b"], budget=1))
    assert told(shown)[0] == [("budget", "raise", 1, 2)]
    assert searching.limit
    assert world.built <= 4


def test_no_time_is_no_answer_and_no_error():
    world, order = Doors("g"), Order(doors=["a"])
    built = world.problem(order, None)
    with open_session(built.problem, "z3", switchable=["budget"]) as session:
        case = Case(world, built, session, order, None, Budget(seconds=0.0).start(), engine="z3")
        assert list(Search(case).run()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("doors/b", "b"),
        ("doors/1", "b"),
        ("doors/7", "7"),
        ("hour", 9),
        ("until", None),
        ("keys", []),
    ],
)
def test_the_value_at_a_path_is_the_one_that_an_edit_would_change(path, value):
    assert value_at(Order(doors=["a", "b"]), path) == value
