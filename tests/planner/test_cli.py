"""The command line's contract: exit codes, one Answer with --json, sentences and no tracebacks, no import without need."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from support.picnic import Picnic

import planner.cli
import planner.registry
from planner.answer import Answer

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


def shell(*arguments, **options):
    """The command as the shell starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "planner.cli", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


# ---------------------------------------------------------------- exit codes


def test_0_a_plan(command, shop):
    ran = command("solve", shop)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Proved best makespan (11 units of time): no plan does better.")


def test_1_no_plan(command, tight_shop):
    ran = command("solve", tight_shop)
    assert ran.code == 1
    assert "Raise the deadline from 10 to 11 (+10%); makespan then: 11 units of time." in ran.said


def test_2_bad_input(command, tmp_path):
    ran = command("solve", tmp_path / "gone.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "no such file" in ran.err.lower()
    assert "gone.yaml" in ran.err


def test_3_a_limit(command, shop, monkeypatch):
    from encoders.result import Result, SolveStatus
    from planner import pipeline

    real = pipeline.opened

    def limited(call, built):
        session = real(call, built)
        session.optimise = lambda **_: Result(SolveStatus.UNKNOWN, reason="a limit")
        return session

    monkeypatch.setattr(pipeline, "opened", limited)
    ran = command("solve", shop, "--time-limit", "0.5")
    assert ran.code == 3
    assert "Not decided: a limit." in ran.said


def test_4_unclear(command):
    ran = command("solve", "Teach me to juggle.")
    assert ran.code == 4
    assert "What kind of plan is this?" in ran.said
    assert "^^^^^ ^^ ^^ ^^^^^^^" in ran.said or "^^^^^^^^^^^^^^^^^^^" in ran.said


def test_a_text_without_a_telltale_word_goes_to_the_one_domain_that_understands_something(command):
    ran = command("solve", "I want to go from Castelbruno to Atlantis May 14-16 2027 for 2 people")
    assert ran.code == 4
    assert "The data know no place “Atlantis”" in ran.said


def test_read_check_and_their_codes(command, shop, tmp_path):
    assert command("read", shop).code == 0
    plan = command("solve", shop, "--json").answer
    (tmp_path / "answer.json").write_text(json.dumps(plan), encoding="utf-8")
    assert command("check", "answer.json", "--request", shop).code == 0
    plan["plan"]["tasks"][0]["end"] += 1
    (tmp_path / "wrong.json").write_text(json.dumps(plan["plan"]), encoding="utf-8")
    ran = command("check", "wrong.json", "--request", shop)
    assert ran.code == 1
    assert "Invalid: the plan breaks" in ran.out
    assert command("check", "answer.json", "--request", "gone.json").code == 2
    assert command("check", "answer.json").code == 2


def test_a_check_of_something_that_is_no_plan(command, shop, tmp_path):
    (tmp_path / "plan.json").write_text('{"days": []}', encoding="utf-8")
    ran = command("check", "plan.json", "--request", shop)
    assert ran.code == 2
    assert "not a schedule" in ran.said.lower()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["solve"], "Missing argument 'REQUEST'. See `planproof solve --help`."),
        (["solve", "a", "b"], "put the request in quotes"),
        (["sovle", "a"], "Did you mean 'solve'?"),
        (["solve", "a trip", "--engin", "z3"], "--engine"),
        (["solve", "a trip", "--engine", "gurobi"], "there are auto, z3, cpsat"),
        (["solve", "a trip", "--reader", "llm"], "leave --reader out"),
        (["solve", "a trip", "--time-limit", "never"], "number of seconds"),
        (["solve", "a trip", "--today", "2022-02-30"], "YYYY-MM-DD"),
        (["solve", "a trip", "--domain", "chess"], "there are travel, jobshop"),
        (["solve", "a trip", "--data", "no/folder"], "no such data folder"),
        (["solve", "a trip", "--format", "pdf"], "standard, taillard, travelplanner"),
        (["batch", "gone.jsonl", "answers.jsonl"], "cannot be read"),
        (["batch", "gone.jsonl", "answers.jsonl", "--jobs", "0"], "--jobs"),
        (["batch", "gone.jsonl"], "ANSWERS.jsonl"),
        (["export", "gone.jsonl", "out", "--as", "json"], "cannot be read"),
        (["export", "gone.jsonl", "out"], "--as"),
        (["check", "plan.json", "--request", "a trip to Riverton"], "no such file"),
    ],
)
def test_bad_usage_is_2_with_a_sentence_that_helps(command, arguments, says):
    ran = command(*arguments)
    assert ran.code == 2
    assert says in ran.said
    assert "Traceback" not in ran.said


