"""One changed sentence in a dialogue against a fresh build and solve with Z3, on the training requests.

    python benchmarks/resolving.py [--edits 100] [--repeats 3] [--engine z3]

Per case: the whole turn of a sentence (reading it, the live problem, both checkers, the verified plan or the conflict with its
suggestions, the difference to the turn before) against answering the changed request from scratch on loaded data: reading the
English of the request, building, solving, both checkers. Beside it the same without that reading. The two answers must agree.
Sentences that keep the frame (who, where, when, how long) count for the figure; those that change it are told beside it, and of
the others those after which there is no plan, because their time is spent on the conflict and the ways out.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from domains.travel import domain as travel
from domains.travel.request import TravelRequest
from planner.datasets import Datasets
from planner.dialogue.dialogue import Dialogue
from planner.options import Options
from planner.pipeline import respond
from planner.sources import Given

if TYPE_CHECKING:
    from planner.answer import Answer

CLOCK = time.process_time
"""Both sides run in one thread of this process: its CPU time is the time on an idle machine, whatever else runs here."""
CUISINES = ("Chinese", "Indian", "Italian", "Mexican", "French", "American", "Mediterranean", "Thai")


@dataclass(frozen=True)
class Timed:
    """One edit: what was said, what kind it is, whether the problem was built again, and the seconds of both sides."""

    line: str
    kind: str
    again: bool
    feasible: bool
    turn: float
    fresh: float
    """Without reading the English of the request."""
    reading: float
    sentence: float
    """The reading of the sentence, a part of the turn."""

    @property
    def ratio(self) -> float:
        """The turn against the fresh answer."""
        return self.turn / (self.fresh + self.reading)

    @property
    def strict(self) -> float:
        """The turn without reading its sentence against the fresh answer without reading the request."""
        return (self.turn - self.sentence) / self.fresh


def sentences(request: TravelRequest, cost: int | None, rng: random.Random) -> dict[str, str]:
    """One sentence of each kind that changes this request, by kind."""
    base = cost if cost is not None else int(request.budget or 2000)
    found = {
        "budget": f"make the budget ${base + rng.choice((1, 50, 300, 1000)):,}",
        "tight budget": f"make the budget ${max(1, base - rng.choice((1, 40, 200))):,}",
        "cuisine": f"we also want {rng.choice([c for c in CUISINES if c not in request.cuisine])} food",
        "rule": f"rooms must allow {rng.choice([r for r in ('pets', 'smoking', 'parties') if r not in request.house_rule])}",
        "goal": "the fewest travel hours instead" if request.objective[0] == "cheapest" else "the cheapest instead",
        "room": "a private room instead" if request.room_type != "private room" else "an entire room instead",
    }
    if "no flight" in request.transportation:
        found["mode"] = "flights are fine after all"
    elif not request.transportation:
        found["mode"] = rng.choice(("no flights please", "no driving please"))
    if request.cuisine:
        found["drop cuisine"] = f"drop the {rng.choice(request.cuisine)} food"
    if request.house_rule:
        found["drop rule"] = (
            f"no {rng.choice(request.house_rule)} after all" if "children under 10" not in request.house_rule else ""
        )
    if request.room_type:
        found["drop room"] = "any room is fine"
    return {kind: line for kind, line in found.items() if line}


FRAME = {
    "people": lambda request: f"make it {request.people % 4 + 1} people",
    "dates": lambda request: "leave a day later",
    "window": lambda request: "we could also leave a day later",
}


def same(one: Answer, other: Answer) -> bool:
    """The same status and values; and for no plan a conflict of the same kind."""
    values = [(o.name, o.value) for o in one.objective] == [(o.name, o.value) for o in other.objective]
    return one.status == other.status and values and len(one.suggestions) == len(other.suggestions)


def talk(row: dict[str, Any], place: Path, engine: str, rng: random.Random, lines: int, repeats: int) -> list[Timed]:
    """A dialogue over one training request: sentences that keep the frame, then those that change it."""
    options, datasets = Options(domain="travel", data=place, engine=engine), Datasets()
    dialogue = Dialogue(options, datasets=datasets, debug=True)
    first = dialogue.take(row["query"])
    assert first.answer is not None, (row["id"], first.questions, first.says)
    reading = _reading(row["query"], dialogue, repeats)
    found, seen = [], set[str]()
    while len(seen) < lines:
        kind, line = _next(dialogue, rng, seen)
        seen.add(kind)
        found += _timed(dialogue, kind, line, options, datasets, repeats, reading)
    for kind, say in FRAME.items():
        found += _timed(dialogue, kind, say(_request(dialogue)), options, datasets, repeats, reading)
    dialogue.close()
    return found


def _next(dialogue: Dialogue, rng: random.Random, seen: set[str]) -> tuple[str, str]:
    """A kind that was not said yet, at random; after a request without a plan the budget is made wide again."""
    answer = dialogue.now().answer
    cost = next((int(o.value) for o in answer.objective if o.name == "cheapest" and o.value is not None), None)
    if answer.plan is None and "wide budget" not in seen:
        return "wide budget", "make the budget $60,000"
    lines = sentences(_request(dialogue), cost, rng)
    left = [kind for kind in lines if kind not in seen] or list(lines)
    kind = rng.choice(left)
    return kind, lines[kind]


def _request(dialogue: Dialogue) -> TravelRequest:
    return TravelRequest.model_validate(dialogue.now().answer.request)


def _reading(text: str, dialogue: Dialogue, repeats: int) -> float:
    """Seconds for the English of the request."""
    world, spent = dialogue.place(), []
    for _ in range(repeats):
        start = CLOCK()
        world.domain.read(text, world.data, world.today)
        spent.append(CLOCK() - start)
    return statistics.median(spent)


def _timed(
    dialogue: Dialogue, kind: str, line: str, options: Options, datasets: Datasets, repeats: int, reading: float
) -> list[Timed]:
    world, before = dialogue.place(), dialogue.now().answer
    plan = None if before.plan is None else world.domain.Plan.model_validate(before.plan)
    request = _request(dialogue)
    start = CLOCK()
    turn = dialogue.take(line)
    spent = CLOCK() - start
    start = CLOCK()
    travel.read_change(line, request, plan, world.data, world.today)
    sentence = CLOCK() - start
    if turn.kind == "nothing":  # it is so already
        return []
    assert turn.kind == "change", (line, turn.kind, turn.says, turn.questions)
    assert turn.answer is not None
    again = dialogue.place().live.built_again
    given = Given(content=turn.answer.request)
    fresh = []
    for _ in range(repeats):
        start = CLOCK()
        answer = respond(given, options, datasets=datasets, debug=True)
        fresh.append(CLOCK() - start)
        assert same(turn.answer, answer), (
            line,
            turn.answer.status,
            answer.status,
            turn.answer.objective,
            answer.objective,
        )
    return [Timed(line, kind, again, turn.answer.plan is not None, spent, statistics.median(fresh), reading, sentence)]


def _cell(entry: Timed) -> str:
    """A star where the problem was built again."""
    return f"{entry.kind} {entry.ratio:.2f}{'*' if entry.again else ''}"


def report(name: str, timed: list[Timed]) -> None:
    """Medians of one set of edits."""
    if timed:
        ratios = sorted([entry.ratio for entry in timed])
        print(
            f"{name}: {len(timed)} edits, median {statistics.median(ratios):.2f}x of a fresh answer "
            f"(quartiles {ratios[len(ratios) // 4]:.2f}-{ratios[3 * len(ratios) // 4]:.2f}; "
            f"{statistics.median([e.strict for e in timed]):.2f}x without the reading on both sides), turn "
            f"{statistics.median([e.turn for e in timed]) * 1000:.1f} ms, fresh "
            f"{statistics.median([e.fresh + e.reading for e in timed]) * 1000:.1f} ms, "
            f"built again {sum([e.again for e in timed])}"
        )


def main() -> None:
    """Print one line a kind of edit and the figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100, help="about how many sentences keep the frame")
    parser.add_argument("--repeats", type=int, default=3, help="fresh answers for each sentence; their median counts")
    parser.add_argument("--engine", default="z3")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    gc.set_threshold(50_000, 20, 20)  # as the command does
    rows = [json.loads(line) for line in (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = -(-args.edits // len(rows))
    rng = random.Random(args.seed)
    kept: list[Timed] = []
    moved: list[Timed] = []
    warm = False
    with tempfile.TemporaryDirectory() as folder:
        for row in [rows[0], *rows]:  # the first once more, because what is loaded at first use belongs to no edit
            place = Path(folder) / f"{row['id']}.json"
            place.write_text(json.dumps(row["reference_information"]), encoding="utf-8")
            timed = talk(row, place, args.engine, rng, lines, args.repeats)
            if not warm:
                warm = True
                continue
            print(f"{row['id']:>3}: {'  '.join([_cell(entry) for entry in timed])}", flush=True)
            kept += [entry for entry in timed if entry.kind not in FRAME]
            moved += [entry for entry in timed if entry.kind in FRAME]
    for kind in dict.fromkeys([entry.kind for entry in (*kept, *moved)]):
        report(f"  {kind}", [entry for entry in (*kept, *moved) if entry.kind == kind])
    report("answered by the live problem", [entry for entry in kept if not entry.again])
    report("a wish new to the problem, so it is built again", [entry for entry in kept if entry.again])
    report("no plan after it", [entry for entry in kept if not entry.feasible])
    report("the frame changes", moved)
    report("sentences that keep the frame, those without a plan after them too", kept)
    report("FIGURE: sentences that keep the frame", [entry for entry in kept if entry.feasible])


if __name__ == "__main__":
    main()
