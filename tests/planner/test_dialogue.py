"""Turns of a dialogue: changes, suggestions, going back and forth, looking, asking back."""

from __future__ import annotations

import json

import pytest

from planner.answer import Answer
from planner.dialogue.dialogue import Dialogue
from planner.dialogue.orders import order_of
from planner.dialogue.turns import Turn
from planner.options import Options

TRIP = (
    "Plan a 3-day trip for two people from Castelbruno to Porto Selene, May 14 to May 16, 2027, "
    "with a budget of 900 euros. We want to try Seafood and Italian food."
)


@pytest.fixture
def dialogue():
    """A dialogue over the domains' own examples."""
    held = Dialogue(Options(engine="z3"), debug=True)
    yield held
    held.close()


@pytest.fixture
def shop_dialogue():
    """A dialogue about a shop whose deadline is one too early."""
    held = Dialogue(Options(engine="z3"), debug=True)
    task = [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]
    from planner.sources import Given

    held.take(
        "shop", Given(content={"jobs": [{"name": "a", "tasks": task}, {"name": "b", "tasks": task}], "deadline": 10})
    )
    yield held
    held.close()


def test_a_suggestion_is_taken_by_its_number_undone_and_done_again(shop_dialogue):
    first = shop_dialogue.now().answer
    assert first.status == "infeasible"
    taken = shop_dialogue.take("take the first one, please")
    assert taken.kind == "accept"
    assert taken.answer.status == "optimal"
    assert taken.answer.request == first.suggestions[0].request
    assert taken.answer.plan == first.suggestions[0].plan
    assert [edit.after for edit in taken.changes] == [11]
    assert shop_dialogue.take("undo").at == 1
    assert shop_dialogue.now().answer == first
    assert shop_dialogue.take("redo").at == 2
    assert shop_dialogue.take("redo").kind == "nothing"
    assert shop_dialogue.take("1").kind == "nothing"


def test_yes_takes_the_only_suggestion_and_a_wrong_number_is_asked_about(shop_dialogue):
    assert shop_dialogue.take("7").kind == "unclear"
    assert shop_dialogue.now().number == 1
    assert shop_dialogue.take("yes").kind == "unclear"  # there are several
    shop_dialogue.take("keep the jobs")
    shop_dialogue.take("keep the machines")
    assert shop_dialogue.take("yes").kind == "accept"


def test_a_change_after_undo_leads_elsewhere_and_what_was_left_can_still_be_compared(shop_dialogue):
    shop_dialogue.take("1")
    shop_dialogue.take("raise the deadline to 20")
    shop_dialogue.take("undo 2")
    shop_dialogue.take("the deadline is 12")
    assert shop_dialogue.history.path == [1, 5]
    assert shop_dialogue.take("redo").kind == "nothing"
    compared = shop_dialogue.take("compare 3 and 5")
    assert compared.kind == "compare"
    assert compared.says[-1] == "The plans are the same."
    assert shop_dialogue.take("compare 2 and 99").kind == "error"


@pytest.mark.parametrize(
    "line", ["blargh", "deadline?", "raise the deadline", "make it purple and 12", "\x00\x1b[31m", "٩", "🙂"]
)
def test_what_is_not_understood_is_asked_back_and_changes_nothing(shop_dialogue, line):
    before = shop_dialogue.now()
    turn = shop_dialogue.take(line)
    assert turn.kind in ("unclear", "nothing")
    assert turn.questions or turn.says
    assert shop_dialogue.now() is before


def test_a_wish_can_be_protected_from_suggestions(shop_dialogue):
    turn = shop_dialogue.take("keep the deadline")
    assert turn.kept == ["deadline"]
    assert turn.answer is not None
    assert not [s for s in turn.answer.suggestions for e in s.changes if e.constraint == "deadline"]
    assert shop_dialogue.take("keep nothing").answer.suggestions


def test_an_order_before_there_is_anything(dialogue):
    for line in ("undo", "compare", "show", "export json x.json", "why not fly?", "history"):
        assert dialogue.take(line).kind == "nothing"
    assert dialogue.take("help").says
    assert dialogue.take("   ").kind == "nothing"
    assert dialogue.take("quit").kind == "quit"


def test_a_first_request_that_leaves_something_open_is_completed_by_the_next_line(dialogue):
    first = dialogue.take(
        "Plan a 3-day trip from Castelbruno to Porto Selene starting May 14, 2027 with a budget of 900 euros."
    )
    assert first.kind == "unclear"
    assert any(["How many" in question for question in first.questions])
    second = dialogue.take("2 people")
    assert second.kind == "request"
    assert second.answer.request["people"] == 2
    assert second.answer.request["budget"] == 900


def test_words_that_were_not_understood_are_left_out_on_request_only(dialogue):
    first = dialogue.take(f"{TRIP} Our unicorn wants a trampoline.")
    assert first.kind == "unclear"
    assert first.unread
    second = dialogue.take("leave it out")
    assert second.kind == "request"
    assert any(["unicorn" in said for said in second.assumptions])


