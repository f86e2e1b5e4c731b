"""From sentences to a draft: whom each sentence is about, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from domains.project.reader import limits
from domains.project.reader.draft import Link, Way
from domains.project.reader.times import Time
from domains.reading.items import WORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.project.reader.draft import Draft
    from domains.reading.clauses import Finding

_PRONOUNS = frozenset(("it", "this", "which", "that", "both", "they", "each", "these", "all", "itself"))
_SEVERAL = frozenset(("both", "they", "these", "each", "all"))
_EVERY = frozenset(("task", "tasks", "activities", "activity"))


@dataclass
class Talk:
    """Whom the text is speaking of: the last subjects, and all subjects of each sentence."""

    draft: Draft
    subjects: tuple[str, ...] = ()
    sentence: int = -1
    by_sentence: dict[int, dict[str, None]] = field(default_factory=dict)

    def about(self, finding: Finding, told: tuple[str, ...]) -> tuple[str, ...]:
        """The activities a finding is about: those it names, those its pronoun means, or those its sentence is about."""
        match = finding.match
        words = {item.norm for item in match.items if item.kind == WORD}
        first = next((item.norm for item in match.items if item.kind == WORD), "")
        if not told and first in _SEVERAL:
            if words & _EVERY or not self.subjects:
                told = tuple(self.draft.work)
            else:
                told = self._those(match.sentence, 2 if first == "both" else None)
        subjects = told or self.subjects
        dated = match.phrase.topic in ("due", "release", "weight")
        if not told and first == "it" and dated and not self._near(match.sentence):
            return ()
        if (
            not told
            and match.sentence != self.sentence
            and match.phrase.topic not in ("work", "order", "lag", "within")
        ):
            subjects = self.subjects if first in _PRONOUNS else ()
        if subjects:
            self.subjects, self.sentence = subjects, match.sentence
            self.by_sentence.setdefault(match.sentence, {}).update(dict.fromkeys(subjects))
        return subjects

    def _near(self, sentence: int) -> bool:
        """Whether the last subject is one activity, and was spoken of just before."""
        return len(self.subjects) == 1 and sentence - self.sentence <= 1

    def _those(self, sentence: int, count: int | None) -> tuple[str, ...]:
        """The subjects of this sentence so far, or of the one before; of as many sentences as it takes for so many."""
        found: dict[str, None] = {}
        for number in sorted([s for s in self.by_sentence if s <= sentence], reverse=True):
            found = {**dict.fromkeys(self.by_sentence[number]), **found}
            if count is None or len(found) >= count:
                break
        return tuple(found)[-(count or len(found)) :]


def gather(draft: Draft) -> None:
    """Everything the findings say, in order of the text."""
    talk = Talk(draft)
    pending: Finding | None = None
    for finding in draft.heard.findings:
        match = finding.match
        if pending is not None and (match.phrase.topic not in ("work",) or match.phrase.gives == "subject"):
            draft.heard.reject(pending)
        pending = None
        if match.phrase.topic == "work" and match.phrase.gives == "subject":
            talk.about(finding, tuple(acts(finding)[0]))
            pending = finding
            continue
        reader = _READERS.get(match.phrase.topic)
        if reader is not None:
            reader(talk, finding)
        elif match.phrase.topic == "names":
            _names(talk, finding)
        elif match.phrase.topic != "change":
            limits.read(talk.draft, finding, lambda told, f=finding: talk.about(f, told))  # type: ignore[misc]
    if pending is not None:
        draft.heard.reject(pending)


def acts(finding: Finding) -> list[tuple[str, ...]]:
    """The activities that a finding names, one entry for each place where it does."""
    items = [item for item in finding.match.items if item.kind in ("ACT", "ACTS")]
    return [(item.value,) if item.kind == "ACT" else item.value for item in items]


def _values(finding: Finding, kind: str) -> list[Any]:
    return [item.value for item in finding.match.items if item.kind == kind]


# ---------------------------------------------------------------- the work


def _names(talk: Talk, finding: Finding) -> None:
    draft = talk.draft
    counts = _values(finding, "TIME")
    if counts:
        if counts[0].unit or not isinstance(counts[0].amount, int):
            draft.heard.reject(finding)
            return
        draft.count = counts[0].amount
    told = [name for names in acts(finding) for name in names]
    for name in told:
        draft.activity(name)
    talk.about(finding, tuple(told))
    draft.heard.fact("activities", "These are the activities.", finding)


def _work(talk: Talk, finding: Finding) -> None:
    draft, gives = talk.draft, finding.match.phrase.gives
    named = [name for names in acts(finding) for name in names]
    subjects = talk.about(finding, tuple(named))
    if not subjects:
        draft.heard.ask(f"Which activity is meant by “{draft.heard.quote(finding)}”?")
        return
    told = [item for item in finding.match.items if item.kind in ("TIME", "NEEDS", "MONEY")]
    for name in subjects:
        work = draft.activity(name)
        if gives == "modes":
            work.choice += _ways([(item.kind, item.value) for item in told])
        for item in told if gives != "modes" else ():
            if item.kind == "TIME":
                if work.own.time is not None and work.own.time != item.value:
                    draft.heard.ask(
                        f"Two lengths are told for {name}: is it “{draft.heard.quote(finding)}”, or the other?"
                    )
                work.own.time = item.value
            elif item.kind == "NEEDS":
                for resource, units in item.value:
                    work.own.needs[resource] = units
                    if gives == "uses":
                        draft.consumed.add(resource)
            else:
                work.own.cost = item.value.amount
        draft.heard.fact(f"activities/{name}", f"This is what {name} takes.", finding)
    _articles(draft, finding)


def _articles(draft: Draft, finding: Finding) -> None:
    """Resources that are spoken of as "the crane"."""
    for item in finding.match.items:
        if item.kind == "NEEDS" and draft.heard.text.raw[item.start : item.end].lower().startswith(("the ", "our ")):
            draft.the.update(dict.fromkeys([resource for resource, units in item.value if units == 1]))
        elif item.kind == "NEEDS":
            words = draft.heard.text.lower[item.start : item.end].split()
            draft.the.update({r: None for r, units in item.value if units == 1 and _the(words, r.split()[0])})


def _the(words: list[str], first: str) -> bool:
    return any([a in ("the", "our") and b.startswith(first[:4]) for a, b in pairwise(words)])


def _ways(told: list[tuple[str, Any]]) -> list[Way]:
    """A new way begins where something is told again."""
    ways: list[dict[str, Any]] = [{}]
    for kind, value in told:
        if kind in ways[-1]:
            ways.append({})
        ways[-1][kind] = value
    return [
        Way(way.get("TIME"), dict(way.get("NEEDS", ())), way["MONEY"].amount if "MONEY" in way else None)
        for way in ways
    ]


# ---------------------------------------------------------------- orders


def _pairs(talk: Talk, finding: Finding) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Whom a finding is about, and the others it names; None, with a question, where one side is not told.

    What stands after a word such as "after" comes before what the sentence is about, also where it is told first.
    """
    told = acts(finding)
    items = finding.match.items
    begins = items[0].kind in ("ACT", "ACTS") or items[0].norm in _PRONOUNS
    if len(told) == 2:
        subject, other = told if begins else (told[1], told[0])
        return talk.about(finding, subject), other
    subject = talk.about(finding, ())
    if not subject or not told:
        talk.draft.heard.ask(f"Which activity is meant by “{talk.draft.heard.quote(finding)}”?")
        return None
    return subject, told[0]


