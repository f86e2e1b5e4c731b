"""Why, why not and what if: prices, differences and conflicts, each against both problems solved from scratch."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from support.picnic import Picnic
from support.worlds import offers, world

from domains.base import Change
from domains.jobshop import domain as jobshop
from domains.jobshop.request import JobShopRequest
from domains.travel import domain as travel
from encoders.result import SolveStatus
from encoders.session import open_session
from planner import solve
from planner.answer import Answer
from planner.contrast import respond_contrast, what_if, why, why_not
from planner.options import Options
from planner.registry import Registry
from planner.sources import Given

WEEKEND = (Path(__file__).parent.parent.parent / "examples" / "weekend.txt").read_text(encoding="utf-8")
IMPOSSIBLE = WEEKEND.replace("€450", "€400")
ASK = {"why": why, "why-not": why_not, "what-if": what_if}
SHOP = {
    "jobs": [
        {"name": "a", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}], "due": 8},
        {"name": "b", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}], "due": 12},
    ],
    "deadline": 12,
}


def ask(kind, request, question, **options):
    answer = ASK[kind](request, question, **options)
    assert answer.error is None, answer.error
    return answer


# ---------------------------------------------------------------- the shipped example


def test_why_tells_the_best_plan_without_a_part_its_price_and_what_changes():
    answer = ask("why", WEEKEND, "why day 2 dinner?")
    contrast = answer.contrast
    assert answer.status == "optimal"
    assert contrast.price == 10
    assert (
        contrast.says
        == "Without a meal at Pizzeria Bella Selene the best plan comes to €420 instead of €410, €10 more."
    )
    assert [(d.where, d.before, d.after) for d in contrast.difference] == [
        ("day 2, dinner", "Pizzeria Bella Selene (Porto Selene)", "Il Giardino Verde (Porto Selene)"),
        ("meals", "€104", "€114"),
        ("total", "€410", "€420"),
    ]
    assert [(b.constraint, b.price) for b in contrast.binding] == [("room type", -70), ("house rule/pets", -36)]
    assert answer.plan == contrast.foil
    assert answer.request["extra"] == ["meals_at[Pizzeria Bella Selene] == 0"]
    assert [measured.value for measured in contrast.before] == [410]


def test_the_plan_that_is_asked_about_is_the_one_that_solve_gives():
    assert ask("why", WEEKEND, "why the hotel").contrast.fact == solve(WEEKEND).plan


def test_the_asked_about_request_is_a_request_again():
    answer = ask("why", WEEKEND, "why day 2 dinner?")
    again = solve(answer.request, domain="travel")
    assert again.objective[0].value == answer.objective[0].value
    assert Answer.model_validate_json(answer.to_json()) == answer


@pytest.mark.parametrize(
    ("kind", "question", "members"),
    [
        ("why", "why the hotel", {"room type", "house rule/pets", "extra/0"}),
        ("why", "why does it cost 410", {"room type", "house rule/pets", "extra/0"}),
        ("why-not", "why not stay at Casa del Faro", {"room type", "extra/0"}),
        ("why-not", "why not flight VL101", {"budget", "extra/0"}),
        ("why-not", "total <= 400", {"room type", "house rule/pets", "extra/0"}),
        ("what-if", "what if the budget were 400", {"room type", "house rule/pets", "budget"}),
        ("what-if", "what if we stay 4 days", {"budget"}),
        ("what-if", "the Locanda dei Pescatori is closed", {"room type", "house rule/pets"}),
    ],
)
def test_what_cannot_be_has_a_minimal_conflict_of_wishes_and_the_question(kind, question, members):
    answer = ask(kind, WEEKEND, question)
    assert answer.status == "infeasible"
    assert answer.exit_code == 1
    assert answer.contrast.price is None
    (conflict,) = answer.conflicts
    assert conflict == answer.contrast.conflict
    assert conflict.minimal
    assert members == set(conflict.constraints)
    with_question = "extra/0" in members
    assert f"there is no plan: {'it cannot hold together with ' if with_question else ''}“" in answer.contrast.says


@pytest.mark.parametrize(
    ("question", "price", "before", "after"),
    [
        ("what if the budget were 1,800", 0, 450, 1800),
        ("what if we had no budget", 0, 450, None),
        ("without pets", -36, ["pets"], []),
        ("what if the Locanda dei Pescatori costs 90", 22, 450, 450),
        ("what if we didn't want Italian food", 0, ["Seafood", "Italian"], ["Seafood"]),
    ],
)
def test_what_if_tells_the_new_plan_and_its_exact_price(question, price, before, after):
    answer = ask("what-if", WEEKEND, question)
    assert answer.contrast.price == price
    fields = answer.request
    assert after in [fields["budget"], fields["house rule"], fields["cuisine"]]
    assert answer.contrast.data_changed == ("costs" in question)
    assert {entry.constraint for entry in answer.understood if entry.kind == "constraint"} >= {"room type"}


def test_a_changed_amount_that_binds_is_told_as_it_was_changed():
    roster = (
        "Ann, Bob and Cem work Monday to Friday. Every day needs 2 people. Nobody works more than 5 shifts. "
        "Ann earns $10 a day, Bob $12 and Cem $11 a day."
    )
    answer = ask("what-if", roster, "what if nobody works more than 4 shifts")
    assert answer.contrast.price == 3
    (binding,) = [wish for wish in answer.contrast.binding if wish.constraint == "most shifts each"]
    assert (binding.says, binding.price) == ("Nobody works more than 4 shifts.", -3)
    assert "more than 5" not in str([entry.says for entry in answer.understood])


def test_changed_words_are_told_and_quotes_that_no_longer_say_it_are_left_out():
    answer = ask("what-if", WEEKEND, "what if the budget were 1,800")
    (budget,) = [entry for entry in answer.understood if entry.constraint == "budget"]
    assert budget.says == "The whole trip costs at most €1,800."
    assert budget.quote is None


@pytest.mark.parametrize(
    ("kind", "question"), [("why", "why is the sky blue"), ("why-not", "Locada"), ("what-if", "it rains")]
)
def test_nonsense_is_asked_back(command, tmp_path, kind, question):
    ran = command(kind, WEEKEND, question, "--json")
    assert ran.code == 4
    assert ran.answer["status"] == "unclear"
    assert ran.answer["questions"]
    assert ran.answer["contrast"]["question"] == question
    shown = command(kind, WEEKEND, question)
    assert "Not answered: the question is not clear." in shown.said


def test_a_request_without_a_plan():
    answer = ask("why-not", IMPOSSIBLE, "why not fly")
    assert answer.status == "infeasible"
    assert answer.suggestions
    assert answer.contrast is None
    assert "there is none to ask about" in " ".join(answer.assumptions)
    other = ask("what-if", IMPOSSIBLE, "what if the budget were 450")
    assert other.status == "optimal"
    assert other.contrast.price is None
    assert other.contrast.fact is None
    assert other.contrast.says == "With a budget of €450 there is a plan, the best plan comes to €410."


def test_a_sight_that_is_asked_for_is_visited_at_no_price():
    answer = ask("why-not", WEEKEND, "why not visit the Museo del Mare")
    assert answer.contrast.price == 0
    (difference,) = answer.contrast.difference
    assert difference.where.endswith("sights")
    assert "Museo del Mare" in difference.after


def test_a_conflict_tells_how_far_an_amount_would_have_to_go():
    answer = ask("why-not", WEEKEND, "why not fly")
    (first, *_) = answer.conflicts[0].because
    assert "the budget must be at least €" in first
    assert "“with every leg by flight”" in first


@pytest.mark.parametrize("question", ["what if we are 2 people", "what if the budget were 450"])
def test_what_the_request_says_already_is_no_supposition(question):
    answer = ask("what-if", WEEKEND, question)
    assert answer.status == "unclear"
    assert "says so already" in answer.questions[0]


def test_an_unclear_request_is_asked_about_first():
    answer = ask("why", "Plan a trip.", "why the hotel", domain="travel")
    assert answer.status == "unclear"
    assert answer.contrast is None


@pytest.mark.parametrize(
    ("question", "kind", "where"),
    [
        ("total <= 1,300", "input", "the question, line 1, column 11"),
        ("totl <= 1300", "input", "extra/0, line 1, column 1"),
        ("total * rooms <= 3", "unsupported", "the question, line 1, column 1"),
        (" ", "input", "QUESTION"),
        ("x" * 3000, "input", "QUESTION"),
    ],
)
def test_questions_that_cannot_be_used(question, kind, where):
    answer = why_not(WEEKEND, question)
    assert (answer.status, answer.error.kind, answer.error.where) == ("error", kind, where)
    assert answer.exit_code == 2


def test_a_domain_that_answers_no_questions_says_so():
    registry = Registry()
    registry._loaded["travel"] = Picnic()
    answer = respond_contrast("why", Given(content={"people": 2}), "why", Options(domain="travel"), registry=registry)
    assert (answer.status, answer.error.kind) == ("error", "unsupported")
    assert "answers no questions" in answer.error.says


# ---------------------------------------------------------------- the command line


def test_the_command_draws_the_other_plan_and_what_changes(command):
    ran = command("why", WEEKEND, "why day 2 dinner")
    assert ran.code == 0
    for part in (
        "Without a meal at Pizzeria Bella Selene the best plan comes to €420", "What changes", "Il Giardino Verde",
        "What binds it", "Every hotel allows pets. Without it: €36 less.", "left of the budget",
    ):  # fmt: skip
        assert part in ran.said, part


def test_the_command_shows_the_conflict_with_the_question(command):
    ran = command("why-not", WEEKEND, "fly")
    assert ran.code == 1
    assert "With every leg by flight there is no plan" in ran.said
    assert "The question asks for a plan with every leg by flight." in ran.said
    assert "No way out" not in ran.said


def test_the_json_has_one_answer(command, tmp_path):
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(SHOP), encoding="utf-8")
    ran = command("what-if", path, "a.1 takes 1", "--json")
    assert ran.code == 0
    assert ran.answer["contrast"]["price"] == -3
    assert ran.answer["request"]["jobs"][0]["tasks"][0]["duration"] == 1
    assert command("solve", path, "--json").answer.get("contrast") is None
    assert "contrast" not in command("solve", path, "--json").answer


def test_questions_about_a_schedule():
    answer = ask("why", SHOP, "why does it take 11", domain="jobshop")
    assert answer.status == "infeasible"
    assert {"extra/0", "machines/m"} <= set(answer.conflicts[0].constraints)
    moved = ask("why", SHOP, "a.1 at 0", domain="jobshop")
    assert moved.contrast.price == 1
    assert moved.contrast.says.endswith("comes to 12 units of time instead of 11, 1 more.")
    without = ask("what-if", SHOP, "without job b", domain="jobshop")
    assert without.contrast.price == -4


# ---------------------------------------------------------------- against both problems from scratch


def scratch(domain, request, data, keep=(), groups=None):
    """Status and first value by the other engine, over some wishes."""
    problem = domain.problem(request, data, keep=keep).problem
    if groups is not None:
        problem = problem.without([group for group in problem.groups_of("request") if group not in groups])
    with open_session(problem, "cpsat") as session:
        result = session.optimise()
    return result.status, result.objectives[0].value if result.objectives else None


def trip_questions(rng, request, data):
    hotel = rng.choice([h.name for rows in data.hotels.values() for h in rows])
    table = rng.choice([t.name for rows in data.restaurants.values() for t in rows])
    yield "why-not", f"why not stay at {hotel}", f"nights_at[{hotel}] >= 1"
    yield "why-not", f"why not eat at {table}", f"meals_at[{table}] >= 1"
    yield "why-not", "why not fly", f"flights == {request.city_count + 1}"
    yield "what-if", "what if we do not drive", "self_driving == 0"
    yield "what-if", f"what if total <= {rng.randrange(200, 900)}", None
    yield "what-if", "what if max(leg[*].minutes) <= 200", None
    yield "why-not", f"rating >= {rng.randrange(10, 40)}", None


def shop_questions(rng, request, data):
    job = rng.choice(request.jobs).name
    yield "why-not", f"start[{job}.1] == {rng.randrange(0, 12)}", None
    yield "why-not", f"end[{job}] <= {rng.randrange(3, 15)}", None
    yield "what-if", f"what if makespan >= {rng.randrange(3, 30)}", None


def shop(seed):
    rng = random.Random(seed)
    jobs = [
        {
            "name": f"J{j}",
            "due": rng.choice((None, 14)),
            "tasks": [{"machine": m, "duration": rng.randrange(1, 6)} for m in rng.sample("ABC", rng.randint(1, 3))],
        }
        for j in range(rng.randint(2, 3))
    ]
    return JobShopRequest.model_validate({"jobs": jobs, "deadline": 30})


class Fixed:
    """A domain's own data, already loaded."""

    def __init__(self, data):
        self.data = data

    def load(self, domain, source):
        return self.data


