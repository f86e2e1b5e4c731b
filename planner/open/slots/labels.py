"""What a number of the text can mean, out of four kinds, and the replies that say which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Union, get_args

from pydantic import BaseModel, ConfigDict, create_model

from planner.open.slots.outline import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planner.open.slots.marks import Kind
    from planner.open.slots.outline import OutlineReply

Role = Literal["each", "limit", "times", "none"]
Compare = Literal["at most", "at least", "exactly"]
ROLES: dict[Kind, tuple[Role, ...]] = {
    "amount": ("each", "limit", "none"),
    "bound": ("limit", "none"),
    "multiple": ("times", "none"),
    "share": ("each", "times", "none"),
    "comparison": ("times", "none"),
}
"""What a mark of each kind may mean."""


class Label(BaseModel):
    """What one mark means.

    each    one `of` has this amount of `measure`
    limit   the total of `on` is compared with this amount
    times   the total of `of` is compared with so many times the total of `than`; once, where the mark has no number
    none    nothing of these
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Role
    of: str = ""
    measure: str = ""
    on: str = ""
    compare: Compare | None = None
    than: str = ""


class LabelReply(BaseModel):
    """One label."""

    meaning: Any

    def label(self) -> Label:
        """The label that is said."""
        return Label.model_validate(self.meaning.model_dump())


def cells(label: Label, outline: OutlineReply) -> list[tuple[str, str]]:
    """The decisions whose amount of a measure a label gives, each with that measure."""
    if label.role != "each":
        return []
    return [(decision, label.measure) for decision in (outline.decisions if label.of == ALL else [label.of])]


def all_labels(outline: OutlineReply, roles: Sequence[Role]) -> Iterator[Label]:
    """Every label that names of the outline can make."""
    totals = [*outline.decisions, *outline.measures]
    ways: tuple[Compare, ...] = get_args(Compare)
    for role in roles:
        if role == "each":
            yield from [Label(role=role, of=d, measure=m) for d in [*outline.decisions, ALL] for m in outline.measures]
        elif role == "limit":
            yield from [Label(role=role, on=on, compare=way) for on in [*totals, ALL] for way in ways]
        elif role == "times":
            for of in totals:
                yield from [Label(role=role, of=of, compare=way, than=than) for way in ways for than in [*totals, ALL]]
        else:
            yield Label(role=role)


def any_label(outline: OutlineReply) -> type[LabelReply]:
    """The reply's type for one text: names are chosen from lists."""
    totals = _one_of([*outline.decisions, *outline.measures])
    everything = _one_of([*outline.decisions, *outline.measures, ALL])
    each_of, measures = _one_of([*outline.decisions, ALL]), _one_of(outline.measures or [ALL])
    return _reply(
        [
            _variant(role=Literal["each"], of=each_of, measure=measures),
            _variant(role=Literal["limit"], on=everything, compare=Compare),
            _variant(role=Literal["times"], of=totals, compare=Compare, than=everything),
            _variant(role=Literal["none"]),
        ]
    )


def one_of_these(labels: Sequence[Label]) -> type[LabelReply]:
    """The type of a reply that can only be one of these labels."""
    variants: dict[tuple[str, str, str], list[Label]] = {}
    for label in labels:
        variants.setdefault((label.role, label.of, label.compare or ""), []).append(label)
    return _reply([_same_start(found) for found in variants.values()])


def _same_start(labels: Sequence[Label]) -> Any:
    """A variant for labels that differ in their last field alone."""
    first = labels[0]
    fields: dict[str, Any] = {"role": _one_of([first.role])}
    if first.of:
        fields["of"] = _one_of([first.of])
    if first.measure:
        fields["measure"] = _one_of([label.measure for label in labels])
    if first.on:
        fields["on"] = _one_of([label.on for label in labels])
    if first.compare:
        fields["compare"] = _one_of([first.compare])
    if first.than:
        fields["than"] = _one_of([label.than for label in labels])
    return _variant(**fields)


def _reply(variants: Sequence[Any]) -> type[LabelReply]:
    fields: dict[str, Any] = {"meaning": (Union.__getitem__(tuple(variants)), ...)}
    return create_model("Labelled", __base__=LabelReply, **fields)


def _one_of(names: Iterable[str]) -> Any:
    return Literal.__getitem__(tuple(dict.fromkeys(names)))


def _variant(**kinds: Any) -> Any:
    fields: dict[str, Any] = {field: (kind, ...) for field, kind in kinds.items()}
    return create_model("Meaning", **fields)
