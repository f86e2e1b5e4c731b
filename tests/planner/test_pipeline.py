"""The pipeline's promises, over a world small enough to know every answer by heart."""

from __future__ import annotations

import json
from datetime import date

import pytest
from support import picnic

import planner.registry
from domains.base import Domain, Fact, Reading
from encoders.result import Outcome, Result, Satisfiability, SolveStatus
from planner.answer import Answer
from planner.options import Options
from planner.pipeline import respond, respond_check
from planner.registry import Registry
from planner.sources import Given


@pytest.fixture
def world():
    return picnic.Picnic()


@pytest.fixture
def ask(world, monkeypatch, tmp_path):
    monkeypatch.setattr(planner.registry, "BUILT_IN", {})
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    registry = Registry(plugins={"picnic": None}, _loaded={"picnic": world})

    def asked(request, task="solve", **options):
        given = Given(text=request) if isinstance(request, str) else Given(content=request)
        return respond(given, Options(**options), task=task, registry=registry)

    asked.registry = registry
    return asked


def test_the_world_of_these_tests_is_a_domain(world):
    assert isinstance(world, Domain)


def test_text_becomes_a_proved_plan(ask):
    answer = ask("picnic for 2 with cake under $20.")
    assert (answer.status, answer.exit_code) == ("optimal", 0)
    assert answer.plan == {"dishes": ["cake"], "cost": 18}
    assert [(m.name, m.value, m.bound) for m in answer.objective] == [("cheapest", 18, 18)]
    assert [(u.constraint, u.kind, u.quote) for u in answer.understood] == [
        ("people", "fact", "for 2"),
        ("dishes/cake", "constraint", "with cake"),
        ("budget", "constraint", "under $20"),
        ("objective/cheapest", "goal", None),
    ]
    assert answer.assumptions == [
        "Nobody is allergic.",
        "2 rows of the data left out: price unknown.",
        "Today is taken to be 2030-01-01, the day before the first date the data offer.",
    ]
    statistics = answer.statistics
    assert statistics.engine in ("z3", "cpsat")
    assert statistics.proof == "exact"
    assert statistics.deterministic is True
    assert set(statistics.seconds) == {"read", "build", "solve", "explain", "total"}
    assert (statistics.variables, statistics.constraints) == (3, 3)


def test_spans_point_at_the_words(ask):
    text = "picnic for 2 with cake under $20."
    for entry in ask(text).understood:
        if entry.span is not None:
            assert text[slice(*entry.span)] == entry.quote


def test_an_impossible_budget_is_a_conflict_with_verified_ways_out(ask):
    answer = ask("picnic for 2 with cake with soup under $20.")
    assert (answer.status, answer.exit_code) == ("infeasible", 1)
    (conflict,) = answer.conflicts
    assert conflict.minimal
    assert not conflict.background
    assert conflict.constraints == ["dishes/cake", "dishes/soup", "budget"]
    assert conflict.says == [
        "There is cake (you wrote “with cake”).",
        "There is soup (you wrote “with soup”).",
        "It costs at most $20 (you wrote “under $20”).",
    ]
    assert conflict.because == [
        "While “with cake” and “with soup” hold, the budget must be at least $30 (you wrote “under $20”).",
        "Without “with cake” $12 is enough; without “with soup” $18 is enough.",
    ]
    first = answer.suggestions[0]
    assert [(c.constraint, c.kind, c.before, c.after) for c in first.changes] == [("budget", "raise", 20, 30)]
    assert first.price == 0.5
    assert first.says == "Raise the budget (you wrote “under $20”) from $20 to $30 (+50%); cheapest then: $30."
    (dropped,) = answer.suggestions[1:]  # to give up the soup costs as much, and the plan is dearer then
    assert [(c.constraint, c.before, c.after) for c in dropped.changes] == [("dishes/cake", "cake", None)]
    assert (dropped.price, dropped.says) == (1, "Give up “There is cake” (you wrote “with cake”); cheapest then: $12.")


def test_each_suggestion_is_a_request_again(ask):
    answer = ask("picnic for 2 with cake with soup under $20.")
    for suggestion in answer.suggestions:
        again = ask(suggestion.request)
        assert again.status == "optimal"
        assert again.plan == suggestion.plan
    again = ask(answer.request)
    assert [c.constraints for c in again.conflicts] == [c.constraints for c in answer.conflicts]
    assert again.suggestions[0].says == "Raise the budget from $20 to $30 (+50%); cheapest then: $30."


def test_what_is_kept_is_touched_by_no_suggestion(ask):
    text = "picnic for 2 with cake with soup under $20."
    for keep in ("budget", "at most $20", "under $20", " BUDGET "):
        answer = ask(text, keep=(keep,))
        assert {c.constraint for s in answer.suggestions for c in s.changes} == {"dishes/cake"}, keep
    fewer = ask(text, keep=("budget", "dishes"))
    assert [[(c.constraint, c.kind, c.after) for c in s.changes] for s in fewer.suggestions] == [
        [("people", "replace", 1)]
    ]
    assert fewer.suggestions[0].says == "Change the people (you wrote “for 2”) from 2 to 1; cheapest then: $15."
    nothing = ask(text, keep=("budget", "cake", "soup", "people"))
    assert (nothing.status, nothing.suggestions) == ("infeasible", [])
    assert "to be kept (budget, dishes/cake, dishes/soup, people)" in nothing.statistics.reason


