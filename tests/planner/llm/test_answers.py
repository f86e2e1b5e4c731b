"""Whatever an endpoint sends is a reply, something to wait for, something to ask differently, or an LlmError: nothing else."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from planner.llm import LlmError
from planner.llm.access import Access
from planner.llm.answers import Declined, Wait, outcome
from planner.llm.exchange import Said
from planner.llm.redaction import Redaction
from planner.llm.sending import Broken, Received

KEY = "sk-test-0123456789abcdef"
ACCESS = Access("m", "http://127.0.0.1:1/v1", SecretStr(KEY), Redaction(KEY))

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.just(KEY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
errors = st.fixed_dictionaries(
    {}, optional={"error": anything | st.fixed_dictionaries({}, optional={
        "message": anything, "code": anything, "param": anything, "type": anything})},
)  # fmt: skip
messages = st.fixed_dictionaries(
    {}, optional={"content": anything, "refusal": anything, "tool_calls": anything | st.lists(
        st.fixed_dictionaries({}, optional={"function": anything | st.fixed_dictionaries({"arguments": anything})}),
        max_size=2)},
)  # fmt: skip
choices = st.lists(
    st.fixed_dictionaries({}, optional={"message": messages | anything, "finish_reason": anything}) | anything,
    max_size=2,
)
usages = anything | st.fixed_dictionaries({"prompt_tokens": anything, "completion_tokens": anything})
bodies = st.one_of(
    errors,
    anything,
    st.fixed_dictionaries({"choices": choices | anything}, optional={"usage": usages, "error": anything}),
)
headers = st.fixed_dictionaries(
    {}, optional={"retry-after": st.text(max_size=20), "location": st.text(max_size=20) | st.just(KEY)}
)


@given(st.integers(200, 599), headers, bodies.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=60))
def test_any_answer_is_understood(status, sent, body):
    try:
        found = outcome(Received(status, sent, body), ACCESS, 500, 500)
    except LlmError as error:
        shown = f"{error} {error.__cause__} {error.__context__}"
    else:
        assert isinstance(found, (Said, Wait, Declined))
        shown = found.says if not isinstance(found, Said) else ""
        if isinstance(found, Said):
            assert isinstance(found.content, str)
            assert found.tokens.input >= 0
        if isinstance(found, Wait) and found.seconds is not None:
            assert found.seconds >= 0
    assert KEY not in shown


HOSTILE = [
    b'{"a": "' + b'\\"' * 1_900_000,
    b'{"a": ' * 600_000,
    b'{"a": [' + b'"x",' * 900_000,
    b'"' * 3_900_000,
    b'{"choices": [{"message": {"content": ' + b"1" * 3_900_000 + b"}}]}",
    b'{"usage": {"prompt_tokens": 1e999999999, "completion_tokens": -5}, "choices": [{"message": {"content": "x"}}]}',
    b"\xff\xfe" * 1_900_000,
    b'\xef\xbb\xbf{"choices": [{"message": {"content": "x"}}]}',
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("status", [200, 400])
def test_hostile_bodies_are_understood_soon(body, status):
    began = time.monotonic()
    with suppress(LlmError):
        outcome(Received(status, {}, body), ACCESS, 500, 500)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("kind", ["timeout", "unreachable", "connection", "too large", "compressed"])
def test_any_breakage_is_understood(kind):
    if kind in ("too large", "compressed"):
        with pytest.raises(LlmError):
            outcome(Broken(kind), ACCESS, 500, 500)
    else:
        assert isinstance(outcome(Broken(kind), ACCESS, 500, 500), Wait)


def test_only_tries_that_a_model_may_have_worked_on_are_billed():
    billed = {status: outcome(Received(status, {}, b""), ACCESS, 500, 500).billed for status in (408, 429, 500, 503)}
    assert billed == {408: False, 429: False, 500: True, 503: True}
