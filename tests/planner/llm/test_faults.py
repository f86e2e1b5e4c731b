"""Every way in which an endpoint can fail ends in its documented reason, within its budget, with no key shown and all counted."""

from __future__ import annotations

import email.utils
import json
import logging
import time

import pytest
from pydantic import BaseModel
from support.llm_server import KEY, Fault, llm_server

from planner.llm import LlmError, LlmSettings, Message, open_model

ASKED = [Message("system", "You count."), Message("user", "How many are seven?")]
QUICK = LlmSettings(seconds=8.0, call_seconds=0.6, first_wait=0.02, tries=4, attempts=2)


class Answer(BaseModel):
    """A number."""

    answer: int


GOOD = {"answer": 7}
DEEP = '{"answer": ' + "[" * 5_000 + "]" * 5_000 + "}"


def page(body, **more):
    return Fault.raw(body, content_type="text/html", **more)


def long_reply():
    return json.dumps({"choices": [{"message": {"content": "x" * 10_000_000}}]}).encode()


MENDED = {
    "429 without Retry-After": [Fault.status(429), GOOD],
    "429 with seconds": [Fault.status(429, retry_after="0.2"), GOOD],
    "500 twice": [Fault.status(500), Fault.status(500), GOOD],
    "503": [Fault.status(503, b"busy"), GOOD],
    "reset": [Fault.reset(), GOOD],
    "half a body": [Fault.raw(b'{"choices": [{"message": {"con'), GOOD],
    "body shorter than it says": [Fault.raw(b'{"choices": [', length=500), GOOD],
    "half JSON": ['{"answer": 7', GOOD],
    "wrong schema": [{"answer": "many"}, GOOD],
    "another name": [{"number": 7}, GOOD],
    "empty": ["", GOOD],
    "no content": [Fault.says(None), GOOD],
    "truncated": [Fault.says('{"answer": 7', finish="length"), GOOD],
    "two objects": ['{"answer": 7} or {"answer": 8}', GOOD],
    "deep": [DEEP, GOOD],
    "huge exponent": ['{"answer": 1e999999999}', GOOD],
    "hang once": [Fault.hang(), GOOD],
    "temperature refused": [Fault.status(400, {"error": {"message": "not supported", "param": "temperature"}}), GOOD],
    "max_tokens refused": [Fault.status(400, {"error": {"message": "Use 'max_completion_tokens' instead of max_tokens"}}), GOOD],
    "schema refused": [Fault.status(400, {"error": {"message": "response_format is not supported"}}), GOOD],
}  # fmt: skip
FATAL = {
    "429 for ever": ([Fault.status(429)], "rate limit", "busy"),
    "429 for an hour": ([Fault.status(429, retry_after="3600")], "rate limit", "wait 3,600 s"),
    "429 until tomorrow": (
        [lambda _: Fault.status(429, retry_after=email.utils.formatdate(time.time() + 86_400, usegmt=True))],
        "rate limit", "it asks to wait",
    ),
    "quota": ([Fault.status(429, {"error": {"message": "no money", "code": "insufficient_quota"}})], "rate limit", "quota"),
    "500 for ever": ([Fault.status(500)], "unavailable", "status 500"),
    "resets for ever": ([Fault.reset()], "unavailable", "connection broke"),
    "hang": ([Fault.hang()], "timeout", "in time"),
    "slow stream": ([Fault.slow(60)], "timeout", "in time"),
    "slow headers": ([Fault.slow(60, headers=True)], "timeout", "in time"),
    "half bodies for ever": ([Fault.raw(b'{"choices": [')], "unavailable", "half a reply"),
    "half JSON for ever": (['{"answer": 7'], "malformed", "not closed"),
    "wrong schema for ever": ([{"answer": "many"}], "wrong schema", "answer"),
    "refusal": ([Fault.says(None, refusal="I will not.")], "refused", "I will not"),
    "key in a refusal": ([Fault.says(None, refusal=f"{KEY} is no good key")], "refused", "no good key"),
    "key in words": ([f"Incorrect key {KEY}"], "malformed", "no JSON"),
    "content filter": ([Fault.says("", finish="content_filter")], "refused", "refuses"),
    "truncated for ever": ([Fault.says('{"answer"', finish="length")], "truncated", "cut off"),
    "HTML": ([page(b"<!doctype html><title>Welcome</title>")], "not an API", "HTML"),
    "other JSON": ([Fault.raw(b'{"hello": "world"}')], "not an API", "no reply of a chat"),
    "404": ([page(b"<h1>Not found</h1>", code=404)], "not an API", "/v1"),
    "no such model": ([Fault.status(404, {"error": {"message": "model x does not exist"}})], "no model", "--llm"),
    "key rejected": ([Fault.echo_key(401)], "key", "OPENAI_API_KEY"),
    "no access": ([Fault.echo_key(403)], "key", "OPENAI_API_KEY"),
    "redirect": (
        [Fault.status(307, headers={"Location": f"http://198.51.100.7/v1?key={KEY}"})], "redirect", "198.51.100.7",
    ),
    "error in a 200": ([Fault.raw(b'{"error": {"message": "backend gone", "code": 502}}')], "unavailable", "backend gone"),
    "context": (
        [Fault.status(400, {"error": {"message": "maximum context length is 10 tokens", "code": "context_length_exceeded"}})],
        "too long", "context",
    ),
    "empty for ever": ([""], "empty", "empty"),
    "10 MB": ([lambda _: Fault.raw(long_reply())], "too large", "bytes"),
    "10 MB error": ([lambda _: Fault.raw(b"x" * 10_000_000, code=500)], "too large", "bytes"),
    "deep for ever": ([DEEP], "malformed", "levels deep"),
    "deep body": ([Fault.raw(b'{"choices": ' + b"[" * 100_000)], "not an API", "no JSON"),
    "compressed": (
        [Fault.status(200, b"x" * 50, headers={"Content-Encoding": "gzip"})], "not an API", "compressed",
    ),
    "refused request": ([Fault.status(422, {"error": {"message": "unknown field foo"}})], "refused by the endpoint", "foo"),
}  # fmt: skip