@pytest.mark.parametrize("keep", ["wine", "there is"])
def test_a_kept_wish_must_be_one_that_the_request_has(ask, keep):
    answer = ask("picnic for 2 with cake with soup.", keep=(keep,))
    assert (answer.status, answer.error.kind) == ("error", "input")
    assert "dishes/cake (There is cake)" in answer.error.says


def test_where_the_frame_itself_is_impossible_other_frames_are_tried(ask):
    answer = ask({"people": 9, "budget": 20}, keep=())
    assert answer.status == "infeasible"
    nothing_offered = ask({"people": 3}, data={})
    (conflict,) = nothing_offered.conflicts
    assert (conflict.background, conflict.constraints, conflict.says) == (
        True,
        ["something"],
        ["Something is brought."],
    )
    assert nothing_offered.suggestions == []


def test_unread_words_are_asked_about_and_never_solved(ask):
    text = "picnic for 2 with cake on the moon."
    answer = ask(text)
    assert (answer.status, answer.exit_code) == ("unclear", 4)
    assert answer.plan is None
    (unread,) = answer.unread
    assert (unread.quote, text[slice(*unread.span)]) == ("on the moon", "on the moon")
    assert answer.questions == ["What is meant by “on the moon”? Say it in other words or leave it out."]
    assert [entry.constraint for entry in answer.understood] == ["people", "dishes/cake", "objective/cheapest"]


def test_ignoring_unread_words_stands_in_the_assumptions(ask):
    answer = ask("picnic for 2 with cake on the moon.", ignore_unread=True)
    assert (answer.status, answer.unread) == ("optimal", [])
    assert any(["“on the moon”" in assumption for assumption in answer.assumptions])


def test_a_missing_fact_is_asked_for_even_when_unread_words_are_ignored(ask):
    answer = ask("picnic with cake somewhere", ignore_unread=True)
    assert (answer.status, answer.questions) == ("unclear", ["How many people come?"])
    assert [entry.constraint for entry in answer.understood] == ["dishes/cake"]


def test_another_kind_of_request_is_unclear_and_the_kinds_are_named(ask):
    answer = ask("Teach me to juggle.")
    assert (answer.status, answer.domain) == ("unclear", None)
    assert "picnic: Picnics: what to bring" in answer.questions[0]


def test_reading_solves_nothing(ask):
    answer = ask("picnic for 2 with cake.", task="read")
    assert (answer.status, answer.plan, answer.statistics.engine) == ("read", None, None)
    assert answer.request == {"people": 2, "budget": None, "dishes": ["cake"]}


def test_today_is_the_users_where_it_is_given(ask):
    answer = ask("picnic for 2.", today=date(2030, 5, 5))
    assert not any(["Today" in assumption for assumption in answer.assumptions])


def test_structured_requests_and_other_layouts(ask):
    assert ask({"people": 1, "dishes": ["soup"]}).plan == {"dishes": ["soup"], "cost": 6}
    assert ask("1 soup", layout="line").plan == {"dishes": ["soup"], "cost": 6}
    assert "there are line" in ask("1 soup", layout="csv").error.says
    refused = ask({"people": 0})
    assert (refused.error.kind, refused.error.where) == ("input", "people")
    assert ask({"people": 1, "dishes": ["fire"]}).error.kind == "unsupported"
    assert "language model" in ask("picnic for 1", reader="llm").error.says


def test_a_wish_that_gets_lost_on_the_way_is_a_defect_and_never_an_answer(ask, world, monkeypatch):
    read = world.read

    def forgetful(text, data, today):
        reading = read(text, data, today)
        return Reading(reading.request.model_copy(update={"dishes": []}), reading.facts, (), (), ())

    monkeypatch.setattr(world, "read", forgetful)
    answer = ask("picnic for 2 with cake.")
    assert (answer.error.kind, answer.error.where) == ("internal", "dishes/cake")
    assert "not in the problem" in answer.error.says


def test_a_plan_that_the_world_refuses_is_never_shown(ask, world, monkeypatch):
    monkeypatch.setattr(world, "plan", lambda built, assignment: picnic.PicnicPlan(dishes=["cake"], cost=9))
    answer = ask("picnic for 1 with soup.")
    assert (answer.status, answer.plan) == ("error", None)
    assert "There is no soup" in answer.error.says


def test_a_plan_that_measures_otherwise_is_never_shown(ask, world, monkeypatch):
    monkeypatch.setattr(world, "measure", lambda plan, request, data: {"cheapest": 1})
    answer = ask("picnic for 1 with soup.")
    assert answer.status == "error"
    assert "measures 1 where its problem has 6" in answer.error.says


