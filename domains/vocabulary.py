"""What a world's requests can say, described for whoever reads English with a language model: fields, quantities of plans.

A domain that offers `vocabulary` lets a reader fill its request field by field. Each value is said again in the plain English
that the domain's own reader understands (`Field.says`), so that one reader decides what a text comes to, whoever found the words.
The cues are the evidence: words of which a text uses some when it speaks of a field or a quantity. Where the words that a value
is read from hold anything else, somebody has to confirm it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FieldKind = Literal["number", "day", "name", "choice", "plain"]
Unit = Literal["clock", "minutes", "money", "count", "points"]
"""How numbers of a quantity are said: times of day, durations, amounts, plain counts, ratings."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list: groups of words, some word of each of which says it; `denied`: it is said by a negation."""

    value: str
    needs: tuple[frozenset[str], ...]
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a request that a text may fill; of kind "plain", a sentence in plain English that says the words again.

    `names` are the names that a value may be (of kind "name": candidates near the text's words, never all). `says` gives the
    plain sentence for a value, as it stands in JSON; None where the domain's reader has no words for it: it is then set directly.
    """

    name: str
    meaning: str
    kind: FieldKind
    cues: frozenset[str]
    names: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    """Every name there is, where `names` are only those near the words: what else somebody may mean by them."""
    choices: tuple[Choice, ...] = ()
    says: Callable[[str], str] | None = None
    several: bool = False
    numerals: Mapping[str, int] = field(default_factory=dict)
    """Words that are a number where they speak of this field: {"trio": 3}."""

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that is allowed, nothing where any number or day is."""
        return self.names or tuple([choice.value for choice in self.choices])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A name that wishes may mention: how it is written ("nights[CITY]"), what it is, the words that speak of it, its unit."""

    form: str
    meaning: str
    cues: frozenset[str]
    unit: Unit = "count"
    none_means: Literal["at least", "at most"] | None = None
    """For counts beyond a limit, their index: what it says of the limit that there are none ("at least": none is below it)."""
    needs: frozenset[str] = frozenset()
    """Words of which one must be said for it to be plain that this quantity is meant; none where any cue will do."""

    @property
    def word(self) -> str:
        """The form with its indices left out: "leg[].departure"."""
        return ".".join([part.partition("[")[0] + ("[]" if "[" in part else "") for part in self.form.split(".")])


@dataclass(frozen=True, slots=True)
class Words:
    """What a text may say of one request: its fields, the quantities of its plans, wishes as examples, names by their word."""

    fields: tuple[Field, ...]
    quantities: tuple[Quantity, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    """(what people say, the wish in the expression language)."""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names near the text's words that an index may be, by the word it belongs to: {"nights_at": ("The Inn",)}."""
    currency: str = ""
    """The currency that every amount of money is in."""


@runtime_checkable
class Vocabulary(Protocol):
    """What a domain offers, beside being a Domain, to have its requests filled field by field."""

    def vocabulary(self, text: str, request: Any | None, data: Any) -> Words:
        """The fields and quantities that a text may speak of; `request` is what is known so far, None where too little is."""
        ...

    def echo(self, wish: str) -> str:
        """A wish of the expression language in English, from the parsed expression. Raises InputError."""
        ...
