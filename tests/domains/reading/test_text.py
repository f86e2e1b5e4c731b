"""Tokens, sentences, names, the pattern language and its tables, and the ledger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.reading.clauses import explain
from domains.reading.courtesy import courtesies
from domains.reading.items import COMMON, items_of
from domains.reading.ledger import Ledger
from domains.reading.names import NameIndex
from domains.reading.patterns import Classes, Phrase, Table, compile_pattern
from domains.reading.pieces import Vocabulary
from domains.reading.tables import read_classes, read_phrases, read_words
from domains.reading.text import LONGEST, parse


def words(text):
    return [[token.norm for token in sentence] for sentence in parse(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'd go. We don't!", [["i", "would", "go"], ["we", "do", "not"]]),
        ("we’re 5-day, pet-friendly", [["we", "are", "5", "day", ",", "pet", "friendly"]]),
        ("St. Louis on Mar. 3. Then home", [["st", "louis", "on", "mar", "3"], ["then", "home"]]),
        ("Washington, D.C. We go", [["washington", ",", "d", "c"], ["we", "go"]]),
        ("March 3–March 5 or 3-5", [["march", "3", "-", "march", "5", "or", "3", "-", "5"]]),
        ("A -> B → C", [["a", "to", "b", "to", "c"]]),
        ("id like, wed love; id card", [["i", "would", "like", ",", "we", "would", "love"], ["id", "card"]]),
        ("as well have it", [["as", "well", "have", "it"]]),
        ("were two. They were two", [["we", "are", "two"], ["they", "were", "two"]]),
        ("w/o pets w/ us n u r", [["without", "pets", "with", "us", "and", "u", "are"]]),
        ("R. Lee", [["r"], ["lee"]]),
        ("go 😊 ✈️ now", [["go", "now"]]),
        ("no 🐶 now", [["no", "🐶", "now"]]),
        ("Where? Utah. Is it far? No", [["where", ":", "utah"], ["is", "it", "far"], ["no"]]),
        (
            "From: A\nTo: B\n- 2 people\nwrapped\nline",
            [["from", ":", "a"], ["to", ":", "b"], ["-", "2", "people", "wrapped", "line"]],
        ),
        ("one\n\ntwo", [["one"], ["two"]]),
        ("$1,400.50 for “two”", [["$", "1400.50", "for", "two"]]),
        ("trip's", [["trip", "'s"]]),
        ("cannot can't won't dont", [["can", "not", "can", "not", "will", "not", "do", "not"]]),
    ],
)
def test_tokens(text, expected):
    assert words(text) == expected


@given(st.text(max_size=300))
def test_tokens_stand_where_they_say(text):
    parsed = parse(text)
    assert len(parsed.lower) == len(text)
    last = 0
    for sentence in parsed.sentences:
        for token in sentence:
            assert 0 <= token.start < token.end <= len(text)
            assert token.start >= last or token.kind == "word"
            last = token.start


def test_only_the_beginning_of_a_huge_text_is_read():
    parsed = parse("word " * LONGEST)
    assert parsed.sentences[-1][-1].end <= LONGEST
    assert parse("x" * (3 * LONGEST)).sentences


def test_names_are_found_by_their_words():
    index = NameIndex(
        ["St. Louis", "Sault Ste. Marie", "New York", "York", "Martha's Vineyard"], {"NYC": "New York", "LA": "Nowhere"}
    )

    def found(text):
        match = index.at(parse(text).sentences[0], 0)
        return None if match is None else (match[0].name, match[0].capital, match[1])

    assert found("St. Louis") == ("St. Louis", True, 2)
    assert found("saint louis") == ("St. Louis", False, 2)
    assert found("New York") == ("New York", True, 2)
    assert found("York") == ("York", True, 1)
    assert found("NYC") == ("New York", True, 1)
    assert found("Martha's Vineyard") == ("Martha's Vineyard", True, 3)
    assert found("LA") is None
    assert found("New Orleans") is None
    assert index.close_to("Sault Ste Mary")[0] == "Sault Ste. Marie"
    assert index.close_to("Paris") == []


# ---------------------------------------------------------------- patterns


def ends(pattern, text, classes=None):
    items = items_of(parse(text).sentences[0], COMMON)
    return sorted(compile_pattern(pattern, Classes(classes or {})).ends(items, 0))


def test_the_pattern_language():
    assert ends("leave [from] home", "leave from home") == [3]
    assert ends("leave [from] home", "leave home") == [2]
    assert ends("(no|without) (flights|air travel)", "without air travel") == [3]
    assert ends("{go} N days*", "go 3", {"go": "go|set off"}) == [2]
    assert ends("{go} DURATION", "set off 3 days", {"go": "go|set off"}) == [3]
    assert ends("not [really|so]* fly", "not really so really fly") == [5]
    assert ends(r"a \( b \)", "a (b)") == [4]
    assert ends("a [b|c] [d]", "a c d") == [1, 2, 3]
    assert ends("a b", "a c") == []
    assert ends("no one", "no one") == ends("no 1", "no one") == [2]
    assert ends("1 meal", "2 meal") == []


def test_a_pattern_may_ask_for_the_beginning_of_a_part():
    node = compile_pattern("^ [the] client", Classes({}))
    for text, at, expected in (
        ("the client goes", 0, {2}),
        ("so the client goes", 1, {3}),
        ("for the client", 1, set()),
    ):
        assert node.ends(items_of(parse(text).sentences[0], COMMON), at) == expected


@pytest.mark.parametrize("pattern", ["(a", "a)", "[a", "* a", "a | (b"])
def test_malformed_patterns_are_refused(pattern):
    with pytest.raises(ValueError, match=r"closed|unbalanced|repeat"):
        compile_pattern(pattern, Classes({}))


def test_a_pattern_that_matches_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing at all"):
        Table([Phrase("t", "g", "[a] [b]")], {})


def test_tables_are_text():
    assert read_classes("# note\n[go]\nleave | set off\ndepart\n") == {"go": "leave | set off | depart"}
    assert read_words("[a]\none two\nthree\n") == {"a": frozenset(("one", "two", "three"))}
    phrases = read_phrases("[time: start] not after food, room\nleave\n    DATE\n\n[room: kind]\nprivate room\n")
    assert phrases == [
        Phrase("time", "start", "leave DATE", ("food", "room"), only_after=True),
        Phrase("room", "kind", "private room"),
    ]
    with pytest.raises(ValueError, match="before the first section"):
        read_words("one two\n")


# ---------------------------------------------------------------- which words count

_PHRASES = """
[when: date]
on DATE

