"""From a request to its Answer: interpret, ask back or build, solve, check twice, or explain and suggest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from encoders.errors import InputError
from encoders.interrupts import Interrupted, held_back
from encoders.result import SolveStatus
from planner.answer import INTERRUPTED_REASON, Answer, Breach, Unread, dump, measured
from planner.call import Call, Drawn, Progress
from planner.datasets import Datasets
from planner.drawing import Drawing
from planner.failures import failed
from planner.interpret.request import Interpreted, interpret
from planner.limits import require_limited
from planner.naming import kept_paths, priced_paths
from planner.options import Options, make
from planner.registry import installed
from planner.sources import Given, data_argument, given_text, plan_inside, request_argument
from planner.understood import told, understood
from planner.verify import verified_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domains.base import Built, Domain
    from encoders.numbers import Number
    from encoders.result import Assignment, Result
    from encoders.session import Session
    from planner.registry import Registry

Task = Literal["solve", "read"]
_UNSEARCHED = "No solver had to search: the first schedule made is as good as a lower bound computed from the problem."


def respond(
    given: Given,
    options: Options,
    *,
    task: Task = "solve",
    registry: Registry | None = None,
    datasets: Datasets | None = None,
    progress: Progress | None = None,
    drawn: Drawn | None = None,
    answer_interrupts: bool = False,
    spent: float = 0.0,
    debug: bool = False,
) -> Answer:
    """The Answer to one request; every failure is an Answer too (unless `debug`, which lets our own defects through).

    `drawn` is called with what a terminal shows beside the answer; without it nothing is drawn. With `answer_interrupts` a search
    that Ctrl-C ends gives what it had found; without, and where it had found nothing, KeyboardInterrupt is raised. `spent` are
    seconds of the time limit that were gone before.
    """
    call = Call(options, registry or installed(), datasets or Datasets(), progress, drawn, answer_interrupts, spent)
    return guarded(call, lambda: _respond(call, given, task), debug)


def respond_check(
    plan: Any,
    given: Given,
    options: Options,
    *,
    registry: Registry | None = None,
    drawn: Drawn | None = None,
    debug: bool = False,
) -> Answer:
    """Whether somebody's plan keeps a request: status valid or invalid, with every rule it breaks."""
    call = Call(options, registry or installed(), drawn=drawn)
    return guarded(call, lambda: _respond_check(call, plan, given), debug)


def guarded(call: Call, work: Callable[[], Answer], debug: bool) -> Answer:
    try:
        return work()
    except Exception as error:  # the contract: an Answer whatever happens
        answer = failed(error, registry=call.registry)
        if debug and answer.error is not None and answer.error.kind == "internal":
            raise
        return call.answer("error", error=answer.error)


def _respond(call: Call, given: Given, task: Task) -> Answer:
    if task == "solve":
        _start_workers(call.options)
    found = interpreted(call, given)
    if not found.clear:
        return unclear(call, found)
    domain, request, built = problem_of(call, found)
    keep = kept_paths(call.options.keep, call.known["understood"], domain)
    priced_paths(call.options.prices, call.known["understood"], domain)  # a price of nothing is refused at once
    if task == "read":
        return call.answer("read")
    call.tell("solving")
    with call.watch.part("build"):
        session = opened(call, built)
    with session:
        return answered(call, domain, built, session, request, found.data, keep)


def answered(
    call: Call, domain: Domain, built: Built, session: Session, request: BaseModel, data: Any, keep: Sequence[str]
) -> Answer:
    """The best plan on an open session, checked twice; or the conflict, and the ways out of it. `keep` are paths."""
    with call.watch.part("solve"):
        result = _searched(call, built, session)
    call.statistics["proof"] = result.proof
    proved = result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
    call.statistics["deterministic"] = proved and session.engine != "race" and "restarts" not in result.statistics
    if "unsearched" in result.statistics:
        call.statistics["why_engine"] = _UNSEARCHED
    if "restarts" in result.statistics:
        call.statistics["restarts"] = result.statistics["restarts"]
    if result.assignment is None or "no limit" in result.reason:
        require_limited(domain, built, result, call.deadline.rest())
    if result.assignment is not None:
        return _kept(call, lambda: _planned(call, domain, built, request, data, result))
    if result.status is SolveStatus.UNKNOWN:
        return _unknown(call, built, result)
    with call.watch.part("explain"):
        from planner.explain import explanation

        found = explanation(call, domain, built, session, request, data, keep, result)
    return call.answer("infeasible", **found)