def test_help_and_version(command):
    assert command("--help").code == 0
    assert "Find the best plan, or why there is none." in command("--help").said
    assert command("solve", "--help").code == 0
    bare = command()
    assert bare.code == 2
    assert "Usage: planproof" in bare.said
    assert command("--version").out.startswith("planproof ")


# ---------------------------------------------------------------- --json


@pytest.mark.parametrize(
    "arguments",
    [
        ["solve", "Teach me to juggle.", "--json"],
        ["solve", "gone.txt", "--json"],
        ["solve", "--json"],
        ["read", "--json", "x", "y"],
    ],
)
def test_json_prints_exactly_one_answer_whatever_happens(command, arguments):
    ran = command(*arguments)
    assert ran.err == ""
    Answer.model_validate(ran.answer)
    assert ran.code == Answer.model_validate(ran.answer).exit_code


def test_an_answers_request_goes_in_again(command, tight_shop, tmp_path):
    first = command("solve", tight_shop, "--json").answer
    (tmp_path / "again.json").write_text(json.dumps(first["suggestions"][0]["request"]), encoding="utf-8")
    again = command("solve", "again.json", "--json").answer
    assert again["status"] == "optimal"
    assert again["plan"]["makespan"] == first["suggestions"][0]["plan"]["makespan"] == 11


def test_standard_text_files_of_shops_are_read(command, tmp_path):
    (tmp_path / "ft.txt").write_text("# two jobs\n2 2\n0 3 1 2\n1 2 0 4\n", encoding="utf-8")
    ran = command("solve", "ft.txt", "--format", "standard", "--json")
    assert (ran.code, ran.answer["objective"][0]["value"]) == (0, 7)


def test_both_engines_agree_from_the_command_line(command, tight_shop):
    answers = [command("solve", tight_shop, "--engine", engine, "--json").answer for engine in ("z3", "cpsat")]
    assert [answer["statistics"]["engine"] for answer in answers] == ["z3", "cpsat"]
    assert len({json.dumps([answer["status"], answer["suggestions"][0]["changes"]]) for answer in answers}) == 1


# ---------------------------------------------------------------- batch, export, domains, doctor


def test_batch_then_export(command, tmp_path, shop):
    row = {"id": 1, "request": json.loads(shop.read_text(encoding="utf-8"))}
    (tmp_path / "r.jsonl").write_text(json.dumps(row) + "\n{}\n", encoding="utf-8")
    ran = command("batch", "r.jsonl", "a.jsonl")
    assert (ran.code, ran.out) == (0, "")
    assert "2 of 2 rows written to a.jsonl: 1 optimal, 1 error" in ran.err
    exported = command("export", "a.jsonl", "plans.jsonl", "--as", "json")
    assert (exported.code, exported.err) == (0, "2 rows written to plans.jsonl\n")
    plans = [json.loads(line) for line in (tmp_path / "plans.jsonl").read_text(encoding="utf-8").splitlines()]
    assert plans[0]["plan"]["makespan"] == 11
    assert plans[1] == {"id": None, "plan": None}


def test_domains_lists_kinds_formats_and_schemas(command):
    ran = command("domains")
    assert ran.code == 0
    assert "travel:" in ran.out
    assert "jobshop:" in ran.out
    schemas = json.loads(command("domains", "--schema").out)
    assert set(schemas["jobshop"]) == {"request", "plan"}
    assert list(json.loads(command("domains", "travel", "--schema").out)) == ["travel"]
    assert "No domain is called 'chess'" in command("domains", "chess").said


