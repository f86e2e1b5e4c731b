"""All conflicts, corrections and maximal subsets are those of closed forms and of counting through every subset."""

from __future__ import annotations

from math import comb

import pytest
from support.engines import ENGINES
from support.subsets import Families, crowded, pigeons

from encoders.conflicts import (
    Conflict,
    Correction,
    cheapest_correction,
    conflict,
    explore,
    maximal_subset,
    raw_core,
    smallest_conflict,
)
from encoders.errors import UnknownNameError
from encoders.evaluate import breaches
from encoders.expressions import BoolVar, Const, IntVar, Not, Parameter
from encoders.problem import Constraint, Problem
from encoders.result import Budget, Meter, SolveStatus
from encoders.session import open_session


def both(stream):
    """Conflicts and corrections of a stream, each given once."""
    conflicts, corrections = [], []
    for found in stream:
        assert found.minimal
        (conflicts if isinstance(found, Conflict) else corrections).append(found)
    for kind in (conflicts, corrections):
        assert len({found.groups for found in kind}) == len(kind)
    return conflicts, corrections


@pytest.mark.parametrize(("count", "holes"), [(n, m) for n in range(2, 8) for m in range(1, n)])
def test_pigeons_have_as_many_conflicts_and_corrections_as_the_closed_form_says(count, holes):
    stream = explore(pigeons(count, holes), engine="z3")
    conflicts, corrections = both(stream)
    assert stream.complete
    assert stream.ended == ""
    assert len(conflicts) == comb(count, holes + 1)
    assert len(corrections) == comb(count, count - holes) + holes
    assert all([len(found.groups) == 2 * holes + 1 for found in conflicts])


# ---------------------------------------------------------------- 500 random problems


def check_stream(problem, families, engine):
    stream = explore(problem, engine=engine)
    conflicts, corrections = both(stream)
    assert stream.complete
    assert {families.mask(found.groups) for found in conflicts} == families.conflicts
    assert {families.mask(found.groups) for found in corrections} == families.corrections
    assert {families.mask(found.kept) for found in corrections} == families.subsets
    for found in (*conflicts, *corrections):
        assert list(found.groups) == [group for group in problem.groups if group in found.groups]
    for found in corrections:
        assert breaches(problem, found.assignment, on=found.kept) == []
        assert found.weight == families.weight(families.mask(found.groups))
    return conflicts, corrections


def check_duality(conflicts, corrections, families):
    """Conflicts are the minimal sets that hit every correction, and the other way round."""

    def minimal_hitting(sets):
        hitting = [
            mask for mask in range(1 << len(families.groups)) if all([mask & families.mask(s.groups) for s in sets])
        ]
        return {mask for mask in hitting if not any([mask != other and mask & other == other for other in hitting])}

    if len(families.groups) <= 6:  # all pairs of hitting sets are compared
        assert minimal_hitting(corrections) == {families.mask(found.groups) for found in conflicts}
        assert minimal_hitting(conflicts) == {families.mask(found.groups) for found in corrections}


def check_single(problem, families, session, prefer):
    """Smallest, preferred and raw conflict; lightest and preferred correction."""
    if families.possible((1 << len(families.groups)) - 1):
        for found in (conflict(problem, session=session), smallest_conflict(problem, session=session)):
            assert found.status is SolveStatus.FEASIBLE
            assert found.conflict is None
    elif 0 not in families.conflicts:
        smallest = smallest_conflict(problem, session=session).conflict
        assert smallest.minimal
        assert smallest.smallest
        assert families.mask(smallest.groups) in families.conflicts
        assert len(smallest.groups) == min([mask.bit_count() for mask in families.conflicts])
        core = families.mask(raw_core(problem, session=session).conflict.groups)
        assert any([known & core == known for known in families.conflicts])
        preferred = conflict(problem, session=session, prefer=prefer).conflict
        assert preferred.minimal

        def burden(mask):
            """Places of the members in the order of preference, the worst first."""
            return sorted([prefer.index(g) for n, g in enumerate(families.groups) if mask >> n & 1], reverse=True)

        assert burden(families.mask(preferred.groups)) == min([burden(mask) for mask in families.conflicts])
    check_reliefs(problem, families, session, prefer)


