"""The parts of a report, in the order in which a person wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from encoders.numbers import show
from planner.report.contrast import write_contrast
from planner.report.document import draw
from planner.report.pointing import pointed
from planner.report.replanned import write_replanned
from planner.report.screen import clean
from planner.report.status import headline
from planner.wording import amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.numbers import Number
    from planner.answer import Answer, BestEffort, Conflicting, Suggestion, Understood
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
        _conflict(screen, conflicting, answer.understood)
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
    screen.say(_how(answer), _DIM)


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


def _conflict(screen: Screen, conflicting: Conflicting, understood: list[Understood]) -> None:
    quotes = {entry.constraint: entry.quote for entry in understood}
    narrow = screen.width < _NARROW
    pairs = list(zip(conflicting.constraints, conflicting.says, strict=False))
    screen.blank()
    screen.say(_conflict_title(conflicting), _TITLE)
    _rows(screen, [("  •", _quoted(says, _new(quotes.get(path), says), narrow=narrow)) for path, says in pairs])
    _rows(screen, [("   ", Text(clean(sentence))) for sentence in conflicting.because])


def _new(quote: str | None, says: str) -> str | None:
    """A quote that a sentence does not hold already."""
    return None if quote is None or " ".join(quote.split()) in says else quote


def _conflict_title(conflicting: Conflicting) -> str:
    if conflicting.background:
        return "No wish is to blame: whatever is given up, these rules and the data allow no plan"
    if not conflicting.minimal:
        return "These wishes cannot hold together (it is not proved that all of them are needed for the conflict)"
    if len(conflicting.constraints) == 1:
        return "This wish cannot be met; without it a plan is possible"
    return "These wishes cannot hold together; without any one of them a plan is possible"


def _ways_out(screen: Screen, answer: Answer) -> None:
    if not answer.suggestions:
        reason = answer.statistics.reason
        screen.blank()
        screen.say(f"No way out was found{f': {reason}' if reason else ''}.", _TITLE)
        return
    rows = [(f"  {number}.", _way_out(way)) for number, way in enumerate(answer.suggestions, 1)]
    _grid(screen, "Ways out, each solved and checked", rows)
    if answer.statistics.reason:
        screen.say(f"     {answer.statistics.reason.rstrip('.')}", _DIM)


def _best_effort(screen: Screen, partial: BestEffort, drawing: Drawing) -> None:
    """The plan that leaves some wishes unmet, and why those."""
    count = len(partial.unmet)
    wishes = "1 wish" if count == 1 else f"{count} wishes"
    proved = "" if partial.proved else " (it is not proved that none does better)"
    screen.blank()
    screen.say(f"The best plan that leaves {wishes} unmet{proved}{_values(partial, drawing)}", _TITLE)
    for unmet in partial.unmet:
        told = Text(clean(unmet.says))
        for sentence in unmet.because:
            told.append(f"\n{clean(sentence)}", _DIM)
        _rows(screen, [("  •", told)])
    if drawing.document is not None:
        screen.blank()
        draw(screen, drawing.document)


def _values(partial: BestEffort, drawing: Drawing) -> str:
    shown = [
        f"{goal.name} {amount(goal.value, drawing.units.get(goal.name, ''))}"
        for goal in partial.objective
        if goal.value is not None
    ]
    return f": {', '.join(shown)}" if shown else ""


def _way_out(way: Suggestion) -> Text:
    told = Text(clean(way.says))
    told.append(f"  price {_short(way.price)}", _DIM)
    return told


def _short(value: Number) -> str:
    """A price to three decimals."""
    thousandths = round(value * 1000)
    if value and not thousandths:
        return "below 0.001"
    whole, rest = divmod(thousandths, 1000)
    return show(whole) + (f".{rest:03d}".rstrip("0") if rest else "")


def _unread(screen: Screen, answer: Answer, text: str) -> None:
    lines, more = pointed(text, [entry.span for entry in answer.unread], screen.width - 4)
    screen.blank()
    screen.say("Not understood", _TITLE)
    for entry in lines:
        screen.show(Text(f"    {entry.line}"))
        screen.show(Text(f"    {entry.carets}", style="bold yellow"))
    if more:
        screen.say(f"    … and {more} more {'line' if more == 1 else 'lines'}", _DIM)


def _how(answer: Answer) -> str:
    """The last line: who solved it, how long it took, how it is proved."""
    about = answer.statistics
    told = []
    if about.engine:
        told.append((about.why_engine or about.engine).rstrip("."))
    if about.proof:
        told.append(f"proof {about.proof}")
    if about.variables is not None:
        told.append(f"{about.variables:,} variables, {about.constraints or 0:,} constraints")
    if answer.status == "feasible" and about.reason:
        told.append(about.reason.rstrip("."))
    if "total" in about.seconds:
        told.append(f"{float(about.seconds['total']):.2f} s")
    return " · ".join(told)
