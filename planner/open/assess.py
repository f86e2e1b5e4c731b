"""Self-assessment: the problem told back in English by us, held against the request claim by claim by the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.open.sentences import of_checked
from encoders.errors import InputError
from planner.open.accept import occurs
from planner.open.reply import AssessmentReply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.open.sentences import Sentence
    from encoders.spec.indexed.scope import Checked

_LONGEST = 900
"""Characters of one sentence that are shown."""
_MOST, _MOST_WRONG = 200, 8
_LONGEST_WHY = 300
_JUDGED = ("goal", "constraint")


@dataclass(frozen=True, slots=True)
class Finding:
    """Where request and problem differ: the words of the request (empty where the problem says too much), and how."""

    quote: str
    says: str

    def __str__(self) -> str:
        return f"“{self.quote}”: {self.says}" if self.quote else self.says


def told(known: Checked) -> list[Sentence]:
    """The sentences that are held against the request, in order; decisions with what they are meant to be."""
    meant = {f"variables/{entry.name}": entry.says.strip() for entry in known.spec.variables}
    sentences = of_checked(known)
    facts = [told for told in sentences if told.kind == "fact"]
    sentences = [told for told in sentences if told.kind != "fact"][:_MOST]
    sentences += facts[: max(0, _MOST - len(sentences))]
    return [
        replace(told, says=f"{told.says} (Meant: {meant[told.path].rstrip('.')}.)") if meant.get(told.path) else told
        for told in sentences
    ]


def numbered(sentences: Sequence[Sentence]) -> str:
    """The sentences as the model sees them."""
    return "\n".join([f"{at}. [{told.kind}] {told.says[:_LONGEST]}" for at, told in enumerate(sentences, 1)])


class Assessment:
    """Called with a reply: raises InputError where it is no assessment of this text and these sentences."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text, self._sentences = text, sentences

    def __call__(self, reply: AssessmentReply) -> None:
        """Raises InputError for the model."""
        wrong: list[str] = []
        numbers = range(1, len(self._sentences) + 1)
        if not reply.claims:
            wrong.append("list every claim of the request: its goal, each of its rules")
        for place, claim in enumerate(reply.claims):
            if len(wrong) > _MOST_WRONG:  # more are not told
                break
            if not occurs(self._text, claim.quote):
                wrong.append(f"the quote of claims[{place}] does not occur in the request: “{claim.quote[:120]}”")
            if claim.verdict == "same" and not claim.sentences:
                wrong.append(f"claims[{place}] is “same” but names no sentence")
            if stray := [number for number in claim.sentences if number not in numbers]:
                wrong.append(f"claims[{place}] names sentence {stray[0]}; there are 1 to {len(numbers)}")
            if claim.verdict != "same" and not claim.why.strip():
                wrong.append(f"claims[{place}] is “{claim.verdict}” without saying why")
        seen = {number for claim in reply.claims for number in claim.sentences}
        seen |= {entry.sentence for entry in reply.surplus}
        left = [at for at in numbers if self._sentences[at - 1].kind in _JUDGED and at not in seen]
        if left:
            wrong.append(
                f"sentence {', '.join(map(str, left[:12]))} is in no claim; add the claim it belongs to, or list it in `surplus`"
            )
        if wrong:
            raise InputError("\n".join(wrong[:_MOST_WRONG]))

    def findings(self, reply: AssessmentReply) -> list[Finding]:
        """Where the model sees a difference."""
        found = [
            Finding(" ".join(claim.quote.split()), f"{claim.verdict}: {claim.why.strip()[:_LONGEST_WHY]}")
            for claim in reply.claims
            if claim.verdict != "same"
        ]
        for entry in reply.surplus:
            if entry.verdict == "invented" and 1 <= entry.sentence <= len(self._sentences):
                says = self._sentences[entry.sentence - 1].says[:_LONGEST_WHY]
                why = entry.why.strip()[:_LONGEST_WHY]
                found.append(Finding("", f"the problem says “{says}”, the request does not: {why}"))
        return found


__all__ = ["Assessment", "AssessmentReply", "Finding", "numbered", "told"]