def _kept(call: Call, work: Callable[[], Answer]) -> Answer:
    """The answer with a plan that was found: where Ctrl-C is answered, it does not come between; the answer then says so."""
    if not call.answer_interrupts:
        return work()
    with held_back() as signals:
        answer = work()
    if not signals:
        return answer
    statistics = answer.statistics.model_copy(update={"reason": INTERRUPTED_REASON})
    return answer.model_copy(update={"statistics": statistics})


def _searched(call: Call, built: Built, session: Session) -> Result:
    """The best plan, or the best so far where Ctrl-C ended the search and that is wanted."""
    report = None if call.progress is None else _report_incumbents(call, built)
    try:
        return session.optimise(budget=call.deadline.rest(), incumbent=report)
    except Interrupted as stopped:
        if not call.answer_interrupts:
            raise
        return stopped.result


def interpreted(call: Call, given: Given) -> Interpreted:
    call.tell("reading")
    with call.watch.part("read"):
        found = interpret(given, call.options, call.registry, call.datasets, call.model)
    reading = found.reading
    call.known.update(
        domain=found.domain.name if found.domain else None,
        request=dump(found.request) if found.request is not None else None,
        understood=told(reading),
        unread=[Unread(quote=span.quote, span=(span.start, span.end)) for span in reading.unread],
        assumptions=list(dict.fromkeys(found.assumptions)),
        questions=list(reading.questions),
    )
    return found


def unclear(call: Call, found: Interpreted) -> Answer:
    if found.request is not None and found.domain is not None:
        problem_of(call, found)
    if not call.known["questions"]:
        quotes = [f"“{' '.join(entry.quote.split())}”" for entry in call.known["unread"]]
        call.known["questions"] = [
            f"What is meant by {quote}? Say it in other words or leave it out." for quote in quotes
        ] or ["What is to be planned?"]
    call.known["assumptions"] = [
        *call.known["assumptions"],
        *[
            f"The domain {name!r} is not used: it failed ({why}); see `planproof doctor`."
            for name, why in _failures(call)
        ],
    ]
    return call.answer("unclear")


def _failures(call: Call) -> list[tuple[str, str]]:
    """Domains that might have understood the request, had they not failed."""
    return list(call.registry.failures.items()) if call.options.domain is None else []


def problem_of(call: Call, found: Interpreted) -> tuple[Domain, BaseModel, Built]:
    assert found.domain is not None
    assert found.request is not None
    call.tell("building the problem")
    with call.watch.part("build"):
        built = found.domain.problem(found.request, found.data)
        call.known["understood"] = understood(built, found.reading, found.domain.name)
    call.statistics.update(variables=len(built.problem.variables), constraints=len(built.problem.constraints))
    return found.domain, found.request, built


def opened(call: Call, built: Built) -> Session:
    from encoders.session import open_session

    session = open_session(
        built.problem,
        call.options.engine,
        switchable=built.problem.groups_of("request"),
        budget=call.deadline.rest(),
        memory=call.options.memory,
    )
    call.statistics.update(engine=session.engine, why_engine=session.why)
    return session


def _start_workers(options: Options) -> None:
    """Let the workers that will be needed start while the request is read."""
    if options.engine == "race" or options.memory_limit is not None:
        from encoders.workers.pool import shared

        shared().prepare(2 if options.engine == "race" else 1)


def _report_incumbents(call: Call, built: Built) -> Callable[[Assignment, Number | None], None]:
    from encoders.evaluate import evaluate
    from planner.wording import amount

    def report(assignment: Assignment, bound: Number | None) -> None:
        if built.problem.objectives:
            goal = built.problem.objectives[0]
            value: Any = evaluate(goal.expression, assignment, built.problem.values())
            known = f", at best {amount(bound, goal.unit)}" if bound is not None else ""
            call.tell(f"solving: {goal.name} {amount(value, goal.unit)} so far{known}")

    return report


def _planned(call: Call, domain: Domain, built: Built, request: BaseModel, data: Any, result: Result) -> Answer:
    assert result.assignment is not None
    call.tell("checking the plan")
    plan = verified_plan(domain, built, result.assignment, result.objectives, request, data)
    if result.reason:
        call.statistics["reason"] = limit_hit(call, result)
    if call.drawn is not None:
        call.drawn(Drawing(domain.render(plan, request, data), units_of(built)))
    return call.answer(
        "optimal" if result.status is SolveStatus.OPTIMAL else "feasible",
        plan=dump(plan),
        objective=[measured(entry.name, entry.value, entry.bound) for entry in result.objectives],
    )


