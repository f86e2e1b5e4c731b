"""Other lengths of stay and of the whole trip, and what connections and days leave no room for."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domains.trip.request import TripRequest, Window


def alternatives(request: TripRequest, path: str) -> Iterator[Any]:
    """Totals: what the stays come to first; stays: a day less or more, then two."""
    parts = path.split("/")
    if path == "days" and request.days is not None:
        total = _total(request)
        near = [request.days + step for step in (1, -1, 2, -2, 3, -3)]
        yield from dict.fromkeys([*([total] if total not in (None, request.days) else []), *[n for n in near if n > 0]])
    elif parts[0] == "cities" and len(parts) > 2 and parts[-1] == "days":
        city = request.city("/".join(parts[1:-1]))
        if city is not None and city.days is not None:
            missing = 0 if request.days is None else request.days - (_total(request) or request.days)
            steps = [missing] if missing and city.days + missing > 0 else []
            steps += [step for step in (-1, 1, -2, 2, 3) if city.days + step > 0]
            yield from dict.fromkeys([city.days + step for step in steps])


def _total(request: TripRequest) -> int | None:
    """The days of all stays together, those of the flights counted once; None where a length is open."""
    days = [city.days for city in request.cities if not city.optional]
    return None if None in days else sum([n for n in days if n is not None]) - len(days) + 1


def reasons(request: TripRequest, groups: Iterable[str]) -> Sequence[str]:
    """Days that do not add up, cities without connections, appointments that overlap."""
    wished = list(groups)
    cities = [group.partition("/")[2] for group in wished if group.startswith("cities/")]
    found: list[str] = []
    total = _total(request)
    if "days" in wished and total is not None and total != request.days:
        found.append(
            f"The stays come to {total} days, as the day of a {request.by} counts for both cities; the trip is to take "
            f"{request.days}."
        )
    known = request.connections()
    for name in cities:
        others = [other for other in cities if other != name]
        into = [a for a, b in known if b == name]
        out = [b for a, b in known if a == name]
        if others and not into and not out:
            found.append(f"No direct {request.by} to or from {name} is known.")
        elif others and not into:
            found.append(f"No direct {request.by} to {name} is known, only from there.")
        elif others and not out:
            found.append(f"No direct {request.by} from {name} is known, only to it.")
        elif others and len(set(into) | set(out)) == 1:
            found.append(f"The only direct {request.by}s of {name} are those with {(into or out)[0]}.")
    windows = [window for window in request.windows if f"windows/{window.name}" in wished]
    found += _overlaps(request, windows)
    ends = [getattr(request, field) for field in ("first", "last") if field in wished]
    for name in dict.fromkeys([*[window.city for window in windows], *ends]):
        if name in cities:
            continue
        found += _few_connections(request, name)
    for window in windows:
        city = request.city(window.city)
        span = window.last - window.first + 1
        if city is not None and city.days is not None and not window.within and span > city.days:
            found.append(f"“{window.name}” takes {span} days, the stay in {city.name} only {city.days}.")
        if request.days is not None and window.last > request.days:
            found.append(
                f"“{window.name}” lasts until day {window.last}, after the end of the trip on day {request.days}."
            )
    return found


def _few_connections(request: TripRequest, name: str) -> Iterator[str]:
    """How a city is reached and left, where there are few ways."""
    known = [pair for pair in request.connections() if all([request.city(end) is not None for end in pair])]
    into, out = [a for a, b in known if b == name], [b for a, b in known if a == name]
    for ends, verb in ((into, "reached directly only from"), (out, "left directly only to")):
        if ends and len(ends) <= 2 < len(request.cities):
            yield f"{name} can be {verb} {' and '.join(ends)}."
    if len(request.cities) > 1 and not out and into:
        yield f"No direct {request.by} from {name} is known, so it can only be the last city."
    if len(request.cities) > 1 and not into and out:
        yield f"No direct {request.by} to {name} is known, so it can only be the first city."


def _overlaps(request: TripRequest, windows: Sequence[Window]) -> Iterator[str]:
    known = request.connections()
    for one, other in combinations(sorted(windows, key=lambda window: window.first), 2):
        if one.city != other.city and not one.within and not other.within:
            if other.first < one.last:
                yield f"“{one.name}” and “{other.name}” overlap: one is in {one.city} until day {one.last}."
            elif other.first == one.last and (one.city, other.city) not in known:
                yield f"There is no direct {request.by} from {one.city} to {other.city} on day {one.last}."
