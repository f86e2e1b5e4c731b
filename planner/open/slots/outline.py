"""The first question to a small model: what is decided, what the numbers measure, what is to be large or small."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from encoders.errors import InputError
from planner.open.slots.marks import marks
from planner.open.slots.phrases import ASKED, LARGE, NUMBER_OF, SMALL, alike, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

ALL = "all"
"""Stands for all decisions together."""
_MOST = 12
_LONGEST = 60
_COUNTS = ("number", "total", "count")


class GoalReply(BaseModel):
    """What is to be as large or small as possible: the total of a measure, or a number of decisions."""

    model_config = ConfigDict(extra="ignore")

    what: Literal["maximise", "minimise"]
    of: str


class OutlineReply(BaseModel):
    """The names that a problem is about."""

    model_config = ConfigDict(extra="ignore")

    decisions: list[str]
    counted: bool
    measures: list[str]
    goal: GoalReply


class Outlining:
    """Called with a reply: raises InputError, for the model, where it is no outline of this text; `found` is what passed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = set(stems(text))
        self._named: list[str] = []
        self._doubted = False
        self.found: OutlineReply | None = None

    def __call__(self, reply: OutlineReply) -> None:
        """Raises InputError for the model."""
        decisions = _distinct(reply.decisions)
        common = common_stems(decisions)
        self._named = _distinct([*self._named, *reply.measures])  # what was named once is not lost by naming more
        taken = [name.casefold() for name in decisions]
        other = [name for name in self._named if name.casefold() not in taken and not set(stems(name)) <= common]
        measures = _first_of_each(other, lambda name: tuple(stems(name)))
        goal = self._goal(reply.goal.of, decisions, measures)
        if goal not in (*decisions, *measures, ALL) and alike(goal, self._text):
            measures.append(goal)
        wrong = [*self._names_wrong(decisions, measures), *self._goal_wrong(reply.goal, goal, decisions, measures)]
        if not wrong and not self._doubted:  # told once: a measure may have another name than its numbers have
            wrong = self._unmeasured(decisions, measures)
            self._doubted = True
        if wrong:
            raise InputError("\n".join(wrong[:_MOST]))
        self.found = OutlineReply(
            decisions=decisions,
            counted=reply.counted,
            measures=measures,
            goal=GoalReply(what=reply.goal.what, of=goal),
        )

    def _names_wrong(self, decisions: list[str], measures: list[str]) -> Iterable[str]:
        if not decisions:
            yield "`decisions` is empty; name the things whose number or amount is to be chosen"
        if len(decisions) > _MOST or len(measures) > _MOST:
            yield f"there are at most {_MOST} decisions and {_MOST} measures"
        for name in decisions:
            if not self._words.intersection(stems(name)):
                yield f"{name!r} does not occur in the problem; use its words"

    def _unmeasured(self, decisions: list[str], measures: list[str]) -> list[str]:
        """Amounts that none of the measures is about."""
        return [
            f"no measure is about “{mark.words}”; add what this number measures"
            for mark in marks(self._text, decisions)
            if mark.kind == "amount" and not mark.about(measures)
        ]

    # ---------------------------------------------------------------- the goal

    def _goal(self, named: str, decisions: list[str], measures: list[str]) -> str:
        """The goal's name among those there are; a number of things that are no measure is the number of all decisions."""
        name = next(iter(_distinct([named])), ALL)
        if here := [known for known in (*decisions, *measures) if known.casefold() == name.casefold()]:
            return here[0]
        if same := [measure for measure in measures if stems(measure) == stems(name)]:
            return same[0]
        asked = asked_for(self._text)
        counted = NUMBER_OF.search(asked) is not None and alike(name, asked)
        return ALL if counted or name.casefold().startswith(_COUNTS) else name

    def _goal_wrong(self, reply: GoalReply, goal: str, decisions: list[str], measures: list[str]) -> Iterable[str]:
        if goal not in (*decisions, *measures, ALL):
            yield f"the goal is about {reply.of!r}, which is no measure; it is one of {', '.join(measures)}, or all"
        asked = asked_for(self._text)
        about = [name for name in measures if alike(name, asked)]
        counts = NUMBER_OF.search(asked) is not None
        says = f"the problem asks to {reply.what} “{asked.strip()}”"
        if goal == ALL and about and not counts:
            yield f"{says}: that is {about[0]}"
        if goal in measures and asked and goal not in about and (about or counts):
            yield f"{says}: is that {about[0] if about else 'all, the number of decisions,'} and not {goal}?"
        large, small = LARGE.search(self._text), SMALL.search(self._text)
        if reply.what == "maximise" and small and not large:
            yield "the problem says minimise, not maximise"
        if reply.what == "minimise" and large and not small:
            yield "the problem says maximise, not minimise"


def asked_for(text: str) -> str:
    """What a text says it is that should be large or small; empty where it does not say it so."""
    found = ASKED.search(text)
    return "" if found is None else found[1]


def common_stems(decisions: Iterable[str]) -> set[str]:
    """The words that all decisions share: bottles, of small bottles and large bottles."""
    found = [set(stems(name)) for name in decisions]
    return set.intersection(*found) if found else set()


def _distinct(names: Iterable[str]) -> list[str]:
    """The names in the text's own case: it tells the A of "plan A" from an article."""
    plain = [" ".join(re.sub(r"[\"\\]+", " ", name).split())[:_LONGEST] for name in names]
    return _first_of_each([name for name in plain if name and name.casefold() != ALL], str.casefold)


def _first_of_each(names: Iterable[str], key: Callable[[str], Hashable]) -> list[str]:
    """The names without those whose key one before them has."""
    found: dict[Hashable, str] = {}
    for name in names:
        found.setdefault(key(name), name)
    return list(found.values())


__all__ = ["ALL", "GoalReply", "OutlineReply", "Outlining", "asked_for", "common_stems"]
