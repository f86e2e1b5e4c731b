"""Claims of answers as SMT-LIB: written by the command, checked by solvers that know nothing of planproof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.smtlib import by_cvc5, by_z3
from support.worlds import world

from domains.jobshop import domain as jobshop
from domains.travel import domain as travel
from encoders.errors import InputError
from planner import solve
from planner.claims import claims_of
from planner.options import Options
from planner.pipeline import respond
from planner.sources import Given

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
WEEKEND = (EXAMPLES / "weekend.txt").read_text(encoding="utf-8")
IMPOSSIBLE = WEEKEND.replace("€450", "€400")


def checked(folder):
    """Every script of a folder by name, with what both solvers answer; they agree with the claim and the index."""
    index = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
    assert sorted([row["file"] for row in index]) == sorted([path.name for path in folder.glob("*.smt2")])
    readme = (folder / "README.md").read_text(encoding="utf-8")
    found = {}
    for row in index:
        text = (folder / row["file"]).read_text(encoding="utf-8")
        assert f"(set-info :status {row['status']})" in text
        assert by_cvc5(text) == row["status"] == by_z3(text)
        assert row["file"] in readme
        found[row["file"]] = row
    return found


def export(command, tmp_path, answer, *more, out="claims"):
    """Export an Answer's claims into a folder."""
    (tmp_path / "answer.json").write_text(answer.to_json(), encoding="utf-8")
    ran = command("export", "answer.json", out, "--as", "smtlib", *more)
    return ran, tmp_path / out


def test_a_best_plan_claims_itself_and_that_none_is_better(command, tmp_path):
    ran, folder = export(command, tmp_path, solve(WEEKEND))
    assert (ran.code, ran.said) == (0, "2 claims written to claims")
    found = checked(folder)
    assert found["plan.smt2"]["says"] == "The plan keeps every rule and every wish, with cheapest €410."
    assert found["no-better-cheapest.smt2"]["says"] == "No plan comes below €410 (cheapest)."
    text = (folder / "plan.smt2").read_text(encoding="utf-8")
    for name in ("|budget|", "|house rule/pets|", "|cuisine/Italian|", "|the plan|", "|value of cheapest|"):
        assert f":named {name}))" in text
    assert "(define-fun |budget (2)| () Int 450)" in text


def test_a_conflict_claims_that_each_member_is_needed_and_each_way_out_its_plan(command, tmp_path):
    answer = solve(IMPOSSIBLE)
    ran, folder = export(command, tmp_path, answer)
    assert ran.code == 0
    found = checked(folder)
    members = answer.conflicts[0].constraints
    conflict = found["conflict-1.smt2"]
    assert (conflict["status"], conflict["constraints"]) == ("unsat", members)
    without = [row for row in found.values() if row["says"].startswith("Without")]
    assert [row["constraints"] for row in without] == [[member] for member in members]
    assert {row["status"] for row in without} == {"sat"}
    ways = [row for row in found.values() if row["says"].startswith("Way out")]
    assert len(ways) == len(answer.suggestions) > 0
    text = (folder / "conflict-1.smt2").read_text(encoding="utf-8")
    assert "; The whole trip costs at most €400.\n(assert (! " in text


def test_solve_writes_claims_beside_its_answer(command, tmp_path):
    ran = command("solve", IMPOSSIBLE, "--smtlib", "out", "--best-effort", "--json")
    assert ran.code == 1
    assert ran.answer["status"] == "infeasible"
    assert "best-effort.smt2" in checked(tmp_path / "out")
    again = command("solve", WEEKEND, "--smtlib", "out")  # a folder of claims is written anew
    assert again.code == 0
    assert sorted(checked(tmp_path / "out")) == ["no-better-cheapest.smt2", "plan.smt2"]


def test_a_shop_claims_its_makespan_and_its_deadline(command, tmp_path, shop, tight_shop):
    assert command("solve", shop, "--smtlib", "best").code == 0
    assert sorted(checked(tmp_path / "best")) == ["no-better-makespan.smt2", "plan.smt2"]
    assert command("solve", tight_shop, "--smtlib", "tight").code == 1
    assert "conflict-1.smt2" in checked(tmp_path / "tight")


def test_many_answers_have_their_ids_and_those_without_claims_are_counted(command, tmp_path, shop):
    best, unclear = solve(shop), solve("Plan a trip")
    rows = [best.model_copy(update={"id": "x"}), unclear, best.model_copy(update={"id": 7})]
    (tmp_path / "answers.jsonl").write_text("".join([f"{row.to_json()}\n" for row in rows]), encoding="utf-8")
    ran = command("export", "answers.jsonl", "claims", "--as", "smtlib")
    assert ran.code == 0
    assert "1 answer claims nothing that could be proved" in ran.said
    found = checked(tmp_path / "claims")
    assert [row["id"] for row in found.values()] == ["x", "x", 7, 7]
    assert sorted(found)[0] == "0001-no-better-makespan.smt2"


