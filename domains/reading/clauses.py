"""Which phrases of a sentence count, and which words stay unread.

A sentence is cut into parts at commas, brackets and words such as "and" or "with". Every word is part of a phrase, connects
(`english.txt`), belongs to a topic of its part (the domain says which words those are), is courtesy or a hedge, or is unknown.
Unknown words make their part unclear: its wishes are not taken, because the words may narrow them ("Italian dinner on the second
day"), and the whole part is unread. What a part says about the frame (who, where, when) survives, unless a word that turns or
narrows stands beside it; a negation that no phrase took up voids the wishes of its whole sentence. A part that
tells something and asks for nothing, in words of a closed list, carries nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.reading.items import WORD
from domains.reading.pieces import Role, parts_of
from domains.reading.words import english

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from domains.reading.items import Item
    from domains.reading.patterns import Match
    from domains.reading.pieces import Part, Piece, Vocabulary


@dataclass(frozen=True, slots=True)
class Finding:
    """A phrase that counts, with the characters that say it, and whether it was softened ("if possible")."""

    match: Match
    start: int
    end: int
    hedged: bool = False
    in_clear: bool = True
    """False where its part of the sentence also holds words that are unread."""


@dataclass
class Explained:
    """A text's findings, the sentences that only ask for a plan or set the scene, and their characters; all else is unread."""

    findings: list[Finding] = field(default_factory=list)
    tasks: list[tuple[int, int]] = field(default_factory=list)
    scenes: list[tuple[int, int]] = field(default_factory=list)
    courtesies: list[tuple[int, int]] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    words: int = 0
    unknown: int = 0


def explain(
    sentences: Sequence[Sequence[Item]], vocabulary: Vocabulary, rejected: AbstractSet[tuple[int, int]] = frozenset()
) -> Explained:
    """Findings and unread characters of a text; `rejected` are (sentence, first item) of phrases that must not count."""
    result = Explained()
    for number, items in enumerate(sentences):
        parts = parts_of(items, number, vocabulary, rejected)
        if parts:
            _report(parts, _drop_unclear(parts, vocabulary), vocabulary, result)
    return result


def _drop_unclear(parts: list[Part], vocabulary: Vocabulary) -> list[list[bool]]:
    """Untake matches until what is left stands in parts that allow it; gives for each piece whether it is unknown."""
    for part in parts:
        for at, piece in enumerate(part):
            if piece.match is None:
                continue
            phrase, before = piece.match.phrase, _taken_topics(part[:at])
            if phrase.topic not in vocabulary.frame and before & vocabulary.voids:
                piece.taken = False
            piece.taken &= not (before if phrase.only_after else _taken_topics(part)) & set(phrase.apart)
    while True:
        unknown = _unknown(parts, vocabulary)
        negated = any(
            [
                u and p.has(english().negation)
                for part, us in zip(parts, unknown, strict=True)
                for p, u in zip(part, us, strict=True)
            ]
        )
        changed = False
        for part, flags in zip(parts, unknown, strict=True):
            narrowed = _narrowed(part, flags)
            for piece in part:
                if piece.match is None or not piece.taken:
                    continue
                is_wish = piece.match.phrase.topic not in vocabulary.frame
                if (is_wish and (any(flags) or negated)) or id(piece) in narrowed:
                    piece.taken = False
                    changed = True
        if not changed:
            return unknown


def _narrowed(part: Part, flags: Sequence[bool]) -> set[int]:
    """Ids of the facts beside an unknown word that may turn or narrow them ("2 or 3 people", "3 days at least").

    A bare number touches only what follows it ("3 to 5 days").
    """
    turning = english().negation | english().narrowing
    found: set[int] = set()
    for at, (piece, flag) in enumerate(zip(part, flags, strict=True)):
        number = piece.items[0].kind == "N"
        if not flag or piece.match is not None or not (number or piece.has(turning)):
            continue
        sides = [part[at + 1 :]] if number else [part[at + 1 :], part[:at][::-1]]
        for side in sides:
            found |= {id(p) for p in [p for p in side if p.match is not None][:1]}
    return found


def _taken_topics(pieces: Sequence[Piece]) -> set[str]:
    return {piece.match.phrase.topic for piece in pieces if piece.match is not None and piece.taken}


