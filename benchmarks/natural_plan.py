"""Natural Plan from English: how many prompts are answered rightly, how long that takes, and what the layer itself costs.

    python benchmarks/natural_plan.py [--task calendar] [--repeats 5] [--only NAME,NAME] [--no-speed]

A task is a module `natural_plan_TASK.py` beside this one with an object `TASK` (see `Task`). Each answer is judged by the task's
own reading of the prompt and the gold, never by ours. Speed is measured warm: text to answer, and problem to verified result
against the direct baselines, alternating in the same process.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import statistics
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from direct import DATA

from encoders.session import open_session
from planner.options import Options
from planner.pipeline import respond
from planner.registry import installed
from planner.sources import given_text
from planner.verify import verified_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TASKS = ("calendar", "meetings", "trips")
_SIDES = (("auto", "cpsat"), ("cpsat", "cpsat"), ("z3", "z3"))
"""Our engine and the baseline's that it is compared with."""


@dataclass(frozen=True)
class Task:
    """One of the three tasks: where its rows are, what a row asks in English, and whether an answer is right.

    `fault` says what is wrong with an answer to a row, "" where nothing is. `direct` gives for a row the baseline of each engine
    as a function without arguments.
    """

    file: str
    domain: str
    text: Callable[[Mapping[str, Any]], str]
    fault: Callable[[str, Mapping[str, Any], Any], str]
    direct: Callable[[str], Mapping[str, Callable[[], Any]]]

    def rows(self) -> dict[str, Any]:
        """The rows by name."""
        found: dict[str, Any] = json.loads((DATA / "natural_plan" / self.file).read_text(encoding="utf-8"))
        return found


def correctness(task: Task, rows: Mapping[str, Any]) -> tuple[int, list[float], list[str]]:
    """How many are right, seconds from text to answer (the second time each), and what is wrong with the others."""
    right, seconds, faults = 0, [], []
    for name, row in rows.items():
        text = given_text(task.text(row))
        respond(text, Options())
        started = time.perf_counter()
        answer = respond(text, Options())
        seconds.append(time.perf_counter() - started)
        fault = "" if answer.domain == task.domain else f"taken for {answer.domain}"
        if not fault and answer.status not in ("optimal", "feasible"):
            fault = f"{answer.status}: {[entry.quote for entry in answer.unread]} {answer.questions}"
        fault = fault or task.fault(name, row, answer)
        right += not fault
        faults += [f"{name}: {fault}"] if fault else []
    return right, seconds, faults


def speed(task: Task, rows: Mapping[str, Any], repeats: int) -> dict[str, list[float]]:
    """Seconds of each side by row, the median of the repeats; ours and theirs by turns."""
    domain = installed().get(task.domain)
    data = domain.load(None)
    found: dict[str, list[float]] = {}
    for name, row in rows.items():
        reading = domain.read(task.text(row), data, domain.default_today(data) or date.today())
        direct = task.direct(name)
        sides: dict[str, Callable[[], object]] = {}
        for ours, theirs in _SIDES:
            sides[f"ours {ours}"] = lambda engine=ours, request=reading.request: verified(domain, request, data, engine)  # type: ignore[misc]
            sides[f"direct {theirs}"] = direct[theirs]
        times: dict[str, list[float]] = {side: [] for side in sides}
        for turn in range(repeats):  # there and back, so that no side always comes after the same other one
            for side in list(sides)[:: 1 if turn % 2 == 0 else -1]:
                times[side].append(_timed(sides[side]))
        for side, seconds in times.items():
            found.setdefault(side, []).append(statistics.median(seconds))
    return found


def _timed(run: Callable[[], object]) -> float:
    """Seconds of one run; one that tells its own time is believed (what comes before the problem is not counted)."""
    started = time.perf_counter()
    told = run()
    return told if isinstance(told, float) else time.perf_counter() - started


def verified(domain: Any, request: Any, data: Any, engine: str) -> float:
    """Seconds from the problem to the plan that both checkers accepted."""
    built = domain.problem(request, data)
    started = time.perf_counter()
    with open_session(built.problem, engine) as session:
        result = session.optimise()
        verified_plan(domain, built, result.assignment, result.objectives, request, data)
    return time.perf_counter() - started


def report(name: str, task: Task, only: str, repeats: int, *, fast: bool) -> None:
    """Print a task's figures."""
    rows = {key: row for key, row in task.rows().items() if not only or key in only.split(",")}
    right, seconds, faults = correctness(task, rows)
    print(f"{name}: {right}/{len(rows)} right")
    for fault in faults:
        print(f"  {fault}")
    print(f"  text to answer, warm: median {1e3 * statistics.median(seconds):.1f} ms, most {1e3 * max(seconds):.1f} ms")
    if fast:
        return
    found = speed(task, rows, repeats)
    for side, values in found.items():
        print(
            f"  {side}: geometric mean {1e3 * statistics.geometric_mean(values):.2f} ms, most {1e3 * max(values):.2f} ms"
        )
    for ours, theirs in _SIDES:
        pairs = zip(found[f"ours {ours}"], found[f"direct {theirs}"], strict=True)
        print(f"  {ours} / direct {theirs}: {statistics.geometric_mean([a / b for a, b in pairs]):.2f}x")


def main() -> None:
    """Every task that is there, or the one that is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--only", default="", help="names of rows, with commas")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-speed", action="store_true")
    args = parser.parse_args()
    for name in [args.task] if args.task else TASKS:
        if not (Path(__file__).parent / f"natural_plan_{name}.py").exists():
            print(f"{name}: not there yet")
            continue
        report(name, importlib.import_module(f"natural_plan_{name}").TASK, args.only, args.repeats, fast=args.no_speed)


if __name__ == "__main__":
    main()
