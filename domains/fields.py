"""A plan as fields, each the value of an observable: how plans of any world are pinned, compared, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domains.base import Change, Element
from domains.replanning import Gone, Moved, Near, Part
from encoders.errors import InputError, UnsupportedError
from encoders.expressions import FALSE, ChoiceVar, Is, Not, equals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Built
    from encoders.expressions import Expression
    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class PlanField:
    """One field of a plan: where it is ("Ann, Monday"), what it says ("works"), and the observable whose value it is.

    `value` is a truth value, a number, or the option of a choice. `kind` is what sort of thing it is ("shift"). A `derived` field
    follows from the others (a total): it is shown and checked, but nobody keeps it or counts it as a change.
    """

    where: str
    says: str
    observable: str
    value: bool | Number | str
    kind: str = ""
    derived: bool = False


def holds(observables: Mapping[str, Expression], field: PlanField) -> Expression | None:
    """That the observable has the field's value; None where it cannot."""
    found = observables.get(field.observable)
    if found is None:
        return None
    if isinstance(found, ChoiceVar):
        return Is(found, str(field.value)) if field.value in found.options else None
    if found.sort == "bool":
        return found if field.value else Not(found)
    if isinstance(field.value, str):
        return None
    low, high = found.bounds
    if (low is not None and field.value < low) or (high is not None and field.value > high):
        return None
    return equals(found, field.value)


def pinned(built: Built, fields: Sequence[PlanField]) -> tuple[Expression, ...] | None:
    """That every field is as it is, and nothing else holds; None where one of them cannot be, or is told twice.

    Families are closed: where a plan has a field picked[lamp], any other observable picked[...] that it does not mention is
    false; one of numbers, such as seats[...], is 0. Where that cannot be, because it has another least value or is a choice, the
    plan leaves out what every plan has. Families that only derived fields mention follow from the others.
    """
    told = {field.observable for field in fields}
    if len(told) != len(fields):
        return None
    found = [holds(built.observables, field) for field in fields]
    families = {(_family(field.observable), _sort(field.value)) for field in fields if not field.derived}
    for name, expression in built.observables.items():
        if name not in told and (_family(name), _sort_of(expression)) in families:
            found.append(_absent(expression))
    return None if None in found else tuple([rule for rule in found if rule is not None])


def _family(observable: str) -> str:
    """The name without what stands in its brackets, so that leg[1].minutes is of a family with leg[2].minutes alone."""
    parts = [part.partition("[") for part in observable.split("].")]
    return ".".join([f"{word}{bracket}" for word, bracket, _ in parts])


def _sort(value: bool | Number | str) -> str:
    """Families of truths, of numbers and of choices are closed by themselves."""
    return "choice" if isinstance(value, str) else "truth" if isinstance(value, bool) else "number"


def _sort_of(expression: Expression) -> str:
    if isinstance(expression, ChoiceVar):
        return "choice"
    return "truth" if expression.sort == "bool" else "number"


def _absent(expression: Expression) -> Expression | None:
    """That a plan does not have what an observable is about; None where it must."""
    if isinstance(expression, ChoiceVar):
        return None
    if expression.sort == "bool":
        return Not(expression)
    low, high = expression.bounds
    within = (low is None or low <= 0) and (high is None or high >= 0)
    return equals(expression, 0) if within else None


def likeness(built: Built, fields: Sequence[PlanField]) -> list[Expression]:
    """One truth a field that is not derived, for those that can hold."""
    found = [holds(built.observables, field) for field in fields if not field.derived]
    return [rule for rule in found if rule is not None]


def elements(fields: Sequence[PlanField]) -> list[Element]:
    """The fields for people."""
    return [Element(field.where, field.kind or "part", field.says) for field in fields]


def near(built: Built, fields: Sequence[PlanField]) -> Near:
    """A problem with the fields of an old plan; what cannot be kept is never kept."""
    parts = []
    for field in _kept(fields):
        kept = holds(built.observables, field)
        parts.append(Part(field.where, field.says, FALSE if kept is None else kept, (field.where,)))
    return Near(built, tuple(parts))


def moved(before: Sequence[PlanField], after: Sequence[PlanField]) -> list[Moved]:
    """The fields of the plan before that are otherwise, or not there, in the one after."""
    now = {field.where: field for field in after}
    found = []
    for field in _kept(before):
        other = now.get(field.where)
        if other is None or (other.observable, other.value) != (field.observable, field.value):
            found.append(Moved(field.where, field.says, None if other is None else other.says))
    return found


def size(fields: Sequence[PlanField]) -> int:
    """How many fields can be kept."""
    return len(_kept(fields))


def _kept(fields: Sequence[PlanField]) -> list[PlanField]:
    return [field for field in fields if not field.derived]


def gone(world: Any, name: str, request: BaseModel, data: Any) -> Gone:
    """Without the one entry of the request's lists that has this name. Raises InputError where there is none, or several."""
    words = " ".join(name.split())
    entries = dict(_entries(request))
    paths = [path for path, called in entries.items() if called.casefold() == words.casefold()]
    where = f"--without {name}"
    if len(paths) != 1:
        known = ", ".join(dict.fromkeys(entries.values()))
        if not known:
            raise InputError(
                "the request has nothing with a name that could be left out; leave --without out", where=where
            )
        many = "several things are" if paths else "nothing is"
        raise InputError(f"{many} called {words!r} in the request; there are: {known}", where=where)
    changed = world.edit(request, [Change(paths[0], entries[paths[0]], None)])
    return Gone(changed, data, f"{entries[paths[0]]} is not there any more.", (entries[paths[0]],))


def _entries(request: BaseModel) -> Iterator[tuple[str, str]]:
    """Path and name of each entry in the request's lists of named entries."""
    for field, value in request.model_dump(mode="json", by_alias=True).items():
        for item in value if isinstance(value, list) else ():
            called = item.get("name", item.get("id")) if isinstance(item, dict) else None
            if called is not None:
                yield f"{field}/{called}", str(called)


def unwanted(noun: str, name: str) -> str:
    """Raises UnsupportedError: there is nothing to choose by name."""
    raise UnsupportedError(
        f"in {noun} nothing can be forbidden by its name; leave something out with --without, or add a wish in the "
        "expression language to the request's `extra`",
        where=f"--forbid {name}",
    )
