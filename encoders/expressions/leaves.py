"""Leaves: constants, parameters, decision variables, and the question which option a choice takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from encoders.errors import ModelError
from encoders.expressions.base import FREE, Expression, require_exact, require_whole
from encoders.numbers import Number, show

if TYPE_CHECKING:
    from encoders.expressions.base import Bounds, Sort


@dataclass(frozen=True, eq=False, slots=True)
class Const(Expression):
    """A Boolean or an exact number."""

    value: bool | Number

    def __post_init__(self) -> None:
        if not isinstance(self.value, bool):
            require_exact("Const", (self.value,))

    @property
    def sort(self) -> Sort:  # type: ignore[override]
        return "bool" if isinstance(self.value, bool) else "int" if isinstance(self.value, int) else "real"

    @property
    def bounds(self) -> Bounds:
        return (int(self.value), int(self.value)) if isinstance(self.value, bool) else (self.value, self.value)


TRUE, FALSE = Const(True), Const(False)


@dataclass(frozen=True, eq=False, slots=True)
class Parameter(Expression):
    """A named constant of the request or the data; sessions and repairs change its value without rebuilding.

    A whole value may give way to a fraction, so it counts as a rational number whatever it is now. `path` is the request field
    it comes from, `unit` a word for people ("$", "hours").
    """

    name: str
    value: Number
    unit: str = ""
    path: str = ""
    sort: ClassVar[Sort] = "real"

    def __post_init__(self) -> None:
        require_exact(f"parameter {self.name!r}", (self.value,))

    @property
    def bounds(self) -> Bounds:
        return FREE


@dataclass(frozen=True, eq=False, slots=True)
class BoolVar(Expression):
    """A Boolean decision variable."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class IntVar(Expression):
    """An integer decision variable with lo <= value <= hi."""

    name: str
    lo: int
    hi: int
    sort: ClassVar[Sort] = "int"

    def __post_init__(self) -> None:
        require_whole(f"integer {self.name!r}", (self.lo, self.hi))
        if self.lo > self.hi:
            raise ModelError(f"integer {self.name!r} has no value: {self.lo} > {self.hi}")

    @property
    def bounds(self) -> Bounds:
        return (self.lo, self.hi)


@dataclass(frozen=True, eq=False, slots=True)
class RealVar(Expression):
    """A rational decision variable; None leaves a side open."""

    name: str
    lo: Number | None = None
    hi: Number | None = None
    sort: ClassVar[Sort] = "real"

    def __post_init__(self) -> None:
        require_exact(f"real {self.name!r}", [end for end in (self.lo, self.hi) if end is not None])
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ModelError(f"real {self.name!r} has no value: {show(self.lo)} > {show(self.hi)}")

    @property
    def bounds(self) -> Bounds:
        return (self.lo, self.hi)


@dataclass(frozen=True, eq=False, slots=True)
class ChoiceVar(Expression):
    """A decision among named options; read it through `Is`. Its value in an assignment is the option."""

    name: str
    options: tuple[str, ...]
    counts: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not self.options or len(set(self.options)) != len(self.options):
            raise ModelError(f"choice {self.name!r} needs at least one option and no option twice")
        if not all([isinstance(option, str) for option in self.options]):
            raise ModelError(f"the options of choice {self.name!r} are words")


Variable = BoolVar | IntVar | RealVar | ChoiceVar


@dataclass(frozen=True, eq=False, slots=True)
class Is(Expression):
    """Whether a choice takes one option."""

    choice: ChoiceVar
    option: str

    def __post_init__(self) -> None:
        if not isinstance(self.choice, ChoiceVar):
            raise ModelError(f"Is asks about a choice, not {self.choice!r}")
        if self.option not in self.choice.options:
            raise ModelError(
                f"{self.choice.name!r} has no option {self.option!r}; it has {', '.join(self.choice.options)}"
            )

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.choice,)