def _unknown(call: Call, built: Built, result: Result) -> Answer:
    call.statistics["reason"] = limit_hit(call, result)
    if call.drawn is not None:
        call.drawn(Drawing(None, units_of(built)))
    return call.answer("unknown", objective=[measured(o.name, None, o.bound) for o in result.objectives])


def limit_hit(call: Call, result: Result) -> str:
    """What ended the search, in words."""
    limit = call.options.time_limit
    if limit is not None and call.deadline.expired:
        return f"the time limit of {limit:g} s was reached"
    if result.reason == "memory limit":
        return f"the memory limit of {call.options.memory_limit:,} MB was reached"
    return result.reason or "the solver gave up"


def units_of(built: Built) -> dict[str, str]:
    return {goal.name: goal.unit for goal in built.problem.objectives}


def _respond_check(call: Call, plan_content: Any, given: Given) -> Answer:
    found = interpreted(call, given)
    if not found.clear:
        return unclear(call, found)
    domain, request, built = problem_of(call, found)
    with call.watch.part("read"):
        plan = domain.parse_plan(plan_content, request, found.data, _plan_layout(domain, call.options))
    with call.watch.part("solve"):
        violations = domain.check(plan, request, found.data)
        values = domain.measure(plan, request, found.data) if not violations else {}
    if call.drawn is not None:
        call.drawn(Drawing(None, units_of(built)))
    return call.answer(
        "invalid" if violations else "valid",
        plan=dump(plan),
        violations=[Breach(constraint=v.constraint, says=v.says, where=v.where) for v in violations],
        objective=[measured(goal.name, values[goal.name], None) for goal in built.problem.objectives if values],
    )


def _plan_layout(domain: Domain, options: Options) -> str | None:
    if options.layout is not None and options.layout not in (*domain.layouts, *domain.exports):
        known = ", ".join(dict.fromkeys([*domain.layouts, *domain.exports]))
        raise InputError(f"{domain.name} has no format {options.layout!r}; there are {known}", where="--format")
    return options.layout


# ---------------------------------------------------------------- the library's three functions


def solve(
    request: str | Path | Mapping[str, Any] | BaseModel,
    *,
    domain: str | None = None,
    data: str | Path | Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Answer:
    """Plan a request given as text, as the path of a file, or structured.

    `data` is a folder or an inline object; further options have the command line's long names with underscores: engine,
    time_limit, memory_limit, seed, today, keep, price, best_effort, format, ignore_unread. Failures are answers with status
    "error".
    """
    return library(request, domain, data, options, lambda given, chosen: respond(given, chosen, progress=progress))


def read(
    request: str | Path | Mapping[str, Any] | BaseModel,
    *,
    domain: str | None = None,
    data: str | Path | Mapping[str, Any] | None = None,
    **options: Any,
) -> Answer:
    """What is understood of a request; nothing is solved. See `solve` for the arguments."""
    return library(request, domain, data, options, lambda given, chosen: respond(given, chosen, task="read"))


def check(
    plan: Mapping[str, Any] | Sequence[Any] | str | BaseModel,
    request: str | Path | Mapping[str, Any] | BaseModel,
    *,
    domain: str | None = None,
    data: str | Path | Mapping[str, Any] | None = None,
    **options: Any,
) -> Answer:
    """Whether a plan, in any shape that an export writes, keeps a request. See `solve` for the other arguments."""
    content = dump(plan) if isinstance(plan, BaseModel) else plan_inside(plan, "plan")
    return library(request, domain, data, options, lambda given, chosen: respond_check(content, given, chosen))


def library(
    request: Any, domain: str | None, data: Any, named: Mapping[str, Any], work: Callable[[Given, Options], Answer]
) -> Answer:
    try:
        if isinstance(request, BaseModel):
            given = Given(content=request.model_dump(mode="json", by_alias=True))
        elif isinstance(request, Path):
            given = request_argument(str(request))
        else:
            given = given_text(request) if isinstance(request, str) else Given(content=request)
        source = data_argument(str(data)) if isinstance(data, (str, Path)) else data
        options = make({"domain": domain, "data": source, **{name.replace("_", "-"): v for name, v in named.items()}})
    except InputError as error:
        return failed(error)
    return work(given, options)
