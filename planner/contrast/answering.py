"""From a request and a question to the Answer that compares two plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domains.base import Contrasting
from encoders.errors import InputError, UnsupportedError
from encoders.result import SolveStatus
from planner.answer import Contrast, dump, measured
from planner.call import Call, Drawn, Progress
from planner.contrast.comparing import differences, price_of, sentence
from planner.contrast.solving import Foil, best_foil, binding
from planner.contrast.supposed import supposed
from planner.datasets import Datasets
from planner.drawing import Drawing
from planner.interpret.request import OPEN
from planner.pipeline import guarded, interpreted, library, limit_hit, opened, problem_of, unclear, units_of
from planner.registry import installed
from planner.understood import understood
from planner.verify import verified_plan

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from domains.base import Asked, Built, Domain, QuestionKind
    from encoders.result import Result
    from encoders.session import Session
    from planner.answer import Answer, Conflicting, Status
    from planner.contrast.supposed import Supposed
    from planner.interpret.request import Interpreted
    from planner.options import Options
    from planner.registry import Registry
    from planner.sources import Given

_LONGEST = 2_000
"""Characters of a question."""


def respond_contrast(
    kind: QuestionKind,
    given: Given,
    question: str,
    options: Options,
    *,
    registry: Registry | None = None,
    datasets: Datasets | None = None,
    progress: Progress | None = None,
    drawn: Drawn | None = None,
    debug: bool = False,
) -> Answer:
    """The Answer of the problem that a question asks for, with its `contrast` to the request's own plan.

    Status unclear, with the names that could be meant, where the question is not understood. Where the request itself has no
    plan, why and why-not give its conflict and ways out. Every failure is an Answer too.
    """
    call = Call(options, registry or installed(), datasets or Datasets(), progress, drawn)
    return guarded(call, lambda: _respond(call, kind, given, question), debug)


def _respond(call: Call, kind: QuestionKind, given: Given, question: str) -> Answer:
    if not question.strip() or len(question) > _LONGEST:
        raise InputError(f"a question has 1 to {_LONGEST:,} characters; say what is asked", where="QUESTION")
    found = interpreted(call, given)
    if not found.clear:
        return unclear(call, found)
    domain, request, built = problem_of(call, found)
    contrasting = _contrasting(domain, domain.name)
    with call.watch.part("build"):
        session = opened(call, built)
    with session:
        call.tell("solving")
        with call.watch.part("solve"):
            fact = session.optimise(budget=call.deadline.rest())
        if fact.status is SolveStatus.UNKNOWN:
            call.statistics["reason"] = limit_hit(call, fact)
            return call.answer("unknown", objective=[measured(o.name, None, o.bound) for o in fact.objectives])
        if fact.assignment is None and kind != "what-if":
            return _no_plan(call, domain, built, session, request, found.data, fact)
        plan = None
        if fact.assignment is not None:
            plan = verified_plan(domain, built, fact.assignment, fact.objectives, request, found.data)
        asked, by_model = contrasting.ask(kind, question, plan, request, found.data), False
        if asked.questions and domain.name == OPEN and (model := call.model()) is not None:
            from planner.open.question import ask_model  # loaded only where words need it

            asked = ask_model(kind, question, plan, request, found.data, model)
            by_model = True
        call.known["assumptions"] = [*call.known.get("assumptions", ()), *asked.assumptions]
        if asked.changes and not by_model and domain.edit(request, asked.changes) == request:
            asked = replace(asked, questions=(f"The request says so already ({asked.says}). What is to be different?",))
        if asked.questions:
            call.known["questions"] = list(asked.questions)
            contrast = Contrast(
                kind=kind, question=" ".join(question.split()), asked="", says="Not answered: the question is not clear.",
                fact=None if plan is None else dump(plan),
            )  # fmt: skip
            return call.answer("unclear", contrast=contrast)
        comparison = _Comparison(
            call, kind, " ".join(question.split()), asked, domain, contrasting, found, request, fact, plan
        )
        call.tell(f"solving {asked.says}")
        keep = () if plan is None else contrasting.offers_of(plan)
        with supposed(call, domain, built, session, request, found.data, asked, keep) as other:
            return comparison.answer(other)


def _contrasting(domain: object, name: str) -> Contrasting:
    if isinstance(domain, Contrasting):
        return domain
    raise UnsupportedError(f"{name} answers no questions about its plans", where="QUESTION")


def _no_plan(
    call: Call, domain: Domain, built: Built, session: Session, request: BaseModel, data: Any, fact: Result
) -> Answer:
    from planner.explain import explanation

    call.known["assumptions"] = [
        *call.known.get("assumptions", ()),
        "The request itself has no plan, so there is none to ask about.",
    ]
    with call.watch.part("explain"):
        return call.answer("infeasible", **explanation(call, domain, built, session, request, data, (), fact))


class _Comparison:
    """The request's own plan, and what is said of another problem beside it."""

    def __init__(
        self,
        call: Call,
        kind: QuestionKind,
        question: str,
        asked: Asked,
        domain: Domain,
        contrasting: Contrasting,
        found: Interpreted,
        request: BaseModel,
        fact: Result,
        plan: BaseModel | None,
    ) -> None:
        self.call, self.kind, self.question, self.asked = call, kind, question, asked
        self.domain, self.contrasting, self.found = domain, contrasting, found
        self.request, self.fact, self.plan = request, fact, plan

    def answer(self, other: Supposed) -> Answer:
        """The other problem's answer, with the contrast."""
        call = self.call
        with call.watch.part("solve"):
            foil = best_foil(call, self.domain, self.contrasting, other, self.plan)
        call.known.update(request=dump(other.request), understood=self._understood(other))
        call.statistics.update(
            engine=other.session.engine,
            why_engine=other.session.why,
            variables=len(other.built.problem.variables),
            constraints=len(other.built.problem.constraints),
            proof=foil.result.proof,
            deterministic=foil.result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE),
        )
        if foil.result.reason:
            call.statistics["reason"] = limit_hit(call, foil.result)
        conflict = self._conflict(other, foil) if foil.result.status is SolveStatus.INFEASIBLE else None
        with call.watch.part("explain"):
            contrast = self._contrast(other, foil, conflict)
        self._draw(other, foil)
        status: dict[SolveStatus, Status] = {
            SolveStatus.OPTIMAL: "optimal", SolveStatus.FEASIBLE: "feasible", SolveStatus.INFEASIBLE: "infeasible",
            SolveStatus.UNKNOWN: "unknown",
        }  # fmt: skip
        return call.answer(
            status[foil.result.status],
            plan=contrast.foil,
            objective=[measured(entry.name, entry.value, entry.bound) for entry in foil.result.objectives],
            conflicts=[conflict] if conflict is not None else [],
            contrast=contrast,
        )

    def _understood(self, other: Supposed) -> Any:
        """What the other problem holds, with the words of the request where they still say it."""
        changed = {change.path for change in self.asked.changes}
        facts = tuple(
            [  # a change may take others of the request with it, so none of them need be in the other problem
                replace(fact, kind="fact")
                for fact in self.found.reading.facts
                if fact.path not in changed and not any([path.startswith(f"{fact.path}/") for path in changed])
            ]
        )
        return understood(other.spoken, replace(self.found.reading, facts=facts), self.domain.name)

    def _conflict(self, other: Supposed, foil: Foil) -> Conflicting:
        """The smallest set of wishes, the question's own rule among them, that cannot hold together, and what binds in it.

        A live session's conflict is about the amounts it was built with, so a changed request is built and asked by itself.
        """
        from encoders.session import open_session

        with self.call.watch.part("explain"):
            if not other.values and not other.dropped:
                return self._explained(other.built, other.session, other, foil.result)
            built = other.spoken
            with open_session(
                built.problem,
                self.call.options.engine,
                switchable=built.problem.groups_of("request"),
                budget=self.call.deadline.rest(),
                memory=self.call.options.memory,
            ) as session:
                result = session.optimise(budget=self.call.deadline.rest())
                return self._explained(built, session, other, result)

    def _explained(self, built: Built, session: Session, other: Supposed, result: Result) -> Conflicting:
        from planner.explain import conflicting_wishes
        from planner.reasons import reasons
        from planner.suggest import Case

        call = self.call
        found = conflicting_wishes(call, built, session, result)
        own = f"The question asks for a plan {self.asked.says}."
        told = zip(found.constraints, found.says, strict=True)
        says = [own if group == other.question else sentence for group, sentence in told]
        quotes = {entry.constraint: entry.quote for entry in call.known["understood"] if entry.quote}
        if other.question is not None:
            quotes[other.question] = self.asked.says
        case = Case(self.domain, built, session, other.request, other.data, call.deadline, quotes=quotes)
        because = [] if found.background else reasons(case, found.constraints)
        return found.model_copy(update={"says": says, "because": because})

    def _contrast(self, other: Supposed, foil: Foil, conflict: Conflicting | None) -> Contrast:
        domain = self.contrasting
        has_fact = self.plan is not None
        fact = self.fact if has_fact else None
        before = domain.elements(self.plan, self.request, self.found.data) if has_fact else ()
        after = domain.elements(foil.plan, other.request, other.data) if foil.plan is not None else ()
        return Contrast(
            kind=self.kind,
            question=self.question,
            asked=self.asked.says,
            says=sentence(
                self.asked, other.built.problem.objectives, fact, foil.result, conflict, self._others(other, conflict)
            ),
            price=None if fact is None else price_of(fact, foil.result),
            before=[measured(entry.name, entry.value, entry.bound) for entry in self.fact.objectives],
            binding=binding(self.call, other, foil),
            difference=differences(before, after) if before and after else [],
            data_changed=self.asked.data is not None,
            fact=None if self.plan is None else dump(self.plan),
            foil=None if foil.plan is None else dump(foil.plan),
            conflict=conflict,
        )

    def _others(self, other: Supposed, conflict: Conflicting | None) -> list[str]:
        """What the wishes of a conflict say, without the question's own rule."""
        says = {entry.constraint: entry.says for entry in self.call.known["understood"]}
        members = [] if conflict is None else [group for group in conflict.constraints if group != other.question]
        return [says[group] for group in members if group in says]

    def _draw(self, other: Supposed, foil: Foil) -> None:
        if self.call.drawn is not None:
            document = None if foil.plan is None else self.domain.render(foil.plan, other.request, other.data)
            self.call.drawn(Drawing(document, units_of(other.built)))


# ---------------------------------------------------------------- the library's three functions


def why(request: str | Path | dict[str, Any] | BaseModel, question: str, **options: Any) -> Answer:
    """Why the best plan has this part: the best plan without it, or why there is none. Options as in `planner.solve`."""
    return _asked("why", request, question, options)


def why_not(request: str | Path | dict[str, Any] | BaseModel, question: str, **options: Any) -> Answer:
    """Why the best plan is not so: the best plan that is, or the conflict. Options as in `planner.solve`."""
    return _asked("why-not", request, question, options)


def what_if(request: str | Path | dict[str, Any] | BaseModel, question: str, **options: Any) -> Answer:
    """What the best plan would be under another request, another rule or other offers. Options as in `planner.solve`."""
    return _asked("what-if", request, question, options)


def _asked(kind: QuestionKind, request: Any, question: str, options: dict[str, Any]) -> Answer:
    domain, data, progress = options.pop("domain", None), options.pop("data", None), options.pop("progress", None)
    return library(
        request,
        domain,
        data,
        options,
        lambda given, chosen: respond_contrast(kind, given, question, chosen, progress=progress),
    )
