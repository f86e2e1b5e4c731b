"""Ways out through other values that the data offer: searched, and each one solved and checked.

First the wishes that the cheapest repairs give up are given another value instead. Then other values of the frame are tried: one,
then several of one field, then of several fields; where such a frame is impossible too, and nothing cheaper is known, its amounts
and wishes are repaired as those of the request were. The number of attempts is limited, and a limit that was hit is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from domains.base import Change
from encoders.errors import InputError, UnsupportedError
from encoders.relax import repairs
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session
from planner.answer import dump
from planner.suggest.changes import called, value_at
from planner.suggest.offers import Offer, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic import BaseModel

    from domains.base import Built
    from encoders.session import Session
    from planner.suggest.case import Case

    Swaps = tuple[Change, ...]

MOST, MOST_WORK = 400, 60_000
"""How many other values are tried while nothing is found, and how many variables their problems may have together."""
MORE, MORE_WORK = 24, 6_000
"""The same once something is found; twice as many while it changes more than what is tried does, and so may be improved on."""
_LEAST = 2
"""So many are tried however large they are."""
_LARGE = 600
"""Variables from which on a frame's amounts and wishes are repaired only while nothing is found."""
_VALUES = 4
"""Other values of a wish, the nearest ones."""
_DEEPEST = 4
"""Values of the frame that are changed together."""
_REPAIRS = 2
"""Repairs of one frame."""


