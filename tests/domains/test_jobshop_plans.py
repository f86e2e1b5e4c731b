"""Schedules in both of their forms: what is written is read back, and what is no schedule is refused with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.jobshop import domain
from domains.jobshop.domain import example
from domains.jobshop.request import Schedule
from encoders.errors import InputError

NAMES = (
    st.text(st.sampled_from("ab.|\\-:é "), min_size=1, max_size=6).map(str.strip).filter(lambda n: n and "  " not in n)
)


@st.composite
def schedules(draw):
    tasks = []
    for job in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
        for number in range(1, draw(st.integers(1, 3)) + 1):
            start = draw(st.integers(0, 50))
            entry = {"task": f"{job}.{number}", "job": job, "machine": draw(NAMES), "start": start, "end": start + 3}
            tasks.append(entry)
    return Schedule.model_validate({"tasks": tasks, "makespan": max([task["end"] for task in tasks])})


@given(schedules())
def test_both_forms_are_read_back(plan):
    def ordered(schedule):
        return sorted(schedule.tasks, key=lambda task: (task.start, task.machine, task.task)), schedule.makespan

    for layout in domain.exports:
        content = domain.export_plan(plan, None, None, layout)
        assert ordered(domain.parse_plan(content, None, None)) == ordered(plan)


@pytest.mark.parametrize(
    ("content", "says", "where"),
    [
        ("Dear diary", "no schedule", ""),
        ("| task | machine | start | end |\n| J1.1 | M |\nMakespan: 3", "expected a row", "line 2"),
        ("| J1.1 | M | 0 | late |\nMakespan: 3", "not a schedule", "tasks/0/end"),
        ("| J1.1 | M | 0 | 3 |", "no schedule", ""),
        ({"tasks": []}, "not a schedule", "makespan"),
        ([], "a schedule is a mapping", ""),
    ],
)
def test_something_else_is_refused_with_its_place(content, says, where):
    with pytest.raises(InputError, match=says) as refused:
        domain.parse_plan(content, example(), None)
    assert refused.value.where == where
