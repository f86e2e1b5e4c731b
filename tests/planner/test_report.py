"""The report: what each status promises, words pointed out in the text, terminals of every kind."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from domains.documents import Document, Heading, Paragraph, Table
from planner.answer import (
    Answer,
    Breach,
    Conflicting,
    Edit,
    Failure,
    Measured,
    Statistics,
    Suggestion,
    Understood,
    Unread,
)
from planner.drawing import Drawing
from planner.report import print_answer
from planner.report.pages import write
from planner.report.pointing import pointed
from planner.report.screen import Screen, clean
from planner.report.status import headline


class Stream(io.StringIO):
    """A stream with an encoding, and a terminal or not."""

    def __init__(self, encoding="utf-8", terminal=False):
        super().__init__()
        self._encoding, self._terminal = encoding, terminal

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._terminal


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch):
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def shown(answer, text=None, drawing=None, stream=None):
    screen = Screen(stream or Stream())
    write(screen, answer, text, drawing or Drawing())
    return screen.content()


TEXT = "A weekend in Riverton with window seats only, for at most $600."
BUDGET = "The whole trip costs at most $600."
CONFLICT = Answer(
    status="infeasible",
    request={"budget": 600},
    understood=[
        Understood(constraint="budget", kind="constraint", says=BUDGET, quote="at most $600", span=(50, 62)),
    ],
    conflicts=[Conflicting(constraints=["budget"], says=[BUDGET], minimal=True)],
    suggestions=[
        Suggestion(
            changes=[Edit(constraint="budget", kind="raise", before=600, after=710)],
            price="11/60",
            says="Raise the budget from $600 to $710 (+18.3%); cheapest then: $710.",
            request={"budget": 710},
            plan={"days": []},
        )
    ],
    statistics=Statistics(
        engine="z3",
        why_engine="Z3, because it is small.",
        proof="exact",
        variables=1200,
        constraints=34,
        seconds={"total": "0.25"},
    ),
)


def answered(status, *goals, proof=None, reason=None, **more):
    """An Answer with objectives given as (name, value, bound)."""
    objective = [Measured(name=name, value=value, bound=bound) for name, value, bound in goals]
    return Answer(status=status, objective=objective, statistics=Statistics(proof=proof, reason=reason), **more)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (answered("optimal", ("cheapest", 1305, 1305)), "Proved cheapest ($1,305): no plan does better."),
        (answered("optimal", ("makespan", 55, 55)), "Proved best makespan (55): no plan does better."),
        (
            answered("optimal", ("best rated", "41.5", "41.5"), ("cheapest", 9, 9)),
            "Proved best rated, then cheapest (best rated 41.5, cheapest $9): no plan does better in this order.",
        ),
        (answered("optimal", ("cheapest", 3, 3), proof="tolerance"), "within the solver's tolerance"),
        (answered("optimal"), "A plan was found; it passed both checks."),
        (
            answered("feasible", ("cheapest", 1000, 900)),
            "both checks ($1,000); a better one is not excluded: no plan does better than $900 (-10%).",
        ),
        (answered("feasible", ("cheapest", 1000, None)), "; a better one is not excluded."),
        (CONFLICT, "No plan is possible, and that is proved."),
        (
            answered("unknown", ("cheapest", None, 900), reason="the time limit of 1 s was reached"),
            "Not decided: the time limit of 1 s was reached. Neither a plan nor a proof that there is none was found; "
            "no plan does better than $900 (cheapest).",
        ),
        (answered("unclear", unread=[Unread(quote="x", span=(0, 1))]), "a part of the request was not understood"),
        (answered("unclear", questions=["When?"]), "leaves something open"),
        (answered("read"), "every word was understood"),
        (answered("valid", ("cheapest", 7, None)), "Valid: the plan keeps every rule and every wish ($7)."),
        (answered("invalid", violations=[Breach(constraint="budget", says="Too dear.")]), "breaks 1 rule."),
        (
            answered("error", error=Failure(kind="input", says="No such file.", where="a.txt")),
            "Error: No such file. (a.txt)",
        ),
    ],
)
def test_the_first_line_says_what_the_status_promises(answer, says):
    assert says in headline(answer, {"cheapest": "$"})[0]


def test_a_conflict_is_told_in_the_users_words_with_priced_ways_out():
    page = shown(CONFLICT)
    assert "This wish cannot be met; without it a plan is possible" in page
    assert "The whole trip costs at most $600.  “at most $600”" in page
    assert "  1. Raise the budget from $600 to $710 (+18.3%); cheapest then: $710.  price 0.183" in page
    assert page.endswith("Z3, because it is small · proof exact · 1,200 variables, 34 constraints · 0.25 s\n")


def test_the_last_line_counts_one_thing_in_the_singular():
    about = CONFLICT.statistics.model_copy(update={"variables": 1, "constraints": 1})
    assert "1 variable, 1 constraint ·" in shown(CONFLICT.model_copy(update={"statistics": about}))


def _freed(*paths, **fields):
    """Ways out that each change one wish, as they stand in an answer."""
    wished = {"a": 1, "b": 2, "c": 3}
    return [
        Suggestion(
            changes=[Edit(constraint=path, kind="drop", before=wished[path], after=None)],
            price=1,
            says=f"Give up {path}.",
            request={**wished, path: None, **fields},
            plan={},
        )
        for path in paths
    ]


def test_giving_up_one_of_a_conflict_is_said_to_help_only_where_that_was_solved():
    both = Conflicting(constraints=["a", "b"], says=["A.", "B."], minimal=True)
    one = Conflicting(constraints=["a"], says=["A."], minimal=True)

    def page(conflict, ways):
        content = {"request": {"a": 1, "b": 2, "c": 3}, "conflicts": [conflict], "suggestions": ways}
        return shown(CONFLICT.model_copy(update=content))

    assert "without any one of them a plan is possible" in page(both, _freed("a", "b"))
    for ways in ([], _freed("a"), _freed("a", "c"), _freed("a", "b", c=None)):  # the last give up another wish as well
        told = page(both, ways)
        assert "without any one of them the others can\n" in told
        assert "a plan is possible" not in told
    assert "This wish cannot be met; without it a plan is possible" in page(one, _freed("a"))
    assert "This wish cannot be met, whatever other wish is given up" in page(one, [])


def test_a_conflict_claims_only_what_was_proved():
    unproved = CONFLICT.model_copy(
        update={"conflicts": [Conflicting(constraints=["a", "b"], says=["A.", "B."], minimal=False)]}
    )
    assert "it is not proved that all of them are needed" in shown(unproved)
    background = CONFLICT.model_copy(
        update={"conflicts": [Conflicting(constraints=[], says=[], minimal=True, background=True)], "suggestions": []}
    )
    page = shown(background)
    assert "No wish is to blame" in page
    assert "No way out was found." in page


def test_unread_words_are_pointed_out_in_the_text():
    start = TEXT.index("with window")
    quote = TEXT[start : start + len("with window seats only")]
    answer = Answer(
        status="unclear", unread=[Unread(quote=quote, span=(start, start + len(quote)))], questions=["What is meant?"]
    )
    lines = shown(answer, TEXT).splitlines()
    line = next(number for number, content in enumerate(lines) if "window" in content)
    assert lines[line] == f"    {TEXT}"
    assert lines[line + 1] == " " * (4 + start) + "^" * len(quote)
    assert "  1. What is meant?" in lines


@given(
    st.text("ab é漢\n\t", min_size=1, max_size=120),
    st.lists(st.tuples(st.integers(0, 119), st.integers(1, 20)), min_size=1, max_size=3),
    st.integers(6, 40),
)
def test_every_unread_letter_has_a_caret_below_it_and_no_other_has(text, starts, width):
    spans = [(start, min(len(text), start + length)) for start, length in starts if start < len(text)]
    lines, more = pointed(text, spans, width, most=1000)
    assert more == 0
    inside = sum(
        [cell_len(text[i]) for i in range(len(text)) if not text[i].isspace() and any(a <= i < b for a, b in spans)]
    )
    under = 0
    for entry in lines:
        assert cell_len(entry.line) <= width
        column = 0
        for character in entry.line:
            below = entry.carets[column : column + cell_len(character)]
            column += cell_len(character)
            if not character.isspace():
                assert set(below) <= {"^"} or set(below) <= {" "}
                under += below.count("^")
    assert under == inside


def test_a_long_unread_text_is_cut_and_counted():
    text = "Je voudrais voyager. " * 60
    lines, more = pointed(text, [(0, len(text))], 40)
    assert len(lines) == 8
    assert more > 20


DOCUMENT = Document(
    (
        Heading("Three days"),
        Paragraph("All in one place."),
        Table(("day", "where", "bed"), (("1", "Las Vegas to Stockton", "Grand Hotel"), ("2", "Stockton", "")), ("right", "left")),
    )
)  # fmt: skip
SOLVED = Answer(status="optimal", objective=[Measured(name="cheapest", value=5, bound=5)])


def test_a_drawn_plan_is_a_table_where_there_is_room():
    page = shown(SOLVED, drawing=Drawing(DOCUMENT, {"cheapest": "$"}))
    assert "Three days\n\nAll in one place.\n\n" in page
    assert "day  where                  bed" in page
    assert "  1  Las Vegas to Stockton  Grand Hotel" in page


def test_a_narrow_terminal_folds_at_blanks_and_then_shows_blocks(monkeypatch):
    monkeypatch.setenv("COLUMNS", "34")
    assert "  1  Las Vegas    Grand Hotel\n     to Stockton" in shown(SOLVED, drawing=Drawing(DOCUMENT))
    wide = Table(tuple(f"column{n}" for n in range(6)), (tuple(f"word{n}word" for n in range(6)),))
    page = shown(SOLVED, drawing=Drawing(Document((wide,))))
    assert "column3 word3word" in page
    assert all([cell_len(line) <= 34 for line in page.splitlines()])


def test_no_line_is_wider_than_the_terminal(monkeypatch):
    for columns in (24, 40, 79, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        for answer in (CONFLICT, SOLVED):
            page = shown(answer, TEXT, Drawing(DOCUMENT))
            assert all([cell_len(line) <= columns for line in page.splitlines()]), columns


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch):
    escape = "\x1b["
    assert escape not in shown(CONFLICT)
    assert escape in shown(CONFLICT, stream=Stream(terminal=True))
    monkeypatch.setenv("NO_COLOR", "1")
    assert re.search(r"\x1b\[[0-9;]*3[0-9]m", shown(CONFLICT, stream=Stream(terminal=True))) is None


def test_a_stream_without_unicode_gets_plain_characters():
    page = shown(CONFLICT, TEXT, Drawing(DOCUMENT), stream=Stream("ascii"))
    assert page.isascii()
    assert '"at most $600"' in page


def test_control_characters_never_reach_the_terminal():
    unknown = "\N{REPLACEMENT CHARACTER}"
    assert clean("a\x1b[31mb\u202ec\nd\x07") == f"a{unknown}[31mb{unknown}c d{unknown}"
    evil = SOLVED.model_copy(update={"assumptions": ["\x1b]0;title\x07 [bold]x[/bold]"]})
    page = shown(evil, drawing=Drawing(Document((Heading("\x1b[2J"), Table(("\x1b[1m",), (("\x07",),))))))
    assert "\x1b" not in page
    assert "[bold]x[/bold]" in page


def test_results_go_to_stdout_and_errors_to_stderr(capsys):
    print_answer(SOLVED)
    print_answer(Answer(status="error", error=Failure(kind="input", says="Z\udcfcrich is no text.")))
    shown = capsys.readouterr()
    assert shown.out.startswith("Proved cheapest (5)")
    assert "is no text" in shown.err
    assert "is no text" not in shown.out


def test_the_report_is_deterministic():
    assert len({shown(CONFLICT, TEXT, Drawing(DOCUMENT)) for _ in range(3)}) == 1
