"""What a text says about a trip, gathered from its phrases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.trip.reader.items import TRANSPORT
from domains.trip.request import flight_of

if TYPE_CHECKING:
    from domains.reading.clauses import Finding
    from domains.reading.durations import Duration
    from domains.reading.phrasebook import Heard
    from domains.trip.reader.items import Days, Pair


@dataclass
class Said:
    """Everything said, in the order of the text."""

    stays: dict[str, int | None] = field(default_factory=dict)
    visits: dict[str, None] = field(default_factory=dict)
    optional: dict[str, None] = field(default_factory=dict)
    each: int | None = None
    total: int | None = None
    most: int | None = None
    count: int | None = None
    by: str | None = None
    flights: dict[str, Any] = field(default_factory=dict)
    """Prices, or None, by the names of the connections."""
    all_connected: bool = False
    windows: list[dict[str, Any]] = field(default_factory=list)
    first: str | None = None
    last: str | None = None
    order: dict[str, None] = field(default_factory=dict)
    budget: Any = None
    goals: dict[str, None] = field(default_factory=dict)
    regions: dict[str, None] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The cities to visit."""
        told = [*self.stays, *self.visits, *self.optional, *[window["city"] for window in self.windows]]
        told += [name for name in (self.first, self.last) if name]
        return list(dict.fromkeys(told))

    def ends_of(self, flight: str) -> tuple[str, str]:
        """The two cities of a connection."""
        return flight_of(flight)[:2]


def gather(heard: Heard) -> Said:
    """The findings' meanings; doubts become questions."""
    said = Said()
    for finding in heard.findings:
        topic, gives = finding.match.phrase.topic, finding.match.phrase.gives
        _HANDLERS[topic](said, heard, finding, gives)
    _regions(said, heard)
    _region_with_days(said, heard)
    _windows_by_length(said)
    return said


def _cities(finding: Finding) -> list[str]:
    found: list[str] = []
    for item in finding.match.slots:
        if item.kind == "CITY":
            found.append(item.value)
        elif item.kind == "CITIES":
            found += item.value
        elif item.kind == "PAIRS" and finding.match.phrase.gives == "star":
            found += [name for pair in item.value for name in (pair.one, pair.other)]
    return found


def _length(heard: Heard, finding: Finding, *, stay: bool) -> int | None:
    """Days of a length; nights are spent between days, which is said."""
    length: Duration | None = finding.match.slot("LENGTH") or finding.match.slot("SPENT")
    if length is None:
        return None
    if length.contradicts_itself:
        heard.ask(f"“{heard.quote(finding)}”: how many days are meant?")
    if length.days is None:
        heard.assume(
            f"“{length}” {'there ' if stay else ''}are {length.as_days} days, those of arrival and departure included."
        )
    return length.as_days


