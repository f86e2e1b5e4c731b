"""The published contract of planning worlds, kept by projects."""

from __future__ import annotations

from support.project_wordings import FIRST, SECOND

from domains.project import domain
from domains.project.domain import example
from domains.testing import DomainContract


class TestProjects(DomainContract):
    domain = domain
    requests = (FIRST[0][0], FIRST[5][0], FIRST[7][0], SECOND[13][0], example().model_dump(mode="json"))
    impossible = (
        "Digging takes 3 days. Pouring takes 4 days and comes after digging. Everything must be finished by day 6."
    )
