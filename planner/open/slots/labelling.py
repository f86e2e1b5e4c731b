"""The labels of a text's marks, one after the other: each is held against the words around its number and the ones before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import InputError
from planner.open.slots.labels import ROLES, Label, all_labels, cells
from planner.open.slots.outline import ALL, asked_for, common_stems
from planner.open.slots.phrases import EXACT, NUMBER_OF, ONE, count_in, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.open.slots.labels import LabelReply
    from planner.open.slots.marks import Mark
    from planner.open.slots.outline import OutlineReply

_MOST_SHOWN = 6


class Labels:
    """What was taken so far: every mark with its label, and the mark of every amount."""

    def __init__(self, outline: OutlineReply) -> None:
        self._outline = outline
        self._common = common_stems(outline.decisions)
        self._taken: list[tuple[Mark, Label]] = []
        self._each: dict[tuple[str, str], Mark] = {}

    @property
    def found(self) -> dict[str, Label]:
        """The labels by the words of their marks."""
        return {mark.words: label for mark, label in self._taken}

    @property
    def _limits(self) -> list[tuple[Mark, Label]]:
        return [(mark, label) for mark, label in self._taken if label.role == "limit"]

    def accept(self, mark: Mark, reply: LabelReply) -> None:
        """Take the label of a mark. Raises InputError, for the model, where it contradicts the text or another label."""
        label = _turned(mark, reply.label())
        if wrong := self._fault(mark, label):
            raise InputError(wrong)
        self._taken.append((mark, label))
        self._each.update(dict.fromkeys(cells(label, self._outline), mark))

    def possible(self, mark: Mark) -> list[Label]:
        """Every label that a mark may have; "none" is always one."""
        labels = [label for label in all_labels(self._outline, ROLES[mark.kind]) if _turned(mark, label) == label]
        return [label for label in labels if not self._fault(mark, label)]

    # ---------------------------------------------------------------- what is wrong with one

    def _fault(self, mark: Mark, label: Label) -> str:
        """The first thing that is wrong with a label; empty where nothing is."""
        return next(self._wrong(mark, label), "")

    def _wrong(self, mark: Mark, label: Label) -> Iterator[str]:
        if label.role not in ROLES[mark.kind]:
            yield f"“{mark.words}” is a {mark.kind}: its role is {' or '.join(ROLES[mark.kind])}"
        elif label.role == "each":
            yield from self._each_wrong(mark, label)
        elif label.role == "limit":
            yield from self._limit_wrong(mark, label)
        elif label.role == "times":
            yield from self._times_wrong(mark, label)

    def _each_wrong(self, mark: Mark, label: Label) -> Iterator[str]:
        subject = self._subject(mark)
        if subject and label.of != subject:
            yield f"“{mark.words}” is said of {subject}, not of {label.of}"
        about = mark.about(self._outline.measures)
        if about and label.measure not in about:
            yield f"“{mark.words}” is about {' or '.join(about)}, not {label.measure}"
        for key, other in self._each.items():
            if key in cells(label, self._outline):
                near = [(d, label.measure) for d in self._outline.decisions] + [
                    (key[0], m) for m in self._outline.measures
                ]
                free = [f"the {measure} of one {d}" for d, measure in near if (d, measure) not in self._each]
                yield (
                    f"the {key[1]} of one {key[0]} was “{other.words}”. “{mark.words}” is something else: "
                    f"{', '.join([*free[:_MOST_SHOWN], 'or a limit'])}"
                )
            elif key[1] == label.measure and _counted_apart(mark, other):
                yield f"“{mark.words}” is counted otherwise than “{other.words}”, which is {label.measure}"

    def _limit_wrong(self, mark: Mark, label: Label) -> Iterator[str]:
        if label.compare == "exactly" and not EXACT.search(f"{mark.before} {mark.after}"):
            yield f"“{mark.words}” does not say exactly: what is available is at most, what is needed is at least"
        if mark.kind == "amount" and self._subject(mark) and ONE.search(mark.words.partition("[")[0]):
            yield f"“{mark.words}” is said of one {self._subject(mark)}: it is no limit"
        for other, before in self._limits:
            if (before.on, before.compare) == (label.on, label.compare):
                yield f"{label.on} {label.compare} is “{other.words}” already; “{mark.words}” limits something else"
        limited = self._limited(mark)
        if limited and label.on not in limited:
            yield f"“{mark.words}” limits {' or '.join(limited[:_MOST_SHOWN])}, not {label.on}"

    def _times_wrong(self, mark: Mark, label: Label) -> Iterator[str]:
        if label.of == label.than:
            yield f"“{mark.words}” compares {label.of} with itself"
        of, than = [self._one_decision(words) for words in mark.pair]
        if of and than and of != than and (label.of, label.than) != (of, than):
            yield f"“{mark.words}” compares {of} with {than}"
        of = self._one_decision(mark.words.partition("]")[2]) if mark.kind == "share" else ""
        if of and label.of in self._outline.decisions and label.of != of:
            yield f"“{mark.words}” is a share of {of}, not of {label.of}"

    def _subject(self, mark: Mark) -> str:
        """The one decision that a sentence has mentioned up to a number and just behind it; empty where it is none or several."""
        return self._one_decision(mark.words)

    def _own(self, words: str) -> list[str]:
        """The decisions that some words mention by what tells them apart."""
        names = self._outline.decisions
        return [name for name in names if count_in(set(stems(name)) - self._common, words)]

    def _one_decision(self, words: str) -> str:
        """The one decision that some words mention; empty where they mention none or several."""
        own = self._own(words)
        return own[0] if len(own) == 1 else ""

    def _limited(self, mark: Mark) -> list[str]:
        """What a number can limit, by what it counts and what is said with it; empty where that is open."""
        counted = [measure for (_, measure), other in self._each.items() if other.unit & mark.unit]
        said = mark.about(self._outline.measures)
        if counted:
            both = [name for name in said if name in counted]
            money = mark.money and not self._outline.counted  # it may be what is decided
            return [*(both or dict.fromkeys(counted)), *([ALL] if money else [])]
        own = self._own(mark.after)
        if mark.unit & self._common and not own and not said:
            return [ALL]
        return [*said, *own]

    # ---------------------------------------------------------------- all of them

    def goal_in(self, text: str) -> str:
        """The goal's name; a number of things that no amount measures is the number of all decisions."""
        goal = self._outline.goal.of
        counted = goal in self._outline.measures and NUMBER_OF.search(asked_for(text)) is not None
        return ALL if counted and not any([measure == goal for _, measure in self._each]) else goal

    def lacking(self, goal: str) -> list[str]:
        """What is not said, once every mark has its label: no total of a measure is known where one of its amounts is not."""
        found = [
            f"what does the number in “{words}” say?" for words, label in self.found.items() if label.role == "none"
        ]
        measured = dict.fromkeys([measure for _, measure in self._each])
        for name in self._needed(goal):
            if name not in measured:
                found.append(f"how much {name} has one {' and one '.join(self._outline.decisions)}?")
        found += [
            f"is the number in “{mark.words}” one of {label.on}?"
            for mark, label in self._limits
            if mark.unit and (units := self._units(label.on)) and not mark.unit & units
        ]
        for measure in measured:
            missing = [decision for decision in self._outline.decisions if (decision, measure) not in self._each]
            found += [f"how much {measure} has one {decision}?" for decision in missing]
        return found

    def _units(self, measure: str) -> set[str]:
        """What the amounts of a measure count; empty where one of them does not say it."""
        units = [mark.unit for (_, name), mark in self._each.items() if name == measure]
        return set().union(*units) if all(units) else set()

    def _needed(self, goal: str) -> list[str]:
        """Measures whose totals are asked for."""
        asked = [goal]
        for label in self.found.values():
            asked += [label.on] if label.role == "limit" else [label.of, label.than] if label.role == "times" else []
        return [name for name in dict.fromkeys(asked) if name in self._outline.measures]


def _counted_apart(mark: Mark, other: Mark) -> bool:
    """Whether one of two numbers is money and the other is not."""
    return bool(mark.unit and other.unit) and mark.money != other.money


def _turned(mark: Mark, label: Label) -> Label:
    """The label, compared the way that the words around its number say, where they say one."""
    if label.compare is None or len(mark.ways) != 1:
        return label
    return label.model_copy(update={"compare": mark.ways[0]})
