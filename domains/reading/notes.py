"""What interpreting a text gathers: facts, guesses, questions, and phrases that must not count after all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from domains.base import Fact, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import FactKind
    from domains.reading.clauses import Finding
    from domains.reading.text import Text

T = TypeVar("T")


@dataclass
class Notes:
    """Gathered while a text is interpreted; `rejected` are the places of phrases to leave unread next time."""

    text: Text
    facts: list[Fact] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    rejected: set[tuple[int, int]] = field(default_factory=set)

    def fact(self, path: str, says: str, finding: Finding, kind: FactKind = "fact") -> None:
        """Something read; its words are the finding's."""
        self.facts.append(Fact(path, kind, says, self.span(finding)))

    def span(self, finding: Finding) -> Span:
        """The characters of a finding."""
        return self.text.span(finding.start, finding.end)

    def quote(self, finding: Finding) -> str:
        """The phrase itself, without the words around it that connect."""
        items = finding.match.items
        return " ".join(self.text.raw[items[0].start : items[-1].end].split())

    def assume(self, sentence: str) -> None:
        """A guess, in words; said once."""
        if sentence and sentence not in self.assumptions:
            self.assumptions.append(sentence)

    def ask(self, question: str) -> None:
        """Something only the person who asks can decide; asked once."""
        if question and question not in self.questions:
            self.questions.append(question)

    def reject(self, finding: Finding) -> None:
        """The phrase must not count: its words become unread."""
        self.rejected.add((finding.match.sentence, finding.match.first))


def firm(entries: Sequence[tuple[T, Finding]], notes: Notes) -> list[tuple[T, Finding]]:
    """Entries of one field that count: those in unclear parts only where they agree with the others or stand alone."""
    clear = {value for value, finding in entries if finding.in_clear}
    if not clear:
        return list(entries)
    for value, finding in entries:
        if not finding.in_clear and value not in clear:
            notes.reject(finding)
    return [(value, finding) for value, finding in entries if finding.in_clear or value in clear]


def joined(words: list[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
