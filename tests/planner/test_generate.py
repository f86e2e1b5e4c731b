"""`generate`: rows for batches, and stories read back by a model over HTTP, recorded and replayed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from domains.open.families import FAMILIES, sample
from tests.support.llm_server import Fault, llm_server
from tests.support.perfect_reader import formulation, replying

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRESS = sample("scheduling", 2)


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No model from the environment, and no memory of endpoints."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "PLANPROOF_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def read_back(command: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs `generate --read-back` with an endpoint of these replies."""

    def run(replies: list[Any], *arguments: str) -> Any:
        with llm_server(replies) as server:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            return command("generate", *arguments, "--read-back")

    return run


def reader_of(*numbers: int, changed: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> Any:
    """A model that reads these stories of every family without a mistake, unless its formulations are changed."""
    drawn = [sample(family, number) for family in FAMILIES for number in numbers]
    return replying({entry.text: changed(formulation(entry.spec)) for entry in drawn})


def rows_of(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


# ---------------------------------------------------------------- rows


def test_rows_are_stories_or_requests_and_their_number_is_their_seed(command: Any) -> None:
    (told,) = rows_of(command("generate", "lot-sizing", "--seed", "7").out)
    assert told == {"id": "lot-sizing/7", "domain": "open", "text": sample("lot sizing", 7).text}
    found = rows_of(command("generate", "Lot sizing", "knapsack", "--count", "2", "--as", "request").out)
    assert [row["id"] for row in found] == ["lot-sizing/0", "lot-sizing/1", "knapsack/0", "knapsack/1"]
    assert [set(row) for row in found] == [{"id", "domain", "request"}] * 4


def test_every_family_is_drawn_where_none_is_named(command: Any) -> None:
    ran = command("generate", "--seed", "3", "all.jsonl")
    assert ran.said == "12 rows written to all.jsonl"
    assert ran.code == 0
    with open("all.jsonl", encoding="utf-8") as file:
        names = [f"{name.replace(' ', '-')}/3" for name in FAMILIES]
        assert [row["id"] for row in rows_of(file.read())] == names


def test_a_batch_takes_requests_as_they_are(command: Any) -> None:
    command("generate", "knapsack", "covering", "blending", "--as", "request", "--count", "3", "rows.jsonl")
    assert command("batch", "rows.jsonl", "answers.jsonl").code == 0
    with open("answers.jsonl", encoding="utf-8") as file:
        answers = rows_of(file.read())
    assert [answer["id"] for answer in answers][::4] == ["knapsack/0", "covering/1", "blending/2"]
    assert {answer["status"] for answer in answers} <= {"optimal", "infeasible"}


def test_a_batch_takes_stories_where_a_model_reads_them(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    command("generate", "scheduling", "--seed", "2", "rows.jsonl")
    with llm_server([reader_of(2)]) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        assert command("batch", "rows.jsonl", "answers.jsonl").code == 0
    with open("answers.jsonl", encoding="utf-8") as file:
        (answer,) = rows_of(file.read())
    assert (answer["id"], answer["status"]) == ("scheduling/2", "optimal")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("lottery",), "No family is called 'lottery'; there are allocation, blending"),
        (("knapsack", "rows.txt"), "No family is called 'rows.txt'"),
        (("knapsack", "--as", "story"), "'story' is not a choice; there are text, request"),
        (("knapsack", "nowhere/rows.jsonl"), "The rows cannot be written: No such file or directory"),
        (("knapsack", "--read-back"), "needs a language model; name one with --llm"),
        (("knapsack", "--count", "0"), "--count"),
        (("knapsack", "--llm", "some"), "--llm is for reading back"),
    ],
)
def test_what_cannot_be_done_is_told(command: Any, arguments: tuple[str, ...], says: str) -> None:
    ran = command("generate", *arguments)
    assert ran.code == 2
    assert says in ran.said


# ---------------------------------------------------------------- reading back


def test_stories_of_every_family_come_back_as_the_same_problem(read_back: Any) -> None:
    """One of each family, with the formulation that a perfect reader writes: the route refuses none of them."""
    ran = read_back([reader_of(0)], "--seed", "0")
    assert ran.code == 0
    assert ran.said.endswith("tokens")
    assert "12 stories read back: 12 same, 0 other, 0 asked, 0 failed" in ran.said
    assert "covering/0: same (optimal 129,000)" in ran.out
    assert "lot-sizing/0: same (infeasible)" in ran.out


