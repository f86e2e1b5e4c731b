"""Indexed problems as files with tables beside them, and typed changes of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from encoders.errors import InputError
from encoders.spec.indexed import (
    AddConstraint,
    ConstraintSpec,
    DropConstraint,
    SetBound,
    SetLimit,
    SetParameter,
    build,
    dump,
    edit_at,
    edited,
    load,
    read_table,
    table_of,
    tables_of,
)

PROBLEM = """
name: coffee
sets:
- {name: suppliers, table: supply, column: supplier}
- {name: roasteries, members: [r1, r2]}
parameters:
- {name: capacity, index: [suppliers], table: capacities}
- {name: rate, values: 0.1}
- {name: cost, index: [suppliers, roasteries], values: {"s1, r1": 1.10, "s1, r2": 2, s2: [3, 4]}}
variables:
- {name: ship, index: [suppliers, roasteries], upper: 12}
constraints:
- {name: capacity, rule: "sum(ship[s, r] for r in roasteries) <= capacity[s] for s in suppliers"}
- {name: total, rule: "sum(ship[s, r] for s in suppliers for r in roasteries) <= 100"}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "problem.yaml").write_text(PROBLEM)
    (tmp_path / "supply.json").write_text('[{"supplier": "s1", "city": "Rome"}, {"supplier": "s2", "city": "Rome"}]')
    (tmp_path / "capacities.csv").write_text("suppliers,capacity\ns1,10\n\ns2,2.50\n")
    return tmp_path


def test_a_problem_reads_its_tables_exactly(folder):
    spec = load(folder / "problem.yaml")
    built = build(spec, tables_of(spec, folder))
    assert built.parameters["capacity[s2]"].value == Fraction(5, 2)
    assert built.checked.data.parameters["cost"]["s1", "r1"] == Fraction(11, 10)
    assert built.checked.data.parameters["rate"][()] == Fraction(1, 10)
    assert load(dump(spec)) == spec
    assert "0.1" in dump(spec)


@pytest.mark.parametrize(
    ("csv", "message", "where"),
    [
        (
            "suppliers,capacity\ns1,10\ns3,2\n",
            "'s3' is no member of suppliers",
            "capacities.csv, line 3, column suppliers",
        ),
        ("suppliers,capacity\ns1,10\ns2,two\n", "'two' is not a number", "capacities.csv, line 3, column capacity"),
        ("suppliers,capacity\ns1,10\ns1,11\n", "has two numbers", "capacities.csv, line 3, column capacity"),
        ("suppliers,capacity\ns1,10\n", "capacity[s2] has no number", "parameters[0] capacity"),
        ("supplier,capacity\ns1,10\n", "has no column 'suppliers'", "capacities.csv"),
        ("suppliers,capacity\ns1,10,4\n", "this row has 3 cells", "capacities.csv, line 2"),
        ("suppliers,suppliers\ns1,10\n", "two columns are called", "capacities.csv, line 1"),
        ("", "the table is empty", "capacities.csv"),
    ],
)
def test_faulty_tables_are_named_with_row_and_column(folder, csv, message, where):
    (folder / "capacities.csv").write_text(csv)
    spec = load(folder / "problem.yaml")
    with pytest.raises(InputError) as caught:
        build(spec, tables_of(spec, folder))
    assert message in caught.value.message
    assert where in caught.value.where


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [", "this is not YAML"),
        ('{"name": "a", "name": "b"}', "stands twice"),
        ("{name: a, sets: [{nam: x}]}", "sets[0].nam"),
        ("{name: a, objectives: [{name: x, sense: best, expression: y}]}", "objectives[0].sense"),
        ("{parameters: [{name: x, values: [one]}]}", "'one' is not a number"),
        ("{parameters: [{name: x, values: 1.0e99999}]}", "too large"),
        ("[1, 2,\n 3]", "a problem has the fields"),
        ("name: " + "x" * 1_000_001, "write it as JSON"),
        ("{sets: [{name: S, members: [1.5]}]}", "sets[0].members"),
    ],
)
def test_faulty_problems_are_named(text, message):
    with pytest.raises(InputError) as caught:
        load(text)
    assert message in str(caught.value)


