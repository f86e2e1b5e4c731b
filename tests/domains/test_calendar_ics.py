"""Calendars and invitations as .ics files: repeated events, time zones, clocks that are put forward or back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.real_data import ROOT

from domains.calendar import domain, times
from domains.calendar.request import CalendarPlan, CalendarRequest
from encoders.errors import InputError, UnsupportedError

icalendar = pytest.importorskip("icalendar")

BERLIN = """BEGIN:VTIMEZONE
TZID:Our Office
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def calendar(*events, zones="", more=""):
    bodies = "".join(
        [f"BEGIN:VEVENT\nUID:{n}\nDTSTAMP:20260101T000000Z\n{body}\nEND:VEVENT\n" for n, body in enumerate(events)]
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//EN\n{more}{zones}{bodies}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def busy(text, *days, zone="Europe/Berlin"):
    data = domain.load({"ann": text})
    return {day: [times.show_stretch(*b) for b in found] for day, found in data.busy("Ann", days, zone).items()}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20260302T080000Z\nDTEND:20260302T093000Z", ["09:00-10:30"]),
        ("DTSTART;TZID=America/New_York:20260302T090000\nDURATION:PT45M", ["15:00-15:45"]),
        ("DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000", ["09:00-10:00"]),
        ("DTSTART:20260302T090000\nDTEND:20260302T100000", ["09:00-10:00"]),
        ("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260303", ["00:00-24:00"]),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260305", ["00:00-24:00"]),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260302", []),
        ("DTSTART:20260301T220000\nDTEND:20260302T013000", ["00:00-01:30"]),
        ("DTSTART:20260302T090000\nDTEND:20260302T100000\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20260302T090000\nDTEND:20260302T100000\nSTATUS:CANCELLED", []),
        ("DTSTART:20260302T090000\nDTEND:20260302T100000\nSTATUS:TENTATIVE", ["09:00-10:00"]),
        ("DTSTART:20260302T090000\nDTEND:20260302T100000\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART:20260302T090030\nDTEND:20260302T100001", ["09:00-10:01"]),
        ("DTSTART:20260302T090000\nDTEND:20260302T090000", []),
        ("DTSTART:20260202T090000\nDTEND:20260202T100000\nRRULE:FREQ=WEEKLY;BYDAY=MO", ["09:00-10:00"]),
        ("DTSTART:20260202T090000\nDTEND:20260202T100000\nRRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE:20260302T090000", []),
        ("DTSTART:20260202T090000\nDTEND:20260202T100000\nRRULE:FREQ=WEEKLY;COUNT=3", []),
        ("DTSTART:20260202T090000\nDTEND:20260202T100000\nRDATE:20260302T110000", ["11:00-12:00"]),
    ],
)  # fmt: skip
def test_what_takes_time_on_a_day(event, expected):
    assert busy(calendar(event), "2026-03-02").get("2026-03-02", []) == expected


def test_one_of_several_repetitions_is_moved():
    series = "DTSTART:20260202T090000\nDTEND:20260202T100000\nRRULE:FREQ=WEEKLY"
    moved = "RECURRENCE-ID:20260302T090000\nDTSTART:20260303T140000\nDTEND:20260303T150000"
    text = calendar(series, moved).replace("UID:1", "UID:0")
    assert busy(text, "2026-03-02", "2026-03-03", "2026-03-09") == {
        "2026-03-03": ["14:00-15:00"],
        "2026-03-09": ["09:00-10:00"],
    }


def test_a_zone_of_the_calendars_own_making():
    text = calendar("DTSTART;TZID=Our Office:20260330T090000\nDTEND;TZID=Our Office:20260330T100000", zones=BERLIN)
    assert busy(text, "2026-03-30", zone="UTC") == {"2026-03-30": ["07:00-08:00"]}


def test_clocks_are_put_forward_between_two_repetitions():
    """Weekly at 9:00 in New York: 15:00 in Berlin, but 14:00 in the weeks in which only New York has daylight saving time."""
    text = calendar("DTSTART;TZID=America/New_York:20260302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY")
    days = ("2026-03-02", "2026-03-09", "2026-03-23", "2026-03-30")
    assert busy(text, *days) == dict(
        zip(days, (["15:00-16:00"], ["14:00-15:00"], ["14:00-15:00"], ["15:00-16:00"]), strict=True)
    )


