"""The best rung of an endpoint is found with a tiny question, remembered, and left when it does not hold."""

from __future__ import annotations

import json
import stat
from typing import Literal

import pytest
from pydantic import BaseModel
from support.llm_server import Fault, form_of, llm_server

from planner.llm import LlmError, LlmSettings, Message, open_model
from planner.llm.examining import examined

ASKED = [Message("system", "You count."), Message("user", "How many are seven?")]
QUICK = LlmSettings(seconds=8.0, call_seconds=2.0, first_wait=0.01, tries=3, attempts=2)
GOOD = {"answer": 7}


class Answer(BaseModel):
    """A number."""

    answer: int


def ask(server, settings=QUICK):
    model = open_model(None, settings, environment=server.environment)
    assert model.ask("count", ASKED, Answer).answer == 7
    return model


@pytest.mark.parametrize(
    ("enforces", "accepts", "rung"),
    [
        (["json_schema"], ["json_schema", "tool", "json_object", "plain"], "json_schema"),
        (["tool"], ["json_schema", "tool", "json_object", "plain"], "tool"),
        (["json_object+schema"], ["json_object", "plain"], "json_object+schema"),
        ([], ["json_schema", "tool", "json_object", "plain"], "json_object"),
        ([], ["json_schema", "plain"], "plain"),
        ([], ["plain"], "plain"),
    ],
)
def test_the_best_rung_that_is_enforced_is_used(enforces, accepts, rung):
    with llm_server([GOOD], enforces=enforces, accepts=accepts) as server:
        model = ask(server)
        assert [form_of(request) for request in server.requests] == [rung]
        assert model.usage.by_stage["probe"].calls == len(server.probes)
        seen = "JSON schema" in json.dumps(server.asked[0])
        assert seen == (rung in ("json_object+schema", "json_object", "plain"))


class Seven(BaseModel):
    """A part of the answers."""

    answer: Literal[7]


@pytest.mark.parametrize(
    ("enforces", "accepts", "shows"),
    [(["json_object+schema"], ["json_object", "plain"], "integer"), ([], ["plain"], "enum")],
)
def test_a_wider_schema_is_shown_where_the_narrow_one_is_enforced(enforces, accepts, shows):
    with llm_server([GOOD], enforces=enforces, accepts=accepts) as server:
        model = open_model(None, QUICK, environment=server.environment)
        assert model.ask("count", ASKED, Seven, wider=Answer).answer == 7
        told = server.asked[0][0]["content"].partition("JSON schema:")[2]
        assert ("enum" in told) == (shows == "enum")
        for request in server.requests:
            if enforces:
                assert '"enum": [7]' in json.dumps(request["response_format"]["schema"])


def test_a_model_is_probed_once(cache):
    with llm_server([GOOD], enforces=["tool"]) as server:
        ask(server)
        probes = len(server.probes)
        ask(server)
        assert len(server.probes) == probes == 3
    place = cache / "planproof" / "endpoints.json"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert server.key not in place.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["", "[]", "{half", '{"scripted at ": 3}', "\x00"])
def test_a_broken_memory_is_no_obstacle(cache, content):
    place = cache / "planproof" / "endpoints.json"
    place.parent.mkdir(parents=True)
    place.write_text(content, encoding="utf-8")
    with llm_server([GOOD]) as server:
        ask(server)


def test_a_cache_that_cannot_be_written_is_no_obstacle(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with llm_server([GOOD]) as server:
        ask(server)
        ask(server)
        assert len(server.probes) == 2


def test_another_server_at_the_same_place_is_noticed():
    with llm_server([GOOD]) as server:
        ask(server)
        server.accepts = frozenset(["tool", "json_object", "plain"])
        server.enforces = frozenset(["tool"])
        ask(server)
        assert form_of(server.requests[-1]) == "tool"


def test_a_schema_that_was_not_enforced_after_all_is_spelled_out():
    with llm_server([{"number": 7}, GOOD]) as server:
        ask(server)
        assert ["JSON schema" in json.dumps(messages) for messages in server.asked] == [False, True]


def test_parameters_that_are_refused_are_left_out_from_then_on():
    refused = [
        Fault.status(400, {"error": {"message": "Unsupported parameter: 'max_tokens'; use 'max_completion_tokens'"}}),
        Fault.status(400, {"error": {"message": "only the default is supported", "param": "temperature"}}),
        Fault.status(400, {"error": {"message": "unknown field: seed"}}),
        GOOD,
    ]
    with llm_server(refused) as server:
        ask(server)
        last = server.requests[-1]
        assert {"temperature", "seed", "max_tokens"} & set(last) == set()
        assert last["max_completion_tokens"] > 0
        ask(server)
        assert set(server.requests[-1]) == set(last)


def test_a_long_request_is_tried_with_a_shorter_reply():
    overflow = Fault.status(400, {"error": {"message": "This model's maximum context length is 8192 tokens"}})
    with llm_server([overflow, GOOD]) as server:
        ask(server)
        first, second = [request["max_tokens"] for request in server.requests]
        assert second < first


def test_a_reply_may_be_no_longer_than_the_model_allows():
    said = "max_tokens is too large: 8192. This model supports at most 1024 completion tokens."

    def limited(body):
        return GOOD if body["max_tokens"] <= 1024 else Fault.status(400, {"error": {"message": said}})

    with llm_server([limited]) as server:
        ask(server)
        assert [request["max_tokens"] for request in server.requests] == [8192, 2048, 512]


def test_tool_calls_text_parts_and_plain_text_are_read():
    parts = {"role": "assistant", "content": [{"type": "text", "text": '{"answer":'}, {"type": "text", "text": " 7}"}]}
    call = {"role": "assistant", "tool_calls": [{"function": {"name": "Answer", "arguments": '{"answer": 7}'}}]}
    think = '<think>maybe {8}</think>Here it is:\n```json\n{"answer": 7,}\n```\nAnything else?'
    for reply in (Fault.says("", message=parts), Fault.says("", message=call), think):
        with llm_server([reply]) as server:
            assert ask(server).usage.by_stage["count"].calls == 1


def test_the_doctor_says_what_an_endpoint_can_do():
    with llm_server([GOOD], enforces=["tool"]) as server:
        found = examined(server.environment)
        assert found.well
        assert "enforced (tool)" in found.says
        assert not found.doubtful
    with llm_server([GOOD], enforces=[]) as server:
        assert examined(server.environment).doubtful
    found = examined(server.environment)
    assert not found.well
    assert "cannot be reached" in found.says
    assert "no language model" in examined({}).says
    assert not examined({"PLANPROOF_MODEL": "m"}).well
    assert server.key not in found.says


def test_a_key_that_is_rejected_ends_the_probe_at_once():
    with llm_server([GOOD], checks_key=True) as server:
        ask(server)
        wrong = "sk-test-other-key-of-nobody"
        environment = {**server.environment, "OPENAI_API_KEY": wrong, "PLANPROOF_MODEL": "another"}
        probes = len(server.probes)
        with pytest.raises(LlmError) as failed:
            open_model(None, QUICK, environment=environment).ask("count", ASKED, Answer)
        assert failed.value.reason == "key"
        assert wrong not in str(failed.value)
        assert len(server.probes) == probes + 1


def test_a_server_that_fails_on_every_form_is_given_up():
    with llm_server([GOOD], accepts=[]) as server:
        with pytest.raises(LlmError) as failed:
            open_model(None, QUICK, environment=server.environment).ask("count", ASKED, Answer)
        assert failed.value.reason == "unavailable"
        assert len(server.probes) == 2 + 2 + 2 + 2 + 3
        assert not server.requests
