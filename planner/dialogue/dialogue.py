"""A dialogue about one plan: lines go in, turns come out. It knows no terminal and no file but those it exports to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.changes import ReadsChanges
from encoders.errors import InputError
from encoders.numbers import exact, to_json
from planner.answer import Edit, Unread
from planner.call import Call
from planner.datasets import Datasets
from planner.dialogue import asides
from planner.dialogue.comparing import compared, values_told
from planner.dialogue.history import History, State
from planner.dialogue.orders import Order, order_of
from planner.dialogue.solving import World, elsewhere, facts_of
from planner.dialogue.turns import Turn
from planner.failures import failed
from planner.interpret.request import OPEN, today_of
from planner.pipeline import interpreted, unclear
from planner.registry import installed
from planner.sources import MAX_TEXT, Given, given_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from domains.base import Change, Fact
    from domains.changes import ChangeReading
    from planner.call import Progress
    from planner.dialogue.turns import TurnKind
    from planner.interpret.request import Interpreted
    from planner.options import Options
    from planner.registry import Registry

_SHOWN = 200
"""Characters of a line that is too long which the turn keeps."""
_WHOLE_REQUEST = 40
"""Characters from which a line that is no change may be a new request."""


class Dialogue:
    """`take` answers a line; the history holds every request there was with its answer."""

    def __init__(
        self,
        options: Options,
        *,
        registry: Registry | None = None,
        datasets: Datasets | None = None,
        progress: Progress | None = None,
        debug: bool = False,
    ) -> None:
        self.options, self.registry = options, registry or installed()
        self.datasets, self.progress, self.debug = datasets or Datasets(), progress, debug
        self.history = History()
        self.world: World | None = None
        self.keep: list[str] = list(options.keep)
        self.turns = 0
        self._open = ""
        """What was said and led to a question."""
        self._unread: list[str] = []
        """Words of it that were not understood."""

    # ---------------------------------------------------------------- from outside

    def take(self, line: str, given: Given | None = None) -> Turn:
        """The turn that a line makes; every failure is a turn too. `given` is a first request that is no line of text."""
        self.turns += 1
        turn = self._guarded(line, given)
        self.history.mark(turn)
        return turn

    def _guarded(self, line: str, given: Given | None) -> Turn:
        try:
            return self._take(line, given)
        except KeyboardInterrupt:
            return self._turn(line, "interrupted", ["Stopped before anything was found; nothing is changed."])
        except Exception as error:
            answer = failed(error, registry=self.registry)
            assert answer.error is not None
            if self.debug and answer.error.kind == "internal":
                raise
            self._open, self._unread = "", []
            place = f" ({answer.error.where})" if answer.error.where else ""
            return self._turn(line, "error", [f"{answer.error.says}{place}", "Nothing is changed."])

    def replay(self, turn: Turn) -> None:
        """Take over a recorded turn without solving anything."""
        self.turns = turn.turn
        self.history.replay(turn)
        self.keep = list(turn.kept)
        if turn.kind == "unclear":
            self._open = f"{self._open}\n{turn.line}".strip() if self.history.now is None else turn.line
            self._unread = [entry.quote for entry in turn.unread]
        else:
            self._open, self._unread = "", []

    def close(self) -> None:
        """Give the solver's memory back."""
        if self.world is not None:
            self.world.live.close()

    def now(self) -> State:
        """The present state. Raises InputError before there is one."""
        state = self.history.now
        if state is None:
            raise InputError("nothing is planned yet; say first what is to be planned")
        return state

    def place(self) -> World:
        """The world of the present state, loaded when first needed."""
        if self.world is None:
            answer = self.now().answer
            assert answer.domain is not None
            domain = self.registry.get(answer.domain)
            self._enter(domain, self.datasets.load(domain, self.options.data))
        assert self.world is not None
        return self.world

    # ---------------------------------------------------------------- lines

    def _take(self, line: str, given: Given | None) -> Turn:
        if len(line) > MAX_TEXT:
            told = (
                f"The line has {len(line):,} characters, more than the {MAX_TEXT:,} that are read. Nothing is changed."
            )
            return self._turn(f"{line[:_SHOWN]}…", "error", [told])
        if given is not None:
            return self._first(line, given)
        order = order_of(line)
        if order.kind in ("accept", "agree") and not self._offers() and self._open:
            order = Order("sentence", words=line.strip())
        if order.kind == "sentence":
            return self._sentence(line)
        if order.kind in ("accept", "agree"):
            return self._accept(line, order)
        if order.kind == "keep" or order.kind == "release":
            return self._keep(line, order)
        return asides.answer(self, line, order)

    def _sentence(self, line: str) -> Turn:
        if not line.strip():
            return self._turn(line, "nothing")
        if self.history.now is None:
            return self._first(line, None)
        return self._change(line)

    def _offers(self) -> int:
        state = self.history.now
        return 0 if state is None else len(state.answer.suggestions)

    # ---------------------------------------------------------------- the first request

    def _first(self, line: str, given: Given | None) -> Turn:
        call = Call(self.options, self.registry, self.datasets, self.progress, answer_interrupts=True)
        text, left_out = line, list[str]()
        if given is None and self._open:
            text, left_out = self._joined(line)
        found = interpreted(call, given or given_text(text))
        if not found.clear and text != line and not _formulated(found):
            alone = interpreted(
                again := Call(self.options, self.registry, self.datasets, self.progress), given_text(line)
            )
            if alone.clear:
                call, found, text, left_out = again, alone, line, []
        if not found.clear or found.request is None or found.domain is None:
            return self._ask_back(call, found, line, text, left_out)
        self._open, self._unread = "", []
        self._enter(found.domain, found.data)
        call.known["assumptions"] = [*call.known["assumptions"], *left_out]
        return self._solve(call, line, "request", found.request, found.reading.facts, [], [], None)

    def _joined(self, line: str) -> tuple[str, list[str]]:
        """What was said before with this line, without the words that were not understood."""
        before, told = self._open, []
        for quote in self._unread:
            before = before.replace(quote, " ", 1)
            told.append(f"“{' '.join(quote.split())}” was not understood and is left out, since other words followed.")
        if self._unread and asides.leaves_out(line):
            return before, told
        return f"{before.rstrip()}\n{line}", told

    def _ask_back(self, call: Call, found: Interpreted, line: str, text: str, left_out: Sequence[str]) -> Turn:
        answer = unclear(call, found)
        self._open, self._unread = text, [entry.quote for entry in answer.unread]
        if _formulated(found):
            self._open = f"{text}\nQuestion: {' '.join(answer.questions)}\nAnswer:"
        return self._turn(
            line,
            "unclear",
            questions=answer.questions,
            unread=answer.unread,
            assumptions=list(left_out),
        )

    def _enter(self, domain: Any, data: Any) -> None:
        if self.world is not None:
            if self.world.domain is domain and self.world.data is data:
                return
            self.world.live.close()
        today, _ = today_of(domain, data, self.options)
        self.world = World(domain, data, today, self.options, self.registry, self.datasets, self.progress)

    # ---------------------------------------------------------------- changes

    def _change(self, line: str) -> Turn:
        world, state = self.place(), self.now()
        if not isinstance(world.domain, ReadsChanges):
            return self._turn(
                line, "unclear", questions=[f"Requests of {world.domain.name} change by suggestions only."]
            )
        call = world.call()
        request = world.domain.parse_request(state.answer.request)
        plan = None if state.answer.plan is None else world.domain.Plan.model_validate(state.answer.plan)
        with call.watch.part("read"):
            reading = world.domain.read_change(line, request, plan, world.data, world.today)
            if not reading.understood and self._open:
                joined = world.domain.read_change(f"{self._open} {line}", request, plan, world.data, world.today)
                reading = joined if joined.understood else reading
            if reading.unread and self.options.reader != "rules":
                reading = self._with_model(call, line, request, plan, reading)
        if reading.understood:
            self._open, self._unread = "", []
            if reading.request is None:
                said = [_sentence(says) for says in reading.says] or ["Nothing is to change, then."]
                return self._turn(line, "nothing", [*said, *(["Nothing is changed."] if reading.says else [])])
            edits = [_edit(change) for change in reading.changes]
            facts = facts_of(state.answer.understood, request, reading.request, [e.constraint for e in edits])
            facts += [elsewhere(edit.constraint, line.strip()) for edit in edits if edit.after is not None]
            call.known["assumptions"] = list(reading.assumptions)
            says = [_sentence(said) for said in reading.says]
            return self._solve(call, line, "change", reading.request, facts, edits, says, state)
        if len(line) >= _WHOLE_REQUEST and (turn := self._new_request(line)) is not None:
            return turn
        self._open, self._unread = (line if reading.questions else ""), []
        return self._turn(
            line,
            "unclear",
            questions=list(reading.questions) or [self._not_understood([span.quote for span in reading.unread])],
            unread=[Unread(quote=span.quote, span=(span.start, span.end)) for span in reading.unread],
        )

    def _with_model(self, call: Call, line: str, request: BaseModel, plan: Any, alone: ChangeReading) -> ChangeReading:
        """What a language model makes of the words that were not understood, where one is configured."""
        from planner.interpret.llm import changed  # loaded only where words need it

        world = self.place()

        def read(text: str) -> ChangeReading:
            return world.domain.read_change(text, request, plan, world.data, world.today)  # type: ignore[attr-defined, no-any-return]

        return changed(alone, line, world.domain, request, world.data, world.today, read, call.model)

    def _new_request(self, line: str) -> Turn | None:
        """A line that is a whole request by itself begins anew."""
        call = Call(self.options, self.registry, self.datasets, self.progress, answer_interrupts=True)
        found = interpreted(call, given_text(line))
        if not found.clear or found.request is None or found.domain is None:
            return None
        self._enter(found.domain, found.data)
        return self._solve(call, line, "request", found.request, found.reading.facts, [], ["A new request."], None)

    def _not_understood(self, quotes: Sequence[str]) -> str:
        words = ", ".join([f"“{' '.join(quote.split())[:80]}”" for quote in quotes[:3]])
        examples = asides.examples(self)[:3]
        such = f" For example: {'; '.join([f'“{e}”' for e in examples])}." if examples else ""
        return f"I do not understand {words}, so nothing is changed.{such}"

    def _accept(self, line: str, order: Order) -> Turn:
        state = self.now()
        offered = state.answer.suggestions
        if not offered:
            return self._turn(line, "nothing", ["There is no suggestion to take; the plan stands as it is."])
        if order.kind == "agree" and len(offered) > 1:
            return self._turn(line, "unclear", questions=[f"Which one: {_numbers(len(offered))}?"])
        number = 1 if order.kind == "agree" else order.numbers[0]
        if not (number == -1 or 1 <= number <= len(offered)):
            return self._turn(
                line, "unclear", questions=[f"There is no suggestion {number}: {_numbers(len(offered))}?"]
            )
        chosen = offered[number - 1 if number > 0 else -1]
        world = self.place()
        before, after = world.domain.parse_request(state.answer.request), world.domain.parse_request(chosen.request)
        facts = facts_of(state.answer.understood, before, after, [edit.constraint for edit in chosen.changes])
        self._open, self._unread = "", []
        says = [_sentence(chosen.says.partition("; ")[0] if len(chosen.changes) == 1 else chosen.says)]
        return self._solve(world.call(), line, "accept", after, facts, list(chosen.changes), says, state)

    def _keep(self, line: str, order: Order) -> Turn:
        """Wishes that no suggestion may touch; where there is no plan, other suggestions are looked for."""
        if self.history.now is None:
            return self._sentence(line)
        world, state = self.place(), self.now()
        if order.kind == "release":
            self.keep = []
            says = ["Suggestions may touch every wish."]
        else:
            try:
                paths = world.named(order.words, state.answer.understood)
            except InputError as error:
                turn = self._change(line)
                return (
                    turn
                    if turn.kind != "unclear"
                    else self._turn(line, "unclear", questions=[_sentence(error.message)])
                )
            self.keep = list(dict.fromkeys([*self.keep, *paths]))
            words = {entry.constraint: entry.says.rstrip(".") for entry in state.answer.understood}
            says = [f"No suggestion touches {', '.join([f'“{words.get(path, path)}”' for path in paths])}."]
        if state.answer.status != "infeasible":
            return self._turn(line, "keep", says)
        request = world.domain.parse_request(state.answer.request)
        facts = facts_of(state.answer.understood, request, request, ())
        return self._solve(world.call(), line, "change", request, facts, [], says, state)

    # ---------------------------------------------------------------- solving and telling

    def _solve(
        self,
        call: Call,
        line: str,
        kind: TurnKind,
        request: BaseModel,
        facts: Sequence[Fact],
        edits: Sequence[Edit],
        says: Sequence[str],
        state: State | None,
    ) -> Turn:
        world = self.place_of_solving()
        assumed = list(call.known.get("assumptions", ()))
        if state is not None:
            call.known["assumptions"] = list(dict.fromkeys([*state.answer.assumptions, *assumed]))
        before = None if state is None else state.answer
        answer = world.answer(call, request, facts, self.keep, before)
        self.history.add(State.of(self.turns, line, kind, says, answer))
        difference = [] if before is None else compared(world.domain, before, answer, world.data)
        values = [] if before is None else values_told(before, answer, world.units)
        return self._turn(
            line,
            kind,
            [*says, *[_sentence(value) for value in values]],
            changes=list(edits),
            assumptions=assumed,
            difference=difference,
            answer=answer,
        )

    def place_of_solving(self) -> World:
        """The world, which is there once a request was read."""
        return self.place() if self.world is None else self.world

    def turn(self, line: str, kind: TurnKind, says: Sequence[str] = (), **more: Any) -> Turn:
        """A turn with what every turn has."""
        return self._turn(line, kind, says, **more)

    def _turn(self, line: str, kind: TurnKind, says: Sequence[str] = (), **more: Any) -> Turn:
        state = self.history.now
        at = None if state is None else state.number
        return Turn(turn=self.turns, line=line, kind=kind, says=list(says), at=at, kept=self.keep, **more)


def _formulated(found: Interpreted) -> bool:
    """Whether a language model read the text as a problem of its own: it needs its questions to understand an answer."""
    return found.domain is not None and found.domain.name == OPEN and not found.reading.unread


def _numbers(count: int) -> str:
    return "1" if count == 1 else f"{', '.join([str(n) for n in range(1, count)])} or {count}"


def _sentence(words: str) -> str:
    said = words.strip()
    return f"{said[:1].upper()}{said[1:].rstrip('.')}{'' if said.endswith(('?', '!')) else '.'}" if said else ""


def _edit(change: Change) -> Edit:
    """A change as answers have it, in JSON's types."""
    content = _plain({"before": change.before, "after": change.after})
    kind: Any = "drop" if change.after is None else "add" if change.before is None else "replace"
    if kind == "replace":
        try:
            old, new = exact(change.before), exact(change.after)
            kind = "raise" if new > old else "lower"
        except (InputError, TypeError):
            pass
    return Edit(constraint=change.path, kind=kind, before=content["before"], after=content["after"])


def _plain(content: Any) -> Any:
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(content, fallback=to_json)
