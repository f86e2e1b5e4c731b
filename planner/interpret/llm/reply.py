"""What the model answers: data, checked here; whatever stands in it is never carried out."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

WISH, NOTHING, IMPOSSIBLE = "wish", "nothing", "impossible"
"""Beside the fields: a wish in the expression language, words that ask for nothing, words that nothing here can express."""
MOST_ITEMS = 60


class Item(BaseModel):
    """One thing that a text says: the words, what they are about, and the value as text."""

    model_config = ConfigDict(extra="ignore")

    quote: str
    field: str
    value: str


class Items(BaseModel):
    """Everything that the words asked about say."""

    model_config = ConfigDict(extra="ignore")

    items: list[Item]


class Verdict(BaseModel):
    """Whether a sentence says just what some words say."""

    model_config = ConfigDict(extra="ignore")

    number: int
    verdict: Literal["same", "different"]


class Verdicts(BaseModel):
    """One verdict for each row."""

    model_config = ConfigDict(extra="ignore")

    verdicts: list[Verdict]


def items_of(fields: tuple[str, ...], *, wishes: bool) -> type[Items]:
    """The reply's type where these fields exist: their names are a closed list in its schema."""
    names = (*fields, *((WISH,) if wishes else ()), NOTHING, IMPOSSIBLE)
    field: Any = Literal[names]
    item: Any = create_model("Item", __base__=Item, field=(field, ...))
    return create_model("Items", __base__=Items, items=(list[item], ...))
