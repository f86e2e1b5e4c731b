"""The published contract of domains, over shops of every kind."""

from __future__ import annotations

from domains.jobshop import domain as jobshop
from domains.jobshop.domain import example
from domains.testing import DomainContract


class TestJobShop(DomainContract):
    domain = jobshop
    requests = (
        "Job A goes to the saw for 3 hours, then to the lathe for 2 hours. Job B needs the lathe for 4 hours, then the saw for 1 "
        "hour. A is due by 9 hours. Everything must be finished by 12 hours. The lathe is down from 4 hours to 6 hours.",
        "Job A can run on M1 for 3 or on M2 for 4. Job B runs on M1 for 2. Job A is due by 2 and counts twice. Job B is due by "
        "9. Keep lateness small.",
        "All jobs go through M1, then M2. Job A takes 3 and 2. Job B takes 1 and 4. The jobs keep the same order on every "
        "machine. Everything must be finished by 20.",
        "Job P is red and takes 3 on the press. Job Q is green and takes 2 on the press. Switching from red to green takes 2 on "
        "the press and back 1. All jobs must be done by 30.",
        example().model_dump(mode="json", by_alias=True),
    )
    impossible = "Job A: saw 3. Job B: saw 4. Everything must be finished by 6."
