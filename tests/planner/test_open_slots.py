"""Small models: one label for each number, held against the words around it; believed where two formulations agree."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.open.data import OpenData, loaded
from encoders.errors import InputError
from planner.llm.errors import LlmError
from planner.llm.schema import reply_schema
from planner.llm.validate import valid
from planner.open.formulate import Setting, formulate
from planner.open.slots.labelling import Labels
from planner.open.slots.labels import all_labels, any_label, one_of_these
from planner.open.slots.marks import marks
from planner.open.slots.outline import OutlineReply, Outlining
from planner.open.slots.route import formulate_by_slots
from planner.open.trial import tried
from tests.support.open_replies import GOOD, LABELS, OUTLINE, SLOTS, TEXT, approving, each, limit
from tests.support.scripted_model import scripted

NAMES = ("desks", "drawers")
MOST, LEAST = ("at most",), ("at least",)
LESS = [("must be less than the number of drawers", "comparison", MOST)]
ALL_OF_THEM = "sum(amount[o] for o in options)"
NO_LIMITS = (
    "A firm makes desks and drawers. The profit per desk is $100 and the profit per drawer is $90. Maximize profit."
)


@pytest.fixture
def small(monkeypatch):
    """Gives a model whose endpoint cannot follow schemas by itself."""

    def use(*said):
        model, script = scripted(said)
        monkeypatch.setattr(type(model), "rung", lambda self: "json_object+schema")
        return model, script

    return use


def times(of, than, compare="at least"):
    return {"meaning": {"role": "times", "of": of, "compare": compare, "than": than}}


NO_MORE = times("desks", "drawers", "at most")


# ---------------------------------------------------------------- what has to be labelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Each desk takes 40 minutes.", [("40", "amount", ())]),
        ("There are 4000 minutes for assembly.", [("4000", "bound", ())]),
        ("At least 10 desks must be made, and up to 20 drawers.", [("10", "bound", LEAST), ("20", "bound", MOST)]),
        ("The shop needs at least 90 g of iron and 100 g of zinc.", [("90", "bound", LEAST), ("100", "bound", LEAST)]),
        ("A desk needs 3 g of iron and 4 g of zinc.", [("3", "amount", ()), ("4", "amount", ())]),
        ("There must be at least twice as many desks as drawers.", [("twice", "multiple", LEAST)]),
        ("At most 3 times as many drawers as desks.", [("3", "multiple", MOST)]),
        ("A drawer is painted 4 times a year.", [("4", "amount", ())]),
        ("At least 30% of all pieces must be desks.", [("30%", "share", LEAST)]),
        ("At most a third of them are desks.", [("third", "share", MOST)]),
        ("The number of desks must be less than the number of drawers.", LESS),
        ("Desks must be more than 12.", [("12", "bound", LEAST)]),
        ("There are two types, desks and drawers, x1 and x2, both at least 0.", []),
        ("The budget is $1,500.50.", [("1,500.50", "bound", MOST)]),
    ],
)  # fmt: skip
def test_marks(text, found):
    assert [(text[m.start : m.end], m.kind, m.ways) for m in marks(text, NAMES)] == found


def test_a_number_of_a_name_is_no_amount():
    text = "Syrup 1 has 5 g of sugar and syrup 2 has 3 g."
    assert [mark.number for mark in marks(text, ("syrup 1", "syrup 2"))] == [5, 3]


def test_marks_know_what_they_count():
    text = "The profit per desk is $100 and a desk takes 40 minutes and 3 units of glue."
    assert [set(mark.unit) for mark in marks(text, NAMES)] == [{"$"}, {"minut"}, {"glu"}]
    assert [mark.about(["profit", "glue"]) for mark in marks(text, NAMES)] == [["profit"], [], ["glue"]]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("There must be at least twice as many packs of desks as drawers.", (["desks"], ["drawers"])),
        ("Make at least 3 times as many drawers must be used than desks.", (["drawers"], ["desks"])),
        ("As drawers sell, the number of desks must be less than the number of drawers.", (["desks"], ["drawers"])),
        ("The number of desks cannot exceed the number of drawers.", (["desks"], ["drawers"])),
        ("At least twice the desks are drawers.", ([], [])),
    ],
)  # fmt: skip
def test_which_two_things_are_compared(text, pair):
    mark = marks(text, NAMES)[0]
    assert tuple([name for name in NAMES if name in words] for words in mark.pair) == pair


def test_the_same_words_twice_are_told_apart():
    found = [mark.words for mark in marks("A desk takes 4 h. A desk takes 4 h.", NAMES)]
    assert found == ["A desk takes [4] h.", "A desk takes [4] h. (2)"]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decisions": []}, "`decisions` is empty"),
        ({"decisions": ["lamps", "desks"]}, "'lamps' does not occur"),
        ({"goal": {"what": "minimise", "of": "profit"}}, "says maximise"),
        ({"goal": {"what": "maximise", "of": "beauty"}}, "is no measure"),
        ({"goal": {"what": "maximise", "of": "sanding"}}, "is that profit and not sanding?"),
        ({"goal": {"what": "maximise", "of": "all"}}, "that is profit"),
        ({"measures": ["profit", "assembly"]}, "no measure is about “Each desk requires 40 minutes of assembly and [20] minutes"),
        ({"measures": [f"m{n}" for n in range(20)]}, "at most 12"),
    ],
)  # fmt: skip
def test_an_outline_is_held_against_the_text(change, said):
    with pytest.raises(InputError, match=r"\w") as raised:
        Outlining(TEXT)(OutlineReply.model_validate({**OUTLINE, **change}))
    assert said in raised.value.message


def test_a_number_of_things_is_all_of_them():
    text = TEXT.replace("to maximize profit", "to minimize the total number of pieces")
    outlining = Outlining(text)
    outlining(OutlineReply.model_validate({**OUTLINE, "goal": {"what": "minimise", "of": "pieces"}}))
    assert outlining.found.goal.of == "all"


# ---------------------------------------------------------------- labels


def outline():
    outlining = Outlining(TEXT)
    outlining(OutlineReply.model_validate(OUTLINE))
    return outlining.found


def test_a_label_that_was_given_already_is_refused_and_left_out_of_the_choice(small):
    wrong = [OUTLINE, *SLOTS[:2], LABELS[0], *SLOTS[2:]]
    text = TEXT.replace("20 minutes of sanding", "20 minutes more").replace("10 minutes of sanding", "10 minutes more")
    model, script = small(*wrong, OUTLINE, *SLOTS)
    found = formulate(text, model)
    assert found.clear
    again = script.asked[4]
    assert "the assembly of one desks was “Each desk requires [40] minutes of assembly" in again.messages[-1].content
    offered = [
        v["properties"] for v in again.schema.content["properties"]["meaning"]["anyOf"] if "measure" in v["properties"]
    ]
    assert {v["of"]["enum"][0]: v["measure"]["enum"] for v in offered} == {"desks": ["sanding", "profit"]}


def test_the_words_around_a_number_say_which_way_it_limits(small):
    text = TEXT + " At least 10 desks must be made."
    replies = [*SLOTS, limit("desks", "at most")]
    model, _ = small(*replies, *replies)
    assert formulate(text, model).spec.constraints[-1].rule == 'amount["desks"] >= 10'


@pytest.mark.parametrize(
    ("sentence", "label", "rule"),
    [
        (" At least 30% of all pieces must be desks.", times("desks", "all"), "{} >= (0.3) * " + ALL_OF_THEM),
        (" There must be at least twice as many desks as drawers.", times("desks", "drawers"), "{} >= (2) * {}"),
        (" The number of desks must be less than the number of drawers.", NO_MORE, "{} < {}"),
        (" The number of desks cannot exceed the number of drawers.", NO_MORE, "{} <= {}"),
    ],
)  # fmt: skip
def test_comparisons(small, sentence, label, rule):
    model, _ = small(*SLOTS, label, *SLOTS, label)
    assert formulate(TEXT + sentence, model).spec.constraints[-1].rule == rule.format(
        'amount["desks"]', 'amount["drawers"]'
    )


def test_a_limit_is_about_what_its_number_counts(small):
    model, script = small(*SLOTS[:-2], limit("profit"), limit("assembly"), SLOTS[-1], *SLOTS)
    assert formulate(TEXT, model).clear
    assert "limits assembly, not profit" in script.asked[8].messages[-1].content


def test_what_a_number_means_is_asked_where_the_model_does_not_know(small):
    model, _ = small(*SLOTS, {"meaning": {"role": "none"}})
    found = formulate(TEXT + " There are 12 shops.", model)
    assert found.questions == (
        "Can you say this more exactly? What does the number in “There are [12] shops.” say?.",
    ) or ("There are [12] shops." in found.questions[0])
    assert not found.clear


def test_an_amount_that_is_missing_is_asked_for(small):
    text = TEXT.replace(" and 10 minutes of sanding", "")
    model, _ = small(OUTLINE, *LABELS[:3], *LABELS[4:])
    assert "How much sanding has one drawers?" in formulate(text, model).questions[0]


@pytest.mark.parametrize(
    ("sentence", "wrong", "said", "right"),
    [
        ("Each desk weighs 7 kg.", each("drawers", "profit"), "is said of desks, not of drawers", None),
        ("Each desk weighs 7 kg.", limit("profit"), "it is no limit", None),
        ("At least 30% of all pieces must be drawers.", times("desks", "all"), "is a share of drawers", times("drawers", "all")),
        ("There are 50 minutes for assembly.", limit("assembly"), "“There are [4000] minutes for assembly", None),
    ],
)  # fmt: skip
def test_what_the_sentence_says_is_not_overruled(small, sentence, wrong, said, right):
    """Where no other label is possible the number is asked about: nothing is forced into the place of another."""
    nothing = {"meaning": {"role": "none"}}
    text = f"{TEXT} {sentence}"
    labels = LABELS.copy()
    place = 6 if marks(text, NAMES)[-1].kind == "amount" else len(labels)
    labels[place:place] = [wrong, right or nothing]
    names = [OUTLINE] * (2 if "weighs" in sentence else 1)
    model, script = small(*names, *labels, *names, *LABELS, right)
    found = formulate(text, model)
    assert any([said in question.messages[-1].content for question in script.asked])
    assert found.clear == (right is not None)


def test_bottles_are_soda_bottles(small):
    text = "Each van takes 30 soda bottles. At least 90 bottles must be sent. Minimize the number of vans."
    outline = {
        "decisions": ["van"],
        "counted": True,
        "measures": ["bottles"],
        "goal": {"what": "minimise", "of": "all"},
    }
    replies = [outline, each("van", "bottles"), limit("bottles", "at least")]
    model, _ = small(*replies, *replies)
    assert tried(formulate(text, model).spec, OpenData()).value == 3


def test_the_a_of_a_name_is_no_article(small):
    text = (
        "One unit of chemical A takes 30 seconds and one unit of chemical B takes 45 seconds. There have to be at least 300 "
        "units of chemical A and at least 1500 units of chemicals. Minimize the total time."
    )
    names = {
        "decisions": ["chemical A", "chemical B"],
        "counted": True,
        "measures": ["time"],
        "goal": {"what": "minimise", "of": "time"},
    }
    replies = [names, names, each("chemical A", "time"), each("chemical B", "time"), limit("chemical A"), limit("all")]
    model, _ = small(*replies, *replies)
    found = formulate(text, model)
    assert [rule.rule.partition(" >=")[0] for rule in found.spec.constraints] == ['amount["chemical A"]', ALL_OF_THEM]


def test_hours_are_not_compared_with_minutes(small):
    model, _ = small(*SLOTS)
    found = formulate(TEXT.replace("4000 minutes for assembly", "60 hours for assembly"), model)
    assert "60] hours for assembly" in found.questions[0]


# ---------------------------------------------------------------- the whole way


def test_a_small_model_is_believed_when_two_formulations_agree(small):
    model, script = small(*SLOTS, *SLOTS)
    found = formulate(TEXT, model)
    assert script.stages == ["outline", *["labels"] * 8, "outline_again", *["labels_again"] * 8]
    assert found.clear
    assert tried(found.spec, OpenData()).value == 11980
    assert TEXT[slice(*found.quotes["constraints/rule 1"])].startswith("There are 4000 minutes")


@pytest.mark.parametrize(
    ("size", "rung", "stage"),
    [("large", "json_object", "formulate"), ("small", "json_schema", "outline"), (None, "json_object", "outline"),
     (None, "json_schema", "formulate"), (None, None, "formulate")],
)  # fmt: skip
def test_who_is_asked_by_slots(monkeypatch, size, rung, stage):
    """The operator's word counts before what the endpoint can do."""
    model, script = scripted(["no JSON"] * 9)
    monkeypatch.setattr(type(model), "rung", lambda self: rung)
    monkeypatch.setattr(type(model), "size", size)
    with pytest.raises(LlmError):
        formulate(TEXT, model)
    assert script.stages[0] == stage


