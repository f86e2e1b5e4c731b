"""Random indexed problems: both readings agree, texts and files round-trip, mutated ones are refused where they are wrong.

`pytest -m slow tests/encoders/test_spec_indexed_random.py` fuzzes texts and problems for ten minutes.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_specs import random_spec, random_values

from encoders.errors import InputError, PlanproofError, UnsupportedError
from encoders.evaluate import breaches, evaluate
from encoders.spec.indexed import Interpretation, build, checked, dump, load, spec_of
from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.syntax import Ref, every, same
from encoders.spec.indexed.write import write

FUZZ_SECONDS = float(os.environ.get("PLANPROOF_FUZZ_SECONDS", "300"))
"""For each of the two fuzzing tests."""


def texts(spec):
    return [entry.rule for entry in spec.constraints] + [goal.expression for goal in spec.objectives]


@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_the_second_checker_agrees_with_the_evaluator(start):
    """The same rules are broken, and the objectives have the same values, on a thousand random problems and plans."""
    held = broken = 0
    for seed in range(start, start + 250):
        random = Random(seed)
        spec = random_spec(random)
        try:
            built = build(spec)
        except UnsupportedError:
            continue
        interpretation = Interpretation(built.checked)
        assert interpretation.elements() == [variable.name for variable in built.problem.variables]
        for _ in range(2):
            values = random_values(spec, interpretation.elements(), random)
            found = {entry.constraint for entry in interpretation.violations(values)}
            wanted = {entry.constraint for entry in breaches(built.problem, values)}
            bounds = set(interpretation.elements())
            if wanted & bounds:
                found &= bounds
            assert found == wanted, seed
            held, broken = held + (not wanted), broken + bool(wanted)
            goals = {
                goal.name: evaluate(goal.expression, values, built.problem.values())
                for goal in built.problem.objectives
            }
            assert interpretation.objectives(values) == goals, seed
    assert held > 25
    assert broken > 100


def test_texts_and_files_round_trip():
    for seed in range(300):
        spec = random_spec(Random(seed))
        for text in texts(spec):
            node = parse(text)
            assert same(parse(write(node)), node), text
        assert load(dump(spec)) == spec
        assert dump(load(dump(spec))) == dump(spec)


def mutated(spec, random):
    """The spec with one fault in one rule, and the place where it must be found."""
    at = random.randrange(len(spec.constraints))
    entry = spec.constraints[at]
    declared = {part.name for part in (*spec.sets, *spec.parameters, *spec.variables)}
    refs = [node for node in every(parse(entry.rule)) if isinstance(node, Ref) and node.name in declared]
    node = random.choice(refs)
    start, end = node.column - 1, node.column - 1 + len(node.name)
    rule = entry.rule
    kind = random.choice(("sign", "name", "index") if node.indices else ("sign", "name"))
    if kind == "sign":
        rule = f"{rule[:start]}$ {rule[start:]}"
    elif kind == "name":
        rule = f"{rule[:start]}Qx{rule[start:]}"
    else:
        rule = f"{rule[: end + 1]}1, {rule[end + 1 :]}"
    changed = [part.model_copy(update={"rule": rule}) if part is entry else part for part in spec.constraints]
    where = f"constraints[{at}] {entry.name}, line 1, column {node.column}"
    return spec.model_copy(update={"constraints": changed}), where


def test_mutated_problems_are_refused_at_the_right_place():
    count = 0
    for seed in range(400):
        random = Random(seed)
        spec = random_spec(random)
        if not any([isinstance(n, Ref) for n in every(parse(spec.constraints[0].rule))]):
            continue
        try:
            wrong, where = mutated(spec, random)
        except IndexError:
            continue
        count += 1
        with pytest.raises(InputError) as caught:
            checked(wrong)
        assert caught.value.where == where, (seed, caught.value)
    assert count >= 300


WRITTEN = (
    "x y cap s1 i S months sum( max( count( all( first( len( ( ) [ ] { } , : .. + - * / ** < <= == != in not in and or not "
    'implies iff if else for forall 0 1 2.5 1e9 99999999999999999999 "s1" \'a ∀ ≤ = $ # true'
)
TOKENS = [*WRITTEN.split(), "\n"]
WORDS = st.sampled_from(TOKENS)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    try:
        node = parse(text)
    except PlanproofError:
        return
    assert same(parse(write(node)), node)


SPECS = st.fixed_dictionaries(
    {
        "sets": st.just([{"name": "S", "members": ["s1", "s2"]}, {"name": "months", "members": [1, 2, 3]}]),
        "parameters": st.just([{"name": "cap", "index": ["S"], "values": [1, 2]}]),
        "variables": st.just([{"name": "x", "index": ["S"]}, {"name": "y", "kind": "real", "index": ["months"]}]),
        "constraints": st.lists(st.lists(WORDS, max_size=25).map(" ".join), max_size=2).map(
            lambda rules: [{"name": f"c{place}", "rule": rule} for place, rule in enumerate(rules)]
        ),
    }
)


def _fuzzed(content):
    """Built, or refused with a place, within seconds."""
    began = time.monotonic()
    with suppress(PlanproofError):
        build(spec_of(content))
    assert time.monotonic() - began < 20


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPECS)
def test_any_problem_is_built_or_refused(content):
    _fuzzed(content)


def _swapped(text, random):
    """A valid text with some of its characters or words moved, doubled or replaced."""
    for _ in range(random.randint(1, 4)):
        start, end = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        piece = text[start : min(end, start + 30)]
        sign = random.choice("()[]{}*-^9,:")
        without, doubled, with_sign = (
            text[:start] + text[end:],
            text[:end] + piece + text[end:],
            text[:start] + sign + text[start:],
        )
        text = random.choice((without, doubled, with_sign))
    return text


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["tokens", "mutations"])
def test_fuzzing_finds_no_crash_and_no_hang(kind):
    end = time.monotonic() + FUZZ_SECONDS
    seed = 0
    while time.monotonic() < end:
        seed += 1
        random = Random(f"{kind} {seed}")
        content = random_spec(random).model_dump(mode="json")
        if kind == "tokens":
            content["constraints"] = [{"name": "c", "rule": " ".join(random.choices(TOKENS, k=random.randint(1, 40)))}]
        else:
            for entry in content["constraints"]:
                entry["rule"] = _swapped(entry["rule"], random)
        _fuzzed(content)
    assert seed > 100
