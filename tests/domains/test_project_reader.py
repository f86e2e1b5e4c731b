"""Projects in ordinary English: what is read is what a person would write down as a request; what is not clear stays unread."""

from __future__ import annotations

from datetime import date

import pytest
from support.project_wordings import FIRST, SECOND

from domains.project import domain as projects

TODAY = date(2030, 1, 1)


def read(text):
    return projects.read(text, projects.load(None), TODAY)


@pytest.mark.parametrize(("text", "expected"), [*FIRST, *SECOND])
def test_wordings_are_read(text, expected):
    reading = read(text)
    assert not reading.unread, [span.quote for span in reading.unread]
    assert not reading.questions
    assert reading.request == expected


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Digging takes 3 days. Digging must be done in complete silence.", "silence"),
        ("Digging takes 3 days and pouring takes 2 days. Pouring comes after digging unless it rains.", "rains"),
        ("Digging takes 3 days. Only purple zeppelins may be used.", "zeppelins"),
        ("Digging takes 3 days. Pouring takes 2 days. Pouring ends before digging ends.", "ends"),
        ("Digging takes 3 days. Digging does not come after pouring. Pouring takes 2 days.", "not"),
        ("Digging takes 3 days. It would not be good to finish by day 9.", "not"),
        ("Digging takes between 2 and 3 days.", "between"),
    ],
)
def test_what_is_not_understood_stays_unread_or_is_asked(text, unread):
    reading = read(text)
    assert reading.questions or unread in " ".join([span.quote for span in reading.unread])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Digging takes 3 days. Pouring comes after digging.", "How long does Pouring take"),
        ("Digging takes 3 days and needs 2 workers.", "How many workers"),
        ("Digging takes 3 days. Digging takes 4 days.", "Two lengths"),
        ("The project has four tasks. Digging takes 3 days. Pouring takes 2 days.", "4 activities"),
        ("Digging takes 3 days. Pouring takes 2 months.", "units"),
        ("Digging takes 3 days. Everything must be done by day 4. Everything must be done by day 6.", "Two deadlines"),
        ("Digging takes 3 days. Minimise the tardiness.", "due date"),
    ],
)
def test_what_is_missing_or_double_is_asked(text, asked):
    reading = read(text)
    assert any([asked in question for question in reading.questions]), reading.questions


def test_one_of_what_the_text_speaks_of_with_an_article_is_assumed():
    reading = read("Digging takes 3 days and needs the excavator.")
    assert reading.request.resources == {"excavator": 1}
    assert "There is one excavator." in reading.assumptions


def test_times_get_one_unit():
    reading = read("Design takes 2 weeks. Testing takes 3 days and follows design.")
    assert [a.duration for a in reading.request.activities] == [14, 3]
    assert "A week is taken as 7 days." in reading.assumptions


def test_every_fact_is_in_the_problem_also_where_units_are_changed():
    text = (
        "Design takes 2 weeks with 2 engineers. Testing takes 3 days with 1 engineer and follows design. There are 2 engineers. "
        "In week 2 there is only 1 engineer. Nobody works in week 3. Design uses 5 bags of sand. We have 9 bags of sand."
    )
    reading = read(text)
    assert not reading.unread
    assert reading.request.unit == "days"
    built = projects.problem(reading.request, None)
    known = {*built.problem.groups, *[item.path for item in built.frame]}
    assert {fact.path for fact in reading.facts if fact.kind == "constraint"} <= known
    assert {"less/engineer 7-14", "breaks/14-21", "supplies/bag of sand"} <= known
