"""The open route through the whole pipeline: answers, questions, chat, questions about plans; without a model a way on."""

from __future__ import annotations

import pytest

from planner.call import Call
from planner.contrast.answering import respond_contrast
from planner.dialogue.dialogue import Dialogue
from planner.options import Options
from planner.pipeline import respond
from planner.sources import Given, given_text
from tests.support.llm_server import Fault, llm_server
from tests.support.open_replies import GOOD, IMPOSSIBLE, RULES, SLOTS, TEXT, approving, doubting, with_rules
from tests.support.scripted_model import scripted

OPEN = Options(domain="open")


@pytest.fixture
def replies(monkeypatch):
    """Gives calls a model with these replies, and its script."""

    def use(*said):
        model, script = scripted(said)
        monkeypatch.setattr(Call, "model", lambda self: model)
        return script

    return use


def test_a_text_is_formulated_solved_and_told_with_its_words(replies):
    replies(GOOD, approving)
    answer = respond(given_text(TEXT), OPEN)
    assert answer.status == "optimal"
    assert answer.objective[0].value == 11980
    assert answer.domain == "open"
    quotes = {entry.constraint: entry.quote for entry in answer.understood}
    assert quotes["constraints/assembly"] == "4000 minutes for assembly"
    assert quotes["objective/profit"] == "maximize profit"
    assert any(["A language model (scripted) wrote the problem" in told for told in answer.assumptions])


def test_the_request_of_an_answer_is_a_request_again(replies):
    replies(GOOD, approving)
    first = respond(given_text(TEXT), OPEN)
    again = respond(Given(content=first.request), Options(domain="open"))
    assert again.objective == first.objective


def test_a_text_of_no_world_is_routed_and_says_so(replies):
    script = replies({"kind": "open"}, GOOD, approving)
    answer = respond(given_text(TEXT), Options())
    assert answer.status == "optimal"
    assert "No other kind of plan fits the request" in answer.assumptions[0]
    assert script.stages == ["world", "formulate", "assess"]


def test_a_world_that_understands_everything_needs_no_model(replies):
    script = replies()
    text = "Ann and Bob need to meet for half an hour on Monday between 9:00 and 17:00. Ann is busy on Monday from 9:00 to 12:00."
    answer = respond(given_text(text), Options())
    assert answer.domain == "calendar"
    assert script.asked == []


def test_an_impossible_request_is_answered_with_its_conflict_in_the_users_words(replies):
    replies(with_rules(*RULES), {"verdict": "request"}, approving)
    answer = respond(given_text(IMPOSSIBLE), OPEN)
    assert answer.status == "infeasible"
    assert answer.conflicts[0].minimal
    assert "constraints/least" in answer.conflicts[0].constraints
    assert answer.suggestions


def test_a_doubt_that_stays_claims_nothing(replies):
    replies(GOOD, doubting("the profit is per month"), GOOD, doubting("the profit is per month"))
    answer = respond(given_text(TEXT), OPEN)
    assert answer.status == "unclear"
    assert answer.plan is None
    assert "the profit is per month" in answer.questions[0]


def test_a_term_that_is_not_linear_is_unsupported_and_named(replies):
    replies({**GOOD, "unsupported": "the profit is desks times drawers"})
    answer = respond(given_text(TEXT), OPEN)
    assert answer.error.kind == "unsupported"
    assert "desks times drawers" in answer.error.says


def test_without_a_model_the_way_on_is_told(monkeypatch):
    monkeypatch.setattr(Call, "model", lambda self: None)
    answer = respond(given_text(TEXT), OPEN)
    assert answer.status == "unclear"
    assert "OPENAI_BASE_URL" in " ".join(answer.questions)
    assert ".yaml" in " ".join(answer.questions)


def test_a_user_who_holds_facts_back_is_drawn_out(replies):
    """The simulated user says what is made, and the numbers only when asked for them."""
    begun = (
        TEXT.partition(" There are 4000")[0]
        + " The profit per desk is $100, per drawer $90. How many make the most profit?"
    )
    goal = [{**GOOD["objectives"][0], "quote": "most profit"}]
    script = replies(
        {"variables": [], "questions": ["How many minutes are there for assembly?", "How many for sanding?"]},
        {**GOOD, "objectives": goal},
        approving,
    )
    dialogue = Dialogue(OPEN)
    asked = dialogue.take(begun)
    assert asked.kind == "unclear"
    assert asked.questions == ["How many minutes are there for assembly?", "How many for sanding?"]
    turn = dialogue.take("4000 minutes for assembly and 3500 minutes for sanding")
    dialogue.close()
    assert turn.answer.status == "optimal"
    assert turn.answer.objective[0].value == 11980
    read = script.asked[1].messages[1].content
    assert "How many minutes are there for assembly?" in read
    assert "Answer:\n4000 minutes" in read


