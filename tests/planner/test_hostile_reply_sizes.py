"""Replies of a language model that are too much, through the whole command: each ends soon, in little memory, with a sentence."""

from __future__ import annotations

import json
import time

import pytest
from support.bounded import bounded, require_harmless

from encoders.errors import InputError, UnsupportedError
from planner.llm.json_text import object_in
from planner.llm.validate import valid
from planner.open.accept import Acceptance
from planner.open.reply import FormulationReply
from tests.support.llm_server import Fault, llm_server
from tests.support.open_replies import GOOD, TEXT, changed


def solved(reply):
    """The command with a server that gives this reply, however often."""
    with llm_server([reply]) as server:
        return bounded(["solve", TEXT, "--domain", "open", "--json"], environment=server.environment)


def judged(content, text=TEXT):
    """The formulation that a reply is accepted as."""
    acceptance = Acceptance(text, {})
    acceptance(valid(object_in(content if isinstance(content, str) else json.dumps(content)), FormulationReply))
    return acceptance.found


HUGE = {
    "10 MB of text": Fault.says("x" * 10_000_000),
    "10 MB of a body": Fault.raw(b'{"choices": [' + b" " * 10_000_000),
    "deep JSON": Fault.says('{"sets": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "a deep envelope": Fault.raw(b'{"choices": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "a huge exponent": Fault.says('{"parameters": [{"name": "p", "values": 1e999999999}]}'),
    "many wrong numbers": Fault.says(json.dumps(changed(parameters=[{"name": "p", "values": [["x"]] * 80_000}]))),
    "many empty parts": Fault.says('{"variables": [' + "{}," * 150_000 + "{}]}"),
    "a key twice": Fault.says("{" + ",".join([f'"k{n}": 0' for n in range(40_000)]) + ', "k39999": 1}'),
    "usage": Fault.says("{}", usage={"prompt_tokens": 10**300, "completion_tokens": -5}),
}  # fmt: skip


@pytest.mark.parametrize("reply", HUGE)
def test_a_huge_reply_ends_soon(reply):
    ended = solved(HUGE[reply])
    require_harmless(ended, (4, 5), seconds=20, megabytes=900)


RULES = {
    "powers": "desks <= 2 ** 10 ** 10",
    "powers of powers": "desks <= ((((((9 ** 64) ** 64) ** 64) ** 64) ** 64) ** 64)",
    "rounding": "desks <= ceil(1e308 * 1e308)",
    "exponent": "desks <= 1e999999999",
    "range": "desks <= sum(1 for i in 1..1000000000)",
    "range of a parameter": "desks <= sum(1 for i in 1..huge for j in 1..huge)",
    "listed range": "desks in {1..999999999}",
    "five loops": "sum(desks for a in 1..1000 for b in 1..1000 for c in 1..1000 for d in 1..1000 for e in 1..1000) <= 1",
    "brackets": "(" * 400_000 + "desks",
    "denials": "not " * 100_000 + "desks <= 1",
    "signs": "desks <= " + "-" * 9_000 + "1",
    "blanks": " " * 9_900 + "x",
}  # fmt: skip


def with_rule(rule):
    return changed(
        parameters=[{"name": "huge", "values": 4 * 10**8, "computed": "it"}],
        constraints=[*GOOD["constraints"], {"name": "c", "quote": "desks", "rule": rule}],
    )


@pytest.mark.parametrize("rule", ["powers", "range of a parameter", "five loops"])
def test_the_command_refuses_a_rule_that_means_too_much(rule):
    ended = solved(with_rule(RULES[rule]))
    require_harmless(ended, (2, 4), seconds=20)
    assert ended.answer["plan"] is None


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_means_too_much_is_refused_soon(rule):
    began = time.process_time()
    with pytest.raises((InputError, UnsupportedError)):
        judged(with_rule(RULES[rule]))
    assert time.process_time() - began < 5


PARTS = {
    "an endless string": '{"reasoning": "' + "\\" * 400_000,
    "a huge integer": '{"parameters": [{"name": "p", "values": ' + "9" * 400_000 + "}]}",
    "a huge number as text": '{"parameters": [{"name": "p", "values": "' + "9" * 400_000 + '"}]}',
    "many keys": "{" + ",".join([f'"k{n}": 0' for n in range(40_000)]) + "}",
    "a key twice": "{" + ",".join([f'"k{n}": 0' for n in range(40_000)]) + ', "k39999": 1}',
    "thinking": "<think>" * 60_000 + "{}",
    "many objects": '{"a": 1} ' * 50_000,
    "rules of one name": changed(constraints=[{"name": "x", "rule": "x"}] * 17_000),
    "a long name": changed(variables=[{"name": "x" * 400_000, "kind": "real"}]),
    "a long member": changed(sets=[{"name": "s", "members": ["m" * 400_000]}]),
    "long words": changed(variables=[{**entry, "says": "s" * 200_000} for entry in GOOD["variables"]]),
    "a long quote": changed(constraints=[{"name": "c", "rule": "desks <= 1", "quote": "a" + " " * 400_000 + "b"}]),
    "a quote of many parts": changed(constraints=[{"name": "c", "rule": "desks <= 1", "quote": "the..." * 60_000}]),
    "many bounds of blanks": changed(
        variables=[{"name": f"v{n}", "kind": "real", "lower": " " * 9_900 + "1"} for n in range(45)]
    ),
    "a million members": changed(sets=[{"name": "s", "members": ["1..1000000"]}]),
    "members cubed": changed(
        sets=[{"name": "s", "members": ["1..20000"]}], variables=[{"name": "x", "kind": "real", "index": ["s"] * 3}]
    ),
    "a million numbers twenty times": changed(
        sets=[{"name": "s", "members": ["1..1000"]}],
        parameters=[{"name": f"p{n}", "index": ["s", "s"], "default": 1} for n in range(20)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_too_much_is_refused_soon(part):
    began = time.process_time()
    with pytest.raises(InputError) as raised:
        judged(PARTS[part])
    assert time.process_time() - began < 5
    assert len(str(raised.value)) < 4_000


TEXTS = {
    "a fraction of many digits": " 1/" + "9" * 5_000,
    "groups of digits": " 1,111" * 15_000,
    "digits": " " + "9" * 90_000,
    "number words": " one hundred" * 8_000,
    "almost the quote": " a" * 48_000,
}


@pytest.mark.parametrize("more", TEXTS)
def test_a_long_text_is_looked_through_soon(more):
    rules = [
        *GOOD["constraints"],
        *[{"name": f"c{n}", "rule": "desks <= 4000", "quote": "a " * 250 + "b"} for n in range(300)],
    ]
    began = time.process_time()
    with pytest.raises(InputError):
        judged(changed(constraints=rules), TEXT + TEXTS[more])
    assert time.process_time() - began < 10