def test_the_night_in_which_the_clocks_change():
    """In UTC these events take one hour and three; on the wall in Berlin an hour is left out, or comes twice."""
    spring = busy(calendar("DTSTART:20260329T003000Z\nDTEND:20260329T013000Z"), "2026-03-29")
    autumn = busy(calendar("DTSTART:20261025T003000Z\nDTEND:20261025T013000Z"), "2026-10-25")
    assert spring == {"2026-03-29": ["01:30-02:00", "03:00-03:30"]}
    assert autumn == {"2026-10-25": ["02:00-02:30", "02:30-03:00"]}


@given(
    st.integers(0, 365 * 24 * 4),
    st.integers(1, 4 * 30),
    st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")),
)
@settings(max_examples=80, deadline=None)
def test_every_instant_of_an_event_is_busy_on_the_wall(quarter, length, name):
    zone = ZoneInfo(name)
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")) + timedelta(minutes=15 * quarter)
    end = start + timedelta(minutes=15 * length)
    text = calendar(f"DTSTART:{start:%Y%m%dT%H%M%SZ}\nDTEND:{end:%Y%m%dT%H%M%SZ}")
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    found = domain.load({"ann": text}).busy("Ann", days, name)
    at = start
    while at < end:
        here = at.astimezone(zone)
        minute = here.hour * 60 + here.minute
        assert any([a <= minute < b for a, b in found[here.date().isoformat()]])
        at += timedelta(minutes=15)
    assert sum([b - a for stretches in found.values() for a, b in stretches]) <= 15 * length + 60


# ---------------------------------------------------------------- bad files


def test_a_calendar_with_zones_needs_the_organisers():
    with pytest.raises(InputError, match="zone"):
        busy(calendar("DTSTART:20260302T080000Z\nDTEND:20260302T093000Z"), "2026-03-02", zone=None)


def test_weekdays_are_not_enough_for_calendars():
    data = domain.load({"ann": calendar("DTSTART:20260302T080000\nDTEND:20260302T093000")})
    with pytest.raises(InputError, match="dates"):
        domain.problem(
            CalendarRequest.model_validate({"minutes": 30, "days": ["Monday"], "people": [{"name": "Ann"}]}), data
        )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("no calendar", "no iCalendar"),
        ("BEGIN:VCALENDAR\r\nnonsense\r\n", "cannot be read|no iCalendar"),
        (calendar("SUMMARY:when?"), "no start"),
    ],
)
def test_what_is_no_calendar_is_refused_by_name(content, says):
    with pytest.raises(InputError, match=says) as caught:
        domain.load({"ann": content})
    assert caught.value.where == "ann"


def test_an_empty_folder_says_what_belongs_there(tmp_path):
    with pytest.raises(InputError, match=r"\.ics"):
        domain.load(tmp_path)


def test_entries_that_take_no_time_are_counted(tmp_path):
    (tmp_path / "ann.ics").write_text(
        calendar("DTSTART:20260302T090000\nDTEND:20260302T100000\nTRANSP:TRANSPARENT"), encoding="utf-8"
    )
    assert dict(domain.load(tmp_path).report) == {"takes no time (TRANSP)": 1}


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(UnsupportedError, match=r"planproof\[ics\]"):
        domain.load({"zoe": calendar("DTSTART:20260302T090000\nDTEND:20260302T100001")})


# ---------------------------------------------------------------- invitations

REQUEST = CalendarRequest.model_validate(
    {
        "minutes": 60,
        "days": ["2026-03-30"],
        "zone": "Europe/Berlin",
        "people": [{"name": "Ann"}, {"name": "me"}],
        "title": "Kick-off",
    }
)
PLAN = CalendarPlan(day="2026-03-30", start="10:00", end="11:00")


def test_an_invitation_is_read_back_and_keeps_its_uid():
    text = domain.export_plan(PLAN, REQUEST, None, "ics")
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert event.start.astimezone(ZoneInfo("UTC")).isoformat() == "2026-03-30T08:00:00+00:00"
    assert event["SUMMARY"] == "Kick-off"
    assert "BEGIN:VTIMEZONE" in text
    assert domain.parse_plan(text, REQUEST, None, "ics") == PLAN
    later = CalendarPlan(day="2026-03-30", start="14:00", end="15:00")
    assert (
        icalendar.Calendar.from_ical(domain.export_plan(later, REQUEST, None, "ics")).walk("VEVENT")[0]["UID"]
        == event["UID"]
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [({"zone": None}, "time zone"), ({"zone": "Berlin"}, "no time zone"), ({"days": ["Monday"]}, "date")],
)
def test_an_invitation_needs_a_date_and_a_zone(change, says):
    request = CalendarRequest.model_validate({**REQUEST.model_dump(), **change})
    plan = CalendarPlan(day=request.days[0], start="10:00", end="11:00")
    with pytest.raises(InputError, match=says):
        domain.export_plan(plan, request, None, "ics")


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "planner.cli", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT
    )


