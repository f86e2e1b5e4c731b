"""The parts of a report, in the order in which a person wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from planner.report.contrast import write_contrast
from planner.report.document import draw
from planner.report.pointing import pointed
from planner.report.replanned import write_replanned
from planner.report.screen import clean
from planner.report.sentences import (
    CONFLICT_DRAWN,
    WAYS_OUT,
    conflict_title,
    how,
    new_quote,
    no_way_out,
    partial_title,
    short,
)
from planner.report.status import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.answer import Answer, BestEffort, Conflicting, Suggestion
    from planner.drawing import Drawing
    from planner.report.screen import Screen

_DIM, _TITLE, _QUOTE = "dim", "bold", "italic dim"
_LONGEST_QUOTE = 70
_NARROW = 72
"""Below this many columns, quotes stand under their sentences."""


def write(screen: Screen, answer: Answer, text: str | None, drawing: Drawing) -> None:
    """Status, plan or conflict and ways out, what is not clear, what was understood, and how the answer was found."""
    sentence, style = headline(answer, drawing.units)
    screen.say(sentence, style)
    if answer.status == "error":
        return
    if drawing.document is not None and answer.best_effort is None:
        screen.blank()
        draw(screen, drawing.document)
    if answer.replanned is not None and answer.plan is not None:
        write_replanned(screen, answer.replanned)
    if answer.contrast is not None:
        write_contrast(screen, answer, answer.contrast, drawing.units)
    _violations(screen, answer)
    for conflicting in answer.conflicts:
        _conflict(screen, conflicting, answer)
    if drawing.conflict is not None and answer.conflicts and answer.contrast is None:
        screen.blank()
        screen.say(CONFLICT_DRAWN, _TITLE)
        draw(screen, drawing.conflict)
    if answer.status == "infeasible" and answer.contrast is None:
        _ways_out(screen, answer)
    if answer.best_effort is not None:
        _best_effort(screen, answer.best_effort, drawing)
    if text is not None and answer.unread:
        _unread(screen, answer, text)
    _numbered(screen, "Questions", answer.questions)
    _understood(screen, answer)
    _listed(screen, "Assumed", answer.assumptions)
    screen.blank()
    if answer.status == "unclear" and answer.unread and not answer.statistics.llm.get("calls"):
        screen.say(
            "A language model may understand such words: --llm NAME, with OPENAI_BASE_URL and OPENAI_API_KEY.", _DIM
        )
    screen.say(how(answer), _DIM)


# ---------------------------------------------------------------- lists


def _grid(screen: Screen, title: str, rows: Sequence[tuple[str, Text]]) -> None:
    """A titled list; nothing where there are no rows."""
    if rows:
        screen.blank()
        if title:
            screen.say(title, _TITLE)
        _rows(screen, rows)


def _rows(screen: Screen, rows: Sequence[tuple[str, Text]]) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for mark, content in rows:
        table.add_row(mark, content)
    if rows:
        screen.show(table)


def _listed(screen: Screen, title: str, sentences: Iterable[str]) -> None:
    _grid(screen, title, [("  •", Text(clean(sentence))) for sentence in sentences])


def _numbered(screen: Screen, title: str, sentences: Iterable[str]) -> None:
    _grid(screen, title, [(f"  {number}.", Text(clean(sentence))) for number, sentence in enumerate(sentences, 1)])


def _quoted(sentence: str, quote: str | None, *, narrow: bool) -> Text:
    said = Text(clean(sentence))
    if quote:
        words = " ".join(clean(quote).split())
        shown = words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1].rstrip()}…"
        said.append("\n" if narrow else "  ")
        said.append(f"“{shown}”", _QUOTE)
    return said


# ---------------------------------------------------------------- parts


def _understood(screen: Screen, answer: Answer) -> None:
    narrow = screen.width < _NARROW
    _grid(
        screen,
        "Understood",
        [("  •", _quoted(entry.says, entry.quote, narrow=narrow)) for entry in answer.understood],
    )


def _violations(screen: Screen, answer: Answer) -> None:
    rows = []
    for number, breach in enumerate(answer.violations, 1):
        told = Text(clean(breach.says))
        told.append(f"  {clean(', '.join([part for part in (breach.where, breach.constraint) if part]))}", _DIM)
        rows.append((f"  {number}.", told))
    _grid(screen, "", rows)


def _conflict(screen: Screen, conflicting: Conflicting, answer: Answer) -> None:
    quotes = {entry.constraint: entry.quote for entry in answer.understood}
    narrow = screen.width < _NARROW
    pairs = list(zip(conflicting.constraints, conflicting.says, strict=False))
    screen.blank()
    screen.say(conflict_title(conflicting, answer), _TITLE)
    _rows(screen, [("  •", _quoted(says, new_quote(quotes.get(path), says), narrow=narrow)) for path, says in pairs])
    _rows(screen, [("   ", Text(clean(sentence))) for sentence in conflicting.because])


def _ways_out(screen: Screen, answer: Answer) -> None:
    if not answer.suggestions:
        screen.blank()
        screen.say(no_way_out(answer), _TITLE)
        return
    rows = [(f"  {number}.", _way_out(way)) for number, way in enumerate(answer.suggestions, 1)]
    _grid(screen, WAYS_OUT, rows)
    if answer.statistics.reason:
        screen.say(f"     {answer.statistics.reason.rstrip('.')}", _DIM)


def _best_effort(screen: Screen, partial: BestEffort, drawing: Drawing) -> None:
    """The plan that leaves some wishes unmet, and why those."""
    screen.blank()
    screen.say(partial_title(partial, drawing.units), _TITLE)
    for unmet in partial.unmet:
        told = Text(clean(unmet.says))
        for sentence in unmet.because:
            told.append(f"\n{clean(sentence)}", _DIM)
        _rows(screen, [("  •", told)])
    if drawing.document is not None:
        screen.blank()
        draw(screen, drawing.document)


def _way_out(way: Suggestion) -> Text:
    told = Text(clean(way.says))
    told.append(f"  price {short(way.price)}", _DIM)
    return told


def _unread(screen: Screen, answer: Answer, text: str) -> None:
    lines, more = pointed(text, [entry.span for entry in answer.unread], screen.width - 4)
    screen.blank()
    screen.say("Not understood", _TITLE)
    for entry in lines:
        screen.show(Text(f"    {entry.line}"))
        screen.show(Text(f"    {entry.carets}", style="bold yellow"))
    if more:
        screen.say(f"    … and {more} more {'line' if more == 1 else 'lines'}", _DIM)
