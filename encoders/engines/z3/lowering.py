"""From expressions to Z3's terms: each node once, as handles; a constraint becomes clauses that a guard can be put before."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from encoders.engines.z3.api import Context, Handle, handles
from encoders.engines.z3.extrema import Splits
from encoders.engines.z3.nodes import MAKE
from encoders.engines.z3.scheduling import circuit, fitting
from encoders.expressions import (
    And,
    BoolVar,
    ChoiceVar,
    Circuit,
    Clauses,
    Compare,
    Const,
    Count,
    Cumulative,
    Expression,
    Implies,
    IntVar,
    Is,
    NoOverlap,
    Or,
    Product,
    RealVar,
    Reservoir,
    Sum,
)
from encoders.linear import DECOMPOSED, Linear, linear, parametric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from encoders.engines.z3.extrema import Split
    from encoders.expressions import Variable
    from encoders.numbers import Number

Clause = tuple[Handle, ...]
"""Literals of which one must hold."""

LARGEST_COEFFICIENT = 2**31 - 1
"""Z3 takes the numbers of a pseudo-Boolean constraint as C ints; larger ones become arithmetic."""

_LINEAR = (Sum, Count, Product)


@dataclass(frozen=True, slots=True)
class Ground:
    """Parameter values of one lowering, the nodes that depend on them, and the terms of those."""

    values: Mapping[str, Number]
    depends: set[int]
    terms: dict[int, Handle] = field(default_factory=dict)

    @staticmethod
    def of(root: Expression, values: Mapping[str, Number]) -> Ground:
        """For lowering one root; without values nothing may depend on any."""
        return Ground(values, parametric(root, native=(Cumulative,)) if values else set())


class Lowering:
    """Terms of one problem in one context."""

    def __init__(self, context: Context) -> None:
        self.context: Context = context
        self.variables: dict[str, Handle] = {}
        self.choices: dict[str, dict[str, Handle]] = {}
        self.bounds: dict[str, list[Clause]] = {}
        """What each variable's declaration alone demands."""
        self.declared: list[Variable] = []
        self._terms: dict[int, Handle] = {}
        self._numbers: dict[Handle, Handle] = {}
        self._differences: dict[tuple[int, int], Handle] = {}
        self._negations: dict[Handle, Handle] = {context.true: context.false, context.false: context.true}
        self._numerals: dict[tuple[Number, bool], Handle] = {}
        self.splits = Splits()
        self._kept: list[Expression] = []
        """Holds what was lowered, so that no node is freed and its identity reused."""

    # ---------------------------------------------------------------- variables

    def declare(self, variable: Variable) -> None:
        """Make a variable's constants and the axioms of its bounds."""
        c, lib = self.context, self.context.lib
        self.declared.append(variable)
        axioms = self.bounds[variable.name] = []
        if isinstance(variable, BoolVar):
            self.variables[variable.name] = self._terms[id(variable)] = c.constant(c.bool_sort)
        elif isinstance(variable, ChoiceVar):
            self._declare_choice(variable, axioms)
        else:
            real = isinstance(variable, RealVar)
            term = c.constant(c.real_sort if real else c.int_sort)
            self.variables[variable.name] = self._terms[id(variable)] = term
            if variable.lo is not None:
                axioms.append((lib.mk_ge(c.ref, term, self.numeral(variable.lo, real)),))
            if variable.hi is not None:
                axioms.append((lib.mk_le(c.ref, term, self.numeral(variable.hi, real)),))

    def _declare_choice(self, variable: ChoiceVar, axioms: list[Clause]) -> None:
        c = self.context
        if len(variable.options) == 1:
            literals = [c.true]
        elif len(variable.options) == 2:
            first = c.constant(c.bool_sort)
            literals = [first, self.negated(first)]
        else:
            literals = [c.constant(c.bool_sort) for _ in variable.options]
            axioms.append((self.pseudo_boolean([(1, literal) for literal in literals], "==", 1),))
        self.choices[variable.name] = dict(zip(variable.options, literals, strict=True))

    # ---------------------------------------------------------------- constraints

    def clauses(self, root: Expression, values: Mapping[str, Number]) -> list[Clause]:
        """The expression as clauses that hold together; conjunctions and bulk clauses are taken apart."""
        ground = Ground.of(root, values)
        found: list[Clause] = []
        stack: list[Expression] = [root]
        self._kept.append(root)
        while stack:
            node = stack.pop()
            if isinstance(node, And):
                stack += reversed(node.operands)
            elif isinstance(node, Clauses):
                found += self.bulk(node)
            elif isinstance(node, NoOverlap):
                found += self.no_overlap(node, ground)
            elif isinstance(node, Cumulative):
                stack.append(fitting(node, values))
                self._kept.append(stack[-1])
            elif isinstance(node, Circuit):
                found += circuit(self, node, ground)
            elif isinstance(node, Reservoir):
                stack.append(node.parts)
            elif isinstance(node, Compare):
                found += self.comparisons(node, ground)
            elif isinstance(node, Or):
                found.append(tuple([self.lower(operand, ground) for operand in node.operands]))
            elif isinstance(node, Implies):
                condition = self.negated(self.lower(node.condition, ground))
                found.append((condition, self.lower(node.consequence, ground)))
            elif isinstance(node, Const):
                if not node.value:
                    found.append(())
            else:
                found.append((self.lower(node, ground),))
        return found

    def literal(self, root: Expression, values: Mapping[str, Number]) -> Handle:
        """A term equivalent to a Boolean expression."""
        self._kept.append(root)
        return self.lower(root, Ground.of(root, values))

    def number(self, root: Expression, values: Mapping[str, Number]) -> Handle:
        """The arithmetic term of an expression (a truth value counts 0 or 1)."""
        self._kept.append(root)
        ground = Ground.of(root, values)
        return self.as_number(root, self.lower(root, ground), root.sort == "real")

    def disjunction(self, literals: Sequence[Handle]) -> Handle:
        """At least one of them."""
        if len(literals) == 1:
            return literals[0]
        c = self.context
        if not literals:
            return c.false
        return c.require(c.lib.mk_or(c.ref, len(literals), handles(literals)))

    def negated(self, literal: Handle) -> Handle:
        """The opposite, made once."""
        found = self._negations.get(literal)
        if found is None:
            found = self.context.require(self.context.lib.mk_not(self.context.ref, literal))
            self._negations[literal] = found
            self._negations[found] = literal
        return found

    def bulk(self, node: Clauses) -> Iterator[Clause]:
        """The rows of many clauses."""
        positive = [self._terms[id(variable)] for variable in node.variables]
        negative = [self.negated(literal) for literal in positive]
        row: list[Handle] = []
        for number in node.array:
            if number > 0:
                row.append(positive[number - 1])
            elif number < 0:
                row.append(negative[-number - 1])
            else:
                yield tuple(row)
                row.clear()

    def no_overlap(self, node: NoOverlap, ground: Ground) -> Iterator[Clause]:
        """For each pair, bare difference atoms: which order it is, or that one is absent."""
        absent = [
            [] if isinstance(t.presence, Const) and t.presence.value else [self.negated(self.lower(t.presence, ground))]
            for t in node.tasks
        ]
        lengths = [linear(((1, t.duration),), ground.values) for t in node.tasks]
        for i, j in combinations(range(len(node.tasks)), 2):
            orders = []
            for first, then in ((i, j), (j, i)):
                a, b, length = node.tasks[first], node.tasks[then], lengths[first]
                if length.terms or length.constant.denominator != 1 or a.start is b.start:
                    form = linear(((1, b.start), (-1, a.start), (-1, a.duration)), ground.values)
                    orders.append(self.compared(form.terms, ">=", -form.constant, ground))
                else:
                    orders.append(self.apart(a.start, b.start, int(length.constant)))
            yield (*absent[i], *absent[j], *orders)

    def bound(self, variable: IntVar, operator: str, value: int) -> Handle:
        """A declared number >= or <= a value."""
        make = self.context.lib.mk_ge if operator == ">=" else self.context.lib.mk_le
        return self.context.require(make(self.context.ref, self._terms[id(variable)], self.numeral(value, False)))

    def apart(self, first: IntVar, then: IntVar, gap: int) -> Handle:
        """then - first >= gap, for two different declared numbers."""
        c, key = self.context, (id(first), id(then))
        difference = self._differences.get(key)
        if difference is None:
            ends = (ctypes.c_void_p * 2)(self._terms[id(then)], self._terms[id(first)])
            difference = self._differences[key] = c.require(c.lib.mk_sub(c.ref, 2, ends))
        return c.require(c.lib.mk_ge(c.ref, difference, self.numeral(gap, False)))

    # ---------------------------------------------------------------- terms

    def lower(self, root: Expression, ground: Ground) -> Handle:
        """The term of a node, operands first, without recursion."""
        found = self._known(root, ground)
        if found is not None:
            return found
        known, varying = self._terms, ground.terms
        stack = [root]
        while stack:
            node = stack[-1]
            key = id(node)
            if key in known or key in varying:
                stack.pop()
                continue
            needed = [n for n in self._operands(node, ground) if id(n) not in known and id(n) not in varying]
            if needed:
                stack += reversed(needed)
                continue
            stack.pop()
            term = self.context.require(MAKE[type(node)](self, node, ground))
            (varying if key in ground.depends else known)[key] = term
        found = self._known(root, ground)
        assert found is not None
        return found

    def _known(self, node: Expression, ground: Ground) -> Handle | None:
        found = self._terms.get(id(node))
        return found if found is not None else ground.terms.get(id(node))

    def _operands(self, node: Expression, ground: Ground) -> Sequence[Expression]:
        """What must be lowered first: the leaves of a linear form instead of the sums on the way to them."""
        if isinstance(node, Compare):
            part = self.compare_split(node, ground)
            if not part.parts:
                return [term for _, term in part.form.terms]
            return [term for leaf in part.leaves() for _, term in leaf.form.terms]
        if isinstance(node, _LINEAR):
            form = linear(((1, node),), ground.values)
            if len(form.terms) == 1 and form.terms[0][1] is node:
                return node.children
            return [term for _, term in form.terms]
        if isinstance(node, Is):
            return ()
        if isinstance(node, Clauses):
            return ()
        if isinstance(node, DECOMPOSED):
            return (node.parts,)
        return node.children

    def ground(self, root: Expression, values: Mapping[str, Number]) -> Ground:
        """For lowering what an expression consists of."""
        self._kept.append(root)
        return Ground.of(root, values)

    def stand_in(self) -> IntVar:
        """A whole number of the solver's own, which no assignment shows (`extrema`)."""
        found = IntVar("stand-in", 0, 0)
        self._terms[id(found)] = self.context.constant(self.context.int_sort)
        self._kept.append(found)
        return found

    def compare_split(self, node: Compare, ground: Ground) -> Split:
        """left - right OP 0, every Max and Min taken apart."""
        return self.splits.of(node, ground.values)

    def comparisons(self, node: Compare, ground: Ground) -> Iterator[Clause]:
        """The comparison as clauses."""
        stack = [self.compare_split(node, ground)]
        while stack:
            part = stack.pop()
            if part.parts and part.every:
                stack += reversed(part.parts)
            else:
                yield tuple(self.split_terms(part, ground)) if part.parts else (self.split_term(part, ground),)

    def split_term(self, part: Split, ground: Ground) -> Handle:
        """The term of a comparison taken apart."""
        if not part.parts:
            return self.compared(part.form.terms, part.operator, -part.form.constant, ground)
        terms = self.split_terms(part, ground)
        if not part.every:
            return self.disjunction(terms)
        return self.context.require(self.context.lib.mk_and(self.context.ref, len(terms), handles(terms)))

    def split_terms(self, part: Split, ground: Ground) -> list[Handle]:
        """The terms of the parts of a comparison."""
        return [self.split_term(inner, ground) for inner in part.parts]

    def numeral(self, value: Number, real: bool) -> Handle:
        """The term of a number."""
        found = self._numerals.get((value, real))
        if found is None:
            c = self.context
            sort = c.real_sort if real else c.int_sort
            text = f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator)
            found = c.require(c.lib.mk_numeral(c.ref, text.encode(), sort))
            self._numerals[value, real] = found
        return found

    def as_number(self, node: Expression, term: Handle, real: bool) -> Handle:
        """A term as a number of the wanted sort."""
        c = self.context
        if node.sort == "bool":
            found = self._numbers.get(term)
            if found is None:
                found = c.lib.mk_ite(c.ref, term, self.numeral(1, False), self.numeral(0, False))
                self._numbers[term] = c.require(found)
        else:
            found = term
        if real and node.sort != "real":
            return c.require(c.lib.mk_int2real(c.ref, found))
        return found

    def compared(
        self, terms: Iterable[tuple[Number, Expression]], operator: str, bound: Number, ground: Ground
    ) -> Handle:
        """sum of coefficient x term OP bound, as a pseudo-Boolean or arithmetic atom."""
        form = Linear(tuple(terms), -bound)
        c, lib = self.context, self.context.lib
        if not form.terms:
            return c.true if _HOLDS[operator](0, bound) else c.false
        if type(bound) is int and all([type(term) is IntVar and type(value) is int for value, term in form.terms]):
            left, right = self.weighted_sum(form.terms, False, ground), self.numeral(bound, False)
        elif not form.real:
            whole, constant = form.scaled(form.scale())
            if form.boolean and sum([abs(value) for value, _ in whole]) + abs(constant) <= LARGEST_COEFFICIENT:
                literals = [(value, self.lower(term, ground)) for value, term in whole]
                return self.pseudo_boolean(literals, operator, -constant)
            left = self.weighted_sum([(value, term) for value, term in whole], False, ground)
            right = self.numeral(-constant, False)
        else:
            left = self.weighted_sum(form.terms, True, ground)
            right = self.numeral(bound, True)
        make = {"<=": lib.mk_le, "<": lib.mk_lt, ">=": lib.mk_ge, ">": lib.mk_gt, "==": lib.mk_eq, "!=": lib.mk_eq}[
            operator
        ]
        atom = c.require(make(c.ref, left, right))
        return self.negated(atom) if operator == "!=" else atom

    def weighted_sum(self, terms: Sequence[tuple[Number, Expression]], real: bool, ground: Ground) -> Handle:
        """sum of coefficient x term, at least one of them, as an arithmetic term."""
        c, lib = self.context, self.context.lib
        parts = []
        for value, term in terms:
            if type(term) is IntVar and not real:
                number = self._terms[id(term)]
            else:
                number = self.as_number(term, self.lower(term, ground), real)
            if value == 1:
                parts.append(number)
            else:
                parts.append(c.require(lib.mk_mul(c.ref, 2, handles([self.numeral(value, real), number]))))
        return parts[0] if len(parts) == 1 else c.require(lib.mk_add(c.ref, len(parts), handles(parts)))

    def pseudo_boolean(self, terms: Sequence[tuple[int, Handle]], operator: str, bound: int) -> Handle:
        """sum of weight x literal OP bound, with positive coefficients only, and constants where the bound decides nothing."""
        if operator == "!=":
            return self.negated(self.pseudo_boolean(terms, "==", bound))
        if operator in ("<", ">"):
            operator, bound = (f"{operator}=", bound - 1 if operator == "<" else bound + 1)
        c, lib = self.context, self.context.lib
        weights: list[int] = []
        literals: list[Handle] = []
        for value, literal in terms:
            if literal == c.true:
                bound -= value
            elif literal != c.false and value:
                if value < 0:
                    bound, value, literal = bound - value, -value, self.negated(literal)
                weights.append(value)
                literals.append(literal)
        most = sum(weights)
        if operator == "<=" and (bound < 0 or bound >= most):
            return c.true if bound >= most else c.false
        if operator == ">=" and (bound <= 0 or bound > most):
            return c.true if bound <= 0 else c.false
        if operator == "==" and not 0 <= bound <= most:
            return c.false
        if most == len(weights):  # all weights are 1
            if operator == ">=" and bound == 1:
                return self.disjunction(literals)
            if operator == "<=" and bound == most - 1:
                return self.disjunction([self.negated(literal) for literal in literals])
        if not literals:
            return c.true
        make = {"<=": lib.mk_pble, ">=": lib.mk_pbge, "==": lib.mk_pbeq}[operator]
        numbers = (ctypes.c_int * len(weights))(*weights)
        return c.require(make(c.ref, len(literals), handles(literals), numbers, bound))


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
