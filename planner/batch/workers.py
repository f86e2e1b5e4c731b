"""The parent's side of a worker: start it, ask it, replace it when it dies, stop it at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class WorkerLost(Exception):
    """A worker ended without an answer; the message says how."""


class Worker:
    """One process, started when it is first asked and again after it died."""

    def __init__(self, model: Mapping[str, str | bool] | None = None) -> None:
        """`model` are the options about language models that hold for every row."""
        self._model = dict(model or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._stopped = False

    def ask(self, number: int, row: bytes) -> tuple[str, bytes]:
        """The status and the Answer's line for the row at this line of the file. Raises WorkerLost."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise WorkerLost("the worker has no pipes")
        line = b""
        with suppress(OSError, ValueError):
            process.stdin.write(b"%d %s\n" % (number, row))
            process.stdin.flush()
            line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise WorkerLost(_how_it_ended(process))
        status, _, answer = line.partition(b" ")
        return status.decode("ascii"), answer

    def stop(self) -> None:
        """End the process, whatever it is doing; it is not started again."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                _end(self._process)

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise WorkerLost("the batch was stopped")
            if self._process is None or self._process.poll() is not None:
                if self._process is not None:
                    _end(self._process)
                try:
                    self._process = _started(self._model)
                except OSError as error:
                    raise WorkerLost(f"no worker could be started ({error.strerror or error})") from error
            return self._process


def _started(model: Mapping[str, str | bool]) -> subprocess.Popen[bytes]:
    """A worker with this process's import path, in a process group of its own, so that Ctrl-C reaches the parent alone."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder for folder in sys.path if folder])}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "planner.batch.worker", json.dumps(model)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        process_group=0 if os.name == "posix" else None,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what is still buffered for a dead process
                pipe.close()


def _how_it_ended(process: subprocess.Popen[bytes]) -> str:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    code = process.poll()
    if code is None:
        process.kill()
        return "the process that worked on this row closed its output"
    if code >= 0:
        return f"the process that worked on this row ended with exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return (
        f"the process that worked on this row was ended by {name}; perhaps the memory of this machine did not suffice"
    )
