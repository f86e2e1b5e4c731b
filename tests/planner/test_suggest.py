"""Ways out of small random trips: each one holds, nothing in it is superfluous, none beats another, and none is overlooked."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import chain, combinations

import pytest
from support.worlds import world

from domains.base import Change
from domains.travel import domain as travel
from encoders.numbers import exact
from encoders.result import Budget, Satisfiability
from encoders.session import open_session
from planner import solve
from planner.effort import best_effort
from planner.naming import is_kept
from planner.suggest import LIMIT, Case, Prices, Search, best, repaired, value_at
from planner.suggest.offers import in_order, undominated

WISHES = ("budget", "room type", "house rule", "cuisine", "transportation")
FRAME = ("destination", "cities", "city count", "start", "latest start", "days")
A_LITTLE = Fraction(1, 10**6)


def impossible(seed):
    """A world's request with a budget that is probably too small."""
    request, data = world(seed)
    rng = random.Random(seed)
    return request.model_copy(update={"budget": rng.choice((50, 150, 300, 500))}), data


def possible(request, data, engine="cpsat"):
    """Solved from scratch, with the other engine."""
    with open_session(travel.problem(request, data).problem, engine, switchable=()) as session:
        return session.check().status is Satisfiability.SATISFIABLE


def explained(request, data, keep=(), **prices):
    """All offers before and after they were weighed against each other; None where there is a plan."""
    built = travel.problem(request, data)
    with open_session(built.problem, "z3", switchable=built.problem.groups_of("request")) as session:
        result = session.optimise()
        if result.assignment is not None:
            return None
        case = Case(travel, built, session, request, data, Budget().start(), keep, Prices(own=prices), engine="z3")
        found = list(repaired(case, sorted(result.core.groups)))
        found += list(Search(case, tuple(found)).run())
        return found, best(found, case.prices)


def changes_of(suggestion):
    return [Change(c.constraint, numeric(c.before), numeric(c.after)) for c in suggestion.changes]