def test_from_calendars_to_an_invitation_on_the_command_line(tmp_path):
    folder = tmp_path / "calendars"
    folder.mkdir()
    weekly = calendar("DTSTART;TZID=Europe/Berlin:20260302T090000\nDURATION:PT2H30M\nRRULE:FREQ=WEEKLY")
    (folder / "ann.ics").write_text(weekly, encoding="utf-8")
    (folder / "bob.ics").write_text(calendar("DTSTART:20260309T110000Z\nDTEND:20260309T130000Z"), encoding="utf-8")
    text = "Find an hour for Ann and Bob on March 9, 2026 between 9:00 and 17:00, Europe/Berlin time. As early as possible."
    out, answers, exported = [tmp_path / name for name in ("meeting.ics", "answer.json", "exported.ics")]
    named = ["--data", folder, "--today", "2026-02-25"]
    done = command("solve", text, *named, "--ics", out, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["plan"] == {"day": "2026-03-09", "start": "14:00", "end": "15:00"}
    assert command("check", out, "--request", text, *named).returncode == 0
    answers.write_text(done.stdout, encoding="utf-8")
    done = command("export", answers, exported, "--as", "ics", "--data", folder)
    assert done.returncode == 0, done.stderr
    assert exported.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_without_a_plan_no_invitation_is_written(tmp_path):
    out = tmp_path / "meeting.ics"
    done = command("solve", "Find an hour for Ann on 9 March 2030. Ann is busy 9:00-17:00.", "--ics", out)
    assert (done.returncode, out.exists()) == (1, False)
    assert "no invitation" in done.stderr


def test_weekdays_in_a_request_with_calendars_are_the_next_ones():
    data = domain.load({"Ann": calendar("DTSTART;TZID=Europe/Berlin:20260302T090000\nDURATION:PT2H")})
    found = domain.read("Find an hour for Ann on Monday or Tuesday.", data, date(2026, 2, 25))
    assert found.request.days == ["2026-03-02", "2026-03-03"]
    assert found.request.zone == "Europe/Berlin"
    assert any(["Europe/Berlin" in text for text in found.assumptions])


def test_calendars_of_different_zones_are_a_question():
    texts = {
        name: calendar(f"DTSTART;TZID={zone}:20260302T090000\nDURATION:PT2H")
        for name, zone in (("Ann", "Europe/Berlin"), ("Bob", "Asia/Tokyo"))
    }
    found = domain.read("Find an hour for Ann and Bob on Monday.", domain.load(texts), date(2026, 2, 25))
    assert any(["Europe/Berlin and Asia/Tokyo" in question for question in found.questions])


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.sampled_from([
        "Plan\r\nATTENDEE:mailto:x@example.org", "a\nEND:VEVENT\nBEGIN:VEVENT", "a\rSTATUS:CANCELLED", "x;y,z\\n:\"q\"",
        "\u2028ALARM", "BEGIN:VALARM\r\nEND:VALARM", "\x85X-A:1", "\x0bX-A:1", "=0D=0AX-A:1", "<script>alert(1)</script>",
    ]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE)
def test_what_stands_in_names_stays_text_in_an_invitation(title, name):
    """Whatever a request calls the meeting and its people: one event, and the properties that an invitation has."""
    people = [{"name": "Ann"}, {"name": f"b{name}"}]
    request = CalendarRequest.model_validate({**REQUEST.model_dump(), "title": title, "people": people})
    written = domain.export_plan(CalendarPlan(day=request.days[0], start="10:00", end="11:00"), request, None, "ics")
    parsed = icalendar.Calendar.from_ical(written)
    (event,) = parsed.walk("VEVENT")
    assert set(event) == {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "DESCRIPTION"}
    assert not event.subcomponents
    assert set(parsed) == {"VERSION", "PRODID", "METHOD"}
    assert str(event["SUMMARY"]) == title.replace("\r\n", "\n").replace("\r", "\n")
