"""One request of a dialogue answered on the live problem."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from domains.base import Fact, Reading, Span
from encoders.errors import InputError
from planner.answer import dump
from planner.call import Call
from planner.dialogue.comparing import aligned
from planner.dialogue.live import Live
from planner.naming import kept_paths
from planner.pipeline import answered, units_of
from planner.understood import understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pydantic import BaseModel

    from domains.base import Built, Domain
    from planner.answer import Answer, Understood
    from planner.call import Progress
    from planner.datasets import Datasets
    from planner.options import Options
    from planner.registry import Registry


@dataclass
class World:
    """The domain of a dialogue with its data, and what is loaded of it."""

    domain: Domain
    data: Any
    today: date
    options: Options
    registry: Registry
    datasets: Datasets
    progress: Progress | None = None
    live: Live = field(init=False)
    units: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.live = Live(self.domain, self.data, self.options.engine, self.options.memory)

    def call(self) -> Call:
        """One call with its own clock and limit; Ctrl-C gives the best so far."""
        return Call(self.options, self.registry, self.datasets, self.progress, answer_interrupts=True)

    def answer(
        self,
        call: Call,
        request: BaseModel,
        facts: Sequence[Fact],
        keep: Sequence[str],
        before: Answer | None,
    ) -> Answer:
        """The request's best plan, or its conflict and the ways out; told as near to the plan `before` as it allows."""
        with call.watch.part("build"):
            built, session = self.live.open(request, call.deadline.rest())
            call.known.update(
                domain=self.domain.name,
                request=dump(request),
                understood=_told(built, request, facts, self.domain.name),
                unread=[],
                questions=[],
            )
        call.statistics.update(
            engine=session.engine,
            why_engine=session.why,
            variables=len(built.problem.variables),
            constraints=len(built.problem.constraints),
        )
        self.units.update(units_of(built))
        with session:
            try:
                answer = answered(
                    call, self.domain, built, session, request, self.data, self._kept(keep, call.known["understood"])
                )
            except KeyboardInterrupt:
                self.live.close()
                raise
        return answer if before is None else aligned(self.domain, before, answer, self.data)

    def named(self, words: str, entries: Sequence[Understood]) -> tuple[str, ...]:
        """The wishes that some words mean. Raises InputError."""
        return kept_paths([words], entries, self.domain)

    def learn_units(self, request: BaseModel) -> None:
        """The units of the objectives, where nothing was solved yet (a dialogue that goes on)."""
        if not self.units:
            self.units.update(units_of(self.live.open(request)[0]))

    def _kept(self, keep: Iterable[str], entries: Sequence[Understood]) -> tuple[str, ...]:
        """Paths of the wishes to keep; words that name a wish which was given up since mean nothing any more."""
        found: list[str] = []
        for words in keep:
            try:
                found += self.named(words, entries)
            except InputError:
                continue
        return tuple(dict.fromkeys(found))


def _told(built: Built, request: BaseModel, facts: Sequence[Fact], domain: str) -> list[Understood]:
    entries = understood(built, Reading(request, tuple([replace(fact, kind="fact") for fact in facts])), domain)
    place = {(fact.path, fact.span.quote): fact.span for fact in facts if fact.span is not None}
    return [
        entry.model_copy(update={"span": None})
        if entry.quote is not None and place.get((entry.constraint, entry.quote), _ELSEWHERE).start < 0
        else entry
        for entry in entries
    ]


_ELSEWHERE = Span(-1, -1, "")
"""The place of words that stand in an earlier line."""


def facts_of(entries: Iterable[Understood], before: BaseModel, after: BaseModel, gone: Iterable[str]) -> list[Fact]:
    """The words that wishes were read from, as far as these wishes still stand; `gone` are the paths that changed."""
    changed = set(gone)
    old = before.model_dump(by_alias=True).get("extra") or []
    new = after.model_dump(by_alias=True).get("extra") or []
    found = []
    for entry in entries:
        path = entry.constraint
        field_name, _, member = path.partition("/")
        if entry.quote is None:
            continue
        if field_name == "extra" and member.isdecimal() and int(member) < len(old):
            if old[int(member)] not in new:
                continue
            path = f"extra/{new.index(old[int(member)])}"
        elif path in changed or field_name in changed or any([gone.startswith(f"{path}/") for gone in changed]):
            continue
        start, end = entry.span if entry.span is not None else (-1, -1)
        found.append(Fact(path, "fact", entry.says, Span(start, end, entry.quote)))
    return found


def elsewhere(path: str, quote: str) -> Fact:
    """The words of a later line that a wish was read from."""
    return Fact(path, "fact", "", Span(-1, -1, quote))