def check_reliefs(problem, families, session, prefer):
    lightest = cheapest_correction(problem, session=session)
    kept = maximal_subset(problem, session=session, prefer=prefer)
    if not families.subsets:
        assert lightest.status is kept.status is SolveStatus.INFEASIBLE
        return
    found = lightest.correction
    assert found.cheapest
    assert found.minimal
    assert found.weight == lightest.bound == min([families.weight(mask) for mask in families.corrections])
    assert families.mask(found.groups) in families.corrections
    assert breaches(problem, found.assignment, on=found.kept) == []
    expected = 0
    for group in prefer:
        more = expected | families.mask([group])
        expected = more if families.possible(more) else expected
    assert families.mask(kept.correction.kept) == expected
    assert kept.correction.minimal


@pytest.mark.parametrize("part", range(5))
def test_everything_is_as_counting_through_says(part):
    """500 problems of up to 12 groups, over all engines in turn."""
    shapes = set()
    for seed in range(100 * part, 100 * part + 100):
        small = crowded(seed)
        problem, families = small.problem, Families(small)
        engine = ENGINES[seed % len(ENGINES)] if seed % 4 == 0 else "z3"
        conflicts, corrections = check_stream(problem, families, engine)
        check_duality(conflicts, corrections, families)
        prefer = sorted(families.groups, key=lambda group: hash((seed * 31 + families.groups.index(group)) % 17))
        with open_session(problem, engine) as session:
            check_single(problem, families, session, prefer)
        shapes.add((min(len(conflicts), 3), min(len(corrections), 3), len(families.groups) > 9))
    assert {(0, 1, False), (3, 3, True)} <= shapes
    assert len(shapes) > 6


# ---------------------------------------------------------------- scope and preference


def amounts():
    """A budget against a wish, and two wishes against each other, with a rule of the world between."""
    x = IntVar("x", 0, 9)
    rules = (
        Constraint("many", x >= 7, group="many"),
        Constraint("few", x <= 3, group="few"),
        Constraint("budget", x <= Parameter("money", 5), group="budget"),
        Constraint("world", x >= 6, origin="data", group="world"),
    )
    return Problem("amounts", rules)


def test_members_are_the_wishes_and_the_world_holds():
    conflicts, corrections = both(explore(amounts()))
    assert {found.groups for found in conflicts} == {("few",), ("budget",)}
    assert {found.groups for found in corrections} == {("few", "budget")}
    conflicts, _ = both(explore(amounts(), over="all"))
    assert {found.groups for found in conflicts} == {
        ("many", "few"), ("many", "budget"), ("few", "world"), ("budget", "world"),
    }  # fmt: skip


def test_a_live_session_that_can_switch_the_world_off_keeps_it():
    problem = amounts()
    with open_session(problem, "z3") as session:
        assert {found.groups for found in both(explore(problem, session=session))[0]} == {("few",), ("budget",)}
        assert smallest_conflict(problem, session=session).conflict.groups in {("few",), ("budget",)}
        assert cheapest_correction(problem, session=session).correction.groups == ("few", "budget")


def test_groups_with_an_amount_are_preferred_in_a_conflict_and_moved_first_in_a_correction():
    problem = amounts()
    found = conflict(problem, over=("many", "few", "budget"), prefer=()).conflict
    assert found.groups == ("budget",)
    loose = Problem("", problem.constraints[:3])
    assert conflict(loose, prefer=()).conflict.groups == ("many", "budget")
    assert conflict(loose, prefer=("few",)).conflict.groups == ("many", "few")
    assert maximal_subset(loose).correction.groups == ("few", "budget")
    assert maximal_subset(loose, prefer=("budget",)).correction.groups == ("many",)


def test_an_impossible_background_is_one_conflict_without_groups_and_no_correction():
    a = BoolVar("a")
    rules = (
        Constraint("yes", a, origin="data", group="yes"),
        Constraint("no", Not(a), origin="data", group="no"),
        Constraint("wish", a, group="wish"),
    )
    problem = Problem("", rules)
    conflicts, corrections = both(explore(problem))
    assert [(found.groups, found.background) for found in conflicts] == [((), True)]
    assert corrections == []
    assert smallest_conflict(problem).conflict.groups == ("yes", "no")
    assert smallest_conflict(problem).conflict.background
    for engine in ENGINES:
        assert cheapest_correction(problem, engine=engine).status is SolveStatus.INFEASIBLE
    assert maximal_subset(problem).status is SolveStatus.INFEASIBLE


