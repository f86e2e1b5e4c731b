"""Choosing the planning world, and plugins that misbehave."""

from __future__ import annotations

import pytest
from support.picnic import Picnic

import planner.registry
from domains.base import Reading
from encoders.errors import InputError
from planner.interpret.choose import domain_of_text, request_of_content
from planner.options import Options
from planner.pipeline import respond
from planner.registry import Registry
from planner.sources import Given


def named(name, likely=0.0):
    """A picnic under another name that finds every text this likely."""
    world = Picnic()
    world.name = name
    world.recognises = lambda text: likely
    return world


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(planner.registry, "BUILT_IN", {})

    def of(*worlds):
        return Registry(plugins={w.name: None for w in worlds}, _loaded={w.name: w for w in worlds})

    return of


def ask(registry, text, **options):
    return respond(Given(text=text), Options(**options), registry=registry)


@pytest.mark.parametrize(
    ("scores", "chosen"),
    [((0.9, 0.2), "a"), ((0.2, 0.9), "b"), ((0.5, 0.5), None), ((0.5, 0.48), None), ((0, 0), None)],
)
def test_the_likeliest_world_is_chosen_where_it_stands_out(registry, scores, chosen):
    found = domain_of_text("text", registry(named("a", scores[0]), named("b", scores[1])))
    assert (found and found.name) == chosen


def test_where_none_stands_out_the_one_that_understands_every_word_is_chosen(registry):
    reads, gives_up = named("reads"), named("gives up")
    gives_up.read = lambda *_: Reading(None, questions=("What?",))
    answer = ask(registry(reads, gives_up), "for 2 with cake")
    assert (answer.status, answer.domain) == ("optimal", "reads")
    assert ask(registry(named("a"), named("b")), "for 2 with cake").domain is None


def test_where_none_understands_every_word_the_one_that_alone_understands_some_asks_back(registry):
    reads, gives_up = named("reads"), named("gives up")
    gives_up.read = lambda *_: Reading(None, questions=("What?",))
    answer = ask(registry(reads, gives_up), "for 2 with cake on the moon")
    assert (answer.status, answer.domain) == ("unclear", "reads")
    assert ask(registry(gives_up, named("b")), "juggle on the moon").domain is None
    assert ask(registry(named("a"), named("b")), "for 2 with cake on the moon").domain is None


def test_data_of_another_world_rule_a_world_out_without_an_error(registry):
    strict = named("strict")
    answer = ask(registry(strict, named("lenient")), "for 2 with cake", data={"cake": "free"})
    assert (answer.status, answer.domain) == ("unclear", None)


def test_the_world_named_is_the_one_that_is_used(registry):
    answer = ask(registry(named("a", 1.0), named("b")), "for 2", domain="b")
    assert answer.domain == "b"


def test_a_structured_request_goes_to_the_world_that_can_read_it(registry):
    worlds = registry(named("a"), named("b"))
    with pytest.raises(InputError, match=r"fits a and b; say which with --domain"):
        request_of_content({"people": 2}, None, None, worlds)
    assert request_of_content({"people": 2}, None, "b", worlds)[0].name == "b"


def test_the_failure_of_the_world_whose_fields_are_used_is_told(registry):
    from domains.jobshop import domain as jobshop

    worlds = registry(jobshop, Picnic())
    with pytest.raises(InputError, match="not a picnic"):
        request_of_content({"people": 0, "dishes": []}, None, None, worlds)
    with pytest.raises(InputError, match="not a job shop"):
        request_of_content({"jobs": [], "deadline": 3}, None, None, worlds)
    with pytest.raises(InputError, match="fits no kind of plan"):
        request_of_content({"colour": "red"}, None, None, worlds)


def broken(name):
    world = named(name)

    def fails(*_, **__):
        raise ZeroDivisionError("oops")

    world.recognises = world.parse_request = world.read = fails
    return world


def test_a_plugin_that_fails_is_noted_and_disturbs_nothing(registry):
    worlds = registry(broken("broken"), Picnic())
    assert ask(worlds, "picnic for 2").status == "optimal"
    assert worlds.failures == {"broken": "ZeroDivisionError: oops"}
    assert [domain.name for domain in worlds.all()] == ["picnic"]
    worlds = registry(broken("broken"), Picnic())
    assert request_of_content({"people": 2}, None, None, worlds)[0].name == "picnic"
    worlds = registry(broken("broken"))
    with pytest.raises(InputError, match="doctor"):
        request_of_content({"people": 2}, None, None, worlds)


def test_a_built_in_world_that_fails_is_our_defect(registry, monkeypatch):
    worlds = registry(broken("ours"))
    worlds.plugins.clear()
    monkeypatch.setattr(planner.registry, "BUILT_IN", {"ours": "nowhere:domain"})
    with pytest.raises(ZeroDivisionError):
        domain_of_text("text", worlds)


@pytest.mark.parametrize(
    ("offered", "why"),
    [(object(), "is not a Domain"), (named("other"), "calls itself 'other'")],
)
def test_a_plugin_that_is_no_domain_is_refused_with_the_reason(monkeypatch, offered, why):
    class Point:
        def load(self):
            return offered

    monkeypatch.setattr(planner.registry, "BUILT_IN", {})
    worlds = Registry(plugins={"mine": Point()})
    assert worlds.all() == ()
    with pytest.raises(InputError, match=why):
        worlds.get("mine")


def test_a_plugin_cannot_take_the_name_of_a_built_in_world(monkeypatch):
    class Point:
        def __init__(self, name, value):
            self.name, self.value = name, value

    points = [Point("travel", "domains.travel:domain"), Point("travel", "evil:domain"), Point("mine", "mine:domain")]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    found = planner.registry.installed.__wrapped__()
    assert found.names == (*planner.registry.BUILT_IN, "mine")
    assert found.failures == {"travel (evil:domain)": "another domain already has this name"}