def numeric(value):
    return exact(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else value


CASES = range(40)


@pytest.mark.parametrize("seed", CASES)
def test_every_way_out_is_a_request_with_the_plan_that_it_shows_and_needs_every_part(seed):
    request, data = impossible(seed)
    answered = explained(request, data)
    if answered is None:
        return
    _, shown = answered
    for suggestion in shown:
        changes = changes_of(suggestion)
        edited = travel.edit(request, changes)
        assert edited.model_dump(mode="json", by_alias=True) == suggestion.request
        built = travel.problem(edited, data)
        with open_session(built.problem, "cpsat") as session:
            result = session.optimise()
        plan = travel.parse_plan(suggestion.plan, edited, data)
        assert travel.check(plan, edited, data) == []
        assert [travel.measure(plan, edited, data)[o.name] for o in result.objectives] == [
            o.value for o in result.objectives
        ]
        for place, change in enumerate(changes):
            rest = [*changes[:place], *changes[place + 1 :]]
            assert not possible(travel.edit(request, rest), data), suggestion.says
            if suggestion.changes[place].kind in ("raise", "lower"):
                less = Change(change.path, change.before, Fraction(change.after) - A_LITTLE)
                assert not possible(travel.edit(request, [*rest, less]), data), suggestion.says


@pytest.mark.parametrize("seed", CASES)
def test_ways_out_are_different_ordered_and_none_beats_another(seed):
    answered = explained(*impossible(seed))
    if answered is None:
        return
    found, shown = answered
    assert len({repr(changes_of(suggestion)) for suggestion in shown}) == len(shown) <= LIMIT
    front = undominated(in_order(found, by_price=False))
    assert shown == [offer.suggestion for offer in front[:LIMIT]]
    ranks = [offer.worth() for offer in front]
    assert ranks == sorted(ranks)
    for one in front:
        for other in front:
            beats = all([a <= b for a, b in zip(one.worth(), other.worth(), strict=True)])
            assert not beats or one.worth() == other.worth()
    for offer in found:
        assert any([all([a <= b for a, b in zip(o.worth(), offer.worth(), strict=True)]) for o in front])


def fields_of(request):
    """Every wish of a request as a path."""
    groups = []
    for name in WISHES:
        value = request.model_dump(by_alias=True)[name]
        groups += [f"{name}/{item}" for item in value] if isinstance(value, list) else [name] * (value is not None)
    return groups


def other_frames(request, data, keep):
    """The request itself, then every request with one or two other values in its frame."""
    singles = []
    for name in FRAME:
        if not is_kept(name, keep):
            members = [f"{name}/{item}" for item in value_at(request, name)] if name == "cities" else []
            for path in members or [name]:
                singles += [Change(path, value_at(request, path), v) for v in travel.alternatives(request, data, path)]
    pairs = [pair for pair in combinations(singles, 2) if pair[0].path != pair[1].path]
    for changes in chain([()], [(single,) for single in singles], pairs):
        try:
            edited = travel.edit(request, changes)
            travel.problem(edited, data)
        except ValueError:
            continue
        yield edited


def overlooked(request, data, keep):
    """Whether there is some way out: any wishes given up that are not kept, in any such frame."""
    for edited in other_frames(request, data, keep):
        wishes = [path for path in fields_of(edited) if not is_kept(path, keep)]
        gone = travel.edit(edited, [Change(path, value_at(edited, path), None) for path in wishes])
        if possible(gone, data):
            return True
    return False


KEPT = (
    ("budget",),
    ("budget", "destination", "cities", "city count"),
    ("budget", *WISHES[1:]),
    ("start", "days", *WISHES),
)


@pytest.mark.parametrize("keep", KEPT)
@pytest.mark.parametrize("seed", range(24))
def test_what_is_kept_is_untouched_and_a_way_out_is_found_wherever_there_is_one(seed, keep):
    request, data = impossible(seed)
    answered = explained(request, data, keep)
    if answered is None:
        return
    _, shown = answered
    for suggestion in shown:
        assert not any([is_kept(change.constraint, keep) for change in suggestion.changes])
        before, after = request.model_dump(mode="json", by_alias=True), suggestion.request
        assert all([before[name] == after[name] for name in keep])
    if not shown:
        assert not overlooked(request, data, keep)


def test_the_cases_are_of_every_kind():
    kinds, sizes = set(), set()
    for seed in range(40):
        for keep in ((), *KEPT):
            answered = explained(*impossible(seed), keep)
            for suggestion in answered[1] if answered else ():
                kinds |= {(c.constraint.partition("/")[0], c.kind) for c in suggestion.changes}
                sizes.add(tuple(sorted([c.kind for c in suggestion.changes])))
    assert {("budget", "raise"), ("room type", "drop"), ("room type", "replace"), ("days", "replace")} <= kinds
    assert {("replace",), ("drop", "replace"), ("raise", "replace"), ("replace", "replace"), ("drop", "raise")} <= sizes


@pytest.mark.parametrize("seed", range(30))
def test_best_effort_gives_up_what_counting_through_gives_up(seed):
    request, data = impossible(seed)
    built = travel.problem(request, data)
    with open_session(built.problem, "z3", switchable=built.problem.groups_of("request")) as session:
        if session.check().assignment is not None:
            return
        found = best_effort(Case(travel, built, session, request, data, Budget().start(), engine="z3"))
    wishes = fields_of(request)
    for size in range(1, len(wishes) + 1):
        plans = []
        for gone in combinations(wishes, size):
            edited = travel.edit(request, [Change(path, value_at(request, path), None) for path in gone])
            problem = travel.problem(edited, data).problem
            with open_session(problem, "cpsat") as other:
                result = other.optimise()
            if result.assignment is not None:
                signs = [1 if goal.sense == "minimise" else -1 for goal in problem.objectives]
                plans.append([sign * o.value for sign, o in zip(signs, result.objectives, strict=True)])
        if plans:
            effort, plan = found
            assert (effort.price, len(effort.unmet), effort.proved) == (size, size, True)
            assert [abs(m.value) for m in effort.objective] == [abs(value) for value in min(plans)]
            edited = travel.parse_request(effort.request)
            assert travel.check(plan, edited, data) == []
            for unmet in effort.unmet:
                assert unmet.constraint in unmet.conflict
                assert unmet.because
                kept = [path for path in unmet.conflict if path != unmet.constraint]
                assert not set(kept) & {other.constraint for other in effort.unmet}
            return
    assert isinstance(found, str)


def test_prices_of_the_user_come_before_the_number_of_wishes_touched():
    for seed in range(40):
        request, data = impossible(seed)
        plain, dear = explained(request, data), explained(request, data, budget=1000)
        if plain is None or not any([c.kind == "raise" for c in plain[1][0].changes]):
            continue
        prices = [suggestion.price for suggestion in dear[1]]
        assert prices == sorted(prices)
        raised = [c for c in plain[1][0].changes if c.kind == "raise"]
        assert raised
        return
    pytest.fail("no case raises its budget first")


def test_a_limit_of_everybody_is_moved_and_not_given_up():
    answer = solve(
        "Ann, Bob and Cem work Monday to Friday. Every day needs 2 people. Nobody works more than 3 shifts. "
        "Ann earns $10 a day, Bob $12 and Cem $11 a day."
    )
    first = answer.suggestions[0].changes[0]
    assert (first.constraint, first.kind, first.before, first.after) == ("most shifts each", "raise", 3, 4)
    told = " ".join(answer.conflicts[0].because)
    assert "While “Every day needs 2 people” holds, the most shifts each must be at least 4" in told
    assert told.count("can be at most") == 1  # the needs of the five days are one wish of the user's
