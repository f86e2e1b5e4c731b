"""The names that a text introduces: its jobs, machines and families, told by how they are spoken of.

"Job A", "order 12" and "jobs A, B and C" name jobs, and so does what begins a sentence that sends it to a machine; a machine is
what something goes to, or needs, for some time, what is down, or what the text lists as machines. Whatever is told by no such
place has no name here, and its words stay unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.jobshop.reader.times import time_at
from domains.reading.lines import Line
from domains.reading.tables import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.reading.text import Text, Token

    Key = tuple[str, ...]

NOUNS = {
    "job": "job", "jobs": "job", "order": "order", "orders": "order", "part": "part", "parts": "part", "batch": "batch",
    "batches": "batch", "product": "product", "products": "product", "item": "item", "items": "item", "lot": "lot",
    "lots": "lot", "workpiece": "workpiece", "workpieces": "workpiece", "piece": "piece", "pieces": "piece",
}  # fmt: skip
"""Words for jobs, with the one that a number takes ("order 12")."""
PLACES = {"machine": "machine", "machines": "machine", "station": "station", "stations": "station",
          "workstation": "workstation", "workstations": "workstation"}  # fmt: skip
"""Words for machines."""
ARTICLES = frozenset(("the", "a", "an", "our", "my", "its", "this", "that"))

STOPS = read_words("""
[words]
a about above after again all also always an and any anything are as at away back be because before being below between both
but by can cannot come comes could day days deliver did do does done down due during each either end ends every everything
everyone except finally finish finished finishes first five following for four from get gets go goes going half has have he
her here his hour hours how i if immediately in into is it its job jobs keep last late later least less like long longer
machine machines make makes many may me minimise minimize minute minutes more most much must my need needs never next no not
nothing now of off on once one only onto or order orders other our out over part parts per please ready required requires require
release released same second seconds shall she should since single six so some soon spend spends start started starts station
stations step steps such take takes taking task tasks than that the their them then there these they this those three through
time times to together total two under until up us use uses using via visit visits wait waits was we were what when where which
while who will with within without would you your due weight counts count arrives arrive available runs run processed done
followed afterwards until till durations duration note shop deadline makespan tardiness lateness early possible whichever
respectively instead schedule plan tell find want wants move moves pass passes occupies begins begin sent send given there's
ask asked put puts must might ends operations operation processing process work works worked working products product batches
batch items item lots lot pieces piece workpieces workpiece h hr hrs min mins sec secs d s if unless whenever however but
changing switching changeover setup change cleaning family families color colour colors colours type types twice double triple
break breaks rest rests pause pauses cooling drying curing waiting delay lunch worker workers operator operators person people
somebody someone anybody priority important importance minimize minimise maximise total sum average mean cost costs price
""")["words"]  # fmt: skip

_N = r"(?:(?!(?:STOP)\b)[a-z][a-z0-9']*(?: (?!(?:STOP)\b)[a-z][a-z0-9']*){0,2})".replace(
    "STOP", "|".join(sorted(STOPS))
)
_X = r"(?:[A-Z]|[a-z]+[0-9]+[a-z]?|[A-Z][0-9]+|=[0-9]+|(?!(?:STOP)\b)[a-z][a-z0-9']*)".replace(
    "STOP", "|".join(sorted(STOPS))
)
_ART = r"(?:(?:the|a|an|our|its|one|another|=1) )*"
_PLACE = r"(?:(?:machine|station|workstation) )?"
_SEP = r"(?: ,(?: (?:and|then|or|finally|next))*| (?:and|then|or)(?: (?:then|finally))*)(?: to| through| on| in)? "
_JOB = "(?:" + "|".join(sorted(NOUNS, key=len, reverse=True)) + ")"
_ONE_JOB = "(?:" + "|".join(sorted(set(NOUNS.values()))) + ")"
_JOBS_WORD = "(?:" + "|".join(sorted([word for word, one in NOUNS.items() if word != one], key=len, reverse=True)) + ")"
_VERB = (
    r"(?:needs?|goes|go|takes?|spends?|requires?|visits?|uses?|runs?|is|are|must|(?:has|have)(?= (?:to|a|the|weight|no|due)\b)|"
    r"starts?|can|may|should|will|arrives?|counts?|first|passes|moves|begins|occupies|comes|cannot|does|becomes|stays|weighs)"
)
_BEFORE = (
    r"(?:to|through|on|onto|in|into|at|via|needs?|uses?|using|requires?|visits?|occupies|then|or|either|and|,|:|next|finally|"
    r"first|by|with|of)"
)
_TIME = r"(?:=?[0-9]+|#)"

_MACHINES = [
    re.compile(rf"(?:^|(?:^|(?<= )){_BEFORE} ){_ART}{_PLACE}(?P<n>{_N}|{_X}) (?:for|taking|takes) {_ART}(?:about )?{_TIME}"),
    re.compile(rf"{_TIME} (?:on|in|at|with|of|for) {_ART}{_PLACE}(?P<n>{_N}|{_X})(?= |$)"),
    re.compile(
        rf"(?:^|, |and |or |on |in |at |to |through |via |needs |uses |visits ){_ART}{_PLACE}(?P<n>{_N}|{_X}) "
        rf"\( (?:for )?{_TIME} \)"
    ),
    re.compile(rf"(?:^|, |and |: |from ){_ART}{_PLACE}(?P<n>{_N}) (?:is|are|will be|cannot be|can not be|has|needs|gets) "
               r"(?:down|closed|broken|out of|under|not available|unavailable|being|off|shut|used from|blocked|maintenance|"
               r"serviced|reserved|repaired)"),
    re.compile(rf"(?:on|for|shares?|sharing|using|use) (?:=1|one|a single) {_PLACE}(?P<n>{_N})"),
    re.compile(rf"\b(?:machine|machines|station|stations|workstation) (?P<n>{_X})(?= |$)"),
    re.compile(r"(?:^|(?<= ))(?P<n>m[0-9]+)(?= |$)"),
    re.compile(rf"(?:maintenance|repair|service) of {_ART}{_PLACE}(?P<n>{_N})"),
]  # fmt: skip
_COMPACT = re.compile(rf"(?:^|: |, |and |then |or |/ ){_ART}{_PLACE}(?P<n>{_N}|{_X}) {_TIME}(?= |$)")
_LENGTHS = re.compile(rf"(?:: |, |and |then ){_TIME} {_PLACE}(?P<n>{_N})(?= ,| and| then| \(|$)")
_LISTS = [
    re.compile(rf"(?:visits?|visiting|through|passes|pass) (?P<l>{_ART}{_X}(?:{_SEP}{_ART}(?:{_N}|{_X}))+)"),
    re.compile(
        rf"(?:machines|stations|workstations)(?: are| :| ,| called)? "
        rf"(?P<l>{_ART}(?:{_N}|{_X})(?:{_SEP}{_ART}(?:{_N}|{_X}))+)"
    ),
]  # fmt: skip
_JOBS = [
    re.compile(rf"(?:^|(?<= )){_ONE_JOB} (?P<n>{_X})(?= |$)"),
]
_JOB_LISTS = [
    re.compile(
        rf"(?:^|(?<= )){_JOBS_WORD}(?: are| :| ,| called)? (?P<l>{_ART}{_X}(?:{_SEP}(?:job |order )?{_ART}{_X})+)"
    ),
    re.compile(rf"^(?P<l>{_ART}{_X}(?:{_SEP}{_ART}{_X})+) are (?:all )?(?:the |our )?(?:{_TIME} )?{_JOB}\b"),
]
_SUBJECT = re.compile(
    rf"(?:^|(?<=: )|(?<=, )|(?<=and ))(?:the |our |a |an )?(?P<n>[A-Z]|[a-z]+[0-9]+|{_N})(?= {_VERB} | :)"
)
_CHANGING = re.compile(r"\b(?:changing|switching|changes?|switch|setups?|setting|changeovers?|cleaning)\b")
_FAMILIES = re.compile(rf"\b(?:from|between) (?P<f>{_X}|{_N}) (?:to|and) (?P<t>{_X}|{_N})(?= |$)")


@dataclass
class Names:
    """Names with the words they are written in (lower case); a name is written here as the text writes it."""

    jobs: dict[Key, str] = field(default_factory=dict)
    machines: dict[Key, str] = field(default_factory=dict)
    families: dict[Key, str] = field(default_factory=dict)


def names_in(text: Text) -> Names:
    """The names of a text."""
    lines = [_line(sentence, text) for sentence in text.sentences]
    found = Names()
    changes = [tokens for line in lines if _CHANGING.search(line.said) for tokens in _families(line)]
    families = {_key(tokens) for tokens in changes}
    for number, line in enumerate(lines):
        listed = number > 0 and ";" in text.raw[_end(text.sentences[number - 1]) : text.sentences[number][0].start]
        for tokens in _machines(line, goes_on=listed):
            if _key(tokens) not in families:
                _note(found.machines, tokens, text, "machine")
    for line in lines:
        for tokens in _jobs(line):
            if _key(tokens) not in found.machines:
                _note(found.jobs, tokens, text, _noun_before(line, tokens))
    for tokens in changes:
        if tokens[0].kind == "word" and _key(tokens) not in (found.jobs | found.machines):
            _note(found.families, tokens, text, "")
    return found


def _line(sentence: Sequence[Token], text: Text) -> Line:
    said, at, places = "", 0, {}
    while at < len(sentence):
        token = sentence[at]
        time = time_at(sentence, at)
        after = at + 1
        touches = after < len(sentence) and sentence[after].start == token.end
        if token.kind == "word" and touches and sentence[after].kind == "number" and sentence[after].norm.isdecimal():
            word = f"{token.norm}{sentence[after].norm}"
            after += 1
        elif time is not None and (time[0].unit or token.kind == "word"):
            word, after = ("#" if time[0].unit else f"={time[0].amount}"), time[1]
        elif token.kind == "number":
            word = f"={token.norm}" if token.norm.isdecimal() else "#"
        elif token.kind == "word" and len(token.norm) == 1 and token.capital and is_letter(sentence, at):
            word = token.norm.upper()
        else:
            word = token.norm if token.kind in ("word", "other") else "#"
        places[len(said)] = tuple(sentence[at:after])
        said += f"{word} "
        at = after
    return Line(said.rstrip(), places)


AFTER_LETTERS = frozenset(
    """
    is are goes go needs need takes take must has have : , and or can cannot may should will arrives counts visits requires uses
    runs starts spends first then due ( on before by at to for 's - weighs comes finished done ready
    """.split()  # noqa: SIM905
)
"""What follows a letter that is a name."""


def is_letter(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital letter is a name: not an "A" or "I" that begins a sentence as a word."""
    token = tokens[at]
    if not token.capital:
        return False
    if token.norm not in ("a", "i"):
        return True
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    named = at > 0 and tokens[at - 1].norm in NOUNS
    if token.norm == "i":
        return named
    return named or not following or following in AFTER_LETTERS


def _end(sentence: Sequence[Token]) -> int:
    return sentence[-1].end


def _machines(line: Line, *, goes_on: bool) -> Iterator[list[Token]]:
    """`goes_on`: the line goes on with what stood before a semicolon ("Job A: saw 3; lathe 2")."""
    patterns = [*_MACHINES, _COMPACT, _LENGTHS] if " : " in line.said or "(" in line.said or goes_on else _MACHINES
    for pattern in patterns:
        for match in pattern.finditer(line.said):
            yield line.tokens(*match.span("n"))
    for pattern in _LISTS:
        for match in pattern.finditer(line.said):
            yield from _members(line, match)


def _jobs(line: Line) -> Iterator[list[Token]]:
    for pattern in _JOBS:
        for match in pattern.finditer(line.said):
            yield line.tokens(*match.span("n"))
    for pattern in _JOB_LISTS:
        for match in pattern.finditer(line.said):
            yield from _members(line, match)
    if ("=" in line.said or "#" in line.said) and not _CHANGING.search(line.said):
        for match in _SUBJECT.finditer(line.said):
            yield line.tokens(*match.span("n"))


def _families(line: Line) -> Iterator[list[Token]]:
    for match in _FAMILIES.finditer(line.said):
        yield from [line.tokens(*match.span(group)) for group in ("f", "t")]


def _members(line: Line, match: re.Match[str]) -> Iterator[list[Token]]:
    """The names of a list."""
    start = match.start("l")
    for part in re.finditer(rf"(?:^|(?<= )){_ART}(?:{_JOB} )?(?P<n>{_N}|{_X})(?= |$)", match["l"]):
        yield line.tokens(start + part.start("n"), start + part.end("n"))


def _noun_before(line: Line, tokens: Sequence[Token]) -> str:
    """The word for jobs that a number takes."""
    words = [token.norm for found in line.at.values() for token in found if token.start < tokens[0].start]
    nouns = [NOUNS[word] for word in words if word in NOUNS]
    return nouns[-1] if nouns else "job"


def _key(tokens: Sequence[Token]) -> Key:
    return tuple([token.norm for token in tokens])


def _note(found: dict[Key, str], tokens: Sequence[Token], text: Text, noun: str) -> None:
    """A name as it is written: a number or letter of a machine with its noun; where it is both, in small letters."""
    if not tokens:
        return
    key = _key(tokens)
    raw = " ".join(text.raw[tokens[0].start : tokens[-1].end].split())
    if tokens[0].kind == "number" or (noun == "machine" and len(key) == 1 and len(key[0]) == 1):
        raw = f"{noun} {raw}"
        key = (noun, *key)
    known = found.get(key)
    if known is None or (known[:1].isupper() and raw[:1].islower()):
        found[key] = raw
