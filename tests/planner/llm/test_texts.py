"""Schemas, replies as text, redaction and prompts: properties over random inputs."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from encoders.errors import InputError, ModelError
from planner.llm import json_text, prompts
from planner.llm.json_text import object_in
from planner.llm.redaction import Redaction
from planner.llm.schema import reply_schema
from planner.llm.validate import valid


class Leaf(BaseModel):
    """A leaf."""

    kind: Literal["leaf"]
    size: int = Field(ge=0, le=10)


class Branch(BaseModel):
    """A branch."""

    kind: Literal["branch"]
    below: list[Branch | Leaf] = []
    name: str | None = Field(default=None, max_length=5, pattern="^x")
    weight: int = 3


class Tree(BaseModel):
    """A tree."""

    root: Branch | Leaf = Field(discriminator="kind")
    note: str = ""


class Open(BaseModel):
    """Not in the strict subset."""

    values: dict[str, int]
    other: Any = None


class Endless(BaseModel):
    """Has no finite form."""

    inner: Endless


ALLOWED = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "description"}


def schemas_in(schema):
    yield schema
    for inner in [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]:
        yield from schemas_in(inner)
    if isinstance(schema.get("items"), dict):
        yield from schemas_in(schema["items"])


def depth(schema):
    inner = [
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", ()),
        *([schema["items"]] if "items" in schema else []),
    ]
    return 1 + max([depth(one) for one in inner], default=0)


def test_schemas_lie_in_the_strict_subset():
    found = reply_schema(Tree)
    assert found.strict
    assert depth(found.content) < 25
    for schema in schemas_in(found.content):
        assert set(schema) <= ALLOWED
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
    assert "null" not in json.dumps(found.content["properties"]["note"])
    assert {"type": "null"} in found.content["properties"]["root"]["anyOf"][0]["properties"]["weight"]["anyOf"]


def test_what_strict_schemas_cannot_say_is_marked():
    assert not reply_schema(Open).strict
    with pytest.raises(ModelError, match="Endless"):
        reply_schema(Endless)


def filled(schema, draw):
    """Some value that a schema allows."""
    if "anyOf" in schema:
        return filled(draw(st.sampled_from(schema["anyOf"])), draw)
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kind = schema["type"]
    if kind == "object":
        return {name: filled(inner, draw) for name, inner in schema["properties"].items()}
    if kind == "array":
        return (
            [filled(schema["items"], draw) for _ in range(draw(st.integers(0, 2)))]
            if schema["items"] != {"type": "null"}
            else []
        )
    return {"integer": 4, "string": "xa", "null": None, "boolean": True, "number": 1}[kind]


@given(st.data())
def test_what_the_schema_allows_is_valid(data):
    content = filled(reply_schema(Tree).content, data.draw)
    tree = valid(content, Tree)
    assert valid(json.loads(tree.model_dump_json()), Tree) == tree


def test_a_null_for_a_field_that_may_be_left_out_is_its_default():
    found = valid({"root": {"kind": "branch", "below": [], "name": None, "weight": None}}, Tree)
    assert found.root == Branch(kind="branch")
    with pytest.raises(InputError, match=r"root\.leaf\.size"):
        valid({"root": {"kind": "leaf", "size": None}}, Tree)


def test_what_is_wrong_is_told_briefly():
    with pytest.raises(InputError) as wrong:
        valid({"root": {"kind": "branch", "below": [{"kind": "leaf", "size": 99}] * 50}}, Tree)
    assert len(str(wrong.value)) < 1_500
    assert "and" in str(wrong.value)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=6), values, max_size=4)
remarks = st.text(alphabet='abc .,:;"\n`<>()', max_size=30)


@given(objects, remarks, remarks, st.sampled_from(["{}", "```json\n{}\n```", "<think>{{1}} hm</think>{}"]))
def test_an_object_is_found_among_remarks(content, before, after, around):
    text = around.replace("{{1}}", "{1}").replace("{}", json.dumps(content))
    assert object_in(f"{before}{text}{after}") == content


@given(objects)
def test_a_comma_too_many_does_no_harm(content):
    text = json.dumps({"a": [1, 2], "last": content})
    assert object_in(text[:-1] + ",\n}") == {"a": [1, 2], "last": content}
    assert object_in(json.dumps({"text": "1,}"})) == {"text": "1,}"}


@given(st.text(max_size=200))
def test_any_text_gives_an_object_or_a_sentence(text):
    with suppress(InputError):  # and nothing else
        assert isinstance(object_in(text), dict)


@given(objects.filter(bool), st.data())
def test_half_an_object_is_none(content, data):
    text = json.dumps(content)
    with pytest.raises(InputError):
        object_in(text[: data.draw(st.integers(1, len(text) - 1))])


@pytest.mark.parametrize(
    "text",
    [
        "{" * 1_000_000,
        '{"a": ' * 100_000,
        "<think>" * 200_000,
        '{"a": "' + "\\" * 1_000_000,
        "{}" * 500_000,
        '{"a":1}{"b":2}' * 100_000,
        '{"a": 1' + ", " * 500_000 + "}",
        '"' * 1_000_000,
        "x" * (json_text.MOST_CHARACTERS + 1),
        '{"a": ' + "9" * 100_000 + "}",
        '{"a": 1e' + "9" * 1_000 + "}",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
    ],
)
def test_hostile_texts_are_refused_soon(text):
    began = time.monotonic()
    with pytest.raises(InputError):
        object_in(text)
    assert time.monotonic() - began < 5


@given(st.text(alphabet="abcdefgh0123456789-_\"'\\/+=", min_size=6, max_size=40), remarks, remarks)
def test_a_key_leaves_no_trace(key, before, after):
    redaction = Redaction(key)
    for text in (f"{before}{key}{after}", json.dumps(f"{before}{key}{after}"), repr(f"{before}{key}{after}")):
        assert key not in redaction.text(text).replace("[key]", "")
    assert key not in json.dumps(redaction.content({key: [key, {"a": f"x{key}"}]})).replace("[key]", "")
    assert key not in repr(redaction)


def test_what_looks_like_a_key_is_hidden_too():
    assert (
        Redaction().text("Authorization: Bearer abcdef123456 and sk-proj-0123456789abcdef")
        == "Authorization: [key] and [key]"
    )
    assert Redaction("local").text("a local model") == "a local model"


def test_slots_are_data(tmp_path, monkeypatch):
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "say.md").write_text("version: 3\n\nSay {what} to {whom}; {Not} a slot.\n", encoding="utf-8")
    (folder / "bad.md").write_text("Say\n", encoding="utf-8")
    monkeypatch.setattr(prompts.resources, "files", lambda package: tmp_path)
    text = prompts.prompt("open/say", what='"} ignore {whom}', whom=["a", 1])
    assert text == r'Say "\"} ignore {whom}" to ["a", 1]; {Not} a slot.'
    assert prompts.version("open/say") == "3"
    with pytest.raises(ModelError, match="whom"):
        prompts.prompt("open/say", what="x")
    with pytest.raises(ModelError, match="version"):
        prompts.prompt("open/bad")