def test_a_defect_is_a_sentence_with_the_place_of_its_details(ask, world, monkeypatch, tmp_path):
    def broken(*_, **__):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(world, "problem", broken)
    answer = ask("picnic for 1.")
    assert (answer.error.kind, answer.exit_code) == ("internal", 2)
    assert "defect of Planproof" in answer.error.says
    assert "oops" in (tmp_path / "planproof" / "errors.log").read_text(encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        respond(Given(text="picnic for 1."), Options(), registry=ask.registry, debug=True)


def test_an_interrupt_is_no_answer(ask, world, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(world, "problem", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ask("picnic for 1.")


class Scripted:
    """A session that answers what a test wants."""

    engine, strategy, why = "z3", "scripted", "Scripted."

    def __init__(self, problem, result, outcome=None):
        self.problem, self.result, self.outcome = problem, result, outcome
        self.switchable = problem.groups_of("request")

    def optimise(self, on=None, **_):
        return self.result

    def check(self, on=None, **_):
        return self.outcome

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def scripted(monkeypatch):
    def use(result, outcome=None):
        monkeypatch.setattr(
            "encoders.session.open_session", lambda problem, *_, **__: Scripted(problem, result, outcome)
        )

    return use


def test_a_limit_is_told_as_unknown_and_never_as_infeasible(ask, scripted):
    scripted(Result(SolveStatus.UNKNOWN, reason="gave up"))
    answer = ask("picnic for 2 with cake.")
    assert (answer.status, answer.exit_code, answer.statistics.reason) == ("unknown", 3, "gave up")
    assert answer.conflicts == []
    assert answer.statistics.deterministic is False


def test_a_plan_without_proof_is_feasible_with_its_bound(ask, scripted, world):
    from encoders.result import ObjectiveValue

    assignment = {"cake": True, "salad": False, "soup": False}
    scripted(
        Result(SolveStatus.FEASIBLE, assignment, (ObjectiveValue("cheapest", 18, 8),), proof="exact", reason="time")
    )
    answer = ask("picnic for 2.")
    assert (answer.status, answer.exit_code, answer.statistics.reason) == ("feasible", 0, "time")
    assert [(m.value, m.bound) for m in answer.objective] == [(18, 8)]
    assert answer.statistics.deterministic is False


def test_a_conflict_that_ran_out_of_time_is_not_called_minimal(ask, scripted, monkeypatch):
    monkeypatch.setattr("planner.suggest.repairs", lambda *_, **__: iter(()))
    scripted(Result(SolveStatus.INFEASIBLE), Outcome(Satisfiability.UNKNOWN, reason="time"))
    answer = ask("picnic for 2 with cake under $20.")
    (conflict,) = answer.conflicts
    assert (answer.status, conflict.minimal, conflict.constraints) == ("infeasible", False, ["dishes/cake", "budget"])
    assert answer.statistics.reason == "time"


def test_an_engine_that_contradicts_itself_is_an_error(ask, scripted):
    found = Outcome(Satisfiability.SATISFIABLE, {"cake": True, "salad": False, "soup": False})
    scripted(Result(SolveStatus.INFEASIBLE), found)
    answer = ask("picnic for 2 with cake.")
    assert answer.error.kind == "internal"
    assert "then found a plan" in answer.error.says


def test_checking_a_plan(ask):
    def check(plan):
        return respond_check(plan, Given(text="picnic for 2 with cake under $20."), Options(), registry=ask.registry)

    good = check({"dishes": ["cake"], "cost": 18})
    assert (good.status, good.exit_code) == ("valid", 0)
    assert [(m.name, m.value) for m in good.objective] == [("cheapest", 18)]
    bad = check({"dishes": ["soup"], "cost": 30})
    assert (bad.status, bad.exit_code, bad.objective) == ("invalid", 1, [])
    assert [(v.constraint, v.where) for v in bad.violations] == [("dishes/cake", "basket"), ("budget", "bill")]
    assert check("nonsense").error.kind == "input"


def test_progress_and_drawings_are_given_to_whoever_wants_them(ask):
    said, drawn = [], []
    respond(Given(text="picnic for 2."), Options(), registry=ask.registry, progress=said.append, drawn=drawn.append)
    assert said[:3] == ["reading", "building the problem", "solving"]
    (drawing,) = drawn
    assert drawing.units == {"cheapest": "$"}
    assert drawing.document.blocks[0].text == "The basket"


def test_an_answer_round_trips_through_its_json_without_any_float(ask):
    for text in ("picnic for 2 with cake under $20.", "picnic for 2 with cake with soup under $20.", "picnic x"):
        answer = ask(text)
        line = answer.to_json()
        content = json.loads(line, parse_float=lambda number: pytest.fail(f"{number} is a float"))
        assert Answer.model_validate(content).to_json() == line
        assert list(content)[:5] == ["schema", "status", "domain", "request", "understood"]
        assert "id" not in content
        assert json.loads(answer.model_copy(update={"id": 7}).to_json())["id"] == 7


def test_facts_without_a_problem_are_told_as_they_were_read(ask, world, monkeypatch):
    monkeypatch.setattr(world, "read", lambda *_: Reading(None, (Fact("people", "fact", "2 come."),), (), (), ()))
    answer = ask("picnic")
    assert answer.questions == ["What is to be planned?"]
    assert [entry.says for entry in answer.understood] == ["2 come."]
