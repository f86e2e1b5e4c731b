"""The dialogue on a terminal or in a pipe: lines in, turns out, every turn on disk before it is shown."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.commands.output import ProgressLine, is_unicode, print_to, write_line
from planner.dialogue.dialogue import Dialogue
from planner.dialogue.journal import Journal, read_journal
from planner.options import make
from planner.sources import MAX_TEXT, data_argument, request_argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.dialogue.journal import Recorded
    from planner.dialogue.turns import Turn

INTERRUPTED = 130
_PROMPT = "> "
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Setting:
    """How a dialogue is held. `named` are the options by their long names, as text; None where one was not given."""

    named: Mapping[str, Any]
    journal: Path | None = None
    resume: Path | None = None
    as_json: bool = False
    debug: bool = False


def chat(first: str | None, setting: Setting) -> int:
    """Hold a dialogue and give the exit code: 0 at its end, 130 after Ctrl-C twice. Raises InputError before it begins."""
    recorded = None if setting.resume is None else read_journal(setting.resume)
    named = {name: value for name, value in setting.named.items() if value not in (None, [], False)}
    if recorded is not None:
        named = {**recorded.options, **named}
    options = make({**named, "data": data_argument(named.get("data"))})
    kept = {**named, **({"data": str(Path(named["data"]).resolve())} if named.get("data") else {})}
    progress = ProgressLine(wanted=not setting.as_json)
    dialogue = Dialogue(options, progress=progress.wanted, debug=setting.debug)
    journal = _journal(setting, recorded, kept)
    talk = _Talk(dialogue, journal, progress, as_json=setting.as_json)
    try:
        return talk.hold(first, recorded)
    finally:
        progress.close()
        dialogue.close()
        if journal is not None:
            journal.close()


def _journal(setting: Setting, recorded: Recorded | None, named: Mapping[str, Any]) -> Journal | None:
    if setting.journal is not None and (setting.resume is None or setting.journal != setting.resume):
        journal = Journal.begin(setting.journal, named)
        for turn in recorded.turns if recorded is not None else ():
            journal.done(turn)
        return journal
    if setting.resume is not None and recorded is not None:
        return Journal.go_on(setting.resume, recorded)
    return Journal.begin(_own_place(), named) if sys.stdin.isatty() and not setting.as_json else None


def _own_place() -> Path:
    """Where the journal of a dialogue on a terminal goes that names none."""
    import os
    import time

    state = os.environ.get("XDG_STATE_HOME")
    folder = Path(state) if state else Path(os.path.expanduser("~"), ".local", "state")
    return folder / "planproof" / "dialogues" / f"{time.strftime('%Y-%m-%d-%H%M%S')}-{os.getpid()}.jsonl"


class _Talk:
    """One dialogue while it is held."""

    def __init__(self, dialogue: Dialogue, journal: Journal | None, progress: ProgressLine, *, as_json: bool) -> None:
        self.dialogue, self.journal, self.progress, self.as_json = dialogue, journal, progress, as_json
        self.on_terminal = sys.stdin.isatty() and not as_json

    def hold(self, first: str | None, recorded: Recorded | None) -> int:
        """All turns until the end."""
        if recorded is not None:
            self._go_on(recorded)
        if first is not None:
            self._answer(first, is_request_argument=True)
        if self.on_terminal:
            _line_editing()
            if first is None and recorded is None:
                print_to(sys.stdout, "What is to be planned? (“help” tells what can be said, “quit” ends.)\n")
        stopped = False
        lines = self._lines()
        while True:
            try:
                line = next(lines, None)
                if line is None:
                    break
                stopped = False
                if self._answer(line).kind == "quit":
                    break
            except KeyboardInterrupt:
                if stopped or not self.on_terminal:
                    self._farewell()
                    return INTERRUPTED
                stopped = True
                lines = self._lines()
                print_to(sys.stdout, "\n(Ctrl-C once more, or quit, ends the dialogue.)\n")
        self._farewell()
        return 0

    def _go_on(self, recorded: Recorded) -> None:
        """Take over what was recorded, show where it stands, and answer what was not answered any more."""
        for turn in recorded.turns:
            self.dialogue.replay(turn)
        told = [f"{len(recorded.turns)} {'turn' if len(recorded.turns) == 1 else 'turns'} taken over from the journal."]
        if recorded.torn:
            told.append("Its last line was cut off and is left out.")
        if recorded.unfinished is not None:
            told.append("Its last question had no answer yet; it is asked again.")
        self._note(" ".join(told))
        if recorded.unfinished is not None:
            self._answer(recorded.unfinished, is_request_argument=recorded.is_request_argument, again=True)
        elif self.dialogue.history.now is not None and not self.as_json:
            from planner.dialogue.orders import Order

            order = Order("show")
            from planner.dialogue import asides

            self._show(asides.answer(self.dialogue, "show", order))

    def _answer(self, line: str, *, is_request_argument: bool = False, again: bool = False) -> Turn:
        if self.journal is not None and not again:
            self.journal.asked(line, is_request_argument=is_request_argument)
        if not self.on_terminal and not self.as_json:
            print_to(sys.stdout, f"{_PROMPT}{line[:MAX_TEXT].rstrip()}\n")
        given = request_argument(line) if is_request_argument else None
        try:
            turn = self.dialogue.take(line, given)
        finally:
            self.progress.close()
        if self.journal is not None:
            self.journal.done(turn)
        self._show(turn)
        return turn

    def _show(self, turn: Turn) -> None:
        if self.as_json:
            write_line(turn.to_json(ascii_only=not is_unicode(sys.stdout)))
        elif turn.kind not in ("quit", "nothing") or turn.says:
            from planner.dialogue.telling import tell
            from planner.report.screen import Screen

            screen = Screen(sys.stdout)
            tell(screen, turn, self.dialogue)
            screen.blank()
            print_to(sys.stdout, screen.content())

    def _note(self, sentence: str) -> None:
        """Something about the dialogue that is no turn of it."""
        print_to(sys.stderr if self.as_json else sys.stdout, f"{sentence}\n")

    def _farewell(self) -> None:
        if self.journal is not None and self.on_terminal:
            self._note(f"To go on later: planproof chat --resume {self.journal.path}")

    def _lines(self) -> Iterator[str]:
        if self.on_terminal:
            yield from _typed()
        else:
            yield from _piped()


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input(_PROMPT)
        except EOFError:
            print_to(sys.stdout, "\n")
            return


def _piped() -> Iterator[str]:
    """Lines of the standard input; of one that is far too long only the start is kept."""
    stream = sys.stdin.buffer
    while True:
        raw = stream.readline(_CHUNK)
        if not raw:
            return
        if not raw.endswith(b"\n") and len(raw) == _CHUNK:
            while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
                pass
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if line.strip():
            yield line


def _line_editing() -> None:
    """Arrow keys and earlier lines at the prompt, where the system has them."""
    try:
        import readline  # noqa: F401
    except ImportError:
        return