def test_another_optimum_is_told_with_both(read_back: Any) -> None:
    def turned(content: dict[str, Any]) -> dict[str, Any]:
        return {**content, "objectives": [{**goal, "sense": "maximise"} for goal in content["objectives"]]}

    ran = read_back([reader_of(2, changed=turned)], "routing", "--seed", "2", "--json", "out.jsonl")
    assert ran.code == 1
    (row,) = rows_of(ran.out)
    assert row["verdict"] == "other"
    assert row["stated"]["status"] == row["read"]["status"] == "optimal"
    assert row["stated"]["value"] < row["read"]["value"]
    assert row["text"] == sample("routing", 2).text
    assert row["request"]["objectives"][0]["sense"] == "maximise"
    assert row["tokens"] % 120 == 0 < row["tokens"]
    with open("out.jsonl", encoding="utf-8") as file:
        assert rows_of(file.read()) == [row]


def test_a_plan_where_there_is_none_is_another_optimum(read_back: Any) -> None:
    def weakened(content: dict[str, Any]) -> dict[str, Any]:
        left_out = {"capacity", "set up"}
        rules = [entry for entry in content["constraints"] if entry["name"] not in left_out]
        variables = [
            {**entry, "upper": None} if entry["name"] == "make" else entry
            for entry in content["variables"]
            if entry["name"] != "run"
        ]
        goal = {**content["objectives"][0], "expression": "sum(unit_cost * make[t] for t in months)"}
        unused = [{"number": n, "why": "left out"} for n in ("24", "225", "5")]
        parameters = [p for p in content["parameters"] if p["name"] not in ("capacity", "setup_cost", "holding_cost")]
        return {
            **content,
            "constraints": rules,
            "variables": variables,
            "objectives": [goal],
            "unused": unused,
            "parameters": parameters,
        }

    stated = formulation(sample("lot sizing", 0).spec)
    ran = read_back([replying({sample("lot sizing", 0).text: weakened(stated)})], "lot-sizing")
    assert ran.code == 1
    assert "lot-sizing/0: other (the problem is infeasible, what was read is optimal 402)" in ran.out


def test_a_question_is_no_wrong_answer(read_back: Any) -> None:
    ran = read_back([{"variables": [], "questions": ["How wide is the press?"]}], "scheduling", "--seed", "2")
    assert ran.code == 0
    assert "scheduling/2: asked (How wide is the press?)" in ran.said


def test_a_failing_endpoint_fails_the_command(read_back: Any) -> None:
    ran = read_back([Fault.status(401)], "knapsack", "--count", "2", "--json")
    assert ran.code == 5
    assert [row["verdict"] for row in rows_of(ran.out)] == ["failed", "failed"]
    assert ran.err.startswith("2 stories read back: 0 same, 0 other, 0 asked, 2 failed")


def test_what_was_recorded_is_replayed_without_a_model(read_back: Any, command: Any) -> None:
    recorded = read_back([reader_of(0, 1)], "packing", "facility", "--count", "2", "--record", "stories.jsonl")
    assert "4 same" in recorded.said
    replayed = command(
        "generate", "packing", "facility", "--count", "2", "--read-back", "--llm", "replay:stories.jsonl"
    )
    assert (replayed.code, replayed.out) == (0, recorded.out)
    other = command("generate", "packing", "--seed", "9", "--read-back", "--llm", "replay:stories.jsonl")
    assert other.code == 5
    assert "holds no reply to this question" in other.said


def test_rows_stay_where_the_rest_is_interrupted(read_back: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.generate import reading_back

    once = reading_back.read_back
    asked: list[str] = []

    def interrupted(story: Any, *rest: Any, **more: Any) -> Any:
        asked.append(story.id)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return once(story, *rest, **more)

    monkeypatch.setattr(reading_back, "read_back", interrupted)
    ran = read_back([reader_of(0, 1, 2)], "knapsack", "--count", "3", "kept.jsonl")
    assert ran.code == 130
    assert ran.err.startswith("1 story read back: 1 same")
    with open("kept.jsonl", encoding="utf-8") as file:
        assert [row["id"] for row in rows_of(file.read())] == ["knapsack/0"]
