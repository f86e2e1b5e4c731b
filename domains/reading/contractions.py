"""Words that stand for several: contractions with and without their apostrophe, and short forms of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SPLIT = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "cant": ("can", "not"), "wont": ("will", "not"), "dont": ("do", "not"), "doesnt": ("does", "not"),
    "didnt": ("did", "not"), "isnt": ("is", "not"), "arent": ("are", "not"), "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"), "im": ("i", "am"), "ive": ("i", "have"), "let's": ("let", "us"),
    "it's": ("it", "is"), "that's": ("that", "is"), "there's": ("there", "is"), "what's": ("what", "is"),
    "here's": ("here", "is"), "who's": ("who", "is"), "he's": ("he", "is"), "she's": ("she", "is"),
    "everyone's": ("everyone", "is"), "nobody's": ("nobody", "is"), "gotta": ("have", "to"), "gonna": ("going", "to"),
    "wanna": ("want", "to"), "lemme": ("let", "me"), "gimme": ("give", "me"), "kinda": ("kind", "of"), "sorta": ("sort", "of"),
    "thru": ("through",), "ain't": ("is", "not"), "aint": ("is", "not"), "havent": ("have", "not"),
    "hasnt": ("has", "not"), "wasnt": ("was", "not"),
    "couldnt": ("could", "not"), "neednt": ("need", "not"), "mustnt": ("must", "not"),
    "luv": ("love",), "lovin": ("loving",), "ur": ("your",), "hafta": ("have", "to"), "tryna": ("trying", "to"),
    "outta": ("out", "of"), "cuz": ("because",), "coz": ("because",), "cos": ("because",), "bc": ("because",), "abt": ("about",),
    "rly": ("really",), "def": ("definitely",), "btwn": ("between",), "b4": ("before",), "tmrw": ("tomorrow",), "wk": ("week",),
    "gf": ("girlfriend",), "bf": ("boyfriend",), "bday": ("birthday",), "hubby": ("husband",), "wifey": ("wife",),
    "sis": ("sister",), "bro": ("brother",), "fam": ("family",), "smth": ("something",), "sth": ("something",),
    "theyll": ("they", "will"), "youll": ("you", "will"), "itll": ("it", "will"), "thatll": ("that", "will"),
    "theyd": ("they", "would"), "youd": ("you", "would"), "itd": ("it", "would"), "thatd": ("that", "would"),
    "whod": ("who", "would"), "whos": ("who", "is"), "hes": ("he", "is"), "shes": ("she", "is"), "heres": ("here", "is"),
    "theyve": ("they", "have"), "hadnt": ("had", "not"), "werent": ("were", "not"), "everyones": ("everyone", "is"),
    "nobodys": ("nobody", "is"), "noones": ("nobody", "is"), "noone": ("nobody",), "hed": ("he", "would"),
    "therell": ("there", "will"), "wouldve": ("would", "have"), "ya": ("you",), "yall": ("you", "all"),
    "theres": ("there", "is"), "thats": ("that", "is"), "whats": ("what", "is"), "weve": ("we", "have"),
    "youve": ("you", "have"), "theyre": ("they", "are"), "youre": ("you", "are"), "'em": ("them",),
    "y'all": ("you", "all"), "hows": ("how", "is"), "how's": ("how", "is"), "where's": ("where", "is"),
}  # fmt: skip
ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am", "'s": "'s"}
"""Second words of contractions; what is left is the first. "'s" stays a word of its own: it is a genitive as often as not."""

LETTERS = {"r": "are", "n": "and", "w": "with"}
"""Small letters that stand for a word."""

_VERBS = frozenset(
    """
    also appreciate be begin come depart do eat enjoy fly go have head just leave like love need only prefer
    probably rather really return set spend start stay take travel try want
    """.split()  # noqa: SIM905
)
_WITHOUT_SIGN = {"id": ("i", "would"), "wed": ("we", "would"), "ill": ("i", "will"), "well": ("we", "will")}
"""Contractions without their apostrophe that are words too: they count before one of `_VERBS`."""
_COUNTS = frozenset(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
_BEFORE_CLAUSES = frozenset(
    (
        ",",
        ":",
        "(",
        "and",
        "so",
        "because",
        "since",
        "but",
        "that",
        "as",
        "if",
        "while",
        "when",
        "where",
        "once",
        "wherever",
    )
)
"""What a new clause begins after; "were" there is "we're", as it has no subject."""
_AFTER_WERE = frozenset(
    """
    a after all away based both coming departing driving flying from going happy heading hoping in just keen
    leaving looking not off only planning starting staying there thinking traveling travelling visiting wanting
    """.split()  # noqa: SIM905
)
_BEFORE_WELL = frozenset(("as", "very", "so", "too", "quite", "all", "an", "my", "the", "is"))
"""Words before "well" and "id" that leave them what they are ("as well have")."""
MEANT = frozenset((*_WITHOUT_SIGN, "were"))
"""Words that `meant` looks at."""


def meant(words: Sequence[str], at: int) -> tuple[str, ...]:
    """The words that one without its apostrophe stands for ("id like", "wed love", "were two people"); empty for any other."""
    word = words[at]
    if word not in MEANT or at + 1 >= len(words):
        return ()
    following = words[at + 1]
    if word in _WITHOUT_SIGN:
        if at > 0 and words[at - 1] in _BEFORE_WELL:
            return ()
        return _WITHOUT_SIGN[word] if following in _VERBS else ()
    begins = at == 0 or words[at - 1] in _BEFORE_CLAUSES
    return ("we", "are") if begins and (following.isdigit() or following in _COUNTS | _AFTER_WERE) else ()
