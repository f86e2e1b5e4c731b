"""Whether a formulation may be believed so far: it parses, is complete, uses what the text says and invents nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.errors import InputError, ModelError, UnsupportedError
from encoders.spec.indexed.build import BuiltSpec, build
from encoders.spec.indexed.scope import Checked, checked
from planner.interpret.llm.quotes import located
from planner.open.convert import spec_of
from planner.open.numbers import around, invented, unused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from encoders.spec.indexed.model import ProblemSpec
    from encoders.spec.indexed.tables import Table
    from planner.open.reply import FormulationReply

_MOST_ERRORS = 6
_LONGEST_SAID = 250
_MOST_GAPS = 20
"""Parts of one quote."""
_LONGEST = 3_000
"""Characters of what is sent back at once."""
_ASKS_FOR_BEST = re.compile(
    r"minimi[sz]|maximi[sz]|optimal|optimi[sz]|cheapest|at (?:the )?(?:lowest|least) cost"
    r"|as (?:many|much|few|little|low|high|cheap\w*)\b.{0,40}\bas possible"
    r"|\b(?:the )?(?:most|least|fewest|lowest|highest|largest|smallest|shortest|greatest|best|earliest) (?:\w+ ){0,3}"
    r"(?:cost|profit|number|amount|time|value|revenue|total|distance|price|possible)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<kind>constraints|objectives)\[(?P<place>\d+)\]")


@dataclass(frozen=True)
class Accepted:
    """A formulation that passed: `built` is None where the reply only asks."""

    reply: FormulationReply
    spec: ProblemSpec | None = None
    built: BuiltSpec | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def known(self) -> Checked:
        """The checked problem."""
        assert self.built is not None
        return self.built.checked

    def places(self, text: str) -> dict[str, tuple[int, int]]:
        """Where the words behind each rule and goal stand in a text, by path."""
        assert self.spec is not None
        found = {}
        for kind, parts in (("constraints", self.spec.constraints), ("objectives", self.spec.objectives)):
            for part in parts:
                spans = spans_of(text, part.quote) if part.quote.strip() else []
                if spans:
                    found[f"{kind}/{part.name}"] = (min(s for s, _ in spans), max(e for _, e in spans))
        return found


class Acceptance:
    """Called with a reply; raises InputError with everything that is wrong, for the model, and remembers what passed.

    Doubts that are no errors are sent back once: a formulation that stands by them is accepted, and says so.
    """

    def __init__(self, text: str, tables: Mapping[str, Table], *, told: Iterable[str] = ()) -> None:
        self._text = text
        self._tables = tables
        self._told: set[str] = set(told)
        self.found: Accepted | None = None

    def __call__(self, reply: FormulationReply) -> None:
        """Raises InputError for the model, UnsupportedError for what it says cannot be expressed."""
        self.found = None
        if reply.questions and not reply.variables:
            self.found = Accepted(reply)
            return
        if reply.unsupported.strip():
            raise UnsupportedError(
                f"this cannot be expressed with linear rules: {reply.unsupported.strip()[:300]}", where="request"
            )
        _require_size(reply)
        spec = spec_of(reply, frozenset(self._tables))
        known = self._checked(spec)
        built = self._built(spec)
        wrong = [
            *_structure_wrong(reply, self._text),
            *_quotes_wrong(reply, self._text),
            *self._numbers_wrong(reply, known),
        ]
        wrong += [warned.says + f" ({warned.place})" for warned in known.warnings if warned.kind == "unused"]
        doubts = [f"{warned.says} ({warned.place})" for warned in known.warnings if warned.kind == "unit"]
        if fresh := [doubt for doubt in doubts if doubt not in self._told]:
            self._told.update(fresh)
            wrong += [f"units do not agree: {doubt}; mend it, or keep it if it is meant so" for doubt in fresh]
        if wrong:
            raise InputError(_listed(wrong))
        self.found = Accepted(reply, spec, built, tuple(_assumptions(reply)))

    def _checked(self, spec: ProblemSpec) -> Checked:
        """The checked problem; or one error with every rule that cannot be read, so that they can be mended at once."""
        errors: list[str] = []
        left = spec
        while True:
            try:
                known = checked(left, self._tables)
                break
            except (InputError, UnsupportedError) as error:
                if isinstance(error, UnsupportedError):
                    self._tell_once(error)
                errors.append(str(error))
                match = _PLACE.match(error.where)
                if match is None or len(errors) >= _MOST_ERRORS:
                    raise InputError(_listed(errors)) from error
                parts = list(getattr(left, match["kind"]))
                del parts[int(match["place"])]
                left = left.model_copy(update={match["kind"]: parts})
        if errors:
            raise InputError(_listed(errors))
        return known

    def _tell_once(self, error: UnsupportedError) -> None:
        """Raise the error where the model has been told of it before."""
        key = f"unsupported {error.where.partition(',')[0]}"
        if key in self._told:
            raise error
        self._told.add(key)

    def _built(self, spec: ProblemSpec) -> BuiltSpec:
        try:
            return build(spec, self._tables)
        except (InputError, ModelError) as error:
            raise InputError(str(error)) from error
        except UnsupportedError as error:
            self._tell_once(error)
            raise InputError(
                f"{error}. Rules and goals are linear in the decisions. If this term means the same as a linear rule (with "
                "booleans, min, max, abs, implies, or a fraction multiplied out), write it so; otherwise set `unsupported` to it."
            ) from error

    def _numbers_wrong(self, reply: FormulationReply, known: Checked) -> list[str]:
        explained = [entry.number for entry in reply.unused if entry.why.strip()]
        left = unused(self._text, known, explained)
        found = [
            f"the number {mention.written} of the request (“…{around(self._text, mention)}…”) is not used; use it, or list it in "
            "`unused` with the reason"
            for mention in left[:_MOST_ERRORS]
        ]
        if len(left) > _MOST_ERRORS:
            found.append(f"so are {', '.join([mention.written for mention in left[_MOST_ERRORS : 4 * _MOST_ERRORS]])}")
        computed = [entry.name for entry in reply.parameters if entry.computed.strip()]
        return found + [
            f"these numbers do not stand in the request: {strange}; copy numbers as they stand and write arithmetic in the "
            "rule, or say in the parameter's `computed` how they follow; a number that is missing is asked for in `questions`"
            for strange in invented(self._text, known, computed)
        ]


def _require_size(reply: FormulationReply) -> None:
    if not reply.variables:
        raise InputError("nothing is decided: list at least one variable, or ask in `questions` for what is missing")
    if len(reply.questions) > 0:
        raise InputError(
            "there are questions beside a whole formulation; either leave `questions` empty and list what you assume in "
            "`assumptions`, or, where a needed fact is missing, leave `variables` empty and ask only"
        )


def _quotes_wrong(reply: FormulationReply, text: str) -> list[str]:
    found: list[str] = []
    for place, rule in enumerate(reply.constraints):
        if len(found) > 2 * _MOST_ERRORS:  # more are not told, and searching a long text for each takes time
            return found
        where = f"constraints[{place}] {rule.name[:80]}"
        if not rule.quote.strip():
            if not rule.implied.strip():
                found.append(
                    f"{where} has no quote; copy the words that state it, or say in `implied` why it must hold"
                )
        elif not occurs(text, rule.quote):
            found.append(
                f"the quote of {where} does not occur in the request: “{rule.quote[:120]}”; copy words exactly"
            )
    for place, goal in enumerate(reply.objectives):
        if len(found) <= 2 * _MOST_ERRORS and goal.quote.strip() and not occurs(text, goal.quote):
            found.append(
                f"the quote of objectives[{place}] {goal.name[:80]} does not occur in the request; copy words exactly"
            )
    return found


def occurs(text: str, quote: str) -> bool:
    """Whether the words stand in the text; dots between may leave words out."""
    return bool(spans_of(text, quote))


def spans_of(text: str, quote: str) -> list[tuple[int, int]]:
    """Where the parts of a quote stand in a text; nothing where one of them does not."""
    parts = [part for part in re.split(r"\.\.\.|…", quote) if part.strip(" .,;:")]
    if len(parts) > _MOST_GAPS:
        return []
    found = [located(text, part) or located(text, part.strip(" .,;:")) for part in parts]
    return [] if not found or None in found else [span for span in found if span is not None]


def _structure_wrong(reply: FormulationReply, text: str) -> list[str]:
    if not reply.objectives and _ASKS_FOR_BEST.search(text):
        return ["the request asks for the best plan, but there is no objective"]
    return []


def _assumptions(reply: FormulationReply) -> Iterable[str]:
    for variable in reply.variables:
        if variable.kind != "boolean":
            kind = "a whole number" if variable.kind == "integer" else "a number that may be fractional"
            because = f": {_plain(variable.because)}" if variable.because.strip() else ""
            yield f"{variable.name} is {kind}{because}."
    for rule in reply.constraints:
        if not rule.quote.strip():
            yield f"Taken as implied: {_plain(rule.says or rule.rule)} ({_plain(rule.implied)})."
    for parameter in reply.parameters:
        if parameter.computed.strip():
            yield f"The numbers of {parameter.name} are computed: {_plain(parameter.computed)}."
    for entry in reply.unused:
        yield f"The number {entry.number[:60]} is not used: {_plain(entry.why)}."
    for assumed in reply.assumptions:
        if assumed.strip():
            yield f"{_plain(assumed)}."


def _plain(words: str) -> str:
    """A model's words within an own sentence."""
    return " ".join(words.split()).rstrip(".")[:_LONGEST_SAID]


def _listed(wrong: list[str]) -> str:
    shown = (
        wrong if len(wrong) == 1 else [f"({number}) {text}" for number, text in enumerate(wrong[: 2 * _MOST_ERRORS], 1)]
    )
    return "\n".join(shown)[:_LONGEST]


__all__ = ["Acceptance", "Accepted", "occurs", "spans_of"]
