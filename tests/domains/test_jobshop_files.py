"""The forms that shops come in: benchmark texts, matrices, and what is said where a form is not clear."""

from __future__ import annotations

import pytest

from domains.jobshop import domain as jobshop
from domains.jobshop.formats import LAYOUTS, parse_request
from encoders.errors import InputError
from planner.options import Options
from planner.pipeline import respond
from planner.sources import Given

STANDARD = """\
 instance tiny
 +++++++++++++
2 3
0 3 1 2 2 2
1 2 0 1 2 4
"""
TAILLARD = """\
Nb of jobs, Nb of Machines, Time seed, Machine seed, Upper bound, Lower bound
2 3 840612802 398197754 1231 1005
Times
3 2 2
2 1 4
Machines
1 2 3
2 1 3
"""
FLOW_BY_MACHINE = """\
number of jobs, number of machines, initial seed, upper bound and lower bound :
3 2 873654221 1278 1232
processing times :
54 83 15
79  3 11
"""
FLOW_BY_JOB = "3 2\n54 79\n83 3\n15 11\n"
FLEXIBLE = """\
2 3 1.5
2 2 1 5 2 4 1 3 2
1 1 2 6
"""


def routes(request):
    return [[[(way.machine, way.duration) for way in task.options] for task in job.tasks] for job in request.jobs]


def plain(*jobs):
    return [[[pair] for pair in job] for job in jobs]


def test_each_text_is_recognised_and_read():
    assert routes(parse_request(STANDARD)) == plain(
        [("M0", 3), ("M1", 2), ("M2", 2)], [("M1", 2), ("M0", 1), ("M2", 4)]
    )
    assert routes(parse_request(TAILLARD)) == plain(
        [("M1", 3), ("M2", 2), ("M3", 2)], [("M2", 2), ("M1", 1), ("M3", 4)]
    )
    flow = plain([("M1", 54), ("M2", 79)], [("M1", 83), ("M2", 3)], [("M1", 15), ("M2", 11)])
    assert routes(parse_request(FLOW_BY_MACHINE)) == flow
    assert routes(parse_request(FLOW_BY_JOB)) == flow
    assert routes(parse_request(FLEXIBLE)) == [[[("M1", 5), ("M2", 4)], [("M3", 2)]], [[("M2", 6)]]]


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (STANDARD, "standard"),
        (TAILLARD, "taillard"),
        (FLOW_BY_MACHINE, "flow-shop-by-machine"),
        (FLOW_BY_JOB, "flow-shop-by-job"),
        (FLEXIBLE, "flexible"),
    ],
)
def test_a_named_form_reads_the_same_and_no_other_reads_it(text, layout):
    wanted = parse_request(text)
    for name in LAYOUTS:
        if name == layout:
            assert parse_request(text, name) == wanted
        else:
            with pytest.raises(InputError):
                parse_request(text, name)


def test_matrices_with_metadata_and_with_several_machines():
    entry = {
        "name": "ft02",
        "duration_matrix": [[3, 2], [2, 4]],
        "machines_matrix": [[0, [1, 2]], [1, 0]],
        "metadata": {"optimum": 7, "reference": "nobody"},
    }
    wanted = [[[("M0", 3)], [("M1", 2), ("M2", 2)]], [[("M1", 2)], [("M0", 4)]]]
    assert routes(parse_request(entry)) == wanted
    assert routes(parse_request(entry, "matrices")) == wanted
    with pytest.raises(InputError, match=r"holds 2 shops \(ft02, other\)"):
        parse_request({"ft02": entry, "other": entry})
    with pytest.raises(InputError, match="release_dates"):
        parse_request({**entry, "release_dates": [0, 1]})


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ("2 2\n5 3\n4 6\n", "fits several forms", "--format"),
        ("2 2\n1 3 2\n2 4 1 2\n", "the line says 1 tasks|flexible", "line 2"),
        ("2 2\n0 3 1 2\n1 4 0 x\n", "whole numbers only", "line 3"),
        ("2 2\n0 3 1 2\n1 4 7 1\n", "also a machine 7", ""),
        ("2 2\n0 3 1 -2\n1 4 0 1\n", "cannot be negative", "line 2"),
        ("hello", "first line", ""),
    ],
)
def test_what_is_not_clear_is_said_with_its_place(text, says, where):
    with pytest.raises(InputError, match=says) as refused:
        parse_request(text)
    assert where in refused.value.where


def test_a_text_goes_through_the_whole_pipeline():
    answer = respond(Given(text=FLEXIBLE), Options())
    assert (answer.domain, answer.status) == ("jobshop", "optimal")
    assert answer.objective[0].value == 7
    assert jobshop.recognises("Dear all, 3 of us would like to meet.") == 0


def test_plans_may_leave_out_what_the_request_tells():
    request = parse_request(FLEXIBLE)
    content = {
        "tasks": [
            {"task": "J1.1", "machine": "M1", "start": 0, "end": 5},
            {"task": "J1.2", "start": 5, "end": 7},
            {"task": "J2.1", "start": 0, "end": 6},
        ]
    }
    plan = jobshop.parse_plan(content, request, None)
    assert plan.makespan == 7
    assert [entry.machine for entry in plan.tasks] == ["M1", "M3", "M2"]
    assert jobshop.check(plan, request, None) == []
    content["tasks"][0]["machine"] = "M2"
    wrong = jobshop.check(jobshop.parse_plan(content, request, None), request, None)
    assert {violation.constraint for violation in wrong} == {"jobs/J1", "machines/M2"}
    del content["tasks"][0]["machine"]
    with pytest.raises(InputError, match="not a schedule"):
        jobshop.parse_plan(content, request, None)
