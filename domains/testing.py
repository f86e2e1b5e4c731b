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
import warnings
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from domains.base import Change, Domain
from domains.breaking import breaches_of, breakable, unlike
from domains.mutation import mutations, stated, with_value
from encoders.amounts import immovable
from encoders.errors import InputError, PlanproofError
from encoders.evaluate import Evaluator, breaches
from encoders.numbers import to_json
from encoders.problem import Constraint
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Reading
    from domains.breaking import Breach
    from domains.mutation import Path
    from encoders.result import Assignment, Result
    from encoders.session import Session

_BREACHES_OF_A_RULE = 4
"""How many constraints of one group are broken, each by itself."""
_ATTEMPTS = 4
"""How many plans are tried that break a rule only as its auxiliary variables are set, not in what they mean."""
_MOST_BREACHES = 120
"""For one request."""


class DomainContract:
    """Set `domain`, at least three example `requests` (text or structured), and `impossible`; `data` and `today` where needed."""

    domain: ClassVar[Any]
    requests: ClassVar[Sequence[str | Mapping[str, Any]]]
    impossible: ClassVar[str | Mapping[str, Any]]
    data: ClassVar[Any] = None
    """What `load` takes: a folder, an inline object, or None for the example that ships with the domain."""
    today: ClassVar[date] = date(2030, 1, 1)
    without_rules: ClassVar[Collection[str]] = ()
    """Fields of the request that no rule comes from (a title), so that no example needs to set them."""
    changes_of_a_kind: ClassVar[int] = 8
    """How many changes of each kind are made to a plan at random; more for worlds of large plans."""
    named_otherwise: ClassVar[Mapping[str, Collection[str]]] = {}
    """Rules of the world that `check` has other names for, and those names; both may be patterns ("bed/*").

    A problem may cut the rules of its world in another way than a plan shows them: a night without a bed is a gap in the plan,
    whichever city's bed it is. Wishes of a request always bear their own names.
    """

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
        """Each form that `export_plan` writes is read back as the same plan, or as one that only does not say what follows.

        A form may have no place for totals and the like (a table of who is where): then what is read back passes `check`, comes
        to the same in everything that is observed and measured, and is written again as before. The plan's own JSON says all.
        A form that holds the request instead of the plan (it is written where there is no plan, too) is read back as a request
        that is written again as before; it may refuse a request that it has no place for.
        """
        for request, data in self.cases():
            built, result = self.solved(request, data)
            assert result.assignment is not None
            plan = self.domain.plan(built, result.assignment)
            for layout in self.domain.exports:
                if not self._holds_requests(layout, request, data):
                    written = self.domain.export_plan(plan, request, data, layout)
                    self._require_same(
                        self.domain.parse_plan(written, request, data, layout), plan, request, data, layout
                    )
            assert self.domain.parse_plan(plan.model_dump(mode="json", by_alias=True), request, data) == plan

    def _holds_requests(self, layout: str, request: BaseModel, data: Any) -> bool:
        """Whether a form holds requests and not plans; if so it is written and read back."""
        try:
            written = self.domain.export_plan(None, request, data, layout)
        except InputError:
            return True  # a form of plans has nothing to refuse where there is no plan
        if written is None:
            return False
        back = self.domain.parse_request(written)
        assert self.domain.export_plan(None, back, data, layout) == written, layout
        return True

    def _require_same(self, back: Any, plan: Any, request: BaseModel, data: Any, layout: str) -> None:
        """The same plan, or one that says less and means the same."""
        if back == plan:
            return
        assert self.domain.check(back, request, data) == [], layout
        assert self._recomputed(back, request, data) == self._recomputed(plan, request, data), layout
        again, written = [self.domain.export_plan(told, request, data, layout) for told in (back, plan)]
        assert again == written, layout

    def test_every_set_field_is_a_group_or_in_the_frame(self) -> None:
        """Nothing of a request is lost on the way into the problem."""
        for request, data in self.cases():
            built = self.domain.problem(request, data)
            known = {*built.problem.groups, *[i.path for i in built.frame], *[o.name for o in built.problem.objectives]}
            fields = {path.partition("/")[0] for path in known}
            for name, value in request.model_dump(by_alias=True, exclude_defaults=True).items():
                if name not in ("objective", "objectives") and value not in (None, []):
                    assert name in fields, f"the field {name!r} is neither a group of the problem nor in its frame"

    def test_the_examples_set_every_field(self) -> None:
        """What no example asks for is not tested: each field of a request but `extra` is set in one, or in `without_rules`."""
        set_in_one = set(self.without_rules) | {"extra"}
        for given in (*self.requests, self.impossible):
            content = self.typed(given).model_dump(exclude_defaults=True)
            set_in_one |= {name for name, value in content.items() if value not in (None, [], {})}
        left = [name for name in self.domain.Request.model_fields if name not in set_in_one]
        assert not left, f"no example sets {', '.join(left)}: add one, or name in `without_rules` what is no rule"

    def test_every_rule_says_what_it_is(self) -> None:
        """Each constraint with a group has a sentence."""
        for request, data in self.cases():
            for constraint in self.domain.problem(request, data).problem.constraints:
                assert constraint.group is None or constraint.says.strip(), constraint.id

    def test_amounts_can_be_moved(self) -> None:
        """Warns, and does not fail, where no repair can move a wish's number to what is just enough, with the reason.

        Such a wish can still be given up, and values for it that `alternatives` names are tried.
        """
        stiff: dict[str, str] = {}
        for request, data in self.cases():
            stiff |= immovable(self.domain.problem(request, data).problem)
        for group, reason in stiff.items():
            warnings.warn(f"no repair can move the amount of {group!r}: {reason}", stacklevel=1)

    def test_every_wish_can_be_given_up(self) -> None:
        """`edit` without a wish is a request that does not ask for its group; what cannot be given up is marked `keep`.

        A rule of the house may hold in its place, as it does where a request says nothing.
        """
        for request, data in self.cases():
            problem = self.domain.problem(request, data).problem
            for group in problem.groups_of("request"):
                if any([rule.keep for rule in problem.groups[group]]):
                    continue
                without = self.domain.edit(request, [Change(group, "", None)])
                left = self.domain.problem(without, data).problem
                assert group not in left.groups_of("request") or len(left.groups) < len(problem.groups), group

    def test_unknown_paths_are_refused(self) -> None:
        """`edit` raises InputError, which names the place."""
        request, _ = self.cases()[0]
        with pytest.raises(InputError):
            self.domain.edit(request, [Change("no such field/at all", 1, 2)])

    def test_a_plan_that_breaks_one_rule_is_refused_by_that_rules_name(self) -> None:
        """Every rule is broken once, and all others kept: `check` refuses the plan, and where the rule is a group, by its id."""
        for request, data in (*self.cases(), (self.typed(self.impossible), self.loaded())):
            built: Built = self.domain.problem(request, data)
            wanted = list(breaches_of(built.problem, _BREACHES_OF_A_RULE))
            with open_session(breakable(built.problem), "z3") as session:
                for breach in random.Random(7).sample(wanted, min(len(wanted), _MOST_BREACHES)):
                    self._require_noticed(built, breach, session, request, data)

    def _require_noticed(self, built: Built, breach: Breach, session: Session, request: BaseModel, data: Any) -> None:
        """`check` refuses a plan that breaks a rule, where there is one; plans that another assignment allows are set aside."""
        rule = breach.constraint
        further: list[Constraint] = []
        outcome = self._breaking(session, breach)
        while outcome is not None:
            assignment, alone = outcome
            try:
                plan = self.domain.plan(built, assignment)
            except Exception:  # what it fails with is the world's own affair
                if rule.group is None or rule.origin != "request":
                    return  # outside the rules of the world there may be no plan to speak of
                raise
            violations, lawful = self.domain.check(plan, request, data), self._meaning(built, plan)
            if lawful is None:
                named = {violation.constraint for violation in violations}
                assert violations, f"check does not notice that {rule.id!r} is broken ({rule.says}): {plan!r}"
                if alone and rule.group is not None:
                    noticed = [name for name in named if self._is_named(rule, name)]
                    assert noticed, f"only {rule.group!r} is broken, check names {sorted(named)}: {plan!r}"
                return
            assert not violations, f"the problem allows this plan, check refuses it: {plan!r}, {violations}"
            if len(further) == _ATTEMPTS:
                return
            more = unlike(built.problem, self.domain.pin(built, plan) or (), lawful, len(further))
            further.append(Constraint(f"try {len(further)}", more))
            harder = breakable(built.problem)
            with open_session(replace(harder, constraints=(*harder.constraints, *further)), "z3") as another:
                outcome = self._breaking(another, breach)

    def _is_named(self, rule: Constraint, name: str) -> bool:
        """Whether a violation of this name tells that the rule is broken."""
        group = rule.group or ""
        others = [names for pattern, names in self.named_otherwise.items() if fnmatchcase(group, pattern)]
        allowed = [] if rule.origin == "request" else [pattern for names in others for pattern in names]
        return name == group or any([fnmatchcase(name, pattern) for pattern in allowed])

    def _breaking(self, session: Session, breach: Breach) -> tuple[Assignment, bool] | None:
        """An assignment that breaks the rule, and whether it keeps every other one."""
        for on in (breach.on, breach.on_alone):
            assignment = session.check(on).assignment
            if assignment is not None:
                return assignment, on is breach.on
        return None

    def test_a_mutated_plan_is_refused_exactly_when_the_problem_refuses_it(self) -> None:
        """`check` and the problem judge plans changed at random alike, though they share no code.

        Where a change makes a stated total stale, the plan is judged twice: as it is, and with the total put right. A world
        whose problem ends at some last moment that no rule names (a horizon) gives its examples a deadline.
        """
        verdicts = set()
        for request, data in self.cases():
            built, result = self.solved(request, data)
            assert result.assignment is not None
            best = self.domain.plan(built, result.assignment)
            content = best.model_dump(mode="json", by_alias=True)
            totals = stated(content, self._recomputed(best, request, data))
            for changed in mutations(content, random.Random(7), self.changes_of_a_kind):
                for candidate in (changed, self._put_right(changed, totals, request, data)):
                    plan = self._parsed(candidate, request, data)
                    if plan is None:
                        continue
                    possible, violations = self._possible(built, plan), self.domain.check(plan, request, data)
                    says = (
                        "the problem allows this plan, check refuses it"
                        if possible
                        else "check allows a plan that is none"
                    )
                    assert possible == (violations == []), f"{says}: {plan!r}, {violations}"
                    verdicts.add(possible)
        assert False in verdicts, "no mutation was refused: is the plan checked at all?"

    def _recomputed(self, plan: Any, request: BaseModel, data: Any) -> dict[str, Any]:
        """Every quantity that the world tells from a plan, by name."""
        return {**self.domain.observe(plan, request, data), **self.domain.measure(plan, request, data)}

    def _put_right(self, content: Any, totals: Mapping[Path, str], request: BaseModel, data: Any) -> Any:
        """The content with each total as it follows from the rest; as it is where it cannot be told."""
        plan = self._parsed(content, request, data) if totals else None
        if plan is None:
            return None
        try:
            now = self._recomputed(plan, request, data)
        except (LookupError, ValueError, PlanproofError):
            return None  # what a plan comes to that names things nobody knows need not be told
        for path, name in totals.items():
            content = with_value(content, path, to_json(now[name]))
        return content

    def _parsed(self, content: Any, request: BaseModel, data: Any) -> Any:
        """The plan, None where the content is none."""
        try:
            return None if content is None else self.domain.parse_plan(content, request, data)
        except InputError:
            return None

    def test_a_further_wish_is_in_the_problem_and_in_the_check(self) -> None:
        """A wish in the expression language that the best plan does not meet: `check` and the problem know it."""
        for request, data in self.cases():
            wishes = getattr(request, "extra", None)
            if wishes is None:
                continue
            built, result = self.solved(request, data)
            assert result.assignment is not None
            plan = self.domain.plan(built, result.assignment)
            for name, number in self.domain.observe(plan, request, data).items():
                if name not in built.observables or isinstance(number, str):
                    continue
                wish = f"not {name}" if number is True else name if number is False else f"{name} != {to_json(number)}"
                path = f"extra/{len(wishes)}"
                wished = self.domain.edit(request, [Change(path, None, wish)])
                assert path in self.domain.problem(wished, data).problem.groups, wish
                assert path in [v.constraint for v in self.domain.check(plan, wished, data)], wish

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
        return self._meaning(built, plan) is not None

    def _meaning(self, built: Built, plan: Any) -> Assignment | None:
        """An assignment of the problem that means this plan."""
        pins = self.domain.pin(built, plan)
        if pins is None:
            return None
        with open_session(built.problem, "z3") as session:
            session.extend([], [Constraint(f"pin/{number}", rule) for number, rule in enumerate(pins)])
            return session.check().assignment
