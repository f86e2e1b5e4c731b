"""What-if, why and why-not in free English about LLMFP's coffee, workforce and facility problems, by the open route.

    python benchmarks/llmfp_questions.py --llm mailbox:DIR --base            formulate the three problems, DIR/<task>
    python benchmarks/llmfp_questions.py --llm mailbox:DIR [--jobs 24]       then ask, DIR/<task>-<number>

The problems themselves are told in English (`llmfp_texts`) and formulated by the same model; their requests go to the folder
`--bases`. Questions are chosen by `--seed`, `--count` of each kind, before anything is asked. One counts where the optimum is the
gold's, or, where the gold is infeasible, the answer is and has a minimal conflict. Labels known to be wrong are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from direct import DATA
from llmfp_texts import COFFEE, FACILITY, workforce
from workforce_questions import WRONG, roster

TASKS = ("coffee", "workforce1", "facility")
BASE_OPTIMUM = {"coffee": 2470, "workforce1": 220, "facility": 210_500}
_LEFT_OUT = {"workforce1": frozenset(WRONG), "facility": frozenset((141,)), "coffee": frozenset[int]()}
_WHY = re.compile(r"\b(?:why|reasons?|motivat\w+|rationale|purpose|justif\w+|explain|explanation)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\bnot\b|n['’]t\b|\bavoid|\bexclu|\bunselected|\brefus|\bwithout|\boverlook|\bomit|\bneglect|\bdisregard|\bdismiss|\breject|\bignor",
    re.IGNORECASE,
)
_RELATIVE = Fraction(1, 10_000)


@dataclass(frozen=True)
class Question:
    """One question with its gold: the optimum, or None where there is no plan."""

    task: str
    number: int
    type: str
    text: str
    gold: Fraction | None

    @property
    def name(self) -> str:
        """Its folder in the mailbox."""
        return f"{self.task}-{self.number}"

    @property
    def kind(self) -> str:
        """Which command asks it, by its own words."""
        if not _WHY.search(self.text):
            return "what-if"
        return "why-not" if _NOT.search(self.text) else "why"


def chosen(count: int, seed: int) -> list[Question]:
    """`count` of each type of each task."""
    found = []
    for task in TASKS:
        by_type: dict[str, list[Question]] = defaultdict(list)
        for entry in json.loads((DATA / "llmfp" / f"{task}.json").read_text(encoding="utf-8"))["questions"]:
            if entry["i"] in _LEFT_OUT[task] or entry["QUESTION"].strip() == "?":
                continue
            gold = entry["GT EXEC RESULT"]
            by_type[entry["TYPE"]].append(
                Question(
                    task,
                    entry["i"],
                    entry["TYPE"],
                    entry["QUESTION"],
                    None if isinstance(gold, str) else Fraction(repr(gold)),
                )
            )
        for name, questions in by_type.items():
            picked = random.Random(f"{task} {name} {seed}").sample(questions, min(count, len(questions)))
            found += sorted(picked, key=lambda question: question.number)
    return found


def command(arguments: argparse.Namespace, name: str, *words: str) -> dict[str, Any]:
    """The Answer of one `planproof` command."""
    line = [sys.executable, "-m", "planner.cli", *words, "--domain", "open", "--json"]
    if arguments.llm:
        kind, _, place = arguments.llm.partition(":")
        line += ["--llm", f"{kind}:{Path(place) / name}" if kind == "mailbox" else arguments.llm]
    if kind_of_replay(arguments, name):
        line[-1] = f"replay:{kind_of_replay(arguments, name)}"
    if arguments.record:
        line += ["--record", str(Path(arguments.record) / f"{name}.jsonl")]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        found = {"status": "error", "error": {"kind": "none", "says": done.stderr[-300:]}}
    return found


def kind_of_replay(arguments: argparse.Namespace, name: str) -> Path | None:
    """The recording of one question, where a folder of recordings is replayed."""
    kind, _, place = (arguments.llm or "").partition(":")
    return Path(place) / f"{name}.jsonl" if kind == "replay" and Path(place).is_dir() else None


def formulate(arguments: argparse.Namespace) -> None:
    """The three problems from their texts, kept as requests."""
    texts = {"coffee": COFFEE, "workforce1": workforce(roster()), "facility": FACILITY}
    folder = Path(arguments.bases)
    folder.mkdir(parents=True, exist_ok=True)

    def one(task: str) -> tuple[str, dict[str, Any]]:
        text = folder / f"{task}.txt"
        text.write_text(texts[task].strip() + "\n", encoding="utf-8")
        return task, command(arguments, task, "solve", str(text))

    with ThreadPoolExecutor(len(TASKS)) as pool:
        for task, answer in pool.map(one, TASKS):
            value = answer["objective"][0]["value"] if answer.get("objective") else None
            print(f"{task}: {answer['status']} {value}, published optimum {BASE_OPTIMUM[task]}", flush=True)
            if answer["status"] == "optimal":
                (folder / f"{task}.json").write_text(json.dumps(answer["request"], indent=1), encoding="utf-8")
            else:
                print("    " + str(answer.get("questions") or answer.get("error")))


def right(question: Question, answer: dict[str, Any]) -> bool:
    """Whether an answer is the gold's."""
    if question.gold is None:
        return answer["status"] == "infeasible" and bool(answer["conflicts"]) and answer["conflicts"][0]["minimal"]
    if answer["status"] != "optimal" or not answer["objective"]:
        return False
    value = Fraction(str(answer["objective"][0]["value"]))
    return abs(value - question.gold) <= _RELATIVE * abs(question.gold)


