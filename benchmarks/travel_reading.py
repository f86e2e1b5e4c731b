"""The offline reader against the training requests, paraphrases by other hands, and wishes that no field holds.

    python benchmarks/travel_reading.py [PARAPHRASES.jsonl] [--wishes FILE] [--places 5] [--seed 0]

Training requests: every field equals the gold (cuisines as sets). Paraphrases (rows {"id": train id, "text": ...}): right,
unclear, or wrong, which is a claimed reading that differs from the gold. Wishes (one a line): each text with a wish put in at
random places; swallowed is a claimed reading, whatever it says. Exits with 1 where a training request is not right, a paraphrase
is wrong or a wish is swallowed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from domains.travel import domain as travel

if TYPE_CHECKING:
    from domains.base import Reading
    from domains.travel.data import TravelData

HERE = Path(__file__).resolve().parent
_BREAK = re.compile(r"(?<=[.?!])\s+|(?<=,)\s+(?=[a-z])")


def fields(request: Any) -> dict[str, Any]:
    """A request's fields with the lists as sets, for comparing."""
    content = request.model_dump(by_alias=True)
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in content.items()}


def read(text: str, data: TravelData) -> Reading:
    """Read as the application does: today is the day before the first date on offer."""
    today = travel.default_today(data)
    return travel.read(text, data, today if today is not None else date.today())


def claimed(reading: Reading) -> bool:
    """Whether the reading would be planned without asking back."""
    return reading.request is not None and not reading.unread and not reading.questions


def why(reading: Reading) -> str:
    """What kept a reading from being claimed."""
    return "; ".join([*(f"unread “{span.quote}”" for span in reading.unread), *reading.questions])


def training(rows: list[dict[str, Any]], loaded: dict[int, TravelData]) -> int:
    """How many training requests are read exactly as the gold says; the others are printed."""
    right, seconds = 0, []
    for row in rows:
        gold, data = fields(travel.parse_request(row["request"], "travelplanner")), loaded[row["id"]]
        read(row["query"], data)
        start = time.perf_counter()
        reading = read(row["query"], data)
        seconds.append(time.perf_counter() - start)
        if claimed(reading) and fields(reading.request) == gold:
            right += 1
        else:
            print(f"training {row['id']}: {why(reading) or reading.request}")
    print(f"training: {right} of {len(rows)} right; {1000 * statistics.median(seconds):.1f} ms each (median, warm)")
    return len(rows) - right


def paraphrases(path: Path, rows: list[dict[str, Any]], loaded: dict[int, TravelData]) -> int:
    """Count right, unclear and wrong; gives the number of wrong ones."""
    gold = {row["id"]: fields(travel.parse_request(row["request"], "travelplanner")) for row in rows}
    counts = {"right": 0, "unclear": 0, "wrong": 0}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        reading = read(row["text"], loaded[row["id"]])
        if not claimed(reading):
            kind = "unclear"
            print(f"unclear {row['id']}: {row['text']}\n    {why(reading)}")
        elif fields(reading.request) == gold[row["id"]]:
            kind = "right"
        else:
            kind = "wrong"
            print(f"WRONG {row['id']}: {row['text']}\n    {reading.request}")
        counts[kind] += 1
    print(f"paraphrases: {counts['right']} right, {counts['unclear']} unclear, {counts['wrong']} wrong")
    return counts["wrong"]


def put_in(text: str, wish: str, rng: random.Random) -> str:
    """The text with a wish as a sentence of its own, or after a comma, at a random place."""
    breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    at = rng.choice(breaks)
    before, after = text[:at].rstrip(), text[at:]
    if before.endswith(","):
        return f"{before} {wish[0].lower()}{wish[1:].rstrip('.!')}, {after}"
    return f"{before} {wish[0].upper()}{wish[1:].rstrip('.!')}. {after}".strip()


def wishes(path: Path, rows: list[dict[str, Any]], loaded: dict[int, TravelData], places: int, seed: int) -> int:
    """Put wishes into every training text; gives the number of claimed readings."""
    listed = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    rng, swallowed, tried = random.Random(seed), 0, 0
    for row in rows:
        for _ in range(places):
            text = put_in(row["query"], rng.choice(listed), rng)
            reading, tried = read(text, loaded[row["id"]]), tried + 1
            if claimed(reading):
                swallowed += 1
                print(f"SWALLOWED {row['id']}: {text}")
    print(f"wishes without a field: {swallowed} of {tried} swallowed ({len(listed)} wishes)")
    return swallowed


def main() -> None:
    """Run all three parts; a file that is not there is skipped and said so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paraphrases", nargs="?", type=Path, default=HERE / "paraphrases.jsonl")
    parser.add_argument("--wishes", type=Path, default=HERE / "unsupported_wishes.txt")
    parser.add_argument("--places", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    text = (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    loaded = {row["id"]: travel.load(row["reference_information"]) for row in rows}
    failures = training(rows, loaded)
    for path, run in (
        (args.paraphrases, lambda: paraphrases(args.paraphrases, rows, loaded)),
        (args.wishes, lambda: wishes(args.wishes, rows, loaded, args.places, args.seed)),
    ):
        if path.is_file():
            failures += run()
        else:
            print(f"skipped: there is no {path}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
