"""A CP-SAT model being written: literals are signed indices, numbers are forms. Knows nothing of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.engines.cpsat.forms import OPPOSITE, Form, common, covers, ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Literal = int
"""Index of a Boolean variable, or -index-1 for its opposite."""


def opposite(literal: Literal) -> Literal:
    """The literal that holds exactly where this one does not."""
    return -literal - 1


class Model:
    """Variables and constraints of a CpModelProto. `true` is a literal that always holds."""

    def __init__(self, proto: Any) -> None:
        self.proto = proto
        self._variables, self._constraints = proto.variables, proto.constraints
        self._count = 0
        self.true: Literal = self.variable(1, 1)

    def variable(self, low: int, high: int) -> int:
        """A new variable's index."""
        self._variables.add().domain.extend((low, high))
        self._count += 1
        return self._count - 1

    def number(self, low: int, high: int, scale: int = 1) -> Form:
        """A new variable as a form."""
        return Form(((1, self.variable(low, high)),), 0, scale, low, high)

    def of_literal(self, literal: Literal) -> Form:
        """1 where the literal holds, else 0."""
        return Form(((1, literal),), 0, 1, 0, 1) if literal >= 0 else Form(((-1, opposite(literal)),), 1, 1, 0, 1)

    # ---------------------------------------------------------------- constraints

    def clause(self, literals: Sequence[Literal], guard: Literal | None = None) -> None:
        """At least one of the literals holds (where the guard does)."""
        constraint = self._constraints.add()
        constraint.bool_or.literals.extend(literals)
        if guard is not None:
            constraint.enforcement_literal.append(guard)

    def exactly_one(self, literals: Sequence[Literal]) -> None:
        """Exactly one of the literals holds."""
        self._constraints.add().exactly_one.literals.extend(literals)

    def linear(self, terms: Sequence[tuple[int, int]], allowed: Iterable[int], *guards: Literal | None) -> None:
        """The sum of coefficient x variable lies in one of the ranges (where all guards hold)."""
        constraint = self._constraints.add()
        content = constraint.linear
        content.vars.extend([variable for _, variable in terms])
        content.coeffs.extend([coefficient for coefficient, _ in terms])
        content.domain.extend(allowed)
        for guard in guards:
            if guard is not None:
                constraint.enforcement_literal.append(guard)

    def compare(self, form: Form, operator: str, bound: int, guard: Literal | None = None) -> None:
        """The numerator of a form compares so with a bound (where the guard holds)."""
        self.linear(form.terms, ranges(operator, bound - form.constant), guard)

    def equal(self, left: Form, right: Form, guard: Literal) -> None:
        """Where the guard holds, two forms of one scale are equal."""
        self.compare(left.plus(right, -1), "==", 0, guard)

    def all_different(self, forms: Sequence[Form]) -> None:
        """Forms of one scale take different values."""
        content = self._constraints.add().all_diff
        for form in forms:
            _write(content.exprs.add(), form)

    def interval(self, start: Form, length: Form, present: Literal | None) -> int:
        """The index of an interval; it may be absent where the literal does not hold."""
        size = self.affine(length)
        end = self.affine(start.plus(size))
        index = len(self._constraints)
        constraint = self._constraints.add()
        _write(constraint.interval.start, start)
        _write(constraint.interval.size, size)
        _write(constraint.interval.end, end)
        if present is not None:
            constraint.enforcement_literal.append(present)
        return index

    def no_overlap(self, intervals: Sequence[int], guard: Literal | None = None) -> None:
        """Intervals do not overlap where they are present."""
        self._enforced(guard).no_overlap.intervals.extend(intervals)

    def cumulative(
        self, intervals: Sequence[int], demands: Sequence[Form], capacity: Form, guard: Literal | None = None
    ) -> None:
        """The demands of the intervals at any moment sum to no more than the capacity; all forms have one scale."""
        content = self._enforced(guard).cumulative
        content.intervals.extend(intervals)
        for demand in demands:
            _write(content.demands.add(), self.affine(demand))
        _write(content.capacity, self.affine(capacity))

    def reservoir(
        self, events: Sequence[tuple[Form, Form, Literal]], low: int, high: int, guard: Literal | None = None
    ) -> None:
        """The sum of the changes up to any time stays within limits; events are (time, change, literal of presence).

        Times have one scale, and so have changes and limits.
        """
        content = self._enforced(guard).reservoir
        content.min_level, content.max_level = low, high
        for time, change, present in events:
            _write(content.time_exprs.add(), self.affine(time))
            _write(content.level_changes.add(), self.affine(change))
            content.active_literals.append(present)

    def circuit(self, arcs: Sequence[tuple[int, int, Literal]], guard: Literal | None = None) -> None:
        """Arcs (from, to, literal) that hold form one tour; an arc from a node to itself leaves it out."""
        content = self._enforced(guard).circuit
        for start, end, literal in arcs:
            content.tails.append(start)
            content.heads.append(end)
            content.literals.append(literal)

    def _enforced(self, guard: Literal | None) -> Any:
        constraint = self._constraints.add()
        if guard is not None:
            constraint.enforcement_literal.append(guard)
        return constraint

    # ---------------------------------------------------------------- literals

    def all_of(self, literals: Sequence[Literal]) -> Literal:
        """A literal that holds exactly where all of them do."""
        distinct = list(dict.fromkeys([literal for literal in literals if literal != self.true]))
        if not distinct:
            return self.true
        if opposite(self.true) in distinct:
            return opposite(self.true)
        if len(distinct) == 1:
            return distinct[0]
        found = self.variable(0, 1)
        constraint = self._constraints.add()
        constraint.enforcement_literal.append(found)
        constraint.bool_and.literals.extend(distinct)
        self.clause([found, *[opposite(literal) for literal in distinct]])
        return found

    def any_of(self, literals: Sequence[Literal]) -> Literal:
        """A literal that holds exactly where at least one of them does."""
        return opposite(self.all_of([opposite(literal) for literal in literals]))

    def same(self, left: Literal, right: Literal) -> Literal:
        """A literal that holds exactly where both hold or neither does."""
        return self.choice(left, right, opposite(right))

    def choice(self, condition: Literal, then: Literal, otherwise: Literal) -> Literal:
        """A literal that is `then` where the condition holds, else `otherwise`."""
        found = self.variable(0, 1)
        for when, value in ((condition, then), (opposite(condition), otherwise)):
            self.clause([opposite(when), opposite(found), value])
            self.clause([opposite(when), found, opposite(value)])
        return found

    def compared(self, form: Form, operator: str, bound: int) -> Literal:
        """A literal that holds exactly where the numerator compares so with a bound."""
        low, high = form.low - form.constant, form.high - form.constant
        inside, outside = (ranges(o, bound - form.constant) for o in (operator, OPPOSITE[operator]))
        if covers(inside, low, high):
            return self.true
        if covers(outside, low, high):
            return opposite(self.true)
        found = self.variable(0, 1)
        self.linear(form.terms, inside, found)
        self.linear(form.terms, outside, opposite(found))
        return found

    # ---------------------------------------------------------------- numbers

    def affine(self, form: Form) -> Form:
        """The form itself where it has one variable, else a variable equal to it: intervals take no more than one."""
        if len(form.terms) <= 1:
            return form
        found = self.number(form.low, form.high, form.scale)
        difference = form.plus(found, -1)
        self.linear(difference.terms, (-difference.constant, -difference.constant))
        return found

    def either(self, condition: Literal, then: Form, otherwise: Form) -> Form:
        """`then` where the condition holds, else `otherwise`."""
        then, otherwise = common([then, otherwise])
        found = self.number(min(then.low, otherwise.low), max(then.high, otherwise.high), then.scale)
        self.equal(found, then, condition)
        self.equal(found, otherwise, opposite(condition))
        return found

    def largest(self, forms: Sequence[Form], least: int | None = None) -> Form:
        """The greatest of the forms, known to be no less than `least` (a numerator)."""
        same = common(forms)
        low = max([form.low for form in same] + ([] if least is None else [least]))
        found = self.number(low, max([form.high for form in same]), same[0].scale)
        content = self._constraints.add().lin_max
        _write(content.target, found)
        for form in same:
            _write(content.exprs.add(), form)
        return found

    def element(self, index: Form, table: Sequence[int], scale: int, reach: Sequence[int]) -> Form:
        """table[index] / scale; `reach` are the entries that the index can name."""
        found = self.number(min(reach), max(reach), scale)
        content = self._constraints.add().element
        _write(content.linear_index, index)
        _write(content.linear_target, found)
        for value in table:
            content.exprs.add().offset = value
        return found

    def product(self, left: Form, right: Form) -> Form:
        """left x right; a factor without variables only scales."""
        scale = left.scale * right.scale
        for constant, other in ((left, right), (right, left)):
            if not constant.terms:
                times = other.times(constant.constant)
                return Form(times.terms, times.constant, scale, times.low, times.high)
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        found = self.number(min(corners), max(corners), scale)
        content = self._constraints.add().int_prod
        _write(content.target, found)
        _write(content.exprs.add(), left)
        _write(content.exprs.add(), right)
        return found


def _write(target: Any, form: Form) -> None:
    """A form's numerator into a LinearExpressionProto."""
    target.vars.extend([variable for _, variable in form.terms])
    target.coeffs.extend([coefficient for coefficient, _ in form.terms])
    target.offset = form.constant
