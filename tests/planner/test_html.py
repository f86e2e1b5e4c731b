"""Answers as pages: everything a terminal shows, nothing from outside as markup, nothing loaded and nothing run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.documents import Bar, Document, Heading, Mark, Paragraph, Table, Timeline
from domains.jobshop import domain as shops
from planner.answer import (
    Answer,
    BestEffort,
    Binding,
    Breach,
    Conflicting,
    Contrast,
    Difference,
    Edit,
    Failure,
    Measured,
    Replanned,
    Statistics,
    Suggestion,
    Understood,
    Unmet,
    Unread,
    read_answer,
)
from planner.drawing import Drawing, conflict_drawn
from planner.report.html import Entry, page

VOID = {"meta", "br"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "article", "footer", "nav", "div", "span", "p", "br", "a", "q"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("mark", "pre", "details", "summary", "figure", "figcaption"),
    *("svg", "desc", "rect", "g", "path", "text", "defs", "pattern"),
}

SHOP = {
    "jobs": [
        {"name": name, "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]}
        for name in ("a", "b")
    ],
    "deadline": 12,
}


class Reader(HTMLParser):
    """Reads a page: its tags are balanced and known, its attributes harmless, its words in `said`."""

    def __init__(self, content):
        super().__init__()
        self.open, self.said, self.tags, self.ids = [], [], [], []
        self.feed(content)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag in ALLOWED, tag
        for name, value in attributes:
            assert not name.startswith("on"), name
            assert name not in ("src", "style", "srcset", "action"), name
            assert name != "href" or value.startswith("#"), value
        self.ids += [value for name, value in attributes if name == "id"]
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.said.append(data)

    @property
    def words(self):
        return " ".join("".join(self.said).split())


WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=a()>', "</style>", "&lt;", "</title>", "]]>", "'"]
    ),
)


@st.composite
def answers(draw):
    """An Answer in which every word may be hostile, with something in every part."""

    def word():
        return draw(WORDS)

    goals = [Measured(name=f"cheap {word()}", value=draw(st.integers(0, 9)), bound=draw(st.none() | st.integers(0, 9)))]
    conflicting = Conflicting(
        constraints=[word(), word()], says=[word(), word()], minimal=draw(st.booleans()), because=[word()]
    )
    edit = Edit(constraint=word(), kind="raise", before=word(), after=1)
    differences = [Difference(where=word(), before=word(), after=None)]
    parts = {
        "id": word(),
        "domain": word(),
        "request": {word(): [word()]},
        "understood": [Understood(constraint=word(), kind="fact", says=word(), quote=word(), span=(0, 1))],
        "unread": [Unread(quote=word(), span=(draw(st.integers(0, 30)), draw(st.integers(0, 30))))],
        "assumptions": [word()],
        "questions": [word()],
        "plan": {word(): word()},
        "objective": goals,
        "violations": [Breach(constraint=word(), says=word(), where=word())],
        "conflicts": [conflicting],
        "suggestions": [Suggestion(changes=[edit], price=draw(st.integers(0, 9)), says=word(), request={}, plan={})],
        "best_effort": BestEffort(
            plan={}, objective=goals, unmet=[Unmet(constraint=word(), says=word(), because=[word()])], changes=[edit], price=1,
            request={}, proved=draw(st.booleans()),
        ),
        "contrast": Contrast(
            kind="why", question=word(), asked=word(), says=word(), difference=differences,
            binding=[Binding(constraint=word(), says=word(), price=-1)],
        ),
        "replanned": Replanned(changed=differences, kept=draw(st.integers(0, 2)), before={}),
        "error": Failure(kind="input", says=word(), where=word()),
        "statistics": Statistics(engine=word(), why_engine=word(), proof="exact", seconds={"total": "0.2"}, reason=word()),
    }  # fmt: skip
    chosen = draw(st.sets(st.sampled_from(sorted(parts))))
    status = draw(
        st.sampled_from(
            ["optimal", "feasible", "infeasible", "unknown", "unclear", "read", "valid", "invalid", "error"]
        )
    )
    document = Document(
        (
            Heading(word()),
            Paragraph(word()),
            Table((word(), word()), ((word(), word()),), ("left", "right"), word()),
            Timeline(
                (word(),), (Bar(word(), word(), 0, 3, word(), 0, True, word()),), (Mark(2, word()),), title=word()
            ),
        )
    )
    drawing = Drawing(document, {goals[0].name: word()}, document, (document,)) if draw(st.booleans()) else None
    text = draw(st.none() | WORDS)
    return Entry(Answer(status=status, **{name: parts[name] for name in chosen}), text, drawing)


@given(st.lists(answers(), min_size=1, max_size=2))
def test_whatever_stands_in_an_answer_is_text_of_a_sound_page(entries):
    content = page(entries)
    reader = Reader(content)
    assert reader.tags.count("style") == 1
    assert reader.tags.count("article") == len(entries)
    assert len(set(reader.ids)) == len(reader.ids)
    assert "\x00" not in content


def test_the_policy_allows_the_pages_own_style_and_nothing_else():
    content = page([Entry(Answer(status="read"))])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', content)[1]
    sheet = re.search(r"<style>(.*?)</style>", content, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert "http" not in content.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    for medium in ("prefers-color-scheme: dark", "@media print"):
        assert medium in sheet


def test_words_that_were_not_read_stand_out_in_the_request():
    answer = Answer(status="unclear", unread=[Unread(quote="window <seats>", span=(9, 23))], questions=["What?"])
    content = page([Entry(answer, "A trip,\nwi window <seats> please")])
    assert "A trip,\nw<mark>i window &lt;seat</mark>s&gt; please" in content


# ---------------------------------------------------------------- the command


def saved(path):
    content = path.read_text(encoding="utf-8")
    return content, Reader(content).words


def test_solve_writes_a_page_beside_its_answer(command, shop, tmp_path):
    ran = command("solve", shop, "--html", "plan.html")
    content, words = saved(tmp_path / "plan.html")
    assert ran.code == 0
    assert "Proved best makespan (11 units of time): no plan does better." in ran.out
    assert "Proved best makespan (11 units of time): no plan does better." in words
    assert "[━a.1━" in ran.out
    assert "a.1: 0 to 4, m, critical: no delay is possible" in words
    assert "deadline 12" in words
    for part in ("Understood", "m does one task at a time.", "How it was found", "proof", "Finished at 11"):
        assert part in words
    assert content.count("<svg") == 1
    quiet = command("solve", shop, "--json", "--html", "plan.html")
    assert quiet.answer["status"] == "optimal"
    assert saved(tmp_path / "plan.html")[0].count("<svg") == 1


def test_a_conflict_is_drawn_into_the_first_way_out(command, tight_shop, tmp_path):
    ran = command("solve", tight_shop, "--html", "plan.html")
    _, words = saved(tmp_path / "plan.html")
    assert ran.code == 1
    for shown in (ran.said, words):
        assert "The first way out, with what clashes marked" in shown
        assert "deadline 10 !" in shown
        assert "Raise the deadline from 10 to 11" in shown
    members = ran.said.partition("possible")[2]
    assert members.index("The first way out") < members.index("Ways out, each solved and checked")
    best = command("solve", tight_shop, "--best-effort", "--html", "plan.html")
    assert best.said.count("a.2") >= 3
    content, words = saved(tmp_path / "plan.html")
    ways_out = len(command("solve", tight_shop, "--json").answer["suggestions"])
    assert content.count("<svg") == 2 + ways_out  # the conflict, the plan of each way out, the best effort
    assert words.count("Finished at 11") == 2


@pytest.mark.parametrize("members", [[], ["extra/0"], ["due/nobody"]])
def test_a_conflict_of_which_nothing_can_be_marked_is_not_drawn(members):
    request = shops.parse_request(SHOP)
    plan = {"tasks": [], "makespan": 0}
    for number, job in enumerate(("a", "b")):
        for step, (machine, start, end) in enumerate((("m", 0, 4), ("n", 4, 7)), 1):
            late = 4 * number
            task = {"task": f"{job}.{step}", "job": job, "machine": machine, "start": start + late, "end": end + late}
            plan["tasks"].append(task)
            plan["makespan"] = max(plan["makespan"], end + late)
    way = Suggestion(changes=[], price=0, says="", request=SHOP, plan=plan)
    clash = [Conflicting(constraints=members, says=["" for _ in members], minimal=True)]
    assert conflict_drawn(shops, request, None, clash, [way]) is None
    clash = [Conflicting(constraints=[*members, "jobs/a"], says=[""], minimal=True)]
    assert conflict_drawn(shops, request, None, clash, [way]) is not None
    assert conflict_drawn(shops, request, None, clash, []) is None
    other = way.model_copy(update={"request": {**SHOP, "deadline": 10}})
    assert conflict_drawn(shops, request, None, clash, [other]) is None  # the plan is not that request's


def test_questions_and_replanning_write_pages_too(command, shop, tmp_path):
    asked = command("what-if", shop, "what if the deadline were 20", "--html", "asked.html")
    _, words = saved(tmp_path / "asked.html")
    assert asked.code == 0
    assert "the best plan is as good" in asked.out
    assert "the best plan is as good" in words
    (tmp_path / "plan.json").write_text(json.dumps(command("solve", shop, "--json").answer), encoding="utf-8")
    again = command("replan", "plan.json", "--html", "again.html", "--json")
    _, words = saved(tmp_path / "again.html")
    assert again.code == 0
    assert "fewest changes" in words
    refused = command("replan", "plan.json", "--html", "no/plan.html")
    assert (refused.code, "folder 'no' is not there" in refused.said) == (2, True)


def test_a_page_that_cannot_be_is_refused_before_the_work(command, shop, tmp_path):
    for place, says in (("no/plan.html", "folder 'no' is not there"), (str(tmp_path), "this is a folder")):
        ran = command("solve", shop, "--html", place)
        assert ran.code == 2
        assert says in ran.said
        assert ran.err.count("Error") == 1
        assert "Proved" not in ran.out


def test_a_request_in_english_stands_on_its_page(command, tmp_path):
    ran = command("solve", "Plan <b>something</b> & more", "--html", "plan.html")
    content, words = saved(tmp_path / "plan.html")
    assert ran.code in (2, 4)
    assert "<b>" not in content
    if ran.code == 4:
        assert "Plan <b>something</b> & more" in words


# ---------------------------------------------------------------- export


@pytest.fixture
def exported(command, tmp_path):
    def export(*rows, **options):
        (tmp_path / "answers.jsonl").write_text("".join([f"{json.dumps(row)}\n" for row in rows]), encoding="utf-8")
        more = [part for name, value in options.items() for part in (f"--{name}", value)]
        return command("export", "answers.jsonl", "page.html", "--as", "html", *more)

    return export


def test_export_draws_answers_again(command, exported, shop, tight_shop, tmp_path):
    found = command("solve", shop, "--json").answer
    conflict = command("solve", tight_shop, "--json", "--best-effort").answer
    ran = exported({**found, "id": "first"}, {**conflict, "id": "<second>"}, {"schema": 1, "status": "unclear"})
    content, words = saved(tmp_path / "page.html")
    assert ran.code == 0
    assert "3 answers written to page.html" in ran.err
    assert content.count("<svg") == 3 + len(conflict["suggestions"])
    assert "first: Proved best makespan (11 units of time)" in words
    assert "<second>: No plan is possible, and that is proved." in words
    assert "The best plan that leaves 1 wish unmet: makespan 11 units of time" in words
    assert 'href="#answer-3"' in content
    assert exported(found).code == 0
    one = saved(tmp_path / "page.html")[0]
    command("solve", shop, "--html", "solved.html")
    assert one.partition("How it was found")[0] == saved(tmp_path / "solved.html")[0].partition("How it was found")[0]


def test_a_trip_from_other_offers_is_shown_as_it_stands(command, exported, tmp_path):
    text = "A 3-day trip for two people from Castelbruno to Porto Selene, from May 14th to May 16th, 2027."
    found = command("solve", text, "--json").answer
    assert found["status"] == "optimal"
    assert exported(found).code == 0
    assert "Porto Selene" in saved(tmp_path / "page.html")[1]
    other = json.loads(json.dumps(found).replace(found["plan"]["days"][0]["bed"]["name"], "Hotel <Elsewhere>"))
    ran = exported(other)
    words = saved(tmp_path / "page.html")[1]
    assert "1 plan was made from other offers" in ran.err
    assert "this is what stands in the plan itself" in words
    assert "Hotel <Elsewhere>" in words


def test_the_timeline_of_one_answer_is_a_picture(command, shop, tight_shop, tmp_path):
    for request, bars in ((shop, "a.1: 0 to 4"), (tight_shop, "in the conflict")):
        (tmp_path / "answer.json").write_text(command("solve", request, "--json").out, encoding="utf-8")
        ran = command("export", "answer.json", "plan.svg", "--as", "svg")
        assert (ran.code, ran.err) == (0, "1 timeline written to plan.svg\n")
        assert bars in (tmp_path / "plan.svg").read_text(encoding="utf-8")
        ElementTree.parse(tmp_path / "plan.svg")
    row = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    (tmp_path / "two.jsonl").write_text(f"{json.dumps(row)}\n" * 2, encoding="utf-8")
    assert "picture shows one Answer, here are 2" in command("export", "two.jsonl", "a.svg", "--as", "svg").said
    (tmp_path / "none.json").write_text('{"schema": 1, "status": "unclear"}', encoding="utf-8")
    assert "no timeline of this Answer" in command("export", "none.json", "a.svg", "--as", "svg").said
    assert not (tmp_path / "a.svg").exists()


def test_what_is_no_answer_is_named(exported, tmp_path):
    ran = exported({"schema": 1, "status": "perfect"})
    assert ran.code == 2
    assert "This is no Answer" in ran.err
    assert "status" in ran.err
    assert "line 1" in ran.err
    assert not (tmp_path / "page.html").exists()
    with pytest.raises(ValueError, match="no Answer"):
        read_answer({"schema": 2})
