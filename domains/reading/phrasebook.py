"""A world's English as one table of phrases, and reading a text with it: what most domains' `read` is made of.

    BOOK = phrasebook('''
    [time: start]
    (begin|start) (at|on) N
    ''', words='''
    [general]
    plan please
    ''', example="Start at 9.")

    def read(text, data, today):
        return read_with(BOOK, text, {"PERSON": data.names}, interpret)

    def interpret(heard: Heard) -> MyRequest | None:
        for finding in heard.of("time: start"):
            heard.fact("start", "It starts at ...", finding)
        return heard.request(MyRequest, {"start": ...}, "a schedule")

Patterns are those of `domains.reading.patterns`; slots in capitals are dates, amounts and counts (`items.COMMON`), and whatever
names or extractors `read_with` is given. Words that no phrase holds stay unread, unless they connect or are listed under `words`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from domains.base import Reading
from domains.reading.clauses import explain
from domains.reading.items import COMMON, items_of
from domains.reading.ledger import Ledger
from domains.reading.letters import names_at, without_letter
from domains.reading.names import NameIndex
from domains.reading.notes import Notes
from domains.reading.patterns import Table
from domains.reading.pieces import Vocabulary
from domains.reading.spelling import put_right
from domains.reading.tables import read_classes, read_phrases, read_words
from domains.reading.text import LONGEST, parse
from domains.validation import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from domains.reading.clauses import Explained, Finding
    from domains.reading.items import Extractor
    from domains.reading.text import Text, Token

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Phrasebook:
    """The vocabulary, and a request that would be understood, shown where a text is not understood at all."""

    vocabulary: Vocabulary
    example: str
    noun: str


def phrasebook(
    phrases: str, *, example: str, noun: str, classes: str = "", words: str = "", frame: Iterable[str] = ()
) -> Phrasebook:
    """Tables in the forms of `domains.reading.tables`. Raises ValueError for a table that is not in its form.

    Sections of `words`: [general] carries nothing anywhere, [task] asks for a plan, [scene] tells what it is about, [voids] names
    topics after which a wish is none; any other section is a topic, whose words carry nothing beside a phrase of that topic.
    `frame` are the topics that are no wishes.
    """
    lists = read_words(words)
    special = ("general", "task", "scene", "voids")
    none: frozenset[str] = frozenset()
    vocabulary = Vocabulary(
        table=Table(read_phrases(phrases), read_classes(classes)),
        topical={topic: found for topic, found in lists.items() if topic not in special},
        inside={},
        general=lists.get("general", none) | lists.get("task", none),
        frame=frozenset(frame),
        voids=lists.get("voids", none),
        task=lists.get("task", none),
        scene=lists.get("scene", none),
        beside_scene=frozenset(frame),
    )
    return Phrasebook(vocabulary, example, noun)


def tables_of(package: str) -> Callable[[str], str]:
    """The texts of a package's tables by name: `phrases` is its file phrases.txt."""
    folder = resources.files(package)
    return lambda name: folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")


def shipped_phrasebook(package: str, *, example: str, noun: str, frame: Iterable[str] = ()) -> Phrasebook:
    """The phrasebook of a package that has its tables as phrases.txt, classes.txt and words.txt."""
    table = tables_of(package)
    return phrasebook(
        table("phrases"), classes=table("classes"), words=table("words"), example=example, noun=noun, frame=frame
    )


@dataclass
class Heard(Notes):
    """A text's findings, and what is gathered from them: facts, assumptions, questions, phrases that must not count."""

    findings: Sequence[Finding] = field(default=())
    explained: Explained | None = None

    def of(self, *gives: str) -> list[Finding]:
        """The findings whose phrases have one of these heads ("topic: gives", or what it gives alone), in order of the text."""
        return [
            finding
            for finding in self.findings
            if finding.match.phrase.gives in gives
            or f"{finding.match.phrase.topic}: {finding.match.phrase.gives}" in gives
        ]

    def request(self, model: type[M], content: Mapping[str, Any], noun: str) -> M | None:
        """The content as a request; None, with a question, where something is asked already or the content does not fit."""
        if self.questions:
            return None
        try:
            return model.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            place = "/".join(str(part) for part in first["loc"])
            self.ask(f"This is not {noun} yet ({f'{place}: ' if place else ''}{said(first)}): what is meant?")
            return None


def read_with(
    book: Phrasebook,
    text: str,
    slots: Mapping[str, Iterable[str] | Extractor],
    interpret: Callable[[Heard], BaseModel | None],
) -> Reading:
    """What an English text asks for; time is proportional to its length.

    `slots` are further typed items: names (an item's value is then the name as it is written here), or an extractor. Those named
    first win where several match equally much; NAME is a capitalised word that nobody knows, unless `slots` has its own.
    `interpret` turns findings into facts and a request; phrases it rejects are left unread, and it is asked again.
    """
    parsed, vocabulary = parse(text), book.vocabulary
    named = {kind: NameIndex(found) for kind, found in slots.items() if not callable(found)}
    words = {word for index in named.values() for name in index.names for word in name.casefold().split()}
    extractors = [(kind, _value(named[kind]) if kind in named else found) for kind, found in slots.items()]
    if "NAME" not in slots:
        extractors.append(("NAME", names_at(vocabulary.knows, parsed.has_capitals)))
    bodies, letter = without_letter(parsed, vocabulary.knows)
    bodies, corrected = put_right(bodies, vocabulary.knows, words.__contains__)
    sentences = [items_of(tokens, (*extractors, *COMMON)) for tokens in bodies]  # type: ignore[arg-type]
    rejected: set[tuple[int, int]] = set()
    while True:  # phrases that must not count are left unread the next time, so every round has fewer of them
        explained = explain(sentences, vocabulary, rejected)
        if not explained.findings and not explained.tasks:
            return _foreign(parsed, book)
        heard = Heard(parsed, findings=explained.findings, explained=explained)
        request = interpret(heard)
        if heard.rejected <= rejected:
            break
        rejected |= heard.rejected
    explained.courtesies += [*letter, *parsed.marks]
    for wrong, right in corrected.items():
        heard.assume(f"“{wrong}” is read as “{right}”.")
    return _reading(parsed, heard, explained, request)


def _value(index: NameIndex) -> Extractor:
    def at(tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        found = index.at(tokens, start)
        return None if found is None else (found[0].name, found[1])

    return at


def _foreign(text: Text, book: Phrasebook) -> Reading:
    ask = f"This does not read as {book.noun} in English. An example of one: “{book.example}”"
    return Reading(None, unread=Ledger(text).spans(), questions=(ask,))


def _reading(text: Text, heard: Heard, explained: Explained, request: BaseModel | None) -> Reading:
    ledger = Ledger(text)
    for start, end in (*explained.courtesies, *explained.scenes, *explained.tasks):
        ledger.read(start, end)
    for finding in explained.findings:
        if (finding.match.sentence, finding.match.first) not in heard.rejected:
            ledger.read(finding.start, finding.end)
    for fact in heard.facts:
        if fact.span is not None:
            ledger.read(fact.span.start, fact.span.end)
    for start, end in explained.unread:
        ledger.unread(start, end)
    if len(text.raw) > LONGEST:
        heard.ask(
            f"The text has {len(text.raw):,} characters, but only {LONGEST:,} are read: can the request be said shorter?"
        )
    return Reading(request, tuple(heard.facts), ledger.spans(), tuple(heard.assumptions), tuple(heard.questions))
