"""Best effort, prices and reasons in an Answer, over a world small enough to know every answer by heart."""

from __future__ import annotations

import json

import pytest
from support import picnic

import planner.registry
from domains.base import Change
from domains.ways import ChangeKind, Priced, Reasoning, kinds_of
from encoders.numbers import exact
from planner.answer import Answer
from planner.drawing import Drawing
from planner.options import make
from planner.pipeline import respond
from planner.registry import Registry
from planner.report.pages import write
from planner.report.screen import Screen
from planner.sources import Given

TEXT = "picnic for 2 with cake with soup under $20."
"""Cake costs 18, soup 12: one of them fits."""


class Priceless(picnic.Picnic):
    """A picnic that names its kinds of changes, and knows what in the menu binds."""

    kinds = (ChangeKind("dishes", ("dishes",), 3, ("food",)), ChangeKind("money", ("budget",), 1))

    def reasons(self, request, data, groups):
        return [f"Cake costs ${data['cake']}."] if "dishes/cake" in set(groups) else []


@pytest.fixture
def ask(monkeypatch, tmp_path):
    monkeypatch.setattr(planner.registry, "BUILT_IN", {})
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def asked(request, world=None, drawn=None, **options):
        registry = Registry(plugins={"picnic": None}, _loaded={"picnic": world or picnic.Picnic()})
        given = Given(text=request) if isinstance(request, str) else Given(content=request)
        return respond(
            given, make({n.replace("_", "-"): v for n, v in options.items()}), registry=registry, drawn=drawn
        )

    return asked


def test_the_best_partial_plan_gives_up_the_cheapest_wish_and_says_why(ask):
    answer = ask(TEXT, best_effort=True)
    assert (answer.status, answer.exit_code, answer.plan) == ("infeasible", 1, None)
    effort = answer.best_effort
    assert (effort.plan, effort.price, effort.proved) == ({"dishes": ["soup"], "cost": 12}, 1, True)
    assert [(m.name, m.value, m.bound) for m in effort.objective] == [("cheapest", 12, 12)]
    (unmet,) = effort.unmet
    assert (unmet.constraint, unmet.says) == ("dishes/cake", "There is cake.")
    assert unmet.conflict == ["dishes/cake", "dishes/soup", "budget"]
    assert unmet.because[0] == "“with cake” cannot be met together with “with soup” and “under $20”."
    changes = [Change(c.constraint, c.before, c.after) for c in effort.changes]
    request = picnic.PicnicRequest.model_validate(answer.request)
    assert picnic.Picnic().edit(request, changes).model_dump(mode="json") == effort.request
    assert ask(effort.request).plan == effort.plan


def test_best_effort_is_there_only_where_it_is_asked_for_and_needed(ask):
    assert ask(TEXT).best_effort is None
    assert "best_effort" not in json.loads(ask(TEXT).to_json())
    assert ask("picnic for 2 with cake.", best_effort=True).best_effort is None
    answer = ask(TEXT, best_effort=True)
    assert Answer.model_validate(json.loads(answer.to_json())) == answer


def test_prices_decide_what_is_given_up_and_the_order_of_the_ways_out(ask):
    assert [u.constraint for u in ask(TEXT, best_effort=True, price=["cake=5", "soup=1/2"]).best_effort.unmet] == [
        "dishes/soup"
    ]
    assert [u.constraint for u in ask(TEXT, best_effort=True, price={"budget": 0}).best_effort.unmet] == ["budget"]
    dear = ask(TEXT, price=["cake=5", "soup=4", "budget=8"])
    assert [(s.changes[0].constraint, s.price) for s in dear.suggestions] == [
        ("people", 2), ("dishes/cake", 5)
    ]  # fmt: skip


def test_what_is_kept_is_met(ask):
    effort = ask(TEXT, best_effort=True, keep=["cake"]).best_effort
    assert [u.constraint for u in effort.unmet] == ["dishes/soup"]
    none = ask(TEXT, best_effort=True, keep=["budget", "dishes"])
    assert none.best_effort is None
    assert "no best effort: no plan is possible even without" in none.statistics.reason


def test_a_domain_names_its_kinds_prices_and_reasons(ask):
    world = Priceless()
    assert isinstance(world, Priced)
    assert isinstance(world, Reasoning)
    assert kinds_of(picnic.Picnic()) == ()
    answer = ask(TEXT, world, keep=["food", "people"])
    assert [s.changes[0].constraint for s in answer.suggestions] == ["budget"]
    assert answer.conflicts[0].because[-1] == "Cake costs $9."
    answer = ask(TEXT, world)
    assert [(s.changes[0].constraint, s.price) for s in answer.suggestions] == [
        ("budget", exact("1/2")), ("people", 2), ("dishes/cake", 3),
    ]  # fmt: skip
    assert [s.price for s in ask(TEXT, world, price=["food=2"]).suggestions if s.changes[0].kind == "drop"] == [2]


def test_a_kind_of_change_may_be_kept_where_the_request_has_no_such_wish(ask):
    assert ask({"people": 2, "dishes": ["cake"]}, keep=["budget"]).status == "optimal"
    assert ask({"people": 2, "dishes": ["cake"]}, Priceless(), keep=["Money"]).status == "optimal"
    refused = ask({"people": 2, "dishes": ["cake"]}, Priceless(), keep=["drinks"])
    assert "kind of change: dishes, money" in refused.error.says


@pytest.mark.parametrize(
    ("price", "says"),
    [
        ("budget", "WISH=NUMBER"),
        ("=3", "WISH=NUMBER"),
        ("budget=cheap", "cheap"),
        ("budget=-1", "below 0"),
        ("wine=2", "o wish is called 'wine'"),
    ],
)
def test_prices_that_cannot_be_meant_are_refused(ask, price, says):
    from planner.failures import failed

    try:
        answer = ask(TEXT, price=[price])
    except ValueError as error:
        answer = failed(error)
    assert (answer.status, answer.error.kind) == ("error", "input")
    assert says in answer.error.says


def test_a_terminal_shows_reasons_and_the_partial_plan_after_the_ways_out(ask):
    class Stream:
        encoding = "utf-8"

        def isatty(self):
            return False

    drawings = []
    answer = ask(TEXT, best_effort=True, drawn=drawings.append)
    screen = Screen(Stream())
    write(screen, answer, TEXT, drawings[-1] if drawings else Drawing())
    page = screen.content()
    order = [
        "No plan is possible",
        "• There is cake (you wrote “with cake”).",
        "the budget must be at least $30",
        "Ways out",
        "The best plan that leaves 1 wish unmet: cheapest $12",
        "“with cake” cannot be met together with",
        "The basket",
        "Understood",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("“with soup”") >= 2
