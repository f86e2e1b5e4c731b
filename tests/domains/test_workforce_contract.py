"""The published contract of planning worlds, kept by rosters."""

from __future__ import annotations

import pytest

from domains.testing import DomainContract
from domains.workforce import domain
from domains.workforce.domain import example


def shift(name, day, start, end):
    return {"name": name, "day": day, "start": start, "end": end}


@pytest.mark.filterwarnings(
    "ignore:no repair can move the amount of '(need.|exactly)"
)  # `exactly` reads all of them; others are searched
class TestRosters(DomainContract):
    domain = domain
    requests = (
        "Ann, Bob and Cem share the desk from Monday to Wednesday. Two people are needed each day. Ann costs $10 a shift, Bob "
        "$12 and Cem $9. Bob cannot work on Tuesday. Nobody works more than two shifts. As cheap as possible.",
        example().model_dump(mode="json", by_alias=True),
        {
            "workers": ["Ann", "Bob", "Cem"],
            "shifts": [
                shift("Mon early", "Monday", "06:00", "14:00"),
                shift("Mon day", "Monday", "12:00", "16:00"),
                shift("Mon late", "Monday", "14:00", "22:00"),
                shift("Tue early", "Tuesday", "04:00", "12:00"),
                shift("Tue late", "Tuesday", "14:00", "22:00"),
            ],
            "pay": {"Ann": 10, "Bob": "25/2", "Cem": 9},
            "paid by": "hour",
            "need": {"Mon early": 1, "Mon late": 1, "Tue late": 1},
            "skills": {"Ann": ["till"], "Bob": ["till", "bar"]},
            "need skilled": {"Mon late": {"till": 1}},
            "available": {"Cem": ["Mon early", "Mon late", "Tue early", "Tue late"]},
            "works on": {"Cem": ["Tuesday"]},
            "shifts a day": 2,
            "rest hours": 8,
            "together": [],
            "apart all day": ["Ann and Cem"],
            "budget": 300,
        },
        {
            "workers": ["Ann", "Bob", "Cem", "Dan"],
            "shifts": ["Monday", "Tuesday", "Wednesday", "Thursday"],
            "need": {"Monday": 1, "Tuesday": 2, "Wednesday": 1, "Thursday": 2},
            "exactly": True,
            "days off": {"Ann": ["Tuesday"]},
            "most shifts": {"Ann": 2},
            "least shifts": {"Dan": 2},
            "most shifts each": 3,
            "least shifts each": 1,
            "apart": ["Ann and Bob"],
            "together": ["Bob and Cem"],
            "objective": ["fairness"],
        },
        {
            "workers": ["Ann", "Bob"],
            "shifts": ["a", "b", "c", "d"],
            "need": {"a": 1, "d": 1},
            "rest shifts": 1,
        },
        {
            "workers": ["Ann", "Bob"],
            "shifts": [
                shift("early", "Monday", "06:00", "12:00"),
                shift("noon", "Monday", "11:00", "15:00"),
                shift("late", "Monday", "15:00", "20:00"),
                shift("night", "Monday", "20:00", "24:00"),
                "Tuesday",
            ],
            "available": {"Bob": ["late", "Tuesday"]},
            "need": {"early": 1, "late": 1},
            "shifts a day": 2,
            "days in a row": 1,
        },
    )
    impossible = (
        "Ann and Bob share the desk on Monday and Tuesday. Two people are needed each day. Bob cannot work on Tuesday."
    )
