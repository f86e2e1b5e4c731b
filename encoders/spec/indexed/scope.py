"""Checks of a whole problem before anything is built: names, indices, sorts, missing numbers, size; doubts become warnings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from encoders.errors import InputError
from encoders.spec import parse as parse_wish
from encoders.spec.indexed.data import Data, data_of, indexed_by
from encoders.spec.indexed.grammar import KEYWORDS
from encoders.spec.indexed.parse import parse, parse_bound
from encoders.spec.indexed.places import placed_in
from encoders.spec.indexed.size import require_moderate
from encoders.spec.indexed.sorts import NUMBER, OF_SETS, Sort, Sorts
from encoders.spec.indexed.syntax import Call, Family, Inside, Loop, Node, Ref, every
from encoders.spec.indexed.templates import placed_in_slot
from encoders.spec.indexed.units import unit_warnings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from encoders.spec import syntax
    from encoders.spec.indexed.model import ConstraintSpec, ProblemSpec, VariableSpec
    from encoders.spec.indexed.tables import Table

MOST_ELEMENTS = 100_000
"""Decision variables of a problem."""
MOST_PARTS = 2_000
"""Sets, parameters, variables, constraints, objectives and wishes of a problem, each kind by itself."""
MOST_TEXT = 400_000
"""Characters of all rules, objectives and wishes together."""
_LONGEST_NAME = 200
_NAME = re.compile(r"[^\W\d]\w*")
_RESERVED = frozenset(KEYWORDS.split("|"))


@dataclass(frozen=True, slots=True)
class Warned:
    """A doubt about a problem that is no error: what, and where in it."""

    kind: Literal["unused", "unit"]
    says: str
    place: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed text: its path in the problem ("constraints[2] capacity"), its tree, and the names over a variable's index."""

    place: str
    node: Node
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A problem whose every text is parsed and makes sense. `bounds` by variable and side: lower, upper, where."""

    spec: ProblemSpec
    data: Data
    constraints: tuple[Rule, ...]
    objectives: tuple[Rule, ...]
    bounds: Mapping[tuple[str, str], Rule]
    extra: tuple[syntax.Node, ...]
    warnings: tuple[Warned, ...]


def checked(spec: ProblemSpec, tables: Mapping[str, Table] | None = None) -> Checked:
    """Every text of a problem parsed and checked against what is declared. Expands nothing.

    Raises InputError, or UnsupportedError for what cannot be expressed, with `where` such as
    "constraints[2] capacity, line 1, column 14".
    """
    _require_names(spec)
    data = data_of(spec, tables)
    for place, variable in enumerate(spec.variables):
        with placed_in(f"variables[{place}] {variable.name}"):
            indexed_by(variable.index, data.sets)
    _require_few(spec, data)
    sorts = Sorts(data, {p.name: p for p in spec.parameters}, {v.name: v for v in spec.variables})
    bounds = _bounds(spec, data, sorts)
    constraints = [_constraint(f"constraints[{place}] {c.name}", c, sorts) for place, c in enumerate(spec.constraints)]
    objectives = [
        _objective(f"objectives[{place}] {goal.name}", goal.expression, sorts)
        for place, goal in enumerate(spec.objectives)
    ]
    extra = [parse_wish(text, where=f"extra/{place}") for place, text in enumerate(spec.extra)]
    require_moderate([*bounds.values(), *constraints, *objectives], data, {v.name: v.index for v in spec.variables})
    warnings = [
        *_unused(spec, sorts.used),
        *[Warned("unit", w.says, w.place) for w in unit_warnings(spec, constraints, objectives)],
    ]
    return Checked(spec, data, tuple(constraints), tuple(objectives), bounds, tuple(extra), tuple(warnings))


# ---------------------------------------------------------------- names and size


def _require_names(spec: ProblemSpec) -> None:
    declared: dict[str, str] = {}
    for where, name in _named("sets", spec.sets, "parameters", spec.parameters, "variables", spec.variables):
        if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
            raise InputError(
                f"{name[:80]!r} cannot be a name in an expression; use letters, digits and _, beginning with a letter",
                where=where,
            )
        if name in _RESERVED:
            raise InputError(f"{name!r} is a word of the language; take another name", where=where)
        if name in declared:
            raise InputError(f"{name!r} is already the name of {declared[name]}; take another", where=where)
        declared[name] = where
    ids: dict[str, str] = {}
    for where, name in _named("constraints", spec.constraints, "objectives", spec.objectives):
        if not name.strip() or any([sign in name for sign in '[]"\n']) or len(name) > _LONGEST_NAME:
            raise InputError("a name has at least one character, and no brackets, quotes or line breaks", where=where)
        if name in ids:
            raise InputError(f"{name!r} is already the name of {ids[name]}; take another", where=where)
        if where.startswith("objectives") and not declared.get(name, "sets").startswith("sets"):
            raise InputError(f"{name!r} is already the name of {declared[name]}; take another", where=where)
        ids[name] = where
    _require_moderate_list("extra", len(spec.extra))
    texts = [*[c.rule for c in spec.constraints], *[goal.expression for goal in spec.objectives], *spec.extra]
    if sum(map(len, texts)) > MOST_TEXT:
        raise InputError(f"the rules of a problem have at most {MOST_TEXT:,} characters together", where="constraints")


def _named(*kinds: Any) -> Iterator[tuple[str, str]]:
    """The places and names of the parts of these kinds, given as name of the kind and list in turn."""
    for kind, entries in zip(kinds[::2], kinds[1::2], strict=True):
        _require_moderate_list(kind, len(entries))
        for place, entry in enumerate(entries):
            yield f"{kind}[{place}] {entry.name[:_LONGEST_NAME]}", entry.name


def _require_moderate_list(kind: str, count: int) -> None:
    if count > MOST_PARTS:
        raise InputError(f"a problem has at most {MOST_PARTS:,} {kind}, this one has {count:,}", where=kind)


def _require_few(spec: ProblemSpec, data: Data) -> None:
    count = 0
    for place, variable in enumerate(spec.variables):
        own = prod([len(data.sets[name].members) for name in variable.index])
        count += own
        if count > MOST_ELEMENTS:
            raise InputError(
                f"a problem has at most {MOST_ELEMENTS:,} decisions; {variable.name} alone has {own:,}"
                if own > MOST_ELEMENTS
                else f"a problem has at most {MOST_ELEMENTS:,} decisions; with {variable.name} it has {count:,}",
                where=f"variables[{place}] {variable.name}",
            )


# ---------------------------------------------------------------- texts


def _bounds(spec: ProblemSpec, data: Data, sorts: Sorts) -> dict[tuple[str, str], Rule]:
    found: dict[tuple[str, str], Rule] = {}
    for place, variable in enumerate(spec.variables):
        for side in ("where", "lower", "upper"):
            text = getattr(variable, side)
            if text is None or (side != "where" and variable.kind == "boolean"):
                continue
            where = f"variables[{place}] {variable.name}, {side}"
            with placed_in(where):
                found[variable.name, side] = _bound(where, text, side, variable, data, sorts)
        if found.get((variable.name, "where")) is not None:
            names = found[variable.name, "where"].names
            for side in ("lower", "upper"):
                rule = found.get((variable.name, side))
                if rule is not None and not rule.names:
                    found[variable.name, side] = Rule(rule.place, rule.node, names)
    return found


def _bound(where: str, text: str, side: str, variable: VariableSpec, data: Data, sorts: Sorts) -> Rule:
    """Names before a colon, or of loops behind the text, or the sets' own, stand for the members of the index."""
    names, node = parse_bound(text)
    if isinstance(node, Family):
        looped = tuple([loop.name for loop in node.loops])
        sets = [loop.members.name if isinstance(loop.members, Ref) else "" for loop in node.loops]
        if names or sets != variable.index or any([loop.filters for loop in node.loops]):
            example = f"{', '.join([name[:1].lower() for name in variable.index])}: ..."
            raise InputError(f"the index is named before a colon here, as in `{example}`", where=node.place)
        names, node = looped, node.body
    if not names:
        names = tuple(_default_names(variable, node))
    if len(names) != len(variable.index) or len(set(names)) != len(names):
        raise InputError(
            f"{variable.name} has an index of {len(variable.index)}, so as many different names are needed before the colon"
        )
    bound = {
        name: NUMBER if data.sets[group].whole else Sort("member", True, (data.sets[group],))
        for name, group in zip(names, variable.index, strict=True)
    }
    what = f"the {side} bound of {variable.name}"
    if side == "where":
        if not sorts.truth(node, bound).fixed:
            raise InputError("which variables exist cannot depend on decisions", where=node.place)
    else:
        sorts.fixed(node, bound, what)
    return Rule(where, node, names)


