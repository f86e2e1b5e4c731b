"""The contract that every planning world keeps, as a pytest class for the tests of a domain that comes from elsewhere.

    from domains.testing import DomainContract
    from my_package import domain

    class TestMyDomain(DomainContract):
        domain = domain
        requests = ("an English request with a plan", "another one", {"a": "structured request"})
        impossible = "an English request without a plan"

Needs pytest and an engine. What each test demands stands in its docstring.
"""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from domains.base import Change, Domain
from domains.mutation import mutated
from encoders.errors import InputError
from encoders.evaluate import Evaluator, breaches
from encoders.problem import Constraint
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Reading
    from encoders.result import Result

_MUTATIONS = 12


class DomainContract:
    """Set `domain`, at least three example `requests` (text or structured), and `impossible`; `data` and `today` where needed."""

    domain: ClassVar[Any]
    requests: ClassVar[Sequence[str | Mapping[str, Any]]]
    impossible: ClassVar[str | Mapping[str, Any]]
    data: ClassVar[Any] = None
    """What `load` takes: a folder, an inline object, or None for the example that ships with the domain."""
    today: ClassVar[date] = date(2030, 1, 1)

    # ---------------------------------------------------------------- helpers

    def loaded(self) -> Any:
        """The data."""
        return self.domain.load(self.data)

    def reading(self, text: str) -> Reading:
        """What a text is understood to say."""
        data = self.loaded()
        found: Reading = self.domain.read(text, data, self.domain.default_today(data) or self.today)
        return found

    def typed(self, given: str | Mapping[str, Any]) -> BaseModel:
        """A request, however it is given; a text must be understood in full."""
        if not isinstance(given, str):
            found: BaseModel = self.domain.parse_request(given)
            return found
        reading = self.reading(given)
        assert reading.request is not None, reading.questions
        assert not reading.unread, [span.quote for span in reading.unread]
        return reading.request

    def cases(self) -> list[tuple[BaseModel, Any]]:
        """The example requests with the data."""
        data = self.loaded()
        return [(self.typed(given), data) for given in self.requests]

    def solved(self, request: BaseModel, data: Any) -> tuple[Built, Result]:
        """The problem and its best plan."""
        built: Built = self.domain.problem(request, data)
        with open_session(built.problem) as session:
            return built, session.optimise()

    # ---------------------------------------------------------------- the contract

    def test_it_is_a_domain_with_examples(self) -> None:
        """The object has every method of `domains.base.Domain`, a name, a sentence about it, and three examples or more."""
        assert isinstance(self.domain, Domain)
        assert self.domain.name
        assert self.domain.name == self.domain.name.lower()
        assert self.domain.summary.endswith(".")
        assert len(self.requests) >= 3
        assert any([isinstance(given, str) for given in self.requests]), "at least one example is plain English"

    def test_english_examples_are_read_in_full(self) -> None:
        """Every word of an example is read, nothing has to be asked, and each fact quotes the text."""
        for text in [given for given in (*self.requests, self.impossible) if isinstance(given, str)]:
            reading = self.reading(text)
            assert not reading.questions, reading.questions
            assert not reading.unread, [span.quote for span in reading.unread]
            assert reading.request is not None
            assert reading.facts
            for fact in reading.facts:
                assert fact.span is None or text[fact.span.start : fact.span.end] == fact.span.quote
            assert self.domain.recognises(text) > 0, text

    def test_nonsense_is_not_read(self) -> None:
        """A text of another world is never claimed to be understood."""
        for text in ("Colourless green ideas sleep furiously near 7 umbrellas.", "qwx zzgh 12 blorp"):
            reading = self.reading(text)
            assert reading.unread or reading.questions

    def test_words_added_to_an_example_are_not_swallowed(self) -> None:
        """A condition that the world does not know stays unread, wherever it stands in an English example."""
        for text in [given for given in self.requests if isinstance(given, str)]:
            for wish in (" Only purple zeppelins are acceptable.", " And keep it below 3 frobnicles."):
                reading = self.reading(text.rstrip() + wish)
                assert reading.unread or reading.questions, wish

    def test_requests_survive_a_round_trip(self) -> None:
        """A request written as JSON is read back as the same request."""
        for request, _ in self.cases():
            assert self.domain.parse_request(request.model_dump(mode="json", by_alias=True)) == request

    def test_plans_and_problem_agree(self) -> None:
        """The best plan passes `check`; `measure` equals the objectives, `observe` the observables; a plan pins itself."""
        for request, data in self.cases():
            built, result = self.solved(request, data)
            assert result.status is SolveStatus.OPTIMAL, "an example request has a plan"
            assert result.assignment is not None
            assert breaches(built.problem, result.assignment) == []
            plan = self.domain.plan(built, result.assignment)
            assert self.domain.check(plan, request, data) == []
            measured = self.domain.measure(plan, request, data)
            assert {o.name: o.value for o in result.objectives} == {o.name: measured[o.name] for o in result.objectives}
            observed, value_of = self.domain.observe(plan, request, data), Evaluator(result.assignment)
            assert {name: observed[name] for name in built.observables} == {
                name: value_of(expression) for name, expression in built.observables.items()
            }
            assert self._possible(built, plan)
            assert self.domain.render(plan, request, data).blocks

    def test_plans_survive_a_round_trip(self) -> None:
        """Each form that `export_plan` writes is read back as the same plan."""
        for request, data in self.cases():
            built, result = self.solved(request, data)
            assert result.assignment is not None
            plan = self.domain.plan(built, result.assignment)
            for layout in self.domain.exports:
                written = self.domain.export_plan(plan, request, data, layout)
                assert self.domain.parse_plan(written, request, data, layout) == plan, layout
            assert self.domain.parse_plan(plan.model_dump(mode="json", by_alias=True), request, data) == plan

    def test_every_set_field_is_a_group_or_in_the_frame(self) -> None:
        """Nothing of a request is lost on the way into the problem."""
        for request, data in self.cases():
            built = self.domain.problem(request, data)
            known = {*built.problem.groups, *[i.path for i in built.frame], *[o.name for o in built.problem.objectives]}
            fields = {path.partition("/")[0] for path in known}
            for name, value in request.model_dump(by_alias=True, exclude_defaults=True).items():
                if name not in ("objective", "objectives") and value not in (None, []):
                    assert name in fields, f"the field {name!r} is neither a group of the problem nor in its frame"

    def test_every_rule_says_what_it_is(self) -> None:
        """Each constraint with a group has a sentence."""
        for request, data in self.cases():
            for constraint in self.domain.problem(request, data).problem.constraints:
                assert constraint.group is None or constraint.says.strip(), constraint.id

    def test_every_wish_can_be_given_up(self) -> None:
        """`edit` without a wish is a request without its group; what cannot be given up is marked `keep`."""
        for request, data in self.cases():
            problem = self.domain.problem(request, data).problem
            for group in problem.groups_of("request"):
                if any([rule.keep for rule in problem.groups[group]]):
                    continue
                without = self.domain.edit(request, [Change(group, "", None)])
                left = self.domain.problem(without, data).problem.groups
                assert group not in left or len(left) < len(problem.groups), group

    def test_unknown_paths_are_refused(self) -> None:
        """`edit` raises InputError, which names the place."""
        request, _ = self.cases()[0]
        with pytest.raises(InputError):
            self.domain.edit(request, [Change("no such field/at all", 1, 2)])

    def test_a_mutated_plan_is_refused_exactly_when_the_problem_refuses_it(self) -> None:
        """`check` and the problem judge plans changed at random alike, though they share no code."""
        verdicts = set()
        for request, data in self.cases():
            built, result = self.solved(request, data)
            assert result.assignment is not None
            content = self.domain.plan(built, result.assignment).model_dump(mode="json", by_alias=True)
            rng = random.Random(7)
            for _ in range(_MUTATIONS):
                try:
                    plan = self.domain.parse_plan(mutated(content, rng), request, data)
                except InputError:
                    continue
                possible, violations = self._possible(built, plan), self.domain.check(plan, request, data)
                assert possible == (violations == []), (plan, violations)
                verdicts.add(possible)
        assert False in verdicts, "no mutation was refused: is the plan checked at all?"

    def test_the_impossible_request_is_proved_impossible(self) -> None:
        """The example without a plan has none, and not because of rules that nobody asked for."""
        data = self.loaded()
        request = self.typed(self.impossible)
        built, result = self.solved(request, data)
        assert result.status is SolveStatus.INFEASIBLE
        background = built.problem.without(built.problem.groups_of("request"))
        with open_session(background) as session:
            assert session.check().status is Satisfiability.SATISFIABLE

    def _possible(self, built: Built, plan: Any) -> bool:
        """Whether some assignment of the problem means this plan."""
        pins = self.domain.pin(built, plan)
        if pins is None:
            return False
        with open_session(built.problem, "z3") as session:
            session.extend([], [Constraint(f"pin/{number}", rule) for number, rule in enumerate(pins)])
            return session.check().status is Satisfiability.SATISFIABLE
