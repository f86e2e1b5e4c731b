"""A process that answers rows one after the other: `python -m planner.batch.worker [OPTIONS]`, about language models, as JSON.

It reads lines "NUMBER ROW" on stdin and writes one line of Answer JSON for each. Rows travel as the bytes they came in, so
nothing foreign is ever unpickled. When stdin ends, whoever asked is gone or has all answers, and the process ends at once.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO


def main() -> None:
    """Answer until stdin ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything else prints is no answer
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, waiting), daemon=True).start()
    from planner.batch.rows import answer_row
    from planner.datasets import Datasets
    from planner.registry import installed

    registry, datasets = installed(), Datasets()
    model = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    while True:
        number, _, row = waiting.get().partition(b" ")
        answer = answer_row(row, int(number), registry, datasets, model)
        answers.write(answer_line(answer.status, answer.to_json()))
        answers.flush()


def answer_line(status: str, text: str) -> bytes:
    """A line to the parent: the status for its count, then the Answer. Lone surrogates become JSON's own escapes."""
    return f"{status} {text}\n".encode("utf-8", "backslashreplace")


def _listen(stream: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    for line in stream:
        waiting.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