def _default_names(variable: VariableSpec, node: Node) -> Iterable[str]:
    """The sets' own names, where each is used once and the text does not mean the set; else names that no text can write."""
    groups = [found.members for found in every(node) if isinstance(found, (Loop, Inside))]
    groups += [
        part for found in every(node) if isinstance(found, Call) for part in found.operands if found.function in OF_SETS
    ]
    as_sets = {found.name for group in groups for found in every(group) if isinstance(found, Ref)}
    for place, name in enumerate(variable.index):
        yield name if variable.index.count(name) == 1 and name not in as_sets else f"{name} {place + 1}"


def _constraint(where: str, entry: ConstraintSpec, sorts: Sorts) -> Rule:
    with placed_in(where), placed_in_slot(entry.template):
        node = parse(entry.rule)
        body, bound = (node.body, sorts.loops(node.loops, {})) if isinstance(node, Family) else (node, {})
        sorts.truth(body, bound)
    return Rule(where, node)


def _objective(where: str, text: str, sorts: Sorts) -> Rule:
    with placed_in(where):
        node = parse(text)
        if isinstance(node, Family):
            raise InputError("an objective is one number; write sum(... for ...)", where=node.loops[0].place)
        sorts.number(node, {})
    return Rule(where, node)


# ---------------------------------------------------------------- doubts


def _unused(spec: ProblemSpec, used: set[str]) -> list[Warned]:
    found: list[Warned] = []
    indexing = {name for entry in spec.parameters for name in entry.index}
    indexing |= {name for variable in spec.variables for name in variable.index}
    for place, name in _named("sets", spec.sets):
        if name not in used and name not in indexing:
            found.append(Warned("unused", f"the set {name} is never used", place))
    mentioned = {word for wish in spec.extra for word in re.findall(r"\w+", wish)}
    for place, name in _named("parameters", spec.parameters, "variables", spec.variables):
        if name not in used and name not in mentioned:
            kind = "parameter" if place.startswith("parameters") else "variable"
            found.append(Warned("unused", f"the {kind} {name} is never used", place))
    return found
