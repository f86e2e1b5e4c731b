"""The journal: nothing that was shown is ever lost, a cut-off end is no harm, and anything else that is wrong is told."""

from __future__ import annotations

import json

import pytest

from encoders.errors import InputError
from planner.dialogue.journal import Journal, read_journal
from planner.dialogue.turns import Turn

TURN = Turn(turn=1, line="x", kind="nothing", says=["“ß”"])


@pytest.fixture
def journal(tmp_path):
    """A journal with one answered and one unanswered line."""
    written = Journal.begin(tmp_path / "a" / "talk.jsonl", {"engine": "z3"})
    written.asked("x")
    written.done(TURN)
    written.asked("ünfinished 🙂\u2028")
    written.close()
    return written.path


def test_what_was_written_is_read(journal):
    recorded = read_journal(journal)
    assert recorded.options == {"engine": "z3"}
    assert recorded.turns == (TURN,)
    assert recorded.unfinished == "ünfinished 🙂\u2028"
    assert not recorded.torn
    assert journal.stat().st_mode & 0o077 == 0


def test_a_cut_at_any_place_loses_no_answered_turn(journal):
    content = journal.read_bytes()
    ends = [at for at, byte in enumerate(content, 1) if byte == 10]
    for cut in range(ends[0], len(content) + 1):
        journal.write_bytes(content[:cut])
        recorded = read_journal(journal)
        assert recorded.torn is (cut not in ends)
        assert recorded.length == max([end for end in ends if end <= cut])
        assert len(recorded.turns) == (cut >= ends[2])
        assert (recorded.unfinished is not None) is (ends[1] <= cut < ends[2] or cut >= ends[3])


def test_going_on_removes_the_torn_end_and_appends(journal):
    with journal.open("ab") as file:
        file.write(b'{"done": {"turn": 2, "li')
    recorded = read_journal(journal)
    assert recorded.torn
    more = Journal.go_on(journal, recorded)
    more.done(TURN.model_copy(update={"turn": 2}))
    more.close()
    again = read_journal(journal)
    assert [turn.turn for turn in again.turns] == [1, 2]
    assert not again.torn


def test_a_journal_that_is_there_is_not_overwritten(journal):
    with pytest.raises(InputError, match="--resume"):
        Journal.begin(journal, {})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no dialogue"),
        (b"not json\n", ""),
        (b"[]\n", "no part of a dialogue"),
        (b'{"schema": 1}\n', "no journal"),
        (b'{"planproof": "dialogue", "version": 9, "options": {}}\n', "version 9"),
        (b'{"planproof": "dialogue", "version": 1, "options": {}}\n{"what": 1}\n', "line 2"),
        (b'{"planproof": "dialogue", "version": 1, "options": {}}\n{"done": {"turn": 1}}\n', "no turn"),
        (b'{"planproof": "dialogue", "version": 1, "options": {}}\n{broken\n{"asked": "x"}\n', "line 2"),
        (b"\xff\xfe\x00\n", ""),
    ],
)
def test_anything_else_that_is_wrong_is_told(tmp_path, content, says):
    place = tmp_path / "bad.jsonl"
    place.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_journal(place)
    assert says in f"{refused.value.message} {refused.value.where}"


def test_the_journal_is_plain_json(journal):
    for line in journal.read_text(encoding="ascii").splitlines():
        assert isinstance(json.loads(line), dict)