def _unknown(parts: list[Part], vocabulary: Vocabulary) -> list[list[bool]]:
    """For each piece of each part, whether nothing explains it.

    Words of a topic need a fact of that topic in their part; those that stand together belong to one topic. A word that follows
    a fact directly belongs to it ("pet-friendly restaurants" says nothing about rooms). A part without facts leads to one of its
    sentence; unless it opens the sentence it brings in nothing new ("... and a kitchen") but the plan itself.
    """
    everywhere = _taken_topics([piece for part in parts for piece in part])
    flags: list[list[bool]] = []
    for index, part in enumerate(parts):
        here = _taken_topics(part)
        unknown: list[bool] = []
        for stretch in _stretches(part):
            topics = _one_topic(stretch, here or everywhere, bool(here), vocabulary)
            unknown += [_is_unknown(piece, topics, everywhere, bool(here), vocabulary) for piece in stretch]
        for at in range(1, len(part)):
            before = part[at - 1].match
            if part[at].role is Role.TOPICAL and before is not None and part[at - 1].taken:
                unknown[at] |= not _belongs(part[at], {before.phrase.topic}, True, vocabulary)
        if any(unknown) and _is_story(part, vocabulary):
            unknown = [False] * len(part)
        elif not here and index > 0:
            for at, piece in enumerate(part):
                if piece.role is Role.CONNECTS and piece.items[0].norm in ("a", "an"):
                    harmless = vocabulary.task | english().wishing | vocabulary.scene
                    unknown[at] |= not (at + 1 < len(part) and part[at + 1].has(harmless))
        flags.append(unknown)
    return flags


