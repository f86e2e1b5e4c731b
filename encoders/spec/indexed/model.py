"""ProblemSpec: an optimisation problem as people and language models write it, as data in a closed form.

Sets, parameters over them, families of decision variables and of constraints, and objectives. Expression texts are in the
language of `encoders.spec.indexed.grammar`. `build` makes it a Problem, `interpret` evaluates it without ever building one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from encoders.errors import InputError
from encoders.numbers import Number, exact, to_json
from encoders.spec.indexed.templates import Template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

_DEEPEST = 20
"""Nesting of lists and mappings in the numbers of a parameter."""
LONGEST_SAID = 5_000
"""Characters of what a part says or quotes."""


def _number(value: Any) -> Number:
    """A number from outside. A float stands for its shortest text, which is what was written before something read it."""
    return exact(Decimal(repr(value)) if isinstance(value, float) else value)


def _numbers(value: Any, depth: int = 0) -> Any:
    """Numbers in lists and mappings, each made exact."""
    if depth > _DEEPEST:
        raise InputError(f"the values are nested more than {_DEEPEST} deep")
    if isinstance(value, dict):
        return {str(key): _numbers(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_numbers(inner, depth + 1) for inner in value]
    return None if value is None else _number(value)


def _written(value: Any) -> Any:
    """The same for JSON: whole numbers as they are, others as text."""
    if isinstance(value, dict):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    return None if value is None else to_json(value)


def _text(value: Any) -> Any:
    """A bound that was written as a number is its text."""
    whole = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return str(to_json(_number(value))) if whole else value


_Exact = Annotated[Number, BeforeValidator(_number), PlainSerializer(to_json, when_used="json")]
_Written = Annotated[str, BeforeValidator(_text)]

Kind = Literal["integer", "real", "boolean"]
Origin = Literal["request", "commonsense", "data"]
Sense = Literal["minimise", "maximise"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str = Field(
        default="",
        max_length=LONGEST_SAID,
        description="One plain sentence or noun phrase that says what this is.",
    )
    quote: str = Field(
        default="",
        max_length=LONGEST_SAID,
        description="The words of the request that state it, copied exactly; empty where implied.",
    )


class SetSpec(_Part):
    """A finite, ordered set of things: suppliers, months. Members are names or whole numbers."""

    name: str
    members: Annotated[list[str | int], FailFast()] = Field(
        default=[], description="In order. Empty where a table gives them."
    )
    table: str | None = Field(default=None, description="The table whose column lists the members, once each.")
    column: str | None = None


class ParameterSpec(_Part):
    """Known numbers, one for each combination of the index sets' members; a single number where `index` is empty."""

    name: str
    index: Annotated[list[str], FailFast()] = Field(
        default=[], description="Names of the sets it is indexed by, in order."
    )
    values: Annotated[Any, BeforeValidator(_numbers), PlainSerializer(_written, when_used="json")] = Field(
        default=None,
        description="A number; or lists nested in the order of the sets' members; or mappings from members.",
    )
    unit: str = ""
    table: str | None = Field(
        default=None, description="The table that gives the numbers; index columns are named as the sets."
    )
    column: str | None = None
    default: _Exact | None = Field(
        default=None, description="The number where values or rows are missing; without it every one must be given."
    )


class VariableSpec(_Part):
    """A family of decisions, one for each combination of the index sets' members that `where` admits."""

    name: str
    index: Annotated[list[str], FailFast()] = []
    kind: Kind = "integer"
    lower: _Written | None = Field(
        default="0", description="Least value: a number or an expression over parameters; null: none."
    )
    upper: _Written | None = Field(default=None, description="Greatest value, likewise.")
    where: str | None = Field(
        default=None, description="A condition over the index, as in “i, j: i != j”; others do not exist."
    )
    unit: str = ""


class ConstraintSpec(_Part):
    """A family of rules that every plan obeys, e.g. `sum(ship[s, r] for r in roasteries) <= capacity[s] for s in suppliers`.

    It is written as a rule, or as a template with slots, which makes the rule: `rule` is there in both cases.
    """

    name: str
    rule: str = Field(default="", description="Text of the language; empty where a template makes it.")
    template: Template | None = Field(
        default=None, description="A rule of a known class by its slots, in place of `rule`."
    )
    origin: Origin = "request"
    weight: _Exact = 1
    keep: bool = Field(default=False, description="Never given up by a suggestion.")

    @model_validator(mode="after")
    def _made_from_template(self) -> Self:
        """The rule of a template. Raises InputError for neither or for both, and for a slot that makes no sense."""
        if self.template is None:
            if not self.rule.strip():
                raise InputError("a constraint has a `rule`, or a `template` that makes one")
            return self
        made = self.template.expansion().rule
        if self.rule.strip() and self.rule != made:
            raise InputError(f"a constraint has a `rule` or a `template`, not both; the template means {made}")
        object.__setattr__(self, "rule", made)
        return self

    @model_serializer(mode="wrap")
    def _written_once(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A rule that a template makes is left out."""
        content: dict[str, Any] = handler(self)
        if self.template is not None:
            content.pop("rule", None)
        return content

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As in pydantic; a copy with another rule has no template."""
        if update is not None and "rule" in update and "template" not in update:
            update = {**update, "template": None}
        return super().model_copy(update=update, deep=deep)


class ObjectiveSpec(_Part):
    """What to make small or large; earlier objectives come first."""

    name: str
    sense: Sense
    expression: str
    unit: str = ""


class ProblemSpec(BaseModel):
    """A whole problem. `extra` are wishes in the expression language over the variables' names (`ship[s1, r2] == 0`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(default="problem", max_length=LONGEST_SAID)
    says: str = Field(default="", max_length=LONGEST_SAID)
    sets: Annotated[list[SetSpec], FailFast()] = []
    parameters: Annotated[list[ParameterSpec], FailFast()] = []
    variables: Annotated[list[VariableSpec], FailFast()] = []
    constraints: Annotated[list[ConstraintSpec], FailFast()] = []
    objectives: Annotated[list[ObjectiveSpec], FailFast()] = []
    extra: Annotated[list[str], FailFast()] = []