def test_a_small_model_is_not_believed_when_its_formulations_differ(small):
    other = [*SLOTS[:5], each("drawers", "profit"), each("desks", "profit"), *SLOTS[7:]]
    model, _ = small(*SLOTS, *other)
    found = formulate(TEXT, model)
    assert not found.clear
    assert "Which is meant?" in found.questions[0]


@pytest.mark.parametrize(
    ("text", "labels", "said"),
    [
        (TEXT + " At least 500 desks must be made.", [*LABELS, limit("desks", "at least")], "no plan keeps every rule"),
        (NO_LIMITS, LABELS[4:-2], "which rule is missing"),
    ],
)  # fmt: skip
def test_what_a_small_model_cannot_judge_is_asked(small, text, labels, said):
    model, _ = small(OUTLINE, *labels)
    assert said in formulate(text, model).questions[0]


@pytest.mark.parametrize("text", ["A desk takes 5 minutes. " * 70, "Desks must be more than drawers. " * 70])
def test_more_numbers_than_a_small_model_takes(small, text):
    model, _ = small(*[OUTLINE] * 3)
    assert "small model" in formulate(text + TEXT, model).questions[0]


@pytest.mark.parametrize(
    "text",
    ["must " * 40_000 + "5", "5 " + "x " * 60_000 + "and 7", "and " * 60_000 + "3", "7" + " " * 100_000 + "and 8",
     "at most " * 30_000 + "3"],
)  # fmt: skip
def test_long_texts_take_no_long_time(text):
    began = time.process_time()
    marks(text, NAMES)
    assert time.process_time() - began < 5


