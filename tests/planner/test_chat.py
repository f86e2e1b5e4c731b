"""`planproof chat` as people and scripts use it: real processes, pipes, pseudo-terminals, kills and interrupts."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.planner.conftest import SHOP, TIGHT_SHOP, written

ROOT = Path(__file__).resolve().parent.parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and pseudo-terminals")
TRIP = (
    "Please plan a 3-day trip for two people from Castelbruno to Porto Selene, from May 14th to May 16th, 2027. "
    "Our budget is €900. We want to try Seafood and Italian food."
)


def hard_shop():
    """A shop that no solver finishes soon."""
    return {
        "jobs": [
            {
                "name": f"j{j}",
                "tasks": [
                    {"machine": f"m{(7 * j + 4 * k) % 15}", "duration": 1 + (31 * j + 17 * k * k) % 97}
                    for k in range(15)
                ],
            }
            for j in range(20)
        ]
    }


def command(*arguments):
    """The command line of a chat in a process of its own."""
    code = "import sys; from planner.cli import main; sys.argv[0] = 'planproof'; main()"
    return [sys.executable, "-c", code, "chat", *map(str, arguments)]


def environment(tmp_path):
    """No terminal's width, and a state folder of the test's own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    return {**kept, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONUTF8": "1"}


def piped(tmp_path, lines, *arguments):
    """A chat with these lines on its standard input: exit code, output, errors."""
    given = lines if isinstance(lines, bytes) else "".join([f"{line}\n" for line in lines]).encode()
    done = subprocess.run(
        command(*arguments), input=given, capture_output=True, cwd=tmp_path, env=environment(tmp_path), timeout=120
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_script_in_a_pipe(tmp_path):
    shop = written(tmp_path / "shop.json", TIGHT_SHOP)
    code, out, err = piped(
        tmp_path, ["1", "", "raise the deadline to 20", "blargh", "compare 1 and 2", "quit", "undo"], shop
    )
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "What would work" in said
    assert "> raise the deadline to 20 The deadline is 20. The plan stays the same." in said
    assert "I do not understand “blargh”, so nothing is changed." in said
    assert said.endswith("> quit")


def test_json_turns_are_one_object_a_line(tmp_path):
    code, out, err = piped(
        tmp_path, ["make it 3 people", "nonsense!", "undo", "help", "quit"], TRIP, "--json", "--engine", "z3"
    )
    turns = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [turn["turn"] for turn in turns] == [1, 2, 3, 4, 5, 6]
    assert [turn["kind"] for turn in turns] == ["request", "change", "unclear", "undo", "help", "quit"]
    assert turns[0]["answer"]["status"] == "optimal"
    assert turns[1]["changes"] == [{"constraint": "people", "kind": "raise", "from": 2, "to": 3}]
    assert turns[1]["difference"]
    assert [turn["at"] for turn in turns] == [1, 2, 2, 1, 1, 1]


def test_lines_of_every_kind_end_no_dialogue(tmp_path):
    shop = written(tmp_path / "shop.json", SHOP)
    lines = (
        b"\n\n"
        + b"x" * 1_200_000
        + b"\n"
        + b"y" * 150_000
        + b"\n\xff\xfe\x00\x01\n\xe2\x80\xae\x1b[2J\n"
        + "ä ß 🙂 ٣\n".encode()
    )
    code, out, err = piped(tmp_path, lines + b"the deadline is 11\r\nno newline at the end", shop, "--json")
    turns = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert turns[-2]["kind"] == "change"
    assert turns[-2]["answer"]["status"] == "optimal"
    assert {turn["kind"] for turn in turns[1:-2]} <= {"error", "unclear", "nothing"}
    assert max([len(turn["line"]) for turn in turns]) < 150_001
    assert len(out) < 2_000_000


def test_an_empty_pipe_and_bad_beginnings(tmp_path):
    assert piped(tmp_path, [])[0] == 0
    assert piped(tmp_path, [], "--resume", "missing.jsonl")[0] == 2
    assert piped(tmp_path, [], "--engine", "abacus")[0] == 2
    assert piped(tmp_path, [], "missing.json")[0] == 2
    there = written(tmp_path / "there.jsonl", {"x": 1})
    code, out, err = piped(tmp_path, [], "--journal", there)
    assert (code, out) == (2, "")
    assert "--resume" in err
    assert there.read_text() == '{"x": 1}\n'


def test_a_dialogue_goes_on_from_its_journal_without_solving_again(tmp_path):
    journal = tmp_path / "talk.jsonl"
    code, out, _ = piped(tmp_path, ["make it 3 people", "undo"], TRIP, "--journal", journal, "--json")
    before = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    code, out, err = piped(tmp_path, ["redo", "show", "make it 2 people"], "--resume", journal, "--json")
    after = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert "3 turns taken over" in err
    assert [turn["turn"] for turn in after] == [4, 5, 6]
    assert after[0]["at"] == 2
    assert after[2]["answer"]["plan"] == before[0]["answer"]["plan"]
    assert sum(["done" in json.loads(line) for line in journal.read_text().splitlines()]) == 6


def test_a_torn_journal_is_taken_up_and_that_is_said(tmp_path):
    journal = tmp_path / "talk.jsonl"
    shop = written(tmp_path / "shop.json", TIGHT_SHOP)
    piped(tmp_path, ["1"], shop, "--journal", journal)
    content = journal.read_bytes()
    journal.write_bytes(content[:-40])
    code, out, _ = piped(tmp_path, ["history"], "--resume", journal)
    assert code == 0
    said = " ".join(out.split())
    assert "Its last line was cut off and is left out." in said
    assert "Its last question had no answer yet; it is asked again." in said
    assert "2. Raise the deadline" in said


def started(tmp_path, *arguments, **more):
    """A chat that runs on."""
    return subprocess.Popen(command(*arguments), cwd=tmp_path, env=environment(tmp_path), **more)


def wait_for(condition, seconds=60):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it never came to be so")


@posix
def test_kill_in_the_middle_of_a_search_loses_no_turn(tmp_path):
    journal = tmp_path / "talk.jsonl"
    shop = written(tmp_path / "shop.json", SHOP)
    hard = written(tmp_path / "hard.json", hard_shop())
    first = started(
        tmp_path,
        shop,
        "--journal",
        journal,
        "--json",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    first.stdin.write(b"the deadline is 11\n")
    first.stdin.flush()
    for _ in range(2):
        first.stdout.readline()
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert len([line for line in journal.read_text().splitlines() if '"done"' in line]) == 2
    second = started(
        tmp_path,
        hard,
        "--resume",
        journal,
        "--json",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: journal.read_text().count('"asked"') == 3)
    time.sleep(0.3)
    second.send_signal(signal.SIGKILL)
    second.wait()
    code, out, err = piped(tmp_path, ["undo", "history"], "--resume", journal, "--json", "--time-limit", "1")
    turns = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert "had no answer yet; it is asked again" in err
    assert turns[0]["kind"] == "request"
    assert turns[0]["answer"]["status"] in ("feasible", "unknown")
    assert turns[1]["at"] == 2
    for process in (first, second):
        process.stdin.close()
        process.stdout.close()


class Terminal:
    """A chat on a pseudo-terminal."""

    def __init__(self, tmp_path, *arguments):
        import pty

        self.own, theirs = pty.openpty()
        self.process = started(tmp_path, *arguments, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        self.seen, self.at = "", 0

    def until(self, words, seconds=60):
        """Read until the words were shown after those that were waited for before."""
        end = time.monotonic() + seconds
        while words not in self.seen[self.at :]:
            ready, _, _ = select.select([self.own], [], [], max(0, end - time.monotonic()))
            assert ready, f"{words!r} was not shown; seen: {self.seen[-2000:]}"
            try:
                self.seen += os.read(self.own, 65536).decode("utf-8", "replace")
            except OSError:
                break
        assert words in self.seen[self.at :], self.seen[-2000:]
        self.at = self.seen.index(words, self.at) + len(words)

    def type(self, line):
        """One line and Return."""
        os.write(self.own, f"{line}\n".encode())

    def interrupt(self):
        """Ctrl-C, once the prompt just shown has had time to wait: Python's `input` misses a signal that comes before."""
        time.sleep(0.3)
        self.process.send_signal(signal.SIGINT)

    def code(self):
        """The exit code, once it ended; what it still shows is read, so that it can end."""
        while self.process.poll() is None:
            ready, _, _ = select.select([self.own], [], [], 0.05)
            if ready:
                try:
                    self.seen += os.read(self.own, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return self.process.wait(60)

    def close(self):
        """Give the terminal back."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.own)


@pytest.fixture
def terminal(tmp_path):
    """Opens chats on terminals."""
    opened = []

    def open_one(*arguments):
        opened.append(Terminal(tmp_path, *arguments))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@posix
def test_on_a_terminal_it_asks_keeps_a_journal_and_says_how_to_go_on(terminal, tmp_path):
    talk = terminal()
    talk.until("What is to be planned?")
    talk.until("> ")
    talk.type(TRIP)
    talk.until("cheapest")
    talk.until("> ")
    talk.type("make it 3 people")
    talk.until("3 people travel.")
    talk.until("> ")
    os.write(talk.own, b"\x04")
    talk.until("--resume")
    assert talk.code() == 0
    (journal,) = (tmp_path / "state" / "planproof" / "dialogues").iterdir()
    assert journal.read_text().count('"done"') == 2


@posix
def test_ctrl_c_twice_at_the_prompt_ends_with_130_and_once_does_not(terminal, tmp_path):
    talk = terminal(written(tmp_path / "shop.json", SHOP))
    talk.until("> ")
    talk.interrupt()
    talk.until("Ctrl-C once more")
    talk.until("> ")
    talk.type("the deadline is 11")
    talk.until("The deadline is 11.")
    talk.until("> ")
    talk.interrupt()
    talk.until("Ctrl-C once more")
    talk.interrupt()
    assert talk.code() == 130


@posix
def test_ctrl_c_during_a_search_gives_the_best_so_far_and_keeps_the_dialogue(terminal, tmp_path):
    talk = terminal(written(tmp_path / "hard.json", hard_shop()), "--engine", "z3")
    talk.until("so far")
    talk.interrupt()
    talk.until("A plan was found")
    talk.until("> ")
    talk.type("history")
    talk.until("(now)")
    talk.type("quit")
    assert talk.code() == 0