[when: alone] not beside room
DATE

[room: private]
private room

[room: blocked]
private room service

[any: none]
no preference

[room: unclear]
room for N
"""


def explained(text):
    table = Table(read_phrases(_PHRASES), {})
    vocabulary = Vocabulary(
        table,
        topical={"room": frozenset(("hotel", "stay")), "when": frozenset(("date",))},
        inside={"room": frozenset(("only",))},
        general=frozenset(("plan", "trip")),
        frame=frozenset(("when",)),
        voids=frozenset(("any",)),
        task=frozenset(("trip",)),
    )
    parsed = parse(text)
    found = explain([items_of(tokens, COMMON) for tokens in parsed.sentences], vocabulary)
    ledger = Ledger(parsed)
    for start, end in (*found.courtesies, *found.tasks, *((f.start, f.end) for f in found.findings)):
        ledger.read(start, end)
    for start, end in found.unread:
        ledger.unread(start, end)
    return [f.match.phrase.gives for f in found.findings], [span.quote for span in ledger.spans()]


@pytest.mark.parametrize(
    ("text", "gives", "unread"),
    [
        ("We want a private room.", ["private"], []),
        ("The hotel is a private room on March 3.", ["private", "date"], []),
        ("We want a private room with a balcony.", ["private"], ["with a balcony"]),
        ("We want a quiet private room.", [], ["We want a quiet private room"]),
        ("We do not want a private room.", [], ["We do not want a private room"]),
        ("We go on March 3 to the beach.", ["date"], ["to the beach"]),
        ("We go on March 3 or later.", [], ["We go on March 3 or later"]),
        ("Please plan a trip. Thank you!", [], []),
        ("We want a hotel.", [], ["We want a hotel"]),
        ("We want a private room only.", ["private"], []),
        ("Only we want things.", [], ["Only we want things"]),
        ("We have no preference for a private room.", [], ["We have no preference for a private room"]),
        ("A private room March 3.", [], ["A private room March 3"]),
        ("A private room, if possible.", ["private"], []),
        ("If possible.", [], ["If possible"]),
        ("A room for 2.", [], ["A room for 2"]),
        ("A private room and a hotel.", ["private"], ["and a hotel"]),
        ("Never mind, we want a private room.", [], ["Never mind, we want a private room"]),
    ],
)
def test_unknown_words_make_their_part_unclear(text, gives, unread):
    assert explained(text) == (gives, unread)


def test_courtesy_phrases_are_whole_lines():
    assert all(phrase for phrases in courtesies().values() for phrase in phrases)


def test_the_ledger_merges_what_is_unread():
    text = parse("one, two (three) four")
    ledger = Ledger(text)
    ledger.read(0, 3)
    assert [span.quote for span in ledger.spans()] == ["two (three) four"]
    ledger.read(17, 21)
    assert [span.quote for span in ledger.spans()] == ["two (three"]
    ledger.unread(0, 3)
    assert [span.quote for span in ledger.spans()] == ["one, two (three"]


def test_an_ampersand_between_words_is_and():
    assert [token.norm for token in parse("Ann & Bob at R&D").sentences[0]] == [
        "ann",
        "and",
        "bob",
        "at",
        "r",
        "&",
        "d",
    ]
    index = NameIndex(["Fish & Chips", "Salt and Vinegar"])
    for text, name in (("Fish & Chips", "Fish & Chips"), ("Salt & Vinegar", "Salt and Vinegar")):
        (named, after) = index.at(parse(text).sentences[0], 0)
        assert (named.name, named.capital, after) == (name, True, 3)
