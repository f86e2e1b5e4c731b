"""The claims of an Answer: its problem is rebuilt from its request and the offers, and each claim solved again before it is told.

infeasible   each conflict cannot hold; without any one of its members it can, where the answer says so
             each way out, and the best effort, allows its plan
optimal      the plan keeps every rule and has the values told; no plan has better ones
feasible, valid   the plan keeps every rule and has the values told
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from domains.replanning import Replanning
from encoders.errors import InputError, UnsupportedError
from encoders.expressions import And
from encoders.numbers import Number, exact
from encoders.problem import Constraint
from encoders.replan import pin_path
from encoders.result import Satisfiability
from encoders.session import open_session
from encoders.smtlib import impossible, no_better, possible
from planner.replan.keeping import Keeping
from planner.replan.pinning import pinned_fields
from planner.wording import amount, listed, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domains.base import Domain
    from encoders.problem import Problem
from encoders.smtlib import Script

_PLAN = "the plan"
"""The group that fixes a plan."""
_DATA = "give those it was made from with --data (a folder, or the batch's REQUESTS.jsonl)"


@dataclass(frozen=True, slots=True)
class Claim:
    """`name` is the start of its file's name; `constraints` are the request's paths it is about."""

    name: str
    constraints: tuple[str, ...]
    script: Script


def claims_of(content: Mapping[str, Any], domain: Domain, data: Any, *, given: bool = True) -> Iterator[Claim]:
    """The claims of an Answer's JSON content, each solved again. `given`: the data are not just the domain's example.

    Raises InputError where the answer does not follow from these data, or supposes others.
    """
    if (content.get("contrast") or {}).get("data_changed"):
        raise InputError(
            "the question supposes other offers than the data have, so its claims cannot be rebuilt from them"
        )
    work = _Work(*_replanned(content.get("replanned"), content["request"], domain, data), given)
    if content["status"] == "infeasible":
        yield from work.conflicts(content)
        for number, way in enumerate(content.get("suggestions") or (), 1):
            given_up = [
                change["constraint"] for change in way["changes"] if change["constraint"].startswith(pin_path(""))
            ]
            says = f"Way out {number}: {way['says']}"
            yield work.plan(f"way-out-{number}", way["request"], way["plan"], (), says, given_up)
        if partial := content.get("best_effort"):
            says = "The best effort's plan keeps the wishes that it does not leave unmet"
            yield work.plan("best-effort", partial["request"], partial["plan"], partial.get("objective", ()), says)
    elif content["status"] in ("optimal", "feasible", "valid") and content.get("plan") is not None:
        says = "The plan keeps every rule and every wish"
        yield work.plan("plan", content["request"], content["plan"], content.get("objective", ()), says)
        yield from work.best(content)


def _replanned(about: Mapping[str, Any] | None, request: Any, domain: Any, data: Any) -> tuple[Any, Any]:
    """The domain and the data of an answer; of a replanning, those that keep its old plan and lack what was lost."""
    if about is None:
        return domain, data
    wanted = domain.parse_request(request)
    old = domain.parse_plan(about["before"], wanted, data)
    for name in about.get("without") or ():
        data = domain.gone(name, wanted, data).data
    return Keeping(domain, old, pinned_fields(about.get("pinned") or (), domain.near(wanted, data, old).parts)), data


class _Work:
    """Problems rebuilt from one answer, and questions to them."""

    def __init__(self, domain: Domain, data: Any, given: bool) -> None:
        self.domain, self.data, self.given = domain, data, given

    def _problem(self, request: Any) -> Problem:
        try:
            return self.domain.problem(self.domain.parse_request(request), self.data).problem
        except InputError as error:
            if self.given:
                raise
            raise InputError(f"{error.message}; the offers are needed: {_DATA}", where=error.where) from error

    def _follows(self, says: str) -> InputError:
        """What to say where the data do not bear a claim out."""
        return InputError(f"from the offers at hand it does not follow that {says}; {_DATA}")

    # ---------------------------------------------------------------- no plan

    def conflicts(self, content: Mapping[str, Any]) -> Iterator[Claim]:
        """For each conflict, that it is one, and that each member is needed."""
        problem = self._problem(content["request"])
        told = {entry["constraint"]: entry["says"] for entry in content.get("understood") or ()}
        with open_session(problem) as session:
            for number, found in enumerate(content["conflicts"], 1):
                members = list(found["constraints"])
                if unknown := [path for path in members if path not in problem.groups]:
                    raise self._follows(f"there is a rule {unknown[0]!r}")
                rest = (
                    [] if found["background"] else [g for g in problem.groups if g not in problem.groups_of("request")]
                )
                says = {path: told.get(path) or sentences(problem.groups[path]) for path in members}
                quoted = listed([f"“{says[path].rstrip('.')}”" for path in members])
                name = f"conflict-{number}"
                if session.check([*rest, *members]).status is not Satisfiability.UNSATISFIABLE:
                    raise self._follows(f"{quoted} cannot hold together")
                beside = "the rules of the world and " if rest else ""
                sentence = f"No plan is possible with {beside}{quoted}."
                yield Claim(name, tuple(members), impossible(problem, [*rest, *members], says=sentence))
                for path in members if found["minimal"] else ():
                    others = [*rest, *[other for other in members if other != path]]
                    if session.check(others).status is not Satisfiability.SATISFIABLE:
                        raise self._follows(f"a plan is possible without “{says[path]}”")
                    given_up = says[path].rstrip(".")
                    sentence = f"Without “{given_up}” a plan is possible that keeps the others of conflict {number}."
                    claim = possible(problem, others, says=sentence)
                    yield Claim(f"{name}-without-{path}", (path,), claim)

    # ---------------------------------------------------------------- plans

    def plan(
        self,
        name: str,
        request: Any,
        plan: Any,
        objective: Sequence[Mapping[str, Any]],
        says: str,
        given_up: Sequence[str] = (),
    ) -> Claim:
        """That a plan keeps its request, with the values of the objectives told."""
        problem = self._with_plan(request, plan).without(given_up)
        values = _values(objective, "value")
        if values:
            says = f"{says.rstrip('.')}, with {_worded(problem, values)}"
        with open_session(problem) as session:
            result = session.check()
            if result.status is not Satisfiability.SATISFIABLE:
                raise self._follows("the plan keeps every rule")
        known = {goal.name for goal in problem.objectives}
        reached = {name: value for name, value in values.items() if name in known}
        claim = possible(problem, reached=reached, says=f"{says.rstrip('.')}.")
        return Claim(name, (), claim)

    def _with_plan(self, request_content: Any, plan_content: Any) -> Problem:
        """The problem with one more group: that this is the plan."""
        domain = self.domain
        request = domain.parse_request(request_content)
        plan = domain.parse_plan(plan_content, request, self.data)
        if domain.check(plan, request, self.data):
            raise self._follows("the plan keeps every rule")
        kept = domain.names(plan) if isinstance(domain, Replanning) else ()
        built = domain.problem(request, self.data)
        pins = domain.pin(built, plan)
        if pins is None:
            built = domain.problem(request, self.data, keep=kept)
            pins = domain.pin(built, plan)
        if pins is None:
            raise self._follows("the plan is one of this problem")
        rule = Constraint(_PLAN, And(*pins), "This is the plan.", group=_PLAN)
        return replace(built.problem, constraints=(*built.problem.constraints, rule))

    def best(self, content: Mapping[str, Any]) -> Iterator[Claim]:
        """That no plan is better, one claim for each objective, those before it at their best."""
        best = _values(content.get("objective") or (), "value")
        if content["status"] != "optimal" or not best:
            return
        problem = self._problem(content["request"])
        if unknown := [name for name in best if name not in {goal.name for goal in problem.objectives}]:
            raise UnsupportedError(
                f"the objective {unknown[0]!r} is no part of the request, so its claim cannot be rebuilt"
            )
        with open_session(problem) as session:
            found = session.optimise()
        reached = {entry.name: entry.value for entry in found.objectives}
        for count in range(1, len(best) + 1):
            named = list(best.items())[:count]
            name, value = named[-1]
            goal = next(goal for goal in problem.objectives if goal.name == name)
            if found.assignment is None or reached[name] != value:
                raise self._follows(f"{_worded(problem, dict(named))} is the best")
            better = f"{'below' if goal.sense == 'minimise' else 'above'} {amount(value, goal.unit)} ({name})"
            first = f" with {_worded(problem, dict(named[:-1]))}" if count > 1 else ""
            yield Claim(
                f"no-better-{name}",
                (f"objective/{name}",),
                no_better(problem, named, says=f"No plan{first} comes {better}."),
            )


def _values(objective: Sequence[Mapping[str, Any]], kind: str) -> dict[str, Number]:
    return {entry["name"]: exact(entry[kind]) for entry in objective if entry.get(kind) is not None}


def _worded(problem: Problem, values: Mapping[str, Number]) -> str:
    units = {goal.name: goal.unit for goal in problem.objectives}
    return listed([f"{name} {amount(value, units.get(name, ''))}" for name, value in values.items()])
