"""What every world has from its base class: changes by the names of fields, questions, and things left out by name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import BaseModel, ConfigDict

from domains.fields import gone
from domains.questions import ask, supposition
from domains.reading.field_changes import change_examples, is_plural, read_change
from encoders.errors import InputError


class Party(BaseModel):
    """A request with numbers and names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seats: int | None = 4
    most_courses: int | None = None
    budget: int | None = 40
    guests: list[dict[str, str]] = []


def edit(request, changes):
    return request.model_copy(update={change.path: change.after for change in changes})


WORLD = SimpleNamespace(
    edit=edit,
    read_change=lambda text, request, plan, data, today: read_change(WORLD, text, request),
    change_examples=lambda request, plan: change_examples(request),
    default_today=lambda data: None,
    observe=lambda plan, request, data: {"guests[1]": 1, "cost": 27, "glad": True},
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("raise the seats to 6", "the seats are 6"),
        ("the budget is 50", "the budget is 50"),
        ("most courses 3", "the most courses are 3"),
        ("no seats", "the seats are given up"),
    ],
)
def test_a_field_of_several_things_is_told_in_the_plural(text, says):
    assert read_change(WORLD, text, Party()).says == (says,)


def test_what_is_not_there_yet_is_asked_for_in_the_plural():
    assert read_change(WORLD, "raise the most courses by 1", Party()).questions == (
        "There are no most courses yet: what are they to be?",
    )


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("seats", True),
        ("hours of rest", True),
        ("number of seats", False),
        ("bus", False),
        ("address", False),
        ("cost", False),
    ],
)
def test_which_names_are_plural(name, plural):
    assert is_plural(name) == plural


def test_a_word_that_was_put_right_is_told():
    found = read_change(WORLD, "raise the budgt to 60", Party())
    assert [change.after for change in found.changes] == [60]
    assert found.assumptions == ("“budgt” is read as “budget”.",)
    asked = ask(WORLD, "what-if", "what if the budgt were 60", None, Party(), None)
    assert asked.assumptions == found.assumptions


def test_a_supposition_is_one_condition():
    assert supposition(("There are 5 guests.",)) == "where there are 5 guests"
    assert supposition(("Ann comes.", "No budget is set.")) == "where Ann comes and no budget is set"
    assert supposition(("Without restaurant “Alba”.",)) == "without restaurant “Alba”"


def test_a_question_that_is_not_understood_is_answered_in_words():
    asked = ask(WORLD, "why-not", "why on earth", object(), Party(), None)
    (question,) = asked.questions
    assert "what if the seats are 5" in question
    assert "“cost < 27”" in question
    assert "guests[1]" not in question
    (question,) = ask(WORLD, "why-not", "why on earth", None, Party(), None).questions
    assert "[" not in question


def test_what_cannot_be_left_out_is_told_with_what_can():
    with pytest.raises(InputError, match="nothing with a name"):
        gone(WORLD, "Ann", Party(), None)
    with pytest.raises(InputError, match="nothing is called 'Ann' in the request; there are: Bob"):
        gone(WORLD, "Ann", Party(guests=[{"name": "Bob"}]), None)
