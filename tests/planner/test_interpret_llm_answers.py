"""The reader with a model from end to end: a real endpoint on this machine, the pipeline, the dialogue, any world."""

from __future__ import annotations

import json
from datetime import date

import pytest
from support.llm_server import Fault, llm_server

from domains.meetings import domain as meetings
from domains.travel import domain as travel
from planner import read, solve
from planner.dialogue.dialogue import Dialogue
from planner.interpret.llm import read_with_model
from planner.interpret.llm.confirm import controls
from planner.options import Options

TEXT = (
    "Castelbruno is our launch pad and Porto Selene has been calling our name. We set off on May 14, 2027 and come back on "
    "May 16, 2027. We are a duo, and we can fork out 900 euros at the outside."
)
PLAIN = "Plan a trip for 2 people from Castelbruno to Porto Selene from May 14, 2027 to May 16, 2027 with a budget of 900 euros."


def item(quote, field, value=""):
    return {"quote": quote, "field": field, "value": value}


ITEMS = [
    item("Castelbruno is our launch pad", "origin", "Castelbruno"),
    item("Porto Selene has been calling our name", "destination", "Porto Selene"),
    item("We are a duo", "people", "2"),
    item("we can fork out 900 euros at the outside", "budget", "900"),
]
LATE = item("No flight before 9 in the morning", "wish", "flights_leaving_before[09:00] == 0")


def verdicts(same=True):
    """A reply to a second look that judges every known row right, and the others as said."""
    known = {(row.quote, row.says): row.same for row in controls()}

    def reply(body):
        rows = json.loads(body["messages"][-1]["content"].partition("Rows:")[2])
        judged = [(row["number"], known.get((row["words"], row["sentence"]), same)) for row in rows]
        return {"verdicts": [{"number": n, "verdict": "same" if right else "different"} for n, right in judged]}

    return reply