def cases():
    for seed in range(24):
        request, data = world(seed)
        yield pytest.param(travel, request, data, offers(data), trip_questions, seed, id=f"travel-{seed}")
    for seed in range(8):
        yield pytest.param(jobshop, shop(seed), jobshop.load(None), (), shop_questions, seed, id=f"jobshop-{seed}")


@pytest.mark.parametrize(("domain", "request_", "data", "keep", "questions", "seed"), list(cases()))
def test_prices_are_differences_and_conflicts_are_minimal(domain, request_, data, keep, questions, seed):
    """The other route: another engine, every offer kept, no live session."""
    rng = random.Random(seed)
    fact = scratch(domain, request_, data, keep)
    if fact[0] is not SolveStatus.OPTIMAL:
        return
    content = request_.model_dump(mode="json", by_alias=True)
    for kind, question, wish in questions(rng, request_, data):
        answer = respond_contrast(
            kind, Given(content=content), question, Options(domain=domain.name, engine="z3"), datasets=Fixed(data)
        )
        if answer.status in ("unclear", "error"):  # an offer of a city the trip cannot reach; the plan has it already
            assert answer.questions or answer.error.kind == "input", (question, answer.error)
            continue
        wish = wish or question.removeprefix("what if ")
        asked = domain.edit(request_, [Change("extra/0", None, wish)])
        status, value = scratch(domain, asked, data, keep)
        assert answer.status == status, question
        if status is SolveStatus.OPTIMAL:
            assert answer.contrast.price == value - fact[1], question
            assert domain.check(domain.parse_plan(answer.plan, asked, data), asked, data) == []
            continue
        (conflict,) = answer.conflicts
        if conflict.background:
            continue
        assert conflict.minimal
        assert scratch(domain, asked, data, keep, conflict.constraints)[0] is SolveStatus.INFEASIBLE
        for member in conflict.constraints:
            rest = [group for group in conflict.constraints if group != member]
            assert scratch(domain, asked, data, keep, rest)[0] is SolveStatus.OPTIMAL, (question, member)
