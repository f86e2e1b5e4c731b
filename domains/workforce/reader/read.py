"""A request in English: who there is and when, from the sentences that say it, and then every wish in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Fact, Reading
from domains.paths import edited
from domains.reading.ledger import Ledger
from domains.reading.letters import without_letter
from domains.reading.text import LONGEST, parse
from domains.workforce.reader.edits import Edits
from domains.workforce.reader.frame import days_of, team_of
from domains.workforce.reader.lexicon import known_words, signs_of
from domains.workforce.reader.meanings import Goals, Need, Pay, Team
from domains.workforce.reader.names import names_at
from domains.workforce.reader.sentences import is_light, told_by
from domains.workforce.reader.times import Times, times_of
from domains.workforce.request import RosterRequest
from domains.workforce.roster import settled
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.base import Span
    from domains.reading.text import Text
    from domains.workforce.data import WorkforceData
    from domains.workforce.reader.meanings import Meaning
    from domains.workforce.reader.sentences import Told

EXAMPLE = (
    "Ann, Bob and Cem share the desk from Monday to Friday. Two people are needed each day. Ann costs $10 a shift, Bob $12 and "
    "Cem $9. Bob cannot work on Tuesday."
)
_FRAME = ("pay", "available", "objective", "paid by", "exactly")
_FIELDS_OF_LISTS = ("days off", "works on")


def read(text: str, data: WorkforceData) -> Reading:
    """What a text asks for; what it leaves out, the data say, or it is asked."""
    parsed = parse(text)
    ledger, told = Ledger(parsed), _told(parsed, data)
    for sentence in told:
        (ledger.read if sentence.told is not None else ledger.unread)(sentence.start, sentence.end)
    for start, end in parsed.marks:
        ledger.read(start, end)
    found = [entry for sentence in told for entry in sentence.told or ()]
    if not found:
        ask = f"This does not read as a roster in English. An example of one: “{EXAMPLE}”"
        return Reading(None, unread=Ledger(parsed).spans(), questions=(ask,))
    unread = ledger.spans()
    questions: list[str] = []
    if len(text) > LONGEST:
        questions.append(
            f"The text has {len(text):,} characters, but only {LONGEST:,} are read: can it be said shorter?"
        )
    return _Request(parsed, data, found, questions, unread).reading()


class _Sentence:
    """Where a sentence stands, and what it says: None where that is not understood."""

    def __init__(self, start: int, end: int, told: list[Told] | None) -> None:
        self.start, self.end, self.told = start, end, told


def _told(parsed: Text, data: WorkforceData) -> list[_Sentence]:
    names = names_at(parsed, data.workers)
    times = Times() if data.base is None else times_of(settled(data.base, data))
    bodies, letter = without_letter(parsed, known_words().__contains__)
    found = [_Sentence(start, end, []) for start, end in letter]
    before: Meaning | None = None
    for tokens in bodies:
        signs = signs_of(tokens, names, times)
        told = [] if is_light(signs) else told_by(signs, before, in_request=True)
        found.append(_Sentence(tokens[0].start, tokens[-1].end, told))
        before = told[-1].meaning if told else before
    return found


class _Request:
    """A request that grows with what is told."""

    def __init__(
        self, parsed: Text, data: WorkforceData, told: list[Told], questions: list[str], unread: tuple[Span, ...]
    ) -> None:
        self.parsed, self.data, self.told = parsed, data, told
        self.questions, self.unread = questions, unread
        self.assumptions: list[str] = []
        self.facts: dict[str, Fact] = {}

    def reading(self) -> Reading:
        """The reading, with a request where nothing has to be asked."""
        request = self._frame()
        if request is not None:
            request = self._wishes(request)
        if request is not None and not self.questions:
            self._needs(request)
        return Reading(
            request if not self.questions else None,
            tuple(self.facts.values()), self.unread, tuple(self.assumptions), tuple(dict.fromkeys(self.questions)),
        )  # fmt: skip

    def _frame(self) -> RosterRequest | None:
        """Who and when; None where either is missing."""
        base = self.data.base
        workers = team_of(self.told, [] if base is None else list(base.workers), self.questions)
        shifts = days_of(self.told, self.data, self.questions, self.assumptions)
        if not workers:
            self.questions.append("Who can work? Name everybody who can be on the roster.")
        if not shifts:
            self.questions.append("Which days or shifts are to be staffed?")
        for entry in self.told:
            if isinstance(entry.meaning, Team):
                for path in (["workers"] if entry.meaning.workers else []) + (["shifts"] if entry.meaning.when else []):
                    self._fact(path, "fact", "Who works, and when.", entry)
        if not workers or not shifts or self.questions:
            return None
        content: dict[str, Any] = {"workers": workers, "shifts": shifts}
        if base is not None:
            content = _restricted(base, workers, shifts)
        return RosterRequest.model_validate(content)

    def _wishes(self, request: RosterRequest) -> RosterRequest | None:
        for entry in sorted(
            self.told, key=lambda entry: isinstance(entry.meaning, Goals)
        ):  # what counts may need the pay
            if isinstance(entry.meaning, Team):
                continue
            if (
                isinstance(entry.meaning, Goals)
                and "cost" in entry.meaning.goals
                and not settled(request, self.data).pay
            ):
                self.questions.append(
                    "Nobody's pay is told, so no roster can be the cheapest: what does everybody cost a shift?"
                )
                return None
            edits = Edits(settled(request, self.data), in_request=True)
            edits.take(entry.meaning)
            self.questions += edits.questions
            self.assumptions += [said for said in edits.assumptions if said not in self.assumptions]
            try:
                request = edited(request, edits.changes, "a roster")
            except InputError as error:
                self.questions.append(f"That does not fit ({error.message}): what is meant?")
                return None
            for change in edits.changes:
                self._note(change.path, change.after, "; ".join(edits.says), entry)
        return request

    def _note(self, path: str, after: Any, says: str, entry: Told) -> None:
        field = path.partition("/")[0]
        if field in _FIELDS_OF_LISTS and isinstance(after, list):
            for name in after:
                if f"{path}/{name}" not in self.facts:
                    self._fact(f"{path}/{name}", "constraint", says, entry)
        elif field == "objective":
            for goal in after:
                self._fact(f"objective/{goal}", "goal", says, entry)
        else:
            self._fact(path, "fact" if field in _FRAME else "constraint", says, entry)

    def _fact(self, path: str, kind: Any, says: str, entry: Told) -> None:
        self.facts[path] = Fact(path, kind, says, self.parsed.span(entry.start, entry.end))

    def _needs(self, request: RosterRequest) -> None:
        """What nobody can do without."""
        roster = settled(request, self.data)
        if not roster.need and not any([isinstance(entry.meaning, Need) for entry in self.told]):
            self.questions.append("How many people does each shift need?")
        without = [worker for worker in roster.workers if worker not in roster.pay]
        if roster.pay and without:
            self.questions.append(f"What does {' and '.join(without)} cost a shift?")
        hourly = [e for e in self.told if isinstance(e.meaning, Pay) and e.meaning.per == "hour"]
        if hourly and roster.merged.paid_by != "hour":
            self.questions.append("Pay is told by the hour, but not how long the shifts are: what does a shift cost?")
        if not roster.pay and not request.objective:
            self.assumptions.append("Nobody's pay is told, so the shifts are shared as evenly as possible.")


def _restricted(base: RosterRequest, workers: list[str], shifts: list[dict[str, Any]]) -> dict[str, Any]:
    """The data's own content for some of its workers and shifts."""
    content = base.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    names = {shift["name"] for shift in shifts}
    days = {shift.get("day") or shift["name"] for shift in shifts}
    for field in ("pay", "skills", "most shifts", "least shifts", "available", "days off", "works on"):
        if field in content:
            content[field] = {worker: value for worker, value in content[field].items() if worker in workers}
    for field in ("available", "days off", "works on"):
        for worker, value in content.get(field, {}).items():
            content[field][worker] = [name for name in value if name in names | days]
    for field in ("need", "need skilled"):
        if field in content:
            content[field] = {shift: value for shift, value in content[field].items() if shift in names}
    return {**content, "workers": workers, "shifts": shifts}
