"""`replan`: as little of an old plan as possible is changed; pins stay, what is forbidden is gone, all is checked twice."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from support.picnic import Picnic
from support.worlds import world

from domains.travel import domain as travel
from encoders.errors import InputError
from planner import solve
from planner.options import Options
from planner.pipeline import respond
from planner.registry import Registry
from planner.replan import Orders, replan, respond_replan
from planner.replan.pinning import pinned_fields
from planner.report.replanned import sentence
from planner.sources import Given

WEEKEND = (Path(__file__).parent.parent.parent / "examples" / "weekend.txt").read_text(encoding="utf-8")


@pytest.fixture
def old(tmp_path):
    """An Answer in a file."""
    (tmp_path / "old.json").write_text(solve(WEEKEND).to_json(), encoding="utf-8")
    return "old.json"


# ---------------------------------------------------------------- the command


def test_nothing_changes_where_nothing_has_changed(command, old):
    ran = command("replan", old)
    assert ran.code == 0
    assert "Nothing has to change: the plan still holds." in ran.said
    answer = command("replan", old, "--json").answer
    assert answer["status"] == "optimal"
    assert answer["plan"] == solve(WEEKEND).to_dict()["plan"]
    assert (answer["replanned"]["changed"], answer["replanned"]["kept"]) == ([], 13)


def test_one_closed_restaurant_changes_one_meal(command, old):
    ran = command("replan", old, "--without", "bar aurora")
    assert ran.code == 0
    assert "Proved fewest changes, then cheapest (fewest changes 1, cheapest €428): no plan does better" in ran.said
    assert "1 part of the plan changes, 12 stay; no plan changes fewer." in ran.said
    assert "Bar Aurora is not to be had." in ran.said
    answer = command("replan", old, "--without", "Bar Aurora", "--json").answer
    (changed,) = answer["replanned"]["changed"]
    assert changed["where"] == "day 2, breakfast"
    assert changed["before"] == "Bar Aurora (Porto Selene)"
    assert changed["after"] != changed["before"]
    assert answer["replanned"] == {
        "changed": [changed],
        "kept": 12,
        "proof": "exact",
        "before": solve(WEEKEND).to_dict()["plan"],
        "pinned": [],
        "without": ["Bar Aurora"],
    }
    assert answer["objective"][0] == {"name": "fewest changes", "value": 1, "bound": 1}
    assert answer["assumptions"] == ["Bar Aurora is not to be had."]


def test_what_is_forbidden_is_a_wish_of_the_request(command, old):
    answer = command("replan", old, "--forbid", "Pizzeria Bella Selene", "--json").answer
    assert answer["request"]["extra"] == ["meals_at[Pizzeria Bella Selene] == 0"]
    assert "Pizzeria" not in json.dumps(answer["plan"])
    assert [entry["constraint"] for entry in answer["understood"]].count("extra/0") == 1


def test_a_pin_holds_and_where_it_cannot_it_is_to_blame(command, old):
    answer = command("replan", old, "--without", "Bar Aurora", "--pin", "day 2", "--json").answer
    assert answer["status"] == "infeasible"
    assert answer["conflicts"] == [
        {
            "constraints": ["pin/day 2, breakfast"],
            "says": ["Day 2, breakfast stays as it is: Bar Aurora (Porto Selene)."],
            "minimal": True,
            "background": False,
            **({"because": answer["conflicts"][0]["because"]} if answer["conflicts"][0].get("because") else {}),
        }
    ]
    way = answer["suggestions"][0]
    assert [(change["constraint"], change["kind"], change["to"]) for change in way["changes"]] == [
        ("pin/day 2, breakfast", "drop", None)
    ]
    assert way["request"] == answer["request"]
    ran = command("replan", old, "--without", "Bar Aurora", "--pin", "day 2")
    assert ran.code == 1
    assert "Give up “Day 2, breakfast stays as it is: Bar Aurora (Porto Selene)”" in ran.said


def test_a_changed_request_keeps_what_it_can(command, old, tmp_path):
    request = {**solve(WEEKEND).request, "budget": 480, "people": 2, "cuisine": ["Thai"]}
    (tmp_path / "now.json").write_text(json.dumps(request), encoding="utf-8")
    answer = command("replan", old, "--request", "now.json", "--json").answer
    assert answer["status"] == "infeasible"
    assert "cuisine/Thai" in answer["conflicts"][0]["constraints"]
    longer = {**solve(WEEKEND).request, "days": 4, "budget": 900}
    (tmp_path / "longer.json").write_text(json.dumps(longer), encoding="utf-8")
    answer = command("replan", old, "--request", "longer.json", "--json").answer
    assert answer["status"] == "optimal"
    where = [entry["where"] for entry in answer["replanned"]["changed"]]
    assert "day 3, travel" in where
    assert "day 4, travel" in where
    assert not any([place.startswith("day 1") for place in where])


@pytest.mark.parametrize("form", ["travelplanner", "markdown"])
def test_every_exported_plan_can_be_replanned(command, old, tmp_path, form):
    name = "plan.md" if form == "markdown" else "plan.jsonl"
    assert command("export", old, name, "--as", form).code == 0
    (tmp_path / "request.txt").write_text(WEEKEND, encoding="utf-8")
    answer = command("replan", name, "--request", "request.txt", "--without", "Bar Aurora", "--json").answer
    assert answer["status"] == "optimal"
    assert [entry["where"] for entry in answer["replanned"]["changed"]] == ["day 2, breakfast"]


def test_a_broken_machine_moves_as_few_tasks_as_it_can(command, shop, tmp_path):
    jobs = [{**job, "due": None} for job in solve(shop).request["jobs"]]
    (tmp_path / "old.json").write_text(solve({"jobs": jobs}, domain="jobshop").to_json(), encoding="utf-8")
    ran = command("replan", "old.json", "--without", "n 7-9", "--json")
    answer = ran.answer
    assert (ran.code, answer["status"], answer["domain"]) == (0, "optimal", "jobshop")
    assert answer["request"]["down"] == [{"machine": "n", "start": 7, "end": 9}]
    assert len(answer["replanned"]["changed"]) == answer["objective"][0]["value"] >= 1
    assert answer["assumptions"] == ["n is down from 7 to 9."]
    pinned = command("replan", "old.json", "--without", "n 7-9", "--pin", "a.1", "--pin", "b.1", "--json").answer
    kept = {entry["where"] for entry in pinned["replanned"]["changed"]}
    assert not kept & {"a.1", "b.1"}
    none = command("replan", "old.json", "--without", "n 4-9", "--pin", "a.2", "--pin", "b.2", "--json")
    assert none.code == 1
    assert any([path.startswith("pin/") for path in none.answer["conflicts"][0]["constraints"]])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--without", "Bar Auror"], "on this trip nothing is called 'Bar Auror'; did you mean Bar Aurora?"),
        (["--without", "Bar Aurora (Roma)"], "there is no Bar Aurora in Roma; there is one in Porto Selene"),
        (["--without", "Bar Aurora on 2027-05-14"], "only flights have dates"),
        (["--without", "VL101 on 2027-13-01"], "2027-13-01 is no day; write it as YYYY-MM-DD"),
        (["--without", "  "], "a name is needed"),
        (["--forbid", "Bar Auror"], "did you mean Bar Aurora?"),
        (["--pin", "day 7"], "the plan has no part 'day 7'; it has start; day 1, travel;"),
        (["--pin", ""], "the plan has no part ''"),
        (["--request", "Plan a picnic"], ""),
        (["--engine", "abacus"], "'abacus' is not a choice"),
    ],
)
def test_what_cannot_be_done_is_said(command, old, more, says):
    ran = command("replan", old, *more)
    assert ran.code in (2, 4)
    assert says.casefold() in ran.said.casefold()
    assert "Traceback" not in ran.said


def test_a_plan_without_a_request_asks_for_it(command, old, tmp_path):
    plan = json.loads((tmp_path / old).read_text(encoding="utf-8"))["plan"]
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    ran = command("replan", "plan.json")
    assert ran.code == 2
    assert "give its request with --request" in ran.said
    assert command("replan", "plan.json", "--request", WEEKEND).code == 0
    (tmp_path / "none.json").write_text(solve(WEEKEND.replace("€450", "€40")).to_json(), encoding="utf-8")
    assert "has no plan" in command("replan", "none.json").said
    assert command("replan", "missing.json").code == 2
    (tmp_path / "odd.json").write_text('{"days": 3}', encoding="utf-8")
    assert command("replan", "odd.json", "--request", WEEKEND).code == 2


def test_a_world_whose_plans_have_no_fields_says_so():
    registry = Registry(plugins={"picnic": None}, _loaded={"picnic": Picnic()})
    answer = respond_replan({}, Given(content={"people": 2}), Options(domain="picnic"), Orders(), registry=registry)
    assert answer.error is not None
    assert answer.error.kind == "unsupported"
    assert answer.error.says == "Picnic cannot replan: its plans have no fields."


# ---------------------------------------------------------------- random trips


def loaded(data):
    class Loaded:
        def load(self, domain, source):
            return data

    return Loaded()


@pytest.mark.parametrize("seed", range(24))
def test_pins_stay_and_what_is_forbidden_or_lost_is_gone(seed):
    request, data = world(seed)
    request = request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []})
    content, rng = json.loads(request.model_dump_json(by_alias=True)), random.Random(seed)
    first = respond(Given(content=content), Options(domain="travel"), datasets=loaded(data), debug=True)
    if first.plan is None:
        return
    old = travel.Plan.model_validate(first.plan)
    fields = list(travel.near(request, data, old).parts)
    used = list(travel.names(old))
    rng.shuffle(used)
    pins = [part.where for part in rng.sample(fields, 2) if not set(part.names) & set(used[:2])]
    orders = Orders(without=(used[0],), forbid=(used[1],), pin=tuple(pins))
    answer = respond_replan(
        first.plan, Given(content=content), Options(domain="travel"), orders, datasets=loaded(data), debug=True
    )
    assert answer.status in ("optimal", "infeasible")
    if answer.plan is None:
        assert answer.conflicts[0].minimal or answer.conflicts[0].background
        for way in answer.suggestions:
            assert used[0] not in json.dumps(way.plan)
        return
    new = travel.Plan.model_validate(answer.plan)
    moved = {entry.where for entry in answer.replanned.changed}
    assert not moved & set(pins)
    lost = travel.gone(used[0], request, data).data
    assert travel.check(new, travel.parse_request(answer.request), lost) == []
    assert not {used[0], used[1]} & set(travel.names(new))
    assert len(moved) == answer.objective[0].value == answer.objective[0].bound


def test_the_best_plan_is_not_taken_where_it_changes_more():
    """The cheapest trip after a loss is never dearer than the nearest one, and now and then it is cheaper and changes more."""
    dearer = 0
    for seed in range(40):
        request, data = world(seed)
        request = request.model_copy(
            update={"budget": 10**6, "house_rule": [], "transportation": [], "objective": ["cheapest"]}
        )
        content = json.loads(request.model_dump_json(by_alias=True))
        first = respond(Given(content=content), Options(domain="travel"), datasets=loaded(data), debug=True)
        if first.plan is None:
            continue
        old = travel.Plan.model_validate(first.plan)
        used = travel.names(old)
        lost = travel.gone(used[seed % len(used)], request, data).data
        given, options = Given(content=content), Options(domain="travel")
        fresh = respond(given, options, datasets=loaded(lost), debug=True)
        nearest = respond_replan(first.plan, given, options, Orders(), datasets=loaded(lost), debug=True)
        assert fresh.status == nearest.status
        if fresh.plan is None:
            continue
        moved = travel.moved(old, travel.Plan.model_validate(fresh.plan), request, lost)
        assert len(moved) >= nearest.objective[0].value
        assert nearest.objective[1].value >= fresh.objective[0].value
        if nearest.objective[1].value > fresh.objective[0].value:
            assert len(moved) > nearest.objective[0].value
            dearer += 1
    assert dearer


def test_the_library_takes_names_one_by_one():
    answer = replan(solve(WEEKEND).plan, WEEKEND, without=["Bar Aurora"], pin=["dinner"], forbid=["taxi"])
    assert answer.error is None, answer.error
    assert [entry.where for entry in answer.replanned.changed] == ["day 2, breakfast"]
    assert answer.replanned.pinned == ["day 1, dinner", "day 2, dinner"]
    assert replan(solve(WEEKEND).plan, WEEKEND, colour="red").error.says.startswith("There is no option 'colour'")


@pytest.mark.parametrize(
    ("name", "pinned"),
    [
        ("Day 2, Dinner", ["day 2, dinner"]),
        ("day 3", ["day 3, travel", "day 3, breakfast"]),
        ("hotel", ["day 1, bed", "day 2, bed"]),
        ("visits", ["day 2, visit 1", "day 2, visit 2"]),
        ("flight", ["day 1, travel", "day 3, travel"]),
        ("bar  aurora", ["day 2, breakfast"]),
        ("Locanda dei Pescatori", ["day 1, bed", "day 2, bed"]),
        ("day 1, breakfast", ["day 1, breakfast"]),
        ("start", ["start"]),
    ],
)
def test_fields_are_named_by_place_by_kind_or_by_what_stands_there(name, pinned):
    answer = solve(WEEKEND)
    request, data = travel.parse_request(answer.request), travel.load(None)
    parts = travel.near(request, data, travel.Plan.model_validate(answer.plan)).parts
    assert list(pinned_fields([name], parts)) == pinned
    with pytest.raises(InputError, match="the plan has no part 'moon'"):
        pinned_fields([name, "moon"], parts)


def test_the_sentence_counts(command, old):
    answer = replan(solve(WEEKEND).plan, WEEKEND, without=["Bar Aurora"])
    about = answer.replanned
    assert sentence(about.model_copy(update={"kept": 1, "proof": None})) == (
        "1 part of the plan changes, 1 stays; it is not proved that no plan changes fewer."
    )
    assert sentence(about.model_copy(update={"changed": about.changed * 2, "kept": 0})) == (
        "2 parts of the plan change, none stays; no plan changes fewer."
    )
