"""The published contract of planning worlds, kept by projects."""

from __future__ import annotations

import pytest
from support.project_wordings import FIRST, SECOND

from domains.project import domain
from domains.project.domain import example
from domains.testing import DomainContract


@pytest.mark.filterwarnings("ignore:no repair can move the amount of 'resources/")  # its values are searched
class TestProjects(DomainContract):
    domain = domain
    requests = (
        FIRST[0][0],
        FIRST[5][0],
        FIRST[7][0],
        SECOND[13][0],
        example().model_dump(mode="json"),
        {
            "activities": [
                {
                    "name": "print",
                    "mode": "at home",
                    "duration": 3,
                    "uses": {"ink": 4},
                    "cost": 2,
                    "alternatives": [
                        {"mode": "in a shop", "duration": 1, "uses": {"ink": 1}, "cost": 9},
                        {"mode": "as a poster", "duration": 2, "uses": {"ink": 6}},
                    ],
                },
                {"name": "bind", "duration": 2, "uses": {"ink": 1}},
            ],
            "order": [{"before": "print", "after": "bind", "within": 1}],
            "supplies": {"ink": 5},
            "budget": 8,
            "release": {"print": 2},
            "due": {"bind": 8},
            "weight": {"bind": 3},
            "deadline": 9,
            "objectives": ["tardiness", "cost"],
        },
    )
    without_rules = ("currency",)
    impossible = (
        "Digging takes 3 days. Pouring takes 4 days and comes after digging. Everything must be finished by day 6."
    )
