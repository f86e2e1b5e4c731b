"""Cities and regions of the data in a text, and capitalised words where a place should stand that are none of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.reading.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.reading.text import Token
    from domains.travel.data import TravelData

_BEFORE_PLACE = frozenset(
    (
        "from",
        "to",
        "in",
        "visit",
        "visiting",
        "toward",
        "towards",
        "into",
        "leaving",
        "departing",
        "explore",
        "exploring",
        "tour",
        "touring",
        "through",
        "around",
        "across",
        "via",
        "near",
        "destination",
        "origin",
        "reach",
        "reaching",
        "seeing",
    )
)
_BEFORE_SMALL = frozenset(("from", "to", "visit", "visiting", "leaving", "departing"))
_SEPARATORS = (("and",), ("&",), ("plus",), (",",), (",", "and"), ("as", "well", "as"), ("along", "with"), (",", "&"))
NICKNAMES = {
    "Washington, D.C.": "Washington", "Washington D.C.": "Washington", "Washington, DC": "Washington",
    "Washington DC": "Washington", "New York City": "New York", "NYC": "New York", "Vegas": "Las Vegas",
    "Philly": "Philadelphia", "San Fran": "San Francisco", "NOLA": "New Orleans", "Frisco": "San Francisco",
    "SLC": "Salt Lake City",
}  # fmt: skip
"""Other names of cities, used only where the data know the city under its full name."""
DEMONYMS = {
    "Alaskan": "Alaska", "Arizonan": "Arizona", "Californian": "California", "Coloradan": "Colorado", "Floridian": "Florida",
    "Georgian": "Georgia", "Hawaiian": "Hawaii", "Idahoan": "Idaho", "Kansan": "Kansas", "Kentuckian": "Kentucky",
    "Louisianan": "Louisiana", "Minnesotan": "Minnesota", "Mississippian": "Mississippi",
    "Missourian": "Missouri", "Montanan": "Montana", "Nebraskan": "Nebraska", "Nevadan": "Nevada",
    "Ohioan": "Ohio", "Oklahoman": "Oklahoma", "Oregonian": "Oregon", "Pennsylvanian": "Pennsylvania",
    "Tennessean": "Tennessee", "Texan": "Texas", "Utahn": "Utah", "Utahan": "Utah", "Virginian": "Virginia",
}  # fmt: skip
"""What is of a state, as in "two Texan cities"; used where the data know the state."""


_TRIPS = frozenset(("trip", "tour", "itinerary", "vacation", "holiday", "getaway", "journey", "week", "visit"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the text names it: a known city, a known region, both (New York), or neither (`known` is False).

    `region` is the one named beside a city ("Nashville, Tennessee"), `clash` the one where the data have it instead.
    """

    name: str
    is_city: bool
    is_region: bool
    region: str | None = None
    clash: str | None = None
    quote: str = ""

    @property
    def known(self) -> bool:
        """Whether the data or their region names have it."""
        return self.is_city or self.is_region


