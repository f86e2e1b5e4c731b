"""Trips for tests: any plan at all, and plans of the random worlds that keep every rule."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from domains.travel import domain as travel
from domains.travel.plan import Day, Leg, Place, TravelPlan
from encoders.session import open_session

NAMES = st.one_of(
    st.sampled_from(
        [
            "Giani",
            "Giani's",
            "Bar | Grill",
            "a → b",
            "5 * 3",
            "Tom & Co.",
            "C\\|D",
            "A&#124;B",
            " edge ",
            "x;y",
            "-",
            "",
        ]
    ),
    st.text(max_size=12),
)
WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
AMOUNTS = st.one_of(
    st.integers(-5000, 5_000_000),
    st.fractions(0, 10_000, max_denominator=40).map(lambda f: f if f.denominator > 1 else int(f)),
)
CLOCKS = st.none() | st.integers(0, 1439).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
PLACES = st.builds(Place, name=NAMES, city=NAMES)
LEGS = st.builds(
    Leg,
    mode=st.sampled_from(["flight", "self-driving", "taxi"]) | WORDS,
    origin=NAMES,
    destination=NAMES,
    number=st.none() | WORDS,
    departure=CLOCKS,
    arrival=CLOCKS,
    lands_after_days=st.integers(0, 2),
    minutes=st.none() | st.integers(0, 3000),
    cost=st.none() | AMOUNTS,
)
DAYS = st.builds(
    Day,
    day=st.integers(1, 60),
    date=st.none() | st.dates(date(1, 1, 1)),
    city=st.none() | NAMES,
    leaves=st.none() | NAMES,
    reaches=st.none() | NAMES,
    leg=st.none() | LEGS,
    breakfast=st.none() | PLACES,
    lunch=st.none() | PLACES,
    dinner=st.none() | PLACES,
    visits=st.lists(PLACES, max_size=3),
    bed=st.none() | PLACES,
)
ANY_PLAN = st.builds(
    TravelPlan,
    days=st.lists(DAYS, min_size=1, max_size=4),
    cost=st.dictionaries(st.sampled_from(["transport", "meals", "rooms", "total"]) | WORDS, AMOUNTS, max_size=4),
)
"""Whatever the model can hold, sense or nonsense."""


def solved(request, data):
    """The best plan of a request, None where there is none."""
    built = travel.problem(request, data)
    with open_session(built.problem, "auto") as session:
        assignment = session.optimise().assignment
    return None if assignment is None else travel.plan(built, assignment)