def test_changes_in_english_and_their_difference(dialogue):
    start = dialogue.take(TRIP)
    assert start.answer.status == "optimal", start
    cost = start.answer.objective[0].value
    raised = dialogue.take("raise the budget to 1,100")
    assert raised.changes[0].constraint == "budget"
    assert raised.difference == []
    assert raised.answer.objective[0].value == cost
    more = dialogue.take("make it 3 people")
    assert more.answer.objective[0].value > cost
    assert {entry.where for entry in more.difference} >= {"total"}
    assert any(["more" in said for said in more.says])
    quoted = {entry.constraint: entry.quote for entry in more.answer.understood}
    assert quoted["people"] == "make it 3 people"
    assert quoted["budget"] == "raise the budget to 1,100"
    assert "Seafood" in quoted["cuisine/Seafood"]


def test_not_that_hotel_means_the_one_in_the_plan(dialogue):
    start = dialogue.take(TRIP)
    hotel = next(day["bed"]["name"] for day in start.answer.plan["days"] if day["bed"])
    other = dialogue.take("not that hotel")
    assert hotel not in json.dumps(other.answer.plan)
    assert other.answer.request["extra"] == [f"nights_at[{hotel}] == 0"]
    back = dialogue.take(f"{hotel} is fine after all")
    assert back.answer.request["extra"] == []
    assert back.answer.plan == start.answer.plan


def test_an_answer_to_the_question_which_one(dialogue):
    dialogue.take(TRIP)
    asked = dialogue.take("not that restaurant")
    assert asked.kind == "unclear"
    assert "Which restaurant" in asked.questions[0]
    name = next(m["name"] for day in dialogue.now().answer.plan["days"] if (m := day["lunch"]))
    turn = dialogue.take(name)
    assert turn.kind == "change", turn
    assert turn.answer.request["extra"] == [f"meals_at[{name}] == 0"]


def test_a_line_that_is_a_whole_request_begins_anew(dialogue):
    dialogue.take(TRIP)
    turn = dialogue.take(TRIP.replace("two people", "three people"))
    assert turn.kind == "request"
    assert turn.answer.request["people"] == 3


def test_export_writes_the_present_plan(dialogue, tmp_path):
    dialogue.take(TRIP)
    place = tmp_path / "A Trip.md"
    turn = dialogue.take(f"export markdown {place}")
    assert turn.kind == "export"
    assert "Porto Selene" in place.read_text(encoding="utf-8")
    assert dialogue.take(f"export nonsense {place}").kind == "error"
    assert dialogue.take("export markdown /nowhere/at/all.md").kind == "error"


def test_questions_are_answered_and_change_nothing(dialogue):
    start = dialogue.take(TRIP)
    turn = dialogue.take("what if the budget were 2,000?")
    assert turn.kind in ("question", "unclear"), turn
    assert dialogue.now().answer == start.answer
    assert dialogue.take("why?").kind == "unclear"


def test_turns_survive_their_json(dialogue):
    for line in (TRIP, "make it 3 people", "undo", "blargh", "compare", "lower the budget to 10"):
        turn = dialogue.take(line)
        again = Turn.model_validate_json(turn.to_json())
        assert again == turn
        assert again.to_json(ascii_only=True).isascii()
    assert isinstance(turn.answer, Answer)


def test_ctrl_c_while_something_is_solved_keeps_the_dialogue(dialogue, monkeypatch):
    dialogue.take(TRIP)
    before = dialogue.now()
    session = type(dialogue.world.live.open(dialogue.world.domain.parse_request(before.answer.request))[1])

    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(session, "optimise", stop)
        assert dialogue.take("make it 4 people").kind == "interrupted"
    assert dialogue.now() is before
    assert dialogue.take("make it 4 people").kind == "change"


def test_replaying_turns_solves_nothing_and_leads_to_the_same_state(dialogue, monkeypatch):
    lines = (
        TRIP,
        "make it 3 people",
        "undo",
        "keep the budget",
        "lower the budget to 20",
        "undo",
        "blargh",
        "no flights",
    )
    turns = [dialogue.take(line) for line in lines]
    other = Dialogue(Options(engine="z3"), debug=True)
    monkeypatch.setattr("planner.dialogue.live.open_session", None)
    for turn in turns:
        other.replay(Turn.model_validate_json(turn.to_json()))
    assert other.history.path == dialogue.history.path
    assert other.history.place == dialogue.history.place
    assert other.now().answer == dialogue.now().answer
    assert (other.keep, other.turns) == (dialogue.keep, dialogue.turns)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2", "accept"), ("take the second", "accept"), ("I'll take option 3, please", "accept"), ("the last one", "accept"),
        ("ok", "agree"), ("go back", "undo"), ("undo 2", "undo"), ("redo", "redo"), ("compare 1 and 3", "compare"),
        ("show me the plan again", "show"), ("export ics trip.ics", "export"), ("why not fly?", "why-not"), ("why", "why"),
        ("What if we fly?", "what-if"), ("help", "help"), ("Quit.", "quit"), ("2 people", "sentence"),
        ("one more person", "sentence"), ("raise the budget to 1,800", "sentence"), ("take the train", "sentence"),
    ],
)  # fmt: skip
def test_lines_with_a_fixed_form(line, kind):
    assert order_of(line).kind == kind
