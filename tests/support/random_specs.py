"""Random problems in the indexed language, valid by construction, with random values for their decisions.

`random_spec(Random(seed))` is always the same problem for the same seed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.numbers import exact, to_json
from encoders.spec.indexed import ProblemSpec

if TYPE_CHECKING:
    from random import Random

WORDS = ["s1", "s2", "s3", "north", "Rome", "New York"]
OPERATORS = ["<=", ">=", "==", "!=", "<", ">", "≤"]


def random_spec(random: Random, depth: int = 3) -> ProblemSpec:
    """Two or three sets, parameters and decisions of every kind over them, rules, objectives and wishes."""
    return ProblemSpec.model_validate(_Writer(random, depth).content())


def random_values(spec: ProblemSpec, names: list[str], random: Random) -> dict[str, Any]:
    """A value of the right kind for every decision, mostly within its bounds."""
    kinds = {variable.name: variable.kind for variable in spec.variables}
    found: dict[str, Any] = {}
    for name in names:
        kind = kinds[name.partition("[")[0]]
        if kind == "boolean":
            found[name] = random.random() < 0.5
        elif kind == "integer":
            found[name] = random.randint(0, 6)
        else:
            found[name] = exact(Fraction(random.randint(0, 9), random.choice((1, 2, 4))))
    return found


class _Writer:
    def __init__(self, random: Random, depth: int) -> None:
        self.random = random
        self.depth = depth
        self.sets: dict[str, list[str | int]] = {}
        self.parameters: dict[str, list[str]] = {}
        self.variables: dict[str, tuple[str, list[str], bool]] = {}

    def pick(self, options: Any) -> Any:
        return self.random.choice(list(options))

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def content(self) -> dict[str, Any]:
        self.sets["places"] = self.random.sample(WORDS, self.random.randint(2, 4))
        self.sets["months"] = list(range(1, self.random.randint(2, 4) + 1))
        if self.chance(50):
            self.sets["days"] = ["Mon", "Tue", "Wed"]
        content: dict[str, Any] = {
            "name": "random",
            "sets": [{"name": name, "members": members} for name, members in self.sets.items()],
            "parameters": [self.parameter(f"p{number}", number) for number in range(self.random.randint(2, 4))],
            "variables": [self.variable(f"v{number}", number) for number in range(self.random.randint(2, 5))],
        }
        content["constraints"] = [
            {"name": f"rule{number}", "rule": self.rule(), "origin": self.pick(("request", "request", "data"))}
            for number in range(self.random.randint(1, 4))
        ]
        content["objectives"] = [
            {
                "name": f"goal{number}",
                "sense": self.pick(("minimise", "maximise")),
                "expression": self.number({}, self.depth),
            }
            for number in range(self.random.randint(0, 2))
        ]
        return content

    # ------------------------------------------------------------ declarations

    def index(self) -> list[str]:
        return [self.pick(self.sets) for _ in range(self.pick((0, 1, 1, 2)))]

    def literal(self, least: int = 0) -> str:
        value = exact(Fraction(self.random.randint(least, 40), self.pick((1, 1, 1, 2, 5))))
        return str(to_json(value))

    def parameter(self, name: str, number: int) -> dict[str, Any]:
        index = [] if number == 0 else self.index()
        self.parameters[name] = index
        return {"name": name, "index": index, "values": self.numbers(index), "unit": self.pick(("", "kg", "$"))}

    def numbers(self, index: list[str]) -> Any:
        if not index:
            return exact(self.literal())
        members = self.sets[index[0]]
        if self.chance(50):
            return [self.numbers(index[1:]) for _ in members]
        return {str(member): self.numbers(index[1:]) for member in members}

    def variable(self, name: str, number: int) -> dict[str, Any]:
        index = [] if number == 0 else self.index()
        kind = self.pick(("integer", "integer", "boolean", "real"))
        found: dict[str, Any] = {"name": name, "index": index, "kind": kind}
        if kind != "boolean":
            found["lower"] = self.pick(("0", "0", "-3", None))
            found["upper"] = self.pick((None, "9", "12.5", "p0 + 3"))
        sparse = bool(index) and self.chance(25)
        if sparse:
            names = [f"i{place}" for place in range(len(index))]
            bound = dict(zip(names, index, strict=True))
            found["where"] = f"{', '.join(names)}: {self.filter(bound)}"
        self.variables[name] = (kind, index, sparse)
        return found

    # ------------------------------------------------------------ texts

    def rule(self) -> str:
        loops, bound = self.loops({}, self.pick((0, 1, 1, 2)))
        body = self.truth(bound, self.depth)
        return f"{body}{loops}"

    def loops(self, bound: dict[str, str], count: int) -> tuple[str, dict[str, str]]:
        text, inner = "", dict(bound)
        for _ in range(count):
            name = f"k{len(inner)}"
            group = self.pick(self.sets)
            text += f" for {name} in {self.span(group)}"
            inner[name] = group
            if self.chance(30):
                text += f" if {self.filter(inner)}"
        return text, inner

    def span(self, group: str) -> str:
        if self.chance(70):
            return group
        if group == "months":
            return self.pick(("1..2", "months - {1}", "first(months)..last(months)"))
        member = self.pick(self.sets[group])
        return self.pick((f'{{"{member}"}}', f'{group} - {{"{member}"}}', f'{{"{member}"}} + {group}'))

    def filter(self, bound: dict[str, str]) -> str:
        """A condition without decisions."""
        name = self.pick(bound)
        group = bound[name]
        others = [other for other, its in bound.items() if its == group and other != name]
        options = [
            f"{name} != {self.member(group)}", f"{name} > first({group})", f"{name} in {{{self.member(group)}}}",
            f"not ({name} == {self.member(group)})", f"p0 >= {self.literal()} or {name} == {self.member(group)}",
        ]  # fmt: skip
        if others:
            options += [f"{name} != {others[0]}", f"{name} < {others[0]}"]
        return self.pick(options)

    def member(self, group: str) -> str:
        member = self.pick(self.sets[group])
        if isinstance(member, int) or (" " not in member and self.chance(50)):
            return str(member)
        return f'"{member}"'

    def indexed(self, name: str, index: list[str], bound: dict[str, str]) -> str:
        parts = []
        for group in index:
            names = [name for name, its in bound.items() if its == group]
            parts.append(self.pick(names) if names and self.chance(80) else self.member(group))
        return f"{name}[{', '.join(parts)}]" if parts else name

    def constant(self, bound: dict[str, str]) -> str:
        options = [self.literal(), self.indexed(*self.pick(self.parameters.items()), bound)]
        whole = [name for name, group in bound.items() if group == "months"]
        options += [f"({whole[0]} - 1)"] if whole else []
        options += [f"(p0 / {self.random.randint(1, 5)})", "ceil(p0 / 3)", f"({self.literal()} ** 2)"]
        return self.pick(options)

    def decision(self, bound: dict[str, str], kinds: tuple[str, ...]) -> str | None:
        known = [name for name, (kind, _, sparse) in self.variables.items() if kind in kinds and not sparse]
        if not known:
            return None
        name = self.pick(known)
        return self.indexed(name, self.variables[name][1], bound)

    def number(self, bound: dict[str, str], depth: int) -> str:
        kind = self.random.randrange(10) if depth else self.random.randrange(2)
        if kind == 0:
            return self.constant(bound)
        if kind == 1:
            return self.decision(bound, ("integer", "real", "boolean")) or self.constant(bound)
        if kind == 2:
            return f"({self.number(bound, depth - 1)} {self.pick('+-')} {self.number(bound, depth - 1)})"
        if kind == 3:
            return f"{self.constant(bound)} * {self.atom(bound, depth - 1)}"
        if kind == 4:
            return f"-{self.atom(bound, depth - 1)}"
        if kind == 5:
            loops, inner = self.loops(bound, self.pick((1, 1, 2)))
            sparse = [name for name, (_, _, empty) in self.variables.items() if empty]
            if sparse and self.chance(40):
                name = self.pick(sparse)
                return f"sum({self.constant(inner)} * {self.indexed(name, self.variables[name][1], inner)}{loops})"
            return f"sum({self.number(inner, depth - 1)}{loops})"
        if kind == 6:
            loops, inner = self.loops(bound, 1)
            return f"count({self.truth(inner, depth - 1)}{loops})"
        if kind == 7:
            return f"{self.pick(('min', 'max'))}({self.number(bound, depth - 1)}, {self.number(bound, depth - 1)})"
        if kind == 8:
            return f"abs({self.number(bound, depth - 1)})"
        flag = self.decision(bound, ("boolean",))
        if flag is not None and self.chance(50):
            return f"{flag} * {self.atom(bound, 0)}"
        condition = self.filter(bound) if bound and self.chance(50) else self.truth(bound, depth - 1)
        return f"({self.number(bound, depth - 1)} + 0 if {condition} else {self.number(bound, depth - 1)} + 0)"

    def atom(self, bound: dict[str, str], depth: int) -> str:
        return f"({self.number(bound, depth)})"

    def truth(self, bound: dict[str, str], depth: int) -> str:
        kind = self.random.randrange(9) if depth else self.random.randrange(3)
        if kind == 0:
            return f"{self.number(bound, max(0, depth - 1))} {self.pick(OPERATORS)} {self.constant(bound)}"
        if kind == 1:
            return self.decision(bound, ("boolean",)) or f"{self.number(bound, 0)} <= {self.constant(bound)}"
        if kind == 2:
            return f"{self.constant(bound)} <= {self.number(bound, max(0, depth - 1))} <= {self.constant(bound)}"
        if kind == 3:
            return f"{self.number(bound, depth - 1)} {self.pick(('in', 'not in'))} {self.pick(('{1, 2.5}', '0..3', '{1..2, 5}'))}"
        if kind == 4:
            return f"not ({self.truth(bound, depth - 1)})"
        if kind == 5:
            word = self.pick(("and", "or", "implies", "iff"))
            return f"({self.truth(bound, depth - 1)}) {word} ({self.truth(bound, depth - 1)})"
        if kind == 6:
            loops, inner = self.loops(bound, 1)
            return f"{self.pick(('all', 'any'))}({self.truth(inner, depth - 1)}{loops})"
        if kind == 7:
            months = [name for name, group in bound.items() if group == "months"]
            stock = [name for name, (_, index, sparse) in self.variables.items() if index == ["months"] and not sparse]
            if months and stock:
                return (
                    f"({months[0]} > first(months) implies {stock[0]}[{months[0]}] >= {stock[0]}[{months[0]} - 1] - 2)"
                )
        return f"{self.number(bound, depth - 1)} {self.pick(OPERATORS)} {self.number(bound, depth - 1)}"