def test_a_broken_plugin_is_told_and_disturbs_nothing(command, shop, monkeypatch):
    class Broken:
        name = value = "broken"

        def load(self):
            raise ImportError("no module of that name")

    registry = planner.registry.Registry(plugins={"broken": Broken()})
    monkeypatch.setattr(planner.registry, "installed", lambda: registry)
    monkeypatch.setattr("planner.pipeline.installed", lambda: registry)
    assert command("solve", shop).code == 0
    ran = command("domains")
    assert ran.code == 0
    assert "broken: cannot be used (ImportError: no module of that name)" in ran.said
    assert "cannot be used" in command("solve", "x", "--domain", "broken").said


def test_doctor_says_ok(command):
    ran = command("doctor")
    assert ran.code == 0
    assert all([line.startswith("ok ") for line in ran.out.splitlines()])


# ---------------------------------------------------------------- accidents


@pytest.fixture
def broken_world(monkeypatch):
    """A domain that raises whatever a test wants."""
    world = Picnic()
    registry = planner.registry.Registry(plugins={"picnic": None}, _loaded={"picnic": world})
    monkeypatch.setattr("planner.pipeline.installed", lambda: registry)

    def fail(error):
        def problem(*_, **__):
            raise error

        monkeypatch.setattr(world, "problem", problem)

    return fail


def test_ctrl_c_is_130(command, broken_world):
    broken_world(KeyboardInterrupt())
    ran = command("solve", "picnic for 2")
    assert (ran.code, ran.out, ran.err) == (130, "", "Interrupted.\n")
    as_json = command("solve", "picnic for 2", "--json")
    assert (as_json.code, as_json.answer["status"]) == (130, "error")


@pytest.mark.parametrize("error", [RuntimeError("boom"), MemoryError(), RecursionError(), OSError("disk")])
def test_a_defect_is_a_sentence_and_with_debug_a_traceback(command, broken_world, error):
    broken_world(error)
    ran = command("solve", "picnic for 2")
    assert ran.code == 2
    assert "defect of Planproof" in ran.said
    assert "Traceback" not in ran.said
    with pytest.raises(type(error)):
        command("solve", "picnic for 2", "--debug")


@posix
def test_ctrl_c_while_a_solver_runs_ends_at_once_with_the_best_plan_so_far(tmp_path):
    jobs = [[f"{(7 * j + 4 * k) % 15} {1 + (31 * j + 17 * k * k) % 97}" for k in range(15)] for j in range(20)]
    path = tmp_path / "hard.txt"
    path.write_text("20 15\n" + "\n".join([" ".join(job) for job in jobs]), encoding="utf-8")
    for engine in ("z3", "cpsat"):
        process = shell("solve", path, "--format", "standard", "--engine", engine, "--json")
        time.sleep(3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - asked < 2
        assert (process.returncode, err) == (130, "")
        answer = json.loads(out)
        assert (answer["status"], answer["statistics"]["reason"]) == ("feasible", "interrupted")
        assert answer["plan"]["makespan"] == answer["objective"][0]["value"]


@posix
@pytest.mark.parametrize("arguments", [["solve", "Teach me to juggle."], ["domains", "--schema"]])
def test_a_reader_that_goes_away_is_no_error(arguments):
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [sys.executable, "-m", "planner.cli", *arguments], stdout=write, stderr=subprocess.PIPE, text=True
    )
    os.close(write)
    _, err = process.communicate(timeout=30)
    assert err == ""
    assert process.returncode in (0, 4)


@posix
def test_arguments_that_are_no_text_and_terminals_that_show_none(tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = subprocess.run(
        [sys.executable, "-m", "planner.cli", "solve", b"Z\xfcrich trip"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert process.returncode == 2
    assert b"not UTF-8" in process.stderr
    process = subprocess.run(
        [sys.executable, "-m", "planner.cli", "solve", "Où aller?", "--json"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert process.stdout.isascii()
    assert json.loads(process.stdout)["unread"][0]["quote"] == "Où aller?"


def test_a_small_problem_is_solved_without_importing_what_it_does_not_need(shop):
    code = (
        "import sys; from planner.cli import run; code = run(['solve', sys.argv[1], '--json']); "
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(shop)], capture_output=True, text=True, check=True)
    loaded = ran.stderr.strip()
    for name in ("numpy", "pandas", "networkx", "rapidfuzz", "rich", "hypothesis"):
        assert f"'{name}'" not in loaded, name


def test_importing_the_package_costs_nothing():
    code = "import sys, planner; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "domains", "encoders", "typer"} & set(loaded)
