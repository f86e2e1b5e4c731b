"""Reading a request: domain, data, typed request, and whatever was not understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from domains.base import Reading, Span
from encoders.errors import InputError, UnsupportedError
from planner.interpret.choose import domain_of_text, request_of_content

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domains.base import Domain
    from planner.datasets import Datasets
    from planner.options import Options
    from planner.registry import Registry
    from planner.sources import Given


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


def interpret(given: Given, options: Options, registry: Registry, datasets: Datasets) -> Interpreted:
    """Choose the domain, load its data and read the request. Raises InputError, UnsupportedError."""
    if options.reader == "llm":
        raise UnsupportedError(
            "no language model is configured; leave --reader out to read without one", where="--reader llm"
        )
    if given.text is not None and options.layout is None:
        return _from_text(given.text, options, registry, datasets)
    content = given.text if given.text is not None else given.content
    domain, request = request_of_content(content, options.layout, options.domain, registry)
    data = datasets.load(domain, options.data)
    return Interpreted(domain, data, request, Reading(request), None, _about_data(data))


def _from_text(text: str, options: Options, registry: Registry, datasets: Datasets) -> Interpreted:
    domain = registry.get(options.domain) if options.domain else domain_of_text(text, registry)
    if domain is None:
        return _from_text_of_unknown_kind(text, options, registry, datasets)
    return _read_by(domain, text, options, datasets)


def _from_text_of_unknown_kind(text: str, options: Options, registry: Registry, datasets: Datasets) -> Interpreted:
    """No domain sounds likelier: the one that understands every word, else the one that leaves the least of it unread."""
    readings = []
    for domain in registry.all():
        try:
            readings.append(_read_by(domain, text, replace(options, ignore_unread=False), datasets))
        except InputError:  # the data given are another domain's
            continue
        except Exception as error:  # foreign code
            registry.blame(domain, error)
    clear = [found for found in readings if found.clear]
    if len(clear) == 1:
        return clear[0]
    touched = sorted([found for found in readings if found.reading.facts], key=_unread)
    if not clear and touched and (len(touched) == 1 or _unread(touched[0]) < _unread(touched[1])):
        assert touched[0].domain is not None
        return _read_by(touched[0].domain, text, options, datasets)
    return Interpreted(None, None, None, _which_world(text, registry), text, ())


def _unread(found: Interpreted) -> int:
    """How many characters a reading leaves unread."""
    return sum([span.end - span.start for span in found.reading.unread])


def _read_by(domain: Domain, text: str, options: Options, datasets: Datasets) -> Interpreted:
    data = datasets.load(domain, options.data)
    today, assumed = today_of(domain, data, options)
    reading = domain.read(text, data, today)
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
