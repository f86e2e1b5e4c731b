"""The options about language models: one group that every command which reads English takes."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

Chosen = dict[str, str | bool | None]
"""What was chosen, by the options' long names."""

_OPTIONS: dict[str, tuple[str, str]] = {
    "llm": (
        "MODEL",
        "A language model for words that are not understood without one: its name at the endpoint of OPENAI_BASE_URL, "
        "mailbox:DIR or replay:FILE. Default: PLANPROOF_MODEL.",
    ),
    "record": ("FILE", "Append every exchange with the language model to a file, which --llm replay:FILE reads."),
    "trace": ("FILE", "Append every attempt with the language model to a file, with its verdict."),
    "llm-budget": ("TOKENS", "Most tokens that one request may take, all attempts counted."),
    "llm-cost": ("AMOUNT", "Most that one request may cost, by the prices in PLANPROOF_LLM_PRICES."),
    "llm-time": ("S", "Most seconds that one request may wait for the language model."),
}
_DOUBLE = "Have an open problem in English formulated twice; both must come to the same, else the difference is shown."


def with_model(command: Callable[..., int]) -> Callable[..., int]:
    """The command whose parameter `model` (`Chosen`) is filled from the options --llm, --record, --trace and the limits."""
    names = {option: option.replace("-", "_") for option in _OPTIONS}
    hints = get_type_hints(command, include_extras=True)

    @functools.wraps(command)
    def with_options(**given: Any) -> int:
        chosen = {option: given.pop(name) for option, name in names.items()}
        chosen["double"] = given.pop("double") or None
        return command(**given, model=chosen)

    own = [
        parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "model"
    ]
    added = [
        inspect.Parameter(
            names[option],
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, typer.Option(f"--{option}", metavar=metavar, help=told)],
        )
        for option, (metavar, told) in _OPTIONS.items()
    ]
    double = Annotated[bool, typer.Option("--double", help=_DOUBLE)]
    added.append(inspect.Parameter("double", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=double))
    where = next((place for place, parameter in enumerate(own) if parameter.name == "engine"), len(own))
    parameters = [*own[:where], *added, *own[where:]]
    changed: Any = with_options
    changed.__signature__ = inspect.Signature(parameters, return_annotation=int)
    changed.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": int}
    return with_options
