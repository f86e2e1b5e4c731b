"""The worker's side: `python -m encoders.workers.child` loads problems, answers questions, and streams what it learns.

It reads messages (`encoders.workers.messages`) on stdin and writes them on stdout. A thread reads all the time, so that a search
can be stopped and told news. Ctrl-C is the parent's business; when the parent is gone, the process ends at once.
"""

from __future__ import annotations

import gc
import importlib
import os
import queue
import select
import signal
import sys
import threading
from typing import TYPE_CHECKING

from encoders.interrupts import heed_halts
from encoders.workers.messages import line_of, message_in
from encoders.workers.serving import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

_AHEAD = (
    "encoders.problem_json",
    "encoders.engines.choose",
    "encoders.engines.z3.session",
    "encoders.engines.cpsat.session",
    "ortools.sat.python.cp_model_helper",
)
"""What a worker imports while it waits for its first problem."""
_LOOK = 2.0
"""Seconds between two looks at whether the parent lives, should another process have inherited its end of the pipe."""


def main() -> None:
    """Serve until stdin ends."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # a problem is many objects that stay: few collections
    answers = os.dup(1)
    os.dup2(2, 1)  # what anything else prints is no answer
    desk = Desk(heed_halts(), lambda message: _write(answers, line_of(message)))
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(parent, desk, orders), daemon=True).start()
    ahead = iter(_AHEAD)
    while True:
        try:
            line = orders.get_nowait() if (module := next(ahead, None)) is not None else orders.get()
        except queue.Empty:
            importlib.import_module(str(module))
            if module == _AHEAD[2]:
                _load_z3()
            continue
        desk.serve(message_in(line))


def _load_z3() -> None:
    """Z3's library is loaded with its first context."""
    from encoders.engines.z3.api import Context

    Context().close()


def _write(target: int, line: bytes) -> None:
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[os.write(target, rest) :]
    except OSError:
        os._exit(0)  # nobody reads any more


def _listen(parent: int, desk: Desk, orders: queue.SimpleQueue[bytes]) -> None:
    for line in _lines(sys.stdin.fileno(), parent):
        if not desk.overhears(line):
            orders.put(line)
    os._exit(0)


def _lines(source: int, parent: int) -> Iterator[bytes]:
    """Lines until the pipe is closed or the parent is gone."""
    pieces: list[bytes] = []
    while True:
        if not select.select([source], [], [], _LOOK)[0]:
            if os.getppid() != parent:
                return
            continue
        piece = os.read(source, 1 << 20)
        if not piece:
            return
        pieces.append(piece)
        if b"\n" in piece:
            *whole, rest = b"".join(pieces).split(b"\n")
            pieces = [rest]
            yield from whole


if __name__ == "__main__":
    main()