def _order(talk: Talk, finding: Finding) -> None:
    draft, gives = talk.draft, finding.match.phrase.gives
    if gives in ("chain", "sequence"):
        chain = [name for names in acts(finding) for name in names]
        talk.about(finding, (chain[-1],))
        for before, after in pairwise(chain):
            _link(draft, Link(before, after), finding)
        return
    if gives in ("last", "first"):
        told = acts(finding)
        these = talk.about(finding, told[0] if told else ())
        if not these:
            draft.heard.reject(finding)
        for name in these:
            draft.activity(name)
        draft.extremes.append((gives, these, finding))
        return
    pair = _pairs(talk, finding)
    for subject in pair[0] if pair else ():
        for other in pair[1] if pair else ():
            _link(draft, Link(other, subject) if gives == "after" else Link(subject, other), finding)


def _lag(talk: Talk, finding: Finding) -> None:
    draft, gives = talk.draft, finding.match.phrase.gives
    pair = _pairs(talk, finding)
    time = next(iter(_values(finding, "TIME")), Time(0, ""))
    for subject in pair[0] if pair else ():
        for other in pair[1] if pair else ():
            before, after = (subject, other) if gives == "before" else (other, subject)
            ends = "start-start" if gives == "started" else "end-start"
            _link(draft, Link(before, after, lag=time, ends=ends), finding)


def _within(talk: Talk, finding: Finding) -> None:
    pair = _pairs(talk, finding)
    time = next(iter(_values(finding, "TIME")), Time(0, ""))
    for subject in pair[0] if pair else ():
        for other in pair[1] if pair else ():
            _link(talk.draft, Link(other, subject, within=time), finding)


def _link(draft: Draft, link: Link, finding: Finding) -> None:
    draft.activity(link.before)
    draft.activity(link.after)
    draft.links.append(link)
    path = f"order/{link.before} before {link.after}" + ("" if link.ends == "end-start" else f" ({link.ends})")
    says = f"{link.after} comes after {link.before}."
    draft.heard.fact(f"{path}/within" if link.within is not None else path, says, finding, "constraint")


def _apart(talk: Talk, finding: Finding) -> None:
    names = tuple([name for names in acts(finding) for name in names])
    if len(names) < 2:
        names = (*talk.about(finding, ()), *names)
    if len(names) < 2:
        talk.draft.heard.ask(f"Which activities are meant by “{talk.draft.heard.quote(finding)}”?")
        return
    talk.about(finding, names)
    for name in names:
        talk.draft.activity(name)
    if names not in talk.draft.apart:
        talk.draft.apart.append(names)
    path = f"apart/{', '.join(names)}"
    talk.draft.heard.fact(path, "These do not run at the same time.", finding, "constraint")


_READERS: dict[str, Callable[[Talk, Finding], None]] = {
    "work": _work,
    "order": _order,
    "lag": _lag,
    "within": _within,
    "apart": _apart,
}