def test_tables_are_beyond_slots(small, tmp_path):
    (tmp_path / "times.csv").write_text("piece,minutes\ndesks,40\ndrawers,30\n")
    model, script = small(GOOD, approving, GOOD, approving)
    found = formulate(TEXT, model, Setting(loaded(tmp_path)))
    assert script.stages == ["formulate", "assess", "formulate_again", "assess"]
    assert found.clear


# ---------------------------------------------------------------- properties

numbers = st.integers(1, 60)


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=6, max_size=6), st.integers(50, 4000), st.integers(50, 4000))
def test_labels_come_to_the_optimum_of_the_matrix(amounts, assembly, sanding):
    """The optimum of the written problem is that of the same one solved by trying every number of desks."""
    a, b, c, d, p, q = amounts
    text = (
        f"A firm makes desks and drawers. Each desk requires {a} minutes of assembly and {b} minutes of sanding. Each drawer "
        f"requires {c} minutes of assembly and {d} minutes of sanding. There are {assembly} minutes for assembly and {sanding} "
        f"minutes for sanding. The profit per desk is ${p} and the profit per drawer is ${q}. Maximize profit."
    )
    outlining = Outlining(text)
    outlining(OutlineReply.model_validate(OUTLINE))
    model, _ = scripted(SLOTS)
    found = formulate_by_slots(text, model, Setting())
    best = max(
        p * x + q * min((assembly - a * x) // c, (sanding - b * x) // d)
        for x in range(min(assembly // a, sanding // b) + 1)
    )
    assert found.trial is not None, found.result.questions
    assert found.trial.value == best


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_possible_labels_are_just_those_that_are_taken(data):
    """At every number: a label passes if and only if the narrow choice offers it, after whatever was said before."""
    names = outline()
    taken = Labels(names)
    for mark in marks(TEXT, names.decisions):
        possible = taken.possible(mark)
        narrow = one_of_these(possible)
        reply_schema(narrow)
        other = data.draw(st.sampled_from(list(all_labels(names, ("each", "limit", "times", "none")))))
        said = {"meaning": other.model_dump(exclude_defaults=True)}
        try:
            valid(said, narrow)
            offered = True
        except InputError:
            offered = False
        assert offered == (other in possible)
        chosen = data.draw(st.sampled_from(possible))
        taken.accept(mark, valid({"meaning": chosen.model_dump(exclude_defaults=True)}, any_label(names)))
        assert taken.found[mark.words] == chosen


def test_shares_stay_exact():
    assert marks("At least 33.3% must be desks.", NAMES)[0].number == Fraction(333, 1000)