def test_a_plan_that_somebody_made_claims_that_it_is_valid(command, tmp_path, shop):
    answer = solve(shop)
    (tmp_path / "plan.json").write_text(json.dumps(answer.plan), encoding="utf-8")
    valid = command("check", "plan.json", "--request", shop, "--json").answer
    (tmp_path / "valid.json").write_text(json.dumps(valid), encoding="utf-8")
    assert command("export", "valid.json", "claims", "--as", "smtlib").code == 0
    assert list(checked(tmp_path / "claims")) == ["plan.smt2"]


def test_a_replanning_claims_that_nothing_changes_less(command, tmp_path):
    (tmp_path / "old.json").write_text(solve(WEEKEND).to_json(), encoding="utf-8")
    new = command("replan", "old.json", "--without", "Bar Aurora", "--pin", "day 2, dinner", "--json").answer
    (tmp_path / "new.json").write_text(json.dumps(new), encoding="utf-8")
    assert command("export", "new.json", "claims", "--as", "smtlib").code == 0
    found = checked(tmp_path / "claims")
    assert found["no-better-fewest-changes.smt2"]["says"] == "No plan comes below 1 (fewest changes)."
    pinned = command("replan", "old.json", "--without", "Bar Aurora", "--pin", "day 2, breakfast", "--json")
    assert pinned.code == 1
    (tmp_path / "none.json").write_text(json.dumps(pinned.answer), encoding="utf-8")
    assert command("export", "none.json", "none", "--as", "smtlib").code == 0
    assert checked(tmp_path / "none")["conflict-1.smt2"]["constraints"] == ["pin/day 2, breakfast"]


@pytest.mark.parametrize("seed", range(12))
def test_claims_about_random_trips_hold(seed):
    request, data = world(seed)
    content = json.loads(request.model_dump_json(by_alias=True))
    answer = respond_inline(content, data)
    claims = list(claims_of(answer.to_dict(), travel, data))
    assert claims
    for claim in claims:
        assert by_z3(claim.script.text) == claim.script.status, claim.script.says
    for claim in claims[:3]:
        assert by_cvc5(claim.script.text) == claim.script.status, claim.script.says


def respond_inline(content, data):
    """The answer with data that are there already."""

    class Loaded:
        def load(self, domain, source):
            return data

    return respond(Given(content=content), Options(domain="travel"), datasets=Loaded(), debug=True)


def test_claims_that_the_data_do_not_bear_out_are_not_written(command, tmp_path):
    """The answer is about other offers than the example's: the error says which option gives them."""
    request, data = world(4)
    answer = respond_inline(json.loads(request.model_dump_json(by_alias=True)), data)
    ran, folder = export(command, tmp_path, answer)
    assert ran.code == 2
    assert "--data" in ran.said
    assert list(folder.iterdir()) == []


def test_an_answer_that_was_changed_is_refused():
    answer = solve(WEEKEND).to_dict()
    data = travel.load(None)
    cheaper = {**answer, "objective": [{"name": "cheapest", "value": 400, "bound": 400}]}
    with pytest.raises(InputError, match="it does not follow that"):
        list(claims_of(cheaper, travel, data))
    impossible = solve(IMPOSSIBLE).to_dict()
    conflict = impossible["conflicts"][0]
    smaller = {**impossible, "conflicts": [{**conflict, "constraints": conflict["constraints"][:1]}]}
    with pytest.raises(InputError, match="cannot hold together"):
        list(claims_of(smaller, travel, data))
    larger = {**impossible, "conflicts": [{**conflict, "constraints": [*conflict["constraints"], "cuisine/Italian"]}]}
    with pytest.raises(InputError, match="a plan is possible without"):
        list(claims_of(larger, travel, data))
    unknown = {**impossible, "conflicts": [{**conflict, "constraints": ["moon"]}]}
    with pytest.raises(InputError, match="there is a rule 'moon'"):
        list(claims_of(unknown, travel, data))
    supposed = {**answer, "contrast": {"data_changed": True}}
    with pytest.raises(InputError, match="supposes other offers"):
        list(claims_of(supposed, travel, data))


def test_a_conflict_of_the_world_alone_is_one_of_its_rules():
    shop = {
        "jobs": [{"name": "a", "tasks": [{"machine": "m", "duration": 4}], "due": 3}],
        "down": [{"machine": "m", "start": 1, "end": 9}],
    }
    answer = respond(Given(content=shop), Options(domain="jobshop"), debug=True)
    claims = list(claims_of(answer.to_dict(), jobshop, None))
    assert claims[0].script.status == "unsat"
    for claim in claims:
        assert by_cvc5(claim.script.text) == claim.script.status


@pytest.mark.parametrize("there", ["file", "strangers"])
def test_a_folder_that_holds_something_else_is_left_alone(command, tmp_path, there):
    out = tmp_path / "out"
    if there == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        out.mkdir()
        (out / "thesis.tex").write_text("mine", encoding="utf-8")
    for ran in (export(command, tmp_path, solve(WEEKEND), out="out")[0], command("solve", WEEKEND, "--smtlib", "out")):
        assert ran.code == 2
        assert "folder" in ran.said
    kept = out if there == "file" else out / "thesis.tex"
    assert kept.read_text(encoding="utf-8") == "mine"
