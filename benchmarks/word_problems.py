"""Optimisation problems in English by the open route: how many optima are right, asked about, or claimed and wrong.

    python benchmarks/word_problems.py --llm mailbox:DIR [--jobs 24] [--out answers.jsonl]
    python benchmarks/word_problems.py --llm replay:DIR              recorded exchanges, DIR/<case>.jsonl
    python benchmarks/word_problems.py --sets nl4opt_test --count 60 [--direct] [--double]     the configured endpoint

Cases are chosen by `--seed` before anything is asked. Each is one `planproof solve --domain open`. With a mailbox each case has a
folder of its own, DIR/<case>, so that many can be answered at once; it holds what the model is asked and nothing else.
`--direct` asks the endpoint for the number itself, for comparison. `--list` only names the cases.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from word_problem_cases import NONLINEAR, SETS, WordProblem, chosen
from word_problem_golds import FALLEN, INFEASIBLE, LACKING

from encoders.errors import PlanproofError

if TYPE_CHECKING:
    from collections.abc import Iterable

RIGHT, ASKED, WRONG, UNSUPPORTED, NONE = "right", "asked", "wrong", "unsupported", "no answer"
FALLS, LACKS = "gold falls", "lacks data"
KINDS = (RIGHT, ASKED, WRONG, UNSUPPORTED, NONE, FALLS, LACKS)
"""Of `gold falls` the answer was shown to be right and the gold wrong; of `lacks data` the text leaves out what was asked for."""


@dataclass(frozen=True)
class Outcome:
    """One case's verdict, what stands behind it in words, and the answer."""

    case: WordProblem
    verdict: str
    says: str
    answer: dict[str, Any]


class Number(BaseModel):
    """What a model is asked for directly."""

    answer: float | None


