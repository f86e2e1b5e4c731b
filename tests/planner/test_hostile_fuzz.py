"""Random and hostile replies at every converter: a value comes out, or an error of ours, and nothing else."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.base import Span
from domains.travel import domain as travel
from encoders.errors import InputError, PlanproofError, UnsupportedError
from encoders.spec.indexed.scope import checked
from planner.interpret.llm.claims import Judge
from planner.interpret.llm.reply import items_of
from planner.llm.errors import LlmError
from planner.llm.exchange import Question
from planner.llm.json_text import object_in
from planner.llm.mailbox import Mailbox
from planner.llm.messages import Message
from planner.llm.prices import FREE
from planner.llm.schema import reply_schema
from planner.llm.settings import LlmSettings
from planner.llm.usage import Meter
from planner.llm.validate import valid
from planner.open.accept import Acceptance
from planner.open.assess import Assessment, told
from planner.open.convert import spec_of
from planner.open.reply import AssessmentReply, FormulationReply
from planner.open.slots.labelling import Labels
from planner.open.slots.labels import any_label
from planner.open.slots.marks import marks
from planner.open.slots.outline import OutlineReply, Outlining
from planner.open.slots.write import written
from tests.support.open_replies import GOOD, LABELS, OUTLINE, TEXT

MANY = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "", " ", "\0", "\x1b[31m", "\u202e", "\ud83d", "١٢", "²", "½", "1e400", "1e-400", "9" * 500, "-0", "NaN", "inf", "1/0",
        "1/3", "-1", "__import__('os').system('id')", "{0.__class__}", "for", "desks", "drawers", "s", "1..5", "5..1",
        "1..9999999999", "desks[1]", "desks <= 1", "sum(desks for i in s)", "i: i", "i, j: i == j", "desks for i in s", "a" * 600,
        "[", "]]", '"', "null", "none", "4000 minutes for assembly", "2027-05-14", "2027-02-31", "0000-00-00", "99999-01-01",
        "900", "Porto Selene", "true",
    ]),
)  # fmt: skip
NUMBERS = st.one_of(st.integers(-5, 5), st.sampled_from([10**40, 10**399, -(10**399), 4000, True, False, None]), WORDS)
VALUES = st.recursive(
    st.one_of(NUMBERS, WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)


@st.composite
def spoiled(draw, good):
    """A good reply in which a few places hold something else, are missing, or hold one thing more."""
    content = json.loads(json.dumps(good))
    for _ in range(draw(st.integers(1, 4))):
        here = content
        while True:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(here[key], (dict, list)) and here[key] and draw(st.integers(0, 3)):
                here = here[key]
                continue
            if isinstance(here, dict) and draw(st.integers(0, 5)) == 0:
                del here[key]
            else:
                here[key] = draw(VALUES)
            break
    return content


def content_of(reply, model):
    """What a reply is as it arrives: through text, JSON and the model of the reply."""
    return valid(object_in(json.dumps(reply)), model)


WIDE = {
    **GOOD,
    "sets": [{"name": "s", "members": ["a", "b"]}, {"name": "t", "members": ["1..4"]}],
    "parameters": [
        {"name": "p", "index": ["s"], "values": [1, "1/3"], "default": None, "unit": "kg", "computed": "so"},
        {"name": "q", "index": ["s", "t"], "rows": [["a", 1, 5], ["b", "2", "0.5"]], "default": 0},
    ],
    "variables": [
        *GOOD["variables"], {"name": "v", "kind": "real", "index": ["s"], "lower": "p[s]", "upper": "9", "where": "i: p[i] > 0"},
    ],
    "unused": [{"number": "20", "why": "it is an example"}],
    "assumptions": ["none"],
    "questions": [],
}  # fmt: skip


@MANY
@given(spoiled(WIDE))
def test_formulations(reply):
    acceptance = Acceptance(TEXT, {})
    with suppress(InputError, UnsupportedError):
        acceptance(content_of(reply, FormulationReply))
        assert acceptance.found is not None


@MANY
@given(spoiled(WIDE))
def test_conversion_alone(reply):
    with suppress(InputError, UnsupportedError):
        checked(spec_of(content_of(reply, FormulationReply)))


def test_what_is_spoiled_is_good_as_it_stands():
    checked(spec_of(content_of(WIDE, FormulationReply)))
    by_slots(OUTLINE, LABELS)
    assessment()(content_of(ASSESSMENT, AssessmentReply))


def by_slots(outline, labels):
    """The whole way of two small replies."""
    outlining = Outlining(TEXT)
    outlining(content_of(outline, OutlineReply))
    names, taken = outlining.found, Labels(outlining.found)
    places = sorted(marks(TEXT, names.decisions), key=lambda mark: mark.kind != "amount")
    for mark, label in zip(places, labels, strict=False):
        taken.accept(mark, content_of(label, any_label(names)))
    taken.lacking(names.goal.of)
    if len(taken.found) == len(places):
        Acceptance(TEXT, {})(written(TEXT, names, places, taken.found))


@MANY
@given(spoiled(OUTLINE), spoiled(LABELS))
def test_formulations_by_slots(outline, labels):
    with suppress(InputError, UnsupportedError):
        by_slots(outline, labels)
    with suppress(InputError, UnsupportedError):
        by_slots(OUTLINE, labels)


def assessment():
    acceptance = Acceptance(TEXT, {})
    acceptance(content_of(GOOD, FormulationReply))
    return Assessment(TEXT, told(acceptance.found.known))


ASSESSMENT = {
    "claims": [{"quote": "maximize profit", "sentences": [1, 3, 4, 5], "verdict": "same", "why": ""}],
    "surplus": [{"sentence": 4, "verdict": "invented", "why": "x"}],
}


@MANY
@given(spoiled(ASSESSMENT))
def test_assessments(reply):
    held = assessment()
    with suppress(InputError):
        found = content_of(reply, AssessmentReply)
        held(found)
        held.findings(found)


TRIP = (
    "Castelbruno is our launch pad. We can fork out 900 euros, and set off on May 14, 2027. No flight before 9 please."
)
DATA = travel.load(None)
TODAY = date(2027, 5, 1)
VOCABULARY = travel.vocabulary(TRIP, None, DATA)
FIELDS = (*[entry.name for entry in VOCABULARY.fields], "wish", "nothing", "impossible")
QUOTES = st.sampled_from(
    ["Castelbruno is our launch pad", "900 euros", "May 14, 2027", "No flight before 9", TRIP, ".", "please"]
)
ITEMS = st.lists(
    st.fixed_dictionaries({"quote": st.one_of(QUOTES, WORDS), "field": st.sampled_from(FIELDS), "value": WORDS}),
    max_size=5,
)


@MANY
@given(ITEMS)
def test_claims(items):
    judge = Judge(TRIP, [Span(0, len(TRIP), TRIP)], VOCABULARY, TODAY, travel.echo, lambda wish: None)
    model = items_of(tuple([entry.name for entry in VOCABULARY.fields]), wishes=True)
    try:
        reply = content_of({"items": items}, model)
    except InputError:
        return
    judged = judge.judged(reply)
    for claim in judged.claims:
        assert " ".join(TRIP[claim.start : claim.end].split()) == claim.quote
    judge.widened(judged.claims)
    judge.evident(reply.items, judged.claims)


def from_mailbox(folder, content):
    """What a model at a mailbox says, where this is put there as its reply."""

    def answer(sentence):
        (Path(folder) / "1.reply.json").write_bytes(content)

    mailbox = Mailbox(str(folder), Meter("mailbox", FREE), LlmSettings(tell=answer))
    question = Question("s", 1, (Message("user", "q"),), reply_schema(AssessmentReply), 0.0, 0, 100)
    return mailbox.exchange(question, 0.05).content


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(VALUES.map(lambda value: json.dumps(value).encode()), st.binary(max_size=60)))
def test_replies_in_a_mailbox(content):
    with TemporaryDirectory() as folder, suppress(LlmError, InputError):
        object_in(from_mailbox(folder, content))


def test_a_good_reply_in_a_mailbox(tmp_path):
    assert object_in(from_mailbox(tmp_path, b'{"content": {"a": [1]}}')) == {"a": [1]}


@pytest.mark.parametrize("depth", [60, 900, 990, 5_000, 100_000])
@pytest.mark.parametrize("around", ['{"claims": %s}', '{"content": %s}', '{"content": {"a": %s}}'])
def test_a_deep_reply_in_a_mailbox(depth, around, tmp_path):
    with pytest.raises(PlanproofError):
        valid(object_in(from_mailbox(tmp_path, (around % ("[" * depth + "]" * depth)).encode())), AssessmentReply)
