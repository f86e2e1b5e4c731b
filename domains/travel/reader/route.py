"""Where the trip starts and which cities it visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.reading.notes import firm, joined
from domains.travel.reader.mentions import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.clauses import Finding
    from domains.reading.notes import Notes
    from domains.travel.reader.mentions import Said
    from domains.travel.reader.places import Place, Places

_MOST_CITIES = 20


@dataclass
class Route:
    """Origin, destination, named cities and their number, as far as they are known."""

    origin: str | None = None
    destination: str | None = None
    cities: list[str] = field(default_factory=list)
    count: int | None = None


def read_route(findings: Sequence[Finding], notes: Notes, places: Places) -> Route:
    """The route; whatever is missing, unknown or contradictory is noted as a question."""
    said = gather(findings, notes)
    route = Route()
    _home_again(said)
    _take_home_of_people(said, notes)
    _take_bare_home(said, notes)
    _origin(said, route, notes, places)
    _destination(said, route, notes, places)
    if route.origin is not None and route.origin in (route.destination, *route.cities):
        notes.ask(f"The trip starts in {route.origin} and goes there too: which other city is to be visited?")
        route.destination = None
    _returns(said, route, notes)
    _mentions(said, route, notes)
    return route


def _origin(said: Said, route: Route, notes: Notes, places: Places) -> None:
    entries = firm([(group, finding) for group, finding in said.origins], notes)
    groups: dict[tuple[str, ...], tuple[tuple[Place, ...], Finding]] = {}
    for group, finding in entries:
        groups.setdefault(tuple([place.name for place in group]), (group, finding))
    if not groups:
        notes.ask("Where does the trip start? Name the city.")
        return
    if len(groups) > 1 or any([len(group) > 1 for group, _ in groups.values()]):
        names = list(dict.fromkeys([place.name for group, _ in groups.values() for place in group]))
        notes.ask(f"The trip can start in one city only: is it {joined(names, 'or')}?")
        return
    ((place,), _) = next(iter(groups.values()))
    if not place.is_city:
        notes.ask(_unknown(place, places) if not place.known else f"In which city of {place.name} does the trip start?")
        return
    if place.clash is not None:
        notes.ask(f"{place.name} lies in {place.clash} in these data, not in {place.region}: which city is meant?")
        return
    route.origin = place.name
    for _, finding in entries:
        notes.fact("origin", f"The trip starts and ends in {place.name}.", finding)


def _unknown(place: Place, places: Places) -> str:
    """A question that names what is unknown and what may be meant."""
    close = places.close_to(place.name)
    if close:
        return f"The data know no place “{place.name}”. Did you mean {joined(close, 'or')}?"
    known = sorted(places.cities)
    listing = f" The data know {joined(known)}." if len(known) <= 12 else ""
    return f"The data know no place “{place.name}”: which city or state is meant?{listing}"


def _destination(said: Said, route: Route, notes: Notes, places: Places) -> None:
    count = _count(said, notes)
    if not said.destinations and not said.regions and not said.named:
        _take_bare(said, route, notes)
    if not said.destinations and not said.regions and not said.named:
        groups = {tuple([p.name for p in group]): group for group, _ in said.mentions}
        if len(groups) == 1:  # "private rooms in Denver" where nothing else tells where to
            said.destinations += said.mentions
            said.mentions = []
    mentioned = [place for group, _ in (*said.destinations, *said.named) for place in group] + [
        p for p, _ in said.regions
    ]
    for place in mentioned:
        if not place.known:
            notes.ask(_unknown(place, places))
            return
        if place.clash is not None:
            notes.ask(f"{place.name} lies in {place.clash} in these data, not in {place.region}: which is meant?")
            return
    if not mentioned:
        notes.ask("Where does the trip go? Name a city, or a state and how many of its cities to visit.")
        return
    regions, cities, ambiguous = _sorted_out(said, count)
    if len(regions) > 1:
        notes.ask(f"A trip can go to one state only: is it {joined(regions, 'or')}?")
        return
    region = regions[0] if regions else None
    strangers = [c for c in cities if region is not None and places.states.get(c, region) != region]
    if strangers:
        notes.ask(
            f"{joined(strangers)} {'is' if len(strangers) == 1 else 'are'} not in {region}: which cities are to be visited?"
        )
        return
    _settle(said, route, notes, places, region, cities, count, ambiguous)


def _home_again(said: Said) -> None:
    """ "Memphis to Texas to Memphis": going where the trip starts is the way home."""
    homes = {place.name for group, _ in said.origins for place in group}
    back = [(group, f) for group, f in said.destinations if {place.name for place in group} <= homes]
    if len(homes) == 1 and len(back) < len(said.destinations):
        said.returns += [(group[0], f) for group, f in back]
        said.destinations = [(group, f) for group, f in said.destinations if (group, f) not in back]


def _take_home_of_people(said: Said, notes: Notes) -> None:
    """ "A couple in Denver wants to see Boston": where the travellers are is home where nothing else is named as that."""
    there = {place.name for group, _ in said.destinations for place in group} | {
        place.name for place, _ in said.regions
    }
    for group, finding in said.homes:
        if not said.origins and there and len(group) == 1 and group[0].is_city and group[0].name not in there:
            notes.assume(f"“{notes.quote(finding)}” is taken as where the trip starts.")
            said.origins.append((group, finding))
        else:
            said.mentions.append((group, finding))


def _take_bare_home(said: Said, notes: Notes) -> None:
    """ "For 3 people: Atlanta, 2 cities in Texas": a city that stands alone is home where only the destination is told."""
    groups = {tuple([place.name for place in group]): (group, f) for group, f in said.bare}
    there = {place.name for group, _ in said.destinations for place in group} | {
        place.name for place, _ in said.regions
    }
    if said.origins or not there or len(groups) != 1:
        return
    group, finding = next(iter(groups.values()))
    if len(group) == 1 and group[0].is_city and group[0].name not in there:
        notes.assume(f"“{notes.quote(finding)}” is taken as where the trip starts.")
        said.origins += said.bare
        said.bare = []


def _take_bare(said: Said, route: Route, notes: Notes) -> None:
    """ "Norfolk for two, from Denver": a place that stands alone is the destination where nothing else is and home is another."""
    groups = {tuple([place.name for place in group]) for group, _ in said.bare}
    if route.origin is not None and len(groups) == 1 and route.origin not in next(iter(groups)):
        notes.assume(f"“{notes.quote(said.bare[0][1])}” is taken as where the trip goes.")
        said.destinations += said.bare
        said.bare = []


def _count(said: Said, notes: Notes) -> int | None:
    entries = firm(said.counts, notes)
    counts = list(dict.fromkeys([count for count, _ in entries]))
    if not counts:
        return None
    if len(counts) > 1:
        notes.ask(f"The text speaks of {joined([str(c) for c in counts])} cities: how many are to be visited?")
        return None
    count = counts[0]
    if not isinstance(count, int) or not 1 <= count <= _MOST_CITIES:
        notes.ask(f"{count} cities cannot be planned: how many are to be visited (1 to {_MOST_CITIES})?")
        return None
    return count


def _sorted_out(said: Said, count: int | None) -> tuple[list[str], list[str], bool]:
    """Regions and cities; a name that is both is the region where several cities are asked for, else the city."""
    regions: dict[str, None] = {place.name: None for place, _ in said.regions if place.is_region}
    cities: dict[str, None] = {place.name: None for place, _ in said.regions if not place.is_region}
    ambiguous = any([place.is_region and place.is_city for place, _ in said.regions]) and (count or 1) == 1
    several = (count or 1) > 1
    for group, _ in (*said.destinations, *said.named):
        for place in group:
            as_region = place.is_region and (
                not place.is_city or place.name in regions or (several and len(group) == 1)
            )
            (regions if as_region else cities)[place.name] = None
            if place.region is not None and several:
                regions.setdefault(place.region, None)
    return list(regions), list(cities), ambiguous


def _settle(
    said: Said,
    route: Route,
    notes: Notes,
    places: Places,
    region: str | None,
    cities: list[str],
    count: int | None,
    ambiguous: bool,
) -> None:
    findings = list({id(f): f for _, f in (*said.destinations, *said.named, *said.regions)}.values())
    if not cities:
        assert region is not None
        if count is None:
            if not said.counts:
                notes.ask(f"How many cities of {region} are to be visited?")
            return
        if count == 1 and region in places.cities and ambiguous:
            notes.ask(f"{region} is a city and a state: name the city that is to be visited.")
            return
        route.destination, route.count = region, count
        says = f"The trip goes to {region}."
    else:
        apart = {
            tuple([p.name for p in group]) for group, _ in said.destinations if any([p.name in cities for p in group])
        }
        if count is None:
            if said.counts:
                return
            if said.named and region is not None:
                notes.ask(f"How many cities of {region} are to be visited, {joined(cities)} included?")
                return
            if len(apart) > 1:
                notes.ask(f"Are {joined(cities)} all to be visited, or which of them?")
                return
            count = len(cities)
        if count < len(cities):
            notes.ask(
                f"{joined(cities)} are {len(cities)} cities, but the text asks for {count}: which are to be visited?"
            )
            return
        states = list(dict.fromkeys([places.states.get(city) for city in cities]))
        common = states[0] if len(states) == 1 else None
        if count > len(cities) and region is None:
            notes.ask(f"{count} cities are to be visited: which ones besides {joined(cities)}, or in which state?")
            return
        route.count = count
        if count == 1:
            route.destination = cities[0]
        else:
            route.destination, route.cities = region or common or joined(cities), cities
        says = f"The trip goes to {joined(cities)}."
        if count > 1:
            for finding in findings:
                notes.fact("cities", f"It visits {joined(cities)}.", finding)
    for finding in findings:
        notes.fact("destination", says, finding)
    for number, finding in said.counts:
        if number == count:
            notes.fact("city count", f"{count} {'city is' if count == 1 else 'cities are'} visited.", finding)


def _returns(said: Said, route: Route, notes: Notes) -> None:
    for place, finding in said.returns:
        if place is not None and route.origin is not None and place.name != route.origin:
            notes.ask(
                f"The trip starts in {route.origin} but is to end in {place.name}. Only round trips can be planned; which is it?"
            )
        notes.fact("origin", "The trip ends where it starts.", finding)


def _mentions(said: Said, route: Route, notes: Notes) -> None:
    """A place named in passing narrows nothing only if it is the whole destination."""
    if route.destination is None:
        return
    for group, finding in (*said.mentions, *said.bare):
        names = [place.name for place in group]
        if finding.match.phrase.gives == "return":
            continue
        if finding.match.phrase.gives == "bare place" and names == [route.origin]:
            notes.fact("origin", f"The trip starts and ends in {route.origin}.", finding)
        elif names in ([route.destination], route.cities) or set(names) == set(route.cities):
            notes.fact("destination", f"The trip goes to {joined(names)}.", finding)
        else:
            notes.reject(finding)
