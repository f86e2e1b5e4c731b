"""Random sequences of faults: every asking ends with a reply or a documented error, in time, with every call counted."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from support.llm_server import KEY, Fault, llm_server

from encoders.errors import InputError
from planner.llm import LlmError, LlmSettings, Message, Rejected, open_model

QUICK = LlmSettings(seconds=3.0, call_seconds=0.3, first_wait=0.005, tries=3, attempts=3)


class Answer(BaseModel):
    """A number."""

    answer: int


def only_seven(reply):
    if reply.answer != 7:
        raise InputError("that is not seven")


FAULTS = {
    "good": {"answer": 7},
    "rejected": {"answer": 8},
    "wrong": {"answer": []},
    "text": "seven",
    "half": '{"answer": ',
    "nothing": Fault.says(None),
    "surrogate": Fault.raw(b'{"choices": [{"message": {"content": "{\\"answer\\": \\"\\ud800\\"}"}}]}'),
    "long": Fault.says("{", finish="length"),
    "refusal": Fault.says(None, refusal="no"),
    "busy": Fault.status(429),
    "error": Fault.status(500),
    "gone": Fault.status(404),
    "odd": Fault.status(418),
    "key": Fault.echo_key(401),
    "reset": Fault.reset(),
    "hang": Fault.hang(),
    "html": Fault.raw(b"<html>", content_type="text/html"),
    "cut": Fault.raw(b"{", length=100),
    "no temperature": Fault.status(400, {"error": {"message": "temperature is not supported"}}),
    "no schema": Fault.status(400, {"error": {"message": "response_format is not supported"}}),
    "too long": Fault.status(400, {"error": {"message": "maximum context length"}}),
}
common = st.sampled_from(["good", "rejected", "wrong", "text", "half", "busy", "error", "reset"])


@pytest.fixture(scope="module")
def server():
    with llm_server([{}]) as started:
        yield started


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(common | st.sampled_from(sorted(FAULTS)), min_size=1, max_size=6))
def test_any_sequence_ends_well(names, server):
    server.script = [FAULTS[name] for name in names]
    server.requests.clear()
    server.probes.clear()
    model = open_model(None, QUICK, environment=server.environment)
    shown, placed = "", True
    began = time.monotonic()
    try:
        assert model.ask("count", [Message("user", "Seven?")], Answer, accept=only_seven).answer == 7
    except (LlmError, Rejected) as error:
        shown, placed = f"{error!r} {error}", bool(error.where)
    assert placed
    assert time.monotonic() - began < QUICK.seconds + 1.5
    assert model.usage.calls == len(server.requests) + len(server.probes)
    assert KEY not in shown + repr(model.usage)
