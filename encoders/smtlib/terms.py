"""Terms of SMT-LIB for every node of the expression tree, written from the meaning of each node.

Whole and rational numbers are apart: a term is an Int or a Real, and goes from one to the other by `to_real` only. A node that is
used more than once, or is long, is defined once and then named, so that the text grows with the tree and nests no deeper.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from encoders.expressions import (
    BoolVar,
    ChoiceVar,
    Const,
    Expression,
    IntVar,
    Parameter,
    RealVar,
    walk,
)
from encoders.numbers import Number, exact
from encoders.smtlib.nodes import WRITE
from encoders.smtlib.texts import digits, joined, sort_name, total_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.expressions import Variable
    from encoders.problem import Problem
    from encoders.smtlib.symbols import Symbols

_LONGEST = 1_500
"""Characters of a term that is written where it is used."""
_PAIRS = 8
"""A choice of at most so many options says pair by pair that no two are taken."""


class Terms:
    """Terms of one problem's expressions under parameter values. `lines` are the declarations and definitions, in order."""

    def __init__(self, problem: Problem, symbols: Symbols, values: Mapping[str, Number]) -> None:
        self.lines: list[str] = []
        self.sorts: set[str] = set()
        """The sorts of numbers that occur, "Int" and "Real"."""
        self._symbols, self.values = symbols, values
        self.text: dict[int, str] = {}
        self.sort_of: dict[int, str] = {}
        self._uses: dict[int, int] = {}
        """How often a node is used, by the problem and by what is written beside it."""
        self._counted: set[int] = {id(node) for node in problem.nodes}
        self.options: dict[str, dict[str, str]] = {}
        self._kept: list[Expression] = []
        """Holds what was written, so that no node is freed and its identity reused."""
        roots = [rule.expression for rule in problem.constraints] + [goal.expression for goal in problem.objectives]
        for used in (
            *[child for node in problem.nodes for child in node.children],
            *roots,
        ):
            self._uses[id(used)] = self._uses.get(id(used), 0) + 1
        for parameter in problem.parameters:
            self._parameter(parameter)
        for variable in problem.variables:
            self._declare(variable)

    def boolean(self, root: Expression) -> str:
        """A truth value's term."""
        self._write(root)
        return self.text[id(root)]

    def number(self, root: Expression, *, real: bool = False) -> str:
        """A number's term (a truth value counts 0 or 1), as an Int where it is whole, unless a Real is wanted."""
        self._write(root)
        return self.as_number(root, real or self.sort_of[id(root)] == "Real")

    def is_real(self, root: Expression) -> bool:
        """Whether an expression's term is a Real."""
        self._write(root)
        return self.sort_of[id(root)] == "Real"

    def value(self, number: Number, *, real: bool) -> str:
        """A numeral."""
        return self.numeral(number, real)

    def assigned(self, variable: Variable, value: Any) -> str:
        """That a variable has a value."""
        if isinstance(variable, ChoiceVar):
            return self.options[variable.name][value]
        term = self.text[id(variable)]
        if isinstance(variable, BoolVar):
            return term if value else f"(not {term})"
        return f"(= {term} {self.numeral(value, isinstance(variable, RealVar))})"

    @property
    def logic(self) -> str:
        """The smallest of the standard's logics that holds everything written."""
        return {(): "QF_UF", ("Int",): "QF_LIA", ("Real",): "QF_LRA"}.get(tuple(sorted(self.sorts)), "QF_LIRA")

    # ---------------------------------------------------------------- leaves

    def _parameter(self, parameter: Parameter) -> None:
        """A constant, an Int where its value is whole."""
        value = exact(self.values[parameter.name])
        sort = "Int" if isinstance(value, int) else "Real"
        symbol = self._symbols.new(parameter.name)
        self.sorts.add(sort)
        self.lines.append(f"(define-fun {symbol} () {sort} {self.numeral(value, sort == 'Real')})")
        self._known(parameter, symbol, sort)

    def _declare(self, variable: Variable) -> None:
        if isinstance(variable, ChoiceVar):
            self._choice(variable)
            return
        symbol = self._symbols.new(variable.name)
        sort = "Bool" if isinstance(variable, BoolVar) else "Int" if isinstance(variable, IntVar) else "Real"
        self.lines.append(f"(declare-const {symbol} {sort})")
        self._known(variable, symbol, sort)
        if isinstance(variable, (IntVar, RealVar)):
            self.sorts.add(sort)
            for end, relation in ((variable.lo, ">="), (variable.hi, "<=")):
                if end is not None:
                    self.lines.append(f"(assert ({relation} {symbol} {self.numeral(end, sort == 'Real')}))")

    def _choice(self, variable: ChoiceVar) -> None:
        """One truth value for each option; exactly one holds."""
        options = {option: self._symbols.new(f"{variable.name} is {option}") for option in variable.options}
        self.options[variable.name] = options
        symbols = list(options.values())
        self.lines += [f"(declare-const {symbol} Bool)" for symbol in symbols]
        self.lines.append(f"(assert {joined('or', symbols, 'false')})")
        if len(symbols) <= _PAIRS:
            self.lines += [f"(assert (or (not {a}) (not {b})))" for a, b in combinations(symbols, 2)]
        else:
            self.sorts.add("Int")
            self.lines.append(f"(assert (= {total_of([f'(ite {symbol} 1 0)' for symbol in symbols], '0')} 1))")
        self._kept.append(variable)
        self.text[id(variable)], self.sort_of[id(variable)] = "", "Choice"

    def _known(self, node: Expression, text: str, sort: str) -> None:
        self.text[id(node)], self.sort_of[id(node)] = text, sort

    # ---------------------------------------------------------------- nodes

    def _write(self, root: Expression) -> None:
        if id(root) in self.text:
            return
        self._kept.append(root)
        new = [node for node in walk([root]) if id(node) not in self.text]
        for child in [child for node in new if id(node) not in self._counted for child in node.children]:
            self._uses[id(child)] = self._uses.get(id(child), 0) + 1
        for node in new:
            text, sort = WRITE[type(node)](self, node)
            shared = self._uses.get(id(node), 0) > 1 and text.startswith("(") and not isinstance(node, Const)
            if shared or len(text) > _LONGEST:
                text = self.define(text, sort)
            self._known(node, text, sort)

    def define(self, text: str, sort: str, name: str = "part") -> str:
        """A name for a term."""
        if not text.startswith("("):
            return text
        symbol = self._symbols.new(f"{name} {len(self.lines)}")
        if sort != "Bool":
            self.sorts.add(sort)
        self.lines.append(f"(define-fun {symbol} () {sort} {text})")
        return symbol

    def numeral(self, value: Number, real: bool) -> str:
        self.sorts.add(sort_name(real))
        return digits(value, real)

    def as_number(self, node: Expression, real: bool) -> str:
        """A child that is written already, as a number of this sort."""
        text, sort = self.text[id(node)], self.sort_of[id(node)]
        if sort == "Bool":
            return f"(ite {text} {self.numeral(1, real)} {self.numeral(0, real)})"
        if sort == "Int" and real:
            if isinstance(node, Const):
                return self.numeral(int(node.value), True)
            self.sorts.update(("Int", "Real"))
            return f"(to_real {text})"
        self.sorts.add(sort)
        return text

    def any_real(self, nodes: Iterable[Expression]) -> bool:
        return any([self.sort_of[id(node)] == "Real" for node in nodes])

    def as_numbers(self, nodes: Sequence[Expression]) -> tuple[list[str], bool]:
        """Children as numbers of one sort, and whether that is Real."""
        real = self.any_real(nodes)
        return [self.as_number(node, real) for node in nodes], real

    def truths(self, nodes: Iterable[Expression]) -> list[str]:
        return [self.text[id(node)] for node in nodes]

    def compared(self, left: str, operator: str, right: str) -> str:
        if operator == "!=":
            return f"(not (= {left} {right}))"
        return f"({'=' if operator == '==' else operator} {left} {right})"
