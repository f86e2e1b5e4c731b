"""The what-if questions about rosters of LLMFP (OptiGuide's workforce set), asked in English of the published roster.

    python benchmarks/workforce_questions.py [--engine auto] [--list] [--file QUESTIONS.json]

The roster is given to `planproof what-if` as a request. A question counts where the objective is the gold's; where the gold is
infeasible, where the answer is, its conflict is minimal, and one of all minimal conflicts lies within the gold's set and the
question's own rule. What in the request the gold's names mean is the mapping in `gold_groups`. Questions whose label is known to
be wrong are listed: they must be asked back, or answered as the words say.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from domains.workforce import domain
from encoders.conflicts import Conflict, explore
from planner.contrast import what_if

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PLANPROOF_DATA", ROOT.parent / "shared" / "data"))

WRONG = {
    74: "asks whether more is possible, labelled as a limit",
    89: "asks whether more is possible, labelled as a limit",
    211: "asks for work on a day without availability",
    212: "asks for work on a day without availability",
    219: "asks for work on a day without availability",
}
"""Numbers of questions whose gold does not answer what they ask."""


def roster() -> dict[str, Any]:
    """The published roster: OptiGuide's workforce1, as it stands in the direct baselines beside the data."""
    baselines = DATA.parent / "research" / "direct"
    sys.path.insert(0, str(baselines))
    import allocation  # type: ignore[import-not-found]

    return {
        "workers": list(allocation.AVAILABLE),
        "shifts": list(allocation.NEED),
        "pay": dict(allocation.PAY),
        "need": dict(allocation.NEED),
        "available": dict(allocation.AVAILABLE),
        "exactly": True,
    }


def gold_groups(gold: str, request: dict[str, Any]) -> set[str]:
    """The request's groups that the gold's names stand for.

    A day is its need, from below and, by `exactly`, from above. Whose row is in the gold's set has the limit of the question,
    which is the question's own rule.
    """
    names = re.findall(r"'([^']+)'", gold)
    found = {f"need/{name}" for name in names if name in request["need"]}
    return found | ({"exactly"} if found else set())


def lies_within(answer: Any, gold: str, request: dict[str, Any], data: Any) -> bool:
    """Whether one of all minimal conflicts is within the gold's set and what the question changed."""
    changed = domain.parse_request(answer.request)
    before = set(domain.problem(domain.parse_request(request), data).problem.groups)
    built = domain.problem(changed, data)
    own = {group for group in built.problem.groups if group not in before}
    allowed = gold_groups(gold, request) | own
    return any([set(found.groups) <= allowed for found in explore(built.problem) if isinstance(found, Conflict)])


def main() -> None:
    """Ask every question and tell which are not matched."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--file", default=str(DATA / "llmfp" / "workforce1.json"))
    parser.add_argument("--list", action="store_true", help="print every question with its answer")
    options = parser.parse_args()
    questions = json.loads(Path(options.file).read_text(encoding="utf-8"))["questions"]
    request, data = roster(), domain.load(None)
    matched, clean, seconds, asked = 0, 0, [], 0
    infeasible = within = 0
    for entry in questions:
        gold, number = entry["GT EXEC RESULT"], entry["i"]
        began = time.perf_counter()
        answer = what_if(request, entry["QUESTION"], domain="workforce", engine=options.engine)
        seconds.append(time.perf_counter() - began)
        value = answer.objective[0].value if answer.objective else None
        if isinstance(gold, str):
            infeasible += 1
            minimal = bool(answer.conflicts) and answer.conflicts[0].minimal
            right = answer.status == "infeasible" and minimal and lies_within(answer, gold, request, data)
            within += right
        else:
            right = answer.status == "optimal" and value == gold
        if options.list:
            print(
                number,
                answer.status,
                value,
                gold,
                "|",
                entry["QUESTION"],
                "|",
                answer.contrast and answer.contrast.asked,
            )
        if number in WRONG:
            told = "; ".join(answer.questions) if answer.status == "unclear" else f"{answer.status} {value}"
            asked += answer.status == "unclear"
            print(f"label {number} ({WRONG[number]}): {told}")
            continue
        clean += 1
        matched += right
        if not right:
            print(f"NOT MATCHED {number} {entry['TYPE']}: {entry['QUESTION']}")
            print(f"    gold {gold!r:.60}, answer {answer.status} {value}")
            print("    " + "; ".join([*answer.questions, *[c for a in answer.conflicts for c in a.constraints]])[:400])
    print(
        f"clean golds matched: {matched} of {clean}; infeasible ones among them: {within} of {infeasible}; asked back: {asked}"
    )
    print(f"a question: median {1000 * statistics.median(seconds):.0f} ms, most {1000 * max(seconds):.0f} ms")


if __name__ == "__main__":
    main()
