"""Rosters: the best one among all of them, rules one by one, tables as data, changes by path."""

from __future__ import annotations

import pytest
from support.rosters import every_plan, roster_world

from domains.base import Change
from domains.documents import Timeline
from domains.workforce import domain
from domains.workforce.data import WorkforceData
from domains.workforce.domain import example
from domains.workforce.request import RosterPlan, RosterRequest
from encoders.errors import InputError
from encoders.result import Budget, SolveStatus
from encoders.session import open_session
from planner.pipeline import solve
from planner.replan import replan

DATA = WorkforceData()
SMALL = [seed for seed in range(90) if len(roster_world(seed).workers) * len(roster_world(seed).shifts) <= 9]


def best(request, engine="auto", data=DATA):
    built = domain.problem(request, data)
    with open_session(built.problem, engine) as session:
        result = session.optimise(budget=Budget(seconds=30))
    return result, None if result.assignment is None else domain.plan(built, result.assignment)


@pytest.mark.parametrize("seed", SMALL)
def test_no_roster_that_the_check_accepts_is_better(seed):
    """The check sees every roster there is; the problem finds the best of those it accepts, and none where there is none."""
    request = roster_world(seed)
    result, _ = best(request)
    goals = [value.name for value in result.objectives]
    accepted = [plan for plan in every_plan(request) if not domain.check(plan, request, DATA)]
    if not accepted:
        assert result.status is SolveStatus.INFEASIBLE
        return
    measured = [domain.measure(plan, request, DATA) for plan in accepted]
    assert tuple(value.value for value in result.objectives) == min(tuple(m[goal] for goal in goals) for m in measured)


@pytest.mark.parametrize("seed", range(0, 30, 2))
def test_z3_and_cpsat_agree(seed):
    request = roster_world(seed)
    assert [v.value for v in best(request, "z3")[0].objectives] == [
        v.value for v in best(request, "cpsat")[0].objectives
    ]


def test_the_example_that_ships_has_a_plan():
    result, plan = best(example())
    assert result.status is SolveStatus.OPTIMAL
    assert domain.check(plan, example(), DATA) == []
    assert plan.cost == 77


def week(**more):
    content = {
        "workers": ["Ann", "Bob"],
        "shifts": [
            {"name": "Mon early", "day": "Mon", "start": "06:00", "end": "14:00"},
            {"name": "Mon late", "day": "Mon", "start": "14:00", "end": "22:00"},
            {"name": "Tue early", "day": "Tue", "start": "06:00", "end": "14:00"},
        ],
        "pay": {"Ann": 10, "Bob": 12},
    }
    return RosterRequest.model_validate({**content, **more})


BOTH = {"Ann": ["Mon early", "Tue early"], "Bob": ["Mon late"]}


def plan_of(teams):
    return RosterPlan(
        assignments=[{"worker": who, "shift": shift} for who, shifts in teams.items() for shift in shifts]
    )


@pytest.mark.parametrize(
    ("rule", "teams", "broken"),
    [
        ({"need": {"Mon late": 2}}, BOTH, "need/Mon late"),
        ({"need": {"Mon late": 1}, "exactly": True}, BOTH, "exactly"),
        ({"skills": {"Ann": ["till"]}, "need skilled": {"Mon late": {"till": 1}}}, BOTH, "need skilled/Mon late/till"),
        ({"available": {"Bob": ["Tue"]}}, BOTH, "available/Bob"),
        ({"days off": {"Ann": ["Tue"]}}, BOTH, "days off/Ann/Tue"),
        ({"works on": {"Bob": ["Tue early"]}}, BOTH, "works on/Bob/Tue early"),
        ({"most shifts": {"Ann": 1}}, BOTH, "most shifts/Ann"),
        ({"least shifts": {"Bob": 2}}, BOTH, "least shifts/Bob"),
        ({"most shifts each": 1}, BOTH, "most shifts each"),
        ({"least shifts each": 2}, BOTH, "least shifts each"),
        ({}, {"Ann": ["Mon early", "Mon late"]}, "shifts a day"),
        ({"days in a row": 1}, BOTH, "days in a row"),
        ({"rest shifts": 2}, BOTH, "rest shifts"),
        ({"rest hours": 11}, {"Ann": ["Mon late", "Tue early"]}, "rest hours"),
        ({"apart": [["Ann", "Bob"]]}, {"Ann": ["Mon late"], "Bob": ["Mon late"]}, "apart/Ann and Bob"),
        ({"apart all day": ["Ann and Bob"]}, BOTH, "apart all day/Ann and Bob"),
        ({"together": ["Ann and Bob"]}, BOTH, "together/Ann and Bob"),
        ({"budget": 31}, BOTH, "budget"),
        ({"extra": ["staff[Mon late] == 2"]}, BOTH, "extra/0"),
    ],
)
def test_each_rule_is_checked_and_is_in_the_problem(rule, teams, broken):
    request, plan = week(**rule), plan_of(teams)
    assert broken in {violation.constraint for violation in domain.check(plan, request, DATA)}
    built = domain.problem(request, DATA)
    assert domain.pin(built, plan) is None or broken in built.problem.groups
    assert domain.check(plan_of(BOTH), week(), DATA) == []


