"""The problem of an open request: rules as wishes by their paths, each said for the members it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.open.english import English
from domains.open.known import known, replaced
from domains.open.limits import has_one_limit
from domains.open.sentences import element_says, goal_says, of_checked
from encoders.errors import InputError, UnsupportedError
from encoders.problem import Problem
from encoders.spec.indexed.build import BuiltSpec, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.open.data import OpenData
    from domains.open.known import Known
    from domains.open.request import OpenRequest
    from encoders.problem import Constraint, Objective

_SHOWN = ("decision", "fact")


def problem(request: OpenRequest, data: OpenData) -> Built:
    """The problem; `handles` is the BuiltSpec. Raises InputError, UnsupportedError with the place in the request."""
    of = known(request, data)
    if of.made:
        return of.made[0]
    try:
        built = build(of.spec, of.tables)
    except (InputError, UnsupportedError) as error:
        raise replaced(error, of.wishes) from error
    of.parsed.append(built.checked)
    english = English(of.spec, of.data)
    constraints = tuple(_rules(built, english, of))
    solved = Problem(built.problem.name, constraints, tuple(_goals(built, english)), built.problem.declared)
    of.made.append(Built(solved, built.observables, tuple(_frame(request, built, constraints)), built))
    return of.made[0]


def _rules(built: BuiltSpec, english: English, of: Known) -> Iterator[Constraint]:
    """The rules with their paths as groups, and what they say."""
    checked = built.checked
    specs = {
        entry.name: (entry, rule) for entry, rule in zip(checked.spec.constraints, checked.constraints, strict=True)
    }
    whole: dict[str, str] = {}
    for constraint in built.problem.constraints:
        position = built.positions[constraint.id]
        path = of.wishes.path(position.family)
        if position.family not in specs:
            yield replace(constraint, says=f"It holds that {constraint.says}.", group=path)
            continue
        entry, rule = specs[position.family]
        if constraint.group != constraint.id or path is not None or has_one_limit(rule.node, checked.spec):
            if position.family not in whole:
                whole[position.family] = element_says(entry.says, rule.node, (), english, written=not position.key)
            says, group = whole[position.family], path or f"constraints/{position.family}"
        else:
            says, group = element_says(entry.says, rule.node, position.key, english), f"constraints/{constraint.id}"
        yield replace(constraint, says=says, group=None if constraint.group is None else group)


def _goals(built: BuiltSpec, english: English) -> Iterator[Objective]:
    for goal, rule, made in zip(
        built.checked.spec.objectives, built.checked.objectives, built.problem.objectives, strict=True
    ):
        yield replace(made, says=goal_says(goal, rule.node, english))


def _frame(request: OpenRequest, built: BuiltSpec, constraints: tuple[Constraint, ...]) -> Iterator[FrameItem]:
    """What the problem is about: its title, the decisions, the sets and numbers.

    So are rules that nobody can give up, and those that have words of their own, as they are written: words can be wrong.
    """
    shown = {f"constraints/{entry.name}" for entry in request.constraints if entry.origin != "request" or entry.says}
    groups, said = set(built.problem.groups), {rule.says for rule in constraints if rule.origin == "request"}
    yield FrameItem("name", "")
    if request.says:
        yield FrameItem("says", request.says)
    if request.amounts:
        yield FrameItem("amounts", "")
    for told in of_checked(built.checked):
        if told.kind in _SHOWN:
            yield FrameItem(told.path, told.says)
        elif told.path in shown and told.says not in said:
            alone = told.path.removeprefix("constraints/") in groups
            yield FrameItem(f"{told.path}/rule" if alone else told.path, told.says)
