"""From expressions to CP-SAT's model.

A constraint that holds always or under a guard is stated with the guard as enforcement literal. What stands deeper inside an
expression gets a literal or a form that is equivalent to it, so that negations and sums of truth values mean what they say.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING, Any

from encoders.engines.cpsat.forms import OPPOSITE, Form, common, meeting, scaled_down, union
from encoders.engines.cpsat.model import Literal, Model, opposite
from encoders.engines.cpsat.scheduling import Scheduling
from encoders.expressions import (
    Abs,
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Circuit,
    Clauses,
    Compare,
    Const,
    Cumulative,
    Element,
    Expression,
    If,
    Iff,
    Implies,
    IntVar,
    Is,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Product,
    PseudoBoolean,
    RealVar,
    Reservoir,
    Sum,
    Table,
)
from encoders.linear import DECOMPOSED, linear, parametric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.engines.cpsat.forms import Span, Terms
    from encoders.expressions import Variable
    from encoders.numbers import Number


class Lowering:
    """Variables and constraints of one problem in one CP-SAT model."""

    def __init__(self, proto: Any) -> None:
        self.model = Model(proto)
        self.variables: dict[str, int] = {}
        self.choices: dict[str, dict[str, Literal]] = {}
        self._values: Mapping[str, Number] = {}
        self.declared: list[Variable] = []
        self._literals: dict[int, Literal] = {}
        self._forms: dict[int, Form] = {}
        self._depends: set[int] = set()
        """Nodes that depend on parameters: their literals and forms are good for one set of values only."""
        self._kept: list[Expression] = []
        """Holds what was lowered, so that no node is freed and its identity reused."""
        self._scheduling = Scheduling(self)

    def use(self, root: Expression, values: Mapping[str, Number]) -> None:
        """Lower this root, which depends on parameters, under these values next."""
        for key in self._depends:
            self._literals.pop(key, None)
            self._forms.pop(key, None)
        self._values = values
        self._depends |= parametric(root, native=(Cumulative, Circuit))

    # ---------------------------------------------------------------- variables

    def declare(self, variable: Variable) -> None:
        """Make a variable of the problem."""
        self.declared.append(variable)
        if isinstance(variable, BoolVar):
            self.variables[variable.name] = self._literals[id(variable)] = self.model.variable(0, 1)
        elif isinstance(variable, ChoiceVar):
            if len(variable.options) == 2:
                first = self.model.variable(0, 1)
                literals = [first, opposite(first)]
            else:
                literals = [self.model.variable(0, 1) for _ in variable.options]
                self.model.exactly_one(literals)
            self.choices[variable.name] = dict(zip(variable.options, literals, strict=True))
        else:
            assert not isinstance(variable, RealVar), variable.name
            self.variables[variable.name] = self.model.variable(variable.lo, variable.hi)

    def keep(self, nodes: Iterable[Expression]) -> None:
        """Hold nodes that were made here."""
        self._kept += nodes

    # ---------------------------------------------------------------- constraints

    def require(self, root: Expression, guard: Literal | None = None) -> None:
        """State that an expression holds (where the guard does). All that it says of one variable alone is stated at once."""
        self._kept.append(root)
        alone: dict[Terms, Span] = {}
        stack = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, And):
                stack += reversed(node.operands)
            elif isinstance(node, Clauses):
                for row in self._rows(node):
                    self.model.clause(row, guard)
            elif isinstance(node, Or):
                self._or(node.operands, guard, alone)
            elif isinstance(node, Implies):
                self._implies(self.literal(node.condition), node.consequence, guard)
            elif isinstance(node, PseudoBoolean):
                self._pseudo_boolean(node, guard)
            elif isinstance(node, Compare):
                terms, allowed = scaled_down(self._difference(node), node.operator)
                if len(terms) == 1:
                    _narrow(alone, terms, allowed)
                else:
                    self.model.linear(terms, allowed, guard)
            elif isinstance(node, NoOverlap):
                self._scheduling.no_overlap(node, guard)
            elif isinstance(node, Cumulative):
                self._scheduling.cumulative(node, guard)
            elif isinstance(node, Circuit):
                self._scheduling.circuit(node, guard)
            elif isinstance(node, Reservoir):
                self._scheduling.reservoir(node, guard)
            elif isinstance(node, AllDifferent) and guard is None:
                self.model.all_different(common([self.form(operand) for operand in node.operands]))
            else:
                self.model.clause([self.literal(node)], guard)
        for terms, span in alone.items():
            if span:
                self.model.linear(terms, span, guard)
            else:
                self.model.clause([], guard)

    def bound(self, form: Form, operator: str, value: Number, guard: Literal) -> None:
        """Where the guard holds, a form compares so with a value that it can take."""
        self.model.compare(form, operator, int(value * form.scale), guard)

    def _implies(self, condition: Literal, consequence: Expression, guard: Literal | None) -> None:
        """The consequence where the condition holds."""
        part = self._span(consequence)
        if part is None:
            self.model.clause([opposite(condition), self.literal(consequence)], guard)
        elif allowed := union([part[1]]):
            self.model.linear(part[0], allowed, condition, guard)
        else:
            self.model.clause([opposite(condition)], guard)

    def _or(self, operands: Sequence[Expression], guard: Literal | None, alone: dict[Terms, Span]) -> None:
        """At least one of them.

        Comparisons are stated under the condition that nothing else holds, without own literals. Those of one form become its
        allowed values (in `alone` where there is nothing else), those of two forms a choice of one literal.
        """
        others: list[Literal] = []
        found: dict[Terms, list[Span]] = {}
        for operand in operands:
            part = self._span(operand)
            if part is None:
                others.append(self.literal(operand))
            else:
                found.setdefault(part[0], []).append(part[1])
        allowed = [(terms, values) for terms, spans in found.items() if (values := union(spans))]
        if len(allowed) == 1 and not others and len(allowed[0][0]) == 1:
            _narrow(alone, *allowed[0])
            return
        enforced = [opposite(literal) for literal in others] + ([] if guard is None else [guard])
        if not allowed:
            self.model.clause(others, guard)
        elif len(allowed) == 1:
            self.model.linear(*allowed[0], *enforced)
        elif len(allowed) == 2:
            first = self.model.variable(0, 1)
            for literal, (terms, values) in zip((first, opposite(first)), allowed, strict=True):
                self.model.linear(terms, values, literal, *enforced)
        else:
            ways = [self.model.variable(0, 1) for _ in allowed]
            for way, (terms, values) in zip(ways, allowed, strict=True):
                self.model.linear(terms, values, way)
            self.model.clause([*others, *ways], guard)

    def _span(self, node: Expression) -> tuple[Terms, Span] | None:
        """The values of one form that a comparison, or several of them together, allow; None where a literal says it better."""
        if id(node) in self._literals:
            return None
        if not isinstance(node, And):
            opposed = isinstance(node, Not)
            inner = node.operand if isinstance(node, Not) else node
            if not isinstance(inner, Compare) or id(inner) in self._literals:
                return None
            operator = OPPOSITE[inner.operator] if opposed else inner.operator
            terms, span = scaled_down(self._difference(inner), operator)
            return (terms, span) if terms else None
        if not node.operands or not all([isinstance(operand, Compare) for operand in node.operands]):
            return None
        (first, span), *rest = [self._span(operand) or ((), ()) for operand in node.operands]
        if not first or any([terms != first for terms, _ in rest]):
            return None
        for _, other in rest:
            span = meeting(span, other)
        return first, span

    def _rows(self, node: Clauses) -> Iterable[list[Literal]]:
        index = [self._literals[id(variable)] for variable in node.variables]
        for row in node.rows():
            yield [index[n - 1] if n > 0 else opposite(index[-n - 1]) for n in row]

    def _pseudo_boolean(self, node: PseudoBoolean, guard: Literal | None) -> None:
        if guard is None and node.operator == "==" and node.bound == 1 and all([c == 1 for c, _ in node.terms]):
            self.model.exactly_one([self.literal(term) for _, term in node.terms])
        else:
            self.model.compare(self._sum(node.terms), node.operator, node.bound, guard)

    # ---------------------------------------------------------------- literals

    def literal(self, root: Expression) -> Literal:
        """A literal equivalent to a Boolean expression (operands first, without recursion)."""
        found = self._literals.get(id(root))
        if found is not None:
            return found
        self._kept.append(root)
        stack = [root]
        while stack:
            node = stack[-1]
            if id(node) in self._literals:
                stack.pop()
                continue
            missing = [n for n in _boolean_operands(node) if id(n) not in self._literals]
            if missing:
                stack += reversed(missing)
                continue
            stack.pop()
            self._literals[id(node)] = self._make(node)
        return self._literals[id(root)]

    def _make(self, node: Expression) -> Literal:
        model = self.model
        parts = [self._literals[id(operand)] for operand in _boolean_operands(node)]
        if isinstance(node, Const):
            return model.true if node.value else opposite(model.true)
        if isinstance(node, DECOMPOSED):
            return parts[0]
        if isinstance(node, Not):
            return opposite(parts[0])
        if isinstance(node, And):
            return model.all_of(parts)
        if isinstance(node, Or):
            return model.any_of(parts)
        if isinstance(node, Implies):
            return model.any_of([opposite(parts[0]), parts[1]])
        if isinstance(node, Iff):
            return model.same(*parts)
        if isinstance(node, If):
            return model.choice(*parts)
        if isinstance(node, Is):
            return self.choices[node.choice.name][node.option]
        if isinstance(node, Compare):
            return model.compared(self._difference(node), node.operator, 0)
        if isinstance(node, PseudoBoolean):
            return model.compared(self._sum(node.terms), node.operator, node.bound)
        if isinstance(node, Clauses):
            return model.all_of([model.any_of(row) for row in self._rows(node)])
        if isinstance(node, Table):
            return self._table(node)
        if isinstance(node, AllDifferent):
            pairs = combinations(common([self.form(operand) for operand in node.operands]), 2)
            return model.all_of([model.compared(a.plus(b, -1), "!=", 0) for a, b in pairs])
        assert isinstance(node, NoOverlap), type(node)
        apart = [[self.literal(way) for way in self._scheduling.apart(a, b)] for a, b in combinations(node.tasks, 2)]
        return model.all_of([model.any_of(ways) for ways in apart])

    def _table(self, node: Table) -> Literal:
        forms = [self.form(operand) for operand in node.operands]
        cells: dict[tuple[int, Number], Literal] = {}
        rows = []
        for row in node.rows:
            for place, (form, value) in enumerate(zip(forms, row, strict=True)):
                if (place, value) not in cells:
                    scaled = Fraction(value) * form.scale
                    whole = scaled.denominator == 1
                    equal = self.model.compared(form, "==", int(scaled)) if whole else opposite(self.model.true)
                    cells[place, value] = equal
            rows.append(self.model.all_of([cells[place, value] for place, value in enumerate(row)]))
        return self.model.any_of(rows)

    # ---------------------------------------------------------------- numbers

    def form(self, root: Expression) -> Form:
        """An expression as a scaled linear form (operands first, without recursion)."""
        found = self._forms.get(id(root))
        if found is not None:
            return found
        self._kept.append(root)
        if isinstance(root, IntVar):
            found = self._forms[id(root)] = Form(((1, self.variables[root.name]),), 0, 1, root.lo, root.hi)
            return found
        stack = [root]
        while stack:
            node = stack[-1]
            if id(node) in self._forms:
                stack.pop()
                continue
            missing = [n for n in self._numeric_operands(node) if id(n) not in self._forms]
            if missing:
                stack += reversed(missing)
                continue
            stack.pop()
            self._forms[id(node)] = self._make_form(node)
        return self._forms[id(root)]

    def _numeric_operands(self, node: Expression) -> Sequence[Expression]:
        if node.sort == "bool" or isinstance(node, (Const, IntVar)):
            return ()
        if isinstance(node, (Min, Max)):
            return node.operands
        if isinstance(node, If):
            return (node.then, node.otherwise)
        flat = linear(((1, node),), self._values)
        if len(flat.terms) == 1 and flat.terms[0][1] is node:
            return node.children
        return [term for _, term in flat.terms]

    def _make_form(self, node: Expression) -> Form:
        model = self.model
        if node.sort == "bool":
            return model.of_literal(self.literal(node))
        if isinstance(node, IntVar):
            return Form(((1, self.variables[node.name]),), 0, 1, node.lo, node.hi)
        if isinstance(node, Const):
            return _constant(node)
        if isinstance(node, If):
            return model.either(self.literal(node.condition), self.form(node.then), self.form(node.otherwise))
        if isinstance(node, Max):
            return model.largest([self.form(operand) for operand in node.operands])
        if isinstance(node, Min):
            return model.largest([self.form(operand).times(-1) for operand in node.operands]).times(-1)
        if isinstance(node, Abs):
            operand = self.form(node.operand)
            return model.largest([operand, operand.times(-1)], least=0)
        if isinstance(node, Element):
            return self._element(node)
        flat = linear(((1, node),), self._values)
        if isinstance(node, Product) and len(flat.terms) == 1 and flat.terms[0][1] is node:
            found = self.form(node.factors[0])
            for factor in node.factors[1:]:
                found = model.product(found, self.form(factor))
            return found
        return self._sum(flat.terms, flat.constant)

    def _sum(self, terms: Iterable[tuple[Number, Expression]], constant: Number = 0) -> Form:
        parts = [(value, self.form(term)) for value, term in terms]
        if isinstance(constant, int) and all([isinstance(value, int) and form.scale == 1 for value, form in parts]):
            return _whole_sum(parts, constant, 1)  # type: ignore[arg-type]
        scale = lcm(constant.denominator, *[(Fraction(value) / form.scale).denominator for value, form in parts])
        whole = [(int(Fraction(value) / form.scale * scale), form) for value, form in parts]
        return _whole_sum(whole, int(constant * scale), scale)

    def _difference(self, node: Compare) -> Form:
        found = self._plain_difference(node)
        if found is None:
            flat = linear(((1, node.left), (-1, node.right)), self._values)
            found = self._sum(flat.terms, flat.constant)
        return found

    def _plain_difference(self, node: Compare) -> Form | None:
        """left - right where both are whole numbers, variables or one sum of such, as most comparisons are; else None."""
        left, right = node.left, node.right
        if type(left) is IntVar and type(right) is Const and type(right.value) is int:
            value = right.value
            return Form(((1, self.variables[left.name]),), -value, 1, left.lo - value, left.hi - value)
        constant = 0
        found: dict[int, int] = {}
        low = high = 0
        for sign, side in ((1, left), (-1, right)):
            terms: Sequence[tuple[Number, Expression]] = side.terms if type(side) is Sum else ((1, side),)
            if type(side) is Sum:
                if type(side.constant) is not int:
                    return None
                constant += sign * side.constant
            for factor, term in terms:
                if type(factor) is not int:
                    return None
                factor *= sign
                if type(term) is IntVar:
                    variable = self.variables[term.name]
                    found[variable] = found.get(variable, 0) + factor
                    low, high = (
                        (low + factor * term.lo, high + factor * term.hi)
                        if factor > 0
                        else (low + factor * term.hi, high + factor * term.lo)
                    )
                elif type(term) is Const and type(term.value) is int:
                    constant += factor * term.value
                else:
                    return None
        kept = tuple([(coefficient, variable) for variable, coefficient in found.items() if coefficient])
        return Form(kept, constant, 1, low + constant, high + constant)

    def _element(self, node: Element) -> Form:
        scale = lcm(*[value.denominator for value in node.table])
        table = [int(value * scale) for value in node.table]
        low, high = node.index.bounds
        assert low is not None
        assert high is not None
        return self.model.element(self.form(node.index), table, scale, table[int(low) : int(high) + 1])


def _narrow(alone: dict[Terms, Span], terms: Terms, span: Span) -> None:
    """The values of a form that are allowed from now on."""
    before = alone.get(terms)
    alone[terms] = union([span]) if before is None else meeting(before, span)


def _constant(node: Const) -> Form:
    assert not isinstance(node.value, bool)
    value, scale = node.value.numerator, node.value.denominator
    return Form((), value, scale, value, value)


def _whole_sum(parts: Iterable[tuple[int, Form]], constant: int, scale: int) -> Form:
    """constant + sum of factor x numerator, over a scale."""
    found: dict[int, int] = {}
    low = high = constant
    for factor, form in parts:
        for coefficient, variable in form.terms:
            found[variable] = found.get(variable, 0) + factor * coefficient
        constant += factor * form.constant
        ends = (factor * form.low, factor * form.high)
        low, high = (low + ends[0], high + ends[1]) if factor >= 0 else (low + ends[1], high + ends[0])
    return Form(tuple([(c, v) for v, c in found.items() if c]), constant, scale, low, high)


def _boolean_operands(node: Expression) -> Sequence[Expression]:
    """Operands whose literals a node's own literal is made of."""
    if isinstance(node, (Not, And, Or, Implies, Iff)) or (isinstance(node, If) and node.sort == "bool"):
        return node.children
    return (node.parts,) if isinstance(node, DECOMPOSED) else ()
