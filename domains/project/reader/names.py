"""The names that a text introduces: its activities and its resources, told by how they are spoken of.

What takes some time is an activity, and so is what comes after or before something; what something needs, and what there are so
many of, is a resource. Whatever is told by no such place has no name here, and its words stay unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.project.reader.times import point_at, time_at
from domains.reading.lines import Line
from domains.reading.tables import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.reading.text import Text, Token

    Key = tuple[str, ...]

NOUNS = frozenset(("task", "tasks", "activity", "activities", "step", "steps", "phase", "phases", "job", "jobs", "item",
                   "items"))  # fmt: skip
"""Words for activities, which may stand before their names."""
ARTICLES = frozenset(("the", "a", "an", "our", "its", "this", "that", "my", "some"))

_STOPS = read_words("""
[words]
a about above according after afterwards again all also always am an and another any anything are as at available away back be
because been before begin beginning begins being below between both but by can cannot come comes consist consists
consisting constraint constraints cost costs could day days deadline deliver depend depends do does done due duration durations
during each earliest early either end ended ending ends every everybody everyone everything except exactly few finally find finish
finished finishes finishing first five follow followed following follows for four from get gets give given go goes going good had
half has have he help her here his hour hours how i if immediately in including instead into is it its itself just keep last lasts
late later latest least less like long longer make makes making many may me might minimise minimize minimum minute minutes month
months more most much must my need needed needing needs never next no nobody none not nothing now of off on once one only onto or
order other others our out over overlap parallel person's plan planned please plus possible precede preceded precedes project
projects ready require required requires requiring resource resources respectively run running runs same schedule scheduled second
share shares shall she should simultaneously since single six so some soon start started starting starts still such take takes
taking task tasks activity activities step steps phase phases than that the their them then there these they thing things third
this those three through time times to together total two under unless until up us use used uses using wait waits want wants was
we week weeks well were what when where whether which while who whole whom will with within without work works would year you
your earlier directly right straight budget weight counts currently complete completed completes completing delayed delay
tardiness lateness makespan hi hello dear thanks thank somebody someone anybody unavailable closed holiday holidays weekend break
breaks we've i'm don't there's maximum max min limited limit limits involves involve involving lasting priority twice double
comprises comprise employ employs employed working free occupied busy needn't per different way ways option options alternatively
otherwise else already cheap cheaply cheaper cheapest affordable spend spends spending price expensive
""")["words"]  # fmt: skip

_STOP = "|".join(sorted([re.escape(word) for word in _STOPS], key=len, reverse=True))
_W = rf"(?!(?:{_STOP})(?: |$))[a-z][a-z0-9'&/]*"
_INNER = r"(?:(?:the|a|an|of|up|out|in|on|for|off|down|our) )*"
_NP = rf"{_W}(?: {_INNER}{_W}){{0,4}}"
_RES = rf"{_W}(?: (?:of )?{_W}){{0,2}}"
_X = rf"(?:[A-Z](?:=?[0-9]+)?|=[0-9]+|{_W})"
_ART = r"(?:(?:the|a|an|our|its) )?"
_NOUN = r"(?:(?:task|activity|step|phase|job) )"
_SEP = r"(?:^|(?<=, )|(?<= and )|(?<=: )|(?<=then )|(?<=while )|(?<=but )|(?<=that )|(?<=- )|(?<=finally )|(?<=for ))"
_TAKES = r"(?:will |should |shall |only |also |usually |then |itself )*(?:takes?|lasts?|runs? for|go(?:es)? on for|has a duration of|needs?|requires?|have a duration of|consumes?)"  # noqa: E501
_SOON = (
    r"(?:may |can |could |must |should |will |shall |has to |have to |needs? to |is to |are to |cannot |only |not |also |"
    r"then |be |to |always |directly |immediately |both |each |all )*"
)
_DOES = (
    r"(?:comes?|follows?|precedes?|depends?|starts?|begins?|ends?|finish(?:es)?|waits?|done|due|started|finished|completed|"
    r"scheduled|ready|overlap|run|require|requires|needs?|uses?|costs?|weighs?|has weight|counts?|preceded|followed|go|goes|wait|"
    r"is due|are due|is finished|is done|takes?|employs?|is preceded|is followed|happens?|takes place)"
)

_STRONG = [
    re.compile(rf"{_SEP}{_ART}{_NOUN}?(?P<n>{_NP}|{_X}) {_TAKES} (?:about |at least |exactly |only |around )?#"),
    re.compile(rf"{_SEP}{_ART}{_NOUN}?(?P<n>{_NP}|{_X}) {_TAKES} =[0-9]+(?= |$)(?! (?:{_RES})(?: |$))"),
    re.compile(rf"{_SEP}{_ART}{_NOUN}?(?P<n>{_NP}|{_X}) (?:: |- )?\( (?:takes )?#"),
    re.compile(rf"{_SEP}{_ART}{_NOUN}?(?P<n>{_NP}|{_X})(?: :| -| ,)? #"),
    re.compile(rf"(?<=# to )(?P<n>{_NP})(?= ,| and|$| with| using)"),
    re.compile(rf"(?:^|(?<= )){_NOUN}(?P<n>[A-Z](?:=?[0-9]+)?|=[0-9]+|[a-z][0-9]+)(?= |$)"),
    re.compile(rf"{_SEP}(?:to )(?P<n>{_NP}) (?:takes?|needs?|requires?|will take) #"),
    re.compile(rf"{_SEP}{_ART}(?P<n>{_NP}|{_X}) {_TAKES} (?:=[0-9]+ {_RES}|{_ART}{_RES})(?: and (?:=[0-9]+ |{_ART}){_RES})* for (?:about )?#"),  # noqa: E501
    re.compile(rf"(?:duration|length) of {_ART}{_NOUN}?(?P<n>{_NP}|{_X}) (?:is|:) (?:#|=)"),
]  # fmt: skip
_WEAK = [
    re.compile(rf"{_SEP}{_ART}{_NOUN}?(?P<n>{_NP}|{_X})(?= {_SOON}{_DOES}(?: |$))"),
    re.compile(rf"(?:after|before|follows?|precedes?|once|until|when|on) {_ART}{_NOUN}?(?P<n>{_NP}|{_X})(?= (?:is|are|has|have|ends?|starts?|begins?|finish\w*|,|and|can|may|must)(?: |$)|$)"),  # noqa: E501
]  # fmt: skip
_LISTS = [
    re.compile(rf"(?:tasks|activities|steps|phases|stages|jobs)(?: are| :| ,| called| to do :)* (?P<l>{_ART}(?:{_NP}|{_X})(?: ,)?(?:(?: and| ,)+ {_ART}(?:{_NP}|{_X}))+)(?=$| \()"),  # noqa: E501
]  # fmt: skip
_WORKING = re.compile(
    rf"(?:^|, |and |; )(?:the|a|an|our|one) (?P<r>{_RES}) (?:needs?|spends?|works?|takes?) (?:for )?(?:about )?#"
    rf" (?:for|on|with) {_ART}(?P<n>{_NP})(?= ,| and|$)"
)
"""Somebody who needs some time for an activity."""
_HAVE = [
    re.compile(rf"=[0-9]+ (?:(?:skilled|more|extra|spare) )?(?P<n>{_RES})(?= |$)"),
    re.compile(rf"(?:^|, |and ){_ART}(?P<n>{_RES}) : =[0-9]+(?= |$)"),
    re.compile(rf"(?:there (?:is|are) no|without {_ART}|we have no|no|only {_ART}) (?P<n>{_RES})(?= |$)"),
]
_NEEDED = [
    re.compile(rf"(?:needs?|requires?|uses?|occup(?:y|ies)|using|employs?|shares?) (?:also )?(?:the|a|an|our|one) (?P<n>{_RES})(?= ,| and| for| at|$| as| \)| ;| throughout| too| all)"),  # noqa: E501
    re.compile(rf"(?:needs?|requires?|uses?|using|with|employs?) (?:=[0-9]+ )?{_ART}{_RES}(?: ,| and)+ (?:the|a|an|our) (?P<n>{_RES})(?= ,| and| for|$| as| \))"),  # noqa: E501
    re.compile(rf"# (?:with|and|,) (?:the|a|an|our) (?P<n>{_RES})(?= ,| and| for|$| \))"),
    re.compile(rf"(?:^|, ){_ART}(?P<n>{_RES}) (?:is|are) (?:not available|unavailable|away|out of order|broken|on holiday|off|absent)"),  # noqa: E501
]  # fmt: skip
_NO_RESOURCE = frozenset(
    "tasks task activities activity steps step phases phase jobs stages hours percent dollars euros pm am days".split()  # noqa: SIM905
)


@dataclass
class Names:
    """Names by the stems of their words; an activity is written as the text writes it, a resource in the singular."""

    activities: dict[Key, str] = field(default_factory=dict)
    resources: dict[Key, str] = field(default_factory=dict)


def names_in(text: Text) -> Names:
    """The names of a text."""
    lines = [_line(sentence) for sentence in text.sentences]
    found = Names()
    for line in lines:
        for match in _WORKING.finditer(line.said):
            _note(found.activities, line.tokens(*match.span("n")), text)
            words = [token.norm for token in line.tokens(*match.span("r"))]
            found.resources[stems(words)] = " ".join([*words[:-1], singular(words[-1])])
    for tokens in _all(lines, _STRONG):
        if stems([token.norm for token in tokens]) not in found.resources:
            _note(found.activities, tokens, text)
    for line in lines:
        for match in (m for pattern in _LISTS for m in pattern.finditer(line.said)):
            for part in re.finditer(rf"(?:^|(?<= )){_ART}(?P<n>{_NP}|{_X})(?= |$)", match["l"]):
                start = match.start("l")
                _note(found.activities, line.tokens(start + part.start("n"), start + part.end("n")), text)
    for pattern in (_HAVE, _NEEDED):
        for tokens in _all(lines, pattern):
            words = [token.norm for token in tokens]
            if stems(words) not in found.activities and not _NO_RESOURCE & set(words):
                found.resources.setdefault(
                    stems(words), " ".join([*words[:-1], singular(words[-1])]) if "of" not in words else _headed(words)
                )
    for tokens in _all(lines, _WEAK):
        if stems([token.norm for token in tokens]) not in found.resources:
            _note(found.activities, tokens, text)
    _in_small_letters(found, text)
    return found


def _in_small_letters(found: Names, text: Text) -> None:
    """A name that the text also writes without a capital letter is written so."""
    for key, name in found.activities.items():
        first = name.split()[0].casefold()
        if not name[:1].isupper() or len(first) < 2:
            continue
        for tokens in text.sentences:
            places = [at for at, t in enumerate(tokens) if t.norm == first and not t.capital and t.kind == "word"]
            for at in places:
                here = tokens[at : at + len(name.split())]
                if text.lower[here[0].start : here[-1].end] == name.casefold():
                    found.activities[key] = text.raw[here[0].start : here[-1].end]


def _headed(words: Sequence[str]) -> str:
    """ "bags of cement" in the singular."""
    place = words.index("of")
    return " ".join([*words[: place - 1], singular(words[place - 1]), *words[place:]]) if place else " ".join(words)


def _all(lines: Sequence[Line], patterns: Sequence[re.Pattern[str]]) -> Iterator[list[Token]]:
    for line in lines:
        for pattern in patterns:
            for match in pattern.finditer(line.said):
                tokens = line.tokens(*match.span("n"))
                if tokens:
                    yield tokens


def _line(sentence: Sequence[Token]) -> Line:
    said, at, places = "", 0, {}
    while at < len(sentence):
        token = sentence[at]
        time, point = time_at(sentence, at), point_at(sentence, at)
        after = at + 1
        touches = after < len(sentence) and sentence[after].start == token.end
        if token.kind == "word" and touches and sentence[after].kind == "number" and sentence[after].norm.isdecimal():
            word = (
                f"{token.norm.upper() if len(token.norm) == 1 and token.capital else token.norm}{sentence[after].norm}"
            )
            after += 1
        elif point is not None:
            word, after = "@", point[1]
        elif time is not None and (time[0].unit or token.kind == "word"):
            word, after = ("#" if time[0].unit else f"={time[0].amount}"), time[1]
        elif token.kind == "number":
            word = f"={token.norm}" if token.norm.isdecimal() else "@"
        elif token.kind == "word" and len(token.norm) == 1 and token.capital and is_letter(sentence, at):
            word = token.norm.upper()
        else:
            word = token.norm if token.kind in ("word", "other") else "@"
        places[len(said)] = tuple(sentence[at:after])
        said += f"{word} "
        at = after
    return Line(said.rstrip(), places)


def is_letter(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital letter is a name: not an "A" or "I" that begins a sentence as a word."""
    token = tokens[at]
    if not token.capital or token.norm not in ("a", "i"):
        return token.capital
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    named = at > 0 and tokens[at - 1].norm in (*NOUNS, "after", "before", "and", ",", "on", "follows")
    if token.norm == "i":
        return named
    return named or not following or following in _STOPS or following in (",", "(", ":")


def _note(found: dict[Key, str], tokens: Sequence[Token], text: Text) -> None:
    """A name as it is written, in small letters where the text has it so anywhere; a bare number with a noun."""
    key = stems([token.norm for token in tokens])
    raw = " ".join(text.raw[tokens[0].start : tokens[-1].end].split())
    if tokens[0].kind == "number":
        raw = f"task {raw}"
    known = found.get(key)
    if known is None or (known[:1].isupper() and raw[:1].islower()):
        found[key] = raw


def stems(words: Sequence[str]) -> tuple[str, ...]:
    """Words as they are compared: "checking the sounds" is "check the sound"."""
    return tuple([_stem(word) for word in words if len(words) == 1 or word not in ("the", "a", "an", "our")])


def _stem(word: str) -> str:
    if word.endswith("ing") and len(word) > 5:
        word = word[:-3]
        if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
            word = word[:-1]
    else:
        word = singular(word)
    return word.removesuffix("e") if len(word) > 3 else word


_IRREGULAR = {"people": "person", "men": "man", "women": "woman", "feet": "foot", "children": "child"}


def singular(word: str) -> str:
    """One of what the word says: "workers" is "worker"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return f"{word[:-3]}man"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
