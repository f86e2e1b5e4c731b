"""Wall time of the command as a user meets it: one request from the shell, and the training requests as a batch.

    python benchmarks/command_line.py [--runs 5] [--engine auto]

`solve` runs cold on the example that ships with the project; `batch` answers the 27 training requests with two jobs. Every answer
must be a proved plan. Figures are medians over the runs, with the least and the most.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA, ROOT

COMMAND = (sys.executable, "-m", "planner.cli")


def timed(arguments: list[str]) -> float:
    """Seconds of one run, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr or done.stdout}")
    return seconds


def show(what: str, seconds: list[float]) -> None:
    """One line of figures."""
    print(
        f"{what}: median {statistics.median(seconds):.2f} s, {min(seconds):.2f}-{max(seconds):.2f} s over {len(seconds)} runs"
    )


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--engine", default="auto")
    args = parser.parse_args()
    show("solve, cold", [timed(["solve", "examples/weekend.txt", "--engine", args.engine]) for _ in range(args.runs)])
    lines = (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        requests, answers = Path(folder, "requests.jsonl"), Path(folder, "answers.jsonl")
        options = {"engine": args.engine}
        requests.write_text(
            "".join(
                [
                    json.dumps(
                        {"id": r["id"], "text": r["query"], "data": r["reference_information"], "options": options}
                    )
                    + "\n"
                    for r in rows
                ]
            ),
            encoding="utf-8",
        )
        seconds = [timed(["batch", str(requests), str(answers), "--jobs", "2"]) for _ in range(args.runs)]
        found = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    statuses = [answer["status"] for answer in found]
    if statuses != ["optimal"] * len(rows):
        raise SystemExit(f"not every row has a proved plan: {statuses}")
    show(f"batch of {len(rows)}, 2 jobs", seconds)


if __name__ == "__main__":
    main()