def _is_story(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a part tells something without asking for anything: no wish, no word outside a closed list, and a subject."""
    facts = [piece for piece in part if piece.match is not None]
    if any([not f.taken or f.match is None or f.match.phrase.topic not in vocabulary.frame for f in facts]):
        return False
    pieces = [
        piece
        for piece in part
        if piece.match is None and piece.role is not Role.COURTESY and "plan" not in piece.topics
    ]
    words = [item for piece in pieces for item in piece.items]
    said = frozenset([item.norm for piece in part for item in piece.items if item.kind == WORD])
    begins = [piece.items[0].norm for piece in part if piece.items[0].norm not in english().starts][:1]
    if said & vocabulary.asking or not (said & vocabulary.subjects or set(begins) & vocabulary.owners):
        return False
    harmless = vocabulary.story | vocabulary.scene | english().connecting | english().starts
    return all([item.kind == WORD and item.norm in harmless for item in words])


def _stretches(part: Part) -> list[list[Piece]]:
    """The part cut at its facts, which are stretches of their own."""
    found: list[list[Piece]] = [[]]
    for piece in part:
        if piece.match is not None and piece.taken:
            found += [[piece], []]
        else:
            found[-1].append(piece)
    return found


def _one_topic(stretch: Sequence[Piece], topics: AbstractSet[str], facts: bool, vocabulary: Vocabulary) -> set[str]:
    """The topics that all the topical words of a stretch belong to."""
    return {
        t for t in topics if all([p.role is not Role.TOPICAL or _belongs(p, {t}, facts, vocabulary) for p in stretch])
    }


def _belongs(piece: Piece, topics: AbstractSet[str], facts: bool, vocabulary: Vocabulary) -> bool:
    """Whether a word or phrase carries nothing beside a fact of one of these topics; `facts`: one stands in the same part."""
    if "plan" in piece.topics or not piece.topics.isdisjoint(topics):
        return True
    if piece.topics and any([item.kind != WORD for item in piece.items]):
        return False
    return all([_carries_nothing(item.norm, topics, facts, vocabulary) for item in piece.items])


def _carries_nothing(word: str, topics: AbstractSet[str], facts: bool, vocabulary: Vocabulary) -> bool:
    if word in vocabulary.scene and ((not facts and not topics) or not topics.isdisjoint(vocabulary.beside_scene)):
        return True
    tables = (vocabulary.topical, vocabulary.inside) if facts else (vocabulary.topical,)
    if any([word in table.get(topic, ()) for table in tables for topic in topics]):
        return True
    return word in english().connecting or word in vocabulary.general


def _is_unknown(
    piece: Piece, topics: AbstractSet[str], everywhere: AbstractSet[str], facts: bool, vocabulary: Vocabulary
) -> bool:
    if piece.role is Role.UNKNOWN:
        return True
    if piece.match is not None:
        return not piece.taken
    if piece.role is Role.TOPICAL:
        return not _belongs(piece, topics, facts, vocabulary)
    return piece.role is Role.HEDGE and not everywhere


def _report(parts: list[Part], flags: list[list[bool]], vocabulary: Vocabulary, result: Explained) -> None:
    pieces = [piece for part in parts for piece in part]
    unknown = {id(p) for part, us in zip(parts, flags, strict=True) for p, u in zip(part, us, strict=True) if u}
    result.words += sum(len(piece.items) for piece in pieces)
    result.unknown += sum(len(piece.items) for piece in pieces if piece.role is Role.UNKNOWN)
    if not any([piece.match is not None and piece.taken for piece in pieces]):
        _report_without_facts(pieces, bool(unknown), vocabulary, result)
        return
    unread = _unread(parts, unknown)
    hedged = _softened(parts, vocabulary)
    clear = {id(p): not any([id(q) in unknown for q in part]) for part in parts for p in part}
    _spread(pieces, unread, hedged, clear, result)


def _softened(parts: list[Part], vocabulary: Vocabulary) -> set[int]:
    """Ids of the facts that a hedge softens: the wishes of its part, else what else the part says, else of the sentence."""
    found: set[int] = set()
    for part in parts:
        if any([piece.role is Role.HEDGE for piece in part]):
            facts = [p for p in part if p.match is not None and p.taken]
            facts = facts or [p for other in parts for p in other if p.match is not None and p.taken]
            wishes = [p for p in facts if p.match is not None and p.match.phrase.topic not in vocabulary.frame]
            found |= {id(p) for p in wishes or facts}
    return found


def _report_without_facts(pieces: Sequence[Piece], unclear: bool, vocabulary: Vocabulary, result: Explained) -> None:
    """A sentence that gives no fact: courtesy, the bare wish for a plan, what sets the scene, or unread as a whole."""
    span = (pieces[0].start, pieces[-1].end)
    connecting = [p for p in pieces if p.role is not Role.COURTESY]
    if unclear:
        result.unread.append(span)
    elif all([p.items[0].norm in english().starts for p in connecting]):
        result.courtesies.append(span)
    elif any([p.has(vocabulary.task) for p in connecting]):
        result.tasks.append(span)
    elif any([p.role is Role.TOPICAL or len(p.items) > 1 for p in connecting]):
        result.scenes.append(span)
    else:
        result.unread.append(span)


def _unread(parts: list[Part], unknown: AbstractSet[int]) -> set[int]:
    """Ids of the pieces that stay unread: whole parts without facts, and the stretches between the facts of the others."""
    unread: set[int] = set()
    bare = [not _taken_topics(part) for part in parts]
    dirty = [any([id(piece) in unknown for piece in part]) for part in parts]
    for index, part in enumerate(parts):
        if bare[index]:
            beside = [i for i in (index - 1, index + 1) if 0 <= i < len(parts) and bare[i] and dirty[i]]
            if dirty[index] or (beside and not all([p.role is Role.COURTESY for p in part])):
                unread |= {id(piece) for piece in part}
            continue
        stretch: list[Piece] = []
        for piece in [*part, None]:
            if piece is not None and not (piece.match is not None and piece.taken):
                stretch.append(piece)
                continue
            if any([id(p) in unknown for p in stretch]):
                unread |= {id(p) for p in stretch}
            stretch = []
    return unread


def _spread(
    pieces: Sequence[Piece],
    unread: AbstractSet[int],
    hedged: AbstractSet[int],
    clear: Mapping[int, bool],
    result: Explained,
) -> None:
    """Connecting words go to the fact after them, or before them at the end; facts so cover what is read of the sentence."""
    waiting: int | None = None
    spans: list[list[int]] = []
    found: list[Piece] = []
    follows_fact = False
    for piece in pieces:
        if piece.match is not None and piece.taken:
            spans.append([piece.start if waiting is None else waiting, piece.end])
            found.append(piece)
            waiting, follows_fact = None, True
        elif id(piece) in unread:
            if waiting is not None and follows_fact:
                spans[-1][1] = max(spans[-1][1], _end_before(pieces, piece))
            elif waiting is not None:
                result.unread.append((waiting, piece.start))
            result.unread.append((piece.start, piece.end))
            waiting, follows_fact = None, False
        elif waiting is None:
            waiting = piece.start
    if waiting is not None and follows_fact:
        spans[-1][1] = pieces[-1].end
    elif waiting is not None:
        result.unread.append((waiting, pieces[-1].end))
    for piece, (start, end) in zip(found, spans, strict=True):
        assert piece.match is not None
        result.findings.append(Finding(piece.match, start, end, id(piece) in hedged, clear[id(piece)]))


def _end_before(pieces: Sequence[Piece], piece: Piece) -> int:
    before = [p for p in pieces if p.end <= piece.start]
    return before[-1].end if before else piece.start
