"""Claims back into a reading: each is said again in plain English after the text, and the domain's own reader reads the whole.

So one reader decides what a text comes to, asks for what is missing, and finds what contradicts; a claim never replaces what
it read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domains.base import Change, Fact, Reading, Span
from encoders.errors import PlanproofError
from planner.answer import dump
from planner.interpret.llm.said import left_over, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pydantic import BaseModel

    from domains.base import Domain
    from domains.vocabulary import Words
    from planner.interpret.llm.claims import Claim

_GAP = "\n\n"
_UNSETTLED = "not settled yet"


class Merging:
    """One text, the domain that reads it, and what it read by itself. `read` reads any text of the same request."""

    def __init__(
        self, text: str, domain: Domain, words: Words, alone: Reading, data: Any, read: Callable[[str], Reading]
    ) -> None:
        self._text = text
        self._domain = domain
        self._fields = {entry.name: entry for entry in words.fields}
        self._alone = alone
        self._data = data
        self._read = read

    def merged(self, claims: Sequence[Claim]) -> Reading:
        """The reading of the text with these claims."""
        said_again = [claim for claim in claims if claim.kind == "field" and self._fields[claim.field].says is not None]
        sentences = list(dict.fromkeys([claim.says for claim in said_again]))
        reading, start = self._again(sentences)
        facts, failed = self._facts(reading, start, sentences, said_again)
        used = [claim for claim in claims if claim.says not in failed and claim.kind != "impossible"]
        questions = list(reading.questions)
        questions += [f"“{c.quote}” could not be taken up: what is meant?" for c in claims if c.says in failed]
        unread = self._unread([span for span in reading.unread if span.start < start], start, used)
        request = reading.request
        if request is not None:
            request, more, refused = self._with_the_rest(request, used)
            facts += more
            questions += refused
            questions += self.lost(request, used)
        questions += self._changed(request, facts)
        return Reading(request, tuple(facts), unread, reading.assumptions, tuple(dict.fromkeys(questions)))

    def _again(self, sentences: Sequence[str]) -> tuple[Reading, int]:
        """The text with the sentences after it, and where they start; where nothing of the text itself is read, they alone."""
        if not sentences:
            return self._alone, len(self._text)
        said_so = " ".join(sentences)
        start = len(self._text) + len(_GAP)
        reading = self._read(f"{self._text}{_GAP}{said_so}")
        if reading.facts:
            return reading, start
        return self._read(said_so), 0

    def _facts(
        self, reading: Reading, start: int, sentences: Sequence[str], claims: Sequence[Claim]
    ) -> tuple[list[Fact], set[str]]:
        """The facts with the words of the text they come from, and the sentences that were not understood."""
        places, at = [], start
        for sentence in sentences:
            places.append((at, at + len(sentence), sentence))
            at += len(sentence) + 1
        quotes = {
            claim.says: Span(claim.start, claim.end, self._text[claim.start : claim.end]) for claim in reversed(claims)
        }
        found = []
        for fact in reading.facts:
            if fact.span is not None and fact.span.start >= start:
                sentence = next((s for a, b, s in places if a <= fact.span.start < b), "")
                fact = replace(fact, span=quotes.get(sentence))
            found.append(fact)
        failed = {s for span in reading.unread for a, b, s in places if a < span.end and span.start < b}
        return found, failed

    def _unread(self, spans: Iterable[Span], start: int, claims: Sequence[Claim]) -> tuple[Span, ...]:
        """What nothing accounts for: the unread words without those of the claims, and without words that add nothing."""
        if not claims and start:
            return tuple(spans)
        if start == 0:
            spans = (Span(0, len(self._text), self._text),)
        covered = bytearray(len(self._text))
        for claim in claims:
            covered[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
        found: list[Span] = []
        for span in spans:
            at = span.start
            while at < min(span.end, len(self._text)):
                if covered[at]:
                    at += 1
                    continue
                end = at
                while end < min(span.end, len(self._text)) and not covered[end]:
                    end += 1
                piece = self._text[at:end]
                bare = piece.strip(" \t\r\n,.;:!?-–—()")
                if bare and (left_over(said(bare).tokens, (), ()) or _signs(bare)):
                    first = at + piece.index(bare)
                    found.append(Span(first, first + len(bare), bare))
                at = end
        return tuple(found)

    def _with_the_rest(self, request: BaseModel, claims: Sequence[Claim]) -> tuple[BaseModel, list[Fact], list[str]]:
        """What the domain's reader has no words for: fields set directly, and further wishes."""
        facts, refused = [], []
        for claim in claims:
            span = Span(claim.start, claim.end, self._text[claim.start : claim.end])
            if claim.kind == "field" and self._fields[claim.field].says is None:
                several = self._fields[claim.field].several
                before = dump(request).get(claim.field)
                if claim.value in (before or []) if several else before == claim.value:
                    continue
                path = f"{claim.field}/{claim.value}" if several else claim.field
                change = Change(path, None if several else before, claim.value)
            elif claim.kind == "wish":
                wishes = list(getattr(request, "extra", ()))
                if claim.value in wishes:
                    continue
                path = f"extra/{len(wishes)}"
                change = Change("extra", wishes, [*wishes, claim.value])
            else:
                continue
            try:
                changed = self._domain.edit(request, [change])
                self._domain.problem(changed, self._data)
            except PlanproofError as error:
                refused.append(f"“{claim.quote}” cannot be taken up ({error}): what is meant?")
                continue
            request = changed
            group = path if claim.kind == "wish" or f"{path}" in self._groups(request) else claim.field
            facts.append(Fact(group, "constraint", claim.says, span))
        return request, facts, refused

    def _groups(self, request: BaseModel) -> set[str]:
        return set(self._domain.problem(request, self._data).problem.groups)

    def lost(self, request: BaseModel, claims: Sequence[Claim]) -> list[str]:
        """Claims whose value the request does not have after all: something else in the text says otherwise."""
        content = dump(request)
        found = []
        for claim in claims:
            if claim.kind != "field" or claim.field not in content:
                continue
            value = content[claim.field]
            lists = [item for entry in content.values() if isinstance(entry, list) for item in entry]
            if str(value) != claim.value and claim.value not in [str(item) for item in lists]:
                found.append(
                    f"“{claim.quote}” seems to say: {claim.says} Other words of the text say otherwise: which holds?"
                )
        return found

    def _changed(self, request: BaseModel | None, facts: Sequence[Fact]) -> list[str]:
        """What the text alone said and the claims would change: nothing is overwritten without a question."""
        if self._alone.request is not None and request is not None:
            before, after = dump(self._alone.request), dump(request)
            fresh = {name: info.get_default(call_default_factory=True) for name, info in _fields_of(request).items()}
            moved = [
                name
                for name, value in before.items()
                if value != after.get(name) and value != fresh.get(name) and not _grew(value, after.get(name))
            ]
            return [
                f"The text gives {name!r} as {before[name]}, other words of it as {after[name]}: which holds?"
                for name in moved
            ]
        known = {(fact.path, fact.says) for fact in facts}
        gone = [
            fact
            for fact in self._alone.facts
            if fact.span is not None and (fact.path, fact.says) not in known and _UNSETTLED not in fact.says
        ]
        return [
            f"“{' '.join(fact.span.quote.split())}” was read as: {fact.says} Other words say otherwise: which holds?"
            for fact in gone
            if fact.span is not None
        ]


def _fields_of(request: BaseModel) -> dict[str, Any]:
    return {info.alias or name: info for name, info in type(request).model_fields.items()}


def _grew(before: Any, after: Any) -> bool:
    """Whether a list only has more."""
    return isinstance(before, list) and isinstance(after, list) and all([item in after for item in before])


def _signs(piece: str) -> bool:
    """Whether something stands there that is no word and no plain punctuation: an amount's sign, an emoji."""
    return any([not c.isalnum() and not c.isspace() and c not in ",.;:!?-–—()'’\"“”/&" for c in piece])
