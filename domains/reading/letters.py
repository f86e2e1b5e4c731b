"""The opening and the closing of a letter: "Dear team,", "Hi Ann!", "Kind regards, R. Pemberton". Their words carry no wish."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from domains.reading.courtesy import by_first_word
from domains.reading.tables import read_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.reading.courtesy import Phrases
    from domains.reading.text import Text, Token

    Sentence = Sequence[Token]

_LONGEST_NAME = 4
"""Words of a name in a closing; a longer run of capitalised words is a text in capitals."""
_SIGNS = frozenset(",-:()")
_IN_NAMES = frozenset(("and", "&", "the", "family"))


@cache
def _lists() -> tuple[Phrases, frozenset[str], Phrases, frozenset[str]]:
    lists = read_lists(resources.files("domains.reading").joinpath("letters.txt").read_text(encoding="utf-8"))

    def phrases(name: str) -> list[str]:
        return [phrase.strip() for line in lists[name] for phrase in line.split("|")]

    return (
        by_first_word(phrases("greetings")),
        frozenset(phrases("addressees")),
        by_first_word(phrases("closings")),
        frozenset(phrases("names")),
    )


def without_letter(text: Text, knows: Callable[[str], bool]) -> tuple[list[Sentence], list[tuple[int, int]]]:
    """The sentences without the text's opening and closing, and the characters of those.

    `knows` tells the reader's own words: they are no names, so that nothing said after a greeting is taken for one.
    """
    sentences: list[Sentence] = list(text.sentences)
    taken: list[tuple[int, int]] = []
    if sentences:
        at = 1 if len(sentences) > 1 and _is_subject(sentences[0]) else 0
        end = _opening(sentences[at], knows)
        if end:
            taken.append((sentences[at][0].start, sentences[at][end - 1].end))
            sentences[at] = sentences[at][end:]
    closing = _closing(sentences, knows, text)
    if closing is not None:
        number, at = closing
        taken.append((sentences[number][at].start, sentences[-1][-1].end))
        sentences = [*sentences[:number], sentences[number][:at]]
    return [sentence for sentence in sentences if sentence], taken


def _is_subject(tokens: Sentence) -> bool:
    """Whether a sentence is the subject line of an email."""
    return len(tokens) > 1 and tokens[0].norm in ("subject", "re", "topic") and tokens[1].norm == ":"


def _is_name(token: Token, knows: Callable[[str], bool]) -> bool:
    return token.kind == "word" and token.capital and (len(token.norm) == 1 or not knows(token.norm))


def _signs(token: Token, knows: Callable[[str], bool]) -> bool:
    """Whether a word may sign a letter: a name, also one that is a word too ("Bill")."""
    return _is_name(token, knows) or token.norm in _IN_NAMES or (token.capital and token.norm in _lists()[3])


def _after(tokens: Sentence, at: int, phrases: Phrases) -> int | None:
    """The index after the longest of the phrases that starts at a token."""
    for words in phrases.get(tokens[at].norm, ()):
        if tuple([token.norm for token in tokens[at : at + len(words)]]) == words:
            return at + len(words)
    return None


def _opening(tokens: Sentence, knows: Callable[[str], bool]) -> int:
    """How many tokens greet somebody: a greeting, whom it greets, and a comma; 0 where there is none."""
    greetings, addressees = _lists()[:2]
    at = _after(tokens, 0, greetings)
    if at is None:
        return 0
    if at < len(tokens) and tokens[at].norm == "," and tokens[0].norm != "dear":
        return at + 1
    end = at
    while end < len(tokens) and end < at + 6 and (tokens[end].norm in addressees or _is_name(tokens[end], knows)):
        end += 1
    if end == len(tokens):
        return end
    return end + 1 if tokens[end].norm in _SIGNS and end > at else 0


def _closing(sentences: Sequence[Sentence], knows: Callable[[str], bool], text: Text) -> tuple[int, int] | None:
    """Where the closing of the text begins: a sentence, and a token in it. After it only a name may stand."""
    last = len(sentences) - 1
    names = 0
    for number in range(last, max(last - 4, -1), -1):
        tokens = sentences[number]
        start = _closing_in(tokens, knows)
        if start is not None and (number == last or start[1]):
            return number, start[0]
        if number == last and text.raw[tokens[-1].end :].strip(" \t\r\n)"):
            return None  # a sentence with a full stop is no name
        if not all([_signs(token, knows) for token in tokens]):
            return None
        names += len(tokens)
        if names > _LONGEST_NAME:
            return None
    return None


def _closing_in(tokens: Sentence, knows: Callable[[str], bool]) -> tuple[int, bool] | None:
    """Where a closing begins in a sentence of which it is the end, and whether a name may still follow it."""
    closings = _lists()[2]
    for at in range(max(0, len(tokens) - 12), len(tokens)):
        if at > 0 and tokens[at - 1].norm not in _SIGNS:
            continue
        after = _after(tokens, at, closings)
        if after is None:
            continue
        rest = tokens[after:]
        name = [token for token in rest if token.norm not in _SIGNS]
        if len(name) <= _LONGEST_NAME and all([_signs(t, knows) for t in name]):
            return at, len(name) < _LONGEST_NAME
    return None


def names_at(knows: Callable[[str], bool], has_capitals: bool) -> Callable[[Sentence, int], tuple[str, int] | None]:
    """An extractor of capitalised words that the reader does not know: in "my wife Ann and I" they are a name."""

    def find(tokens: Sentence, at: int) -> tuple[str, int] | None:
        end = at
        while has_capitals and end < len(tokens) and end < at + 3 and _is_name(tokens[end], knows):
            if len(tokens[end].norm) == 1 and knows(tokens[end].norm):
                break
            end += 1
        return (" ".join([token.norm for token in tokens[at:end]]), end) if end > at else None

    return find
