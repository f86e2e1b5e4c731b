"""What the signs of a timeline mean, where it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from planner.report.timelines.axis import mark_says
from planner.report.timelines.palette import colour, letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domains.documents import Mark, Timeline

CLASH, CRITICAL, LATER, MOMENT = "!", "━", "┄", "◆"
CLASH_SAYS = "in the conflict"
CRITICAL_SAYS = "critical: any delay does harm"
LATER_SAYS = "slack, all orders as they are"
_CROWDED = "The bars are too narrow to be drawn one by one: each cell shows how busy it is."


def legend(
    timeline: Timeline, kinds: Mapping[str, int], told: Sequence[Mark], shown: Callable[[str], str], *, crowded: bool
) -> list[Text]:
    """Lines below a timeline in a terminal.

    `kinds` are to be named with their colours, `told` are marks that are not drawn, `shown` gives words as the screen has them.
    """
    lines = [Text(_CROWDED, style="dim")] if crowded else []
    bars, drawn = timeline.bars, not crowded
    signs = [
        (CRITICAL, CRITICAL_SAYS, drawn and any([bar.critical for bar in bars])),
        (LATER, LATER_SAYS, drawn and any([bar.slack is not None and bar.slack > 0 for bar in bars])),
        (CLASH, CLASH_SAYS, any([*[bar.clashes for bar in bars], *[mark.clashes for mark in timeline.marks]])),
    ]
    if any([used for _, _, used in signs]):
        lines.append(Text("   ".join([f"{sign} {says}" for sign, says, used in signs if used]), style="dim"))
    if len(kinds) > 1:
        line = Text()
        for kind, number in kinds.items():
            line.append("■ ", colour(number)).append(shown(kind), letters(number).strip()).append("  ")
        lines.append(line)
    if told:
        lines.append(Text(f"Not drawn: {', '.join([shown(flagged(mark, timeline)) for mark in told])}.", style="dim"))
    return lines


def flagged(mark: Mark, timeline: Timeline) -> str:
    """A mark's words and moment, with a sign where it is in the conflict."""
    return mark_says(mark, timeline.scale) + (f" {CLASH}" if mark.clashes else "")
