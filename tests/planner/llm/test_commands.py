"""Language models from the command line and in a batch: exit codes, zero calls where none is needed, and whose choice it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from support.llm_server import KEY, Fault, llm_server

from encoders.errors import InputError
from planner.call import Call
from planner.options import OPERATORS, Options, make

CLEAR = "Plan a 3-day trip for one from Rome to Pisa, starting on 2022-03-10."
PICNIC = "Schedule a meeting for Ann and Bob for one hour between 9:00 and 17:00 on Monday."
UNCLEAR = f"{PICNIC} Nobody ought to be yawning by then, mind you."


@pytest.fixture
def configured(monkeypatch):
    """A server, and the environment that names it."""

    def use(script, **more):
        server = llm_server(script, **more)
        started = server.__enter__()
        servers.append(server)
        for name, value in started.environment.items():
            monkeypatch.setenv(name, value)
        return started

    servers = []
    yield use
    for server in servers:
        server.__exit__(None, None, None)


def everything_written(folder):
    return "".join([path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*") if path.is_file()])


def test_no_call_where_every_word_is_understood(command, configured):
    server = configured([Fault.status(500)])
    ran = command("solve", PICNIC, "--domain", "calendar", "--json")
    assert ran.answer["status"] in ("optimal", "infeasible", "unclear"), ran.said
    assert ran.answer["unread"] == []
    assert ran.answer["statistics"]["llm"]["calls"] == 0
    assert not server.keys


def test_an_endpoint_that_fails_is_exit_code_5_without_its_key(command, configured, tmp_path):
    configured([Fault.echo_key(401)])
    ran = command("solve", UNCLEAR, "--domain", "calendar", "--json", "--trace", "trace.jsonl")
    assert ran.code == 5
    assert ran.answer["status"] == "error"
    assert ran.answer["error"]["kind"] == "llm"
    assert "OPENAI_API_KEY" in ran.answer["error"]["says"]
    assert ran.answer["error"]["where"]
    assert ran.answer["statistics"]["llm"]["calls"] >= 1
    assert KEY not in ran.out + ran.err + everything_written(tmp_path)
    told = command("solve", UNCLEAR, "--domain", "calendar")
    assert told.code == 5
    assert KEY not in told.said
    assert "rejects the key" in told.said


def test_rules_never_open_a_model(command, configured, monkeypatch):
    server = configured([Fault.status(500)])
    monkeypatch.setenv("OPENAI_BASE_URL", "nonsense")
    ran = command("read", UNCLEAR, "--domain", "calendar", "--reader", "rules", "--json")
    assert ran.code == 4
    assert ran.answer["statistics"]["llm"]["calls"] == 0
    assert not server.keys


def test_a_setting_that_cannot_be_used_is_bad_input(command, configured, monkeypatch):
    configured([])
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://user:{KEY}@127.0.0.1/v1")
    ran = command("read", UNCLEAR, "--domain", "calendar", "--json")
    assert ran.code == 2
    assert ran.answer["error"]["where"] == "OPENAI_BASE_URL"
    assert KEY not in ran.out + ran.err


def test_a_batch_has_its_operators_model_and_no_rows(command, configured, tmp_path):
    configured([Fault.echo_key(403)])
    rows = [
        {"id": 1, "domain": "calendar", "text": UNCLEAR},
        {"id": 2, "domain": "calendar", "text": PICNIC},
        *[{"id": name, "domain": "calendar", "text": PICNIC, "options": {name: "x"}} for name in OPERATORS],
    ]
    (tmp_path / "rows.jsonl").write_text("".join([f"{json.dumps(row)}\n" for row in rows]), encoding="utf-8")
    ran = command("batch", "rows.jsonl", "answers.jsonl", "--jobs", "2", "--trace", "trace.jsonl", "--llm", "scripted")
    assert ran.code == 0, ran.said
    first, second, *refused = [
        json.loads(line) for line in (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert first["error"]["kind"] == "llm"
    assert second["statistics"]["llm"]["calls"] == 0
    for name, answer in zip(OPERATORS, refused, strict=True):
        assert answer["error"]["kind"] == "input"
        assert f"--{name}" in answer["error"]["says"]
    assert KEY not in ran.out + ran.err + everything_written(tmp_path)


def test_a_batch_with_an_option_that_is_none_is_refused_at_once(command, tmp_path):
    (tmp_path / "rows.jsonl").write_text("{}\n", encoding="utf-8")
    ran = command("batch", "rows.jsonl", "answers.jsonl", "--llm-budget", "many")
    assert ran.code == 2
    assert not (tmp_path / "answers.jsonl").exists()


def test_the_options_about_models():
    found = make({"llm": "m", "record": "r", "trace": "t", "llm-budget": "5000", "llm-cost": "0.25", "llm-time": 3})
    assert (found.llm, found.record, found.trace, found.llm_budget, found.llm_time) == ("m", "r", "t", 5000, 3.0)
    assert str(found.llm_cost) == "1/4"


@pytest.mark.parametrize(
    ("name", "value"),
    [("llm", ""), ("llm-budget", 0), ("llm-budget", "1.5"), ("llm-budget", True), ("llm-cost", "-1"), ("llm-cost", "a"),
     ("llm-cost", 0.5), ("llm-time", "0"), ("record", 3)],
)  # fmt: skip
def test_options_that_do_not_fit(name, value):
    with pytest.raises(InputError) as refused:
        make({name: value})
    assert refused.value.where == f"--{name}"


def test_a_call_opens_its_model_once(monkeypatch, tmp_path):
    call = Call(Options(llm=f"mailbox:{tmp_path}"))
    assert call.model() is call.model()
    assert call.answer("read").statistics.llm["model"] == "mailbox"
    assert Call(Options()).model() is None
    assert Call(Options(reader="rules", llm=f"mailbox:{tmp_path}")).model() is None


def started(*arguments, tmp_path):
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "planner.entry", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([folder for folder in sys.path if folder])},
    )


def test_ctrl_c_while_an_endpoint_hangs_ends_at_once(configured, tmp_path):
    server = configured([Fault.hang()])
    with started("read", UNCLEAR, "--domain", "calendar", tmp_path=tmp_path) as process:
        until = time.monotonic() + 25
        while not server.requests and time.monotonic() < until:
            time.sleep(0.05)
        assert server.requests
        process.send_signal(signal.SIGINT)
        sent = time.monotonic()
        assert process.wait(10) == 130
        assert time.monotonic() - sent < 3
        assert KEY not in process.stdout.read() + process.stderr.read()


def test_the_time_limit_of_the_command_holds_while_an_endpoint_hangs(command, configured):
    configured([Fault.hang()])
    began = time.monotonic()
    ran = command("solve", UNCLEAR, "--domain", "calendar", "--time-limit", "3", "--json")
    assert time.monotonic() - began < 6
    assert ran.code == 5
    assert ran.answer["error"]["kind"] == "llm"


def test_what_a_model_took_is_told_in_the_answer(command, tmp_path):
    from planner.answer import Answer, Statistics
    from planner.report.sentences import how

    used = {"model": "m", "calls": 2, "input_tokens": 1_500, "output_tokens": 1, "cost": "0.25"}
    assert "m: 2 calls, 1,501 tokens, cost 0.25" in how(Answer(status="read", statistics=Statistics(llm=used)))
    unknown = {**used, "calls": 1, "cost": None}
    assert "1 call, 1,501 tokens, cost unknown" in how(Answer(status="read", statistics=Statistics(llm=unknown)))
    assert how(Answer(status="read", statistics=Statistics(llm={"calls": 0}))) == ""
