"""Further wishes of a problem (`extra`): in the plain expression language over its quantities, or as rules of the problem's own.

ship[s1, r2] == 0                          over quantities, the objectives among them
sum(ship[s1, r] for r in roasteries) <= 4  a rule, as a problem has them
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.errors import InputError, PlanproofError
from encoders.spec import names_in, parse, write
from encoders.spec.indexed.model import ConstraintSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.open.request import OpenRequest
    from encoders.spec.indexed.model import ProblemSpec

_INDEX = re.compile(r"(?<=[\w\]])\s*\[([^\[\]\n]*)\]")
_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^,"']*))\s*(?:,|$)""")


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes by place: texts over quantities, and rules."""

    plain: dict[int, str]
    rules: dict[int, str]

    def path(self, name: str) -> str | None:
        """The path of a wish by its name within the problem (`with_rules`); None for the problem's own rules."""
        found = re.fullmatch(r"extra/(\d+)|wish (\d+)", name)
        if found is None:
            return None
        place = int(found.group(2) or list(self.plain)[int(found.group(1) or 0)])
        return f"extra/{place}" if place in self.plain or place in self.rules else None


def split(extra: list[str], known: Callable[[str], bool]) -> Wishes:
    """Which wish is which: one that can be read over the known quantities is. Names are written as the quantities have them."""
    plain: dict[int, str] = {}
    rules: dict[int, str] = {}
    for place, text in enumerate(extra):
        told = spaced(text)
        try:
            node = parse(told)
            over_quantities = all([name.several or known(name.text) for name in names_in(node)])
        except PlanproofError:
            over_quantities = False
        if over_quantities:
            plain[place] = write(node)
        else:
            rules[place] = text
    return Wishes(plain, rules)


def spaced(text: str) -> str:
    """Indices as quantities are written: `ship["s1",r2]` is `ship[s1, r2]`."""

    def one(match: re.Match[str]) -> str:
        inside, parts, at = match.group(1), [], 0
        while at < len(inside):
            part = _PART.match(inside, at)
            if part is None or part.end() == at:
                return match.group()
            parts.append((part.group(1) or part.group(2) or part.group(3) or "").strip())
            at = part.end()
        return f"[{', '.join(parts)}]"

    return _INDEX.sub(one, text)


RULE = "wish {place}"
"""How a wish that is a rule is called within the problem."""


def with_rules(request: OpenRequest, wishes: Wishes) -> ProblemSpec:
    """The problem with its plain wishes alone, and with those that are rules among its own. Raises InputError."""
    taken = {entry.name for entry in request.constraints}
    rules = []
    for place, text in wishes.rules.items():
        name = RULE.format(place=place)
        if name in taken:
            raise InputError(f"the name {name!r} is kept for a wish; rename the rule", where=f"constraints/{name}")
        rules.append(ConstraintSpec(name=name, rule=text))
    return request.model_copy(
        update={"constraints": [*request.constraints, *rules], "extra": list(wishes.plain.values())}
    )
