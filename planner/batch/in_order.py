"""Rows go to workers, answers into a file in the order of the rows, each as soon as all before it are there."""

from __future__ import annotations

import os
import queue
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from encoders.errors import InputError
from planner.batch.workers import Worker, WorkerLost
from planner.options import make
from planner.sources import numbered_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

INTERRUPTED = 130


@dataclass
class Outcome:
    """What was written: rows with an answer, rows in the file, answers by status, and the command's exit code."""

    rows: int
    written: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    index: int
    number: int
    """The line in the file, counted from 1."""
    content: bytes


@dataclass(frozen=True, slots=True)
class _Done:
    index: int
    status: str
    answer: bytes
    failure: BaseException | None = None


def run(
    requests: Path,
    answers: Path,
    *,
    jobs: int = 1,
    progress: Callable[[str], None] | None = None,
    model: Mapping[str, str | bool | None] | None = None,
) -> Outcome:
    """Answer every row of `requests` (JSON lines; blank lines are none) into `answers`, `jobs` rows at a time.

    `model` are the options about language models, by their long names: they hold for all rows, and no row may have its own.

    Ctrl-C ends the work; what was written stays, and the exit code is 130. Raises InputError where the requests cannot be read or
    the answers cannot be written.
    """
    chosen = {name: value for name, value in (model or {}).items() if value is not None}
    make(chosen)  # refused at once, not row by row
    rows = [_Row(index, *line) for index, line in enumerate(numbered_lines(requests))]
    if answers.exists() and os.path.samefile(requests, answers):
        raise InputError("the answers would overwrite the requests; name another file", where=str(answers))
    with _opened(answers) as target:
        return _answer(rows, target, answers, jobs, progress, chosen)


def _opened(answers: Path) -> BinaryIO:
    try:
        return answers.open("wb", buffering=0)
    except OSError as error:
        raise InputError(f"the answers cannot be written: {error.strerror or error}", where=str(answers)) from error


def _answer(
    rows: list[_Row],
    target: BinaryIO,
    place: Path,
    jobs: int,
    progress: Callable[[str], None] | None,
    model: Mapping[str, str | bool],
) -> Outcome:
    outcome = Outcome(len(rows))
    done: queue.SimpleQueue[_Done] = queue.SimpleQueue()
    waiting, lock = iter(rows), threading.Lock()
    workers = [Worker(model) for _ in range(min(jobs, len(rows)))]
    early: dict[int, _Done] = {}
    try:
        for worker in workers:
            threading.Thread(target=_serve, args=(worker, waiting, lock, done), daemon=True).start()
        while outcome.written < outcome.rows:
            entry = done.get()
            if entry.failure is not None:
                raise entry.failure
            early[entry.index] = entry
            if _write(early, target, place, outcome) and progress is not None:
                progress(f"{outcome.written:,} of {outcome.rows:,} rows written")
    except KeyboardInterrupt:
        outcome.exit_code = INTERRUPTED
    finally:
        for worker in workers:
            worker.stop()
    return outcome


def _write(early: dict[int, _Done], target: BinaryIO, place: Path, outcome: Outcome) -> bool:
    """Everything that is next in order, if anything is; a line is counted when it stands in the file."""
    before = outcome.written
    while outcome.written in early:
        entry = early.pop(outcome.written)
        rest = memoryview(entry.answer)
        try:
            while rest:
                rest = rest[target.write(rest) :]
        except OSError as error:
            raise InputError(f"the answers cannot be written: {error.strerror or error}", where=str(place)) from error
        outcome.written += 1
        outcome.statuses[entry.status] = outcome.statuses.get(entry.status, 0) + 1
    return outcome.written > before


def _serve(worker: Worker, waiting: Iterator[_Row], lock: threading.Lock, done: queue.SimpleQueue[_Done]) -> None:
    """One thread for each worker: take the next row, have it answered, until there is none."""
    while True:
        with lock:
            row = next(waiting, None)
        if row is None:
            return
        try:
            done.put(_Done(row.index, *worker.ask(row.number, row.content)))
        except WorkerLost as lost:
            done.put(_Done(row.index, "error", _lost(row, lost)))
        except BaseException as error:  # told to the thread that waits for this row
            done.put(_Done(row.index, "error", b"", error))
            return


def _lost(row: _Row, lost: WorkerLost) -> bytes:
    """The Answer to a row whose worker died."""
    from planner.answer import Answer, Failure
    from planner.batch.rows import id_of

    sentence = str(lost)
    failure = Failure(kind="internal", says=f"{sentence[:1].upper()}{sentence[1:]}.", where=f"line {row.number}")
    return f"{Answer(status='error', id=id_of(row.content), error=failure).to_json(ascii_only=True)}\n".encode("ascii")