def solved(case: WordProblem, arguments: argparse.Namespace) -> Outcome:
    """Run one case as a command of its own and judge its Answer."""
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder) / "request.txt"
        request.write_text(case.text, encoding="utf-8")
        command = [sys.executable, "-m", "planner.cli", "solve", str(request), "--domain", "open", "--json"]
        command += ["--time-limit", str(arguments.time_limit)] if arguments.time_limit else []
        if arguments.llm:
            command += ["--llm", _of_case(arguments.llm, case)]
        if arguments.record:
            command += ["--record", str(Path(arguments.record) / f"{case.name}.jsonl")]
        if arguments.trace:
            command += ["--trace", str(Path(arguments.trace) / f"{case.name}.trace.jsonl")]
        if arguments.double:
            command += ["--double"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return Outcome(case, NONE, (done.stderr or done.stdout)[-300:], {})
    return judged(case, answer)


def _of_case(llm: str, case: WordProblem) -> str:
    kind, colon, place = llm.partition(":")
    if kind == "mailbox":
        return f"{kind}:{Path(place) / case.name}"
    if kind == "replay" and Path(place).is_dir():
        return f"{kind}:{Path(place) / case.name}.jsonl"
    return f"{kind}{colon}{place}"


def judged(case: WordProblem, answer: dict[str, Any]) -> Outcome:
    """Only `optimal` and `infeasible` claim something."""
    status, error = answer["status"], answer.get("error") or {}
    if status == "optimal":
        values = [Fraction(str(entry["value"])) for entry in answer["objective"][:1]]
        if values and case.right(values[0]):
            return Outcome(case, RIGHT, "", answer)
        if values and case.name in FALLEN and FALLEN[case.name][0] == values[0]:
            return Outcome(case, FALLS, f"{float(values[0])}, gold {case.gold}: {FALLEN[case.name][1]}", answer)
        return Outcome(case, WRONG, f"{float(values[0]) if values else 'no objective'}, gold {case.gold}", answer)
    if status == "infeasible":
        if case.name in FALLEN and FALLEN[case.name][0] is INFEASIBLE:
            return Outcome(case, FALLS, f"infeasible, gold {case.gold}: {FALLEN[case.name][1]}", answer)
        return Outcome(case, WRONG, f"infeasible, gold {case.gold}", answer)
    if status == "unclear":
        return Outcome(case, LACKS if case.name in LACKING else ASKED, " | ".join(answer["questions"])[:300], answer)
    if error.get("kind") == "unsupported":
        return Outcome(case, UNSUPPORTED, f"{error['says']} ({error['where']})"[:300], answer)
    return Outcome(case, NONE, f"{status}: {error.get('kind', '')} {error.get('says', '')}"[:300], answer)


def asked_directly(case: WordProblem) -> Outcome:
    """The endpoint's own number."""
    from planner.llm import LlmSettings, Message, open_model
    from planner.open.prompting import framed

    model = open_model(None, LlmSettings())
    if model is None:
        raise SystemExit("no endpoint is configured: set OPENAI_BASE_URL, OPENAI_API_KEY and PLANPROOF_MODEL")
    try:
        reply = model.ask("direct", [Message("user", framed("direct", request=case.text))], Number)
    except PlanproofError as error:
        return Outcome(case, NONE, str(error)[:200], {})
    if reply.answer is None:
        return Outcome(case, NONE, "null", {})
    right = case.right(Fraction(repr(reply.answer)))
    return Outcome(case, RIGHT if right else WRONG, f"{reply.answer}, gold {case.gold}", {"answer": reply.answer})


def table(outcomes: Iterable[Outcome]) -> str:
    """Counts by set."""
    found = list(outcomes)
    lines = [f"{'set':22}" + "".join([f"{kind:>13}" for kind in KINDS])]
    sets = list(dict.fromkeys([outcome.case.set for outcome in found]))
    for name in [*sets, "all"]:
        own = [outcome for outcome in found if name in (outcome.case.set, "all")]
        lines.append(f"{name:22}" + "".join([f"{sum([o.verdict == kind for o in own]):>13}" for kind in KINDS]))
    return "\n".join(lines)


def _usage(outcomes: Iterable[Outcome]) -> str:
    told = [outcome.answer.get("statistics", {}).get("llm") or {} for outcome in outcomes]
    calls, tokens = (
        sum([t.get("calls", 0) for t in told]),
        sum([t.get("input_tokens", 0) + t.get("output_tokens", 0) for t in told]),
    )
    return f"calls {calls}, tokens {tokens:,}"


def main() -> None:
    """Run, print the table and every case that is not right, and write the answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llm", default=None)
    parser.add_argument("--sets", default=",".join(SETS), help=f"also {NONLINEAR}")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=None)
    parser.add_argument("--only", default="", help="names of cases, separated by commas")
    parser.add_argument("--out", default=None)
    parser.add_argument("--record", default=None, help="a folder for one recording a case")
    parser.add_argument("--trace", default=None, help="a folder for one trace a case")
    parser.add_argument("--direct", action="store_true")
    parser.add_argument("--double", action="store_true")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    cases = chosen(arguments.sets.split(","), arguments.count, arguments.seed)
    if arguments.only:
        cases = [case for case in cases if case.name in arguments.only.split(",")]
    if arguments.list:
        print("\n".join([f"{case.name}\t{case.gold}" for case in cases]))
        return
    for folder in (arguments.record, arguments.trace):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("COLUMNS", "200")
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(arguments.jobs) as pool:
        work = asked_directly if arguments.direct else lambda case: solved(case, arguments)
        for done in as_completed([pool.submit(work, case) for case in cases]):
            outcome = done.result()
            outcomes.append(outcome)
            print(
                f"{len(outcomes):3}/{len(cases)} {outcome.case.name:28} {outcome.verdict:12} {outcome.says}", flush=True
            )
            if arguments.out:
                line = {"case": outcome.case.name, "gold": outcome.case.gold, "verdict": outcome.verdict, "says": outcome.says,
                        "answer": outcome.answer}  # fmt: skip
                with Path(arguments.out).open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    places = {case.name: place for place, case in enumerate(cases)}
    outcomes.sort(key=lambda outcome: places[outcome.case.name])
    print(table(outcomes))
    print(_usage(outcomes))
    for outcome in outcomes:
        if outcome.verdict != RIGHT:
            print(f"{outcome.case.name}: {outcome.verdict}: {outcome.says}")


if __name__ == "__main__":
    main()