def test_a_problem_with_a_plan_needs_no_correction():
    problem = Problem("", (Constraint("a", BoolVar("a"), group="a"), Constraint("t", Const(True), group="t")))
    conflicts, (nothing,) = both(explore(problem))
    assert conflicts == []
    assert (nothing.groups, nothing.weight) == ((), 0)
    assert cheapest_correction(problem).correction.groups == ()


def test_groups_without_weight_are_kept_where_they_can_be():
    a, b = BoolVar("a"), BoolVar("b")
    rules = (
        Constraint("a", a, group="a", weight=2),
        Constraint("not a", Not(a), group="not a"),
        Constraint("b", b, group="b", weight=0),
    )
    for engine in ENGINES:
        found = cheapest_correction(Problem("", rules), engine=engine).correction
        assert found.groups == ("not a",)
        assert found.minimal
        assert found.cheapest


def test_unknown_names_are_refused():
    for call in (
        lambda: conflict(amounts(), over=("few", "fewer")),
        lambda: conflict(amounts(), prefer=("fewer",)),
        lambda: maximal_subset(amounts(), prefer=("fewer",)),
        lambda: list(explore(amounts(), over=("fewer",))),
    ):
        with pytest.raises(UnknownNameError, match="fewer"):
            call()


# ---------------------------------------------------------------- budgets

CROWD = pigeons(7, 5)


@pytest.mark.parametrize("work", [1, 20_000, 200_000, 600_000, 10**9])
def test_what_a_limited_budget_gives_is_proved_and_says_what_it_is_not(work):
    budget = Budget(work=work)
    with open_session(CROWD, "z3") as judge:
        for found in (
            conflict(CROWD, engine="z3", budget=budget),
            conflict(CROWD, engine="z3", prefer=("pigeon 6",), budget=budget),
            smallest_conflict(CROWD, engine="z3", budget=budget),
        ):
            if found.conflict is None:
                assert (found.status, found.reason) == (SolveStatus.UNKNOWN, "work limit")
                continue
            assert judge.check(found.conflict.groups).core is not None
            assert found.reason == "work limit" or found.conflict.minimal
            if found.conflict.minimal:
                assert len(found.conflict.groups) == 11
        relief = cheapest_correction(CROWD, engine="z3", budget=budget)
        if relief.correction is not None:
            assert judge.check(relief.correction.kept).assignment is not None
            assert relief.correction.cheapest == (relief.reason == "")
        assert relief.bound <= 1
        kept = maximal_subset(CROWD, engine="z3", budget=budget)
        if kept.correction is not None:
            assert judge.check(kept.correction.kept).assignment is not None
            assert kept.correction.minimal == (kept.reason == "")


def test_some_budget_gives_a_proved_conflict_that_is_not_minimal():
    """Between "nothing known" and "minimal" there is a limit that ends in the middle of shrinking."""
    seen = set()
    for work in range(20_000, 400_000, 10_000):
        found = conflict(CROWD, engine="z3", budget=Budget(work=work))
        seen.add((found.status, found.conflict is not None and found.conflict.minimal))
    assert (SolveStatus.INFEASIBLE, False) in seen


@pytest.mark.parametrize("share", [1000, 10, 2])
def test_a_stream_says_that_it_ended_early(share):
    problem, meter = pigeons(7, 4), Meter()
    everything = both(explore(problem, engine="z3", budget=Budget(work=10**9, meter=meter)))
    stream = explore(problem, engine="z3", budget=Budget(work=meter.spent // share))
    conflicts, corrections = both(stream)
    assert not stream.complete
    assert stream.ended == "work limit"
    assert all([len(found.groups) == 9 for found in conflicts])
    assert len(conflicts) + len(corrections) < sum(map(len, everything))


def test_a_stream_without_time_ends_at_once():
    stream = explore(CROWD, engine="z3", budget=Budget(seconds=0.0))
    assert list(stream) == []
    assert (stream.complete, stream.ended) == (False, "timeout")


def test_a_stream_can_be_left_early():
    stream = iter(explore(CROWD))
    assert isinstance(next(stream), (Conflict, Correction))
    stream.close()
