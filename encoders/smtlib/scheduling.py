"""Resources, levels and tours as SMT-LIB terms, written from their definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.smtlib.texts import joined, sort_name, total_of

if TYPE_CHECKING:
    from encoders.expressions import Circuit, Cumulative, Reservoir
    from encoders.smtlib.terms import Terms


def cumulative(x: Terms, node: Cumulative) -> tuple[str, str]:
    """At the start of every task: what is present, has started and has not ended demands no more than there is."""
    starts, start_real = x.as_numbers([part for t in node.tasks for part in (t.start, t.duration)])
    amounts, real = x.as_numbers((*node.demands, node.capacity))
    zero, capacity = x.numeral(0, real), amounts[-1]
    rules = [f"(<= {zero} {capacity})"]
    runs = []
    for place, t in enumerate(node.tasks):
        start = x.define(starts[2 * place], sort_name(start_real), "start")
        end = x.define(f"(+ {start} {starts[2 * place + 1]})", sort_name(start_real), "end")
        runs.append((start, end, x.text[id(t.presence)]))
    for moment, own_end, present in runs:
        used = [
            f"(ite (and {here} (<= {start} {moment}) (< {moment} {end})) {amount} {zero})"
            for (start, end, here), amount in zip(runs, amounts, strict=False)
        ]
        rules.append(f"(or (not {present}) (<= {own_end} {moment}) (<= {total_of(used, zero)} {capacity}))")
    return joined("and", rules, "true"), "Bool"


def reservoir(x: Terms, node: Reservoir) -> tuple[str, str]:
    """Before any event and at the time of every one: what has changed by then is within the limits."""
    times, time_real = x.as_numbers([time for time, _, _ in node.events])
    amounts, real = x.as_numbers([node.low, node.high, *[change for _, change, _ in node.events]])
    low, high, *changes = amounts
    zero = x.numeral(0, real)
    names = [x.define(time, sort_name(time_real), "time") for time in times]
    present = x.truths([presence for _, _, presence in node.events])
    rules = [f"(<= {low} {zero})", f"(<= {zero} {high})"]
    for moment, here in zip(names, present, strict=True):
        parts = [
            f"(ite (and {happens} (<= {time} {moment})) {change} {zero})"
            for time, change, happens in zip(names, changes, present, strict=True)
        ]
        level = x.define(total_of(parts, zero), sort_name(real), "level")
        rules.append(f"(or (not {here}) (and (<= {low} {level}) (<= {level} {high})))")
    return joined("and", rules, "true"), "Bool"


def circuit(x: Terms, node: Circuit) -> tuple[str, str]:
    """One arc in and one out everywhere; from the first node on the tour, every other is reached in so many steps."""
    literals = [x.text[id(literal)] for _, _, literal in node.arcs]
    rules: list[str] = []
    loops: list[list[str]] = [[] for _ in range(node.nodes)]
    into: list[list[tuple[int, str]]] = [[] for _ in range(node.nodes)]
    out: list[list[str]] = [[] for _ in range(node.nodes)]
    for (start, end, _), literal in zip(node.arcs, literals, strict=True):
        out[start].append(literal)
        into[end].append((start, literal))
        if start == end:
            loops[start].append(literal)
    for place in range(node.nodes):
        rules += [_one(x, out[place]), _one(x, [literal for _, literal in into[place]])]
    skipped = [joined("or", names, "false") for names in loops]
    first: list[str] = []
    reached = []
    for place in range(node.nodes):
        condition = joined("and", [*[skipped[n] for n in range(place)], f"(not {skipped[place]})"], "true")
        first.append(x.define(condition, "Bool", "first"))
        reached.append(first[-1])
    for _ in range(node.nodes - 1):
        reached = [
            x.define(
                joined("or", [reached[place], *[f"(and {reached[n]} {lit})" for n, lit in into[place]]], "false"),
                "Bool",
                "reached",
            )
            for place in range(node.nodes)
        ]
    rules += [f"(or {skipped[place]} {reached[place]})" for place in range(node.nodes)]
    return joined("and", rules, "true"), "Bool"


def _one(x: Terms, literals: list[str]) -> str:
    """Exactly one of them holds."""
    amounts = [f"(ite {literal} {x.numeral(1, False)} {x.numeral(0, False)})" for literal in literals]
    return f"(= {total_of(amounts, x.numeral(0, False))} {x.numeral(1, False)})"
