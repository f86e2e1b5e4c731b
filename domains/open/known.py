"""A request with its numbers at hand: what both the problem and the checks are told of, before either is made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from domains.open.data import tables_for
from domains.open.keys import key_in
from domains.open.wishes import split, with_rules
from encoders.errors import InputError, UnsupportedError
from encoders.spec.indexed.data import data_of
from encoders.spec.indexed.interpret import Interpretation
from encoders.spec.indexed.scope import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.base import Built
    from domains.open.data import OpenData
    from domains.open.request import OpenRequest
    from domains.open.wishes import Wishes
    from encoders.spec.indexed.data import Data, Key
    from encoders.spec.indexed.model import ProblemSpec
    from encoders.spec.indexed.scope import Checked
    from encoders.spec.indexed.tables import Table


@dataclass(frozen=True)
class Known:
    """`spec` is the request with its rule-like wishes among its rules; see `domains.open.wishes`."""

    request: OpenRequest
    spec: ProblemSpec
    wishes: Wishes
    tables: Mapping[str, Table]
    data: Data
    parsed: list[Checked] = field(default_factory=list)
    """The parsed texts, where whoever built the problem has them already."""
    made: list[Built] = field(default_factory=list)
    """The problem with its paths and sentences, once it was made."""

    @cached_property
    def checked(self) -> Checked:
        """The parsed texts. Raises InputError, UnsupportedError with the place in the request."""
        if self.parsed:
            return self.parsed[0]
        try:
            return checked(self.spec, self.tables)
        except (InputError, UnsupportedError) as error:
            raise replaced(error, self.wishes) from error

    @cached_property
    def elements(self) -> dict[str, Key]:
        """Every decision by its name, with its family's members in order."""
        names = Interpretation(self.checked).elements()
        found = {name: self.element_of(name) for name in names}
        return {name: entry[1] for name, entry in found.items() if entry is not None}

    def element_of(self, name: str) -> tuple[str, Key] | None:
        """The family and the members of a quantity's name such as "ship[s1, r2]"; None where no decision is called so."""
        family, bracket, inside = name.partition("[")
        variable = next((entry for entry in self.spec.variables if entry.name == family), None)
        if variable is None or bool(bracket) != bool(variable.index):
            return None
        if not bracket:
            return family, ()
        key = key_in(inside.removesuffix("]"), [self.data.sets[index] for index in variable.index], ", ")
        return None if key is None else (family, key)


def known(request: OpenRequest, data: OpenData) -> Known:
    """The request with its tables and numbers, made once for the requests of late. Raises InputError."""
    for before, found in data.recent:
        if before is request:
            return found  # type: ignore[no-any-return]
    made = _known(request, data)
    data.recent.append((request, made))
    return made


def _known(request: OpenRequest, data: OpenData) -> Known:
    if not request.variables:
        raise InputError("a problem decides something: it needs `variables`", where="variables")
    tables = tables_for(request, data)
    numbers = data_of(request, tables)
    goals = {goal.name for goal in request.objectives}
    bare = Known(request, request, split([], bool), tables, numbers)
    wishes = split(request.extra, lambda name: name in goals or bare.element_of(name) is not None)
    return Known(request, with_rules(request, wishes), wishes, tables, numbers)


def replaced(error: InputError | UnsupportedError, wishes: Wishes) -> InputError | UnsupportedError:
    """An error about a wish, with the wish's own place."""
    place, comma, rest = error.where.partition(",")
    path = wishes.path(re.sub(r"^constraints\[\d+\] ", "", place))
    return error if path is None else type(error)(error.message, where=f"{path}{comma}{rest}")
