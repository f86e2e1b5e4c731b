"""Reading a request: domain, data, typed request, and whatever was not understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domains.base import Reading, Span
from encoders.errors import InputError, UnsupportedError
from encoders.result import Budget
from planner.interpret.choose import domain_of_text, request_of_content

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domains.base import Domain
    from planner.datasets import Datasets
    from planner.interpret.llm import Opened
    from planner.options import Options
    from planner.registry import Registry
    from planner.sources import Given

OPEN = "open"
"""The world of problems that have no world of their own."""
_NO_MODEL = (
    "Or is a language model at hand? With --llm NAME and OPENAI_BASE_URL and OPENAI_API_KEY in the environment, open problems "
    "are read from plain English."
)


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A request understood as far as it goes. `request` is None where something needed is missing."""

    domain: Domain | None
    data: Any
    request: BaseModel | None
    reading: Reading
    text: str | None
    assumptions: tuple[str, ...]

    @property
    def clear(self) -> bool:
        """Whether there is a request, nothing to ask, and no word left unread that was not allowed to be."""
        return self.request is not None and not self.reading.questions and not self.reading.unread


@dataclass(frozen=True, slots=True)
class _Offline:
    """A text as a domain's own reader understood it; `assumed` says where `today` was taken from."""

    domain: Domain
    data: Any
    today: date
    assumed: str
    reading: Reading


def interpret(
    given: Given, options: Options, registry: Registry, datasets: Datasets, model: Opened | None = None
) -> Interpreted:
    """Choose the domain, load its data and read the request; `model` opens the language model where words need it.

    Raises InputError, UnsupportedError, LlmError.
    """
    if options.reader == "llm" and (model is None or model() is None):
        raise UnsupportedError(
            "no language model is configured; name one with --llm (and OPENAI_BASE_URL and OPENAI_API_KEY in the environment), "
            "or leave --reader out to read without one",
            where="--reader llm",
        )
    if given.text is not None and options.layout is None:
        return _from_text(given.text, options, registry, datasets, model)
    content = given.text if given.text is not None else given.content
    domain, request = request_of_content(content, options.layout, options.domain, registry)
    data = datasets.load(domain, options.data if options.data is not None else _folder_beside(domain, given))
    return Interpreted(domain, data, request, Reading(request), None, _about_data(data))


def _folder_beside(domain: Domain, given: Given) -> Path | None:
    """The folder of a structured request, where its domain's tables lie beside it and it came from a file."""
    if not getattr(domain, "tables_beside", False) or not given.place:
        return None
    folder = Path(given.place).parent
    return folder if folder.is_dir() else None


def _from_text(
    text: str, options: Options, registry: Registry, datasets: Datasets, model: Opened | None
) -> Interpreted:
    if options.domain == OPEN:
        return _read_openly(text, options, registry, datasets, model, ())
    domain = registry.get(options.domain) if options.domain else domain_of_text(text, registry)
    if domain is None:
        return _from_text_of_unknown_kind(text, options, registry, datasets, model)
    read = _read_offline(domain, text, options, datasets)
    if options.domain is None and model is not None:
        offline = _settled(read, text, options, None)
        if (found := _of_no_world(text, offline, options, registry, datasets, model)) is not None:
            return found
    return _settled(read, text, options, model)


def _of_no_world(
    text: str, offline: Interpreted | None, options: Options, registry: Registry, datasets: Datasets, model: Opened
) -> Interpreted | None:
    """A text of which no world understands much, as an open problem, where the language model says that it is one."""
    if offline is not None and offline.clear:
        return None
    from planner.open.choose import foreign, world_of  # loaded only where words need it

    if (offline is not None and not foreign(text, offline.reading)) or (asked := model()) is None:
        return None
    if world_of(text, registry.all(), asked) != OPEN:
        return None
    routed = "No other kind of plan fits the request, so it is taken as an open problem (--domain names another kind)."
    return _read_openly(text, options, registry, datasets, model, (routed,))