@dataclass
class Search:
    """One search; `first` are the offers known so far. `limit` says what cut it short, once it is over."""

    case: Case
    first: Sequence[Offer] = ()
    limit: str = ""
    _attempts: int = 0
    _work: int = 0
    _since: tuple[int, int] | None = None
    """The attempts and the work when the first offer was known, or when the search turned from wishes to the frame."""
    _over: bool = False
    """No further attempt is allowed."""
    _best: int | None = None
    """The fewest changes of an offer."""
    _seen: set[str] = field(default_factory=set)
    _feasible: dict[str, bool] = field(default_factory=dict)

    def run(self) -> Iterator[Offer]:
        """Offers as they are found."""
        for offer in self.first:
            self._note(offer)
        for offer in chain(self._other_wishes(), self._other_frames()):
            self._note(offer)
            yield offer

    def _note(self, offer: Offer) -> None:
        self._best = offer.touched if self._best is None else min(self._best, offer.touched)
        if self._since is None:
            self._since = self._attempts, self._work

    def _may_try(self, changed: int) -> bool:
        """Count an attempt with so many changes, if another one is allowed."""
        most, work = MOST, MOST_WORK
        if self._since is not None:
            times = 2 if self._best is not None and self._best > changed else 1
            most, work = min(most, self._since[0] + times * MORE), min(work, self._since[1] + times * MORE_WORK)
        self._over = self._attempts >= most or (self._work >= work and self._attempts >= _LEAST)
        if self._over:
            self.limit = f"the search for other values stopped after {self._attempts} attempts"
        self._over = self._over or self.case.deadline.expired
        self._attempts += not self._over
        return not self._over

    # ---------------------------------------------------------------- wishes

    def _other_wishes(self) -> Iterator[Offer]:
        """Each wish that a repair gives up gets another value instead; several in one repair, one after the other."""
        case = self.case
        for offer in in_order(self.first, by_price=case.prices.by_price):
            given_up = [
                edit for edit in offer.suggestion.changes if edit.kind == "drop" and edit.constraint in offer.groups
            ]
            found: list[Swaps] = [()]
            for edit in given_up:
                for swaps in list(found):
                    for after in islice(self._values(case.request, edit.constraint), _VALUES):
                        more = (*swaps, self._change(edit.constraint, after))
                        offers = list(self._attempt(more, over=offer.groups, most=1))
                        if offers:
                            found.append(more)
                            yield from offers
                        if self._over:
                            return

    def _values(self, request: BaseModel, path: str) -> Iterator[Any]:
        return iter(self.case.domain.alternatives(request, self.case.data, path))

    # ---------------------------------------------------------------- the frame

    def _other_frames(self) -> Iterator[Offer]:
        """Frames that differ in one value, then in more of one field, then in several fields, as long as that can be better."""
        if self._since is not None:
            self._since = self._attempts, self._work
        slots = self._slots()
        unsolved: list[list[Swaps]] = [[()], *[[] for _ in range(_DEEPEST)]]
        """By the number of other values, the frames that are not possible as they are."""
        for across in (False, True):
            for level in range(1, _DEEPEST + 1):
                if level > 1 and self._best is not None and self._best <= level:
                    break
                for swaps in self._frames(list(unsolved[level - 1]), slots, across=across):
                    combine = self._best is None or self._best > level
                    solved = False
                    for offer in self._attempt(swaps, over=None, most=_REPAIRS if combine else 0):
                        solved = solved or offer.touched == level
                        yield offer
                    if self._over:
                        return
                    if not solved:
                        unsolved[level].append(swaps)

    def _slots(self) -> list[str]:
        """The paths of the frame that can have other values: its fields, or the members of those that are lists.

        A field that is not set belongs to the frame where a set one is of the same kind (`latest start` beside `start`).
        """
        case = self.case
        fields = [item.path for item in case.built.frame]
        kinds = [kind for kind in case.prices.kinds if set(kind.fields).intersection(fields)]
        fields += [name for kind in kinds for name in kind.fields if name not in fields]
        slots: list[str] = []
        for name in fields:
            value = value_at(case.request, name)
            members = (
                [f"{name}/{called(item)}" for item in value] if isinstance(value, list) and "/" not in name else []
            )
            several = [path for path in members if any([True for _ in islice(self._values(case.request, path), 1)])]
            slots += [path for path in several or [name] if not case.kept(path)]
        return slots

    def _frames(self, states: Sequence[Swaps], slots: Sequence[str], *, across: bool) -> Iterator[Swaps]:
        """The states with one value more, further on in the slots and in the same field, or in another one."""
        iterators: list[Iterator[Swaps]] = []
        for swaps in states:
            fields = {swap.path.partition("/")[0] for swap in swaps}
            for slot in slots[_after(swaps, slots) :]:
                within = not fields or fields == {slot.partition("/")[0]}
                if within != across:
                    iterators.append(self._extended(swaps, slot))
        return _by_turns(iterators)

    def _extended(self, swaps: Swaps, slot: str) -> Iterator[Swaps]:
        request = self._edited(swaps)
        if request is None:
            return
        for after in self._values(request, slot):
            yield (*swaps, self._change(slot, after))

    def _change(self, path: str, after: Any) -> Change:
        """Another value at a path; one value for a whole list is one more in it."""
        before = value_at(self.case.request, path)
        if isinstance(before, list) and not isinstance(after, list):
            return Change(f"{path}/{after}", None, after)
        return Change(path, before, after)

    # ---------------------------------------------------------------- one attempt

    def _attempt(self, swaps: Swaps, *, over: Iterable[str] | None, most: int) -> Iterator[Offer]:
        """The best plan with these values; where there is none, with at most so many repairs `over` these wishes (None: all)."""
        case = self.case
        edited = self._edited(swaps)
        if edited is None or (key := _key(edited)) in self._seen or not self._may_try(len(swaps)):
            return
        self._seen.add(key)
        built = self._built(edited)
        if built is None:
            return
        self._work += len(built.problem.variables)
        wishes = built.problem.groups_of("request")
        opened = self._opened(built, wishes)
        if opened is None:
            return
        with opened as session:
            result = session.optimise(budget=case.deadline.rest())
            if result.status is not SolveStatus.UNKNOWN:
                self._feasible[key] = result.assignment is not None
            if result.assignment is not None:
                offer = case.offer(swaps, built, edited, result, None)
                if self._minimal(swaps, offer):
                    yield offer
                return
            if result.status is not SolveStatus.INFEASIBLE or not most:
                return
            if over is None and self._best is not None and len(built.problem.variables) > _LARGE:
                return
            fixed = {*case.kept_groups(built.problem), *[group for group in wishes if _is_new(group, swaps)]}
            found = repairs(
                session,
                over=None if over is None else [group for group in wishes if group in set(over)],
                keep=fixed,
                cores=[result.core.groups] if result.core is not None else (),
                limit=most,
                budget=case.deadline.rest(),
                weights=case.prices.weights(built.problem),
            )
            for repair in found:
                offer = case.offer(swaps, built, edited, repair.result, repair)
                if self._minimal(swaps, offer):
                    yield offer

    def _edited(self, swaps: Swaps) -> BaseModel | None:
        if not swaps:
            return self.case.request
        try:
            return self.case.domain.edit(self.case.request, swaps)
        except InputError:  # a value that does not fit the other fields is no alternative
            return None

    def _built(self, request: BaseModel) -> Built | None:
        try:
            return self.case.domain.problem(request, self.case.data)
        except (InputError, UnsupportedError):
            return None

    def _opened(self, built: Built, switchable: Sequence[str]) -> Session | None:
        """A session on a problem, None where the engine cannot express it."""
        budget = self.case.deadline.rest()
        try:
            return open_session(
                built.problem, self.case.engine, switchable=switchable, budget=budget, memory=self.case.memory
            )
        except UnsupportedError:
            return None

    def _minimal(self, swaps: Swaps, offer: Offer) -> bool:
        """Whether no single other value is superfluous (repairs of amounts and wishes are minimal as they come)."""
        changes = [Change(edit.constraint, edit.before, edit.after) for edit in offer.suggestion.changes]
        if len(changes) == 1:
            return True
        return not any([self._possible([*changes[:place], *changes[place + 1 :]]) for place in range(len(swaps))])

    def _possible(self, changes: Sequence[Change]) -> bool:
        """Whether there is a plan with these changes."""
        case = self.case
        try:
            edited = case.domain.edit(case.request, changes)
        except InputError:
            return False
        key = _key(edited)
        if key not in self._feasible:
            built = self._built(edited)
            opened = None if built is None else self._opened(built, ())
            if opened is None:
                return False
            with opened as session:
                outcome = session.check(budget=case.deadline.rest())
            self._feasible[key] = outcome.status is not Satisfiability.UNSATISFIABLE
        return self._feasible[key]


def _after(swaps: Swaps, slots: Sequence[str]) -> int:
    """The place of the first slot behind the last one that has another value."""
    if not swaps:
        return 0
    path, field = swaps[-1].path, swaps[-1].path.partition("/")[0]
    return next((place + 1 for place, slot in enumerate(slots) if slot in (path, field)), len(slots))


def _is_new(group: str, swaps: Swaps) -> bool:
    """Whether a wish is one that just got its value, or one more value."""
    fields = [(swap.path, swap.path.partition("/")[0], swap.after) for swap in swaps]
    return any([group in (path, field, f"{field}/{after}") for path, field, after in fields])


def _key(request: BaseModel) -> str:
    """The same for requests that differ only in the order of a list: none of them means another frame."""
    return repr([(name, _unordered(value)) for name, value in dump(request).items()])


def _unordered(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, list) else value


def _by_turns(iterators: Sequence[Iterator[Swaps]]) -> Iterator[Swaps]:
    """The first of each, the second of each, and so on."""
    left = list(iterators)
    while left:
        still = []
        for iterator in left:
            found = next(iterator, None)
            if found is not None:
                yield found
                still.append(iterator)
        left = still
