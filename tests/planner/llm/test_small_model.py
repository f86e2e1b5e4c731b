"""The real small server of a small real model, where one runs: its own rung of the ladder, a reply that follows a schema."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from dataclasses import replace
from typing import Literal

import pytest
from pydantic import BaseModel

from planner.llm import LlmSettings, Message, open_model

URL = os.environ.get("PLANPROOF_SMALL_MODEL", "http://127.0.0.1:8089/v1")


class Colour(BaseModel):
    """The colour that a thing has."""

    thing: str
    colour: Literal["red", "yellow", "blue"]


def up() -> bool:
    """Whether the server answers; it does one thing at a time, so it may take a while."""
    try:
        with urllib.request.urlopen(f"{URL}/models", timeout=120) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.mark.slow
def test_a_small_model_follows_a_schema(tmp_path):
    if not up():
        pytest.skip("no small model is served; set PLANPROOF_SMALL_MODEL")
    environment = {"OPENAI_BASE_URL": URL, "OPENAI_API_KEY": "local", "PLANPROOF_MODEL": "local"}
    record = tmp_path / "record.jsonl"
    settings = LlmSettings(seconds=900, max_output=100, record=str(record))
    model = open_model(None, settings, environment=environment)
    asked = [Message("user", "What colour is a ripe banana?")]
    found = model.ask("colour", asked, Colour)
    assert found.colour == "yellow"
    used = model.usage
    assert used.by_stage["colour"].estimated == 0
    assert used.by_stage["probe"].failed >= 1  # it refuses json_schema with status 500
    assert open_model(f"replay:{record}", replace(settings, record=None)).ask("colour", asked, Colour) == found