def test_tables_stay_beside_the_problem(folder):
    spec = load(PROBLEM.replace("table: supply", "table: ../supply"))
    with pytest.raises(InputError, match="is a path"):
        tables_of(spec, folder)
    with pytest.raises(InputError, match="there is no table"):
        tables_of(load(PROBLEM.replace("table: supply", "table: other")), folder)
    with pytest.raises(InputError, match="cannot be read"):
        load(folder / "none.yaml")


def test_json_rows_are_a_table(folder):
    assert read_table(folder / "supply.json").rows == (("s1", "Rome"), ("s2", "Rome"))
    with pytest.raises(InputError, match="not every row has the column 'b'"):
        table_of("t", [{"a": 1, "b": 2}, {"a": 1}])


def test_edits_give_another_checked_problem(folder):
    spec = load(folder / "problem.yaml")
    tables = tables_of(spec, folder)
    changed = edited(
        spec,
        [
            SetParameter("capacity", ("s2",), 12),
            SetLimit("total", Fraction(15, 2)),
            SetBound("ship", "upper", "capacity[suppliers]"),
            AddConstraint(ConstraintSpec(name="wish", rule="ship[s1, r1] >= 1")),
        ],
        tables,
    )
    built = build(changed, tables)
    assert built.checked.data.parameters["capacity"] == {("s1",): 10, ("s2",): 12}
    assert built.parameters == {} or "capacity[s2]" not in built.parameters
    assert built.problem.constraint("total").expression.right.value == Fraction(15, 2)
    assert built.observables["ship[s2, r1]"].bounds == (0, 12)
    assert built.problem.constraint("wish").group == "wish"
    with pytest.raises(InputError, match="did you mean capacity"):
        edited(spec, [SetParameter("capcity", ("s2",), 12)], tables)
    with pytest.raises(InputError, match="no member of suppliers"):
        edited(spec, [SetParameter("capacity", ("s9",), 12)], tables)
    with pytest.raises(InputError, match="nothing is called 'shp'"):
        edited(spec, [AddConstraint(ConstraintSpec(name="wish", rule="shp[s1, r1] >= 1"))], tables)


def test_every_path_of_a_built_problem_can_be_edited(folder):
    """A repair's change of a parameter, or a dropped rule, is a change of the spec that builds the same."""
    spec = load(folder / "problem.yaml")
    tables = tables_of(spec, folder)
    built = build(spec, tables)
    for name, parameter in [*built.parameters.items(), ("total", built.problem.constraint("total").expression.right)]:
        again = build(edited(spec, [edit_at(parameter.path, parameter.value + 1)], tables), tables)
        found = {p.name: p.value for p in again.problem.parameters}
        before = {p.name: p.value for p in built.problem.parameters}
        assert found == {**before, parameter.name: parameter.value + 1}, name
    for constraint in built.problem.constraints:
        position = built.positions[constraint.id]
        edit = edit_at("/".join([position.path, *map(str, position.key)]), None)
        again = build(edited(spec, [edit], tables), tables)
        assert [c.id for c in again.problem.constraints] == [
            c.id for c in built.problem.constraints if c is not constraint
        ]
    assert edit_at("constraints/capacity", None) == DropConstraint("capacity")
    with pytest.raises(InputError, match="nothing that can be changed"):
        edit_at("sets/suppliers", 3)


def test_names_with_slashes_have_paths():
    spec = load("{sets: [{name: S, members: [a/b, c~1]}], parameters: [{name: p, index: [S], values: [1, 2]}],\n"
                "variables: [{name: x, index: [S]}], constraints: [{name: c, rule: 'x[s] <= p[s] for s in S'}]}")  # fmt: skip
    paths = [parameter.path for parameter in build(spec).problem.parameters]
    assert paths == ["parameters/p/a~1b", "parameters/p/c~01"]
    assert edited(spec, [edit_at(paths[1], 7)]).parameters[0].values == {"a/b": 1, "c~1": 7}
