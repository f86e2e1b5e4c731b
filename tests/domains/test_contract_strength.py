"""The contract of worlds notices every rule that a world's check lacks: rules are taken away one at a time."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

import pytest
from support.weakened import places, without_rule

from domains.testing import DomainContract
from planner.scaffold.writing import write_domain

HERE = Path(__file__).parent
ABOUT_CHECKS = (
    "test_a_plan_that_breaks_one_rule_is_refused_by_that_rules_name",
    "test_a_mutated_plan_is_refused_exactly_when_the_problem_refuses_it",
    "test_a_further_wish_is_in_the_problem_and_in_the_check",
)


def contract_in(path):
    """The contract of a world in a file of tests."""
    spec = importlib.util.spec_from_file_location(f"contract_of_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, DomainContract)]
    return next(kind for kind in kinds if "domain" in vars(kind))


def noticed(contract, domain):
    """The first test of the contract that fails for a domain; None where all of those about its check pass."""
    case = type("Weakened", (contract,), {"domain": domain})()
    for test in ABOUT_CHECKS:
        try:
            getattr(case, test)()
        except AssertionError:
            return test
    return None


@pytest.fixture
def template(tmp_path, monkeypatch):
    """The contract and the check of the world that `planproof new-domain` writes."""
    folder = write_domain("furniture", tmp_path)
    monkeypatch.syspath_prepend(str(folder))
    yield contract_in(folder / "tests" / "test_contract.py"), importlib.import_module("planproof_furniture.check")
    for name in [name for name in sys.modules if name.startswith("planproof_furniture")]:
        del sys.modules[name]


def test_no_rule_of_the_templates_check_can_be_left_out(template):
    contract, check = template
    assert noticed(contract, contract.domain) is None
    rules = places(check)
    assert len(rules) >= 8
    for place in rules:
        with without_rule(contract.domain, place) as weak:
            assert noticed(contract, weak), f"nobody misses line {place[2]} of check.py"


def test_a_check_that_finds_everything_at_once_is_noticed(template):
    contract, _ = template

    class Unhelpful:
        """Every violation bears the same name."""

        def __getattr__(self, name):
            return getattr(contract.domain, name)

        def check(self, plan, request, data):
            found = contract.domain.check(plan, request, data)
            return [type(v)("wrong", v.says) for v in found]

    assert noticed(contract, Unhelpful()) == ABOUT_CHECKS[0]


@pytest.mark.parametrize(
    ("world", "tests", "rules"),
    [
        ("calendar.check", "test_calendar.py", 6),
        ("jobshop.check", "test_jobshop_contract.py", 15),
        ("meetings.check", "test_meetings.py", 14),
        ("workforce.checks.check", "test_workforce_contract.py", 25),
        pytest.param("trip.check", "test_trip.py", 18, marks=pytest.mark.slow),
        pytest.param("project.check", "test_project_contract.py", 18, marks=pytest.mark.slow),
    ],
)
def test_no_rule_of_these_checks_can_be_left_out(world, tests, rules):
    contract, check = contract_in(HERE / tests), importlib.import_module(f"domains.{world}")
    found = places(check)
    assert len(found) >= rules
    for place in found:
        with without_rule(contract.domain, place) as weak:
            assert noticed(contract, weak), f"nobody misses line {place[2]} of {check.__name__}"
