"""Travel requests in unusual wording, read with a language model: right, asked, or wrong but claimed.

    python benchmarks/llm_reading.py [--llm MODEL] [--rows 30] [--first 0] [--show] [--wishes FILE]

The requests are the training requests of TravelPlanner, said again by the wordings below, which the offline reader calls
unclear; what they say is the gold's. Right: every field equals the gold. Asked: the answer is unclear. Wrong: it would be
planned, and some field differs. The endpoint is the environment's (OPENAI_BASE_URL, OPENAI_API_KEY, PLANPROOF_MODEL).
Exits with 1 where one is wrong. With --wishes each line of a file is put after a training request and planned; what became of
it is printed for somebody to judge: the sentence that was understood and holds in the plan, or what is asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from benchmarks.travel_reading import claimed, fields, read
from domains.travel import domain as travel

if TYPE_CHECKING:
    from domains.base import Reading

# What follows are wordings by hand; {0} and {1} are what the gold says.
_ORIGIN = (
    "{0} is our launch pad", "home turf is {0}", "{0} is where the suitcases get packed", "our front door is in {0}",
    "we wave goodbye to {0} and come back to it at the end",
)  # fmt: skip
_TO_CITY = (
    "{0} has been calling our name", "the pin on our map is stuck in {0}", "{0} won the family vote",
    "we have got a crush on {0}", "all of our daydreams feature {0}",
)  # fmt: skip
_TO_STATE = (
    "{1} different towns in {0} have been calling our name", "we would love to bounce around {0}, {1} towns in all",
    "{0} won the family vote, and {1} of its cities should get a piece of us",
)  # fmt: skip
_WHEN = (
    "the calendar is blocked out from {0} through {1}", "the boss lets us off {0} to {1}, first to last day on the road",
    "bags out of the door on {0}, bags back in on {1}", "our window: {0} until {1}",
)  # fmt: skip
_PEOPLE = {
    1: ("just yours truly on this one", "it is a party of one", "nobody but me"),
    2: ("the pair of us", "we are a duo", "a twosome"),
    3: ("we are a trio", "three heads to count"),
    4: ("we are a quartet", "four heads to count"),
    5: ("five heads to count", "we are a quintet"),
    6: ("six heads to count", "we are a sextet"),
    7: ("seven heads to count", "we number seven"),
    8: ("eight heads to count", "we number eight"),
}
_BUDGET = (
    "the kitty holds {0} dollars and not a cent beyond", "we can fork out {0} bucks at the outside",
    "{0} bucks is where our wallet taps out, all in", "our purse is good for {0} dollars altogether",
)  # fmt: skip
_ROOM = {
    "entire room": ("somewhere we have all to ourselves", "an entire place, no flatmates"),
    "private room": ("a private nook to sleep in",),
    "shared room": ("bunking in a shared room suits us",),
    "not shared room": ("no bunking with strangers, a shared room is out",),
}
_RULE = {
    "pets": "the landlord has to be fine with pets",
    "smoking": "a place where smoking gets a nod",
    "parties": "hosts who smile upon parties",
    "visitors": "hosts who do not mind visitors dropping by",
    "children under 10": "hosts who put up with children under 10",
}
_CUISINE = ("our taste buds insist on {0}", "bellies to be filled with {0} fare", "{0} grub is what we crave")
_MODE = {"no flight": "no planes for this lot", "no self-driving": "none of us will get behind the wheel"}
_FORMS = (
    "{people}. {origin}; {destination}. {when}. {budget}. {wishes}",
    "{origin}, {destination}, and {when}. {people}, and {budget}. {wishes}",
    "{destination}! {when}; {origin}. {budget}; {people}. {wishes}",
)


def _listed(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def wording(gold: Any, number: int) -> str:
    """A gold request in the wordings of its number."""

    def pick(options: tuple[str, ...], shift: int) -> str:
        return options[(number + shift) % len(options)]

    wishes = []
    if gold.room_type:
        wishes.append(pick(_ROOM[gold.room_type], 0))
    wishes += [_RULE[rule] for rule in gold.house_rule]
    if gold.cuisine:
        wishes.append(pick(_CUISINE, 1).format(_listed(list(gold.cuisine))))
    wishes += [_MODE[mode] for mode in gold.transportation]
    where = pick(_TO_CITY, 1) if gold.city_count == 1 else pick(_TO_STATE, 1)
    parts = {
        "origin": pick(_ORIGIN, 0).format(gold.origin),
        "destination": where.format(gold.destination, gold.city_count),
        "when": pick(_WHEN, 2).format(_day(gold.dates[0]), _day(gold.dates[-1])),
        "people": pick(_PEOPLE[gold.people], 0),
        "budget": pick(_BUDGET, 3).format(f"{gold.budget:,}"),
        "wishes": " ".join([f"{wish[:1].upper()}{wish[1:]}." for wish in wishes]),
    }
    text = _FORMS[number % len(_FORMS)].format(**parts).strip()
    return ". ".join([piece[:1].upper() + piece[1:] for piece in text.split(". ")])


def rows(count: int, first: int) -> list[tuple[dict[str, Any], str]]:
    """Training rows with their wordings; only those that the offline reader does not claim."""
    lines = (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for number in range(2 * len(lines)):
        row = json.loads(lines[number % len(lines)])
        said = wording(travel.parse_request(row["request"], "travelplanner"), number)
        if not claimed(read(said, travel.load(row["reference_information"]))):
            found.append((row, said))
    return found[first : first + count]


def wishes(path: Path, llm: str | None, first: int) -> None:
    """Plan a training request with each wish, and print what became of the wish."""
    from planner import solve

    lines = (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    for number, wish in enumerate(listed, start=first):
        row = json.loads(lines[number % len(lines)])
        plain = travel.parse_request(row["request"], "travelplanner").model_dump(mode="json", by_alias=True)
        text = f"{row['query']} {wish}"
        answer = solve(text, domain="travel", data=row["reference_information"], llm=llm)
        print(f"{wish}\n    {answer.status}")
        for entry in answer.understood:
            if entry.constraint.startswith("extra/") or (entry.quote and entry.quote in wish):
                print(f"    {entry.constraint}: {entry.says} “{entry.quote}”")
        asked = answer.request or plain
        print(f"    changed: { {name: value for name, value in asked.items() if value != plain[name]} }")
        print(f"    {[entry.quote for entry in answer.unread]} {answer.questions} {answer.error or ''}", flush=True)


def main() -> None:
    """Read every request and print the counts, the calls and the seconds."""
    from planner.interpret.llm import read_with_model
    from planner.llm import LlmSettings, open_model

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llm", default=None)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print what is asked")
    parser.add_argument("--wishes", type=Path, help="a file of wishes, one a line")
    args = parser.parse_args()
    if args.wishes is not None:
        wishes(args.wishes, args.llm, args.first)
        return
    counts, begun = {"right": 0, "asked": 0, "wrong": 0}, time.perf_counter()
    calls = tokens = 0
    for row, text in rows(args.rows, args.first):
        data, gold = travel.load(row["reference_information"]), travel.parse_request(row["request"], "travelplanner")
        today = travel.default_today(data) or date.today()
        model = open_model(args.llm, LlmSettings(max_output=1_200, seconds=1_800))
        if model is None:
            raise SystemExit("no language model is configured; set OPENAI_BASE_URL, OPENAI_API_KEY and PLANPROOF_MODEL")
        found: Reading = read_with_model(text, travel, data, today, travel.read(text, data, today), model)
        calls, tokens = calls + model.usage.calls, tokens + model.usage.input_tokens + model.usage.output_tokens
        if not claimed(found):
            kind = "asked"
            if args.show:
                print(f"asked {row['id']}: {text}\n    {[span.quote for span in found.unread]} {list(found.questions)}")
        elif fields(found.request) == fields(gold):
            kind = "right"
        else:
            kind = "wrong"
            print(f"WRONG {row['id']}: {text}\n    {found.request}")
        counts[kind] += 1
        print(f"{row['id']}: {kind} ({time.perf_counter() - begun:.0f} s so far)", flush=True)
    print(f"{counts['right']} right, {counts['asked']} asked, {counts['wrong']} wrong but claimed")
    print(f"{calls} calls, {tokens:,} tokens, {time.perf_counter() - begun:.0f} s")
    sys.exit(1 if counts["wrong"] else 0)


if __name__ == "__main__":
    main()
