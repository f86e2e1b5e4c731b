"""Wishes about one meal of one day and about how many sights a day has: solved, reduced soundly, pinned, kept, checked again."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.nearest import cells, distance

from domains.travel import domain as travel
from domains.travel.data import Attraction, Flight, Hotel, Restaurant, Road, TravelData
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.policy import Policy, RoadRate, Window
from domains.travel.problem.decode import clock
from domains.travel.request import TravelRequest
from encoders.conflicts import conflict
from encoders.errors import InputError, UnsupportedError
from encoders.evaluate import Evaluator
from encoders.replan import Field, nearest
from encoders.result import SolveStatus
from encoders.session import open_session
from planner.contrast import what_if, why, why_not
from planner.interpret.llm.wishes import doubt, sound

START = date(2030, 5, 6)
DAYS = [START + timedelta(days=i) for i in range(3)]
ROADS = {"self-driving": RoadRate(per_km=1, seats=5)}
CUISINES = ("Thai", "Greek")
MOST_VISITS = 5
"""Of one day, where any number is possible: one more than the greatest number that a wish has."""
EXAMPLE = travel.load(None)
WEEKEND = travel.parse_request(
    {"origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2}
)


# ---------------------------------------------------------------- small worlds of one city, and every trip in them


def world(rng, *, meals, sights):
    """Three days in one city: two flights a way or a road, one hotel, up to four restaurants, as many sights as said."""
    once = rng.random() < 0.75
    policy = Policy(
        name="slots",
        roads=ROADS,
        meals=meals,
        meal_rate=None if meals else 5,
        meals_a_day=2,
        travel_day_meals=rng.choice(("optional", "optional", "at mealtime")) if meals else "optional",
        visits_on_travel_days=rng.choice((0, 0, 1)) if sights > 1 else 0,
        visits_at_most=rng.choice((None, None, 2)) if sights > 1 else 1,
        restaurant_once=once,
        attraction_once=sights > 1 and rng.random() < 0.8,
    )
    flights = {}
    for way, (a, b, day) in enumerate((("Home", "Alba", DAYS[0]), ("Alba", "Home", DAYS[2]))):
        rows = []
        for number in range(rng.choice((1, 1, 2))):
            leaves = rng.randrange(300, 1260)
            rows.append(
                Flight(f"F{way}{number}", a, b, day, leaves, leaves + 100, 0, 100, rng.randrange(20, 60))
            )  # fmt: skip
        flights[a, b, day] = tuple(rows)
    roads = {pair: Road(*pair, 200, 30) for pair in (("Home", "Alba"), ("Alba", "Home")) if rng.random() < 0.3}
    tables = []
    for number in range(rng.choice((3, 4)) if once else 2):
        served = tuple([cuisine for cuisine in CUISINES if rng.random() < 0.4])
        rating = Fraction(rng.randrange(20, 50), 10)
        tables.append(Restaurant(f"Table {number}", "Alba", rng.randrange(5, 40), served, rating))
    hotel = Hotel("Inn", "Alba", "entire room", 50, 4, 1, frozenset(), Fraction(3))
    return TravelData(
        policy,
        flights,
        roads,
        {"Alba": (hotel,)},
        {"Alba": tuple(tables) if meals else ()},
        {"Alba": tuple(Attraction(f"Sight {i}", "Alba") for i in range(sights))},
        {"Home": "Homeland", "Alba": "State"},
        {},
        "slots",
        ("Alba",),
    )


def rides(data, a, b, day):
    """Every leg there is."""
    found = [
        Leg(
            mode="flight",
            origin=a,
            destination=b,
            number=f.number,
            departure=clock(f.departure),
            arrival=clock(f.arrival),
        )
        for f in data.flights[a, b, day]
    ]
    return found + [Leg(mode="self-driving", origin=a, destination=b) for _ in range((a, b) in data.roads)]


def fillings(data, slots, needed):
    """Every way to give the slots restaurants: those needed have one, the others may have none; none twice where so ruled."""
    tables = [Place(name=r.name, city="Alba") for r in data.restaurants["Alba"]]
    for chosen in product(*[tables if slot in needed else [None, *tables] for slot in slots]):
        used = [place for place in chosen if place is not None]
        if not data.policy.restaurant_once or len(set(used)) == len(used):
            yield {slot: place for slot, place in zip(slots, chosen, strict=True) if place is not None}


def sightings(data):
    """Every way to see each sight on one day or never; where sights may be seen again, every way to see some each day."""
    places = [Place(name=s.name, city="Alba") for s in data.attractions["Alba"]]
    if data.policy.meals:  # which sights there are has nothing to do with meals
        yield [[], places, []]
    elif data.policy.attraction_once:
        for days in product((None, 0, 1, 2), repeat=len(places)):
            yield [[place for place, day in zip(places, days, strict=True) if day == number] for number in range(3)]
    else:
        for counts in product(range((data.policy.visits_at_most or MOST_VISITS) + 1), repeat=3):
            yield [[places[0]] * count for count in counts]


def every_plan(data):
    """Every trip that could be right, right or wrong; meals and sights are not both many."""
    meals = list(data.policy.meals)
    slots = [(day, meal) for day in range(3) for meal in meals]
    needed = {(1, meal) for meal in meals}
    for out, back in product(rides(data, "Home", "Alba", DAYS[0]), rides(data, "Alba", "Home", DAYS[2])):
        for filling in fillings(data, slots, needed) if meals else [{}]:
            for visits in sightings(data):
                days = []
                for day, on in enumerate(DAYS):
                    eaten = {meal: filling.get((day, meal)) for meal in meals}
                    bed = None if day == 2 else Place(name="Inn", city="Alba")
                    leg = (out, None, back)[day]
                    city = None if leg else "Alba"
                    days.append(Day(day=day + 1, date=on, city=city, leg=leg, bed=bed, visits=visits[day], **eaten))
                yield TravelPlan(days=days)


def asked(extra, objective, cuisine=()):
    return TravelRequest.model_validate(
        {
            "origin": "Home", "destination": "Alba", "start": START, "days": 3, "people": 2, "objective": objective,
            "extra": extra, "cuisine": list(cuisine),
        }
    )  # fmt: skip


def best_of_all(request, data):
    """The best values of the objectives among all trips that break nothing, None where each breaks something."""
    found = None
    for plan in every_plan(data):
        if not travel.check(plan, request, data):
            values = [
                -value if goal == "best rated" else value for goal, value in travel.measure(plan, request, data).items()
            ]
            found = values if found is None else min(found, values)
    return found


def solved(request, data, engine="z3", keep=()):
    built = travel.problem(request, data, keep=keep)
    with open_session(built.problem, engine) as session:
        return built, session.optimise()


def compare(request, data):
    """Both engines find the optimum of brute force; the plan, its quantities and its pins agree with the problem."""
    best = best_of_all(request, data)
    for engine in ("z3", "cpsat"):
        built, result = solved(request, data, engine)
        if best is None:
            assert result.status is SolveStatus.INFEASIBLE, request.extra
            continue
        assert result.status is SolveStatus.OPTIMAL, request.extra
        values = [-o.value if o.name == "best rated" else o.value for o in result.objectives]
        assert values == best, request.extra
        plan, value_of = travel.plan(built, result.assignment), Evaluator(result.assignment)
        assert travel.check(plan, request, data) == []
        observed = travel.observe(plan, request, data)
        assert observed == {name: value_of(expression) for name, expression in built.observables.items()}
        pinned = travel.pin(built, plan)
        assert pinned is not None
        decided = [travel.plan(built, result.assignment)]
        assert all([value_of(pin) for pin in pinned])
        assert travel.aligned(decided[0], decided[0], built) == plan


MEALS = {"lunch": Window(opens=660, closes=900), "dinner": Window(opens=1020, closes=1320)}
OPERATORS = ("<=", ">=", "==", "!=", "<", ">")


def meal_wish(rng):
    """One wish about the meals of some day, or of every day."""
    meal, day = rng.choice(("lunch", "dinner")), rng.choice((1, 2, 2, 3))
    part, amount = rng.choice(
        (
            ("rating", rng.choice(("2.5", "3", "4"))),
            ("cost", str(rng.randrange(5, 40))),
            ("present", str(rng.choice((0, 1)))),
            (f"cuisine[{rng.choice(CUISINES)}]", str(rng.choice((0, 1)))),
            (f"at[Table {rng.choice((0, 1))}]", str(rng.choice((0, 1)))),
        )
    )
    operator = rng.choice(OPERATORS)
    shape = rng.randrange(6)
    if shape == 0:
        return f"{rng.choice(('max', 'min', 'sum'))}({meal}[*].{part}) {operator} {amount}"
    if shape == 1:
        return f"{meal}[{day}].present == 1 implies {meal}[{day}].{part} {operator} {amount}"
    if shape == 2:
        return f"lunch[2].{rng.choice(('rating', 'cost'))} {operator} dinner[2].{rng.choice(('rating', 'cost'))} - 1"
    return f"{meal}[{day}].{part} {operator} {amount}"


def sight_wish(rng):
    """One wish that counts sights."""
    name = rng.choice(
        ("sights", "sights[1]", "sights[2]", "sights[3]", "min(sights[*])", "max(sights[*])", "sum(sights[*])")
    )
    number = rng.randrange(4)
    return rng.choice(
        (
            f"{name} {rng.choice(OPERATORS)} {number}",
            f"{name} in {{{number}, {number + 1}}}",
            f"not {number} <= {name} < 4",
            f"sights[1] >= 1 implies sights[3] >= {number}",
            f"sights[{rng.randrange(1, 4)}] {rng.choice(OPERATORS)} sights[{rng.randrange(1, 4)}] + {number % 2}",
        )
    )


GOALS = (["cheapest"], ["cheapest"], ["best rated", "cheapest"], ["fewest travel hours"])


@settings(max_examples=18, deadline=None)
@given(st.integers(0, 10**6))
def test_the_best_trip_with_a_meal_wish_is_the_best_of_all_trips(seed):
    rng = random.Random(seed)
    data = world(rng, meals=MEALS, sights=1)
    extra = [meal_wish(rng) for _ in range(rng.choice((1, 1, 2)))]
    known = {c for r in data.restaurants["Alba"] for c in r.cuisines}
    if any([f"cuisine[{c}]" in wish and c not in known for c in CUISINES for wish in extra]):
        return
    cuisine = [c for c in known if rng.random() < 0.2]
    compare(asked(extra, rng.choice(GOALS), cuisine), data)


@settings(max_examples=18, deadline=None)
@given(st.integers(0, 10**6))
def test_the_best_trip_with_counted_sights_is_the_best_of_all_trips(seed):
    rng = random.Random(seed)
    data = world(rng, meals={}, sights=rng.choice((2, 3, 3)))
    extra = [sight_wish(rng) for _ in range(rng.choice((1, 1, 2)))]
    request = asked(extra, rng.choice((["cheapest"], ["fewest travel hours"])))
    try:
        travel.problem(request, data)
    except UnsupportedError:  # nothing limits how many sights a day has
        assert not data.policy.attraction_once
        assert data.policy.visits_at_most is None
        return
    compare(request, data)


# ---------------------------------------------------------------- kept and told again


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_a_trip_is_kept_as_far_as_the_wishes_allow(seed):
    """The fewest changes from an old trip are the fewest among all trips that keep the wishes."""
    rng = random.Random(seed)
    data = world(rng, meals=MEALS, sights=1)
    plain = asked([], ["cheapest"])
    built, result = solved(plain, data)
    if result.assignment is None:
        return
    old = travel.plan(built, result.assignment)
    request = asked([meal_wish(rng) for _ in range(rng.choice((1, 2)))], ["cheapest"])
    try:
        near = travel.near(request, data, old)
    except InputError:  # a cuisine that nobody serves
        return
    problem = nearest(near.built.problem, [Field(part.where, part.kept) for part in near.parts], ties=near.ties)
    with open_session(problem, "z3") as session:
        result = session.optimise()
    before = cells(old, data.policy)
    counts = [distance(before, cells(p, data.policy)) for p in every_plan(data) if not travel.check(p, request, data)]
    if not counts:
        assert result.assignment is None
        return
    told = travel.told(near, result.assignment, old)
    assert travel.check(told, request, data) == [], request.extra
    moved = travel.moved(old, told, request, data)
    assert result.objectives[0].value == len(moved) == min(counts), request.extra


def test_meals_that_a_wish_looks_at_keep_their_place_when_a_plan_is_told_again():
    request = WEEKEND.model_copy(update={"extra": ["dinner[2].rating > 4.5"]})
    built, result = solved(request, EXAMPLE)
    plan = travel.plan(built, result.assignment)
    day = plan.days[1]
    turned = day.model_copy(update={"lunch": day.dinner, "dinner": day.lunch})
    like = plan.model_copy(update={"days": [plan.days[0], turned, plan.days[2]]})
    assert travel.aligned(plan, like) == like  # where no problem says that dinner matters
    assert travel.aligned(plan, like, built) == plan
    assert [violation.constraint for violation in travel.check(like, request, EXAMPLE)] == ["extra/0"]
    assert not all([Evaluator(result.assignment)(pin) for pin in travel.pin(built, like) or ()])


def test_a_question_about_a_trip_with_such_a_wish_is_answered():
    request = WEEKEND.model_copy(update={"extra": ["dinner[2].rating > 4.5"]})
    for ask, question in (
        (what_if, "what if the budget is 400?"),
        (why_not, "why not eat at La Lanterna?"),
        (why, "why Osteria La Sardina?"),
        (why, "why the hotel?"),
    ):
        answer = ask(request, question, domain="travel")
        assert answer.status == "optimal", (question, answer.status, answer.error, answer.questions)
        assert travel.check(travel.parse_plan(answer.plan, request, EXAMPLE), request, EXAMPLE) == []


# ---------------------------------------------------------------- sizes, words and errors


def test_without_such_a_wish_nothing_is_built_for_it():
    whole = travel.problem(WEEKEND, EXAMPLE).problem
    other = travel.problem(WEEKEND.model_copy(update={"extra": ["total <= 900"]}), EXAMPLE).problem
    assert not [v.name for v in whole.variables if " at " in v.name and " of day " in v.name]
    assert [v.name for v in other.variables] == [v.name for v in whole.variables]


def test_only_the_meal_that_is_looked_at_has_seats_of_its_own():
    built = travel.problem(WEEKEND.model_copy(update={"extra": ["dinner[2].rating > 4"]}), EXAMPLE)
    assert list(built.handles.stays.seats) == [(1, "dinner")]
    present = travel.problem(WEEKEND.model_copy(update={"extra": ["dinner[last].present == 1"]}), EXAMPLE)
    assert present.handles.stays.seats == {}


def test_a_meal_that_the_world_has_due_cannot_be_skipped_and_the_conflict_says_so():
    request = WEEKEND.model_copy(update={"extra": ["breakfast[2].present == 0"]})
    built, result = solved(request, EXAMPLE)
    assert result.status is SolveStatus.INFEASIBLE
    found = conflict(built.problem).conflict
    assert found.groups == ("extra/0",)
    assert built.problem.groups["extra/0"][0].says == "There is no breakfast on day 2."


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ("dinner[last].rating > 4", "Dinner on the last day is at a restaurant rated above 4."),
        ("dinner[3].rating >= 4.5", "Dinner on day 3 is at a restaurant rated at least 4.5."),
        (
            "dinner[3].rating <= 4",
            "The rating of the restaurant of dinner on day 3 (0 where there is none) is at most 4.",
        ),
        ("lunch[2].cost < 20", "The price of lunch on day 2 for each person (0 where there is none) is less than 20."),
        ("lunch[1].cuisine[Seafood] >= 1", "Lunch on day 1 is Seafood."),
        ("lunch[1].cuisine[Seafood] == 0", "Lunch on day 1 is not Seafood."),
        ("dinner[2].at[Bar Aurora] == 1", "Dinner on day 2 is at Bar Aurora."),
        ("breakfast[last].present >= 1", "There is a breakfast on the last day."),
        ("sights >= 5", "The number of sights visited is at least 5."),
        ("sights[2] == 0", "There are no sights visited on day 2."),
        ("min(sights[*]) >= 2", "The smallest number of sights visited on any day is at least 2."),
    ],
)
def test_a_wish_is_said_in_words(wish, says):
    assert travel.echo(wish) == says


@pytest.mark.parametrize(
    ("wish", "part"),
    [
        ("dinner[4].rating > 3", "written like dinner[1] to dinner[3], dinner[last] or dinner[*]"),
        ("dinner[0].rating > 3", "dinner is that of one day"),
        ("dinner.rating > 3", "dinner is that of one day"),
        ("dinner[2].stars > 3", "there are dinner[2].present, dinner[2].rating"),
        ("dinner[2] >= 1", "no quantity is called 'dinner[2]'"),
        ("dinner[2].cuisine[Seafod] == 1", "no cuisine is called 'Seafod'; did you mean Seafood?"),
        ("dinner[2].cuisine == 1", "no quantity is called 'dinner[2].cuisine'"),
        ("dinner[2].at[Bar] == 1", "no restaurant is called 'Bar'"),
        ("sights[9] > 1", "sights is counted by the day"),
        ("sights[2].x > 1", "sights are only counted"),
        ("sum(dinner[*].cost) <= 9 and dinner[last].cost <= 3", "write the number of the last day"),
    ],
)
def test_a_meal_or_a_day_that_is_not_there_is_told_with_its_place(wish, part):
    with pytest.raises(InputError) as caught:
        travel.problem(WEEKEND.model_copy(update={"extra": [wish]}), EXAMPLE)
    assert part in caught.value.message
    assert caught.value.where.startswith("extra/0, line 1")


def test_where_no_restaurant_is_chosen_no_wish_looks_at_a_meal():
    data = world(random.Random(1), meals={}, sights=2)
    with pytest.raises(InputError, match="no restaurant is chosen for dinner"):
        travel.problem(asked(["dinner[2].rating > 3"], ["cheapest"]), data)


# ---------------------------------------------------------------- what a language model is told, and what words show


def test_a_model_is_told_of_a_meal_only_where_the_text_speaks_of_it():
    forms = [q.form for q in travel.vocabulary("dinner rated above 4 on the last day", WEEKEND, EXAMPLE).quantities]
    assert [form for form in forms if "DAY" in form] == [
        "dinner[DAY].present", "dinner[DAY].rating", "dinner[DAY].cost",
    ]  # fmt: skip
    silent = travel.vocabulary("a weekend by the sea", WEEKEND, EXAMPLE)
    assert not [q.form for q in silent.quantities if "DAY" in q.form]
    assert "day" not in silent.names


@pytest.mark.parametrize(
    ("quote", "wish", "reason"),
    [
        ("dinner somewhere rated above 4 on the last day", "dinner[last].rating > 4", ""),
        ("dinner rated above 4 on the second day", "dinner[2].rating > 4", ""),
        ("seafood for lunch on the first day", "lunch[1].cuisine[Seafood] >= 1", ""),
        ("at least five attractions", "sights >= 5", ""),
        ("at least three sights on day two", "sights[2] >= 3", "the number does not stand in these words"),
        ("lunch rated above 4 on the second day", "dinner[2].rating > 4", "they do not speak of dinner"),
        ("a place rated above 4 on the second day", "dinner[2].rating > 4", "they do not speak of dinner"),
        ("dinner above 4 on the second day", "dinner[2].rating > 4", "they do not plainly speak of"),
        ("dinner rated above 4 on the second day", "dinner[3].rating > 4", "which day is meant has to be looked at"),
        ("dinner rated above 4 on the last day", "dinner[3].rating > 4", "which day is meant has to be looked at"),
        ("dinner rated above 4 on the first or the last day", "dinner[last].rating > 4", "nothing accounts for"),
        ("dinner rated above 4 on the first day or the last day", "dinner[last].rating > 4", "which day is meant"),
        ("dinner on the last day under $40", "dinner[last].cost < 40", "they do not plainly speak of"),
        ("seafood for lunch and dinner on the first day", "lunch[1].cuisine[Seafood] >= 1", "nothing accounts for"),
        ("skip seafood for lunch on the first day", "lunch[1].cuisine[Seafood] >= 1", "nothing accounts for"),
        ("at least five museums and sights", "sights >= 5", "nothing accounts for"),
        ("at least two sights on each day", "sights >= 2", "nothing accounts for"),
        ("at least two sights on each day", "sights[2] >= 2", "which day is meant"),
    ],
)
def test_words_show_a_wish_only_where_they_say_all_of_it(quote, wish, reason):
    words = travel.vocabulary(f"{quote}. dinner, lunch, seafood, sights", WEEKEND, EXAMPLE)
    assert sound(wish, words) == wish
    found = doubt(wish, quote, words)
    assert (found == "") == (reason == "")
    assert reason in found


def test_a_model_s_day_is_one_of_the_trip_s():
    words = travel.vocabulary("dinner with seafood", WEEKEND, EXAMPLE)
    for wish in ("dinner[7].rating > 4", "dinner[second].rating > 4", "dinner[2].cuisine[Norse] == 1"):
        with pytest.raises(InputError, match="there are"):
            sound(wish, words)
    unknown = travel.vocabulary("dinner with seafood", None, EXAMPLE)  # nobody knows yet how many days there are
    assert sound("dinner[last].rating > 4", unknown) == "dinner[last].rating > 4"
