"""One Answer as a part of a page, in the order in which a person wants it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domains.documents import Table
from encoders.numbers import show
from planner.report.html.blocks import document, heading, lines, listing, paragraph, quoted, table
from planner.report.markup import text
from planner.report.replanned import sentence
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
from planner.report.status import ASKING, BAD, GOOD, headline
from planner.wording import step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.documents import Document
    from planner.answer import Answer, Conflicting, Contrast, Difference, Suggestion
    from planner.drawing import Drawing

_STATUS = {GOOD: "good", BAD: "bad", ASKING: "asking"}


def article(answer: Answer, words: str | None, drawing: Drawing, key: str, level: int = 1) -> str:
    """The Answer. `words` is the request's text, `key` where ids begin, `level` that of the largest title."""
    told = list(_parts(answer, words, drawing, key, level + 1))
    sentence_said, style = headline(answer, drawing.units)
    named = f"{text(str(answer.id))}: " if answer.id is not None else ""
    status = f'<h{level} class="status {_STATUS.get(style, "asking")}">{named}{text(sentence_said)}</h{level}>'
    return "\n".join([f'<article id="{key}">', status, *[part for part in told if part], "</article>"])


def _parts(answer: Answer, words: str | None, drawing: Drawing, key: str, level: int) -> Iterator[str]:
    if words is not None:
        yield f'<div class="request">{_marked(words, answer)}</div>'
    if drawing.document is not None and answer.best_effort is None:
        yield document(drawing.document, f"{key}-plan", level)
    if answer.replanned is not None and answer.plan is not None:
        yield heading(sentence(answer.replanned), level)
        yield _differences(answer.replanned.changed, "before", "now")
    if answer.contrast is not None:
        yield from _contrast(answer, answer.contrast, drawing, level)
    if answer.violations:
        where = [
            ", ".join([part for part in (breach.where, breach.constraint) if part]) for breach in answer.violations
        ]
        yield heading("What the plan breaks", level)
        yield listing(
            [
                f'{text(breach.says)} <span class="faint">{text(place)}</span>'
                for breach, place in zip(answer.violations, where, strict=True)
            ],
            ordered=True,
        )
    for conflicting in answer.conflicts:
        yield from _conflict(conflicting, answer, level)
    if drawing.conflict is not None and answer.conflicts and answer.contrast is None:
        yield heading(CONFLICT_DRAWN, level)
        yield document(drawing.conflict, f"{key}-conflict", level + 1)
    if answer.status == "infeasible" and answer.contrast is None:
        yield heading(WAYS_OUT, level) if answer.suggestions else paragraph(no_way_out(answer))
        plans = [*drawing.ways, *[None] * len(answer.suggestions)]
        ways = [
            _way_out(way, plan, f"{key}-way-{number}", level + 1)
            for number, (way, plan) in enumerate(zip(answer.suggestions, plans, strict=False), 1)
        ]
        yield listing(ways, ordered=True)
        if answer.suggestions and answer.statistics.reason:
            yield paragraph(answer.statistics.reason, "faint")
    if answer.best_effort is not None:
        yield heading(partial_title(answer.best_effort, drawing.units), level)
        yield listing([_because(unmet.says, unmet.because) for unmet in answer.best_effort.unmet])
        if drawing.document is not None:
            yield document(drawing.document, f"{key}-plan", level + 1)
    if words is None and answer.unread:
        yield heading("Not understood", level)
        yield listing([f"<q>{text(entry.quote)}</q>" for entry in answer.unread])
    if answer.questions:
        yield heading("Questions", level)
        yield listing([text(question) for question in answer.questions], ordered=True)
    if answer.understood:
        yield heading("Understood", level)
        yield listing([quoted(entry.says, entry.quote) for entry in answer.understood])
    if answer.assumptions:
        yield heading("Assumed", level)
        yield listing([text(assumption) for assumption in answer.assumptions])
    yield from _found(answer, level)


def _marked(words: str, answer: Answer) -> str:
    """The request's text; words that were not understood stand out."""
    shown, position = [], 0
    for start, end in sorted([entry.span for entry in answer.unread]):
        first, last = max(start, position), max(end, position)
        shown += [lines(words[position:first]), f"<mark>{lines(words[first:last])}</mark>" if last > first else ""]
        position = last
    return "".join([*shown, lines(words[position:])])


def _conflict(conflicting: Conflicting, answer: Answer, level: int) -> Iterator[str]:
    quotes = {entry.constraint: entry.quote for entry in answer.understood}
    yield heading(conflict_title(conflicting, answer), level)
    pairs = zip(conflicting.constraints, conflicting.says, strict=False)
    yield listing([quoted(says, new_quote(quotes.get(path), says)) for path, says in pairs])
    for reason in conflicting.because:
        yield paragraph(reason)


def _way_out(way: Suggestion, plan: Document | None, key: str, level: int) -> str:
    said = f'{text(way.says)} <span class="faint">price {text(short(way.price))}</span>'
    if plan is None:
        return said
    return f"{said}<details><summary>The plan</summary>{document(plan, key, level)}</details>"


def _because(says: str, reasons: Sequence[str]) -> str:
    return "<br>".join([text(says), *[f'<span class="faint">{text(reason)}</span>' for reason in reasons]])


def _differences(entries: Sequence[Difference], before: str, after: str) -> str:
    rows = tuple([(entry.where, entry.before or "", entry.after or "") for entry in entries])
    return table(Table(("", before, after), rows)) if rows else ""


def _contrast(answer: Answer, contrast: Contrast, drawing: Drawing, level: int) -> Iterator[str]:
    """The fields that differ, then the wishes that bind, each with what giving it up would save."""
    if contrast.difference:
        yield heading("What changes", level)
        yield _differences(contrast.difference, "now", "then")
    elif contrast.fact is not None and contrast.foil is not None:
        yield paragraph("Nothing changes in the plan.")
    if contrast.binding and answer.objective:
        unit = drawing.units.get(answer.objective[0].name, "")
        yield heading("What binds it", level)
        yield listing([text(f"{wish.says} Without it: {step(wish.price, unit)}.") for wish in contrast.binding])


def _found(answer: Answer, level: int) -> Iterator[str]:
    """How the answer was found, and the request as it can be solved again."""
    about = answer.statistics
    rows = [
        ("kind of plan", answer.domain or ""),
        ("engine", about.engine or ""),
        ("proof", about.proof or ""),
        ("repeatable", "" if about.deterministic is None else "yes" if about.deterministic else "not promised"),
        ("decisions", "" if about.variables is None else show(about.variables)),
        ("rules", "" if about.constraints is None else show(about.constraints)),
        ("seed", str(about.seed)),
        *[(f"seconds, {part}", show(value)) for part, value in about.seconds.items()],
        *[(f"version of {name}", version) for name, version in about.versions.items()],
    ]
    yield heading("How it was found", level)
    if how(answer):
        yield paragraph(how(answer))
    shown = tuple([(name, value) for name, value in rows if value])
    yield f"<details><summary>Statistics</summary>{table(Table(('', ''), shown, ('left', 'right')))}</details>"
    if answer.request is not None:
        content = json.dumps(answer.request, ensure_ascii=False, indent=2)
        yield f"<details><summary>The request as it was understood</summary><pre>{lines(content)}</pre></details>"
