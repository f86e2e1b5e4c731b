"""Limits, races, Ctrl-C and killed workers as the command line, batch rows and the library meet them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from encoders.errors import InputError
from encoders.workers.process import Process
from planner import solve
from planner.options import make
from planner.stopwatch import since_start

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="limits of Linux")
SOLVE = ("solve", "--domain", "jobshop", "--format", "standard", "--json")
SMALL = "3 3\n0 3 1 2 2 2\n0 2 2 1 1 4\n1 4 2 3 0 1\n"


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.txt"
    path.write_text(SMALL, encoding="ascii")
    return path


@pytest.fixture
def hard(tmp_path):
    jobs = [[f"{(7 * j + 4 * k) % 15} {1 + (31 * j + 17 * k * k) % 97}" for k in range(15)] for j in range(20)]
    path = tmp_path / "hard.txt"
    path.write_text("20 15\n" + "\n".join([" ".join(job) for job in jobs]), encoding="ascii")
    return path


def shell(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "planner.entry", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def workers_of(pid):
    with suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


# ---------------------------------------------------------------- options


@pytest.mark.parametrize("value", ["99", 0, -5, "1.5", "much", True, 10**8, "٣٠٠"])
def test_a_memory_limit_is_a_whole_number_of_megabytes(value):
    with pytest.raises(InputError, match="megabytes") as refused:
        make({"memory-limit": value})
    assert refused.value.where == "--memory-limit"


def test_a_memory_limit_in_bytes():
    assert make({"memory-limit": "250"}).memory == make({"memory-limit": 250}).memory == 250_000_000
    assert make({}).memory is None


def test_the_command_names_both(command):
    said = command("solve", "--help").said
    assert "--memory-limit" in said
    assert "race" in said


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize("engine", ["z3", "cpsat", "race"])
def test_the_library_answers_the_same_within_limits(engine, small):
    plain = solve(small, domain="jobshop", format="standard", engine="z3")
    answer = solve(small, domain="jobshop", format="standard", engine=engine, memory_limit=400, time_limit=60)
    assert (answer.status, answer.objective) == ("optimal", plain.objective)
    assert answer.statistics.engine == engine
    assert answer.statistics.deterministic == (engine != "race")
    assert ("z3-solver" in answer.statistics.versions) == (engine in ("z3", "race"))


def test_a_conflict_and_its_ways_out_in_a_race(small):
    content = {
        "jobs": [{"name": f"J{n}", "tasks": [{"machine": "M", "duration": 4}]} for n in range(3)],
        "deadline": 11,
    }
    answer = solve(content, domain="jobshop", engine="race", memory_limit=400)
    assert answer.status == "infeasible"
    assert answer.conflicts[0].minimal
    (change,) = answer.suggestions[0].changes
    assert (change.constraint, change.after) == ("deadline", 12)


def test_a_row_of_a_batch_takes_the_same_names(command, tmp_path, small):
    rows, out = tmp_path / "rows.jsonl", tmp_path / "answers.jsonl"
    content = {"jobs": [{"name": "J", "tasks": [{"machine": "M", "duration": 4}]}]}
    row = {"domain": "jobshop", "request": content, "options": {"engine": "race", "memory-limit": 300}}
    rows.write_text(json.dumps(row) + "\n", encoding="ascii")
    assert command("batch", rows, out).code == 0
    answer = json.loads(out.read_text())
    assert (answer["status"], answer["statistics"]["engine"]) == ("optimal", "race")


def test_a_memory_limit_that_is_reached_says_so(hard, monkeypatch):
    """The plan and the bound are those found by then. What the worker uses is made up."""
    seen = []
    monkeypatch.setattr(Process, "memory", lambda process: 10**9 if seen else 1)

    def progress(sentence):
        if "so far" in sentence:
            seen.append(sentence)

    named = {"domain": "jobshop", "format": "standard", "engine": "z3", "memory_limit": 200, "time_limit": 60}
    answer = solve(hard, progress=progress, **named)
    assert (answer.status, answer.statistics.reason) == ("feasible", "the memory limit of 200 MB was reached")
    assert answer.objective[0].bound is not None
    assert answer.exit_code == 0


# ---------------------------------------------------------------- time, Ctrl-C, kill -9


def test_a_time_limit_counts_from_the_start_of_the_command():
    assert 0 < since_start() < 10**6
    code = "from planner.stopwatch import since_start; import time; time.sleep(0.5); print(since_start())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0.5 <= float(ran.stdout) < 5


@pytest.mark.parametrize("engine", ["z3", "cpsat", "race"])
def test_ctrl_c_in_a_worker_gives_the_best_so_far_and_130(engine, hard):
    process = shell(
        "solve",
        hard,
        "--domain",
        "jobshop",
        "--format",
        "standard",
        "--engine",
        engine,
        "--memory-limit",
        900,
        "--json",
    )
    time.sleep(3.5)
    workers = workers_of(process.pid)
    assert len(workers) == (2 if engine == "race" else 1)
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - asked < 3
    assert (process.returncode, err) == (130, "")
    answer = json.loads(out)
    assert (answer["status"], answer["statistics"]["reason"]) == ("feasible", "interrupted")
    assert answer["plan"]["makespan"] == answer["objective"][0]["value"]
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_ctrl_c_at_any_moment_is_130_without_a_traceback(hard):
    """While modules are imported, the request is read, workers start, the search runs."""
    rng = random.Random(1)
    for _ in range(6):
        process = shell(*SOLVE, hard, "--engine", "race")
        time.sleep(rng.uniform(0.06, 1.0))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert err == ""
        if process.returncode == -signal.SIGINT:  # before Python itself could answer; a shell calls that 130 too
            continue
        assert process.returncode == 130
        answer = json.loads(out)
        assert answer["status"] in ("feasible", "error")
        if answer["status"] == "error":
            assert answer["error"]["says"] == "Interrupted before there was an answer."


def test_ctrl_c_while_the_plan_is_checked_does_not_lose_it(command, small, monkeypatch):
    from planner import pipeline

    real = pipeline.verified_plan

    def interrupted(*arguments):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        return real(*arguments)

    monkeypatch.setattr(pipeline, "verified_plan", interrupted)
    ran = command("solve", small, "--domain", "jobshop", "--format", "standard", "--json")
    assert (ran.code, ran.answer["status"]) == (130, "optimal")


def test_kill_9_of_a_worker_is_told_and_costs_no_answer(small, monkeypatch):
    """Killed as soon as it has the question."""
    from encoders.workers.contender import Contender

    real, killed = Contender.ask, []

    def ask(contender, message):
        if killed:
            real(contender, message)
        else:
            killed.append(contender._ready().pid)
            os.kill(killed[0], signal.SIGSTOP)  # so that it cannot answer before it is killed
            real(contender, message)
            threading.Timer(0.05, lambda: os.kill(killed[0], signal.SIGKILL)).start()

    monkeypatch.setattr(Contender, "ask", ask)
    answer = solve(small, domain="jobshop", format="standard", engine="z3", memory_limit=400)
    assert answer.status == "optimal"
    assert answer.statistics.restarts == 1
    assert not answer.statistics.deterministic
    assert answer.to_dict()["statistics"]["restarts"] == 1
