"""What a line of a dialogue is: an order with a fixed form ("2", "undo", "export ics trip.ics"), or else a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

OrderKind = Literal[
    "accept", "agree", "undo", "redo", "compare", "show", "history", "export", "keep", "release", "why", "why-not",
    "what-if", "help", "quit", "sentence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its numbers and words; a sentence has the whole line as its words."""

    kind: OrderKind
    numbers: tuple[int, ...] = ()
    words: str = ""
    file: str = ""


_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "1st": 1,
    "2nd": 2, "3rd": 3, "4th": 4, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "last": -1,
}  # fmt: skip
_NUMBER = r"(?:\d{1,4}|" + "|".join(_ORDINALS) + ")"
_POLITE = r"(?:please|then|now|thanks|thank you)"
_THING = r"(?:suggestions?|ways? out|options?|number|no\.?|nr\.?|way|one)"
_TAKE = (
    r"(?:i ?'?ll take|i will take|we ?'?ll take|we will take|i take|we take|let ?'?s take|let us take|let ?'?s do|take|accept|"
    r"choose|pick|use|apply|do|go with|go for|let ?'?s go with|i choose|i want|we want|i ?'?d take)"
)
_ACCEPT = re.compile(
    rf"(?:(?:ok|okay|yes|fine|good|well),? )?(?:{_TAKE} )?(?:the )?(?:{_THING} )?#?(?P<number>{_NUMBER})"
    rf"(?: {_THING})?(?:,? {_POLITE})?"
)
_AGREE = re.compile(
    rf"(?:yes|yep|yeah|sure|ok|okay|do it|do that|take it|take that|accept|accept it|agreed|fine|go ahead|sounds good|yes please|"
    rf"(?:yes|ok|okay),? (?:do (?:it|that)|take (?:it|that)|go ahead))(?:,? {_POLITE})?"
)
_UNDO = re.compile(
    r"(?:please )?(?:undo|undo (?:that|it)|undo the last (?:change|turn|one)|go back|back|step back|take (?:that|it) back|"
    r"revert|revert that|cancel that|never ?mind that)(?: (?P<number>\d{1,4}))?(?: (?:steps?|turns?|times))?(?: please)?"
)
_REDO = re.compile(r"(?:redo|redo that|redo it|do it again|forward)(?: (?P<number>\d{1,4}))?(?: please)?")
_COMPARE = re.compile(
    r"(?:compare|what changed|what has changed|what is different|difference|diff)"
    r"(?: (?:with |to |turns? |plans? )*(?P<one>\d{1,4})(?:(?:,| and| with| to|,? vs\.?)? (?:turn |plan )?(?P<other>\d{1,4}))?)?"
)
_SHOW = re.compile(
    r"(?:show|show me|show us|print|display|see|what is|repeat)(?: (?:me |us )?(?:the |our |my )?(?:whole |full |current )?"
    r"(?:plan|trip|schedule|itinerary|request|suggestions|options|it|that|again|everything|turn))*(?: (?P<number>\d{1,4}))?"
)
_HISTORY = re.compile(r"(?:history|show (?:the )?history|list turns|turns|log)")
_EXPORT = re.compile(
    r"(?:export|save|write)(?: (?:it|the plan|plan))?(?: as)? (?P<form>[a-z][a-z0-9_-]*)(?: (?:to|in|into))? (?P<file>\S.*)"
)
_KEEP = re.compile(r"(?:keep|do not touch|don ?'?t touch|hold on to)(?: (?:the|our|my))? (?P<words>\S.*)")
_RELEASE = re.compile(r"(?:keep nothing|release everything|everything may change|anything may change|touch anything)")
_QUESTIONS: tuple[tuple[OrderKind, re.Pattern[str]], ...] = (
    ("why-not", re.compile(r"why[ -]not\b[: ]*(?P<words>.*)")),
    ("why", re.compile(r"why\b[: ]*(?P<words>.*)")),
    ("what-if", re.compile(r"(?:what[ -]if|suppose(?: that)?)\b[: ]*(?P<words>.*)")),
)
_HELP = re.compile(r"(?:help|help me|\?|what can (?:i|we) (?:say|do)|commands)")
_QUIT = re.compile(
    r"(?:quit|exit|bye|goodbye|q|:q|end|stop|leave the dialogue|that is all|that ?'?s all|done|we are done)"
)
_TRAILING = " .!,;"


def order_of(line: str) -> Order:
    """What a line orders; a line with no fixed form is a sentence."""
    words = " ".join(line.split())
    plain = words.strip(_TRAILING).replace("’", "'")
    low = plain.lower()
    if len(plain) <= 300:
        for kind, pattern in (("undo", _UNDO), ("redo", _REDO), ("accept", _ACCEPT)):
            if (match := pattern.fullmatch(low)) is not None:
                return Order(kind, (_number(match["number"]),))  # type: ignore[arg-type]
        for kind, pattern in (
            ("agree", _AGREE), ("history", _HISTORY), ("help", _HELP), ("quit", _QUIT), ("release", _RELEASE),
        ):  # fmt: skip
            if pattern.fullmatch(low) is not None:
                return Order(kind)  # type: ignore[arg-type]
        if (match := _COMPARE.fullmatch(low)) is not None:
            return Order("compare", tuple([int(n) for n in (match["one"], match["other"]) if n is not None]))
        if (match := _SHOW.fullmatch(low)) is not None:
            return Order("show", () if match["number"] is None else (int(match["number"]),))
        if (match := _EXPORT.fullmatch(low)) is not None:
            start = match.start("file")
            return Order(
                "export", words=match["form"], file=plain[start:].strip("\"'") if len(low) == len(plain) else ""
            )
        if (match := _KEEP.fullmatch(low)) is not None:
            return Order("keep", words=plain[match.start("words") :])
    for kind, pattern in _QUESTIONS:
        if (match := pattern.fullmatch(low.rstrip("?"))) is not None:
            return Order(kind, words=plain[match.start("words") :].rstrip("?").strip())
    return Order("sentence", words=line.strip())


def _number(word: str | None) -> int:
    return 1 if word is None else _ORDINALS[word] if word in _ORDINALS else int(word)