def main() -> None:
    """Formulate, or ask and print what is matched by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llm", default=None)
    parser.add_argument("--bases", default="llmfp-bases", help="a folder for the three formulated problems")
    parser.add_argument("--base", action="store_true")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="names of questions, separated by commas")
    parser.add_argument("--record", default=None)
    parser.add_argument("--out", default=None)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.record:
        Path(arguments.record).mkdir(parents=True, exist_ok=True)
    if arguments.base:
        formulate(arguments)
        return
    questions = chosen(arguments.count, arguments.seed)
    if arguments.only:
        questions = [question for question in questions if question.name in arguments.only.split(",")]
    if arguments.list:
        print("\n".join([f"{q.name}\t{q.kind}\t{q.type}\t{q.text}\t{q.gold}" for q in questions]))
        return
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with ThreadPoolExecutor(arguments.jobs) as pool:
        work = {
            pool.submit(
                command, arguments, q.name, q.kind, str(Path(arguments.bases) / f"{q.task}.json"), q.text
            ): q
            for q in questions
        }  # fmt: skip
        for done in as_completed(work):
            question, answer = work[done], done.result()
            place = counts[question.task, question.type]
            matched = right(question, answer)
            claimed = answer["status"] in ("optimal", "infeasible")
            place[0] += 1
            place[1] += matched
            place[2] += not matched and claimed
            place[3] += not matched and not claimed
            value = answer["objective"][0]["value"] if answer.get("objective") else None
            asked = (answer.get("contrast") or {}).get("asked", "")
            told = f"{question.name} {question.kind} {answer['status']} {value} gold {question.gold} | {question.text} | {asked}"
            if not matched:
                told += f" | {answer.get('questions') or answer.get('error') or ''}"
            print(("    " if matched else "NOT ") + told[:600], flush=True)
            if arguments.out:
                with Path(arguments.out).open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"question": question.name, "right": matched, "answer": answer}) + "\n")
    print(f"{'kind':44}{'asked':>7}{'right':>7}{'wrong':>7}{'not claimed':>13}")
    for (task, kind), (asked_of, good, wrong, unclaimed) in sorted(counts.items()):
        print(f"{task + ' ' + kind:44}{asked_of:>7}{good:>7}{wrong:>7}{unclaimed:>13}")
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    print(f"{'all':44}{total[0]:>7}{total[1]:>7}{total[2]:>7}{total[3]:>13}")


if __name__ == "__main__":
    main()
