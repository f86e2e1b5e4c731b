"""Parameters replaced by numbers: what the bounds of an expression are under these values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.expressions import Const, Expression, Parameter, Task, node_fields, walk
from encoders.expressions.base import Variadic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from encoders.expressions import Bounds
    from encoders.numbers import Number


def bounds_under(root: Expression, values: Mapping[str, Number]) -> Bounds:
    """Interval that contains every value of the expression under these parameter values."""
    *_, last = grounded(walk([root]), values)
    return last.bounds


def grounded(nodes: Iterable[Expression], values: Mapping[str, Number]) -> Iterator[Expression]:
    """The nodes (operands first) with every parameter replaced by its value; a node without parameters stays itself."""
    instead: dict[int, Expression] = {}
    for node in nodes:
        found = node
        if isinstance(node, Parameter):
            found = Const(values[node.name])
        elif instead and any([id(child) in instead for child in node.children]):
            found = _rebuilt(node, instead)
        if found is not node:
            instead[id(node)] = found
        yield found


def _rebuilt(node: Expression, instead: Mapping[int, Expression]) -> Expression:
    def swapped(value: Any) -> Any:
        if isinstance(value, Expression):
            return instead.get(id(value), value)
        if isinstance(value, Task):
            return Task(*[swapped(getattr(value, name)) for name in node_fields(value)])
        return tuple([swapped(item) for item in value]) if isinstance(value, tuple) else value

    content = [swapped(getattr(node, name)) for name in node_fields(node)]
    make: Any = type(node)
    found: Expression = make(*content[0]) if isinstance(node, Variadic) else make(*content)
    return found
