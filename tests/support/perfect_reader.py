"""Replies of a language model that reads the stories of the families without a mistake: what a capable one would write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.spec.indexed import ProblemSpec

FORMULATING = ("formulate", "repair")


def formulation(spec: ProblemSpec) -> dict[str, Any]:
    """The problem in the form of a reply; no words are quoted, every rule says that the story implies it."""
    content = spec.model_dump(mode="json")
    return {
        "sets": [{"name": entry["name"], "members": entry["members"]} for entry in content["sets"]],
        "parameters": [{key: entry[key] for key in ("name", "index", "values", "unit")} for entry in content["parameters"]],
        "variables": [
            {key: entry[key] for key in ("name", "index", "kind", "lower", "upper", "where", "unit")}
            for entry in content["variables"]
        ],
        "constraints": [
            {"name": entry.name, "rule": entry.rule, "implied": "the story tells so"} for entry in spec.constraints
        ],
        "objectives": [{key: entry[key] for key in ("name", "sense", "expression", "unit")} for entry in content["objectives"]],
    }  # fmt: skip


def approval(prompt: str) -> dict[str, Any]:
    """An assessment in which one claim covers every goal and rule of the problem that is told back."""
    numbers = [int(found) for found in re.findall(r"^(\d+)\. \[(?:goal|constraint)\]", prompt, re.MULTILINE)]
    quoted = re.search(r'Request:\n"""\n(\w+ \w+)', prompt)
    assert quoted is not None
    return {"claims": [{"quote": quoted[1], "sentences": numbers, "verdict": "same", "why": ""}], "surplus": []}


def replying(known: Mapping[str, dict[str, Any]]) -> Any:
    """A function of a request's body: the formulation of the story it is about, then approval. `known` by story."""

    def reply(body: Any) -> dict[str, Any]:
        messages = [message["content"] for message in body["messages"]]
        if len(messages) > 1:
            return next(content for story, content in known.items() if story in messages[1])
        if "These sentences cannot all hold" in messages[0]:
            return {"verdict": "request"}
        return approval(messages[0])

    return reply
