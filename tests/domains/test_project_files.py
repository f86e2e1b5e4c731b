"""Project files: PSPLIB's single- and multi-mode form, Patterson's form, and errors that name the line."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.psplib_generator import drawn, projects, text_of
from domains.project import domain
from encoders.errors import InputError
from encoders.session import open_session

SINGLE = """
************************************************************************
file with basedata            : small.bas
initial value random generator: 1
************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  5
horizon                       :  9
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      3      0        7        1        7
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     4       1    1
  4      1     2       0    2
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    2
************************************************************************
"""
SEVERAL = """
projects                      :  1
jobs (incl. supersource/sink ):  4
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  1   N
  - doubly constrained        :  0   D
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           4
   3        1          1           4
   4        1          0
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
  1      1     0       0    0
  2      1     2       1    9
         2     4       1    3
  3      1     3       1    2
  4      1     0       0    0
RESOURCEAVAILABILITIES:
  R 1  N 1
    2    6
"""
RCP = "5 2\n2 2\n0 0 0 2 2 3\n3 2 0 1 4\n4 1 1 1 5\n2 0 2 1 5\n0 0 0 0\n"


def least(request):
    with open_session(domain.problem(request, None).problem) as session:
        return session.optimise().objectives[0].value


def test_single_mode():
    request = domain.parse_request(SINGLE)
    assert request.names == ("J2", "J3", "J4")
    assert request.resources == {"R1": 2, "R2": 2}
    assert [order.name for order in request.order] == ["J2 before J4"]
    assert request.activities[1].needs == {"R1": 1, "R2": 1}
    assert request.deadline is None
    assert least(request) == 9
    assert domain.recognises(SINGLE) == 1
    assert domain.read(SINGLE, None, date(2030, 1, 1)).request == request
    assert domain.parse_request(SINGLE, "psplib") == request


def test_several_modes_and_supplies():
    request = domain.parse_request(SEVERAL)
    assert [(m.mode, m.duration, m.uses) for m in request.activities[0].modes] == [
        ("1", 2, {"N1": 9}),
        ("2", 4, {"N1": 3}),
    ]
    assert request.supplies == {"N1": 6}
    assert least(request) == 4


def test_what_is_doubly_constrained_is_a_resource_and_a_supply():
    text = SEVERAL.replace("nonrenewable              :  1", "nonrenewable              :  0")
    text = text.replace("doubly constrained        :  0", "doubly constrained        :  1").replace("N 1", "D 1")
    request = domain.parse_request(text)
    assert request.resources == {"R1": 2, "D1": 6}
    assert request.activities[1].needs == {"R1": 1, "D1": 2}
    assert request.activities[1].uses == {"D1": 6}


def test_patterson():
    request = domain.parse_request(RCP, "patterson")
    assert request.model_dump() == domain.parse_request(SINGLE).model_dump()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("   3        1          1           5", "   3        1          2           5", "line 22", "successors"),
        ("   3        1          1           5", "   3        1          1           x", "line 22", "whole numbers"),
        ("   3        1          1           5", "   3        1          1           9", "line 22", "no job"),
        ("   3        1          1           5", "   2        1          1           5", "line 22", "twice"),
        ("  3      1     4       1    1", "  3      1     4       1", "line 31", "2 amounts"),
        ("  3      1     4       1    1", "  3      2     4       1    1", "line 31", "expected mode 1"),
        ("  3      1     4       1    1", "  3      1    -4       1    1", "line 31", "negative"),
        ("projects                      :  1", "projects                      :  2", "line 6", "one project"),
    ],
)
def test_errors_name_the_line(old, new, line, says):
    with pytest.raises(InputError, match=says) as caught:
        domain.parse_request(SINGLE.replace(old, new))
    assert caught.value.where == line


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SINGLE.replace("    2    2\n", "    2\n"), "expected 2 availabilities"),
        (SINGLE.replace("  4      1     2       0    2\n", ""), "5 jobs, but gives durations of 4"),
        (SINGLE[: SINGLE.index("REQUESTS")], "no durations"),
    ],
)
def test_files_that_lack_something(text, says):
    with pytest.raises(InputError, match=says):
        domain.parse_request(text, "psplib")


@pytest.mark.parametrize("text", ["5 2\n2 2\n0 0 0 2 2", "5 2\n2 x", RCP + "7", RCP.replace("2 3\n", "2 9\n")])
def test_patterson_errors_name_the_line(text):
    with pytest.raises(InputError) as caught:
        domain.parse_request(text, "patterson")
    assert caught.value.where.startswith("line ")


def test_a_circle_is_found_by_the_problem_and_told():
    request = domain.parse_request(RCP.replace("4 1 1 1 5", "4 1 1 1 2").replace("3 2 0 1 4", "3 2 0 1 3"), "patterson")
    with open_session(domain.problem(request, None).problem) as session:
        assert str(session.optimise().status) == "infeasible"


# ---------------------------------------------------------------- the generator of the benchmark


def test_the_generator_keeps_the_published_parameters():
    found = projects()
    assert len(found) == 48
    for number, project in enumerate(found):
        complexity = (1.5, 1.8, 2.1)[number // 16]
        assert len(project.arcs) == round(complexity * 32)
        assert all([1 <= duration <= 10 for duration in project.durations[1:-1]])
        factor = (0.25, 0.5, 0.75, 1)[number // 4 % 4]
        assert sum([bool(units) for row in project.demands for units in row]) == round(factor * 120)
        assert all(
            [
                max(column) <= capacity
                for column, capacity in zip(zip(*project.demands, strict=True), project.capacities, strict=True)
            ]
        )
    assert projects() == found
    assert drawn(1, 1.5, 0.25, 0.2, draw=2) != found[0]


def test_generated_files_are_read():
    project = projects()[5]
    request = domain.parse_request(text_of(project))
    assert [activity.duration for activity in request.activities] == list(project.durations[1:-1])
    assert list(request.resources.values()) == list(project.capacities)
    inner = [(a, b) for a, b in project.arcs if a > 0 and b < 31]
    assert sorted([(order.before, order.after) for order in request.order]) == sorted(
        [(f"J{a + 1}", f"J{b + 1}") for a, b in inner]
    )


def test_files_are_recognised_by_what_they_hold():
    assert domain.recognises(RCP) == 1
    assert domain.parse_request(RCP).model_dump() == domain.parse_request(SINGLE).model_dump()
    tabs = "\n".join([line.lstrip().replace("R 1", "R1") for line in SEVERAL.splitlines()]).replace(
        "DURATIONS:", "DURATIONS"
    )
    assert domain.parse_request(tabs) == domain.parse_request(SEVERAL)
    assert domain.recognises("2 2\n0 3 1 2\n1 2 0 4\n") == 0  # a job shop
