"""What a reply claims, judged item by item: evident from the quoted words, to be confirmed, or not to be used."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from encoders.errors import PlanproofError
from planner.interpret.llm import evidence, wishes
from planner.interpret.llm.confirm import NOTHING_FOLLOWS
from planner.interpret.llm.plain import require_same
from planner.interpret.llm.quotes import clauses, located, words_in
from planner.interpret.llm.reply import IMPOSSIBLE, MOST_ITEMS, NOTHING, WISH
from planner.interpret.llm.said import fillers, left_over, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from domains.base import Span
    from domains.vocabulary import Field, Words
    from planner.interpret.llm.reply import Item, Items

ClaimKind = Literal["field", "wish", "nothing", "impossible"]
_REASON = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """One item whose quote stands in the text: its place, what it fills, and why it is not evident ("" where it is)."""

    kind: ClaimKind
    field: str
    value: str
    start: int
    end: int
    quote: str
    says: str
    doubt: str = ""
    whole: tuple[int, int] | None = None
    """Of a claim that rests on one clause of a longer quote: where that quote stands."""


@dataclass
class Judged:
    """The claims of a reply, and what is wrong with its other items, in words for the model."""

    claims: list[Claim] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Judge:
    """Judges replies about one text. `near` are the spans that are asked about; quotes elsewhere are not used.

    `echo` says a wish in English, `builds` raises where the world has no such wish.
    """

    def __init__(
        self,
        text: str,
        near: Sequence[Span],
        words: Words,
        today: date,
        echo: Callable[[str], str],
        builds: Callable[[str], None],
    ) -> None:
        self._text = text
        self._near = near
        self._words = words
        self._fields = {entry.name: entry for entry in words.fields}
        self._today = today
        self._echo = echo
        self._builds = builds

    def evident(self, items: Sequence[Item], beside: Sequence[Claim]) -> list[Claim]:
        """The claims among these items that the words show by themselves, for words that no claim of `beside` takes.

        A field that has another value there is left alone.
        """
        found: list[Claim] = []
        for item in items:
            place = located(self._text, item.quote, self._near)
            if place is None or any([claim.start < place[1] and place[0] < claim.end for claim in beside]):
                continue
            try:
                claim = self._claim(item, place)
            except PlanproofError:
                continue
            if not claim.doubt and claim not in found:
                found.append(claim)
        taken = {claim.field for claim in beside if not self._several(claim.field)}
        merged = _without_clashes([*found], self._fields)
        return [claim for claim in merged if not claim.doubt and claim.field not in taken]

    def widened(self, claims: Sequence[Claim]) -> list[Claim]:
        """The claims, those that left words of their quote to nobody resting on all of it again: then they are in doubt."""
        found = []
        for claim in claims:
            if claim.whole is not None and self._left(claim.whole, claims):
                start, end = claim.whole
                quote = " ".join(self._text[start:end].split())
                claim = replace(claim, start=start, end=end, quote=quote, doubt="the quote says more")
            found.append(claim)
        return found

    def _left(self, whole: tuple[int, int], claims: Sequence[Claim]) -> bool:
        """Whether words of a stretch that are asked about, and add something, stand in no claim."""
        for start, end in words_in(self._text, *whole):
            asked = any([start < span.end and span.start < end for span in self._near])
            taken = any([claim.start <= start and end <= claim.end for claim in claims])
            if asked and not taken and self._text[start:end].lower() not in fillers():
                return True
        return False

    def covers(self, claims: Sequence[Claim]) -> bool:
        """Whether every word that is asked about stands in some claim: then nothing is gained by asking again."""
        return all(
            [
                any([claim.start <= start and end <= claim.end for claim in claims])
                for span in self._near
                for start, end in words_in(self._text, span.start, span.end)
            ]
        )

    def _several(self, field: str) -> bool:
        return field not in self._fields or self._fields[field].several

    def judged(self, reply: Items) -> Judged:
        """Every item either gives a claim, or stands in `wrong`, or is about words that nobody asked about."""
        found = Judged()
        if len(reply.items) > MOST_ITEMS:
            found.wrong.append(f"there are more than {MOST_ITEMS} items")
        for item in reply.items[:MOST_ITEMS]:
            place = located(self._text, item.quote, self._near)
            if place is None:
                found.wrong.append(
                    f"the quote {_short(item.quote)!r} does not stand in the text; copy it word for word"
                )
                continue
            if not any([place[0] < span.end and span.start < place[1] for span in self._near]):
                continue
            try:
                claim = self._claim(item, place)
            except PlanproofError as error:
                found.wrong.append(f"{item.field} {_short(item.value)!r} for {_short(item.quote)!r}: {error}")
                continue
            if claim not in found.claims:
                found.claims.append(claim)
        found.claims = _without_clashes(found.claims, self._fields)
        return found

    def _claim(self, item: Item, place: tuple[int, int]) -> Claim:
        start, end = place
        quote = " ".join(self._text[start:end].split())
        if item.field not in (NOTHING, IMPOSSIBLE):
            evidence.require_currency(self._words.currency, quote)
        if item.field == WISH:
            wish = wishes.sound(item.value, self._words)
            self._builds(wish)
            return self._narrowed(
                Claim("wish", WISH, wish, start, end, quote, self._echo(wish)),
                lambda words: wishes.doubt(wish, words, self._words),
            )
        if item.field == NOTHING:
            spoken = said(quote)
            rest = spoken.denied or spoken.numbers or spoken.days or left_over(spoken.tokens, (), ())
            return Claim(
                "nothing", NOTHING, "", start, end, quote, NOTHING_FOLLOWS, "they may ask for something" if rest else ""
            )
        if item.field == IMPOSSIBLE:
            return Claim("impossible", IMPOSSIBLE, _short(item.value, _REASON), start, end, quote, "")
        about = self._fields[item.field]
        value = evidence.value_of(about, item.value)
        if about.kind == "plain":
            require_same(value, quote)
        says = about.says(value) if about.says is not None else f"{about.name}: {value}."
        return self._narrowed(
            Claim("field", about.name, value, start, end, quote, says),
            lambda words: evidence.doubt(about, value, words, self._words.fields, self._today),
        )

    def _narrowed(self, claim: Claim, doubt: Callable[[str], str]) -> Claim:
        """The claim with its doubt; where one clause of a longer quote shows it by itself, it rests on that clause alone."""
        about_all = doubt(claim.quote)
        if not about_all:
            return claim
        for first, after in clauses(self._text, claim.start, claim.end):
            words = " ".join(self._text[first:after].split())
            if not doubt(words) and any([first < span.end and span.start < after for span in self._near]):
                return replace(claim, start=first, end=after, quote=words, whole=(claim.start, claim.end))
        return replace(claim, doubt=about_all)


def _without_clashes(claims: list[Claim], fields: dict[str, Field]) -> list[Claim]:
    """Two values for a field that has one are both in doubt; so is one value where other words for it overlap."""
    single: dict[str, set[str]] = {}
    for claim in claims:
        if claim.kind == "field" and not fields[claim.field].several:
            single.setdefault(claim.field, set()).add(claim.value)
    clashing = {name for name, values in single.items() if len(values) > 1}
    dismissed = [claim for claim in claims if claim.kind in ("nothing", "impossible")]
    found = []
    for claim in claims:
        if claim.kind == "field" and claim.field in clashing:
            claim = replace(claim, doubt="the text is read in two ways")
        elif claim.kind != "impossible" and any([_overlap(claim, other) for other in dismissed if other is not claim]):
            claim = replace(claim, doubt="the same words are read in two ways")
        found.append(claim)
    return found


def _overlap(one: Claim, other: Claim) -> bool:
    return one.kind != other.kind and one.start < other.end and other.start < one.end


def _short(text: str, most: int = 60) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= most else f"{folded[:most]}..."
