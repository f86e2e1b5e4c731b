"""What is asked, what goes back, budgets, costs, traces, recordings and the mailbox."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from fractions import Fraction

import pytest
from pydantic import BaseModel
from support.llm_server import KEY, Fault, llm_server

from encoders.errors import InputError
from planner.llm import LlmError, LlmSettings, Message, Rejected, Usage, open_model

ASKED = [Message("system", "You count."), Message("user", "How many are seven?")]
QUICK = LlmSettings(seconds=8.0, call_seconds=2.0, first_wait=0.01)
GOOD = {"answer": 7}


class Answer(BaseModel):
    """A number."""

    answer: int
    why: str = ""


def only_seven(reply):
    if reply.answer != 7:
        raise InputError(f"{reply.answer} is not seven")


def opened(server, **changes):
    return open_model(None, replace(QUICK, **changes), environment=server.environment)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_not_accepted_goes_back_with_the_reply():
    with llm_server([{"answer": 8}, GOOD]) as server:
        assert opened(server).ask("count", ASKED, Answer, accept=only_seven).answer == 7
        *_, reply, note = server.asked[1]
        assert reply == {"role": "assistant", "content": '{"answer": 8}'}
        assert "8 is not seven" in note["content"]


def test_replies_that_are_never_accepted():
    with llm_server([{"answer": 8}]) as server:
        with pytest.raises(Rejected, match="8 is not seven") as refused:
            opened(server).ask("count", ASKED, Answer, accept=only_seven, attempts=2)
        assert len(server.requests) == 2
    assert refused.value.reply == Answer(answer=8)
    assert refused.value.messages[-1].role == "user"
    assert not isinstance(refused.value, LlmError)
    assert isinstance(refused.value, InputError)


def test_an_error_of_accept_itself_is_not_hidden():
    def broken(_):
        raise ZeroDivisionError

    with llm_server([GOOD]) as server, pytest.raises(ZeroDivisionError):
        opened(server).ask("count", ASKED, Answer, accept=broken)


def test_nothing_is_called_before_something_is_asked():
    with llm_server([GOOD]) as server:
        model = opened(server)
        assert model.usage.to_dict() == {
            "model": "scripted", "calls": 0, "input_tokens": 0, "output_tokens": 0, "cost": 0,
        }  # fmt: skip
        assert not server.keys
    assert Usage().to_dict()["calls"] == 0


def test_usage_is_the_sum_over_every_attempt():
    with llm_server([Fault.status(429), {"answer": "x"}, GOOD]) as server:
        model = opened(server)
        model.ask("count", ASKED, Answer)
        used = model.usage
        assert used.by_stage["count"].to_dict() == {
            "calls": 3, "failed": 1, "input_tokens": 200, "output_tokens": 40, "estimated": 0,
        }  # fmt: skip
        assert (used.calls, used.input_tokens, used.output_tokens) == (4, 300, 60)
        assert used.cost is None
        assert used.seconds > 0


def test_the_token_budget_holds_over_all_attempts():
    with llm_server([{"answer": "x"}]) as server:
        model = opened(server, tokens=1_000, attempts=100)
        with pytest.raises(LlmError, match="--llm-budget") as ended:
            model.ask("count", ASKED, Answer)
        assert ended.value.reason == "budget"
        assert model.usage.input_tokens + model.usage.output_tokens <= 1_000
        assert all([request["max_tokens"] <= 1_000 for request in server.requests])


def test_the_time_budget_holds_over_all_attempts():
    with llm_server([Fault.slow(0.4)]) as server:
        opened(server, seconds=30).ask("count", ASKED, Answer)  # what has to be imported is
        model = opened(server, seconds=1.5, attempts=100)
        began = time.monotonic()
        with pytest.raises(LlmError):
            model.ask("count", ASKED, Answer, accept=only_seven)
        assert time.monotonic() - began < 2.5


def test_the_time_of_the_whole_call_counts_too():
    with llm_server([GOOD]) as server:
        with pytest.raises(LlmError, match="--time-limit"):
            opened(server, left=lambda: 0.0).ask("count", ASKED, Answer)
        assert not server.keys


def test_costs_are_exact_and_kept(tmp_path):
    prices = tmp_path / "prices.yaml"
    prices.write_text('scripted: {input: "0.15", output: 0.60}\n', encoding="utf-8")
    with llm_server([{"answer": "x"}]) as server:
        environment = {**server.environment, "PLANPROOF_LLM_PRICES": str(prices)}
        model = open_model(None, replace(QUICK, cost=Fraction(1, 5_000), attempts=100), environment=environment)
        with pytest.raises(LlmError, match="--llm-cost"):
            model.ask("count", ASKED, Answer)
        used = model.usage
        assert used.cost == (used.input_tokens * Fraction("0.15") + used.output_tokens * Fraction("0.6")) / 10**6
        assert 0 < used.cost <= Fraction(1, 5_000)
        with pytest.raises(InputError, match="PLANPROOF_LLM_PRICES"):
            opened(server, cost=1)


def test_a_trace_tells_every_attempt(tmp_path):
    trace = tmp_path / "trace.jsonl"
    with llm_server([{"answer": "x"}, {"answer": 8}, GOOD]) as server:
        opened(server, trace=str(trace)).ask("count", ASKED, Answer, accept=only_seven)
    first, second, third = lines(trace)
    assert [line["attempt"] for line in (first, second, third)] == [1, 2, 3]
    assert first["verdict"].startswith("wrong schema: answer")
    assert second["verdict"] == "rejected: 8 is not seven"
    assert third["verdict"] == "accepted"
    assert set(first) >= {"stage", "attempt", "messages", "reply", "usage", "seconds", "verdict"}


def test_what_is_recorded_is_replayed_without_a_server(tmp_path):
    record = tmp_path / "record.jsonl"
    with llm_server([{"answer": 8}, GOOD]) as server:
        assert opened(server, record=str(record)).ask("count", ASKED, Answer, accept=only_seven).answer == 7
    replay = open_model(f"replay:{record}", QUICK)
    assert (replay.name, replay.rung()) == ("scripted", "json_schema")
    assert replay.ask("count", ASKED, Answer, accept=only_seven).answer == 7
    assert (replay.usage.calls, replay.usage.cost) == (2, 0)
    assert {line["model"] for line in lines(record)} == {"scripted"}
    assert all([len(line["date"]) == 10 for line in lines(record)])


def test_a_replay_that_does_not_fit_says_where_and_why(tmp_path):
    record = tmp_path / "record.jsonl"
    with llm_server([GOOD]) as server:
        opened(server, record=str(record)).ask("count", ASKED, Answer)
    for settings, asked, stage, says in (
        (QUICK, [Message("user", "Eight?")], "count", "messages"),
        (replace(QUICK, seed=3), ASKED, "count", "parameters"),
        (QUICK, [Message("user", "Eight?")], "plan", "nothing of the stage 'plan'"),
    ):
        with pytest.raises(LlmError, match=says) as missed:
            open_model(f"replay:{record}", settings).ask(stage, asked, Answer)
        assert stage in missed.value.where
        assert missed.value.reason == "recording"


@pytest.mark.parametrize("content", ["", "no JSON\n", "[]\n", '{"format": 1}\n', '{"format": 2}\n'])
def test_a_file_that_is_no_recording_is_refused(tmp_path, content):
    record = tmp_path / "record.jsonl"
    record.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"recording|JSON"):
        open_model(f"replay:{record}", QUICK)


def test_a_key_in_the_texts_is_neither_traced_nor_recorded(tmp_path):
    record, trace = tmp_path / "record.jsonl", tmp_path / "trace.jsonl"
    with llm_server([{"answer": 7, "why": KEY}]) as server:
        asked = [Message("user", f"My key is {KEY}.")]
        opened(server, record=str(record), trace=str(trace)).ask("count", asked, Answer)
    written = record.read_text(encoding="utf-8") + trace.read_text(encoding="utf-8")
    assert KEY not in written
    assert "[key]" in written


@pytest.mark.parametrize("name", ["", "  "])
def test_no_model_is_configured(name):
    assert open_model(None, environment={"PLANPROOF_MODEL": name, "OPENAI_API_KEY": KEY}) is None
    assert open_model(None, environment={"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}) is None


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "no endpoint"),
        ({"OPENAI_BASE_URL": "ftp://host/v1"}, "http"),
        ({"OPENAI_BASE_URL": "file:///etc/passwd"}, "http"),
        ({"OPENAI_BASE_URL": f"http://user:{KEY}@host/v1"}, "a user"),
        ({"OPENAI_BASE_URL": f"http://host/v1?key={KEY}"}, "a query"),
        ({"OPENAI_BASE_URL": f"http://[{KEY}/v1"}, "http"),
        ({"OPENAI_API_KEY": f"{KEY}\n{KEY}"}, "characters"),
        ({"OPENAI_API_KEY": KEY, "PLANPROOF_LLM_TIMEOUT": "soon"}, "a number"),
        ({"OPENAI_API_KEY": KEY, "PLANPROOF_LLM_SIZE": "huge"}, "small or large"),
        ({"OPENAI_API_KEY": KEY, "PLANPROOF_LLM_PRICES": "/no/such/file"}, "prices"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_without_the_key(environment, says):
    with pytest.raises(InputError, match=says) as refused:
        open_model("model", environment=environment)
    assert KEY not in f"{refused.value!r} {refused.value} {refused.value.where}"


def answering(folder, replies):
    """Somebody who looks after a mailbox."""

    def work():
        for number, text in replies.items():
            request = folder / f"{number}.request.json"
            while not request.exists():
                time.sleep(0.01)
            json.loads(request.read_text(encoding="utf-8"))
            reply = folder / f"{number}.reply.json"
            reply.write_text(text[: len(text) // 2], encoding="utf-8")
            time.sleep(0.25)
            reply.write_text(text, encoding="utf-8")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_mailbox_waits_for_whole_replies(tmp_path):
    record = tmp_path / "record.jsonl"
    folder = tmp_path / "box"
    model = open_model(f"mailbox:{folder}", replace(QUICK, record=str(record)))
    replies = {1: '{"answer": 8}', 2: json.dumps({"content": 'Sure: {"answer": 7}', "model": "Ada"})}
    thread = answering(folder, replies)
    assert model.ask("count", ASKED, Answer, accept=only_seven).answer == 7
    thread.join()
    request = json.loads((folder / "2.request.json").read_text(encoding="utf-8"))
    assert set(request) == {"n", "stage", "messages", "schema"}
    assert request["n"] == 2
    assert "8 is not seven" in request["messages"][-1]["content"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "1.reply.json", "1.request.json", "2.reply.json", "2.request.json",
    ]  # fmt: skip
    assert [line["model"] for line in lines(record)] == ["mailbox", "Ada"]
    assert model.rung() is None
    assert model.usage.by_stage["count"].estimated == 2
    assert open_model(f"replay:{record}", QUICK).ask("count", ASKED, Answer, accept=only_seven).answer == 7


def test_a_mailbox_with_words_instead_of_json(tmp_path, monkeypatch):
    monkeypatch.setattr("planner.llm.mailbox._SETTLED", 0.2)
    model = open_model(f"mailbox:{tmp_path}", QUICK)
    thread = answering(tmp_path, {1: "Seven, of course.", 2: '{"answer": 7}'})
    assert model.ask("count", ASKED, Answer).answer == 7
    thread.join()
    assert (
        "no JSON object"
        in json.loads((tmp_path / "2.request.json").read_text(encoding="utf-8"))["messages"][-1]["content"]
    )


def test_what_is_waited_for_is_told(tmp_path):
    told = []
    model = open_model(f"mailbox:{tmp_path}", replace(QUICK, mailbox_seconds=0.2, tell=told.append))
    with pytest.raises(LlmError):
        model.ask("count", ASKED, Answer)
    with llm_server([Fault.status(429, retry_after="2"), GOOD]) as server:
        opened(server, tell=told.append).ask("count", ASKED, Answer)
    assert [sentence.split()[0:2] for sentence in told] == [["waiting", "for"], ["waiting", "2"]]


def test_a_mailbox_with_a_huge_reply(tmp_path):
    (tmp_path / "1.reply.json").write_bytes(b" " * 10_000_000)
    (tmp_path / "0.request.json").write_bytes(b"")
    model = open_model(f"mailbox:{tmp_path}", QUICK)
    thread = answering(tmp_path, {2: json.dumps({"answer": 7, "why": "x" * 5_000_000})})
    with pytest.raises(LlmError) as ended:
        model.ask("count", ASKED, Answer)
    thread.join()
    assert ended.value.reason == "too large"


def test_a_mailbox_that_nobody_looks_after(tmp_path):
    began = time.monotonic()
    model = open_model(f"mailbox:{tmp_path}", replace(QUICK, mailbox_seconds=0.4))
    with pytest.raises(LlmError, match="--llm-time") as ended:
        model.ask("count", ASKED, Answer)
    assert time.monotonic() - began < 1.5
    assert ended.value.reason == "timeout"
    assert model.usage.failed == 1


def test_programs_that_share_a_mailbox_do_not_take_each_others_numbers(tmp_path):
    models = [open_model(f"mailbox:{tmp_path}", replace(QUICK, mailbox_seconds=0.5)) for _ in range(6)]

    def ask(model):
        with pytest.raises(LlmError):
            model.ask("count", ASKED, Answer)

    threads = [threading.Thread(target=ask, args=(model,)) for model in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{n}.request.json" for n in range(1, 7)]


def test_a_mailbox_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be made"):
        open_model(f"mailbox:{tmp_path / 'file' / 'box'}")
    with pytest.raises(InputError, match="names no place"):
        open_model("mailbox:")