# ---------------------------------------------------------------- questions about plans


def ask(kind, question):
    return respond_contrast(kind, given_text(TEXT), question, OPEN)


def test_why_not_examines_what_is_asked_for(replies):
    replies(GOOD, approving, {"rules": [{"rule": "desks >= drawers", "quote": "as many desks as drawers"}]})
    answer = ask("why-not", "Why would it be a bad idea to turn out at least as many desks as drawers?")
    assert answer.status == "optimal"
    assert answer.contrast.before[0].value == 11980
    assert answer.objective[0].value < 11980
    assert "desks is at least drawers" in answer.contrast.asked
    assert any(["A language model took the question to mean" in told for told in answer.assumptions])


def test_what_if_changes_a_limit_by_a_percentage(replies):
    script = replies(
        GOOD,
        approving,
        {"limits": [{"constraint": "assembly", "how": "multiply by", "value": "1.4"}]},
        {"limits": [{"constraint": "assembly", "how": "multiply by", "value": 1.5}]},
    )
    answer = ask(
        "what-if", "Suppose the assembly people could put in fifty percent more, written 50%: where would we land?"
    )
    assert answer.objective[0].value > 11980
    assert "does not stand in the question" in script.asked[3].messages[-1].content


def test_a_question_that_the_model_cannot_place_is_asked_back(replies):
    replies(GOOD, approving, {"questions": ["Which machine is meant?"]})
    answer = ask("what-if", "Imagine the blue machine stood still for an afternoon, would that matter?")
    assert answer.status == "unclear"
    assert answer.questions == ["Which machine is meant?"]


def test_an_impossible_supposition_has_a_conflict(replies):
    replies(GOOD, approving, {"rules": [{"rule": "desks >= 500", "quote": "500 desks"}]})
    answer = ask(
        "what-if", "Imagine the boss wanted us to turn out no fewer than 500 desks whatever it takes, would that go?"
    )
    assert answer.status == "infeasible"
    assert answer.contrast.conflict is not None


def test_numbers_of_a_parameter_change_for_all_members(replies):
    shops = {
        "sets": [{"name": "cafes", "members": ["c1", "c2"]}],
        "parameters": [{"name": "need", "index": ["cafes"], "values": [20, 30]}],
        "variables": [{"name": "send", "kind": "real", "index": ["cafes"]}],
        "constraints": [{"name": "demand", "quote": "needs", "rule": "send[c] >= need[c] for c in cafes"}],
        "objectives": [{"name": "total", "sense": "minimise", "quote": "as little as possible",
                        "expression": "sum(send[c] for c in cafes)"}],
    }  # fmt: skip
    replies(
        shops, approving, {"numbers": [{"parameter": "need", "index": ["*"], "how": "multiply by", "value": "1.5"}]}
    )
    text = "Cafe c1 needs 20 kg and c2 needs 30 kg. Send as little as possible."
    answer = respond_contrast(
        "what-if", given_text(text), "Picture appetite everywhere climbing by 50%; what then?", OPEN
    )
    assert answer.status == "optimal"
    assert answer.objective[0].value == 75


# ---------------------------------------------------------------- over a real server


def test_through_a_real_endpoint_with_usage(monkeypatch, tmp_path):
    with llm_server(
        [GOOD, {"claims": [{"quote": "maximize profit", "sentences": [1, 4, 5], "verdict": "same", "why": ""}]}]
    ) as server:
        _configure(monkeypatch, tmp_path, server)
        answer = respond(given_text(TEXT), OPEN)
    assert answer.status == "optimal"
    assert answer.statistics.llm["by_stage"].keys() >= {"formulate", "assess"}
    assert len(server.requests) == 2


def test_an_endpoint_that_cannot_follow_schemas_gets_slots(monkeypatch, tmp_path):
    with llm_server([*SLOTS, *SLOTS], enforces=("json_object",), accepts=("json_object", "plain")) as server:
        _configure(monkeypatch, tmp_path, server)
        answer = respond(given_text(TEXT), OPEN)
    assert answer.status == "optimal"
    assert answer.objective[0].value == 11980
    assert len(server.requests) == 2 * len(SLOTS)
    assert any(["Two independent formulations" in told for told in answer.assumptions])


def test_an_endpoint_that_fails_is_an_error_of_its_own_kind(monkeypatch, tmp_path):
    with llm_server([Fault.status(401)]) as server:
        _configure(monkeypatch, tmp_path, server)
        answer = respond(given_text(TEXT), OPEN)
    assert answer.error.kind == "llm"
    assert answer.exit_code == 5


def _configure(monkeypatch, tmp_path, server):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    monkeypatch.setenv("PLANPROOF_MODEL", "scripted")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