def test_pay_by_the_hour_is_exact():
    request = week(**{"paid by": "hour", "need": {"Mon early": 1}, "pay": {"Ann": "10.25", "Bob": 12}})
    _, plan = best(request)
    assert plan.cost == 82


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"pay": {"Zoe": 3}}, "pay/Zoe"),
        ({"days off": {"Ann": ["Sunday"]}}, "days off/Ann"),
        ({"need": {"Friday": 1}}, "need/Friday"),
        ({"apart": ["Ann and Zoe"]}, "apart/Ann and Zoe"),
        ({"need skilled": {"Mon late": {"sing": 1}}}, "need skilled/Mon late/sing"),
    ],
)
def test_a_name_that_nobody_knows_is_told_with_its_place(content, where):
    with pytest.raises(InputError) as error:
        domain.problem(week(**content), DATA)
    assert error.value.where == where


def test_changes_by_path():
    request = week(**{"days off": {"Ann": ["Tue"]}, "most shifts": {"Ann": 1}})
    edited = domain.edit(request, [Change("days off/Ann/Tue", "Tue", None), Change("most shifts/Ann", 1, 2)])
    assert (edited.days_off, edited.most_shifts) == ({"Ann": []}, {"Ann": 2})
    assert domain.edit(request, [Change("need/Mon late", None, 2)]).need == {"Mon late": 2}


def tables(folder):
    (folder / "workers.csv").write_text(
        "name,pay,skills,most shifts\nAnn,$10,till; cook,1\nBob,12,,\n", encoding="utf-8"
    )
    (folder / "shifts.csv").write_text("name,day,need,skilled\nMon1,,1,till: 1\nTue2,,1,\n", encoding="utf-8")
    (folder / "availability.csv").write_text("worker,shift,available\nBob,Mon1,no\nZoe,Mon1,yes\n", encoding="utf-8")
    (folder / "policy.yaml").write_text("rest shifts: 1\n", encoding="utf-8")
    return folder


def test_tables_are_data(tmp_path):
    data = domain.load(tables(tmp_path))
    assert data.report == {"availability of somebody who is not in workers.csv": 1}
    assert (data.policy.rest_shifts, data.base.available, data.base.pay) == (
        1,
        {"Bob": ["Tue2"]},
        {"Ann": 10, "Bob": 12},
    )
    answer = solve("Make the cheapest roster. Bob works at most one shift.", domain="workforce", data=tmp_path)
    assert answer.status == "optimal"
    assert answer.plan["cost"] == 22


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("workers.csv", "pay\n3\n", "no column 'name'"),
        ("workers.csv", "name,pay\nAnn,much\n", "no number"),
        ("availability.csv", "worker,shift,available\nAnn,Mon1,perhaps\n", "neither yes nor no"),
        ("policy.yaml", "rest: [", "YAML"),
    ],
)
def test_bad_tables_are_told(tmp_path, file, content, says):
    (tables(tmp_path) / file).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        domain.load(tmp_path)


def test_a_plan_by_shift_is_read_too():
    plan = domain.parse_plan({"Mon early": ["Ann"], "Mon late": "Bob"}, week(), DATA)
    assert [(e.worker, e.shift) for e in plan.assignments] == [("Ann", "Mon early"), ("Bob", "Mon late")]
    assert domain.export_plan(plan, week(), DATA, "table") == {"Mon early": ["Ann"], "Mon late": ["Bob"]}


def test_the_roster_is_drawn_with_a_lane_for_each_worker():
    document = domain.render(plan_of(BOTH), week(), DATA)
    (timeline,) = [block for block in document.blocks if isinstance(block, Timeline)]
    assert timeline.lanes == ("Ann", "Bob")
    assert len(timeline.bars) == 3


SHORT = {
    "workers": ["Ann", "Bob", "Cem"], "shifts": ["Mon1", "Tue2", "Wed3"], "pay": {"Ann": 10, "Bob": 12, "Cem": 9},
    "need": {"Mon1": 2, "Tue2": 1, "Wed3": 1},
}  # fmt: skip


def test_a_conflict_is_about_people_and_days_and_its_ways_out_are_checked():
    answer = solve({**SHORT, "days off": {"Ann": ["Mon1"]}, "apart": [["Bob", "Cem"]]}, domain="workforce")
    assert answer.status == "infeasible"
    (conflict,) = answer.conflicts
    assert conflict.minimal
    assert set(conflict.constraints) == {"need/Mon1", "days off/Ann/Mon1", "apart/Bob and Cem"}
    says = [suggestion.says for suggestion in answer.suggestions]
    assert any("1 person on Mon1 instead of 2" in said for said in says)
    assert any("Ann does not work on Mon1" in said or "never on the same shift" in said for said in says)
    assert all(suggestion.verified for suggestion in answer.suggestions)


def test_somebody_available_once_more_is_a_way_out():
    available = {"Ann": ["Tue2"], "Bob": ["Mon1", "Tue2", "Wed3"], "Cem": ["Wed3"]}
    answer = solve({**SHORT, "available": available}, domain="workforce")
    assert any("Mon1 as well" in suggestion.says for suggestion in answer.suggestions)
    assert any("available on Mon1" in said for said in answer.conflicts[0].because)


def test_replanning_keeps_the_others():
    before = solve(SHORT, domain="workforce")
    after = replan(before.plan, SHORT, domain="workforce", without=["Cem"])
    assert after.status == "optimal"
    kept = {(e["worker"], e["shift"]) for e in before.plan["assignments"] if e["worker"] != "Cem"}
    assert kept <= {(e["worker"], e["shift"]) for e in after.plan["assignments"]}
