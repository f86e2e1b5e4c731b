"""The tree as a whole: walking it, and what its structure is."""

from __future__ import annotations

from array import array
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from encoders.expressions.base import Expression, Variadic, describe
from encoders.expressions.leaves import BoolVar, ChoiceVar, Const, IntVar, Is, Parameter, RealVar
from encoders.expressions.logic import Clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def walk(roots: Iterable[Expression]) -> Iterator[Expression]:
    """Every node below the roots once, operands before the nodes that use them (iterative: depth is no limit)."""
    seen: set[int] = set()
    stack: list[tuple[Expression, bool]] = []
    for root in roots:
        stack.append((root, False))
        while stack:
            node, ready = stack.pop()
            if ready:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                children = node.children
                if children:
                    stack.append((node, True))
                    stack += [(child, False) for child in reversed(children) if id(child) not in seen]
                else:
                    yield node


def sketch(node: Expression, depth: int = 4) -> str:
    """What a node is in one line, to so many levels: a whole tree has no end where parts are shared."""
    if not node.children:
        return describe(node) if hasattr(node, "name") or hasattr(node, "value") else f"{type(node).__name__}()"
    parts = [sketch(child, depth - 1) if depth > 1 else "..." for child in node.children[:6]]
    if len(node.children) > len(parts):
        parts.append("...")
    own = [str(getattr(node, name)) for name in ("operator", "bound", "option") if hasattr(node, name)]
    return f"{type(node).__name__}({', '.join(parts + own)})"


_WITHOUT_PARAMETERS = frozenset((BoolVar, IntVar, RealVar, ChoiceVar, Const, Is, Clauses))


def parameters_of(root: Expression) -> tuple[str, ...]:
    """The names of the parameters an expression uses, in order."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Parameter):
            found[node.name] = None
        elif type(node) not in _WITHOUT_PARAMETERS and id(node) not in seen:
            seen.add(id(node))
            stack += reversed(node.children)
    return tuple(found)


def node_fields(node: Any) -> tuple[str, ...]:
    """The names of a node's own fields, in order: what JSON and `same_as` look at."""
    if is_dataclass(node):
        return tuple([f.name for f in fields(node) if f.init])
    return ("operands",) if isinstance(node, Variadic) else ("variables", "array")


def signature(root: Expression) -> object:
    """A value equal for two expressions exactly when their structure is equal; shared nodes are numbered once."""
    number: dict[object, int] = {}
    of: dict[int, int] = {}

    def key(value: object) -> object:
        if isinstance(value, Expression):
            return ("node", of[id(value)])
        if not isinstance(value, (tuple, array)) and is_dataclass(value):
            return ("task", *[key(getattr(value, name)) for name in node_fields(value)])
        if isinstance(value, tuple):
            return tuple([key(item) for item in value])
        if isinstance(value, array):
            return value.tobytes()
        return (type(value).__name__, value)

    for node in walk([root]):
        entry = (type(node).__name__, *[key(getattr(node, name)) for name in node_fields(node)])
        of[id(node)] = number.setdefault(entry, len(number))
    return tuple(number)
