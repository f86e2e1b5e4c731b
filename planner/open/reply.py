"""What a language model writes when it formulates a problem: plain data, in a form that strict schemas can describe."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from encoders.numbers import Number, exact, to_json


def _number(value: Any) -> Any:
    return exact(Decimal(repr(value)) if isinstance(value, float) else value)


def _text(value: Any) -> Any:
    """A bound that is written as a number is its text."""
    plain = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return str(to_json(_number(value))) if plain else value


_NUMBER_OR_TEXT: Any = {"anyOf": [{"type": "number"}, {"type": "string"}]}
Figure = Annotated[Number, BeforeValidator(_number), PlainSerializer(to_json), WithJsonSchema(_NUMBER_OR_TEXT)]
"""A number as JSON has it, or as text: "0.25", "1/3"; exact."""
Bound = Annotated[str, BeforeValidator(_text), WithJsonSchema(_NUMBER_OR_TEXT)]
"""A number or an expression over known numbers."""
Cell = Figure | None
Values = Cell | list[Cell] | list[list[Cell]] | list[list[list[Cell]]]


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")


class SetReply(_Reply):
    """A finite set of things."""

    name: str
    members: list[str | int] = []
    table: str | None = None
    column: str | None = None


class ParameterReply(_Reply):
    """Known numbers. `rows` are index members and then the number, for sparse data; missing ones take `default`."""

    name: str
    index: list[str] = []
    values: Values = None
    rows: list[list[Figure | str]] = []
    default: Figure | None = None
    unit: str = ""
    table: str | None = None
    column: str | None = None
    computed: str = Field(
        default="", description="How the numbers follow from the text, where they do not stand in it."
    )


class VariableReply(_Reply):
    """Decisions, and why they are whole or may be fractional."""

    name: str
    says: str = ""
    index: list[str] = []
    kind: Literal["integer", "real", "boolean"]
    because: str = Field(default="", description="A few words: what is counted or measured.")
    lower: Bound | None = "0"
    upper: Bound | None = None
    where: str | None = None
    unit: str = ""


class ConstraintReply(_Reply):
    """A rule that every plan obeys, with the words that state it; `implied` says why where no words do."""

    name: str
    says: str = ""
    quote: str = ""
    implied: str = ""
    rule: str


class ObjectiveReply(_Reply):
    """What to make small or large."""

    name: str
    sense: Literal["minimise", "maximise"]
    quote: str = ""
    expression: str
    unit: str = ""


class UnusedReply(_Reply):
    """A number of the text that the formulation does not need, and why not."""

    number: str
    why: str


class FormulationReply(_Reply):
    """A whole problem as a model formulates it; or questions, where a fact that is needed is missing from the text."""

    reasoning: str = Field(default="", description="Brief: what is decided, what limits it, what the text leaves open.")
    sets: list[SetReply] = []
    parameters: list[ParameterReply] = []
    variables: list[VariableReply] = []
    constraints: list[ConstraintReply] = []
    objectives: list[ObjectiveReply] = []
    unused: list[UnusedReply] = []
    assumptions: list[str] = []
    questions: list[str] = Field(default=[], description="At most three, only where a needed fact is missing.")
    unsupported: str = Field(default="", description="A term that cannot be made linear, with the reason; else empty.")


class ClaimReply(_Reply):
    """One thing the request says, and the sentences of the problem that say the same."""

    quote: str
    sentences: list[int] = []
    verdict: Literal["same", "different", "missing"]
    why: str = ""


class SurplusReply(_Reply):
    """A sentence of the problem that no words of the request state: implied by common sense, or invented."""

    sentence: int
    verdict: Literal["implied", "invented"]
    why: str = ""


class AssessmentReply(_Reply):
    """The problem, told in English, held against the request."""

    claims: list[ClaimReply]
    surplus: list[SurplusReply] = []


class SecondLookReply(_Reply):
    """Whether a contradiction is the request's own or comes from the formulation."""

    reasoning: str = ""
    verdict: Literal["request", "formulation"]
    wrong: str = Field(default="", description="What is wrong with the formulation, and how to mend it.")


__all__ = [
    "AssessmentReply", "Bound", "Cell", "ClaimReply", "ConstraintReply", "Figure", "FormulationReply", "ObjectiveReply",
    "ParameterReply", "SecondLookReply", "SetReply", "SurplusReply", "UnusedReply", "Values", "VariableReply",
]  # fmt: skip