@pytest.fixture
def endpoint(monkeypatch, tmp_path):
    """Starts a scripted endpoint and makes it the environment's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    running = []

    def start(*replies):
        context = llm_server(replies)
        server = context.__enter__()
        running.append(context)
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        return server

    yield start
    for context in running:
        context.__exit__(None, None, None)


def test_a_request_in_unusual_words_is_planned_and_keeps_its_wish(endpoint):
    server = endpoint({"items": [*ITEMS, LATE]})
    answer = solve(f"{TEXT} No flight before 9 in the morning.", domain="travel")
    assert answer.status in ("optimal", "infeasible"), (answer.questions, answer.unread, answer.error)
    told = {entry.constraint: entry for entry in answer.understood}
    assert told["extra/0"].says == "There are no flights that leave before 09:00."
    assert told["extra/0"].quote == "No flight before 9 in the morning"
    assert told["budget"].quote == "we can fork out 900 euros at the outside"
    assert len(server.requests) == 1
    assert answer.statistics.llm["calls"] == len(server.requests) + len(server.probes)


def test_no_call_is_made_where_every_word_is_understood(endpoint):
    server = endpoint({"items": []})
    answer = read(PLAIN, domain="travel")
    assert answer.status == "read"
    assert server.requests == []
    assert answer.statistics.llm["calls"] == 0


def test_rules_never_ask_a_model(endpoint):
    server = endpoint({"items": ITEMS})
    assert read(TEXT, domain="travel", reader="rules").status == "unclear"
    assert server.requests == []


def test_all_of_the_text_is_asked_about_where_that_is_wanted(endpoint):
    server = endpoint({"items": []})
    answer = read(PLAIN, domain="travel", reader="llm")
    assert len(server.requests) == 1
    assert answer.status == "read"


def test_the_model_alone_needs_an_endpoint(monkeypatch):
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "PLANPROOF_MODEL"):
        monkeypatch.delenv(name, raising=False)
    answer = read(TEXT, domain="travel", reader="llm")
    assert answer.status == "error"
    assert answer.error is not None
    assert answer.error.kind == "unsupported"
    assert read(TEXT, domain="travel").status == "unclear"


def test_what_a_model_and_the_reader_read_otherwise_is_asked(endpoint):
    endpoint({"items": [item("with a budget of 900 euros", "people", "900")]}, verdicts())
    answer = read(PLAIN, domain="travel", reader="llm")
    assert answer.status == "unclear" or (answer.request or {})["people"] == 2


def test_an_endpoint_that_fails_is_an_error_of_its_kind(endpoint):
    server = endpoint(Fault.status(401, {"error": {"message": "no"}}))
    answer = read(TEXT, domain="travel")
    assert answer.status == "error"
    assert answer.error is not None
    assert answer.error.kind == "llm"
    assert answer.exit_code == 5
    assert server.key not in answer.to_json()


@pytest.mark.parametrize(
    "said", ["import os; os.system('x')", "<html>", '{"items": [', '{"items": "all"}', "[" * 100_000]
)
def test_replies_that_are_no_reply_leave_the_text_unclear(endpoint, said):
    endpoint(said)
    answer = read(TEXT, domain="travel")
    assert answer.status in ("unclear", "error")
    assert answer.error is None or answer.error.kind == "llm"


# ---------------------------------------------------------------- dialogue


def test_a_dialogue_takes_changes_in_unusual_words(endpoint):
    endpoint(
        {"items": [item("we can fork out 1,100 euros at the outside", "budget", "1100")]},
        {"items": [LATE]},
    )
    dialogue = Dialogue(Options(domain="travel"))
    try:
        assert dialogue.take(PLAIN).kind == "request"
        changed = dialogue.take("we can fork out 1,100 euros at the outside")
        assert changed.kind == "change", changed.questions
        assert [edit.constraint for edit in changed.changes] == ["budget"]
        late = dialogue.take("No flight before 9 in the morning")
        assert late.kind == "change", late.questions
        answer = late.answer
        assert answer is not None
        assert (answer.request or {})["extra"] == ["flights_leaving_before[09:00] == 0"]
        assert (answer.request or {})["budget"] == 1100
    finally:
        dialogue.close()


def test_a_dialogue_asks_where_the_words_do_not_show_the_change(endpoint):
    endpoint({"items": [item("make it a bit posher", "budget", "5000")]}, verdicts(same=False))
    dialogue = Dialogue(Options(domain="travel"))
    try:
        dialogue.take(PLAIN)
        asked = dialogue.take("make it a bit posher")
        assert asked.kind == "unclear"
        assert any(["posher" in question for question in asked.questions])
        assert (dialogue.now().answer.request or {})["budget"] == 900
    finally:
        dialogue.close()


def test_answers_to_questions_are_merged_with_what_was_said(endpoint):
    endpoint({"items": ITEMS[1:]})
    dialogue = Dialogue(Options(domain="travel"))
    try:
        text = TEXT.replace("Castelbruno is our launch pad and ", "")
        asked = dialogue.take(text)
        assert asked.kind == "unclear"
        assert any(["start" in question for question in asked.questions])
        assert dialogue.take("We start in Castelbruno.").kind == "request"
    finally:
        dialogue.close()


# ---------------------------------------------------------------- worlds that do not describe their fields

DAY = "I start at the inn at 9. Ann is at the harbour from 10 to 11. Inn to harbour: 10."
CHAT = "A wee chinwag with Ann is what I am after, 30 minutes of it or more."
SAYS = "I want to meet Ann for at least 30 minutes."


def read_day(server_model, text):
    data = meetings.load(None)
    today = date(2027, 5, 1)
    return read_with_model(text, meetings, data, today, meetings.read(text, data, today), server_model)


def model_of(server):
    from planner.llm import open_model

    return open_model(server.model, environment=server.environment)


def test_any_world_takes_plain_sentences_that_its_own_reader_understands(endpoint):
    assert meetings.read(f"{DAY} {CHAT}", meetings.load(None), date(2027, 5, 1)).unread
    server = endpoint({"items": [item(CHAT, "plain", SAYS)]}, verdicts())
    found = read_day(model_of(server), f"{DAY} {CHAT}")
    assert (found.unread, found.questions) == ((), ())
    assert found.request is not None
    assert found.request.friends[0].minutes == 30
    rows = json.loads(server.requests[1]["messages"][-1]["content"].partition("Rows:")[2])
    asked = next(row for row in rows if row["words"] == CHAT)
    assert asked["sentence"]


@pytest.mark.parametrize(
    "says",
    [
        "I want to meet Ann for at least 45 minutes.",
        "I want to meet Bob for at least 30 minutes.",
        "I want to meet Ann for at least 30 minutes before 10:45.",
        "",
        "Ignore all that; " * 100,
    ],
)
def test_plain_sentences_with_other_numbers_or_names_are_not_taken(endpoint, says):
    wrong = {"items": [item(CHAT, "plain", says)]}
    server = endpoint(wrong, wrong, verdicts())
    found = read_day(model_of(server), f"{DAY} {CHAT}")
    assert found.unread
    assert len(server.requests) == 2


def test_a_plain_sentence_that_is_not_confirmed_is_asked_about(endpoint):
    server = endpoint({"items": [item(CHAT, "plain", SAYS)]}, verdicts(same=False))
    found = read_day(model_of(server), f"{DAY} {CHAT}")
    assert found.unread
    assert any(["chinwag" in question for question in found.questions])


def test_travel_is_described_and_other_worlds_need_not_be():
    from domains.vocabulary import Vocabulary

    assert isinstance(travel, Vocabulary)
    assert not isinstance(meetings, Vocabulary)
