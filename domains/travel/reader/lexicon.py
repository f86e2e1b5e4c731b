"""The offline reader's tables, read once: phrases, connecting words, and the words that the interpretation looks for."""

from __future__ import annotations

from functools import cache
from importlib import resources

from domains.reading.patterns import Table
from domains.reading.pieces import Vocabulary
from domains.reading.tables import read_classes, read_phrases, read_words

FRAME = frozenset(("route", "time", "people", "plan"))
"""Topics that tell who, where, when and how long; all others are wishes."""
_TABLES = ("frame.txt", "wishes.txt", "scene.txt")
_TOPICS = ("route", "people", "money", "lodging", "food", "transport", "goal", "any")


def _text(name: str) -> str:
    return resources.files("domains.travel.reader").joinpath(name).read_text(encoding="utf-8")


@cache
def _words() -> dict[str, frozenset[str]]:
    return read_words(_text("connecting.txt"))


def words(name: str) -> frozenset[str]:
    """A set of words of `connecting.txt`."""
    return _words()[name]


@cache
def vocabulary() -> Vocabulary:
    """Everything the reader knows of travel's English."""
    phrases = [phrase for name in _TABLES for phrase in read_phrases(_text(name))]
    topical = {topic: words(topic) for topic in _TOPICS}
    topical["time"] = topical["route"]
    topical["people"] |= topical["route"]
    inside = {name.partition(" ")[2]: found for name, found in _words().items() if name.startswith("inside ")}
    inside["time"] = inside["people"] = inside["route"]
    return Vocabulary(
        table=Table(phrases, read_classes(_text("classes.txt"))),
        topical=topical,
        inside=inside,
        general=words("general") | words("task"),
        frame=FRAME,
        voids=frozenset(("any",)),
        task=words("task"),
        scene=words("scene"),
        story=words("story"),
        asking=words("asking"),
        subjects=words("subjects"),
        owners=words("owners"),
        beside_scene=FRAME | {"money"},
    )


@cache
def rule_words() -> dict[str, frozenset[str]]:
    """House rules with the words that name them in a list."""
    return _named("rule ")


@cache
def open_words() -> dict[str, str]:
    """Words of "no preference about ...", with the request's field each leaves open."""
    return {word: name for name, found in _named("open ").items() for word in found}


def _named(prefix: str) -> dict[str, frozenset[str]]:
    return {name.removeprefix(prefix): found for name, found in _words().items() if name.startswith(prefix)}