class Places:
    """The places of one data set."""

    def __init__(self, data: TravelData) -> None:
        cities = {*data.hotels, *data.restaurants, *data.attractions, *data.states, *(data.candidates or ())}
        cities |= {city for pair in data.roads for city in pair}
        if (
            not data.states
        ):  # tables too large to hold list their cities with the states, so their flights are left alone
            cities |= {city for origin, destination, _ in data.flights for city in (origin, destination)}
        self.cities = frozenset(cities)
        self.states = data.states
        self.regions = frozenset((*data.states.values(), *data.regions.values()))
        self.short = {short: name for short, name in data.regions.items() if short != name}
        self.words = frozenset(
            [word for name in (*self.cities, *self.regions) for word in name.lower().replace(".", "").split()]
        )
        """Every word of a place's name, in lower case."""
        self._index = NameIndex(
            sorted(self.cities | self.regions),
            {other: name for other, name in NICKNAMES.items() if name in self.cities}
            | {other: name for other, name in DEMONYMS.items() if name in self.regions},
        )

    def close_to(self, name: str) -> list[str]:
        """Known places that a misspelt name may mean."""
        return self._index.close_to(name)

    def extractor(
        self, is_word: Callable[[str], bool], has_capitals: bool
    ) -> Callable[[Sequence[Token], int], tuple[tuple[Place, ...], int] | None]:
        """Finds "Austin" or "Austin, Dallas and Houston" at a token; `is_word` knows the reader's own vocabulary."""

        def find(tokens: Sequence[Token], at: int) -> tuple[tuple[Place, ...], int] | None:
            labelled = at > 1 and tokens[at - 1].norm == ":"
            before = tokens[at - 2 if labelled else at - 1].norm if at else ""
            first = self._place(tokens, at, is_word, has_capitals, before)
            if first is None:
                return None
            places, after = [first[0]], first[1]
            while (join := _joined(tokens, after)) is not None:
                more = self._place(tokens, join, is_word, has_capitals, "and")
                if more is None or _only_region(more[0]) != _only_region(places[0]):
                    break  # "Texas, Austin and Dallas" is a state and then two cities
                places.append(more[0])
                after = more[1]
            return tuple(places), after

        return find

    def _place(
        self, tokens: Sequence[Token], at: int, is_word: Callable[[str], bool], has_capitals: bool, before: str
    ) -> tuple[Place, int] | None:
        prefix = _prefix(tokens, at)
        found = self._index.at(tokens, at + prefix)
        if found is not None:
            named, after = found
            sure = named.capital or not has_capitals
            if sure or before in _BEFORE_PLACE or before in ("and", ",", "&", "of") or prefix:
                if named.capital and has_capitals and _goes_on(tokens, after, is_word):
                    return self._unknown(tokens, at, is_word)
                place = Place(
                    named.name, named.name in self.cities, named.name in self.regions, quote=_quote(tokens, at, after)
                )
                if prefix and place.is_region:
                    return replace(place, is_city=False), after
                return self._qualified(place, tokens, after)
        if before not in _BEFORE_PLACE and before != "and":
            return None
        if has_capitals and tokens[at].capital and tokens[at].kind == "word" and not is_word(tokens[at].norm):
            return self._unknown(tokens, at, is_word)
        if (
            before in _BEFORE_SMALL
            and tokens[at].kind == "word"
            and len(tokens[at].norm) > 3
            and not is_word(tokens[at].norm)
        ):
            words = " ".join([token.norm for token in tokens[at : at + 2]])
            if self.close_to(words) and len(tokens) > at + 1 and not is_word(tokens[at + 1].norm):
                return Place(words, False, False, quote=words), at + 2
            if self.close_to(tokens[at].norm):
                return Place(tokens[at].norm, False, False, quote=tokens[at].norm), at + 1
        return None

    def _unknown(self, tokens: Sequence[Token], at: int, is_word: Callable[[str], bool]) -> tuple[Place, int]:
        after = at + 1
        while _goes_on(tokens, after, is_word):
            after += 1
        name = " ".join([token.norm.capitalize() for token in tokens[at:after]])
        return Place(name, False, False, quote=name), after

    def _qualified(self, place: Place, tokens: Sequence[Token], after: int) -> tuple[Place, int]:
        """The place with the region named after it: "Nashville, Tennessee", "Nashville (TN)", "Nashville in Tennessee"."""
        if place.is_region and after < len(tokens) and tokens[after].norm == "state":
            return replace(place, is_city=False), after + 1
        if not place.is_city:
            return place, after
        opened = after < len(tokens) and tokens[after].norm in (",", "(")
        inner = after + 1 if opened else after
        linked = [token.norm for token in tokens[inner : inner + 4]]
        if not opened and linked[:1] == ["in"]:
            inner += 4 if linked == ["in", "the", "state", "of"] else 1
        if inner >= len(tokens):
            return place, after
        region, end, short = self._region(tokens, inner)
        if region is None or (end < len(tokens) and tokens[end].norm in _TRIPS):
            return place, after  # "from Oakland, Oregon trip"
        state = self.states.get(place.name)
        if state is None and region in self.cities and not short:
            return place, after  # a list of two cities rather than a city and its region
        if state is not None and state != region and (linked[:1] == ["in"] or region in self.cities) and not short:
            return place, after
        if opened and tokens[after].norm == "(":
            if end >= len(tokens) or tokens[end].norm != ")":
                return place, after
            end += 1
        elif opened and not short and state is None and end < len(tokens) and tokens[end].norm in ("and", "&"):
            return place, after
        clash = state if state is not None and state != region else None
        return replace(place, region=region, clash=clash, is_region=False), end

    def _region(self, tokens: Sequence[Token], at: int) -> tuple[str | None, int, bool]:
        """A region's name or short form, the index after it, and whether it was the short form (capitals only)."""
        token = tokens[at]
        if token.upper and token.norm.upper() in self.short:
            return self.short[token.norm.upper()], at + 1, True
        found = self._index.at(tokens, at)
        if found is not None and found[0].name in self.regions:
            return found[0].name, found[1], False
        return None, at, False


def _only_region(place: Place) -> bool:
    return place.is_region and not place.is_city


def _prefix(tokens: Sequence[Token], at: int) -> int:
    """Words before a region that say it is one: "the state of"."""
    words = [token.norm for token in tokens[at : at + 3]]
    return 3 if words == ["the", "state", "of"] else 2 if words[:2] == ["state", "of"] else 0


def _joined(tokens: Sequence[Token], at: int) -> int | None:
    """The index of the next member of a list of places."""
    best: int | None = None
    for words in _SEPARATORS:
        if tuple([token.norm for token in tokens[at : at + len(words)]]) == words and at + len(words) < len(tokens):
            best = max(best or 0, at + len(words))
    return best


def _goes_on(tokens: Sequence[Token], at: int, is_word: Callable[[str], bool]) -> bool:
    """Whether a capitalised name continues with a word that nothing explains ("Jackson Hole")."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    return token.kind == "word" and token.capital and not is_word(token.norm) and token.norm != "'s"


def _quote(tokens: Sequence[Token], at: int, after: int) -> str:
    return " ".join([token.norm for token in tokens[at:after]])
