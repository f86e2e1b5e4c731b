"""Readings that the words do not show by themselves are looked at a second time, among rows whose verdict is known.

The model sees each reading as our own sentence beside the quoted words, not as what it proposed. Its word is taken only where it
judged every known row right, so that a weak model cannot wave its own mistakes through: then somebody is asked instead.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from encoders.errors import InputError, PlanproofError
from planner.interpret.llm.prompts import filled
from planner.interpret.llm.reply import Verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.llm import LanguageModel

CONTROLS = 8
"""Known rows in each question, half of them the same."""
NOTHING_FOLLOWS = "Nothing about the plan follows from these words."


@dataclass(frozen=True, slots=True)
class Row:
    """Words and a sentence; `same` is the known verdict, None where it is asked."""

    quote: str
    says: str
    same: bool | None = None


def confirmed(rows: Sequence[Row], model: LanguageModel, seed: str) -> list[bool]:
    """For each row whether the model confirms it; all False where it misjudges a known row or gives no verdict for all.

    Raises LlmError where the endpoint fails.
    """
    if not rows:
        return []
    rng = random.Random(seed)  # the same request is asked in the same way again
    every = [(row, index) for index, row in enumerate(rows)]
    every += [
        (row, -1)
        for same in (True, False)
        for row in rng.sample([c for c in controls() if c.same is same], CONTROLS // 2)
    ]
    rng.shuffle(every)
    content = [{"number": n, "words": row.quote, "sentence": row.says} for n, (row, _) in enumerate(every, start=1)]

    def complete(reply: Verdicts) -> None:
        missing = set(range(1, len(every) + 1)) - {verdict.number for verdict in reply.verdicts}
        if missing:
            raise InputError(f"give a verdict for every row; missing: {', '.join(map(str, sorted(missing)))}")

    try:
        reply = model.ask("confirm", filled("confirm", rows=content), Verdicts, accept=complete, attempts=2)
    except InputError:  # no complete verdict in all its attempts
        return [False] * len(rows)
    except PlanproofError as error:
        if not unusable(error):
            raise
        return [False] * len(rows)
    verdicts: dict[int, set[bool]] = {}
    for entry in reply.verdicts:
        verdicts.setdefault(entry.number, set()).add(entry.verdict == "same")
    judged = [verdicts.get(n, set()) for n in range(1, len(every) + 1)]
    if any([row.same is not None and given != {row.same} for (row, _), given in zip(every, judged, strict=True)]):
        return [False] * len(rows)
    found = [False] * len(rows)
    for (_, index), given in zip(every, judged, strict=True):
        if index >= 0:
            found[index] = given == {True}
    return found


def unusable(error: PlanproofError) -> bool:
    """Whether the model answered, but nothing that can be used: the endpoint itself works."""
    return getattr(error, "reason", "") in ("malformed", "wrong schema", "truncated", "refused", "empty")


@cache
def controls() -> tuple[Row, ...]:
    """The rows of `controls.txt`."""
    text = resources.files("planner.interpret.llm").joinpath("controls.txt").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple([Row(words, sentence, verdict == "same") for verdict, words, sentence in rows])