def _city(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    names = _cities(finding)
    if gives == "stay number":
        days: int | None = finding.match.slot("N")
        if not isinstance(days, int) or days < 1:
            heard.reject(finding)
            return
    else:
        days = _length(heard, finding, stay=True)
    if gives == "visit":
        for name in names:
            said.visits.setdefault(name)
            heard.fact(f"cities/{name}", f"{name} is visited.", finding, "goal")
        return
    if gives == "optional":
        said.optional.update(dict.fromkeys(names))
    if not names:
        said.each = days
        heard.fact("cities", f"{_days(days)} in each city.", finding)
    for name in names:
        before = said.stays.get(name)
        if before is not None and days is not None and before != days:
            heard.ask(f"{_days(before)} or {_days(days)} in {name}?")
        if days is not None:
            said.stays[name] = days
            heard.fact(f"cities/{name}", f"{_days(days)} in {name}.", finding, "goal")
        else:
            said.visits.setdefault(name)
            heard.fact(f"cities/{name}", f"{name} is visited if it fits in.", finding, "goal")


def _window(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    span: Days = finding.match.slot("SPAN")
    names = _cities(finding)
    event = finding.match.slot("EVENT") or _event(finding)
    city = names[-1]
    name = _window_name(event, city, span, {window["name"] for window in said.windows})
    within = gives == "within"
    said.windows.append({"name": name, "city": city, "first": span.first, "last": span.last, "within": within})
    heard.fact(f"windows/{name}", f"In {city} from day {span.first} to day {span.last}.", finding, "constraint")


def _event(finding: Finding) -> str:
    """The words that say what for, without the verbs around them."""
    words = [item.norm for item in finding.match.items if item.kind == "word"]
    for noun in (
        "relatives",
        "friends",
        "friend",
        "family",
        "parents",
        "colleagues",
        "clients",
        "client",
        "sister",
        "brother",
    ):
        if noun in words:
            verb = "visit" if "visit" in words or "visiting" in words else "meet"
            return f"{verb} {noun}"
    return ""


def _window_name(event: str, city: str, span: Days, taken: set[str]) -> str:
    days = f"day {span.first}" if span.first == span.last else f"days {span.first}-{span.last}"
    name = f"{event} in {city}" if event else f"{city} on {days}"
    return name if name not in taken else f"{name}, {days}"


def _windows_by_length(said: Said) -> None:
    """Where the days told are more than those of the stay, it lies within them; otherwise it covers them."""
    for window in said.windows:
        days = said.stays.get(window["city"], said.each)
        if days is not None and window["last"] - window["first"] + 1 > days:
            window["within"] = True


def _trip(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    names = _cities(finding)
    if gives in ("total", "most"):
        days = _length(heard, finding, stay=False)
        before = said.total if gives == "total" else said.most
        if before is not None and before != days:
            heard.ask(f"{_days(before)} or {_days(days)}: how long is the trip?")
        if gives == "total":
            said.total = days
            heard.fact("days", f"The trip takes {_days(days)}.", finding)
        else:
            said.most = days
            heard.fact("most_days", f"The trip takes at most {_days(days)}.", finding, "constraint")
        _regions_of(said, names)
    if finding.match.slot("N") is not None and gives in ("total", "count"):
        said.count = finding.match.slot("N")
        if gives == "count":
            heard.fact("cities", f"{said.count} cities.", finding)
        _regions_of(said, names)
    if gives == "region":
        _regions_of(said, names)
        heard.fact("cities", f"In {', '.join(names)}.", finding)
    if gives == "by":
        found = _transport(finding)
        said.by = found or said.by
        heard.fact("flights", f"Only direct {found or 'connection'}s.", finding)
    for place, field_name in enumerate(("first", "last") if gives == "both" else (gives,)):
        if field_name not in ("first", "last"):
            continue
        name = names[place if gives == "both" else 0]
        before = getattr(said, field_name)
        if before is not None and before != name:
            heard.ask(f"Does the trip {'begin' if field_name == 'first' else 'end'} in {before} or in {name}?")
        setattr(said, field_name, name)
        says = f"The trip {'begins' if field_name == 'first' else 'ends'} in {name}."
        heard.fact(field_name, says, finding, "constraint")


def _regions_of(said: Said, names: list[str]) -> None:
    said.regions.update(dict.fromkeys(names))


def _regions(said: Said, heard: Heard) -> None:
    """Names of which nothing else is said are regions; the others are cities."""
    ends = {name for flight in said.flights for name in said.ends_of(flight)}
    told = {*said.stays, *said.optional, *ends, *[window["city"] for window in said.windows]}
    for name in said.regions:
        if name not in told and name not in (said.first, said.last):
            said.visits.pop(name, None)
            heard.assume(f"“{name}” is taken as where the cities are, not as one of them.")


def _region_with_days(said: Said, heard: Heard) -> None:
    """ "Two weeks in Italy: five days in Rome, ...": a name with the days of all others together that nothing connects."""
    for name, days in list(said.stays.items()):
        others = [n for other, n in said.stays.items() if other != name]
        linked = {end for flight in said.flights for end in said.ends_of(flight)}
        told = name in linked or name in (said.first, said.last) or any([w["city"] == name for w in said.windows])
        if len(others) < 2 or days is None or told or None in others:
            continue
        total = sum([n for n in others if n is not None]) - len(others) + 1
        if (days == total or (linked and days >= total)) and said.total in (None, days):
            del said.stays[name]
            said.total = days
            heard.assume(f"“{name}” is taken as where the cities are: the whole trip takes {_days(days)}.")
            return


def _transport(finding: Finding) -> str | None:
    words = [item.norm for item in finding.match.items if item.kind == "word"]
    return next((TRANSPORT[word] for word in words if word in TRANSPORT), None)


def _order(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    one, other = _cities(finding)[:2]
    if gives == "before" and finding.match.items[0].norm == "before":
        one, other = other, one
    if gives.endswith("after"):
        one, other = other, one
    text = f"{one} {'right ' if gives.startswith('right') else ''}before {other}"
    said.order[text] = None
    heard.fact(f"order/{text}", f"{text}.", finding, "constraint")


def _way(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    found = _transport(finding)
    said.by = (said.by or found) if found in (None, said.by or found) else "connection"
    if gives == "all":
        said.all_connected = True
        heard.fact("flights", "All cities are connected.", finding)
        return
    pairs: list[tuple[str, str, bool, Any]] = []
    if gives == "star":
        here, *others = _cities(finding)
        both = finding.match.items[0].norm not in ("from", "out")
        pairs = [(here, other, both, None) for other in others]
    else:
        told: tuple[Pair, ...] = finding.match.slot("PAIRS")
        loose = [pair for pair in told if pair.loose]
        if loose and not finding.match.has("both"):
            heard.assume(
                f"“{loose[0].one} to {loose[0].other}” and the like are taken as that way only; say “and back” for both."
            )
        both_ways = finding.match.has("both")
        for pair in told:
            price = None if pair.price is None else pair.price.amount
            pairs.append((pair.one, pair.other, pair.both or both_ways, price))
    for one, other, both, price in pairs:
        name = f"{one} {'-' if both else '>'} {other}"
        if f"{other} - {one}" in said.flights or f"{one} - {other}" in said.flights:
            continue
        said.flights[name] = price
    noun = found or "connection"
    heard.fact("flights", f"{len(pairs)} direct {noun}{'' if len(pairs) == 1 else 's'}.", finding)


def _budget(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    said.budget = finding.match.slot("MONEY").amount
    heard.fact("budget", f"At most {said.budget}.", finding, "constraint")


def _goal(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    said.goals[gives] = None
    heard.fact(
        f"objective/{gives}",
        {"price": "As cheap as possible.", "days": "As short as possible."}.get(gives, "Most cities."),
        finding,
        "goal",
    )


def _days(number: int | None) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


_HANDLERS = {
    "city": _city,
    "window": _window,
    "trip": _trip,
    "order": _order,
    "way": _way,
    "budget": _budget,
    "goal": _goal,
}