def _read_openly(
    text: str,
    options: Options,
    registry: Registry,
    datasets: Datasets,
    model: Opened | None,
    assumptions: tuple[str, ...],
) -> Interpreted:
    """A text formulated by a language model as an open problem; without one, the question how to go on."""
    domain = registry.get(OPEN)
    data = datasets.load(domain, options.data)
    asked = None if model is None else model()
    if asked is None:
        reading = domain.read(text, data, today_of(domain, data, options)[0])
        return Interpreted(domain, data, None, replace(reading, questions=(*reading.questions, _NO_MODEL)), text, ())
    from planner.open.route import read_open

    seconds = Budget(options.time_limit).start()
    reading = read_open(text, data, asked, double=options.double, budget=seconds.rest)
    return Interpreted(
        domain, data, reading.request, reading, text, (*assumptions, *reading.assumptions, *_about_data(data))
    )


def _from_text_of_unknown_kind(
    text: str, options: Options, registry: Registry, datasets: Datasets, model: Opened | None
) -> Interpreted:
    """No domain sounds likelier: the one that understands every word, else the one that leaves the least of it unread."""
    strict = replace(options, ignore_unread=False)
    attempts = []
    for domain in registry.all():
        try:
            attempts.append(_read_offline(domain, text, options, datasets))
        except InputError:  # the data given are another domain's
            continue
        except Exception as error:  # foreign code
            registry.blame(domain, error)
    clear = [found for attempt in attempts if (found := _settled(attempt, text, strict, None)).clear]
    if len(clear) == 1:
        return clear[0]
    touched = sorted([attempt for attempt in attempts if attempt.reading.facts], key=_unread)
    if not clear and model is not None:
        likeliest = _settled(touched[0], text, strict, None) if touched else None
        if (opened := _of_no_world(text, likeliest, options, registry, datasets, model)) is not None:
            return opened
    if not clear and touched and (len(touched) == 1 or _unread(touched[0]) < _unread(touched[1])):
        return _settled(touched[0], text, options, model)
    return Interpreted(None, None, None, _which_world(text, registry), text, ())


def _unread(read: _Offline) -> int:
    """How many characters a reading leaves unread."""
    return sum([span.end - span.start for span in read.reading.unread])


def _read_offline(domain: Domain, text: str, options: Options, datasets: Datasets) -> _Offline:
    data = datasets.load(domain, options.data)
    today, assumed = today_of(domain, data, options)
    return _Offline(domain, data, today, assumed, domain.read(text, data, today))


def _settled(read: _Offline, text: str, options: Options, model: Opened | None) -> Interpreted:
    """What the offline reader made of a text, with what a language model makes of the rest, and all that is assumed."""
    domain, data, today, assumed, reading = read.domain, read.data, read.today, read.assumed, read.reading
    if model is not None and (reading.unread or options.reader == "llm"):
        from planner.interpret.llm import completed  # loaded only where words need it

        reading = completed(reading, text, domain, data, today, options.reader, model)
    assumptions = [*reading.assumptions, *_about_data(data)]
    dated = getattr(domain, "dated", True)
    if assumed and dated and not any([today.isoformat() in assumption for assumption in assumptions]):
        assumptions.append(assumed)
    if options.ignore_unread and reading.unread:
        quotes = "; ".join([f"“{' '.join(span.quote.split())}”" for span in reading.unread])
        assumptions.append(f"These words were not understood and are left out, as --ignore-unread allows: {quotes}.")
        reading = Reading(reading.request, reading.facts, (), reading.assumptions, reading.questions)
    return Interpreted(domain, data, reading.request, reading, text, tuple(assumptions))


def _which_world(text: str, registry: Registry) -> Reading:
    kinds = "; ".join([f"{domain.name}: {domain.summary.rstrip('.')}" for domain in registry.all()])
    question = f"What kind of plan is this? The kinds that can be planned are: {kinds}. Name one with --domain."
    return Reading(None, unread=(Span(0, len(text), text),), questions=(question,))


def today_of(domain: Domain, data: Any, options: Options) -> tuple[date, str]:
    """The day that "past" and "tomorrow" are seen from, and a sentence where it was assumed."""
    if options.today is not None:
        return options.today, ""
    offered = domain.default_today(data)
    if offered is not None:
        return offered, f"Today is taken to be {offered}, the day before the first date the data offer."
    today = date.today()
    return today, f"Today is taken to be {today}, this machine's date."


def _about_data(data: Any) -> tuple[str, ...]:
    """Rows of the data that are not offered, by reason."""
    report = getattr(data, "report", None) or {}
    return tuple(
        [
            f"{count:,} {'row' if count == 1 else 'rows'} of the data left out: {reason}."
            for reason, count in report.items()
        ]
    )