def opened(server, tmp_path, settings=QUICK):
    from dataclasses import replace

    with_files = replace(settings, trace=str(tmp_path / "trace.jsonl"), record=str(tmp_path / "record.jsonl"))
    return open_model(None, with_files, environment=server.environment)


def remembered(server, model):
    """Let the probe be over, so that the script meets the question alone."""
    model._transport._require_capability(time.monotonic() + 5)
    server.times.clear()


def all_written(tmp_path):
    return "".join([path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()])


@pytest.mark.parametrize("name", MENDED)
def test_a_passing_fault_is_overcome(name, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with llm_server(MENDED[name]) as server:
        model = opened(server, tmp_path)
        assert model.ask("count", ASKED, Answer).answer == 7
        calls = model.usage.by_stage["count"].calls
        assert calls == len(server.requests) == len(MENDED[name])
        assert model.usage.by_stage["count"].failed >= 1 or calls > 1
    assert KEY not in caplog.text + all_written(tmp_path) + repr(model.usage) + repr(vars(model))


@pytest.mark.parametrize("name", FATAL)
def test_a_lasting_fault_ends_in_its_reason(name, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    script, reason, says = FATAL[name]
    with llm_server(script) as server:
        model = opened(server, tmp_path)
        began = time.monotonic()
        with pytest.raises(LlmError, match=says) as failed:
            model.ask("count", ASKED, Answer)
        assert time.monotonic() - began < QUICK.seconds
        usage = model.usage.by_stage["count"]
        assert usage.calls == len(server.requests)
        assert usage.failed >= 1 or reason in ("malformed", "wrong schema", "empty")
    error = failed.value
    assert error.reason == reason
    assert error.where
    shown = [error, error.__cause__, error.__context__, caplog.text, all_written(tmp_path), model.usage, vars(error)]
    assert KEY not in "".join(map(repr, shown))


def test_waiting_is_as_long_as_the_endpoint_asks(tmp_path):
    with llm_server([Fault.status(429, retry_after="0.7"), GOOD]) as server:
        opened(server, tmp_path).ask("count", ASKED, Answer)
        first, second = server.times[-2:]
        assert 0.65 <= second - first < 2


def test_a_date_is_waited_for(tmp_path):
    def soon(_):
        return Fault.status(429, retry_after=email.utils.formatdate(time.time() + 2, usegmt=True))

    with llm_server([soon, GOOD]) as server:
        opened(server, tmp_path).ask("count", ASKED, Answer)
        first, second = server.times[-2:]
        assert 0.5 <= second - first < 3


def test_waits_grow(tmp_path):
    with llm_server([Fault.status(503)] * 3 + [GOOD]) as server:
        opened(server, tmp_path).ask("count", ASKED, Answer)
        a, b, c, d = server.times[-4:]
        assert d - c > b - a > 0


def test_a_content_failure_is_never_sent_again_as_it_was(tmp_path):
    from dataclasses import replace

    with llm_server([{"answer": "many"}]) as server:
        model = opened(server, tmp_path, replace(QUICK, attempts=4))
        with pytest.raises(LlmError):
            model.ask("count", ASKED, Answer)
        sent = [json.dumps(request, sort_keys=True) for request in server.requests]
        assert len(set(sent)) == len(sent) == 4
        assert "answer" in server.asked[-1][-1]["content"]
        sizes = [len(text) for text in sent]
        assert max(sizes[1:]) - min(sizes[1:]) < 1_000  # what goes back does not grow from attempt to attempt


def test_a_redirect_is_not_followed_with_the_key(tmp_path):
    with llm_server([GOOD]) as other, llm_server([Fault.status(308, headers={"Location": other.url})]) as server:
        with pytest.raises(LlmError) as failed:
            opened(server, tmp_path).ask("count", ASKED, Answer)
        assert failed.value.reason == "redirect"
        assert not other.keys


def test_an_endpoint_that_is_not_there(tmp_path):
    with llm_server([GOOD]) as server:
        environment = server.environment
    model = open_model(None, QUICK, environment=environment)
    with pytest.raises(LlmError, match="cannot be reached") as failed:
        model.ask("count", ASKED, Answer)
    assert failed.value.reason == "unreachable"
    assert model.usage.calls == 2
    assert model.usage.input_tokens == 0


def test_unreported_usage_is_estimated_and_says_so(tmp_path):
    with llm_server([Fault.status(500), Fault.says('{"answer": 7}', usage=None)]) as server:
        model = opened(server, tmp_path)
        model.ask("count", ASKED, Answer)
        used = model.usage.by_stage["count"]
        assert (used.calls, used.failed, used.estimated) == (2, 1, 2)
        assert used.input_tokens > 20
        assert used.output_tokens > 0


def test_a_request_that_was_cut_silently_is_noticed(tmp_path):
    usage = {"prompt_tokens": 2048, "completion_tokens": 4}
    with llm_server([Fault.says('{"answer": 7}', usage=usage)]) as server:
        with pytest.raises(LlmError, match="num_ctx") as failed:
            opened(server, tmp_path).ask("count", [Message("user", "seven " * 20_000)], Answer)
        assert failed.value.reason == "too long"


def test_a_reply_with_more_room_is_asked_for_when_one_is_cut_off(tmp_path):
    with llm_server([Fault.says('{"answer": 7', finish="length"), GOOD]) as server:
        opened(server, tmp_path).ask("count", ASKED, Answer)
        first, second = [request["max_tokens"] for request in server.requests]
        assert second == 2 * first
