"""One writer for each kind of node: its term, made of its operands' terms, and the sort of that."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from encoders.evaluate import Evaluator
from encoders.expressions import (
    Abs,
    AllDifferent,
    And,
    Circuit,
    Clauses,
    Compare,
    Const,
    Count,
    Cumulative,
    Element,
    Expression,
    If,
    Iff,
    Implies,
    Is,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Product,
    PseudoBoolean,
    Reservoir,
    Sum,
    Table,
    walk,
)
from encoders.numbers import Number, exact
from encoders.smtlib.scheduling import circuit as _circuit
from encoders.smtlib.scheduling import cumulative as _cumulative
from encoders.smtlib.scheduling import reservoir as _reservoir
from encoders.smtlib.texts import digits, joined, sort_name, total_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from encoders.expressions import Expression, Task
    from encoders.smtlib.terms import Terms


def _const(x: Terms, node: Const) -> tuple[str, str]:
    if isinstance(node.value, bool):
        return ("true" if node.value else "false"), "Bool"
    value = exact(node.value)
    real = not isinstance(value, int)
    return digits(value, real), sort_name(real)  # its sort counts where it is used: beside reals it is written as one


def _clauses(x: Terms, node: Clauses) -> tuple[str, str]:
    names = x.truths(node.variables)
    rows = [
        joined("or", [names[n - 1] if n > 0 else f"(not {names[-n - 1]})" for n in row], "false") for row in node.rows()
    ]
    return joined("and", rows, "true"), "Bool"


def _condition(x: Terms, node: If) -> tuple[str, str]:
    condition = x.text[id(node.condition)]
    if node.sort == "bool":
        then, otherwise = x.truths((node.then, node.otherwise))
        return f"(ite {condition} {then} {otherwise})", "Bool"
    (then, otherwise), real = x.as_numbers((node.then, node.otherwise))
    return f"(ite {condition} {then} {otherwise})", sort_name(real)


def _compare(x: Terms, node: Compare) -> tuple[str, str]:
    (left, right), _ = x.as_numbers((node.left, node.right))
    return x.compared(left, node.operator, right), "Bool"


def _pseudo_boolean(x: Terms, node: PseudoBoolean) -> tuple[str, str]:
    terms = [f"(ite {x.text[id(lit)]} {x.numeral(c, False)} 0)" for c, lit in node.terms]
    return x.compared(total_of(terms, "0"), node.operator, x.numeral(node.bound, False)), "Bool"


# ---------------------------------------------------------------- numbers


def _total(x: Terms, node: Sum) -> tuple[str, str]:
    values = [exact(value) for value, _ in node.terms]
    constant = exact(node.constant)
    fractions = any([not isinstance(value, int) for value in (*values, constant)])
    real = fractions or x.any_real([term for _, term in node.terms])
    terms = [_times(x, value, term, real) for value, (_, term) in zip(values, node.terms, strict=True)]
    if constant or not terms:
        terms.append(x.numeral(constant, real))
    return total_of(terms, x.numeral(0, real)), sort_name(real)


def _times(x: Terms, value: Number, term: Expression, real: bool) -> str:
    if x.sort_of[id(term)] == "Bool":
        return f"(ite {x.text[id(term)]} {x.numeral(value, real)} {x.numeral(0, real)})"
    number = x.as_number(term, real)
    return number if value == 1 else f"(* {x.numeral(value, real)} {number})"


def _product(x: Terms, node: Product) -> tuple[str, str]:
    """Case by case over all factors but the one that may have many values."""
    real = x.any_real(node.factors)
    fixed = [factor for factor in node.factors if _closed(factor)]
    constant: Number = 1
    for factor in fixed:
        constant = exact(constant * _counted_number(Evaluator({}, x.values)(factor)))
    real = real or not isinstance(constant, int)
    varying = sorted([factor for factor in node.factors if factor not in fixed], key=_width)
    if not varying:
        return x.numeral(constant, real), sort_name(real)
    term = x.as_number(varying[-1], real)
    for factor in varying[:-1]:
        term = x.define(term, sort_name(real), "factor")
        term = _case(x, factor, term, real)
    if constant != 1:
        term = f"(* {x.numeral(constant, real)} {term})"
    return term, sort_name(real)


def _case(x: Terms, factor: Expression, term: str, real: bool) -> str:
    zero = x.numeral(0, real)
    if x.sort_of[id(factor)] == "Bool":
        return f"(ite {x.text[id(factor)]} {term} {zero})"
    name = x.define(x.text[id(factor)], x.sort_of[id(factor)], "factor")
    low, high = factor.bounds
    assert low is not None
    assert high is not None
    cases = zero
    for value in range(int(low), int(high) + 1):
        if value:
            times = f"(* {x.numeral(value, real)} {term})"
            cases = f"(ite (= {name} {x.numeral(value, x.sort_of[id(factor)] == 'Real')}) {times} {cases})"
    return cases


def _extreme(x: Terms, node: Min | Max) -> tuple[str, str]:
    relation = "<=" if isinstance(node, Min) else ">="
    numbers, real = x.as_numbers(node.operands)
    best = x.define(numbers[0], sort_name(real), "extreme")
    for number in numbers[1:]:
        other = x.define(number, sort_name(real), "extreme")
        best = x.define(f"(ite ({relation} {best} {other}) {best} {other})", sort_name(real), "extreme")
    return best, sort_name(real)


def _size(x: Terms, node: Abs) -> tuple[str, str]:
    (number,), real = x.as_numbers((node.operand,))
    name = x.define(number, sort_name(real), "signed")
    return f"(ite (>= {name} {x.numeral(0, real)}) {name} (- {name}))", sort_name(real)


def _element(x: Terms, node: Element) -> tuple[str, str]:
    """Within its bounds, which lie within the table, the index has one of these values."""
    low, high = node.index.bounds
    assert low is not None
    assert high is not None
    table = [exact(value) for value in node.table]
    real = any([not isinstance(value, int) for value in table])
    index = x.as_number(node.index, x.sort_of[id(node.index)] == "Real")
    name = x.define(index, "Real" if x.sort_of[id(node.index)] == "Real" else "Int", "index")
    in_real = x.sort_of[id(node.index)] == "Real"
    term = x.numeral(table[int(high)], real)
    for place in range(int(high) - 1, int(low) - 1, -1):
        here = f"(= {name} {x.numeral(place, in_real)})"
        term = f"(ite {here} {x.numeral(table[place], real)} {term})"
    return term, sort_name(real)


# ---------------------------------------------------------------- global constraints


def _different(x: Terms, node: AllDifferent) -> tuple[str, str]:
    numbers, _ = x.as_numbers(node.operands)
    return (f"(distinct {' '.join(numbers)})" if len(numbers) > 1 else "true"), "Bool"


def _table(x: Terms, node: Table) -> tuple[str, str]:
    names = [
        x.define(x.as_number(operand, x.any_real([operand])), sort_name(x.any_real([operand])), "cell")
        for operand in node.operands
    ]
    rows = []
    for row in node.rows:
        cells = [_is(x, name, operand, value) for name, operand, value in zip(names, node.operands, row, strict=True)]
        rows.append(joined("and", cells, "true"))
    return joined("or", rows, "false"), "Bool"


def _is(x: Terms, name: str, operand: Expression, value: Number) -> str:
    number, real = exact(value), x.any_real([operand])
    if not real and not isinstance(number, int):
        return "false"
    return f"(= {name} {x.numeral(number, real)})"


def _no_overlap(x: Terms, node: NoOverlap) -> tuple[str, str]:
    apart = [
        joined("or", [*_absent(x, a), *_absent(x, b), _before(x, a, b), _before(x, b, a)], "false")
        for a, b in combinations(node.tasks, 2)
    ]
    return joined("and", apart, "true"), "Bool"


def _absent(x: Terms, task: Task) -> list[str]:
    return [f"(not {x.text[id(task.presence)]})"] if task.optional else []


def _before(x: Terms, first: Task, then: Task) -> str:
    (start, duration, other), _ = x.as_numbers((first.start, first.duration, then.start))
    return f"(<= (+ {start} {duration}) {other})"


def _counted_number(value: Any) -> Number:
    """A truth value counts 0 or 1."""
    return int(value) if isinstance(value, bool) else exact(value)


def _closed(node: Expression) -> bool:
    """Whether no decision has a part in it."""
    return all([isinstance(part, (Const, Parameter)) or bool(part.children) for part in walk([node])])


def _width(factor: Expression) -> Number:
    """How many values a factor may have; the widest is not split into cases."""
    low, high = factor.bounds
    return high - low if low is not None and high is not None and factor.sort != "real" else 2**62


WRITE: dict[type, Callable[[Terms, Any], tuple[str, str]]] = {
    Const: _const,
    Not: lambda x, n: (f"(not {x.text[id(n.operand)]})", "Bool"),
    And: lambda x, n: (joined("and", x.truths(n.operands), "true"), "Bool"),
    Or: lambda x, n: (joined("or", x.truths(n.operands), "false"), "Bool"),
    Implies: lambda x, n: (f"(=> {x.text[id(n.condition)]} {x.text[id(n.consequence)]})", "Bool"),
    Iff: lambda x, n: (f"(= {x.text[id(n.left)]} {x.text[id(n.right)]})", "Bool"),
    If: _condition,
    Compare: _compare,
    PseudoBoolean: _pseudo_boolean,
    Clauses: _clauses,
    Sum: _total,
    Count: lambda x, n: (total_of([x.as_number(operand, False) for operand in n.operands], x.numeral(0, False)), "Int"),
    Product: _product,
    Min: _extreme,
    Max: _extreme,
    Abs: _size,
    Element: _element,
    Is: lambda x, n: (x.options[n.choice.name][n.option], "Bool"),
    AllDifferent: _different,
    Table: _table,
    NoOverlap: _no_overlap,
    Cumulative: _cumulative,
    Circuit: _circuit,
    Reservoir: _reservoir,
}
