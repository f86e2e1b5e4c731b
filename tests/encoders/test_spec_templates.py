"""Constraint classes by slots: what they expand to means what their names say, and errors name the slot."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from encoders.errors import InputError, UnsupportedError
from encoders.evaluate import breaches
from encoders.spec.indexed import (
    CLASSES,
    ConstraintSpec,
    ProblemSpec,
    build,
    checked,
    dump,
    edit_at,
    edited,
    load,
    recognised,
    violations,
)

A, B, C = "x + 2 * y", "z[2] - y", "sum(z[k] for k in K)"
VALUES = {"x": 2, "y": 0, "z[1]": 1, "z[2]": 3, "f": True, "g": False, "h[1]": False, "h[2]": True}


def spec_with(**template: Any) -> ProblemSpec:
    return ProblemSpec.model_validate(
        {
            "sets": [{"name": "K", "members": [1, 2]}],
            "parameters": [{"name": "p", "values": 3}, {"name": "q", "index": ["K"], "values": [1, "1/3"]}],
            "variables": [
                {"name": "x", "kind": "integer", "lower": "-9", "upper": "9"},
                {"name": "y", "kind": "integer", "lower": "-9", "upper": "9"},
                {"name": "z", "index": ["K"], "kind": "integer", "lower": "-9", "upper": "9"},
                {"name": "f", "kind": "boolean"},
                {"name": "g", "kind": "boolean"},
                {"name": "h", "index": ["K"], "kind": "boolean"},
            ],
            "constraints": [{"name": "rule", "template": template}],
        }
    )


def template_error(**template: Any) -> str:
    with pytest.raises(ValidationError) as found:
        spec_with(**template)
    return str(found.value.errors()[0]["msg"])


small = st.integers(-9, 9)
assignments = st.fixed_dictionaries(
    {
        **dict.fromkeys(("x", "y", "z[1]", "z[2]"), small),
        **{name: st.booleans() for name in ("f", "g", "h[1]", "h[2]")},
    }
)
numbers = st.sampled_from([
    ("x", lambda v: v["x"]), ("3", lambda v: 3), ("-y", lambda v: -v["y"]), (A, lambda v: v["x"] + 2 * v["y"]),
    (B, lambda v: v["z[2]"] - v["y"]), (C, lambda v: v["z[1]"] + v["z[2]"]), ("p", lambda v: 3),
    ("x if f else y", lambda v: v["x"] if v["f"] else v["y"]), ("f", lambda v: int(v["f"])),
    ("max(x, y)", lambda v: max(v["x"], v["y"])),
])  # fmt: skip
truths = st.sampled_from([
    ("f", lambda v: v["f"]), ("x > y", lambda v: v["x"] > v["y"]), ("not g", lambda v: not v["g"]),
    ("f and g", lambda v: v["f"] and v["g"]), ("f or g", lambda v: v["f"] or v["g"]),
    ("f implies g", lambda v: not v["f"] or v["g"]), ("f iff x == 0", lambda v: v["f"] == (v["x"] == 0)),
    ("g if f else y >= 1", lambda v: v["g"] if v["f"] else v["y"] >= 1), ("true", lambda v: True),
])  # fmt: skip
known = st.sampled_from([
    ("3", 3), ("0", 0), ("0.25", Fraction(1, 4)), ("1/3", Fraction(1, 3)), ("p + 1", 4), ("-2", -2), ("q[2]", Fraction(1, 3)),
    ("p / 2", Fraction(3, 2)),
])  # fmt: skip


def both_agree(template: dict[str, Any], values: dict[str, Any], expected: bool) -> None:
    spec = spec_with(**template)
    assert (violations(spec, values) == []) == expected
    assert (breaches(build(spec).problem, values) == []) == expected


@given(numbers, numbers, assignments)
def test_numbers_are_compared_as_the_classes_say(left: Any, right: Any, values: dict[str, Any]) -> None:
    a, b = left[1](values), right[1](values)
    both_agree({"kind": "resource", "use": left[0], "available": right[0]}, values, a <= b)
    both_agree({"kind": "demand", "supplied": left[0], "needed": right[0]}, values, a >= b)
    both_agree({"kind": "balance", "incoming": left[0], "outgoing": right[0]}, values, a == b)


@given(numbers, known, numbers, st.sampled_from(["at most", "at least", "exactly"]), assignments)
def test_a_ratio_is_of_the_whole(part: Any, share: Any, whole: Any, compared: str, values: dict[str, Any]) -> None:
    a, b = part[1](values), share[1] * whole[1](values)
    expected = {"at most": a <= b, "at least": a >= b, "exactly": a == b}[compared]
    template = {"kind": "ratio", "part": part[0], "compared": compared, "share": share[0], "whole": whole[0]}
    both_agree(template, values, expected)


@given(truths, truths, assignments)
def test_logic_of_two(first: Any, second: Any, values: dict[str, Any]) -> None:
    a, b = first[1](values), second[1](values)
    both_agree({"kind": "implication", "condition": first[0], "consequence": second[0]}, values, not a or b)
    both_agree({"kind": "either or", "choices": [first[0], second[0]]}, values, a or b)


@given(st.lists(truths, min_size=1, max_size=3), st.booleans(), st.integers(0, 4), assignments)
def test_conditions_are_counted(listed: list[Any], loop: bool, number: int, values: dict[str, Any]) -> None:
    count = sum([bool(holds(values)) for _, holds in listed])
    texts = [text for text, _ in listed]
    if loop:
        texts.insert(1, "h[k] or z[k] > 2 for k in K")
        count += sum([values[f"h[{k}]"] or values[f"z[{k}]"] > 2 for k in (1, 2)])
    both_agree({"kind": "at most", "of": texts, "number": number}, values, count <= number)
    both_agree({"kind": "at least", "of": texts, "number": str(number)}, values, count >= number)
    both_agree({"kind": "exactly", "of": texts, "number": number}, values, count == number)


@given(numbers, truths, known, known, assignments)
def test_an_amount_needs_its_switch(amount: Any, switch: Any, most: Any, least: Any, values: dict[str, Any]) -> None:
    a, on = amount[1](values), switch[1](values)
    linking = {"kind": "linking", "amount": amount[0], "switch": switch[0]}
    at_least = not on or a >= least[1]
    both_agree(linking, values, a <= 0 or on)
    both_agree({**linking, "least": least[0]}, values, (a <= 0 or on) and at_least)
    both_agree({**linking, "most": most[0]}, values, a <= (most[1] if on else 0))
    both_agree({**linking, "most": most[0], "least": least[0]}, values, a <= (most[1] if on else 0) and at_least)


@given(assignments, st.sampled_from(["for k in K", "k in K", "for k in K if k > 1"]))
def test_loops_make_one_rule_for_every_member(values: dict[str, Any], each: str) -> None:
    spec = spec_with(kind="resource", use="z[k]", available="q[k] * 3 if k > 1 else p", each=each)
    wrong = {k for k, most in ((1, 3), (2, 1)) if values[f"z[{k}]"] > most and (k > 1 or "if" not in each)}
    assert {broken.index for broken in violations(spec, values)} == {(k,) for k in wrong}


def test_templates_stay_through_files_and_leave_with_another_rule() -> None:
    spec = spec_with(kind="demand", supplied="x + y", needed=4)
    assert spec.constraints[0].rule == "x + y >= 4"
    assert "rule:" not in dump(spec)
    assert load(dump(spec)) == spec
    assert ProblemSpec.model_validate(spec.model_dump(mode="json")) == spec
    assert ProblemSpec.model_validate(spec.model_dump()) == spec
    other = edited(spec, [edit_at("constraints/rule/limit", 7)])
    assert (other.constraints[0].rule, other.constraints[0].template) == ("x + y >= 7", None)
    assert load(dump(other)).constraints[0].rule == "x + y >= 7"


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ({"kind": "resource", "use": "sum(z[k] for k in", "available": "3"}, "slot use, line 1"),
        ({"kind": "resource", "use": "x", "available": ""}, "slot available"),
        ({"kind": "resource", "use": "x", "available": "3) or (true"}, "slot available, line 1, column 2"),
        ({"kind": "resource", "use": "z[k] for k in K", "available": "3"}, "slot use, line 1, column 10"),
        ({"kind": "resource", "use": "x", "available": "3", "each": "k of K"}, "slot each, line 1, column 3"),
        (
            {"kind": "resource", "use": "x", "available": "3", "each": "for k in K and f"},
            "slot each, line 1, column 12",
        ),
        ({"kind": "at most", "of": [], "number": 1}, "slot of"),
        ({"kind": "at most", "of": ["f", "x >"], "number": 1}, "slot of[1], line 1"),
        ({"kind": "either or", "choices": ["f"]}, "slot choices"),
    ],
)
def test_a_slot_that_makes_no_sense_is_named(template: dict[str, Any], says: str) -> None:
    assert says in template_error(**template)


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ({"kind": "resource", "use": "x + nothing", "available": "3"}, "slot use, line 1, column 5"),
        ({"kind": "resource", "use": "x", "available": "z[3]"}, "slot available, line 1, column 3"),
        ({"kind": "implication", "condition": "f or\n x", "consequence": "g"}, "slot condition, line 2, column 2"),
        ({"kind": "implication", "condition": "f", "consequence": "y"}, "slot consequence, line 1, column 1"),
        ({"kind": "at least", "of": ["f", "h[k] for k in L"], "number": 1}, "slot of[1], line 1, column 15"),
        ({"kind": "linking", "amount": "x", "switch": "y", "least": "2"}, "slot switch, line 1, column 1"),
        ({"kind": "demand", "supplied": "x", "needed": "2", "each": "for k in M"}, "slot each, line 1, column 10"),
    ],
)
def test_names_and_sorts_are_told_by_their_slot(template: dict[str, Any], place: str) -> None:
    with pytest.raises((InputError, UnsupportedError)) as found:
        build(spec_with(**template))
    assert found.value.where == f"constraints[0] rule, {place}"


def test_what_only_shows_when_loops_are_written_out_is_told_by_its_slot() -> None:
    with pytest.raises((InputError, UnsupportedError)) as found:
        build(spec_with(kind="resource", use="x", available="z[k + 1]", each="for k in K"))
    assert found.value.where.startswith("constraints[0] rule, slot available, line 1")


def test_a_constraint_has_a_rule_or_a_template() -> None:
    template = {"kind": "resource", "use": "x", "available": "3"}
    with pytest.raises(ValidationError, match="a constraint has a `rule`, or a `template`"):
        ConstraintSpec.model_validate({"name": "a"})
    with pytest.raises(ValidationError, match="not both; the template means x <= 3"):
        ConstraintSpec.model_validate({"name": "a", "rule": "x <= 4", "template": template})
    assert ConstraintSpec.model_validate({"name": "a", "rule": "x <= 3", "template": template}).rule == "x <= 3"


# ---------------------------------------------------------------- classes

OF_EACH_CLASS: dict[str, dict[str, Any]] = {
    "resource": {"use": C, "available": "p"},
    "demand": {"supplied": "2 * x + y", "needed": "q[1]"},
    "balance": {"incoming": "x + y", "outgoing": "z[1] + 2"},
    "ratio": {"part": "x", "compared": "at least", "share": "0.25", "whole": "x + y"},
    "implication": {"condition": "x > 2", "consequence": "y >= 1"},
    "at most": {"of": ["f", "x > 1", "h[k] for k in K"], "number": 2},
    "at least": {"of": ["h[k] for k in K"], "number": "p - 2"},
    "exactly": {"of": ["f", "g"], "number": 1},
    "either or": {"choices": ["f", "x >= 2 and g"]},
    "linking": {"amount": "x", "switch": "f"},
}


def test_the_class_of_a_template_is_recognised() -> None:
    assert set(OF_EACH_CLASS) == set(CLASSES)
    for kind, slots in OF_EACH_CLASS.items():
        spec = spec_with(kind=kind, **slots)
        assert recognised(spec.constraints[0].rule, spec) == kind
        assert recognised(checked(spec).constraints[0].node, spec) == kind


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("sum(h[k] for k in K) <= 1", "at most"), ("f + g == 1", "exactly"), ("1 <= f + g", "at least"),
        ("p >= x + y", "resource"), ("q[k] <= z[k] for k in K", "demand"), ("x == 2 * y", "ratio"),
        ("0.5 * (x + y) >= x", "ratio"), ("x <= p * f", "linking"), ("x <= (9 if f else 0)", "linking"),
        ("f implies x == 0", "implication"), ("z[k] > 0 implies h[k] for k in K", "linking"),
        ("(x > 0 implies f) and (f implies x >= 3)", "linking"), ("x <= p * f and (f implies x >= 3)", "linking"),
        ("x + 3 <= y", None), ("not f", None), ("x != 3", None), ("f and g", None), ("f", None), ("p >= 2", None),
        ("x < y < 3", None), ("all(h[k] for k in K)", None),
    ],
)  # fmt: skip
def test_rules_written_by_hand_are_recognised(rule: str, kind: str | None) -> None:
    assert recognised(rule, spec_with(kind="either or", choices=["f", "g"])) == kind


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("sum(n[r] * m[p] for p in P) <= s[r] for r in R", "resource"), ("40 * desks + 30 * drawers <= 4000", "resource"),
        ("x + y >= 3", "demand"), ("count(a, b) <= 1", "at most"), ("make > 0 implies setup", "linking"),
        ("tables >= 0.25 * (tables + stools)", None), ("a or b", "either or"), ("x <= y", None),
    ],
)  # fmt: skip
def test_without_the_problem_only_what_its_form_tells(rule: str, kind: str | None) -> None:
    assert recognised(rule) == kind


def test_a_slot_cannot_reach_out_of_its_place() -> None:
    random = Random(3)
    pieces = ["x", "f", ")", "(", " or ", " <= ", "3", " for k in K", '"', "[", "]", ",", " implies "]
    for _ in range(300):
        text = "".join(random.choices(pieces, k=random.randint(1, 5)))
        try:
            spec = spec_with(kind="either or", choices=["f", text])
        except ValidationError:
            continue
        broken = violations_or_none(spec)
        assert broken in (None, []), text  # f holds, so the rule does, whatever the other choice is


def violations_or_none(spec: ProblemSpec) -> list[Any] | None:
    try:
        return violations(spec, VALUES)
    except InputError:
        return None
